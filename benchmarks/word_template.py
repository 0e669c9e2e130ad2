"""Our finished DOCX as a docxtpl template: a variable for each paragraph, a loop for the rows of each table. The looks stay, the charts stand still."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word_template(source: Path, target: Path) -> dict[str, Any]:
    """Write the template of a DOCX; returns the content that fills it again (``texts``, and ``rows`` of each table)."""
    import docx

    word = docx.Document(str(source))
    content: dict[str, Any] = {"texts": [], "rows": []}
    for part in list(word.element.body):
        if part.tag == f"{_WORD}p":
            text = _text(part)
            if (
                text
                and part.find(f".//{_WORD}drawing") is None
                and part.find(f".//{_WORD}fldChar") is None
            ):
                _put(part, "{{ texts[" + str(len(content["texts"])) + "] }}")
                content["texts"].append(text)
        elif part.tag == f"{_WORD}tbl":
            _loop(part, content["rows"])
    word.save(str(target))
    return content


def _loop(table: Any, all_rows: list[list[list[str]]]) -> None:
    rows = [
        row
        for row in table.findall(f"{_WORD}tr")
        if row.find(f"{_WORD}trPr/{_WORD}tblHeader") is None
    ]
    if not rows:
        return
    model = max(rows, key=lambda row: len(row.findall(f"{_WORD}tc")))
    width = len(model.findall(f"{_WORD}tc"))
    texts = [[_text(cell) for cell in row.findall(f"{_WORD}tc")] for row in rows]
    first, last = deepcopy(model), deepcopy(model)
    _fill(first, ["{%tr for row in rows[" + str(len(all_rows)) + "] %}", *[""] * (width - 1)])
    _fill(last, ["{%tr endfor %}", *[""] * (width - 1)])
    line = deepcopy(model)
    _fill(line, ["{{ row[" + str(place) + "] }}" for place in range(width)])
    place = list(table).index(rows[0])
    for row in rows:
        table.remove(row)
    for number, row in enumerate((first, line, last)):
        table.insert(place + number, row)
    all_rows.append([(row + [""] * width)[:width] for row in texts])


def _fill(row: Any, texts: list[str]) -> None:
    for cell, text in zip(row.findall(f"{_WORD}tc"), texts, strict=True):
        paragraphs = cell.findall(f"{_WORD}p")
        for extra in paragraphs[1:]:
            cell.remove(extra)
        _put(paragraphs[0], text)


def _put(paragraph: Any, text: str) -> None:
    """One run with the text, in the looks of the first run."""
    runs = paragraph.findall(f"{_WORD}r")
    looks = runs[0].find(f"{_WORD}rPr") if runs else None
    for run in runs:
        paragraph.remove(run)
    run = paragraph.makeelement(f"{_WORD}r", {})
    if looks is not None:
        run.append(deepcopy(looks))
    inner = paragraph.makeelement(f"{_WORD}t", {})
    inner.text = text
    run.append(inner)
    paragraph.append(run)


def _text(part: Any) -> str:
    return "".join(one.text or "" for one in part.iter(f"{_WORD}t"))
