"""Workbooks that are imported together: all of one year and of one unit, else they are refused."""

from __future__ import annotations

from collections.abc import Sequence

from generator.importing.grid import Workbook
from generator.importing.recognise import Recognised, other_owner, owner_of, owner_on, year_of
from generator.importing.words import squeezed


class NoYearError(Exception):
    """No sheet and no option tells the year of the figures."""


class NotTogetherError(Exception):
    """Workbooks that are not read as one: of two years, two units, or not of the file's year.

    The text says what to do, in Chinese.
    """


def one_year(books: Sequence[Workbook], year: int | None, file_year: int | None) -> int:
    """The year of all workbooks.

    ``year``, given on the command line, overrules what they say, but not ``file_year``, that of
    the file which they go into. Raises NotTogetherError and NoYearError.
    """
    years = [(book.label, year_printed) for book in books if (year_printed := year_of(book))]
    if year is None:
        _refuse_two_years(years)
    found_year = year or next((year_printed for _, year_printed in years), file_year)
    if found_year is None:
        raise NoYearError("表里没有写是哪一年的决算；请加 --year 年度，如 --year 2023")
    if file_year is not None and found_year != file_year:
        where = f"--year 写的是 {year}"
        if not year:
            where = f"{years[0][0]} 是 {found_year} 年的决算"
        advice = f"请选 {file_year} 年的报表"
        if found_year == file_year - 1:
            advice += "；上年的，另导入成上年的数据文件（不写到这个文件里）"
        raise NotTogetherError(
            f"{where}，数据文件的 年度 是 {file_year}，没有导入；{advice}。"
            f"是表上的年度印错了的，加 --year {file_year}"
        )
    return found_year


def _refuse_two_years(years: Sequence[tuple[str, int]]) -> None:
    """Raise NotTogetherError where two workbooks, each named by its label, are of two years."""
    for label, other_year in years[1:]:
        first_label, first_year = years[0]
        if other_year != first_year:
            raise NotTogetherError(
                f"{first_label} 是 {first_year} 年的，{label} 是 {other_year} 年的，"
                "不能一起导入；请只选同一年的。"
                f"是表上的年度印错了的，加 --year 年度，如 --year {first_year}"
            )


def one_owner(books: Sequence[Workbook]) -> str:
    """The unit of all workbooks; of two spellings one may hold the other (某局 and 某市某局).

    Raises NotTogetherError.
    """
    owners = [(book.label, owner) for book in books if (owner := owner_of(book))]
    if not owners:
        return ""
    first_label, first_owner = owners[0]
    for label, owner in owners[1:]:
        first, current = squeezed(first_owner), squeezed(owner)
        if first not in current and current not in first:
            raise NotTogetherError(
                f"{first_label} 是“{first_owner}”的，{label} 是“{owner}”的，"
                "不能一起导入；请只选一个单位的报表。"
                "是同一个单位、写法不同的，把表上的编制单位改成一样再导入"
            )
    return first_owner


def refuse_two_units(sheets: Sequence[Recognised]) -> None:
    """Raise NotTogetherError where sheets of one workbook are of two units: nobody adds those up."""
    if two := other_owner(sheets):
        contradiction = "，".join(
            f"{recognised.sheet.name} 是“{owner_on(recognised.sheet)}”的" for recognised in two
        )
        raise NotTogetherError(
            f"一个工作簿里有几个单位的表：{contradiction}，"
            "不能一起导入；请每个单位另存一份再导入。"
            "是同一个单位、写法不同的，把表上的编制单位改成一样"
        )
