"""Parts without a number: an import can put numbers into them, and leaves none behind itself in
which a clerk cannot type."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from generator.importing.evidence import CellSpot
from generator.importing.importer import import_files
from generator.importing.into import update_text
from generator.importing.lines import DataLine, Figures
from generator.importing.writing import FileOrigin, new_text
from generator.model.rules import MARK
from generator.model.subjects import catalogue
from tests.importing_sheets import book, subjects

CARS = ("三公经费", "公务用车购置及运行维护费")
BOUGHT = (*CARS, "购置费")
ABROAD = ("三公经费", "因公出国境费")


def figures(*numbers: tuple[tuple[str, ...], str]) -> Figures:
    """What a workbook tells: places and amounts in 元."""
    lines = (DataLine(path, Decimal(amount), (CellSpot("F03", "C8"),)) for path, amount in numbers)
    return Figures(tuple(lines), catalogue(2024), {})


@pytest.mark.parametrize(
    "braces",
    [
        "{}",
        "{ }",
        "{  # 没有\n    }",
        "{预算数: {}}",
        "{预算数: }",
        "{决算数: 1, }",
        "{原因: 旧车}",
    ],
)
@pytest.mark.parametrize("around", ["\n    购置费: {}\n", " {{购置费: {}}}\n"])
def test_numbers_are_put_into_braces_whatever_is_in_them(braces: str, around: str) -> None:
    text = f"三公经费:\n  公务用车购置及运行维护费:{around.format(braces)}  原因: 无\n"
    amounts = figures(
        ((*BOUGHT, "预算数", "年初"), "180000"),
        ((*BOUGHT, "预算数", "全年"), "190000"),
        ((*BOUGHT, "决算数"), "179800"),
    )
    data = yaml.safe_load(update_text(text, amounts, "万元").text)
    bought = data["三公经费"][CARS[1]]["购置费"]
    assert bought["预算数"] == {"年初": 18, "全年": 19}
    assert bought["决算数"] == 17.98
    assert data["三公经费"]["原因"] == "无"


def test_a_part_of_which_nothing_is_known_waits_as_a_whole() -> None:
    amounts = figures(
        ((*CARS, "运行维护费", "决算数"), "124900"),
        (("三公经费", "公务接待费", "国内", "决算数"), "18400"),
    )
    text = new_text(amounts, "万元", FileOrigin("某局", 2024, ("某局.docx",)))
    assert "{}" not in text
    assert "\n    # 待填：购置费: {预算数: 数, 决算数: 数, 上年决算数: 数}  # 没有填 0\n" in text
    data = yaml.safe_load(text)
    assert "购置费" not in data["三公经费"][CARS[1]]
    # Who takes the mark away and types has a part; so has the next import, and the line goes.
    typed = text.replace(f"# {MARK}：购置费", "购置费")
    assert yaml.safe_load(typed)["三公经费"][CARS[1]]["购置费"]["决算数"] == "数"
    again = update_text(text, figures(((*BOUGHT, "决算数"), "179800")), "万元").text
    assert yaml.safe_load(again)["三公经费"][CARS[1]]["购置费"] == {"决算数": 17.98}
    assert f"{MARK}：购置费" not in again


@pytest.mark.parametrize("part", ["{}", "{预算数: 0, 人次: 0}", ""])
def test_a_zero_of_the_workbook_answers_what_the_file_is_asked(part: str) -> None:
    typed = f"  因公出国境费: {part}\n" if part else ""
    text = f"三公经费:\n{typed}  公务接待费: {{原因: 无}}\n"
    amounts = figures(
        *(((*ABROAD, name), "0") for name in ("预算数", "决算数")),
        *((("三公经费", "公务接待费", "外事", name), "0") for name in ("决算数", "批次")),
    )
    update = update_text(text, amounts, "万元")
    data = yaml.safe_load(update.text)["三公经费"]
    assert data["因公出国境费"]["预算数"] == data["因公出国境费"]["决算数"] == 0
    # Left out, 外事 is said to be 0 already.
    assert data["公务接待费"] == {"原因": "无"}
    assert update_text(update.text, amounts, "万元").text == update.text


def test_an_empty_cell_answers_nothing() -> None:
    line = DataLine((*ABROAD, "决算数"), Decimal(0), (CellSpot("F03", "C8"),), blank=True)
    text = "三公经费:\n  因公出国境费: {}\n"
    assert update_text(text, Figures((line,), catalogue(2024), {}), "万元").text == text


def test_of_zero_purchases_those_beside_others_are_not_added() -> None:
    amounts = figures(*((("政府采购", kind), "0") for kind in ("货物", "工程", "服务")))
    assert update_text("政府采购: {货物: 0}\n", amounts, "万元").changes == []
    added = yaml.safe_load(update_text("年度: 2024\n", amounts, "万元").text)
    assert added["政府采购"] == {"货物": 0, "工程": 0, "服务": 0}


WAITING = """年度: 2023
支出:
  一般公共预算:
    2010301 行政运行:
      基本支出:
        30101 基本工资: 待填
        30107 绩效工资: 待填  # 上年 3
        30201 办公费: 待填
