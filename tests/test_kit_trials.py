"""The whole kit and the whole package, tried as a clerk has them: unpacked, started, moved. What
they make is compared byte for byte with what the checkout makes. Windows: test_kit_windows.py."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers import ROOT, unpack
from tests.kits import (
    EXAMPLE,
    NOBODY,
    archive_of,
    assert_works,
    contents,
    linux_archive,
    made_by,
    made_here,
    opened_workbench,
    room,
    run,
)

__all__ = ["linux_archive", "made_here", "room"]
"""What tests ask for by name."""

pytestmark = pytest.mark.long

# The package


@pytest.fixture(scope="module")
def source(room: Path) -> Path:
    """A clean copy of what a package is built of."""
    folder = room / "source"
    names = [
        "generator",
        "templates",
        "docs",
        "data",
        "tools",
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "ARCHITECTURE.md",
        "Makefile",
    ]
    names += [
        "setup.py",
        "pyproject.toml",
        "MANIFEST.in",
        "schema.json",
        *(path.name for path in ROOT.glob("requirements*.lock")),
    ]
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            folder.mkdir(exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def wheel_of(source: Path, target: Path) -> Path:
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--quiet",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
    ]
    done = run([*pip, "--wheel-dir", str(target), str(source)], target.parent)
    assert done.returncode == 0, done.stderr
    return next(target.glob("*.whl"))


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_package_installs_into_a_fresh_environment(
    room: Path, source: Path, made_here: dict[str, bytes]
) -> None:
    """Wheel and sdist hold everything; the program runs from anywhere, and writes the same bytes."""
    build = "import setuptools.build_meta as b; print(b.build_sdist('../sdist'))"
    (room / "sdist").mkdir()
    done = run([sys.executable, "-c", build], source)
    assert done.returncode == 0, done.stderr
    unpack(next((room / "sdist").glob("*.tar.gz")), room / "sdist")
    (unpacked,) = (path for path in (room / "sdist").iterdir() if path.is_dir())
    assert (unpacked / "docs" / "填写指南.md").exists()
    wheel = wheel_of(unpacked, room / "wheel of sdist")
    direct = wheel_of(source, room / "wheel")
    assert names_in(wheel) == names_in(direct)
    expected = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "generator").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    expected |= {
        f"generator/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "templates").rglob("*")
        if path.is_file()
    }
    assert expected <= names_in(wheel)
    assert any(name.endswith("/schema.json") for name in names_in(wheel))

    fresh = room / "fresh"
    assert run([sys.executable, "-m", "venv", str(fresh)], room).returncode == 0
    pip = [
        str(fresh / "bin" / "python"),
        "-m",
        "pip",
        "--quiet",
        "install",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    assert run(pip, room).returncode == 0
    # The libraries are those of this environment; the program is that of the wheel.
    minor = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (fresh / "lib" / minor / "site-packages" / "libraries.pth").write_text(
        sysconfig.get_path("purelib"), encoding="utf-8"
    )
    where = run(
        [
            str(fresh / "bin" / "python"),
            "-c",
            "import generator.forms.folders as f; print(f.TEMPLATES)",
        ],
        room,
    )
    assert where.stdout.strip() == str(
        fresh / "lib" / minor / "site-packages" / "generator" / "templates"
    )
    assert run(
        [str(fresh / "bin" / "python"), "-m", "generator", "--version"], room
    ).stdout.startswith("juesuan ")
    assert (
        made_by([str(fresh / "bin" / "juesuan")], room / "by wheel", ROOT / "data" / EXAMPLE)
        == made_here
    )
    done = run([str(fresh / "bin" / "juesuan"), "forms", "new", "某县"], room)
    assert done.returncode == 2
    assert "--templates" in done.stderr, "nothing is written into an installed program"


# Linux


def as_ordinary_user() -> list[str]:
    """What to put before a command so that it runs without rights and without a network."""
    if os.geteuid():
        return []
    user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    can_unshare = run(["unshare", "-n", "true"], Path("/")).returncode == 0
    return ["unshare", "-n", *user] if can_unshare else user


def test_the_kit_of_linux_from_a_read_only_place_and_after_being_moved(
    room: Path, linux_archive: Path, made_here: dict[str, bytes]
) -> None:
    stick, home = room / "盘 一", room / "home"
    unpack(linux_archive, stick)
    home.mkdir()
    if os.geteuid() == 0:
        os.chown(home, NOBODY, NOBODY)
    (kit,) = stick.iterdir()
    # Nobody may write into it.
    for path in [stick, *stick.rglob("*")]:
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "LC_ALL": "C"}
    command = [*as_ordinary_user(), "sh", str(kit / "开始.sh"), "menu"]
    done = run(command, room, env=environment, input="9\n7\n云汀\n10\n0\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "都和制作时一样" in done.stdout
    documents = contents(home / "决算数据" / "公开文档")
    assert len(documents) == 4
    assert documents.items() <= made_here.items()

    for path in (stick, kit):
        path.chmod(0o755)
    moved = room / "搬 走" / "别的名字"
    moved.parent.mkdir()
    kit.rename(moved)
    done = run(
        [*as_ordinary_user(), "sh", str(moved / "开始.sh"), "check", str(moved / "例子" / EXAMPLE)],
        home,
        env=environment,
    )
    assert done.returncode == 0, done.stderr


def test_the_workbench_answers_on_linux(room: Path, linux_archive: Path) -> None:
    unpack(linux_archive, room / "工作台")
    (kit,) = (room / "工作台").iterdir()
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(room), "LC_ALL": "C"}
    with opened_workbench(["sh", str(kit / "开始.sh")], room, environment) as client:
        assert_works(client)


# Bare systems

ROOTS = os.environ.get("JUESUAN_ROOTS", "")
CHROOT = shutil.which("chroot", path="/usr/sbin:/sbin:/usr/bin") or "chroot"
SYSTEMS = ("bookworm", "trixie", "resolute")
"""Debian 12 and 13, and Ubuntu 26.04."""


@pytest.fixture
def bare(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A system that was just installed: from the folder of such, or made now."""
    release = request.param
    if Path(ROOTS, release).is_dir():
        yield Path(ROOTS, release)
        return
    if release not in SYSTEMS[:2]:
        pytest.skip(f"no folder {release} where JUESUAN_ROOTS says: made with debootstrap by hand")
    command = ["debootstrap", "--variant=minbase", "--include=python3", release]
    # The programs that set a system up take no blanks in its place.
    with tempfile.TemporaryDirectory(prefix="juesuan-root-") as folder:
        root = Path(folder, release)
        done = run([*command, str(root)], Path(folder))
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        yield root


