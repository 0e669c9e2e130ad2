"""What each lever of the engine is worth: ``python -m benchmarks.levers PAPER NAIVE [ROUNDS]``. One warm process; each round makes the PDF with all of them and
without each in turn, and the ratios of a round are taken before the median, so that a machine that grows slower blurs little."""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.pdf import LEVERS, ours

_COLD = {"loading"}
"""What only a new process tells."""


def ratios(paper: str, naive: str, rounds: int) -> dict[str, float]:
    """CPU time without a lever ÷ with all, by lever; and the seconds with all (``全部``)."""
    pages = {off: naive if off == "naive" else paper for off in LEVERS if off not in _COLD}
    ours(paper, "")
    found: dict[str, list[float]] = {"全部": [], **{off: [] for off in pages}}
    for _ in range(rounds):
        for off, page in pages.items():
            whole = _seconds(paper, "")
            found["全部"].append(whole)
            found[off].append(_seconds(page, off) / whole)
    return {name: median(values) for name, values in found.items()}


def _seconds(page: str, off: str) -> float:
    gc.collect()
    start = time.process_time()
    ours(page, off)
    return time.process_time() - start


if __name__ == "__main__":
    texts = [Path(name).read_text(encoding="utf-8") for name in sys.argv[1:3]]
    print(
        json.dumps(
            ratios(texts[0], texts[1], int(sys.argv[3]) if len(sys.argv) > 3 else 5),
            ensure_ascii=False,
        )
    )
