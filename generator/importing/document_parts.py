"""What stands above a table of a document, and whether the table goes on with the one before.

The end of a page cuts a table in two. What is printed there (a running head, a page number, 续表,
the unit of money) may be anything; the table itself tells: its head is the one before, its codes
go on, and no title of another table stands between.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import dropwhile, takewhile

from msgspec import Struct
from msgspec.structs import replace

from generator.extracting.content import Extract, ExtractedCell, ExtractedParagraph, ExtractedTable
from generator.importing.declared import KnownTable
from generator.importing.evidence import ZERO
from generator.importing.titles import Fit, fits, looks_like_a_name
from generator.importing.words import SUMS, code_and_name, joined_code, squeezed

Row = tuple[ExtractedCell, ...]
LONGEST_LINE = 80
_NEAR = 9
"""So many lines above a table are searched for its title."""
_ABOVE = 4
"""So many lines stand above a table whose title is not known."""
_BEFORE_TITLE = 3
"""So many of them may stand above the title: 附表5, 公开05表, the unit."""
_MOST_BETWEEN = 8
_MOST_HEADS = 6
_PAGE_HEAD = 3
"""A line that stands so often in a document is printed on every page."""
_AMOUNT = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_NOTE = re.compile(r"注\d*[：:]")
"""A note below the table before."""
_CONTINUED = re.compile(r"（?接?续(?:上?表)?\d*）?")
_ABOUT = re.compile(
    r"(?:部门|(?:编制|填报|公开)?单位|(?:编制|填报)部门|金额单位)(?:名称)?[：:]|公开\d\d表"
)
"""What is said of a whole table, often in a table of its own above it."""
_IN_LIST = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．]|（[一二三四五六七八九十\d]{1,3}）"
)
_BESIDE_NUMBERS = frozenset(("类", "款", "项", "栏次", "行次", "甲", "乙", "-", "—"))
_LONGEST_CODES = {"2": 7, "3": 5}
_ROUNDING = Decimal("0.05")
"""By so much may rounded items miss their total."""
_CODES = re.compile(r"[23]\d{2}(?:\d{2}){0,2}")


class TableTop(Struct, frozen=True):
    """What stands at the top of a table, and how far it has come.

    ``names`` are those of its title, ``first`` is the label of its first row of data, ``last`` the
    last code in it so far. ``beginning`` are the texts of its first rows. ``total`` and ``items`` are the first amounts of its 合计, and of its
    lines with the longest codes together.
    """

    lines: list[str]
    head: tuple[Row, ...]
    width: int
    names: frozenset[str]
    first: str = ""
    last: str = ""
    total: Decimal = ZERO
    items: Decimal = ZERO
    beginning: tuple[list[str], ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether the items so far make up the total of the table: nothing is to come."""
        return bool(self.total) and abs(self.total - self.items) <= _ROUNDING


class TableOfDocument(Struct, frozen=True):
    """A table, the lines above it, and the head that it takes over from the part before."""

    number: int
    lines: list[str]
    head: tuple[Row, ...]
    table: ExtractedTable


def tables_with_tops(extract: Extract, known: Sequence[KnownTable]) -> Iterator[TableOfDocument]:
    """The tables of a document in order, numbered as Word counts them."""
    titles = _Titles(extract, known)
    above: list[str] = []
    number = 0
    before: TableTop | None = None
    for block in extract.blocks:
        if isinstance(block, ExtractedParagraph):
            if block.text.strip():
                above.append(block.text.strip())
            continue
        number += 1
        if titles.is_caption(block):
            above += ["\t".join(cell.text for cell in row) for row in block.rows]
            continue
        lines = titles.lines_above(above)
        top = TableTop(lines, (), width_of(block), titles.names((*lines, *_titles_in(block))))
        if before is not None and titles.goes_on(above, block, before):
            block = _without_repeated(block, before)
            top = replace(before, width=max(before.width, top.width))
        has_head = bool(top.head) and _texts(block.rows[0]) == _texts(top.head[0])
        yield TableOfDocument(number, top.lines, () if has_head else top.head, block)
        before = _at_end(top, block)
        above = []


