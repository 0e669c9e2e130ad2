"""The rules of 科目: that each is written, known, and stands where it belongs."""

from __future__ import annotations

from generator.findings.place import Level
from generator.findings.rules import Group, declare

_NAMES = "科目编码决定这笔钱印在哪一类、哪一款；编码和名称对不上，总有一个是错的。"
CODES = {
    "写法": declare(
        "科目写法",
        Group.SUBJECTS,
        Level.ERROR,
        "科目写成编码加名称",
        "只有名称时，同名的科目有很多（如行政运行）。",
        "《政府收支分类科目》",
    ),
    "分类": declare(
        "科目分类",
        Group.SUBJECTS,
        Level.ERROR,
        "功能科目和经济科目不混用",
        "两套科目回答不同的问题：钱做什么事，买什么东西。",
        "《政府收支分类科目》",
    ),
    "未知": declare(
        "科目未知",
        Group.SUBJECTS,
        Level.ERROR,
        "科目编码是当年科目表里的",
        _NAMES,
        "《政府收支分类科目》，勾稽公式 23",
    ),
    "年度": declare(
        "科目年度",
        Group.SUBJECTS,
        Level.ERROR,
        "科目是当年用的",
        "科目逐年有增减改名，旧科目常从去年的文件抄来。",
        "《政府收支分类科目》，勾稽公式 23",
    ),
    "不一致": declare(
        "科目不一致", Group.SUBJECTS, Level.ERROR, "科目的编码与名称一致", _NAMES, "勾稽公式 23、24"
    ),
}
LOCAL = declare(
    "本地科目",
    Group.SUBJECTS,
    Level.WARNING,
    "本地增设的科目请核对",
    "本工具的科目表里没有它，无法替您核对名称。",
    "《政府收支分类科目》",
)
LEVEL = declare(
    "科目级次",
    Group.SUBJECTS,
    Level.ERROR,
    "功能科目填到项级",
    "法律规定公开到项级；类、款两级由程序相加。",
    "《预算法实施条例》第六条",
)
TWICE = declare(
    "科目重复",
    Group.SUBJECTS,
    Level.ERROR,
    "同一处一个科目只写一次",
    "换个写法又写一遍，钱就算了两次，或表里有了两行。",
    "勾稽公式 23",
)
HOMELESS = declare(
    "科目缺项目",
    Group.SUBJECTS,
    Level.ERROR,
    "项目支出里先写项目，再写经济科目",
    "项目支出明细表按项目分开印；没有项目，这笔钱就没有地方印。",
    "《预算法实施条例》第六条",
)
