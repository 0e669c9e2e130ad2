"""The statutory tables: whole grids of one small ledger beside their input, holes, sums that hold, and declarations that are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.document.context import context
from generator.document.evaluate import evaluator
from generator.document.numbers import Registry
from generator.document.tables import (
    BuiltTable,
    DeclarationError,
    Maker,
    TableOptions,
    build_tables,
)
from generator.document.tree import Row, Table, plain
from generator.forms.form import FormError, load_form
from generator.forms.table_contents import check_table
from generator.ledger.facts import Fact, Facts
from generator.ledger.statement import Statement, compute
from generator.model.load import validate
from generator.repair.reader import read_text
from generator.templating.sandbox import FormEnvironment

HEADER = """
版式: 四川
年度: 2023
金额单位: 万元
单位: {名称: 某某局, 口径: 单位, 性质: 行政单位}
上年: 无
三公经费:
  因公出国境费: {预算数: {年初: 1, 全年: 0}, 决算数: 0}
  公务用车购置及运行维护费:
    购置费: {预算数: {年初: 0, 全年: 18}, 决算数: 17.5}
    运行维护费: {预算数: {年初: 3, 全年: 3}, 决算数: 2.25}
  公务接待费: {预算数: {年初: 2, 全年: 1}, 国内: {决算数: 0.75}}
"""
SMALL = """
收入:
  一般公共预算财政拨款收入: {2010301: 100, 2080505: 10}
  政府性基金预算财政拨款收入: {2120801: 50}
  国有资本经营预算财政拨款收入: {2230105: 2}
  其他收入: {2010301: 1}
年初结转和结余: {一般公共预算: {2010301: 5}, 政府性基金预算: {2120801: 20}}
支出:
  一般公共预算:
    2010301 行政运行:
      基本支出: {30101 基本工资: 60.5, 30201 办公费: 20, 30302 退休费: 3, 31002 办公设备购置: 2}
    2010302 一般行政管理事务:
      项目支出:
        甲工程: {30201 办公费: 4, 31005 基础设施建设: 6}
        乙服务: {30227 委托业务费: 1.5}
    2080505 机关事业单位基本养老保险缴费支出:
      基本支出: {30108 机关事业单位基本养老保险缴费: 10}
  政府性基金预算:
    2120801 征地和拆迁补偿支出:
      项目支出: {征地: {31009 土地补偿: 55}}
  国有资本经营预算:
    2230105 国有企业退休人员社会化管理补助支出:
      项目支出: {退休人员: {30299 其他商品和服务支出: 2}}
  其他资金:
    2010301 行政运行: {基本支出: {30201 办公费: 1}}
"""
ROUGH = """
收入:
  一般公共预算财政拨款收入: 110
  其他收入: {2010301: 1}
支出:
  一般公共预算:
    2010301 行政运行:
      基本支出: {30101 基本工资: 60, 302 商品和服务支出: 8, 30201 办公费: 20}
    2010302 一般行政管理事务:
      项目支出: {甲工程: 12}
    2080505 机关事业单位基本养老保险缴费支出:
      基本支出: {30108 机关事业单位基本养老保险缴费: 10}
基本支出构成: {人员经费: 70, 公用经费: 28}
"""
NOTHING = """
收入: {一般公共预算财政拨款收入: {2010301: 1}}
支出: {一般公共预算: {2010301 行政运行: {基本支出: {30101: 1}}}}
"""


def statement_of(text: str) -> Statement:
    root, findings = read_text(HEADER + text, "试.yaml")
    assert root is not None, findings
    accounts, findings = validate(root)
    assert accounts is not None, findings
    statement, findings = compute(accounts)
    assert not findings
    return statement


def maker_of(text: str, *, zero: str = "空", strip: bool = False, budget: str = "全年") -> Maker:
    statement = statement_of(text)
    environment = FormEnvironment((), str)
    environment.globals.update(context(statement, {"完成预算口径": budget}))
    return Maker(statement, Registry(), TableOptions(zero, strip, 2023), evaluator(environment))


def built(text: str, **options: Any) -> dict[str, BuiltTable]:
    return {
        table.number: table
        for table in build_tables(maker_of(text, **options), load_form("四川").tables(2023))
    }


@cache
def tables(text: str) -> dict[str, BuiltTable]:
    return built(text)


def declared(declaration: str, text: str = SMALL) -> BuiltTable:
    """One table of a declaration beside the form's own: what another form would write."""
    raw, findings = read_text(declaration, "附表.yaml")
    assert isinstance(raw, dict), findings
    check_table(raw, ("试表",))
    return build_tables(maker_of(text), [{"编号": "甲表", "标题": "试表", **raw}])[0]


def line(row: Row) -> str:
    """A row as text: cells divided by |, an indent as dots, spans as ×columns and ↓rows."""
    cells = []
    for cell in row.cells:
        span = (f"×{cell.colspan}" if cell.colspan > 1 else "") + (
            f"↓{cell.rowspan}" if cell.rowspan > 1 else ""
        )
        cells.append("·" * cell.indent + plain(cell.inlines) + span)
    return "|".join(cells)


def grid(rows: Iterable[Row]) -> str:
    return "\n".join(line(row) for row in rows)


def body(number: str, text: str = SMALL, part: int = 0) -> str:
    return grid(tables(text)[number].tables[part].body)


