"""What was promised, and whether it is reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.measure import Usage


@dataclass(frozen=True, slots=True)
class Target:
    """One promise: what is measured, the bound, what came out (None: could not be measured), and how it is printed."""

    name: str
    bound: float
    value: float | None
    unit: str = ""
    least: bool = False

    @property
    def reached(self) -> str:
        """达到, 没有达到 or 没有测."""
        if self.value is None:
            return "没有测"
        kept = self.value >= self.bound if self.least else self.value <= self.bound
        return "达到" if kept else "**没有达到**"

    def row(self) -> tuple[str, ...]:
        """The target as a row of a table."""
        shown = "—" if self.value is None else _shown(self.value, self.unit)
        return (
            self.name,
            f"{'≥' if self.least else '≤'} {_shown(self.bound, self.unit)}",
            shown,
            self.reached,
        )


def _shown(value: float, unit: str) -> str:
    return f"{value * 100:.1f}%" if unit == "%" else f"{value:.2f}{f' {unit}' if unit else ' 倍'}"


def ratio(upper: float | None, lower: float | None) -> float | None:
    """A ratio, when both were measured."""
    return upper / lower if upper is not None and lower else None


def targets(
    found: Mapping[str, Usage], stages: Mapping[str, float], batch: Mapping[str, float]
) -> list[Target]:
    """All promises, with what was measured of the middle size."""

    def cpu(name: str) -> float | None:
        return found[name].cpu if name in found else None

    def wall(name: str) -> float | None:
        return found[name].wall if name in found else None

    word, peer = (
        stages.get("热 DOCX"),
        found["docxtpl"].told.get("热") if "docxtpl" in found else None,
    )
    own = cpu("PDF 引擎")
    around = {
        kind: sum(stages.get(f"{kind} {one}", 0.0) for one in ("校验全程", "PDF 标记"))
        for kind in ("冷", "热")
    }
    # The stages before a check have imported everything already: a cold whole is measured as a process.
    cold = cpu("check 冷")
    first = (cold or 0) + stages.get("冷 PDF 标记", 0.0)
    fresh = sum(stages.get(f"热 {one}", 0.0) for one in ("校验全程", "HTML")) or None
    return [
        Target("DOCX ÷ docxtpl（热）", 0.7, ratio(word, peer)),
        Target("DOCX，热，CPU", 0.4, word, "秒"),
        Target(
            "PDF 全程里不是 WeasyPrint 的部分（热）",
            0.08,
            ratio(around["热"], around["热"] + stages["热 PDF 排版"])
            if "热 PDF 排版" in stages
            else None,
            "%",
        ),
        Target(
            "同上（冷，新进程）", 0.08, ratio(first, first + own) if own and cold else None, "%"
        ),
        Target(
            "PDF 引擎 ÷ WeasyPrint 默认设置（普通网页）",
            0.75,
            ratio(own, cpu("WeasyPrint 默认设置")),
        ),
        Target("PDF 引擎 ÷ LibreOffice", 1.0, ratio(own, cpu("LibreOffice"))),
        # Chromium does not wait for all of its helpers: their CPU time is not known.
        Target("PDF 引擎 ÷ Chromium（钟点时间）", 0.9, ratio(wall("PDF 引擎"), wall("Chromium"))),
        Target("juesuan check，冷，CPU", 0.5, cold, "秒"),
        Target("juesuan --help，CPU", 0.2, cpu("help"), "秒"),
        Target("改了数据 → 新网页（热），CPU", 0.15, fresh, "秒"),
        Target("300 份没有变动", 2.0, batch.get("没有变动"), "秒"),
        Target("300 份变动一份，重做的份数", 1.0, batch.get("变动一份 份数"), "份"),
        Target("40 份：-j 1 ÷ -j 4", 3.2, ratio(batch.get("-j 1"), batch.get("-j 4")), least=True),
    ]
