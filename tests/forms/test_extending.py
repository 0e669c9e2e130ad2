"""A form that extends another changes what it says, and nothing else: a sentence, a macro, a section, a table, a look, a habit."""

from __future__ import annotations

import difflib
from io import BytesIO
from pathlib import Path

import docx
import pytest

from generator.forms.folders import OWN
from generator.forms.form import FormError, load_form
from generator.writers.docx import write_docx
from generator.writers.html import write_html
from generator.writers.weasyprint_pdf.markup import print_html
from tests.forms.making import MAIN, checked, lines_of, make_form


def changes(before: list[str], after: list[str]) -> list[tuple[list[str], list[str]]]:
    blocks = difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes()
    return [(before[a:b], after[c:d]) for tag, a, b, c, d in blocks if tag != "equal"]


def differs(
    tmp_path: Path, files: dict[str, str], data: str = ""
) -> list[tuple[list[str], list[str]]]:
    plain = lines_of(checked(tmp_path, make_form(tmp_path, {}), data))
    return changes(plain, lines_of(checked(tmp_path, make_form(tmp_path, files), data)))


def test_an_empty_form_is_the_one_it_extends(tmp_path: Path) -> None:
    own = lines_of(checked(tmp_path, make_form(tmp_path, {})))
    assert own == lines_of(checked(tmp_path, make_form(tmp_path, {}), form="四川"))
    assert len(own) > 300


def test_one_sentence(tmp_path: Path) -> None:
    files = {"句子.yaml": '三.首句: "全年支出{{ 本年支出合计 | 万元 }}。"\n'}
    assert differs(tmp_path, files) == [
        (
            [
                "2023年度本年支出合计150万元，其中：基本支出100万元，占66.7%；项目支出50万元，占33.3%；上缴上级支出、经营支出、对附属单位补助支出均为零。"
            ],
            ["全年支出150万元。"],
        )
    ]


def test_one_sentence_of_each_item(tmp_path: Path) -> None:
    files = {"句子.yaml": '五.逐项: "{{ 项.全名 }}{{ 项.支出 | 万元 }}。"\n'}
    found = differs(tmp_path, files)
    assert found[0][1][0].endswith("行政运行（项）100万元。")
    assert sum(len(after) for _, after in found) == 2


def test_one_macro_everywhere(tmp_path: Path) -> None:
    files = {
        "措辞.html": "{% macro 完成率(决算, 预算) %}，完成预算的{{ 比率(决算, 预算) | 率 }}{% endmacro %}"
    }
    text = "".join(after for _, lines in differs(tmp_path, files) for after in lines)
    assert "行政运行（项）：支出决算为100万元，完成预算的100%。" in text
    assert text.count("完成预算的") >= 4


def test_one_section(tmp_path: Path) -> None:
    files = {
        "情况说明.html": '{% extends "四川/情况说明.html" %}{% block 六 %}<h2>基本支出</h2><p>见附表。</p>{% endblock %}'
    }
    found = differs(tmp_path, files)
    assert any("六、基本支出" in after for _, after in found)
    assert all("人员经费" not in line for _, after in found for line in after)


def test_tables_are_listed_numbered_and_changed(tmp_path: Path) -> None:
    main = (
        MAIN
        + "表号: 表{序号}\n附表: [支出决算表, {表: 收入决算表, 起: 2024}, {表: 采购表, 止: 2023}]\n"
    )
    table = "采购表: {形状: 单行表, 列: [{题: 货物, 数: 政府采购.货物}]}\n支出决算表: {合计行: 末, 标题: 支出表}\n"
    found = checked(tmp_path, make_form(tmp_path, {"版式.yaml": main, "附表.yaml": table}))
    lines = lines_of(found)
    assert [line for line in lines if line in ("表1", "表2", "表3")] == ["表1", "表2"]
    assert "支出表" in lines
    assert "采购表" in lines
    assert "收入决算表" not in lines
    form = load_form("试", (tmp_path, *OWN))
    assert [one["标题"] for one in form.tables(2024)] == ["支出表", "收入决算表"]


def test_total_row_last(tmp_path: Path) -> None:
    found = differs(tmp_path, {"附表.yaml": "支出决算表: {合计行: 末}\n"})
    assert [cell for _, after in found for cell in after if cell][:4] == [
        "合计",
        "150.00",
        "100.00",
        "50.00",
    ]


