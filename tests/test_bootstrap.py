"""The set-up: what it says when it may not install, and when it looks again."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The modules of the set-up, as they find each other when run."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import bootstrap
    import system

    return SimpleNamespace(bootstrap=bootstrap, system=system)


@pytest.fixture
def commands(tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been run; each succeeds, but sudo asks for a password."""
    given: list[list[str]] = []

    def run(command: list[str], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        given.append(list(command))
        return subprocess.CompletedProcess(command, 1 if command[0] == "sudo" else 0, "", "")

    monkeypatch.setattr(tools.system, "run", run)
    monkeypatch.setattr(shutil, "which", lambda name: f"bin/{name}")
    return given


def test_who_may_not_install_gets_one_command_for_the_administrator(
    tools: SimpleNamespace, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(tools.system.StopError) as stop:
        tools.system.install_packages(["libpango-1.0-0", "fontconfig"], "需要的系统组件")
    assert "交给管理员" in str(stop.value)
    assert (
        "\n    sudo apt-get update && sudo apt-get install -y libpango-1.0-0 fontconfig\n"
        in str(stop.value)
    )
    assert commands == [["sudo", "-n", "true"]], "nothing was tried"


def test_root_installs_without_asking(
    tools: SimpleNamespace, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    tools.system.install_packages(["fontconfig"], "需要的系统组件")
    assert [command[-1] for command in commands] == ["update", "fontconfig"]
    assert "sudo" not in {command[0] for command in commands}


def test_a_machine_without_apt_is_told_the_names(
    tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(tools.system.StopError, match=r"没有 apt-get.*fontconfig"):
        tools.system.install_packages(["fontconfig"], "需要的系统组件")


@pytest.mark.parametrize("user", [0, 1000])
def test_what_only_some_tests_need_is_installed_or_done_without(
    tools: SimpleNamespace,
    commands: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    user: int,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    tools.bootstrap.install_layout()
    installed = [command for command in commands if "install" in command]
    wanted = list(tools.bootstrap.LAYOUT)
    assert [command[-len(wanted) :] for command in installed] == [wanted] * (user == 0)
    assert ("自检跳过" in capsys.readouterr().err) == (user != 0)


def ready(bootstrap: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in a folder that counts as ready."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "juesuan").touch()
    monkeypatch.setattr(bootstrap, "VENV", folder)
    state = {"report": bootstrap.identity(bootstrap.LOCKS)}
    (folder / bootstrap.READY).write_text(json.dumps(state), encoding="utf-8")


def test_nothing_is_done_twice(
    tools: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools.bootstrap, "prepare", lambda _locks: pytest.fail("set up again"))
    ready(tools.bootstrap, tmp_path, monkeypatch)
    assert tools.bootstrap.main([]) == 0


@pytest.mark.parametrize("lost", ["program", "versions", "mark", "python"])
def test_what_is_lost_is_set_up_again(
    tools: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    ready(tools.bootstrap, tmp_path, monkeypatch)
    locks = tools.bootstrap.LOCKS
    assert tools.bootstrap.is_ready(locks)
    match lost:
        case "program":
            (tmp_path / "bin" / "juesuan").unlink()
        case "versions":
            locks = ("requirements.lock",)
        case "mark":
            (tmp_path / tools.bootstrap.READY).write_text("ok", encoding="utf-8")
        case "python":
            monkeypatch.setattr(sys, "version_info", (3, 99))
    assert not tools.bootstrap.is_ready(locks)


def test_a_report_needs_nothing_of_the_tests(
    tools: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(tools.bootstrap, tmp_path, monkeypatch)
    assert "requirements-dev.lock" not in tools.bootstrap.LOCKS
    assert not tools.bootstrap.is_ready(tools.bootstrap.TEST_LOCKS), "pytest is not there yet"


@pytest.fixture
def old_environment(
    tools: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """An environment that was made elsewhere, on a machine where none can be made anew."""
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "juesuan").write_text("mine", encoding="utf-8")
    monkeypatch.setattr(tools.bootstrap, "VENV", venv)
    monkeypatch.setattr(tools.bootstrap, "FORMER", tmp_path / ".venv.old")
    return venv


@pytest.mark.parametrize("fails", ["venv", "pip"])
def test_no_environment_is_lost_that_cannot_be_made_anew(
    tools: SimpleNamespace,
    old_environment: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fails: str,
) -> None:
    """Offline the old one is still there, and what to do is said."""

    def run(command: list[str], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        if fails not in command and "venv" in command:
            (old_environment / "bin").mkdir(parents=True)
        return subprocess.CompletedProcess(command, int(fails in command), "", "ERROR: no network")

    monkeypatch.setattr(tools.system, "run", run)
    assert tools.bootstrap.main([]) == 1
    assert (old_environment / "bin" / "juesuan").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in old_environment.parent.iterdir()] == [".venv"]
    assert fails == "venv" or "make kit" in capsys.readouterr().err


def test_an_environment_comes_back_after_a_run_that_was_killed(
    tools: SimpleNamespace, old_environment: Path
) -> None:
    old_environment.rename(tools.bootstrap.FORMER)
    (old_environment / "half").mkdir(parents=True)
    tools.bootstrap.give_back()
    assert [path.name for path in old_environment.iterdir()] == ["bin"]


def test_an_environment_that_was_moved_is_no_use(
    tools: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "pip").write_text("#!elsewhere/.venv/bin/python\n", encoding="utf-8")
    monkeypatch.setattr(tools.bootstrap, "VENV", tmp_path)
    assert not tools.bootstrap.environment_works()


def test_an_old_python_is_told_in_chinese(
    tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools.bootstrap, "MINIMUM", (99, 0))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match=r"需要 Python 3\.11 或更新的版本"):
        tools.bootstrap.main([])


def test_an_environment_for_the_tests_serves_a_report_and_stays_one(
    tools: SimpleNamespace,
    commands: list[list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After a change of the set-up itself nothing is fetched: there may be no network any more."""
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    for name in ("juesuan", "pip"):
        (venv / "bin" / name).write_text(str(venv), encoding="utf-8")
    monkeypatch.setattr(tools.bootstrap, "VENV", venv)
    mark = venv / tools.bootstrap.PACKAGES
    mark.write_text(tools.bootstrap._digest(tools.bootstrap.TEST_LOCKS), encoding="utf-8")
    assert tools.bootstrap.main([]) == 0
    assert not [command for command in commands if "install" in command]
    assert tools.bootstrap.is_ready(tools.bootstrap.LOCKS)
    assert tools.bootstrap.is_ready(tools.bootstrap.TEST_LOCKS)
    mark.write_text(tools.bootstrap._digest(tools.bootstrap.LOCKS), encoding="utf-8")
    assert tools.bootstrap.main(["--tests"]) == 0, "what is ready is not looked at"
    (venv / tools.bootstrap.READY).unlink()
    assert tools.bootstrap.main(["--tests"]) == 0
    assert [command for command in commands if "install" in command]