def same(found: str, expected: str) -> None:
    assert found.splitlines() == [text.strip() for text in expected.strip().splitlines()]


def test_every_table_of_the_form_stands_once_and_in_order() -> None:
    assert list(tables(SMALL)) == [f"公开{number:02d}表" for number in range(1, 14)]
    for table in tables(SMALL).values():
        assert not table.gaps
        assert not table.empty
        for part in table.tables:
            assert (part.corner, part.left, part.right) == (
                table.number,
                "单位：某某局",
                "单位：万元",
            )


def test_every_row_fills_every_column() -> None:
    for text in (SMALL, ROUGH, NOTHING):
        for table in tables(text).values():
            for part in table.tables:
                assert covered(part.head) == {len(part.widths)}
                assert covered(part.body) == {len(part.widths)}


def covered(rows: tuple[Row, ...]) -> set[int]:
    below: dict[int, int] = {}
    widths = set()
    for number, row in enumerate(rows):
        widths.add(sum(cell.colspan for cell in row.cells) + below.get(number, 0))
        for cell in row.cells:
            for later in range(number + 1, number + cell.rowspan):
                below[later] = below.get(later, 0) + cell.colspan
    return widths


def test_01_balances_income_and_outlay_by_line() -> None:
    table = tables(SMALL)["公开01表"].tables[0]
    same(grid(table.head), "收入×3|支出×3\n项目|行次|决算数|项目|行次|决算数\n栏次||1|栏次||2")
    rows = grid(table.body).splitlines()
    assert len(rows) == 31
    same(
        "\n".join(rows[:9]),
        """
        一、一般公共预算财政拨款收入|1|110.00|一、一般公共服务支出|32|98.00
        二、政府性基金预算财政拨款收入|2|50.00|二、外交支出|33|
        三、国有资本经营预算财政拨款收入|3|2.00|三、国防支出|34|
        四、上级补助收入|4||四、公共安全支出|35|
        五、事业收入|5||五、教育支出|36|
        六、经营收入|6||六、科学技术支出|37|
        七、附属单位上缴收入|7||七、文化旅游体育与传媒支出|38|
        八、其他收入|8|1.00|八、社会保障和就业支出|39|10.00
        |9||九、卫生健康支出|40|
        """,
    )
    same(
        "\n".join(rows[-6:]),
        """
        |26||二十六、抗疫特别国债安排的支出|57|
        本年收入合计|27|163.00|本年支出合计|58|165.00
        使用非财政拨款结余（含专用结余）|28||结余分配|59|
        年初结转和结余|29|25.00|年末结转和结余|60|23.00
        |30|||61|
        总计|31|188.00|总计|62|188.00
        """,
    )


def test_01_keeps_a_class_that_the_form_does_not_list() -> None:
    """Class 233 has no line of its own in 公开01表; an amount of it is printed all the same, and the lines below count on."""
    maker = maker_of(SMALL)
    books = maker.statement.books
    more = Fact(
        "支出", Decimal(3), None, 资金="政府性基金预算", 功能科目="2330401", 支出性质="项目支出"
    )
    maker.statement = replace(
        maker.statement, books=replace(books, facts=Facts([*books.facts, more]))
    )
    rows = grid(build_tables(maker, load_form("四川").tables(2023))[0].tables[0].body).splitlines()
    assert rows[26] == "|27||二十七、债务发行费用支出|59|3.00"
    assert rows[27].startswith("本年收入合计|28|")
    assert len(rows) == 32


def test_02_income_by_subject_and_source() -> None:
    same(
        grid(tables(SMALL)["公开02表"].tables[0].head),
        """
        项目×2|本年收入合计↓2|财政拨款收入↓2|上级补助收入↓2|事业收入↓2|经营收入↓2|附属单位上缴收入↓2|其他收入↓2
        功能分类科目编码|科目名称
        栏次×2|1|2|3|4|5|6|7
        """,
    )
    same(
        body("公开02表"),
        """
        合计×2|163.00|162.00|0.00|0.00|0.00|0.00|1.00
        201|一般公共服务支出|101.00|100.00|||||1.00
        20103|·政府办公厅（室）及相关机构事务|101.00|100.00|||||1.00
        2010301|··行政运行|101.00|100.00|||||1.00
        208|社会保障和就业支出|10.00|10.00|||||
        20805|·行政事业单位养老支出|10.00|10.00|||||
        2080505|··机关事业单位基本养老保险缴费支出|10.00|10.00|||||
        212|城乡社区支出|50.00|50.00|||||
        21208|·国有土地使用权出让收入安排的支出|50.00|50.00|||||
        2120801|··征地和拆迁补偿支出|50.00|50.00|||||
        223|国有资本经营预算支出|2.00|2.00|||||
        22301|·解决历史遗留问题及改革成本支出|2.00|2.00|||||
        2230105|··国有企业退休人员社会化管理补助支出|2.00|2.00|||||
        """,
    )


