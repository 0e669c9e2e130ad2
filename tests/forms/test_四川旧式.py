"""The old Sichuan form: every frame under its conditions, read in the finished page, and the whole text of its example."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.document.tree import Document
from generator.forms.form import load_form
from generator.pipeline.checking import check
from generator.writers.html import write_html
from tests.bureau import ABROAD, CARS, GENERAL, GUESTS, write_values
from tests.forms.old_sichuan import BASE
from tests.helpers import ROOT, document_of, lines_in, plainly_checked

EXAMPLE = ROOT / "data" / "泸县政府办-2023.yaml"
GOLDEN = Path(__file__).with_name("四川旧式.txt")
PROJECTS = "预算绩效/项目完成情况"
Read = Callable[..., str]


def text_of(document: Document) -> str:
    """All text of the finished page, one line for each heading, paragraph, caption and cell."""
    return "\n".join(
        lines_in(write_html(document), "h1", "h2", "h3", "h4", "p", "figcaption", "th", "td")
    )


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """A data file: BASE with changes and settings."""
    made = iter(range(1000))

    def make(changes: dict[str, Any] | None = None, **settings: str) -> Path:
        chosen = {f"设置/{name}": value for name, value in settings.items()}
        return write_values(tmp_path / str(next(made)), BASE, {**(changes or {}), **chosen})

    return make


@pytest.fixture
def read(written: Callable[..., Path]) -> Read:
    """The text of the finished page for BASE with changes; without ``clean=False`` there must be no errors."""

    def make(changes: dict[str, Any] | None = None, *, clean: bool = True, **settings: str) -> str:
        found = plainly_checked(written(changes, **settings))
        errors = [
            f"{one.place.line} {one.message}" for one in found.findings if one.level.value == "错误"
        ]
        assert not (clean and errors), errors
        assert found.document is not None, errors
        return text_of(found.document)

    return make


def grown(amount: float, last: float | None, **more: Any) -> dict[str, Any]:
    """The base with a third 项 of other size, so that the totals differ from last year's."""
    extra = amount - 150
    item = {"基本支出": {"30101 基本工资": str(extra)}, "预算数": str(extra)}
    changes: dict[str, Any] = {
        "收入/一般公共预算财政拨款收入/2010350 事业运行": str(extra),
        "支出/一般公共预算/2010350 事业运行": item,
    }
    if last is not None:
        changes["上年"] = dict.fromkeys(
            ("收支总计", "财政拨款收支总计", "一般公共预算财政拨款支出"), str(last)
        )
    return {**changes, **more}


# 第一部分


def test_duties_and_the_work_of_the_year(read: Read) -> None:
    text = read()
    assert (
        "第一部分部门概况\n一、基本职能及主要工作\n（一）主要职能\n负责某事。\n（二）2023年重点工作完成情况\n完成某事。\n二、机构设置"
        in text
    )
    assert "一、部门职责\n（一）主要职能" in read(职责标题="部门职责")
    missing = read({"单位/重点工作": None, "单位/主要职责": None}, clean=False)
    assert (
        "（一）主要职能\n〔待填：单位.主要职责〕\n（二）2023年重点工作完成情况\n〔待填：单位.重点工作〕"
        in missing
    )


NO_UNITS = {"口径与下属单位@单位.口径=部门": "只有本级"}


def test_structure_by_what_is_included(read: Read) -> None:
    assert "某县某局有下属事业单位某中心，纳入2023年部门决算编制范围。" in read()
    several = [
        {"名称": "甲局", "性质": "行政单位"},
        {"名称": "乙站", "性质": "参照公务员法管理的事业单位"},
        {"名称": "丙所", "性质": "其他事业单位"},
    ]
    mixed = read({"单位/下属单位": several, "单位/内设机构": ["办公室", "财务股"]})
    assert (
        "某县某局内设机构2个，分别为：办公室、财务股。本部门有下属行政单位甲局、下属事业单位乙站、丙所，纳入2023年部门决算编制范围。"
        in mixed
    )
    alone = read({"单位/下属单位": None, "核对说明": NO_UNITS})
    assert "某县某局没有下属单位，纳入2023年部门决算编制范围的只有部门本级。" in alone


