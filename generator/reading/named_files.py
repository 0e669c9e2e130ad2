"""Files that a data file names (上年, 汇总, 附件): they lie in its own folder or below, for whoever
sends a data file must not choose which files of this machine are read. A data file that is itself
a link leads no farther either.

Only the command line may allow other folders (``--allow-folder``); that holds for the run.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path, PureWindowsPath

from generator.findings.bounded import beginning

SINCE = "0.2"
"""The version from which a file elsewhere is an 错误."""
_LONGEST = 61

_ALLOWED: ContextVar[tuple[Path, ...]] = ContextVar("allowed_folders", default=())


def allowed_folders() -> tuple[Path, ...]:
    """The other folders from which this run may read."""
    return _ALLOWED.get()


@contextmanager
def allowing(folders: Sequence[Path]) -> Iterator[None]:
    """Within it, files that lie in ``folders`` or below may be named, too."""
    token = _ALLOWED.set(tuple(folders))
    try:
        yield
    finally:
        _ALLOWED.reset(token)


def named_file(owner: Path, name: str) -> Path | None:
    """Where the file lies that the data file ``owner`` names; whether it is there is not asked.

    None where the name leads out of the owner's folder: nothing of such a file may be looked at.
    """
    folder = owner.parent
    try:
        path = folder / os.path.normpath(name)
        if any(_lies_in(path, other) for other in allowed_folders()):
            return path
        if "\\" in name or PureWindowsPath(name).anchor or _climbs(name):
            return None
        # A link may lead out, too.
        if not _lies_in(path, folder):
            return None
        # A link in a folder below leads no farther than the owner's folder: its target is meant.
        return Path(os.path.realpath(path)) if leads_out(path) else path
    except (OSError, ValueError):
        # No disk has such a name: it is looked for in the folder, and not found.
        return folder / name


def named_files(owner: Path, names: Iterable[str]) -> list[Path]:
    """Where the files lie that ``owner`` may name, in order; names that lead out are left away."""
    paths = (named_file(owner, name) for name in names)
    return [path for path in paths if path is not None]


def leads_out(path: Path) -> bool:
    """Whether a file is a link whose target lies neither in the folder of the link, nor below it,
    nor in a folder that the run may read: nothing of the target may be looked at."""
    try:
        if not path.is_symlink() or _lies_in(path, path.parent):
            return False
        return not any(_lies_in(path, other) for other in allowed_folders())
    except (OSError, ValueError):
        # No disk has such a name.
        return False


def refusal_of_link(path: Path) -> tuple[str, str]:
    """What to say of a data file that is a link out of its folder, and what to do."""
    message = f"这是一个链接，指到它所在的文件夹外面，没有读它：{path}"
    fix = "把文件本身复制到这里，换掉链接；要读别处的，命令里加 --allow-folder 文件夹"
    return message, fix


def refusal(owner: Path, name: str) -> tuple[str, str]:
    """What to say of a name in the file ``owner`` that leads out of its folder, and what to do."""
    with suppress(OSError, ValueError):
        if not _climbs(name) and leads_out(owner.parent / name):
            return refusal_of_link(owner.parent / name)
    shown = beginning(name, _LONGEST)
    message = f"“{shown}”不在数据文件所在的文件夹里，没有读它"
    if "\\" in name:
        message = f"“{shown}”里有反斜杠，没有读它：只能写数据文件所在文件夹里的文件"
    fix = "把文件复制到数据文件旁边，只写文件名（下级文件夹用 / 隔开，如 上年/某局-2022.yaml）"
    return message, f"{fix}；要读别处的，命令里加 --allow-folder 文件夹"


def _climbs(name: str) -> bool:
    """Whether a name leads above the folder that it begins in: ../甲.yaml, 上年/../../甲.yaml."""
    return os.path.normpath(name).split(os.sep)[0] == os.pardir


def _lies_in(path: Path, folder: Path) -> bool:
    real, home = os.path.realpath(path), os.path.realpath(folder)
    return Path(real).is_relative_to(home)
