"""Workbooks → figures: the whole way, and what is to be said about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.importing.declared import Table, load_tables
from generator.importing.evidence import Evidence
from generator.importing.facts import ledger_of
from generator.importing.grid import Workbook, read_workbook
from generator.importing.lines import Figures, figures_of
from generator.importing.lists import read_lines
from generator.importing.recognise import Recognised, owner_of, recognise, year_of
from generator.importing.registers import read_register
from generator.importing.subject_tables import read_subjects
from generator.model.subjects import catalogue


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of workbooks: figures, the unit's name, year and money unit as told there, and the evidence with its remarks."""

    figures: Figures
    owner: str
    year: int
    unit: str
    evidence: Evidence
    skipped: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


class NoYear(Exception):
    """Nothing tells the year."""


def import_files(paths: Sequence[Path], extra: Path | None = None, year: int | None = None) -> Imported:
    """Read workbooks together. Raises WorkbookError, DeclarationError or NoYear, with words for the clerk."""
    tables = load_tables(extra)
    books = [read_workbook(path) for path in paths]
    found_year = year or next(filter(None, map(year_of, books)), None)
    if found_year is None:
        raise NoYear("表里没有写是哪一年的决算；请加 --year 年度，如 --year 2023")
    evidence, sheets, skipped = Evidence(), [], []
    several = len(books) > 1
    for book in books:
        skipped += [(sheet.name, "隐藏的工作表，没有读；要导入请先取消隐藏") for sheet in book.sheets if not sheet.visible and sheet.cells]
        for one in _shortened(book, recognise(book, tables), several=several):
            if one.table is None:
                skipped.append((one.sheet.name, "不认识这张表；要导入就写一个对照文件（docs/导入对照.md）"))
            elif one.table.shape == "不读":
                skipped.append((one.sheet.name, f"认出是“{one.table.name}”，不读：{one.table.note}"))
            else:
                sheets.append(one)
    _read(sheets, found_year, evidence)
    units = {one.unit or ("万元" if one.factor > 1 else "元") for one in sheets}
    subjects = catalogue(found_year)
    figures = figures_of(ledger_of(evidence, subjects), evidence, subjects)
    owner = next(filter(None, map(owner_of, books)), "")
    money = "元" if "元" in units or not units else "万元"
    return Imported(figures, owner, found_year, money, evidence, tuple(skipped), tuple(book.label for book in books))


def _shortened(book: Workbook, found: list[Recognised], *, several: bool) -> list[Recognised]:
    """Sheets by short names: the number in front (Z08_1) where it is one sheet's alone; with several files, with the file's name."""
    short = [re.split(r"[\s\u3000]", one.sheet.name)[0] for one in found]
    names = [name if name and short.count(name) == 1 else one.sheet.name for name, one in zip(short, found, strict=True)]
    prefix = f"{book.label}：" if several else ""
    return [replace(one, sheet=replace(one.sheet, name=prefix + name)) for name, one in zip(names, found, strict=True)]


def _read(sheets: Sequence[Recognised], year: int, evidence: Evidence) -> None:
    """All sheets of one table together, 财决 before 公开: of two equal tables the exact one wins."""
    groups: dict[tuple[str, int], tuple[Table, list[Recognised]]] = {}
    for one in sheets:
        assert one.table is not None
        groups.setdefault((one.table.name, one.factor), (one.table, []))[1].append(one)
    order = sorted(groups.values(), key=lambda group: group[1][0].factor)
    for table, found in order:
        if table.shape == "科目表":
            read_subjects(found, table, catalogue(year), evidence)
            continue
        for one in found:
            if table.shape == "清单":
                read_register(one, table, evidence)
                continue
            read_lines(one, table, catalogue(year), evidence)