def test_03_outlay_by_subject_and_nature() -> None:
    same(
        body("公开03表"),
        """
        合计×2|165.00|96.50|68.50|0.00|0.00|0.00
        201|一般公共服务支出|98.00|86.50|11.50|||
        20103|·政府办公厅（室）及相关机构事务|98.00|86.50|11.50|||
        2010301|··行政运行|86.50|86.50||||
        2010302|··一般行政管理事务|11.50||11.50|||
        208|社会保障和就业支出|10.00|10.00||||
        20805|·行政事业单位养老支出|10.00|10.00||||
        2080505|··机关事业单位基本养老保险缴费支出|10.00|10.00||||
        212|城乡社区支出|55.00||55.00|||
        21208|·国有土地使用权出让收入安排的支出|55.00||55.00|||
        2120801|··征地和拆迁补偿支出|55.00||55.00|||
        223|国有资本经营预算支出|2.00||2.00|||
        22301|·解决历史遗留问题及改革成本支出|2.00||2.00|||
        2230105|··国有企业退休人员社会化管理补助支出|2.00||2.00|||
        """,
    )


def test_04_three_funds_beside_each_other() -> None:
    table = tables(SMALL)["公开04表"].tables[0]
    same(
        grid(table.head),
        """
        收入×3|支出×6
        项目|行次|金额|项目|行次|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款
        栏次||1|栏次||2|3|4|5
        """,
    )
    rows = grid(table.body).splitlines()
    assert len(rows) == 32
    assert rows[0] == "一、一般公共预算财政拨款|1|110.00|一、一般公共服务支出|33|97.00|97.00||"
    assert rows[10] == "|11||十一、城乡社区支出|43|55.00||55.00|"
    same(
        "\n".join(rows[-6:]),
        """
        本年收入合计|27|162.00|本年支出合计|59|164.00|107.00|55.00|2.00
        年初财政拨款结转和结余|28|25.00|年末财政拨款结转和结余|60|23.00|8.00|15.00|
        ··一般公共预算财政拨款|29|5.00||61||||
        ··政府性基金预算财政拨款|30|20.00||62||||
        ··国有资本经营预算财政拨款|31|||63||||
        总计|32|187.00|总计|64|187.00|115.00|70.00|2.00
        """,
    )


def test_05_fiscal_outlay_by_economic_subject_and_fund() -> None:
    same(
        body("公开05表"),
        """
        合计×2|164.00|107.00|95.50|11.50|55.00|0.00|55.00|2.00|0.00|2.00
        301|工资福利支出|70.50|70.50|70.50|||||||
        30101|·基本工资|60.50|60.50|60.50|||||||
        30108|·机关事业单位基本养老保险缴费|10.00|10.00|10.00|||||||
        302|商品和服务支出|27.50|25.50|20.00|5.50||||2.00||2.00
        30201|·办公费|24.00|24.00|20.00|4.00||||||
        30227|·委托业务费|1.50|1.50||1.50||||||
        30299|·其他商品和服务支出|2.00|||||||2.00||2.00
        303|对个人和家庭的补助|3.00|3.00|3.00|||||||
        30302|·退休费|3.00|3.00|3.00|||||||
        310|资本性支出|63.00|8.00|2.00|6.00|55.00||55.00|||
        31002|·办公设备购置|2.00|2.00|2.00|||||||
        31005|·基础设施建设|6.00|6.00||6.00||||||
        31009|·土地补偿|55.00||||55.00||55.00|||
        """,
    )


def test_06_general_budget_by_subject() -> None:
    same(
        body("公开06表"),
        """
        合计×2|107.00|95.50|11.50
        201|一般公共服务支出|97.00|85.50|11.50
        20103|·政府办公厅（室）及相关机构事务|97.00|85.50|11.50
        2010301|··行政运行|85.50|85.50|
        2010302|··一般行政管理事务|11.50||11.50
        208|社会保障和就业支出|10.00|10.00|
        20805|·行政事业单位养老支出|10.00|10.00|
        2080505|··机关事业单位基本养老保险缴费支出|10.00|10.00|
        """,
    )


def test_07_is_split_into_parts_that_repeat_heads_and_total() -> None:
    first, second = tables(SMALL)["公开07表"].tables
    assert (first.name, second.name) == (
        "一般公共预算财政拨款支出决算明细表",
        "一般公共预算财政拨款支出决算明细表（续）",
    )
    assert not first.notes
    assert second.notes
    same(
        grid(first.head),
        """
        项目×2|合计↓2|工资福利支出×3|商品和服务支出×3|对个人和家庭的补助×2
        功能分类科目编码|科目名称|小计|基本工资|机关事业单位基本养老保险缴费|小计|办公费|委托业务费|小计|退休费
        栏次×2|1|2|3|4|5|6|7|8|9
        """,
    )
    same(
        grid(second.head),
        "项目×2|合计↓2|资本性支出×3\n功能分类科目编码|科目名称|小计|办公设备购置|基础设施建设\n栏次×2|1|10|11|12",
    )
    same(
        grid(first.body),
        """
        合计×2|107.00|70.50|60.50|10.00|25.50|24.00|1.50|3.00|3.00
        201|一般公共服务支出|97.00|60.50|60.50||25.50|24.00|1.50|3.00|3.00
        20103|·政府办公厅（室）及相关机构事务|97.00|60.50|60.50||25.50|24.00|1.50|3.00|3.00
        2010301|··行政运行|85.50|60.50|60.50||20.00|20.00||3.00|3.00
        2010302|··一般行政管理事务|11.50||||5.50|4.00|1.50||
        208|社会保障和就业支出|10.00|10.00||10.00|||||
        20805|·行政事业单位养老支出|10.00|10.00||10.00|||||
        2080505|··机关事业单位基本养老保险缴费支出|10.00|10.00||10.00|||||
        """,
    )
    assert grid(second.body).splitlines()[:2] == [
        "合计×2|107.00|8.00|2.00|6.00",
        "201|一般公共服务支出|97.00|8.00|2.00|6.00",
    ]


