"""全国九表: every frame under its conditions, every setting, the tables of its example."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.forms.form import load_form
from tests.bureau import ABROAD, CARS, GENERAL, GUESTS, NINE
from tests.forms.pages import Read, checked, line, reader, table
from tests.helpers import ROOT, document_of

EXAMPLE = ROOT / "data" / "国家古籍保护局（虚构）-2023.yaml"
FUND = {
    "2120801 征地和拆迁补偿支出": {
        "项目支出": {"拆迁": {"31012 拆迁补偿": 30}},
        "预算数": 40,
        "原因": "进度慢",
    }
}
MORE = {"上年/收支总计": 180, "上年/财政拨款收支总计": 180}


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return reader(tmp_path, NINE)


# The whole


def test_parts_in_order(read: Read) -> None:
    text = read()
    titles = [
        "第一部分某市某局概况",
        "第二部分2023年度单位决算表",
        "第三部分2023年度单位决算情况说明",
        "第四部分名词解释",
    ]
    assert [title for title in text.split("\n") if title.startswith("第")] == titles
    assert "图1" not in text
    assert "附件" not in text


def test_sections_in_order(read: Read) -> None:
    found = [
        one
        for one in read().split("\n")
        if one.endswith("情况说明") and not one.startswith(("第", "（"))
    ]
    assert [one.split("、", 1)[0] for one in found] == [
        *"一二三四五六七八九十",
        "十一",
        "十二",
        "十三",
    ]
    assert found[6:] == [
        "七、政府性基金预算财政拨款收入支出决算情况说明",
        "八、国有资本经营预算财政拨款支出决算情况说明",
        "九、财政拨款“三公”经费支出决算情况说明",
        "十、机关运行经费支出情况说明",
        "十一、政府采购支出情况说明",
        "十二、国有资产占用情况说明",
        "十三、预算绩效情况说明",
    ]


def test_places_are_settings(read: Read) -> None:
    text = read(
        {
            "设置/附表位置": "最后",
            "设置/绩效位置": "独立成章",
            "设置/其他重要事项": "合并",
            "设置/三公位置": "基金国资之前",
        }
    )
    assert [one for one in text.split("\n") if one.startswith("第")][1:] == [
        "第二部分2023年度单位决算情况说明",
        "第三部分2023年度预算绩效情况说明",
        "第四部分名词解释",
        "第五部分2023年度单位决算表",
    ]
    assert "七、财政拨款“三公”经费支出决算情况说明" in text
    assert "十、其他重要事项的情况说明\n（一）机关运行经费支出情况\n" in text
    assert "（三）国有资产占用情况\n" in text
    assert "十一、" not in text.split("第三部分")[0]
    before = read({"设置/绩效位置": "其他重要事项之前", "设置/其他重要事项": "合并"})
    assert before.index("十、预算绩效情况说明") < before.index("十一、其他重要事项的情况说明")
    assert "（四）预算绩效情况\n" in read(
        {"设置/绩效位置": "其他重要事项之内", "设置/其他重要事项": "合并"}
    )


def test_an_annex_only_where_there_is_something_to_annex(read: Read) -> None:
    text = read({"附件": [{"标题": "某报告", "正文": "全文在此。"}]})
    assert "第五部分附件\n附件1某报告\n全文在此。" in text


# 概况


def test_offices(read: Read) -> None:
    assert (
        "二、机构设置\n某市某局（以下简称“某局”）内设机构3个，分别为办公室、业务科、财务科。"
        in read()
    )
    assert "某市某局内设机构3个" in read({"设置/主语": "全称"})
    assert "内设机构5个。" in read({"单位/内设机构": None, "单位/内设机构数": 5})
    assert "〔待填：单位.内设机构〕" in read({"单位/内设机构": None}, clean=False)


def test_units_of_a_department(read: Read) -> None:
    two = [
        {"名称": "某大队", "性质": "行政单位"},
        {"名称": "某中心", "性质": "行政单位", "备注": "新设"},
    ]
    text = read({"单位/口径": "部门", "单位/下属单位": two})
    assert (
        "三、部门决算单位构成\n从预算单位构成看，某市某局部门决算包括：某市某局本级决算、下属单位决算。"
        in text
    )
    assert (
        "编制范围的单位共3个，包括：\n序号单位名称备注\n1某市某局（本级）\n2某大队\n3某中心新设"
        in text
    )
    listed = read(
        {
            "单位/口径": "部门",
            "单位/下属单位": [{"名称": "某市某局（本级）", "性质": "行政单位"}, *two],
        }
    )
    assert "共3个，包括：\n序号单位名称备注\n1某市某局（本级）\n2某大队" in listed
    alone = read({"单位/口径": "部门", "核对说明": {"口径与下属单位@单位.口径=部门": "只有本级"}})
    assert (
        "某市某局部门决算包括：某市某局本级决算。\n某市某局没有下属单位，纳入2023年度部门决算编制范围的只有部门本级。"
        in alone
    )
    assert "部门决算单位构成" not in read()


# 一、四、五 against last year


def test_against_last_year(read: Read) -> None:
    assert "2023年度收、支总计150万元。收、支总计各与2022年度持平。" in read()
    assert "与2022年度相比，收、支总计各增加30万元，增长25%，主要是甲原因。" in read(
        {"上年": {"收支总计": 120, "财政拨款收支总计": 120, "一般公共预算财政拨款支出": 120}}
    )
    assert "与2022年度相比，财政拨款收、支总计各减少30万元，下降16.7%，主要是乙原因。" in read(
        {"上年/收支总计": 180, "上年/财政拨款收支总计": 180}
    )
    assert "与2022年度相比，一般公共预算财政拨款支出增加150万元，主要是丙原因。" in read(
        {
            "上年/一般公共预算财政拨款支出": 0,
            "机关运行经费/上年决算数": 0,
            "机关运行经费/原因": "丁原因",
        }
    )


def test_without_last_year(read: Read) -> None:
    gone = {
        f"{ABROAD}/上年决算数": None,
        f"{CARS}/购置费/上年决算数": None,
        f"{CARS}/运行维护费/上年决算数": None,
        f"{GUESTS}/上年决算数": None,
    }
    text = read({"上年": "无", **gone, "机关运行经费": None})
    assert text.count("本单位为新设立单位，没有上年度决算数，不作比较。") == 3
    assert "2022" not in text
    assert "机关运行经费支出20万元。" in text
    assert "公务接待费年初预算为1万元，支出决算为1万元，完成年初预算的100%。" in text


def test_holes(read: Read) -> None:
    text = read(
        {
            "上年": None,
            "变动原因": None,
            f"{GENERAL}/预算数": None,
            f"{GUESTS}/预算数": None,
            "预算绩效": None,
            "政府采购": None,
        },
        clean=False,
    )
    assert "与2022年度相比，〔待填：上年.收支总计〕。" in text
    assert (
        "行政运行（项）。年初预算为〔待填：支出.一般公共预算.2010301行政运行.预算数〕，支出决算为100万元。"
        in text
    )
    assert (
        "“三公”经费财政拨款支出年初预算为〔待填：三公经费.公务接待费.预算数〕，支出决算为6万元，"
        in text
    )
    assert (
        "共涉及项目〔待填：预算绩效.绩效自评〕个，涉及资金〔待填：预算绩效.管理情况.绩效自评金额〕。"
        in text
    )
    assert "政府采购支出总额〔待填：政府采购.货物〕。" in text
    assert "增加30万元，增长25%，主要是〔待填：变动原因.收支总计〕。" in read(
        {"上年/收支总计": 120, "变动原因/收支总计": None}, clean=False
    )


# 二、三


def test_incomes_and_shares(read: Read) -> None:
    more = {
        "收入/事业收入": {"2010301 行政运行": 50},
        "支出/其他资金": {"2010301 行政运行": {"基本支出": 50, "预算数": 50}},
        "上年/收支总计": 200,
    }
    text = read({**more, "设置/零值写法": "省略"})
    assert (
        "2023年度本年收入合计200万元，其中：一般公共预算财政拨款收入150万元，占75%；事业收入50万元，占25%。"
        in text
    )
    assert (
        "2023年度本年支出合计200万元，其中：基本支出150万元，占75%；项目支出50万元，占25%。" in text
    )
    assert "经营收入0万元，占0%；" in read({**more, "设置/零值写法": "列出"})
    assert "经营收入、附属单位上缴收入、其他收入均为零。" in read({**more, "设置/零值写法": "合并"})
    assert "其中：财政拨款收入150万元，占75%；事业收入50万元，占25%。" in read(
        {**more, "设置/财政拨款收入": "合并"}
    )


def test_a_negative_income_has_no_share(read: Read) -> None:
    text = read(
        {
            "收入/其他收入": {"2010301 行政运行": -10},
            "年初结转和结余/其他资金": {"2010301 行政运行": 10},
        }
    )
    assert "一般公共预算财政拨款收入150万元，占107.1%；其他收入-10万元。" in text


# 五（二）（三）


def test_structure_and_items(read: Read) -> None:
    text = read()
    assert "主要用于以下方面：一般公共服务支出（类）150万元，占100%。" in text
    assert (
        "2023年度一般公共预算财政拨款支出年初预算为150万元，支出决算为150万元，完成年初预算的100%。决算数与年初预算数持平。其中：\n"
        "1.一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）。"
        "年初预算为100万元，支出决算为100万元，完成年初预算的100%。决算数与年初预算数持平。\n2."
        in text
    )
    assert "决算数与年初预算数持平" not in read({"设置/持平详写": "否"})


def test_items_against_the_budget(read: Read) -> None:
    less = read({f"{GENERAL}/预算数": 125, f"{GENERAL}/原因": "人员减少。"})
    assert (
        "年初预算为125万元，支出决算为100万元，完成年初预算的80%。决算数小于年初预算数的主要原因是人员减少。"
        in less
    )
    more = read({f"{GENERAL}/预算数": 80, f"{GENERAL}/原因": "追加任务"})
    assert "完成年初预算的125%。决算数大于年初预算数的主要原因是追加任务。" in more
    none = read({f"{GENERAL}/预算数": 0, f"{GENERAL}/原因": "追加任务"})
    assert "年初预算为0万元，支出决算为100万元。决算数大于年初预算数的主要原因是追加任务。" in none
    assert "主要原因是〔待填：支出.一般公共预算.2010301行政运行.原因〕。" in read(
        {f"{GENERAL}/预算数": 80}, clean=False
    )
    unspent = {
        "支出/一般公共预算/2010350 事业运行": {
            "基本支出": {"30101 基本工资": 0},
            "预算数": 10,
            "原因": "推迟",
        }
    }
    assert (
        "事业运行（项）。年初预算为10万元，支出决算为0万元，完成年初预算的0%。决算数小于年初预算数的主要原因是推迟。"
        in read(unspent)
    )
    nothing = {
        "支出/一般公共预算/2010350 事业运行": {"基本支出": {"30101 基本工资": 0}, "预算数": 0}
    }
    assert "事业运行（项）。" not in read(nothing)


def test_a_negative_item_has_no_rate(read: Read) -> None:
    refund = {
        "支出/一般公共预算/2010350 事业运行": {
            "基本支出": {"30101 基本工资": -5},
            "预算数": 10,
            "原因": "收回多付",
        }
    }
    text = read({**refund, "上年/一般公共预算财政拨款支出": 145})
    assert (
        "事业运行（项）。年初预算为10万元，支出决算为-5万元。决算数小于年初预算数的主要原因是收回多付。"
        in text
    )


def test_the_other_budget(read: Read) -> None:
    both = {
        f"{GENERAL}/预算数": {"年初": 80, "全年": 100},
        "支出/一般公共预算/2010302 一般行政管理事务/预算数": {"年初": 50, "全年": 50},
    }
    text = read({**both, "设置/完成预算口径": "全年"})
    assert (
        "行政运行（项）。全年预算为100万元，支出决算为100万元，完成全年预算的100%。决算数与全年预算数持平。"
        in text
    )


def test_purposes(read: Read) -> None:
    told = {f"{GENERAL}/用途": "日常运转。"}
    assert "行政运行（项）。主要用于日常运转。年初预算为" in read(told)
    assert "主要用于日常运转" not in read({**told, "设置/写用途": "不写"})
    assert "〔待填：支出.一般公共预算.2010302一般行政管理事务.用途〕" in read(
        {**told, "设置/写用途": "必写"}, clean=False
    )


def test_reason_of_the_whole_against_the_budget(read: Read) -> None:
    less = {f"{GENERAL}/预算数": 125, f"{GENERAL}/原因": "人员减少"}
    assert "完成年初预算的85.7%。其中：" in read(less)
    assert "完成年初预算的85.7%。决算数小于年初预算数的主要原因是丁原因。其中：" in read(
        {**less, "变动原因/预决算差异": "丁原因"}
    )
    assert "〔待填：变动原因.预决算差异〕" in read(
        {**less, "设置/写预决算差异": "必写"}, clean=False
    )


# 六 to 八


def test_basic_outlay(read: Read) -> None:
    assert (
        "基本支出100万元，其中：\n人员经费80万元，主要包括：基本工资。\n公用经费20万元，主要包括：办公费。"
        in read()
    )
    none = {
        GENERAL: {"项目支出": {"乙项目": {"30201 办公费": 100}}, "预算数": 100},
        "机关运行经费": {"决算数": 0, "上年决算数": 0},
    }
    assert "某局2023年度没有一般公共预算财政拨款基本支出。" in read(none)


def test_funds(read: Read) -> None:
    assert (
        "某局2023年度没有政府性基金预算财政拨款收入，没有使用政府性基金预算财政拨款安排的支出。"
        in read()
    )
    text = read(
        {
            "收入/政府性基金预算财政拨款收入": {"2120801 征地和拆迁补偿支出": 35},
            "支出/政府性基金预算": FUND,
            **MORE,
        }
    )
    assert (
        "政府性基金预算财政拨款年初结转和结余0万元，本年收入35万元，本年支出30万元，年末结转和结余5万元。支出具体情况如下："
        in text
    )
    assert (
        "1.城乡社区支出（类）国有土地使用权出让收入安排的支出（款）征地和拆迁补偿支出（项）。年初预算为40万元，支出决算为30万元，完成年初预算的75%。"
        in text
    )
    idle = read({"收入/政府性基金预算财政拨款收入": {"2120801 征地和拆迁补偿支出": 30}, **MORE})
    assert (
        "本年支出0万元，年末结转和结余30万元。本年没有使用政府性基金预算财政拨款安排的支出。"
        in idle
    )
    state = {
        "2230105 国有企业退休人员社会化管理补助支出": {
            "项目支出": {"补助": {"30305 生活补助": 30}},
            "预算数": 30,
        }
    }
    owned = read(
        {
            "收入/国有资本经营预算财政拨款收入": {"2230105 国有企业退休人员社会化管理补助支出": 30},
            "支出/国有资本经营预算": state,
            **MORE,
        }
    )
    assert "国有资本经营预算财政拨款年初结转和结余0万元，本年收入30万元，本年支出30万元，" in owned


# 九


def test_three_public(read: Read) -> None:
    text = read()
    assert (
        "“三公”经费财政拨款支出年初预算为6万元，支出决算为6万元，完成年初预算的100%，与2022年度持平。决算数与年初预算数持平。"
        in text
    )
    assert (
        "因公出国（境）费支出决算0万元，占0%；公务用车购置及运行维护费支出决算5万元，占83.3%；公务接待费支出决算1万元，占16.7%。具体情况如下："
        in text
    )
    assert (
        "1.因公出国（境）费年初预算为0万元，支出决算为0万元，与2022年度持平。\n全年使用财政拨款安排因公出国（境）团组0个、累计0人次。\n"
        in text
    )
    assert (
        "其中：公务用车购置费支出0万元，更新购置公务用车0辆。\n公务用车运行维护费支出5万元，主要用于下乡调研所需的"
        in text
    )
    assert "截至2023年12月31日，使用财政拨款开支运行维护费的公务用车保有量为1辆。" in text
    assert (
        "其中：国内公务接待支出1万元，主要用于用餐费，全年接待2批次、20人次（不包括陪同人员）。\n外事接待支出0万元，全年接待0批次、0人次"
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
    assert (
        "年初预算为10万元，支出决算为9万元，完成年初预算的90%，比2022年度增加2万元，增长28.6%。决算数小于年初预算数的主要原因是节约。"
        in text
    )
    assert (
        "1.因公出国（境）费年初预算为4万元，支出决算为3万元，完成年初预算的75%，比2022年度增加3万元，主要是恢复交流。\n"
        in text
    )
    assert "团组1个、累计2人次。开支内容包括：参加会议。" in text
    assert (
        "3.公务接待费年初预算为1万元，支出决算为1万元，完成年初预算的100%，比2022年度减少1万元，下降50%，主要是压减。"
        in text
    )
    bought = {"轿车": {"数量": 1, "金额": 18}, "越野车": {"数量": 2, "金额": 50}}
    cars = {
        f"{CARS}/购置费": {"预算数": 68, "决算数": 68, "上年决算数": 0, "更新购置": bought},
        f"{CARS}/原因": "更新",
    }
    assert "公务用车购置费支出68万元，更新购置公务用车3辆，其中：轿车1辆、越野车2辆。" in read(cars)
    unsaid = read(
        {f"{CARS}/购置费": {"预算数": 68, "决算数": 68, "上年决算数": 0}, f"{CARS}/原因": "更新"},
        clean=False,
    )
    assert "更新购置公务用车〔待填：三公经费.公务用车购置及运行维护费.购置费.更新购置〕。" in unsaid


def test_three_public_in_the_other_order(read: Read) -> None:
    text = read({"设置/三公次序": "出国接待公车"})
    assert (
        "占0%；公务接待费支出决算1万元，占16.7%；公务用车购置及运行维护费支出决算5万元，占83.3%。"
        in text
    )
    assert "\n2.公务接待费年初预算为" in text


# 十 to 十三


def test_running_cost(read: Read) -> None:
    assert "某局2023年度机关运行经费支出20万元，与2022年度持平。" in read()
    assert "支出20万元，比2022年度减少5万元，下降20%，主要是节约。" in read(
        {"机关运行经费": {"上年决算数": 25, "原因": "节约"}}
    )
    assert "某局为事业单位，没有机关运行经费支出。" in read(
        {"单位/性质": "事业单位", "机关运行经费": None}
    )


def test_procurement(read: Read) -> None:
    assert "某局2023年度没有政府采购支出。" in read()
    bought = {
        "货物": 6,
        "工程": 0,
        "服务": 14,
        "用途": "设备",
        "授予中小企业合同金额": 15,
        "授予小微企业合同金额": 5,
    }
    text = read({"政府采购": bought})
    assert (
        "政府采购支出总额20万元，其中：政府采购货物支出6万元、政府采购工程支出0万元、政府采购服务支出14万元。主要用于设备。"
        in text
    )
    assert (
        "授予中小企业合同金额15万元，占政府采购支出总额的75%，其中：授予小微企业合同金额5万元，占授予中小企业合同金额的33.3%。"
        in text
    )
    kinds = read({"政府采购": {**bought, "分类授予": {"货物": 3, "工程": 0, "服务": 12}}})
    assert (
        "33.3%；货物采购授予中小企业合同金额占货物支出金额的50%，服务采购授予中小企业合同金额占服务支出金额的85.7%。"
        in kinds
    )
    assert "授予小微企业合同金额5万元，占政府采购支出总额的25%。" in read(
        {"政府采购": bought, "设置/小微占比": "采购总额"}
    )
    nobody = read({"政府采购": {**bought, "授予中小企业合同金额": 0, "授予小微企业合同金额": 0}})
    assert "占政府采购支出总额的0%，其中：授予小微企业合同金额0万元。" in nobody


def test_assets(read: Read) -> None:
    text = read(
        {"国有资产/车辆": {"机要通信用车": 1, "其他用车": 2}, "国有资产/其他用车说明": "流动服务车"}
    )
    assert (
        "截至2023年12月31日，某局共有车辆3辆，其中：机要通信用车1辆、其他用车2辆，其他用车主要是流动服务车。单价100万元（含）以上设备（不含车辆）0台（套）。"
        in text
    )
    assert "共有车辆0辆。" in read(
        {
            "国有资产/车辆": {"其他用车": 0},
            f"{CARS}/运行维护费": {"预算数": 0, "决算数": 0, "上年决算数": 0},
            f"{CARS}/车型": None,
        }
    )
    assert (
        "其中：部级领导干部用车0辆、主要领导干部用车0辆、机要通信用车0辆、应急保障用车1辆、"
        in read({"设置/车辆零值": "列出"})
    )
    old = {
        "设置/设备口径": "旧",
        "国有资产/设备": {"单价50万元以上通用设备": 2, "单价100万元以上专用设备": 1},
    }
    assert "单价50万元以上通用设备2台（套），单价100万元以上专用设备1台（套）。" in read(old)
    by_year = read(
        {"年度": 2021, "单位/公开日期": "2022-09-20", "国有资产/设备": old["国有资产/设备"]}
    )
    assert "单价50万元以上通用设备2台（套）" in by_year


def test_performance(read: Read) -> None:
    assert (
        "某局组织对2023年度预算项目支出开展绩效自评，共涉及项目1个，涉及资金50万元，占项目支出总额的100%。"
        in read()
    )
    assert "某局2023年度没有开展绩效自评的项目。" in read({"预算绩效": {"绩效自评": 0}})
    graded = {"绩效自评金额": 25, "平均得分": 96.5, "等次": {"优": 2, "良": 1}}
    text = read({"预算绩效": {"绩效自评": 3, "管理情况": graded}})
    assert (
        "占项目支出总额的50%。绩效自评平均得分96.5分。其中，评级为“优”的项目2个、评级为“良”的项目1个。"
        in text
    )


def test_a_department_needs_no_annexed_evaluation(tmp_path: Path) -> None:
    """自评张数 and 整体自评 are asked for by forms that publish them (绩效附件)."""
    wanted = {"自评张数", "整体自评"}
    nine = {one.rule for one in checked(tmp_path, NINE, {"单位/口径": "部门"}).findings}
    assert not nine & wanted
    asked = {
        one.rule
        for one in checked(tmp_path, NINE, {"单位/口径": "部门", "设置/绩效附件": "要求"}).findings
    }
    assert asked >= wanted


# 附表 of the example


def rows(name: str) -> list[str]:
    return [line(row) for row in table(document_of(EXAMPLE), name).body]


def test_nine_tables_numbered() -> None:
    found = load_form("全国九表").tables(2023)
    assert [one["编号"] for one in found] == [f"公开{number:02d}表" for number in range(1, 10)]
    for one in found:
        shown = table(document_of(EXAMPLE), one["标题"])
        assert (shown.corner, shown.left, shown.right) == (
            one["编号"],
            "部门：国家古籍保护局（虚构）",
            "金额单位：万元",
        )


def test_01_and_04_balance() -> None:
    first = rows("收入支出决算总表")
    assert first[0] == "一、一般公共预算财政拨款收入|1|10,167.77|一、一般公共服务支出|32|"
    assert first[-1] == "总计|31|11,570.47|总计|62|11,570.47"
    assert first[-5:-2] == [
        "本年收入合计|27|10,989.42|本年支出合计|58|10,990.32",
        "使用非财政拨款结余（含专用结余）|28|20.00|结余分配|59|12.60",
        "年初结转和结余|29|561.05|年末结转和结余|60|567.55",
    ]
    fourth = rows("财政拨款收入支出决算总表")
    assert fourth[-1] == "总计|32|11,140.52|总计|64|11,140.52|10,580.52|560.00|0.00"


def test_02_03_05_by_subject() -> None:
    assert rows("收入决算表")[0] == "合计×2|10,989.42|10,667.77|0.00|286.45|0.00|0.00|35.20"
    assert "2070104|··图书馆|2,006.85|1,685.20||286.45|||35.20" in rows("收入决算表")
    assert rows("支出决算表")[0] == "合计×2|10,990.32|4,977.27|6,013.05|0.00|0.00|0.00"
    general = rows("一般公共预算财政拨款支出决算表")
    assert general[:4] == [
        "合计×2|10,148.67|4,766.32|5,382.35",
        "205|教育支出|44.85||44.85",
        "20508|·进修及培训|44.85||44.85",
        "2050803|··培训支出|44.85||44.85",
    ]
    assert general[-1] == "2210203|··购房补贴|121.45|121.45|"


def test_06_lists_every_subject_in_three_groups() -> None:
    found = rows("一般公共预算财政拨款基本支出决算明细表")
    assert (
        found[0] == "301|工资福利支出|3,448.50|302|商品和服务支出|1,128.21|307|债务利息及费用支出|"
    )
    cells = {part for row in found for part in row.split("|")}
    assert cells >= {
        "30102",
        "30114",
        "30311",
        "30399",
        "30299",
        "30701",
        "31005",
        "31099",
        "31204",
        "39908",
        "39999",
    }
    assert found[-1] == "人员经费合计×2|3,583.32|公用经费合计×5|1,183.00"


def test_07_08_09() -> None:
    assert rows("政府性基金预算财政拨款收入支出决算表") == [
        "合计×2|60.00|500.00|516.00|0.00|516.00|44.00",
        "229|其他支出|60.00|500.00|516.00||516.00|44.00",
        "22960|·彩票公益金安排的支出|60.00|500.00|516.00||516.00|44.00",
        "2296010|··用于文化事业的彩票公益金支出|60.00|500.00|516.00||516.00|44.00",
    ]
    empty = table(document_of(EXAMPLE), "国有资本经营预算财政拨款支出决算表")
    assert [line(row) for row in empty.body] == ["合计×2|0.00|0.00|0.00"]
    assert str(empty.notes[-1]).count("本年度没有国有资本经营预算财政拨款支出，故本表无数据。") == 1
    assert rows("财政拨款“三公”经费支出决算表") == [
        "114.00|80.00|24.00|0.00|24.00|10.00|85.01|62.40|18.35|0.00|18.35|4.26"
    ]
