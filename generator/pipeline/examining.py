"""One data file and what is read beside it → statement, findings, rendered document. Examined again
with other amounts, it says what they would change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from generator.checks.catalogue import RuleContext, run
from generator.checks.files import LAST_FILE, file_year
from generator.checks.free_text import place_in_words
from generator.checks.rollup import rollup_findings
from generator.document import form_numbers
from generator.document.attachments import dangling
from generator.document.placeholders import owned_by_file
from generator.document.render import Rendered, TypedFile, render
from generator.document.repeated_openings import repeated_openings
from generator.document.tables.gaps import gap_findings
from generator.document.unprinted import unprinted
from generator.extracting.attachments import Attached, NamedAttachment, read_attachments
from generator.findings.place import Finding
from generator.fonts.setting import FONTS
from generator.forms.chosen import settle
from generator.forms.fields import Value, fill
from generator.forms.folders import Roots
from generator.forms.form import YEARS, Form, load_form
from generator.ledger.figure import Figure
from generator.ledger.last_year import last_files
from generator.ledger.rollup import Rollup, roll_up
from generator.ledger.statement import Statement, compute
from generator.model.accounts import Accounts
from generator.model.load import Loaded
from generator.pipeline.last_year import last_figures
from generator.pipeline.missing import missing_value_findings
from generator.reading.nodes import Node, place_of


class Units(Struct, frozen=True):
    """What is known of the units that a 部门 adds up: their statements, those of all below them by
    the names of their files, and what they are told already (rule and message)."""

    statements: tuple[Statement, ...] = ()
    by_file: Mapping[str, Statement] = field(default_factory=dict)
    messages: frozenset[tuple[str, str]] = frozenset()


class Beside(Struct, frozen=True):
    """A file that was read, with everything that is read beside it: its form, last year's figures,
    attached texts, and the units that it adds up. ``findings`` are those of reading them."""

    loaded: Loaded
    form: Form
    settings: Mapping[str, str]
    last: Mapping[str, Figure] | None
    attached: Sequence[Attached]
    units: Units
    findings: Sequence[Finding]


class Examined(Struct, frozen=True):
    """What came of one set of amounts: the statement, the findings, and the rendered document where
    the file can be read whole."""

    statement: Statement
    findings: Sequence[Finding]
    rendered: Rendered | None
    rollup: Rollup | None


def read_beside(
    loaded: Loaded,
    accounts: Accounts,
    root: Node,
    roots: Roots,
    units: Units,
    *,
    fonts: str = "",
) -> Beside:
    """Read what a data file is examined with. Raises FormError when the form itself is wrong."""
    path = loaded.path
    form = load_form(str(accounts.版式), roots)
    settings, unsettled = settle(form, accounts.设置)
    if fonts:
        settings = {**settings, FONTS: fonts}
    last, unread_last = last_figures(accounts, path, root)
    attached, unread_texts = _attached(accounts, path, root)
    findings = [*unsettled, *_years(form, accounts, root), *file_year(path, accounts, root)]
    findings += [*unread_last, *unread_texts]
    return Beside(loaded, form, settings, last, attached, units, findings)


def is_lost(findings: Sequence[Finding]) -> bool:
    """Whether the file of last year is named and could not be read."""
    return any(finding.rule == LAST_FILE.id for finding in findings)


def examine(
    beside: Beside,
    accounts: Accounts,
    root: Node,
    *,
    sheets: bool = False,
) -> Examined:
    """Compute and check amounts, and render the document of a file that can be read whole."""
    statement, rollup, findings = computed(beside, accounts, root)
    loaded, form, attached = beside.loaded, beside.form, beside.attached
    fields, wrong_fields = fill(form.fields, form.name, accounts)
    findings += [*wrong_fields, *check_amounts(beside, statement, root)]
    if loaded.accounts is None:
        return Examined(statement, findings, None, rollup)
    source = TypedFile(root, loaded.lines, tuple(attached))
    rendered = rendered_document(beside, accounts, statement, fields, source=source, sheets=sheets)
    findings += findings_of_rendering(beside, accounts, root, rendered)
    everything = [*loaded.findings, *beside.findings, *findings]
    lines = frozenset(
        finding.place.line for finding in everything if finding.place.file == loaded.name
    )
    # A form whose templates cannot be read has been refused by now.
    findings += form_numbers.typed_by_form(form, root)
    no_last = _without_last(accounts, beside.last)
    findings += unprinted(rendered.document, root, lines, no_last=no_last)
    findings += repeated_openings(rendered.document, root)
    findings += dangling(rendered.document, root, loaded.lines)
    return Examined(statement, findings, rendered, rollup)


def findings_of_rendering(
    beside: Beside, accounts: Accounts, root: Node, rendered: Rendered
) -> list[Finding]:
    """What a rendered document lacks, and what is wrong in its texts."""
    # Why a file could not be read is told already.
    unread = _unread(accounts, beside.attached)
    missing_values = [
        missing
        for missing in rendered.missing_values
        if tuple(map(str, missing.path)) not in unread
    ]
    lost = is_lost(beside.findings)
    findings = missing_value_findings(missing_values, beside.loaded, root, lost=lost)
    return [*findings, *gap_findings(rendered.tables, root), *rendered.findings]


def rendered_document(
    beside: Beside,
    accounts: Accounts,
    statement: Statement,
    fields: Mapping[str, Value],
    *,
    source: TypedFile | None = None,
    sheets: bool = False,
) -> Rendered:
    """The document of a statement, with the values of the form's own fields.

    Its texts are searched for wrong names where ``source`` is given; with ``sheets`` it has all for
    a workbook. Raises FormError.
    """
    return render(
        statement,
        beside.form,
        beside.settings,
        _texts(accounts, beside.attached),
        fields=fields,
        source=source,
        units=beside.units.by_file,
        sheets=sheets,
    )


def computed(
    beside: Beside,
    accounts: Accounts,
    root: Node,
) -> tuple[Statement, Rollup | None, list[Finding]]:
    """The statement of a file's own amounts, or of those of its units added up."""
    if not accounts.汇总:
        statement, findings = compute(accounts, beside.last)
        return statement, None, list(findings)
    statements = [_signed(statement) for statement in beside.units.statements]
    added = roll_up(accounts, statements, beside.last)
    return added.statement, added, [*added.findings, *rollup_findings(added, accounts, root)]


