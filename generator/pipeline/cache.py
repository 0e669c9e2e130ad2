"""What a run writes down for the next one, in the user's cache: JSON with a check sum. What was
edited by hand, or spoilt by a disk, is not believed; then the work is done again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator.pipeline.outputs import write_whole

_SUM = "sha256"
_LARGEST = 64 * 1024 * 1024
"""Bytes of a note: what is larger, the program did not write."""


def read_note(path: Path) -> dict[str, Any]:
    """What stands in a note.

    Raises OSError when there is none, ValueError when it is not as it was written.
    """
    if not path.is_file() or path.stat().st_size > _LARGEST:
        raise ValueError("no note")
    raw = json.loads(path.read_text(encoding="utf-8", errors="surrogatepass"))
    if not isinstance(raw, dict) or raw.pop(_SUM, None) != _sum(raw):
        raise ValueError("not as it was written")
    return raw


def write_note(path: Path, raw: Mapping[str, object]) -> None:
    """Write a note whole or not at all; without one the next run does the work again."""
    text = json.dumps({**raw, _SUM: _sum(raw)}, ensure_ascii=False)
    with suppress(OSError, ValueError):
        # A file's name may hold bytes that are no character.
        write_whole(path, text.encode("utf-8", "surrogatepass"))


def _sum(raw: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(raw, sort_keys=True).encode("ascii")).hexdigest()
