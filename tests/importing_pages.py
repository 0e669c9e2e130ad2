"""Published documents for tests of importing, as web pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def web_page(folder: Path, *blocks: str | Sequence[Sequence[str]]) -> Path:
    """A web page of lines and tables."""
    page = ["<meta charset='utf-8'>"]
    for block in blocks:
        if isinstance(block, str):
            page.append(f"<p>{block}</p>")
            continue
        rows = ("".join(f"<td>{text}</td>" for text in row) for row in block)
        page.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    file = folder / "去年.html"
    file.write_text("".join(page), encoding="utf-8")
    return file
