"""Text: what is left of a form, of last year's file, of Word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from generator.checks.free_text import FreeText, free_texts
from generator.checks.rule import Problem, RuleContext, check
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.model.rules import MARK
from generator.reading.numerals import counted

# Ordinary words hold many signs of a template (有待完善, 报请补充, 二〇〇〇年, 增加或减少). An
# error is what no sentence says; where a sentence may well say it, it is a warning.
_TO_FILL = r"待(?:填写?|填列|填报|补充?|续|录入|更新)(?:内容|数据|完整)?"
_TO_SETTLE = r"待(?:完善|确认|核实|明确|定)"
_CLAUSE_END = r"\s*(?=[。；;，,]|$)"
_LABEL = r"(?:名称|原因|内容|金额|数据|说明|电话|日期|时间|用途|人数|个数|数量)"
_MORE, _LESS = "(?:增加|增长|上升|提高|大于|高于)", "(?:减少|下降|降低|小于|低于)"
_EITHER = r"(?:{0}\s*[（(]{1}[）)]|[（(]{0}[）)]\s*{1}|{0}\s*[/／|｜]\s*{1})"
_ONE_OF = f"(?:{_EITHER.format(_MORE, _LESS)}|{_EITHER.format(_LESS, _MORE)})"
_OR = f"(?:{_MORE}(?:或者?|、){_LESS}|{_LESS}(?:或者?|、){_MORE})"
_AMOUNT = r"\s*(?:了|约)?\s*(?=[\d〔_＿XＸ×]|万元|元|[%％]|个百分点)"
_BLANK = r"\s*(?:了|约)?\s*(?=[〔_＿XＸ×]|[\d.,]*\s*万?元(?!以|的|及))"
_ASKING = r"(?:填写|说明|补充|简述|列明|删除)"
_ALONE = r"(?m:^[ \t]*{}[。.]?[ \t]*$)"
_BRACKETED = r"[（(【〔\[［]\s*{}\s*[）)】〕\]］]"

_ERRORS: tuple[tuple[str, str], ...] = (
    (r"(?<![A-Za-z\d\-])[XＸ]{2,}(?![A-Za-z\d\-])|(?<![A-Za-z\d])x{2,}(?![A-Za-z\d])", "占位符号"),
    (r"×{2,}(?!案|等人|涉嫌|一案)|(?<![\dA-Za-z×元])(?<![数人次天])[×XＸ](?=[年月日])", "占位符号"),
    (r"(?<![○〇零一二三四五六七八九十])[○〇]{2,}(?![○〇零一二三四五六七八九十]|后)", "占位符号"),
    (
        r"(?<!征文)(?<!作品)(?<!心得)(?<!摘要)(?<!短文)[（(]\s*\d+\s*字(?:以内|左右)\s*[）)]",
        "填表提示",
    ),
    (f"{_ONE_OF}(?:{_AMOUNT}|{_CLAUSE_END}|(?=的?(?:主要)?原因))|{_OR}{_BLANK}", "没有选的选择项"),
    (_ALONE.format(f"(?:{_TO_FILL}|{_TO_SETTLE}|填报说明[:：]?|自行填写)"), "填表提示"),
    (
        _BRACKETED.format(
            f"(?:{_TO_FILL}|(?:请(?:在此|此处)?|在此|此处){_ASKING}"
            "[^）)】〕\\]］]{0,8}|自行填写|填写)"
        ),
        "填表提示",
    ),
    (rf"[:：]\s*{_TO_FILL}{_CLAUSE_END}|(?m:{_LABEL}{_TO_FILL}$)", "填表提示"),
    (
        rf"(?m:^[^\S\n]{{0,40}})(?:请(?:在此)?|此处){_ASKING}|请在此{_ASKING}"
        r"|说明相关任务目标|列明…+",
        "填表提示",
    ),
    (
        r"(?<![\w.])_{2,}(?![A-Za-z\d.])|＿{2,}"
        r"|(?m:^[^\S\n]{0,40}(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]*)?"
        r"[^\S\n]{0,40}…+[^\S\n]*$)",
        "没有填的空",
    ),
    (
        r"(?<![\d.])20[1-9]\s*年(?=度|初|末|底|\d)"
        r"|(?<![\d第近约满过续.])20\s*年度(?!\s*(?:安全|以上))"
        r"|(?<![\d.])20\d{3}年度",
        "没有写全的年份",
    ),
    (
        r"\[(?:image|bookmark)[^\]]*\]?|PAGEREF|_Toc\d+|_GoBack|错误[！!]\s*未(?:找到|定义)|Error!",
        "Word 留下的代码",
    ),
    (r"#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NULL!|NUM!)", "Excel 的错误值"),
    (r"\bTODO\b|(?i:\bTBD\b)", "没有写完的标记"),
)
_LIKELY: tuple[tuple[str, str], ...] = (
    (f"[:：]\\s*{_TO_SETTLE}{_CLAUSE_END}|{_BRACKETED.format(_TO_SETTLE)}", "没有写完的标记"),
    (rf"(?<=[，,。；;])(?:请(?:在此)?|此处){_ASKING}", "填表提示"),
    (r"…{3,}|\.{4,}", "没有填的空"),
    (
        r"(?:决算数?|预算数?|支出|收入|经费|年度?|相比[，,]?)(?:减增加|增减少|大小于)(?=预算|\s*\d)",
        "没有选的选择项",
    ),
    (r"(?<![\d.])20[1-9]\s*年(?!度|初|末|底|\d|[^，。]{0,2}历史)", "没有写全的年份"),
)
LEFTOVERS = tuple(
    (re.compile(pattern), what, level)
    for patterns, level in ((_ERRORS, Level.ERROR), (_LIKELY, Level.WARNING))
    for pattern, what in patterns
)
"""What is left of a form: the pattern, what it is, and how grave."""


@check(
    "模板残留",
    Group.TEXT,
    Level.ERROR,
    "文字里没有模板、填表提示的残留",
    "公开件里最显眼的错误：XX、（100字以内）、增加（减少）原样印了出来。",
    "公开件常见错误：模板残留",
)
def leftovers(context: RuleContext) -> Iterator[Problem]:
    """Words of the form that nobody replaced."""
    for text in free_texts(context):
        if text.text.strip().partition("：")[0] == MARK:
            continue  # told as 待填
        for pattern, what, level in LEFTOVERS:
            for match in pattern.finditer(text.text):
                start = match.end() - len(match[0].lstrip())
                shown = match[0].strip()
                message = f"文字里有{what}“{shown}”"
                fix = "换成实际内容，或删去"
                yield Problem(text.at(start), message, fix, found=shown, level=level)


_YEAR = re.compile(r"(?<![\d〔\[（(《])((?:19|20)\d\d)(?=年)")
_BOOK = re.compile(r"《[^》]{0,200}》|〔[^〕]{0,200}〕|“[^”]{0,200}”")
# What goes on after 20xx年 as only the accounts of that year do.
_OF_YEAR = (
    r"度(?!(?:先进|优秀|文明|十佳|最美|考核|表彰|目标考核|立项|项目库))"
    r"|(?:年?[初末底])?(?:全年|本年|预算|决算|财政拨款|一般公共|政府性基金|“?三公”?经费)"
    r"|12月31日[，,]?(?:止|我|本|共|，)"
)
_ACCOUNTS = re.compile(f"年(?:{_OF_YEAR})")
_COMPARED = re.compile(r"(?:比|较|与|同)\s*$")
# What happened in a year and is told as history, whatever the year of the accounts.
_EVENT = re.compile(
    r"改革|改制|成立|设立|组建|划转|合并|挂牌|购[置买入]|取得|建成|竣工|投入|启[用动]|开工|实施"
    r"|签订|批复|立项|中标|换届|印发|发布|出台|修订|以来|起|开始|规划|文件|通知|办法|意见"
    r"|获|授予|评为|退休|入职|调[入离]|招录|遗留|拖欠|尾款|质保金|结转|历年|生效|施行|年限"
)
# The same where a text tells of the year itself: what was done, bought and reached in another one
# is none of it, unless an agreement, a debt or a thing of that year is meant (2021年购置的设备).
_PAST = re.compile(
    r"改革|改制|成立|设立|组建|划转|合并|挂牌|签订|合同|批复|立项|中标|换届|印发|发布|出台|修订"
    r"|以来|起(?!草)|开始|规划|文件|遗留|拖欠|尾款|质保金|结转|历年|生效|施行|年限|退休|入职"
    r"|[购置买入得成工用动施投][^，。；]{0,8}的"
)
_OF_THE_YEAR = frozenset(("年度目标", "完成情况", "实施内容", "评价结论", "用途"))
# Duties tell how an office came to be.
_HISTORY = re.compile("更名|转隶|并入|核定|批准|撤销|升格|迁|三定|确定|明确")
_PLAN = re.compile("计划|预计|将|拟|明年|下年|下一年|规划|目标|之?前|以前|底|止|安排")
_SPAN = re.compile(
    r"\s*(?:年(?:\d+月)?(?:\d+日)?)?\s*(?:[—\-－–~～至到]+|[、和及])\s*(?:19|20)\d\d"
)
_SPAN_BEFORE = re.compile(
    r"(?:19|20)\d\d(?:年(?:\d+月)?(?:\d+日)?)?\s*(?:[—\-－–~～至到]+|[、和及])\s*$"
)
_SINCE = re.compile(r"(?:自|从|于|早在|始建于|成立于|根据|按照|依据|到|至)\s*$")
_AROUND, _CLAUSE = 40, 200
"""So many signs before a year, and behind it, say what kind of year it is."""
_LEFTOVER = 4
"""So many years back a year may be left from an earlier document; before that it is history."""
_LONG = ("报告", "正文", "改进措施", "存在问题")
_OF_ACCOUNTS = re.compile(r"(20\d\d)年?度?(?:本?(?:部门|单位))?决算(?:编制|公开|报表|情况)")


@check(
    "年份",
    Group.TEXT,
    Level.WARNING,
    "文中的年份是本年或上年",
    "去年文件里的年份没有改过来，是最常见的残留。",
    "公开件常见错误：年度没有改",
)
def years(context: RuleContext) -> Iterator[Problem]:
    """Years other than this and last, where they seem to be the year of the accounts: history,
    plans and names of documents speak of any."""
    year = context.statement.accounts.年度
    for text in free_texts(context):
        lines: set[int] = set()
        named = [match.span() for match in _BOOK.finditer(text.text)]
        for match in _YEAR.finditer(text.text):
            index = bisect_right(named, (match.start(), len(text.text))) - 1
            inside = index >= 0 and match.start() < named[index][1]
            if inside or year - 1 <= int(match[1]) <= year:
                continue
            if _left(text, match, year):
                lines.add(match.start())
                message = f"文中写着 {match[1]} 年，本年是 {year} 年"
                fix = f"核对年份：本年 {year}，上年 {year - 1}"
                yield Problem(text.at(match.start()), message, fix, found=match[1])
        for match in _OF_ACCOUNTS.finditer(text.text):
            if int(match[1]) != year and match.start() not in lines:
                message = f"文中写着“{match[0]}”，本年是 {year} 年度"
                fix = f"改成 {year} 年度"
                yield Problem(text.at(match.start()), message, fix, str(year), match[1])


def _left(text: FreeText, match: re.Match[str], year: int) -> bool:
    """Whether a foreign year looks like one left from another year's document."""
    before = text.text[max(0, match.start() - _AROUND) : match.start()]
    after = text.text[match.end() : match.end() + _CLAUSE]
    span = _SPAN.match(after) or _SPAN_BEFORE.search(before)
    if span or (int(match[1]) == year + 1 and text.key in _LONG):
        return False
    clause = re.split(r"[。；\n]", after, maxsplit=1)[0]
    happened = _PAST if text.key in _OF_THE_YEAR else _EVENT
    if _ACCOUNTS.match(after) and not happened.search(clause[:20]):
        return True
    if text.key in _LONG or _SINCE.search(before) or happened.search(clause):
        return False
    if text.duties and (_HISTORY.search(clause) or _EVENT.search(before)):
        return False
    typed = int(match[1])
    if typed > year and text.key in _OF_THE_YEAR:
        return not _PLAN.search(clause)
    recent = year - _LEFTOVER <= typed < year
    return recent or bool(_COMPARED.search(before))


