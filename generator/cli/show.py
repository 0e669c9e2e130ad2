"""Findings and the closing table on a terminal."""

from __future__ import annotations

import unicodedata
from collections import Counter

from generator.cli.produce import Outcome
from generator.model.load import Loaded
from generator.reading.place import Finding, Level


def finding_text(finding: Finding, loaded: Loaded) -> str:
    """A finding with its place, the line itself with a caret, and what to do."""
    place = finding.place
    text = [f"{finding.level.value} {place.file} 第 {place.line} 行第 {place.column} 列 [{finding.rule}] {finding.message}"]
    if place.file == loaded.name and 0 < place.line <= len(loaded.lines):
        line = loaded.lines[place.line - 1].rstrip("\r")
        if line.strip():
            text.append(f"    {line}")
            text.append("    " + _padding(line[: place.column - 1]) + "^")
    if finding.fix:
        text.append(f"    → {finding.fix}")
    return "\n".join(text)


def _padding(before: str) -> str:
    """Blanks as wide as ``before``: a Chinese character takes two columns."""
    return "".join("\u3000" if unicodedata.east_asian_width(char) in "WF" else " " for char in before)


def counts(findings: tuple[Finding, ...]) -> str:
    """How many findings of each level: “错误 2，警告 1”, or 无."""
    found = Counter(finding.level for finding in findings)
    return "，".join(f"{level.value} {found[level]}" for level in Level if found[level]) or "无"


def closing_table(outcomes: list[tuple[Outcome, str]]) -> None:
    """Print the table: unit, year, findings, files, seconds."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title="决算公开生成结果")
    for head in ("单位", "年度", "校验", "文件", "秒"):
        table.add_column(head, justify="right" if head == "秒" else "left", overflow="fold")
    for outcome, seconds in outcomes:
        files = "\n".join(file.name for file in outcome.files) or "（没有生成）"
        table.add_row(outcome.unit, outcome.year, counts(outcome.checked.findings), files, seconds)
    console = Console()
    console.print(table)
