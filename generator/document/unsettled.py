"""Renderings of a file with different stand-ins → one document, in which everything is marked that
rests on a value that nobody has typed yet."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import partial
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from generator.document.numbers import Origins
from generator.document.pairing import Runs, paired, shared_ends
from generator.document.render import Rendered
from generator.document.resting import Resting
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
from generator.money import WAITING

_WHOLE = "〔这里写什么，要等待填的数〕"
_MOST_SIGNS = 1000
"""Of longer parts that differ no sign is compared: that would take seconds."""
_BEGINNING = 6
_NUMERAL = re.compile(
    "^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|第[一二三四五六七八九十]+部分)"
)
_TYPED_MARK = re.compile("(〔待填：[^〔〕]*〕)")


class _Words(Struct):
    """How the inlines of two renderings become one: ``waiting`` are the keys of figures that rest
    on stand-ins, as far as is known; what differs adds to them."""

    waiting: set[str]

    def merged(self, left: Sequence[Inline], right: Sequence[Inline]) -> tuple[Inline, ...]:
        """What both say; a mark where they differ, and for each number that waits."""
        if _compared(left) == _compared(right):
            return tuple(_with_marks(map(self._settled, left)))
        lefts, rights = list(_signs(left)), list(_signs(right))
        merged: list[Inline] = []
        for is_same, part, _ in _sign_runs(lefts, rights):
            if is_same:
                merged += map(self._settled, part)
            else:
                merged += self._differing(part)
        return tuple(_joined(merged))

    def _settled(self, part: Inline) -> Inline:
        if isinstance(part, Number) and part.figure in self.waiting:
            return Number(WAITING, part.figure)
        return part

    def _differing(self, parts: Sequence[Inline]) -> Sequence[Inline]:
        """What stands for parts that the other rendering has not: their numbers and marks."""
        self.waiting |= {part.figure for part in parts if isinstance(part, Number)}
        if len(parts) > _MOST_SIGNS:
            return [Mark(_WHOLE)]
        named = [part for part in parts if isinstance(part, Number | Mark)]
        return list(map(self._settled, named)) or [Mark(WAITING)]


def settled(kept: Rendered, others: Iterable[Rendered], places: Collection[Place]) -> Rendered:
    """One of several renderings, in which what differs from any other one is marked, and every
    figure that rests on a number typed at one of ``places``."""
    resting = Resting(places)
    words = _Words({key for key, figure in kept.figures.items() if resting.on(figure)})
    sections = kept.document.sections
    for other in others:
        pairs = paired(sections, other.document.sections, (lambda section: section.kind,))
        sections = tuple(_section(words, left, right) for left, right in pairs)
    figures = {
        key: resting.unknown(figure, settled=key not in words.waiting)
        for key, figure in kept.figures.items()
    }
    contents = tuple(_contents(kept.document, sections))
    document = replace(
        kept.document,
        sections=sections,
        sheets=(),
        review=(),
        origins=Origins(figures),
        toc=contents,
    )
    return replace(kept, document=document, figures=figures, findings=())


def _section(words: _Words, left: Section | None, right: Section | None) -> Section:
    if left is None or right is None:
        section = left or right
        assert section is not None
        return replace(section, blocks=(_instead(),))
    names = (_words_of_block, _beginning_of_block, _kind_of_block)
    blocks = [_block(words, *pair) for pair in paired(left.blocks, right.blocks, names)]
    return replace(left, blocks=tuple(_without_repeated(blocks)))


def _block(words: _Words, left: Block | None, right: Block | None) -> Block:
    """A block of both; what only one of them has rests on stand-ins as a whole."""
    if isinstance(left, Heading) and isinstance(right, Heading):
        return replace(left, inlines=words.merged(left.inlines, right.inlines))
    if isinstance(left, Paragraph) and isinstance(right, Paragraph):
        return replace(left, inlines=words.merged(left.inlines, right.inlines))
    if isinstance(left, Table) and isinstance(right, Table):
        return _table(words, left, right)
    if left is not None and left == right:
        return left
    if isinstance(left, Heading):
        return replace(left, inlines=(_hanging(left.inlines),))
    if isinstance(left, Chart):
        return Paragraph("正文", (Mark(f"〔图“{_quoted(left.title)}”要等待填的数〕"),))
    if isinstance(left, Paragraph) and all(isinstance(part, Mark) for part in left.inlines):
        return left
    return _instead()


def _table(words: _Words, left: Table, right: Table) -> Table:
    names = (_words_of_row, _name_of_row)
    head = [_row(words, *pair) for pair in paired(left.head, right.head, names)]
    body = [_row(words, *pair) for pair in paired(left.body, right.body, names)]
    notes = [
        words.merged(note or (), other or ())
        for note, other in paired(left.notes, right.notes, (plain,))
    ]
    return replace(left, head=tuple(head), body=tuple(body), notes=tuple(notes))


def _row(words: _Words, left: Row | None, right: Row | None) -> Row:
    if left is None or right is None:
        row = left or right
        assert row is not None
        return _hanging_row(row)
    if len(left.cells) == len(right.cells):
        return Row(tuple(map(partial(_cell, words), left.cells, right.cells)))
    cells = []
    for cell, other in paired(left.cells, right.cells, (_words_of_cell,)):
        if cell is not None and (other is None or _is_amount(cell)):
            cells.append(_hanging_cell(cell))
        elif cell is not None:
            cells.append(cell)
    return Row(tuple(cells))


def _cell(words: _Words, left: Cell, right: Cell) -> Cell:
    inlines = words.merged(left.inlines, right.inlines)
    is_waiting = any(isinstance(part, Mark) for part in inlines)
    if left.value != right.value and inlines == left.inlines and not is_waiting:
        # A zero of the one is an empty cell, or both are rounded to one number.
        inlines = (Mark(WAITING),)
    if inlines == left.inlines:
        return left
    return replace(left, inlines=inlines, value=None, sums=())


def _hanging_row(row: Row) -> Row:
    """A row that may not be there: its first words say so."""
    cells = list(map(_hanging_cell, row.cells))
    for index, cell in enumerate(row.cells):
        if _words_of(cell.inlines) and not _is_amount(cell):
            cells[index] = replace(cell, inlines=(_hanging(cell.inlines),))
            break
    return Row(tuple(cells))


def _hanging_cell(cell: Cell) -> Cell:
    """A cell that may not be there."""
    words = _words_of(cell.inlines)
    if _is_amount(cell):
        return replace(cell, inlines=(Mark(WAITING),), value=None, sums=())
    if words:
        return replace(cell, inlines=(Mark(f"〔{_quoted(words)}〕"),))
    return cell


def _is_amount(cell: Cell) -> bool:
    return cell.value is not None or any(isinstance(part, Number) for part in cell.inlines)


def _hanging(inlines: Sequence[Inline]) -> Mark:
    """A mark with the words of what may not be there."""
    words = _words_of(inlines)
    if not words:
        return Mark(plain(tuple(part for part in inlines if isinstance(part, Mark))) or WAITING)
    return Mark(f"〔{_quoted(words)}：要等待填的数〕")


def _quoted(words: str) -> str:
    """Words as they stand in a mark, or inside quotes."""
    return _TYPED_MARK.sub("", words).translate(str.maketrans("“”〔〕", "‘’（）"))


def _instead() -> Paragraph:
    return Paragraph("正文", (Mark(_WHOLE),))


def _without_repeated(blocks: Sequence[Block]) -> Iterator[Block]:
    """Of marks for whole paragraphs in a row only the first."""
    for block, same in groupby(blocks):
        yield block
        if block != _instead():
            yield from list(same)[1:]


def _kind_of_block(block: Block) -> str:
    """What two blocks share that may be read as one: their kind, and their name."""
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


def _words_of_block(block: Block) -> str:
    """A block without its numbers and its numeral: the same in both, whatever stands before it."""
    if isinstance(block, Heading | Paragraph):
        return f"{_role_of(block)} {_bare(_words_of(block.inlines))}"
    return _kind_of_block(block)


def _beginning_of_block(block: Block) -> str:
    if isinstance(block, Heading | Paragraph):
        return f"{_role_of(block)} {_bare(_words_of(block.inlines))[:_BEGINNING]}"
    return _kind_of_block(block)


def _role_of(block: Heading | Paragraph) -> str:
    return f"{type(block).__name__} {block.role}"


def _words_of_row(row: Row) -> str:
    return "\t".join(_words_of_cell(cell) for cell in row.cells)


def _name_of_row(row: Row) -> str:
    """What a row is called: its first words."""
    return next((plain(cell.inlines) for cell in row.cells if cell.inlines), "")


def _words_of_cell(cell: Cell) -> str:
    return _words_of(cell.inlines)


def _words_of(inlines: Sequence[Inline]) -> str:
    """The words of inlines, without numbers and marks."""
    return "".join(part.text for part in inlines if isinstance(part, Text))


def _bare(text: str) -> str:
    return "".join(sign for sign in _NUMERAL.sub("", text) if not sign.isdigit())


def _sign_runs(left: Sequence[Inline], right: Sequence[Inline]) -> Runs[Inline]:
    """The runs of signs that are the same in two texts, and those between them, none of them
    empty in both; what differs in long texts is one."""
    lefts, rights = _compared(left), _compared(right)
    start, end = shared_ends(lefts, rights)
    stop, halt = len(left) - end, len(right) - end
    yield True, left[:start], right[:start]
    if max(stop, halt) - start > _MOST_SIGNS:
        yield False, left[start:stop], right[start:halt]
    else:
        matcher = SequenceMatcher(None, lefts[start:stop], rights[start:halt], autojunk=False)
        for kind, first, last, begin, close in matcher.get_opcodes():
            parts = left[start + first : start + last], right[start + begin : start + close]
            yield kind == "equal", *parts
    yield True, left[stop:], right[halt:]


def _signs(inlines: Sequence[Inline]) -> Iterator[Inline]:
    """Inlines cut into what is compared: sign by sign, a number and a mark whole."""
    for part in _with_marks(inlines):
        if isinstance(part, Text):
            yield from map(Text, part.text)
        else:
            yield part


def _with_marks(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Inlines in which the marks that stand for words are marks."""
    for part in inlines:
        if not isinstance(part, Text) or "〔待填：" not in part.text:
            yield part
            continue
        for piece in filter(None, _TYPED_MARK.split(part.text)):
            yield Mark(piece) if _TYPED_MARK.fullmatch(piece) else Text(piece)