@check(
    "重复句子",
    Group.TEXT,
    Level.WARNING,
    "同一段里没有整句重复",
    "一句话连写两遍，多半是粘贴时留下的。",
    "公开件常见错误：模板残留",
)
def repeated(context: RuleContext) -> Iterator[Problem]:
    """A whole sentence twice in one text; in a report, which says some things again on purpose,
    twice in a row."""
    for text in free_texts(context):
        first_lines: dict[str, int] = {}
        last, end = "", 0
        for match in re.finditer(r"[^。；\n]{12,}[。；\n]", text.text + "。"):
            sentence = re.sub(
                r"\s|^[（(]?[一二三四五六七八九十\d]+[）)、.．]",
                "",
                match[0].strip().rstrip("。；"),
            )
            beside = sentence == last and not text.text[end : match.start()].strip()
            again = beside
            if not text.report:
                again = sentence in first_lines
            if len(sentence) >= 12 and again:
                yield Problem(
                    text.at(match.start()),
                    f"这句话前面已经写过：“{sentence[:16]}…”",
                    "删去重复的一句",
                    found=sentence,
                )
            first_lines.setdefault(sentence, match.start())
            last, end = sentence, match.end()
        yield from _lines(text)


def _lines(text: FreeText) -> Iterator[Problem]:
    """A line twice in a row, and in a report a whole paragraph twice in a section."""
    lines = [(match.start(), match[0].strip()) for match in re.finditer(r"[^\n]+", text.text)]
    for (_, before), (start, line) in pairwise(lines):
        if line == before and 3 < len(line) < 13:
            yield Problem(
                text.at(start), f"这一行与上一行相同：“{line}”", "删去重复的一行", found=line
            )
    section: list[str] = []
    if not text.report:
        return
    for start, line in lines:
        if any(pattern.match(line) for _, pattern in _NUMBERED[:_FREE]):
            section = []
        if len(line) >= _PARAGRAPH and line in section[:-1]:
            message = f"这一段前面已经写过：“{line[:16]}…”"
            yield Problem(text.at(start), message, "删去重复的一段", found=line)
        section.append(line)


