"""The list of contents as plain data, its lines a little closer where that saves a page."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from generator.document.tree import Document, Paragraph, Section, Toc, TocEntry, plain
from generator.forms.styles import CONTENTS_ROLES
from generator.writers.css import style_of
from generator.writers.pdf.fitting import in_hundredths, width_of
from generator.writers.pdf.styles import (
    USUAL,
    pitch_of,
    role_data,
    scaled,
    text_height,
    text_width,
)

_FINE = Decimal("0.001")
_NUMBER = 5
"""Leaders and page number take the room of so many characters at least."""


class Contents:
    """The lines of the contents by the id of the heading that they lead to.

    ``scale`` is the share of their pitch that they keep.
    """

    def __init__(self, document: Document) -> None:
        self._styles = document.styles
        self._entries = document.toc
        self.lines: dict[str, list[dict[str, str]]] = {}
        for entry in document.toc:
            line = {"role": CONTENTS_ROLES[entry.level], "text": entry.text}
            self.lines.setdefault(entry.target, []).append(line)
        self.scale = USUAL
        for section in document.sections:
            if any(isinstance(block, Toc) for block in section.blocks):
                self.scale = self._scale_for(section)

    def data(self) -> dict[str, Any]:
        """The data of the block."""
        styles = {
            name: role_data(scaled(style_of(self._styles, name), self.scale), self._styles)
            for name in CONTENTS_ROLES.values()
        }
        return {"kind": "contents", "lines": self.lines, "styles": styles}

    def _scale_for(self, section: Section) -> Decimal:
        """The share of their pitch that lets the lines end with a page, if that saves one."""
        fitting = self._styles.fitting
        if fitting is None:
            return USUAL
        page = self._styles.page
        width = text_width(section, page)
        room = text_height(section, page)
        above = [block for block in section.blocks if isinstance(block, Paragraph)]
        fixed = sum((self._height(plain(p.inlines), p.role, width) for p in above), Decimal(0))
        listed = sum((self._line(entry, width) for entry in self._entries), Decimal(0))
        pages = ((fixed + listed) / room).to_integral_value(ROUND_CEILING)
        if pages <= 1 or not listed:
            return USUAL
        scale = (((pages - 1) * room - fixed) / listed).quantize(_FINE, ROUND_FLOOR)
        return scale if fitting.contents <= scale < USUAL else USUAL

    def _line(self, entry: TocEntry, width: Decimal) -> Decimal:
        return self._height(entry.text, CONTENTS_ROLES[entry.level], width, _NUMBER)

    def _height(self, text: str, name: str, width: Decimal, more: int = 0) -> Decimal:
        """The height of a text in the look of a role, its spaces included."""
        role = style_of(self._styles, name)
        room = in_hundredths(width, role.size)
        signs = width_of(text) + int((role.indent + more) * 100)
        return max(1, -(-signs // room)) * pitch_of(role) + role.before + role.after
