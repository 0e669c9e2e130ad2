"""The rules of typing: what a Chinese keyboard and YAML do to each other."""

from __future__ import annotations

from generator.findings.place import Level
from generator.findings.rules import Group, Rule, declare

_SOURCE = "YAML 与中文键盘"
_WHY = "中文键盘打出的符号与程序要的英文符号样子相近，意思不同。"


def _typing(identifier: str, title: str, why: str, level: Level = Level.ERROR) -> Rule:
    return declare(identifier, Group.READING, level, title, why, _SOURCE)


COLON = _typing("全角冒号", "冒号要用英文的", _WHY)
SPACE = _typing("冒号后缺空格", "冒号后面要有一个英文空格", "没有空格，程序会把整行当成一段文字。")
LOST_COLON = _typing(
    "缺少冒号", "名称和花括号之间有冒号", "没有冒号，程序会把名称和后面的内容当成一段文字。"
)
INDENT = _typing("全角空格缩进", "行首用英文空格缩进", "全角空格不算缩进，下级项目会变成上级项目。")
TAB = _typing("制表符缩进", "行首不用制表符（Tab 键）", "制表符的宽度各处不同，程序不知道算几格。")
TWICE = _typing("两个冒号", "内容里的英文冒号要用引号括起来", "第二个英文冒号会被当成又一个项目。")
START = _typing(
    "特殊开头",
    "以特殊符号开头的内容要用引号括起来",
    "* & ! % @ ` > | 等开头的内容在 YAML 里另有含义。",
)
AFTER = _typing(
    "引号后有字", "引号括起来的内容后面不能再有字", "以引号开头的内容到下一个引号为止。"
)
OPEN = _typing("引号不成对", "开头的引号要有结尾的引号", "少了后一个引号，后面各行都会被当成文字。")
DASH = _typing("列表符号", "列表的每一行以英文减号加空格开头", "全角的横线或少了空格，都不算列表。")
HASH = _typing(
    "井号", "空格加 # 后面的字不算内容", "# 后面的字是说明，会被程序略去。", Level.WARNING
)
DEEPER = _typing("续行", "同一级的行左边对齐", "比上一行多缩进的行会接在上一行的文字后面。")
BAR = _typing(
    "缺少竖线", "几行文字的冒号后面要写竖线 |", "没有竖线，几行会接成一段，分段和编号就没有了。"
)
MARKS = _typing(
    "全角标点", "花括号、方括号和其中的逗号用英文的", "全角的逗号和括号不能把各项分开。"
)
CUT = _typing("逗号断开", "花括号里的文字不用英文逗号", "花括号里的英文逗号把一段文字断成两项。")
THOUSANDS = _typing(
    "千分位逗号", "花括号里的金额不写千分位逗号", "花括号里的英文逗号把 1,234.56 断成两个数。"
)
UNCLOSED = _typing(
    "括号不成对", "{ 和 [ 要有 } 和 ]", "少了后一半，后面各行都会被当成括号里的内容。"
)
