"""A package whose bytes depend on its content only."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from generator.writers.seal import entry, property_part, registered

_FIRST = "[Content_Types].xml"


def rezip(data: bytes, *, seal: bool = False) -> bytes:
    """The same package with fixed times and a fixed order of entries ([Content_Types].xml first, as readers expect).

    With ``seal`` it has room for one (seal.py): a package that becomes a file of its own.
    """
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _FIRST, name)):
            info = entry(name, ZIP_DEFLATED)
            content = old.read(name)
            new.writestr(info, registered(name, content) if seal else content)
        if seal:
            new.writestr(*property_part())
    return buffer.getvalue()
