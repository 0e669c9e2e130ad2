"""What a reader asks of a document, found in it: a printed number, a section, or a name as people type it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from msgspec import Struct

from generator.document.compare.grids import line_name
from generator.document.tree import Block, Document, Heading, Number, Paragraph, Table, plain
from generator.ledger.figure import WAN, Figure, places, round_half_up
from generator.ledger.interval import decimals_of
from generator.reading.nearest import nearest

_QUOTES = re.compile(r"[\s“”‘’\"'「」《》]")
_CODE = re.compile(r"(?:\d{3}|\d{5}|\d{7})(?=\D|$)")
_NUMBERING = re.compile(r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、]|其中:)")
# What one unit of each is in 万元.
_UNITS = (
    ("万元", Decimal(1)),
    ("元", Decimal("0.0001")),
    ("千元", Decimal("0.1")),
    ("亿元", Decimal(10_000)),
)
_LEAST_DIGITS = 3
_NEAR = Decimal("0.01")


class Seen(Struct, frozen=True):
    """A printed number: below which headings, in which sentence or line of a table, as printed, and its figure."""

    place: str
    sentence: str
    printed: str
    figure: Figure


class Looked(Struct, frozen=True):
    """All printed numbers of a document; ``lines`` are those of tables with what their line is called, ``empty`` lines without a number."""

    sentences: tuple[tuple[Seen, tuple[str, ...]], ...]
    lines: tuple[Seen, ...]
    empty: tuple[tuple[str, str], ...]

    @property
    def every(self) -> Iterator[Seen]:
        """All printed numbers."""
        yield from (seen for seen, _ in self.sentences)
        yield from self.lines


def look(document: Document, figures: Mapping[str, Figure]) -> Looked:
    """Everything that can be found in a document."""
    sentences: list[tuple[Seen, tuple[str, ...]]] = []
    lines: list[Seen] = []
    empty: list[tuple[str, str]] = []
    for titles, block in _blocks(document):
        place = " ".join(title for title in titles if title)
        if isinstance(block, Paragraph):
            numbers = (
                part
                for part in block.inlines
                if isinstance(part, Number) and part.figure in figures
            )
            sentences += [
                (Seen(place, plain(block.inlines), part.text, figures[part.figure]), titles)
                for part in numbers
            ]
        elif isinstance(block, Table):
            found, bare = _of_table(block, f"{place} {block.corner}".strip(), figures)
            lines += found
            empty += bare
    return Looked(tuple(sentences), tuple(lines), tuple(empty))


def _blocks(document: Document) -> Iterator[tuple[tuple[str, ...], Block]]:
    titles = ["", "", "", ""]
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Heading):
                titles[block.level - 1 :] = [
                    plain(block.inlines).replace("\n", " "),
                    *[""] * (4 - block.level),
                ]
            else:
                yield tuple(titles), block


def _of_table(
    table: Table, place: str, figures: Mapping[str, Figure]
) -> tuple[list[Seen], list[tuple[str, str]]]:
    found: list[Seen] = []
    bare: dict[str, bool] = {}
    for row in table.body:
        for at, cell in enumerate(row.cells):
            name = line_name(row.cells, at)
            numbers = [
                part for part in cell.inlines if isinstance(part, Number) and part.figure in figures
            ]
            found += [Seen(place, name, part.text, figures[part.figure]) for part in numbers]
            if cell.value is not None:
                bare[name] = bare.get(name, True) and not numbers
    return found, [(table.name, name) for name, nothing in bare.items() if nothing]


def of_number(looked: Looked, wanted: str) -> tuple[tuple[Seen, ...], str]:
    """Where a number is printed; else where it is printed in another unit or with fewer decimals, and how it reads there."""
    number = number_of(wanted)
    if number is None:
        return (), ""
    exact = tuple(seen for seen in looked.every if number_of(seen.printed) == number)
    if exact or len(number.as_tuple().digits) < _LEAST_DIGITS:
        return exact, ""
    for unit, factor in _UNITS:
        same = tuple(
            seen
            for seen in looked.every
            if seen.figure.unit == WAN
            and round_half_up(seen.figure.value / factor, decimals_of(number)) == number
            and number
        )
        if same:
            typed = re.sub(r"[\s万千亿]*元$", "", wanted.strip())
            return (
                same,
                f"{typed} {unit}，文档里印作 {'、'.join(dict.fromkeys(seen.printed for seen in same))} 万元：",
            )
    return (), ""


def of_section(looked: Looked, wanted: str) -> tuple[Seen, ...]:
    """The numbers of a section: 三, 七（二）."""
    parts = re.findall(r"[一二三四五六七八九十]+|（[一二三四五六七八九十]+）", wanted)
    if not parts or "".join(parts) != wanted.replace("、", ""):
        return ()
    found = []
    for seen, titles in looked.sentences:
        heads = [title for title in titles[1:] if title]
        if all(
            any(head.startswith(part if part.startswith("（") else f"{part}、") for head in heads)
            for part in parts
        ):
            found.append(seen)
    return tuple(found)


def of_name(looked: Looked, wanted: str) -> tuple[Seen, ...]:
    """The numbers of a name or a code: in sentences, else in the lines of tables, each figure once."""
    said = tuple(seen for seen, _ in looked.sentences if _named(seen.figure.label, wanted))
    if said:
        return said
    found: dict[object, Seen] = {}
    for seen in looked.lines:
        if _named(seen.sentence, wanted) or _named(seen.figure.label, wanted):
            found.setdefault((seen.figure.value, frozenset(places(seen.figure))), seen)
    return tuple(found.values())


def empty_lines(looked: Looked, wanted: str) -> tuple[str, ...]:
    """The tables that have a line of that name with nothing in it."""
    return tuple(dict.fromkeys(table for table, name in looked.empty if _named(name, wanted)))


def suggestions(looked: Looked, wanted: str) -> list[str]:
    """What may have been meant: numbers close by, or names like it, as they may be typed."""
    number = number_of(wanted)
    for _, factor in _UNITS if number else ():
        meant = (number or 0) * factor
        near: dict[str, str] = {}
        for _, printed, label in sorted(
            (abs(seen.figure.printed - meant), seen.printed, seen.figure.label)
            for seen in looked.every
            if seen.figure.unit == WAN and abs(seen.figure.printed - meant) <= abs(meant) * _NEAR
        ):
            near.setdefault(printed, label)
        if near:
            return [f"{printed}（{label}）" for printed, label in near.items()][:3]
    if number is not None:
        return []
    names = {seen.figure.label for seen, _ in looked.sentences} | {
        seen.sentence for seen in looked.lines if seen.sentence
    }
    return _holding(names, wanted) or nearest(wanted, sorted(names), 3, loose=True)


def _holding(names: Iterable[str], wanted: str) -> list[str]:
    plain_wanted = simple(wanted)
    return sorted(
        (name for name in names if plain_wanted and plain_wanted in simple(name)),
        key=lambda name: (len(name), name),
    )[:3]


def _named(name: str, wanted: str) -> bool:
    """Whether a name is what was asked for: with or without its code, its number in a list and its quotation marks."""
    full, asked = simple(name), simple(wanted)
    code = _CODE.match(full)
    words = full[code.end() :] if code else _NUMBERING.sub("", full, count=1)
    return bool(asked) and asked in (full, words, code[0] if code else full)


def simple(text: str) -> str:
    """A name without quotation marks and blanks, in one width of characters."""
    return unicodedata.normalize("NFKC", _QUOTES.sub("", text))


def number_of(text: str) -> Decimal | None:
    """The number that a text is, thousands set apart or not, with or without its unit."""
    typed = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    try:
        found = Decimal(re.sub(r"(?:[万千亿]?元|%)$", "", typed))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
