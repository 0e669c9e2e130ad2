"""Makes everything that `make` needs on a fresh Debian: virtual environment, locked packages.

Standard library only, and quick when nothing is to be done. What it may not install it names: the exact command, and for whom.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path

MINIMUM = (3, 11)
ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
READY = VENV / ".ready"
PARTS = ("bootstrap.py", "system.py")
LOCKS = ("requirements.lock", "requirements-dev.lock")


def main(arguments: list[str]) -> int:
    """Set up what is missing; ``--again`` looks at everything anew. Returns 0, or 1 after saying what somebody has to do."""
    use_new_python(arguments)
    from system import Stop

    if "--again" not in arguments and is_ready():
        return 0
    try:
        prepare()
    except Stop as stop:
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


def prepare() -> None:
    """Everything, in order. Raises Stop."""
    from system import Stop, install_packages, run, say

    missing = missing_packages()
    if missing:
        install_packages(missing, "需要的系统组件")
        missing = missing_packages()
        if missing:
            raise Stop(f"系统组件装过了，但仍然找不到：{' '.join(missing)}")
    make_environment()
    install_locked()
    loaded = run([str(VENV / "bin" / "python"), "-c", "import typst"])
    if loaded.returncode:
        raise Stop(f"排版组件 Typst 不能启动：\n{loaded.stderr.strip()[-1500:]}")
    READY.write_text(json.dumps({"of": identity()}), encoding="utf-8")
    say("环境已准备好")


def is_ready() -> bool:
    """True if an earlier run set everything up, of just these versions and in this place, and it is all still there."""
    try:
        state = json.loads(READY.read_text(encoding="utf-8"))
        return state["of"] == identity() and (VENV / "bin" / "juesuan").exists()
    except (OSError, ValueError, TypeError, KeyError):
        return False


def identity() -> str:
    """A digest of all that the environment depends on: versions, this tool, the place, the Python."""
    files = [
        *(ROOT / name for name in LOCKS),
        ROOT / "pyproject.toml",
        *(ROOT / "tools" / name for name in PARTS),
    ]
    # A newer build of the same Python (a security update, say) serves the same environment.
    digest = hashlib.sha256(f"{ROOT}\n{sys.version_info[:2]}\n".encode())
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def missing_packages() -> list[str]:
    """Debian packages that have to be installed: all at once, so that an administrator is asked only once."""
    if environment_works() or importlib.util.find_spec("ensurepip"):
        return []
    return [f"python3.{sys.version_info.minor}-venv"]


def environment_works() -> bool:
    """True if there is a virtual environment that was made in this place, and its Python has pip."""
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
    """The virtual environment, made anew where it does not work. Raises Stop."""
    from system import Stop, run, say

    if environment_works():
        return
    say("建立 Python 虚拟环境")
    shutil.rmtree(VENV, ignore_errors=True)
    made = run([sys.executable, "-m", "venv", str(VENV)])
    if made.returncode:
        raise Stop(f"Python 虚拟环境没有建成：\n{(made.stdout + made.stderr).strip()[-1500:]}")


# A plain path to this folder: the finder that is usual instead takes as long at every start as all of --help.
_EDITABLE = ("--no-build-isolation", "--config-settings", "editable_mode=compat", "-e")


def install_locked() -> None:
    """Install the locked packages and this project. Raises Stop with pip's own words."""
    from system import Stop, run, say

    mark = VENV / ".packages"
    contents = "".join(
        (ROOT / name).read_text(encoding="utf-8") for name in (*LOCKS, "pyproject.toml")
    )
    digest = hashlib.sha256(contents.encode()).hexdigest()
    if mark.exists() and mark.read_text(encoding="utf-8") == digest:
        return
    say("安装 Python 组件（第一次要几分钟）")
    pip = [
        str(VENV / "bin" / "python"),
        "-m",
        "pip",
        "--quiet",
        "--disable-pip-version-check",
        "install",
        "--no-deps",
    ]
    for what in (
        [part for name in LOCKS for part in ("-r", str(ROOT / name))],
        [*_EDITABLE, str(ROOT)],
    ):
        done = run([*pip, *what])
        if done.returncode:
            words = [
                line for line in done.stderr.splitlines() if line.startswith("ERROR")
            ] or done.stderr.splitlines()[-8:]
            raise Stop(
                "Python 组件没有装成：网络不通，或 pip 的镜像里没有需要的版本。请检查后重新运行。\npip 的原话：\n"
                + "\n".join(words)
            )
    mark.write_text(digest, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
