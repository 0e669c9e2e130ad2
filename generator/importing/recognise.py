"""Which table a sheet is: by the title in its cells, by the prefix of its name (Z08_1, 财决08-1),
by a name cut at 31 characters. Another table, another year or another unit is not read, and said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import product

from msgspec import Struct

from generator.importing.declared import KnownTable
from generator.importing.grid import Workbook, WorkbookSheet
from generator.importing.titles import (
    Fit,
    alike,
    another,
    fits,
    is_last_year,
    looks_like_a_name,
)
from generator.importing.words import is_numeric, label_of, squeezed
from generator.money import IN_YUAN

_PREFIX = re.compile(r"^(Z|F|CS|QB|GK|财决附?|公开|附表|表)?0?(\d{1,2})(?:[-_－—](\d{1,2}))?表?")
_UNIT = re.compile(r"(?:金额)?单位[：:]?\s*(?:人民币)?\s*(万元|元)")
_YEAR = re.compile(r"(20[0-4]\d)\s*年(?!\s*\d{1,2}\s*月)")
_DAY = re.compile(r"(20[0-4]\d)\s*年\s*\d{1,2}\s*月")
_BARE_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_DIGITS = str.maketrans("〇零○Oo一二三四五六七八九", "00000123456789")
_ASIDE = r"(?:[（(]\w{1,6}[）)])?"
_OWNER = re.compile(
    rf"^(?:(?:编制|公开|填报|预算|主管)?(?:单位|部门)){_ASIDE}(?:名称|全称)?{_ASIDE}[：:]\s*(.+)$"
)
UNKNOWN, DECLINED = "不认识这张表", "认出是"
_DECLARE = "要导入就写一个对照文件，表名照抄（docs/导入对照.md）"


class Recognised(Struct, frozen=True):
    """A sheet and the table that it is; ``table`` is None for one that is not read.

    ``why`` says why it is not; "" where nothing needs to be said: a sheet without figures, or one
    of no use. ``assumed``: nothing in the workbook tells the unit of money. ``cut``: a table that is
    not read follows, which may be the rest of this one.
    """

    sheet: WorkbookSheet
    table: KnownTable | None
    money_unit: str
    factor: int
    title: str
    assumed: bool = False
    why: str = ""
    cut: bool = False


def recognise(
    book: Workbook, tables: Sequence[KnownTable], year: int | None = None
) -> list[Recognised]:
    """Every visible sheet with its table; ``year`` is that of the accounts.

    The unit of money stands on the sheet; where it does not, the other sheets' tell it, or it is
    assumed for all.
    """
    owners = _owners(book)
    fitted: list[tuple[WorkbookSheet, KnownTable | None, str, str]] = []
    for sheet in book.sheets:
        if not sheet.visible or not (sheet.cells or sheet.unread):
            continue
        table, why = _table_and_why(sheet, tables, owners)
        money_unit = unit_of(sheet)
        if table is not None and table.shape == "不读":
            why = ""
            if table.note:
                why = f"{DECLINED}“{table.name}”，不读：{table.note}"
            table = None
        elif table is not None and (other_year := _other_year(sheet, year)):
            table, why = None, other_year
        elif table is not None:
            money_unit = money_unit or table.money_unit
        fitted.append((sheet, table, money_unit, why))
    units = Counter(money_unit for _, table, money_unit, _ in fitted if money_unit and table)
    usual = next((money_unit for money_unit, _ in units.most_common(1)), "")
    assumed = usual or _default([(sheet, table) for sheet, table, _, _ in fitted if table])
    return [
        Recognised(
            sheet,
            table,
            money_unit,
            IN_YUAN.get(money_unit or assumed, 1),
            _title(sheet),
            assumed=not money_unit and not usual,
            why=why,
        )
        for sheet, table, money_unit, why in fitted
    ]


def _table_and_why(
    sheet: WorkbookSheet, tables: Sequence[KnownTable], owners: Sequence[str]
) -> tuple[KnownTable | None, str]:
    """The table of a sheet, or why it is not read ("" where nothing needs to be said)."""
    if sheet.unread:
        return None, f"{sheet.unread}；{sheet.unread_fix}"
    table, fit = _fitting_table(sheet, tables, owners)
    name = squeezed(sheet.name)
    title = _title(sheet)
    word = another(name)
    if fit is Fit.LAST_YEAR or is_last_year(name):
        return None, f"是上年的表（{title}），没有读；上年的数写在 上年 里，或导入进上年的数据文件"
    if fit is Fit.OTHER_UNIT:
        return None, f"表名“{title}”是另一个单位的，没有读；请导入进那个单位的数据文件"
    if table is not None and word and not any(word in title for title in table.titles):
        return (
            None,
            f"工作表名里有“{word}”，不是本单位的“{table.name}”，没有读；是的话改工作表名再导入",
        )
    if table is None and any(is_numeric(cell) for cell in sheet.cells.values()):
        return None, f"{UNKNOWN}（表名：{title}）；{_DECLARE}"
    return table, ""


def _other_year(sheet: WorkbookSheet, year: int | None) -> str:
    """Says of a sheet that tells other years than that of the accounts."""
    years = years_on(sheet)
    if year is None or not years or year in years:
        return ""
    return (
        f"是 {years[0]} 年的表，其他的表是 {year} 年的，没有读；"
        f"确实是 {year} 年的数，把表上的年度改正再导入"
    )


def _default(sheets: Sequence[tuple[WorkbookSheet, KnownTable]]) -> str:
    """The unit of a workbook that tells none.

    The software reports in 元, published tables are in 万元.
    """
    numbers = {number for sheet, _ in sheets for number in _numbers(sheet.name, _heads(sheet))}
    if any(number.startswith("财决") for number in numbers):
        return "元"
    if any(number.startswith("公开") for number in numbers):
        return "万元"
    if any(table.origin == "公开" for _, table in sheets):
        return "万元"
    return "元"


def unit_of(sheet: WorkbookSheet) -> str:
    """The unit of a sheet's amounts, as far as it says so."""
    for cell in sheet.top():
        match = _UNIT.search(squeezed(cell.text).replace("：", ":"))
        if match:
            return match[1]
    return ""


