"""The menu of a kit: what to do is asked in Chinese, and done by the command line.

It asks and prints only; whatever it does, a command of juesuan does.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from generator import __version__
from generator.cli import main
from generator.desk.checksums import kit_folder, verify
from generator.desk.data_folder import data_folder
from generator.pipeline.exit_codes import OK

DOCUMENTS = "公开文档"
"""The folder of the finished documents, in the clerk's folder."""
WORKBOOKS = (".xls", ".xlsx", ".et", ".ods")


class GivenUpError(Exception):
    """The clerk pressed Enter instead of an answer: back to the menu."""


def open_workbench() -> int:
    """Serve the clerk's folder in the browser until it is ended; where that cannot be, the menu.

    Returns the exit code.
    """
    kit = kit_folder()
    folder = data_folder(kit)
    examples = ["--examples", str(kit / "例子")] if kit else []
    print(f"决算公开 {__version__}。不联网，不改动系统。数据文件夹：{folder}")
    try:
        code = main(["serve", str(folder), *examples])
    except KeyboardInterrupt:
        return OK
    if code == OK:
        return OK
    print("工作台没有打开，改用菜单。")
    return serve()


def serve() -> int:
    """Ask and do until the clerk leaves; works in the clerk's folder. Returns the exit code."""
    kit = kit_folder()
    folder = data_folder(kit)
    os.chdir(folder)
    print(f"决算公开 {__version__}。不联网，不改动系统。")
    print("提示里说“运行 juesuan …”的，也可以照样输入在这里，如 juesuan explain 尾差。")
    while True:
        _show(folder)
        try:
            answer = input("请输入数字，按回车：").strip()
            if answer in ("0", "q", "Q"):
                return OK
            _do(answer)
        except GivenUpError:
            continue
        except (EOFError, KeyboardInterrupt):
            print()
            return OK


def _show(folder: Path) -> None:
    print(f"\n数据文件夹：{folder}")
    for number, (title, _) in _CHOICES.items():
        print(f"  {number}  {title}")
    print("  0  退出")


def _do(answer: str) -> None:
    """What a number of the menu means, or a typed command such as ``check 某局-2023.yaml``."""
    if answer in _CHOICES:
        _CHOICES[answer][1]()
        return
    words = _words(answer)
    if words and words[0] == "juesuan":
        words = words[1:]
    if words and not words[0].isdigit():
        _run(*words)


def _words(line: str) -> list[str]:
    """The words of a typed line; blanks may stand within quotes, a backslash is one of Windows."""
    reader = shlex.shlex(line, posix=True, punctuation_chars=False)
    reader.whitespace_split = True
    reader.escape = ""
    reader.commenters = ""
    try:
        return list(reader)
    except ValueError:
        return line.split()


def _run(*arguments: str) -> None:
    """One command of juesuan; wrong arguments do not end the menu."""
    with suppress(SystemExit):
        main(list(arguments))


def _in_browser() -> None:
    kit = kit_folder()
    examples = ["--examples", str(kit / "例子")] if kit else []
    _run("serve", ".", *examples)


def _new() -> None:
    unit = _ask("单位名称（全称）：")
    year = _ask("决算年度（如 2025）：")
    _run("new", unit, year, "-o", ".")


def _fill_in() -> None:
    _open(_pick(_data_files(), "数据文件"))


def _import() -> None:
    books = sorted(path for path in Path().iterdir() if path.suffix.lower() in WORKBOOKS)
    print("先把决算报表（Excel）放进数据文件夹；也可以把文件拖到这个窗口里。")
    book = _pick(books, "报表")
    target = Path()
    if _data_files():
        print("导入到哪个数据文件？直接按回车：生成新的。")
        try:
            target = _pick(_data_files(), "数据文件")
        except GivenUpError:
            target = Path()
    if target == Path():
        _run("import", str(book), "-o", ".")
    else:
        _run("import", str(book), "--into", str(target))


def _roll() -> None:
    _run("roll", str(_pick(_data_files(), "上一年的数据文件")))


def _check() -> None:
    _run("check", str(_pick(_data_files(), "数据文件")))


def _fix() -> None:
    _run("fix", str(_pick(_data_files(), "数据文件")))


def _report() -> None:
    _run("report", str(_pick(_data_files(), "数据文件")), "-o", DOCUMENTS)
    print(f"文档在“{DOCUMENTS}”文件夹里。")


def _show_folder() -> None:
    _open(Path.cwd())


def _examples() -> None:
    """Copy the examples into the clerk's folder; nothing that is there is replaced."""
    kit = kit_folder()
    if kit is None or not (kit / "例子").is_dir():
        print("这里没有例子。")
        return
    for source in sorted((kit / "例子").rglob("*.yaml")):
        target = Path("例子", source.relative_to(kit / "例子"))
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    print("例子在数据文件夹的“例子”里，可以照着填；校验、生成时选得到。")


def _verify() -> None:
    verify()


_CHOICES: dict[str, tuple[str, Callable[[], None]]] = {
    "b": ("在浏览器里填写、生成", _in_browser),
    "1": ("新建数据文件", _new),
    "2": ("从决算报表（Excel）导入", _import),
    "3": ("由上一年的数据文件生成下一年的", _roll),
    "4": ("打开数据文件填写", _fill_in),
    "5": ("校验", _check),
    "6": ("改正笔误（全角符号等）", _fix),
    "7": ("生成文档（Word、PDF、网页、Excel）", _report),
    "8": ("打开数据文件夹", _show_folder),
    "9": ("放几个例子到数据文件夹", _examples),
    "10": ("核对程序的文件是否完整", _verify),
}


def _data_files() -> list[Path]:
    """The data files in the clerk's folder, then the examples."""
    in_folder = [path for path in Path().iterdir() if path.suffix.lower() in (".yaml", ".yml")]
    return sorted(in_folder) + sorted(Path("例子").glob("*.yaml"))


def _pick(files: Sequence[Path], name: str) -> Path:
    """One of the files: by its number, by a part of its name, or by a path. Raises GivenUpError."""
    for number, file in enumerate(files, 1):
        print(f"  {number}  {file}")
    if not files:
        print(f"数据文件夹里还没有{name}。")
    answer = _ask(f"{name}（数字或文件名，直接按回车返回）：").strip("\"'")
    if answer.isdigit() and 1 <= int(answer) <= len(files):
        return files[int(answer) - 1]
    alike = [file for file in files if answer in file.name]
    if len(alike) == 1:
        return alike[0]
    return Path(answer)


def _ask(question: str) -> str:
    """An answer. Raises GivenUpError for an empty one, EOFError where nobody answers."""
    answer = input(question).strip()
    if not answer:
        raise GivenUpError
    return answer


def _open(path: Path) -> None:
    """Show a file or a folder in the program that is there for it."""
    if sys.platform == "win32":
        program = "explorer.exe" if path.is_dir() else "notepad.exe"
    else:
        program = shutil.which("xdg-open") or ""
    if not program:
        print(f"请用文件管理器或编辑器打开：{path.absolute()}")
        return
    subprocess.Popen([program, str(path.absolute())])  # noqa: S603 (two programs of the system)
