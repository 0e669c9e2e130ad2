"""What YAML says in English when it stumbles → a finding that a clerk can use."""

from __future__ import annotations

import re

import yaml

from generator.findings.place import Finding, Level, Place
from generator.findings.rules import Group, declare

FORMAT = declare(
    "格式",
    Group.READING,
    Level.ERROR,
    "每行写成“名称: 内容”，同级对齐",
    "缩进、冒号或引号不对，程序就不知道哪个数属于哪一项。",
    "数据文件的写法",
)
TABS = "把行首的制表符改成空格"

_READ = "\t\r\n\x85\u3000\u00a0\ufeff"
"""What YAML reads though nobody sees it."""

# The first pattern that matches wins.
_MESSAGES: tuple[tuple[str, str, str], ...] = (
    (
        r"mapping values are not allowed",
        "冒号用得不对：一行里有第二个冒号，或上一行少了冒号后的空格",
        "给冒号后的文字加上引号，或检查上一行的冒号是不是英文冒号加一个空格",
    ),
    (
        r"could not find expected ':'",
        "这一行像是一个项目，却没有英文冒号",
        "写成“名称: 内容”，冒号用英文的，后面空一格；若是上一行的文字，写在同一行",
    ),
    (
        r"found undefined alias|unknown escape|scanning an alias|scanning an anchor",
        "内容以 * 或 & 开头，或引号里有 \\，有特殊含义",
        "给内容加上英文单引号",
    ),
    (r"cannot start any token", "内容以特殊符号（% @ ` 等）开头", "给内容加上英文单引号"),
    (
        r"expected <block end>, but found '?-",
        "列表的行与前面的行没有对齐",
        "让“- ”开头的各行左边对齐",
    ),
    (
        r"expected <block end>|did not find expected key",
        "缩进不齐：这一行与同级的行没有对齐",
        "让同一级的行左边对齐，用空格缩进，每级两个",
    ),
    (
        r"expected ',' or|did not find expected ',' or",
        "括号里的各项之间缺少英文逗号，或括号没有配对",
        "各项之间用英文逗号，{ 配 }，[ 配 ]",
    ),
    (r"end of stream|node content", "引号或括号没有成对", "检查前面的引号、括号是否成对"),
    (
        r"special characters are not allowed|control characters",
        "有看不见的特殊字符",
        "删掉这一行重新输入",
    ),
)


def explain(error: Exception, name: str, text: str) -> Finding:
    """The finding of an error of PyYAML; ``text`` is what was parsed."""
    if not isinstance(error, yaml.MarkedYAMLError):
        place = _character(error, name, text)
        return FORMAT.at(
            place, "这里有看不见的特殊字符", "删掉这几个字重新输入，或用记事本另存为 UTF-8 编码"
        )
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.split("\n")
    if line > len(lines) or (line == len(lines) and not lines[-1] and line > 1):
        last = max(number for number, one in enumerate(lines, 1) if one.strip() or number == 1)
        line, column = last, 1
    said = " ".join(part for part in (error.context, error.problem) if part)
    for pattern, message, fix in _MESSAGES:
        if re.search(pattern, said):
            return FORMAT.at(Place(name, line, column), message, fix)
    return FORMAT.at(
        Place(name, line, column), "这里的写法不合 YAML 格式", "对照示例文件检查缩进、冒号和引号"
    )


def _character(error: Exception, name: str, text: str) -> Place:
    """Where a character stands that YAML cannot read; its error tells an offset, in characters or in bytes."""
    unseen = (at for at, char in enumerate(text) if not (char.isprintable() or char in _READ))
    at = next(unseen, getattr(error, "position", 0))
    begin = text.rfind("\n", 0, at) + 1
    return Place(name, text.count("\n", 0, at) + 1, at - begin + 1)