def test_08_groups_side_by_side() -> None:
    same(
        body("公开08表"),
        """
        301|工资福利支出|70.50|302|商品和服务支出|20.00|307|债务利息及费用支出|
        30101|·基本工资|60.50|30201|·办公费|20.00|310|资本性支出|2.00
        30108|·机关事业单位基本养老保险缴费|10.00||||31002|·办公设备购置|2.00
        303|对个人和家庭的补助|3.00||||312|对企业补助|
        30302|·退休费|3.00||||399|其他支出|
        人员经费合计×2|73.50|公用经费合计×5|22.00
        """,
    )


def test_09_projects_under_each_item() -> None:
    same(
        body("公开09表"),
        """
        合计×2|11.50|5.50|6.00
        201|一般公共服务支出|11.50|5.50|6.00
        20103|·政府办公厅（室）及相关机构事务|11.50|5.50|6.00
        2010302|··一般行政管理事务|11.50|5.50|6.00
        |···甲工程|10.00|4.00|6.00
        |···乙服务|1.50|1.50|
        """,
    )


def test_10_to_12_flow_of_the_other_funds() -> None:
    same(
        grid(tables(SMALL)["公开10表"].tables[0].head),
        """
        项目×2|年初结转和结余↓2|本年收入↓2|本年支出×3|年末结转和结余↓2
        功能分类科目编码|科目名称|小计|基本支出|项目支出
        栏次×2|1|2|3|4|5|6
        """,
    )
    same(
        body("公开10表"),
        """
        合计×2|20.00|50.00|55.00|0.00|55.00|15.00
        212|城乡社区支出|20.00|50.00|55.00||55.00|15.00
        21208|·国有土地使用权出让收入安排的支出|20.00|50.00|55.00||55.00|15.00
        2120801|··征地和拆迁补偿支出|20.00|50.00|55.00||55.00|15.00
        """,
    )
    assert (
        body("公开11表").splitlines()[-1]
        == "2230105|··国有企业退休人员社会化管理补助支出||2.00|2.00||2.00|"
    )
    assert body("公开12表").splitlines()[0] == "合计×2|2.00|0.00|2.00"


def test_10_prints_the_closing_balance_that_the_file_gives() -> None:
    told = built(SMALL + "年末结转和结余: {政府性基金预算: {2120801: 14}}\n")
    assert grid(told["公开10表"].tables[0].body).splitlines()[0].endswith("|14.00")
    assert "年末财政拨款结转和结余|60|22.00|8.00|14.00|" in grid(told["公开04表"].tables[0].body)


def test_10_does_not_spread_a_carry_over_that_is_one_number() -> None:
    """The carry-over of 20 is told without 科目: what hangs on it is unknown below the total; a carry-over of 0 lacks nothing."""
    text = SMALL.replace("政府性基金预算: {2120801: 20}", "政府性基金预算: 20")
    assert body("公开10表", text).splitlines()[1:3] == [
        "合计×2|20.00|50.00|55.00|0.00|55.00|15.00",
        "212|城乡社区支出|〔待填〕|50.00|55.00||55.00|〔待填〕",
    ]
    assert "的政府性基金预算年初结转和结余只有一个数" in tables(text)["公开10表"].gaps[0].message
    assert not tables(text.replace("政府性基金预算: 20", "政府性基金预算: 0"))["公开10表"].gaps


def test_13_budget_and_outlay_in_one_row() -> None:
    table = tables(SMALL)["公开13表"].tables[0]
    kinds = "合计|因公出国（境）费|小计|公务用车购置费|公务用车运行维护费|公务接待费"
    assert grid(table.head).splitlines()[0] == "预算数×6|决算数×6"
    assert grid(table.head).splitlines()[-1] == "|".join(map(str, range(1, 13)))
    assert all(name in grid(table.head) for name in kinds.split("|"))
    same(grid(table.body), "22.00|0.00|21.00|18.00|3.00|1.00|20.50|0.00|19.75|17.50|2.25|0.75")
    assert plain(table.notes[0]).endswith("其中预算数为全年预算数。")
    early = built(SMALL, budget="年初")["公开13表"].tables[0]
    same(grid(early.body), "6.00|1.00|3.00|0.00|3.00|2.00|20.50|0.00|19.75|17.50|2.25|0.75")
    assert plain(early.notes[0]).endswith("其中预算数为年初预算数。")


def test_empty_tables_keep_heads_and_say_why() -> None:
    empty = [number for number, table in tables(NOTHING).items() if table.empty]
    assert empty == ["公开09表", "公开10表", "公开11表", "公开12表"]
    table = tables(NOTHING)["公开10表"].tables[0]
    assert grid(table.head)
    same(grid(table.body), "合计×2|0.00|0.00|0.00|0.00|0.00|0.00")
    assert (
        plain(table.notes[-1])
        == "说明：本单位2023年度没有政府性基金预算财政拨款收入和支出，故本表无数据。"
    )