def width_of(table: ExtractedTable) -> int:
    """How many columns the widest row has."""
    return max((sum(cell.columns for cell in row) for row in table.rows), default=0)


class _Titles:
    """Which lines of a document are titles of tables."""

    def __init__(self, extract: Extract, known: Sequence[KnownTable]) -> None:
        self._known = {title: table.name for table in known for title in table.titles}
        counts = Counter(paragraph.text.strip() for paragraph in extract.paragraphs)
        self._page_heads = {text for text, count in counts.items() if count >= _PAGE_HEAD}
        self._names: dict[str, str] = {}

    def name(self, text: str) -> str:
        """The table that a line names, by the longest title that fits; "" for none."""
        if text not in self._names:
            self._names[text] = self._name(text)
        return self._names[text]

    def _name(self, text: str) -> str:
        line = squeezed(text)
        if len(text) > LONGEST_LINE or _NOTE.match(text) or not line:
            return ""
        fitting = [title for title in self._known if fits(line, title, ()) is not Fit.NO]
        if fitting:
            return self._known[max(fitting, key=len)]
        bare = re.sub(rf"{_CONTINUED.pattern}$", "", line)
        is_title = "表" in bare and looks_like_a_name(bare) and text not in self._page_heads
        if is_title:
            return bare
        return ""

    def names(self, lines: Sequence[str]) -> frozenset[str]:
        """The names of tables in several lines."""
        return frozenset(name for line in lines if (name := self.name(line)))

    def is_known(self, text: str) -> bool:
        """Whether a line is the title of a table that is known."""
        return self.name(text) in self._known.values()

    def is_caption(self, table: ExtractedTable) -> bool:
        """Whether a table only says what the next one is: 部门：某局 | 单位：万元."""
        texts = [cell.text.strip() for row in table.rows for cell in row if cell.text.strip()]
        if len(table.rows) > 3 or any(map(_has_amounts, table.rows)):
            return False
        return (
            any(_ABOUT.search(text) or self.is_known(text) for text in texts)
            and not any("科目" in text for text in texts)
            and all(len(text) <= LONGEST_LINE for text in texts)
        )

    def lines_above(self, above: Sequence[str]) -> list[str]:
        """The lines above a table that say what it is: back to its title, and a few before it.

        A title with sentences below it is not that of the table. Above the title the contents may
        end, which name other tables; without a title of its own a table has none of theirs.
        """
        near = [text for text in above[-_NEAR:] if not _NOTE.match(text)]
        titles = [index for index, text in enumerate(near) if self.is_known(text)]
        ends = [index for index, text in enumerate(near) if self._is_prose(text)]
        lines = near[-_ABOVE:]
        if titles and titles[-1] > max(ends, default=-1):
            title = titles[-1]
            before = near[max(title - _BEFORE_TITLE, 0) : title]
            if not _IN_LIST.match(near[title]):
                before = [text for text in before if not self.is_known(text)]
            lines = [*before, *near[title:]]
        return [text.rstrip("。；") for text in lines if not self._is_prose(text)]

    def _is_prose(self, text: str) -> bool:
        """Whether a line is a sentence, or longer than what stands above a table."""
        return len(text) > LONGEST_LINE or (text[-1] in "。；" and not self.is_known(text))

    def goes_on(self, between: Sequence[str], table: ExtractedTable, before: TableTop) -> bool:
        """Whether a table is the next part of the one before."""
        if not (table.rows and before.head) or len(between) > _MOST_BETWEEN:
            return False
        names = self.names((*between, *_titles_in(table)))
        if names - before.names:
            return False
        table = _without_repeated(table, before)
        repeated = _texts(table.rows[0]) == _texts(before.head[0])
        labels = [_label(row) for row in _data_of(table)]
        if not labels or labels[0] == before.first:
            return False
        codes = list(filter(None, map(_code, table.rows)))
        if codes and before.last:
            if before.is_complete and codes[0][:3] != before.last[:3]:
                return False
            ascends = codes[0][0] == before.last[0] and codes[0] >= before.last
            return ascends and (repeated or _is_row(table.rows[0], before))
        if repeated:
            return True
        is_prose = any(self._is_prose(text) and not _NOTE.match(text) for text in between)
        is_alike = _has_amounts(table.rows[0]) and width_of(table) == before.width
        return is_alike and not is_prose and len(between) <= _ABOVE


