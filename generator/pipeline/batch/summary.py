"""What a run says of each file, and the table at its end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import PurePath

from generator.findings.place import Level
from generator.pipeline.batch.record import UNCHANGED
from generator.pipeline.batch.result import Result
from generator.pipeline.formats import DRAFT_SUFFIX

_MOST_NAMED = 30
"""So many units that are not done are named at the end."""
_MANY = 20
"""In a run of more files, of a file that has not changed only the 错误 are shown again."""


def print_result(result: Result, count: int) -> None:
    """Print the result of one file of ``count``, when it is done."""
    for text in _shown(result, count):
        print(text)
    if result.transfers:
        print(result.transfers, end="")
    if result.error:
        print(result.error, file=sys.stderr)  # the other files are made nevertheless


def _shown(result: Result, count: int) -> list[str]:
    """The findings that are shown: of an unchanged file among many only the 错误."""
    if count > _MANY and result.seconds == UNCHANGED:
        return _errors(result)
    return list(result.findings)


def _errors(result: Result) -> list[str]:
    return [text for text in result.findings if text.startswith(Level.ERROR.value)]


def summary_table(results: Sequence[Result]) -> None:
    """Print the table of all results, then the documents that were put aside, or are old."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title="决算公开生成结果")
    for head in ("单位", "年度", "校验", "文件"):
        table.add_column(head, justify="left", overflow="fold")
    table.add_column("秒", justify="right", overflow="fold")
    for result in results:
        files = "\n".join(PurePath(file).name for file in result.files) or "（没有生成）"
        counts = result.counts or "没有生成，见上面"
        cells = (result.unit, result.year, counts, files, result.seconds)
        table.add_row(*map(Text, cells))  # as they are: [ ] in a name is no markup
    Console().print(table)
    for result in results:
        for line in result.aside:
            print(line)
    for result in results:
        _print_stale(result)
    if len(results) > 1:
        print(summary(results))
    if any(_shown(result, len(results)) != list(result.findings) for result in results):
        print(f"份数多，{UNCHANGED}的只列错误；它们的警告和提示用 juesuan check（或 make check）看")


def _print_stale(result: Result) -> None:
    """Warn of the older documents of a unit, drafts apart; the folder is named once."""
    drafts = [name for name in result.stale if _is_draft(name)]
    finals = [name for name in result.stale if not _is_draft(name)]
    for kind, stale in (("审核稿", drafts), ("正式文档", finals)):
        if stale:
            names = "、".join([stale[0], *(PurePath(name).name for name in stale[1:])])
            print(f"注意：旧的{kind} {names} 不是这次生成的，内容可能与数据文件不同")


def _is_draft(name: str) -> bool:
    return PurePath(name).stem.endswith(DRAFT_SUFFIX)


def summary(results: Sequence[Result]) -> str:
    """How many results there are, and which units have something to mend.

    A city's table is longer than a screen: the first thing that is wrong stands here again.
    """
    none = sum(not result.files for result in results)
    drafts = sum(bool(result.files) and result.failed for result in results)
    kinds = (("可以公开", len(results) - none - drafts), ("审核稿", drafts), ("没有生成", none))
    counts = "，".join(f"{name} {count}" for name, count in kinds if count)
    lines = [f"共 {len(results)} 份：{counts}"]
    failed = [result for result in results if result.failed or not result.files]
    if failed:
        lines.append("还不能公开的，各说第一处：")
        lines += map(_first_error, failed[:_MOST_NAMED])
    if len(failed) > _MOST_NAMED:
        lines.append(f"  …… 还有 {len(failed) - _MOST_NAMED} 份，见上面")
    return "\n".join(lines)


def _first_error(result: Result) -> str:
    """The first thing that is wrong with a unit, on one line; all of it stands above."""
    errors = _errors(result)
    if errors:
        line = errors[0].splitlines()[0]
    else:
        line = (result.error.splitlines() or ["没有生成，见上面"])[-1]
    if len(errors) > 1:
        line += f"（共 {len(errors)} 处）"
    return f"  {result.unit}：{line}"
