"""What an import cannot know it does not invent, and what it leaves out it says: sums, remainders, rounded cells, one mistake seen in many places."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from generator.importing.importer import import_files
from tests.importing_books import software
from tests.importing_ledger import SMALL, text_of
from tests.importing_sheets import book, found_in, grave, light, subjects, top

D = Decimal
FLOWS = (
    "年初结转和结余/合计",
    "本年收入/{}",
    "本年收入/基本支出",
    "本年支出/{}",
    "本年支出/基本支出",
    "本年支出/项目支出",
    "年末结转和结余/合计",
)


@pytest.mark.parametrize("word", ["合计", "小计"])
def test_the_sum_under_income_is_income(word: str, tmp_path: Path) -> None:
    """财决07: 本年收入/合计 stands beside 本年支出/合计, and is not taken for it."""
    heads = [head.format(word) for head in FLOWS]
    lines = {"2010301": [100, 900, 900, 950, 950, 0, 50]}
    imported = import_files(
        [
            book(
                tmp_path / "a.xlsx",
                {"Z07": subjects("一般公共预算财政拨款收入支出决算表", "财决07表", heads, lines)},
            )
        ]
    )
    assert grave(imported) == []
    assert found_in(imported)["收入/一般公共预算财政拨款收入/2010301 行政运行"] == 900
    assert found_in(imported)["支出/一般公共预算/2010301 行政运行/基本支出"] == 950


TOTALS = [
    *top("收入支出决算总表", "财决01表"),
    ["项目", "决算数", "项目（按功能分类）", "决算数", "项目（按支出性质）", "决算数"],
    ["一、一般公共预算财政拨款收入", 900, "一、一般公共服务支出", 800, "一、基本支出", 700],
    ["本年收入合计", 900, "二十一、国有资本经营预算支出", 100, "二、项目支出", 200],
    ["年初结转和结余", 30, "本年支出合计", 900],
    [None, None, "年末结转和结余", 30],
]
CAPITAL = subjects(
    "国有资本经营预算财政拨款支出决算明细表",
    "财决12表",
    ["合计", "30305 生活补助"],
    {"2230105": [100, 100]},
)


def test_a_total_is_not_given_to_the_only_known_item(tmp_path: Path) -> None:
    """财决01 and 财决12 alone: the 基本支出 of the whole unit is not that of the one item that has a table."""
    imported = import_files([book(tmp_path / "a.xlsx", {"Z01": TOTALS, "Z12": CAPITAL})])
    assert not any(line.amount in (700, 200) for line in imported.figures.lines)
    assert not any("差" in told for told in grave(imported)), "nothing disagrees"
    assert any("读到了 支出" in told and "没有填进文件" in told for told in grave(imported))


def test_what_was_read_and_has_no_place_is_said(tmp_path: Path) -> None:
    imported = import_files([book(tmp_path / "a.xlsx", {"Z01": TOTALS})])
    told = grave(imported)
    assert "Z01!B7 读到了 年初结转和结余 30.00 元，不知道是哪种资金的，没有填进文件" in told
    assert any("年末结转和结余 30.00 元" in one for one in told)
    assert any(one.startswith("Z01!D7 读到了 支出 900.00 元等 ") for one in told)


BASIC = [
    *top("一般公共预算财政拨款基本支出决算表", "公开08表"),
    ["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"],
    ["301", "工资福利支出", 70, "302", "商品和服务支出", 30],
    ["30101", "基本工资", 70, "30201", "办公费", 20],
    [None, None, None, "30211", "差旅费", 10],
    ["人员经费合计", None, 70, "公用经费合计", None, 30],
]


def published(lines: dict[str, list[int]]) -> list[list[object]]:
    return subjects(
        "一般公共预算财政拨款支出决算表", "公开06表", ["合计", "基本支出", "项目支出"], lines
    )


def test_basic_outlay_of_several_items_is_told_as_two_sums(tmp_path: Path) -> None:
    sheets = {
        "公开06": published({"2010301": [60, 60, 0], "2010350": [40, 40, 0]}),
        "公开08": BASIC,
    }
    imported = import_files([book(tmp_path / "a.xlsx", sheets)])
    found = found_in(imported)
    assert (found["基本支出构成/人员经费"], found["基本支出构成/公用经费"]) == (70, 30)
    assert "基本支出构成:\n  人员经费: 70  # 来源: 公开08!C" in text_of(imported)
    assert any("公开08!" in one and "没有逐个填进文件" in one for one in light(imported))


def test_basic_outlay_of_one_item_is_placed(tmp_path: Path) -> None:
    sheets = {
        "公开06": published({"2010301": [100, 100, 0], "2010302": [5, 0, 5]}),
        "公开08": BASIC,
    }
    imported = import_files([book(tmp_path / "a.xlsx", sheets)])
    assert found_in(imported)["支出/一般公共预算/2010301 行政运行/基本支出/30211 差旅费"] == 10
    assert not any(line.path[0] == "基本支出构成" for line in imported.figures.lines)
    assert grave(imported) == light(imported) == []


NATURES = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
OTHERS = {
    "Z04": subjects("支出决算表", "财决04表", NATURES, {"2010350": [100, 40, 0, 30, 10, 20]}),
    "Z05": subjects(
        "支出决算明细表",
        "财决05表",
        ["合计", "30107 绩效工资", "30201 办公费"],
        {"2010350": [50, 25, 25]},
    ),
    "Z05_1": subjects(
        "基本支出决算明细表",
        "财决05-1表",
        ["合计", "30107 绩效工资", "30201 办公费"],
        {"2010350": [40, 25, 15]},
    ),
    "Z07": subjects(
        "一般公共预算财政拨款收入支出决算表",
        "财决07表",
        ["本年收入", "本年支出"],
        {"2010301": [0, 0]},
    ),
}


def test_transfers_are_as_printed_and_not_a_remainder(tmp_path: Path) -> None:
    """财决05 holds neither 上缴上级 nor 对附属单位补助: it agrees with 05-1 to 05-3, and takes nothing from the printed cells."""
    imported = import_files([book(tmp_path / "a.xlsx", OTHERS)])
    found = found_in(imported)
    item = "支出/其他资金/2010350 事业运行"
    assert (found[f"{item}/上缴上级支出"], found[f"{item}/对附属单位补助支出"]) == (30, 20)
    assert found[f"{item}/经营支出/30201 办公费"] == 10
    assert grave(imported) == []


def test_a_remainder_below_zero_is_no_fact(tmp_path: Path) -> None:
    sheets = {
        "Z04": subjects(
            "支出决算表",
            "财决04表",
            ["本年支出合计", "基本支出", "项目支出"],
            {"2010301": [90, 90, 0]},
        ),
        "Z07": subjects(
            "一般公共预算财政拨款收入支出决算表",
            "财决07表",
            ["本年支出", "基本支出", "项目支出"],
            {"2010301": [100, 100, 0]},
        ),
    }
    imported = import_files([book(tmp_path / "a.xlsx", sheets)])
    assert not any(line.amount < 0 for line in imported.figures.lines)
    assert any("推出来是 -10.00 元，表里没有这个负数" in one for one in grave(imported))


def detail(unit: str, amounts: list[float]) -> list[list[object]]:
    heads = ["合计", "30101 基本工资", "30201 办公费"]
    return subjects(
        "一般公共预算财政拨款基本支出决算明细表",
        "财决08-1表",
        heads,
        {"2010301": amounts},
        unit=unit,
    )


def exact(amounts: list[float]) -> list[list[object]]:
    return subjects(
        "基本支出决算明细表",
        "财决05-1表",
        ["合计", "30101 基本工资", "30201 办公费"],
        {"2010301": amounts},
    )


def test_an_exact_cell_speaks_before_a_rounded_one(tmp_path: Path) -> None:
    """财决08-1 in 万元 beside 财决05-1 in 元: the exact figure is taken, and what rounding explains is no difference."""
    sheets = {
        "Z05_1": exact([1329130.42, 1208600.35, 120530.07]),
        "Z08_1": detail("万元", [132.91, 120.86, 12.05]),
    }
    imported = import_files([book(tmp_path / "a.xlsx", sheets)])
    assert found_in(imported)["支出/一般公共预算/2010301 行政运行/基本支出/30101 基本工资"] == D(
        "1208600.35"
    )
    assert grave(imported) == []


def test_a_sheet_that_is_ten_thousand_times_too_small_is_named(tmp_path: Path) -> None:
    sheets = {
        "Z05_1": exact([1329130.42, 1208600.35, 120530.07]),
        "Z08_1": detail("元", [132.91, 120.86, 12.05]),
    }
    flows = {"2010301": [1329130.42, 1329130.42, 0]}
    sheets["Z07"] = subjects(
        "一般公共预算财政拨款收入支出决算表",
        "财决07表",
        ["本年支出", "基本支出", "项目支出"],
        flows,
    )
    told = grave(import_files([book(tmp_path / "a.xlsx", sheets)]))
    assert len(told) == 1
    assert told[0].startswith("Z08_1!")
    assert "像是万元" in told[0]
    assert "正好一万倍" in told[0]


def test_one_mistyped_cell_is_told_once(tmp_path: Path) -> None:
    path = software(tmp_path / "决算.xlsx", SMALL)
    made = openpyxl.load_workbook(path)
    sheet = next(one for one in made if one.title.startswith("Z08_1"))
    wrong = [cell for row in sheet.iter_rows() for cell in row if cell.value == 120530.12][
        -1
    ]  # behind it the 小计 has the same amount
    wrong.value = 120530.30
    made.save(path)
    told = [one for one in grave(import_files([path])) if "差" in one]
    assert len(told) == 1
    assert f"Z08_1!{wrong.coordinate} " in told[0]
    assert "120,530.30 元" in told[0]
    assert "同一个差 0.18 元，另有 " in told[0]


def test_closing_balances_below_zero_are_said(tmp_path: Path) -> None:
    heads = [head.format("合计") for head in FLOWS]
    lines = {"2010301": [0, 900, 900, 950, 950, 0, -50]}
    imported = import_files(
        [
            book(
                tmp_path / "a.xlsx",
                {"Z07": subjects("一般公共预算财政拨款收入支出决算表", "财决07表", heads, lines)},
            )
        ]
    )
    assert any(
        "负数：一般公共预算/2010301 -50.00 元（Z07!I9）" in one for one in light(imported)
    ), light(imported)


LINES = [
    "一般公共预算",
    "2010302-一般行政管理事务",
    "30227-委托业务费",
    "项目支出",
    "档案数字化",
    550,
]
FUND_LINES = [
    "政府性基金",
    "2120803-城市建设支出",
    "31005-基础设施建设",
    "项目支出",
    "档案库房改造",
    1,
]
OWN_LINES = ["单位资金", "2010350-事业运行", "30201-办公费", "项目支出", "读者活动", 7]
MAPPING = """
一体化明细:
  表名: [预算指标执行]
  形状: 清单
  账: {类型: 支出}
  列:
    资金性质: {读作: 资金}
    功能分类科目: {读作: 功能科目}
    部门支出经济分类: {读作: 经济科目}
    项目类别: {读作: 支出性质}
    项目名称: {读作: 项目}
    支出数: {}
"""


def test_projects_of_every_fund_keep_their_names(tmp_path: Path) -> None:
    """A list knows the projects of all funds; its title may have 明细表 and the year behind what the mapping file writes."""
    heads = ["资金性质", "功能分类科目", "部门支出经济分类", "项目类别", "项目名称", "支出数"]
    rows = [["预算指标执行明细表（2023年）"], ["单位：元"], heads, LINES, FUND_LINES, OWN_LINES]
    (tmp_path / "对照.yaml").write_text(MAPPING, encoding="utf-8")
    path = book(tmp_path / "a.xlsx", {"明细": rows, "人员": [["人员情况表"], ["在职", 20]]})
    imported = import_files([path], tmp_path / "对照.yaml")
    found = found_in(imported)
    assert (
        found["支出/一般公共预算/2010302 一般行政管理事务/项目支出/档案数字化/30227 委托业务费"]
        == 550
    )
    assert (
        found["支出/政府性基金预算/2120803 城市建设支出/项目支出/档案库房改造/31005 基础设施建设"]
        == 1
    )
    assert found["支出/其他资金/2010350 事业运行/项目支出/读者活动/30201 办公费"] == 7
    assert imported.skipped[0][1].startswith("不认识这张表（表名：人员情况表）")
