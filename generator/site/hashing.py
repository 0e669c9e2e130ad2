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
    def told(self) -> str:
        """The size as people read it."""
        for limit, unit in ((1_000_000, "MB"), (1_000, "KB")):
            if self.size >= limit:
                return f"{plain_decimal(Decimal(self.size) / limit, 1 if unit == 'MB' else 0, strip=True)} {unit}"
        return f"{self.size} 字节"


FileHashes = Mapping[str, FileHash]
"""By path on the shelf."""


def fact_of(path: Path) -> FileHash:
    """Size and hash of a file on the disk."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileHash(path.stat().st_size, digest)