@pytest.mark.parametrize(("zero", "printed"), [("空", ""), ("0.00", "0.00"), ("0", "0")])
def test_zero_cells_print_by_the_forms_habit(zero: str, printed: str) -> None:
    row = grid(built(SMALL, zero=zero)["公开06表"].tables[0].body).splitlines()[3]
    assert row == f"2010301|··行政运行|85.50|85.50|{printed}"


def test_trailing_zeros_can_be_dropped() -> None:
    assert (
        grid(built(SMALL, strip=True)["公开06表"].tables[0].body).splitlines()[0]
        == "合计×2|107|95.5|11.5"
    )


def test_totals_are_sums_of_exact_amounts() -> None:
    """Three times 0.004: each prints 0.00, their sum 0.01."""
    text = NOTHING.replace("{30101: 1}", "{30101: 0.004, 30102: 0.004, 30103: 0.004}")
    assert body("公开05表", text).splitlines()[:2] == [
        "合计×2|0.01|0.01|0.01|0.00|0.00|0.00|0.00|0.00|0.00|0.00",
        "301|工资福利支出|0.01|0.01|0.01|||||||",
    ]


def test_a_number_knows_where_it_comes_from() -> None:
    maker = maker_of(SMALL)
    found = {table.number: table for table in build_tables(maker, load_form("四川").tables(2023))}
    number = found["公开06表"].tables[0].body[1].cells[2].inlines[0]
    origin = maker.registry.origins[number.figure]  # type: ignore[union-attr]
    assert origin.label == "201 一般公共服务支出 合计"
    assert "30101 60.50" in origin.explanation


def test_02_without_subjects_has_a_hole_where_it_cannot_know() -> None:
    """110 of 财政拨款收入 is not told by 科目: only the total and the columns that it does not touch are printed."""
    same(
        body("公开02表", ROUGH),
        """
        〔本表需要按功能科目（项级）填写，数据文件尚未填全〕×9
        合计×2|111.00|110.00|0.00|0.00|0.00|0.00|1.00
        201|一般公共服务支出|〔待填〕|〔待填〕|||||1.00
        20103|·政府办公厅（室）及相关机构事务|〔待填〕|〔待填〕|||||1.00
        2010301|··行政运行|〔待填〕|〔待填〕|||||1.00
        """,
    )
    gap = tables(ROUGH)["公开02表"].gaps[0]
    assert (
        gap.message
        == "公开02表需要按功能科目（项级）填写，第 15 行的一般公共预算财政拨款收入只有一个数"
    )
    assert [place.line for place in gap.places] == [15]


def test_05_knows_a_class_that_is_told_but_not_its_parts() -> None:
    same(
        body("公开05表", ROUGH),
        """
        〔本表需要按经济科目（款级）填写，数据文件尚未填全〕×12
        合计×2|110.00|110.00|98.00|12.00|0.00|0.00|0.00|0.00|0.00|0.00
        301|工资福利支出|〔待填〕|〔待填〕|70.00|〔待填〕||||||
        30101|·基本工资|〔待填〕|〔待填〕|60.00|〔待填〕||||||
        30108|·机关事业单位基本养老保险缴费|〔待填〕|〔待填〕|10.00|〔待填〕||||||
        302|商品和服务支出|〔待填〕|〔待填〕|28.00|〔待填〕||||||
        30201|·办公费|〔待填〕|〔待填〕|〔待填〕|〔待填〕||||||
        """,
    )


def test_07_marks_only_the_cells_that_a_vague_line_touches() -> None:
    same(
        body("公开07表", ROUGH),
        """
        〔本表需要按经济科目（款级）填写，数据文件尚未填全〕×8
        合计×2|110.00|〔待填〕|〔待填〕|〔待填〕|〔待填〕|〔待填〕
        201|一般公共服务支出|100.00|〔待填〕|〔待填〕|〔待填〕|〔待填〕|〔待填〕
        20103|·政府办公厅（室）及相关机构事务|100.00|〔待填〕|〔待填〕|〔待填〕|〔待填〕|〔待填〕
        2010301|··行政运行|88.00|60.00|60.00||28.00|〔待填〕
        2010302|··一般行政管理事务|12.00|〔待填〕|〔待填〕|〔待填〕|〔待填〕|〔待填〕
        208|社会保障和就业支出|10.00|10.00||10.00||
        20805|·行政事业单位养老支出|10.00|10.00||10.00||
        2080505|··机关事业单位基本养老保险缴费支出|10.00|10.00||10.00||
        """,
    )
    message = tables(ROUGH)["公开07表"].gaps[0].message
    assert (
        message
        == "公开07表需要按经济科目（款级）填写，第 20 行“2010301 行政运行”的基本支出只分到“302”；第 22 行也是"
    )


def test_08_with_only_two_totals_prints_them() -> None:
    text = "收入: {}\n支出: {一般公共预算: {2010301 行政运行: {基本支出: {人员经费: 7, 公用经费: 3}}}}\n"
    rows = body("公开08表", text).splitlines()
    assert rows[1].startswith("301|工资福利支出|〔待填〕|302|商品和服务支出|〔待填〕|307|")
    assert rows[-1] == "人员经费合计×2|7.00|公用经费合计×5|3.00"
    assert "只分到“人员经费”" in tables(text)["公开08表"].gaps[0].message


def test_08_keeps_a_class_that_the_form_does_not_list() -> None:
    text = NOTHING.replace("{30101: 1}", "{30101: 1, 31101 资本金注入: 2}")
    assert "311|对企业补助（基本建设）|2.00" in body("公开08表", text)


