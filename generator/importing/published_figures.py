"""The figures of a published PDF → sheets for the tables, and numbers for single places of the file.

The tables are read as those of a workbook are. What they do not have (budgets of items, last
year, counts, what section ten says) stands among the figures under names that all units share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product

from generator.importing.evidence import CellSpot, Evidence, Filled
from generator.importing.grid import SheetCell, Workbook, WorkbookSheet
from generator.importing.lines import DataLine
from generator.importing.published_data import (
    Published,
    PublishedCell,
    PublishedFigure,
    PublishedNumber,
    PublishedTable,
)
from generator.importing.raw_sheets import Area
from generator.model.comparison import LastYear
from generator.model.disclosure import Equipment, Vehicles
from generator.model.money import FUNDS
from generator.money import IN_YUAN

_Path = tuple[str, ...]
_LAST, _NOW = "上年决算数", "决算数"
_ABROAD = ("三公经费", "因公出国境费")
_CARS = ("三公经费", "公务用车购置及运行维护费")
_GUESTS = ("三公经费", "公务接待费")
_BUDGETED: Mapping[str, _Path] = {
    "因公出国境费": _ABROAD,
    "公务用车购置费": (*_CARS, "购置费"),
    "公务用车运行维护费": (*_CARS, "运行维护费"),
    "公务接待费": _GUESTS,
}
"""What has 预算数, 决算数 and 上年决算数 of its own (公务接待费: no 决算数, which its parts
have)."""
_SINGLE: Mapping[tuple[str, str], _Path] = {
    ("国内公务接待", _NOW): (*_GUESTS, "国内", _NOW),
    ("外事接待", _NOW): (*_GUESTS, "外事", _NOW),
    ("机关运行经费", _NOW): ("机关运行经费", _NOW),
    ("机关运行经费", _LAST): ("机关运行经费", _LAST),
    ("政府采购货物支出", _NOW): ("政府采购", "货物"),
    ("政府采购工程支出", _NOW): ("政府采购", "工程"),
    ("政府采购服务支出", _NOW): ("政府采购", "服务"),
    ("授予中小企业合同金额", _NOW): ("政府采购", "授予中小企业合同金额"),
    ("授予小微企业合同金额", _NOW): ("政府采购", "授予小微企业合同金额"),
}
_COUNTS: Mapping[str, _Path] = {
    "因公出国（境）团组数": (*_ABROAD, "团组数"),
    "因公出国（境）人次": (*_ABROAD, "人次"),
    "国内公务接待批次": (*_GUESTS, "国内", "批次"),
    "国内公务接待人次": (*_GUESTS, "国内", "人次"),
    "外事接待批次": (*_GUESTS, "外事", "批次"),
    "外事接待人次": (*_GUESTS, "外事", "人次"),
    **{name: ("国有资产", "车辆", name) for name in Vehicles.model_fields},
    **{name: ("国有资产", "设备", name) for name in Equipment.model_fields},
    "事前绩效评估": ("预算绩效", "事前绩效评估"),
    "绩效目标": ("预算绩效", "绩效目标"),
    "绩效监控": ("预算绩效", "绩效监控"),
    "绩效自评": ("预算绩效", "绩效自评"),
}
_BOUGHT, _KEPT = "更新购置公务用车", "公务用车保有量"
_BEFORE_AMOUNT = "购置"
_PURCHASES = (*_CARS, "购置费", "更新购置")
KINDS_OF_BUDGET = {"预算数": "预算", "年初预算数": "年初", "全年预算数": "全年"}
SPOT = CellSpot("指标", "")


def workbook_of(published: Published, label: str) -> Workbook:
    """The tables as sheets: each cell where the workbook of the same document has it."""
    return Workbook(label, tuple(_sheet(table) for table in published.附表))


def _sheet(table: PublishedTable) -> WorkbookSheet:
    cells: dict[tuple[int, int], SheetCell] = {}
    merged: list[Area] = []
    row = 0

    def put(column: int, text: str, number: str = "") -> None:
        if number:
            cells[row, column] = SheetCell(row, column, number, Decimal(number))
        elif text.strip():
            cells[row, column] = SheetCell(row, column, text.strip(" \u3000\r\n\t"))

    put(0, table.名称)
    row += 1
    for left, right in (("", table.编号), (table.左上, table.右上)):
        put(0, left)
        put(max(table.列数 - 1, 1), right)
        row += 1
    covered: set[tuple[int, int]] = set()
    lines = [*table.表头, *table.表体]
    end = row + len(lines)
    for line in lines:
        column = 0
        for cell in line:
            while (row, column) in covered:
                column += 1
            if column >= table.列数:
                break
            shown = cell if isinstance(cell, PublishedCell) else PublishedCell(cell)
            put(column, shown.文字, shown.数)
            # No cell reaches beyond the table, whatever it says.
            bottom = min(row + shown.跨行, end)
            edge = min(column + shown.跨列, table.列数)
            if (bottom, edge) != (row + 1, column + 1):
                merged.append((row, column, bottom - 1, edge - 1))
                covered.update(product(range(row, bottom), range(column, edge)))
            column = edge
        row += 1
    return WorkbookSheet(table.名称, cells, tuple(merged))


def add_figures(published: Published, evidence: Evidence) -> None:
    """Add the numbers of single places that no table had."""
    places = {filled.path for filled in evidence.filled if not filled.blank}
    for filled in (*_amounts(published), *_counted(published)):
        # A table that has the number says in which cell.
        has_total = filled.path == (*_GUESTS, "国内", _NOW) and filled.path in places
        if filled.path not in places and not has_total:
            evidence.filled.append(filled)


def beside_last_year(lines: tuple[DataLine, ...]) -> tuple[DataLine, ...]:
    """The lines for a data file that names last year's file: amounts of last year stand there."""
    return tuple(line for line in lines if line.path[0] != "上年" and line.path[-1] != _LAST)


