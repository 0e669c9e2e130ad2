"""What makes the PDF quicker changes nothing in it: each such thing is switched off, and the file compared."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PIL import ImageChops

from generator.document.tree import Cell, Document, Mark, Paragraph, Row, Section, Table, Text
from generator.pipeline.checking import check
from generator.writers.pdf.engine import BASE, COLLECTION, LEVERS, ONCE, TREE, run
from generator.writers.pdf.fonts import PROJECT_FONTS
from generator.writers.pdf.grid import joined
from generator.writers.pdf.markup import print_html
from generator.writers.pdf.replaced import CONTEXTS, GRID, PERCENTAGES, REFERENCES
from tests.writers.small import NARRATIVE, cell, document, table

# Each lever means whole documents laid out twice: a trial, beside the tests of the PDF itself.
pytestmark = pytest.mark.long

SAME_BYTES = (COLLECTION, TREE, BASE, PERCENTAGES, REFERENCES, CONTEXTS)


def everything() -> Document:
    """A document of the writers' tests with spans, holes, a draft's mark and an upright table."""
    head = (
        Row(
            (
                Cell((Text("甲"),), colspan=2, header=True),
                Cell((Text("乙"),), rowspan=2, header=True),
            )
        ),
        Row((cell("丙"), cell("丁"))),
    )
    high = Cell((Mark("〔待填〕"),), rowspan=3)
    body = (
        Row((high, cell("1"), cell("<&>"))),
        Row((cell("2"), Cell(()))),
        Row((cell(NARRATIVE), cell(""))),
    )
    spans = Table("t9", "跨行跨列的表", (1, 2, 3), head, body, role="自评表")
    words = Paragraph("正文", (Text(NARRATIVE * 4),))
    return document(
        Section("附表", True, (table(40),)),
        Section("正文", False, (words, spans)),
        draft="审核稿（未通过校验）",
    )


@pytest.fixture(scope="module")
def markups() -> list[str]:
    real = check(next(Path("data").glob("国家古籍*.yaml"))).document
    assert real is not None
    return [print_html(everything()), print_html(real)]


@pytest.fixture(scope="module")
def made(markups: list[str]) -> list[bytes]:
    return [run(markup, PROJECT_FONTS)[0] for markup in markups]


@pytest.mark.parametrize("lever", SAME_BYTES)
def test_the_same_bytes_without(lever: str, markups: list[str], made: list[bytes]) -> None:
    assert lever in LEVERS
    assert [run(markup, PROJECT_FONTS, None, LEVERS - {lever})[0] for markup in markups] == made


def test_lines_drawn_whole_are_the_same_to_the_eye(markups: list[str], made: list[bytes]) -> None:
    for markup, data in zip(markups, made, strict=True):
        single = run(markup, PROJECT_FONTS, None, LEVERS - {GRID})[0]
        assert len(data) < len(single)
        whole, edges = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument(single)
        assert len(whole) == len(edges) > 3
        for number in range(len(whole)):
            pictures = [
                pdf[number].render(scale=2, grayscale=True).to_pil() for pdf in (whole, edges)
            ]
            # Where two edges overlapped, the soft rim of a line was painted twice.
            assert ImageChops.difference(*pictures).getextrema()[1] < 64, f"page {number + 1}"


def test_the_file_of_one_pass_holds_the_same_objects(markups: list[str], made: list[bytes]) -> None:
    for markup, data in zip(markups, made, strict=True):
        twice = run(markup, PROJECT_FONTS, None, LEVERS - {ONCE})[0]
        own, theirs = (pypdf.PdfReader(io.BytesIO(one), strict=True) for one in (data, twice))
        assert own.trailer.keys() == theirs.trailer.keys()
        assert own.trailer["/Size"] == theirs.trailer["/Size"]
        assert len(own.pages) > 3
        seen = 0
        for number in range(1, own.trailer["/Size"] - 2):
            pair = [
                reader.get_object(pypdf.generic.IndirectObject(number, 0, reader))
                for reader in (own, theirs)
            ]
            contents = [
                one.get_data()
                if isinstance(one, pypdf.generic.StreamObject)
                else re.sub(r", \d+\)", ")", repr(one))
                for one in pair
            ]
            assert contents[0] == contents[1], number
            seen += 1
        assert seen > 100


def test_edges_that_touch_are_one_line() -> None:
    assert joined([(5, 8), (0, 2), (2.0000001, 4), (3, 3.5)]) == [(0, 4), (5, 8)]
    assert joined([]) == []


FRAME = "table{border-collapse:collapse;width:100%}td{height:20px;"
CELLS = (
    "<tr><td colspan='2'>甲</td><td>乙</td></tr><tr><td rowspan='2'>丙</td><td>丁</td><td>戊</td></tr><tr><td>己</td><td>庚</td></tr>"
    * 20
)


def page(css: str, body: str) -> str:
    return f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"/><title>t</title><style>{css}</style></head><body>{body}</body></html>'


@pytest.mark.parametrize(
    "edge",
    [
        "1px solid #000",
        "1px dashed #000",
        "2px dotted #a00",
        "4px solid #0004",
        "3px double #00f",
        "4px ridge #080",
    ],
)
def test_lines_of_any_kind_are_the_same_to_the_eye(edge: str) -> None:
    markup = page(f"{FRAME}border:{edge}}}", f"<table><tbody>{CELLS}</tbody></table>")
    whole, edges = (
        pypdfium2.PdfDocument(run(markup, PROJECT_FONTS, None, levers)[0])
        for levers in (LEVERS, LEVERS - {GRID})
    )
    assert len(whole) == len(edges) > 1
    for number in range(len(whole)):
        pictures = [pdf[number].render(scale=2, grayscale=True).to_pil() for pdf in (whole, edges)]
        assert ImageChops.difference(*pictures).getextrema()[1] < 64, f"page {number + 1}"


def test_margin_boxes_have_their_base_style_however_they_are_written() -> None:
    markup = page('@page{@TOP-CENTER{content:"中"}@Bottom-Right{content:"右"}}', "<p>文</p>")
    assert run(markup, PROJECT_FONTS)[0] == run(markup, PROJECT_FONTS, None, LEVERS - {BASE})[0]


def test_css_that_looks_like_the_end_of_a_cdata_section() -> None:
    made = document(
        Section("正文", False, (Paragraph("正文", (Text("文"),)),)), draft="审核稿 <b>]]>&amp;"
    )
    assert run(print_html(made), PROJECT_FONTS)[0].startswith(b"%PDF")


def test_two_threads_leave_weasyprint_as_it_was() -> None:
    from weasyprint import draw
    from weasyprint.layout import inline
    from weasyprint.text.line_break import Layout

    def state() -> list[object]:
        return [draw.draw_collapsed_borders, inline.justify_line, Layout.setup, Layout.reactivate]

    before = state()
    short, long = (
        page("", "<p>短</p>" * 50),
        page("", "<p>长</p>" * 300),
    )  # the one that begins first ends first
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda markup: run(markup, PROJECT_FONTS)[0], (short, long)))
    assert state() == before
    assert made == [run(markup, PROJECT_FONTS)[0] for markup in (short, long)]
