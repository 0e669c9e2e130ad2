"""What an .xlsb stores of its formulas: a packed workbook whose parts are streams of records."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from struct import unpack_from

from generator.importing.stored import ERRORS, MAX_RECORDS, Stored, TooLargeError

BOOK = "xl/workbook.bin"
LINKS = "xl/_rels/workbook.bin.rels"
_ROW, _BLANK, _ERROR, _TEXT, _NUMBER, _FORMULA_ERROR = 0, 1, 3, 8, 9, 11
_CELLS = range(1, 12)
_SHEET = 156
_ASKS = 0x02


def xlsb_stored(packed: zipfile.ZipFile, targets: Callable[[str], str]) -> Iterator[Stored]:
    """The sheets of a workbook in order; ``targets`` gives the part of a link.

    Raises struct.error, IndexError or KeyError where a part is damaged; TooLargeError.
    """
    # A part that several sheets name is the part of the first: no file needs to be read twice.
    names = set(packed.namelist())
    book = packed.read(BOOK)
    for kind, at, _ in _records(book):
        if kind != _SHEET:
            continue
        link, at = _text(book, at + 8)
        sheet = Stored(_text(book, at)[0])
        part = targets(link)
        if part in names:
            names.remove(part)
            _read(packed.read(part), sheet)
        yield sheet


def _read(data: bytes, into: Stored) -> None:
    row = 0
    for kind, at, length in _records(data):
        if kind == _ROW and length >= 4:
            row = unpack_from("<I", data, at)[0]
        if kind not in _CELLS or length < 8:
            continue
        column = unpack_from("<I", data, at)[0]
        if kind != _BLANK:
            into.rows, into.columns = max(into.rows, row + 1), max(into.columns, column + 1)
        if kind in (_ERROR, _FORMULA_ERROR):
            into.error(row, column, ERRORS.get(data[at + 8], ERRORS[0x17]))
        elif kind == _NUMBER:
            asks = bool(data[at + 16] & _ASKS)
            into.result(row, column, is_zero=not any(data[at + 8 : at + 16]), asks=asks)


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The records of a part: kind, where the content begins, and its length."""
    at, end = 0, len(data)
    for _ in range(MAX_RECORDS):
        if at >= end:
            return
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] << 7)
            at += 1
        length = shift = 0
        for _ in range(4):
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, at, length
        at += length
    raise TooLargeError


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length in front, and where it ends."""
    length = unpack_from("<I", data, at)[0]
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le", "replace"), end
