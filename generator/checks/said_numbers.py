"""Numbers that a text says of something, and the figures of that name: what contradicts them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.ledger.control import Nameable
from generator.ledger.figure import PERCENT, Figure, Known, difference, ratio, round_half_up
from generator.ledger.interval import interval
from generator.ledger.measured import Measured
from generator.money import WAN
from generator.statements.causes import slips
from generator.statements.intervals import size
from generator.statements.mentions import (
    BUDGET,
    CHANGE,
    CLASS,
    DOWN,
    ITEM,
    NUMBER,
    SCORE,
    Mention,
    ReadParagraph,
    is_amount,
)
from generator.statements.printed_numbers import COUNT, POINTS, SaidNumber, shown
from generator.statements.statement import (
    COMPLETION_OF,
    LAST_YEAR,
    RATE_OF,
    SHARE,
    WHOLE,
    SaidStatement,
)

_CALLED: Mapping[str, tuple[str, ...]] = {
    "因公出国（境）费": ("因公出国境费",),
    "中小企业合同金额": ("授予中小企业合同金额",),
    "小微企业合同金额": ("授予小微企业合同金额",),
    "收入总额": ("收支总计", "本年收入合计"),
    "支出总额": ("收支总计", "本年支出合计"),
    "财政拨款收入": ("财政拨款收入", "财政拨款收支总计", "一般公共预算财政拨款收入"),
    "基本支出": ("基本支出", "一般公共预算财政拨款基本支出"),
    "项目支出": ("项目支出", "一般公共预算财政拨款项目支出"),
    "国内公务接待支出": ("国内公务接待",),
    "外事接待支出": ("外事接待",),
    "出国团组": ("因公出国（境）团组数",),
    "出国人次": ("因公出国（境）人次",),
    "公务用车购置数": ("更新购置公务用车",),
    "国内接待批次": ("国内公务接待批次",),
    "国内接待人次": ("国内公务接待人次",),
}
"""Under which names the figures of a file have what a text calls so; any of them may be meant."""
_WHOLE_OF: Mapping[str, str] = {"国内公务接待支出": "公务接待费"}
"""The whole that goes by the name of its only part: of a file that has the other part, too, neither
stands for the other."""
_TAIL = Decimal("0.01")
_BARE_SHARE = re.compile(r"占比?(?:约|为|达)*\s*\d[\d.]*\s*[%％]$")
"""A share that does not say of what."""


class Contradiction(Struct, frozen=True):
    """A number of a text that every figure of its name contradicts: what it is, the number, what
    the figure is as a text would print it, whether rounding may explain the difference; and the
    number with its label where it is an amount, count or change."""

    name: str
    number: SaidNumber
    paragraph: int
    right: str
    tail: bool = False
    mention: Mention | None = None


def contradictions(
    mentions: Iterable[Mention], named: Nameable, year: int
) -> Iterator[Contradiction]:
    """The amounts, counts and changes of a text that contradict the figures of a file."""
    for mention in mentions:
        if mention.number.about or mention.year not in (0, year):
            continue
        figures = [figure for figure in _figures(mention, named) if _alike(mention, figure)]
        if figures:
            yield from _against(mention, figures)


_HEAD = re.compile(
    r"^(?:\d{1,2}[.．、]|（[一二三四五六七八九十\d]{1,2}）|[一二三四五六七八九十]是)"
    r"(?P<head>[^。，：；]{2,16})[。：，]"
)
_OVERALL, _PROJECTS = "总体绩效", "项目绩效"


def score_contradictions(
    paragraphs: Iterable[ReadParagraph], named: Nameable
) -> Iterator[Contradiction]:
    """The scores of a report that contradict those of which the whole is made."""
    measured = named.find("绩效自评得分")
    if measured is None or not isinstance(measured.now, Figure):
        return
    scores = _scores(measured.now)
    for paragraph in paragraphs:
        head = _HEAD.match(paragraph.text)
        for mention in paragraph.mentions:
            if mention.role != SCORE:
                continue
            name = _scored(mention.label, head["head"] if head else "", scores)
            value = scores.get(name)
            if value is not None and value != mention.number.value:
                right = f"{shown(value)}分"
                yield Contradiction(f"{name}得分", mention.number, paragraph.index, right)


_OF_SHEET = re.compile("(?:自评|评价|综合|总体?)(?:综合|总)?(?:得分|评分)|^(?:得分|总分)|总分")


def sheet_score_contradictions(
    paragraphs: Iterable[ReadParagraph], total: Figure
) -> Iterator[Contradiction]:
    """The scores in the texts of a 自评表 that are said of it as a whole, and are not its
    ``total``."""
    for paragraph in paragraphs:
        for mention in paragraph.mentions:
            is_whole = mention.role == SCORE and _OF_SHEET.search(mention.label)
            if is_whole and mention.number.value != total.value:
                right = f"{shown(total.value)}分"
                yield Contradiction("自评表的总分", mention.number, paragraph.index, right)


def _scores(whole: Figure) -> dict[str, Decimal]:
    """The scores by name, those of parts of parts too; a name that stands twice is left out."""
    scores: dict[str, Decimal] = {"自评": whole.value}
    doubled: set[str] = set()
    waiting = list(whole.inputs)
    while waiting:
        part = waiting.pop()
        if part.label in scores:
            doubled.add(part.label)
        scores[part.label] = part.value
        waiting += part.inputs
    if _PROJECTS in scores and _OVERALL not in scores:
        scores[_OVERALL] = whole.value - scores[_PROJECTS]
    return {name: value for name, value in scores.items() if name not in doubled}


def _scored(label: str, head: str, scores: Mapping[str, Decimal]) -> str:
    """What a score is of: what its label names, else the heading of its paragraph."""
    named = [name for name in scores if name in label and name != "自评"]
    if named:
        return max(named, key=len)
    if head in scores:
        return head
    alone = label.endswith("自评得分") and not head.startswith(tuple(scores))
    if alone and (not head or "结论" in head):
        return "自评"
    return ""


def _against(mention: Mention, figures: list[Figure]) -> Iterator[Contradiction]:
    number = mention.number
    printed = number.amount
    values = []
    for figure in figures:
        value = figure.printed
        if mention.role == CHANGE:
            value, printed = abs(value), abs(printed)
        if printed in (value, abs(figure.value)) or as_printed(number, figure):
            return
        values.append(value)
    value = _meant(number, printed, values)
    near = any(
        size(number.interval).meets(size(interval(figure))) or abs(each - printed) <= _TAIL
        for figure, each in zip(figures, values, strict=True)
    )
    right = f"{shown(value)}{figures[0].unit}"
    if figures[0].unit == WAN and number.value:
        # In the unit in which the text has it.
        scale = number.amount / number.value
        right = f"{shown(value / scale)}{number.unit or WAN}"
    yield Contradiction(
        _said(mention), number, mention.paragraph, right, tail=near, mention=mention
    )


def _meant(number: SaidNumber, printed: Decimal, values: Sequence[Decimal]) -> Decimal:
    """Of the values that figures of one name have, the one that was mistyped; the nearest where no
    slip of typing makes a number of any of them."""
    mistyped = (each for each in values if printed in slips(each, number.step))
    return next(mistyped, min(values, key=lambda each: abs(each - printed)))


def as_printed(number: SaidNumber, figure: Figure) -> bool:
    """Whether a figure rounded to the decimals of a number, in its unit, is that number."""
    if figure.unit != WAN or not number.amount:
        return False
    scale = number.amount / number.value if number.value else Decimal(1)
    return round_half_up(figure.value / scale, number.decimals) == number.value


def _alike(mention: Mention, figure: Figure) -> bool:
    """Whether a number and a figure are of one kind."""
    kind = mention.number.kind
    if figure.unit == WAN:
        return kind not in (COUNT, POINTS)
    if figure.unit == "分":
        return kind == POINTS
    return kind == COUNT


def _said(mention: Mention) -> str:
    """What a number is, in words."""
    name = mention.name.removeprefix(CLASS).removeprefix(ITEM).rpartition("/")[2]
    if mention.role == CHANGE:
        return f"{name}{'减少' if mention.direction == DOWN else '增加'}的数"
    return name


def _figures(mention: Mention, named: Nameable) -> list[Figure]:
    """The figures that a number may be; none where one of them is not known."""
    if not mention.name or mention.whole == BUDGET:
        return []
    if not (is_amount(mention) or mention.role in (CHANGE, NUMBER, SCORE)):
        return []
    figures = []
    for measured in _measured(mention.name, named):
        figure = measured.now if mention.role != CHANGE else _changed(measured)
        if measured.twins or not isinstance(figure, Figure):
            return []
        figures.append(figure)
    return figures


def _changed(measured: Measured) -> Figure | None:
    now, last = measured.now, measured.last
    if not isinstance(now, Figure) or not isinstance(last, Figure):
        return None
    return difference("增减额", now, last)


def _measured(name: str, named: Nameable) -> list[Measured]:
    if name.startswith(CLASS):
        bare_name = name.removeprefix(CLASS)
        names: tuple[str, ...] = (f"{bare_name}支出", bare_name)
    elif name.startswith(ITEM):
        return _item(name, named)
    else:
        names = _CALLED.get(name, (name,))
    measures = [measured for each in names if (measured := named.find(each)) is not None]
    whole = named.find(_WHOLE_OF[name]) if name in _WHOLE_OF else None
    if whole is not None and any(_is_same(each.now, whole.now) for each in measures):
        measures.append(whole)
    if name.startswith(CLASS):
        return measures[:1]
    return measures


def _is_same(part: Known, whole: Known) -> bool:
    """Whether a part is all of its whole."""
    if not isinstance(part, Figure) or not isinstance(whole, Figure):
        return False
    return part.value == whole.value


def _item(name: str, named: Nameable) -> list[Measured]:
    """The 项 of a name, where the file has only one of it."""
    item = name.rpartition("/")[2]
    meant = [
        measured
        for way, measured in named.main.items()
        if way.endswith(f" {item}") and way[:7].isdigit()
    ]
    if len(meant) == 1:
        return meant
    return []


# --- Rates ---


def rate_contradictions(
    statements: Iterable[SaidStatement], named: Nameable
) -> Iterator[Contradiction]:
    """The shares, rates and completions of a text that contradict those of the figures."""
    for statement in statements:
        if statement.kind not in (SHARE, RATE_OF, COMPLETION_OF) or statement.printed.about:
            continue
        last = statement.operand(LAST_YEAR)
        if last is not None and last.printed:
            continue  # what it is set against is printed beside it
        rates = [
            rate
            for measured in _measured(statement.label, named)
            for rate in _rates(statement, measured)
        ]
        printed = statement.printed
        places = printed.decimals
        if not rates or any(
            round_half_up(abs(rate.value), places) == abs(printed.value) for rate in rates
        ):
            continue
        open_to = [size(interval(rate)) for rate in rates]
        near = any(size(printed.interval).meets(each) for each in open_to)
        right = f"{round_half_up(abs(rates[0].value), places)}%"
        name = f"{statement.label.removeprefix(CLASS)}的{statement.kind}"
        yield Contradiction(name, printed, statement.paragraph, right, tail=near)


def _rates(statement: SaidStatement, measured: Measured) -> list[Figure]:
    """What a rate of a figure may be; none where something for it is not known."""
    now = measured.now
    if not isinstance(now, Figure) or now.unit != WAN or measured.twins:
        return []
    if statement.kind == RATE_OF:
        change, last = _changed(measured), measured.last
        if change is None or not isinstance(last, Figure):
            return []
        return [rate for rate in (ratio("增减率", change, last),) if rate is not None]
    wholes = measured.budget.values() if statement.kind == COMPLETION_OF else measured.wholes
    if statement.kind == SHARE and statement.operand(WHOLE) is None:
        is_bare = _BARE_SHARE.search(statement.quote)
        if not is_bare or len(wholes) != 1:
            return []  # of something that is not known here, or of one of several
    rates = [ratio(statement.kind, now, each) for each in wholes if isinstance(each, Figure)]
    return [rate for rate in rates if rate is not None and rate.unit == PERCENT]
