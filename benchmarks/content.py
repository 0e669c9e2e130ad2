"""The same content for everybody: a document as plain blocks, as the files that other programs start from. ``python -m benchmarks.content FILE FOLDER``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.naive import naive_page
from benchmarks.word_template import word_template
from generator.document.tree import Chart, Document, Heading, Paragraph, Table, plain


def blocks(document: Document) -> list[dict[str, Any]]:
    """Paragraphs and tables of a document, in order: ``text`` with ``level`` (0 for plain text), or ``rows`` of equal length. Charts are left out."""
    found: list[dict[str, Any]] = []
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Heading):
                found.append(
                    {
                        "level": block.level,
                        "text": plain(block.inlines).replace("\n", " "),
                        "rows": [],
                    }
                )
            elif isinstance(block, Paragraph):
                found.append({"level": 0, "text": plain(block.inlines), "rows": []})
            elif isinstance(block, Table):
                found.append({"level": 0, "text": block.name, "rows": _rows(block)})
            elif isinstance(block, Chart) and block.caption:
                found.append({"level": 0, "text": block.caption, "rows": []})
    return found


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
            covered |= {
                (number + down, column + right)
                for down in range(cell.rowspan)
                for right in range(cell.colspan)
            }
            column += cell.colspan
        grid.append(texts)
    return grid


def typst_markup(content: list[dict[str, Any]]) -> str:
    """The blocks as Typst has them: A4, 仿宋 and tables with repeated heads."""
    lines = [
        '#set page(paper: "a4", numbering: "1")',
        '#set text(font: "FandolFang R", size: 16pt, lang: "zh")',
        "#outline(depth: 2)",
    ]
    for block in content:
        if block["rows"]:
            cells = ", ".join(json.dumps(text, ensure_ascii=False) for text in block["rows"][0])
            lines.append(
                f"#text(size: 8pt)[#table(columns: {len(block['rows'][0])}, table.header({cells}),"
            )
            lines += [
                "  " + ", ".join(json.dumps(text, ensure_ascii=False) for text in row) + ","
                for row in block["rows"][1:]
            ]
            lines.append(")]")
        elif block["level"]:
            lines.append(
                f"#heading(level: {block['level']}, {json.dumps(block['text'], ensure_ascii=False)})"
            )
        else:
            lines.append(f"#par({json.dumps(block['text'], ensure_ascii=False)})")
    return "\n".join(lines) + "\n"


def main(path: str, folder: str) -> None:
    """Write every file that a peer starts from, and ours."""
    from generator.pipeline.checking import check
    from generator.writers.docx import write_docx
    from generator.writers.html import write_html
    from generator.writers.pdf.markup import print_html

    document = check(Path(path)).document
    assert document is not None
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    (target / "paper.html").write_text(print_html(document), encoding="utf-8")
    (target / "page.html").write_bytes(write_html(document))
    (target / "naive.html").write_text(naive_page(document), encoding="utf-8")
    (target / "unit.docx").write_bytes(write_docx(document, {}))
    (target / "unit.typ").write_text(typst_markup(blocks(document)), encoding="utf-8")
    filled = word_template(target / "unit.docx", target / "template.docx")
    (target / "filled.json").write_text(json.dumps(filled, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
