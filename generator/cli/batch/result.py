"""What a run tells of one data file: plain words, so that it can be kept in a record and sent between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """One data file: what the terminal shows of it. ``trouble`` is what kept it from being made (the disk, the form), ``code`` the exit code that this asks for; ``files`` and ``stale`` are paths as text."""

    unit: str
    year: str
    counts: str = ""
    findings: tuple[str, ...] = ()
    transfers: str = ""
    files: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    seconds: str = ""
    failed: bool = False
    trouble: str = ""
    code: int = 0

    def plain(self) -> dict[str, Any]:
        """The result as JSON has it."""
        return asdict(self)


def from_plain(raw: Mapping[str, Any]) -> Result:
    """A result from what ``plain`` gave. Raises KeyError, TypeError or ValueError for anything else."""
    given = {field.name: raw[field.name] for field in fields(Result)}
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    return Result(**values)