def test_structure_listed(read: Read) -> None:
    rooms = {"单位/内设机构": ["办公室", "财务股"]}
    assert "某县某局内设机构2个，分别为：办公室、财务股。下设直属事业单位1个：某中心。" in read(
        rooms, 机构设置写法="逐个列举"
    )
    both = [{"名称": "甲局", "性质": "行政单位"}, {"名称": "乙站", "性质": "其他事业单位"}]
    assert "下设直属行政单位1个：甲局，直属事业单位1个：乙站。" in read(
        {**rooms, "单位/下属单位": both}, 机构设置写法="逐个列举"
    )
    assert "分别为：办公室、财务股。没有下属单位。" in read(
        {**rooms, "单位/下属单位": None, "核对说明": NO_UNITS}, 机构设置写法="逐个列举"
    )
    assert "某县某局内设机构5个。下设直属" in read({"单位/内设机构数": 5}, 机构设置写法="逐个列举")
    assert "某县某局内设机构：〔待填：单位.内设机构〕。" in read(
        clean=False, 机构设置写法="逐个列举"
    )
    assert "某某写的整段话。" in read({"单位/机构设置": "某某写的整段话。"})


def test_a_single_unit(read: Read) -> None:
    changes = {
        "单位/口径": "单位",
        "单位/下属单位": None,
        "单位/内设机构": ["办公室"],
        "预算绩效/整体自评": None,
    }
    text = read(changes, 职责标题="部门职责")
    assert "第一部分单位概况\n一、主要职责\n" in text
    assert "某县某局内设机构1个，分别为：办公室。\n" in text
    assert "根据预算绩效管理要求，本单位在" in text
    assert "本部门" not in text
    assert "第四部分附件\n我局2023年度没有附件。" in read(changes, 自称="我局")
    assert "整体支出" not in text
    assert "第四部分附件\n本单位2023年度没有附件。" in text


# 第二部分一至六


def test_ten_sections_and_contents(read: Read) -> None:
    text = read()
    heads = re.findall(r"^[一二三四五六七八九十]+、.+情况说明$", text, flags=re.MULTILINE)
    assert heads == [
        "一、收入支出决算总体情况说明",
        "二、收入决算情况说明",
        "三、支出决算情况说明",
        "四、财政拨款收入支出决算总体情况说明",
        "五、一般公共预算财政拨款支出决算情况说明",
        "六、一般公共预算财政拨款基本支出决算情况说明",
        "七、“三公”经费财政拨款支出决算情况说明",
        "八、政府性基金预算支出决算情况说明",
        "九、国有资本经营预算支出决算情况说明",
        "十、其他重要事项的情况说明",
    ]
    assert "第二部分2023年度部门决算情况说明" in text
    assert [one.text for one in document_of(EXAMPLE).toc if one.text.startswith("第二")] == [
        "第二部分　2023年度部门决算情况说明"
    ]


def test_year_without_度_but_in_totals_and_titles(read: Read) -> None:
    text = read(grown(160, 150))
    assert (
        "2023年度收、支总计160万元。与2022年相比，收、支总计各增加10万元，增长6.67%。主要变动原因是甲原因。"
        in text
    )
    assert "2023年本年收入合计160万元，其中：" in text
    assert "2023年本年支出合计160万元，其中：" in text
    assert (
        "2023年度财政拨款收、支总计160万元。与2022年相比，财政拨款收、支总计各增加10万元，增长6.67%。主要变动原因是乙原因。"
        in text
    )
    assert (
        "2023年一般公共预算财政拨款支出160万元，占本年支出合计的100%。与2022年相比，一般公共预算财政拨款增加10万元，增长6.67%。主要变动原因是丙原因。"
        in text
    )
    assert "2022年度" not in text


def test_less_equal_and_nothing_to_compare(read: Read) -> None:
    assert "收、支总计各减少50万元，下降25%。" in read({"上年/收支总计": 200})
    equal = read()
    assert "2023年度收、支总计150万元。收、支总计与2022年持平。" in equal
    assert "一般公共预算财政拨款与2022年持平。" in equal
    assert "主要变动原因" not in equal
    assert "收、支总计各增加150万元。主要变动原因是甲原因。" in read(
        {"上年/收支总计": 0}, clean=False
    )
    assert "与2022年相比，〔待填：上年.收支总计〕。" in read({"上年/收支总计": None}, clean=False)
    assert "收、支总计各增加30万元，增长25%。主要变动原因是〔待填：变动原因.收支总计〕。" in read(
        {"上年/收支总计": 120, "变动原因/收支总计": None}, clean=False
    )


def test_new_unit(read: Read) -> None:
    gone = {
        f"{ABROAD}/上年决算数": None,
        f"{CARS}/购置费/上年决算数": None,
        f"{CARS}/运行维护费/上年决算数": None,
        f"{GUESTS}/上年决算数": None,
    }
    text = read({"上年": "无", **gone, "机关运行经费/上年决算数": None})
    assert text.count("本部门为新设立部门，没有上年决算数，不作比较。") == 3
    assert "2022" not in text


