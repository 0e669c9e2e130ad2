"""自评表 of projects: what is left of the form, what is empty, what contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.audit.remark import CROSS, LEFTOVER, MISSING, WORDS, AuditRemark, audit_rule, remark
from generator.extracting.content import Spot
from generator.findings.place import Level
from generator.ledger.figure import round_half_up
from generator.statements.evaluation_sheets import EvaluationSheet, SheetIndicator
from generator.statements.intervals import HUNDRED
from generator.statements.printed_numbers import numbers_in
from generator.statements.statements import StatedDocument

NATURE_RULE = audit_rule(
    "指标性质", LEFTOVER, Level.WARNING, "指标性质是 ＝≥≤＞＜ 或定性", "公开件常见错误：模板残留"
)
TARGET_RULE = audit_rule(
    "指标得分", CROSS, Level.WARNING, "没有达到指标值的不得满分", "公开件常见错误：前后不一致"
)
EMPTY_RULE = audit_rule(
    "自评表空白", MISSING, Level.WARNING, "自评表该写的都写了", "公开件常见错误：缺项"
)
PROGRESS_RULE = audit_rule(
    "支付进度", CROSS, Level.WARNING, "评价结论与执行率不矛盾", "公开件常见错误：前后不一致"
)
UNIT_RULE = audit_rule(
    "度量单位", WORDS, Level.HINT, "度量单位只写单位，指标值只写数", "公开件常见错误：错字、漏字"
)

_PLACEHOLDERS = frozenset("·.。、-—*")
_MUST_BE_FILLED = ("项目实施内容及过程概述",)
_LOW = Decimal(70)
_FINE = re.compile(r"支付进度正常|执行进度(?:正常|良好)|按进度支付|支付进度良好")


def sheets(document: StatedDocument) -> Iterator[AuditRemark]:
    """The remarks on the sheets of a document."""
    for sheet in document.sheets:
        name = f"“{sheet.project}”" if sheet.project else ""
        for indicator in sheet.indicators:
            yield from _indicator(indicator)
        yield from _empty(sheet, name)
        yield from _progress(document, sheet)


def _indicator(indicator: SheetIndicator) -> Iterator[AuditRemark]:
    nature = indicator.nature
    if nature and nature in _PLACEHOLDERS:
        yield remark(
            NATURE_RULE,
            indicator.spot,
            f"{indicator.name} {nature}",
            f"指标“{indicator.name}”的指标性质是“{nature}”，应为 ＝、≥、≤、＞、＜ 或 定性",
            printed=nature,
        )
    yield from _reached(indicator)
    if "%" in indicator.unit and indicator.target.endswith("%"):
        message = f"指标“{indicator.name}”的度量单位已是 %，指标值不再写 %"
        yield remark(UNIT_RULE, indicator.spot, indicator.name, message, printed=indicator.target)
    if indicator.unit == "万":
        message = f"指标“{indicator.name}”的度量单位“万”应为“万元”"
        yield remark(UNIT_RULE, indicator.spot, indicator.name, message, printed="万", right="万元")
    if re.match(r"\d", indicator.unit):
        message = f"指标“{indicator.name}”的度量单位写了数：{indicator.unit}"
        yield remark(UNIT_RULE, indicator.spot, indicator.name, message, printed=indicator.unit)


def _reached(indicator: SheetIndicator) -> Iterator[AuditRemark]:
    """Full marks for what was not reached."""
    sign = indicator.nature or indicator.target[:1]
    wanted, done = _value(indicator.target), _value(indicator.actual)
    weight, score = indicator.weight.number, indicator.score.number
    if None in (wanted, done) or weight is None or score is None or score.value < weight.value:
        return
    assert wanted is not None
    assert done is not None
    missed = {
        "＞": done <= wanted,
        ">": done <= wanted,
        "≥": done < wanted,
        "＜": done >= wanted,
        "<": done >= wanted,
        "≤": done > wanted,
    }.get(sign, False)
    if missed and weight.value > 0:
        message = (
            f"指标“{indicator.name}”：指标值 {sign}{wanted}，完成值 {done}，没有达到，却得满分"
            f" {indicator.score.text}"
        )
        yield remark(TARGET_RULE, indicator.spot, indicator.name, message, printed=indicator.actual)


def _value(text: str) -> Decimal | None:
    numbers = numbers_in(text.lstrip("＞＜>≥≤<=＝"))
    if len(numbers) != 1:
        return None
    return numbers[0].value


def _empty(sheet: EvaluationSheet, name: str) -> Iterator[AuditRemark]:
    for head, text, spot in sheet.texts:
        if any(words in head for words in _MUST_BE_FILLED) and not text:
            message = f"自评表{name}的“{head.lstrip('0123456789.')}”下面是空的"
            yield remark(EMPTY_RULE, spot, head, message)


def _rate_spot(sheet: EvaluationSheet) -> Spot:
    """Where a sheet prints its rate of execution; else its outlay."""
    return sheet.budget.get("预算执行率", sheet.budget["预算执行数"]).spot


def _progress(document: StatedDocument, sheet: EvaluationSheet) -> Iterator[AuditRemark]:
    planned, spent = (sheet.budget.get(head) for head in ("调整后预算数", "预算执行数"))
    if planned is None or spent is None or planned.number is None or spent.number is None:
        return
    if planned.number.value <= 0:
        return
    rate = spent.number.value * HUNDRED / planned.number.value
    if rate >= _LOW:
        return
    for head, text, spot in sheet.texts:
        match = _FINE.search(text) or _FINE.search(head)
        if match:
            message = (
                f"写着“{match[0]}”，预算执行率只有 {round_half_up(rate, 2)}%"
                f"（{document.places.beside(_rate_spot(sheet), spot)}）"
            )
            yield remark(PROGRESS_RULE, spot, text[:40], message, printed=match[0])
            return
