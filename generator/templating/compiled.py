"""Compiled templates, kept: within a process for all documents, and in the user's cache folder for the next process.

Compiling the templates of a form takes longer than all the rest of a check. What is kept depends on the text of a template, its name and the
program alone: the code generator computes nothing beforehand, so no setting of one document gets into the code of another.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
from functools import lru_cache
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import compiler, nodes

from generator.reading.folders import cache_folder

Key = tuple[str, ...]
"""What tells one template from another: text, name, file."""

_MOST = 5_000
"""Forms that come and go in one long process: when there are too many templates, all are forgotten."""
_SUM = 32
"""Bytes of the check sum at the head of the file: code that a disk has spoilt could bring down the process that reads it."""


class Generator(compiler.CodeGenerator):
    """Jinja's code generator, which leaves every expression to the run: a filter on a constant may depend on settings, or count what it sees."""

    def _output_child_to_const(self, node: Any, frame: Any, finalize: Any) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


class Compiled:
    """The code of templates by key; read from the disk once, written back when there is more."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._codes: dict[Key, CodeType | bytes] = dict(read(path)) if path else {}
        self._fresh = False

    def get(self, key: Key | None) -> CodeType | None:
        """The code of a template that was compiled before; None for what has no key."""
        if key is None or key not in self._codes:
            return None
        found = self._codes[key]
        code = self._codes[key] = _loaded(found) if isinstance(found, bytes) else found
        return code

    def put(self, key: Key | None, code: CodeType) -> None:
        """Keep the code of a template; what has no key is not kept."""
        if key is None:
            return
        if len(self._codes) >= _MOST:
            self._codes.clear()
        self._codes[tuple(str.__str__(one) for one in key)] = code  # plain texts: those of a form's files know their place, which cannot be written
        self._fresh = True

    def save(self) -> None:
        """Write to the disk what is new; what cannot be written makes no difference but time."""
        if self._path is None or not self._fresh:
            return
        part = self._path.with_name(f"{self._path.name}.{os.getpid()}.part")
        with contextlib.suppress(OSError, ValueError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            data = marshal.dumps({key: code if isinstance(code, bytes) else marshal.dumps(code) for key, code in self._codes.items()})
            _write(part, hashlib.sha256(data).digest() + data)
            os.replace(part, self._path)
            _forget_others(self._path)
        self._fresh = False


def compiled() -> Compiled:
    """The compiled templates of this program."""
    return _compiled(cache_folder())


@lru_cache(maxsize=4)
def _compiled(folder: Path) -> Compiled:
    return Compiled(folder / f"templates-{_program()}.bin")


def _loaded(kept: bytes) -> CodeType:
    """The code of one template: a document uses those of one form."""
    code: CodeType = marshal.loads(kept)  # noqa: S302 - from the file that read() has looked at
    return code


def read(path: Path) -> dict[Key, bytes]:
    """The codes that were kept in a file, each as bytes; nothing of one that is spoilt, or that somebody else could have written, since it is run."""
    try:
        with path.open("rb") as file:
            # Of the file that is open: the name may lead to another one a moment later.
            stat = os.fstat(file.fileno())
            if hasattr(os, "getuid") and (stat.st_uid != os.getuid() or stat.st_mode & 0o022):
                return {}
            whole = file.read()
        if hashlib.sha256(whole[_SUM:]).digest() != whole[:_SUM]:
            return {}
        found = marshal.loads(whole[_SUM:])  # noqa: S302 - the user's own file, as Python's own caches are
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, data: bytes) -> None:
    """Write a new file that only its owner reads. Raises OSError where something stands already: it may be somebody's link to another file of ours."""
    if not path.is_symlink():
        path.unlink(missing_ok=True)  # left behind by a process of this number that was killed
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb") as file:
        file.write(data)


def _forget_others(path: Path) -> None:
    """Templates of earlier versions of the program, but for the few latest: two versions side by side keep theirs."""
    old = sorted(path.parent.glob("templates-*.bin"), key=lambda one: one.stat().st_mtime, reverse=True)
    for one in old[3:]:
        one.unlink(missing_ok=True)


def _program() -> str:
    """What the code depends on beside the texts: Python, Jinja, and the modules of this room."""
    here = Path(__file__).parent
    theirs = Path(compiler.__file__).parent
    modules = [(path.name, stat.st_size, stat.st_mtime_ns) for folder in (here, theirs) for path in sorted(folder.glob("*.py")) if (stat := path.stat())]
    told = (str(here), sys.version, MAGIC_NUMBER.hex(), modules)
    return hashlib.sha256(repr(told).encode("utf-8", "surrogateescape")).hexdigest()[:16]