def test_totals_apart(read: Read) -> None:
    text = read(grown(160, 200), 收支总体写法="分写", 升降用词="增加减少")
    assert "2023年度收入总计160万元，其中年初结转结余0万元；支出总计160万元。" in text
    assert (
        "与2022年相比，收入总计减少40万元，减少20%；支出总计减少40万元，减少20%。主要变动原因是甲原因。"
        in text
    )
    assert (
        "2023年度财政拨款收入总计160万元，其中上年度财政拨款结转结余0万元；财政拨款支出总计160万元。"
        in text
    )
    assert (
        "财政拨款收入总计减少40万元，减少20%；财政拨款支出总计减少40万元，减少20%。主要变动原因是乙原因。"
        in text
    )
    assert "收入总计增加10万元，增加6.67%；支出总计增加10万元，增加6.67%。" in read(
        grown(160, 150), 收支总体写法="分写", 升降用词="增加减少"
    )
    assert "收入总计、支出总计均与2022年持平。" in read(收支总体写法="分写")


def test_carry_over(read: Read) -> None:
    last = dict.fromkeys(("收支总计", "财政拨款收支总计"), 160)
    carried = {"年初结转和结余/一般公共预算": 10, "上年": {**last, "一般公共预算财政拨款支出": 150}}
    assert "收、支总计160万元，其中：年初结转和结余10万元。" in read(carried)
    assert "财政拨款收、支总计160万元（本年收入合计150万元，年初结转和结余10万元）。" in read(
        carried
    )
    apart = read(carried, 收支总体写法="分写")
    assert "收入总计160万元，其中年初结转结余10万元；支出总计160万元。" in apart
    assert "其中上年度财政拨款结转结余10万元；" in apart


def test_used_balance(read: Read) -> None:
    used = {
        "使用非财政拨款结余": 5,
        "支出/其他资金": {"2010301 行政运行": {"基本支出": 5, "预算数": 5}},
        "上年/收支总计": 155,
    }
    assert "收、支总计155万元，其中：使用非财政拨款结余5万元。" in read(used)
    assert (
        "收入总计155万元，其中年初结转结余0万元，使用非财政拨款结余5万元；支出总计155万元。"
        in read(used, 收支总体写法="分写")
    )


def test_zero_items(read: Read) -> None:
    assert "2023年本年收入合计150万元，其中：一般公共预算财政拨款收入150万元，占100%。" in read()
    listed = read(零值写法="列出")
    assert (
        "国有资本经营预算财政拨款收入0万元，占0%；上级补助收入0万元，占0%；事业收入0万元，占0%；"
        in listed
    )
    assert (
        "项目支出50万元，占33.33%；上缴上级支出0万元，占0%；经营支出0万元，占0%；对附属单位补助支出0万元，占0%。"
        in listed
    )
    short = read(零值写法="列出", 列出来源="不列上级补助收入")
    assert "国有资本经营预算财政拨款收入0万元，占0%；事业收入0万元，占0%；" in short
    helped = {
        "收入/上级补助收入": {"2010301 行政运行": 10},
        "支出/其他资金": {"2010301 行政运行": {"基本支出": 10, "预算数": 10}},
        "上年/收支总计": 160,
    }
    assert "上级补助收入10万元，占6.25%；" in read(
        helped, 零值写法="列出", 列出来源="不列上级补助收入"
    )
    assert "均为零。" in read(零值写法="合并")


def test_kept_zeros(read: Read) -> None:
    text = read(grown(160.5, 128.4), 百分比去末位零="否", 金额去末位零="否")
    assert "收、支总计160.50万元。与2022年相比，收、支总计各增加32.10万元，增长25.00%。" in text
    assert "占本年支出合计的100.00%。" in text
    assert "2023年一般公共预算支出决算数为160.50万元，完成预算100%。其中：" in text
    part = read({f"{GENERAL}/预算数": 125, f"{GENERAL}/原因": "人员减少"}, 百分比去末位零="否")
    assert "支出决算为100万元，完成预算80.00%，决算数小于预算数的主要原因是人员减少。" in part


def test_classes_and_items(read: Read) -> None:
    more = {
        "支出/一般公共预算/2240106 安全监管": {
            "项目支出": {"乙项目": {"30227 委托业务费": 50}},
            "预算数": 50,
        },
        "收入/一般公共预算财政拨款收入/2240106 安全监管": 50,
    }
    last = {
        "上年": dict.fromkeys(("收支总计", "财政拨款收支总计", "一般公共预算财政拨款支出"), 200)
    }
    text = read({**more, **last})
    assert (
        "主要用于以下方面：一般公共服务（类）支出150万元，占75%；灾害防治及应急管理（类）支出50万元，占25%。"
        in text
    )
    assert (
        "1.一般公共服务（类）政府办公厅（室）及相关机构事务（款）行政运行（项）：支出决算为100万元，完成预算100%。"
        in text
    )
    assert "灾害防治及应急管理（类）应急管理事务（款）安全监管（项）：指" in text
    full = read({**more, **last}, 项名写法="全称")
    assert (
        "3.灾害防治及应急管理支出（类）应急管理事务（款）安全监管（项）：支出决算为50万元" in full
    )
    assert "灾害防治及应急管理支出（类）应急管理事务（款）安全监管（项）：指" in full
    assert "支出（类）支出" not in text + full


