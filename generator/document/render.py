"""A statement and a form → the one document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from types import MappingProxyType

from jinja2.exceptions import TemplateRuntimeError
from markupsafe import Markup
from msgspec import Struct, field
from msgspec.structs import replace

from generator.checks.free_text import place_in_words, text_of_attachment
from generator.document.charts import build_charts
from generator.document.evaluate import evaluator
from generator.document.figure_names import Names
from generator.document.language import Language
from generator.document.numbers import NumberStyle, Registry
from generator.document.parse import Parser, VocabularyError
from generator.document.placeholders import (
    Lookup,
    Texts,
    findings_of_file,
    findings_of_text,
    left_over,
)
from generator.document.review import review
from generator.document.sentences import Sentences
from generator.document.tables import BuiltTable, Maker, TableOptions, build_sheets, build_tables
from generator.document.template_errors import EXPECTED, form_error_of
from generator.document.terms import settle as settle_terms
from generator.document.terms import used_items
from generator.document.tree import Document, Section
from generator.extracting.attachments import Attached
from generator.findings.place import Finding
from generator.forms.fields import Value
from generator.forms.form import Form
from generator.forms.glossary import define
from generator.ledger.figure import Figure, Missing
from generator.ledger.statement import Statement
from generator.reading.nodes import Node
from generator.reading.numerals import chinese
from generator.templating.macros import Macros, install_macros
from generator.templating.sandbox import FormEnvironment
from generator.templating.vocabulary import References


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
    language = Language(
        _style(settings), Registry(), Decimal(settings["原因门槛"]), form.numbering.no_last_year
    )
    environment = FormEnvironment(form.chain, language.mark)
    language.install(environment)

    def macros() -> Macros:
        # Asked for as late as this, since they are there only once they are installed.
        installed = environment.globals["措辞"]
        assert isinstance(installed, Macros)
        return installed

    def names_of(owner: Statement, values: Mapping[str, Value]) -> Names:
        which = settings["完成预算口径"]
        return Names(owner, language, which, _words(owner), values, macros)

    names = names_of(statement, fields)
    lookups = {file: partial(_lookup, names_of, unit) for file, unit in units.items()}
    texts = Texts(names.resolve, language.registry, lookups)
    sentences = Sentences(environment, form.sentences, statement.accounts.改写, names.resolve)
    environment.globals.update(context(statement, settings))
    terms = settle_terms(statement, form, settings)
    environment.globals.update(
        中文数=chinese,
        释义=partial(_define, statement, form, terms.own),
        附件文字=tuple(attachments),
        句=sentences.say,
        自填=fields,
    )
    try:
        install_macros(environment)
        evaluate = evaluator(environment)
        charts = build_charts(
            form.charts, evaluate, form.numbering, language.style, captions=settings["图题"]
        )
        maker = Maker(
            statement,
            language.registry,
            _table_options(statement, form, settings),
            evaluate,
            language.missing_values,
        )
        tables = build_tables(maker, form.tables(statement.accounts.年度))
        environment.globals.update(
            附表=tables,
            图=lambda name: Markup('<figure ref="{}"/>').format(_declared(form, name)),
            有图=lambda name: _declared(form, name) in charts,
            词条=form.glossary,
            名词=terms.own,
            内置名词=terms.builtin,
        )

        rewritten = {f"〔待填：改写.{key}〕" for key in statement.accounts.改写}

        def is_missing_text(text: str) -> bool:
            return text in language.registry.missing_texts or text in rewritten

        def parsed() -> tuple[Parser, list[Section]]:
            parts = {part.id: part for table in tables for part in table.tables}
            charted = tuple(chart["名称"] for chart in form.charts)
            roles = tuple(form.styles.roles)
            references = References(
                roles, tuple(parts), charted, language.registry.printed, is_missing_text
            )
            parser = Parser(charts, parts, references, form.numbering.headings)

            def part(name: str) -> list[Section]:
                return parser.part(texts.printed(environment.get_template(name).render()), name)

            body = [section for name in form.parts for section in part(name)]
            front = [section for name in form.front for section in part(name)]
            return parser, [*front, *body]

        try:
            parser, sections = parsed()
        except VocabularyError as error:
            environment.mark_places()
            install_macros(environment)
            parsed()
            raise error from None  # the marks make no difference to whether markup is right
        errors = []
        if source:
            errors = _errors_of(source, names)
    except EXPECTED as error:
        form_error = form_error_of(error, form, environment)
        if form_error is None:
            raise  # not a form's doing
        raise form_error from error
    environment.keep()
    document = _document(statement, form, parser, language, sections)
    if sheets:
        complete = build_sheets(maker, form.tables(statement.accounts.年度), tables)
        document = replace(document, sheets=complete)
        lines = review(document, language.registry.figures, _files(statement))
        document = replace(document, review=tuple(lines))
    if source and not errors:
        errors = list(left_over(document, source.root))
    findings = (*sentences.findings, *sentences.unused(form.name), *errors, *terms.findings)
    return Rendered(
        document,
        tuple(dict.fromkeys(language.missing_values)),
        tuple(tables),
        sentences.texts,
        findings,
        language.registry.figures,
        frozenset(sentences.used),
    )


def _words(statement: Statement) -> dict[str, str]:
    """What can stand in braces besides figures."""
    year = statement.accounts.年度
    return {
        "年度": str(year),
        "上年度": str(year - 1),
        **dict.fromkeys(("全称", "单位名称", "部门名称"), str(statement.accounts.单位.名称)),
    }


def _lookup(
    names_of: Callable[[Statement, Mapping[str, Value]], Names], statement: Statement
) -> Lookup:
    return names_of(statement, {}).resolve


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


def _declared(form: Form, name: str) -> str:
    charts = [raw["名称"] for raw in form.charts]
    if name not in charts:
        raise TemplateRuntimeError(f"图.yaml 里没有“{name}”这幅图；有：{'、'.join(charts)}")
    return name


def _style(settings: Mapping[str, str]) -> NumberStyle:
    percent = settings["百分比去末位零"]
    return NumberStyle(
        int(settings["百分比小数位"]),
        percent == "是",
        settings["金额去末位零"] == "是",
        settings["金额千分位"] == "是",
        percent == "整数",
    )


def _table_options(statement: Statement, form: Form, settings: Mapping[str, str]) -> TableOptions:
    return TableOptions(
        zero=settings["附表零值"],
        strip_amount=settings["附表去末位零"] == "是",
        year=statement.accounts.年度,
        grouped=settings["附表千分位"] == "是",
        continued=form.numbering.continued,
    )


def _document(
    statement: Statement, form: Form, parser: Parser, language: Language, sections: list[Section]
) -> Document:
    unit, year = statement.accounts.单位, statement.accounts.年度
    date = f"{year}-12-31"
    if unit.公开日期:
        date = unit.公开日期.isoformat()
    return Document(
        title=f"{unit.名称}{year}年度{unit.口径}决算公开",
        unit=str(unit.名称),
        year=year,
        date=date,
        sections=tuple(sections),
        toc=tuple(parser.toc),
        origins=language.registry.origins,
        styles=form.styles,
        continued=form.numbering.continued,
    )


def context(statement: Statement, settings: Mapping[str, str]) -> dict[str, object]:
    """The names that templates can use."""
    accounts = statement.accounts
    unit = accounts.单位
    totals = {
        name: getattr(statement.totals, name)
        for name in statement.totals.__struct_fields__
        if name != "资金"
    }
    return {
        **totals,
        **statement.totals.资金,
        "比较": statement.比较,
        "年度": accounts.年度,
        "上年度": accounts.年度 - 1,
        "单位": unit,
        "全称": unit.名称,
        "简称": unit.简称 or unit.名称,
        "自称": f"本{unit.口径}",
        "口径": unit.口径,
        "设置": settings,
        "三公": statement.三公,
        "三公原文": accounts.三公经费,
        "机关运行经费": statement.机关运行经费,
        "政府采购": statement.政府采购,
        "国有资产": statement.国有资产,
        "预算绩效": statement.预算绩效,
        "整体自评": statement.整体自评,
        "整体自评原文": accounts.预算绩效.整体自评,
        "自评表": statement.自评表,
        "项目组": statement.项目组,
        "项目完成情况": statement.项目完成情况,
        "名词": accounts.名词解释,
        "附件原文": accounts.附件,
        "原文": accounts,
        "用到科目": used_items(statement),
    }


def _define(statement: Statement, form: Form, own: Mapping[str, str], code: str) -> str:
    typed = own.get(statement.books.full_name(code))
    books = statement.books
    return typed or define(code, books.catalogue, form.glossary, books.typed_names)
