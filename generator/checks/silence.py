"""核对说明: warnings and hints that a clerk has looked at and explained. An 错误 cannot be silenced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model.accounts import Accounts
from generator.reading.nearest import nearest
from generator.reading.place import MOST, Finding, Level
from generator.reading.rule import RULES, Group, declare

UNKNOWN = declare(
    "核对说明", Group.FILLING, Level.ERROR, "核对说明写规则名和理由，不能用于错误", "错误改好才能公开；警告和提示核对过的，写明理由就不再提。", "数据文件的写法"
)
NEEDLESS = declare("多余说明", Group.FILLING, Level.HINT, "核对说明对应的问题还在", "问题已经没有了，留着的说明会把以后的问题盖住。", "数据文件的写法")


@dataclass(frozen=True, slots=True)
class Silenced:
    """A finding that the file explains, and its reason."""

    finding: Finding
    reason: str


def silence(findings: Sequence[Finding], accounts: Accounts) -> tuple[list[Finding], list[Silenced]]:
    """The findings that remain, with those about 核对说明 itself, and the silenced ones."""
    reasons: dict[str, str] = {}
    more: list[Finding] = []
    for key, reason in accounts.核对说明.items():
        rule = RULES.get(str(key).strip())
        if rule is None:
            near = nearest(key, RULES) if len(more) < MOST else []
            more.append(UNKNOWN.at(key.place, f"没有名为“{key}”的规则", f"您是不是想写“{near[0]}”？" if near else "规则名是提示里方括号中的字"))
        elif rule.level is Level.ERROR:
            more.append(UNKNOWN.at(key.place, f"“{key}”是错误，不能用说明略过", "改正数据；核对说明只用于警告和提示"))
        elif len(reason.strip()) < 2:
            more.append(UNKNOWN.at(key.place, f"“{key}”没有写理由", f"写成：{key}: 为什么核对过没有问题"))
        else:
            reasons[rule.id] = str(reason)
    kept = [finding for finding in findings if finding.rule not in reasons]
    silenced = [Silenced(finding, reasons[finding.rule]) for finding in findings if finding.rule in reasons]
    used = {one.finding.rule for one in silenced}
    for key in accounts.核对说明:
        if str(key).strip() in reasons and str(key).strip() not in used:
            more.append(NEEDLESS.at(key.place, f"已经没有“{key}”的问题了", "删去这一行"))
    return [*kept, *more], silenced