def item_budgets(published: Published) -> Iterator[tuple[tuple[str, str, str], Decimal]]:
    """The budgets of items: 资金, 功能科目 and kind → amount in 元."""
    for figure in published.指标:
        kind = KINDS_OF_BUDGET.get(figure.数别)
        fund, _, item = figure.名称.partition(" ")
        code = item[:7]
        if kind and fund in FUNDS and code.isdecimal() and len(code) == len("2010101"):
            yield (fund, code, kind), _yuan(figure)


def _yuan(figure: PublishedFigure | PublishedNumber) -> Decimal:
    return Decimal(figure.数) * IN_YUAN.get(figure.计量单位, 1)


def _amounts(published: Published) -> Iterator[Filled]:
    for figure in published.指标:
        path = _path_of(figure)
        if path:
            yield Filled(path, _yuan(figure), SPOT)


def _path_of(figure: PublishedFigure) -> _Path:
    """Where an amount stands in a data file; () for one that is computed there."""
    name, kind = figure.名称, figure.数别
    if (name, kind) in _SINGLE:
        return _SINGLE[name, kind]
    if name in _BUDGETED:
        if kind in (_NOW, _LAST):
            whole = name == "公务接待费" and kind == _NOW
            return () if whole else (*_BUDGETED[name], kind)
        return (*_BUDGETED[name], "预算数") if kind in KINDS_OF_BUDGET else ()
    if kind == _LAST and name in LastYear.model_fields:
        return ("上年", name)
    return ()


def _counted(published: Published) -> Iterator[Filled]:
    """Numbers of things, by the names under which they are printed."""
    numbers = [number for place in published.明细 for number in place.数]
    for number in numbers:
        if number.名称 in _COUNTS and number.计量单位 not in IN_YUAN:
            yield Filled(_COUNTS[number.名称], Decimal(number.数), SPOT, counted=True)
    yield from _cars(numbers)


def _cars(numbers: list[PublishedNumber]) -> Iterator[Filled]:
    """Cars by kind: those bought stand behind 更新购置公务用车, those kept behind
    公务用车保有量."""
    group = ""
    kept = next((number for number in numbers if number.名称 == _KEPT), None)
    if kept is not None:
        yield Filled((*_CARS, "保有量"), Decimal(kept.数), SPOT, counted=True)
    for number in numbers:
        name = number.名称
        if name in (_BOUGHT, _KEPT):
            group = name
        elif group == _BOUGHT and name.startswith(_BEFORE_AMOUNT):
            kind = name.removeprefix(_BEFORE_AMOUNT)
            yield Filled((*_PURCHASES, kind, "金额"), _yuan(number), SPOT)
        elif group == _BOUGHT and number.计量单位 == "辆":
            yield Filled((*_PURCHASES, name, "数量"), Decimal(number.数), SPOT, counted=True)
        elif group == _KEPT and number.计量单位 == "辆":
            yield Filled((*_CARS, "车型", name), Decimal(number.数), SPOT, counted=True)
        else:
            group = ""
