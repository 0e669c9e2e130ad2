"""Compiled templates, kept: within a process for all documents, and in the user's cache folder for
the next process.

Compiling the templates of a form takes a quarter of the time of a check. What is kept depends on
the text of a template, its name and the program alone: the code generator computes nothing
beforehand, so no setting of one document gets into the code of another.

Jinja's own cache (FileSystemBytecodeCache) has a file for each template and expression, read again
for each document: a check without what was kept takes 7 % more time, a document in a running
process 9 % more. It also runs what anybody could have written, and a spoilt file stops it with a
traceback.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from functools import cache, lru_cache
from pathlib import Path
from types import CodeType

from jinja2 import compiler, nodes

from generator.reading.folders import cache_folder

_MOST = 5_000
"""How many templates are kept: of forms that come and go in one long process all are forgotten."""
_SUM = 32
"""Bytes of the check sum at the head of the file.

Code that a disk has spoilt could bring down the process that reads it.
"""


class Generator(compiler.CodeGenerator):
    """Jinja's code generator, which leaves every expression to the run.

    A filter on a constant may depend on settings, or count what it is given.
    """

    def _output_child_to_const(
        self,
        node: nodes.Expr,
        frame: compiler.Frame,
        finalize: compiler.CodeGenerator._FinalizeInfo,
    ) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


class Compiled:
    """The code of templates by text, name and file.

    It is read from the disk once, and written back when there is new code.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._codes = read(path)
        self._fresh = False

    def get(self, *key: str) -> CodeType | None:
        """The code of a template that was compiled before."""
        code = self._codes.get(_name(key))
        if not code:
            return None
        return _loaded(code)

    def put(self, code: CodeType, *key: str) -> None:
        """Keep the code of a template."""
        if len(self._codes) >= _MOST:
            self._codes.clear()
        self._codes[_name(key)] = marshal.dumps(code)
        self._fresh = True

    def save(self) -> None:
        """Write to the disk what is new; what cannot be written makes no difference but time."""
        if not self._fresh:
            return
        self._fresh = False
        data = marshal.dumps(self._codes)
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # A new file under a name of its own, which only its owner reads.
            handle, part = tempfile.mkstemp(dir=self._path.parent)
            try:
                with open(handle, "wb") as file:
                    file.write(_sum(data) + data)
                os.replace(part, self._path)
            except OSError:
                os.unlink(part)


def compiled() -> Compiled:
    """The compiled templates of this user."""
    return _compiled(cache_folder())


@lru_cache(maxsize=4)
def _compiled(folder: Path) -> Compiled:
    return Compiled(folder / "templates.bin")


def read(path: Path) -> dict[bytes, bytes]:
    """The codes that were kept in a file.

    Nothing of one that is spoilt, of another program, or that somebody else could have written: it
    is run.
    """
    try:
        with path.open("rb") as file:
            # Of the file that is open: the name may lead to another one a moment later.
            stat = os.fstat(file.fileno())
            if hasattr(os, "getuid") and (stat.st_uid != os.getuid() or stat.st_mode & 0o022):
                return {}
            content = file.read()
    except OSError:
        return {}
    check_sum, data = content[:_SUM], content[_SUM:]
    if _sum(data) != check_sum:
        return {}
    # The user's own file, as Python's own caches are.
    codes: dict[bytes, bytes] = marshal.loads(data)  # noqa: S302
    return codes


def _name(key: tuple[str, ...]) -> bytes:
    return hashlib.sha256(repr(key).encode()).digest()


@lru_cache(maxsize=_MOST)
def _loaded(code: bytes) -> CodeType:
    """The code of one template: a document uses those of one form."""
    # From the file that read() has looked at.
    loaded: CodeType = marshal.loads(code)  # noqa: S302
    return loaded


def _sum(data: bytes) -> bytes:
    return hashlib.sha256(_program() + data).digest()


@cache
def _program() -> bytes:
    """What the code depends on beside the texts: Python, Jinja, and the modules of this room."""
    folders = Path(__file__).parent, Path(compiler.__file__).parent
    stats = [(path, path.stat()) for folder in folders for path in sorted(folder.glob("*.py"))]
    modules = [(str(path), stat.st_size, stat.st_mtime_ns) for path, stat in stats]
    return repr((sys.version, modules)).encode("utf-8", "surrogateescape")
