"""Which table a sheet is: by the title in its cells, by the prefix of its name (Z08_1, 财决08-1), by a name cut at 31 characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from generator.importing.declared import Table
from generator.importing.grid import Sheet, Workbook
from generator.importing.words import label_of, squeezed

_TOP = 9
_PREFIX = re.compile(r"^(Z|F|CS|QB|GK|财决附?|公开|附表|表)?0?(\d{1,2})(?:[-_－—](\d{1,2}))?表?")
_UNIT = re.compile(r"(?:金额)?单位[：:]?\s*(?:人民币)?\s*(万元|元)")
_YEAR = re.compile(r"(20[0-4]\d)\s*年")
_ASIDE = r"(?:[（(]\w{1,6}[）)])?"
_OWNER = re.compile(rf"^(?:(?:编制|公开|填报|预算|主管)?(?:单位|部门)){_ASIDE}(?:名称|全称)?{_ASIDE}[：:]\s*(.+)$")
_DATED = re.compile(r"^(?:20\d\d年度?)|（(?:20\d\d)?年度?）")
_ENDS = ("", "表", "明细表", "一览表")


class Recognised(Struct, frozen=True):
    """A sheet and the table that it is; ``table`` is None for one that nobody has declared."""

    sheet: Sheet
    table: Table | None
    unit: str
    factor: int
    title: str
    assumed: bool = False


def recognise(book: Workbook, tables: Sequence[Table]) -> list[Recognised]:
    """Every visible sheet with its table. The unit stands on the sheet; where it does not, the other sheets' tell it, or it is assumed for all."""
    found = []
    for sheet in book.sheets:
        if not sheet.visible or not sheet.cells:
            continue
        table = table_of(sheet, tables)
        found.append((sheet, table, unit_of(sheet) or (table.unit if table else "")))
    units = [unit for _, table, unit in found if unit and table]
    usual = max(set(units), key=units.count) if units else ""
    assumed = usual or _default([(sheet, table) for sheet, table, _ in found if table and table.shape != "不读"])
    return [Recognised(sheet, table, unit, _factor(unit or assumed), _title(sheet), not unit and not usual) for sheet, table, unit in found]


def _factor(unit: str) -> int:
    return 10_000 if unit == "万元" else 1


def _default(found: Sequence[tuple[Sheet, Table]]) -> str:
    """The unit of a workbook that tells none: the software reports in 元, published tables are in 万元."""
    numbers = {number for sheet, _ in found for number in _numbers(sheet.name, _heads(sheet))}
    if any(number.startswith("财决") for number in numbers):
        return "元"
    published = any(number.startswith("公开") for number in numbers) or any(table.origin == "公开" for _, table in found)
    return "万元" if published else "元"


def unit_of(sheet: Sheet) -> str:
    """The unit of a sheet's amounts, as far as it says so."""
    for row in range(min(sheet.height, _TOP)):
        for cell in sheet.row(row):
            match = _UNIT.search(squeezed(cell.text).replace("：", ":"))
            if match:
                return match[1]
    return ""


def _title(sheet: Sheet) -> str:
    texts = [cell.text for row in range(min(sheet.height, 4)) for cell in sheet.row(row) if cell.number is None and "表" in cell.text]
    return max(texts, key=len, default=sheet.name)


def table_of(sheet: Sheet, tables: Sequence[Table]) -> Table | None:
    """The table of a sheet. A title in the cells is surest; among several that fit, the longest, and the clerk's own before ours."""
    heads = _heads(sheet)
    titles = [(len(title), -number, table) for number, table in enumerate(tables) for title in table.titles if any(_says(head, title) for head in heads)]
    prefixed = [table for table in tables if _numbers(sheet.name, heads) & set(table.prefixes)]
    if titles:
        best = max(titles, key=lambda one: one[:2])
        same = [table for length, _, table in titles if length == best[0]]
        # 财决05 and 公开05 may have one title and two layouts: the number on the sheet decides.
        return next((table for table in same if table in prefixed), best[2])
    return prefixed[0] if prefixed else _by_name(sheet.name, tables)


def _heads(sheet: Sheet) -> list[str]:
    return [squeezed(cell.text) for row in range(min(sheet.height, _TOP)) for cell in sheet.row(row) if cell.number is None]


def _says(head: str, title: str) -> bool:
    """Whether a cell is the title: alone, with 表 or 明细表 behind it, with a year, behind a unit's name, or before a number in brackets."""
    bare = _DATED.sub("", re.sub(r"（[^（）]*表[^（）]*）$", "", head))
    plain = _DATED.sub("", title)
    return (
        any(bare == f"{plain}{end}" for end in _ENDS)
        or bare == title
        or (bare.endswith(title) and len(bare) <= len(title) + 40 and not _longer(bare, title))
        or bare.startswith(f"{title}（")
    )


def _longer(head: str, title: str) -> bool:
    """Whether what stands before the title belongs to the name of another table: 一般公共预算财政拨款 + 支出决算表."""
    before = head[: -len(title)]
    return bool(re.search(r"(?:拨款|预算|经费|收入|支出|基金|经营|部门收支|项目|基本|资金)$", before)) and not before.endswith("部门")


def _numbers(name: str, heads: list[str]) -> set[str]:
    """What the name of a sheet or its corner numbers the table: Z08_1, 财决08-1."""
    found = set()
    for text in (squeezed(name).upper(), *(head.upper() for head in heads if len(head) < 14)):
        match = _PREFIX.match(text)
        if match and match[1]:
            number = f"{int(match[2]):02d}" + (f"-{int(match[3])}" if match[3] else "")
            kind = {"Z": "财决", "F": "财决附"}.get(match[1], match[1])
            found.add(f"{kind}{number}")
    return found


def _by_name(name: str, tables: Sequence[Table]) -> Table | None:
    """By the name of the sheet, which Excel cuts at 31 characters; nothing when several would fit."""
    bare = _PREFIX.sub("", squeezed(name).upper()).lstrip("_-－表") or squeezed(name)
    bare = re.split(r"（", bare)[0] if not bare.startswith("（") else bare
    exact = [table for table in tables for title in table.titles if title.upper() in (bare, squeezed(name).upper())]
    cut = [table for table in tables for title in table.titles if len(bare) >= 6 and title.upper().startswith(bare)]
    fitting = exact or (cut if len({table.name for table in cut}) == 1 else [])
    return fitting[0] if fitting else None


def year_of(book: Workbook) -> int | None:
    """The year that the sheets (then the file's name) tell most often."""
    years: list[int] = []
    for sheet in book.sheets:
        for row in range(min(sheet.height, _TOP)):
            years += [int(year) for cell in sheet.row(row) if cell.number is None for year in _YEAR.findall(cell.text)[:1]]
    years = years or [int(year) for year in re.findall(r"(?<!\d)(20[0-4]\d)(?!\d)", book.label)]
    return max(set(years), key=years.count) if years else None


def owner_of(book: Workbook) -> str:
    """The name of the unit, as the first sheet that tells it has it."""
    for sheet in book.sheets:
        for row in range(min(sheet.height, _TOP)):
            for cell in sheet.row(row):
                match = _OWNER.match(cell.text.replace("\n", "").strip())
                if match and not re.match(r"(?:万元|元)", match[1]) and label_of(match[1]):
                    return re.split(r"\s{2,}|\s*(?:金额)?单位[：:]", match[1].strip())[0].strip()
    return ""
