"""--select and --ignore: rules by name or by group."""

from __future__ import annotations

from msgspec.structs import replace

from generator.findings.rules import RULES, Group
from generator.pipeline.checking import CheckResult
from generator.pipeline.exit_codes import CommandError
from generator.reading.nearest import nearest


def chosen(select: str, ignore: str) -> frozenset[str]:
    """The ids of the rules asked for. Raises CommandError for a name that is unknown."""
    wanted = _ids(select) if select.strip() else frozenset(RULES)
    return wanted - _ids(ignore)


def _ids(text: str) -> frozenset[str]:
    """The ids of a list of rules and groups. Raises CommandError for a name that is unknown."""
    ids: set[str] = set()
    groups = {group.value for group in Group}
    for name in text.replace("，", ",").replace("、", ",").split(","):
        name = name.strip()
        if name in groups:
            ids |= {rule.id for rule in RULES.values() if rule.group.value == name}
        elif name in RULES:
            ids.add(name)
        elif name:
            near = nearest(name, [*RULES, *groups])
            advice = f"；类别有：{'、'.join(sorted(groups))}"
            if near:
                advice = f"，您是不是想写“{near[0]}”？"
            raise CommandError(f"没有名为“{name}”的规则或类别{advice}")
    return frozenset(ids)


def narrowed(checked: CheckResult, wanted: frozenset[str]) -> CheckResult:
    """The same with the findings of the wanted rules shown and the others hidden.

    What may be published does not change by not looking.
    """
    shown = tuple(finding for finding in checked.findings if finding.rule in wanted)
    hidden = tuple(finding for finding in checked.findings if finding.rule not in wanted)
    return replace(checked, findings=shown, hidden=hidden)