_PARAGRAPH = 30


_NUMBERED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("一、", re.compile(r"\s*([一二三四五六七八九十]+)、")),
    ("（一）", re.compile(r"\s*[（(]([一二三四五六七八九十]+)[）)]")),
    ("1.", re.compile(r"\s*(\d{1,2})[.．、](?!\d)")),
    ("（1）", re.compile(r"\s*[（(](\d{1,2})[）)]")),
)
_FREE = 2


@check(
    "编号不连续",
    Group.TEXT,
    Level.WARNING,
    "编号一个接一个",
    "跳号、重号多半是删改时漏了，读者会以为缺了一段。",
    "公开件常见错误：编号",
)
def numbering(context: RuleContext) -> Iterator[Problem]:
    """一、（一）1.（1） at the beginnings of lines count up by one; a higher level starts the lower
    ones anew."""
    for text in free_texts(context):
        last = [0] * len(_NUMBERED)
        offset = 0
        for line in text.text.split("\n"):
            for level, (_, pattern) in enumerate(_NUMBERED):
                match = pattern.match(line)
                if match is None:
                    continue
                count = counted(match[1])
                # 1. and （1） may begin anew under a plain paragraph; 一、 and （一） only under a
                # heading of a higher level.
                if count != last[level] + 1 and (count != 1 or level < _FREE):
                    message = f"编号从“{match[0].strip()}”开始"
                    if last[level]:
                        message = f"编号“{match[0].strip()}”前面是第 {last[level]} 个"
                    place = text.at(offset + match.start(1))
                    yield Problem(place, message, "核对编号，看是不是缺了一段")
                last[level] = count
                last[level + 1 :] = [0] * (len(last) - level - 1)
                break
            offset += len(line) + 1
