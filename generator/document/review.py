"""What a reviewer's workbook says of each number in a sentence: the formula, over cells of the
tables as far as they hold its inputs, and where in the sentence number and direction stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from generator.document.directions import direction_before
from generator.document.tree import (
    DOWN,
    Document,
    Heading,
    Inline,
    Number,
    Paragraph,
    ReviewLine,
    Token,
    Way,
    plain,
)
from generator.findings.place import Place
from generator.ledger.figure import PERCENT, WAN, Figure
from generator.ledger.provenance import places, source

DEEPEST = 6
LONGEST = 60
_SIGNS = {"＋": "+", "－": "-", "×": "*", "÷": "/"}
_END_OF_SENTENCE = re.compile("[。；！？\n]")
_Place = tuple[int, int, int]


class _Cell(Struct, frozen=True):
    """A cell with an amount: where it stands, and its figure."""

    place: _Place
    figure: Figure


class _Cells:
    """The cells of the tables by amount, and the files whose figures they are."""

    def __init__(
        self, document: Document, figures: Mapping[str, Figure], files: frozenset[str]
    ) -> None:
        self._files = files
        self._by_value: dict[Decimal, list[_Cell]] = {}
        for number, sheet in enumerate(document.sheets):
            for row, line in enumerate(sheet.table.body):
                column = 0
                for cell in line.cells:
                    figure = figures.get(_key(cell.inlines))
                    if cell.value is not None and figure is not None:
                        entry = _Cell((number, row, column), figure)
                        self._by_value.setdefault(cell.value, []).append(entry)
                    column += cell.colspan

    def of(self, figure: Figure) -> _Place | None:
        """The cell that shows a figure; None when there is none.

        An equal amount is not enough: the cell has its name, or is made of the same typed numbers.
        """
        if figure.unit != WAN or not figure.value or self.foreign(figure):
            return None
        equal = self._by_value.get(figure.value, ())
        by_name = (cell.place for cell in equal if cell.figure.label == figure.label)
        place = next(by_name, None)
        if place is not None or not equal:
            return place
        typed = _typed(figure)
        return next((cell.place for cell in equal if typed and _typed(cell.figure) == typed), None)

    def foreign(self, figure: Figure) -> bool:
        """Whether a figure comes from another file."""
        return any(place.file not in self._files for place in places(figure))


def _key(inlines: tuple[Inline, ...]) -> str:
    return next((part.figure for part in inlines if isinstance(part, Number)), "")


def _typed(figure: Figure) -> frozenset[Place]:
    """The places of the typed numbers behind a figure that are not zero."""
    if not figure.inputs:
        return frozenset((figure.place,)) if figure.place and figure.value else frozenset()
    return frozenset().union(*(_typed(part) for part in figure.inputs))


def review(
    document: Document, figures: Mapping[str, Figure], files: frozenset[str]
) -> Iterator[ReviewLine]:
    """A line for each printed number of the sentences, in order.

    What was typed in another file than ``files`` (last year's) stands as an amount.
    """
    cells = _Cells(document, figures, files)
    for title, block in _sentences(document):
        text = plain(block.inlines)
        at = 0
        before = 0
        for inline in block.inlines:
            length = len(plain((inline,)))
            if isinstance(inline, Number) and inline.figure in figures:
                figure = figures[inline.figure]
                begin, sentence = _sentence(text, at, at + length)
                yield ReviewLine(
                    section=title,
                    sentence=sentence,
                    label=figure.label,
                    printed=inline.text,
                    tokens=tuple(_rounded(figure, inline.text, cells)),
                    note=source(figure),
                    at=at - begin,
                    way=_says(_way(text, before, at, begin), figure),
                    negative=figure.value < 0 and not inline.text.startswith(("-", "−")),
                )
                before = at + length
            at += length


def _sentence(text: str, start: int, end: int) -> tuple[int, str]:
    """The sentence of a paragraph in which something stands, and where it begins."""
    begin = 0
    for earlier in _END_OF_SENTENCE.finditer(text, 0, start):
        begin = earlier.end()
    stop = _END_OF_SENTENCE.search(text, end)
    sentence = text[begin : stop.end()] if stop else text[begin:]
    bare = sentence.lstrip()
    return begin + len(sentence) - len(bare), bare.rstrip()


def _way(text: str, after: int, at: int, begin: int) -> Way | None:
    """The word right before a number that says its direction, by its offset in the sentence.

    ``after`` is where the number before it ends.
    """
    start = max(after, begin)
    direction = direction_before(text[start:at])
    if direction is None:
        return None
    offset, word = direction
    return Way(start + offset - begin, word, word in DOWN)


def _says(way: Way | None, figure: Figure) -> Way | None:
    """The direction that a number has to have: what stands before an amount that is no change
    (减少的主要原因是压减 5 万元) says nothing of its sign."""
    if way is None or _is_change(figure) or way.down == (figure.value < 0):
        return way
    return None


def _is_change(figure: Figure) -> bool:
    """Whether a figure is a difference, or the rate of one."""
    if figure.formula == "÷":
        return figure.inputs[0].formula == "－"
    return figure.formula == "－"


def _sentences(document: Document) -> Iterator[tuple[str, Paragraph]]:
    titles = ["", "", ""]
    for section in document.sections:
        if section.kind != "正文":
            continue
        for block in section.blocks:
            if isinstance(block, Heading) and block.level <= 3:
                titles[block.level - 1 :] = [
                    plain(block.inlines).replace("\n", " "),
                    *[""] * (3 - block.level),
                ]
            elif isinstance(block, Paragraph):
                yield " ".join(part for part in titles[1:] if part) or titles[0], block


def _rounded(figure: Figure, text: str, cells: _Cells) -> list[Token]:
    """The whole formula, rounded as printed; a cell that shows the number itself stands alone."""
    decimals = len(text.partition(".")[2])
    inner = _tokens(figure, cells, 0, top=True)
    return ["ROUND(", *inner, f",{max(decimals, 2 if figure.unit == WAN else decimals)})"]


def _tokens(figure: Figure, cells: _Cells, depth: int, *, top: bool = False) -> list[Token]:
    place = cells.of(figure)
    if place is not None:
        return [place]
    if figure.unit == WAN and figure.formula == "＋" and cells.foreign(figure):
        return [figure.value]
    if (
        not figure.inputs
        or figure.formula not in _SIGNS
        or depth >= DEEPEST
        or len(figure.inputs) > LONGEST
    ):
        return [figure.value]
    sign = _SIGNS[figure.formula]
    parts: list[Token] = []
    for number, part in enumerate(figure.inputs):
        inner = _tokens(part, cells, depth + 1)
        # Differences and rates are made from amounts as they are printed.
        if part.unit == WAN and figure.formula in ("－", "÷"):
            inner = ["ROUND(", *inner, ",2)"]
        parts += [sign, *inner] if number else inner
    if figure.unit == PERCENT and figure.formula == "÷":
        parts += ["*100"]
    if top:
        return parts
    return ["(", *parts, ")"]
