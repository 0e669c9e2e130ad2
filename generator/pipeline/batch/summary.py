"""What a run says of each file, and the table at its end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import PurePath

from generator.findings.place import Level
from generator.pipeline.batch.record import KEPT
from generator.pipeline.batch.result import Result
from generator.pipeline.formats import DRAFT_SUFFIX

_TOLD = 30
"""So many units that are not done are named at the end."""
_MANY = 20
"""In a run of more files, of one that has not changed only the 错误 are told again."""


def told(result: Result, count: int) -> None:
    """Say what there is to say of one file of ``count``, when it is done."""
    for text in _again(result, count):
        print(text)
    if result.transfers:
        print(result.transfers, end="")
    if result.trouble:
        print(result.trouble, file=sys.stderr)  # the other files are made nevertheless


def _again(result: Result, count: int) -> list[str]:
    """The findings that are worth telling."""
    brief = count > _MANY and result.seconds == KEPT
    return [text for text in result.findings if not brief or text.startswith(Level.ERROR.value)]


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
    for line in (line for result in results for line in result.aside):
        print(line)
    for one in results:
        for kind in ("审核稿", "正式文档"):
            old = [name for name in one.stale if _kind(name) == kind]
            if old:
                names = "、".join([old[0], *(PurePath(name).name for name in old[1:])])
                print(f"注意：旧的{kind} {names} 不是这次生成的，内容可能与数据文件不同")
    if len(results) > 1:
        print(summary(results))
    if any(_again(one, len(results)) != list(one.findings) for one in results):
        print(f"份数多，{KEPT}的只列错误；它们的警告和提示用 juesuan check（或 make check）看")


def _kind(name: str) -> str:
    return "审核稿" if PurePath(name).stem.endswith(DRAFT_SUFFIX) else "正式文档"


def summary(results: Sequence[Result]) -> str:
    """How many there are, and which of them have to be mended: a city's table is longer than a screen."""
    none = sum(not one.files for one in results)
    drafts = sum(bool(one.files) and one.failed for one in results)
    kinds = (("可以公开", len(results) - none - drafts), ("审核稿", drafts), ("没有生成", none))
    whole = (
        f"共 {len(results)} 份：{'，'.join(f'{name} {count}' for name, count in kinds if count)}"
    )
    wrong = [one for one in results if one.failed or not one.files]
    if not wrong:
        return whole
    more = [f"  …… 还有 {len(wrong) - _TOLD} 份，见上面"] if len(wrong) > _TOLD else []
    return "\n".join([whole, "还不能公开的，各说第一处：", *map(_first, wrong[:_TOLD]), *more])


def _first(one: Result) -> str:
    """The first thing that is wrong with a unit, on one line; it was told in full above."""
    errors = [text for text in one.findings if text.startswith(Level.ERROR.value)]
    told = (
        errors[0].splitlines()[0]
        if errors
        else (one.trouble.splitlines() or ["没有生成，见上面"])[-1]
    )
    return f"  {one.unit}：{told}{f'（共 {len(errors)} 处）' if len(errors) > 1 else ''}"
