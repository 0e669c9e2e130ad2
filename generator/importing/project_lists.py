"""Projects that a table names with what was spent on each, which no table of accounts tells: forms
of a self-evaluation, and lists of projects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.importing.evidence import CellSpot, NamedProject
from generator.importing.grid import SheetCell, WorkbookSheet
from generator.importing.heads import FOOT, Head, code_at, find_head, is_numbering
from generator.importing.recognise import DECLINED, UNKNOWN, Recognised
from generator.importing.subject_tables import CENT
from generator.importing.words import SUMS, NoAmountError, amount_of, squeezed
from generator.model.subjects import names_of

_NAME = "项目名称"
_NAME_COLUMN = re.compile(r"项目(?:名称)?|(?:科目)?名称（项目(?:名称)?）")
"""科目名称（项目）: the name of a 科目, or that of a project below it."""
_CODED_NAME = re.compile(r"(?:.{0,40}?\d[\dA-Z]{8,}\s*[-－—]?\s*)?(?P<name>\D.{1,79})")
"""A name, often behind the code that the budget's software gives:
51XX23T000000000001-古建筑修缮."""
_EXECUTED = re.compile(r"(?:全年|预算|年度|实际)?(?:执行|支出)数(?:（.{1,6}）)?")
_WHOLE = re.compile(r"(?:年度|项目)?(?:资金)?总额|(?:资金)?合计|年度资金总额.*")
_SPENT = re.compile(
    r"合计|金额|决算数?|(?:全年|预算)?执行数|(?:本年)?支出(?:合计|数|决算数?)?|项目支出(?:决算数?)?"
)
_NOT_SPENT = re.compile("预算数|年初预算|全年预算|调整预算|结转|结余|收入|上年|资金来源")
_IN_YUAN = re.compile("[（：](?:单位：)?元）?")
_ITEM = re.compile(r"2\d{6}")
_TEN_THOUSAND = 10_000
_MOST_PROJECTS = 400


def projects_named(sheets: Sequence[Recognised]) -> list[NamedProject]:
    """The projects of the sheets that are no tables of accounts, in order, each once."""
    projects: dict[tuple[str, str], NamedProject] = {}
    for recognised in sheets:
        if recognised.table is not None or not recognised.why.startswith((UNKNOWN, DECLINED)):
            continue
        for project in (*_of_evaluation(recognised), *_of_list(recognised)):
            projects.setdefault((project.name, project.item), project)
    return list(projects.values())[:_MOST_PROJECTS]


def _of_evaluation(recognised: Recognised) -> Iterator[NamedProject]:
    """The projects of forms of evaluation, which may stand one below another."""
    sheet = recognised.sheet
    name, column = "", -1
    for row in sheet.rows(0):
        cells = sheet.row(row)
        label = next((cell for cell in cells if squeezed(cell.text) == _NAME), None)
        if label is not None:
            below = sheet.at(row + 1, label.column)
            beside = [cell for cell in cells if cell.column > label.column]
            # In a form the name stands beside its label, in a list below it.
            is_form = len(beside) == 1 or (below is not None and below.text.startswith("主管"))
            name, column = _name_in(beside[0].text) if beside and is_form else "", -1
            continue
        head = next((cell for cell in cells if _EXECUTED.fullmatch(squeezed(cell.text))), None)
        if head is not None:
            column = head.column
            continue
        if name and column >= 0 and any(_WHOLE.fullmatch(squeezed(cell.text)) for cell in cells):
            factor = _factor_of(sheet)
            cell = sheet.at(row, column)
            amount = _amount(cell, factor)
            if cell is not None and amount:
                yield NamedProject(name, amount, CellSpot(sheet.name, cell.name), _slack(factor))
            name, column = "", -1


def _of_list(recognised: Recognised) -> Iterator[NamedProject]:
    """The projects of a list, a line for each, behind or below the 科目 that they belong to."""
    sheet = recognised.sheet
    head = find_head(sheet)
    if head is None:
        return
    names = [column for column, path in head.paths.items() if _NAME_COLUMN.fullmatch(path[-1])]
    spent = _spent_column(head)
    if not names or spent is None:
        return
    item = ""
    for row in sheet.rows(head.data):
        cells = sheet.row(row)
        if is_numbering(sheet, row):
            continue
        if FOOT.match(cells[0].text.strip()):
            break
        code = code_at(sheet, row, head.codes)[0]
        if code:
            item = code if _ITEM.fullmatch(code) else ""
        cell, named = sheet.at(row, spent), sheet.at(row, names[-1])
        amount = _amount(cell, recognised.factor)
        if cell is None or named is None or not amount or squeezed(named.text) in SUMS:
            continue
        name = _name_in(named.text)
        # Of its own 科目 a line has the sum: only what stands below it is a project.
        if name and name not in names_of(code or item):
            spot = CellSpot(sheet.name, cell.name)
            yield NamedProject(name, amount, spot, _slack(recognised.factor), item)


def _spent_column(head: Head) -> int | None:
    """The first column with what was spent on a project."""
    columns = (
        column
        for column, path in head.paths.items()
        if any(map(_SPENT.fullmatch, path)) and not any(map(_NOT_SPENT.search, path))
    )
    return next(columns, None)


def _name_in(text: str) -> str:
    """The name of a project without its code; "" where there is none."""
    match = _CODED_NAME.fullmatch(" ".join(text.split()))
    if match is None or squeezed(match["name"]) in SUMS:
        return ""
    return match["name"].strip()


def _factor_of(sheet: WorkbookSheet) -> int:
    """What an amount of a form is multiplied with to be in 元: forms are in 万元 unless they say
    otherwise."""
    texts = [squeezed(cell.text) for cell in sheet.cells.values()]
    if any("万元" in text for text in texts) or not any(map(_IN_YUAN.search, texts)):
        return _TEN_THOUSAND
    return 1


def _slack(factor: int) -> Decimal:
    """What the printed amount leaves open, in 元."""
    if factor == 1:
        return Decimal(0)
    return CENT * factor


def _amount(cell: SheetCell | None, factor: int) -> Decimal | None:
    try:
        return amount_of(cell, factor)
    except NoAmountError:
        return None
