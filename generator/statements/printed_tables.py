"""The tables of a document as a reader sees them: title, heads of the columns, rows with code, name
and amounts. A table that goes on over pages is one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from generator.extracting.content import Extract, ExtractedTable, Spot
from generator.money import FACTORS
from generator.statements.grid import BLANK, PrintedCell, TableGrid, grid_of
from generator.statements.normal_text import normal
from generator.statements.printed_numbers import BARE, MONEY

_CODE = re.compile(r"[1-5]\d{2}(?:\d{2}){0,2}")
_TITLE = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、)?(?P<name>.{2,40}?表)(?:（续.{0,3}）|（.{1,12}）)?"
)
_NO_TITLE = re.compile(r"^(?:公开|财决|附)?\d*\s*表?$|^表\d+$|反映|详见|^注")
_SHEET_CODE = re.compile(r"^[A-Za-z]?\d*(?:[_\-]\d+)*[\s.、]*")
"""What may stand before the name of a table in that of its sheet: 08 …, Z08_1 …."""
_OF_SHEET = re.compile(
    r"^(?:编制|填报)?(?:部门|单位)[：:]|^金额单位|^(?:公开|财决)[\d\-附]+表$|^20\d\d年度?$"
)
_RANK = re.compile(r"^栏次|^行次$")
_UNIT = re.compile(r"(?:金额)?单位[：为]?(?:人民币)?（?(?P<unit>万元|千元|元)")
_RATE = re.compile("(?:率|占比|比重|比例)(?:（[%％‰]）)?$|（[%％‰]）$")
"""The head of a column of rates, whose cells need no % of their own."""
_UNIT_ROWS = 5
_BEFORE = 6
"""So many paragraphs before a table may hold its title."""
_GOES_ON = re.compile(r".{0,40}表（续.{0,3}）|续表.{0,4}")
_OWNER = re.compile(
    r"(?:部门|单位)(?:名称)?：(?!人民币|[百万千]*元)(?P<name>[一-龥（）]{2,30}?)"
    r"(?=(?:金额)?单位：|(?:公开|财决)\d|[^一-龥（）]|$)"
)
_TOTAL = re.compile(r"^(?:合计|总计|本年(?:收入|支出)合计)$")


class TableRow(Struct, frozen=True):
    """A row: the code of its 科目 ("" for none), its name, its cells by column."""

    code: str
    name: str
    cells: tuple[PrintedCell, ...]
    spot: Spot

    def amount(self, column: int) -> Decimal | None:
        """The amount of a column; None where none is printed."""
        if column < len(self.cells):
            return amount_of(self.cells[column])
        return None


class PrintedTable(Struct, frozen=True):
    """A table: its title, the heads of its columns from the top down, its rows below them, the unit
    of its amounts as it says it (元, 万元; "" where it says none); whose it is (部门：某局; "" where
    it does not say), and whether its title says that it goes on: …表（续）."""

    title: str
    heads: tuple[tuple[str, ...], ...]
    rows: tuple[TableRow, ...]
    spot: Spot
    codes: tuple[int, ...]
    pages: int = 1
    unit: str = ""
    owner: str = ""
    says_it_goes_on: bool = False

    def head(self, column: int) -> str:
        """The lowest head of a column."""
        words = [head for head in self.heads[column] if head and not _RANK.match(head)]
        named = [head for head in words if not head.isdigit()]
        if named:
            return named[-1]
        return ""

    def above(self, column: int) -> str:
        """The head above the lowest one."""
        named = [head for head in self.heads[column] if head and not head.isdigit()]
        if len(named) > 1:
            return named[-2]
        return ""


def amount_of(cell: PrintedCell) -> Decimal | None:
    """The amount in a cell; None for an empty one or a text."""
    number = cell.number
    if number is None or number.kind not in (BARE, MONEY):
        return None
    if number.kind == MONEY:
        return number.amount
    return number.value


def amounts_in(tables: Iterable[PrintedTable]) -> Iterator[Decimal]:
    """The amounts in the cells of tables, in 万元."""
    for table in tables:
        factor = FACTORS.get(table.unit, Decimal(1))
        for row in table.rows:
            for cell in row.cells:
                amount = amount_of(cell)
                if amount and cell.number is not None and cell.number.kind == BARE:
                    amount *= factor
                if amount:
                    yield amount


def printed_tables(extract: Extract) -> list[PrintedTable]:
    """The tables of a document that have columns of amounts."""
    tables: list[PrintedTable] = []
    paragraphs: list[str] = []
    for block in extract.blocks:
        if not isinstance(block, ExtractedTable):
            paragraphs.append(normal(block.full).text)
            continue
        grid = grid_of(block)
        table = _read(grid, paragraphs)
        going_on = _goes_on(tables[-1], table) if tables and table is not None else False
        if table is not None and going_on:
            tables[-1] = _joined(tables[-1], table)
        elif table is not None:
            tables.append(table)
        paragraphs = []
    return tables


def title_of(paragraphs: Sequence[str], grid: TableGrid) -> str:
    """The title of a table: that of the ``paragraphs`` before it, or of its first rows; "" for
    none."""
    for text in [*reversed(paragraphs[-_BEFORE:]), *_first_words(grid)]:
        match = _TITLE.fullmatch(text)
        if match and not _NO_TITLE.search(match["name"]):
            return match["name"]
    return ""


def _said_above(pattern: re.Pattern[str], paragraphs: Sequence[str], grid: TableGrid) -> str:
    """What stands nearest above the amounts, in a row of the table or before it: the first group of
    a pattern; "" where none fits."""
    matches = map(pattern.search, _around_head(paragraphs, grid))
    return next((match[1] for match in matches if match), "")


def _around_head(paragraphs: Sequence[str], grid: TableGrid) -> Iterator[str]:
    """The first rows of a table as texts, and the paragraphs before it, the nearest first."""
    for row in grid.rows[:_UNIT_ROWS]:
        yield "".join(cell.text for cell in row)
    yield from reversed(paragraphs[-_BEFORE:])


def _first_words(grid: TableGrid) -> Iterator[str]:
    for row in grid.rows[:3]:
        filled = [cell.text for cell in row if cell.text]
        if len(filled) == 1 or _is_one_title(filled):
            yield filled[0]
    yield _SHEET_CODE.sub("", grid.spot.sheet).partition("(")[0].partition("（")[0].strip()


def _is_one_title(texts: Sequence[str]) -> bool:
    """Whether texts are one title, said again over each part of a wide table: …表（续）."""
    titles = [_TITLE.fullmatch(text) for text in texts]
    return len({title["name"] for title in titles if title}) == 1 and all(titles)


def _read(grid: TableGrid, paragraphs: Sequence[str]) -> PrintedTable | None:
    """A table with the ``paragraphs`` between it and the one before; None where it has no rows of
    amounts."""
    first = next((row for row in range(len(grid.rows)) if _is_data(grid.rows[row])), None)
    if first is None:
        return None
    heads = _heads(grid, first)
    codes = _code_columns(grid, first)
    rates = [column for column, words in enumerate(heads) if words and _RATE.search(words[-1])]
    rows = tuple(
        _row(_with_rates(cells, rates), codes)
        for cells in grid.rows[first:]
        if any(cell.text for cell in cells)
    )
    titles = [*paragraphs[-_BEFORE:], *_first_words(grid)]
    return PrintedTable(
        title_of(paragraphs, grid),
        heads,
        rows,
        grid.spot,
        codes,
        unit=_said_above(_UNIT, paragraphs, grid),
        owner=_said_above(_OWNER, paragraphs, grid),
        says_it_goes_on=any(map(_GOES_ON.fullmatch, titles)),
    )


def _with_rates(
    cells: tuple[PrintedCell, ...], columns: Collection[int]
) -> tuple[PrintedCell, ...]:
    """A row in which the numbers of the columns of rates have their %: they are no amounts."""
    return tuple(
        replace(cell, text=f"{cell.text}%")
        if column in columns and amount_of(cell) is not None
        else cell
        for column, cell in enumerate(cells)
    )


def _is_data(row: Sequence[PrintedCell]) -> bool:
    """Whether a row holds amounts: a number, and words or a code before it."""
    words = [cell.text for cell in row if cell.text]
    if not words or _RANK.match(words[0]):
        return False
    numbers = [cell for cell in row if amount_of(cell) is not None]
    decimals = [cell for cell in numbers if "." in cell.text]
    coded = bool(_CODE.fullmatch(words[0])) and len(words) > 1
    return bool(decimals) or coded or (_TOTAL.match(words[0]) is not None and bool(numbers))


def _heads(grid: TableGrid, first: int) -> tuple[tuple[str, ...], ...]:
    """The heads of each column, a head over several columns standing over each of them."""
    spread: list[list[str]] = []
    for row in grid.rows[:first]:
        words = {cell.text for cell in row if cell.text}
        is_title = len(words) <= 1 or _is_one_title(sorted(words))
        if (is_title or all(_OF_SHEET.match(word) for word in words)) and len(row) > 2:
            continue  # a title, the unit, whose table it is
        texts: list[str] = []
        for column, cell in enumerate(row):
            text = cell.text
            if cell is BLANK and column:
                above = spread[-1][column] if spread else ""
                same = spread and spread[-1][column - 1] == above
                text = texts[-1] if same or not spread else above
            texts.append(text)
        spread.append(texts)
    width = len(grid.rows[0]) if grid.rows else 0
    return tuple(
        tuple(dict.fromkeys(row[column] for row in spread if row[column]))
        for column in range(width)
    )


def _code_columns(grid: TableGrid, first: int) -> tuple[int, ...]:
    """The columns of codes."""
    rows = grid.rows[first:]
    columns = []
    for column in range(len(grid.rows[0])):
        filled = [row[column].text for row in rows if row[column].text]
        coded = [text for text in filled if _CODE.fullmatch(text)]
        words = [text for text in filled if not text.isdigit() and not _CODE.fullmatch(text)]
        if coded and len(coded) * 10 >= (len(filled) - len(words)) * 8 and _names(rows, column):
            columns.append(column)
    return tuple(columns)


def _names(rows: Sequence[Sequence[PrintedCell]], column: int) -> bool:
    """Whether names stand beside the codes of a column."""
    for row in rows:
        if _CODE.fullmatch(row[column].text) and column + 1 < len(row):
            beside = row[column + 1].text
            return bool(beside) and not beside[0].isdigit()
    return False


def _row(cells: tuple[PrintedCell, ...], codes: Sequence[int]) -> TableRow:
    code, name = "", ""
    if codes and _CODE.fullmatch(cells[codes[0]].text):
        code = cells[codes[0]].text
        name = cells[codes[0] + 1].text if codes[0] + 1 < len(cells) else ""
    else:
        name = next((cell.text for cell in cells if cell.text), "")
    spot = next((cell.spot for cell in cells if cell.text), cells[0].spot)
    return TableRow(code, name, cells, spot)


def _goes_on(before: PrintedTable, table: PrintedTable) -> bool:
    """Whether a table goes on with the one before it, on the next page."""
    if len(before.heads) != len(table.heads) or not table.spot.page:
        return False
    last = before.rows[-1].spot.page if before.rows else 0
    if table.spot.page - last not in (0, 1):
        return False
    if _begins_anew(before, table):
        return False
    alike = before.heads == table.heads and table.title in ("", before.title)
    bare = not any(table.heads) and not table.title
    return alike or bare


def _begins_anew(before: PrintedTable, table: PrintedTable) -> bool:
    """Whether a table is another one with the heads of the one before it: that of another unit, one
    with a total of its own, or one with the same 科目."""
    if table.owner and before.owner and table.owner != before.owner:
        return True
    total, total_before = table.rows[0], before.rows[0]
    if _TOTAL.match(total.name) and total.name == total_before.name:
        texts = [cell.text for cell in total.cells]
        if texts != [cell.text for cell in total_before.cells]:
            return True
    codes = {row.code for row in table.rows if row.code}
    again = codes.intersection(row.code for row in before.rows)
    return len(again) * 2 > len(codes)


def _joined(before: PrintedTable, table: PrintedTable) -> PrintedTable:
    return replace(before, rows=(*before.rows, *table.rows), pages=before.pages + 1)
