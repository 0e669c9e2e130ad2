"""The web page, read back with a browser's parser."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from pathlib import Path

import esprima
import html5lib
import pytest
from bs4 import BeautifulSoup, Tag
from msgspec.structs import replace

from generator.document.tree import (
    Cell,
    Heading,
    LineBreak,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from generator.forms.styles import StylesError
from generator.writers import html
from generator.writers.html import write_html
from generator.writers.html.staying import staying_columns
from tests.helpers import document_of
from tests.writers.small import TITLE, cell, document, pie, table


def page(**changes: object) -> BeautifulSoup:
    made = document(
        Section("附表", True, (Heading(2, (Text("收入决算表"),), "h9", "表题"), table(2)))
    )
    return BeautifulSoup(write_html(replace(made, **changes)), "html5lib")  # type: ignore[arg-type]


def one(soup: BeautifulSoup, selector: str) -> Tag:
    found = soup.select_one(selector)
    assert found is not None, selector
    return found


def test_the_markup_is_valid_html5() -> None:
    parser = html5lib.HTMLParser(strict=True)
    assert parser.parse(write_html(document())) is not None


def test_language_title_and_meta() -> None:
    soup = page()
    assert one(soup, "html")["lang"] == "zh-CN"
    assert one(soup, "title").text == TITLE
    assert one(soup, "meta[name=author]")["content"] == "某局"
    assert one(soup, "meta[name=viewport]")["content"].startswith("width=device-width")


SCRIPT = (Path(html.__file__).parent / "origins.js").read_text(encoding="utf-8")


def foreign(soup: BeautifulSoup) -> list[Tag]:
    """Every script but the page's own, which stands in it once."""
    scripts = soup.select("script")
    assert [script.string for script in scripts].count(SCRIPT) == 1
    return [script for script in scripts if script.string != SCRIPT]


def test_nothing_is_fetched_and_no_script_runs_but_our_own() -> None:
    text = write_html(document()).decode()
    addresses = set(re.findall(r"https?://[^\s\"'<]+", text)) - {"http://www.w3.org/2000/svg"}
    soup = page()
    assert not addresses
    assert not soup.select("link, img, iframe, [onclick], [onload]")
    assert not foreign(soup)
    assert "@import" not in text
    assert "url(" not in text
    digest = b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    assert one(soup, "meta[http-equiv=Content-Security-Policy]")["content"] == (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:"
    )


def test_the_script_is_of_the_level_of_old_browsers() -> None:
    """ECMAScript 2017, as that of the workbench; and it does not end its own element."""
    esprima.parseScript(SCRIPT)
    assert "</" not in SCRIPT


def test_a_page_without_origins_or_inside_another_has_no_script() -> None:
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    for text in (
        write_html(replace(document(), origins={})),
        write_html(document(), explained=False),
    ):
        soup = BeautifulSoup(text, "html5lib")
        assert not soup.select("script")
        assert one(soup, "meta[http-equiv=Content-Security-Policy]")["content"] == policy


def test_names_of_a_form_stay_names() -> None:
    made = document(
        Section("正文", False, (Paragraph('x}</style><b class="y">', (Text("文"),)), pie()))
    )
    body = made.styles.roles["正文"]
    evil = replace(
        body,
        name='x}</style><b class="y">',
        face=replace(body.face, stack=('z";}</style><script>',)),
    )
    styles = replace(
        made.styles,
        roles={**made.styles.roles, evil.name: evil},
        colours=('"/><script>', "#000000"),
    )
    soup = BeautifulSoup(write_html(replace(made, styles=styles)), "html5lib")
    assert not foreign(soup)
    assert not soup.select("b")
    assert "文" in [paragraph.text for paragraph in soup.select("main p")]


def test_each_number_names_its_figure_and_explains_itself() -> None:
    data = one(page(), "p data")
    assert (data.text, data["value"]) == ("1,845.83", "合计")
    assert data["title"] == "收入总计 = 一般公共预算 1784.28 + 其他 61.55"


def test_a_number_without_origin_has_no_title() -> None:
    assert one(page(origins={}), "data").get("title") is None


def test_contents_link_to_headings_that_exist() -> None:
    soup = page()
    links = soup.select("nav a")
    assert [link.text for link in links][:3] == ["第一部分　概况", "一、职责", "第二部分　说明"]
    assert all(soup.find(id=str(link["href"]).removeprefix("#")) for link in links)


def test_headings_keep_their_level() -> None:
    soup = page()
    assert [heading.name for heading in soup.select("h1, h2")] == ["h1", "h2", "h1", "h2"]


def test_tables_scroll_in_a_named_box_and_have_heads_spans_and_scope() -> None:
    soup = page()
    box = one(soup, ".scroll")
    assert (box["role"], box["tabindex"], box["aria-label"]) == ("region", "0", "收入决算表")
    first = one(soup, "thead th")
    assert (first["scope"], first["colspan"]) == ("col", "2")
    assert one(soup, "thead th[rowspan]").text == "决算数"
    assert one(soup, "tbody td.r").text == "0.50"
    assert [line.text for line in soup.select(".表角")] == ["公开02表", "部门：某局单位：万元"]
    assert one(soup, ".表注").text == "注：本表反映年度总收支。"


