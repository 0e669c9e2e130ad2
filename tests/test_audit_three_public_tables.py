"""juesuan audit: the table of the “三公”经费 whose items stand below one another: its sums, and what
it and the text say of one figure. Right ones of several layouts are silent."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generator.audit.audit import audit
from generator.extracting.content import (
    Extract,
    ExtractedCell,
    ExtractedParagraph,
    ExtractedTable,
    Spot,
)
from generator.findings.place import Level
from tests.audited_sentences import HEAD, THREE

Rows = Sequence[tuple[str, ...]]
TITLES = (
    "“三公”经费及相关信息统计表",
    "财政拨款“三公”经费支出决算表",
    "“三公”经费支出表",
)
TEXT = (
    "2024年度“三公”经费财政拨款支出决算为15.00万元，其中：公务用车购置及运行维护费12.00万元，"
    "公务接待费3.00万元。公务用车保有量为4辆。国内公务接待20批次、180人次。"
)
AMOUNTS: Rows = (
    ("项目", "行次", "预算数", "决算数"),
    ("（一）支出合计", "1", "20.00", "15.00"),
    ("1．因公出国（境）费", "2", "0.00", "0.00"),
    ("2．公务用车购置及运行维护费", "3", "14.00", "12.00"),
    ("（1）公务用车购置费", "4", "0.00", "0.00"),
    ("（2）公务用车运行维护费", "5", "14.00", "12.00"),
    ("3．公务接待费", "6", "6.00", "3.00"),
    ("（1）国内接待费", "7", "—", "3.00"),
    ("（2）国（境）外接待费", "8", "—", "0.00"),
)
COUNTS: Rows = (
    ("（二）相关统计数", "9", "—", "—"),
    ("1．因公出国（境）团组数（个）", "10", "—", "0"),
    ("2．公务用车购置数（辆）", "11", "—", "0"),
    ("3．公务用车保有量（辆）", "12", "—", "4"),
    ("4．国内公务接待批次（个）", "13", "—", "20"),
    ("5．国内公务接待人次（人）", "14", "—", "180"),
)


def graver(title: str, rows: Rows, text: str = TEXT, unit: str = "万元") -> list[str]:
    """The rules and messages of what is told of a table behind a text, no hints."""
    lines = (*HEAD, THREE, text, title, f"金额单位：{unit}")
    paragraphs = [ExtractedParagraph(line, Spot(n)) for n, line in enumerate(lines, 1)]
    cells = tuple(
        tuple(ExtractedCell(each, Spot(9, 1, row, at)) for at, each in enumerate(texts, 1))
        for row, texts in enumerate(rows, 1)
    )
    table = ExtractedTable(cells, Spot(9, 1))
    remarks = audit(Extract((*paragraphs, table))).remarks
    return [f"{item.rule}：{item.message}" for item in remarks if item.level is not Level.HINT]


def changed(rows: Rows, was: tuple[str, ...], instead: tuple[str, ...]) -> Rows:
    assert was in rows
    return [instead if row == was else row for row in rows]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("head", ["决算数", "决算统计数", "统计数"])
@pytest.mark.parametrize("total", ["合计", "（一）支出合计", "“三公”经费支出合计"])
def test_sums_of_items_below_one_another(title: str, head: str, total: str) -> None:
    rows = changed(AMOUNTS, AMOUNTS[0], ("项目", "行次", "预算数", head))
    rows = changed(rows, AMOUNTS[1], (total, "1", "20.00", "15.00"))
    assert graver(title, rows) == []
    wrong = changed(rows, (total, "1", "20.00", "15.00"), (total, "1", "20.00", "16.00"))
    (message,) = graver(title, wrong)
    assert "三项相加得 15" in message
    assert "16.00" in message
    wrong = changed(rows, AMOUNTS[5], (AMOUNTS[5][0], "5", "13.00", "12.00"))
    (message,) = graver(title, wrong)
    assert message.startswith("表内横向")


@pytest.mark.parametrize(
    ("line", "wrong", "rule"),
    [
        (AMOUNTS[7], "2.00", "表内横向"),
        (COUNTS[3], "5", "表文不符"),
        (COUNTS[4], "26", "表文不符"),
        (COUNTS[5], "108", "表文不符"),
    ],
)
def test_lines_of_guests_and_counts(line: tuple[str, ...], wrong: str, rule: str) -> None:
    rows = (*AMOUNTS, *COUNTS)
    assert graver(TITLES[0], rows) == []
    (message,) = graver(TITLES[0], changed(rows, line, (*line[:3], wrong)))
    assert message.startswith(rule)


def test_amounts_of_the_text_agree_with_the_lines() -> None:
    """All of a table may be of one sum, and another than that of the text."""
    text = TEXT.replace("15.00", "14.00").replace("12.00", "11.00")
    messages = graver(TITLES[1], AMOUNTS, text)
    assert messages
    assert all(each.startswith("表文不符") for each in messages)
    in_yuan = [
        tuple(f"{each.replace('.', '')}00.00" if "." in each else each for each in row)
        for row in (tuple(cell.replace("．", "、") for cell in row) for row in AMOUNTS)
    ]
    assert graver(TITLES[1], in_yuan, unit="元") == []


def test_tables_of_other_kinds_are_left_alone() -> None:
    by_year = changed(
        AMOUNTS[:7], AMOUNTS[0], ("项目", "2023年决算数", "2024年预算数", "2024年决算数")
    )
    by_year = [
        row if row[0] == "项目" else (row[0], "18.00" if "合计" in row[0] else "", *row[2:])
        for row in by_year
    ]
    assert graver("“三公”经费支出对比表", by_year) == []
    of_units = (*AMOUNTS, *AMOUNTS[1:])
    assert graver(TITLES[0], of_units) == []
    several = TEXT + "局机关公务用车保有量3辆，所属单位公务用车保有量1辆。"
    messages = graver(TITLES[0], (*AMOUNTS, *COUNTS), several)
    assert not [each for each in messages if each.startswith("表文不符")]


def test_two_kinds_of_budgets_and_a_column_of_units() -> None:
    rows = [("项目", "年初预算数", "全年预算数", "决算数")]
    rows += [(row[0], row[2], row[2], row[3]) for row in AMOUNTS[1:7]]
    by_unit = [(("单位", "局机关")[place > 0], *row) for place, row in enumerate(rows)]
    for layout in (rows, by_unit):
        assert graver(TITLES[1], layout) == []
        for column in (-3, -2, -1):
            wrong = [list(row) for row in layout]
            wrong[1][column] = "19.00"
            (message,) = graver(TITLES[1], [tuple(row) for row in wrong])
            assert message.startswith("表内横向")


RATES = (
    "2024年度“三公”经费财政拨款支出决算为10.97万元，完成预算的91.4%。"
    "公务用车购置及运行维护费支出7.84万元，完成预算的92.2%。公务接待费支出3.13万元，完成预算的89.4%。"
)
BUDGETS: Rows = (
    ("项目", "行次", "预算数", "决算数"),
    ("（一）支出合计", "1", "12.00", "10.97"),
    ("1．因公出国（境）费", "2", "0.00", "0.00"),
    ("2．公务用车购置及运行维护费", "3", "8.50", "7.84"),
    ("（1）公务用车购置费", "4", "0.00", "0.00"),
    ("（2）公务用车运行维护费", "5", "8.50", "7.84"),
    ("3．公务接待费", "6", "3.50", "3.13"),
)


@pytest.mark.parametrize(
    ("right", "wrong", "formula"),
    [
        ("92.2%", "82.2%", "7.84万元÷8.50＝92.2%，印的是 82.2%"),
        ("89.4%", "98.4%", "3.13万元÷3.50＝89.4%，印的是 98.4%"),
        ("91.4%", "81.4%", "10.97万元÷12.00＝91.4%，印的是 81.4%"),
    ],
)
@pytest.mark.parametrize("head", ["预算数", "全年预算数"])
def test_a_rate_whose_budget_the_table_says(
    right: str, wrong: str, formula: str, head: str
) -> None:
    """The number that is wrong is told by its own formula, not by what others leave for a total."""
    rows = changed(BUDGETS, BUDGETS[0], ("项目", "行次", head, "决算数"))
    assert graver(TITLES[1], rows, RATES) == []
    assert graver(TITLES[1], rows, RATES.replace(right, wrong)) == [f"完成率：{formula}"]


def test_budgets_of_another_time_are_no_partners_of_the_rates() -> None:
    others = [
        (*row[:2], row[2].replace("8.50", "9.50").replace("12.00", "13.00"), *row[3:])
        for row in BUDGETS
    ]
    assert graver(TITLES[1], others, RATES) == []
