"""Text: what is left of a form, of last year's file, of Word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from generator.checks.free_text import FreeText, free_texts
from generator.checks.rule import Problem, Subject, check
from generator.reading.place import Level
from generator.reading.rule import Group

_RESIDUE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), what)
    for pattern, what in (
        (r"[XＸ×]{2,}|(?<![A-Za-z])x{2,}(?![A-Za-z])|[×XＸ](?=[年月日])|○{2,}|〇{2,}", "占位符号"),
        (r"[（(]\s*\d+\s*字(?:以内|左右)\s*[）)]", "填表提示"),
        (
            r"增加[（(/、或]+减少|减少[（(/、或]+增加|增长[（(/、或]+下降|下降[（(/、或]+增长|大于[（(/、或]+小于|小于[（(/、或]+大于|减增加|增减少|大小于",
            "没有选的选择项",
        ),
        (
            r"请(?:在此)?(?:填写|说明|补充|简述|列明|删除)|待(?:补充|填写|填列|完善|确认|核实)|此处(?:填写|说明|删除)|自行填写|填报说明|说明相关|列明…+",
            "填表提示",
        ),
        (r"_{2,}|＿{2,}|…{3,}|\.{4,}|(?m:^[^\S\n]{0,40}(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]*)?[^\S\n]{0,40}…+[^\S\n]*$)", "没有填的空"),
        (r"(?<!\d)20\d\s*年|(?<!\d)20\s*年度|(?<!\d)\d{5,12}年度", "没有写全的年份"),
        (r"\[(?:image|bookmark)[^\]]*\]?|PAGEREF|_Toc\d+|_GoBack|错误[！!]\s*未(?:找到|定义)|Error!", "Word 留下的代码"),
        (r"#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NULL!|NUM!)", "Excel 的错误值"),
        (r"(?i:\bTODO\b|\bTBD\b)|待定(?=[，。；]|$)", "没有写完的标记"),
    )
)


def _problems(text: FreeText, pattern: re.Pattern[str], message: str, fix: str) -> Iterator[Problem]:
    for match in pattern.finditer(text.text):
        yield Problem(text.at(match.start()), message.format(match[0].strip()), fix, found=match[0])


@check(
    "模板残留",
    Group.TEXT,
    Level.ERROR,
    "文字里没有模板、填表提示的残留",
    "公开件里最显眼的错误：XX、（100字以内）、增加（减少）原样印了出来。",
    "公开检查常见问题第 6 条，公开件常见错误第 10 条",
)
def residue(subject: Subject) -> Iterator[Problem]:
    """Words of the form that nobody replaced."""
    for text in free_texts(subject):
        for pattern, what in _RESIDUE:
            yield from _problems(text, pattern, f"文字里有{what}“{{}}”", "换成实际内容，或删去")


_YEAR = re.compile(r"(?<![\d〔\[（(《])((?:19|20)\d\d)(?=年)")
_HISTORY = re.compile(r"(?:自|从|于|截至|早在|始建于|成立于|根据|按照|依据)\s*$")
_SINCE = re.compile(r"年(?:以来|起|开始|成立|设立|印发|发布|出台|修订|[—\-－至到]|.{0,6}(?:以来|规划|印发|发布|文件|通知|办法|意见))")
_BOOK = re.compile(r"《[^》]{0,200}》|〔[^〕]{0,200}〕")
_NEAR = 20
_OF_ACCOUNTS = re.compile(r"(20\d\d)年?度?(?:本?(?:部门|单位))?决算(?:编制|公开|报表|情况)")


@check(
    "年份",
    Group.TEXT,
    Level.WARNING,
    "文中的年份是本年或上年",
    "去年文件里的年份没有改过来，是最常见的残留。",
    "公开检查常见问题第 6 条，公开件常见错误第 8 条",
)
def years(subject: Subject) -> Iterator[Problem]:
    """Years other than this and last; a report may speak of the next one too, duties of any."""
    year = subject.statement.accounts.年度
    for text in free_texts(subject):
        allowed = {year, year - 1, year + 1} if text.report or text.key in ("改进措施", "存在问题") else {year, year - 1}
        books = [match.span() for match in _BOOK.finditer(text.text)]
        for match in _YEAR.finditer(text.text):
            index = bisect_right(books, (match.start(), len(text.text))) - 1
            inside = index >= 0 and match.start() < books[index][1]
            before = text.text[max(0, match.start() - _NEAR) : match.start()]
            history = _HISTORY.search(before) or _SINCE.match(text.text, match.end())
            if int(match[1]) not in allowed and not (inside or history or text.duties):
                yield Problem(text.at(match.start()), f"文中写着 {match[1]} 年，本年是 {year} 年", f"核对年份：本年 {year}，上年 {year - 1}", found=match[1])
        for match in _OF_ACCOUNTS.finditer(text.text):
            if int(match[1]) != year:
                yield Problem(text.at(match.start()), f"文中写着“{match[0]}”，本年是 {year} 年度", f"改成 {year} 年度", str(year), match[1])


@check("重复句子", Group.TEXT, Level.WARNING, "同一段里没有整句重复", "一句话连写两遍，多半是粘贴时留下的。", "公开件常见错误第 10 条")
def repeated(subject: Subject) -> Iterator[Problem]:
    """A whole sentence twice in one text."""
    for text in free_texts(subject):
        seen: dict[str, int] = {}
        for match in re.finditer(r"[^。；\n]{12,}[。；\n]", text.text + "。"):
            sentence = re.sub(r"\s|^[（(]?[一二三四五六七八九十\d]+[）)、.．]", "", match[0].strip().rstrip("。；"))
            if len(sentence) >= 12 and sentence in seen:
                yield Problem(text.at(match.start()), f"这句话前面已经写过：“{sentence[:16]}…”", "删去重复的一句", found=sentence)
            seen.setdefault(sentence, match.start())
        lines = [(match.start(), match[0].strip()) for match in re.finditer(r"[^\n]+", text.text)]
        for (_, before), (start, line) in pairwise(lines):
            if line == before and 3 < len(line) < 13:
                yield Problem(text.at(start), f"这一行与上一行相同：“{line}”", "删去重复的一行", found=line)


_NUMBERED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("一、", re.compile(r"\s*([一二三四五六七八九十]+)、")),
    ("（一）", re.compile(r"\s*[（(]([一二三四五六七八九十]+)[）)]")),
    ("1.", re.compile(r"\s*(\d{1,2})[.．、](?!\d)")),
    ("（1）", re.compile(r"\s*[（(](\d{1,2})[）)]")),
)
_FREE = 2
_DIGITS = {char: value for value, char in enumerate("一二三四五六七八九", 1)}


def _count(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
    return _DIGITS.get(text, 0)


@check("编号不连续", Group.TEXT, Level.WARNING, "编号一个接一个", "跳号、重号多半是删改时漏了，读者会以为缺了一段。", "公开件常见错误第 11 条")
def numbering(subject: Subject) -> Iterator[Problem]:
    """一、（一）1.（1） at the beginnings of lines count up by one; a higher level starts the lower ones anew."""
    for text in free_texts(subject):
        last = [0] * len(_NUMBERED)
        offset = 0
        for line in text.text.split("\n"):
            found = next(((level, match) for level, (_, pattern) in enumerate(_NUMBERED) if (match := pattern.match(line))), None)
            if found:
                level, match = found
                count = _count(match[1])
                # 1. and （1） may begin anew under a plain paragraph; 一、 and （一） only under a heading of a higher level.
                if count != last[level] + 1 and (count != 1 or level < _FREE):
                    yield Problem(
                        text.at(offset + match.start(1)),
                        f"编号“{match[0].strip()}”前面是第 {last[level]} 个" if last[level] else f"编号从“{match[0].strip()}”开始",
                        "核对编号，看是不是缺了一段",
                    )
                last[level] = count
                last[level + 1 :] = [0] * (len(last) - level - 1)
            offset += len(line) + 1