def _title(sheet: WorkbookSheet) -> str:
    """The longest text in the first rows that names a table; else the sheet's name."""
    texts = [
        cell.text
        for row in range(4)
        for cell in sheet.row(row)
        if cell.number is None and "表" in cell.text
    ]
    return max(texts, key=len, default=sheet.name)


def table_of(sheet: WorkbookSheet, tables: Sequence[KnownTable]) -> KnownTable | None:
    """The table of a sheet, None when it is none of those that are known."""
    table, fit = _fitting_table(sheet, tables, _owners(Workbook("", (sheet,))))
    if fit is not Fit.YES:
        return None
    return table


def _fitting_table(
    sheet: WorkbookSheet, tables: Sequence[KnownTable], owners: Sequence[str]
) -> tuple[KnownTable | None, Fit]:
    """The table that a sheet says it is.

    A title in the cells is surest; among several that fit, the longest, and the clerk's own before
    ours. A number alone is not enough beside another title.
    """
    heads = list(dict.fromkeys(_heads(sheet)))
    titles: dict[Fit, list[tuple[int, int, KnownTable]]] = {}
    lines: set[str] = set()
    for number, table in enumerate(tables):
        for title, head in product(table.titles, heads):
            fit = fits(head, title, owners)
            if fit is not Fit.NO:
                titles.setdefault(fit, []).append((len(title), -number, table))
                lines.add(head)
    if len(lines) > 2:
        # A list of tables is none of them.
        unread = [table for *_, table in titles.get(Fit.YES, ()) if table.shape == "不读"]
        if unread:
            return unread[0], Fit.YES
        return None, Fit.NO
    numbers = _numbers(sheet.name, heads)
    prefixed = [table for table in tables if numbers & set(table.prefixes)]
    for fit in (Fit.YES, Fit.LAST_YEAR, Fit.OTHER_UNIT):
        if candidates := titles.get(fit):
            best = max(candidates, key=lambda candidate: candidate[:2])
            same = [table for length, _, table in candidates if length == best[0]]
            # 财决05 and 公开05 may have one title and two layouts: the number decides.
            return next((table for table in same if table in prefixed), best[2]), fit
    if any(looks_like_a_name(head) for head in heads):
        return None, Fit.NO
    bare = _bare_name(sheet.name)
    named, fit = _by_name(sheet.name, bare, tables, owners)
    if named is not None or fit is not Fit.NO:
        return named, fit
    if prefixed and not looks_like_a_name(bare):
        return prefixed[0], Fit.YES
    return None, Fit.NO


def _heads(sheet: WorkbookSheet) -> list[str]:
    """The texts of the first rows, comparable."""
    return [squeezed(cell.text) for cell in sheet.top() if cell.number is None and cell.text]


def _numbers(name: str, heads: list[str]) -> set[str]:
    """What the name of a sheet or its corner numbers the table: Z08_1, 财决08-1."""
    categories = set()
    for text in (squeezed(name).upper(), *(head.upper() for head in heads if len(head) < 14)):
        match = _PREFIX.match(text)
        if match and match[1]:
            number = f"{int(match[2]):02d}"
            if match[3]:
                number += f"-{int(match[3])}"
            kind = {"Z": "财决", "F": "财决附"}.get(match[1], match[1])
            categories.add(f"{kind}{number}")
    return categories


