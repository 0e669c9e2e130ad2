"""Two documents → their differences, by section and by table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from msgspec import Struct

from generator.document.compare.grids import Grid, Line, grid
from generator.document.compare.words import number, numbers, subject
from generator.document.tree import Block, Document, Heading, Paragraph, Table, plain

_SKIPPED = ("审核", "目录")
_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])\s*"
)
_OF_YEAR = re.compile(r"^\d{4}年度?")
# In per cent.
_LIKE = 40
_NO_LINE = Line("", {}, frozenset())


class FigureChange(Struct, frozen=True):
    """A figure that differs: where it stands, as printed before and now."""

    where: str
    old: str
    new: str

    @property
    def difference(self) -> Decimal | None:
        """New less old; None when one of them is no number."""
        before, now = number(self.old), number(self.new)
        return now - before if before is not None and now is not None else None


class TextChange(Struct, frozen=True):
    """A paragraph that differs; "" where there is none."""

    where: str
    old: str
    new: str


class TableChange(Struct, frozen=True):
    """The lines of a table that differ, by key; ``old`` or ``new`` is None where the table is not there."""

    name: str
    old: Grid | None
    new: Grid | None
    keys: tuple[str, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """What the lines are called, each name once; a line without words is no name."""
        return tuple(
            dict.fromkeys(
                name
                for key in self.keys
                if (name := self.pair(key)[1].name or self.pair(key)[0].name)
            )
        )

    @property
    def heads(self) -> dict[str, str]:
        """The headings of both, the new ones first."""
        return {**(self.new.heads if self.new else {}), **(self.old.heads if self.old else {})}

    def pair(self, key: str) -> tuple[Line, Line]:
        """A line before and now; an empty one where it is not there."""
        before, now = (
            (one.lines.get(key) if one else None) or _NO_LINE for one in (self.old, self.new)
        )
        return before, now


class Comparison(Struct, frozen=True):
    """All differences of two documents; ``doubts`` says why they may not be two drafts of one document."""

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
    tables = tuple(
        change
        for name in dict.fromkeys((*after, *before))
        if (change := _table(name, before.get(name), after.get(name)))
    )
    figures = [
        FigureChange(
            " ".join(
                dict.fromkeys(
                    part for part in (one.where.split(" › ")[-1], subject(one.new), words) if part
                )
            ),
            was,
            now,
        )
        for one in texts
        if one.old and one.new
        for words, was, now in numbers(one.old, one.new)
    ]
    figures += [figure for one in tables for figure in _cells(one)]
    return Comparison(tuple(figures), texts, tables, tuple(_doubts(old, new)))


def _doubts(old: Document, new: Document) -> Iterator[str]:
    if old.unit != new.unit:
        yield f"两个文件不是同一个单位的（旧：{old.unit}，新：{new.unit}），核对是不是选错了文件"
    if old.year != new.year:
        yield f"两个文件不是同一个年度的（旧：{old.year}，新：{new.year}），列出的是两年之间的变化，不是改稿的变动"


def _texts(old: Document, new: Document) -> Iterator[TextChange]:
    before, after = _paragraphs(old), _paragraphs(new)
    for where in dict.fromkeys((*after, *before)):
        left, right = before.get(where, []), after.get(where, [])
        for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            if what != "equal":
                yield from (
                    TextChange(where, one, other) for one, other in _paired(left[a:b], right[c:d])
                )


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Paragraphs that are one another's successors, the likest first taken, in the order of the new ones; those without a partner alone."""
    likes = [
        (SequenceMatcher(None, one, other, autojunk=False).ratio(), -at, -to)
        for at, one in enumerate(old)
        for to, other in enumerate(new)
    ]
    partner: dict[int, int] = {}
    for like, at, to in sorted(likes, reverse=True):
        if like * 100 > _LIKE and -to not in partner and -at not in partner.values():
            partner[-to] = -at
    yield from ((old[partner[to]] if to in partner else "", one) for to, one in enumerate(new))
    yield from ((one, "") for at, one in enumerate(old) if at not in partner.values())


def _blocks(document: Document) -> Iterator[tuple[str, Block]]:
    """Every block with the headings above it, without their numbers and the year: a section that moved down is the same section."""
    above: list[str] = []
    for section in document.sections:
        if section.kind in _SKIPPED:
            continue
        for block in section.blocks:
            if isinstance(block, Heading):
                text = _OF_YEAR.sub(
                    "", _NUMBERING.sub("", re.sub(r"\s+", "", plain(block.inlines)))
                )
                above = [*above[: block.level - 1], text]
            yield " › ".join(one for one in above if one), block


def _paragraphs(document: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for where, block in _blocks(document):
        if isinstance(block, Paragraph) and (
            text := _NUMBERING.sub("", re.sub(r"\s+", "", plain(block.inlines)))
        ):
            found.setdefault(where or "封面", []).append(text)
    return found


def _tables(document: Document) -> dict[str, Grid]:
    """Every table once: a statutory one whole, where the document has it as a sheet, not in the parts that fit on a page."""
    sheets = {sheet.table.name: sheet.table for sheet in document.sheets}
    found: dict[str, Grid] = {}
    done: set[str] = set()
    for _, block in _blocks(document):
        if not isinstance(block, Table):
            continue
        whole = sheets.get(block.name.removesuffix("（续）"))
        table = whole or block
        if whole and whole.id in done:
            continue
        done |= {whole.id} if whole else set()
        times = sum(name.split("#")[0] == table.name for name in found)
        found[f"{table.name}#{times + 1}" if times else table.name] = grid(table)
    return found


def _table(name: str, old: Grid | None, new: Grid | None) -> TableChange | None:
    if old is None or new is None:
        return TableChange(name, old, new, ())
    keys = dict.fromkeys((*new.lines, *old.lines))
    changed = tuple(key for key in keys if _cells_of(old, key) != _cells_of(new, key))
    return TableChange(name, old, new, changed) if changed or old.heads != new.heads else None


def _cells_of(one: Grid, key: str) -> Mapping[str, str] | None:
    return one.lines[key].cells if key in one.lines else None


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
                where = " ".join(part for part in (change.name, after.name, title) if part)
                yield FigureChange(where, was or "（空）", now or "（空）")