def _compared(parts: Iterable[Inline]) -> list[str]:
    """What of inlines is the same in both renderings where nothing differs: no keys of figures."""
    return [
        "\n" if isinstance(part, LineBreak) else f"{type(part).__name__} {part.text}"
        for part in parts
    ]


def _joined(parts: Sequence[Inline]) -> Iterator[Inline]:
    """Inlines with the signs of a text together again, and no two bare marks in a row."""
    for kind, group in groupby(parts, key=_kind_of_part):
        run = list(group)
        if kind == "Text":
            yield Text(_words_of(run))
        elif kind == WAITING:
            # A number leads to where it comes from.
            yield next((part for part in run if isinstance(part, Number)), run[0])
        else:
            yield from run


def _kind_of_part(part: Inline) -> str:
    if isinstance(part, Number | Mark) and part.text == WAITING:
        return WAITING
    return type(part).__name__


def _contents(kept: Document, sections: Sequence[Section]) -> Iterator[TocEntry]:
    """The list of contents, with its headings as they became."""
    before, after = _headings(kept.sections), _headings(sections)
    for entry in kept.toc:
        heading = after.get(entry.target)
        if heading is not None and heading.inlines != before[entry.target].inlines:
            yield replace(entry, text=plain(heading.inlines))
        elif heading is not None:
            yield entry


def _headings(sections: Sequence[Section]) -> Mapping[str, Heading]:
    """Headings by what leads to them."""
    return {
        block.id: block
        for section in sections
        for block in section.blocks
        if isinstance(block, Heading)
    }
