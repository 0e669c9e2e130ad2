"""Every name of the page of names prints its figure in a text of a final document, and 报表数 takes what is printed."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest

from generator.checks.gallery import FILE, FOLDER
from generator.document.tree import texts_of
from generator.findings.place import Level
from generator.ledger.control import Nameable
from generator.pipeline.checking import check
from tests.helpers import ROOT

PAGE = (ROOT / "docs" / "数的名称.md").read_text(encoding="utf-8")
REST = (FOLDER / "其余.yaml").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\S[^|]*?) \| ([^|]*?) \|$", PAGE.split("## 二、")[0], re.MULTILINE)
TABLE = {name: asks for name, asks in ROWS if name not in ("名称", "---")}
MADE_UP = next((ROOT / "data").glob("云汀*.yaml"))
OTHERS = (
    *("一般公共预算 2070101 行政运行 基本支出 30101 基本工资", "财政拨款 302"),
    *("收入 2070101", "年末结转和结余 政府性基金预算", "国内 批次", "外事 批次"),
    *("自评表 古建筑修缮 执行率", "内设机构", "下属单位", "自评表", "附件", "干部培训"),
    *("政府性基金预算 2296003", "全部资金 207", "一般公共预算 301 工资福利支出"),
)


def printed(folder: Path, text: str, wanted: list[str], report: str = "") -> dict[str, str]:
    """What the page of a publishable file prints for each name."""
    lines = "".join(f"    某数{number}为{{{name}}}！\n" for number, name in enumerate(wanted))
    if "主要职责: |\n" in text:
        typed = text.replace("主要职责: |\n", f"主要职责: |\n{lines}", 1)
    else:
        duty = re.sub(r"\n    ", r"\\n", lines).strip()
        typed = text.replace("主要职责: 负责某事。", f'主要职责: "{duty}"', 1)
    path = folder / FILE
    typed = re.sub(r"(?ms)^报表数:.*?^(?=\S)", "", typed)
    # Units are written where the kind of figure is known.
    for number, name in enumerate(wanted):
        typed = typed.replace(
            f"{number}为{{{name}}}！", f"{number}为{{{name}}}{unit(path, typed, name)}！"
        )
    path.write_text(f"{typed}\n{report}", encoding="utf-8")
    done = check(path)
    assert not [one for one in done.findings if one.level is Level.ERROR]
    assert done.document is not None
    page = "".join(texts_of(done.document))
    return {
        name: re.search(rf"某数{number}为([^！]*)！", page)[1] for number, name in enumerate(wanted)
    }  # type: ignore[index]


KNOWN: dict[str, Nameable] = {}


def unit(path: Path, text: str, name: str) -> str:
    """The unit of a name, which a clerk has to know; none where the program prints it."""
    key = str(path.parent)
    if key not in KNOWN:
        path.write_text(re.sub(r"\{[^{}\n]*\}！", "！", text), encoding="utf-8")
        done = check(path)
        assert done.statement is not None
        KNOWN[key] = Nameable(done.statement)
    reading = KNOWN[key].read(name)
    assert reading is not None, name
    if reading.ask in ("增减率", "完成率", "占比"):
        return ""
    return str(getattr(reading.found.now, "unit", ""))


def asked(name: str, asks: str) -> list[str]:
    return [name, *(f"{name}.{ask}" for ask in asks.split("、") if ask != "—")]


def of_files(folder: Path, made_up: bool) -> str:
    if not made_up:
        shutil.copy(FOLDER / "某局-2022.yaml", folder)
        return REST
    shutil.copytree(MADE_UP.parent / "上年", folder / "上年")
    return MADE_UP.read_text(encoding="utf-8")


@pytest.mark.parametrize("made_up", [False, True])
def test_every_name_of_the_page_prints_and_is_compared(made_up: bool, tmp_path: Path) -> None:
    text = of_files(tmp_path, made_up)
    path = tmp_path / FILE
    path.write_text(text, encoding="utf-8")
    statement = check(path).statement
    assert statement is not None
    named = Nameable(statement)
    names = [
        each for name, asks in TABLE.items() if name in named.main for each in asked(name, asks)
    ]
    if made_up:
        names += OTHERS
    wanted = [name for name in names if able(named, name)]
    assert len(wanted) > 100
    page = printed(tmp_path, text, wanted)
    assert all(re.search(r"\d", value) for value in page.values()), page
    report = "".join(f"  {name}: {value}\n" for name, value in page.items() if not unsigned(name))
    # In a file of 元 the amounts of the page are in 万元, and say so.
    assert printed(tmp_path, text, wanted, f"报表数:\n{report}") == page
    wrong = "".join(
        f"  {name}: {wronged(value)}\n" for name, value in page.items() if not unsigned(name)
    )
    path.write_text(
        path.read_text(encoding="utf-8").split("报表数:\n")[0] + f"报表数:\n{wrong}",
        encoding="utf-8",
    )
    told = {one.place.line for one in check(path).findings if one.rule in ("报表数", "尾差")}
    assert told


def able(named: Nameable, name: str) -> bool:
    """Whether the file has what is asked: a rate of nothing is none."""
    reading = named.read(name)
    assert reading is not None, name
    budget = reading.found.budget.get("全年")
    last, now = reading.found.last, reading.found.now
    zero = [
        getattr(one, "is_zero", True)
        for one in (now, budget, last, next(iter(reading.found.wholes), None))
    ]
    needs = {"完成率": zero[1], "预算数": budget is None, "占比": zero[3], "增减率": zero[2]}
    lacking = needs.get(reading.ask, False)
    if reading.ask in ("上年", "增减额", "增减率"):
        lacking = lacking or not hasattr(last, "value")
    return not lacking and not reading.found.twins and hasattr(now, "value")


def unsigned(name: str) -> bool:
    """Changes print no sign in a text."""
    return name.endswith(("增减额", "增减率"))


def wronged(value: str) -> str:
    return re.sub(r"[\d.]+", lambda number: str(float(number[0]) + 7), value, count=1)


FUNDS = "没有写资金，几种资金的数不同"


SUBJECTS = [
    "207",
    "文化旅游体育与传媒支出",
    "文化旅游体育与传媒",
    "20701",
    "2070104",
    "2070104 图书馆",
    "图书馆",
    "301",
    "工资福利支出",
]
FUNDED = [f"{fund} {name}" for fund in ("一般公共预算", "全部资金") for name in SUBJECTS]


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_subject_without_fund_is_told_where_funds_differ(name: str, tmp_path: Path) -> None:
    text = of_files(tmp_path, True)
    typed = text.replace("主要职责: |\n", f"主要职责: |\n    某数为{{{name}}}万元。\n", 1)
    (tmp_path / FILE).write_text(typed, encoding="utf-8")
    (told,) = [one for one in check(tmp_path / FILE).findings if one.rule == "文字里的数"]
    assert FUNDS in told.message
    assert told.fix == f"写明资金：{{一般公共预算 {name}}} 或 {{全部资金 {name}}}"


def test_a_subject_with_its_fund_is_printed(tmp_path: Path) -> None:
    """What the messages of the test before say to write."""
    assert list(printed(tmp_path, of_files(tmp_path, True), FUNDED)) == FUNDED


WORDED = {
    "支出总额": "本年支出合计",
    "收入总额": "本年收入合计",
    "本年总支出": "本年支出合计",
    "采购总额": "政府采购支出总额",
    "一般公共预算支出": "一般公共预算财政拨款支出",
    "“三公”经费": "三公经费",
    "三公经费支出合计": "三公经费",
    "三公经费 上年决算数": "三公经费.上年",
    "上年三公经费": "三公经费.上年",
    "三公经费．上年": "三公经费.上年",
    "因公出国（境）费用": "因公出国境费",
    "因公出国境费 人次": "因公出国（境）人次",
    "公车购置及运行费": "公务用车购置及运行维护费",
    "国内接待批次": "国内公务接待批次",
    "机关运行费": "机关运行经费",
    "政府采购总额": "政府采购支出总额",
    "政府采购货物金额": "政府采购货物支出",
    "车辆总数": "车辆",
    "内设机构数": "内设机构",
    "古建筑修缮 执行率": "自评表 古建筑修缮 总额 执行率",
    "基本支出占本年支出合计的比重": "基本支出.占比",
    "2070204文物保护（项）": "2070204 文物保护",
    "使用非财政拨款结余（含专用结余）": "使用非财政拨款结余",
}


def test_a_clerks_wording_prints_what_it_means(tmp_path: Path) -> None:
    text = of_files(tmp_path, True)
    page = printed(tmp_path, text, [*WORDED, *WORDED.values()])
    assert {name: page[name] for name in WORDED} == {
        name: page[meant] for name, meant in WORDED.items()
    }


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        (
            "{公务接待费 批次}批次",
            "{三公经费 公务接待费 国内 批次} 或 {三公经费 公务接待费 外事 批次}",
        ),
        ("增加{公务接待费.增减额}万元", "改成 减少"),
        ("{本年支出合计}万元万元", "写 {本年支出合计}万元"),
        ("【本年支出合计】万元", "写 {本年支出合计}万元"),
        ("{2010399}万元", "真的没有发生的，直接写 0"),
        ("{150.5}万元", "不要名称的，删去花括号"),
        ("{项目支出 增长率}", "{项目支出.增减率}"),
        ("{自评表 古建筑修缮 执行率}！", "写 {自评表 古建筑修缮 执行率}%"),
        ("{总支出}万元", "写明是哪一个：{本年支出合计} 或 {支出总计}"),
        ("{总支出.增减}", "写明是哪一个：{本年支出合计.增减} 或 {支出总计.增减}"),
        ("{总收入}万元", "写明是哪一个：{本年收入合计} 或 {收入总计}"),
        ("{机构数}个", "您是不是想写 {内设机构}？"),
        ("{自评表 公共图书馆免费开放 指标 阅读活动场次 完成值}场", "直接写这个数"),
        ("{自评表 公共图书馆免费开放 阅读活动场次 得分}分", "直接写这个数"),
    ],
)
@pytest.mark.parametrize("place", ["主要职责", "改写"])
def test_what_a_clerk_gets_wrong_is_told_with_what_to_type(
    typed: str, fix: str, place: str, tmp_path: Path
) -> None:
    text = of_files(tmp_path, True)
    if place == "改写":
        text += f"改写:\n  三.首句: '某数{typed}。'\n"
    else:
        text = text.replace("主要职责: |\n", f"主要职责: |\n    某数{typed}。\n", 1)
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    found = [
        one
        for one in check(tmp_path / FILE).findings
        if one.rule.startswith(("文字里的", "改写的"))
    ]
    assert any(fix in one.fix and one.level is Level.ERROR for one in found), found


@pytest.mark.parametrize("name", ["项目", "结余", "执行", "金额", "面积"])
def test_half_a_word_is_no_name(name: str, tmp_path: Path) -> None:
    """The end of a step in mid-word printed 0 for {项目}, and 3.5 for {结余}."""
    text = of_files(tmp_path, True)
    typed = text.replace("主要职责: |\n", f"主要职责: |\n    某数{{{name}}}个。\n", 1)
    (tmp_path / FILE).write_text(typed, encoding="utf-8")
    told = [one for one in check(tmp_path / FILE).findings if one.rule == "文字里的数"]
    assert [one.level for one in told] == [Level.ERROR]


@pytest.mark.parametrize("typed", ["{" + ". " * 12_000 + "x上年}万元", "{啊}" * 2_000])
def test_names_that_are_none_are_told_at_once(typed: str, tmp_path: Path) -> None:
    text = of_files(tmp_path, False).replace("主要职责: 负责某事。", f'主要职责: "{typed}"', 1)
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    begun = time.process_time()
    told = [one for one in check(tmp_path / FILE).findings if one.rule == "文字里的数"]
    assert time.process_time() - begun < 8
    assert told
    assert all(len(one.message) < 300 for one in told)
