"""The set-up: what it says when it may not install, and when it looks again."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The modules of the set-up, as they find each other when run."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import bootstrap
    import fonts
    import system

    return SimpleNamespace(bootstrap=bootstrap, fonts=fonts, system=system)


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
    with pytest.raises(tools.system.Stop) as stop:
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
    with pytest.raises(tools.system.Stop, match=r"没有 apt-get.*fontconfig"):
        tools.system.install_packages(["fontconfig"], "需要的系统组件")


def test_typefaces_are_read_as_the_program_reads_them(tools: SimpleNamespace) -> None:
    """The set-up has no YAML library; its pattern has to see in every form's looks what YAML sees."""
    seen = 0
    stacks = tools.fonts.wanted_stacks()
    for path in ROOT.glob("templates/*/版面.yaml"):
        for face, entry in (
            yaml.safe_load(path.read_text(encoding="utf-8")).get("字体") or {}
        ).items():
            seen += 1
            assert stacks.pop(f"{path.parent.name} {face}") == tuple(entry["依次"])
    assert seen >= 5
    assert not stacks


def test_every_typeface_has_an_open_face_that_the_set_up_brings(tools: SimpleNamespace) -> None:
    brought = {name.partition("-")[0] for name in tools.fonts.FANDOL.files}
    stacks = tools.fonts.wanted_stacks()
    assert stacks
    assert {face for face, stack in stacks.items() if not brought & set(stack)} == set()


def test_fonts_that_cannot_be_had_are_named(
    tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    taken: list[str] = []
    monkeypatch.setattr(tools.fonts, "_take", lambda source: taken.append(source.package))
    monkeypatch.setattr(tools.fonts, "_known_fonts", lambda: {"Noto Serif CJK SC": "NotoSerif.ttc"})
    assert tools.fonts.ensure_fonts() == ["NotoSerif.ttc"]
    assert taken == ["texlive-lang-chinese"]
    assert "没有找到这些字体：仿宋、" in capsys.readouterr().err


def test_without_any_chinese_font_nothing_goes_on(
    tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    monkeypatch.setattr(tools.fonts, "_take", lambda source: taken.append(source.package))
    monkeypatch.setattr(tools.fonts, "_known_fonts", lambda: {"DejaVu Sans": "DejaVuSans.ttf"})
    assert tools.fonts.ensure_fonts() == []
    assert taken == ["texlive-lang-chinese", "fonts-noto-cjk"]
    assert "sudo apt-get install -y fonts-noto-cjk" in tools.fonts.no_fonts()


def test_any_chinese_font_is_enough_to_go_on(
    tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools.fonts, "_take", lambda source: None)
    monkeypatch.setattr(tools.fonts, "_known_fonts", lambda: {"WenQuanYi Zen Hei": "wqy.ttc"})
    assert tools.fonts.ensure_fonts() == ["wqy.ttc"]


def test_fonts_of_the_machine_are_not_fetched_again(
    tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["方正小标宋简体", "SimHei", "KaiTi", "FangSong", "SimSun", "Noto Serif CJK SC"]
    monkeypatch.setattr(
        tools.fonts, "_take", lambda source: pytest.fail(f"fetched {source.package}")
    )
    monkeypatch.setattr(
        tools.fonts, "_known_fonts", lambda: {name: f"{name}.ttf" for name in names}
    )
    assert len(tools.fonts.ensure_fonts()) == len(names)


def ready(bootstrap: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment in a folder that counts as ready; the font file that it relies on."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "juesuan").touch()
    font = folder / "song.otf"
    font.touch()
    monkeypatch.setattr(bootstrap, "VENV", folder)
    monkeypatch.setattr(bootstrap, "READY", folder / ".ready")
    monkeypatch.setattr(bootstrap, "LIBRARIES", {})
    bootstrap.READY.write_text(
        json.dumps({"of": bootstrap.identity(), "fonts": [str(font)]}), encoding="utf-8"
    )
    return font


def test_nothing_is_done_twice(
    tools: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools.bootstrap, "prepare", lambda: pytest.fail("set up again"))
    ready(tools.bootstrap, tmp_path, monkeypatch)
    assert tools.bootstrap.main([]) == 0


@pytest.mark.parametrize("lost", ["font", "program", "versions", "mark", "library", "python"])
def test_what_is_lost_is_set_up_again(
    tools: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    font = ready(tools.bootstrap, tmp_path, monkeypatch)
    assert tools.bootstrap.is_ready()
    match lost:
        case "font":
            font.unlink()
        case "program":
            (tmp_path / "bin" / "juesuan").unlink()
        case "versions":
            monkeypatch.setattr(tools.bootstrap, "LOCKS", ("requirements.lock",))
        case "mark":
            tools.bootstrap.READY.write_text("ok", encoding="utf-8")
        case "library":
            monkeypatch.setattr(
                tools.bootstrap, "LIBRARIES", {"libnosuchthing.so.9": "libnosuchthing9"}
            )
        case "python":
            monkeypatch.setattr(sys, "version_info", (3, 99))
    assert not tools.bootstrap.is_ready()


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