def check_amounts(
    beside: Beside,
    statement: Statement,
    root: Node,
    only: Collection[str] = (),
) -> list[Finding]:
    """The findings of all checks, or of the rules ``only``. What a unit's file is told is not told
    again of the sum."""
    context = RuleContext(
        statement,
        root,
        beside.settings,
        beside.last or {},
        beside.loaded.accounts is not None,
        beside.loaded.lines,
        attached=tuple(beside.attached),
    )
    findings = [place_in_words(finding) for finding in run(context, only)]
    return [
        finding
        for finding in findings
        if (finding.rule, finding.message) not in beside.units.messages
    ]


def _without_last(accounts: Accounts, last: object) -> bool:
    """Whether the file of last year is named and gave no figures, for whatever reason."""
    return bool(last_files(accounts)) and not last


def _signed(statement: Statement) -> Statement:
    """A unit's statement whose texts speak of its own figures, also in its 部门's document."""
    return replace(statement, accounts=owned_by_file(statement.accounts))


def _unread(accounts: Accounts, attached: Sequence[Attached]) -> frozenset[tuple[str, ...]]:
    """The texts of attached files that could not be read, by their paths."""
    read = {attachment.index for attachment in attached}
    return frozenset(
        ("附件", str(index), "正文")
        for index, part in enumerate(accounts.附件)
        if part.文件 is not None and index not in read
    )


def _years(form: Form, accounts: Accounts, root: Node) -> list[Finding]:
    first, last = form.years
    if first <= accounts.年度 <= last:
        return []
    message = f"版式“{form.name}”适用于 {first}—{last} 年度，这里是 {accounts.年度} 年度"
    return [YEARS.at(place_of(root, ("年度",)), message, "核对年度，或换用适用的版式")]


def _attached(accounts: Accounts, path: Path, root: Node) -> tuple[list[Attached], list[Finding]]:
    """The texts of the Word files of 附件, and what is wrong with the files."""
    named = [
        NamedAttachment(part.文件, place_of(root, ("附件", index, "文件")), index)
        for index, part in enumerate(accounts.附件)
        if part.文件 is not None
    ]
    return read_attachments(path, named)


def _texts(accounts: Accounts, attached: Sequence[Attached]) -> list[str | None]:
    """The text of each of 附件: of its file, or as typed; None where there is none."""
    of_files = {attachment.index: attachment.plain.text for attachment in attached}
    texts: list[str | None] = []
    for index, part in enumerate(accounts.附件):
        typed = None
        if part.正文 and part.文件 is None:
            typed = str(part.正文)
        texts.append(of_files.get(index, typed))
    return texts
