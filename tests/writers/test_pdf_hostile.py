"""Whatever a clerk or a form writes is printed as it was typed: nothing of it is markup or code."""

from __future__ import annotations

import io

import pypdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.document.tree import (
    Block,
    Cell,
    Heading,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
    TocEntry,
)
from generator.writers.pdf import write_pdf
from tests.helpers import examples
from tests.writers.small import TITLE, cell, document, table

HOSTILE = (
    "#panic(1)",
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0"',
    "\\ \\u{41} \\n",
    "\"引号\" '单'",
    "$x^2$",
    "@h1 <h1> <x>",
    "// 注释 /* 注释 */",
    "*粗* _斜_ `代码` ```块```",
    "= 标题",
    "- 一 + 二 / 词: 义",
    "~ -- --- ... -?",
    "a://b.c/d?e=f#g",
    "{ ( [ ] ) }",
    "&amp; &#35; <b>",
    "\u202e反向\u202c",
)


def read(data: bytes) -> str:
    """The text of all pages without any white space."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def packed(text: str) -> str:
    return "".join(text.split()).replace("\u202e", "").replace("\u202c", "")


def everywhere(text: str) -> tuple[Block, ...]:
    """A text in every place that a person fills."""
    one = replace(table(2), name=text, corner=text, left=text, right=text, notes=((Text(text),),))
    rows = (Row((cell(text), cell(text, "中"), cell(text, "右"))), *one.body)
    return (
        Heading(2, (Text(text),), "h7", "一级标题", text),
        Paragraph("正文", (Text(text),)),
        replace(one, body=rows),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_marks_of_a_markup_language_are_printed(text: str) -> None:
    source = document(body=everywhere(text))
    source = replace(
        source, toc=(*source.toc, TocEntry(2, text, "h7")), title=f"{TITLE}{text}", unit_name=text
    )
    printed = read(write_pdf(source).data)
    # In the contents, as heading, paragraph, three cells, corner, left, right and note.
    assert printed.count(packed(text)) >= 10 or text.startswith("\u202e")
    assert "root:" not in printed


@settings(max_examples=examples(15), suppress_health_check=list(HealthCheck), deadline=None)
@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=60))
def test_any_ascii_text_is_printed(text: str) -> None:
    printed = read(write_pdf(document(body=(Paragraph("正文", (Text(f"始{text}终"),)),))).data)
    assert f"始{packed(text)}终" in printed


@pytest.mark.parametrize(
    "letters",
    [
        pytest.param("长" * 100_000, id="汉字", marks=pytest.mark.long),
        pytest.param("x" * 100_000, id="字母", marks=pytest.mark.long),
        pytest.param("1" * 100_000, id="数字", marks=pytest.mark.long),
        pytest.param("长x1 " * 25_000, id="各种"),
    ],
)
def test_a_cell_of_100_000_characters_is_printed_whole(letters: str) -> None:
    rows = (Row((cell("甲"), cell(letters), cell("乙"))),)
    for role in ("表格", "自评表"):
        data = write_pdf(
            document(Section("附表", False, (replace(table(1, role=role), body=rows),)))
        ).data
        signs = {"长", "x", "1"} & set(letters)
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)][4:]
        for sign in signs:
            # The number of the table and the page numbers hold a digit, too.
            assert sum(page.count(sign) for page in pages) >= letters.count(sign)


@pytest.mark.long
def test_a_paragraph_of_100_000_characters_is_printed_whole() -> None:
    data = write_pdf(document(body=(Paragraph("正文", (Text("字" * 100_000),)),))).data
    assert read(data).count("字") >= 100_000


def test_a_word_that_is_wider_than_its_column_stays_in_it() -> None:
    rows = (Row((cell("W" * 60), cell("名称"), cell("1"))),)
    data = write_pdf(document(Section("附表", False, (replace(table(1), body=rows),)))).data
    page = pypdfium2.PdfDocument(data)[4].get_textpage()
    edges = [
        page.get_charbox(at)[2]
        for at in range(page.count_chars())
        if page.get_text_range(at, 1) == "W"
    ]
    assert len(edges) == 60
    # The first column has a fifth of the 442 points of the type area.
    assert max(edges) < 79.4 + 442 / 5


def test_an_amount_that_is_wider_than_its_column_stays_on_one_line() -> None:
    amount = "1234567890.12"
    narrow = Table(
        "t", "窄表", (10, 90), (), (Row((Cell((Text(amount),), align="右"), cell("甲"))),)
    )
    data = write_pdf(document(Section("附表", False, (narrow,)))).data
    text = pypdfium2.PdfDocument(data)[4].get_textpage().get_text_range()
    assert amount in text.splitlines()[0]


def test_a_cell_that_spans_more_rows_than_a_page_has() -> None:
    many = 120
    first = Row((Cell((Text("合并"),), rowspan=many), cell("甲0"), cell("乙")))
    rows = (first, *(Row((cell(f"甲{number}"), cell("乙"))) for number in range(1, many)))
    printed = read(
        write_pdf(document(Section("附表", False, (replace(table(1), body=rows),)))).data
    )
    assert all(f"甲{number}" in printed for number in range(many))
    assert "合并" in printed
