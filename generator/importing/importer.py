"""Workbooks → figures: the whole way, and what is to be said about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.importing.cover import Answer, answers
from generator.importing.declared import Table, load_tables
from generator.importing.evidence import Evidence, Spot
from generator.importing.facts import ledger_of
from generator.importing.grid import Workbook, read_workbook
from generator.importing.lines import Figures, figures_of
from generator.importing.lists import read_lines
from generator.importing.lost import tell_lost
from generator.importing.recognise import (
    Recognised,
    other_owner,
    owner_of,
    owner_on,
    recognise,
    year_of,
    years_on,
)
from generator.importing.registers import read_register
from generator.importing.subject_tables import read_subjects
from generator.importing.waiting import Waiting, waiting_of
from generator.importing.words import squeezed
from generator.model.subjects import catalogue

# A unit's tables have some hundreds of lines, a list of every payment some thousands.
MAX_ROWS, MAX_LISTED, MAX_ALL_ROWS = 4_000, 30_000, 40_000


class Imported(Struct, frozen=True):
    """What came of workbooks: figures, the unit's name, year and money unit as told there, and the evidence with its remarks."""

    figures: Figures
    owner: str
    year: int
    unit: str
    evidence: Evidence
    skipped: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    answers: Mapping[str, Answer]
    waiting: tuple[Waiting, ...] = ()


class NoYear(Exception):
    """Nothing tells the year."""


class NotTogether(Exception):
    """Workbooks of two years, two units, or of another year than the file: they are not read as one. The text says what to do, in Chinese."""


def import_files(
    paths: Sequence[Path],
    extra: Path | None = None,
    year: int | None = None,
    own: int | None = None,
) -> Imported:
    """Read workbooks together. ``year`` overrules what they say, ``own`` is that of the file which they go into.

    Raises WorkbookError, DeclarationError, NoYear or NotTogether, with words for the clerk.
    """
    tables = load_tables(extra)
    books = [read_workbook(path) for path in paths]
    found_year = _one_year(books, year, own)
    owner = _one_owner(books)
    evidence, sheets, skipped = Evidence(), [], []
    several = len(books) > 1
    for book in books:
        skipped += [
            (sheet.name, "隐藏的工作表，没有读；要导入请先取消隐藏")
            for sheet in book.sheets
            if not sheet.visible and sheet.cells
        ]
        printed = {told for sheet in book.sheets for told in years_on(sheet)}
        # A year on the command line, where no sheet tells it, mends a misprint on all of them.
        wanted = found_year if found_year in printed else year_of(book)
        for one in _shortened(book, recognise(book, tables, wanted), several=several):
            if one.table is not None:
                sheets.append(one)
            elif one.why:
                skipped.append((one.sheet.name, one.why))
    sheets = _bounded(sheets, skipped)
    _one_unit(sheets)
    _assumptions(sheets, evidence)
    for one in sheets:
        tell_lost(one.sheet, evidence)
    _read(sheets, found_year, evidence)
    units = {one.unit or ("万元" if one.factor > 1 else "元") for one in sheets}
    subjects = catalogue(found_year)
    figures = figures_of(ledger_of(evidence, subjects), evidence, subjects)
    money = "元" if "元" in units or not units else "万元"
    labels = tuple(book.label for book in books)
    return Imported(
        figures,
        owner,
        found_year,
        money,
        evidence,
        tuple(skipped),
        labels,
        answers(books),
        waiting_of(evidence, figures),
    )