def test_against_budget(read: Read) -> None:
    assert "完成预算125%，决算数大于预算数的主要原因是追加。" in read(
        {f"{GENERAL}/预算数": 80, f"{GENERAL}/原因": "追加"}
    )
    assert "行政运行（项）：支出决算为100万元，决算数大于预算数的主要原因是追加。" in read(
        {f"{GENERAL}/预算数": 0, f"{GENERAL}/原因": "追加"}
    )
    assert "完成预算〔待填：" in read({f"{GENERAL}/预算数": None}, clean=False)


def test_basic_expenses(read: Read) -> None:
    text = read()
    assert (
        "2023年一般公共预算财政拨款基本支出100万元，其中：\n人员经费80万元，主要包括：基本工资。\n日常公用经费20万元，主要包括：办公费。"
        in text
    )
    assert "\n公用经费20万元，主要包括：办公费。" in read(公用经费称呼="公用经费")
    none = {
        "收入/一般公共预算财政拨款收入/2010301 行政运行": None,
        GENERAL: None,
        "上年": dict.fromkeys(("收支总计", "财政拨款收支总计", "一般公共预算财政拨款支出"), 50),
    }
    assert "2023年一般公共预算财政拨款基本支出0万元。" in read(
        {**none, "机关运行经费": {"决算数": 0, "上年决算数": 0}}
    )


# 七


def test_three_public(read: Read) -> None:
    text = read()
    assert "2023年“三公”经费财政拨款支出决算为6万元，完成预算100%，与上年持平。" in text
    assert "2023年“三公”经费财政拨款支出决算中，因公出国（境）费支出决算0万元，占0%；" in text
    less = read(
        {
            f"{GUESTS}/预算数": 2,
            f"{GUESTS}/上年决算数": 4,
            f"{GUESTS}/原因": "减少批次",
            "三公经费/原因": "压减",
        }
    )
    assert "完成预算85.71%，较上年减少3万元，下降33.33%，决算数小于预算数的主要原因是压减。" in less
    assert "公务接待费支出决算比2022年减少3万元，下降75%。主要原因是减少批次。其中：" in less
    assert "，决算数大于预算数的主要原因是追加。" in read(
        {f"{CARS}/运行维护费/预算数": 4, "三公经费/原因": "追加"}
    )
    assert "，决算数与预算数持平的主要原因是按预算执行。" in read({"三公经费/原因": "按预算执行"})
    assert "，与上年持平，决算数与预算数持平。" in read(持平详写="是")
    assert "较上年〔待填：三公经费.公务接待费.上年决算数〕。" in read(
        {f"{GUESTS}/上年决算数": None}, clean=False
    )


def test_three_public_all_zero(read: Read) -> None:
    zero = {"预算数": 0, "决算数": 0, "上年决算数": 0}
    guests = {"预算数": 0, "上年决算数": 0, "国内": {"决算数": 0, "批次": 0, "人次": 0}}
    text = read(
        {
            ABROAD: dict(zero),
            CARS: {"购置费": dict(zero), "运行维护费": dict(zero), "保有量": 0},
            GUESTS: guests,
        }
    )
    assert "“三公”经费财政拨款支出决算为0万元，完成预算0%，与上年持平。" in text
    assert "公务接待费支出决算0万元，占0%。具体情况如下：" in text
    assert "部门共有公务用车0辆。\n公务用车运行维护费支出0万元。\n" in text
    assert (
        "国内公务接待支出0万元。国内公务接待0批次，0人次（不包括陪同人员），共计支出0万元。\n外事接待支出0万元。"
        in text
    )


