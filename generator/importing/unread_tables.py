"""The tables that are not read: which, why, and which look like tables of accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from generator.importing.evidence import CellSpot, Evidence
from generator.importing.grid import SheetCell, WorkbookSheet
from generator.importing.heads import find_head
from generator.importing.recognise import UNKNOWN, Recognised
from generator.importing.words import code_and_name, is_numeric

_NAMED = 9
"""So many tables are named."""
_CODE = re.compile(r"[23]\d{4}(?:\d{2})?")
_OF_ACCOUNTS = re.compile(
    r"决算数|预算数|科目(?:编码|代码|名称)|本年(?:收入|支出)|基本支出|项目支出"
)
_OF_EVALUATION = re.compile(r"指标|绩效|评价|自评|得分|年度目标|实施单位")


def unread_of_workbook(sheets: Sequence[Recognised]) -> Iterator[tuple[str, str]]:
    """The sheets without a table, each with the reason."""
    for recognised in sheets:
        if recognised.table is None and recognised.why:
            yield recognised.sheet.name, recognised.why


def unread_of_document(sheets: Sequence[Recognised]) -> Iterator[tuple[str, str]]:
    """The tables that are not read; a document has many of other kinds, which are named together.

    Those that ``remark_unknown`` tells are left out.
    """
    others: list[str] = []
    like_accounts: list[str] = []
    for recognised in sheets:
        if recognised.table is not None or not recognised.why or _has_codes(recognised):
            continue
        if not recognised.why.startswith(UNKNOWN):
            yield recognised.sheet.name, recognised.why
        elif _is_like_accounts(recognised.sheet):
            like_accounts.append(recognised.sheet.name)
        else:
            others.append(recognised.sheet.name)
    if like_accounts:
        fix = "是附表的，在表的上面写上它的表名再导入"
        yield _names(like_accounts), f"有决算表的栏目，可是没有认得的表名，没有读；{fix}"
    if others:
        yield _names(others), "不是决算的附表（如自评表、得分表），没有读"


def remark_unknown(sheets: Sequence[Recognised], into: Evidence) -> None:
    """Say of a document's tables with 科目 and amounts that they are not read: amounts are lost."""
    lost = [recognised.sheet for recognised in sheets if _has_codes(recognised)]
    if not lost:
        return
    into.unread += sum(map(len, map(_amounts, lost)))
    into.remark(
        CellSpot(_names([sheet.name for sheet in lost]), ""),
        "有科目编码和金额，像是决算的附表或上一张表的下半张，可是没有认得的表名，没有读",
        "是上一张的下半张的，在 Word 里并成一张；是另一张的，在表的上面写上它的表名；"
        "再导入，或自己填",
    )


def with_cuts(sheets: Sequence[Recognised]) -> list[Recognised]:
    """The tables of a document; one is cut where a table follows that may be the rest of it."""
    cut = [_has_codes(below) for _, below in pairwise(sheets)]
    return [
        replace(recognised, cut=is_cut)
        for recognised, is_cut in zip(sheets, [*cut, False], strict=False)
    ]


def _is_like_accounts(sheet: WorkbookSheet) -> bool:
    """Whether a table without 科目 has heads of accounts, and is no form of an evaluation, which
    asks for the budget of its project."""
    texts = [cell.text for cell in sheet.cells.values()]
    return any(map(_OF_ACCOUNTS.search, texts)) and not any(map(_OF_EVALUATION.search, texts))


def _names(names: Sequence[str]) -> str:
    """The first names of tables, and how many there are."""
    if len(names) > _NAMED:
        return f"{'、'.join(names[:_NAMED])}等 {len(names)} 张"
    return "、".join(names)


def _has_codes(recognised: Recognised) -> bool:
    """Whether a table that nobody knows has amounts of 科目."""
    if recognised.table is not None or not recognised.why.startswith(UNKNOWN):
        return False
    return bool(_amounts(recognised.sheet))


def _amounts(sheet: WorkbookSheet) -> list[SheetCell]:
    """The amounts of a sheet in lines that begin with the code of a 科目."""
    head = find_head(sheet)
    amounts: list[SheetCell] = []
    for row in sheet.rows(head.data if head else 0):
        first, *cells = sheet.row(row)
        code = code_and_name(first.text)[0]
        if _CODE.fullmatch(code) and first.row >= first.above:
            amounts += filter(is_numeric, cells)
    return amounts
