"""Fonts for tests: one of ours under other names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fontTools.ttLib import TTFont

from generator.fonts import Face

_LANGUAGES = (0x409, 0x804)


def named(
    face: Face,
    path: Path,
    *names: str,
    weight: int = 400,
    bold: bool = False,
    italic: bool = False,
    moved: Mapping[int, int] | None = None,
) -> None:
    """Write a face of ours to a file under an English and a Chinese name.

    ``moved`` gives the glyphs of some characters to others.
    """
    # The outlines stay as they are: nothing of them is measured anew.
    font = TTFont(face.file, recalcBBoxes=False)
    font["name"].names = []
    for name, language in zip(names, _LANGUAGES, strict=False):
        font["name"].setName(name, 1, 3, 1, language)
    font["name"].setName(names[0].encode("ascii", "ignore").decode() or "Made", 6, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = (1 << 5 if bold else 1 << 6) | int(italic)
    if moved:
        for table in font["cmap"].tables:
            if table.format == 12:
                table.cmap |= {new: table.cmap[old] for old, new in moved.items()}
    if "CFF " in font:
        font["CFF "].cff.fontNames = [names[0] if names[0].isascii() else "Made"]
    font.save(path)