def test_abroad(read: Read) -> None:
    told = "因公出国（境）经费支出0万元，完成预算0%。全年安排因公出国（境）团组0次，出国（境）0人。因公出国（境）支出决算与2022年持平。"
    assert told in read()
    assert "1.因公出国（境）经费支出0万元，完成预算0%。\n" in read(出国零值="略写")
    fell = {f"{ABROAD}/上年决算数": 3, f"{ABROAD}/原因": "没有安排"}
    assert (
        "1.因公出国（境）经费支出0万元，完成预算0%。因公出国（境）支出决算比2022年减少3万元，下降100%。主要原因是没有安排。"
        in read(fell, 出国零值="略写")
    )
    went = {
        ABROAD: {
            "预算数": 2,
            "决算数": 2,
            "上年决算数": 0,
            "团组数": 1,
            "人次": 2,
            "原因": "恢复交流",
            "开支内容": "参加展会",
        }
    }
    text = read(went, 出国零值="略写")
    assert (
        "完成预算100%。全年安排因公出国（境）团组1次，出国（境）2人。因公出国（境）支出决算比2022年增加2万元。主要原因是恢复交流。"
        in text
    )
    assert "开支内容包括：参加展会等。" in text


def test_cars(read: Read) -> None:
    text = read()
    assert (
        "2.公务用车购置及运行维护费支出5万元，完成预算100%。公务用车购置及运行维护费支出决算与2022年持平。"
        in text
    )
    assert (
        "其中：公务用车购置支出0万元。全年按规定更新购置公务用车0辆。截至2023年12月31日，部门共有公务用车1辆，其中：轿车1辆。"
        in text
    )
    assert (
        "公务用车运行维护费支出5万元。主要用于下乡调研等所需的公务用车燃料费、维修费、过路过桥费、保险费等支出。"
        in text
    )
    lacking = {f"{CARS}/运行维护费/用途": None}
    assert "主要用于〔待填：三公经费.公务用车购置及运行维护费.运行维护费.用途〕" in read(
        lacking, clean=False
    )
    assert "公务用车运行维护费支出5万元，完成预算的100%，与上年持平。\n" in read(
        lacking, 运行维护费写法="完成情况"
    )
    both = read(
        {f"{CARS}/运行维护费/上年决算数": 4, f"{CARS}/原因": "车旧"}, 运行维护费写法="完成情况"
    )
    assert (
        "公务用车运行维护费支出5万元，完成预算的100%，比上年增加1万元，增长25%。主要用于下乡调研等"
        in both
    )
    bought = {
        f"{CARS}/购置费": {
            "预算数": 18,
            "决算数": 18,
            "上年决算数": 0,
            "更新购置": {"轿车": {"数量": 1, "金额": 18}},
        },
        f"{CARS}/原因": "更新",
    }
    assert (
        "公务用车购置支出18万元。全年按规定更新购置公务用车1辆，其中：轿车1辆、金额18万元。"
        in read(bought)
    )
    unknown = {
        f"{CARS}/购置费": {"预算数": 18, "决算数": 18, "上年决算数": 0},
        f"{CARS}/原因": "更新",
    }
    assert (
        "全年按规定更新购置公务用车〔待填：三公经费.公务用车购置及运行维护费.购置费.更新购置〕。"
        in read(unknown, clean=False)
    )


def test_foreign_guests(read: Read) -> None:
    assert "外事接待支出0万元。" in read()
    assert "外事接待" not in read(外事零值="省略")
    guests = {
        f"{GUESTS}/外事": {"决算数": 1, "批次": 1, "人次": 5},
        f"{GUESTS}/预算数": 2,
        f"{GUESTS}/上年决算数": 2,
    }
    assert "外事接待支出1万元，外事接待1批次，5人次（不包括陪同人员），共计支出1万元。" in read(
        guests, 外事零值="省略"
    )


# 八、九


def test_other_funds(read: Read) -> None:
    text = read()
    assert "2023年无政府性基金预算拨款支出。" in text
    assert "2023年无国有资本经营预算拨款支出。" in text
    assert "2023年政府性基金预算拨款支出0万元。" in read(无支出写法="0万元")
    fund = {
        "2120801 征地和拆迁补偿支出": {
            "项目支出": {"拆迁": {"31012 拆迁补偿": 30}},
            "预算数": 40,
            "原因": "进度慢",
        }
    }
    spent = read(
        {
            "收入/政府性基金预算财政拨款收入": {"2120801 征地和拆迁补偿支出": 30},
            "支出/政府性基金预算": fund,
            "上年/收支总计": 180,
            "上年/财政拨款收支总计": 180,
        }
    )
    assert (
        "2023年政府性基金预算拨款支出30万元，占本年支出合计的16.67%，主要用于以下方面：城乡社区（类）支出30万元，占100%。"
        in spent
    )
    assert "2023年政府性基金预算支出决算数为30万元，完成预算75%。其中：" in spent
    assert (
        "征地和拆迁补偿支出（项）：支出决算为30万元，完成预算75%，决算数小于预算数的主要原因是进度慢。"
        in spent
    )


# 十


