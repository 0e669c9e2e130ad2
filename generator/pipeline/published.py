"""A data file made of a published PDF, beside the figures that were published."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.importing.published_data import Published
from generator.interface.comparing import FigureComparison, compared
from generator.pipeline.checking import check

_MOST_TOLD = 6


def beside_published(published: Published, text: str, name: str) -> FigureComparison | None:
    """The figures that a data file of that text would give, beside those published.

    None where it cannot be computed yet.
    """
    with TemporaryDirectory(prefix="juesuan-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8", newline="")
        statement = check(path).statement
    if statement is None:
        return None
    figures = ((figure.名称, figure.数别, figure.数) for figure in published.指标)
    return compared(figures, statement)


def told_lines(comparison: FigureComparison) -> list[str]:
    """What is said of it: how many figures are equal, and the names of some that are not."""
    missing, different = comparison.missing, comparison.different
    count = comparison.equal + len(missing) + len(different)
    lines = [
        f"公布的 {count} 个指标，新文件算出来相同的 {comparison.equal} 个，"
        f"还要填了才有的 {len(missing)} 个，不同的 {len(different)} 个。"
    ]
    for title, names in (("还要填了才有", missing), ("不同", different)):
        if names:
            lines.append(f"  {title}：{'；'.join(names[:_MOST_TOLD])}{_and_others(names)}")
    return lines


def _and_others(names: Sequence[str]) -> str:
    return f" 等 {len(names)} 个" if len(names) > _MOST_TOLD else ""
