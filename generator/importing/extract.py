"""Run as a program of its own: a workbook → its cells as JSON on standard output.

The library ends the whole process when a damaged .xls surprises it. In a process of its own that is
an exit code, and the clerk gets a sentence. It imports nothing of the generator but what reads
stored formulas, so that it starts fast. Memory is bounded, and so is what is unpacked: a workbook
may come from anywhere.
"""

from __future__ import annotations

import json
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from numbers import Real
from xml.parsers import expat

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
    ZipError,
)

from generator.importing.raw_sheets import RawCell, RawSheet, RawWorkbook, SheetMarks
from generator.importing.stored import FORMULA, EndlessError, TooLargeError, marks_of
from generator.importing.stored_ods import CONTENT, ods_stored
from generator.importing.stored_xls import xls_stored
from generator.importing.stored_xlsb import BOOK, LINKS, xlsb_stored

MAX_UNPACKED = 400_000_000
# The library holds every cell between the first and the last one that has something.
MAX_AREA = 10_000_000
# 30,000 rows of a list of twenty-five columns.
MAX_CELLS = 800_000
# A long text may stand in the file once, and be shown in each of its cells.
MAX_CHARACTERS = 20_000_000
# The longest list that is read; the library has the rows, and nobody needs them.
MAX_FILLED = 30_000
_CHUNK = 4_000_000
_CELL_NAME = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3})(\d{1,7})"(?:[^>]*[^/>])?>')
_ODD = re.compile(rb'<(?:\w+:)?f[ >/]|t="e"')
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    struct.error,
    KeyError,
    IndexError,
    RuntimeError,
    NotImplementedError,
    EOFError,
)


def extracted(path: str) -> RawWorkbook:
    """The sheets of a workbook, or what is wrong with it: 密码, 坏, 太大.

    A sheet has its name, whether it is seen, its cells (row, column, whether a number, text), its
    merged areas, the cells that the library leaves out (formulas without a stored result, error
    values), and, where its area is too large to be read, its last row and column.
    """
    try:
        # What is packed too large is not even opened.
        marks = _xlsx_marks(path)
        old = xls_stored(path)
        with open(path, "rb") as file:
            book = CalamineWorkbook.from_filelike(file)
            names = [metadata.name for metadata in book.sheets_metadata]
            if not marks and old:
                marks = marks_of(old, names)
            elif not marks:
                marks = _other_marks(path, names)
            worksheets = [
                metadata
                for metadata in book.sheets_metadata
                if metadata.typ == SheetTypeEnum.WorkSheet
            ]
            return {"sheets": list(_sheets(book, worksheets, marks))}
    except PasswordError:
        return {"error": "密码"}
    except (TooLargeError, MemoryError):
        return {"error": "太大"}
    except (CalamineError, ZipError, EndlessError, OSError, ValueError):
        return {"error": "坏"}


def _sheets(
    book: CalamineWorkbook, worksheets: list[SheetMetadata], marks: dict[str, SheetMarks]
) -> Iterator[RawSheet]:
    """The sheets, one by one. Raises TooLargeError when they have too many cells together."""
    total = 0
    for metadata in worksheets:
        sheet_marks = marks.get(metadata.name, SheetMarks(marks=[], end=(0, 0)))
        sheet = RawSheet(
            name=metadata.name,
            visible=metadata.visible == SheetVisibleEnum.Visible,
            cells=[],
            merged=[],
            marks=sheet_marks["marks"],
        )
        rows, columns = sheet_marks["end"]
        if rows * columns > MAX_AREA:
            yield {**sheet, "far": (rows - 1, columns - 1), "marks": []}
            continue
        read = book.get_sheet_by_name(metadata.name)
        cells = _filled_cells(read, MAX_CELLS - total)
        if cells is None:
            sheet["marks"] = []
            sheet["rows"] = read.total_height
        else:
            sheet["cells"] = cells
            total += len(cells)
        # .ods tells none: heads are then joined by their blanks.
        with suppress(CalamineError, ValueError, OSError):
            areas = read.merged_cell_ranges or []
            sheet["merged"] = [(*first, *last) for first, last in areas]
        yield sheet


def _filled_cells(sheet: CalamineSheet, most: int) -> list[RawCell] | None:
    """The cells of a sheet that hold something; None where too many of its rows do.

    Raises TooLargeError for more cells than ``most``.
    """
    cells: list[RawCell] = []
    # Rows are counted from the first of the sheet, columns from the first that has something.
    left = (sheet.start or (0, 0))[1]
    filled_rows = characters = 0
    for row, values in enumerate(sheet.iter_rows()):
        before = len(cells)
        for column, value in enumerate(values, left):
            if value is None or value == "":
                continue
            number = isinstance(value, Real) and not isinstance(value, bool)
            # str() of a number is the shortest text that means it.
            text = str(value)
            cells.append((row, column, number, text))
            characters += len(text)
        if len(cells) > most or characters > MAX_CHARACTERS:
            raise TooLargeError
        filled_rows += len(cells) > before
        if filled_rows > MAX_FILLED:
            return None
    return cells


def _other_marks(path: str, names: list[str]) -> dict[str, SheetMarks]:
    """The same for .xlsb and .ods, known by what is in them; ``names`` of all the sheets."""
    if not zipfile.is_zipfile(path):
        return {}
    try:
        with zipfile.ZipFile(path) as packed:
            parts = set(packed.namelist())
            if BOOK in parts:
                links = _Book()
                links.read(packed, LINKS)
                stored = list(
                    xlsb_stored(packed, lambda link: _part_of(links.targets.get(link, "")))
                )
                return marks_of(stored, names)
            if CONTENT in parts:
                return marks_of(ods_stored(packed), names)
    except _DAMAGED:
        pass
    return {}