def test_running_cost(read: Read) -> None:
    assert "2023年，县某局机关运行经费支出20万元，与2022年持平。" in read()
    less = {"机关运行经费": {"决算数": 20, "上年决算数": 25, "原因": "压减"}}
    assert "2023年，机关运行经费支出20万元，比2022年减少5万元，减少20%。主要原因是压减。" in read(
        less, 十节主语="省略", 升降用词="增加减少"
    )
    assert "2023年，我局机关运行经费支出20万元" in read(less, 十节主语="自称", 自称="我局")
    institution = {"单位/性质": "事业单位", "机关运行经费": None}
    assert "2023年，本部门为事业单位，按规定未使用机关运行经费。" in read(
        institution, 十节主语="省略"
    )
    assert "比2022年〔待填：机关运行经费.上年决算数〕。" in read(
        {"机关运行经费/上年决算数": None}, clean=False
    )


def test_procurement(read: Read) -> None:
    none = read()
    assert (
        "政府采购支出总额0万元，其中：政府采购货物支出0万元、政府采购工程支出0万元、政府采购服务支出0万元。\n"
        in none
    )
    bought = {
        "政府采购": {
            "货物": 0,
            "工程": 0,
            "服务": 8,
            "用途": "物业服务",
            "授予中小企业合同金额": 6,
            "授予小微企业合同金额": 2,
        }
    }
    told = "主要用于物业服务。授予中小企业合同金额6万元，占政府采购支出总额的75%，其中：授予小微企业合同金额2万元。"
    assert f"政府采购支出总额8万元，其中：政府采购服务支出8万元。{told}" in read(bought)
    assert f"政府采购货物支出0万元、政府采购工程支出0万元、政府采购服务支出8万元。{told}" in read(
        bought, 零值写法="列出"
    )


def test_assets(read: Read) -> None:
    assert (
        "截至2023年12月31日，县某局共有车辆1辆，其中：应急保障用车1辆。单价50万元以上通用设备0台（套），单价100万元以上专用设备2台（套）。"
        in read()
    )
    other = {
        "国有资产/车辆": {"机要通信用车": 1, "其他用车": 2},
        "国有资产/其他用车说明": "流动服务车",
    }
    assert (
        "共有车辆3辆，其中：机要通信用车1辆、其他用车2辆，其他用车主要是流动服务车。单价"
        in read(other)
    )
    assert "共有车辆0辆。单价100万元以上设备（不含车辆）1台（套）。" in read(
        {"国有资产": {"车辆": {"其他用车": 0}, "设备": {"单价100万元以上设备": 1}}}, 设备口径="新"
    )


# 绩效


def test_counts(read: Read) -> None:
    whole = "对1个项目编制了绩效目标，预算执行过程中，选取1个项目开展绩效监控，年终执行完毕后，对1个项目开展了绩效目标完成情况自评。"
    assert (
        f"根据预算绩效管理要求，本部门在年初预算编制阶段，组织对1个项目开展了预算事前绩效评估，{whole}"
        in read()
    )
    assert (
        f"根据预算绩效管理要求，我办在年初预算编制阶段，{whole.replace('自评', '梳理填报')}"
        in read({"预算绩效/事前绩效评估": 0}, 自称="我办", 自评用词="梳理填报")
    )
    nothing = {
        **dict.fromkeys(
            (f"预算绩效/{name}" for name in ("事前绩效评估", "绩效目标", "绩效监控", "绩效自评")), 0
        ),
        PROJECTS: None,
    }
    text = read(nothing)
    assert "2023年，本部门没有需要开展绩效管理的预算项目。" in text
    assert "项目绩效目标完成情况" not in text
    assert "年终执行完毕后，没有开展绩效自评的项目。" in read(
        {"预算绩效/绩效自评": 0, PROJECTS: None}
    )
    assert "组织对〔待填：预算绩效.事前绩效评估〕个项目" in read(
        {"预算绩效/事前绩效评估": None}, clean=False
    )


def test_whole_department(read: Read) -> None:
    assert "县某局按要求对2023年部门整体支出开展绩效自评，从评价情况来看，总体较好。" in read(
        自称="简称"
    )
    assert "开展绩效自评，自评得分为95.5分，从评价情况来看，总体较好。" in read(
        {"预算绩效/整体自评/得分": "95.5"}
    )
    assert "从评价情况来看，〔待填：预算绩效.整体自评.综述〕。" in read(
        {"预算绩效/整体自评/综述": None}, clean=False
    )


def projects(*given: tuple[str, float, float]) -> dict[str, Any]:
    """项目完成情况 with name, budget and outlay."""
    return {
        PROJECTS: [
            {
                "项目名称": name,
                "财政拨款预算数": str(budget),
                "财政拨款执行数": str(spent),
                "成效": "有成效",
            }
            for name, budget, spent in given
        ]
    }


