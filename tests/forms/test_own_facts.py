"""What a form asks for beyond the common data: its own fields, comparisons with last year, averages, tables of named lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.forms.form import FormError, load_form
from tests.forms.making import MAIN, checked, lines_of, make_form

FIELDS = """自填:
  联系电话: {说明: 印在概况末尾, 示例: 021-1234}
  收入年初预算: {类型: 金额, 说明: 本年收入的年初预算数, 示例: "100"}
  说明: {说明: 另外要说的, 必填: 否, 示例: 无}
"""
PAGE = """<section kind="正文"><h1>概况</h1>
<p>电话{{ 自填.联系电话 }}。{% if 自填.说明 %}{{ 自填.说明 }}。{% endif %}</p>
<p>预算{{ 自填.收入年初预算 | 万元 }}{% if 自填.收入年初预算 is not 缺 %}，完成{{ 比率(本年收入合计, 自填.收入年初预算) | 率 }}{% endif %}。</p>
</section>
"""


def form_of(tmp_path: Path) -> tuple[Path, ...]:
    return make_form(tmp_path, {"版式.yaml": MAIN + FIELDS, "概况.html": PAGE})


def test_own_fields_are_printed(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        form_of(tmp_path),
        "自填: {联系电话: 0830-1234567, 收入年初预算: 200, 说明: 另有<b>一事}\n",
    )
    lines = lines_of(found)
    assert "电话0830-1234567。另有<b>一事。" in lines
    income = found.statement.totals.本年收入合计.value if found.statement else None
    assert income is not None
    assert (
        f"预算200万元，完成{(income / 2).quantize(income.__class__('0.1')):f}%。".replace(
            ".0%", "%"
        )
        in lines
    )


def test_own_amounts_have_the_unit_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "元"
    roots = form_of(path)
    text = (
        checked(path, roots, "自填: {联系电话: 1, 收入年初预算: 200}\n")
        .loaded.path.read_text(encoding="utf-8")
        .replace("金额单位: 万元", "金额单位: 元")
    )
    (path / "某局-2023.yaml").write_text(text, encoding="utf-8")
    from generator.pipeline.checking import check

    assert any(
        line.startswith("预算0.02万元") for line in lines_of(check(path / "某局-2023.yaml", roots))
    )


def test_what_is_not_filled_in_is_a_hole_and_a_finding(tmp_path: Path) -> None:
    found = checked(tmp_path, form_of(tmp_path))
    assert "电话〔待填：自填.联系电话〕。" in lines_of(found)
    told = [one.message for one in found.findings if one.rule == "待填"]
    assert "缺印在概况末尾" in told
    assert "缺本年收入的年初预算数" in told


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("自填: {联系电活: 1, 联系电话: 1, 收入年初预算: 1}\n", "没有“联系电活”这个自填项"),
        ("自填: {联系电话: 1, 收入年初预算: 一百}\n", "“收入年初预算”："),
    ],
)
def test_wrong_own_fields_are_findings(tmp_path: Path, typed: str, message: str) -> None:
    assert any(
        message in one.message for one in checked(tmp_path, form_of(tmp_path), typed).findings
    )


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ("自填: {甲: 一}\n", "“自填.甲”：应写成“名称: 内容”的样子，写的是“一”"),
        ("自填: {甲: {说明: 一, 示例: 二, 类别: 文字}}\n", "不认识的项“类别”"),
        ("自填: {甲: {说明: 一}}\n", "没有写“示例”"),
        (
            "自填: {甲: {说明: 一, 示例: 二, 类型: 数}}\n",
            "第 3 行“自填.甲.类型”：不能是“数”，您是不是想写“个数”？；可用：文字、金额、个数、百分数",
        ),
        ("自填: {甲: {说明: 一, 示例: 二, 类型: 金额}}\n", "第 3 行“自填.甲”：示例不能这样写"),
    ],
)
def test_wrong_declarations_are_told(tmp_path: Path, declared: str, message: str) -> None:
    with pytest.raises(FormError, match=re.escape(message)):
        load_form("试", make_form(tmp_path, {"版式.yaml": MAIN + declared}))


COMPARING = '<section kind="正文"><h1>概况</h1><p>{{ 措辞.与上年相比(比较.本年支出合计, "支出合计") }}</p></section>\n'


def test_other_totals_are_compared_with_last_year(tmp_path: Path) -> None:
    roots = make_form(tmp_path, {"概况.html": COMPARING})
    found = checked(
        tmp_path,
        roots,
        "上年: {收支总计: 140, 本年支出合计: 100}\n变动原因: {本年支出合计: 项目增加}\n",
        without=("上年", "变动原因"),
    )
    spent = found.statement.totals.本年支出合计.value if found.statement else None
    assert spent is not None
    assert any(
        f"支出合计增加{spent - 100}万元" in line and "主要变动原因是项目增加。" in line
        for line in lines_of(found)
    )
    without = checked(tmp_path, roots, "上年: {收支总计: 140}\n", without=("上年",))
    assert "待填" in {one.rule for one in without.findings if "上年本年支出合计" in one.message}


AVERAGE = '<section kind="正文"><h1>概况</h1><p>人均{{ 平均(三公.国内.决算, 三公.国内.人次, "人均接待费") | 元 }}，车均{% if 平均(支出总计, 三公.外事.批次) is none %}无{% endif %}。</p></section>\n'


def test_averages_are_in_yuan(tmp_path: Path) -> None:
    reception = "三公经费: {公务接待费: {预算数: 3, 上年决算数: 3, 国内: {决算数: 1.5, 批次: 4, 人次: 45}}}\n"
    found = checked(
        tmp_path, make_form(tmp_path, {"概况.html": AVERAGE}), reception, without=("三公经费",)
    )
    assert "人均333.33元，车均无。" in lines_of(found)


ITEMS = """机构运行信息表:
  形状: 项目表
  行次: 是
  组:
    - 题: 项目
      列: [预算数, 决算数]
      行:
        - {题: 一、“三公”经费支出, 数: ["'—'", "'—'"]}
        - {题: （一）支出合计, 数: [三公.合计.预算.全年, 三公.合计.决算], 缩进: 1}
    - 题: 项目
      列: [决算统计数]
      行:
        - {题: 二、机关运行经费, 数: [机关运行经费.决算]}
        - {题: 三、车辆（辆）, 数: [国有资产.车辆总数]}
        - {题: 四、大型设备（台）}
