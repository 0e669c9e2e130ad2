"""Small workbooks in the other formats (.xls, .xlsb, .ods), record by record, for what no writer at hand makes: formulas that were not calculated."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from struct import pack
from typing import Any
from xml.sax.saxutils import escape

from msgspec import Struct

Rows = Sequence[Sequence[Any]]
ERRORS = {"#REF!": 0x17, "#DIV/0!": 0x07, "#N/A": 0x2A}


class Formula(Struct, frozen=True):
    """A formula and the result that is stored: a number, an error value, or None."""

    result: float | str | None = None


# --- .xls ---


def xls(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook of records in an OLE file; a formula without a result keeps 0 and asks for it."""
    parts = [_sheet(rows) for rows in sheets.values()]
    heads = [
        _record(0x85, pack("<IBBBB", 0, 0, 0, len(name), 1) + name.encode("utf-16-le"))
        for name in sheets
    ]
    begin = _record(0x809, pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    offset = len(begin) + sum(map(len, heads)) + 4
    book = begin
    for head, part in zip(heads, parts, strict=True):
        book += head[:4] + pack("<I", offset) + head[8:]
        offset += len(part)
    path.write_bytes(_ole(book + _record(0x0A, b"") + b"".join(parts)))
    return path


def _record(kind: int, content: bytes) -> bytes:
    return pack("<HH", kind, len(content)) + content


def _sheet(rows: Rows) -> bytes:
    found = _record(0x809, pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            found += _cell(pack("<HHH", row, column, 0), value)
    return found + _record(0x0A, b"")


def _cell(at: bytes, value: Any) -> bytes:
    if value is None:
        return b""
    if isinstance(value, Formula):
        result, flags = (
            pack("<d", float(value.result or 0)) if not isinstance(value.result, str) else b"",
            0,
        )
        if value.result is None:
            flags = 2
        elif value.result == "":
            result = b"\0\0\0\0\0\0\xff\xff"
        elif isinstance(value.result, str):
            result = bytes((2, 0, ERRORS[value.result], 0, 0, 0)) + b"\xff\xff"
        return _record(0x06, at + result + pack("<HIH", flags, 0, 3) + b"\x1e\1\0")
    if value in ERRORS:
        return _record(0x205, at + bytes((ERRORS[value], 1)))
    if isinstance(value, str):
        return _record(0x204, at + pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x203, at + pack("<d", value))


def _ole(stream: bytes) -> bytes:
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    count = len(stream) // 512
    tables = -(-(count + 2 + 8) // 128)
    sectors = (
        [0xFFFFFFFD] * tables + [0xFFFFFFFE] + [*range(tables + 2, tables + 1 + count), 0xFFFFFFFE]
    )
    sectors += [0xFFFFFFFF] * (tables * 128 - len(sectors))
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(10)
    )
    head += pack("<IIIIIIII", tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += pack("<109I", *range(tables), *[0xFFFFFFFF] * (109 - tables))
    root = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(
        "Workbook", 2, 0xFFFFFFFF, tables + 1, len(stream)
    )
    return head + pack(f"<{len(sectors)}I", *sectors) + root.ljust(512, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    none = 0xFFFFFFFF
    return (
        text.ljust(64, b"\0")
        + pack("<HBBIII", len(text), kind, 1, none, none, child)
        + bytes(36)
        + pack("<IQ", start, size)
    )


# --- .xlsb ---


def xlsb(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A packed workbook of records."""
    links, book = "", b""
    with zipfile.ZipFile(path, "w") as packed:
        kinds = '<Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
        packed.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{kinds}</Types>',
        )
        for number, (name, rows) in enumerate(sheets.items(), 1):
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
            links += f'<Relationship Id="rId{number}" Type="{kind}" Target="worksheets/sheet{number}.bin"/>'
            book += _long(156, pack("<II", 0, number) + _wide(f"rId{number}") + _wide(name))
            packed.writestr(f"xl/worksheets/sheet{number}.bin", _long_sheet(rows))
        whole = _long(131, b"") + _long(143, b"") + book + _long(144, b"") + _long(132, b"")
        packed.writestr("xl/workbook.bin", whole)
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        packed.writestr(
            "xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{space}">{links}</Relationships>'
        )
    return path


def _wide(text: str) -> bytes:
    return pack("<I", len(text)) + text.encode("utf-16-le")


def _long(kind: int, content: bytes) -> bytes:
    head = bytes((kind,)) if kind < 128 else bytes((kind & 0x7F | 0x80, kind >> 7))
    length = len(content)
    size = b""
    while True:
        size += bytes((length & 0x7F | (0x80 if length > 127 else 0),))
        length >>= 7
        if not length:
            return head + size + content


def _long_sheet(rows: Rows) -> bytes:
    width = max(map(len, rows))
    found = (
        _long(129, b"")
        + _long(148, pack("<IIII", 0, len(rows) - 1, 0, width - 1))
        + _long(145, b"")
    )
    for row, values in enumerate(rows):
        found += _long(0, pack("<I", row) + bytes(13))
        for column, value in enumerate(values):
            found += _long_cell(pack("<II", column, 0), value)
    return found + _long(146, b"") + _long(130, b"")


def _long_cell(at: bytes, value: Any) -> bytes:
    if value is None:
        return b""
    if isinstance(value, Formula):
        if isinstance(value.result, str):
            return _long(11, at + bytes((ERRORS[value.result],)) + pack("<HII", 0, 0, 0))
        flags = 2 if value.result is None else 0
        return _long(9, at + pack("<dHII", value.result or 0, flags, 0, 0))
    if value in ERRORS:
        return _long(3, at + bytes((ERRORS[value],)))
    if isinstance(value, str):
        return _long(6, at + _wide(value))
    return _long(5, at + pack("<d", value))


# --- .ods ---

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text")
)
_NAMES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def ods(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """An open document."""
    tables = ""
    for name, rows in sheets.items():
        lines = "".join(
            f"<table:table-row>{''.join(map(_open_cell, row))}</table:table-row>" for row in rows
        )
        end = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
        tables += f'<table:table table:name="{name}">{lines}{end}</table:table>'
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {_NAMES}>{body}</office:document-content>',
        )
        listed = '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        packed.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{space}">{listed}</manifest:manifest>',
        )
    return path


def _open_cell(value: Any) -> str:
    formula = ""
    if isinstance(value, Formula):
        formula, value = ' table:formula="of:=[.B1]"', value.result
    if value is None:
        return f"<table:table-cell{formula}/>"
    if value in ERRORS:
        return f'<table:table-cell{formula} office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>{value}</text:p></table:table-cell>'
    if isinstance(value, str):
        return f'<table:table-cell{formula} office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
    return f'<table:table-cell{formula} office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'


WRITERS = {"xls": xls, "et": xls, "xlsb": xlsb, "ods": ods}
