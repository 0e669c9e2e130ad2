"""Files take their place on the disk: all of a set or none, each whole at every moment.

A document that is not as the program left it is somebody's work: it is put aside under another
name before a new one takes its place. At every moment, also when the run is killed, the work stands
whole under one name or the other.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from msgspec import Struct

from generator.writers.seal import has_place, is_sealed, mentions_seal

PAUSES = (100, 200, 400) if os.name == "nt" else ()
"""Milliseconds before a file that is held for a moment is tried again."""
LONGEST = 249
"""Bytes of a name, so that the half-written file beside it has one that the disk takes, too."""

Ours = Callable[[Path], bool]
"""Whether the records know a file without a seal as one that the program left like this."""


def nobody(_: Path) -> bool:
    """Nothing is known of a file without a seal."""
    return False


_EDITED = ("生成以后被人改过", "新生成的不含这些改动")
_UNSURE = (
    "没有本程序的记号（早先版本生成的，或被别的程序存过），看不出有没有人改过",
    "不要的可以删去",
)


class Aside(Struct, frozen=True):
    """A document that was put aside: its name, and where it is now.

    ``unsure``: it never had a seal, so that nobody can say whether somebody worked on it.
    """

    document: Path
    path: Path
    unsure: bool

    @property
    def line(self) -> str:
        """What the run says of the document that was put aside."""
        why, then = _UNSURE if self.unsure else _EDITED
        return f"注意：{self.document} {why}：原样另存为 {self.path.name}，{then}"


def write_whole(target: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises OSError."""
    write_all({target: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files all together or not at all, whatever stands there now. Raises OSError, and then
    nothing has changed."""
    _replace(files, lambda _document, _real: None)


def write_documents(files: Mapping[Path, bytes], ours: Ours = nobody) -> tuple[Aside, ...]:
    """The same for documents: what stands there and is not as the program left it is put aside."""
    aside: list[Aside] = []

    def keep(document: Path, real: Path) -> Path | None:
        unsure = _edited(document, real, ours)
        if unsure is None:
            return None
        path, fresh = _put_aside(document, real)
        aside.append(Aside(document, path, unsure))
        if fresh:
            return path
        return None

    _replace(files, keep)
    return tuple(aside)


def remove_documents(paths: Iterable[Path], ours: Ours = nobody) -> tuple[Aside, ...]:
    """Take documents away; one that is not as the program left it is put aside. Raises OSError."""
    aside: list[Aside] = []
    for path in paths:
        if path.is_symlink() or not path.is_file():
            # A link is taken away, and what it leads to stays.
            if path.is_symlink():
                path.unlink()
            continue
        unsure = _edited(path, path, ours)
        if unsure is not None:
            aside.append(Aside(path, _put_aside(path, path)[0], unsure))
        path.unlink()
    return tuple(aside)


def sweep(documents: Iterable[Path]) -> None:
    """Take away what a run that was killed has left half written beside these documents."""
    for path in documents:
        for leftover in (_part(path), _backup(path), _copy(path)):
            leftover.unlink(missing_ok=True)


def _edited(document: Path, real: Path, ours: Ours) -> bool | None:
    """None for a document that may be replaced, else whether it is unsure that it was edited."""
    if not has_place(document.suffix) or not real.is_file():
        return None
    data = real.read_bytes()
    if is_sealed(data, document.suffix):
        return None
    if mentions_seal(data):
        return False
    if ours(document):
        return None
    return True


def _put_aside(document: Path, real: Path) -> tuple[Path, bool]:
    """Copy what stands at ``real`` to another name beside the document. Returns that, and whether
    it is new: a run that was killed may have done so already. Raises OSError."""
    for path in _names(document):
        if _same(real, path):
            return path, False
        if os.path.lexists(path):
            continue
        # A copy, not a second name: who goes on working on the one does not change the other.
        half = _copy(document)
        try:
            shutil.copy2(real, half)
            os.rename(half, path)
        finally:
            half.unlink(missing_ok=True)
        return path, True
    raise AssertionError("there is no end to the names")


def _same(real: Path, path: Path) -> bool:
    """Whether what stands at ``real`` stands at ``path``, too."""
    try:
        return path.is_file() and real.read_bytes() == path.read_bytes()
    except OSError:
        return False


def _names(document: Path) -> Iterator[Path]:
    """Where a document may be put aside, one name after another."""
    for number in count(1):
        mark = "（人工修改）"
        if number != 1:
            mark = f"（人工修改 {number}）"
        yield document.with_name(_fitting(document, mark + document.suffix))


def _fitting(document: Path, end: str) -> str:
    """The document's name with another end, as much of it as the disk takes."""
    longest = LONGEST
    with suppress(OSError, ValueError, AttributeError):
        longest = min(longest, os.pathconf(document.parent, "PC_NAME_MAX"))
    stem = document.stem
    while stem and len(os.fsencode(stem + end)) > longest:
        stem = stem[:-1]
    return stem + end


def _part(target: Path) -> Path:
    return target.with_name(f".{target.name}.part")


def _backup(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _copy(target: Path) -> Path:
    return target.with_name(f".{target.name}.copy")


def real_path(target: Path) -> Path:
    """Where a file stands: a link stays a link. Raises OSError for one that leads to itself."""
    if target.is_symlink():
        with suppress(FileNotFoundError):
            target.stat()
    try:
        return target.resolve()
    except RuntimeError:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(target)) from None


def _replace(files: Mapping[Path, bytes], keep: Callable[[Path, Path], Path | None]) -> None:
    """Write files all together or not at all.

    Every file lies complete on the disk before the first takes its place, and when one cannot take
    its place the others get their old contents back. Raises OSError, and then nothing changed.

    ``keep`` sees each file, by its name and where it really stands, before the first is replaced;
    it gives the copy that it made, if any. Each file is always whole. A run that is killed between
    two of them leaves some new and some old; the next run writes them all.
    """
    real = {target: real_path(target) for target in files}
    placed: list[Path] = []
    copies: list[Path] = []
    try:
        for name, data in files.items():
            target = real[name]
            target.parent.mkdir(parents=True, exist_ok=True)
            _part(target).write_bytes(data)
            if target.exists():
                _must_be_file(target)
                _part(target).chmod(target.stat().st_mode)
                shutil.copy2(target, _backup(target))
        for name, target in real.items():
            copy = keep(name, target)
            if copy:
                copies += [copy]
        for target in real.values():
            _take_place(_part(target), target)
            placed.append(target)
    except OSError:
        _restore(placed)
        for copy in copies:
            # Word may hold it open under this name, too; the next run finds it and takes it.
            with suppress(OSError):
                copy.unlink(missing_ok=True)
        raise
    finally:
        for target in real.values():
            _remove(_part(target))
            _remove(_backup(target))


def _take_place(part: Path, target: Path) -> None:
    """Put a whole file in the target's place. Raises OSError.

    On Windows a virus scanner or the index of a search may hold a file for a moment that was just
    written: then it is tried again. Word holds it for longer; that is told.
    """
    for pause in PAUSES:
        try:
            os.replace(part, target)
        except PermissionError:
            time.sleep(pause / 1000)
        else:
            return
    os.replace(part, target)


def _remove(path: Path) -> None:
    """Take away one of our own files beside a document; what cannot be taken is swept up later."""
    with suppress(PermissionError):
        try:
            path.unlink(missing_ok=True)
        except PermissionError:
            # The copy of a document that may not be written may not be deleted either, on Windows.
            path.chmod(0o600)
            path.unlink(missing_ok=True)


def _must_be_file(target: Path) -> None:
    """Raises OSError for a folder, and for what is neither: a device, a pipe."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not target.is_file():
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO), str(target))


def _restore(placed: Sequence[Path]) -> None:
    """Give files that have been replaced their old contents back."""
    for target in reversed(placed):
        if _backup(target).exists():
            os.replace(_backup(target), target)
        else:
            target.unlink(missing_ok=True)
