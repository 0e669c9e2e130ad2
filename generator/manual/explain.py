"""juesuan explain: what a rule looks at, why, and an example."""

from __future__ import annotations

# Importing what checks a file declares the rules of every room.
import generator.pipeline.checking  # noqa: F401
from generator.checks.formulas import formula_numbers, formulas
from generator.checks.gallery import example
from generator.checks.rates import rate_of
from generator.findings.rules import RULES, Group, in_group
from generator.findings.sources import sources_named
from generator.reading.nearest import nearest

_COMMANDS = "juesuan explain 规则名"


def listing() -> str:
    """All rules by group: name, level, title."""
    lines = []
    for group in Group:
        lines.append(f"【{group.value}】")
        lines += [f"  {rule.id}（{rule.levels}）{rule.title}" for rule in in_group(group)]
    return "\n".join([*lines, f"看一条的详细说明：{_COMMANDS}"])


def explanation(name: str) -> tuple[str, bool]:
    """What to print about a rule, and whether there is one of that name."""
    rule = RULES.get(name.strip().strip("[]【】"))
    if rule is None:
        near = nearest(name, RULES, 3, loose=True)
        return f"没有名为“{name}”的规则" + (
            f"，您是不是想看：{'、'.join(near)}" if near else "；不写规则名就列出全部"
        ), False
    lines = [
        f"{rule.id}（{rule.levels}，{rule.group.value}）",
        rule.title,
        "",
        f"为什么：{rule.why}",
        *_grounds(rule.source),
    ]
    if rule.answers:
        lines.append(rule.answers)
    rate = rate_of(rule.id)
    if rate:
        lines.append(f"准不准：{rate}")
    shown = example(rule.id)
    if shown:
        lines += [
            "",
            "有错的：",
            _indented(shown.bad),
            "",
            "提示：",
            _indented(shown.message),
            "",
            "改好的：",
            _indented(shown.good),
        ]
    return "\n".join(lines), True


def _grounds(text: str) -> list[str]:
    """Every source of a rule by its full name, with what it demands."""
    lines = ["依据："]
    for words, source in sources_named(text):
        numbers = sorted(formula_numbers(words))
        lines += [f"  勾稽公式 {number}：{formulas()[number]}" for number in numbers]
        if not numbers:
            lines.append(f"  {source.full}——{source.demand}")
    return lines


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.strip("\n").split("\n"))
