"""What two places say of one thing: the same figure, totals that follow from completions, parts that
are larger than their whole, sheets against the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.audit.remark import CROSS, AuditRule, Remark, audit_rule, remark
from generator.findings.place import Level
from generator.ledger.interval import Interval
from generator.statements.intervals import HUNDRED, added, divided, percent, rounded
from generator.statements.mentions import AMOUNT, ITEM, Mention, ReadParagraph
from generator.statements.printed_numbers import shown
from generator.statements.sections import ANNEX
from generator.statements.statement import (
    ACTUAL,
    COMPLETION_OF,
    ELSEWHERE,
    LAST_YEAR,
    RATE_OF,
    SAME,
    Operand,
    Statement,
)
from generator.statements.statements import StatedDocument

_SOURCE = "公开件常见错误：前后不一"
SAME_RULE = audit_rule("同一个数", CROSS, Level.ERROR, "同一个数各处写的一样", _SOURCE)
ALIKE_RULE = audit_rule("相关的数", CROSS, Level.HINT, "应该相同的两个数相同", _SOURCE)
OVERALL_RULE = audit_rule(
    "总完成率", CROSS, Level.ERROR, "总完成率与各项完成率能够同时成立", _SOURCE
)
LARGER_RULE = audit_rule("部分大于总数", CROSS, Level.ERROR, "部分不大于总数", _SOURCE)
LAST_RULE = audit_rule("上年数", CROSS, Level.HINT, "各处推得的上年数一致", _SOURCE)
PROJECTS_RULE = audit_rule("项目个数", CROSS, Level.WARNING, "项目的个数、名称前后一致", _SOURCE)
PURCHASE_RULE = audit_rule("采购有无", CROSS, Level.ERROR, "有没有政府采购前后一致", _SOURCE)
BALANCE_RULE = audit_rule("结余率", CROSS, Level.ERROR, "结余率大于 10% 的项目个数", _SOURCE)

NAMES_RULE = audit_rule("名称前后", CROSS, Level.WARNING, "挂牌机构的名称前后一致", _SOURCE)

_TAIL = Decimal("0.02")
_ORDER: tuple[tuple[str, str], ...] = (
    ("小微企业合同金额", "中小企业合同金额"),
    ("中小企业合同金额", "政府采购支出总额"),
    ("公务用车保有量", "车辆"),
    ("一般公共预算财政拨款基本支出", "基本支出"),
    ("一般公共预算财政拨款支出", "本年支出合计"),
    ("公用经费", "一般公共预算财政拨款基本支出"),
)


def cross(document: StatedDocument) -> Iterator[Remark]:
    """The remarks on what several places say."""
    yield from _same(document)
    yield from _overall(document)
    yield from _larger(document)
    yield from _last_years(document)
    yield from _projects(document)
    yield from _purchases(document)
    yield from _balances(document)
    yield from _plates(document)
    yield from _outlay_of_office(document)


def _same(document: StatedDocument) -> Iterator[Remark]:
    for statement in document.statements:
        if statement.kind != SAME:
            continue
        other = statement.operand(ELSEWHERE)
        if other is None or other.value == statement.printed.amount or statement.printed.about:
            continue
        difference = abs(other.value - statement.printed.amount)
        left, _, right = statement.label.partition("/")
        is_tail = difference <= _TAIL and statement.printed.decimals > 0
        if right:
            if is_tail:
                message = (
                    f"{_plain(left)}是 {statement.printed.text}，{_plain(right)}是 {other.text}"
                    f"（{other.spot}），差 {shown(difference)}，应相同"
                )
                yield _said(statement, ALIKE_RULE, message, other.text, Level.HINT)
            continue
        there = "同一段前面" if other.spot == statement.spot else str(other.spot)
        message = f"{_plain(left)}这里是 {statement.printed.text}，{there}是 {other.text}"
        if is_tail:
            yield _said(statement, SAME_RULE, f"{message}，可能是尾差", other.text, Level.HINT)
        else:
            level = Level.WARNING if statement.part == ANNEX else None
            guess = _last_years_number(statement, document)
            level = Level.ERROR if guess else level
            yield _said(statement, SAME_RULE, message, other.text, level, guess)


def _last_years_number(statement: Statement, document: StatedDocument) -> str:
    """Whether the other value is what the text leaves for last year."""
    for rate in document.statements:
        last = rate.operand(LAST_YEAR) if rate.kind == RATE_OF else None
        if last is None or rate.label != statement.label:
            continue
        if last.value == statement.printed.amount and last.value:
            return "正好是上年的数"
    return ""


def _plain(name: str) -> str:
    return name.removeprefix("类:").removeprefix(ITEM).rpartition("/")[2]


def _said(
    statement: Statement,
    rule: AuditRule,
    message: str,
    right: str,
    level: Level | None = None,
    guess: str = "",
) -> Remark:
    return remark(
        rule,
        statement.spot,
        statement.quote,
        message,
        printed=statement.printed.text,
        right=right,
        level=level,
        guess=guess,
        paragraph=statement.paragraph,
    )


# --- Completion of the whole against that of its parts ---


def _overall(document: StatedDocument) -> Iterator[Remark]:
    """The budgets that the parts leave open, added up, leave the whole's rate open."""
    by_topic: Mapping[str, Sequence[str]] = {
        "具体": (),
        "三公总体": ("因公出国（境）费", "公务用车购置及运行维护费", "公务接待费"),
    }
    rates = [item for item in document.statements if item.kind == COMPLETION_OF]
    for topic, names in by_topic.items():
        whole = next((rate for rate in rates if _is_whole(rate, topic)), None)
        if whole is None:
            continue
        parts = [rate for rate in rates if _is_part(rate, topic, names)]
        remark_ = _against(whole, parts, len(names))
        if remark_ is not None:
            yield remark_