def test_09_lists_projects_alone_when_no_economic_subject_is_told() -> None:
    assert not tables(ROUGH)["公开09表"].gaps
    assert body("公开09表", ROUGH).splitlines()[-1] == "|···甲工程|12.00"


def test_09_wants_the_names_of_projects() -> None:
    text = "收入: {}\n支出: {一般公共预算: {2010302 一般行政管理事务: {项目支出: 12}}}\n"
    assert (
        tables(text)["公开09表"]
        .gaps[0]
        .message.endswith("“2010302 一般行政管理事务”的项目支出只有一个数")
    )
    assert body("公开09表", text).splitlines()[0] == "〔本表需要按项目填写，数据文件尚未填全〕×3"


CODES = ("2010301", "2010302", "2013101", "2080505", "2130104")
FUND_CODES = {
    "一般公共预算": CODES,
    "政府性基金预算": ("2120801", "2120802"),
    "国有资本经营预算": ("2230105",),
    "其他资金": CODES,
}
BASIC, PROJECT = (
    ("30101", "30102", "30201", "30302", "31002"),
    ("30201", "30227", "30901", "31005", "31204"),
)
CENTS = st.integers(1, 10**7).map(lambda cents: str(Decimal(cents) / 100))


def ledgers() -> st.SearchStrategy[str]:
    basic = st.dictionaries(st.sampled_from(BASIC), CENTS, min_size=1)
    project = st.dictionaries(
        st.sampled_from(("甲", "乙", "丙")),
        st.dictionaries(st.sampled_from(PROJECT), CENTS, min_size=1),
        min_size=1,
    )
    item = st.fixed_dictionaries({}, optional={"基本支出": basic, "项目支出": project})
    outlay = st.fixed_dictionaries(
        {
            fund: st.dictionaries(st.sampled_from(codes), item, max_size=4)
            for fund, codes in FUND_CODES.items()
        }
    )
    income = st.fixed_dictionaries(
        {
            "一般公共预算财政拨款收入": st.dictionaries(st.sampled_from(CODES), CENTS),
            "政府性基金预算财政拨款收入": st.dictionaries(
                st.sampled_from(FUND_CODES["政府性基金预算"]), CENTS
            ),
            "事业收入": st.dictionaries(st.sampled_from(CODES), CENTS),
        }
    )
    return st.builds(
        lambda money, spent: yaml.safe_dump(
            {"收入": money, "支出": spent}, allow_unicode=True
        ).replace("'", ""),
        income,
        outlay,
    )


def values(table: BuiltTable) -> dict[str, dict[str, Decimal]]:
    """Amounts by row (code, or 合计) and column (its heads from the top, joined); split parts are put together again."""
    found: dict[str, dict[str, Decimal]] = {}
    for part in table.tables:
        names = column_names(part)
        for row in part.body:
            cells = [cell for cell in row.cells for _ in range(cell.colspan)]
            key = plain(row.cells[0].inlines)
            if key:
                found.setdefault(key, {}).update(
                    {
                        name: Decimal(plain(cell.inlines) or "0")
                        for name, cell in zip(names, cells[2:], strict=True)
                    }
                )
    return found


def column_names(part: Table) -> list[str]:
    names = [""] * len(part.widths)
    taken: set[tuple[int, int]] = set()
    for level, row in enumerate(part.head[:-1]):
        column = 0
        for cell in row.cells:
            while (level, column) in taken:
                column += 1
            for inner in range(column, column + cell.colspan):
                names[inner] += "/" + plain(cell.inlines)
                taken |= {(level + down, inner) for down in range(cell.rowspan)}
            column += cell.colspan
    return names[2:]


def add_up(found: Mapping[str, Mapping[str, Decimal]], digits: tuple[int, ...]) -> None:
    """合计 = Σ类, each 类 = Σ款, each 款 = Σ项, in every column."""
    for upper, lower in zip((0, *digits), digits, strict=False):
        for code in (
            ["合计"]
            if upper == 0
            else [code for code in found if len(code) == upper and code != "合计"]
        ):
            below = [
                row
                for key, row in found.items()
                if key != "合计" and len(key) == lower and (upper == 0 or key.startswith(code))
            ]
            for column, amount in found[code].items():
                assert amount == sum((row[column] for row in below), Decimal(0)), (code, column)


@settings(max_examples=60, deadline=None)
@given(ledgers())
def test_the_tables_agree_with_themselves_and_each_other(text: str) -> None:
    found = built(text)
    by = {
        number: values(table)
        for number, table in found.items()
        if number not in ("公开01表", "公开04表", "公开08表", "公开13表")
    }
    for number in (
        "公开02表",
        "公开03表",
        "公开06表",
        "公开07表",
        "公开09表",
        "公开10表",
        "公开11表",
        "公开12表",
    ):
        add_up(by[number], (3, 5, 7))
    add_up(by["公开05表"], (3, 5))
    assert all(
        row["/合计"] == row["/基本支出"] + row["/项目支出"] for row in by["公开06表"].values()
    )
    assert all(
        by["公开07表"][code]["/合计"] == row["/合计"] for code, row in by["公开06表"].items()
    )
    assert all(
        by["公开09表"][code]["/合计"] == row["/项目支出"]
        for code, row in by["公开06表"].items()
        if code in by["公开09表"]
    )
    for row in by["公开07表"].values():
        assert row["/合计"] == sum(amount for name, amount in row.items() if name.endswith("小计"))
    for code, row in by["公开05表"].items():
        funds = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
        assert row["/合计"] == sum(row[f"/{fund}/合计"] for fund in funds), code
    assert by["公开05表"]["合计"]["/一般公共预算财政拨款/合计"] == by["公开06表"]["合计"]["/合计"]
    basic_and_projects(found["公开08表"], by)
    overview(found, by)


