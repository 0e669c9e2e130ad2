"""What an .ods stores of its formulas: cells with a formula and no value, and error values."""

from __future__ import annotations

import re
import zipfile
from xml.parsers import expat

from generator.importing.stored import Stored

CONTENT = "content.xml"
_ERROR = re.compile(r"#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NULL!|NUM!)|Err:\d{3}")
_CELLS = ("table-cell", "covered-table-cell")
_VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")
# A cell is repeated so often at most: what is repeated to the end of a sheet is empty.
_MOST_REPEATED = 1_000
_LONGEST = 40


def ods_stored(packed: zipfile.ZipFile) -> list[Stored]:
    """The sheets of an .ods in order. Raises ExpatError where it is damaged."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    with packed.open(CONTENT) as file:
        parser.ParseFile(file)
    return reader.sheets


class _Reader:
    """Sheets, rows and cells as they come; a table inside a cell is no sheet."""

    def __init__(self) -> None:
        self.sheets: list[Stored] = []
        self.tables = self.notes = 0
        self.row = self.column = self.rows = self.columns = 0
        self.has: dict[str, str] = {}
        self.cell = False
        self.words = ""

    def begin(self, tag: str, has: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition(":")[2]
        if name == "table":
            self.tables += 1
            if self.tables == 1:
                self.sheets.append(Stored(has.get("table:name", "")))
                self.row = 0
        elif name == "annotation":
            self.notes += 1
        elif self.tables != 1:
            return
        elif name == "table-row":
            self.column, self.rows = 0, _times(has.get("table:number-rows-repeated"))
        elif name in _CELLS:
            self.columns = _times(has.get("table:number-columns-repeated"))
            self.has, self.cell, self.words = has, True, ""

    def text(self, text: str) -> None:
        """Text; of a cell enough is kept to know an error value."""
        if self.cell and not self.notes and len(self.words) < _LONGEST:
            self.words += text

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition(":")[2]
        if name == "table":
            self.tables -= 1
        elif name == "annotation":
            self.notes -= 1
        elif self.tables != 1:
            return
        elif name == "table-row":
            self.row += self.rows
        elif name in _CELLS and self.cell:
            self._cell_ends()
            self.column += self.columns
            self.cell = False

    def _cell_ends(self) -> None:
        """Note the formula or the error value of a cell, as often as it is repeated."""
        lost = self._lost()
        sheet = self.sheets[-1]
        words = self.words.strip()
        if words or any(f"office:{name}" in self.has for name in _VALUES):
            sheet.rows = max(sheet.rows, self.row + self.rows)
            sheet.columns = max(sheet.columns, self.column + self.columns)
        if not lost:
            return
        for row in range(self.row, self.row + min(self.rows, _MOST_REPEATED)):
            for column in range(self.column, self.column + min(self.columns, _MOST_REPEATED)):
                if len(sheet.marks) >= _MOST_REPEATED * 10:
                    return
                if lost == "?":
                    sheet.uncalculated(row, column)
                else:
                    sheet.error(row, column, lost)

    def _lost(self) -> str:
        """The error value of the cell, "?" for a formula without a result, "" for what is right."""
        words = self.words.strip()
        if _ERROR.fullmatch(words):
            return words
        if self.has.get("calcext:value-type") == "error":
            return words or "#REF!"
        has_value = any(f"office:{name}" in self.has for name in _VALUES)
        if "table:formula" in self.has and not has_value and not words:
            # A formula may result in an empty text: then it says that it is one.
            is_text = self.has.get("office:value-type") == "string"
            if is_text:
                return ""
            return "?"
        return ""


def _times(text: str | None) -> int:
    """How many times a cell or a row is repeated; once where nothing sensible says so."""
    if text and text.isascii() and text.isdigit() and len(text) < 9:
        return int(text)
    return 1
