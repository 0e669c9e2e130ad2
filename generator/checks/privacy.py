"""Text: personal data and marks of secrecy."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from generator.checks.free_text import FreeText, free_texts
from generator.checks.names import printed_keys
from generator.checks.rule import Problem, RuleContext, check
from generator.findings.place import Level, Place
from generator.findings.rules import Group

_MOBILE = re.compile(
    r"(?<!\d)(?<!\d[.,])(?<!\d[A-Za-z])1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d|\.\d|\s*(?:万|亿)?元)"
)
_IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
_CARD = re.compile(r"(?<!\d)(?:62|4|5)\d{14,18}(?!\d)")
# Behind its label any number is one, whatever its check digit says.
_ACCOUNT = re.compile(
    r"(?:卡号|账号|帐号|银行账户|银行帐户)\s*[为是:：]?\s*(?=\d)(?:\d[ -]?){9,24}(?!\d)"
)
# A run of letters is tried once, not from each of them: a text may be long.
_MAIL = re.compile(r"(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[\w-]{1,64}\.[\w.]{1,64}")


# What stands before the number of a contract or a project, which is made of a place and a date,
# too.
_OTHER_NUMBER = re.compile(
    r"(?:编号|编码|代码|单号|文号|批号|合同号|项目号|序列号)[为是:：]?\s*[A-Za-z]{0,4}$"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _sound(digits: str) -> bool:
    """Whether the last digit of an identity number is the one that the others ask for (GB
    11643)."""
    total = sum(int(char) * weight for char, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[-1].upper()


def _luhn(digits: str) -> bool:
    """Whether the last digit of a card's number is the one that the others ask for."""
    total = 0
    for index, char in enumerate(reversed(digits)):
        # Every second digit counts double, and of two digits each by itself.
        value = int(char) * (1 + index % 2)
        total += value // 10 + value % 10
    return total % 10 == 0


_KINDS = (
    (_IDENTITY, "身份证号"),
    (_ACCOUNT, "银行账号"),
    (_CARD, "银行卡号"),
    (_MOBILE, "手机号"),
)


@check(
    "个人信息",
    Group.TEXT,
    Level.ERROR,
    "不出现手机号、身份证号、银行账号",
    "公开件人人可见，个人信息一旦公开就收不回来。",
    "《个人信息保护法》第二十五条，《政府信息公开条例》第十五条",
)
def personal(context: RuleContext) -> Iterator[Problem]:
    """Numbers of telephones, identity cards and bank cards."""
    for text in free_texts(context):
        labelled = [match.span() for match in _ACCOUNT.finditer(text.text)]
        for pattern, what in _KINDS:
            for match in pattern.finditer(text.text):
                if pattern is _CARD and (not _luhn(match[0]) or _IDENTITY.fullmatch(match[0])):
                    continue
                index = bisect_right(labelled, (match.start(), len(text.text))) - 1
                if pattern is _CARD and index >= 0 and match.start() < labelled[index][1]:
                    continue
                before = text.before(match.start())
                numbered = _OTHER_NUMBER.search(before)
                if numbered and not (pattern is _IDENTITY and _sound(match[0])):
                    continue
                # The number itself does not stand in the message: findings are passed on and kept.
                yield Problem(
                    text.at(match.start()),
                    f"文字里像是有{what}（{match[0][:3]}…）",
                    "删去；决算公开不列个人信息",
                )


_LANDLINE = re.compile(
    r"\s*(?:[（(]?0\d{2,3}[）)]?[- —－]?)?[2-8]\d{6,7}(?!\d)|\s*(?:1\d{4}|9\d{4})(?!\d)"
)


@check(
    "联系方式",
    Group.TEXT,
    Level.WARNING,
    "不出现联系人、填表人和邮箱",
    "填表人、联系人的姓名电话是内部信息，常从报表封面带进来。",
    "《个人信息保护法》第二十五条，《政府信息公开条例》第十五条",
)
def contacts(context: RuleContext) -> Iterator[Problem]:
    """People to contact, and mail addresses; a telephone of the office is meant to be known."""
    for text in free_texts(context):
        for match in re.finditer(
            rf"(?:联系人|填表人|制表人|经办人|联系电话|手机号?码?)\s*[:：]|{_MAIL.pattern}",
            text.text,
        ):
            office = match[0].startswith("联系电话") and _LANDLINE.match(text.text[match.end() :])
            if not office:
                yield Problem(
                    text.at(match.start()),
                    f"文字里有“{match[0][:12]}”",
                    "删去；确需公布联系方式的，只写单位座机",
                )