def test_projects(read: Read) -> None:
    text = read()
    assert (
        "1.项目绩效目标完成情况。\n本部门在2023年度部门决算中反映“甲项目”1个项目绩效目标实际完成情况。\n"
        in text
    )
    assert (
        "（1）“甲项目”项目绩效目标完成情况综述。项目全年预算数60万元，执行数为50万元，完成预算的83%。通过项目实施，完成了甲事。"
        in text
    )
    two = read(projects(("甲项目", 50, 50), ("乙项目", 0, 3)) | {"预算绩效/绩效自评": 2})
    assert "反映“甲项目”“乙项目”等2个项目绩效目标实际完成情况。" in two
    assert "项目全年预算数50万元，执行数为50万元，完成预算的100%。" in two
    assert (
        "（2）“乙项目”项目绩效目标完成情况综述。项目全年预算数0万元，执行数为3万元。通过项目实施，有成效。"
        in two
    )
    many = read(
        projects(*((f"第{index}项", 10, 10) for index in range(8))) | {"预算绩效/绩效自评": 8}
    )
    assert "反映“第0项”“第1项”“第2项”等8个项目绩效目标实际完成情况。" in many
    assert "（8）“第7项”项目" in many
    almost = read(projects(("甲项目", 100, "99.8")))
    assert "完成预算的99.8%。" in almost
    assert "通过项目实施，〔待填：预算绩效.项目完成情况.第1个.成效〕。" in read(
        {PROJECTS: [{"项目名称": "甲项目", "财政拨款预算数": 50, "财政拨款执行数": 50}]},
        clean=False,
    )
    assert "〔待填：预算绩效.项目完成情况〕" in read({PROJECTS: None}, clean=False)


def test_table_of_a_project(read: Read) -> None:
    other = {
        "其他资金预算数": 5,
        "其他资金执行数": "4.275",
        "预算单位": "某中心",
        "预期目标": "预期",
        "实际完成目标": "实际",
    }
    base = yaml.load(BASE, Loader=yaml.BaseLoader)["预算绩效"]["项目完成情况"][0]
    text = read({PROJECTS: [{**base, **other}]})
    start = text.index("项目支出绩效目标完成情况表（2023年度）")
    assert text[start:].split("\n")[:40] == [
        "项目支出绩效目标完成情况表（2023年度）",
        *("项目名称", "甲项目", "预算单位", "某中心"),
        *("预算执行情况（万元）", "预算数：", "65", "执行数：", "54.28"),
        *("其中：财政拨款", "60", "其中：财政拨款", "50"),
        *("其他资金", "5", "其他资金", "4.28"),
        *("年度目标完成情况", "预期目标", "实际完成目标", "预期", "实际"),
        *(
            "绩效指标完成情况",
            "一级指标",
            "二级指标",
            "三级指标",
            "预期指标值（包含数字及文字描述）",
            "实际完成指标值（包含数字及文字描述）",
        ),
        *("项目完成指标", "数量指标", "次数", "3次", "3次"),
        "2.部门绩效评价结果。",
        "本部门按要求对2023年部门整体支出绩效评价情况开展自评，《某县某局2023年部门整体支出绩效评价报告》见附件1。",
        *text[start:].split("\n")[36:40],
    ]


def test_reports_are_referred_to_and_there(read: Read) -> None:
    files = [
        {"标题": "甲项目2023年绩效评价报告", "正文": "一、项目概况\n内容。"},
        {"标题": "某说明", "正文": "内容。"},
    ]
    text = read({"附件": files})
    assert (
        "《某县某局2023年部门整体支出绩效评价报告》见附件1。\n本部门自行组织对项目支出开展了绩效评价，《甲项目2023年绩效评价报告》见附件2。"
        in text
    )
    assert "附件1某县某局2023年部门整体支出绩效评价报告\n" in text
    assert "附件2甲项目2023年绩效评价报告\n" in text
    assert "附件3某说明\n" in text
    without = read({"附件": files, "预算绩效/整体自评/报告": None})
    assert (
        "2.部门绩效评价结果。\n本部门自行组织对项目支出开展了绩效评价，《甲项目2023年绩效评价报告》见附件1。"
        in without
    )
    assert "绩效评价结果" not in read({"预算绩效/整体自评/报告": None})


