"""A document's seal: its own digest, in the document. A file is byte for byte as the program left
it, or it is not; the file alone tells, on any machine, and whichever version wrote it.

The digest (SHA-256, as 64 hexadecimal digits) is that of the whole file while zeros stand in its
place. It stands where every reader of the format looks away:

- DOCX, XLSX: a custom property of the document, the last part of the package, not compressed;
- PDF: a comment before the last ``startxref``, behind all objects;
- HTML: a comment behind the last element.

Whatever a person, or another program, does to the file breaks the seal. It is no protection
against somebody who wants to deceive: the digest is not secret.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from io import BytesIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

NAME = "juesuan-sha256"
"""What the seal is called in every format: the name of the property, the head of the comment."""
_BLANK = b"0" * 64
_UNIX = 3
_DIGITS = rb"([0-9a-f]{64})"
_HTML = re.compile(rb"<!-- %s:%s -->\n\Z" % (NAME.encode(), _DIGITS))
_PDF = re.compile(rb"%%%s:%s\nstartxref\s+\d+\s+%%%%EOF\s*\Z" % (NAME.encode(), _DIGITS))
_PDF_END = 1024
"""So many bytes of its end hold what a reader of PDF begins with."""


def sealed(data: bytes, suffix: str) -> bytes:
    """A finished document with its seal; of a kind that has no place for one, as it is.

    ``suffix`` is that of the file's name, with or without its dot. Raises
    ValueError for a package whose writer left no room for a seal.
    """
    kind = _kind(suffix)
    if kind == "html":
        data += b"<!-- %s:%s -->\n" % (NAME.encode(), _BLANK)
    elif kind == "pdf":
        end = data.rindex(b"startxref")
        data = b"%s%%%s:%s\n%s" % (data[:end], NAME.encode(), _BLANK, data[end:])
    elif not kind:
        return data
    offset = _offset(data, kind)
    if offset is None:
        raise ValueError("a package without the property: see generator/writers/docx/package.py")
    return _filled(data, offset, kind)


def is_sealed(data: bytes, suffix: str) -> bool:
    """Whether a document is byte for byte as the program left it."""
    kind = _kind(suffix)
    offset = _offset(data, kind)
    return offset is not None and _filled(data, offset, kind) == data


_DAMAGE = (
    *(BadZipFile, zlib.error, struct.error, EOFError, OverflowError),
    *(KeyError, ValueError, OSError, NotImplementedError, RuntimeError),
)
"""What reading a damaged package may raise."""


def has_place(suffix: str) -> bool:
    """Whether documents of this kind carry a seal."""
    return bool(_kind(suffix))


def mentions_seal(data: bytes) -> bool:
    """Whether a document has, or once had, a seal: one that has not may be of version 0.1.

    Word keeps the property, but packs it: then its name does not stand in the file as it is.
    """
    if NAME.encode() in data:
        return True
    if not data.startswith(b"PK"):
        return False
    try:
        with ZipFile(BytesIO(data)) as package, package.open(_PART) as part:
            return NAME.encode() in part.read(_LARGEST)
    except _DAMAGE:
        return True  # whatever it is, the program did not make it


def _kind(suffix: str) -> str:
    named = {"docx": "zip", "xlsx": "zip", "pdf": "pdf", "html": "html"}
    return named.get(suffix.rpartition(".")[2].lower(), "")


def _offset(data: bytes, kind: str) -> int | None:
    """Where the digits of the seal begin, or None."""
    if kind == "zip":
        return _property_offset(data)
    if kind == "html":
        match = _HTML.search(data, max(0, len(data) - 256))
    elif kind == "pdf":
        match = _PDF.search(data, max(0, len(data) - _PDF_END))
    else:
        return None
    if not match:
        return None
    return match.start(1)


def _filled(data: bytes, offset: int, kind: str) -> bytes:
    """The document with its right seal, whatever digits stand there now."""
    blank = _put(data, offset, _BLANK, kind)
    return _put(blank, offset, hashlib.sha256(blank).hexdigest().encode(), kind)


def _put(data: bytes, offset: int, digits: bytes, kind: str) -> bytes:
    filled = bytearray(data)
    filled[offset : offset + len(digits)] = digits
    if kind == "zip":
        _check_sum(filled)
    return bytes(filled)


# The package: its last part is the property, so that everything has a fixed distance from the end.

_PART = "docProps/custom.xml"
_LARGEST = 1 << 20
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_FIRST = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties'
    ' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2"'
    f' name="{NAME}"><vt:lpwstr>'
).encode()
_LAST = b"</vt:lpwstr></property></Properties>"
_SIZE = len(_FIRST) + len(_BLANK) + len(_LAST)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_END, _ENTRY, _HEAD = 22, 46 + len(_PART), 30 + len(_PART)
"""Lengths of the end record, of the property's entry in the directory, and of its head."""


def registered(name: str, content: bytes) -> bytes:
    """A part of a package as it is when the package has the property, too."""
    if name == _TYPES:
        return _before(
            b"</Types>", f'<Override PartName="/{_PART}" ContentType="{_TYPE}"/>', content
        )
    if name == _RELATIONS:
        relation = f'<Relationship Id="rSeal" Type="{_RELATION}" Target="{_PART}"/>'
        return _before(b"</Relationships>", relation, content)
    return content


def property_part() -> tuple[ZipInfo, bytes]:
    """The property as the last part of a package; the digits are still to come."""
    return entry(_PART, ZIP_STORED), _FIRST + _BLANK + _LAST


def entry(name: str, compression: int) -> ZipInfo:
    """The head of a part of a package: the same whenever, and on whatever system, it is written."""
    info = ZipInfo(name, _EPOCH)
    info.compress_type = compression
    info.external_attr = 0o600 << 16
    # Python writes down the system that it runs on.
    info.create_system = _UNIX
    return info


def _before(end: bytes, addition: str, content: bytes) -> bytes:
    at = content.rindex(end)
    return content[:at] + addition.encode() + content[at:]


def _property_offset(data: bytes | bytearray) -> int | None:
    """Where the digits stand, in a package whose last part is the property as it was written."""
    entry = len(data) - _END - _ENTRY
    if entry < 0 or not data.startswith(b"PK\x01\x02", entry):
        return None
    if not data.endswith(_PART.encode(), 0, entry + _ENTRY):
        return None
    content = _head_of(data, entry) + _HEAD
    entry_text = bytes(data[content : content + _SIZE])
    if not (
        entry_text.startswith(_FIRST) and entry_text.endswith(_LAST) and content + _SIZE <= entry
    ):
        return None
    return content + len(_FIRST)


def _check_sum(data: bytearray) -> None:
    """Put the property's check sum where the format wants it: in its head and in its entry."""
    entry = len(data) - _END - _ENTRY
    head = _head_of(data, entry)
    content = head + _HEAD
    number = zlib.crc32(data[content : content + _SIZE])
    struct.pack_into("<L", data, head + 14, number)
    struct.pack_into("<L", data, entry + 16, number)


def _head_of(data: bytes | bytearray, entry: int) -> int:
    """Where the property's head begins, as its entry in the directory says."""
    head: int = struct.unpack_from("<L", data, entry + 42)[0]
    return head
