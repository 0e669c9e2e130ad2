"""The table at the end of a run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from generator.cli.batch.result import Result
from generator.cli.formats import DRAFT_SUFFIX


def closing_table(results: Sequence[Result]) -> None:
    """Print the table: unit, year, findings, files, seconds; then what else there is to say."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title="决算公开生成结果")
    for head in ("单位", "年度", "校验", "文件", "秒"):
        table.add_column(head, justify="right" if head == "秒" else "left", overflow="fold")
    for one in results:
        files = "\n".join(PurePath(file).name for file in one.files) or "（没有生成）"
        table.add_row(one.unit, one.year, one.counts or "没有生成，见上面", files, one.seconds)
    Console().print(table)
    for one in results:
        for old in one.stale:
            kind = "审核稿" if PurePath(old).stem.endswith(DRAFT_SUFFIX) else "正式文档"
            print(f"注意：旧的{kind} {old} 不是这次生成的，内容可能与数据文件不同")
