"""Shared by the tests of forms: a small data file with changes, read back from the finished page; a whole document as lines of text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator.document.tree import Document, Heading, Paragraph, Row, Table, plain
from generator.pipeline.checking import CheckResult
from generator.writers.html import write_html
from tests.bureau import write_values
from tests.helpers import lines_in, plainly_checked

Read = Callable[..., str]


def checked(folder: Path, base: str, changes: dict[str, Any]) -> CheckResult:
    """``base`` with changes (甲/乙/丙: value; None removes), checked."""
    return plainly_checked(write_values(folder, base, changes))


def reader(folder: Path, base: str) -> Read:
    """A function that gives the text of the finished page; ``clean`` (default) asserts that there are no errors."""

    def read(changes: dict[str, Any] | None = None, *, clean: bool = True) -> str:
        found = checked(folder, base, changes or {})
        errors = [
            f"{one.place.line} {one.message}" for one in found.findings if one.level.value == "错误"
        ]
        assert not (clean and errors), errors
        assert found.document is not None, errors
        return "\n".join(lines_in(write_html(found.document), "h1", "h2", "h3", "p", "tr"))

    return read


def line(row: Row) -> str:
    """A row as text: cells divided by |, an indent as dots, a span as ×columns."""
    return "|".join(
        "·" * cell.indent + plain(cell.inlines) + (f"×{cell.colspan}" if cell.colspan > 1 else "")
        for cell in row.cells
    )


def table(document: Document, name: str) -> Table:
    """The table of that name."""
    return next(
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table) and block.name == name
    )


def whole_text(document: Document) -> str:
    """Every heading, paragraph and row of a document, a line each."""
    lines = []
    for section in document.sections:
        lines.append(f"【{section.kind}{'·横' if section.landscape else ''}】")
        for block in section.blocks:
            if isinstance(block, Heading):
                lines.append(f"{'#' * block.level} {plain(block.inlines)}")
            elif isinstance(block, Paragraph):
                lines.append(plain(block.inlines))
            elif isinstance(block, Table):
                lines += [
                    f"〔{block.corner}|{block.left}|{block.right}〕",
                    *(line(row) for row in (*block.head, *block.body)),
                    *map(plain, block.notes),
                ]
    return "\n".join(lines) + "\n"
