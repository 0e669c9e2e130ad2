"""One data file → everything that is known of it: figures, findings, the document. The flow, room by room, without writing."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.checks.catalogue import Subject, run
from generator.checks.causes import with_causes
from generator.checks.files import LAST_FILE, UNIT_FILE, file_year
from generator.checks.free_text import told_inside
from generator.checks.rollup import rollup_findings
from generator.checks.suppressions import Silenced, silence
from generator.document import form_numbers
from generator.document.attachments import dangling
from generator.document.placeholders import owned_by_file
from generator.document.render import Rendered, Source, render
from generator.document.tables.gaps import gap_findings
from generator.document.tree import Document
from generator.document.unprinted import unprinted
from generator.extracting.attachments import Attached, Named, read_attachments
from generator.findings.place import Finding, capped, has_errors, in_order
from generator.fonts.setting import FONTS, MACHINE_FONTS
from generator.forms.fields import fill
from generator.forms.folders import OWN, Roots
from generator.forms.form import FORM, YEARS, Form, form_names, is_form, load_form, settle
from generator.ledger.last_year import last_files
from generator.ledger.rollup import Rollup, roll_up
from generator.ledger.statement import Statement, compute
from generator.model.accounts import Accounts
from generator.model.load import Loaded, load
from generator.pipeline.last_year import last_figures
from generator.pipeline.missing import holes_of
from generator.pipeline.remarks import DRAFT, remarks
from generator.pipeline.units import missing_files, unfit_files, unit_paths
from generator.reading.nodes import Node, place_of


class Checked(Struct, frozen=True):
    """A file read, computed, rendered and checked; ``document`` is None when the file cannot be read as accounts.

    ``hidden`` are findings that the reader did not ask for: they are not shown, and forbid publication all the same.
    """

    loaded: Loaded
    findings: tuple[Finding, ...]
    document: Document | None
    silenced: tuple[Silenced, ...] = ()
    hidden: tuple[Finding, ...] = ()
    rendered: Rendered | None = None
    statement: Statement | None = None
    units: tuple[Checked, ...] = ()
    rollup: Rollup | None = None

    @property
    def publishable(self) -> bool:
        """Whether nothing forbids publication, shown or not."""
        return self.loaded.accounts is not None and not has_errors([*self.findings, *self.hidden])

    def read(self, file: str) -> Loaded:
        """The file of that name among those that were read."""
        return next((unit.loaded for unit in self.units if unit.loaded.name == file), self.loaded)


def check(
    path: Path,
    roots: Roots = OWN,
    within: frozenset[str] = frozenset(),
    *,
    sheets: bool = False,
    fonts: str = "",
) -> Checked:
    """Read, compute, check and render one file to a document, with the forms in ``roots``. Raises FormError when the form itself is wrong.

    A 部门 that adds up its units has them checked too; ``within`` are the 部门 that are being checked already.
    ``fonts`` answers the setting 字体 in place of the file ("" leaves it to the file).
    """
    loaded = load(path)
    if loaded.root is None or loaded.rest is None:
        return Checked(loaded, tuple(capped(in_order(list(loaded.findings)))), None)
    accounts, root, complete = loaded.rest, loaded.root, loaded.accounts is not None
    findings = list(loaded.findings)
    if not is_form(str(accounts.版式), roots):
        place = place_of(root, ("版式",))
        findings.append(
            FORM.at(
                place, f"没有名为“{accounts.版式}”的版式", f"现有：{'、'.join(form_names(roots))}"
            )
        )
        return Checked(loaded, tuple(capped(in_order(findings))), None)
    form = load_form(str(accounts.版式), roots)
    settings, more = settle(form, accounts.设置)
    if fonts:
        settings = {**settings, FONTS: fonts}
    fields, wrong = fill(form.fields, form.name, accounts)
    findings += more + wrong + _years(form, accounts, root) + file_year(path, accounts, root)
    last, more = last_figures(accounts, path, root)
    findings += more
    around = within | {os.path.realpath(path)}
    units = tuple(
        check(one, roots, around)
        for one in unit_paths(path, accounts)
        if os.path.realpath(one) not in around
    )
    added: Rollup | None = None
    if accounts.汇总:
        findings += _of_units(units, path, accounts)
        statements = [_signed(unit.statement) for unit in units if unit.statement]
        if (
            not complete
            or len(statements) < len(accounts.汇总)
            or any(finding.rule == UNIT_FILE.id for finding in findings)
        ):
            # What cannot be added up has no figures: the files come first.
            return Checked(loaded, tuple(in_order(findings)), None, units=units)
        added = roll_up(accounts, statements, last)
        statement, more = (
            added.statement,
            [*added.findings, *rollup_findings(added, accounts, root)],
        )
    else:
        statement, more = compute(accounts, last)
    findings += more
    said = {
        (one.rule, one.message)
        for unit in units
        for one in (*unit.findings, *(silent.finding for silent in unit.silenced))
    }
    attached, more = _attached(accounts, path, root)
    findings += more
    subject = Subject(
        statement,
        root,
        settings,
        last or {},
        complete,
        loaded.lines,
        attached=tuple(attached),
    )
    own = [told_inside(finding) for finding in run(subject)]
    # What a unit's file is told already is not told again of the sum.
    findings += [one for one in own if (one.rule, one.message) not in said]
    document, rendered = None, None
    lost = any(finding.rule == LAST_FILE.id for finding in findings)
    if complete:
        rendered = render(
            statement,
            form,
            settings,
            _texts(accounts, attached),
            fields=fields,
            source=Source(root, loaded.lines, tuple(attached)),
            units=_by_file(units),
            sheets=sheets,
        )
        # Why a file could not be read is told already.
        unread = _unread(accounts, attached)
        holes = [hole for hole in rendered.holes if tuple(map(str, hole.path)) not in unread]
        findings += (
            holes_of(holes, loaded, root, lost=lost)
            + gap_findings(rendered.tables, root)
            + list(rendered.findings)
        )
        machine = settings.get(FONTS) == MACHINE_FONTS
        document = with_fonts_of_machine(rendered.document) if machine else rendered.document
        told = frozenset(one.place.line for one in findings if one.place.file == loaded.name)
        # A form whose templates cannot be read has been refused by now.
        findings += form_numbers.told(form, root)
        findings += unprinted(document, root, told, no_last=_without_last(accounts, last))
        findings += dangling(document, root, loaded.lines)
    kept, silenced = silence(findings, accounts, root, complete=complete and not lost)
    ordered = capped(in_order(with_causes(kept, loaded.name)))
    if document is not None and has_errors(ordered):
        document = replace(
            document, draft=DRAFT, sections=(remarks(ordered, path), *document.sections)
        )
    return Checked(
        loaded,
        tuple(ordered),
        document,
        tuple(silenced),
        rendered=rendered,
        statement=statement if complete else None,
        units=units,
        rollup=added,
    )


def with_fonts_of_machine(document: Document) -> Document:
    """The document, set in the typefaces of this machine where it has them."""
    return replace(document, looks=replace(document.looks, machine=True))


def _without_last(accounts: Accounts, last: object) -> bool:
    """Whether the file of last year is named and gave no figures, for whatever reason."""
    return bool(last_files(accounts)) and not last


def _signed(statement: Statement) -> Statement:
    """A unit's statement whose texts keep speaking of its own figures in the document of its 部门."""
    return replace(statement, accounts=owned_by_file(statement.accounts))


