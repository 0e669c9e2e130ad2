"""The objects of a PDF, each turned into bytes once: pydyf does it once for the file, and once more for the file's identifier."""

from __future__ import annotations

import zlib
from typing import Any

from pydyf import Object, Stream, _to_bytes

_LEVEL = 6
"""Of compression: level 9 takes twice the time for one hundredth of the size."""


class _Written(Object):  # type: ignore[misc]
    """An object that is bytes already."""

    def __init__(self, original: Any) -> None:
        super().__init__()
        self.number, self.generation, self.free = original.number, original.generation, original.free
        self._data, self._compressible = _bytes(original), original.compressible

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return bool(self._compressible)


def write_once(pdf: Any) -> None:
    """Turn the objects of a PDF that is complete into bytes."""
    # These three still change while the file is written.
    open_ones = (pdf.info, pdf.pages, pdf.catalog)
    for place, one in enumerate(pdf.objects):
        if one.free != "f" and not any(one is other for other in open_ones):
            pdf.objects[place] = _Written(one)


def _bytes(original: Any) -> bytes:
    if not isinstance(original, Stream) or not original.compress:
        return bytes(original.data)
    content = zlib.compress(b"\n".join([part if type(part) is bytes else _to_bytes(part) for part in original.stream]), _LEVEL)
    plain = Stream([content], {**original.extra, "Filter": "/FlateDecode"})
    return bytes(plain.data)