def test_a_look(tmp_path: Path) -> None:
    found = checked(tmp_path, make_form(tmp_path, {"版面.yaml": "角色: {正文: {字号: 小四}}\n"}))
    assert found.document is not None
    role = found.document.styles.roles["正文"]
    assert (role.size, role.face.name) == (12, "仿宋")
    word = docx.Document(BytesIO(write_docx(found.document, {})))
    assert word.styles["决算正文"].font.size.pt == 12
    assert ".正文{" in print_html(found.document)


def test_a_habit_and_its_default(tmp_path: Path) -> None:
    files = {
        "版式.yaml": MAIN
        + '设置: {百分比小数位: {默认: "2"}, 自己的: {默认: 甲, 可选: [甲, 乙], 说明: 试}}\n'
    }
    roots = make_form(tmp_path, files)
    assert any("占66.67%" in line for line in lines_of(checked(tmp_path, roots)))
    assert any(
        "占66.7%" in line
        for line in lines_of(checked(tmp_path, roots, "设置: {百分比小数位: 1, 自己的: 乙}\n"))
    )


def test_a_word_file_gives_the_styles(tmp_path: Path) -> None:
    theirs = docx.Document()
    style = (
        theirs.styles.add_style("正文", 1)
        if "正文" not in [one.name for one in theirs.styles]
        else theirs.styles["正文"]
    )
    style.font.size = docx.shared.Pt(20)
    theirs.styles["Heading 1"].font.italic = True
    make_form(tmp_path, {})
    theirs.save(str(tmp_path / "试" / "样式.docx"))
    found = checked(tmp_path, make_form(tmp_path, {}))
    assert found.document is not None
    word = docx.Document(BytesIO(write_docx(found.document, {})))
    body = next(
        paragraph
        for paragraph in word.paragraphs
        if paragraph.text.startswith("2023年度本年支出合计")
    )
    assert body.style.font.size.pt == 20
    title = next(
        paragraph
        for paragraph in word.paragraphs
        if "概况" in paragraph.text and paragraph.style.name == "Heading 1"
    )
    assert title.style.font.italic
    assert any(paragraph.style.name == "决算表注" for paragraph in word.paragraphs)


def test_structural_css_in_both(tmp_path: Path) -> None:
    found = checked(tmp_path, make_form(tmp_path, {"样式.css": ".正文{hyphens:none}"}))
    assert found.document is not None
    assert ".正文{hyphens:none}" in print_html(found.document)
    assert b".\xe6\xad\xa3\xe6\x96\x87{hyphens:none}" in write_html(found.document)


@pytest.mark.parametrize(
    "css", ["a{background:url(x.png)}", "@import 'x';", "</style><script>", "a{b:\\75rl(x)}"]
)
def test_css_names_no_other_file(tmp_path: Path, css: str) -> None:
    with pytest.raises(FormError, match=r"样式\.css"):
        load_form("试", make_form(tmp_path, {"样式.css": css}))


WRONG = {
    "版式.yaml": [
        ("名称: 试\n继承: 四州\n", "没有名为“四州”的版式"),
        ("名称: 试\n继承: 试\n", "绕成了圈：试 → 试"),
        (MAIN + "部份: []\n", "不认识的项“部份”，您是不是想写“部分”？"),
        (MAIN + "附表: [支出决表]\n", "没有“支出决表”，您是不是想写“支出决算表”？"),
        (MAIN + "设置: {图题: {默认: 空}}\n", "默认“空”不在可选"),
        (MAIN + "设置: {新的: {默认: 空}}\n", "第 3 行“设置.新的”：没有写“可选、说明”"),
        (MAIN + "设置: [\n", "版式.yaml 第 3 行：引号或括号没有成对"),
    ],
    "版面.yaml": [
        (
            "角色: {正文: {字号: 三}}\n",
            "试/版面.yaml 第 1 行“角色.正文.字号”：要写 Word 的字号（初号、小初",
        ),
        ("角色: {正文: {字体: 隶书}}\n", "字体“隶书”没有列在"),
    ],
}


@pytest.mark.parametrize(
    ("file", "text", "message"), [(file, *one) for file, cases in WRONG.items() for one in cases]
)
def test_a_wrong_form_says_what_is_wrong(
    tmp_path: Path, file: str, text: str, message: str
) -> None:
    with pytest.raises(FormError) as error:
        load_form("试", make_form(tmp_path, {file: text}))
    assert message in str(error.value)
