"""What an .xls (or an old .et) stores of its formulas: an OLE file, in it a stream of records.

Imports nothing of the generator but its own kind: extract.py runs in a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import error as StructError
from struct import unpack_from

from generator.importing.stored import ERRORS, MAX_RECORDS, EndlessError, Stored, TooLargeError

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA
_SMALL, _MINI = 4096, 64
_FORMULA, _EOF, _BOUNDSHEET, _ERROR, _STRING, _BEGIN = 0x06, 0x0A, 0x85, 0x205, 0x207, 0x809
# What may stand between a formula and its text: an array or shared formula, a table.
_BETWEEN = frozenset((0x21, 0x221, 0x4BC, 0x36, 0x236))
_ASKS = 0x03


def xls_stored(path: str) -> list[Stored]:
    """The sheets of an .xls in order, with their formulas and errors; none of a damaged file, of
    which the library says what is wrong. Raises TooLargeError, EndlessError."""
    with open(path, "rb") as file:
        data = file.read()
    if not data.startswith(_SIGNATURE):
        return []
    try:
        stream = _Container(data).stream("Workbook", "Book")
        return list(_sheets(stream))
    except (StructError, IndexError, ValueError):
        return []


class _Container:
    """An OLE file: sectors in chains, and a directory of streams."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = 1 << unpack_from("<H", data, 30)[0]
        if self.size not in (512, 4096):
            raise ValueError("sector size")
        self.table = self._table()
        self.directory = self._chained(unpack_from("<I", data, 48)[0])

    def stream(self, *names: str) -> bytes:
        """The stream by the first of some names that is there. Raises ValueError without any."""
        entries: dict[str, tuple[int, int]] = {}
        for at in range(0, len(self.directory) - 127, 128):
            length = unpack_from("<H", self.directory, at + 64)[0]
            name = self.directory[at : at + max(0, min(length, 64) - 2)].decode(
                "utf-16-le", "replace"
            )
            entries.setdefault(name, unpack_from("<II", self.directory, at + 116))
        entry = next((entries[name] for name in names if name in entries), None)
        if entry is None:
            raise ValueError("no stream")
        start, size = entry
        if size >= _SMALL:
            return self._chained(start)[:size]
        return self._small(start, size)

    def _small(self, start: int, size: int) -> bytes:
        inside = self._chained(unpack_from("<I", self.directory, 116)[0])
        raw = self._chained(unpack_from("<I", self.data, 60)[0])
        table = unpack_from(f"<{len(raw) // 4}I", raw)
        parts = [inside[at * _MINI : (at + 1) * _MINI] for at in _chain(start, table)]
        return b"".join(parts)[:size]

    def _table(self) -> tuple[int, ...]:
        """The table of sectors: for each the number of the one that follows it."""
        sectors = list(unpack_from("<109I", self.data, 76))
        sector, each = unpack_from("<I", self.data, 68)[0], self.size // 4
        for _ in range(len(self.data) // self.size):
            if sector >= _LAST:
                break
            *listed, sector = unpack_from(f"<{each}I", self._sector(sector))
            sectors += listed
        used = [number for number in sectors if number < _LAST]
        if len(used) > len(self.data) // self.size or len(set(used)) < len(used):
            raise ValueError("more sectors than the file has")
        raw = b"".join(map(self._sector, used))
        return unpack_from(f"<{len(raw) // 4}I", raw)

    def _sector(self, number: int) -> bytes:
        return self.data[(number + 1) * self.size : (number + 2) * self.size].ljust(
            self.size, b"\0"
        )

    def _chained(self, start: int) -> bytes:
        return b"".join(map(self._sector, _chain(start, self.table)))


def _chain(start: int, table: tuple[int, ...]) -> Iterator[int]:
    """The numbers of a chain. Raises EndlessError where it runs in a circle."""
    met = set()
    while start < _LAST:
        if start in met:
            raise EndlessError
        met.add(start)
        yield start
        start = table[start]


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """The records of a stream: kind, where the content begins, and its length."""
    at = 0
    for _ in range(MAX_RECORDS):
        if at + 4 > len(stream):
            return
        kind, length = unpack_from("<HH", stream, at)
        yield kind, at + 4, length
        at += 4 + length
    raise TooLargeError


def _sheets(stream: bytes) -> Iterator[Stored]:
    """The sheets as the workbook lists them, each filled by the part that begins at its offset."""
    listed: dict[int, Stored] = {}
    here: Stored | None = None
    waits: tuple[int, int] | None = None
    for kind, at, length in _records(stream):
        if waits is not None and kind not in _BETWEEN:
            # The text of a formula follows it; one without a text has not been calculated.
            if kind != _STRING and here is not None:
                here.uncalculated(*waits)
            waits = None
        if kind == _BOUNDSHEET:
            sheet = Stored()
            listed[unpack_from("<I", stream, at)[0]] = sheet
        elif kind == _BEGIN:
            here = listed.get(at - 4, here)
        elif here is None:
            continue
        elif kind == _FORMULA and length >= 16:
            row, column = unpack_from("<HH", stream, at)
            waits = _formula(here, row, column, stream[at + 6 : at + 16])
        elif kind == _ERROR and length >= 8 and stream[at + 7]:
            row, column = unpack_from("<HH", stream, at)
            here.error(row, column, ERRORS.get(stream[at + 6], ERRORS[0x17]))
    yield from listed.values()


def _formula(here: Stored, row: int, column: int, raw: bytes) -> tuple[int, int] | None:
    """Keep what a formula stores: eight bytes of result and two of flags. The cell is returned
    where a text is to follow."""
    if raw[6:8] != b"\xff\xff":
        asks = bool(raw[8] & _ASKS)
        here.result(row, column, is_zero=not any(raw[:8]), asks=asks)
    elif raw[0] == 2:
        here.error(row, column, ERRORS.get(raw[2], ERRORS[0x17]))
    elif raw[0] == 0:
        return row, column
    return None
