"""Size and hash of a file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from generator.document.numbers import plain_decimal


class FileHash(Struct, frozen=True):
    """Bytes and SHA-256."""

    size: int
    sha256: str

    @property
    def size_text(self) -> str:
        """The size as people read it."""
        for bytes_of_unit, unit, places in ((1_000_000, "MB", 1), (1_000, "KB", 0)):
            if self.size >= bytes_of_unit:
                size = plain_decimal(Decimal(self.size) / bytes_of_unit, places, strip=True)
                return f"{size} {unit}"
        return f"{self.size} 字节"


FileHashes = Mapping[str, FileHash]
"""By path on the site."""


def hash_of(path: Path) -> FileHash:
    """Size and hash of a file on the disk."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileHash(path.stat().st_size, digest)