"""


@pytest.mark.parametrize(
    ("heads", "amounts", "salary"),
    [
        # All of the part: there is no 绩效工资.
        (("合计", "基本工资", "办公费"), (1000, 900, 100), "0"),
        # Something is missing, in a column that the table lacks, or that nobody knows.
        (("合计", "基本工资", "办公费"), (1000, 600, 100), MARK),
        (("合计", "基本工资", "考核奖励", "办公费"), (1000, 600, 300, 100), MARK),
    ],
)
def test_what_waits_is_0_where_a_part_adds_up_to_its_total_without_it(
    heads: tuple[str, ...], amounts: tuple[object, ...], salary: str, tmp_path: Path
) -> None:
    title = "一般公共预算财政拨款基本支出决算明细表"
    sheets = {"Z08_1": subjects(title, "财决08-1表", heads, {"2010301": amounts})}
    imported = import_files([book(tmp_path / "报表.xlsx", sheets)])
    unread = imported.evidence.unread
    text = update_text(WAITING, imported.figures, imported.money_unit, unread).text
    line = next(line for line in text.splitlines() if "绩效工资" in line)
    assert line.strip().startswith(f"30107 绩效工资: {salary}")


RENAMED = """年度: 2023
支出:
  一般公共预算:
    2010302 一般行政管理事务:
      项目支出:
        能力建设项目: {30201 办公费: 3, 30227 委托业务费: 5}
        另一个项目: {30201 办公费: 4}
"""


@pytest.mark.parametrize(("amount", "is_same"), [("30000", True), ("31000", False)])
def test_a_project_that_was_renamed_is_not_added_again(amount: str, is_same: bool) -> None:
    item = ("支出", "一般公共预算", "2010302 一般行政管理事务", "项目支出")
    amounts = figures(
        ((*item, "专项经费", "30201 办公费"), amount),
        ((*item, "专项经费", "30227 委托业务费"), "50000"),
        ((*item, "另一个项目", "30201 办公费"), "40000"),
    )
    update = update_text(RENAMED, amounts, "万元")
    projects = yaml.safe_load(update.text)["支出"]["一般公共预算"][item[2]]["项目支出"]
    assert ("专项经费" in projects) is not is_same
    assert any("当作同一个项目，没有另加" in each for each in update.left) is is_same


def test_no_running_cost_is_added_that_nobody_asks_for() -> None:
    amounts = figures((("机关运行经费", "决算数"), "0"))
    assert update_text("年度: 2024\n", amounts, "万元").changes == []
    waiting = "机关运行经费: {决算数: 待填}\n"
    assert "决算数: 0" in update_text(waiting, amounts, "万元").text
