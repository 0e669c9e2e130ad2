"""What last year's document says in sentences alone: numbers, and words that stay year after year."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from generator.cli import main
from generator.importing.document_sentences import sentences_of
from generator.importing.document_terms import terms_of
from generator.importing.document_units import nature_of
from generator.importing.importer import Imported, import_files
from tests.importing_pages import web_page

GUESTS = "三公经费/公务接待费"
CARS = "三公经费/公务用车购置及运行维护费"
HEAD = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
ROWS = (
    ("合计", "合计", "1,000.00", "1,000.00", ""),
    ("2010301", "行政运行", "1,000.00", "1,000.00", ""),
)


def numbers(*lines: str) -> dict[str, Decimal]:
    """Numbers by their places, as one text; each place has one."""
    read_numbers = sentences_of(lines).numbers
    places = {"/".join(number.path): number.amount for number in read_numbers}
    assert len(places) == len(read_numbers)
    return places


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "国内公务接待支出 0.8 万元，主要用于用餐费。国内公务接待 8 批次，66 人次，共计支出0.8万元。",
            {f"{GUESTS}/国内/决算数": 8000, f"{GUESTS}/国内/批次": 8, f"{GUESTS}/国内/人次": 66},
        ),
        (
            "外事接待支出1,900元，外事接待1批次，5人，共计支出0.19万元。",
            {f"{GUESTS}/外事/决算数": 1900, f"{GUESTS}/外事/批次": 1, f"{GUESTS}/外事/人次": 5},
        ),
        # One amount for both: it is not that of 国内.
        (
            "国内公务接待支出1.2万元（含外宾接待支出0.3万元）。公务接待9批次、70人次，"
            "其中：接待外宾1批次、6人次。",
            {f"{GUESTS}/外事/决算数": 3000, f"{GUESTS}/外事/批次": 1, f"{GUESTS}/外事/人次": 6},
        ),
        (
            "其中：国内公务接待支出2万元，主要用于用餐费，全年接待9批次、70人次（不包括陪同人员）。",
            {f"{GUESTS}/国内/决算数": 20000, f"{GUESTS}/国内/批次": 9, f"{GUESTS}/国内/人次": 70},
        ),
        ("上年国内公务接待支出2万元。", {}),
        (
            "全年安排因公出国（境）团组2次，出国（境）3人。",
            {"三公经费/因公出国境费/团组数": 2, "三公经费/因公出国境费/人次": 3},
        ),
        (
            "全年按规定更新购置公务用车2辆，其中：越野车1辆、金额23.6万元，轿车1辆、金额18万元。"
            "截至2023年12月31日，单位共有公务用车5辆，其中：轿车1辆、越野车4辆。",
            {
                f"{CARS}/购置费/更新购置/越野车/数量": 1,
                f"{CARS}/购置费/更新购置/越野车/金额": 236000,
                f"{CARS}/购置费/更新购置/轿车/数量": 1,
                f"{CARS}/购置费/更新购置/轿车/金额": 180000,
                f"{CARS}/保有量": 5,
                f"{CARS}/车型/轿车": 1,
                f"{CARS}/车型/越野车": 4,
            },
        ),
        (
            "截至2023年12月31日，某局共有车辆10辆，全部为应急保障用车。"
            "单价100万元（含）以上设备（不含车辆）2台（套）。",
            {"国有资产/车辆/应急保障用车": 10, "国有资产/设备/单价100万元以上设备": 2},
        ),
        # 越野车 is no kind of the table of assets: the others do not add up to all.
        ("共有车辆3辆，其中：执法执勤用车2辆、越野车1辆，其他用车主要是水质采样车。", {}),
        # What has changed is no kind of car.
        (
            "单位共有公务用车3辆，其中：轿车1辆，越野车2辆，比上年减少1辆。",
            {f"{CARS}/保有量": 3, f"{CARS}/车型/轿车": 1, f"{CARS}/车型/越野车": 2},
        ),
        ("共有公务用车4辆，较上年减少2辆。", {f"{CARS}/保有量": 4}),
        ("共有公务用车4辆，其中：轿车1辆。", {f"{CARS}/保有量": 4}),
        ("全系统共有公务用车5辆。", {}),
        (
            "购置公务用车2辆，其中：轿车2辆、金额36万元，其中进口轿车1辆、金额18万元。",
            {f"{CARS}/购置费/更新购置/轿车/数量": 2, f"{CARS}/购置费/更新购置/轿车/金额": 360000},
        ),
        # Of both kinds of guests, whatever the brackets.
        ("国内公务接待费5万元(其中外宾接待1万元)。", {f"{GUESTS}/外事/决算数": 10000}),
        ("国内公务接待费5万元，含外宾接待费1万元。", {f"{GUESTS}/外事/决算数": 10000}),
        (
            "国内公务接待支出2万元；外事接待支出1万元，全年接待1批次，5人次。",
            {
                f"{GUESTS}/国内/决算数": 20000,
                f"{GUESTS}/外事/决算数": 10000,
                f"{GUESTS}/外事/批次": 1,
                f"{GUESTS}/外事/人次": 5,
            },
        ),
        # Plans and budgets.
        ("预算安排国内公务接待费6万元，机关运行经费5万元（预算数）。", {}),
        ("计划国内公务接待10批次，66人次，拟对5个项目开展绩效自评。", {}),
        ("全市对30个项目开展绩效自评，人均机关运行经费1万元。", {}),
        # The year that a sentence names goes with its numbers, however far in front it stands.
        (f"与去年相比，{'某事，' * 80}机关运行经费支出3万元。", {}),
        ("局机关政府采购货物支出3万元，下属单位政府采购服务支出4万元。", {}),
        ("人均机关运行经费3万元，其中某中心机关运行经费2万元。", {}),
        (
            "组织对信访维稳等3个项目开展了预算事前绩效评估，对4个项目编制了绩效目标，"
            "预算执行过程中，选取5个项目开展绩效监控，组织对6个项目开展绩效自评。",
            {
                "预算绩效/事前绩效评估": 3,
                "预算绩效/绩效目标": 4,
                "预算绩效/绩效监控": 5,
                "预算绩效/绩效自评": 6,
            },
        ),
    ],
)
def test_a_sentence_of_the_usual_form_gives_its_numbers(
    sentence: str, expected: dict[str, int]
) -> None:
    assert numbers(sentence) == expected


@pytest.mark.parametrize("subject", ["某区图书馆", "其中：图书馆", "局属图书馆"])
def test_numbers_of_another_unit_are_not_those_of_the_whole(subject: str) -> None:
    sentence = f"2023年度，{subject}机关运行经费2万元，国内公务接待8批次，66人次。"
    numbers_of_unit = sentences_of((sentence,), "某区文化局").numbers
    assert [number.path[-1] for number in numbers_of_unit] == ["批次", "人次"]
    own = sentence.replace(subject, "区文旅局")
    (running, *_) = sentences_of((own,), "某区文化和旅游局").numbers
    assert (running.path[0], running.year) == ("机关运行经费", 2023)


def test_a_sentence_of_another_year_is_left(tmp_path: Path) -> None:
    imported = read(tmp_path, "2022年，国内公务接待8批次，66人次。")
    assert not [line for line in imported.figures.lines if line.path[-1] == "批次"]
    imported = read(tmp_path, "2023年，国内公务接待8批次，66人次。")
    assert [line.amount for line in imported.figures.lines if line.path[-1] == "批次"] == [8]


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("某中心（以下简称“中心”）系县卫健局下属公益一类事业单位，无下属单位。", "事业单位"),
        ("中心为参照公务员法管理的事业单位。", "参公事业单位"),
        ("某中心内设3个科室，属于其他事业单位。", "事业单位"),
        ("某中心不是行政单位，不属于行政单位。", ""),
        ("上级主管部门某局是行政单位，主要服务对象为事业单位。", ""),
        ("所属的图书馆是公益一类事业单位。", ""),
        ("中心是行政单位，本单位是事业单位。", ""),
    ],
)
def test_the_nature_is_that_of_the_unit_itself(text: str, nature: str) -> None:
    assert nature_of((text,), (), ("某中心", "中心")) == nature


def test_terms_and_attachments_say_nothing_of_the_unit() -> None:
    lines = (
        *("第三部分 名词解释", "国内公务接待8批次，66人次。"),
        *("第四部分 附件", "对6个项目开展绩效自评。", "其他用车主要是采样车。"),
    )
    said = sentences_of(lines)
    assert said.numbers == ()
    assert said.texts == {}
    assert sentences_of(("第二部分 决算情况说明", *lines[1:2])).numbers


def test_what_money_was_used_for_stays_in_the_new_file() -> None:
    said = sentences_of(
        (
            "公务用车运行维护费支出7.84万元，比上年减少0.1万元。主要用于疫苗配送、采样送检等"
            "所需的公务用车燃料费、维修费等支出。",
            "国内公务接待支出0.8万元，主要用于用餐费。国内公务接待8批次，66人次。",
            "政府采购支出总额2.92万元，其中：政府采购货物支出2.92万元。主要用于空调和桌椅。"
            "授予中小企业合同金额0.26万元。",
            "共有车辆1辆，全部为其他用车，其他用车主要是采样车；单价100万元以上设备1台。",
        )
    )
    assert {"/".join(path): text for path, text in said.texts.items()} == {
        f"{CARS}/运行维护费/用途": "疫苗配送、采样送检",
        f"{GUESTS}/国内/用途": "用餐费",
        "政府采购/用途": "空调和桌椅",
        "国有资产/其他用车说明": "采样车",
    }


def read(folder: Path, *lines: str) -> Imported:
    """A document with two tables, one of the “三公”经费, and lines of its second part."""
    three = (
        ("财政拨款“三公”经费支出决算表",) + ("",) * 11,
        ("预算数",) + ("",) * 5 + ("决算数",) + ("",) * 5,
        ("合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费") * 2,
        ("", "", "小计", "公务用车购置费", "公务用车运行维护费", "") * 2,
        *(("1.2", "0", "0", "0", "0", "1.2", "0.99", "0", "0", "0", "0", "0.99"),),
    )
    page = web_page(
        folder,
        "2023年度某局决算公开",
        "第二部分 决算情况说明",
        *lines,
        *("一般公共预算财政拨款支出决算表", "单位：万元", [HEAD, *ROWS]),
        *("单位：万元", three),
    )
    return import_files([page])


def reception(imported: Imported) -> dict[str, Decimal]:
    return {
        "/".join(line.path[2:]): line.amount
        for line in imported.figures.lines
        if line.path[:2] == ("三公经费", "公务接待费") and line.path[-1] == "决算数"
    }


def test_the_use_is_that_of_the_same_item() -> None:
    sentences = (
        "国内公务接待支出0.5万元。外事接待支出0.49万元，主要用于接待外宾用餐。",
        "国内公务接待支出0.5万元；公务用车运行维护费3万元，主要用于车辆燃油费。",
    )
    assert sentences_of(sentences).texts == {}


HOME, FOREIGN = "国内公务接待支出0.8万元。", "外事接待支出0.19万元。"


@pytest.mark.parametrize("lines", [(HOME, FOREIGN), (HOME,), (FOREIGN,)])
def test_sentences_divide_the_amount_of_the_table(lines: tuple[str, ...], tmp_path: Path) -> None:
    imported = read(tmp_path, *lines)
    assert reception(imported) == {"国内/决算数": 8000, "外事/决算数": 1900}
    assert ("报表数", "公务接待费") not in {line.path for line in imported.figures.lines}


def test_all_of_the_amount_may_be_that_of_guests_from_the_country(tmp_path: Path) -> None:
    imported = read(tmp_path, "国内公务接待支出0.99万元。")
    assert reception(imported) == {"国内/决算数": 9900, "外事/决算数": 0}


@pytest.mark.parametrize(
    "lines",
    [
        ("国内公务接待支出1.9万元。",),
        ("国内公务接待支出0.9万元。", FOREIGN),
        (HOME, HOME[:-4] + "3万元。"),
    ],
)
def test_sentences_that_do_not_agree_divide_nothing(lines: tuple[str, ...], tmp_path: Path) -> None:
    imported = read(tmp_path, *lines)
    assert set(reception(imported)) == {"国内/决算数"}
    said = [f"{remark.message}，{remark.advice}" for remark in imported.evidence.remarks]
    assert len([words for words in said if "请核对后自己填" in words]) == 1, said


def test_of_a_term_that_stands_twice_the_first_is_taken() -> None:
    lines = [
        *(
            "第三部分 名词解释",
            "1.冷链：指储存、运输疫苗的",
            "设备。",
            "2.采样：指采集样本的活动。",
        ),
        *("冷链：指冷藏运输的", "全部过程。", "3.哨点：指监测的医院。"),
    ]
    assert terms_of(lines) == {
        "冷链": "指储存、运输疫苗的设备。",
        "采样": "指采集样本的活动。",
        "哨点": "指监测的医院。",
    }


def test_the_day_the_nature_and_own_terms_stand_in_the_new_file(tmp_path: Path) -> None:
    page = web_page(
        tmp_path,
        *("某县疾控中心", "2023年度单位决算公开", "公开时间：2024年9月7日"),
        *("第一部分 单位概况", "一、主要职责", "负责疾病预防。", "二、机构设置"),
        "某县疾控中心系县卫健局下属公益一类事业单位，无下属单位。",
        *("第二部分 决算情况说明", "第三部分 名词解释"),
        "1.财政拨款收入：指单位从同级财政部门取得的财政预算资金。",
        "2.其他收入：指单位取得的除上述收入以外的各项收入。主要是利息收入。",
        "3.卫生健康支出（类）公共卫生（款）疾病预防控制机构（项）：指疾控机构支出。",
        *(
            "4.冷链：指储存、运输疫苗的",
            "设备。",
            "备注：以上名词仅供参考。",
            "第四部分 附件",
            "第五部分 附表",
        ),
        *("一般公共预算财政拨款支出决算表", "单位：万元", [HEAD, *ROWS]),
    )
    path = tmp_path / "某中心-2023.yaml"
    assert main(["import", str(page), "-o", str(path)]) == 0
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert str(data["单位"]["公开日期"]) == "2024-09-07"
    assert data["单位"]["性质"] == "事业单位"
    assert data["名词解释"] == {
        "其他收入": "单位取得的除上述收入以外的各项收入。主要是利息收入",
        "冷链": "储存、运输疫苗的设备",
    }
