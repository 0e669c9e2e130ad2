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
from importlib.metadata import version
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator

from generator.reading.folders import cache_folder

Key = tuple[str, ...]
"""What tells one template from another: kind, name, file, text."""

_MOST = 5_000
"""Texts of data files (改写) are templates, too: when there are too many, all are forgotten."""


class Generator(CodeGenerator):
    """Jinja's code generator, which leaves every expression to the run: a filter on a constant may depend on settings, or count what it sees."""

    def _output_child_to_const(self, node: Any, frame: Any, finalize: Any) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


class Compiled:
    """The code of templates by key; read from the disk once, written back when there is more."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._codes: dict[Key, CodeType] = _read(path) if path else {}
        self._kept = len(self._codes)

    def get(self, key: Key) -> CodeType | None:
        """The code of a template that was compiled before."""
        return self._codes.get(key)

    def put(self, key: Key, code: CodeType) -> None:
        """Keep the code of a template."""
        if len(self._codes) >= _MOST:
            self._codes.clear()
            self._kept = 0
        self._codes[key] = code

    def save(self) -> None:
        """Write to the disk what is new; a disk that cannot be written makes no difference but time."""
        if self._path is None or len(self._codes) == self._kept:
            return
        part = self._path.with_name(f"{self._path.name}.{os.getpid()}.part")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.write_bytes(marshal.dumps(self._codes))
            os.replace(part, self._path)
        self._kept = len(self._codes)


def compiled() -> Compiled:
    """The compiled templates of this program."""
    return _compiled(cache_folder())


@lru_cache(maxsize=4)
def _compiled(folder: Path) -> Compiled:
    return Compiled(folder / f"templates-{_program()}.bin")


def _read(path: Path) -> dict[Key, CodeType]:
    """What was kept; nothing of a file that somebody else could have written, since it is run."""
    try:
        stat = path.stat()
        if hasattr(os, "getuid") and (stat.st_uid != os.getuid() or stat.st_mode & 0o022):
            return {}
        found = marshal.loads(path.read_bytes())  # noqa: S302 - the user's own file, as Python's own caches are
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _program() -> str:
    """What the code depends on beside the texts: Python, Jinja, and the modules of this room."""
    here = Path(__file__).parent
    modules = sorted((path.name, stat.st_size, stat.st_mtime_ns) for path in here.glob("*.py") if (stat := path.stat()))
    told = (str(here), sys.version, MAGIC_NUMBER.hex(), version("jinja2"), modules)
    return hashlib.sha256(repr(told).encode("utf-8", "surrogateescape")).hexdigest()[:16]
