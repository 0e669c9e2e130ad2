"""What a sheet stores of its formulas: which have no result, and which are errors.

Of formulas that a program wrote without calculating them, some formats keep 0 as the result, and
that they are to be calculated: a workbook in which all are so was never calculated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from generator.importing.raw_sheets import SheetMarks

FORMULA = "公式"
"""How a cell is marked whose formula has no stored result."""

ERRORS: Mapping[int, str] = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
MAX_RECORDS = 6_000_000


class TooLargeError(Exception):
    """More than the accounts of a unit can hold."""


class EndlessError(Exception):
    """A file whose parts lead in a circle: the library would go round in it for ever."""


class Stored(Struct):
    """What is stored of the formulas of one sheet, and how far the sheet reaches.

    ``marks`` (row, column, FORMULA or an error value) are cells without a result, ``zeros`` those
    whose result is 0 and which ask to be calculated; ``calculated``: some has another result.
    """

    name: str = ""
    marks: list[tuple[int, int, str]] = field(default_factory=list)
    zeros: list[tuple[int, int]] = field(default_factory=list)
    calculated: bool = False
    rows: int = 0
    columns: int = 0

    def uncalculated(self, row: int, column: int) -> None:
        """Mark a cell whose formula was never calculated."""
        self.marks.append((row, column, FORMULA))

    def error(self, row: int, column: int, value: str) -> None:
        """An error value, typed or of a formula."""
        self.marks.append((row, column, value))

    def result(self, row: int, column: int, *, is_zero: bool, asks: bool) -> None:
        """A formula with a number as its result; ``asks``: it is to be calculated on opening."""
        if is_zero and asks:
            self.zeros.append((row, column))
        else:
            self.calculated = True


def marks_of(sheets: Sequence[Stored], names: Sequence[str]) -> dict[str, SheetMarks]:
    """The marks and the size of each sheet by its name: by the order of the sheets where the
    library counts as many (``names``), else by their own names."""
    if any(sheet.calculated for sheet in sheets):
        zeros: list[list[tuple[int, int]]] = [[] for _ in sheets]
    else:
        zeros = [sheet.zeros for sheet in sheets]
    ordered_names = names
    if len(names) != len(sheets):
        ordered_names = [sheet.name for sheet in sheets]
    return {
        name: {
            "marks": [*sheet.marks, *((row, column, FORMULA) for row, column in unknown)],
            "end": (sheet.rows, sheet.columns),
        }
        for name, sheet, unknown in zip(ordered_names, sheets, zeros, strict=True)
    }
