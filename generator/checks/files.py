"""The data file's own name, and the files of last year and of units that it names."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec.structs import replace

from generator.findings.place import Finding, Level
from generator.findings.rules import Group, declare
from generator.model.accounts import Accounts
from generator.reading.nodes import Node, place_of

FILE_YEAR = declare(
    "文件名年度",
    Group.COMPLETE,
    Level.WARNING,
    "年度与文件名里的年份一致",
    "从上年的文件改来的，最容易忘了改年度；年度错了，科目、上年数都错。",
    "公开件常见错误：年度没有改",
    grave=True,
)
LAST_FILE = declare(
    "上年文件",
    Group.READING,
    Level.ERROR,
    "上年的数据文件要在，且是上一年度的",
    "上年数取自这个文件；取错年度，所有增减都错。",
    "公开件常见错误：上年数抄错",
)
OTHER_UNIT = declare(
    "上年单位",
    Group.COMPLETE,
    Level.WARNING,
    "上年文件是同一个单位的",
    "取了别的单位的上年数，增减都不对。",
    "公开件常见错误：上年数抄错",
)
UNIT_FILE = declare(
    "汇总文件",
    Group.READING,
    Level.ERROR,
    "汇总的文件都在，都是本年度的单位，各一次",
    "少一个单位、多算一遍、取错年度，部门的每个数都错。",
    "《预算法》第七十六条，《部门决算管理办法》",
)


def file_year(path: Path, accounts: Accounts, root: Node) -> list[Finding]:
    """The year in the file's name against 年度; with a 公开日期 that does not fit 年度 either, 年度 is wrong for certain."""
    named = re.findall(r"(?<!\d)20\d\d(?!\d)", path.stem)
    if len(named) != 1 or int(named[0]) == accounts.年度:
        return []
    day = accounts.单位.公开日期
    finding = FILE_YEAR.at(
        place_of(root, ("年度",)),
        f"年度填 {accounts.年度}，文件名里是 {named[0]}",
        f"改成：年度: {named[0]}；或给文件改名",
        expected=named[0],
        found=str(accounts.年度),
    )
    if day is not None and day.year == int(named[0]) + 1:
        return [
            replace(
                finding,
                level=Level.ERROR,
                message=f"{finding.message}，公开日期 {day.isoformat()} 也是 {named[0]} 年度的",
            )
        ]
    return [finding]
