"""Makes everything that `make` needs on a fresh Debian or Ubuntu: virtual environment, packages, Pango, fonts.

Standard library only. What it may not install itself it names, with the exact command and who should give it.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
READY = VENV / ".ready"
LOCKS = ("requirements.lock", "requirements-dev.lock")
FONTS = Path.home() / ".local/share/fonts/juesuan"
LIBRARIES = {"pango-1.0": "libpango-1.0-0", "pangoft2-1.0": "libpangoft2-1.0-0", "harfbuzz-subset": "libharfbuzz-subset0"}
FANDOL = ("FandolSong-Regular.otf", "FandolSong-Bold.otf", "FandolHei-Regular.otf", "FandolHei-Bold.otf", "FandolKai-Regular.otf", "FandolFang-Regular.otf")
FANDOL_PACKAGE, WIDE_PACKAGE = "texlive-lang-chinese", "fonts-noto-cjk"


class Stop(Exception):
    """The set-up cannot go on; the text says what to do, in Chinese."""


def main() -> int:
    """Set up what is missing. Returns 0, or 1 after saying what somebody else has to do."""
    try:
        check_python()
        make_environment()
        install_packages()
        ensure_pango()
        ensure_fonts()
    except Stop as stop:
        print(f"\n{stop}\n", file=sys.stderr)
        return 1
    READY.write_text("ok\n", encoding="utf-8")
    return 0


def say(text: str) -> None:
    print(f"［准备环境］{text}", file=sys.stderr, flush=True)


def check_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before the right version is known
        raise Stop(f"需要 Python 3.11 或更新，现在是 {sys.version.split()[0]}。请管理员安装：sudo apt-get install -y python3")


def make_environment() -> None:
    if (VENV / "bin" / "pip").exists():
        return
    say("建立 Python 虚拟环境")
    if not _has_ensurepip():
        version = f"python3.{sys.version_info.minor}-venv"
        install_system(["python3-venv", version], "Python 虚拟环境组件")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if made.returncode:
        raise Stop(f"虚拟环境建不起来：{made.stdout}{made.stderr}\n请把下面一行交给管理员执行，再重新运行：\n  sudo apt-get install -y python3-venv")


def _has_ensurepip() -> bool:
    return subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode == 0


def install_packages() -> None:
    digest = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in LOCKS)).hexdigest()
    mark = VENV / ".packages"
    if mark.exists() and mark.read_text(encoding="utf-8") == digest:
        return
    say("安装 Python 组件（第一次要几分钟）")
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    lists = [part for name in LOCKS for part in ("-r", str(ROOT / name))]
    for command in ([*pip, *lists], [*pip, "setuptools>=68", "wheel"], [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Stop(f"Python 组件没有装成，多半是网络不通。请检查网络（或 pip 的镜像设置）后重新运行。pip 说：\n{done.stderr.strip()[-1500:]}")
    mark.write_text(digest, encoding="utf-8")


def ensure_pango() -> None:
    """WeasyPrint needs Pango; a library that loads is there."""
    missing = [package for library, package in LIBRARIES.items() if not _loads(library)]
    if missing:
        install_system(missing, "排版组件 Pango")
        still = [package for library, package in LIBRARIES.items() if not _loads(library)]
        if still:
            raise Stop(f"排版组件仍然找不到：{'、'.join(still)}")


def _loads(library: str) -> bool:
    for name in (f"lib{library}.so.0", ctypes.util.find_library(library)):
        try:
            if name:
                ctypes.CDLL(name)
                return True
        except OSError:
            continue
    return False


def ensure_fonts() -> None:
    """The open faces that stand in for 小标宋, 黑体, 楷体 and 仿宋, and a wide one for rare characters."""
    found = installed_fonts()
    if "Fandol" not in found:
        say("准备中文字体（宋、黑、楷、仿宋）")
        fetch_fonts(FANDOL_PACKAGE, FANDOL)
    if "Noto Serif CJK SC" not in found:
        say("准备生僻字字体")
        fetch_fonts(WIDE_PACKAGE, ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc"))
    if shutil.which("fc-cache"):
        subprocess.run(["fc-cache", "-f", str(FONTS)], check=False)
    found = installed_fonts()
    if "Fandol" not in found and "CJK" not in found:
        raise Stop(
            "没有中文字体，PDF 印不出中文。请把下面一行交给管理员执行，再重新运行：\n  sudo apt-get update && sudo apt-get install -y fonts-noto-cjk fontconfig"
        )
    if "Fandol" not in found:
        say("没有仿宋、楷体的开源字体，PDF 用其他中文字体代替，版面会略有不同")


def installed_fonts() -> str:
    """Names of the fonts that fontconfig (or, without its tools, our own folder) knows."""
    own = " ".join(path.name for path in FONTS.glob("*")) if FONTS.exists() else ""
    own = own.replace("NotoSerifCJK", "Noto Serif CJK SC")
    if not shutil.which("fc-list"):
        return own
    return own + subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False).stdout


def fetch_fonts(package: str, names: tuple[str, ...]) -> None:
    """Unpack just the fonts of a Debian package into the user's font folder: no root needed, and no gigabyte of TeX."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: S103 - apt's own user reads here
        options = apt_options(Path(folder))
        download = subprocess.run(["apt-get", "-qq", *options, "download", package], cwd=folder, capture_output=True, check=False)
        archives = sorted(Path(folder).glob("*.deb"))
        if download.returncode or not archives:
            say(f"字体包 {package} 没有下载到")
            return
        unpacked = Path(folder) / "unpacked"
        subprocess.run(["dpkg-deb", "-x", str(archives[0]), str(unpacked)], check=False)
        FONTS.mkdir(parents=True, exist_ok=True)
        for path in unpacked.rglob("*"):
            if path.name in names and path.is_file() and not path.is_symlink():
                shutil.copyfile(path, FONTS / path.name)