def _by_file(units: tuple[Checked, ...]) -> dict[str, Statement]:
    """The statements of all units, and of theirs, by the name of the file."""
    found: dict[str, Statement] = {}
    for unit in units:
        found |= _by_file(unit.units)
        if unit.statement:
            found[unit.loaded.name] = unit.statement
    return found


def _unread(accounts: Accounts, attached: Sequence[Attached]) -> frozenset[tuple[str, ...]]:
    """The texts of attached files that could not be read, by their paths."""
    read = {one.index for one in attached}
    return frozenset(
        ("附件", str(index), "正文")
        for index, part in enumerate(accounts.附件)
        if part.文件 is not None and index not in read
    )


def _of_units(units: tuple[Checked, ...], path: Path, accounts: Accounts) -> list[Finding]:
    """What is wrong with the units' files, and in them."""
    inside = [one for unit in units for one in unit.findings]
    return [
        *missing_files(path, accounts),
        *unfit_files([unit.loaded for unit in units], path, accounts),
        *inside,
    ]


def _years(form: Form, accounts: Accounts, root: Node) -> list[Finding]:
    first, last = form.years
    if first <= accounts.年度 <= last:
        return []
    message = f"版式“{form.name}”适用于 {first}—{last} 年度，这里是 {accounts.年度} 年度"
    return [YEARS.at(place_of(root, ("年度",)), message, "核对年度，或换用适用的版式")]


def _attached(accounts: Accounts, path: Path, root: Node) -> tuple[list[Attached], list[Finding]]:
    """The texts of the Word files of 附件, and what is wrong with the files."""
    named = [
        Named(part.文件, place_of(root, ("附件", index, "文件")), index)
        for index, part in enumerate(accounts.附件)
        if part.文件 is not None
    ]
    return read_attachments(path, named)


def _texts(accounts: Accounts, attached: Sequence[Attached]) -> list[str | None]:
    """The text of each of 附件: of its file, or as typed; None where there is none."""
    of_files = {one.index: one.plain.text for one in attached}
    texts: list[str | None] = []
    for index, part in enumerate(accounts.附件):
        typed = str(part.正文) if part.正文 and part.文件 is None else None
        texts.append(of_files.get(index, typed))
    return texts
