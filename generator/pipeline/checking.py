"""One data file → everything that is known of it: figures, findings, the document.

The flow through the rooms, without writing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.checks.causes import with_causes
from generator.checks.doubtful import Trial, caused_by, doubtful_numbers
from generator.checks.files import UNIT_FILE
from generator.checks.suppressions import Silenced, apply_suppressions
from generator.document.render import Rendered
from generator.document.tree import Document
from generator.findings.place import Finding, capped, has_errors, in_order
from generator.fonts.setting import FONTS, MACHINE_FONTS
from generator.forms.fields import fill
from generator.forms.folders import OWN, Roots
from generator.forms.form import FORM, form_names, is_form
from generator.ledger.rollup import Rollup
from generator.ledger.statement import Statement
from generator.model.accounts import Accounts
from generator.model.load import Loaded, load, validate
from generator.pipeline.examining import (
    Beside,
    Units,
    check_amounts,
    computed,
    examine,
    is_lost,
    read_beside,
    rendered_document,
)
from generator.pipeline.remarks import DRAFT, remarks
from generator.pipeline.units import missing_files, unfit_files, unit_paths
from generator.pipeline.waiting import settled_findings
from generator.reading.nodes import Node, place_of


class CheckResult(Struct, frozen=True):
    """A file read, computed, rendered and checked.

    ``document`` is None when the file cannot be read as accounts. ``hidden`` are findings that the
    reader did not ask for: they are not shown, and forbid publication all the same. ``settings``
    are those of the form with the choices of the file.
    """

    loaded: Loaded
    findings: tuple[Finding, ...]
    document: Document | None
    silenced: tuple[Silenced, ...] = ()
    hidden: tuple[Finding, ...] = ()
    rendered: Rendered | None = None
    statement: Statement | None = None
    units: tuple[CheckResult, ...] = ()
    rollup: Rollup | None = None
    settings: Mapping[str, str] = {}

    @property
    def publishable(self) -> bool:
        """Whether nothing forbids publication, shown or not."""
        return self.loaded.accounts is not None and not has_errors([*self.findings, *self.hidden])

    def read(self, file: str) -> Loaded:
        """The file of that name among those that were read."""
        return next((unit.loaded for unit in self.units if unit.loaded.name == file), self.loaded)


def always() -> bool:
    """Whether something is wanted, where nobody waits."""
    return True


def check(
    path: Path,
    roots: Roots = OWN,
    within: frozenset[str] = frozenset(),
    *,
    sheets: bool = False,
    fonts: str = "",
    wanted: Callable[[], bool] = always,
    ahead: bool = False,
) -> CheckResult:
    """Read, compute, check and render one file to a document, with the forms in ``roots``. Raises
    FormError when the form itself is wrong.

    A 部门 that adds up its units has them checked too; ``within`` are the 部门 that are being
    checked already. ``fonts`` answers the setting 字体 in place of the file ("" leaves it to
    the file). ``wanted`` says whether it is still worth while to try out which number explains the
    findings: that may take longer than everything else. ``ahead``: of a file in which values are
    still to be filled in, look for what is wrong whatever they will be.
    """
    loaded = load(path)
    if loaded.root is None or loaded.readable is None:
        return _without_document(loaded, loaded.findings)
    accounts, root = loaded.readable, loaded.root
    if not is_form(str(accounts.版式), roots):
        return _without_document(loaded, [*loaded.findings, _no_form(accounts, root, roots)])
    around = within | {os.path.realpath(path)}
    others = [unit for unit in unit_paths(path, accounts) if os.path.realpath(unit) not in around]
    units = tuple(check(unit, roots, around, wanted=wanted) for unit in others)
    beside = read_beside(loaded, accounts, root, roots, summary_of(units), fonts=fonts)
    findings = [*loaded.findings, *beside.findings]
    if accounts.汇总:
        findings += _of_units(units, path, accounts)
        if not _can_be_added_up(beside, accounts, findings):
            # What cannot be added up has no figures: the files come first.
            return _without_document(loaded, findings, units)
    examined = examine(beside, accounts, root, sheets=sheets)
    findings += examined.findings
    if ahead and loaded.accounts is None:
        findings += _unlisted(settled_findings(beside), findings)
    remaining, silenced = _judged(findings, beside, accounts, root, wanted)
    ordered = _in_report(remaining, loaded)
    document = None
    if examined.rendered:
        document = _shown(examined.rendered.document, beside, ordered)
    return CheckResult(
        loaded,
        ordered,
        document,
        tuple(silenced),
        rendered=examined.rendered,
        statement=examined.statement if loaded.accounts is not None else None,
        units=units,
        rollup=examined.rollup,
        settings=beside.settings,
    )


def _without_document(
    loaded: Loaded, findings: Sequence[Finding], units: tuple[CheckResult, ...] = ()
) -> CheckResult:
    """A file that cannot be computed: only its findings are known."""
    return CheckResult(loaded, tuple(capped(in_order(list(findings)))), None, units=units)


def _no_form(accounts: Accounts, root: Node, roots: Roots) -> Finding:
    """That the form which the file names does not exist."""
    place = place_of(root, ("版式",))
    message = f"没有名为“{accounts.版式}”的版式"
    return FORM.at(place, message, f"现有：{'、'.join(form_names(roots))}")


def _unlisted(settled: Iterable[Finding], findings: Sequence[Finding]) -> list[Finding]:
    """What is wrong whatever will be filled in, as far as it is not said already."""
    listed = {(finding.rule, finding.place, finding.path) for finding in findings}
    return [
        finding for finding in settled if (finding.rule, finding.place, finding.path) not in listed
    ]


def _judged(
    findings: Sequence[Finding],
    beside: Beside,
    accounts: Accounts,
    root: Node,
    wanted: Callable[[], bool],
) -> tuple[list[Finding], list[Silenced]]:
    """Findings that remain beside the 核对说明 of the file, with the number that explains them if
    there is one; and those that the 核对说明 silence."""
    complete, lost = beside.loaded.accounts is not None, is_lost(findings)

    def silenced_of(listed: Sequence[Finding]) -> tuple[list[Finding], list[Silenced]]:
        return apply_suppressions(listed, accounts, root, complete=complete and not lost)

    remaining, silenced = silenced_of(findings)
    if not complete or accounts.汇总 or not wanted():
        return remaining, silenced
    trial = _trial(beside, wanted)
    numbers = doubtful_numbers(with_causes(remaining, beside.loaded.name), root, trial)
    if numbers:
        doubtful = [number.finding for number in numbers]
        remaining, silenced = silenced_of([*findings, *doubtful])
        remaining = caused_by(remaining, numbers)
    return remaining, silenced


def _in_report(findings: Sequence[Finding], loaded: Loaded) -> tuple[Finding, ...]:
    """Findings as they are shown: each with its cause, in the order of the file, not too many."""
    return tuple(capped(in_order(with_causes(findings, loaded.name))))


def _shown(document: Document, beside: Beside, findings: Sequence[Finding]) -> Document:
    """The document with the typefaces that the file asks for; with an error it is a draft, and says
    what is wrong."""
    if beside.settings.get(FONTS) == MACHINE_FONTS:
        document = with_fonts_of_machine(document)
    if has_errors(findings):
        sections = (remarks(findings, beside.loaded.path), *document.sections)
        document = replace(document, draft=DRAFT, sections=sections)
    return document


def unchecked(path: Path, roots: Roots = OWN) -> Rendered | None:
    """The document of a file, without a word on what is wrong in it: for whoever watches it while
    it is filled in, and cannot wait for the checks.

    None of a file that cannot be read whole, or that adds up those of units. Raises FormError.
    """
    loaded = load(path)
    accounts, root = loaded.accounts, loaded.root
    if accounts is None or root is None or accounts.汇总 or not is_form(str(accounts.版式), roots):
        return None
    beside = read_beside(loaded, accounts, root, roots, Units())
    statement, _, _ = computed(beside, accounts, root)
    fields, _ = fill(beside.form.fields, beside.form.name, accounts)
    return rendered_document(beside, accounts, statement, fields)


def with_fonts_of_machine(document: Document) -> Document:
    """The document, set in the typefaces of this machine where it has them."""
    return replace(document, styles=replace(document.styles, machine=True))


def summary_of(units: Sequence[CheckResult]) -> Units:
    """What a 部门 has to know of its units."""
    messages = frozenset(
        (finding.rule, finding.message)
        for unit in units
        for finding in (*unit.findings, *(silent.finding for silent in unit.silenced))
    )
    statements = tuple(unit.statement for unit in units if unit.statement)
    return Units(statements, _by_file(units), messages)


def _by_file(units: Sequence[CheckResult]) -> dict[str, Statement]:
    """The statements of all units, and of theirs, by the name of the file."""
    statements: dict[str, Statement] = {}
    for unit in units:
        statements |= _by_file(unit.units)
        if unit.statement:
            statements[unit.loaded.name] = unit.statement
    return statements


def _can_be_added_up(
    beside: Beside,
    accounts: Accounts,
    findings: Sequence[Finding],
) -> bool:
    """Whether a 部门 and the files of all its units could be read."""
    missing = any(finding.rule == UNIT_FILE.id for finding in findings)
    readable = beside.loaded.accounts is not None
    return readable and len(beside.units.statements) >= len(accounts.汇总) and not missing


def _of_units(units: tuple[CheckResult, ...], path: Path, accounts: Accounts) -> list[Finding]:
    """What is wrong with the units' files, and in them."""
    inside = [finding for unit in units for finding in unit.findings]
    return [
        *missing_files(path, accounts),
        *unfit_files([unit.loaded for unit in units], path, accounts),
        *inside,
    ]


def _trial(beside: Beside, wanted: Callable[[], bool]) -> Trial:
    """Examines a file as if another number stood in it, with its 核对说明."""

    def remaining(listed: Sequence[Finding], accounts: Accounts, changed: Node) -> list[Finding]:
        return apply_suppressions(listed, accounts, changed)[0]

    def amounts_tried(changed: Node, rules: Collection[str]) -> list[Finding] | None:
        accounts, _ = validate(changed)
        if accounts is None or not wanted():
            return None
        statement, _, of_sums = computed(beside, accounts, changed)
        return remaining(
            [*of_sums, *check_amounts(beside, statement, changed, rules)], accounts, changed
        )

    def all_tried(changed: Node) -> list[Finding] | None:
        accounts, _ = validate(changed)
        if accounts is None or not wanted():
            return None
        examined = examine(beside, accounts, changed)
        listed = [*beside.loaded.findings, *beside.findings, *examined.findings]
        return remaining(listed, accounts, changed)

    return Trial(amounts_tried, all_tried)
