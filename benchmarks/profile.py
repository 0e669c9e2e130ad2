"""Where the engine's time goes, by what WeasyPrint does: ``python -m benchmarks.profile PAPER``. Shares of one profiled run, the second of the process."""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
from pathlib import Path

KINDS = (
    ("表格：格子的位置和合并的边框", ("layout/table.py", "layout/preferred.py")),
    (
        "行和文字：断行、行框",
        ("layout/inline.py", "text/line_break.py", "text/ffi.py", "text/fonts.py", "cffi/"),
    ),
    (
        "块和页：位置、分页",
        ("layout/", "formatting_structure/boxes.py", "stacking.py", "anchors.py"),
    ),
    ("样式：选择器、层叠、计算值", ("weasyprint/css/", "cssselect2/", "tinycss2/", "tinyhtml5/")),
    ("建盒子", ("formatting_structure/",)),
    (
        "画：文字、线、图",
        ("weasyprint/draw/", "weasyprint/svg/", "weasyprint/images.py", "weasyprint/matrix.py"),
    ),
    (
        "写 PDF：对象、标签、字体子集、压缩",
        ("weasyprint/pdf/", "pydyf/", "writers/pdf/once.py", "weasyprint/document.py"),
    ),
    ("本程序接管的几步", ("generator/",)),
)
OTHER = "Python 自带的函数和其他"


def shares(page: str) -> dict[str, float]:
    """The share of each kind of work in the CPU time of one run; what C functions take counts for who called them."""
    from generator.writers.pdf.engine import run
    from generator.writers.pdf.fonts import PROJECT_FONTS

    run(page, PROJECT_FONTS)
    profile = cProfile.Profile()
    profile.runcall(run, page, PROJECT_FONTS)
    found = dict.fromkeys((*(name for name, _ in KINDS), OTHER), 0.0)
    for (file, _, _), (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if file == "~" and callers:
            for (caller, _, _), (*_, spent, _) in callers.items():
                found[_kind(caller)] += spent
        else:
            found[_kind(file)] += own
    whole = sum(found.values())
    return {name: spent / whole for name, spent in found.items()}


def _kind(file: str) -> str:
    path = file.replace("\\", "/")
    return next((name for name, parts in KINDS if any(part in path for part in parts)), OTHER)


if __name__ == "__main__":
    print(json.dumps(shares(Path(sys.argv[1]).read_text(encoding="utf-8")), ensure_ascii=False))
