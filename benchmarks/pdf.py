"""One process that makes a PDF of a page with WeasyPrint: ``python -m benchmarks.pdf PAGE PDF [bare | one of LEVERS]``; tells its CPU seconds."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

LEVERS = {
    "naive": "给纸面单写的标记：没有包装元素，文字连成一段，样式归成类",
    "auto": "表格列宽固定（table-layout: fixed）",
    "loading": "载入时 C 库按文件名找（原来每个名字都另起 ldconfig、gcc、ld 去问；整个进程的倍数）",
    "collection": "排版时不停下来回收内存",
    "base": "只带用得到的元素的基本样式（WeasyPrint 自带的那份要逐个元素问遍全部 HTML）",
    "tree": "标记按 XML 读（不走 HTML5 的容错规则）",
    "once": "PDF 的对象只转一次字节，按 6 级压缩（原来转两次，9 级）",
    "grid": "表格的线连成整条画（原来每格四边各画一次）",
    "percentages": "没有百分数的样式，长度只算一次",
    "references": "页的引用表只在加页时重做（原来每个标签重做一次，与页数的平方成正比）",
    "contexts": "同一种语言的文字共用一个排字环境",
    "justify": "中文两端对齐",
    "tags": "带标签的 PDF（PDF/UA，无障碍）",
}
"""What can be switched off, and what it is when on; ``naive`` is switched off by giving the page as one would write it first, ``loading`` by importing WeasyPrint beforehand."""


def ours(html: str, off: str) -> bytes:
    """Our engine with one lever switched off."""
    from generator.writers.pdf.engine import LEVERS as ALL
    from generator.writers.pdf.engine import TREE, run
    from generator.writers.pdf.fonts import PROJECT_FONTS

    if off == "loading":
        import weasyprint  # noqa: F401
    if off == "auto":
        html = html.replace("table-layout:fixed", "table-layout:auto")
    # A page of somebody else is no XML.
    return run(html, PROJECT_FONTS, None, ALL - ({TREE} if off == "naive" else {off}))[0]


def bare(html: str) -> bytes:
    """WeasyPrint as its documentation has it, with the same fonts."""
    from generator.writers.pdf.fonts import PROJECT_FONTS, font_configuration
    from weasyprint import HTML

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
