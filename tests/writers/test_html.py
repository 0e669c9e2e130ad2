"""The web page, read back with a browser's parser."""

from __future__ import annotations

import re

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag
from msgspec.structs import replace

from generator.document.tree import Cell, Heading, LineBreak, Paragraph, Row, Section, Text
from generator.forms.styles import LooksError
from generator.writers.html import write_html
from tests.writers.small import TITLE, document, pie, table


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


def test_nothing_is_fetched_and_no_script_runs() -> None:
    text = write_html(document()).decode()
    addresses = set(re.findall(r"https?://[^\s\"'<]+", text)) - {"http://www.w3.org/2000/svg"}
    soup = page()
    assert not addresses
    assert not soup.select("script, link, img, iframe")
    assert "@import" not in text
    assert "url(" not in text
    assert (
        one(soup, "meta[http-equiv=Content-Security-Policy]")["content"]
        == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    )


def test_names_of_a_form_stay_names() -> None:
    made = document(
        Section("正文", False, (Paragraph('x}</style><b class="y">', (Text("文"),)), pie()))
    )
    body = made.looks.roles["正文"]
    evil = replace(
        body,
        name='x}</style><b class="y">',
        face=replace(body.face, stack=('z";}</style><script>',)),
    )
    looks = replace(
        made.looks, roles={**made.looks.roles, evil.name: evil}, colours=('"/><script>', "#000000")
    )
    soup = BeautifulSoup(write_html(replace(made, looks=looks)), "html5lib")
    assert not soup.select("script, b")
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
    assert not soup.select("script")
    assert soup.text.count(bad) == 5


def test_a_role_that_the_form_lacks_is_named() -> None:
    made = document(Section("正文", False, (Paragraph("没有的角色", (Text("甲"),)),)))
    with pytest.raises(LooksError, match="没有的角色"):
        write_html(made)


def test_same_document_same_bytes() -> None:
    assert write_html(document()) == write_html(document())
