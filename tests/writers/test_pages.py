"""Pages as a printer wants them: what is pulled back, what repeats, and which side is bound."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from msgspec.structs import replace

from generator.document.tree import (
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from generator.forms.styles import FormStyles
from generator.writers.pdf import write_pdf
from tests.writers.small import NARRATIVE, column, document, form, pie, table
from tools.page_faults import Sheet, faults, sheets, stretch


def printed(source: Document, folder: Path) -> list[Sheet]:
    """The pages of a document."""
    path = folder / "文件.pdf"
    path.write_bytes(write_pdf(source).data)
    return sheets(path)


def kinds(pages: list[Sheet]) -> list[str]:
    """The faults of pages, without those of lines."""
    return [kind for kind, _, _ in faults(pages) if kind != "stretched"]


def unfitted(source: Document) -> Document:
    """The same with pages as they come."""
    return replace(source, styles=replace(source.styles, fitting=None))


TITLE = Heading(1, (Text("第三部分"),), "h20", "部分标题", break_before=True)
FIRST, FULL = 19, 22
"""Lines on the first page of a part, below its title, and on the others."""


def lines(count: int) -> tuple[Block, ...]:
    """A part with so many lines, each a paragraph."""
    return (TITLE, *(Paragraph("正文", (Text(f"第{index}行"),)) for index in range(count)))


@pytest.mark.parametrize("count", [19, 20, 21, 22, 41, 42, 43, 44, 64, 87])
def test_a_line_or_two_are_pulled_back(count: int, tmp_path: Path) -> None:
    source = document(body=lines(count))
    pages = printed(source, tmp_path)
    assert kinds(pages) == []
    is_thin = (count - FIRST) % FULL in (1, 2)
    assert ("thin" in kinds(printed(unfitted(source), tmp_path))) == is_thin
    assert len(pages) == 5 + (count - FIRST + FULL - 1) // FULL - is_thin
    text = "".join(line.text for page in pages for line in page.body)
    assert all(f"第{index}行" in text for index in range(count))


def test_only_the_text_that_ends_so_stands_closer(tmp_path: Path) -> None:
    pages = printed(document(body=lines(FIRST + 1)), tmp_path)
    pitches = [
        {
            round(above.base - below.base, 1)
            for above, below in pairwise(page.body[2:])
            if above.size == below.size == 16
        }
        for page in pages[2:5]
    ]
    assert pitches[0] == pitches[2] == {29.0}
    assert pitches[1] == {27.7}


def test_page_numbers_are_those_of_the_pages_as_they_are_printed() -> None:
    result = write_pdf(document(body=lines(FIRST + 1)))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(result.data)).pages]
    assert result.pages["h3"] == "3"
    assert "第二部分" in pages[4]
    assert pages[1].rstrip().endswith("3")


@pytest.mark.parametrize("filled", range(8, 21, 2))
@pytest.mark.parametrize("chart", [column(), pie()])
def test_no_third_of_a_page_is_empty_before_a_chart(
    filled: int, chart: Block, tmp_path: Path
) -> None:
    pages = printed(document(body=(*lines(filled), chart, *lines(4)[1:])), tmp_path)
    assert "gap" not in kinds(pages)


def test_a_gap_that_a_chart_leaves_is_closed(tmp_path: Path) -> None:
    source = document(body=(*lines(12), column(), *lines(6)[1:]))
    free, fitted = (printed(made, tmp_path) for made in (unfitted(source), source))
    assert free[3].empty > 0.28
    assert fitted[3].empty < 0.1
    assert any("2022年度" in line.text for line in fitted[3].lines)


def statutory(rows: int) -> Document:
    """A wide table of so many rows under its title."""
    title = Heading(2, (Text("收入决算表"),), "h8", "表题", "收入决算表")
    return document(Section("附表", True, (title, table(rows))))


@pytest.mark.parametrize("rows", [21, 22, 23, 24, 44, 46])
def test_a_few_rows_are_pulled_back(rows: int, tmp_path: Path) -> None:
    fitted, free = (
        printed(source, tmp_path) for source in (statutory(rows), unfitted(statutory(rows)))
    )
    assert kinds(fitted) == []
    if "few rows" in kinds(free):
        assert len(fitted) == len(free) - 1
        assert sum("行政运行" in line.text for line in fitted[-1].lines) > 5


@pytest.mark.parametrize("count", [20, 25, 27, 29, 31, 33])
def test_contents_end_with_their_page_where_a_few_lines_decide(count: int, tmp_path: Path) -> None:
    pages = printed(document(lines=count), tmp_path)
    assert len(pages[1].contents) == count + 3
    assert not pages[2].contents
    assert len({round(line.right, 1) for line in pages[1].contents}) == 1


@pytest.mark.parametrize("count", [3, 45])
def test_the_bound_edge_is_left_on_odd_pages_and_right_on_even_ones(
    count: int, tmp_path: Path
) -> None:
    text = (TITLE, Paragraph("正文", (Text("决算公开的文字排成版心" * 180),)))
    pages = printed(document(body=text, lines=count), tmp_path)
    ahead = next(page.number for page in pages if page.contents) + (count > 30)
    full = [page for page in pages if len(page.body) == 22 and not page.contents]
    assert len(full) == 2
    for page in full:
        number = page.number - ahead
        left = min(place for line in page.body for _, place in line.signs)
        assert abs(left - (79.4 if number % 2 else 73.7)) < 0.5


def test_a_table_that_goes_on_says_its_title_number_and_unit(tmp_path: Path) -> None:
    wide = [page for page in printed(statutory(60), tmp_path) if page.wide]
    assert len(wide) == 3
    for page in wide[1:]:
        above = [line.text for line in page.lines[:2]]
        assert above == ["收入决算表（续）", "部门：某局公开02表单位：万元"]
        # The lines stand in the margin, but clear of the edge that is bound.
        assert page.lines[0].base < page.height - 45


def test_what_stands_behind_the_title_is_what_the_form_says(tmp_path: Path) -> None:
    wide = printed(replace(statutory(30), continued="（接上页）"), tmp_path)
    assert sum(page.lines[0].text == "收入决算表（接上页）" for page in wide if page.lines) == 1


def test_heads_and_spans_of_a_form_stand_again_on_its_next_page(tmp_path: Path) -> None:
    for groups in (24, 25, 28, 30):
        blocks: tuple[Block, ...] = (TITLE, form(groups))
        pages = printed(document(body=blocks), tmp_path)
        goes_on = next(page for page in pages if page.lines and "（续）" in page.lines[0].text)
        words = [line.text for line in goes_on.body]
        assert "一级指标三级指标指标值完成值" in words[0]
        assert any("绩效指标" in text for text in words)
        # The first row below the head has the words of its group, though that began on the page before.
        first = next(text for text in words if "次数" in text)
        group = first.partition("次数")[2][:-5]
        assert any(f"产出{group}" in text for text in words)
        everything = "".join(line.text for page in pages for line in page.lines)
        assert everything.count("产出") in (groups, groups + 1)
        assert everything.count("次数") == groups * 2


def long_named(rows: int) -> Document:
    """An upright table of a unit with a long name, over several pages."""
    title = Heading(2, (Text("收入决算表"),), "h8", "表题", "收入决算表")
    named = replace(table(rows), left="部门：某某省" + "某" * 34 + "办公室")
    return document(Section("附表", False, (title, named)))


def test_the_unit_of_amounts_stands_whole_below_a_long_name(tmp_path: Path) -> None:
    pages = printed(long_named(90), tmp_path)
    with_table = [page for page in pages if any("部门：某某省" in line.text for line in page.lines)]
    assert len(with_table) == 3
    for page in with_table:
        texts = [line.text for line in page.lines]
        name = next(text for text in texts if text.startswith("部门："))
        assert name.endswith("办公室")
        assert texts[texts.index(name) + 1] in {"单位：万元", "公开02表单位：万元"}


def long_texts(lengths: tuple[int, ...], *, span: int = 0) -> Table:
    """A form with the texts of so many characters beside short cells; one text reaches over rows."""
    form_of_one = form(len(lengths))
    rows = list(form_of_one.body)
    for group, length in enumerate(lengths):
        first, *others = rows[2 + group * 2].cells
        others[0] = Cell((Text(f"甲{group}" + "子" * (length - 3) + "终"),))
        rows[2 + group * 2] = Row((first, *others))
    if span:
        first, *others = rows[2].cells
        rows[2] = Row((first, *others[:-1], Cell((Text("丑" * span),), rowspan=2)))
        rows[3] = Row(rows[3].cells[:-1])
    return replace(form_of_one, body=tuple(rows))


@pytest.mark.parametrize(
    ("lengths", "span"), [((1200, 300, 2000), 0), ((30, 30), 900), ((900,) * 6, 0)]
)
def test_no_text_of_a_form_runs_off_its_page(
    lengths: tuple[int, ...], span: int, tmp_path: Path
) -> None:
    """However high a row is, beside cells that are not."""
    source = document(body=(TITLE, long_texts(lengths, span=span)))
    path = tmp_path / "文件.pdf"
    path.write_bytes(write_pdf(source).data)
    lowest, characters = 595.0, ""
    for page in pypdfium2.PdfDocument(path):
        text = page.get_textpage()
        for index in range(text.count_chars()):
            sign = text.get_text_range(index, 1)
            if sign in {"子", "丑", "终"}:
                characters += sign
                lowest = min(lowest, text.get_charbox(index)[1])
    # The type area ends 35 mm above the edge of the paper.
    assert lowest > 98
    assert characters.count("子") == sum(lengths) - 3 * len(lengths)
    assert characters.count("终") == len(lengths)
    assert characters.count("丑") == span


def test_the_words_of_spans_stand_again_where_long_rows_go_on(tmp_path: Path) -> None:
    blocks: tuple[Block, ...] = (TITLE, long_texts((500,) * 8))
    pages = printed(document(body=blocks), tmp_path)
    going_on = [page for page in pages if page.lines and "（续）" in page.lines[0].text]
    assert len(going_on) > 2
    for page in going_on:
        text = "".join(line.text for line in page.lines)
        if "次数" in text:
            assert "绩效指标" in text


def test_a_form_on_one_page_is_as_ever(tmp_path: Path) -> None:
    blocks: tuple[Block, ...] = (TITLE, form(6))
    (page,) = [
        page
        for page in printed(document(body=blocks), tmp_path)
        if "项目名称" in "".join(line.text for line in page.lines)
    ]
    text = "".join(line.text for line in page.lines)
    assert text.count("绩效指标") == text.count("一级指标") == text.count("产出3") == 1


def test_lines_are_hardly_stretched_and_never_closer_than_the_grid_allows(tmp_path: Path) -> None:
    texts = (NARRATIVE[number:] * (1 + number % 3) for number in range(24))
    body = (TITLE, *(Paragraph("正文", (Text(text),)) for text in texts))
    pages = printed(document(body=body), tmp_path)
    widths = [stretch(line) for page in pages for line in page.body if stretch(line)]
    assert len(widths) > 100
    # As many lines as Word breaks; where that is possible they are evenly filled.
    assert sum(width > 1.05 for width in widths) <= len(widths) / 30
    assert max(widths) < 1.2
    assert min(widths) > 0.985


def test_the_rules_are_those_of_the_form(tmp_path: Path) -> None:
    source = document(body=lines(FIRST + 1))

    def with_rules(styles: FormStyles, most: int) -> FormStyles:
        assert styles.fitting is not None
        return replace(styles, fitting=replace(styles.fitting, most_lines=most))

    strict = replace(source, styles=with_rules(source.styles, 22))
    assert kinds(printed(strict, tmp_path)) == ["thin"]


@pytest.mark.parametrize("length", [20, 21, 22, 23, 30, 41, 42, 43, 60])
@pytest.mark.parametrize("role", ["部分标题", "封面单位", "附件标题"])
def test_lines_of_a_centred_title_are_alike(role: str, length: int, tmp_path: Path) -> None:
    """排列对称，长短适宜: no line of one character, and no more lines than ever."""
    name = "".join("某省水利移民安置委员会"[index % 11] for index in range(length))
    text = Text(f"2023年度{name}（甲）")
    block: Block = Paragraph(role, (text,))
    if role != "封面单位":
        block = Heading(1, (text,), "h21", role, break_before=True)
    pages = printed(document(body=(TITLE, block)), tmp_path)
    lines = [line for page in pages for line in page.lines if line.size > 15]
    shown = [line for line in lines if line.text and line.text in text.text]
    assert "".join(line.text for line in shown) == text.text
    size = {"附件标题": 18}.get(role, 22)
    # A line of 442 points holds whole characters, and none begins with a bracket that closes.
    assert len(shown) <= (length + 7) * size // (442 - size) + 1
    widths = [line.right - min(place for _, place in line.signs) for line in shown]
    assert min(widths) > max(widths) * 0.7