"""


def test_a_table_of_named_lines(tmp_path: Path) -> None:
    roots = make_form(
        tmp_path, {"版式.yaml": MAIN + "附表: [机构运行信息表]\n", "附表.yaml": ITEMS}
    )
    found = checked(tmp_path, roots)
    assert found.document is not None
    tables = [
        block
        for section in found.document.sections
        for block in section.blocks
        if getattr(block, "name", "") == "机构运行信息表"
    ]
    assert len(tables) == 1
    rows = [
        ["".join(part.text for part in cell.inlines) for cell in row.cells]
        for row in tables[0].body
    ]
    assert rows[0][:5] == ["一、“三公”经费支出", "1", "—", "—", "二、机关运行经费"]
    assert rows[1][0] == "　（一）支出合计"
    assert rows[2] == ["", "", "", "", "四、大型设备（台）", "5", ""]
    assert rows[1][4:6] == ["三、车辆（辆）", "4"]
    assert rows[1][6].isdecimal()


def test_numbers_that_a_form_writes_itself_are_told_with_every_file(tmp_path: Path) -> None:
    sentence = '三.首句: "支出{{ 本年支出合计 | 万元 }}，结余123.45万元，增长9.9%。"\n'
    found = checked(tmp_path, make_form(tmp_path, {"句子.yaml": sentence}))
    told = [one for one in found.findings if "写死" in one.message]
    assert [one.level.value for one in told] == ["警告"]
    assert "123.45万元（句子.yaml “三.首句” 第 1 行）、9.9%" in told[0].message
