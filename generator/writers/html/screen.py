"""The style sheet of the web page: styles from the roles in rem, structure here."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

from generator.document.tree import Document, tables_of
from generator.writers.css import amount, family_list, screen_declarations, selector, style_of
from generator.writers.html.table import indents


def style_sheet(document: Document) -> str:
    """All CSS of the page. Raises StylesError when the form lacks a role that every page needs."""
    styles = document.styles
    body, head, draft = (
        style_of(styles, "正文"),
        style_of(styles, "表头"),
        style_of(styles, "审核稿"),
    )
    tables = tables_of(document)
    rules = [
        f"{selector(role.name)}{{{screen_declarations(role, body)}}}"
        for role in styles.roles.values()
    ]
    rules += [
        f"th{{font-family:{family_list(head)}}}",
        f".draft{{font-family:{family_list(draft)}}}",
    ]
    rules += [f"td.i{depth},th.i{depth}{{padding-left:{depth}.4em}}" for depth in indents(tables)]
    page = styles.page
    upright = _margin(page.top, page.outer, page.bottom, page.inner)
    across = _margin(*page.across)
    rules += [_structure(), f"@page{{size:A4;{upright}}}@page wide{{size:A4 landscape;{across}}}"]
    if styles.css:
        rules.append(styles.css)
    return "\n".join(rules) + "\n"


def _margin(*sides: Decimal) -> str:
    return f"margin:{' '.join(f'{amount(side)}mm' for side in sides)}"


@cache
def _structure() -> str:
    """What holds for every form: the layout of the page on a screen, on a telephone, in print."""
    return Path(__file__).with_name("screen.css").read_text(encoding="utf-8").rstrip("\n")
