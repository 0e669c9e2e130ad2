"""A statement and a form → the one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from generator.checks.free_text import place_in_words, text_of_attachment
from generator.document.figure_names import Names
from generator.document.form_run import FormRun, PrintedText
from generator.document.language import Language
from generator.document.placeholders import (
    findings_of_file,
    findings_of_text,
    left_over,
)
from generator.document.review import review
from generator.document.tables import BuiltTable
from generator.document.template_errors import EXPECTED, form_error_of
from generator.document.tree import Document
from generator.extracting.attachments import Attached
from generator.findings.place import Finding
from generator.forms.fields import Value
from generator.forms.form import Form
from generator.ledger.figure import Figure, Missing
from generator.ledger.statement import Statement
from generator.reading.nodes import Node


class TypedFile(Struct, frozen=True):
    """A data file as typed: its nodes and its lines, and the texts of the files it attaches."""

    root: Node
    lines: tuple[str, ...]
    attached: tuple[Attached, ...] = ()


class Rendered(Struct, frozen=True):
    """The document and what came to light while it was rendered.

    ``missing_values`` are those that it shows; ``tables`` know what they lack; ``sentences`` are
    the named ones as the form says them; ``findings`` are about texts; ``figures`` are the printed
    ones by key; ``used`` are the entries of 句子.yaml that were used.
    """

    document: Document
    missing_values: tuple[Missing, ...]
    tables: tuple[BuiltTable, ...]
    sentences: Mapping[str, str]
    findings: tuple[Finding, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    used: frozenset[str] = frozenset()


def render(
    statement: Statement,
    form: Form,
    settings: Mapping[str, str],
    attachments: Sequence[str | None] = (),
    *,
    fields: Mapping[str, Value] = MappingProxyType({}),
    source: TypedFile | None = None,
    units: Mapping[str, Statement] = MappingProxyType({}),
    sheets: bool = False,
) -> Rendered:
    """Render the form's templates over a statement.

    ``attachments`` are the texts of 附件, in order; ``fields`` the values of the form's own fields.
    ``source`` is the data file, whose texts are searched for wrong names; ``units`` are those of a
    部门 by file, whose texts speak of their own figures. With ``sheets`` the tables also come
    whole, for a workbook. Raises FormError when a template is wrong, with template and line.
    """
    run = FormRun(statement, form, settings, fields, units)
    run.install(attachments)
    errors: list[Finding] = []
    try:
        declared = run.build()
        printed = run.printed(declared)
        if source:
            errors = _errors_of(source, run.names)
    except EXPECTED as error:
        form_error = form_error_of(error, form, run.environment)
        if form_error is None:
            raise  # not a form's doing
        raise form_error from error
    run.environment.keep()
    document = _document(statement, form, printed, run.language)
    if sheets:
        document = replace(document, sheets=run.sheets(declared))
        lines = review(document, run.language.registry.figures, _files(statement))
        document = replace(document, review=tuple(lines))
    if source and not errors:
        errors = list(left_over(document, source.root))
    sentences = run.sentences
    findings = (*sentences.findings, *sentences.unused(form.name), *errors, *run.terms.findings)
    return Rendered(
        document,
        tuple(dict.fromkeys(run.language.missing_values)),
        tuple(declared.tables),
        sentences.texts,
        findings,
        run.language.registry.figures,
        frozenset(sentences.used),
    )


def _errors_of(source: TypedFile, names: Names) -> list[Finding]:
    """What is wrong with names and braces in the texts of a file, and of the files it attaches."""
    findings = list(findings_of_file(source.root, source.lines, names.resolve))
    for attached in source.attached:
        text = text_of_attachment(attached)
        findings += map(place_in_words, findings_of_text("", text.text, text.at, names.resolve))
    return findings


def _files(statement: Statement) -> frozenset[str]:
    """The files in which this year's figures were typed: the unit's, and those of a 部门's
    units."""
    places = (statement.accounts.单位.名称.place, *(fact.place for fact in statement.books.facts))
    return frozenset(place.file for place in places if place)


def _document(
    statement: Statement, form: Form, printed: PrintedText, language: Language
) -> Document:
    unit, year = statement.accounts.单位, statement.accounts.年度
    date = f"{year}-12-31"
    if unit.公开日期:
        date = unit.公开日期.isoformat()
    return Document(
        title=f"{unit.名称}{year}年度{unit.口径}决算公开",
        unit_name=str(unit.名称),
        year=year,
        date=date,
        sections=printed.sections,
        toc=printed.toc,
        origins=language.registry.origins,
        styles=form.styles,
        continued=form.numbering.continued,
    )
