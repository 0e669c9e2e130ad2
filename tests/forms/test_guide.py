"""The page for whoever writes a form: its worked example is carried out, and its vocabulary is complete."""

from __future__ import annotations

import re
from pathlib import Path

from generator.document.context import context
from generator.document.language import Language
from generator.document.numbers import NumberStyle, Registry
from generator.forms.form import load_form
from generator.templating.filters import FILTERS
from generator.templating.sandbox import FormEnvironment
from generator.templating.vocabulary import ATTRIBUTES
from generator.workshop import reference
from generator.workshop.duties import report_of
from generator.workshop.probe import probe
from tests.forms.making import checked, lines_of, make_form
from tests.helpers import ROOT

PAGE = (ROOT / "docs" / "写版式.md").read_text(encoding="utf-8")


def example() -> dict[str, str]:
    """The files of the worked example: the fenced blocks that name a file; several of one file follow each other."""
    files: dict[str, str] = {}
    for name, text in re.findall(r"```\w+ (\S+)\n(.*?)```", PAGE, re.DOTALL):
        files[name] = files.get(name, "") + text
    return files


def test_the_worked_example_works(tmp_path: Path) -> None:
    files = example()
    assert set(files) == {
        "句子.yaml",
        "措辞.html",
        "情况说明.html",
        "附表.yaml",
        "版式.yaml",
        "版面.yaml",
        "图.yaml",
        "名词.yaml",
    }
    roots = make_form(tmp_path, files, "某县")
    data = "自填: {联系电话: 021-1, 收入年初预算数: 140}\n上年: {收支总计: 160, 财政拨款收支总计: 150, 一般公共预算财政拨款支出: 150}\n变动原因: {收支总计: 甲}\n"
    found = checked(tmp_path, roots, data, form="某县", without=("上年",))
    lines = lines_of(found)
    text = "\n".join(lines)
    assert "2023年度支出合计150万元，基本支出100万元，占66.67%；项目支出50万元，占33.33%" in text
    assert "收、支总计各减少10万元，减少6.25%。" in text
    assert "行政运行（项）：支出决算100万元，完成预算100%。" in text
    assert "基本支出100万元，其中人员经费79万元，公用经费21万元。" in text
    assert lines.count("表10") == 1
    assert "政府采购情况表" in lines
    assert found.document is not None
    assert found.document.draft is None
    assert found.document.styles.roles["正文"].size == 14
    assert "图1收入、支出决算总计对比" in lines
    assert not [line for line in lines if "支出决算结构图" in line]
    assert [line for line in lines if line.endswith("“三公”经费预算数与决算数")] == [
        "图7“三公”经费预算数与决算数"
    ]
    assert "第一章单位概况" in lines
    assert not [line for line in lines if "上级补助收入：指" in line]
    told, met = report_of("某县", None, roots)
    assert met, told
    assert "注意" not in told


def test_a_form_that_forgets_is_told(tmp_path: Path) -> None:
    """Break each of several duties, and see it named."""
    broken = {
        "七": (
            "情况说明.html",
            '{% extends "四川/情况说明.html" %}{% block 七 %}{% endblock %}',
            ["“三公”数量", "“三公”各项比上年的增减", "没有“三公”经费也写整节"],
        ),
        "一": ("句子.yaml", '一.比较: "略。"\n', ["收支与上年决算比较的增减额", "每个差异的原因"]),
        "名词": (
            "版式.yaml",
            "名称: 试\n继承: 四川\n部分: [概况.html, 情况说明.html, 附表.html]\n",
            ["专业名词解释"],
        ),
        "表": (
            "版式.yaml",
            "名称: 试\n继承: 四川\n附表: [收入支出决算总表, 支出决算表]\n",
            ["财政拨款：总表", "功能科目到项级", "“三公”经费三项"],
        ),
        "采购": (
            "句子.yaml",
            '十.政府采购: "采购{{ 政府采购.总额 | 万元 }}。"\n',
            ["政府采购总额"],
        ),
        "封面": ("版式.yaml", "名称: 试\n继承: 四川\n封面: 无\n目录: 无\n", ["文首写明公开时间"]),
        "写死": (
            "句子.yaml",
            '三.首句: "支出{{ 本年支出合计 | 万元 }}，结余123.45万元。"\n',
            ["句子里的数都由程序算出"],
        ),
        "空表": (
            "附表.yaml",
            "政府性基金预算财政拨款收入支出决算表: {空表说明: ''}\n",
            ["没有数据的表留表并说明"],
        ),
    }
    for name, (file, text, duties) in broken.items():
        home = tmp_path / name
        told, met = report_of("试", None, make_form(home, {file: text}))
        assert not met, name
        lacking = [line for line in told.split("\n") if line.startswith("  缺")]
        for duty in duties:
            assert any(duty in line for line in lacking), (name, duty, lacking)


def test_an_own_sentence_that_nobody_says_is_noted(tmp_path: Path) -> None:
    told, met = report_of("试", None, make_form(tmp_path, {"句子.yaml": '三.句首: "略"\n'}))
    assert met
    assert "句子.yaml 的“三.句首”在模板里没有" in told


def test_vocabulary_is_complete() -> None:
    environment = FormEnvironment(load_form("四川").chain, str)
    Language(NumberStyle(1, True, True), Registry()).install(environment)
    assert set(environment.filters) - FILTERS == set(reference.FILTERS)
    assert {name for name in environment.tests if not name.isascii()} == set(reference.TESTS)
    assert set(reference.ELEMENTS) == set(ATTRIBUTES)
    sample = probe(load_form("四川"), "全")
    names = set(context(sample.statement, {}))
    later = {"附表", "词条", "内置名词", "附件文字", "措辞", "自填"}
    assert set(reference.NAMES) == names | later
    own = {name for name in environment.globals if not name.isascii()} - {"滴答", "短文"}
    assert set(reference.FUNCTIONS) == own | {"句", "图", "有图", "中文数", "释义"}


def test_every_macro_is_told() -> None:
    assert [
        name for name, (_, told) in reference.macros(load_form("四川")).items() if not told
    ] == []