def _without_repeated(table: ExtractedTable, before: TableTop) -> ExtractedTable:
    """A part of a table without the rows of data that it repeats below its head: Word repeats on
    each page as many rows as were marked, with 栏次 and 合计 among them."""
    pairs = zip(map(_texts, table.rows), before.beginning, strict=False)
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    heads = len(before.head)
    if heads < shared < len(table.rows):
        return replace(table, rows=(*table.rows[:heads], *table.rows[shared:]))
    return table


def _is_row(row: Row, before: TableTop) -> bool:
    """Whether a row may be one of a table without its head: it begins with a code or a sum."""
    is_data = bool(_code(row)) or _has_amounts(row)
    return is_data and sum(cell.columns for cell in row) <= before.width


def _at_end(top: TableTop, table: ExtractedTable) -> TableTop:
    """The top of a table with what its last row leaves for a part that follows."""
    codes = list(filter(None, map(_code, table.rows)))
    labels = [_label(row) for row in _data_of(table)]
    return replace(
        top,
        head=top.head or _head_of(table),
        beginning=top.beginning or tuple(map(_texts, table.rows[:_MOST_HEADS])),
        first=top.first or next(iter(labels), ""),
        last=codes[-1] if codes else top.last,
        total=top.total or sum(_amounts(table, is_total=True), ZERO),
        items=top.items + sum(_amounts(table, is_total=False), ZERO),
    )


def _amounts(table: ExtractedTable, *, is_total: bool) -> Iterator[Decimal]:
    """The first amounts of the rows that are totals, or of those with the longest codes."""
    for row in table.rows:
        code, texts = _code(row), list(filter(None, _texts(row)))
        behind = dropwhile(lambda text: bool(_AMOUNT.fullmatch(text)), texts)
        amount = next((text for text in behind if _AMOUNT.fullmatch(text)), "0")
        wanted = not code and not SUMS.isdisjoint(texts[:2])
        if not is_total:
            wanted = len(code) == _LONGEST_CODES.get(code[:1])
        if wanted:
            yield Decimal(amount.replace(",", ""))


def _titles_in(table: ExtractedTable) -> list[str]:
    """What the first rows of a table say over all its columns."""
    first = takewhile(lambda row: not _has_amounts(row), table.rows[:_MOST_HEADS])
    filled = ([cell.text for cell in row if cell.text.strip()] for row in first)
    return [texts[0] for texts in filled if len(texts) == 1]


def _texts(row: Sequence[ExtractedCell]) -> list[str]:
    return ["".join(cell.text.split()) for cell in row]


def _has_amounts(row: Sequence[ExtractedCell]) -> bool:
    """Whether a row has numbers that do not only count the columns (栏次 1 2 3)."""
    texts = list(filter(None, _texts(row)))
    numbers = [text for text in texts if _AMOUNT.fullmatch(text)]
    counted = [str(number) for number in range(1, len(numbers) + 1)]
    is_numbering = numbers == counted and _BESIDE_NUMBERS.issuperset(texts[: -len(numbers)])
    return bool(numbers) and not is_numbering


def _head_of(table: ExtractedTable) -> tuple[Row, ...]:
    """The rows before the first one with a number, as far as heads reach."""
    return tuple(takewhile(lambda row: not _has_amounts(row), table.rows[:_MOST_HEADS]))


def _data_of(table: ExtractedTable) -> tuple[Row, ...]:
    """The rows below the head."""
    return table.rows[len(_head_of(table)) :]


def _label(row: Sequence[ExtractedCell]) -> str:
    """What the first cells of a row call it: its code, or its first word."""
    return _code(row) or next(filter(None, _texts(row)), "")


def _code(row: Sequence[ExtractedCell]) -> str:
    """The code of a 科目 that a row begins with, in one cell or in three; "" without one."""
    texts = _texts(row)
    leading = list(takewhile(lambda text: text.isdecimal() and len(text) <= 7, texts[:3]))
    codes = (joined_code(leading), code_and_name(next(iter(texts), ""))[0])
    return next((code for code in codes if _CODES.fullmatch(code)), "")