def _part_of(target: str) -> str:
    """The part of a packed workbook that a link of the list of sheets leads to."""
    if target.startswith("/"):
        return target.lstrip("/")
    return f"xl/{target}"


def _xlsx_marks(path: str) -> dict[str, SheetMarks]:
    """For each sheet of an .xlsx the cells that the library leaves out, and its size.

    Raises TooLargeError when more is packed into the file than the accounts of a unit can hold.
    """
    if not zipfile.is_zipfile(path):
        return {}
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
                raise TooLargeError
            return dict(_marked(packed))
    except _DAMAGED:
        return {}  # the library says what is wrong with it


def _marked(packed: zipfile.ZipFile) -> Iterator[tuple[str, SheetMarks]]:
    """The marks of each sheet of an .xlsx, by its name."""
    names = set(packed.namelist())
    if "xl/workbook.xml" not in names:
        return
    book, links = _Book(), _Book()
    book.read(packed, "xl/workbook.xml")
    links.read(packed, "xl/_rels/workbook.xml.rels")
    for name, link in book.sheets:
        part = _part_of(links.targets.get(link, ""))
        if part not in names:
            continue
        cells = _Cells()
        if _glance(packed, part, cells):
            cells.read(packed, part)
        # A program that does not calculate stores 0 everywhere and asks Excel to calculate.
        if book.uncalculated and all(text == "0" for *_, text in cells.stored):
            cells.marks += [(row, column, FORMULA) for row, column, _ in cells.stored]
        yield name, {"marks": cells.marks, "end": (cells.rows, cells.columns)}


def _glance(packed: zipfile.ZipFile, part: str, cells: _Cells) -> bool:
    """The size of a sheet, into ``cells``; whether it has formulas or errors to be looked at."""
    columns: set[bytes] = set()
    overlap, has_odd = b"", False
    with packed.open(part) as file:
        while chunk := file.read(_CHUNK):
            text = overlap + chunk
            cell_names = _CELL_NAME.findall(text)
            columns |= {letters for letters, _ in cell_names}
            cells.rows = max([cells.rows, *(int(row) for _, row in cell_names[-1:])])
            has_odd = has_odd or bool(_ODD.search(text))
            overlap = text[-40:]
    cells.columns = max([0, *(_column(letters.decode()) + 1 for letters in columns)])
    return has_odd


class _Part:
    """A part of a packed workbook, read element by element."""

    def read(self, packed: zipfile.ZipFile, name: str) -> None:
        """Read it. Raises ExpatError, KeyError."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda tag, has: self.begin(tag.rpartition(":")[2], has)
        parser.EndElementHandler = lambda tag: self.end(tag.rpartition(":")[2])
        parser.CharacterDataHandler = self.text
        with packed.open(name) as file:
            parser.ParseFile(file)

    def begin(self, tag: str, has: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text inside an element."""


class _Book(_Part):
    """The list of sheets, whether Excel has to calculate, and where the parts are."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.targets: dict[str, str] = {}
        self.uncalculated = False

    def begin(self, tag: str, has: dict[str, str]) -> None:
        if tag == "sheet":
            link = next((value for key, value in has.items() if key.endswith(":id")), "")
            self.sheets.append((has.get("name", ""), link))
        elif tag == "calcPr":
            self.uncalculated = has.get("fullCalcOnLoad") in ("1", "true")
        elif tag == "Relationship":
            self.targets[has.get("Id", "")] = has.get("Target", "")


class _Cells(_Part):
    """Formulas without a result, error values, results of formulas, and the size of a sheet."""

    def __init__(self) -> None:
        self.marks: list[tuple[int, int, str]] = []
        self.stored: list[tuple[int, int, str]] = []
        self.rows = self.columns = self.row = self.at = 0
        self.cell = (0, 0)
        self.kind, self.value = "", ""
        self.formula = self.inside = False

    def begin(self, tag: str, has: dict[str, str]) -> None:
        if tag == "row":
            number = has.get("r", "")
            self.row += 1
            if number.isdecimal():
                self.row = int(number)
            self.at = 0
        elif tag == "c":
            self._cell_begins(has)
        elif tag == "f":
            self.formula = True
        elif tag == "v":
            self.inside = True

    def text(self, text: str) -> None:
        if self.inside:
            self.value += text

    def end(self, tag: str) -> None:
        if tag == "v":
            self.inside = False
        elif tag == "c":
            self._cell_ends()

    def _cell_begins(self, has: dict[str, str]) -> None:
        """Note where a cell stands: by its name, or behind the one before it."""
        row, column = max(self.row - 1, 0), self.at
        name = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", has.get("r", ""))
        if name:
            row, column = int(name[2]) - 1, _column(name[1])
        self.cell, self.at = (row, column), column + 1
        self.kind, self.value, self.formula = has.get("t", ""), "", False

    def _cell_ends(self) -> None:
        """Note a cell that is an error, or a formula."""
        row, column = self.cell
        if self.kind == "e":
            self.marks.append((row, column, self.value))
        elif self.formula and not self.value.strip() and self.kind != "str":
            self.marks.append((row, column, FORMULA))
        elif self.formula:
            self.stored.append((row, column, self.value))


def _column(letters: str) -> int:
    """The number of a column, from 0: A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


if __name__ == "__main__":
    json.dump(extracted(sys.argv[1]), sys.stdout)
