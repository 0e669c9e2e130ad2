"""Where something stands, as a reader finds it: under which heading, in which table by its title, in
which row and column by their words. Nobody counts paragraphs."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from generator.extracting.content import ExtractedParagraph, ExtractedTable, Spot
from generator.importing.grid import cell_name
from generator.statements.evaluation_sheets import EvaluationSheet
from generator.statements.grid import PrintedCell, TableGrid, grid_of
from generator.statements.mentions import ReadParagraph
from generator.statements.printed_tables import PrintedTable, title_of
from generator.statements.reading import ReadDocument
from generator.statements.sections import ANNEX
from generator.statements.table_parts import beginnings, numbers_of

_NUMBER = re.compile(
    r"[一二三四五六七八九十]{1,3}[、．.]|（[一二三四五六七八九十]{1,3}）|（\d{1,2}）|\d{1,2}[.．、](?!\d)"
)
_TOP, _SECTION, _LOWEST = 1, 2, 4
_IN_BRACKETS, _POINT = 5, 6
"""Below the headings: （1） and 1. at the beginning of a paragraph."""
_LONGEST_TITLE, _LONGEST_LABEL = 40, 24
_CODE = re.compile(r"(?:公开|财决)\d{2}(?:-\d)?(?=表)")
_CODE_OF_SUBJECT = re.compile(r"\d{3,7}")
_NO_WORDS = re.compile(r"[^\u4e00-\u9fffA-Za-z]*|[〔【].*")
_BEFORE = 6
"""So many paragraphs before a table may hold its title and its code."""
_HEAD_OF_SHEET = ("三级指标", "预算执行率", "执行率")


class PlaceName(Struct, frozen=True):
    """A place in words: the page of a PDF, the section or table (``area``), and where in that table
    (``inner``). ``table`` is the number of the table that ``inner`` is in, that of its first part
    where it is printed in several; 0 outside tables."""

    area: str
    inner: str = ""
    page: str = ""
    table: int = 0

    def __str__(self) -> str:
        return f"{self.page}{self.area}{self.inner}"


class PlaceNames:
    """The places of a document by name. A plain text keeps its lines, a workbook its cells, a PDF
    its pages: these a reader sees."""

    def __init__(
        self,
        document: ReadDocument,
        tables: Sequence[PrintedTable],
        sheets: Sequence[EvaluationSheet],
    ) -> None:
        self._document = document
        self._tables = tables
        self._sheets = sheets
        self._named: dict[Spot, PlaceName] = {}

    def name(self, spot: Spot) -> PlaceName:
        """The name of a place; its numbers where nothing better is known of it."""
        if spot not in self._named:
            self._named[spot] = self._name(spot)
        return self._named[spot]

    def beside(self, spot: Spot, here: Spot) -> str:
        """The name of a place for a reader who is at another one."""
        name, own = self.name(spot), self.name(here)
        is_here = replace(name, inner="") == replace(own, inner="")
        if spot.line or spot.sheet or not is_here:
            return str(name)
        if spot.table:
            return f"同一张表{name.inner}"
        if spot == here:
            return "同一段"
        return "同一节另一段"

    def key(self, spot: Spot) -> Hashable:
        """What two spots share that a reader takes for one: a cell by table, row and column, in
        whichever part of its table; a paragraph by itself."""
        name = self.name(spot)
        if spot.sheet or spot.line or not name.inner or not self._known[spot.table].is_named(spot):
            return spot
        return name.table, name.inner, spot.row

    def others(self, spots: Iterable[Spot], here: Spot) -> list[Spot]:
        """Of places, those that are not where a reader is, each once."""
        by_key = {self.key(spot): spot for spot in reversed(list(spots))}
        by_key.pop(self.key(here), None)
        return sorted(by_key.values())

    def listed(self, spots: Iterable[Spot], here: Spot, most: int) -> str:
        """The names of places for a reader who is at another one, each table named once."""
        before, listed = "", []
        for spot in spots:
            name = self.beside(spot, here)
            inner = self.name(spot).inner
            area = name.removesuffix(inner) if inner else name
            is_same = bool(inner) and area == before
            listed.append(inner if is_same else name)
            before = area
        unique = list(dict.fromkeys(listed))
        return f"{'、'.join(unique[:most])}{'等' * (len(unique) > most)}"

    def _name(self, spot: Spot) -> PlaceName:
        if spot.sheet:
            return PlaceName(f"工作表“{spot.sheet}”", cell_name(spot.row - 1, spot.column - 1))
        if spot.line:
            return PlaceName(str(spot))
        page = f"第 {spot.page} 页" * bool(spot.page)
        if spot.table:
            return self._in_table(spot, page)
        section = self._sections.get(spot, "")
        if not section:
            return PlaceName(str(spot))
        return PlaceName(section, page=page)

    # --- Of the text ---

    @cached_property
    def _sections(self) -> Mapping[Spot, str]:
        """The section of each paragraph, in words."""
        return dict(_sections(self._document.paragraphs))

    # --- Of tables ---

    def _in_table(self, spot: Spot, page: str) -> PlaceName:
        known = self._known.get(spot.table)
        if known is None:
            return PlaceName(str(spot))
        title = known.title or f"第 {spot.table} 张表"
        area = f"{title}{self._apart.get(spot.table, '')}"
        beginning = self._beginnings.get(spot.table, spot.table)
        return PlaceName(area, known.inner(spot), page, beginning)

    @cached_property
    def _known(self) -> Mapping[int, _KnownTable]:
        """The tables of the document by their numbers."""
        printed = {number: table for table in self._tables for number in numbers_of(table)}
        tables: dict[int, _KnownTable] = {}
        before: list[str] = []
        for block in self._document.extract.blocks:
            if isinstance(block, ExtractedParagraph):
                before.append(" ".join(block.full.split()))
                continue
            number = block.spot.table
            sheets = [each for each in self._sheets if each.spot.table == number]
            tables[number] = _KnownTable(block, before[-_BEFORE:], printed.get(number), sheets)
            before = []
        return tables

    @cached_property
    def _beginnings(self) -> Mapping[int, int]:
        """The number of the table that each printed one is a part of."""
        return beginnings([(self._known[each.spot.table].title, each) for each in self._tables])

    @cached_property
    def _apart(self) -> Mapping[int, str]:
        """What tells a table from those of the same title, on the same page of a PDF: whose it is,
        else which of them it is, counted from 1."""
        alike: dict[tuple[str, int], dict[int, list[int]]] = {}
        for number, known in self._known.items():
            if known.title:
                parts = alike.setdefault((known.title, known.page), {})
                parts.setdefault(self._beginnings.get(number, number), []).append(number)
        apart: dict[int, str] = {}
        for tables in alike.values():
            owners = {self._known[beginning].owner for beginning in tables}
            has_owners = "" not in owners and len(owners) == len(tables)
            if len(tables) < 2:
                continue
            for count, (beginning, numbers) in enumerate(tables.items(), 1):
                words = f"第 {count} 张"
                if has_owners:
                    words = self._known[beginning].owner
                apart |= dict.fromkeys(numbers, f"（{words}）")
        return apart


def _quoted(text: str) -> str:
    """A text in quotation marks, its own ones made single."""
    return f"“{text.translate(str.maketrans('“”', '‘’'))}”"


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return f"{text[:longest]}…"


# --- Sections ---


def _sections(paragraphs: Sequence[ReadParagraph]) -> Iterator[tuple[Spot, str]]:
    """Every paragraph below a heading with the name of its section: “八、…情况说明（二）1.”一节."""
    above: dict[int, str] = {}
    for paragraph in paragraphs:
        text = " ".join(paragraph.normal.source.split())
        level = paragraph.section.level or _level_of_number(text)
        if level:
            above = {each: words for each, words in above.items() if each < level}
            above[level] = text
        if above and min(above) <= _LOWEST:
            name = _section_name(above, paragraph.section.part == ANNEX)
            is_heading = bool(paragraph.section.level)
            yield paragraph.spot, f"标题{name}" if is_heading else f"{name}一节"


def _level_of_number(text: str) -> int:
    """The level of a paragraph that is no heading and has a number; 0 for one without."""
    match = _NUMBER.match(text)
    if match is None or not any(sign.isdigit() for sign in match[0]):
        return 0
    return _IN_BRACKETS if match[0][0] == "（" else _POINT


def _section_name(above: Mapping[int, str], is_annex: bool) -> str:
    """The heading that says what a section is of, and the numbers of those below it."""
    levels = sorted(above)
    has_section = any(_SECTION <= level <= _LOWEST for level in levels)
    if not is_annex and has_section:
        levels = [level for level in levels if level > _TOP]
    first = above[levels[0]]
    numbers = ""
    for level in levels[1:]:
        match = _NUMBER.match(above[level])
        if match is None:
            first, numbers = above[level], ""  # a heading without a number is named itself
        else:
            numbers = f"{numbers}{match[0]}"
    gap = " " if numbers and not numbers.startswith("（") else ""
    return _quoted(f"{_cut(first, _LONGEST_TITLE)}{gap}{numbers}")


# --- Tables ---


class _KnownTable:
    """A table with its title, and the words of its rows and columns."""

    def __init__(
        self,
        table: ExtractedTable,
        before: Sequence[str],
        printed: PrintedTable | None,
        sheets: Sequence[EvaluationSheet],
    ) -> None:
        self._table = table
        self._before = before
        self._printed = printed
        self._sheets = sheets

    @property
    def page(self) -> int:
        """The page of a PDF on which it begins."""
        return self._table.spot.page

    @property
    def owner(self) -> str:
        """Whose table it is, as it says; "" where it does not."""
        if self._printed is None:
            return ""
        return self._printed.owner

    @cached_property
    def title(self) -> str:
        """公开03《支出决算表》, or the project of a 自评表; "" for neither."""
        if len(self._sheets) == 1 and self._sheets[0].project:
            return f"自评表“{self._sheets[0].project}”"
        title = ""
        if self._printed is not None:
            title = self._printed.title
        title = title or title_of(self._before, self._grid)
        code = next(self._codes(), "")
        if not title:
            return f"{code}表" * bool(code)
        return f"{code}《{title}》"

    def _codes(self) -> Iterator[str]:
        first = ["".join(cell.text for cell in row) for row in self._grid.rows[:3]]
        for text in (*reversed(self._before), *first):
            match = _CODE.search(text)
            if match:
                yield match[0]

    @cached_property
    def _grid(self) -> TableGrid:
        return grid_of(self._table)

    def inner(self, spot: Spot) -> str:
        """The row and the column of a cell, by their words where they have any."""
        row, column = self._at(spot)
        if row < 0:
            return f"第 {spot.row} 行第 {spot.column} 列"
        cell = self._grid.rows[row][column]
        if not _NO_WORDS.fullmatch(cell.text):
            return f"{_quoted(_cut(cell.text, _LONGEST_LABEL))}一格"
        label, head = self._label(row, column), self._head(row, column)
        of_row = f"{_quoted(_cut(label, _LONGEST_LABEL))}行" if label else f"第 {spot.row} 行"
        if not label and head and self._printed is not None and len(self._printed.rows) == 1:
            of_row = ""
        of_column = f"{_quoted(_cut(head, _LONGEST_LABEL))}列" if head else f"第 {spot.column} 列"
        return f"{of_row}{of_column}"

    def is_named(self, spot: Spot) -> bool:
        """Whether a cell has a title, a row and a column by which it is known from all others."""
        row, column = self._at(spot)
        if row < 0 or not self.title:
            return False
        return bool(self._label(row, column) and self._head(row, column))

    def _at(self, spot: Spot) -> tuple[int, int]:
        for number, row in enumerate(self._grid.rows):
            for column, cell in enumerate(row):
                if cell.spot == spot:
                    return number, column
        return -1, -1

    def _label(self, row: int, column: int) -> str:
        """What a row is of: the indicator of a 自评表, else the words that stand nearest before a
        cell, with the code of a 科目 before them."""
        cells = self._grid.rows[row]
        of_sheet = self._of_indicator(cells)
        if of_sheet:
            return of_sheet
        for left in range(column - 1, -1, -1):
            if not _NO_WORDS.fullmatch(cells[left].text):
                code = cells[left - 1].text if left else ""
                has_code = bool(_CODE_OF_SUBJECT.fullmatch(code))
                return f"{code} {cells[left].text}" if has_code else cells[left].text
        return ""

    def _of_indicator(self, cells: Sequence[PrintedCell]) -> str:
        spots = {cell.spot for cell in cells if cell.text}
        for sheet in self._sheets:
            for indicator in sheet.indicators:
                if indicator.spot in spots:
                    return indicator.name
        return ""

    def _head(self, row: int, column: int) -> str:
        """What a column is of: its lowest head, with the one above where several are called so."""
        if self._sheets:
            return self._head_in_sheet(row, column)
        table = self._printed
        if table is None or column >= len(table.heads):
            return ""
        head = table.head(column)
        alike = sum(table.head(each) == head for each in range(len(table.heads)))
        above = table.above(column)
        return f"{above} {head}" if head and above and alike > 1 else head

    def _head_in_sheet(self, row: int, column: int) -> str:
        """The head of a column of a 自评表: in the nearest row of heads above."""
        for cells in reversed(self._grid.rows[:row]):
            if any(cell.text in _HEAD_OF_SHEET for cell in cells):
                return cells[column].text
        return ""
