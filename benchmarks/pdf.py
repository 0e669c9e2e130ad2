"""One process that makes a PDF of a page with WeasyPrint: ``python -m benchmarks.pdf PAGE PDF [bare | one of LEVERS]``; tells its pages and CPU seconds."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LEVERS = {
    "gc": "排版时不停下来回收内存",
    "auto": "表格列宽固定（table-layout: fixed）",
    "untagged": "带标签的 PDF（PDF/UA，无障碍）",
    "ragged": "中文两端对齐",
    "page": "给纸面单写的精简 HTML（不用网页那一份）",
}
"""What can be switched off, and what it is when on; ``page`` is switched off by giving the page of the browser."""


@contextmanager
def _nothing(**_wanted: object) -> Iterator[None]:
    yield


def ours(html: str, off: str) -> bytes:
    """Our engine with one lever switched off."""
    from generator.writers.pdf import engine
    from generator.writers.pdf.fonts import PROJECT_FONTS

    if off == "gc":
        vars(engine)["without_collection"] = _nothing
    if off == "ragged":
        vars(engine)["chinese_justification"] = _nothing
    if off == "auto":
        html = html.replace("table-layout:fixed", "table-layout:auto")
    if off == "untagged":
        engine.VARIANT = None
    return engine.run(html, PROJECT_FONTS)[0]


def bare(html: str) -> bytes:
    """WeasyPrint as its documentation has it, with the same fonts."""
    from weasyprint import HTML

    from generator.writers.pdf.fonts import PROJECT_FONTS, font_configuration

    data = HTML(string=html).write_pdf(font_config=font_configuration(PROJECT_FONTS))
    assert isinstance(data, bytes)
    return data


def main(page: str, target: str, off: str = "") -> None:
    """Make the PDF, write it, and print what it took as JSON."""
    html = Path(page).read_text(encoding="utf-8")
    data = bare(html) if off == "bare" else ours(html, off)
    Path(target).write_bytes(data)
    print(json.dumps({"秒": time.process_time()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
