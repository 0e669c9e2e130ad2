"""The rules of filling in: what kind of value a key takes."""

from __future__ import annotations

from generator.findings.place import Level
from generator.findings.rules import Group, Rule, declare


def _filling(identifier: str, title: str, why: str) -> Rule:
    return declare(identifier, Group.FILLING, Level.ERROR, title, why, "数据文件的写法")


REQUIRED = _filling("缺项", "必填的项目要有", "少了它，整份文档都生成不了。")
UNKNOWN = _filling(
    "不认识的项目", "项目名照说明写，一字不差", "写错了名字，这一项的内容就会被漏掉。"
)
NUMBER = _filling(
    "数字写法", "该填数的地方只填数字", "带单位、汉字或用错逗号的数，程序不猜是多少。"
)
COUNT = _filling("个数写法", "个数填 0 或正整数", "辆、次、人不会有小数，也不会是负数。")
EMPTY = _filling("空着", "该填数的地方不能空着", "空着分不清是 0 还是忘了填；没有发生额请填 0。")
DATE = _filling("日期写法", "日期写成 2024-09-24", "日期要印在封面上，还要用来核对时限。")
YEAR = _filling("年度写法", "年度写四位数字", "年度决定用哪一年的科目和版式。")
CHOICE = _filling("选项", "从给出的几个词里选", "换一个说法，程序就不知道怎样写这一节。")
SHAPE = _filling("层次", "有下级项目的写下级，没有的写内容", "层次不对，多半是缩进或冒号写错了。")

MARK = "待填"
"""What stands where this year's number or text still has to be typed (juesuan roll writes it); it is read as neither."""

TO_FILL = declare(
    "待填",
    Group.COMPLETE,
    Level.ERROR,
    "文中要用的数和原因都要填",
    "少一个数或原因，句子就不完整；文中标着〔待填：…〕。",
    "《地方预决算公开操作规程》中说明的要求，数据文件的写法",
)