def _is_whole(rate: Statement, topic: str) -> bool:
    wanted = "三公经费" if topic == "三公总体" else "一般公共预算财政拨款支出"
    return rate.label == wanted and rate.topic in (topic, "三公")


def _is_part(rate: Statement, topic: str, names: Sequence[str]) -> bool:
    if names:
        return rate.label in names and rate.topic in ("三公具体", "三公")
    return rate.topic == topic and rate.label.startswith(ITEM)


def _against(whole: Statement, parts: Sequence[Statement], wanted: int) -> Remark | None:
    actual = whole.operand(ACTUAL)
    budgets: list[Interval] = []
    outlays: list[Operand] = []
    unknown = False
    for part in parts:
        spent = part.operand(ACTUAL)
        if spent is None:
            return None
        if spent.value == 0 and part.printed.value == 0:
            unknown = True  # a budget that nothing says
            outlays.append(spent)
            continue
        budget = divided(spent.interval, part.printed.interval)
        if budget is None:
            return None
        budgets.append(budget)
        outlays.append(spent)
    if actual is None or len(outlays) < 2 or (wanted and len(outlays) < wanted):
        return None
    if abs(sum((outlay.value for outlay in outlays), Decimal(0)) - actual.value) > _TAIL * 5:
        return None  # told as a sum
    total = added(budgets)
    open_to = percent(actual.interval, total)
    if open_to is None or whole.printed.interval.meets(open_to):
        return None
    if unknown and whole.printed.interval.low <= open_to.high:
        return None  # a larger budget makes a smaller rate
    places = whole.printed.decimals
    middle = (total.low + total.high) / 2
    right = rounded(actual.value * HUNDRED / middle, places)
    message = (
        f"按各项完成率倒推，预算合计约 {rounded(middle, 2)}万元，总完成率应是 {right}%，"
        f"印的是 {whole.printed.text}"
    )
    return remark(
        OVERALL_RULE,
        whole.spot,
        whole.quote,
        message,
        printed=whole.printed.text,
        right=f"{right}%",
        paragraph=whole.paragraph,
    )


# --- Parts and wholes, last years ---


def _larger(document: StatedDocument) -> Iterator[Remark]:
    for part_name, whole_name in _ORDER:
        part, whole = document.figures.first(part_name), document.figures.first(whole_name)
        if part is None or whole is None:
            continue
        if part.number.interval.low > whole.number.interval.high:
            message = (
                f"{part_name}{part.number.text}大于{whole_name}{whole.number.text}（{whole.spot}）"
            )
            yield _on_mention(document, part, LARGER_RULE, message)


def _on_mention(
    document: StatedDocument,
    mention: Mention,
    rule: AuditRule,
    message: str,
    level: Level | None = None,
) -> Remark:
    paragraph = document.document.paragraphs[mention.paragraph]
    start = max(0, mention.number.start - 20)
    return remark(
        rule,
        mention.spot,
        paragraph.normal.typed(start, mention.number.end),
        message,
        printed=mention.number.text,
        level=level,
        paragraph=mention.paragraph,
    )


def _last_years(document: StatedDocument) -> Iterator[Remark]:
    """Last year's amount of one figure, as several sentences leave it open."""
    places: dict[str, Statement] = {}
    for rate in document.statements:
        last = rate.operand(LAST_YEAR) if rate.kind == RATE_OF else None
        if last is None or rate.part == ANNEX or not rate.label:
            continue
        earlier = places.setdefault(rate.label, rate)
        before = earlier.operand(LAST_YEAR)
        if before is None or earlier is rate or before.interval.meets(last.interval):
            continue
        message = (
            f"{_plain(rate.label)}：这里推得上年 {shown(last.value)}万元，"
            f"{earlier.spot}推得 {shown(before.value)}万元"
        )
        yield remark(LAST_RULE, rate.spot, rate.quote, message, paragraph=rate.paragraph)


