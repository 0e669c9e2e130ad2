"""Small workbooks for the tests of the import: sheets typed as rows, and a sheet with a 科目 in each line from a head and a few lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from generator.importing.importer import Imported

OWNER, YEAR = "某市某某局", 2023
NAMES = {
    "201": "一般公共服务支出",
    "20103": "政府办公厅（室）及相关机构事务",
    "2010301": "行政运行",
    "2010302": "一般行政管理事务",
    "2010350": "事业运行",
    "223": "国有资本经营预算支出",
    "22301": "解决历史遗留问题及改革成本支出",
    "2230105": "国有企业退休人员社会化管理补助支出",
}


def book(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook of sheets as they are typed."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def top(
    title: str, corner: str, *, unit: str = "元", owner: str = OWNER, year: int = YEAR
) -> list[list[Any]]:
    """The three lines over a table."""
    money = f"金额单位：{unit}" if unit else None
    return [
        [title],
        [None, None, corner],
        [f"编制单位：{owner}", f"{year}年度" if year else None, money],
    ]


def subjects(
    title: str, corner: str, heads: Sequence[str], lines: Mapping[str, Sequence[Any]], **said: Any
) -> list[list[Any]]:
    """A table with a 科目 in each line: 类 and 款 are added up from the items, and so is 合计. A head 甲/乙 has two levels."""
    rows = top(title, corner, **said)
    deep = any("/" in head for head in heads)
    above = [head.partition("/")[0] for head in heads]
    rows.append(
        [
            "科目编码",
            "科目名称",
            *(
                one if not place or above[place - 1] != one else None
                for place, one in enumerate(above)
            ),
        ]
    )
    if deep:
        rows.append([None, None, *(head.partition("/")[2] or None for head in heads)])
    rows.append([None, "合计", *_sums(lines, "")])
    for code in sorted({code[:length] for code in lines for length in (3, 5, 7)}):
        rows.append(
            [code, NAMES.get(code, code), *(lines[code] if code in lines else _sums(lines, code))]
        )
    return rows


def _sums(lines: Mapping[str, Sequence[Any]], prefix: str) -> list[Any]:
    chosen = [amounts for code, amounts in lines.items() if code.startswith(prefix)]
    return [round(sum(amount or 0 for amount in column), 2) for column in zip(*chosen, strict=True)]


def found_in(imported: Imported) -> dict[str, Any]:
    """Every number of an import by its place."""
    return {"/".join(line.path): line.amount for line in imported.figures.lines}


def grave(imported: Imported) -> list[str]:
    """What has to be compared, each with its cell."""
    return [f"{one.spot} {one.message}" for one in imported.evidence.remarks if one.grave]


def light(imported: Imported) -> list[str]:
    """What has to be noted."""
    return [f"{one.spot} {one.message}" for one in imported.evidence.remarks if not one.grave]
