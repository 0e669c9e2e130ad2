"""The table of the “三公”经费, its items across or down: its sums, and what it says of which item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from generator.audit.remark import AuditItem
from generator.audit.tables import ROW_RULE, cell_at, judged
from generator.statements.grid import BLANK, PrintedCell
from generator.statements.printed_tables import PrintedTable, TableRow, amount_of
from generator.statements.statements import StatedDocument

SIX_ITEMS = (
    "三公经费",
    "因公出国（境）费",
    "公务用车购置及运行维护费",
    "公务用车购置费",
    "公务用车运行维护费",
    "公务接待费",
)
"""What the columns of the table of the “三公”经费 are, for the budget and for the outlay."""
BUDGETED, SPENT = "预算数", "决算数"
_ALL, *_ITEMS = SIX_ITEMS
_CAR = "(?:公务用?车)?"
_COST = "(?:费用?|经费)?(?:支出)?"
_LINES: Mapping[str, re.Pattern[str]] = {
    "因公出国（境）费": re.compile(rf"因公出国（?境?）?{_COST}"),
    "公务用车购置及运行维护费": re.compile(rf"{_CAR}购置费?[及和与、]运行(?:维护)?{_COST}"),
    "公务用车购置费": re.compile(rf"{_CAR}购置(?=费|支出){_COST}"),
    "公务用车运行维护费": re.compile(rf"{_CAR}运行(?:维护)?(?=费|支出){_COST}"),
    "公务接待费": re.compile(rf"公务接待{_COST}"),
    "国内接待费": re.compile(rf"国内(?:公务)?接待{_COST}"),
    "国（境）外接待费": re.compile(rf"国（境）外(?:公务)?接待{_COST}"),
    "出国团组": re.compile("因公出国（境）团组(?:数量?)?"),
    "出国人次": re.compile("因公出国（境）人次?数?"),
    "公务用车购置数": re.compile("公务用?车(?:购置|更新)(?:数量?|辆数)"),
    "公务用车保有量": re.compile("公务用?车保有[量数]"),
    "国内接待批次": re.compile("国内公务接待批次数?"),
    "国内接待人次": re.compile("国内公务接待人次?数?"),
}
"""Where the items stand below one another: what a line is called, without its number and unit."""
_GUESTS = ("国内接待费", "国（境）外接待费")
COUNTED = (
    "出国团组",
    "出国人次",
    "公务用车购置数",
    "公务用车保有量",
    "国内接待批次",
    "国内接待人次",
)
"""The lines that count something, by the names that the text has for it."""
_TOTAL_LINE = re.compile(
    '(?:[“"]?三公[”"]?经费)(?:财政拨款)?(?:支出)?(?:合计|总计|总额|小计)?'
    "|(?:支出)?(?:合计|总计|小计)"
)
_BEFORE = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十\d]{1,2}）|\d{1,2}[.、）]|其中[：，]?)*"
)
_BEHIND = re.compile("（(?:单位[：:])?(?:万?元|个|人|辆|台|次|批|人次|批次|团次)）$")
_HEAD = re.compile(
    r"(?P<year>20\d\d年度?)?(?:本年)?(?P<which>全年|年初|调整后?)?(?P<kind>预算数|(?:决算|支出决算)?(?:统计)?数|决算)"
)
_HIGHEST = 3
"""So many lines above its items the total may stand."""


def three_public(document: StatedDocument) -> Iterator[AuditItem]:
    """What is said of the sums of the tables of the “三公”经费."""
    for table in document.tables:
        for name, cells in sixes(table):
            _, abroad, cars, bought, run, guests = cells
            what = f"{name}的三项"
            yield from judged(ROW_RULE, cells[0], [abroad, cars, guests], table, what)
            what = f"{name}的购置费、运行维护费"
            yield from judged(ROW_RULE, cells[2], [bought, run], table, what)
        yield from _guests(table)


def sixes(table: PrintedTable) -> Iterator[tuple[str, list[PrintedCell]]]:
    """Budget and outlay, each the SIX_ITEMS; in halves, by turns, or below one another. What is 0
    may be left empty."""
    columns = {
        kind: [column for column, heads in enumerate(table.heads) if kind in heads]
        for kind in (BUDGETED, SPENT)
    }
    if any(len(each) != len(SIX_ITEMS) for each in columns.values()):
        yield from _down(table)
        return
    if "三公" not in table.title:
        return
    for row in table.rows:
        cells = {kind: [row.cells[each] for each in columns[kind]] for kind in columns}
        amounts = [cell for kind in cells for cell in cells[kind] if amount_of(cell) is not None]
        filled = [cell for kind in cells for cell in cells[kind] if cell.text]
        if len(amounts) < len(filled) or not any("." in cell.text for cell in amounts):
            continue
        yield from cells.items()
        return


def counts_down(table: PrintedTable) -> Iterator[tuple[str, PrintedCell]]:
    """The counts of a table whose items stand below one another, by their names."""
    lines = _lines(table)
    for kind, column in _columns(table, lines):
        for name in COUNTED:
            if kind == SPENT and name in lines:
                yield name, cell_at(lines[name][0], column)


# --- Items below one another ---


def _down(table: PrintedTable) -> Iterator[tuple[str, list[PrintedCell]]]:
    lines = _lines(table)
    if any(item not in lines for item in _ITEMS):
        return
    total = _total_line(table, lines)
    if total is None:
        return
    rows = [total, *(lines[item][0] for item in _ITEMS)]
    for kind, column in _columns(table, lines):
        cells = [_amount_cell(row, column) for row in rows]
        if amount_of(cells[0]) is not None and any(amount_of(each) for each in cells[1:]):
            yield kind, cells


def _amount_cell(row: TableRow, column: int) -> PrintedCell:
    """The cell of a column; a blank one for what is no amount (—)."""
    cell = cell_at(row, column)
    if amount_of(cell) is None:
        return BLANK
    return cell


def _lines(table: PrintedTable) -> Mapping[str, tuple[TableRow, int]]:
    """The lines of a table by the names of their items, each with the column of its name; none
    where an item stands in several lines (those of several units)."""
    heads = (head for heads in table.heads for head in heads)
    names = [table.title, *heads, *(row.name for row in table.rows)]
    if not any("三公" in name for name in names):
        return {}
    lines: dict[str, tuple[TableRow, int]] = {}
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            item = _item_of(cell.text)
            if item and item in lines:
                return {}
            if item:
                lines[item] = row, column
    return lines


def _item_of(text: str) -> str:
    """The item that a cell names; "" for none."""
    name = _name_of_line(text)
    return next((item for item, words in _LINES.items() if words.fullmatch(name)), "")


def _name_of_line(text: str) -> str:
    return _BEHIND.sub("", _BEFORE.sub("", text))


def _total_line(table: PrintedTable, lines: Mapping[str, tuple[TableRow, int]]) -> TableRow | None:
    """The line of all items: the nearest above the first of them; None where there is none."""
    first, names = lines[_ITEMS[0]]
    index = next(index for index, row in enumerate(table.rows) if row is first)
    for row in reversed(table.rows[max(0, index - _HIGHEST) : index]):
        if any(_TOTAL_LINE.fullmatch(_name_of_line(each.text)) for each in row.cells[: names + 1]):
            return row
    return None


def _columns(
    table: PrintedTable, lines: Mapping[str, tuple[TableRow, int]]
) -> Iterator[tuple[str, int]]:
    """The columns of amounts behind the names of lines, each with what it is: 预算数, 决算数, or
    with the year and the kind of budget that its head names."""
    if not lines:
        return
    names = max(column for _, column in lines.values())
    kinds: dict[str, int] = {}
    for column in range(names + 1, len(table.heads)):
        if "项目" in table.heads[column]:
            break  # the second half of a table of two
        kind = _kind_of(table.heads[column])
        if kind in kinds:
            return  # those of several units
        if kind:
            kinds[kind] = column
    yield from kinds.items()


def _kind_of(heads: Sequence[str]) -> str:
    for head in heads:
        match = _HEAD.fullmatch(head)
        if match:
            kind = BUDGETED if match["kind"] == BUDGETED else SPENT
            return f"{match['year'] or ''}{match['which'] or ''}{kind}"
    return ""


def _guests(table: PrintedTable) -> Iterator[AuditItem]:
    """公务接待费 as that of guests from here and from abroad, where both lines stand below it."""
    lines = _lines(table)
    if any(name not in lines for name in ("公务接待费", *_GUESTS)):
        return
    for kind, column in _columns(table, lines):
        parts = [cell_at(lines[name][0], column) for name in _GUESTS]
        if any(part.text and amount_of(part) is None for part in parts):
            continue
        if any(amount_of(part) for part in parts):
            total = cell_at(lines["公务接待费"][0], column)
            yield from judged(ROW_RULE, total, parts, table, f"{kind}的国内、国（境）外接待费")