def basic_and_projects(
    basic: BuiltTable, by: Mapping[str, Mapping[str, Mapping[str, Decimal]]]
) -> None:
    """公开08 by 款 is the 基本支出 of 公开05; its two totals are the 基本支出 of 公开06; with 公开09 it makes 公开07, class by class."""
    cells = [[plain(cell.inlines) for cell in row.cells] for row in basic.tables[0].body]
    amounts = {
        row[at]: Decimal(row[at + 2] or "0") for row in cells[:-1] for at in (0, 3, 6) if row[at]
    }
    for code, amount in amounts.items():
        assert amount == by["公开05表"].get(code, {}).get(
            "/一般公共预算财政拨款/基本支出", Decimal(0)
        )
    assert Decimal(cells[-1][1]) + Decimal(cells[-1][3]) == by["公开06表"]["合计"]["/基本支出"]
    names = {
        "301": "工资福利支出",
        "302": "商品和服务支出",
        "303": "对个人和家庭的补助",
        "309": "资本性支出（基本建设）",
        "310": "资本性支出",
        "312": "对企业补助",
    }
    for code, name in names.items():
        whole = by["公开07表"]["合计"].get(f"/{name}/小计", Decimal(0))
        assert whole == amounts.get(code, Decimal(0)) + by["公开09表"]["合计"].get(
            f"/{name}", Decimal(0)
        )


def overview(
    found: Mapping[str, BuiltTable], by: Mapping[str, Mapping[str, Mapping[str, Decimal]]]
) -> None:
    """公开01 and 公开04 against the tables by 科目."""
    last = {
        number: [
            [plain(cell.inlines) for cell in row.cells] for row in found[number].tables[0].body
        ]
        for number in ("公开01表", "公开04表")
    }
    income, outlay = next((row[2], row[5]) for row in last["公开01表"] if row[0] == "本年收入合计")
    assert Decimal(income) == by["公开02表"]["合计"]["/本年收入合计"]
    assert Decimal(outlay) == by["公开03表"]["合计"]["/本年支出合计"]
    assert sum((Decimal(row[5] or "0") for row in last["公开01表"][:26]), Decimal(0)) == Decimal(
        outlay
    )
    spent = next(row for row in last["公开04表"] if row[0] == "本年收入合计")
    assert [Decimal(text) for text in spent[5:]] == [
        by["公开05表"]["合计"]["/合计"],
        by["公开06表"]["合计"]["/合计"],
        by["公开10表"]["合计"]["/本年支出/小计"],
        by["公开12表"]["合计"]["/合计"],
    ]
    for column in range(5, 9):
        assert sum(
            (Decimal(row[column] or "0") for row in last["公开04表"][:26]), Decimal(0)
        ) == Decimal(spent[column])


def test_another_form_declares_its_tables_in_yaml_alone() -> None:
    """上海: no 行次, two plain heads, the total at the end, 政府性基金 without nature."""
    table = declared(
        """
        {形状: 科目表, 范围: {类型: 支出, 资金: 政府性基金预算}, 行题: {总: "", 编码: 功能分类科目编码, 名称: 科目名称}, 合计行: 末,
         列: [{题: 合计}], 左上: "填报：{全称}", 右上: 金额单位：万元, 注: "{年度}年"}
        """
    )
    part = table.tables[0]
    same(
        grid((*part.head, *part.body[-2:])),
        "功能分类科目编码|科目名称|合计\n2120801|··征地和拆迁补偿支出|55.00\n合计×2|55.00",
    )
    assert (part.left, part.right, plain(part.notes[0])) == (
        "填报：某某局",
        "金额单位：万元",
        "2023年",
    )


def test_a_balance_without_line_numbers() -> None:
    table = declared(
        "{形状: 对照表, 行次: 否, 范围: {类型: 支出}, 左: [{题: 一、收入, 数: 本年收入合计}], 右列: [{题: 决算数}], 底: []}"
    )
    assert (
        grid(table.tables[0].body).splitlines()[0] == "一、收入|163.00|一、一般公共服务支出|98.00"
    )


def test_a_balance_adds_and_subtracts_as_its_columns_say() -> None:
    columns = "{题: 项目, 加: [{支出性质: 项目支出}]}, {题: 差, 加: [{类型: 支出}], 减: [{支出性质: 项目支出}]}"
    table = declared(
        f"{{形状: 对照表, 行次: 否, 范围: {{类型: 支出}}, 左: [], 右列: [{{题: 合计}}, {{题: 基本, 筛选: {{支出性质: 基本支出}}}}, {columns}], 底: []}}"
    )
    general = table.tables[0].body[0].cells
    whole, basic, projects, rest = (one.value for one in general[-4:])
    assert whole == Decimal(98)
    assert projects
    assert basic is not None
    assert rest is not None
    assert rest == whole - projects
    assert basic <= rest


