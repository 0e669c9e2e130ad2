"""What some provinces compare with last year beside the three totals that all compare: a record for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.ledger.compared import Compared, compared
from generator.ledger.facts import FISCAL
from generator.ledger.figure import Figure
from generator.ledger.last_year import LastFigures
from generator.ledger.totals import Totals
from generator.model.accounts import Accounts

_GENERAL, _GOVERNMENT, _STATE = FISCAL

WHOLE: Mapping[str, Callable[[Totals], Figure]] = {
    "本年收入合计": lambda sums: sums.本年收入合计,
    "本年支出合计": lambda sums: sums.本年支出合计,
    "基本支出": lambda sums: sums.支出种类[0].数,
    "项目支出": lambda sums: sums.支出种类[1].数,
    "年末结转和结余": lambda sums: sums.年末结转和结余,
}
"""Of all money. A reason that is not given is that of 收支总计, where the change is the same."""
FISCAL_ONLY: Mapping[str, Callable[[Totals], Figure]] = {
    "财政拨款收入": lambda sums: sums.财政拨款收入,
    "财政拨款支出": lambda sums: sums.财政拨款支出,
    "一般公共预算财政拨款收入": lambda sums: sums.资金[_GENERAL].收入,
    "一般公共预算财政拨款基本支出": lambda sums: sums.资金[_GENERAL].基本支出,
    "一般公共预算财政拨款项目支出": lambda sums: sums.资金[_GENERAL].项目支出,
    "政府性基金预算财政拨款收入": lambda sums: sums.资金[_GOVERNMENT].收入,
    "政府性基金预算财政拨款支出": lambda sums: sums.资金[_GOVERNMENT].支出,
    "国有资本经营预算财政拨款支出": lambda sums: sums.资金[_STATE].支出,
}
"""Of 财政拨款; the reason is that of 财政拨款收支总计 on the same terms."""


def also_compared(accounts: Accounts, sums: Totals, last: LastFigures) -> Mapping[str, Compared]:
    """Each of these figures beside last year's; what is not known of last year is only asked for where a form prints it."""
    reasons = accounts.变动原因
    found = {}
    for group, before in ((WHOLE, sums.收支总计), (FISCAL_ONLY, sums.财政拨款收支总计)):
        for name, figure in group.items():
            found[name] = compared(
                name, figure(sums).named(name), last, getattr(reasons, name), before
            )
    return found
