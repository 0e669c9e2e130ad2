"""What the program itself puts beside a form's words – heading numbers, captions, (续), 持平 – is the form's own decision; charts and terms can be left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.document.tree import Chart
from generator.forms.form import FormError, load_form
from tests.forms.making import MAIN, checked, lines_of, make_form
from tests.forms.pages import whole_text


def text_of(
    tmp_path: Path, files: dict[str, str], data: str = "", without: tuple[str, ...] = ()
) -> str:
    document = checked(tmp_path, make_form(tmp_path, files), data, without=without).document
    assert document is not None
    return whole_text(document)


def test_headings_are_numbered_as_the_form_writes(tmp_path: Path) -> None:
    text = text_of(
        tmp_path,
        {
            "版式.yaml": MAIN
            + '编号: {一级: "第1章 ", 二级: "第一节　", 三级: "1．", 四级: （1）}\n'
        },
    )
    assert "# 第1章 单位概况" in text
    assert "# 第2章 2023年度单位决算情况说明" in text
    assert "## 第二节　收入决算情况说明" in text
    assert "### 2．一般公共预算财政拨款支出决算结构情况" in text
    assert "第一部分　" not in text


def test_a_level_without_numbers(tmp_path: Path) -> None:
    text = text_of(tmp_path, {"版式.yaml": MAIN + '编号: {一级: ""}\n'})
    assert "\n# 单位概况" in text
    assert "\n## 一、主要职责" in text


def test_captions_as_the_form_writes(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        make_form(tmp_path, {"版式.yaml": MAIN + "图题写法: {有: '图{序号}　{题}（{类型}）'}\n"}),
    )
    assert found.document is not None
    captions = [
        block.caption
        for section in found.document.sections
        for block in section.blocks
        if isinstance(block, Chart)
    ]
    assert captions[0] == "图1　收、支决算总计变动情况图（柱状图）"
    assert len(captions) > 2


def test_the_further_pages_of_a_table(tmp_path: Path) -> None:
    files = {
        "版式.yaml": MAIN + "续表: （接上页）\n",
        "附表.yaml": '财政拨款支出决算明细表: {每页列数: "3"}\n',
    }
    text = text_of(tmp_path, files)
    assert "财政拨款支出决算明细表（接上页）\n" in text
    assert "（续）" not in text


def test_without_last_year(tmp_path: Path) -> None:
    page = '<section kind="正文"><h1>概况</h1><p>上年{{ 收支总计.上年 | 额 }}</p></section>'
    files = {"版式.yaml": MAIN + "无上年写法: ——\n", "概况.html": page}
    assert "上年——\n" in text_of(tmp_path, files, "上年: 无\n", ("上年", "变动原因"))


def test_the_word_for_equal(tmp_path: Path) -> None:
    files = {"措辞.html": "{% macro 持平() %}相等{% endmacro %}"}
    data = "上年: {收支总计: 150, 财政拨款收支总计: 150, 一般公共预算财政拨款支出: 150}\n改写: {三.首句: '与上年{收支总计.增减}'}\n"
    lines = lines_of(
        checked(tmp_path, make_form(tmp_path, files), data, without=("上年", "变动原因"))
    )
    assert "与上年相等" in lines
    assert not [line for line in lines if "持平" in line]
    assert any("收、支总计各与2022年度相等。" in line for line in lines)


def test_a_chart_of_the_form_above_is_left_out(tmp_path: Path) -> None:
    before = text_of(tmp_path, {})
    roots = make_form(tmp_path, {"图.yaml": "收入结构: 不要\n"})
    found = checked(tmp_path, roots)
    assert found.document is not None
    charts = [
        block.title
        for section in found.document.sections
        for block in section.blocks
        if isinstance(block, Chart)
    ]
    assert "收入决算结构图" not in charts
    assert "支出决算结构图" in charts
    assert whole_text(found.document) == before, "nothing else changes"


def test_terms_of_the_form_above_are_left_out(tmp_path: Path) -> None:
    before = text_of(tmp_path, {})
    after = text_of(tmp_path, {"名词.yaml": '不要: [事业收入, 结余分配]\n项: {"2080505": 不要}\n'})
    assert "事业收入：指" in before
    assert "事业收入：指" not in after
    assert "结余分配：指" not in after
    assert "其他收入：指" in after


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (
            "版式.yaml",
            MAIN + "编号: {五级: 1}\n",
            "“编号”：有不认识的项“五级”；可用：一级、二级、三级、四级",
        ),
        (
            "版式.yaml",
            MAIN + "编号: {二级: 甲、}\n",
            '“编号.二级”：要有 1 或 一，如 一、（一） 1.；不编号写 ""，写的是“甲、”',
        ),
        ("版式.yaml", MAIN + "编号: 一\n", "“编号”：应写成“名称: 内容”的样子"),
        (
            "版式.yaml",
            MAIN + "图题写法: {有: '图{号}'}\n",
            "“图题写法.有”：不能用 {号}；可用：{序号}、{题}、{类型}",
        ),
        ("版式.yaml", MAIN + "续表: [续]\n", "“续表”：应是文字"),
        ("图.yaml", "收入结构: 删\n", "“收入结构”：不能是“删”；可用：不要"),
        (
            "名词.yaml",
            "不要: [事业收人]\n",
            "试/名词.yaml 第 1 行“不要”：没有“事业收人”这个名词；有：财政拨款收入、",
        ),
    ],
)
def test_wrong_entries_are_told(tmp_path: Path, file: str, text: str, message: str) -> None:
    with pytest.raises(FormError) as error:
        load_form("试", make_form(tmp_path, {file: text}))
    assert message in str(error.value)
