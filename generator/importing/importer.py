"""Workbooks → figures: the whole way, and what is to be said about it."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.importing.amounts import KnownAmount
from generator.importing.cover import Answer, answers
from generator.importing.declared import KnownTable, load_tables
from generator.importing.document_book import DOCUMENTS, is_document, read_document_book
from generator.importing.document_numbers import compared_with_public, take_sentence_numbers
from generator.importing.document_texts import DocumentTexts
from generator.importing.evidence import CellSpot, Evidence
from generator.importing.facts import ledger_of
from generator.importing.grid import WORKBOOKS, Workbook, read_workbook
from generator.importing.heads import with_years_named
from generator.importing.lines import Figures, figures_of
from generator.importing.lists import read_lines
from generator.importing.lost import remark_lost
from generator.importing.printed_totals import with_printed_totals
from generator.importing.project_lists import projects_named
from generator.importing.published_data import Published, is_pdf, read_published
from generator.importing.published_figures import (
    SPOT,
    add_figures,
    item_budgets,
    workbook_of,
)
from generator.importing.recognise import Recognised, recognise, year_of, years_on
from generator.importing.registers import read_register
from generator.importing.subject_tables import read_subjects
from generator.importing.together import (
    NotTogetherError,
    one_owner,
    one_year,
    refuse_two_units,
)
from generator.importing.unread_tables import (
    remark_unknown,
    unread_of_document,
    unread_of_workbook,
    with_cuts,
)
from generator.importing.waiting import Waiting, waiting_of
from generator.model.subjects import catalogue

IMPORTED = (*WORKBOOKS, *DOCUMENTS)
"""The endings of the files that are read."""
# A unit's tables have some hundreds of lines, a list of every payment some thousands.
MAX_ROWS, MAX_LISTED, MAX_ALL_ROWS = 4_000, 30_000, 40_000


class Imported(Struct, frozen=True):
    """What came of workbooks: their figures, and the evidence with its remarks.

    ``owner``, ``year`` and ``money_unit`` are as the workbooks tell them; ``skipped`` are
    sheets that were not read, each with the reason. ``published`` are the figures of a PDF,
    ``texts`` what a published document says of its unit; ``tables`` are the names of those that
    were recognised, ``printed`` the sheets that are tables of a document.
    """

    figures: Figures
    owner: str
    year: int
    money_unit: str
    evidence: Evidence
    skipped: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    answers: Mapping[str, Answer]
    waiting: tuple[Waiting, ...] = ()
    published: Published | None = None
    texts: DocumentTexts = DocumentTexts()
    tables: frozenset[str] = frozenset()
    printed: frozenset[str] = frozenset()


def import_files(
    paths: Sequence[Path],
    extra: Path | None = None,
    year: int | None = None,
    file_year: int | None = None,
) -> Imported:
    """Read workbooks and published documents together.

    ``extra`` is a clerk's mapping file. ``year`` overrules what the workbooks say, ``file_year``
    is that of the data file which they go into. Raises WorkbookError, TableDeclarationError,
    NoYearError or NotTogetherError, with words for the clerk.
    """
    tables = load_tables(extra)
    published = _published(paths)
    if published is None:
        books_and_texts = [_book(path, tables) for path in paths]
    else:
        books_and_texts = [(workbook_of(published, paths[0].name), DocumentTexts())]
    books = [book for book, _ in books_and_texts]
    texts = next((texts for _, texts in books_and_texts if texts), DocumentTexts())
    if published and year is None:
        year = published.单位.年度
    year_of_all = one_year(books, year, file_year)
    owner = published.单位.单位 if published else one_owner(books) or texts.名称
    evidence = Evidence()
    sheets, skipped = _sheets(books, tables, year_of_all, published, evidence)
    refuse_two_units(sheets)
    _assumptions(sheets, evidence)
    _read(sheets, year_of_all, evidence)
    if published:
        add_figures(published, evidence)
    for book, texts_of_book in books_and_texts:
        numbers = texts_of_book.sentences.numbers
        take_sentence_numbers(numbers, year_of_all, book.label, evidence)
    printed_sheets = {recognised.sheet.name for recognised in sheets if recognised.sheet.printed}
    figures = _figures(evidence, year_of_all, published, printed_sheets)
    if published or all(book.document for book in books):
        figures = replace(figures, source="文档")
    return Imported(
        figures,
        owner,
        year_of_all,
        _money_unit_of(sheets),
        evidence,
        tuple(skipped),
        tuple(book.label for book in books),
        answers(books),
        waiting_of(evidence, figures),
        published,
        texts,
        frozenset(recognised.table.name for recognised in sheets if recognised.table),
        frozenset(printed_sheets),
    )


def _published(paths: Sequence[Path]) -> Published | None:
    """The figures that a PDF of this program carries; None where no file carries any.

    Raises WorkbookError, and NotTogetherError where such a PDF is given with other files.
    """
    for path in paths:
        published = read_published(path) if is_pdf(path) else None
        if published is None:
            continue
        if len(paths) > 1:
            raise NotTogetherError(f"{path.name} 是定稿的 PDF，要单独导入，不和别的文件一起")
        return published
    return None


def _book(path: Path, tables: Sequence[KnownTable]) -> tuple[Workbook, DocumentTexts]:
    """The sheets of a workbook, or the tables of a document and its texts."""
    if is_document(path):
        return read_document_book(path, tables)
    return read_workbook(path), DocumentTexts()


def _sheets(
    books: Sequence[Workbook],
    tables: Sequence[KnownTable],
    year: int,
    published: Published | None,
    evidence: Evidence,
) -> tuple[list[Recognised], list[tuple[str, str]]]:
    """The sheets of all workbooks that are read, and those that are not, each with the reason.

    What is to be said of the workbooks themselves, and the projects that they name, goes into the
    evidence.
    """
    sheets: list[Recognised] = []
    skipped: list[tuple[str, str]] = []
    for book in books:
        skipped += _hidden(book)
        shortened = _recognised(book, tables, year, several=len(books) > 1)
        if book.document and published is None:
            shortened = with_cuts(shortened)
            skipped += unread_of_document(shortened)
            _printed(book, evidence)
            remark_unknown(shortened, evidence)
        else:
            skipped += unread_of_workbook(shortened)
        evidence.named += projects_named(shortened)
        sheets += [recognised for recognised in shortened if recognised.table is not None]
    return _bounded(sheets, skipped), skipped


def _hidden(book: Workbook) -> list[tuple[str, str]]:
    """The sheets of a workbook that are hidden and not empty, each with why it is not read."""
    return [
        (sheet.name, "隐藏的工作表，没有读；要导入请先取消隐藏")
        for sheet in book.sheets
        if not sheet.visible and sheet.cells
    ]


def _recognised(
    book: Workbook, tables: Sequence[KnownTable], year: int, *, several: bool
) -> list[Recognised]:
    """What the sheets of a workbook are, by short names; ``several``: it is one of several."""
    printed = {printed_year for sheet in book.sheets for printed_year in years_on(sheet)}
    wanted: int | None = year
    if year not in printed:
        # A year on the command line, where no sheet tells it, mends a misprint on all of them.
        wanted = year_of(book)
    return _shortened(book, recognise(book, tables, wanted), several=several)


def _printed(book: Workbook, evidence: Evidence) -> None:
    """Say of a document that its numbers are rounded."""
    evidence.remark(
        CellSpot(book.label, ""),
        "读的是印出来的表，数只到印出的小数",
        "手边有决算报表（Excel）的，导入它更准；只用作上年数的，这样就够了",
        grave=False,
    )


def _money_unit_of(sheets: Sequence[Recognised]) -> str:
    """The unit of money for a new file: 万元 where no sheet is printed in 元."""
    units = {recognised.money_unit or _usual_money_unit(recognised) for recognised in sheets}
    if units and "元" not in units:
        return "万元"
    return "元"


def _usual_money_unit(recognised: Recognised) -> str:
    """The unit of a sheet that is read by the custom of its kind."""
    if recognised.factor > 1:
        return "万元"
    return "元"


def _bounded(sheets: Sequence[Recognised], skipped: list[tuple[str, str]]) -> list[Recognised]:
    """The sheets that are not larger than the accounts of a unit can be; the others are skipped."""
    rows, small = 0, []
    for recognised in sheets:
        assert recognised.table is not None
        most = MAX_ROWS
        if recognised.table.shape == "清单":
            most = MAX_LISTED
        height = recognised.sheet.filled
        rows += height
        if height <= most and rows <= MAX_ALL_ROWS:
            small.append(recognised)
            continue
        rows -= height
        skipped.append(
            (
                recognised.sheet.name,
                f"有 {height} 行，不像一个单位的“{recognised.table.name}”（最多读 {most} 行，"
                f"各表共 {MAX_ALL_ROWS} 行），没有读；检查是否选错了文件，删去多余的行再导入",
            )
        )
    return small


def _assumptions(sheets: Sequence[Recognised], evidence: Evidence) -> None:
    """Sheets that tell no unit of money are read by one assumption, which is said."""
    assumed = [recognised for recognised in sheets if recognised.assumed]
    if assumed:
        money_unit = _usual_money_unit(assumed[0])
        custom = {"万元": "公开表", "元": "财决报表"}[money_unit]
        message = f"{len(assumed)} 张表都没有写金额单位，按{custom}的惯例当作 {money_unit}"
        advice = "不对的，在表上补写“金额单位：元”或“金额单位：万元”再导入"
        if assumed[0].sheet.printed:
            advice = "不对的，在 Word 里每张表的上面写明“单位：元”再导入；是 PDF 的，改用 Word 文件"
        evidence.remark(CellSpot(assumed[0].sheet.name, ""), message, advice, grave=False)


def _shortened(book: Workbook, sheets: list[Recognised], *, several: bool) -> list[Recognised]:
    """Sheets by short names; with several files, behind the file's name.

    A short name is the number in front (Z08_1) where it is one sheet's alone.
    """
    short = [re.split(r"[\s\u3000]", recognised.sheet.name)[0] for recognised in sheets]
    prefix = ""
    if several:
        prefix = f"{book.label}："
    renamed = []
    for number, recognised in zip(short, sheets, strict=True):
        name = recognised.sheet.name
        if number and short.count(number) == 1:
            name = number
        sheet = replace(recognised.sheet, name=prefix + name)
        renamed.append(replace(recognised, sheet=sheet))
    return renamed


def _read(sheets: Sequence[Recognised], year: int, evidence: Evidence) -> None:
    """Read sheets into the evidence: all of a table together, 财决 before 公开, since of two equal
    tables the exact one wins."""
    named = [
        replace(recognised, sheet=with_years_named(recognised.sheet, year)) for recognised in sheets
    ]
    for recognised in named:
        remark_lost(recognised.sheet, evidence)
    groups: dict[tuple[str, int], tuple[KnownTable, list[Recognised]]] = {}
    for recognised in named:
        table = recognised.table
        assert table is not None
        _, of_table = groups.setdefault((table.name, recognised.factor), (table, []))
        of_table.append(recognised)
    for table, of_table in sorted(groups.values(), key=lambda group: group[1][0].factor):
        if table.shape == "科目表":
            read_subjects(of_table, table, catalogue(year), evidence)
            continue
        for recognised in of_table:
            if table.shape == "清单":
                read_register(recognised, table, evidence)
            else:
                read_lines(recognised, table, catalogue(year), evidence)


def _figures(
    evidence: Evidence, year: int, published: Published | None, printed_sheets: Container[str]
) -> Figures:
    """The figures that follow from the evidence; the budgets of a published PDF fill in for those
    that no table has."""
    subjects = catalogue(year)
    ledger = ledger_of(evidence, subjects)
    if published:
        for key, amount in item_budgets(published):
            ledger.budgets.setdefault(key, KnownAmount(amount, (SPOT,)))
    figures = compared_with_public(figures_of(ledger, evidence, subjects))
    return with_printed_totals(figures, evidence, printed_sheets)