def _bare_name(name: str) -> str:
    """The name of a sheet without its number, and without a bracket behind it that is cut off."""
    bare = _PREFIX.sub("", squeezed(name).upper()).lstrip("_-－表") or squeezed(name)
    return re.sub(r"(?<=.)（[^）]*$", "", bare)


# The beginning of a name tells a table when it has so many characters.
_SHORTEST_CUT = 6


def _by_name(
    name: str, bare: str, tables: Sequence[KnownTable], owners: Sequence[str]
) -> tuple[KnownTable | None, Fit]:
    """By the name of the sheet, which Excel cuts at 31 characters; none when several would fit."""
    comparable = squeezed(name).upper()
    for wanted in (Fit.YES, Fit.LAST_YEAR, Fit.OTHER_UNIT):
        fitting = []
        for table in tables:
            for title in table.titles:
                of_name = fits(comparable, title.upper(), owners)
                if wanted in (of_name, fits(bare, title.upper(), owners)):
                    fitting.append(table)
        if fitting:
            return max(fitting, key=lambda table: max(map(len, table.titles))), wanted
    cut: list[KnownTable] = []
    if len(bare) >= _SHORTEST_CUT:
        for table in tables:
            cut += (table for title in table.titles if title.upper().startswith(bare))
    if len({table.name for table in cut}) == 1:
        return cut[0], Fit.YES
    return None, Fit.NO


def in_digits(text: str) -> str:
    """二〇二三年度 → 2023年度."""
    return re.sub(
        r"[二2][〇零○Oo0][一二三四五六七八九〇零○Oo0]{2}(?=\s*年)",
        lambda match: match[0].translate(_DIGITS),
        text,
    )


def years_on(sheet: WorkbookSheet) -> list[int]:
    """The years that a sheet tells of itself: in its first rows, else in its name."""
    texts = [in_digits(cell.text) for cell in sheet.top() if cell.number is None]
    years = [int(year) for text in texts for year in _YEAR.findall(text)[:1]]
    years = years or [
        int(year)
        for text in texts
        if looks_like_a_name(squeezed(text))
        for year in _BARE_YEAR.findall(text)
    ]
    return years or [int(year) for year in _BARE_YEAR.findall(sheet.name)]


def year_of(book: Workbook) -> int | None:
    """The year that the sheets (then a date on them, then the file's name) tell most often.

    Sheets that say of themselves that they are last year's are not asked. Of two years told
    equally often, the later one. A document says it itself.
    """
    if book.year:
        return book.year
    asked = [sheet for sheet in book.sheets if not _says_last_year(sheet)]
    # Each sheet counts once for each year that it tells.
    years = [year for sheet in asked for year in dict.fromkeys(years_on(sheet))]
    texts = [cell.text for sheet in asked for cell in sheet.top() if cell.number is None]
    years = years or [int(year) for text in texts for year in _DAY.findall(text)]
    years = years or [int(year) for year in _BARE_YEAR.findall(book.label)]
    return max(set(years), key=lambda year: (years.count(year), year), default=None)


def _says_last_year(sheet: WorkbookSheet) -> bool:
    """Whether a sheet calls itself last year's."""
    names = [
        sheet.name,
        *(cell.text for cell in sheet.top() if looks_like_a_name(squeezed(cell.text))),
    ]
    return any(is_last_year(squeezed(name)) for name in names)


def owner_of(book: Workbook) -> str:
    """The name of the unit, as the first sheet that tells it has it."""
    return next(iter(_owners(book)), "")


def _owners(book: Workbook) -> list[str]:
    """The names of units that the sheets tell, each once."""
    return list(dict.fromkeys(name for sheet in book.sheets if (name := owner_on(sheet))))


def owner_on(sheet: WorkbookSheet) -> str:
    """The name of the unit that a sheet tells."""
    for cell in sheet.top():
        match = _OWNER.match(cell.text.replace("\n", "").strip())
        if match and not re.match(r"(?:万元|元)", match[1]) and label_of(match[1]):
            return re.split(r"\s{2,}|\s*(?:金额)?单位[：:]", match[1].strip())[0].strip()
    return ""


def other_owner(sheets: Sequence[Recognised]) -> tuple[Recognised, Recognised] | None:
    """Two sheets that are read and tell two units; None where there is one unit."""
    owners = [
        (recognised, owner)
        for recognised in sheets
        if recognised.table and (owner := owner_on(recognised.sheet))
    ]
    for recognised, owner in owners[1:]:
        first, first_owner = owners[0]
        if not alike(owner, first_owner):
            return first, recognised
    return None