_MARK = "绝密|机密|秘密"
_LABELLED = (
    rf"(?:密\s*级|保密等级|秘密等级|定密)\s*[:：]\s*[“\"「]?(?:{_MARK})"
    rf"|(?m:密级[ \t\u3000]+(?:{_MARK})级?\s*$)"
)
_SECRET = re.compile(rf"(?:{_MARK})级?\s*[★☆]|[★☆]\s*(?:{_MARK})|{_LABELLED}")
_KEEP = "内部资料|内部文件|不予公开|注意保存|不得外传"
_NUMBER = r"(?:[（(]?[一二三四五六七八九十\d]{1,3}(?:[）)、．]|\.(?!\d))\s*)?"
"""What counts a line: （一）, 一、, 1.; a mark behind it is a mark all the same."""
# A mark stands by itself: a line of its own, or in brackets. In a sentence the same words are
# ordinary (整理机密级档案, 不予公开的信息3件).
_ALONE = re.compile(
    rf"(?m:^\s*{_NUMBER}(?:(?:{_MARK})级?|{_KEEP})(?:[\s，,、]*(?:{_KEEP}))*\s*[。.]?\s*$)"
    rf"|[（(【〔\[]\s*(?:(?:{_MARK})级?|{_KEEP})(?:[\s，,、]*(?:{_KEEP}))*\s*[）)】〕\]]"
)
_NAMED = re.compile(rf"(?:{_MARK})级(?:项目|工程|专项|课题)")
"""What is itself secret, whoever names it."""
_SPOKEN = re.compile("绝密|机密级|秘密级")
_BEFORE = re.compile(f"绝密|机密级|秘密级|{_KEEP}")
"""What version 0.1 knew as a mark outside duties."""


@check(
    "涉密标志",
    Group.TEXT,
    Level.ERROR,
    "不出现密级标志和“内部资料”",
    "先审查后公开；带密级标志的内容一律不能公开。",
    "《保守国家秘密法》，《政府信息公开条例》第十四条，《政府信息公开条例》第十七条",
)
def secrecy(context: RuleContext) -> Iterator[Problem]:
    """Marks of secrecy; a sentence that speaks of secrets is only pointed at, and duties may."""
    for text in free_texts(context):
        spans: list[tuple[int, int]] = []
        for pattern, level in _MARKS:
            if pattern is _SPOKEN and text.duties:
                continue
            matches = [match for match in pattern.finditer(text.text) if not _meets(match, spans)]
            spans = sorted([*spans, *(match.span() for match in matches)])
            for match in matches:
                shown = match[0].strip()
                since = "0.2" if _is_new(pattern, text, shown) else ""
                place = text.at(match.end() - len(match[0].lstrip()))
                yield _secret(place, f"文字里有“{shown}”", shown, level, since)
    for key in printed_keys(context.root):
        for match in _NAMED.finditer(key):
            yield _secret(key.place, f"名称里有“{match[0]}”", match[0], Level.WARNING, "")


_MARKS = (
    (_SECRET, Level.ERROR),
    (_ALONE, Level.ERROR),
    (_NAMED, Level.WARNING),
    (_SPOKEN, Level.HINT),
)


def _meets(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    """Whether a match overlaps one of several spans, which are in order and apart."""
    index = bisect_left(spans, (match.end(), 0)) - 1
    return index >= 0 and match.start() < spans[index][1]


def _is_new(pattern: re.Pattern[str], text: FreeText, shown: str) -> bool:
    """Whether version 0.1 let an 错误 of this pattern pass."""
    if pattern is _SECRET:
        return "★" not in shown and "☆" not in shown
    return pattern is _ALONE and (text.duties or not _BEFORE.search(shown))


def _secret(place: Place, message: str, shown: str, level: Level, since: str) -> Problem:
    fix = "先按保密审查程序处理，删去不能公开的内容"
    return Problem(place, message, fix, found=shown, level=level, since=since)
