"""The cells of a workbook as extract.py hands them over, as JSON: the shapes of that text."""

from __future__ import annotations

from typing import NotRequired, TypedDict

RawCell = tuple[int, int, bool, str]
"""Row and column (from 0), whether it is a number, and its text."""
Mark = tuple[int, int, str]
"""Row and column of a cell without a result, and why: FORMULA or an error value."""
Area = tuple[int, int, int, int]
"""First row, first column, last row and last column of a merged area."""


class SheetMarks(TypedDict):
    """The cells of a sheet that have no result, and how many rows and columns it has."""

    marks: list[Mark]
    end: tuple[int, int]


class RawSheet(TypedDict):
    """A sheet; ``far`` and ``rows`` say of one that was not read where it ends."""

    name: str
    visible: bool
    cells: list[RawCell]
    merged: list[Area]
    marks: list[Mark]
    far: NotRequired[tuple[int, int]]
    rows: NotRequired[int]


class RawWorkbook(TypedDict):
    """The sheets of a workbook, or what is wrong with it: 密码, 坏, 太大 or 太慢."""

    sheets: NotRequired[list[RawSheet]]
    error: NotRequired[str]
