"""docs/性能.md: what was measured, as tables."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import Usage

_PACKAGES = ("typst", "weasyprint", "pydantic", "jinja2", "lxml", "python-docx")
OWN = "本程序：数据文件 → PDF（全过程）"
TYPST = "Typst，只有内容"
OFFICE = "LibreOffice（DOCX → PDF）"
CHROMIUM = "Chromium（网页 → PDF）"


@dataclass(slots=True)
class Results:
    """Everything that was measured. ``stages`` by size; ``batch`` by what was run, in seconds."""

    whole: dict[str, Usage] = field(default_factory=dict)
    stages: dict[str, Mapping[str, float]] = field(default_factory=dict)
    batch: dict[str, float] = field(default_factory=dict)
    memory: Mapping[str, float] = field(default_factory=dict)
    missing: Sequence[str] = ()
    rounds: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """A promise: what was measured is to be at most ``limit``; ``value`` is None where it was not."""

    name: str
    limit: float
    value: float | None
    unit: str = "倍"

    def row(self) -> tuple[str, str, str, str]:
        """Name, limit, value, verdict."""
        limit = f"≤ {self.limit:.2f} {self.unit}"
        if self.value is None:
            return self.name, limit, "—", "没有测"
        verdict = "达到" if self.value <= self.limit else "**没有达到**"
        return self.name, limit, f"{self.value:.2f} {self.unit}", verdict


def targets(results: Results) -> list[Target]:
    """All promises, of the middle size."""
    cpu = {name: usage.cpu for name, usage in results.whole.items()}
    # Chromium does not wait for all of its helpers: their CPU time is not known.
    wall = {name: usage.wall for name, usage in results.whole.items()}
    middle = results.stages.get("中", {})
    own, clock = middle.get("冷 PDF（Typst）"), middle.get("冷 PDF（Typst），钟点")
    return [
        Target("PDF 排版（冷）÷ LibreOffice", 0.25, _ratio(own, cpu.get(OFFICE))),
        Target("PDF 排版（冷）÷ Chromium（钟点）", 0.25, _ratio(clock, wall.get(CHROMIUM))),
        Target("PDF 排版（冷）÷ Typst 只排内容", 1.3, _ratio(own, cpu.get(TYPST))),
        Target("四种格式，冷，CPU", 1.6, cpu.get("本程序：四种格式"), "秒"),
        Target("juesuan check，冷，CPU", 0.6, cpu.get("本程序：check"), "秒"),
        Target("300 份没有变动，钟点时间", 2.0, results.batch.get("300 份网页，没有变动"), "秒"),
    ]


def _ratio(own: float | None, peer: float | None) -> float | None:
    if not own or not peer:
        return None
    return own / peer


def write_page(path: Path, results: Results) -> None:
    """Write the page."""
    packages = "、".join(f"{name} {version(name)}" for name in _PACKAGES)
    system = f"{platform.system()} {platform.machine()}，{os.cpu_count()} 核"
    whole = [
        (name, f"{usage.cpu:.2f}", f"{usage.wall:.2f}", f"{usage.memory:.0f}")
        for name, usage in results.whole.items()
    ]
    sizes = list(results.stages)
    names = [name for name in next(iter(results.stages.values()), {}) if not name.endswith("页")]
    pages = "、".join(f"{size} {results.stages[size]['冷 页']:.0f} 页" for size in sizes)
    stages = [(name, *(f"{results.stages[size][name]:.2f}" for size in sizes)) for name in names]
    parts = [
        "# 性能\n\n这一页由 `make bench` 写成，不要手改：改了下次会被盖掉。",
        f"- 机器：{system}；Python {platform.python_version()}；{packages}。\n"
        "- 内容：程序按固定种子编的单位，没有真的数。\n"
        f"- 方法：每样各起一个进程，轮流测 {results.rounds} 次，取中位数。看 CPU 时间和倍数，不看钟点时间。\n"
        "- “冷”是新起一个进程，“热”是同一进程里再做一份。\n"
        f"- 没有测的：{'、'.join(results.missing) or '无'}。",
        "## 目标\n\n"
        + _table(("目标", "应当", "测得", "结论"), (target.row() for target in targets(results))),
        "## 一份文档，每样一个新进程（约 40 页）\n\n"
        + _table(("做什么", "CPU 秒", "钟点秒", "内存 MiB"), whole),
        f"## 逐段的 CPU 时间（秒）\n\n{pages}。\n\n" + _table(("段", *sizes), stages),
        "## 多个单位\n\n"
        + _table(
            ("做什么", "钟点秒"),
            ((name, f"{seconds:.1f}") for name, seconds in results.batch.items()),
        ),
        "## 内存的峰值（一个进程接连做）\n\n"
        + _table(("时候", "MiB"), ((name, f"{mib:.0f}") for name, mib in results.memory.items())),
    ]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
