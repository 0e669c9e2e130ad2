"""Two documents → their differences, by section and by table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from msgspec import Struct

from generator.document.compare.grids import Grid, GridLine, grid
from generator.document.compare.words import number, numbers, subject
from generator.document.tree import Block, Document, Heading, Paragraph, Table, plain

_SKIPPED = ("审核", "目录")
_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])\s*"
)
_OF_YEAR = re.compile(r"^\d{4}年度?")
# In per cent.
_LIKE = 40
_NO_LINE = GridLine("", {}, frozenset())


class FigureChange(Struct, frozen=True):
    """A figure that differs: where it stands, as printed before and now."""

    where: str
    old: str
    new: str

    @property
    def difference(self) -> Decimal | None:
        """New less old; None when one of them is no number."""
        before, now = number(self.old), number(self.new)
        if before is not None and now is not None:
            return now - before
        return None


class TextChange(Struct, frozen=True):
    """A paragraph that differs; "" where there is none."""

    where: str
    old: str
    new: str


class TableChange(Struct, frozen=True):
    """The lines of a table that differ, by key.

    ``old`` or ``new`` is None where the table is not there.
    """

    name: str
    old: Grid | None
    new: Grid | None
    keys: tuple[str, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """What the lines are called, each name once; a line without words is no name."""
        pairs = [self.pair(key) for key in self.keys]
        names = [after.name or before.name for before, after in pairs]
        return tuple(dict.fromkeys(filter(None, names)))

    @property
    def heads(self) -> dict[str, str]:
        """The headings of both, the new ones first."""
        heads: dict[str, str] = {}
        for side in (self.new, self.old):
            heads |= side.heads if side else {}
        return heads

    def pair(self, key: str) -> tuple[GridLine, GridLine]:
        """A line before and now; an empty one where it is not there."""
        return _line(self.old, key), _line(self.new, key)


class Comparison(Struct, frozen=True):
    """All differences of two documents.

    ``doubts`` says why they may not be two drafts of one document.
    """

    figures: tuple[FigureChange, ...]
    texts: tuple[TextChange, ...]
    tables: tuple[TableChange, ...]
    doubts: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.texts or self.tables)


def compare(old: Document, new: Document) -> Comparison:
    """The differences of two documents: paragraphs by the headings above them, tables by name."""
    texts = tuple(_texts(old, new))
    before, after = _tables(old), _tables(new)
    changes = (
        _table(name, before.get(name), after.get(name)) for name in dict.fromkeys((*after, *before))
    )
    tables = tuple(change for change in changes if change)
    figures = [figure for text in texts for figure in _figures_of_text(text)]
    figures += [figure for table in tables for figure in _cells(table)]
    return Comparison(tuple(figures), texts, tables, tuple(_doubts(old, new)))


def _figures_of_text(text: TextChange) -> Iterator[FigureChange]:
    """The figures that differ in a paragraph which both documents have."""
    if not (text.old and text.new):
        return
    heading = text.where.split(" › ")[-1]
    for words, was, now in numbers(text.old, text.new):
        parts = filter(None, (heading, subject(text.new), words))
        yield FigureChange(" ".join(dict.fromkeys(parts)), was, now)


def _line(grid: Grid | None, key: str) -> GridLine:
    """A line of a table; an empty one where it is not there."""
    if not grid:
        return _NO_LINE
    return grid.lines.get(key, _NO_LINE)


def _doubts(old: Document, new: Document) -> Iterator[str]:
    if old.unit_name != new.unit_name:
        yield f"两个文件不是同一个单位的（旧：{old.unit_name}，新：{new.unit_name}），核对是不是选错了文件"
    if old.year != new.year:
        yield (
            f"两个文件不是同一个年度的（旧：{old.year}，新：{new.year}），"
            "列出的是两年之间的变化，不是改稿的变动"
        )


def _texts(old: Document, new: Document) -> Iterator[TextChange]:
    before, after = _paragraphs(old), _paragraphs(new)
    for where in dict.fromkeys((*after, *before)):
        left, right = before.get(where, []), after.get(where, [])
        matcher = SequenceMatcher(None, left, right, autojunk=False)
        for operation, left_from, left_to, right_from, right_to in matcher.get_opcodes():
            if operation == "equal":
                continue
            for was, now in _paired(left[left_from:left_to], right[right_from:right_to]):
                yield TextChange(where, was, now)


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Paragraphs that are one another's successors, in the order of the new ones.

    The likest are paired first; those without a partner stand alone, the old ones last.
    """
    likeness = [
        (SequenceMatcher(None, was, now, autojunk=False).ratio(), -old_index, -new_index)
        for old_index, was in enumerate(old)
        for new_index, now in enumerate(new)
    ]
    # The index of the old paragraph by that of the new one.
    partners: dict[int, int] = {}
    for ratio, old_negated, new_negated in sorted(likeness, reverse=True):
        free = -new_negated not in partners and -old_negated not in partners.values()
        if ratio * 100 > _LIKE and free:
            partners[-new_negated] = -old_negated
    for index, now in enumerate(new):
        yield (old[partners[index]] if index in partners else ""), now
    for index, was in enumerate(old):
        if index not in partners.values():
            yield was, ""