def _one_year(books: Sequence[Workbook], year: int | None, own: int | None) -> int:
    """The year of all workbooks. A year given on the command line overrules what they say, but not the file that they go into."""
    told = [(book.label, found) for book in books if (found := year_of(book))]
    if year is None:
        other = next(((label, found) for label, found in told if found != told[0][1]), None)
        if other:
            raise NotTogether(
                f"{told[0][0]} 是 {told[0][1]} 年的，{other[0]} 是 {other[1]} 年的，不能一起导入；请只选同一年的。是表上的年度印错了的，加 --year 年度，如 --year {told[0][1]}"
            )
    found_year = year or (told[0][1] if told else own)
    if found_year is None:
        raise NoYear("表里没有写是哪一年的决算；请加 --year 年度，如 --year 2023")
    if own is not None and found_year != own:
        where = f"--year 写的是 {year}" if year else f"{told[0][0]} 是 {found_year} 年的决算"
        raise NotTogether(
            f"{where}，数据文件的 年度 是 {own}，没有导入；请选 {own} 年的报表。是表上的年度印错了的，加 --year {own}"
        )
    return found_year


def _one_owner(books: Sequence[Workbook]) -> str:
    """The unit of all workbooks; of two spellings one may hold the other (某局 and 某市某局)."""
    told = [(book.label, owner) for book in books if (owner := owner_of(book))]
    for label, owner in told[1:]:
        first, other = squeezed(told[0][1]), squeezed(owner)
        if first not in other and other not in first:
            raise NotTogether(
                f"{told[0][0]} 是“{told[0][1]}”的，{label} 是“{owner}”的，不能一起导入；请只选一个单位的报表。是同一个单位、写法不同的，把表上的编制单位改成一样再导入"
            )
    return told[0][1] if told else ""


def _bounded(sheets: Sequence[Recognised], skipped: list[tuple[str, str]]) -> list[Recognised]:
    """The sheets that are not larger than the accounts of a unit can be; the others are told."""
    rows, small = 0, []
    for one in sheets:
        assert one.table is not None
        most = MAX_LISTED if one.table.shape == "清单" else MAX_ROWS
        height = one.sheet.filled
        rows += height
        if height <= most and rows <= MAX_ALL_ROWS:
            small.append(one)
            continue
        rows -= height
        skipped.append(
            (
                one.sheet.name,
                f"有 {height} 行，不像一个单位的“{one.table.name}”（最多读 {most} 行，"
                f"各表共 {MAX_ALL_ROWS} 行），没有读；检查是否选错了文件，删去多余的行再导入",
            )
        )
    return small


def _one_unit(sheets: Sequence[Recognised]) -> None:
    """Sheets of two units in one workbook are not added up. Raises NotTogether."""
    if two := other_owner(sheets):
        told = "，".join(f"{one.sheet.name} 是“{owner_on(one.sheet)}”的" for one in two)
        raise NotTogether(
            f"一个工作簿里有几个单位的表：{told}，不能一起导入；请每个单位另存一份再导入。是同一个单位、写法不同的，把表上的编制单位改成一样"
        )


def _assumptions(sheets: Sequence[Recognised], evidence: Evidence) -> None:
    """Sheets that tell no unit of money are read by one assumption, which is said."""
    assumed = [one for one in sheets if one.assumed]
    if assumed:
        unit = "万元" if assumed[0].factor > 1 else "元"
        message = f"{len(assumed)} 张表都没有写金额单位，按{'公开表' if unit == '万元' else '财决报表'}的惯例当作 {unit}"
        evidence.remark(
            Spot(assumed[0].sheet.name, ""),
            message,
            "不对的，在表上补写“金额单位：元”或“金额单位：万元”再导入",
            grave=False,
        )


def _shortened(book: Workbook, found: list[Recognised], *, several: bool) -> list[Recognised]:
    """Sheets by short names: the number in front (Z08_1) where it is one sheet's alone; with several files, with the file's name."""
    short = [re.split(r"[\s\u3000]", one.sheet.name)[0] for one in found]
    names = [
        name if name and short.count(name) == 1 else one.sheet.name
        for name, one in zip(short, found, strict=True)
    ]
    prefix = f"{book.label}：" if several else ""
    return [
        replace(one, sheet=replace(one.sheet, name=prefix + name))
        for name, one in zip(names, found, strict=True)
    ]


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