def apt_options(folder: Path) -> list[str]:
    """Options with which apt finds packages: as root its own lists; as a user, private lists made for this once."""
    if os.geteuid() == 0:
        update_lists()
        return []
    for name in ("lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    options = ["-o", f"Dir::State::lists={folder}/lists", "-o", f"Dir::Cache={folder}/cache"]
    subprocess.run(["apt-get", "-qq", *options, "update"], capture_output=True, check=False)
    return options


_updated: list[bool] = []


def update_lists() -> None:
    if not _updated:
        _updated.append(True)
        subprocess.run([*_root(), "apt-get", "-qq", "update"], capture_output=True, check=False)


def _root() -> list[str]:
    return [] if os.geteuid() == 0 else ["sudo", "-n"]


def install_system(packages: list[str], what: str) -> None:
    """Install Debian packages where that is allowed; else say which command somebody else should give."""
    command = f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"
    wanted = f"缺少{what}。请把下面一行交给管理员（有 sudo 权限的人）执行，再重新运行：\n  {command}"
    if not shutil.which("apt-get"):
        raise Stop(f"缺少{what}，这台机器没有 apt-get。请用系统自己的方式安装相当于这些的组件：{' '.join(packages)}")
    allowed = os.geteuid() == 0 or (
        shutil.which("sudo") is not None and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    )
    if not allowed:
        raise Stop(wanted)
    say(f"安装{what}")
    update_lists()
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run = subprocess.run(
        [*_root(), "apt-get", "-qq", "install", "-y", "--no-install-recommends", *packages], env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode and len(packages) > 1 and "Unable to locate" in run.stderr:
        # The version-numbered name is not there on every release.
        run = subprocess.run(
            [*_root(), "apt-get", "-qq", "install", "-y", "--no-install-recommends", packages[0]], env=environment, capture_output=True, text=True, check=False
        )
    if run.returncode:
        raise Stop(f"{wanted}\napt-get 说：{run.stderr.strip()[-800:]}")


if __name__ == "__main__":
    sys.exit(main())
