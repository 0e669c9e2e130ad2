"""What a text says of one project in numbers, against the sheets and the outlay of that project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.checks.said_numbers import Contradiction, as_printed
from generator.ledger.figure import Figure, Known, total
from generator.ledger.statement import Statement as Computed
from generator.statements.mentions import AMOUNT, BUDGET, Mention, ReadParagraph
from generator.statements.printed_numbers import SaidNumber, shown

_WHOLE = re.compile(
    r"^(?:成本指标)?(?:该|本)?(?:项目)?(?:资金)?(?:全年|年初|年度|调整后?|总|批复|下达|财政)*"
    r"(?:预算|执行|预算执行|支出)(?:资金)?(?:数|总额|总金额|金额|安排|下达|批复|执行)*(?:为|是|共|：)?$"
)
_TITLE = 3


def project_names(computed: Computed) -> list[str]:
    """The projects of a file, the longest names first."""
    accounts = computed.accounts.预算绩效
    names = {fact.项目 for fact in computed.books.facts if fact.项目}
    names |= {str(sheet.项目名称) for sheet in getattr(accounts, "自评表", ())}
    names |= {str(sheet.项目名称) for sheet in getattr(accounts, "项目完成情况", ())}
    return sorted((name for name in names if len(name) > 3), key=len, reverse=True)


def project_contradictions(
    paragraphs: Sequence[ReadParagraph], projects: Sequence[str], computed: Computed
) -> Iterator[Contradiction]:
    """Budgets and outlays of a project in its report or summary that are none of its figures."""
    if not projects:
        return
    titled = _only(" ".join(each.text for each in paragraphs[:_TITLE]), projects)
    for paragraph in paragraphs:
        project = _only(paragraph.text, projects) or titled
        if not project:
            continue
        figures = _figures(project, computed)
        for mention in paragraph.mentions:
            if not figures or not _is_whole(mention, project):
                continue
            amount = mention.number.amount
            if any(_agrees(figure, mention.number) for figure in figures):
                continue
            nearest = min(figures, key=lambda figure: abs(figure.value - amount))
            right = f"{shown(nearest.printed)}万元"
            name = f"项目“{project}”的数"
            yield Contradiction(name, mention.number, paragraph.index, right)


def _agrees(figure: Figure, number: SaidNumber) -> bool:
    return number.amount in (figure.printed, figure.value) or as_printed(number, figure)


def _only(text: str, projects: Sequence[str]) -> str:
    """The one project that a text names; "" for none or several."""
    named = [name for name in projects if name in text]
    outer = [name for name in named if not any(name != each and name in each for each in named)]
    if len(outer) == 1:
        return outer[0]
    return ""


def _figures(project: str, computed: Computed) -> list[Figure]:
    """Budgets and outlays of a project: those of its sheet, and what is booked on it."""
    amounts: list[Known] = []
    for sheet in computed.自评表:
        if sheet.数据.项目名称 == project:
            for line in (sheet.总额, *sheet.其中):
                if not isinstance(line, str):
                    amounts += [line.年初预算, line.调整后预算数, line.预算执行数]
    for outcome in computed.项目完成情况:
        if outcome.数据.项目名称 == project:
            amounts += [
                outcome.预算数,
                outcome.执行数,
                outcome.财政拨款预算数,
                outcome.财政拨款执行数,
            ]
    figures = [amount for amount in amounts if isinstance(amount, Figure)]
    booked = [fact.figure for fact in computed.books.facts if fact.项目 == project]
    if booked:
        return [*figures, total(project, booked)]
    return figures


def _is_whole(mention: Mention, project: str) -> bool:
    """Whether a number is the budget or the outlay of the project as a whole."""
    if mention.role not in (AMOUNT, BUDGET) or mention.number.about:
        return False
    label = mention.label.replace(project, "").removeprefix("项目").lstrip("，的“”")
    return bool(_WHOLE.match(label))
