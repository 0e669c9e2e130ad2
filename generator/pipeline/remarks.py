"""The first pages of a draft: what has to be mended before it can be published."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePath

from generator.document.tree import Cell, Paragraph, Row, Section, Table, Text
from generator.findings.folding import Folded, fold
from generator.findings.place import Finding, Level, newness

DRAFT = "审核稿（未通过校验）"
KIND = "审核"
_MOST = 200


def remarks(findings: Sequence[Finding], path: Path) -> Section:
    """A section that lists the findings of a data file, the grave ones first. Its folder is not told: the draft is the same wherever it is made."""
    causes = [one for group in fold(findings) for one in (group.finding, *group.alike)]
    count = {level: sum(finding.level is level for finding in causes) for level in Level}
    told = "，".join(f"{level.value} {count[level]} 处" for level in Level if count[level])
    order = list(Level)
    folded = fold(findings)
    ranked = sorted(folded, key=lambda group: order.index(group.finding.level))
    head = Row(
        tuple(
            Cell((Text(name),), header=True, align="中")
            for name in ("序号", "级别", "行", "问题", "怎样改")
        )
    )
    rows = tuple(_row(number, one, path) for number, one in enumerate(ranked[:_MOST], 1))
    more = ((Text(f"另有 {len(ranked) - _MOST} 处，见校验结果。"),),) if len(ranked) > _MOST else ()
    return Section(
        KIND,
        False,
        (
            Paragraph("附件标题", (Text("审核意见"),)),
            Paragraph(
                "提示",
                (
                    Text(
                        f"本稿未通过校验，不能公开：{told}。错误全部改好后重新生成，这几页和各页上方的字样自动消失。"
                    ),
                ),
            ),
            Table(
                "审核意见",
                "审核意见",
                (6, 7, 6, 46, 35),
                (head,),
                rows,
                left=f"数据文件：{path.name}",
                notes=more,
            ),
        ),
    )


def _row(number: int, folded: Folded, path: Path) -> Row:
    finding = folded.finding
    other = PurePath(finding.place.file).name
    message = finding.message + newness(finding)
    if other != path.name:
        message = f"（{other}）{message}"
    fix = (
        finding.fix if path.parent == Path() else finding.fix.replace(f"{path.parent}{os.sep}", "")
    )
    if folded.words:
        fix = f"{fix}（{folded.words}）"
    texts = (str(number), finding.level.value, str(finding.place.line), message, fix)
    return Row(
        tuple(
            Cell((Text(text),), align="左" if index > 2 else "中")
            for index, text in enumerate(texts)
        )
    )
