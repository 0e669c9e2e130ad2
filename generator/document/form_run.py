"""A form's templates at work over one statement: what they can use, and what they print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from jinja2.exceptions import TemplateRuntimeError
from markupsafe import Markup
from msgspec import Struct

from generator.document.charts import build_charts
from generator.document.context import context
from generator.document.evaluate import evaluator
from generator.document.figure_names import Names
from generator.document.language import Language
from generator.document.numbers import NumberStyle, Registry
from generator.document.parse import Parser, VocabularyError
from generator.document.placeholders import Lookup, Texts
from generator.document.sentences import Sentences
from generator.document.tables import BuiltTable, Maker, TableOptions, build_sheets, build_tables
from generator.document.terms import settle as settle_terms
from generator.document.tree import Chart, Section, Sheet, TocEntry
from generator.forms.declarations import TableDeclaration
from generator.forms.fields import Value
from generator.forms.form import Form
from generator.forms.glossary import define
from generator.ledger.statement import Statement
from generator.reading.numerals import chinese
from generator.templating.macros import Macros, install_macros
from generator.templating.sandbox import FormEnvironment
from generator.templating.vocabulary import References


class DeclaredParts(Struct, frozen=True):
    """The charts and tables that the form declares, and what made the tables."""

    charts: Mapping[str, Chart]
    tables: list[BuiltTable]
    maker: Maker


class PrintedText(Struct, frozen=True):
    """What the templates print: the sections of the document, and the entries of its contents."""

    sections: tuple[Section, ...]
    toc: tuple[TocEntry, ...]


class FormRun:
    """One run of a form over a statement; its steps are taken once, in the order of the methods.

    Whatever a form can have wrong is raised by ``build`` and ``printed``.
    """

    def __init__(
        self,
        statement: Statement,
        form: Form,
        settings: Mapping[str, str],
        fields: Mapping[str, Value],
        units: Mapping[str, Statement],
    ) -> None:
        self.language = Language(
            _style(settings), Registry(), Decimal(settings["原因门槛"]), form.numbering.no_last_year
        )
        self.environment = FormEnvironment(form.chain, self.language.mark)
        self.language.install(self.environment)
        self._statement, self._form, self._settings = statement, form, settings
        self.names = self._names_of(statement, fields)
        lookups = {file: partial(self._lookup, unit) for file, unit in units.items()}
        self._texts = Texts(self.names.resolve, self.language.registry, lookups)
        self.sentences = Sentences(
            self.environment, form.sentences, statement.accounts.改写, self.names.resolve
        )
        self.terms = settle_terms(statement, form, settings)
        self._fields = fields
        self._rewritten = {f"〔待填：改写.{key}〕" for key in statement.accounts.改写}

    def install(self, attachments: Sequence[str | None]) -> None:
        """Give the templates what the data file says, and the texts of 附件 in order."""
        self.environment.globals.update(
            context(self._statement, self._settings),
            中文数=chinese,
            释义=partial(_define, self._statement, self._form, self.terms.own),
            附件文字=tuple(attachments),
            句=self.sentences.say,
            自填=self._fields,
        )

    def build(self) -> DeclaredParts:
        """Make the charts and tables that the form declares, and give them to the templates."""
        install_macros(self.environment)
        form, language = self._form, self.language
        evaluate = evaluator(self.environment)
        charts = build_charts(
            form.charts, evaluate, form.numbering, language.style, captions=self._settings["图题"]
        )
        maker = Maker(
            self._statement,
            language.registry,
            _table_options(self._statement, form, self._settings),
            evaluate,
            language.missing_values,
        )
        tables = build_tables(maker, self._declarations())
        self.environment.globals.update(
            附表=tables,
            图=lambda name: Markup('<figure ref="{}"/>').format(_declared(form, name)),
            有图=lambda name: _declared(form, name) in charts,
            词条=form.glossary,
            名词=self.terms.own,
            内置名词=self.terms.builtin,
        )
        return DeclaredParts(charts, tables, maker)

    def printed(self, declared: DeclaredParts) -> PrintedText:
        """What the templates print. Where markup is wrong they run once more, with marks by which
        the error knows template and line."""
        try:
            return self._printed(declared)
        except VocabularyError as error:
            self.environment.mark_places()
            install_macros(self.environment)
            self._printed(declared)
            raise error from None  # the marks make no difference to whether markup is right

    def sheets(self, declared: DeclaredParts) -> tuple[Sheet, ...]:
        """The tables, whole, for a workbook."""
        return build_sheets(declared.maker, self._declarations(), declared.tables)

    def _printed(self, declared: DeclaredParts) -> PrintedText:
        parts = {part.id: part for table in declared.tables for part in table.tables}
        form = self._form
        references = References(
            tuple(form.styles.roles),
            tuple(parts),
            tuple(chart["名称"] for chart in form.charts),
            self.language.registry.printed,
            self._is_missing_text,
        )
        parser = Parser(declared.charts, parts, references, form.numbering.headings)

        def sections(names: Sequence[str]) -> list[Section]:
            return [
                section
                for name in names
                for section in parser.part(
                    self._texts.printed(self.environment.get_template(name).render()), name
                )
            ]

        # The body first: what stands before it may ask for what the body used.
        body = sections(form.parts)
        front = sections(form.front)
        return PrintedText((*front, *body), tuple(parser.toc))

    def _is_missing_text(self, text: str) -> bool:
        return text in self.language.registry.missing_texts or text in self._rewritten

    def _declarations(self) -> Sequence[TableDeclaration]:
        return self._form.tables(self._statement.accounts.年度)

    def _macros(self) -> Macros:
        # Asked for as late as this, since they are there only once they are installed.
        installed = self.environment.globals["措辞"]
        assert isinstance(installed, Macros)
        return installed

    def _names_of(self, owner: Statement, fields: Mapping[str, Value]) -> Names:
        which = self._settings["完成预算口径"]
        return Names(owner, self.language, which, _words(owner), fields, self._macros)

    def _lookup(self, unit: Statement) -> Lookup:
        return self._names_of(unit, {}).resolve


def _words(statement: Statement) -> dict[str, str]:
    """What can stand in braces besides figures."""
    year = statement.accounts.年度
    return {
        "年度": str(year),
        "上年度": str(year - 1),
        **dict.fromkeys(("全称", "单位名称", "部门名称"), str(statement.accounts.单位.名称)),
    }


def _declared(form: Form, name: str) -> str:
    charts = [raw["名称"] for raw in form.charts]
    if name not in charts:
        raise TemplateRuntimeError(f"图.yaml 里没有“{name}”这幅图；有：{'、'.join(charts)}")
    return name


def _style(settings: Mapping[str, str]) -> NumberStyle:
    percent = settings["百分比去末位零"]
    return NumberStyle(
        int(settings["百分比小数位"]),
        strip_percent=percent == "是",
        strip_amount=settings["金额去末位零"] == "是",
        grouped=settings["金额千分位"] == "是",
        bare_percent=percent == "整数",
    )


def _table_options(statement: Statement, form: Form, settings: Mapping[str, str]) -> TableOptions:
    return TableOptions(
        zero=settings["附表零值"],
        strip_amount=settings["附表去末位零"] == "是",
        year=statement.accounts.年度,
        grouped=settings["附表千分位"] == "是",
        continued=form.numbering.continued,
    )


def _define(statement: Statement, form: Form, own: Mapping[str, str], code: str) -> str:
    typed = own.get(statement.books.full_name(code))
    books = statement.books
    return typed or define(code, books.catalogue, form.glossary, books.typed_names)
