"""自评表 of projects: the budget, its execution and scores, and the indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from generator.extracting.content import ExtractedTable, Spot
from generator.statements.grid import PrintedCell, grid_of
from generator.statements.printed_numbers import POINTS, SaidNumber
from generator.statements.statement import (
    ACTUAL,
    COMPLETION_OF,
    PART,
    PLANNED,
    SCORE_OF,
    TOTAL,
    Operand,
    SaidStatement,
)

WEIGHT, RATE = "权重", "执行率"
_HEADS = {
    "年初预算": "年初预算",
    "年初预算数": "年初预算",
    "调整后预算数": "调整后预算数",
    "全年预算数": "调整后预算数",
    "全年预算": "调整后预算数",
    "调整预算数": "调整后预算数",
    "预算执行数": "预算执行数",
    "全年执行数": "预算执行数",
    "执行数": "预算执行数",
    "预算执行率": "预算执行率",
    "执行率": "预算执行率",
    "分值": "权重",
    "权重": "权重",
    "得分": "得分",
}
_SOURCE = re.compile("财政|结转|结余|自有|单位|其[他它]")
"""The lines below the whole: 其中：财政拨款, 上年结转资金, 其他资金."""
_OF_SOURCES = ("年初预算", "调整后预算数", "预算执行数")
_NAME = re.compile(r"^(?:.{0,40}?\d[\dA-Z]{8,}-)?(?P<name>.{2,80})$")

_HEAD = re.compile(
    r"\d{1,2}[.、．][^，。；]{2,14}$|(?:年度)?(?:预算执行(?:情况)?|绩效指标)(?:（.{1,8}）)?$"
)
_LONGEST_HEAD = 10


class SheetIndicator(Struct, frozen=True):
    """One indicator of a sheet; the cells as printed."""

    name: str
    nature: str
    target: str
    unit: str
    actual: str
    weight: PrintedCell
    score: PrintedCell
    reason: str
    spot: Spot


class EvaluationSheet(Struct):
    """A 自评表: the project, the row of the whole budget by heads, the indicators, the last row,
    and the texts by their heads."""

    project: str
    spot: Spot
    budget: dict[str, PrintedCell] = field(default_factory=dict)
    sources: list[dict[str, PrintedCell]] = field(default_factory=list)
    indicators: list[SheetIndicator] = field(default_factory=list)
    total: list[PrintedCell] = field(default_factory=list)
    texts: list[tuple[str, str, Spot]] = field(default_factory=list)
    named: bool = True


def sheets_of(tables: Sequence[ExtractedTable]) -> tuple[EvaluationSheet, ...]:
    """The 自评表 among the tables of a document, one after another in one table too."""
    sheets: list[EvaluationSheet] = []
    for table in tables:
        words = "".join(cell.text for row in table.rows[:60] for cell in row)[:6000]
        if "执行" in words and ("项目名称" in words or "预算执行情况" in words):
            sheets += _Reader(table).sheets
    return tuple(sheet for sheet in sheets if sheet.budget or sheet.indicators)


class _Reader:
    """Reads the sheets of one table, row by row."""

    def __init__(self, table: ExtractedTable) -> None:
        self.sheets: list[EvaluationSheet] = []
        self._columns: dict[int, str] = {}
        self._indicator: dict[str, int] = {}
        self._lone_head: int | None = None
        """The index among the texts of a head that has the row above to itself; None for none."""
        grid = grid_of(table)
        for index in range(len(grid.rows)):
            self._row(grid.rows[index], [cell for cell in grid.rows[index] if cell.text])

    def _row(self, row: Sequence[PrintedCell], filled: list[PrintedCell]) -> None:
        lone_head, self._lone_head = self._lone_head, None
        if not filled:
            return
        words = [cell.text for cell in filled]
        first = words[0]
        if first == "项目名称" or not self.sheets:
            name = words[1] if first == "项目名称" and len(words) > 1 else ""
            self.sheets.append(EvaluationSheet(_plain(name), filled[0].spot, named=bool(name)))
            self._columns, self._indicator = {}, {}
            if first == "项目名称":
                return
        if "预算执行率" in words or ("得分" in words and "执行率" in words):
            self._columns = {
                column: _HEADS[cell.text] for column, cell in enumerate(row) if cell.text in _HEADS
            }
            self._indicator = {}
        elif "三级指标" in words:
            self._indicator = {cell.text: column for column, cell in enumerate(row) if cell.text}
            self._columns = {}
        elif first == "合计" or first.startswith("总分"):
            self.sheets[-1].total = [cell for cell in filled[1:] if cell.number is not None]
            self._indicator = {}
        elif self._columns:
            self._budget(row, filled)
        elif self._indicator:
            self._take_indicator(row)
        else:
            self._text(filled, lone_head)

    def _budget(self, row: Sequence[PrintedCell], filled: list[PrintedCell]) -> None:
        sheet = self.sheets[-1]
        label = filled[0].text
        cells = {head: row[column] for column, head in self._columns.items() if row[column].text}
        if sheet.budget and _SOURCE.search(label):
            sheet.sources.append(cells)
        elif re.match(r"总额|年度资金总额|资金总额|合计", label) and not sheet.budget:
            sheet.budget = cells

    def _take_indicator(self, row: Sequence[PrintedCell]) -> None:
        def text(*heads: str) -> str:
            for head, column in self._indicator.items():
                if any(head.startswith(wanted) for wanted in heads) and column < len(row):
                    return row[column].text
            return ""

        def cell(*heads: str) -> PrintedCell:
            column = next((self._indicator[head] for head in heads if head in self._indicator), -1)
            if 0 <= column < len(row):
                return row[column]
            return PrintedCell("", Spot(0))

        name = text("三级指标")
        if not name and not cell("指标值").text:
            return
        marked = [cell("指标性质"), cell("指标值"), *row]
        spot = next((item.spot for item in marked if item.text), row[0].spot)
        self.sheets[-1].indicators.append(
            SheetIndicator(
                name,
                text("指标性质"),
                text("指标值", "预期指标值", "年度指标值"),
                text("度量"),
                text("完成值", "实际完成"),
                cell("权重", "分值"),
                cell("得分"),
                text("未完成原因", "偏差原因"),
                spot,
            )
        )

    def _text(self, filled: list[PrintedCell], lone_head: int | None) -> None:
        """A row of texts; ``lone_head`` is the index of a head whose text it may be."""
        sheet = self.sheets[-1]
        self._old_format(sheet, filled)
        if lone_head is not None and _is_text_below(filled):
            name, _, _ = sheet.texts[lone_head]
            sheet.texts[lone_head] = name, filled[0].text, filled[0].spot
            return
        for head, cell in pairwise(filled):
            sheet.texts.append((head.text, cell.text, cell.spot))
        if len(filled) == 1:
            self._lone_head = len(sheet.texts)
            sheet.texts.append((filled[0].text, "", filled[0].spot))

    def _old_format(self, sheet: EvaluationSheet, filled: list[PrintedCell]) -> None:
        """预算数：165 | 执行数：165, of the older sheets."""
        for head, cell in pairwise(filled):
            plain = head.text.rstrip("：")
            if plain in ("预算数", "执行数") and cell.number is not None:
                key = "调整后预算数" if plain == "预算数" else "预算执行数"
                sheet.budget.setdefault(key, cell)


def _is_text_below(filled: Sequence[PrintedCell]) -> bool:
    """Whether a row is the text of the head above it, and no head itself."""
    first = filled[0].text
    if _HEAD.match(first):
        return False
    return len(filled) == 1 or len(first) > _LONGEST_HEAD


def _plain(name: str) -> str:
    match = _NAME.match(name)
    if match:
        return match["name"]
    return name


def sheet_statements(sheet: EvaluationSheet) -> Iterator[SaidStatement]:
    """What a sheet says in numbers: the rate of execution, its score, and the sum of scores."""
    planned, spent = _number(sheet, "调整后预算数"), _number(sheet, "预算执行数")
    rate, score, weight = (_number(sheet, head) for head in ("预算执行率", "得分", "权重"))
    if planned and spent and rate:
        both = (_operand(ACTUAL, spent), _operand(PLANNED, planned))
        yield _statement(COMPLETION_OF, sheet, "预算执行率", rate, both)
    if planned and spent and score and weight:
        operands = (
            _operand(ACTUAL, spent),
            _operand(PLANNED, planned),
            _operand(WEIGHT, weight),
        )
        yield _statement(SCORE_OF, sheet, "预算执行率得分", score, operands)
    yield from _sources(sheet)
    yield from _scores(sheet)


def _sources(sheet: EvaluationSheet) -> Iterator[SaidStatement]:
    """The whole budget and its execution, as the sum of where the money is from."""
    for head in _OF_SOURCES:
        total = _number(sheet, head)
        cells = [line[head] for line in sheet.sources if head in line]
        parts = [
            Operand(PART, cell.number.amount, cell.number.interval, cell.spot, cell.text)
            for cell in cells
            if cell.number is not None
        ]
        if total and parts and not _is_nested(total[0], parts):
            yield _statement(TOTAL, sheet, f"{head}总额", total, tuple(parts))


def _is_nested(total: SaidNumber, parts: Sequence[Operand]) -> bool:
    """Whether lines next to one another make the whole: the others may be parts of those."""
    for begin in range(len(parts)):
        value = Decimal(0)
        for part in parts[begin:]:
            value += part.value
            if value == total.amount:
                return True
    return False


def _scores(sheet: EvaluationSheet) -> Iterator[SaidStatement]:
    """The scores and the weights of the indicators and of the execution make the last row."""
    if not sheet.total:
        return
    for index, head in ((-1, "得分"), (0, "权重")):
        if index == 0 and len(sheet.total) < 2:
            continue
        cell = sheet.total[index]
        parts = []
        of_budget = sheet.budget.get(head)
        if of_budget is not None and of_budget.number is not None:
            parts.append(
                Operand(
                    PART,
                    of_budget.number.value,
                    of_budget.number.interval,
                    of_budget.spot,
                    of_budget.text,
                )
            )
        for indicator in sheet.indicators:
            part = indicator.score if head == "得分" else indicator.weight
            if part.number is None:
                break
            number = part.number
            parts.append(Operand(PART, number.value, number.interval, part.spot, part.text))
        else:
            if cell.number is not None and len(parts) > 1:
                yield SaidStatement(
                    TOTAL,
                    f"{sheet.project or '自评表'} {head}合计",
                    replace(cell.number, kind=POINTS, unit="分"),
                    tuple(parts),
                    cell.spot,
                    "自评表",
                    "附件",
                    f"合计 {cell.text}",
                    -1,
                )


def _number(sheet: EvaluationSheet, head: str) -> tuple[SaidNumber, PrintedCell] | None:
    cell = sheet.budget.get(head)
    if cell is None or cell.number is None:
        return None
    return cell.number, cell


def _operand(role: str, numbered: tuple[SaidNumber, PrintedCell]) -> Operand:
    number, cell = numbered
    return Operand(role, number.amount, number.interval, cell.spot, number.text)


def _statement(
    kind: str,
    sheet: EvaluationSheet,
    label: str,
    numbered: tuple[SaidNumber, PrintedCell],
    operands: tuple[Operand, ...],
) -> SaidStatement:
    number, cell = numbered
    return SaidStatement(
        kind,
        f"{sheet.project or '自评表'} {label}",
        number,
        operands,
        cell.spot,
        "自评表",
        "附件",
        f"{label} {number.text}",
        -1,
    )
