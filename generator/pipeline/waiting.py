"""A data file in which values are still to be filled in → its document as far as it is settled, for
whoever watches it while it is filled in. It is shown, and never written: no finding is held against
it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.checks.catalogue import rules_of_all
from generator.document.render import Rendered, TypedFile
from generator.document.resting import with_settled_gaps
from generator.document.unsettled import settled
from generator.findings.place import Finding
from generator.forms.fields import fill
from generator.forms.folders import OWN, Roots
from generator.forms.form import is_form
from generator.ledger.statement import Statement
from generator.model.load import load
from generator.model.rules import TO_FILL
from generator.model.stand_ins import WaitingAccounts, with_stand_ins
from generator.pipeline.examining import (
    Beside,
    Units,
    check_amounts,
    computed,
    findings_of_rendering,
    read_beside,
    rendered_document,
)
from generator.pipeline.remarks import DRAFT
from generator.reading.nodes import place_of


class UnfilledFile(Struct, frozen=True):
    """A file in which values are still to be filled in: its document as far as it is settled, and
    the statements with small and with large stand-ins. What is the same in both is settled."""

    rendered: Rendered
    statements: tuple[Statement, Statement]


def waiting_document(
    path: Path, roots: Roots = OWN, units: Units | None = None
) -> UnfilledFile | None:
    """The document of a file that cannot be read whole since values are still to be filled in:
    marked as a draft, and marked wherever it rests on such a value.

    None of a file that can be read whole, that is wrong otherwise, or that adds up files of which
    not all are among ``units``. Raises FormError.
    """
    loaded = load(path)
    if loaded.accounts is not None or loaded.root is None:
        return None
    stand_ins = with_stand_ins(loaded.root)
    if stand_ins is None:
        return None
    small, large = stand_ins.small, stand_ins.large
    added = units or Units()
    is_lacking = len(added.statements) < len(small.accounts.汇总)
    if is_lacking or not is_form(str(small.accounts.版式), roots):
        return None
    beside = read_beside(loaded, small.accounts, small.root, roots, added)
    statements = _statement(beside, small), _statement(beside, large)
    with_first, with_last = (_with_options(beside, large, option) for option in (0, -1))
    # Nothing that numbers bring about lacks where they are large: the others show what may lack.
    kept = _rendered(with_last, statements[1])
    others = (
        _rendered(with_first, statements[0]),
        _rendered(beside, _statement(beside, stand_ins.zeros)),
    )
    rendered = settled(kept, others, frozenset(large.paths))
    rendered = replace(rendered, document=replace(rendered.document, draft=DRAFT))
    return UnfilledFile(rendered, statements)


def _with_options(beside: Beside, waiting: WaitingAccounts, option: int) -> Beside:
    """With the first or the last option of each setting of the form that nobody has chosen yet."""
    settings = dict(beside.settings)
    for part, *names in waiting.paths.values():
        setting = beside.form.settings.get(str(names[-1])) if names else None
        if part == "设置" and setting is not None and setting.options:
            settings[setting.name] = setting.options[option]
    return replace(beside, settings=settings)


def settled_findings(beside: Beside) -> list[Finding]:
    """What is wrong or lacks in a file in which values are still to be filled in, whatever they
    will be: findings of the rules that need every amount, and of the document, which are the same
    with all stand-ins. Nothing is held against what stands beside a missing value."""
    root = beside.loaded.root
    if root is None:
        return []
    stand_ins = with_stand_ins(root)
    if stand_ins is None or stand_ins.zeros.accounts.汇总:
        return []
    first, *others = [
        _findings(beside, stand_ins.small, 0),
        _findings(beside, stand_ins.large, -1),
        _findings(beside, stand_ins.zeros, 0),
    ]
    same = set(first).intersection(*others)
    paths = stand_ins.small.paths
    lines = {place.line for place in paths}
    lines |= {place_of(stand_ins.zeros.root, path[:-1]).line for path in paths.values()}

    def is_settled(finding: Finding) -> bool:
        if finding not in same or finding.place.inside:
            return False
        return finding.rule == TO_FILL.id or finding.place.line not in lines

    return list(filter(is_settled, first))


def _findings(beside: Beside, waiting: WaitingAccounts, option: int) -> list[Finding]:
    """What the rules that need every amount find with one set of stand-ins, and what the document
    made with them lacks."""
    accounts, root = waiting.accounts, waiting.root
    filled = replace(
        _with_options(beside, waiting, option), loaded=replace(beside.loaded, accounts=accounts)
    )
    statement = _statement(filled, waiting)
    findings = check_amounts(filled, statement, root, rules_of_all())
    source = TypedFile(root, filled.loaded.lines, tuple(filled.attached))
    rendered = with_settled_gaps(_rendered(filled, statement, source), frozenset(waiting.paths))
    return [*findings, *findings_of_rendering(filled, accounts, root, rendered)]


def _statement(beside: Beside, waiting: WaitingAccounts) -> Statement:
    """The figures with one set of stand-ins."""
    statement, _, _ = computed(beside, waiting.accounts, waiting.root)
    return statement


def _rendered(beside: Beside, statement: Statement, source: TypedFile | None = None) -> Rendered:
    """The document with one set of stand-ins."""
    accounts = statement.accounts
    fields, _ = fill(beside.form.fields, beside.form.name, accounts)
    return rendered_document(beside, accounts, statement, fields, source=source)
