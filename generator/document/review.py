"""What a reviewer's workbook says of each number in a sentence: the formula, over cells of the
tables as far as they hold its inputs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from generator.document.tree import Document, Heading, Number, Paragraph, ReviewLine, Token, plain
from generator.ledger.figure import PERCENT, WAN, Figure
from generator.ledger.provenance import places, source

DEEPEST = 6
LONGEST = 60
_SIGNS = {"＋": "+", "－": "-", "×": "*", "÷": "/"}


class _Cells(Struct, frozen=True):
    """The cells of the tables by name and amount, and the files whose figures they are."""

    found: Mapping[tuple[str, Decimal], tuple[int, int, int]]
    files: frozenset[str]

    def of(self, figure: Figure) -> tuple[int, int, int] | None:
        """The cell that shows a figure; None when there is none."""
        if figure.unit != WAN or not figure.value or self.foreign(figure):
            return None
        return self.found.get((figure.label, figure.value)) or self.found.get(("", figure.value))

    def foreign(self, figure: Figure) -> bool:
        """Whether a figure comes from another file."""
        return any(place.file not in self.files for place in places(figure))


def review(
    document: Document, figures: Mapping[str, Figure], files: frozenset[str]
) -> Iterator[ReviewLine]:
    """A line for each printed number of the sentences, in order.

    What was typed in another file than ``files`` (last year's) stands as an amount.
    """
    cells = _Cells(_cells(document, figures), files)
    for title, block in _sentences(document):
        for inline in block.inlines:
            if not isinstance(inline, Number) or inline.figure not in figures:
                continue
            figure = figures[inline.figure]
            tokens = _rounded(figure, inline.text, cells)
            yield ReviewLine(
                title,
                plain(block.inlines),
                figure.label,
                inline.text,
                tuple(tokens),
                source(figure),
            )


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


def _cells(
    document: Document, figures: Mapping[str, Figure]
) -> dict[tuple[str, Decimal], tuple[int, int, int]]:
    """Where each amount stands in the tables, by name, and by bare amount where one name has it."""
    named: dict[tuple[str, Decimal], tuple[int, int, int]] = {}
    for number, sheet in enumerate(document.sheets):
        for row, line in enumerate(sheet.table.body):
            column = 0
            for cell in line.cells:
                key = next((part.figure for part in cell.inlines if isinstance(part, Number)), "")
                if cell.value is not None and key in figures:
                    label = figures[key].label
                    named.setdefault((label, cell.value), (number, row, column))
                    named.setdefault(("", cell.value), (number, row, column))
                column += cell.colspan
    return named


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
