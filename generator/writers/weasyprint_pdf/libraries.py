"""How WeasyPrint is loaded: its C libraries by the names of their files."""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loaded_by_file() -> Iterator[None]:
    """While WeasyPrint is imported for the first time on Linux, a library is looked for by the name of its file alone (libpango-1.0.so.0).

    WeasyPrint tries for each of seven libraries the names that it has on all systems, the file's among them. For each name that is none, Python asks
    ldconfig, gcc and ld in processes of their own: more than half of the time of the import.
    """
    if not sys.platform.startswith("linux") or "weasyprint.text.ffi" in sys.modules:
        yield
        return
    find = ctypes.util.find_library
    ctypes.util.find_library = _nothing
    try:
        yield
    finally:
        ctypes.util.find_library = find


def _nothing(name: str) -> str | None:  # noqa: ARG001 - as ctypes has it
    """No file: the loader takes a file's name as it is, without being asked here."""
    return None
