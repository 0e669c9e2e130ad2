"""Figures by name work in every text that a clerk types, and no brace is ever printed in a final document."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.findings.place import Level
from generator.forms.folders import OWN
from generator.pipeline.checking import CheckResult, check
from generator.workshop.probe import FOLDER
from tests import department
from tests.forms.making import checked, lines_of, make_form
from tests.helpers import plainly_checked

# The words of the sample that tries out forms: each stands in another text of the file.
_WORDS = re.compile(
    r"(?<!项目名称: )样本(?:原因|用途|变动|差异|三公|开支|运行|说明|管理|工作|综述|报告|成效|目标|完成|执行|指标)(?:[^,}\s]*)"
)
_NAMED = "{本年支出合计}万元"


def _everywhere(tmp_path: Path, form: str, year: int) -> tuple[CheckResult, list[str]]:
    text = (FOLDER / "全.yaml").read_text(encoding="utf-8")
    text = text.replace("版式: 四川", f"版式: {form}").replace("年度: 2023", f"年度: {year}")
    text = text.replace("样本报告之整体。", "样本报告之整体")
    words = list(dict.fromkeys(_WORDS.findall(text)))
    text = _WORDS.sub(lambda found: f'"{found[0]}{_NAMED}"', text)
    text += f'名词解释: {{样本名词: "样本名词之意{_NAMED}。"}}\n'
    text += f'附件: [{{标题: "样本附件{_NAMED}", 正文: "样本正文{_NAMED}。"}}]\n'
    path = tmp_path / f"样本-{year}.yaml"
    path.write_text(text, encoding="utf-8")
    found = plainly_checked(path)
    return found, [*words, "样本名词之意", "样本附件", "样本正文"]


@pytest.mark.parametrize(
    ("form", "year"), [("四川", 2023), ("四川旧式", 2020), ("上海", 2024), ("全国九表", 2023)]
)
def test_every_text_prints_its_figures(tmp_path: Path, form: str, year: int) -> None:
    found, words = _everywhere(tmp_path, form, year)
    assert not [one.message for one in found.findings if one.rule.startswith("文字里的")]
    page = "\n".join(lines_of(found))
    assert not re.search("[{}｛｝\ue000]", page)
    printed = [word for word in words if word in page]
    assert len(printed) > 10
    assert [word for word in printed if f"{word}1165.12万元" not in page] == []


WRONG_EXPRESSIONS = [
    ("{本年支岀}万元", "文字里的数", "“原因”里的 {本年支岀} 不是一个数的名称", "{本年支出合计}"),
    ("{本年支出合计.增长}", "文字里的数", "后面没有“增长”", "您是不是想写"),
    ("{其他收入.增减}", "文字里的数", "没有上年数", "这个数可以写"),
    ("{}", "文字里的数", "{} 不是一个数的名称", "可用的名称"),
    ("{ }", "文字里的数", "{} 不是一个数的名称", "可用的名称"),
    ("｛本年支出合计｝万元", "文字里的花括号", "不是半角", "写成 甲{本年支出合计}万元乙"),
    ("{{本年支出合计}}万元", "文字里的花括号", "不成对", "写成 甲{本年支出合计}万元乙"),
    ("{本年支出合计万元", "文字里的花括号", "不成对", "不是名称的花括号删去，要用括号写（）"),
    ("本年支出合计}万元", "文字里的花括号", "不成对", "名称前后各一个半角花括号"),
    ("{本年支出合计｝万元", "文字里的花括号", "不成对", "写成 甲{本年支出合计}万元乙"),
    ("{本年{某某}合计}万元", "文字里的数", "{某某} 不是一个数的名称", ""),
    ("{{ 7*7 }}", "文字里的数", "{7*7} 不是一个数的名称", ""),
    ("{% raw %}", "文字里的数", "{% raw %} 不是一个数的名称", ""),
    ("\\\\{本年支岀}", "文字里的数", "{本年支岀} 不是一个数的名称", ""),
    ("{本年支出合计}，", "文字里的单位", "{本年支出合计} 后面没有单位", "写 {本年支出合计}万元"),
    ("{本年支出合计}元", "文字里的单位", "后面写的是“元”", "写 {本年支出合计}万元"),
    ("{公务用车保有量}万元", "文字里的单位", "的单位是“辆”", "写 {公务用车保有量}辆"),
    ("{基本支出.占比}%", "文字里的单位", "已经带单位", "删去后面的“%”"),
]


@pytest.mark.parametrize(("text", "rule", "message", "fix"), WRONG_EXPRESSIONS)
def test_a_slip_is_an_error_at_its_place(
    tmp_path: Path, text: str, rule: str, message: str, fix: str
) -> None:
    typed = text.replace(chr(92) * 2, chr(92))
    data = f"附件:\n  - 标题: 甲\n    正文: |\n      第一行。\n      甲{typed}乙。\n"
    found = checked(tmp_path, make_form(tmp_path, {}), data)
    told = [one for one in found.findings if one.level is Level.ERROR]
    assert {one.rule for one in told} >= {rule}
    first = next(one for one in told if one.rule == rule)
    assert message.replace("“原因”", "“正文”") in first.message
    assert fix in first.fix
    assert first.place.line == 5
    assert found.document is not None
    assert found.document.draft


FINE = [
    "{本年支出合计}万元",
    "{ 本年支出合计 } 万元",
    "分别为{本年支出合计}、{基本支出}和{项目支出}万元",
    "{基本支出.占比}，{全称}{年度}年",
    "（单位：万元）收入{本年收入合计}，支出{本年支出合计}",
    "支出{本年支出合计}（万元）",
    "{公务用车保有量}辆",
    "{收支总计.增减}",
]


@pytest.mark.parametrize("text", FINE)
def test_right_names_are_silent(tmp_path: Path, text: str) -> None:
    data = f'附件: [{{标题: 甲, 正文: "甲{text}。"}}]\n'
    found = checked(tmp_path, make_form(tmp_path, {}), data)
    assert not [one.message for one in found.findings if one.level is Level.ERROR]
    assert not re.search("[{}]", "\n".join(lines_of(found)))


@pytest.mark.parametrize(
    "data",
    [
        '单位: {名称: "某市{某}局", 简称: 某局, 口径: 单位, 性质: 行政单位, 公开日期: 2024-09-20, 主要职责: 甲, 内设机构: [甲]}\n',
        '名词解释: {"{甲}": 乙。}\n',
    ],
)
def test_no_braces_in_names(tmp_path: Path, data: str) -> None:
    found = checked(
        tmp_path, make_form(tmp_path, {}), data, without=("单位",) if "单位:" in data else ()
    )
    (told,) = [one for one in found.findings if one.rule == "文字里的花括号"]
    assert told.level is Level.ERROR
    assert "名称里不能写" in told.fix


def test_a_form_that_puts_a_text_where_no_figure_can_stand(tmp_path: Path) -> None:
    form = {
        "版式.yaml": "名称: 试\n继承: 四川\n自填: {说明: {类型: 文字, 说明: 甲, 示例: 乙}}\n",
        "附表.yaml": "支出决算表: {注: '{自填.说明}'}\n",
    }
    data = '自填: {说明: "{本年支出合计}万元"}\n'
    found = checked(tmp_path, make_form(tmp_path, form), data)
    assert [one.rule for one in found.findings if one.level is Level.ERROR] == ["文字里的花括号"]


def test_a_units_text_keeps_its_own_figure_in_the_document_of_the_department(
    tmp_path: Path,
) -> None:
    occasion = '{事由: "本级支出{本年支出合计}万元", 批次: 2, 人次: 20, 金额: 1}'
    change = {"用途: 用餐费}": f"用途: 用餐费, 具体内容: [{occasion}]}}"}
    found = check(department.write(tmp_path, home=change), OWN)
    assert not [one.message for one in found.findings if one.level is Level.ERROR]
    page = "\n".join(lines_of(found))
    assert "本级支出160万元" in page
    assert found.statement is not None
    assert str(found.statement.totals.本年支出合计.value) != "160"
