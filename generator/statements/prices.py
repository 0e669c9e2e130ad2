"""Prices: 购置2辆，每辆18万元，共计36万元, and averages: 支出12万元，接待1200人次，人均100元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice

from generator.reading.numerals import counted as worth_of
from generator.statements.mentions import (
    AMOUNT,
    BARE_ROLE,
    NUMBER,
    Mention,
    ReadParagraph,
    is_average,
)
from generator.statements.printed_numbers import COUNT, MONEY
from generator.statements.statement import (
    ACTUAL,
    COUNTED,
    PRICE_OF,
    UNIT_PRICE,
    SaidStatement,
    operand_of,
    statement_of,
)

_UNITS = "人次|批次|团次|辆|台（套）|台|套|人|名|个|次|批|件|张|场|期|家|户"
_PRICE = re.compile(
    rf"(?:(?<!平均)(?P<each>每(?:{_UNITS}))|(?<!平均)单价|均价)(?:价格|金额|费用)?(?:约?为|是|：)?$"
)
_PRICE_OF_THING = re.compile(
    rf"(?<!平均)每(?P<each>{_UNITS})(?P<thing>[^，。；：、\d每]{{1,6}})(?:约?为|是|：)?$"
)
"""每个社区5万元, of 14个社区."""
_PRICE_OF_TURN = re.compile(r"每人(?:每)?(?:学期|次|期|学年)(?:约?为|是|：)?$")
"""每人每学期625元, of 186人次."""
_BEHIND = re.compile(rf"/(?P<each>{_UNITS})(?!·|/|天|日|月|年|每)")
_AVERAGE = re.compile(
    rf"(?:(?P<average>人均|车均|单车|次均|批均)|平均(?P<each>每(?:{_UNITS})))"
    r"(?P<name>[^，。；：、\d]{0,12}?)(?:支出|费用|金额|成本)?(?:约?为|是|达|：)?$"
)
_AVERAGE_UNITS: Mapping[str, tuple[str, ...]] = {
    "人均": ("人次", "人", "名"),
    "车均": ("辆",),
    "单车": ("辆",),
    "次均": ("批次", "次"),
    "批均": ("批次", "批"),
}
_TOTAL = re.compile(
    r"[，、；]?(?:共计?|合计|总计|总价|总额|总金额|小计|金额|费用|支出|资金|需|花费|款项|合|"
    r"购置|购车|采购|车辆|拨付|发放|补助|补贴|奖励|使用|投入|经费|为|是|：)+"
)
_OF_ALL = re.compile("共|合|总|小计|需")
"""A total without such a word is what was paid so far: 支出80万元."""
_IN_BRACKETS = re.compile("[（）]")
_REACH, _MOST_FACTORS = 60, 3
_TIMES = (2, 3, 4, 12)
"""春节、国庆, two terms, four quarters, twelve months: nobody need write how often people are paid."""
_THINGS = frozenset(("辆", "台（套）", "台", "套", "件", "张", "场", "期", "人次"))
"""What is bought once: 10台, each 0.5万元, are 5万元 and nothing else."""
_NEAR = re.compile(r"[^。；：\d]{0,16}")
_NOT_SIMPLE = re.compile(
    "税|另|除|含|折|优惠|手续|上牌|连同|加上|天|日|月|季|年均|其中|以下|以上|不超|超过|标准|限|"
    "预算|计划|概算|估算|控制|预计|至|起"
)
_FOR_EACH = re.compile("各(?![类种项式])|分别|均(?!价)|每|依次")
"""Before a count: there are several of it, 5所学校各购置10台."""
_FACTOR = re.compile(
    r"(?<![\d.,第])(?P<number>\d{1,6}|[二两三四五六七八九十百]{1,4})"
    r"(?=[^\d.,，。；：、年月日号%％万元届级周十分五三之第])"
)


def prices_of(paragraph: ReadParagraph) -> Iterator[SaidStatement]:
    """The unit prices and averages of a paragraph that stand beside their count and their total."""
    for index, mention in enumerate(paragraph.mentions):
        if mention.role not in (AMOUNT, BARE_ROLE) or mention.number.kind != MONEY:
            continue
        yield from _priced(paragraph, index)
        yield from _average(paragraph, index)


def _priced(paragraph: ReadParagraph, index: int) -> Iterator[SaidStatement]:
    """购置2辆，每辆18万元，共计36万元; 以18万元/辆的价格购置2辆，支出36万元."""
    mentions, price = paragraph.mentions, paragraph.mentions[index]
    before = paragraph.text[max(0, price.number.start - 20) : price.number.start]
    match = _PRICE.search(before)
    behind = _BEHIND.match(paragraph.text, price.number.end)
    each = (match["each"] or "").removeprefix("每") if match else ""
    each = behind["each"] if behind else each
    if match is None and behind is None:
        each = _each_of_thing(paragraph, index, before)
    if match is None and behind is None and not each:
        return
    beside = [at for at in (index - 1, index + 1) if 0 <= at < len(mentions)]
    at_count = next((at for at in beside if _counts(mentions[at], each)), len(mentions))
    at_total = max(at_count, index) + 1
    if at_total >= len(mentions) or mentions[at_total].number.kind != MONEY:
        return
    counted, total = mentions[at_count], mentions[at_total]
    first, second = sorted((counted, price), key=lambda near: near.number.start)
    end = second.number.end + (len(behind[0]) if behind and second is price else 0)
    gap = paragraph.text[first.number.end : second.number.start]
    until = paragraph.text[end : total.number.start]
    behind_it = re.split("[。；]", paragraph.text[total.number.end : total.number.end + 16])[0]
    span = f"{paragraph.text[max(0, first.number.start - 12) : total.number.end]}{behind_it}"
    is_simple = not _NOT_SIMPLE.search(span) and _TOTAL.fullmatch(until)
    if any(each.number.about for each in (counted, price)):
        return
    alone = not _is_one_of_several(paragraph, min(at_count, index))
    multiplied = _is_multiplied(paragraph, min(at_count, index), counted, price, total)
    is_paid = not _OF_ALL.search(until)
    if is_paid and total.number.amount < counted.number.value * price.number.amount:
        return  # 每个20万元，支出80万元，结转20万元: the others are not paid for yet
    if is_simple and alone and not multiplied and _NEAR.fullmatch(gap):
        operands = (operand_of(COUNTED, counted), operand_of(UNIT_PRICE, price))
        yield statement_of(PRICE_OF, total, operands, paragraph, first.number.start)


def _each_of_thing(paragraph: ReadParagraph, index: int, before: str) -> str:
    """The unit that a price is of where more than the unit stands before it, and the count right
    before it counts the same (14个社区，每个社区5万元); "" where it does not."""
    if not index:
        return ""
    counted = paragraph.mentions[index - 1].number
    if _PRICE_OF_TURN.search(before) and counted.unit == "人次":
        return counted.unit
    match = _PRICE_OF_THING.search(before)
    if match is None or match["each"] != counted.unit:
        return ""
    if paragraph.text.startswith(f"{match['thing']}，", counted.end):
        return counted.unit
    return ""


def _counts(mention: Mention, each: str) -> bool:
    """Whether a number counts what a price is of; "" of whatever stands beside it."""
    unit = mention.number.unit
    return mention.number.kind == COUNT and mention.role == NUMBER and each in ("", unit)


def _is_multiplied(
    paragraph: ReadParagraph, index: int, counted: Mention, price: Mention, total: Mention
) -> bool:
    """为5所学校各购置10台, 分两批采购50台: whether what is counted is there several times."""
    first = paragraph.mentions[index]
    start = max(0, first.number.start - _REACH)
    for earlier in paragraph.mentions[max(0, index - _MOST_FACTORS) : index]:
        if earlier.number.kind == MONEY:
            start = max(start, earlier.number.end)
    ahead = re.split("[。；]", paragraph.text[start : first.number.start])[-1]
    if _FOR_EACH.search(re.split("[，：]", ahead)[-1]):
        return True
    bought = counted.number.value * price.number.amount
    products = {bought}
    for match in islice(_FACTOR.finditer(ahead), _MOST_FACTORS):
        factor = Decimal(worth_of(match["number"].replace("两", "二")) or 1)
        products |= {product * factor for product in products}
    if counted.number.unit not in _THINGS:
        products |= {product * times for product in products for times in _TIMES}
    return total.number.amount in products - {bought}


def _is_one_of_several(paragraph: ReadParagraph, index: int) -> bool:
    """购置甲1辆，每辆10万元，乙2辆，每辆18万元，共计46万元: whether another price stands before."""
    if not index:
        return False
    beside, first = paragraph.mentions[index - 1 : index + 1]
    if beside.sentence != first.sentence or beside.number.kind != MONEY:
        return False
    text = paragraph.text
    ahead = text[max(0, beside.number.start - 20) : beside.number.start]
    return bool(_PRICE.search(ahead) or _BEHIND.match(text, beside.number.end))


def _average(paragraph: ReadParagraph, index: int) -> Iterator[SaidStatement]:
    """公务接待费12万元，共接待1200人次，人均100元: the three stand side by side, or the total by
    name."""
    price = paragraph.mentions[index]
    before = paragraph.text[max(0, price.number.start - 30) : price.number.start]
    match = _AVERAGE.search(before)
    if match is None or index < 2 or _NOT_SIMPLE.search(before):
        return
    units = _AVERAGE_UNITS.get(match["average"] or "", ((match["each"] or "每")[1:],))
    beside, farther = paragraph.mentions[index - 1], paragraph.mentions[index - 2]
    counted, total = beside, farther
    if beside.number.kind == MONEY:
        counted, total = farther, beside
    near = paragraph.mentions[index - 2 : index]
    if counted.number.unit not in units or counted.role != NUMBER or total.role != AMOUNT:
        return
    if is_average(counted.label):
        return  # 期均100人次
    if any(each.sentence != price.sentence for each in near) or _names_other(match["name"], total):
        return
    text = paragraph.text[near[0].number.end : price.number.start]
    ahead = paragraph.text[max(0, near[0].number.start - _REACH) : near[0].number.start]
    if counted is farther and "其中" in re.split("[。；]", ahead)[-1]:
        # 接待300人次，其中省级100人次，市州200人次，人均100元: the last of the parts
        return
    if (
        not _IN_BRACKETS.search(text)
        and not _NOT_SIMPLE.search(text)
        and total.number.kind == MONEY
        and not _is_price(total)
    ):
        operands = (operand_of(COUNTED, counted), operand_of(ACTUAL, total))
        start = near[0].number.start
        yield statement_of(PRICE_OF, price, operands, paragraph, start, complete=False)


def _names_other(name: str, total: Mention) -> bool:
    """单车运行维护费 beside the price of new cars: whether an average is named after another."""
    plain = name.removesuffix("费")
    return bool(plain) and plain[-2:] not in total.label


def _is_price(total: Mention) -> bool:
    return bool(_PRICE.search(total.label) or is_average(total.label))
