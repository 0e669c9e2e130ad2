"""Tables as printed: rows and columns that add up, and the statutory tables against each other and
the text."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.remark import Remark
from generator.statements.statements import StatedDocument


def tables(document: StatedDocument) -> Iterator[Remark]:
    """The remarks on tables."""
    return iter(())
