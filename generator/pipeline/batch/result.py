"""What a run tells of one data file: plain words, so that it can be put into a record and sent
between processes.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct


class Result(Struct, frozen=True):
    """One data file: what the terminal shows of it.

    ``error`` is why it could not be made (the disk, the form), ``code`` the exit code that this
    asks for; ``files`` and ``stale`` are paths as text, ``aside`` what to say of the documents:
    those that were put aside, and an engine that is not the usual one.
    """

    unit: str
    year: str
    counts: str = ""
    findings: tuple[str, ...] = ()
    transfers: str = ""
    files: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    seconds: str = ""
    failed: bool = False
    error: str = ""
    code: int = 0

    def as_builtins(self) -> dict[str, object]:
        """The result as JSON has it."""
        builtins: dict[str, object] = msgspec.to_builtins(self)
        return builtins


def from_builtins(raw: Mapping[str, object]) -> Result:
    """A result from what ``as_builtins`` gave.

    Raises msgspec.ValidationError for anything else, also when something is left out.
    """
    if set(raw) != set(Result.__struct_fields__):
        raise msgspec.ValidationError("not all of a result")
    return msgspec.convert(raw, Result)
