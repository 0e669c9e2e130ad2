"""What the reports of a document say of projects, purchases and offices, against its sheets and its
explanation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from generator.audit.cross import SAME_RULE, on_mention
from generator.audit.remark import CROSS, AuditRemark, audit_rule, remark
from generator.checks.rule import level_if
from generator.findings.place import Level
from generator.ledger.figure import round_half_up
from generator.statements.intervals import HUNDRED
from generator.statements.mentions import AMOUNT, ReadParagraph
from generator.statements.sections import ANNEX
from generator.statements.statements import StatedDocument

_SOURCE = "公开件常见错误：前后不一致"
PROJECTS_RULE = audit_rule("项目个数", CROSS, Level.WARNING, "项目的个数、名称前后一致", _SOURCE)
PURCHASE_RULE = audit_rule("采购有无", CROSS, Level.ERROR, "有没有政府采购前后一致", _SOURCE)
BALANCE_RULE = audit_rule("结余率", CROSS, Level.ERROR, "结余率大于 10% 的项目个数", _SOURCE)
NAMES_RULE = audit_rule("名称前后", CROSS, Level.WARNING, "挂牌机构的名称前后一致", _SOURCE)


def reports(document: StatedDocument) -> Iterator[AuditRemark]:
    """The remarks on what reports say."""
    yield from _projects(document)
    yield from _purchases(document)
    yield from _balances(document)
    yield from _plates(document)
    yield from _outlay_of_office(document)


_REFLECTED = re.compile(r"反映(?P<list>[“\"《].{2,400}?[”\"》])等?(?P<count>\d+)个项目")
_SUMMARY = re.compile(
    r"^（?\d{1,2}）?[、.．]?[“\"](?P<name>[^”\"]{2,40})[”\"]项目绩效目标完成情况综述"
)
_SUMMARY_PLAIN = re.compile(
    r"^（?\d{1,2}）?[、.．]?(?P<name>[^，。：“”]{2,40}?)(?:项目)?绩效目标完成情况综述"
)


def _projects(document: StatedDocument) -> Iterator[AuditRemark]:
    """Projects that are named, told of one by one, and shown in sheets."""
    summaries: dict[str, int] = {}
    for paragraph in document.document.paragraphs:
        match = _SUMMARY.match(paragraph.text) or _SUMMARY_PLAIN.match(paragraph.text)
        if match:
            summaries.setdefault(match["name"].strip("“”"), paragraph.index)
    sheets = [sheet.project for sheet in document.sheets if sheet.project]
    for paragraph in document.document.paragraphs:
        match = _REFLECTED.search(paragraph.text)
        if match is None:
            continue
        named = [name.strip('“”"《》、 ') for name in re.split(r"[、”\"]+", match["list"])]
        named = [name for name in named if name]
        listed = list(summaries) or sheets
        if not listed:
            continue
        common = [name for name in named if any(_alike(name, each) for each in listed)]
        count = int(match["count"])
        if len(common) == len(named) and count == len(listed):
            continue
        what = "综述" if summaries else "自评表"
        message = (
            f"这里点名 {len(named)} 个项目，下面的{what}有 {len(listed)} 个（{'、'.join(listed[:5])}），"
            f"其中对得上的 {len(common)} 个"
        )
        yield remark(
            PROJECTS_RULE,
            paragraph.spot,
            match[0],
            message,
            level=level_if(Level.ERROR, not common),
            guess="像是上年的清单没有换" if not common else "",
            paragraph=paragraph.index,
        )
    yield from _summaries_and_sheets(document, summaries, sheets)
    yield from _counted_projects(document)
    yield from _unnamed_sheets(document)


def _alike(left: str, right: str) -> bool:
    plain = [re.sub(r"项目$|（.*?）|\s", "", name) for name in (left, right)]
    return plain[0] == plain[1] or plain[0] in plain[1] or plain[1] in plain[0]


def _summaries_and_sheets(
    document: StatedDocument, summaries: Mapping[str, int], sheets: Sequence[str]
) -> Iterator[AuditRemark]:
    if not summaries or not sheets:
        return
    for name, index in summaries.items():
        if any(_alike(name, sheet) for sheet in sheets):
            continue
        paragraph = document.document.paragraphs[index]
        nearest = [sheet for sheet in sheets if sheet[:4] == name[:4]]
        also = f"，表里是“{nearest[0]}”" if nearest else ""
        message = f"综述写的项目“{name}”没有同名的自评表{also}"
        yield remark(PROJECTS_RULE, paragraph.spot, paragraph.text[:40], message, paragraph=index)


_STAGE = re.compile(
    r"(?P<count>\d{1,4})个项目(?:[^，。；]{0,12}?)(?P<what>事前绩效评估|绩效目标|绩效监控|绩效自评)"
)


def _counted_projects(document: StatedDocument) -> Iterator[AuditRemark]:
    """How many projects were assessed, given targets, watched: the same projects all along."""
    for paragraph in document.document.paragraphs:
        if paragraph.section.topic != "绩效":
            continue
        counts = {match["what"]: int(match["count"]) for match in _STAGE.finditer(paragraph.text)}
        assessed, targets = counts.get("事前绩效评估"), counts.get("绩效目标")
        if assessed and targets and assessed > targets:
            message = f"{assessed} 个项目作了事前绩效评估，只有 {targets} 个编制了绩效目标"
            yield remark(
                PROJECTS_RULE,
                paragraph.spot,
                paragraph.text[:60],
                message,
                paragraph=paragraph.index,
            )


def _unnamed_sheets(document: StatedDocument) -> Iterator[AuditRemark]:
    named = [sheet for sheet in document.sheets if sheet.project]
    for sheet in document.sheets:
        if not sheet.project and named:
            message = (
                f"这张自评表没有项目名称等表头（共 {len(document.sheets)} 张，"
                f"{len(named)} 张有名称）"
            )
            yield remark(PROJECTS_RULE, sheet.spot, "自评表", message, level=Level.ERROR)


_NO_PURCHASE = re.compile(
    r"(?:均|未|无|没有)(?:发生|进行|实施)?(?:政府)?采购(?:项目|支出|业务)|不涉及[^。；]{0,40}政府采购"
)


def _purchases(document: StatedDocument) -> Iterator[AuditRemark]:
    total = document.figures.first("政府采购支出总额")
    if total is None or not total.number.amount:
        return
    for paragraph in document.document.paragraphs:
        match = _NO_PURCHASE.search(paragraph.text)
        if match is None or paragraph.section.part != ANNEX:
            continue
        where = document.places.beside(total.spot, paragraph.spot)
        message = f"这里说没有采购，{where}写的政府采购支出总额是 {total.number.text}"
        level = level_if(Level.WARNING, match[0].startswith("不涉及"))
        yield remark(
            PURCHASE_RULE,
            paragraph.spot,
            paragraph.normal.typed(match.start(), match.end()),
            message,
            level=level,
            paragraph=paragraph.index,
        )


_PLATE = re.compile(r"挂(?P<name>[^，。；、挂]{4,20}?)(?:的)?牌子")


def _plates(document: StatedDocument) -> Iterator[AuditRemark]:
    """The office whose name a unit bears too: one name in all places."""
    first: tuple[str, ReadParagraph] | None = None
    for paragraph in document.document.paragraphs:
        names = _PLATE.findall(paragraph.text)
        if len(names) != 1:
            continue
        if first is None:
            first = names[0], paragraph
        elif names[0] != first[0] and names[0][-3:] == first[0][-3:]:
            where = document.places.beside(first[1].spot, paragraph.spot)
            message = f"这里挂的是“{names[0]}”牌子，{where}是“{first[0]}”"
            yield remark(
                NAMES_RULE,
                paragraph.spot,
                names[0],
                message,
                printed=names[0],
                right=first[0],
                paragraph=paragraph.index,
            )


_STAFF_TOO = re.compile("人员(?:支出|经费)(?:和|及|与|、)(?:日常)?公用(?:支出|经费)")


def _outlay_of_office(document: StatedDocument) -> Iterator[AuditRemark]:
    """公用经费 that a report tells as if it were the staff's too."""
    office = document.figures.first("公用经费")
    if office is None or not office.number.amount:
        return
    for paragraph in document.document.paragraphs:
        if paragraph.section.part != ANNEX or not _STAFF_TOO.search(paragraph.text):
            continue
        for mention in paragraph.mentions:
            if mention.role == AMOUNT and mention.number.amount == office.number.amount:
                where = document.places.beside(office.spot, mention.spot)
                message = f"{mention.number.text}只是公用经费（{where}），这里说成人员和公用支出"
                yield on_mention(document, mention, SAME_RULE, message, Level.WARNING)