# --- Projects, purchases, balances ---

_REFLECTED = re.compile(r"反映(?P<list>[“\"《].{2,400}?[”\"》])等?(?P<count>\d+)个项目")
_SUMMARY = re.compile(
    r"^（?\d{1,2}）?[、.．]?[“\"](?P<name>[^”\"]{2,40})[”\"]项目绩效目标完成情况综述"
)
_SUMMARY_PLAIN = re.compile(
    r"^（?\d{1,2}）?[、.．]?(?P<name>[^，。：“”]{2,40}?)(?:项目)?绩效目标完成情况综述"
)


def _projects(document: StatedDocument) -> Iterator[Remark]:
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
        told = list(summaries) or sheets
        if not told:
            continue
        common = [name for name in named if any(_alike(name, other) for other in told)]
        count = int(match["count"])
        if len(common) == len(named) and count == len(told):
            continue
        what = "综述" if summaries else "自评表"
        message = (
            f"这里点名 {len(named)} 个项目，下面的{what}有 {len(told)} 个（{'、'.join(told[:5])}），"
            f"其中对得上的 {len(common)} 个"
        )
        yield remark(
            PROJECTS_RULE,
            paragraph.spot,
            match[0],
            message,
            level=Level.ERROR if not common else None,
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
) -> Iterator[Remark]:
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


def _counted_projects(document: StatedDocument) -> Iterator[Remark]:
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


def _unnamed_sheets(document: StatedDocument) -> Iterator[Remark]:
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


def _purchases(document: StatedDocument) -> Iterator[Remark]:
    total = document.figures.first("政府采购支出总额")
    if total is None or not total.number.amount:
        return
    for paragraph in document.document.paragraphs:
        match = _NO_PURCHASE.search(paragraph.text)
        if match is None or paragraph.section.part != ANNEX:
            continue
        message = f"这里说没有采购，{total.spot}写的政府采购支出总额是 {total.number.text}"
        level = Level.WARNING if match[0].startswith("不涉及") else None
        yield remark(
            PURCHASE_RULE,
            paragraph.spot,
            paragraph.normal.typed(match.start(), match.end()),
            message,
            level=level,
            paragraph=paragraph.index,
        )


_PLATE = re.compile(r"挂(?P<name>[^，。；、挂]{4,20}?)(?:的)?牌子")


def _plates(document: StatedDocument) -> Iterator[Remark]:
    """The office whose name a unit bears too: one name in all places."""
    first: tuple[str, ReadParagraph] | None = None
    for paragraph in document.document.paragraphs:
        names = _PLATE.findall(paragraph.text)
        if len(names) != 1:
            continue
        if first is None:
            first = names[0], paragraph
        elif names[0] != first[0] and names[0][-3:] == first[0][-3:]:
            message = f"这里挂的是“{names[0]}”牌子，{first[1].spot}是“{first[0]}”"
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


def _outlay_of_office(document: StatedDocument) -> Iterator[Remark]:
    """公用经费 that a report tells as if it were the staff's too."""
    office = document.figures.first("公用经费")
    if office is None or not office.number.amount:
        return
    for paragraph in document.document.paragraphs:
        if paragraph.section.part != ANNEX or not _STAFF_TOO.search(paragraph.text):
            continue
        for mention in paragraph.mentions:
            if mention.role == AMOUNT and mention.number.amount == office.number.amount:
                message = (
                    f"{mention.number.text}只是公用经费（{office.spot}），这里说成人员和公用支出"
                )
                yield _on_mention(document, mention, SAME_RULE, message, Level.WARNING)


_LEFT = re.compile(r"结余率(?:大于|超过|高于)10%的项目(?:共计|共|有)?(?P<count>\d{1,3})个")
_LIMIT = Decimal(10)


def _balances(document: StatedDocument) -> Iterator[Remark]:
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
    more = sum(rate > _LIMIT for rate in rates)
    for paragraph in document.document.paragraphs:
        match = _LEFT.search(paragraph.text)
        if match is None or int(match["count"]) == more:
            continue
        told = "、".join(f"{rounded(rate, 2)}%" for rate in rates)
        message = f"{len(rates)} 张自评表的结余率是 {told}，大于 10% 的有 {more} 个"
        yield remark(
            BALANCE_RULE,
            paragraph.spot,
            match[0],
            message,
            printed=f"{match['count']}个",
            right=f"{more}个",
            paragraph=paragraph.index,
        )