def test_all_subjects_of_the_catalogue_can_be_listed() -> None:
    table = declared(
        "{形状: 并列表, 款: 全部, 范围: {类型: 支出}, 组: [['303']], 底: [{题: 合计, 数: 本年支出合计, 跨: 1}]}"
    )
    codes = [line(row).split("|")[0] for row in table.tables[0].body]
    assert codes[:3] == ["303", "30301", "30302"]
    assert codes[codes.index("30399") + 1 :][:2] == ["301", "30101"], (
        "classes in use that the form does not list follow"
    )


def test_classes_that_a_form_does_not_list_stand_last_when_in_use() -> None:
    """不列 of a 对照表: no line without an amount; 国有资本经营预算支出 (2.00) keeps its line all the same."""
    raw = '{形状: 对照表, 行次: 否, 范围: {类型: 支出}, 左: [], 右列: [{题: 决算数}], 底: [], 不列: ["202", "223", "231"]}'
    lines = grid(declared(raw).tables[0].body).splitlines()
    assert lines[1] == "||二、国防支出|"
    assert len(lines) == 24
    assert lines[-1] == "||二十四、国有资本经营预算支出|2.00"
    assert not any("债务还本" in one for one in lines)


def test_subjects_that_a_form_does_not_list_stand_when_in_use() -> None:
    raw = '{形状: 并列表, 款: 全部, 不列: ["31005", "31006"], 范围: {类型: 支出}, 组: [["301", "302", "303"], ["310"]], 底: [{题: 合计, 数: 本年支出合计}]}'
    codes = [line(row).split("|")[3] for row in declared(raw).tables[0].body[:-1]]
    assert codes[:6] == ["310", "31001", "31002", "31003", "31005", "31007"], (
        "31005 is in use, 31006 is not"
    )


def test_what_holds_for_every_table_is_said_once() -> None:
    """各表 of 附表.yaml, and a form without numbers whose gaps are told by title."""
    form = load_form("四川")
    plain_form = replace(
        form,
        table_number="",
        declarations={**form.declarations, "各表": {"左上": "", "右上": "万元"}},
    )
    found = build_tables(maker_of(ROUGH), plain_form.tables(2023))
    assert {(part.corner, part.left, part.right) for one in found for part in one.tables} == {
        ("", "", "万元")
    }
    assert next(gap for one in found for gap in one.gaps).message.startswith(
        "“收入决算表”需要按功能科目（项级）填写"
    )


@pytest.mark.parametrize(
    ("declaration", "message"),
    [
        ("{形状: 对照表, 左: [], 右列: [{题: 甲}], 底: [], 不列: 231}", "“试表.不列”：应是列表"),
        (
            "{形状: 圆表}",
            "附表.yaml 第 1 行“试表.形状”：不能是“圆表”；可用：科目表、对照表、并列表、单行表",
        ),
        ("{形状: 科目表}", "附表.yaml 第 1 行“试表”：没有写“列”"),
        ("{形状: 科目表, 列: [{题: 合计}], 收起: 款}", "“试表”：有不认识的项“收起”"),
        (
            "{形状: 科目表, 列: [{题: 合计, 筛: {}}]}",
            "“试表.列.第1个”：有不认识的项“筛”，您是不是想写“筛选”？",
        ),
        (
            "{形状: 科目表, 列: [{题: 合计, 筛选: {资金: 一般预算}}]}",
            "“试表.列.第1个.筛选.资金”：不能是“一般预算”",
        ),
        (
            "{形状: 科目表, 列: [{题: 合计, 筛选: {性质: 基本支出}}]}",
            "“试表.列.第1个.筛选”：有不认识的项“性质”",
        ),
        (
            "{形状: 科目表, 列: [{题: 合计}], 每页列数: 零}",
            "“试表.每页列数”：应是 1 到 10000 之间的整数，写的是“零”",
        ),
        (
            "{形状: 科目表, 列: [{题: 合计, 筛选: {资金: 一般预算}}]}",
            "可用：一般公共预算、政府性基金预算",
        ),
        (
            "{形状: 科目表, 列: [{题: 合计, 筛选: {资金: 其他资金}, 加: [{来源: 事业收入}]}]}",
            "“试表.列.第1个”：“筛选”和“加”只写一样",
        ),
        ("{形状: 科目表, 列: [{题: 合计, 减: [{来源: 事业收入}]}]}", "写了“减”，没有写“加”"),
        ("{形状: 单行表, 列: [{题: 合计}]}", "列“合计”缺少“数”"),
        ("{形状: 单行表, 列: [{题: 合计, 数: 没有的数}]}", "没有“没有的数”这个名称"),
        ("{形状: 单行表, 列: [{题: 合计, 数: 三公.没有}]}", "“三公.没有”写得不对：这里没有“没有”"),
        ("{形状: 单行表, 列: [{题: 合计, 数: 三公.没有.决算}]}", "没有"),
        (
            "{形状: 对照表, 左: [], 右列: [{题: 甲}, {题: 乙}], 底: [{右: {题: 总计, 数: 本年支出合计}}]}",
            "要有 2 个",
        ),
    ],
)
def test_a_wrong_declaration_is_told_with_its_table(declaration: str, message: str) -> None:
    with pytest.raises((DeclarationError, FormError)) as caught:
        declared(declaration)
    assert message in str(caught.value)
    assert "试表" in str(caught.value)