_LEFT = re.compile(r"结余率(?:大于|超过|高于)10%的项目(?:共计|共|有)?(?P<count>\d{1,3})个")
_LIMIT = 10


def _balances(document: StatedDocument) -> Iterator[AuditRemark]:
    """How many projects have more than a tenth of their budget left, by their sheets."""
    rates = []
    for sheet in document.sheets:
        planned, spent = (sheet.budget.get(head) for head in ("调整后预算数", "预算执行数"))
        if planned is None or spent is None or planned.number is None or spent.number is None:
            return
        if planned.number.value > 0:
            left = (planned.number.value - spent.number.value) * HUNDRED / planned.number.value
            rates.append(left)
    if not rates:
        return
    larger = sum(rate > _LIMIT for rate in rates)
    for paragraph in document.document.paragraphs:
        match = _LEFT.search(paragraph.text)
        if match is None or int(match["count"]) == larger:
            continue
        listed = "、".join(f"{round_half_up(rate, 2)}%" for rate in rates)
        message = f"{len(rates)} 张自评表的结余率是 {listed}，大于 10% 的有 {larger} 个"
        yield remark(
            BALANCE_RULE,
            paragraph.spot,
            match[0],
            message,
            printed=f"{match['count']}个",
            right=f"{larger}个",
            paragraph=paragraph.index,
        )