def _blocks(document: Document) -> Iterator[tuple[str, Block]]:
    """Every block with the headings above it, without their numbers and the year.

    So a section that moved down is the same section.
    """
    above: list[str] = []
    for section in document.sections:
        if section.kind in _SKIPPED:
            continue
        for block in section.blocks:
            if isinstance(block, Heading):
                title = _OF_YEAR.sub("", _unnumbered(block))
                above = [*above[: block.level - 1], title]
            yield " › ".join(filter(None, above)), block


def _unnumbered(block: Heading | Paragraph) -> str:
    """The text of a block without blanks and without its number."""
    return _NUMBERING.sub("", re.sub(r"\s+", "", plain(block.inlines)))


def _paragraphs(document: Document) -> dict[str, list[str]]:
    """The paragraphs by the headings above them."""
    paragraphs: dict[str, list[str]] = {}
    for where, block in _blocks(document):
        text = ""
        if isinstance(block, Paragraph):
            text = _unnumbered(block)
        if text:
            paragraphs.setdefault(where or "封面", []).append(text)
    return paragraphs


def _tables(document: Document) -> dict[str, Grid]:
    """Every table once, by name; of several tables of one name the later ones with a number.

    A statutory one is taken whole, where the document has it as a sheet, not in the parts that fit
    on a page.
    """
    sheets = {sheet.table.name: sheet.table for sheet in document.sheets}
    grids: dict[str, Grid] = {}
    done: set[str] = set()
    for _, block in _blocks(document):
        if not isinstance(block, Table):
            continue
        sheet = sheets.get(block.name.removesuffix("（续）"))
        if sheet:
            if sheet.id in done:
                continue
            done.add(sheet.id)
        table = sheet or block
        times = sum(name.split("#")[0] == table.name for name in grids)
        grids[f"{table.name}#{times + 1}" if times else table.name] = grid(table)
    return grids


def _table(name: str, old: Grid | None, new: Grid | None) -> TableChange | None:
    if old is None or new is None:
        return TableChange(name, old, new, ())
    keys = dict.fromkeys((*new.lines, *old.lines))
    changed = tuple(key for key in keys if _cells_of(old, key) != _cells_of(new, key))
    if not changed and old.heads == new.heads:
        return None
    return TableChange(name, old, new, changed)


def _cells_of(grid: Grid, key: str) -> Mapping[str, str] | None:
    if key not in grid.lines:
        return None
    return grid.lines[key].cells


def _cells(change: TableChange) -> Iterator[FigureChange]:
    if change.old is None or change.new is None:
        return
    for key in change.keys:
        before, after = change.pair(key)
        if _NO_LINE in (before, after):
            continue
        for head, title in change.heads.items():
            was, now = before.cells.get(head, ""), after.cells.get(head, "")
            if was != now and (number(was) is not None or number(now) is not None):
                where = " ".join(filter(None, (change.name, after.name, title)))
                yield FigureChange(where, was or "（空）", now or "（空）")
