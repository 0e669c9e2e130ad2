"""The first pages of a draft: what has to be mended before it can be published."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePath

from generator.document.tree import Cell, Paragraph, Row, Section, Table, Text
from generator.findings.folding import Folded, fold
from generator.findings.place import Finding, Level, newness

DRAFT = "审核稿（未通过校验）"
KIND = "审核"
_MOST = 200


def remarks(findings: Sequence[Finding], path: Path) -> Section:
    """A section that lists the findings of the data file at ``path``, the grave ones first.

    The file's folder is not named: the draft is the same wherever it is made.
    """
    folded = fold(findings)
    order = list(Level)
    ranked = sorted(folded, key=lambda group: order.index(group.finding.level))
    rows = tuple(_row(number, group, path) for number, group in enumerate(ranked[:_MOST], 1))
    notes: tuple[tuple[Text, ...], ...] = ()
    if len(ranked) > _MOST:
        notes = ((Text(f"另有 {len(ranked) - _MOST} 处，见校验结果。"),),)
    verdict = (
        f"本稿未通过校验，不能公开：{_counts(folded)}。"
        "错误全部改好后重新生成，这几页和各页上方的字样自动消失。"
    )
    table = Table(
        "审核意见",
        "审核意见",
        (6, 7, 6, 46, 35),
        (_HEAD,),
        rows,
        left=f"数据文件：{path.name}",
        notes=notes,
    )
    title = Paragraph("附件标题", (Text("审核意见"),))
    blocks = (title, Paragraph("提示", (Text(verdict),)), table)
    return Section(KIND, landscape=False, blocks=blocks)


def _counts(folded: Sequence[Folded]) -> str:
    """How many findings there are of each level; what follows from others is not counted."""
    causes = [finding for group in folded for finding in (group.finding, *group.alike)]
    count = Counter(finding.level for finding in causes)
    return "，".join(f"{level.value} {count[level]} 处" for level in Level if count[level])


_HEAD = Row(
    tuple(
        Cell((Text(name),), header=True, align="中")
        for name in ("序号", "级别", "行", "问题", "怎样改")
    )
)


def _row(number: int, folded: Folded, path: Path) -> Row:
    """A finding as a row of the table."""
    finding = folded.finding
    file = PurePath(finding.place.file).name
    message = finding.message + newness(finding)
    if file != path.name:
        message = f"（{file}）{message}"
    fix = finding.fix
    if path.parent != Path():
        fix = fix.replace(f"{path.parent}{os.sep}", "")
    if folded.words:
        fix = f"{fix}（{folded.words}）"
    short = (str(number), finding.level.value, str(finding.place.line))
    centered = [Cell((Text(text),), align="中") for text in short]
    return Row((*centered, *(Cell((Text(text),), align="左") for text in (message, fix))))
