"""A wrong template says which, on which line, what does not exist, and what there is instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.document.tree import Number, Table, plain
from generator.findings.place import Level
from generator.forms.form import FormError
from tests.forms.making import checked, lines_of, make_form
from tests.forms.pages import whole_text

PAGE = '<section kind="正文">\n<h1>概况</h1>\n{}\n</section>\n'
CASES = [
    (
        "<p>{{ 收支总记 }}</p>",
        "没有“收支总记”这个名称，您是不是想写“收支总计”？（试/概况.html 第 3 行）",
    ),
    (
        "<p>{{ 收支总计.金额 }}</p>",
        "这里没有“金额”；有：数、上年、原因、路径（试/概况.html 第 3 行）",
    ),
    ("<p>{{ 设置.零值 }}</p>", "这里没有“零值”，您是不是想写“零值写法”？"),
    ("<p>{{ 措辞.增減(1, 2) }}</p>", "这里没有“增減”，您是不是想写“增减”？"),
    ("<p>{{ 本年支出合计 | 万圆 }}</p>", "没有名为“万圆”的过滤器，您是不是想写“万元”？；可用："),
    ("<p>{% if 本年支出合计 is 有 %}</p>{% endif %}", "没有名为“有”的判断，您是不是想写“有数”？"),
    ("<p>{% if 年度 %}</p>", "还有 if、for、macro、call 没有写结束"),
    ("<p>{{ 年度 + }}</p>", "试/概况.html 第 3 行"),
    ("<p>{{ 比率（1） }}</p>", "不能有“（”（括号、引号、逗号要用半角）"),
    ("<div>字</div>", "不能用 <div>；可用：section、h1"),
    ("<p><b>字</b></p>", "不能用 <b>"),
    ('<p style="color:red">字</p>', "<p> 没有“style”；可用：role"),
    ('<p role="小字">字</p>', "版面.yaml 没有角色“小字”"),
    ("<p>字", "<p> 没有写结束，就遇到了 </section>（试/概况.html 第 3 行）"),
    ("\n\n<p>甲&乙</p>", "文字里的 & 要写成 &amp;（试/概况.html 第 5 行）"),
    ("<p role=正文>字</p>", "属性的值要放在英文引号里（试/概况.html 第 3 行）"),
    ("<p>3<4</p>", "文字里的小于号写 &lt;"),
    ("<p>甲&nbsp;乙</p>", "不能写 &nbsp;"),
    (
        "{% for 甲 in [1, 2] %}\n<p>字</p>\n<p><i>字</i></p>\n{% endfor %}",
        "试/概况.html 第 5 行：不能用 <i>",
    ),
    ("<p>{{ 措辞.增减(支出总计) }}</p>", "调用宏时没有给“昔”（试/概况.html 第 3 行）"),
    (
        "<p>{{ 措辞.增减(支出总计, 支出总计, 支出总计) }}</p>",
        "宏“增减”最多有 2 个参数（试/概况.html 第 3 行）",
    ),
    (
        "<p>{{ 措辞.增减(支出总计, 往=支出总计) }}</p>",
        "宏“增减”没有参数“往”（试/概况.html 第 3 行）",
    ),
    ("<p>{% for 甲 in 年度 %}{% endfor %}</p>", "这不是清单"),
    ("<p>{{ 年度() }}</p>", "这不是函数或宏"),
    ("<p>{{ 比率(支出总计) | 率 }}</p>", "少了 1 个参数"),
    ('<table ref="附表99-1"/>', "没有“附表99-1”这张附表"),
    ('{{ 图("收支") }}', "图.yaml 里没有“收支”这幅图；有：收支总计"),
    ('{% include "没有.html" %}', "没有模板“没有.html”（在这些文件夹里找过：试、四川、基础）"),
    ("<p>{{ 收支总计.数 + 1 }}</p>", "试/概况.html 第 3 行"),
    ("<p>{{ 用语() }}</p>", "试/概况.html 第 3 行"),
    ("{{ 待填([], '甲') }}", "待填(路径, 说明) 的路径不能是空的"),
    (
        '<table><tbody><tr><td colspan="1 2">1</td></tr></tbody></table>',
        "第 3 行：<td> 的 colspan 要写 1 到 200 之间的整数，写的是“1 2”",
    ),
    ('<table><tbody><tr><td colspan="">1</td></tr></tbody></table>', "写的是“”"),
    ('<table><tbody><tr><td colspan="²">1</td></tr></tbody></table>', "写的是“²”"),
    ('<table><tbody><tr><td colspan="100000000">1</td></tr></tbody></table>', "写的是“100000000”"),
    (
        '<table><tbody><tr><td align="center">1</td></tr></tbody></table>',
        "<td> 的 align 不能是“center”；可用：左、中、右",
    ),
    (
        '<table widths="1 1"><tbody><tr><td>1</td><td>2</td><td>3</td></tr></tbody></table>',
        "有一行的格多于 2 列",
    ),
    ("<table><tbody><tr><p>甲</p></tr></tbody></table>", "<tr> 里不能用 <p>；可用：<th>、<td>"),
    ("<td>甲</td>", "<td> 要写在 <tr> 里"),
    (
        '</section><section landscape="yes"><p>1</p>',
        "<section> 的 landscape 不能是“yes”；可用：是、否",
    ),
    ('<h2 number="no">1</h2>', "<h2> 的 number 不能是“no”"),
    ('<figure ref="没有"/>', "图.yaml 里没有“没有”这幅图"),
    ("<figure/>", "<figure> 没有写 ref"),
    ("<p><data>99</data>万元</p>", "<data> 没有写 value"),
    (
        '<p>{{ 本年支出合计 | 万元 }}，<data value="n1">99999</data>万元</p>',
        "<data> 里的“99999”不是程序印出的数",
    ),
    (
        "<p>{{ 本年支出合计 | 万元 | replace('150', '950') }}</p>",
        "<data> 里的“950”不是程序印出的数",
    ),
    ("<p><mark>甲</mark></p>", "<mark> 里的“甲”不是程序写出的〔待填〕"),
    ("<?x y?><p>甲</p>", "不能用 <?x?>"),
    ("<p>甲<br>乙</p>\n<p>丙</p>", "<br> 没有写结束，就遇到了 </p>（试/概况.html 第 3 行）"),
    (
        "<p>甲</p>\n这里是正文",
        "试/概况.html 第 4 行：“这里是正文”直接写在 <section> 里，不会印出；要写在 <p> 里",
    ),
    (
        "{% if 年度 %}\n<h2>甲</h2>\n\n乙\n{% endif %}\n<p>丙</p>",
        "试/概况.html 第 6 行：“乙”直接写在 <section> 里",
    ),
    ("</section>甲<section>", "“甲”直接写在 <section> 外面，不会印出"),
    ("<ol>甲<li>乙</li></ol>", "“甲”直接写在 <ol> 里，不会印出；要写在 <li> 里"),
    ("<ol><li>乙</li>\n甲\n</ol>", "试/概况.html 第 4 行：“甲”直接写在 <ol> 里"),
    ("<ol><li>甲<p>乙</p></li></ol>", "“甲”直接写在 <li> 里，不会印出；要写在 <p> 里"),
    ("<ol><li><p>乙</p>{{ 年度 }}</li></ol>", "“2023”直接写在 <li> 里"),
    ("<nav>甲</nav>", "“甲”直接写在 <nav> 里，不会印出；要写在 它外面的 <p> 里"),
    (
        "<table><tbody>甲<tr><td>乙</td></tr></tbody></table>",
        "“甲”直接写在 <tbody> 里，不会印出；要写在 <td>、<th> 里",
    ),
    ("<table><tbody><tr><td>乙</td>甲</tr></tbody></table>", "“甲”直接写在 <tr> 里"),
    (
        "<p>{年度}</p>",
        "“{年度}”会照样印出来；名称要写成 {{ 年度 }}，花括号用半角，两个一对（试/概况.html 第 3 行）",
    ),
    (
        "<p>\n｛｛ 年度 ｝｝</p>",
        "“｛｛ 年度 ｝｝”会照样印出来；名称要写成 {{ 年度 }}，花括号用半角，两个一对（试/概况.html 第 4 行）",
    ),
    ("<p>甲}</p>", "“}”会照样印出来"),
]


@pytest.mark.parametrize(("markup", "message"), CASES)
def test_message(tmp_path: Path, markup: str, message: str) -> None:
    roots = make_form(tmp_path, {"概况.html": PAGE.format(markup)})
    with pytest.raises(FormError) as error:
        checked(tmp_path, roots)
    assert message in str(error.value)
    assert "版式“试”" in str(error.value)


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (
            "句子.yaml",
            "三.首句: '{{ 本年支出 }}'\n",
            "没有“本年支出”这个名称，您是不是想写“本年支出合计”？（句子.yaml “三.首句” 第 1 行）",
        ),
        (
            "措辞.html",
            "{% macro 完成率(a, b) %}\n{{ a.没有 }}{% endmacro %}",
            "（试/措辞.html 第 2 行）",
        ),
        ("措辞.html", "{% set 甲 = 没有 ~ 1 %}", "没有“没有”这个名称（试/措辞.html 第 1 行）"),
        (
            "附表.yaml",
            "支出决算表: {列: [{题: 合计, 筛选: {性质: 基本支出}}]}\n",
            "试/附表.yaml 第 1 行“支出决算表.列.第1个.筛选”：有不认识的项“性质”，您是不是想写“支出性质”？；可用：类型、资金、来源、支出性质",
        ),
        (
            "附表.yaml",
            "财政拨款“三公”经费支出决算表: {列: [{题: 合计, 数: 三公.总计.决算}]}\n",
            "这里没有“总计”",
        ),
        (
            "图.yaml",
            "收支总计: {类型: 折线图}\n",
            "试/图.yaml 第 1 行“收支总计.类型”：不能是“折线图”",
        ),
        (
            "图.yaml",
            "收支总计: {系列: [{名称: 年度, 数: [收支总计.数]}]}\n",
            "试/图.yaml 第 1 行“收支总计”：系列有 1 个数，类别有 2 个，应一样多",
        ),
        ("图.yaml", "收支总计: {颜色: 红}\n", "不认识的项“颜色”"),
        (
            "图.yaml",
            "收支总计: {系列: [{名称: 年度, 数: [年度, 收支总计.数]}]}\n",
            "系列“年度”：“年度”不是一个数",
        ),
        (
            "图.yaml",
            "新图: {类型: 饼状图, 题: 甲, 各项: 年度}\n",
            "图.yaml 的“新图”：各项：“年度”不是有名称和数的清单",
        ),
        (
            "附表.yaml",
            "支出决算表: {注: '{年度 + 全称}'}\n",
            "“支出决算表”：注：“年度 + 全称”写得不对：",
        ),
        ("附表.yaml", "支出决算表: {注: '{((年度}'}\n", "“支出决算表”："),
        (
            "图.yaml",
            "收入结构: {各项: 年度}\n",
            "图.yaml 的“收入结构”：各项：“年度”不是有名称和数的清单；可用的如 收入来源",
        ),
        (
            "图.yaml",
            "收入结构: {各项: 收入来原}\n",
            "图.yaml 的“收入结构”：各项：“收入来原”写得不对：没有“收入来原”这个名称，您是不是想写“收入来源”？",
        ),
        (
            "图.yaml",
            "收支总计: {系列: [{名称: 收支总计.数, 数: [收支总计.数, 支出总计]}]}\n",
            "系列“收支总计.数”：名称“收支总计.数”不是文字",
        ),
        (
            "图.yaml",
            "收支总计: {系列: [{名称: 年度, 数: [收支总计, 支出总计]}]}\n",
            "系列“年度”：“收支总计”不是一个数",
        ),
        (
            "附表.yaml",
            "支出决算表: {注: '共{本年支出合计}万元'}\n",
            "“支出决算表”：注：{本年支出合计} 是一个数，数要用过滤器：写 {本年支出合计 | 额}",
        ),
        (
            "附表.yaml",
            "支出决算表: {注: '{年度 +}'}\n",
            "“支出决算表”：注：“年度 +”写得不对：没有写完",
        ),
        (
            "附表.yaml",
            "支出决算表: {注: '{年渡}'}\n",
            "注：“年渡”写得不对：没有“年渡”这个名称，您是不是想写“年度”？",
        ),
        (
            "附表.yaml",
            "支出决算表: {注: '{单位.简称 if 年度 == 1 else none}'}\n",
            "注：{单位.简称 if 年度 == 1 else none} 是空的，不能直接印",
        ),
        ("附表.yaml", "支出决算表: {注: '{年度 年'}\n", "注：“{年度 年”里的花括号不成对"),
        ("附表.yaml", "支出决算表: {注: '{1 / 0}'}\n", "注：“1 / 0”写得不对：不能除以 0"),
        (
            "附表.yaml",
            "收入决算表: {列: [{题: '{年度'}]}\n",
            "“收入决算表”：“{年度”里的花括号不成对",
        ),
        (
            "图.yaml",
            "收入结构: {题: '｛年度｝的结构'}\n",
            "图.yaml 的“收入结构”：“｛年度｝的结构”里的花括号不成对，或不是半角的一对",
        ),
        ("附表.yaml", "支出决算表: {注: [甲]}\n", "支出决算表.注”：应是文字"),
        (
            "附表.yaml",
            "支出决算表: {标题: '支出{本年支出合计 | 额}表'}\n",
            "标题：“支出{本年支出合计 | 额}表”里不能印数；数只能印在 注、空表说明 里",
        ),
        (
            "附表.yaml",
            "财政拨款“三公”经费支出决算表: {列: [{题: 甲, 下: [{题: 乙, 数: 年度}]}]}\n",
            "列“甲·乙”：“年度”不是一个数",
        ),
        ("附表.yaml", "财政拨款“三公”经费支出决算表: {列: [{题: 甲}]}\n", "列“甲”缺少“数”"),
        (
            "附表.yaml",
            "收入支出决算总表: {左: [{题: 甲, 数: 收支总记}]}\n",
            "行“甲”：“收支总记”写得不对：没有“收支总记”这个名称，您是不是想写“收支总计”？",
        ),
        (
            "图.yaml",
            "收支总计: {系列: [{名称: 年度, 数: [收支总记.数, 收支总计.数]}]}\n",
            "没有“收支总记”这个名称",
        ),
    ],
)
def test_message_of_other_files(tmp_path: Path, file: str, text: str, message: str) -> None:
    with pytest.raises(FormError) as error:
        checked(tmp_path, make_form(tmp_path, {file: text}))
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ("<p>{{ 结余分配 }}</p>", "里是一个数（结余分配），不能直接印"),
        ("<p>{{ 收入来源 }}</p>", "里是一个清单，不能直接印"),
        ("<p>{{ 本年支出合计.value + 1 }}</p>", "不能直接印"),
        ("<p>{{ 123.45 }}</p>", "不能直接印"),
        ("<p>{{ 123.45 | 万元 }}</p>", "过滤器“万元”只用于金额，这里是“123.45”"),
        ("<p>{{ 全称 | 额 }}</p>", "过滤器“额”只用于金额"),
        (
            "<p>{{ 支出总计 | 率 }}</p>",
            "过滤器“率”只用于百分比，这里是单位是“万元”的数（支出总计）",
        ),
        ("<p>{{ 三公.保有量 | 万元 }}</p>", "过滤器“万元”只用于金额，这里是单位是“辆”的数"),
        ("<p>{{ 支出总计 | 计 }}</p>", "过滤器“计”只用于个数、得分"),
        ("<p>{{ 之和('合计') | 万元 }}</p>", "之和(“合计”, …) 里要有数，这里没有"),
        ("<p>{{ 之和('合计', [支出总计, 全称]) | 万元 }}</p>", "里要有数，这里是“某市某局”"),
    ],
)
def test_a_figure_is_printed_as_what_it_is(tmp_path: Path, markup: str, message: str) -> None:
    with pytest.raises(FormError) as error:
        checked(tmp_path, make_form(tmp_path, {"概况.html": PAGE.format(markup)}))
    assert message in str(error.value)


def test_comments_empty_items_and_long_lists_are_no_harm(tmp_path: Path) -> None:
    markup = (
        "<!-- 说明 --><ol mark='一、'><li><p></p></li>"
        + "<li>条</li>" * 119
        + "</ol>"
        + "<h2>节</h2>" * 110
    )
    lines = lines_of(checked(tmp_path, make_form(tmp_path, {"概况.html": PAGE.format(markup)})))
    assert {"一百零一、条", "一百一十、条", "一百一十九、条", "一百一十、节"} <= set(lines)
    assert not any("说明-->" in line for line in lines)


def test_a_hole_may_be_named_by_one_word(tmp_path: Path) -> None:
    lines = lines_of(
        checked(
            tmp_path,
            make_form(tmp_path, {"概况.html": PAGE.format("<p>{{ 待填('政府采购', '甲') }}</p>")}),
        )
    )
    assert "〔待填：政府采购〕" in lines


@pytest.mark.parametrize("file", ["概况.html", "措辞.html"])
def test_a_template_in_another_encoding(tmp_path: Path, file: str) -> None:
    roots = make_form(tmp_path, {})
    (tmp_path / "试" / file).write_bytes("<section>中文</section>".encode("gbk"))
    with pytest.raises(FormError, match=rf"试/{file} 不是 UTF-8 编码，请另存为 UTF-8"):
        checked(tmp_path, roots)


def test_a_note_prints_figures_through_filters(tmp_path: Path) -> None:
    text = "支出决算表: {注: '注：{年度}年度支出{本年支出合计 | 万元}，<{口径}>车辆{国有资产.车辆总数 | 计}辆。'}\n"
    found = checked(tmp_path, make_form(tmp_path, {"附表.yaml": text}))
    assert found.document is not None
    table = next(
        block
        for section in found.document.sections
        for block in section.blocks
        if isinstance(block, Table) and block.name == "支出决算表"
    )
    assert plain(table.notes[0]) == "注：2023年度支出150万元，<单位>车辆1辆。"
    numbers = [one for one in table.notes[0] if isinstance(one, Number)]
    assert [found.document.origins[one.figure].label for one in numbers] == ["本年支出合计", "车辆"]


def test_titles_of_columns_and_charts_use_names(tmp_path: Path) -> None:
    files = {
        "附表.yaml": "收入决算表: {列: [{题: '{年度}年{口径}收入'}]}\n",
        "图.yaml": "收入结构: {题: '{年度}年度收入'}\n",
    }
    found = checked(tmp_path, make_form(tmp_path, files))
    lines = lines_of(found)
    assert "2023年单位收入" in lines
    assert any(line.startswith("（图") and line.endswith("：2023年度收入）") for line in lines)


def test_text_with_braces_of_a_clerk_is_no_fault_of_the_form(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        make_form(tmp_path, {"概况.html": PAGE.format("<p>{{ 单位.主要职责 }}</p>")}),
        "名词解释: {甲: '用{花}括起来。'}\n",
    )
    assert found.document is not None
    assert "用〔待填：花〕括起来。" in whole_text(found.document)
    assert [one.rule for one in found.findings if one.level is Level.ERROR] == ["文字里的数"]
