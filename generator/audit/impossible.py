"""Numbers that cannot be, or that the words beside them deny: 自评覆盖率120%, a score above its full mark, the
price of cars where none was bought, 超过目标 of what is less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.audit.cross import on_mention
from generator.audit.remark import ARITHMETIC, CROSS, AuditRemark, audit_rule, remark
from generator.findings.place import Level
from generator.statements.achievements import NUMERAL, interval_of, value_of
from generator.statements.headed import figure_of
from generator.statements.mentions import COMPLETION, SCORE, Mention, ReadParagraph
from generator.statements.printed_numbers import PERCENT
from generator.statements.score_lists import score_lists
from generator.statements.sections import TERMS
from generator.statements.statements import StatedDocument

_SOURCE = "公开件常见错误：算错"
RATE_RULE = audit_rule(
    "超过百分之百", ARITHMETIC, Level.ERROR, "覆盖率、满意度等不超过 100%", _SOURCE
)
SCORE_RULE = audit_rule("得分超满分", ARITHMETIC, Level.WARNING, "得分不超过满分", _SOURCE)
CARS_RULE = audit_rule(
    "购置有无",
    CROSS,
    Level.WARNING,
    "有公务用车购置费的，购置数不是 0",
    "公开件常见错误：前后不一致",
)
TARGET_RULE = audit_rule(
    "目标比较", ARITHMETIC, Level.WARNING, "高于、低于目标值的说法与数一致", _SOURCE
)
EXECUTION_RULE = audit_rule(
    "执行率前后", CROSS, Level.WARNING, "同一个项目的执行率前后一样", "公开件常见错误：前后不一致"
)
_HUNDRED = Decimal(100)
_NO_MORE_THAN_ALL = re.compile(
    "(?:(?:自评|评价|监控|目标|公开|评估)(?:工作)?覆盖率|满意度|满意率|优良率|优秀率|合格率)"
    "(?:已?达到?了?|为|是|：)?$"
)


def impossible(document: StatedDocument) -> Iterator[AuditRemark]:
    """The remarks on numbers that cannot be."""
    full = _full_mark(document)
    for paragraph in document.document.paragraphs:
        if paragraph.section.part == TERMS:
            continue
        yield from _rates(document, paragraph)
        yield from _scores(document, paragraph, full)
        yield from _cars(document, paragraph)
        yield from _points_from_target(document, paragraph)
        yield from _beside_target(paragraph)
        yield from _execution(document, paragraph)


def _rates(document: StatedDocument, paragraph: ReadParagraph) -> Iterator[AuditRemark]:
    """自评覆盖率120%: what cannot be more than all."""
    for mention in paragraph.mentions:
        number = mention.number
        is_rate = number.kind == PERCENT and number.unit != "‰" and number.text[-1:] in "%％"
        before = paragraph.text[max(0, number.start - _LABEL) : number.start]
        if is_rate and number.value > _HUNDRED and _NO_MORE_THAN_ALL.search(before):
            message = f"这个比率最多是 100%，印的是 {number.text}"
            yield on_mention(document, mention, RATE_RULE, message)


_LABEL = 16
_OWN_MARK = re.compile(
    r"加分|附加|(?:满分|总分值?|分值)[^，。；]{0,8}?(?:1[1-9]\d|10[1-9]|[2-9]\d\d|1000)分|千分制|\d{3}分制"
)
_OF_ALL = re.compile(
    "(?:自评|综合(?:评价)?|总|整体[^，。；、]{0,12}|绩效评价)(?:得分|评分|总分|得|分数|分值)?(?:约?为|是|：)?$"
)


def _full_mark(document: StatedDocument) -> Decimal | None:
    """100, which all scores of a document are of; None where it says another full mark."""
    if any(_OWN_MARK.search(paragraph.text) for paragraph in document.document.paragraphs):
        return None
    return _HUNDRED


def _scores(
    document: StatedDocument, paragraph: ReadParagraph, full: Decimal | None
) -> Iterator[AuditRemark]:
    """自评得分104.36分; 产出指标42分（满分40分）."""
    for mention in paragraph.mentions:
        score = mention.number
        if full is None or mention.role != SCORE or score.value <= full or score.value >= full * 2:
            continue
        if _OF_ALL.search(mention.label):
            message = f"满分是 {full} 分，得分印的是 {score.text}"
            yield on_mention(document, mention, SCORE_RULE, message)
    for scored in score_lists(paragraph):
        for part in scored.parts:
            if scored.is_all and part.full is not None and part.score.number.value > part.full:
                message = f"这一项满分 {part.full} 分，得分印的是 {part.score.number.text}"
                yield on_mention(document, part.score, SCORE_RULE, message)


_PAID_OTHERWISE = re.compile(
    "上年(?:度)?(?:已|所)?(?:购|采购|订购|签)|以前年度|尾款|余款|质保|购置税|跨年|结转|预付|定金|首付|改装|捐|划拨|调拨"
)


def _cars(document: StatedDocument, paragraph: ReadParagraph) -> Iterator[AuditRemark]:
    """公务用车购置费15.97万元；购置公务用车0辆: this year's price, and no car."""
    bought = [each for each in paragraph.mentions if each.name == "公务用车购置数"]
    if not bought:
        return
    spent = [
        each
        for each in paragraph.mentions
        if figure_of(paragraph, each) == "公务用车购置费" and each.number.value > 0
    ]
    years = (0, document.year)
    if not spent or _PAID_OTHERWISE.search(_around(paragraph, spent, bought)):
        return
    if any(each.number.value for each in bought) or any(
        each.year not in years for each in (*spent, *bought)
    ):
        return
    message = f"公务用车购置费是 {spent[0].number.text}，购置数是 {bought[0].number.text}；是上年购置的，写明"
    yield on_mention(document, bought[0], CARS_RULE, message)


