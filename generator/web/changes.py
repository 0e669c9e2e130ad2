"""What is told beside the field of a reason: by how much the figure differs, so that whoever writes
the reason knows what it is to explain."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from generator.ledger.explained import ExplainedChange, explained_changes
from generator.ledger.statement import Statement
from generator.yaml_edit.by_path import Path

_VERBS = {(False, 1): "增加", (False, -1): "减少", (True, 1): "多", (True, -1): "少"}
"""By whether the figure is compared with the budget, and by the sign of the change."""


class ChangeInWords(Struct, frozen=True):
    """The change that is explained at a path."""

    path: Path
    words: str


def changes_in_words(statements: Sequence[Statement], budget_kind: str) -> list[ChangeInWords]:
    """The changes of a file; where values are still missing, it has several statements, each with
    other stand-ins, and what differs between them is not known yet."""
    alternatives = [
        {
            change.path: _in_words(change, budget_kind)
            for change in explained_changes(statement, budget_kind)
        }
        for statement in statements
    ]
    if not alternatives:
        return []
    first, *others = alternatives
    return [
        ChangeInWords(path, words)
        for path, words in first.items()
        if all(other.get(path) == words for other in others)
    ]


def _in_words(change: ExplainedChange, budget_kind: str) -> str:
    """As the document prints both figures: 比上年增加 19.56 万元（741.14 → 760.70）."""
    base = "上年"
    if change.budget:
        base = f"{budget_kind}预算"
    if change.sign == 0:
        return f"与{base}相等，不用写原因"
    verb = _VERBS[change.budget, change.sign]
    now, before = change.now.printed, change.base.printed
    return f"比{base}{verb} {abs(now - before):f} 万元（{before:f} → {now:f}）"