def rows_of(*rows: Row, head: tuple[Row, ...] = ()) -> Table:
    return replace(table(0), head=head, body=rows)


def test_codes_and_names_stay_else_the_first_column_alone() -> None:
    def stays(made: Table) -> list[list[str]]:
        soup = BeautifulSoup(write_html(document(Section("附表", False, (made,)))), "html5lib")
        return [
            ["".join(set(cell.get("class") or ()) & {"k", "n"}) for cell in row.select("th, td")]
            for row in soup.select(".table tr")
        ]

    amount = Cell((Text("1.00"),), align="右")
    total = Cell((Text("合计"),), colspan=2, header=True, scope="row")
    codes = Row((cell("205"), cell("教育支出"), amount))
    assert stays(rows_of(Row((total, amount)), codes)) == [["k", ""], ["k", "n", ""]]
    # A number of the line beside a name goes with the amounts.
    numbered = Row((cell("一、收入"), cell("1", "中"), amount))
    assert stays(rows_of(numbered)) == [["k", "", ""]]
    # What a cell above covers begins no row, and a head over several columns scrolls with them.
    above = Row((replace(cell("指标"), rowspan=2), cell("数量"), amount))
    below = Row((cell("质量"), amount))
    head = Row((Cell((Text("项目"),), colspan=3, header=True),))
    assert stays(rows_of(above, below, head=(head,))) == [[""], ["k", "", ""], ["", ""]]
    # Amounts that look like codes are amounts.
    amounts = Row((cell("12", "右"), cell("甲"), amount))
    assert stays(rows_of(amounts)) == [["k", "", ""]]


def test_a_head_without_words_is_no_head() -> None:
    head = Row((Cell((), header=True), Cell((Text("数"),), header=True), Cell((), header=True)))
    soup = BeautifulSoup(
        write_html(document(Section("附表", False, (replace(table(1), head=(head,)),)))), "html5lib"
    )
    assert [(each.name, each.text) for each in soup.select("thead tr > *")] == [
        ("td", ""),
        ("th", "数"),
        ("td", ""),
    ]


def test_each_table_scrolls_in_a_box_of_its_own_name() -> None:
    made = document(Section("附表", False, (table(1, "a"), table(1, "b"))))
    names = [
        str(box["aria-label"])
        for box in BeautifulSoup(write_html(made), "html5lib").select(".scroll")
    ]
    assert len(names) == len(set(names)) == 2


def test_without_a_left_line_the_right_one_stands_alone() -> None:
    made = document(Section("附表", False, (replace(table(1), left=""),)))
    lines = BeautifulSoup(write_html(made), "html5lib").select(".表角")
    assert [(line.text, line["class"]) for line in lines] == [
        ("公开02表", ["表角"]),
        ("单位：万元", ["表角"]),
    ]


def test_charts_are_drawn_in_place_with_title_and_description() -> None:
    figures = page().select("figure")
    assert [one(BeautifulSoup(str(figure), "html5lib"), "desc").text for figure in figures] == [
        "柱状图的文字说明。",
        "饼状图的文字说明。",
    ]
    assert figures[0].find("figcaption").text == "（图1：变动情况图）"  # type: ignore[union-attr]


def test_a_draft_says_so_on_top_and_a_good_document_does_not() -> None:
    assert one(page(draft="审核稿（未通过校验）"), ".draft").text == "审核稿（未通过校验）"
    assert not page().select(".draft")


def test_holes_and_line_breaks_are_visible() -> None:
    assert one(page(), "mark").text == "〔待填：原因〕"
    made = document(
        Section("正文", False, (Paragraph("正文", (Text("上"), LineBreak(), Text("下"))),))
    )
    assert "上<br/>下" in write_html(made).decode()


def test_text_is_escaped() -> None:
    bad = "<script>alert('&')</script>"
    row = Row((Cell((Text(bad),)), Cell((Text(bad),)), Cell(())))
    made = document(
        Section(
            "附表",
            False,
            (Paragraph("正文", (Text(bad),)), replace(table(0), body=(row,), left=bad)),
        )
    )
    soup = BeautifulSoup(write_html(replace(made, title=bad)), "html5lib")
    assert not foreign(soup)
    assert soup.text.count(bad) == 5


def test_a_role_that_the_form_lacks_is_named() -> None:
    made = document(Section("正文", False, (Paragraph("没有的角色", (Text("甲"),)),)))
    with pytest.raises(StylesError, match="没有的角色"):
        write_html(made)


def test_same_document_same_bytes() -> None:
    assert write_html(document()) == write_html(document())


def test_a_table_of_two_sides_keeps_no_names_of_the_first_beside_the_second() -> None:
    """Sideways, the names of 收入 would stand beside the amounts of 支出."""
    path = Path(__file__).parents[2] / "data" / "云汀区文旅局（虚构）-2023.yaml"
    staying = {
        block.name: staying_columns(block)
        for section in document_of(path).sections
        for block in section.blocks
        if isinstance(block, Table)
    }
    assert staying["收入支出决算总表"] == 0
    assert staying["财政拨款收入支出决算总表"] == 0
    assert staying["一般公共预算财政拨款基本支出决算表"] == 0
    assert staying["支出决算表"] == 2
