"""The summaries of projects (绩效自评综述) against what is said of all of them: 项目3个，共涉及资金100万元."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from generator.audit.cross import on_mention
from generator.audit.remark import CROSS, AuditRemark, audit_rule
from generator.findings.place import Level
from generator.statements.mentions import BUDGET, Mention, ReadParagraph, is_amount
from generator.statements.statements import StatedDocument

SUMMARY_RULE = audit_rule(
    "综述个数",
    CROSS,
    Level.WARNING,
    "自评项目的个数、资金与各项目综述一致",
    "公开件常见错误：前后不一致",
)
_SUMMARY = re.compile("项目(?:支出)?(?:绩效)?自评综述[：，]")
_SPENT = re.compile("执行数(?:为|是|：)?$")
_SAID = re.compile(
    r"项目(?P<count>\d{1,3})个，(?:共计?|总共)?涉及(?:预算|财政)?(?:资金|金额)?(?=\d)"
)
_ALL_PROJECTS = re.compile(r"占一般公共预算项目支出总额的100[%％]")
_TAIL = Decimal("0.02")
_FEWEST = 2


def summaries(document: StatedDocument) -> Iterator[AuditRemark]:
    """The remarks on the count and the money of all projects, against their summaries."""
    read = [each for each in document.document.paragraphs if _SUMMARY.search(each.text)]
    spent = [_only(each, _is_spent) for each in read]
    planned = [_only(each, _is_planned) for each in read]
    if len(read) < _FEWEST or None in spent:
        return
    for paragraph in document.document.paragraphs:
        match = _SAID.search(paragraph.text)
        if match is None:
            continue
        numbers = {each.number.start: each for each in paragraph.mentions}
        count, money = numbers.get(match.start("count")), numbers.get(match.end())
        if count is None or money is None or not is_amount(money) or money.number.about:
            continue
        sums = [_sum(each) for each in (spent, planned) if None not in each]
        makes = any(abs(each - money.number.amount) <= _TAIL for each in sums)
        projects = int(count.number.value)
        if makes and projects != len(read):
            message = f"写的是 {projects} 个项目，下面有 {len(read)} 个项目的综述，资金正好是这 {len(read)} 个的"
            yield on_mention(document, count, SUMMARY_RULE, message)
        is_all = bool(_ALL_PROJECTS.search(paragraph.text)) and projects == len(read)
        if not makes and is_all and abs(sums[0] - _outlay_of_projects(document)) <= _TAIL:
            message = f"各项目综述的执行数、一般公共预算的项目支出都是 {sums[0]}万元，这里是 {money.number.text}"
            yield on_mention(document, money, SUMMARY_RULE, message)


def _only(paragraph: ReadParagraph, is_it: Callable[[Mention], bool]) -> Mention | None:
    places = [each for each in paragraph.mentions if is_it(each)]
    if len(places) == 1:
        return places[0]
    return None


def _is_spent(mention: Mention) -> bool:
    return is_amount(mention) and bool(_SPENT.search(mention.label))


def _is_planned(mention: Mention) -> bool:
    return mention.role == BUDGET


def _sum(places: Sequence[Mention | None]) -> Decimal:
    return sum((each.number.amount for each in places if each is not None), Decimal(0))


def _outlay_of_projects(document: StatedDocument) -> Decimal:
    """The outlay of the general budget that is not basic; -1 where nothing says both."""
    both = [
        document.figures.usual(name)
        for name in ("一般公共预算财政拨款支出", "一般公共预算财政拨款基本支出")
    ]
    if both[0] is None or both[1] is None:
        return Decimal(-1)
    return both[0].number.amount - both[1].number.amount