def test_sheets_of_the_new_format_are_not_lost(read: Read) -> None:
    """Who fills in 自评表 under this form finds them as an attachment, and the text says so."""
    indicator = {
        "一级指标": "产出指标",
        "二级指标": "数量指标",
        "三级指标": "次数",
        "指标性质": "≥",
        "指标值": 3,
        "完成值": 3,
        "权重": 90,
        "得分": 90,
    }
    money = {"财政资金": {"年初预算": 50, "调整后预算数": 50, "预算执行数": 50}}
    text = read(
        {
            PROJECTS: None,
            "预算绩效/自评表": [{"项目名称": "甲项目", "预算执行": money, "指标": [indicator]}],
        }
    )
    assert "对1个项目开展了绩效目标完成情况自评，绩效自评表详见第四部分附件2。" in text
    assert "附件2部门预算项目支出绩效自评表（2023年度）" in text
    assert "1.项目绩效目标完成情况" not in text


def test_rules_know_the_old_format(written: Callable[..., Path]) -> None:
    """No more projects than were evaluated, fewer are allowed; names and outlays are those of the ledger."""

    def rules(changes: dict[str, Any]) -> set[str]:
        return {one.rule for one in plainly_checked(written(changes)).findings} & {
            "自评张数",
            "项目名称",
            "自评与支出",
        }

    assert rules({}) == set()
    assert rules({"预算绩效/绩效自评": 3}) == set()
    assert rules(projects(("甲项目", 50, 50), ("乙项目", 50, 50))) == {"自评张数", "项目名称"}
    assert rules(projects(("甲项目", 50, 40))) == {"自评与支出"}


# 附表、图


SPLIT = ["一般公共预算财政拨款“三公”经费支出决算表", "政府性基金预算财政拨款“三公”经费支出决算表"]


def test_tables_by_year() -> None:
    form = load_form("四川旧式")
    old = [one["标题"] for one in form.tables(2020)]
    new = [one["标题"] for one in form.tables(2021)]
    assert len(old) == 14
    assert len(new) == 13
    assert old[:9] == new[:9]
    assert old[9:] == [
        SPLIT[0],
        "政府性基金预算财政拨款收入支出决算表",
        SPLIT[1],
        "国有资本经营预算财政拨款收入支出决算表",
        "国有资本经营预算财政拨款支出决算表",
    ]
    assert new == [one["标题"] for one in load_form("四川").tables(2021)]
    assert form.tables(2020)[-1]["编号"] == "公开14表"


def test_three_public_by_fund(read: Read) -> None:
    """In 2020 what 政府性基金 pay stands in a table of its own, and is not in the other one."""
    changes = {
        "年度": 2020,
        "单位/公开日期": "2021-09-20",
        "三公经费/其中政府性基金": {"公务接待费": {"预算数": "0.6", "决算数": "0.4"}},
    }
    # The fund itself has no outlay in this small file.
    text = read(changes, clean=False)
    rows = {
        title: text[text.rindex(f"{title}\n") :].split("12\n", 1)[1].split("\n")[:12]
        for title in SPLIT
    }
    assert rows[SPLIT[0]] == [
        "5.40",
        "0.00",
        "5.00",
        "0.00",
        "5.00",
        "0.40",
        "5.60",
        "0.00",
        "5.00",
        "0.00",
        "5.00",
        "0.60",
    ]
    assert rows[SPLIT[1]] == [
        "0.60",
        "0.00",
        "0.00",
        "0.00",
        "0.00",
        "0.60",
        "0.40",
        "0.00",
        "0.00",
        "0.00",
        "0.00",
        "0.40",
    ]
    assert "\n财政拨款“三公”经费支出决算表\n" not in text
    assert "本部门2020年度没有政府性基金预算财政拨款“三公”经费支出，故本表无数据。" in read(
        {key: value for key, value in changes.items() if "其中" not in key}
    )


def test_captions(read: Read) -> None:
    text = read(grown(160, 150))
    assert "（图1：收、支决算总计变动情况图）（柱状图）" in text
    assert "（图7：“三公”经费财政拨款支出结构）（饼状图）" in text
    assert "（图1：收、支决算总计变动情况图）\n" in read(图题="有")
    assert "（图1" not in read(图题="无")


@pytest.mark.parametrize("year", range(2018, 2025))
def test_every_year(read: Read, year: int) -> None:
    text = read({"年度": year, "单位/公开日期": f"{year + 1}-09-20"})
    assert f"{year}年度收、支总计150万元。收、支总计与{year - 1}年持平。" in text
    assert f"公开{14 if year <= 2020 else 13}表" in text


# The example


def test_example_whole(update: bool) -> None:
    """The whole text of the example, word for word."""
    text = text_of(document_of(EXAMPLE)) + "\n"
    if update:
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_example_lacks_only_the_detail_that_was_never_published() -> None:
    errors = {one.rule for one in check(EXAMPLE).findings if one.level.value == "错误"}
    assert errors == {"附表明细"}
