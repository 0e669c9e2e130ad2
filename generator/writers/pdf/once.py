"""The PDF file written in one pass. pydyf turns every object into bytes, and compresses it, once for the file and once more for its identifier.

The file is that of ``pydyf.PDF.write`` (object stream and cross-reference stream, ISO 32000-1, 7.5.7 and 7.5.8) but for the level of compression.
"""

from __future__ import annotations

import zlib
from hashlib import md5
from typing import Any, BinaryIO

from pydyf import Array, Dictionary, Stream, String, _to_bytes

_LEVEL = 6
"""Of compression: level 9 takes twice the time for one hundredth of the size."""
_HEAD = b"%%PDF-%s\n%%\xf0\x9f\x96\xa4\n"


def write_once(
    pdf: Any,
    output: BinaryIO,
    version: str | bytes | None,
    identifier: bytes,
    compress: bool = True,
) -> None:
    """Write a complete ``pydyf.PDF``; takes the place of its ``write``. Raises ValueError where the file would not be of this kind."""
    name = version.encode() if isinstance(version, str) else version or b"1.7"
    if not compress or name < b"1.5" or not identifier:
        raise ValueError("only compressed files of version 1.5 or later, with an identifier")
    if pdf.info:
        pdf.add_object(pdf.info)
    out = bytearray(_HEAD % name)
    digest = md5(usedforsecurity=False)
    packed = []
    for one in pdf.objects:
        if one.free == "f":
            continue
        if one.compressible:
            packed.append(one)
        else:
            _append(out, one, serialized(one), digest)
    _append_packed(pdf, out, packed, digest)
    inner = {id(one): place for place, one in enumerate(packed)}
    stream_number = len(pdf.objects) - 1
    start = len(out)
    entries = [_entry(one, inner.get(id(one)), stream_number) for one in pdf.objects]
    entries.append((1, start, 0))
    widths = (
        1,
        max(_size(middle) for _, middle, _ in entries),
        max(_size(last) for _, _, last in entries),
    )
    table = b"".join(
        value.to_bytes(width, "big")
        for entry in entries
        for value, width in zip(entry, widths, strict=True)
    )
    told = {
        "Type": "/XRef",
        "Index": Array((0, len(entries))),
        "W": Array(widths),
        "Size": len(entries),
        "Root": pdf.catalog.reference,
        "Info": pdf.info.reference,
        "ID": Array((String(identifier).data, String(digest.hexdigest()).data)),
    }
    if not pdf.info:
        del told["Info"]
    references = Stream([table], told, compress=True)
    pdf.add_object(references)
    _append(out, references, serialized(references), digest)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    output.write(out)


def _append(out: bytearray, one: Any, data: bytes, digest: Any) -> None:
    one.offset = len(out)
    digest.update(data)
    out += b"%d %d obj\n%s\nendobj\n" % (one.number, one.generation, data)


def _append_packed(pdf: Any, out: bytearray, packed: list[Any], digest: Any) -> None:
    """The objects that have no stream of their own, in one stream."""
    bodies = [serialized(one) for one in packed]
    heads: list[int] = []
    position = 0
    for one, body in zip(packed, bodies, strict=True):
        heads += (one.number, position)
        position += len(body) + 1
    first = b" ".join([b"%d" % number for number in heads])
    stream = Stream(
        [first, *bodies],
        {"Type": "/ObjStm", "N": len(packed), "First": len(first) + 1},
        compress=True,
    )
    pdf.add_object(stream)
    _append(out, stream, serialized(stream), digest)


def _entry(one: Any, place: int | None, stream_number: int) -> tuple[int, int, int]:
    """The line of an object in the cross-reference stream: free, at a place in the file, or in the object stream."""
    if place is not None:
        return 2, stream_number, place
    return int(one.free != "f"), one.offset, one.generation


def _size(value: int) -> int:
    return max(1, (value.bit_length() + 7) // 8)


def serialized(value: Any) -> bytes:
    """A value as it stands in the file."""
    kind = type(value)
    if kind is bytes:
        return bytes(value)
    if kind is str:
        return str(value).encode("ascii")
    if kind is int:
        return b"%d" % value
    if kind is Dictionary:
        return b"<<%s>>" % b"".join(
            [b"/%s %s" % (serialized(key), serialized(inner)) for key, inner in value.items()]
        )
    if kind is Array:
        return b"[%s]" % b" ".join([serialized(inner) for inner in value])
    if isinstance(value, Stream) and value.compress:
        content = zlib.compress(
            b"\n".join(
                [part if type(part) is bytes else serialized(part) for part in value.stream]
            ),
            _LEVEL,
        )
        told = Dictionary({**value.extra, "Filter": "/FlateDecode", "Length": len(content)})
        return b"%s\nstream\n%s\nendstream" % (serialized(told), content)
    return bytes(_to_bytes(value))
