"""What a font file says of itself: the names, weight and characters of each face in it.

Any file may lie in a folder of fonts, so whatever is read has a bound, and a damaged file holds no
faces.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from generator.fonts.faces import BOLD

_MOST_FACES, _MOST_TABLES, _MOST_NAMES = 64, 128, 2000
_LARGEST_NAMES, _LARGEST_MAP = 1 << 20, 4 << 20
_LONGEST = 200
_SFNT = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_FAMILY, _TYPOGRAPHIC = 1, 16
_ITALIC, _BOLD = 1 << 0, 1 << 5
_STYLE = re.compile(
    r"[ _-]+(?:normal|italic|oblique|slanted|thin|hairline|light|regular|medium|bold|black|heavy"
    r"|narrow|condensed|compressed|expanded|extra|semi|demi|ultra)$",
    re.IGNORECASE,
)
_WRONG = (OSError, ValueError, struct.error, IndexError, OverflowError)
_CODECS = {(3, 3): "gb18030", (3, 4): "big5", (1, 0): "mac_roman", (1, 25): "gb18030"}


class Described(Struct, frozen=True):
    """One face of a file. ``names`` are its families in all languages; ``family`` the one by which
    engines know it; ``index`` its number in the file."""

    names: tuple[str, ...]
    family: str
    weight: int
    italic: bool
    index: int = 0


def faces_in(path: Path) -> tuple[Described, ...]:
    """The faces of a font file; none of a file that is damaged, no font, or cannot be read."""
    try:
        with path.open("rb") as file:
            return tuple(_faces(file))
    except _WRONG:
        return ()


def has_character(path: Path, index: int, sign: str) -> bool:
    """Whether a face of a file can draw a character."""
    try:
        with path.open("rb") as file:
            start = _starts(file)[index]
            table = _table(file, _tables(file, start), b"cmap", _LARGEST_MAP)
            return any(_maps(table, at, ord(sign)) for at in _subtables(table))
    except _WRONG:
        return False


def _faces(file: BinaryIO) -> Iterator[Described]:
    for index, start in enumerate(_starts(file)):
        tables = _tables(file, start)
        families = list(_families(_table(file, tables, b"name", _LARGEST_NAMES)))
        metrics = _table(file, tables, b"OS/2", 78)
        (weight,) = struct.unpack_from(">H", metrics, 4)
        (selection,) = struct.unpack_from(">H", metrics, 62)
        if families:
            # Engines take the plain family, in the first language, before the typographic one.
            main = min(families, key=lambda family: (not family.usual, family.number))
            names = tuple(dict.fromkeys(family.name for family in families))
            heavy = _plausible(weight, bold=bool(selection & _BOLD))
            yield Described(
                names, _without_style(main.name), heavy, bool(selection & _ITALIC), index
            )


def _without_style(family: str) -> str:
    """A family as the engine of the PDF calls it: "DejaVu Sans Condensed" is a "DejaVu Sans"."""
    name = family
    while (match := _STYLE.search(name)) and match.start() > 0:
        name = name[: match.start()]
    return name


def _plausible(weight: int, *, bold: bool) -> int:
    """A weight between 100 and 900: some old files count from 1 to 9, and some bold faces that say
    so elsewhere declare the weight of a plain one."""
    scaled = weight
    if 0 < weight < 10:
        scaled = weight * 100
    return min(max(scaled, BOLD if bold else 100), 900)


def _starts(file: BinaryIO) -> tuple[int, ...]:
    """Where each face of the file begins. Raises ValueError for what is no font."""
    head = file.read(12)
    if head[:4] in _SFNT:
        return (0,)
    if head[:4] != b"ttcf":
        raise ValueError("no font")
    count = min(struct.unpack(">L", head[8:12])[0], _MOST_FACES)
    return struct.unpack(f">{count}L", file.read(4 * count))


def _tables(file: BinaryIO, start: int) -> dict[bytes, tuple[int, int]]:
    file.seek(start)
    kind, count = struct.unpack(">4sH6x", file.read(12))
    if kind not in _SFNT or count > _MOST_TABLES:
        raise ValueError("no face")
    entries = struct.iter_unpack(">4s4xLL", file.read(16 * count))
    return {name: (offset, length) for name, offset, length in entries}


def _table(file: BinaryIO, tables: dict[bytes, tuple[int, int]], name: bytes, most: int) -> bytes:
    offset, length = tables.get(name, (0, 0))
    file.seek(offset)
    return file.read(min(length, most))


class _Family(Struct, frozen=True):
    """A family, the number of its kind of name, and whether engines can read its encoding."""

    number: int
    name: str
    usual: bool


def _families(table: bytes) -> Iterator[_Family]:
    """The families in a table of names, in its order."""
    _, count, strings = struct.unpack_from(">HHH", table)
    for record in range(min(count, _MOST_NAMES)):
        platform, encoding, _, number, length, offset = struct.unpack_from(
            ">6H", table, 6 + 12 * record
        )
        if number not in (_FAMILY, _TYPOGRAPHIC):
            continue
        begin = strings + offset
        raw = table[begin : begin + min(length, 2 * _LONGEST)]
        is_wide = platform == 0 or (platform == 3 and encoding in (0, 1, 10))
        codec = "utf-16-be"
        if not is_wide:
            codec = _CODECS.get((platform, encoding), "")
        if not codec:
            continue
        text = raw
        if not is_wide:
            text = raw.replace(b"\0", b"")
        name = "".join(filter(str.isprintable, text.decode(codec, "ignore"))).strip()
        if name:
            yield _Family(number, name[:_LONGEST], is_wide or codec == "mac_roman")


def _subtables(table: bytes) -> Iterator[int]:
    _, count = struct.unpack_from(">HH", table)
    for record in range(min(count, _MOST_TABLES)):
        yield struct.unpack_from(">4xL", table, 4 + 8 * record)[0]


def _maps(table: bytes, at: int, code: int) -> bool:
    (kind,) = struct.unpack_from(">H", table, at)
    if kind == 12:
        (count,) = struct.unpack_from(">L", table, at + 12)
        most = min(count, (len(table) - at - 16) // 12)
        groups = struct.iter_unpack(">LL4x", table[at + 16 : at + 16 + 12 * max(most, 0)])
        return any(first <= code <= last for first, last in groups)
    return bool(kind == 4 and code < 0xFFFF and _maps_short(table, at, code))


def _maps_short(table: bytes, at: int, code: int) -> bool:
    """The same for a map of the first plane: segments, each with a shift or a list of glyphs."""
    count = struct.unpack_from(">H", table, at + 6)[0] // 2
    size, base = 2 * count, at + 14
    ends = struct.unpack_from(f">{count}H", table, base)
    number = next((n for n, end in enumerate(ends) if end >= code), None)
    if number is None:
        return False
    (start,) = struct.unpack_from(">H", table, base + size + 2 + 2 * number)
    (shift,) = struct.unpack_from(">H", table, base + 2 * size + 2 + 2 * number)
    place = base + 3 * size + 2 + 2 * number
    (list_at,) = struct.unpack_from(">H", table, place)
    if start > code:
        return False
    if list_at == 0:
        return bool((code + shift) % 65536)
    (glyph,) = struct.unpack_from(">H", table, place + list_at + 2 * (code - start))
    return bool(glyph)
