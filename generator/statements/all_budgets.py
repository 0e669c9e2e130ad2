"""Whether an amount in a section on one budget is that of all of them."""

from __future__ import annotations

import re

from generator.statements.printed_numbers import MONEY, SaidNumber, numbers_in

_GENERAL = "一般公共预算"
_OTHER_BUDGET = re.compile("政府性基金|国有资本经营")
_NONE_OF_IT = re.compile(rf"(?:没有|未|不|无)[^\d]{{0,8}}(?:{_OTHER_BUDGET.pattern})")
"""没有安排政府性基金预算支出, 不含政府性基金."""
_CLAUSES = re.compile("[，；：、]")
_REACH = 200
_ENDS = re.compile("[。！？]")


def is_of_all_budgets(text: str, number: SaidNumber, name: str, label: str) -> bool:
    """在财政拨款支出664.9万元里头，其余9.35万元是政府性基金: whether what the section takes for an
    amount of its own budget holds another budget, as its sentence says."""
    if not name.startswith(_GENERAL) or _GENERAL in label:
        return False
    reach = max(0, number.start - _REACH)
    before = _ENDS.split(text[reach : number.start])[-1]
    behind = _ENDS.split(text[number.end : number.end + _REACH])[0]
    return any(map(_has_other_budget, _CLAUSES.split(f"{before}{number.text}{behind}")))


def _has_other_budget(clause: str) -> bool:
    """Whether a clause says how much another budget is: a year or a count is no amount."""
    if not _OTHER_BUDGET.search(clause) or _NONE_OF_IT.search(clause):
        return False
    return any(number.kind == MONEY and number.value > 0 for number in numbers_in(clause))
