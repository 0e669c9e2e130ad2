"""Another province is a few lines over 全国九表: defaults, a sentence, a section."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from generator.forms.folders import OWN
from generator.forms.form import form_names, load_form
from generator.pipeline.checking import check
from generator.writers.docx import write_docx
from tests.bureau import NINE
from tests.forms.pages import whole_text
from tests.helpers import ROOT, document_of

PROVINCE = {
    "版式.yaml": "继承: 全国九表\n说明: 某省\n设置:\n  附表位置: {默认: 最后}\n  其他重要事项: {默认: 合并}\n  百分比小数位: {默认: '2'}\n",
    "句子.yaml": "没有采购: '本年度无政府采购支出。'\n政府性基金.没有: '{{ 年度 }}年度无{{ 题 }}收支。'\n",
    "措辞.html": '{% macro 缘由(今, 昔, 原因, 路径) %}。原因是{{ 用语(原因, 路径, "增减原因") }}。{% endmacro %}',
    "情况说明.html": '{% extends "全国九表/情况说明.html" %}{% block 三 %}<h2>支出情况</h2><p>支出{{ 本年支出合计 | 万元 }}。</p>{% endblock %}',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "版式" / "某省"
    home.mkdir(parents=True)
    for name, text in PROVINCE.items():
        (home / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_province_in_a_few_lines(folder: Path) -> None:
    roots = (folder / "版式", *OWN)
    assert "某省" in form_names(roots)
    assert load_form("某省", roots).settings["零值写法"].default == "省略"
    data = folder / "某局-2023.yaml"
    data.write_text(
        NINE.replace("版式: 全国九表", "版式: 某省").replace("{收支总计: 150,", "{收支总计: 140,"),
        encoding="utf-8",
    )
    document = check(data, roots).document
    assert document is not None
    text = whole_text(document)
    assert "增加10万元，增长7.14%。原因是甲原因。" in text
    assert "## 三、支出情况\n支出150万元。\n" in text
    assert "2023年度无政府性基金预算收支。" in text
    assert "没有国有资本经营预算财政拨款收入" in text, (
        "only the sentence of one section is said otherwise"
    )
    assert "本年度无政府采购支出。" in text
    assert "### （二）政府采购支出情况" in text
    assert text.index("# 第三部分　名词解释") < text.index("# 第四部分　2023年度单位决算表")


def test_the_list_of_units_keeps_together_in_word() -> None:
    """The words before it and all rows but the last one keep with what follows."""
    data = write_docx(document_of(ROOT / "data" / "国家古籍保护局（虚构）-2023.yaml"), {})
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    (leading,) = (
        one
        for one in root.iterfind(".//w:p", space)
        if "".join(one.itertext()).endswith("单位共3个，包括：")
    )
    assert leading.find("w:pPr/w:keepNext", space) is not None
    rows = leading.getnext().findall("w:tr", space)
    kept = [
        all(
            one.find("w:pPr/w:keepNext", space) is not None for one in row.iterfind(".//w:p", space)
        )
        for row in rows
    ]
    assert kept == [True, True, True, False]


def test_settings_that_a_form_adds_have_a_meaning() -> None:
    for name in ("全国九表", "上海"):
        assert all(
            len(one.meaning) > 5 and one.default in one.options
            for one in load_form(name).settings.values()
        )
