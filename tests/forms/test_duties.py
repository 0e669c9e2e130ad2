"""juesuan forms check: a duty that a form drops is missed, what a county words otherwise is not; and a clerk's own file can be the sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main
from generator.forms.folders import OWN
from generator.workshop.duties import report_of
from tests.forms.making import make_form
from tests.helpers import ROOT


def lacking(tmp_path: Path, files: dict[str, str]) -> str:
    told, _ = report_of("试", None, make_form(tmp_path, files))
    return "\n".join(line for line in told.split("\n") if line.startswith("  缺"))


def test_completion_cannot_be_dropped(tmp_path: Path) -> None:
    dropped = {
        "甲": {"措辞.html": "{% macro 完成率(决算, 预算) %}{% endmacro %}"},
        "乙": {
            "句子.yaml": "五.逐项: '{{ 项.全名 }}：支出决算{{ 项.支出 | 万元 }}，{% if 项.原因 %}原因是{{ 项.原因 }}。{% endif %}'\n五.具体: '预算完成情况见下。'\n"
        },
    }
    for name, files in dropped.items():
        told = lacking(tmp_path / name, files)
        assert (
            "具体支出与预算数比较（《预算法》第七十五条）：没有 “行政运行”与预算数的比较、“一般行政管理事务”与预算数的比较"
            in told
        )


def test_completion_can_be_told_as_an_amount_or_as_a_rate(tmp_path: Path) -> None:
    told = {
        "甲": {
            "措辞.html": "{% macro 完成率(决算, 预算) %}，年初预算{{ 预算 | 万元 }}{% endmacro %}"
        },
        "乙": {
            "措辞.html": "{% macro 完成率(决算, 预算) %}，完成{{ 比率(决算, 预算) | 整率 }}{% endmacro %}"
        },
    }
    for name, files in told.items():
        assert "具体支出与预算数比较" not in lacking(tmp_path / name, files)


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        (
            "句子.yaml",
            "三.首句: '支出{{ 本年支出合计 | 万元 }}，超过99.5万元，大于88.8%。'\n",
            ["99.5万元（句子.yaml “三.首句” 第 1 行）", "88.8%（"],
        ),
        (
            "句子.yaml",
            "三.首句: '{{ 本年支出合计 | 万元 }}，8辆车，一百万元，1.2亿元，5个百分点'\n",
            ["8辆（", "一百万元（", "1.2亿元（", "5个百分点（"],
        ),
        ("句子.yaml", "三.首句: '{{ \"增加20万元\" if 口径 }}'\n", ["20万元（"]),
        (
            "措辞.html",
            "{% macro 项名(全名) %}{{ 全名 }}\n等3辆{% endmacro %}",
            ["3辆（试/措辞.html 第 2 行）"],
        ),
        ("附表.yaml", "支出决算表: {注: 注：共300万元。}\n", ["300万元（附表.yaml “支出决算表”）"]),
        (
            "附表.yaml",
            "支出决算表: {列: [{题: 100万元以下}]}\n",
            ["100万元（附表.yaml “支出决算表”）"],
        ),
        ("图.yaml", "收入结构: {题: 收入200万元的结构}\n", ["200万元（图.yaml “收入结构”）"]),
        ("句子.yaml", "三.首句: '共5{{ \"万元\" }}'\n", ["（写死了）5万元"]),
    ],
)
def test_numbers_that_a_form_writes_itself(
    tmp_path: Path, file: str, text: str, told: list[str]
) -> None:
    found = lacking(tmp_path, {file: text})
    assert "句子里的数都由程序算出" in found
    for one in told:
        assert one in found


def test_what_is_worded_otherwise_is_not_missed(tmp_path: Path) -> None:
    files = {
        "句子.yaml": "八.无支出: '{{ 年度 }}年度本单位未安排政府性基金预算财政拨款支出。'\n",
        "附表.yaml": "政府性基金预算财政拨款收入支出决算表: {空表说明: 本表为空表。}\n",
    }
    assert lacking(tmp_path, files) == ""


def test_what_is_left_out_is_missed(tmp_path: Path) -> None:
    assert "没有政府性基金支出的说明" in lacking(tmp_path, {"句子.yaml": "八.无支出: 不写\n"})


@pytest.mark.parametrize("key", ["三", "首句", "逐项.三"])
def test_a_key_that_is_no_sentence_is_noted(tmp_path: Path, key: str) -> None:
    told, _ = report_of("试", None, make_form(tmp_path, {"句子.yaml": f"{key}: 甲\n"}))
    assert f"句子.yaml 的“{key}”在模板里没有，不起作用" in told


def test_a_key_of_another_item_is_not_noted(tmp_path: Path) -> None:
    told, _ = report_of("试", None, make_form(tmp_path, {"句子.yaml": "五.逐项.2070101: 甲\n"}))
    assert "不起作用" not in told


@pytest.mark.parametrize("name", ["泸县政府办-2023", "云汀区文旅局（虚构）-2023"])
def test_a_clerks_file_is_the_sample(name: str) -> None:
    told, met = report_of("四川", ROOT / "data" / f"{name}.yaml", OWN)
    assert met, told
    assert "None" not in told


@pytest.mark.parametrize(("text", "message"), [(None, "没有这个文件"), ("年度: [\n", "第 ")])
def test_a_file_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, message: str
) -> None:
    path = tmp_path / "不存在.yaml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    code = main(["forms", "check", "四川", str(path)])
    assert code == 2
    told = capsys.readouterr().err
    assert told.startswith(f"不能用 {path} 试印：")
    assert message in told
