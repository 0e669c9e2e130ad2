"""Two renderings of a file with different stand-ins → one document, in which everything is marked
that rests on a value that nobody has typed yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import partial
from itertools import groupby
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from generator.document.numbers import Origins
from generator.document.render import Rendered
from generator.document.tree import (
    Block,
    Cell,
    Chart,
    Document,
    Heading,
    Inline,
    LineBreak,
    Mark,
    Number,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
    TocEntry,
    plain,
)
from generator.findings.place import Place
from generator.ledger.figure import UNKNOWN, Figure
from generator.money import WAITING

_WHOLE = "〔这里写什么，要等待填的数〕"

Item = TypeVar("Item")


class _Words(Struct):
    """How the inlines of both renderings become one: ``waiting`` are the keys of figures that rest
    on stand-ins, as far as is known; what differs adds to them."""

    waiting: set[str]

    def merged(self, mine: Sequence[Inline], other: Sequence[Inline]) -> tuple[Inline, ...]:
        """What both say; a mark where they differ, and for each number that waits."""
        if _compared(mine) == _compared(other):
            return tuple(map(self._settled, mine))
        left, right = list(_signs(mine)), list(_signs(other))
        merged: list[Inline] = []
        matcher = SequenceMatcher(None, _compared(left), _compared(right), autojunk=False)
        for kind, start, end, _, _ in matcher.get_opcodes():
            if kind == "equal":
                merged += map(self._settled, left[start:end])
            elif any(isinstance(each, Number) for each in left[start:end]):
                merged += map(self._settled_number, _numbers(left[start:end]))
            else:
                merged.append(Mark(WAITING))
        return tuple(_joined(merged))

    def _settled(self, part: Inline) -> Inline:
        if isinstance(part, Number) and part.figure in self.waiting:
            return Number(WAITING, part.figure)
        return part

    def _settled_number(self, part: Number) -> Inline:
        self.waiting.add(part.figure)
        return Number(WAITING, part.figure)


def settled(mine: Rendered, other: Rendered, places: Collection[Place]) -> Rendered:
    """One of two renderings, in which what differs from the other one is marked, and every figure
    that rests on a number typed at one of ``places``."""
    resting = _Resting(places)
    words = _Words({key for key, figure in mine.figures.items() if resting.on(figure)})
    pairs = _paired(mine.document.sections, other.document.sections, lambda part: part.kind)
    sections = tuple(_section(words, left, right) for left, right in pairs)
    figures = {
        key: resting.unknown(figure, known=key not in words.waiting)
        for key, figure in mine.figures.items()
    }
    document = replace(
        mine.document, sections=sections, sheets=(), review=(), origins=Origins(figures)
    )
    document = replace(document, toc=tuple(_toc(document)))
    return replace(mine, document=document, figures=figures, findings=())


class _Resting:
    """Which figures rest on numbers typed at some places."""

    def __init__(self, places: Collection[Place]) -> None:
        self._places = places
        # Figures are inputs of many others. Each stays with its answer, so that its id() does.
        self._answers: dict[int, tuple[Figure, bool]] = {}

    def on(self, figure: Figure) -> bool:
        """Whether a figure was typed at one of the places, or is made of one that was."""
        answered = self._answers.get(id(figure))
        if answered is not None:
            return answered[1]
        rests = figure.place in self._places
        if figure.inputs:
            rests = any(map(self.on, figure.inputs))
        self._answers[id(figure)] = figure, rests
        return rests

    def unknown(self, figure: Figure, *, known: bool) -> Figure:
        """A figure in which nobody can read a number that rests on a stand-in."""
        if known:
            return figure
        inputs = tuple(self.unknown(part, known=not self.on(part)) for part in figure.inputs)
        return replace(figure, value=UNKNOWN, inputs=inputs)


def _section(words: _Words, mine: Section | None, other: Section | None) -> Section:
    if mine is None or other is None:
        section = mine or other
        assert section is not None
        return replace(section, blocks=(_instead("正文"),))
    blocks: list[Block] = []
    for left, right in _paired(mine.blocks, other.blocks, _kind_of_block):
        blocks.append(_block(words, left, right))
    return replace(mine, blocks=tuple(_without_repeated(blocks)))


def _block(words: _Words, mine: Block | None, other: Block | None) -> Block:
    """A block of both; what only one of them has rests on stand-ins as a whole."""
    if isinstance(mine, Heading) and isinstance(other, Heading):
        return replace(mine, inlines=words.merged(mine.inlines, other.inlines))
    if isinstance(mine, Paragraph) and isinstance(other, Paragraph):
        return replace(mine, inlines=words.merged(mine.inlines, other.inlines))
    if isinstance(mine, Table) and isinstance(other, Table):
        return _table(words, mine, other)
    if mine is not None and mine == other:
        return mine
    if isinstance(mine, Chart):
        return Paragraph("正文", (Mark(f"〔图“{mine.title}”要等待填的数〕"),))
    return _instead("正文")


def _table(words: _Words, mine: Table, other: Table) -> Table:
    head = [_row(words, *pair) for pair in _paired(mine.head, other.head, _name_of_row)]
    body = [_row(words, *pair) for pair in _paired(mine.body, other.body, _name_of_row)]
    notes = [
        words.merged(left or (), right or ())
        for left, right in _paired(mine.notes, other.notes, plain)
    ]
    return replace(mine, head=tuple(head), body=tuple(body), notes=tuple(notes))


def _row(words: _Words, mine: Row | None, other: Row | None) -> Row:
    if mine is None or other is None or len(mine.cells) != len(other.cells):
        row = mine or other
        assert row is not None
        return Row(tuple(map(_waiting_cell, row.cells)))
    return Row(tuple(map(partial(_cell, words), mine.cells, other.cells)))


def _cell(words: _Words, mine: Cell, other: Cell) -> Cell:
    inlines = words.merged(mine.inlines, other.inlines)
    if mine.value != other.value and inlines == mine.inlines:
        # A zero of the one is an empty cell, or both are rounded to one number.
        inlines = (Mark(WAITING),)
    if inlines == mine.inlines:
        return mine
    return replace(mine, inlines=inlines, value=None, sums=())


def _waiting_cell(cell: Cell) -> Cell:
    """A cell of a row that may not be there: what it is called may stay, numbers may not."""
    if not any(isinstance(part, Number) for part in cell.inlines):
        return cell
    return replace(cell, inlines=(Mark(WAITING),), value=None, sums=())


def _instead(role: str) -> Paragraph:
    return Paragraph(role, (Mark(_WHOLE),))


def _without_repeated(blocks: Sequence[Block]) -> Iterator[Block]:
    """Of marks for whole paragraphs in a row only the first."""
    for block, same in groupby(blocks):
        yield block
        if block != _instead("正文"):
            yield from list(same)[1:]


def _kind_of_block(block: Block) -> str:
    """What two blocks share that may be told as one: their kind, and their name or beginning."""
    kind = type(block).__name__
    if isinstance(block, Heading):
        return f"{kind} {block.level} {_bare(plain(block.inlines))}"
    if isinstance(block, Paragraph):
        return f"{kind} {block.role}"
    if isinstance(block, Table):
        return f"{kind} {block.name}"
    if isinstance(block, Chart):
        return f"{kind} {block.title}"
    return kind


def _name_of_row(row: Row) -> str:
    """What a row is called: its first words."""
    return next((plain(cell.inlines) for cell in row.cells if cell.inlines), "")


def _bare(text: str) -> str:
    return "".join(sign for sign in text if not sign.isdigit())


def _paired(
    mine: Sequence[Item], other: Sequence[Item], name: Callable[[Item], str]
) -> Iterator[tuple[Item | None, Item | None]]:
    """The items of two sequences that belong together, by their names, in order; None beside what
    only one of them has."""
    left, right = list(map(name, mine)), list(map(name, other))
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind == "equal" or (kind == "replace" and end - start == stop - begin):
            yield from zip(mine[start:end], other[begin:stop], strict=True)
            continue
        for item in mine[start:end]:
            yield item, None
        for item in other[begin:stop]:
            yield None, item


def _signs(inlines: Sequence[Inline]) -> Iterator[Inline]:
    """Inlines cut into what is compared: sign by sign, a number whole."""
    for part in inlines:
        if isinstance(part, Text):
            yield from map(Text, part.text)
        else:
            yield part


def _compared(parts: Iterable[Inline]) -> list[str]:
    """What of inlines is the same in both renderings where nothing differs: no keys of figures."""
    return [
        "\n" if isinstance(part, LineBreak) else f"{type(part).__name__} {part.text}"
        for part in parts
    ]


def _numbers(parts: Sequence[Inline]) -> Iterator[Number]:
    return (part for part in parts if isinstance(part, Number))


def _joined(parts: Sequence[Inline]) -> Iterator[Inline]:
    """Inlines with the signs of a text together again, and no mark twice in a row."""
    for kind, run in groupby(parts, key=type):
        if kind is Text:
            yield Text("".join(part.text for part in run if isinstance(part, Text)))
        elif kind is Mark:
            yield from dict.fromkeys(run)
        else:
            yield from run


def _toc(document: Document) -> Iterator[TocEntry]:
    """The list of contents, with the marks of its headings."""
    headings: Mapping[str, Heading] = {
        block.id: block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Heading)
    }
    for entry in document.toc:
        heading = headings.get(entry.target)
        if heading is not None and any(isinstance(part, Mark) for part in heading.inlines):
            yield replace(entry, text=plain(heading.inlines))
        elif heading is not None:
            yield entry
