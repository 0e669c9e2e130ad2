"""All statements of a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.extracting.content import Extract
from generator.statements.achievements import achievements_of
from generator.statements.averages import averages_of
from generator.statements.budget_differences import differences_of, savings_of
from generator.statements.changes import changes_of
from generator.statements.completions import completions_of
from generator.statements.counts import counts_of
from generator.statements.counts_by_turns import counts_by_turns
from generator.statements.evaluation_sheets import EvaluationSheet, sheet_statements, sheets_of
from generator.statements.intervals import HUNDRED
from generator.statements.lookup import SaidFigures
from generator.statements.named_lists import named_lists_of
from generator.statements.places import PlaceNames
from generator.statements.prices import prices_of
from generator.statements.printed_tables import PrintedTable, amounts_in, printed_tables
from generator.statements.project_totals import project_totals
from generator.statements.reading import ReadDocument, read_document
from generator.statements.same import same_of
from generator.statements.scores import scores_of
from generator.statements.shares import shares_of
from generator.statements.statement import SHARES, SaidStatement
from generator.statements.sums import sums_of

Position = tuple[int, int]
"""A paragraph, and an offset in its normal text."""


class StatedDocument(Struct, frozen=True):
    """A document with its statements (``by_paragraph`` those that stand in one), its 自评表, and
    its tables with amounts. ``amounts`` are the numbers of its text and tables, in 万元 where they
    are amounts, ``amounts_in_tables`` those of the tables, ``shares_of_hundred`` the positions of
    the shares that are printed so that those of their list make 100 %, ``places`` the names by
    which a reader finds its places."""

    document: ReadDocument
    statements: tuple[SaidStatement, ...]
    sheets: tuple[EvaluationSheet, ...]
    figures: SaidFigures
    tables: tuple[PrintedTable, ...]
    by_paragraph: Mapping[int, Sequence[SaidStatement]]
    amounts_in_tables: frozenset[Decimal]
    amounts: frozenset[Decimal]
    shares_of_hundred: frozenset[Position]
    places: PlaceNames

    @property
    def year(self) -> int:
        """The year that the document is of; 0 where nothing says so."""
        return self.document.year


def statements_of(extract: Extract, part: str = "", year: int = 0) -> StatedDocument:
    """Read a document, or a text that is a ``part`` of one: its statements, in the order of the
    text."""
    document = read_document(extract, part, year)
    figures = SaidFigures(document)
    sheets = sheets_of(document.tables)
    statements: list[SaidStatement] = []
    for paragraph in document.paragraphs:
        statements += shares_of(paragraph, figures)
        statements += changes_of(paragraph, figures)
        statements += completions_of(paragraph)
        statements += differences_of(paragraph)
        statements += named_lists_of(paragraph)
        statements += achievements_of(paragraph)
        statements += counts_of(paragraph)
        statements += counts_by_turns(paragraph)
        statements += prices_of(paragraph)
    statements += savings_of(document, statements)
    statements += averages_of(document, figures, statements)
    statements += sums_of(document, figures)
    statements += scores_of(document)
    statements += same_of(document, figures)
    statements += project_totals(document, sheets)
    for sheet in sheets:
        statements += sheet_statements(sheet)
    tables = tuple(printed_tables(extract))
    by_paragraph: dict[int, list[SaidStatement]] = defaultdict(list)
    for statement in statements:
        by_paragraph[statement.paragraph].append(statement)
    in_tables = frozenset(amounts_in(tables))
    in_text = (mention.number.amount for mention in document.mentions)
    return StatedDocument(
        document,
        tuple(statements),
        sheets,
        figures,
        tables,
        dict(by_paragraph),
        in_tables,
        in_tables.union(in_text),
        frozenset(_shares_of_hundred(statements)),
        PlaceNames(document, tables, sheets),
    )


def position_of(statement: SaidStatement) -> Position:
    """Where the number of a statement is printed."""
    return statement.paragraph, statement.printed.start


def _shares_of_hundred(statements: Iterable[SaidStatement]) -> Iterator[Position]:
    for statement in statements:
        shares = statement.operands if statement.kind == SHARES else ()
        if sum((share.value for share in shares), Decimal(0)) == HUNDRED:
            for share in shares:
                if share.number is not None:
                    yield share.paragraph, share.number.start
