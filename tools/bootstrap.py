"""Makes everything that `make` needs on a fresh Debian: virtual environment, locked packages.

`make report` gets what the program runs with; `make test` (``--tests``) the rest, too. Standard
library only, and quick when nothing is to be done. What it may not install it names: the exact
command, and for whom. An environment is never thrown away before there is a new one.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

MINIMUM = (3, 11)
ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
FORMER = VENV.with_name(".venv.old")
"""Where an environment that does not work waits until there is a new one."""
READY = ".ready"
"""The mark in the environment: what has been installed into it."""
PACKAGES = ".packages"
"""The mark of the packages: a digest of the locks of the last installation."""
PARTS = ("bootstrap.py", "system.py")
LOCKS = ("requirements-build.lock", "requirements.lock")
"""What `make report` runs with, and what installs it."""
TEST_LOCKS = (*LOCKS, "requirements-dev.lock")
LAYOUT = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
"""The second engine for PDFs, which some tests try: Debian packages and what they bring. Without
the last of them no two of its files are alike."""
_OFFLINE = "不能联网的电脑，用绿色版：在能联网的电脑上运行 make kit，把 output/kit 里的压缩包拷到这台电脑上，解压，双击“开始”（见 docs/部署.md）。"


def main(arguments: list[str]) -> int:
    """Set up what is missing, for the tests, too, with ``--tests``; ``--again`` looks at everything
    anew. Returns 0, or 1 after saying what somebody has to do."""
    use_new_python(arguments)
    from system import StopError

    locks = TEST_LOCKS if "--tests" in arguments else LOCKS
    if "--again" not in arguments and is_ready(locks):
        return 0
    try:
        prepare(locks)
    except StopError as stop:
        print(f"\n{stop}\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n已停止。再运行一次就会接着做。", file=sys.stderr)
        return 130
    return 0


def use_new_python(arguments: list[str]) -> None:
    """Start again under a newer Python if `python3` is too old and a newer one lies beside it."""
    if sys.version_info >= MINIMUM:
        return
    for minor in range(20, MINIMUM[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other:
            os.execv(other, [other, str(Path(__file__).resolve()), *arguments])  # noqa: S606
    version = ".".join(map(str, sys.version_info[:3]))
    sys.exit(
        f"\n需要 Python 3.11 或更新的版本，这台机器的是 {version}。请管理员安装 Python 3.11（Debian 12 自带），再重新运行。\n"
    )


def prepare(locks: Sequence[str]) -> None:
    """Everything, in order. Raises StopError; then the environment that was there is still
    there."""
    from system import StopError, install_packages, run, say

    missing = missing_packages()
    if missing:
        install_packages(missing, "需要的系统组件")
        missing = missing_packages()
        if missing:
            raise StopError(f"系统组件装过了，但仍然找不到：{' '.join(missing)}")
    if tuple(locks) == TEST_LOCKS and not has_layout():
        install_layout()
    give_back()
    try:
        make_environment()
        install_locked(locks)
        loaded = run([str(VENV / "bin" / "python"), "-c", "import typst"])
        if loaded.returncode:
            raise StopError(f"排版组件 Typst 不能启动：\n{loaded.stderr.strip()[-1500:]}")
    except (StopError, KeyboardInterrupt):
        give_back()
        raise
    installed = {name: identity(parts) for name, parts in _installed()}
    (VENV / READY).write_text(json.dumps(installed), encoding="utf-8")
    shutil.rmtree(FORMER, ignore_errors=True)
    say("环境已准备好")


def give_back() -> None:
    """Give the former environment its place back, where a run ended before there was a new one."""
    if FORMER.is_dir():
        shutil.rmtree(VENV, ignore_errors=True)
        FORMER.rename(VENV)


def _installed() -> Iterator[tuple[str, Sequence[str]]]:
    """What serves now: whoever has all that the tests need has all that a report needs."""
    yield "report", LOCKS
    if _has_packages(TEST_LOCKS):
        yield "tests", TEST_LOCKS


def _has_packages(locks: Sequence[str]) -> bool:
    """Whether the packages of these locks, as they are now, were the last to be installed."""
    mark = VENV / PACKAGES
    return mark.exists() and mark.read_text(encoding="utf-8") == _digest(locks)


def _digest(locks: Sequence[str]) -> str:
    files = (*locks, "pyproject.toml", "setup.py")
    contents = "".join((ROOT / name).read_text(encoding="utf-8") for name in files)
    return hashlib.sha256(contents.encode()).hexdigest()


def is_ready(locks: Sequence[str]) -> bool:
    """True if an earlier run set all of it up, of just these versions and in this place, and it is
    all still there."""
    try:
        state = json.loads((VENV / READY).read_text(encoding="utf-8"))
        of = state["tests" if tuple(locks) == TEST_LOCKS else "report"]
        return of == identity(locks) and (VENV / "bin" / "juesuan").exists()
    except (OSError, ValueError, TypeError, KeyError):
        return False


def identity(locks: Sequence[str]) -> str:
    """A digest of all that the environment depends on: versions, this tool, the place, the
    Python."""
    own = ("pyproject.toml", "setup.py", *(f"tools/{name}" for name in PARTS))
    files = [ROOT / name for name in (*locks, *own)]
    # A newer build of the same Python (a security update, say) serves the same environment.
    digest = hashlib.sha256(f"{ROOT}\n{sys.version_info[:2]}\n".encode())
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def missing_packages() -> list[str]:
    """Debian packages that have to be installed: all at once, so that an administrator is asked
    only once."""
    if environment_works() or importlib.util.find_spec("ensurepip"):
        return []
    return [f"python3.{sys.version_info.minor}-venv"]


def has_layout() -> bool:
    """True if this machine has what WeasyPrint sets its pages with."""
    try:
        for library in LAYOUT.values():
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_layout() -> None:
    """What the tests of the second engine need; where it cannot be had they are skipped."""
    from system import StopError, install_packages, say

    try:
        install_packages(tuple(LAYOUT), "自检要的系统组件")
    except StopError:
        say(f"这台机器没有 {'、'.join(LAYOUT)}，也装不了：要它们的几项自检跳过")


def environment_works() -> bool:
    """True if there is a virtual environment that was made in this place, and its Python has
    pip."""
    from system import run

    program = VENV / "bin" / "pip"
    try:
        # The programs of an environment name its folder: one that was moved or copied is of no use.
        made_here = str(VENV) in program.read_text(encoding="utf-8")
        return (
            made_here
            and run([str(VENV / "bin" / "python"), "-m", "pip", "--version"]).returncode == 0
        )
    except (OSError, ValueError):
        return False


def make_environment() -> None:
    """The virtual environment, made anew where it does not work. Raises StopError."""
    from system import StopError, run, say

    if environment_works():
        return
    say("建立 Python 虚拟环境")
    if VENV.exists():
        VENV.rename(FORMER)
    made = run([sys.executable, "-m", "venv", str(VENV)])
    if made.returncode:
        raise StopError(f"Python 虚拟环境没有建成：\n{(made.stdout + made.stderr).strip()[-1500:]}")


# A plain path to this folder: the finder that is usual instead takes as long at every start as all
# of --help.
_EDITABLE = ("--no-build-isolation", "--config-settings", "editable_mode=compat", "-e")


def install_locked(locks: Sequence[str]) -> None:
    """Install the locked packages and this project. Raises StopError with pip's own words."""
    from system import StopError, run, say

    # Who has what the tests need needs no network for a report.
    if _has_packages(locks) or _has_packages(TEST_LOCKS):
        return
    say("安装 Python 组件（第一次要几分钟）")
    python = str(VENV / "bin" / "python")
    pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps"]
    packages = [part for name in locks for part in ("-r", str(ROOT / name))]
    for what in (packages, [*_EDITABLE, str(ROOT)]):
        done = run([*pip, *what])
        if done.returncode:
            lines = done.stderr.splitlines()
            words = [line for line in lines if line.startswith("ERROR")] or lines[-8:]
            raise StopError(
                f"Python 组件没有装成：网络不通，或 pip 的镜像里没有需要的版本。请检查后重新运行。\n{_OFFLINE}\npip 的原话：\n"
                + "\n".join(words)
            )
    (VENV / PACKAGES).write_text(_digest(locks), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
