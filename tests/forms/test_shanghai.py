"""上海: what it says otherwise than 全国九表, under its conditions; the tables of its example row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.document.tree import plain
from generator.forms.form import load_form
from tests.bureau import ABROAD, CARS, GENERAL, GUESTS
from tests.bureau import BASE as SICHUAN
from tests.forms.pages import Read, line, reader, table
from tests.helpers import ROOT, document_of

BASE = (
    SICHUAN.replace("版式: 四川", "版式: 上海")
    .replace("预算数: 100}", "预算数: 100, 用途: 日常运转}")
    .replace("预算数: 50}", "预算数: 50, 用途: 专项工作}")
    .replace(
        "预算绩效: {项目: [甲项目], 事前绩效评估: 1, 绩效目标: 1, 绩效监控: 1, 绩效自评: 0}",
        "预算绩效: {绩效目标: 3, 绩效监控: 2, 绩效自评: 2, 管理情况: {管理制度: 《某办法》, 工作机制: 事前申报的工作机制, 绩效目标金额: 60,"
        " 绩效监控金额: 55, 绩效自评金额: 50, 平均得分: 98.5, 等次: {优: 2}, 发现问题: 3, 已整改: 2}}",
    )
)
EXAMPLE = ROOT / "data" / "上海市云间区文旅局（虚构）-2024.yaml"
MORE = {"上年/收支总计": 180, "上年/财政拨款收支总计": 180}
RESERVED = {
    "面向中小企业预算金额": 9,
    "面向小微企业预算金额": 4,
    "中小企业成交金额": 8,
    "小微企业成交金额": 3,
    "其他项目成交金额": 1,
}


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return reader(tmp_path, BASE)


def test_parts_and_sections(read: Read) -> None:
    text = read()
    assert [one for one in text.split("\n") if one.startswith("第")] == [
        "第一部分某市某局概况",
        "第二部分某市某局2023年度单位决算表",
        "第三部分某市某局2023年度单位决算情况说明",
        "第四部分名词解释",
    ]
    places = [
        text.index(f"\n{one}\n")
        for one in (
            "一、主要职能",
            "七、财政拨款“三公”经费支出决算情况说明",
            "八、政府性基金预算财政拨款收入支出决算情况说明",
            "九、国有资本经营预算财政拨款收入支出决算情况说明",
            "十、预算绩效管理情况",
            "十一、其他重要事项的情况说明",
            "（一）机关运行经费支出情况",
            "（二）政府采购支出情况",
            "（三）国有资产占有使用情况",
        )
    ]
    assert places == sorted(places)


def test_units_of_a_department(read: Read) -> None:
    text = read(
        {
            "单位/口径": "部门",
            "单位/内设机构": None,
            "单位/下属单位": [{"名称": "某中心", "性质": "行政单位", "备注": "新设"}],
        }
    )
    assert (
        "二、部门决算单位构成\n从预算单位构成看，某市某局部门决算包括：某市某局本级决算、下属行政事业单位决算。"
        in text
    )
    assert (
        "纳入某市某局2023年度部门决算编制范围的单位包括：\n序号单位名称备注\n1某市某局（本级）\n2某中心新设\n"
        in text
    )
    assert "机构设置" not in text


def test_totals_against_last_year(read: Read) -> None:
    assert "某市某局2023年度收入支出总计150万元。收入支出总计与2022年度持平。" in read()
    text = read(
        {"上年/收支总计": 120, "上年/财政拨款收支总计": 180, "上年/一般公共预算财政拨款支出": 0},
        clean=False,
    )
    assert "与2022年度相比，收入支出总计增加30万元，增长25%。主要原因：甲原因。" in text
    assert (
        "某市某局2023年度财政拨款收入支出总计150万元。与2022年度相比，财政拨款收入支出总计减少30万元，下降16.67%。主要原因：乙原因。"
        in text
    )
    assert (
        "一般公共预算财政拨款支出150万元，占本年支出合计的100%。与2022年度相比，一般公共预算财政拨款支出增加150万元。主要原因：丙原因。"
        in text
    )
    assert "主要原因：〔待填：变动原因.收支总计〕。" in read(
        {"上年/收支总计": 120, "变动原因/收支总计": None}, clean=False
    )


def test_incomes(read: Read) -> None:
    more = {
        "收入/事业收入": {"2010301 行政运行": 50},
        "支出/其他资金": {"2010301 行政运行": {"基本支出": 50, "预算数": 50}},
        "上年/收支总计": 200,
    }
    text = read({**more, "设置/零值写法": "省略"})
    assert (
        "\n本年收入合计200万元，其中：财政拨款收入150万元，占75%；事业收入50万元，占25%。" in text
    )
    assert "\n本年支出合计200万元，其中：基本支出150万元，占75%；项目支出50万元，占25%。" in text


def test_items(read: Read) -> None:
    text = read()
    assert (
        "年初预算为150万元，支出决算为150万元，完成年初预算的100%。决算数与预算数持平。其中：\n1.一般公共服务支出（类）"
        in text
    )
    assert (
        "行政运行（项）100万元，主要用于：日常运转。年初预算为100万元，支出决算为100万元，完成年初预算的100%。决算数与预算数持平。"
        in text
    )
    less = {
        f"{GENERAL}/预算数": 120,
        f"{GENERAL}/原因": "人员减少",
        "变动原因/预决算差异": "人员减少较多",
    }
    text = read(less)
    assert "完成年初预算的88.24%。决算数小于预算数的主要原因：人员减少较多。其中：" in text
    assert "完成年初预算的83.33%。决算数小于预算数的主要原因：人员减少。" in text
    assert "〔待填：变动原因.预决算差异〕" in read(
        {**less, "变动原因/预决算差异": None}, clean=False
    )
    assert "主要用于：〔待填：支出.一般公共预算.2010301行政运行.用途〕。" in read(
        {f"{GENERAL}/用途": None}, clean=False
    )
    none = read(
        {
            f"{GENERAL}/预算数": 0,
            f"{GENERAL}/原因": "追加任务",
            "变动原因/预决算差异": "追加任务较多",
        }
    )
    assert "年初预算为0万元，支出决算为100万元。决算数大于预算数的主要原因：追加任务。" in none


def test_whole_percentages_are_bare(read: Read) -> None:
    text = read(
        {
            "上年": {
                "收支总计": 147,
                "财政拨款收支总计": "136.36",
                "一般公共预算财政拨款支出": "136.36",
            }
        }
    )
    assert "增加3万元，增长2.04%。" in text
    assert "增加13.64万元，增长10%。" in text
    assert "增长10.10%。" in read(
        {
            "上年": {
                "收支总计": "136.24",
                "财政拨款收支总计": "136.24",
                "一般公共预算财政拨款支出": "136.24",
            }
        }
    )


def test_three_public(read: Read) -> None:
    text = read()
    assert (
        "“三公”经费财政拨款支出年初预算为6万元，支出决算为6万元，完成年初预算的100%，其中：因公出国（境）费支出年初预算为0万元，支出决算为0万元；"
        "公务用车购置及运行维护费支出年初预算为5万元，支出决算为5万元，完成年初预算的100%；" in text
    )
    assert (
        "2023年度“三公”经费支出决算数与预算数持平。\n2023年度“三公”经费财政拨款支出决算数与2022年度持平，其中：因公出国（境）费支出决算与2022年度持平；"
        in text
    )
    assert (
        "\n1.因公出国（境）费支出0万元。全年安排因公出国（境）团组0个、累计0人次。\n2.公务用车购置及运行维护费支出5万元。其中：\n"
        in text
    )
    assert (
        "公务用车购置支出为0万元，购置公务用车0辆。\n公务用车运行维护支出5万元。主要用于下乡调研所需公务用车燃料费、"
        in text
    )
    assert "2023年，某市某局开支财政拨款的公务用车保有量为1辆。" in text
    assert (
        "国内公务接待支出1万元（含外宾接待支出0万元）。主要用于用餐费，公务接待2批次、20人次，其中：接待外宾0批次、0人次。"
        in text
    )


def test_three_public_changes(read: Read) -> None:
    went = {
        "预算数": 4,
        "决算数": 3,
        "上年决算数": 0,
        "团组数": 1,
        "人次": 2,
        "原因": "恢复交流",
        "开支内容": "参加会议",
    }
    text = read(
        {ABROAD: went, f"{GUESTS}/上年决算数": 2, f"{GUESTS}/原因": "压减", "三公经费/原因": "节约"}
    )
    assert "2023年度“三公”经费支出决算数小于预算数的主要原因：节约。" in text
    assert (
        "支出决算数比2022年度增加2万元，增长28.57%，其中：因公出国（境）费支出决算增加3万元；公务用车购置及运行维护费支出决算与2022年度持平；"
        "公务接待费支出决算减少1万元，下降50%。因公出国（境）费支出增加的主要原因是恢复交流。公务接待费支出减少的主要原因是压减。"
        in text
    )
    assert "团组1个、累计2人次。开支内容包括：参加会议。" in text
    hosted = {
        "三公经费/公务接待费/外事": {"决算数": 2, "批次": 1, "人次": 5},
        f"{GUESTS}/预算数": 3,
        f"{GUESTS}/原因": "来访",
    }
    assert (
        "国内公务接待支出3万元（含外宾接待支出2万元）。主要用于用餐费，公务接待3批次、25人次，其中：接待外宾1批次、5人次。"
        in read(hosted)
    )


def test_three_public_without_last_year(read: Read) -> None:
    gone = {
        f"{ABROAD}/上年决算数": None,
        f"{CARS}/购置费/上年决算数": None,
        f"{CARS}/运行维护费/上年决算数": None,
        f"{GUESTS}/上年决算数": None,
    }
    text = read({"上年": "无", **gone, "机关运行经费": None})
    assert "2022" not in text
    assert "机关运行经费支出20万元。" in text
    lacking = read({f"{GUESTS}/上年决算数": None, f"{ABROAD}/预算数": None}, clean=False)
    assert "决算数比2022年度〔待填：三公经费.公务接待费.上年决算数〕，其中：" in lacking
    assert (
        "因公出国（境）费支出年初预算为〔待填：三公经费.因公出国境费.预算数〕，支出决算为0万元；"
        in lacking
    )


def test_funds(read: Read) -> None:
    assert "某市某局2023年度无政府性基金预算财政拨款收入和支出。" in read()
    assert "某市某局2023年度无国有资本经营预算财政拨款收入和支出。" in read()
    fund = {
        "2120801 征地和拆迁补偿支出": {
            "项目支出": {"拆迁": {"31012 拆迁补偿": 30}},
            "预算数": 40,
            "原因": "进度慢",
            "用途": "拆迁",
        }
    }
    text = read(
        {
            "收入/政府性基金预算财政拨款收入": {"2120801 征地和拆迁补偿支出": 30},
            "支出/政府性基金预算": fund,
            **MORE,
        }
    )
    assert (
        "\n政府性基金预算财政拨款收入30万元，支出30万元。支出具体情况如下：\n1.城乡社区支出（类）"
        in text
    )
    assert (
        "（项）30万元，主要用于：拆迁。年初预算为40万元，支出决算为30万元，完成年初预算的75%。决算数小于预算数的主要原因：进度慢。"
        in text
    )


def test_performance(read: Read) -> None:
    text = read()
    assert (
        "某市某局2023年度预算绩效管理工作开展情况如下：本单位建立了如下预算绩效管理制度：《某办法》；建立了事前申报的工作机制。"
        in text
    )
    assert (
        "编报绩效目标的2023年度项目3个，涉及预算金额60万元；绩效跟踪评价的2023年度项目2个，涉及预算金额55万元；"
        in text
    )
    assert (
        "绩效自评的2023年度项目2个，涉及预算金额50万元，平均得分98.5分（其中，绩效评级为“优”的项目2个；绩效评级为“良”的项目0个；"
        in text
    )
    assert "绩效自评中共发现问题3个，已经完成整改的2个，正在整改的1个）。" in text
    assert "某市某局2023年度没有编报绩效目标的预算项目。" in read(
        {"预算绩效": {"绩效目标": 0, "绩效监控": 0, "绩效自评": 0}}
    )
    lacking = read({"预算绩效": {"绩效目标": 1, "绩效监控": 1, "绩效自评": 1}}, clean=False)
    assert "预算绩效管理制度：〔待填：预算绩效.管理情况.管理制度〕；" in lacking
    assert "平均得分〔待填：预算绩效.管理情况.平均得分〕分" in lacking


def test_matters(read: Read) -> None:
    assert "机关运行经费支出20万元，与2022年度持平。" in read()
    assert "支出20万元，比2022年度减少5万元，下降20%。主要原因：节约。" in read(
        {"机关运行经费": {"上年决算数": 25, "原因": "节约"}}
    )
    assert "某市某局2023年度没有政府采购支出。" in read()
    bought = {
        "货物": 6,
        "工程": 0,
        "服务": 14,
        "用途": "设备",
        "授予中小企业合同金额": 9,
        "授予小微企业合同金额": 3,
    }
    text = read({"政府采购": {**bought, "预留": RESERVED}})
    assert (
        "某市某局2023年度政府采购金额（以合同签订为准）为20万元，其中：货物采购金额6万元、工程采购金额0万元、服务采购金额14万元。\n"
        in text
    )
    assert (
        "2023年度本单位面向中小企业预留政府采购项目预算金额9万元，面向小微企业预留政府采购项目预算金额4万元。"
        in text
    )
    assert (
        "由小微企业供应商中标或成交的，采购金额3万元；在其他政府采购项目中，由中小企业供应商中标或成交的，采购金额1万元。"
        in text
    )
    assert "预算金额〔待填：政府采购.预留.面向中小企业预算金额〕" in read(
        {"政府采购": bought}, clean=False
    )
    assert (
        "某市某局共有车辆1辆，其中：部级领导干部用车0辆、主要领导干部用车0辆、机要通信用车0辆、应急保障用车1辆、"
        in text
    )
    assert "单价100万元（含）以上设备（不含车辆）0台（套）。" in text


def test_glossary_is_numbered_and_without_subjects(read: Read) -> None:
    text = read().split("第四部分名词解释")[1]
    lines = [one for one in text.split("\n") if one]
    assert lines[0].startswith("一、财政拨款收入：指单位本年度从本级财政部门取得的财政拨款")
    assert lines[-1].startswith("十一、机关运行经费：指")
    assert "（项）" not in text


# 附表 of the example


def rows(name: str) -> list[str]:
    return [line(row) for row in table(document_of(EXAMPLE), name).body]


def head(name: str) -> list[str]:
    return [line(row) for row in table(document_of(EXAMPLE), name).head]


def test_nine_tables_without_numbers() -> None:
    found = load_form("上海").tables(2024)
    assert len(found) == 9
    for one in found:
        shown = table(document_of(EXAMPLE), one["标题"])
        assert (shown.corner, shown.left, shown.right) == ("", "", "单位：万元")
        assert not any("栏次" in line(row) or "行次" in line(row) for row in shown.head)


def test_balance_lists_twenty_four_classes() -> None:
    first = rows("收入支出决算总表")
    assert head("收入支出决算总表") == ["收入×2|支出×2", "项目|决算数|项目|决算数"]
    assert len(first) == 28
    assert first[0] == "一、一般公共预算财政拨款收入|7,368.90|一、一般公共服务支出|"
    assert first[22:] == [
        "||二十三、其他支出|83.84",
        "||二十四、抗疫特别国债安排的支出|",
        "本年收入合计|7,496.51|本年支出合计|7,487.27",
        "使用非财政拨款结余||结余分配|",
        "年初结转和结余|20.64|年末结转和结余|29.88",
        "总计|7,517.15|总计|7,517.15",
    ]
    fourth = rows("财政拨款收入支出决算总表")
    assert fourth[-6:] == [
        "本年收入合计|7,448.90|本年支出合计|7,445.84|7,362.00|83.84|0.00",
        "年初财政拨款结转和结余|12.00|年末财政拨款结转和结余|15.06|6.90|8.16|",
        "一、一般公共预算财政拨款||||||",
        "二、政府性基金预算财政拨款|12.00|||||",
        "三、国有资本经营预算财政拨款||||||",
        "总计|7,460.90|总计|7,460.90|7,368.90|92.00|0.00",
    ]


def test_total_first_or_last() -> None:
    assert rows("收入决算表")[0].startswith("合计×2|7,496.51|7,448.90|")
    assert rows("支出决算表")[0].startswith("合计×2|7,487.27|5,106.83|2,380.44|")
    general = rows("一般公共预算财政拨款支出决算表")
    assert general[0] == "207|文化旅游体育与传媒支出|5,898.11|3,601.51|2,296.60"
    assert general[-1] == "合计×2|7,362.00|5,065.40|2,296.60"


def test_basic_outlay_in_two_groups() -> None:
    found = rows("一般公共预算财政拨款基本支出决算表")
    left = [row.split("|")[0] for row in found[:-1] if row.split("|")[0]]
    right = [row.split("|")[3] for row in found[:-1] if row.split("|")[3]]
    assert left[0] == "301"
    assert "303" in left
    assert right[-10:] == [
        "310",
        "31001",
        "31002",
        "31003",
        "31007",
        "31013",
        "31019",
        "31021",
        "31022",
        "31099",
    ]
    assert found[-1] == "人员经费合计×2|4,070.19|公用经费合计×2|995.21"


def test_three_public_side_by_side() -> None:
    name = "财政拨款“三公”经费支出决算表"
    assert head(name)[:2] == [
        "财政拨款“三公”经费×12",
        "合计×2|因公出国（境）费×2|公务用车购置及运行维护费×6|公务接待费×2",
    ]
    assert rows(name) == ["33.49|29.55|0.00|0.00|31.38|28.87|22.00|21.00|9.38|7.87|2.11|0.68"]


def test_funds_tables() -> None:
    assert (
        rows("政府性基金预算财政拨款收入支出决算表")[0]
        == "合计×2|12.00|80.00|83.84|0.00|83.84|8.16"
    )
    empty = table(document_of(EXAMPLE), "国有资本经营预算财政拨款收入支出决算表")
    assert [line(row) for row in empty.body] == ["合计×2|0.00|0.00|0.00|0.00|0.00|0.00"]
    assert (
        plain(empty.notes[-1])
        == "说明：上海市云间区文化和旅游局（虚构）本年度没有国有资本经营预算财政拨款收入和支出，故本表无数据。"
    )
