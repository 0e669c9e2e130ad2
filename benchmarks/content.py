"""The same content for everybody: a document as plain blocks, as the files that others start from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.document.tree import Chart, Document, Heading, Paragraph, Table, plain


def blocks(document: Document) -> list[dict[str, Any]]:
    """Paragraphs and tables in order: ``text`` with ``level`` (0 for plain text), or ``rows``.

    Rows are of equal length. Of a chart only the caption is there.
    """
    content: list[dict[str, Any]] = []
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Heading):
                text = plain(block.inlines).replace("\n", " ")
                content.append({"level": block.level, "text": text, "rows": []})
            elif isinstance(block, Paragraph):
                content.append({"level": 0, "text": plain(block.inlines), "rows": []})
            elif isinstance(block, Table):
                content.append({"level": 0, "text": block.name, "rows": _rows(block)})
            elif isinstance(block, Chart) and block.caption:
                content.append({"level": 0, "text": block.caption, "rows": []})
    return content


def _rows(table: Table) -> list[list[str]]:
    """Every row with a text for each column; what a span covers is empty."""
    width, covered = len(table.widths), set[tuple[int, int]]()
    grid = []
    for number, row in enumerate((*table.head, *table.body)):
        texts, column = [""] * width, 0
        for cell in row.cells:
            while (number, column) in covered:
                column += 1
            if column < width:
                texts[column] = plain(cell.inlines)
            for down in range(cell.rowspan):
                covered |= {(number + down, column + right) for right in range(cell.colspan)}
            column += cell.colspan
        grid.append(texts)
    return grid


def typst_markup(content: list[dict[str, Any]]) -> str:
    """The blocks as a person would write them for Typst: A4, 仿宋, tables with repeated heads."""
    lines = [
        '#set page(paper: "a4", numbering: "1")',
        '#set text(font: "Juesuan Fang", size: 16pt, lang: "zh")',
        "#outline(depth: 2)",
    ]
    for block in content:
        text = _quoted(block["text"])
        if block["rows"]:
            head, *body = (", ".join(map(_quoted, row)) for row in block["rows"])
            lines.append("#text(size: 8pt)[#table(")
            lines.append(f"  columns: {len(block['rows'][0])}, table.header({head}),")
            lines += [f"  {row}," for row in body]
            lines.append(")]")
        elif block["level"]:
            lines.append(f"#heading(level: {block['level']}, {text})")
        else:
            lines.append(f"#par({text})")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def write_content(document: Document, folder: Path) -> None:
    """The files that others start from: our web page, our Word file, and the markup for Typst."""
    from generator.writers.docx import write_docx
    from generator.writers.html import write_html

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.html").write_bytes(write_html(document))
    (folder / "unit.docx").write_bytes(write_docx(document, {}))
    (folder / "unit.typ").write_text(typst_markup(blocks(document)), encoding="utf-8")
