"""What a reader asks of a document, found in it: a printed number, a section, or a typed name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from msgspec import Struct

from generator.document.compare.grids import line_name
from generator.document.tree import (
    Block,
    Document,
    Heading,
    Inline,
    Number,
    Paragraph,
    Table,
    plain,
)
from generator.ledger.figure import WAN, Figure, round_half_up
from generator.ledger.interval import decimals_of
from generator.ledger.provenance import places
from generator.money import IN_WAN
from generator.reading.nearest import nearest

_QUOTES = re.compile(r"[\s“”‘’\"'「」《》]")
_CODE = re.compile(r"(?:\d{3}|\d{5}|\d{7})(?=\D|$)")
_NUMBERING = re.compile(r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、]|其中:)")
_UNITS = ("万元", "元", "千元", "亿元")
_LEAST_DIGITS = 3
_NEAR = Decimal("0.01")
_MOST = 3
_LEVELS = 4
Titles = tuple[str, ...]
"""The headings above a block, one for each level, "" where there is none."""


class PrintedNumber(Struct, frozen=True):
    """A printed number and its figure, with the sentence, or the name of its line in a table.

    ``headings`` are those above it, as one text.
    """

    headings: str
    sentence: str
    printed: str
    figure: Figure


class DocumentIndex(Struct, frozen=True):
    """All printed numbers of a document.

    ``sentences`` have with each number the four levels of headings above it; ``lines`` are the
    numbers of tables; ``empty`` names lines without a number, as (table, line).
    """

    sentences: tuple[tuple[PrintedNumber, Titles], ...]
    lines: tuple[PrintedNumber, ...]
    empty: tuple[tuple[str, str], ...]

    @property
    def every(self) -> Iterator[PrintedNumber]:
        """All printed numbers of the document, in order."""
        yield from (number for number, _ in self.sentences)
        yield from self.lines


def index_of(document: Document, figures: Mapping[str, Figure]) -> DocumentIndex:
    """Everything that can be found in a document."""
    sentences: list[tuple[PrintedNumber, Titles]] = []
    lines: list[PrintedNumber] = []
    empty: list[tuple[str, str]] = []
    for titles, block in _blocks(document):
        headings = " ".join(title for title in titles if title)
        if isinstance(block, Paragraph):
            sentence = plain(block.inlines)
            printed = _printed(block.inlines, headings, sentence, figures)
            sentences += [(number, titles) for number in printed]
        elif isinstance(block, Table):
            headings = f"{headings} {block.corner}".strip()
            numbers, empty_names = _of_table(block, headings, figures)
            lines += numbers
            empty += [(block.name, name) for name in empty_names]
    return DocumentIndex(tuple(sentences), tuple(lines), tuple(empty))


def _blocks(document: Document) -> Iterator[tuple[Titles, Block]]:
    """Every block but headings, with the headings above it."""
    titles = [""] * _LEVELS
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Heading):
                title = plain(block.inlines).replace("\n", " ")
                titles[block.level - 1 :] = [title, *[""] * (_LEVELS - block.level)]
            else:
                yield tuple(titles), block


def _printed(
    inlines: Iterable[Inline], headings: str, sentence: str, figures: Mapping[str, Figure]
) -> list[PrintedNumber]:
    """The numbers of inlines whose figures are there."""
    return [
        PrintedNumber(headings, sentence, part.text, figures[part.figure])
        for part in inlines
        if isinstance(part, Number) and part.figure in figures
    ]


def _of_table(
    table: Table, headings: str, figures: Mapping[str, Figure]
) -> tuple[list[PrintedNumber], list[str]]:
    """The numbers of a table, and the names of its lines that have none."""
    numbers: list[PrintedNumber] = []
    is_empty: dict[str, bool] = {}
    for row in table.body:
        for position, cell in enumerate(row.cells):
            name = line_name(row.cells, position)
            printed = _printed(cell.inlines, headings, name, figures)
            numbers += printed
            if cell.value is not None:
                is_empty[name] = is_empty.get(name, True) and not printed
    return numbers, [name for name, empty in is_empty.items() if empty]


def of_number(numbers: DocumentIndex, wanted: str) -> tuple[tuple[PrintedNumber, ...], str]:
    """Where a number is printed, and "".

    Else where it is printed in another unit or with more decimals, and how it reads there.
    """
    number = number_of(wanted)
    if number is None:
        return (), ""
    exact = tuple(printed for printed in numbers.every if number_of(printed.printed) == number)
    if exact or not number or len(number.as_tuple().digits) < _LEAST_DIGITS:
        return exact, ""
    for unit in _UNITS:
        same = tuple(
            printed
            for printed in numbers.every
            if _is_rounded(printed.figure, number, IN_WAN[unit])
        )
        if same:
            typed = re.sub(r"[\s万千亿]*元$", "", wanted.strip())
            texts = "、".join(dict.fromkeys(printed.printed for printed in same))
            return same, f"{typed} {unit}，文档里印作 {texts} 万元："
    return (), ""


def _is_rounded(figure: Figure, number: Decimal, factor: Decimal) -> bool:
    """Whether an amount in a unit of ``factor`` 万元 rounds to a number with its decimals."""
    if figure.unit != WAN:
        return False
    return round_half_up(figure.value / factor, decimals_of(number)) == number


def of_section(numbers: DocumentIndex, wanted: str) -> tuple[PrintedNumber, ...]:
    """The numbers of a section: 三, 七（二）."""
    parts = re.findall(r"[一二三四五六七八九十]+|（[一二三四五六七八九十]+）", wanted)
    if not parts or "".join(parts) != wanted.replace("、", ""):
        return ()
    starts = [part if part.startswith("（") else f"{part}、" for part in parts]
    return tuple(
        number
        for number, titles in numbers.sentences
        if all(any(title.startswith(start) for title in titles[1:]) for start in starts)
    )


def of_name(numbers: DocumentIndex, wanted: str) -> tuple[PrintedNumber, ...]:
    """The numbers of a name or a code: in sentences, else in the lines of tables, each once."""
    in_sentences = tuple(
        number for number, _ in numbers.sentences if _is_named(number.figure.label, wanted)
    )
    if in_sentences:
        return in_sentences
    in_lines: dict[object, PrintedNumber] = {}
    for number in numbers.lines:
        figure = number.figure
        if _is_named(number.sentence, wanted) or _is_named(figure.label, wanted):
            in_lines.setdefault((figure.value, frozenset(places(figure))), number)
    return tuple(in_lines.values())


def empty_lines(numbers: DocumentIndex, wanted: str) -> tuple[str, ...]:
    """The tables that have a line of that name with nothing in it."""
    tables = (table for table, name in numbers.empty if _is_named(name, wanted))
    return tuple(dict.fromkeys(tables))


def suggestions(numbers: DocumentIndex, wanted: str) -> list[str]:
    """What may have been meant: numbers close by, or names like it, as they may be typed."""
    number = number_of(wanted)
    if number is not None:
        return _near_numbers(numbers, number)
    names = {printed.figure.label for printed, _ in numbers.sentences}
    names |= {printed.sentence for printed in numbers.lines if printed.sentence}
    return _containing(names, wanted) or nearest(wanted, sorted(names), _MOST, loose=True)


def _near_numbers(numbers: DocumentIndex, number: Decimal) -> list[str]:
    """Amounts close to a number, read in the first unit in which there are any."""
    if not number:
        return []
    amounts = [printed for printed in numbers.every if printed.figure.unit == WAN]
    for unit in _UNITS:
        intended = number * IN_WAN[unit]
        distances = [
            (abs(amount.figure.printed - intended), amount.printed, amount.figure.label)
            for amount in amounts
        ]
        near: dict[str, str] = {}
        for distance, text, label in sorted(distances):
            if distance <= abs(intended) * _NEAR:
                near.setdefault(text, label)
        if near:
            return [f"{text}（{label}）" for text, label in near.items()][:_MOST]
    return []


def _containing(names: Iterable[str], wanted: str) -> list[str]:
    """The shortest names with the wanted words in them."""
    words = simple(wanted)
    containing = [name for name in names if words and words in simple(name)]
    return sorted(containing, key=lambda name: (len(name), name))[:_MOST]


def _is_named(name: str, wanted: str) -> bool:
    """Whether a name is what was asked for.

    It may be typed with or without its code, its number in a list and its quotation marks.
    """
    full, asked = simple(name), simple(wanted)
    if not asked:
        return False
    code = _CODE.match(full)
    if code:
        return asked in (full, full[code.end() :], code[0])
    return asked in (full, _NUMBERING.sub("", full, count=1))


def simple(text: str) -> str:
    """A name without quotation marks and blanks, in one width of characters."""
    return unicodedata.normalize("NFKC", _QUOTES.sub("", text))


def number_of(text: str) -> Decimal | None:
    """The number that a text is, thousands set apart or not, with or without its unit."""
    typed = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    try:
        number = Decimal(re.sub(r"(?:[万千亿]?元|%)$", "", typed))
    except InvalidOperation:
        return None
    if number.is_finite():
        return number
    return None
