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
    from rich.text import Text

    table = Table(title="决算公开生成结果")
    for head in ("单位", "年度", "校验", "文件", "秒"):
        table.add_column(head, justify="right" if head == "秒" else "left", overflow="fold")
    for one in results:
        files = "\n".join(PurePath(file).name for file in one.files) or "（没有生成）"
        cells = (one.unit, one.year, one.counts or "没有生成，见上面", files, one.seconds)
        table.add_row(*map(Text, cells))  # as they are: [ ] in a name is no markup
    Console().print(table)
    for one in results:
        for old in one.stale:
            kind = "审核稿" if PurePath(old).stem.endswith(DRAFT_SUFFIX) else "正式文档"
            print(f"注意：旧的{kind} {old} 不是这次生成的，内容可能与数据文件不同")
    if len(results) > 1:
        print(summary(results))


def summary(results: Sequence[Result]) -> str:
    """A line that counts them: a city's table is longer than a screen."""
    none = sum(not one.files for one in results)
    drafts = sum(bool(one.files) and one.failed for one in results)
    kinds = (("可以公开", len(results) - none - drafts), ("审核稿", drafts), ("没有生成", none))
    return f"共 {len(results)} 份：{'，'.join(f'{name} {count}' for name, count in kinds if count)}"
