"""Inline nodes → HTML text, with the origin of each printed number."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from generator.document.tree import Changed, Inline, LineBreak, Mark, Number, Origin
from generator.money import WAITING


def _plain(part: Inline) -> str:
    """An inline that no figure stands behind."""
    if isinstance(part, LineBreak):
        return "<br/>"
    if isinstance(part, Mark):
        return f"<mark>{escape(part.text)}</mark>"
    if isinstance(part, Changed):
        if part.new:
            return f'<ins style="background:#dff3e3">{escape(part.text)}</ins>'
        return f'<del style="background:#f8dcdc">{escape(part.text)}</del>'
    return escape(part.text, quote=False)


def sourced(
    inlines: tuple[Inline, ...], origins: Mapping[str, Origin], *, explained: bool = True
) -> str:
    """Inlines in which each printed number is a ``data`` element that carries its figure and, where
    ``explained``, its explanation as a title.
    """
    return "".join(
        _number(part, origins, explained=explained) if isinstance(part, Number) else _plain(part)
        for part in inlines
    )


def _number(part: Number, origins: Mapping[str, Origin], *, explained: bool) -> str:
    # tabindex: the keyboard reaches it, and a tap or click gives it the focus. The page's script
    # opens
    # the title; where no script may run, the style sheet shows that of what has the focus.
    title = ""
    if part.figure in origins:
        title = ' tabindex="0"'
        if explained:
            title = f' title="{escape(_explanation(origins[part.figure]))}"{title}'
    number = f'<data value="{escape(part.figure)}"{title}>{escape(part.text, quote=False)}</data>'
    if part.text == WAITING:
        return f"<mark>{number}</mark>"
    return number


def _explanation(origin: Origin) -> str:
    return " ".join(text for text in (origin.label, origin.explanation) if text)