@pytest.mark.skipif(
    not ROOTS,
    reason="JUESUAN_ROOTS=1 (or a folder of systems): downloads each, needs root and debootstrap",
)
@pytest.mark.parametrize("bare", SYSTEMS, indirect=True)
def test_the_kit_of_linux_in_a_bare_system(
    room: Path, every_version: Path, bare: Path, made_here: dict[str, bytes]
) -> None:
    """With python3 only, without network, as an ordinary user."""
    home = bare / "srv" / "user"
    shutil.rmtree(home, ignore_errors=True)
    unpack(every_version, home)
    for path in [home, *home.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
    (kit,) = home.iterdir()
    inside = f"cd && exec sh '/srv/user/{kit.name}/开始.sh' menu"
    user = f"--userspec={NOBODY}:{NOBODY}"
    done = run(
        ["unshare", "-n", CHROOT, user, str(bare), "sh", "-c", inside],
        room,
        env={"PATH": "/usr/bin:/bin", "HOME": "/srv/user"},
        input="9\n7\n云汀\n10\n0\n",
    )
    assert "都和制作时一样" in done.stdout, done.stdout + done.stderr
    documents = contents(home / "决算数据" / "公开文档")
    assert len(documents) == 4
    assert documents.items() <= made_here.items()


@pytest.fixture(scope="module")
def every_version(room: Path) -> Path:
    """The kit of Linux with the libraries for every Python that it serves."""
    return archive_of("linux-x86_64", room / "all versions")