def _around(paragraph: ReadParagraph, spent: list[Mention], bought: list[Mention]) -> str:
    """The text from the price of cars to their count, with the clause behind it."""
    first = min(each.number.end for each in (*spent, *bought))
    last = max(each.number.end for each in (*spent, *bought))
    return _COMPARED.sub("", paragraph.text[first : last + _REACH])


_COMPARED = re.compile(r"(?:较|比|与)(?:上年|去年)[^，。；]*")
_REACH = 24
_TARGET = "(?:年初|年度|全年|预期|绩效|设定|既定|计划|的)*(?:目标|计划|指标)值?数?(?:为)?"
_POINTS = re.compile(
    rf"(?<![\d.,])(?P<rate>{NUMERAL})[%％]，(?P<word>高于|超过|超出|高出|低于)(?:了)?{_TARGET}"
    rf"（?(?P<goal>{NUMERAL})[%％]）?(?P<by>{NUMERAL})个百分点"
)
_LESS = ("低于", "未达到", "未达", "少于", "不足")


def _points_from_target(
    document: StatedDocument, paragraph: ReadParagraph
) -> Iterator[AuditRemark]:
    """82.6%，高于目标值（75%）7.6个百分点."""
    starts = {each.number.start: each for each in paragraph.mentions}
    for match in _POINTS.finditer(paragraph.text):
        points = starts.get(match.start("by"))
        rate, goal, by = (interval_of(match[each], "万") for each in ("rate", "goal", "by"))
        apart = value_of(match["rate"]) - value_of(match["goal"])
        way = 1 - 2 * (match["word"] in _LESS)
        off = abs(way * apart - value_of(match["by"]))
        half = sum((each.high - each.low for each in (rate, goal, by)), Decimal(0)) / 2
        if points is None or not off or off < half:
            continue
        message = (
            f"{match['rate']}%与目标值 {match['goal']}%差 {abs(apart)} 个百分点，"
            f"写的是“{match['word']}…{points.number.text}”"
        )
        yield on_mention(document, points, TARGET_RULE, message)


_BESIDE = re.compile(
    rf"(?<![\d.,])(?P<done>{NUMERAL})(?P<unit>[万亿]?(?:人次|批次|场次|场|次|个|件|人|户|家|项|宗|亩|公里|吨|辆|台|[%％]))"
    rf"，(?P<word>超过|高于|超额完成|超出|低于|未达到?|少于){_TARGET}"
    rf"（?(?P<goal>{NUMERAL})(?P=unit)(?![^，。；）]{{0,4}}(?:百分点|{NUMERAL}))"
)


def _beside_target(paragraph: ReadParagraph) -> Iterator[AuditRemark]:
    """抽检18.6万批次，超过年初目标（20万批次）."""
    for match in _BESIDE.finditer(paragraph.text):
        done, goal = value_of(match["done"]), value_of(match["goal"])
        is_less = match["word"] in _LESS
        if done == goal or (done < goal) is is_less:
            continue
        message = (
            f"{match['done']}{match['unit']}{'少多'[done > goal]}于目标 "
            f"{match['goal']}{match['unit']}，写的是“{match['word']}”目标"
        )
        yield remark(
            TARGET_RULE,
            paragraph.spot,
            paragraph.normal.typed(match.start(), match.end()),
            message,
            printed=f"{match['goal']}{match['unit']}",
            paragraph=paragraph.index,
        )


_EXECUTION = re.compile(
    r"(?:^|[，。；：])(?:[一二三四]是|项目|资金|支出|总体|整体|全年|存在问题|因为?)*(?:预算)?执行率"
    rf"(?:偏低|较低|不高|过低|低)（(?P<rate>{NUMERAL})[%％]）"
)


def _execution(document: StatedDocument, paragraph: ReadParagraph) -> Iterator[AuditRemark]:
    """完成预算的83.33%。…预算执行率偏低（89.33%）: of a paragraph with one rate of completion."""
    starts = {each.number.start: each for each in paragraph.mentions}
    for match in _EXECUTION.finditer(paragraph.text):
        again = starts.get(match.start("rate"))
        rates = [
            each
            for each in paragraph.mentions
            if each.role == COMPLETION and each.number.start < match.start()
        ]
        if again is None or len(rates) != 1 or rates[0].number.about:
            continue
        if not again.number.interval.meets(rates[0].number.interval):
            message = f"执行率这里是 {again.number.text}，前面是 {rates[0].number.text}"
            yield on_mention(document, again, EXECUTION_RULE, message)
