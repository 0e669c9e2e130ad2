"""juesuan forms check tells what a form says in vain; the forms that we deliver say nothing in vain, and offer no setting without effect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.forms.folders import OWN
from generator.forms.form import Form, form_names, load_form
from generator.workshop.duties import report_of
from generator.workshop.probe import FOLDER, SAMPLES, Probe, probe_file
from tests.forms.making import MAIN, checked, lines_of, make_form

VAIN = [
    (
        "句子.yaml",
        "三.句首: 一句话\n",
        "句子.yaml 的“三.句首”在模板里没有，不起作用，您是不是想写“三.首句”？",
    ),
    (
        "版面.yaml",
        "角色: {正问: {字体: 仿宋, 字号: 三号}}\n",
        "版面.yaml 的角色“正问”没有模板用到，您是不是想写“正文”？",
    ),
    (
        "措辞.html",
        "{% macro 增減(今, 昔) %}{% endmacro %}",
        "措辞.html 的宏“增減”没有替换上级的宏，也没有模板调用它，您是不是想写“增减”？",
    ),
    (
        "情况说明.html",
        '{% extends "四川/情况说明.html" %}{% block 六六 %}{% endblock %}',
        "情况说明.html 的块“六六”在 情况说明.html 里没有，不会印出",
    ),
    (
        "附表.yaml",
        "支出决算: {合计行: 末}\n",
        "附表.yaml 的“支出决算”没有列在 版式.yaml 的“附表”里，不会印出，您是不是想写“支出决算表”？",
    ),
    ("图.yaml", "收支: {类型: 饼状图, 题: 收支, 各项: 收入来源}\n", "图.yaml 的“收支”没有模板用到"),
    ("慨况.html", "", "文件 慨况.html 没有用处，您是不是想写“概况.html”？"),
]


@pytest.mark.parametrize(("file", "text", "message"), VAIN)
def test_what_is_said_in_vain_is_told(tmp_path: Path, file: str, text: str, message: str) -> None:
    told, _ = report_of("试", None, make_form(tmp_path, {file: text}))
    assert message in told


def test_what_is_used_is_not_told(tmp_path: Path) -> None:
    files = {
        "措辞.html": "{% macro 增减(今, 昔) %}{{ 措辞.新话() }}{% endmacro %}{% macro 新话() %}略{% endmacro %}",
        "版面.yaml": "角色: {小注: {字体: 仿宋, 字号: 五号}}\n",
        "句子.yaml": "三.首句: 不写\n五.逐项: 一项\n",
        "名词解释.html": '{% extends "基础/名词解释.html" %}',
    }
    roots = make_form(tmp_path, files)
    (tmp_path / "试" / "目录.html").write_text(
        '<section kind="目录"><h1 number="否" toc="否">目录</h1><p role="小注">注</p><nav/></section>',
        encoding="utf-8",
    )
    assert "注意" not in report_of("试", None, roots)[0]


@pytest.mark.parametrize("name", form_names())
def test_the_forms_delivered_say_nothing_in_vain(name: str) -> None:
    told, met = report_of(name, None, OWN)
    assert met
    assert "注意" not in told


def test_a_sentence_can_be_left_out_and_not_be_empty(tmp_path: Path) -> None:
    before = lines_of(checked(tmp_path / "甲", make_form(tmp_path / "甲", {})))
    after = lines_of(
        checked(tmp_path / "乙", make_form(tmp_path / "乙", {"句子.yaml": "三.首句: 不写\n"}))
    )
    gone = [line for line in before if line not in after]
    assert len(gone) == 1
    assert "本年支出合计" in gone[0]


def test_a_fixed_setting_is_not_offered(tmp_path: Path) -> None:
    roots = make_form(tmp_path, {"版式.yaml": MAIN + "设置: {图题: {默认: 无, 可选: [无]}}\n"})
    assert "图题" not in [one.name for one in load_form("试", roots).offered]
    found = checked(tmp_path, roots, "设置: {图题: 有}\n")
    assert "版式“试”的“图题”一律是“无”，不能改" in [one.message for one in found.findings]


UNSEEN = {"绩效附件", "原因门槛", "写预决算差异", "车辆零值", "列出来源", "字体"}
"""They decide what is asked for, or what is said of data that the samples do not have
(test_clauses.py, test_nine.py), or in which typefaces it is set (tests/fonts)."""


def _sample(form: Form, sample: str, folder: Path, extra: str = "") -> Probe:
    """A sample under a form, with a line of settings."""
    text = (FOLDER / f"{sample}.yaml").read_text(encoding="utf-8")
    year = min(max(2023, form.years[0]), form.years[1])
    path = folder / "样本.yaml"
    path.write_text(
        re.sub(
            r"(?m)^年度: .*$",
            f"年度: {year}",
            re.sub(r"(?m)^版式: .*$", f"版式: {form.name}", text),
        )
        + extra,
        encoding="utf-8",
    )
    return probe_file(form, path)


@pytest.mark.parametrize("name", form_names())
def test_each_setting_that_is_offered_changes_the_document(tmp_path: Path, name: str) -> None:
    form = load_form(name)
    plain = {
        sample: _sample(form, sample, tmp_path).rendered.document.sections for sample in SAMPLES
    }
    idle = []
    for setting in (one for one in form.offered if one.name not in UNSEEN):
        others = [one for one in setting.options if one != setting.default]
        cases = [
            (sample, f"\n设置: {{{setting.name}: '{one}'}}\n")
            for sample in SAMPLES
            for one in others
        ]
        if not any(
            _sample(form, sample, tmp_path, extra).rendered.document.sections != plain[sample]
            for sample, extra in cases
        ):
            idle.append(setting.name)
    assert form.offered
    assert idle == []
