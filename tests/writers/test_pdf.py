"""The PDF, read back: pages, numbers, contents, tags, fonts; and pages looked at as pixels."""

from __future__ import annotations

import ctypes
import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from msgspec.structs import replace

from generator.document.tree import Block, Document, Heading, PageBreak, Paragraph, Section, Text
from generator.writers.pages import PdfResult
from generator.writers.pdf import write_pdf
from tests.writers.small import NARRATIVE, TITLE, document, table
from tests.writers.tags import attribute, cells_with_heads, elements

ROOT = Path(__file__).parents[2]
MILLIMETRES = 25.4 / 72


def made(source: Document) -> tuple[PdfResult, pypdf.PdfReader]:
    """Written and opened again."""
    result = write_pdf(source)
    return result, pypdf.PdfReader(io.BytesIO(result.data))


def whole() -> Document:
    """A document with a wide table over several pages and an upright one after it."""
    wide = (Heading(2, (Text("收入决算表"),), "h8", "表题", "收入决算表"), table(70))
    last = (Heading(2, (Text("支出决算表"),), "h9", "表题", "支出决算表"), table(3, "t2"))
    return document(Section("附表", True, wide), Section("附表", False, last))


@pytest.fixture(scope="module")
def both() -> tuple[PdfResult, pypdf.PdfReader]:
    return made(whole())


def texts(reader: pypdf.PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def words(data: bytes, page: int) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The lines of a page with their boxes in points (left, bottom, right, top)."""
    text = pypdfium2.PdfDocument(data)[page].get_textpage()
    boxes = [text.get_rect(index) for index in range(text.count_rects())]
    return [(text.get_text_bounded(*box), box) for box in boxes]


def test_title_language_dates_and_author(both: tuple[PdfResult, pypdf.PdfReader]) -> None:
    _, reader = both
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (TITLE, "某局")
    assert reader.metadata["/CreationDate"] == "D:20240924000000Z" == reader.metadata["/ModDate"]
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


def test_one_file_says_that_it_is_archivable_and_accessible(
    both: tuple[PdfResult, pypdf.PdfReader],
) -> None:
    _, reader = both
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert root["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_page_labels_are_the_printed_numbers(both: tuple[PdfResult, pypdf.PdfReader]) -> None:
    _, reader = both
    assert reader.page_labels[2:] == [str(number) for number in range(1, len(reader.pages) - 1)]


def test_pages_are_a4_and_wide_sections_lie_across(both: tuple[PdfResult, pypdf.PdfReader]) -> None:
    _, reader = both
    sizes = [(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages]
    assert sizes[:4] == [(595, 842)] * 4
    assert sizes[-1] == (595, 842)
    assert set(sizes[4:-1]) == {(842, 595)}


def test_the_count_begins_at_one_with_the_first_part_and_goes_on(
    both: tuple[PdfResult, pypdf.PdfReader],
) -> None:
    _, reader = both
    pages = texts(reader)
    assert "—" not in pages[0]
    assert "—" not in pages[1]
    assert [f"— {number} —" in page for number, page in enumerate(pages[2:], 1)] == [True] * (
        len(pages) - 2
    )


def test_contents_bookmarks_and_result_agree_with_the_pages(
    both: tuple[PdfResult, pypdf.PdfReader],
) -> None:
    result, reader = both
    pages = texts(reader)
    assert result.pages["h1"] == "1"
    assert result.pages["h3"] == "2"
    assert result.pages["h8"] == "3"
    for key, title in (("h8", "收入决算表"), ("h9", "支出决算表")):
        assert title in pages[int(result.pages[key]) + 1]
    lines = [line for line in pages[1].splitlines() if "·" in line]
    numbers = {line.split(" ")[0]: line.split(" ")[-1] for line in lines}
    assert [numbers[name] for name in ("第一部分　概况", "一、职责", "第二部分　说明")] == [
        "1",
        "1",
        "2",
    ]
    titles = [entry.title for entry in _flat(reader.outline)]
    assert titles == ["第一部分　概况", "一、职责", "第二部分　说明", "收入决算表", "支出决算表"]


def _flat(outline: list[Any]) -> Iterator[Any]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry


@pytest.mark.parametrize("lines", [3, 45])
def test_odd_numbers_stand_right_and_even_ones_left_however_long_the_contents(lines: int) -> None:
    result, reader = made(document(lines=lines))
    first = len(reader.pages) - 2
    for number in (1, 2):
        (box,) = [
            box
            for text, box in words(result.data, first + number - 1)
            if text.strip() == f"— {number} —"
        ]
        centre = (box[0] + box[2]) / 2
        assert (centre > 400) if number % 2 else (centre < 200)
        # One character inside the type area, below it: 28 mm at the bound side, 26 mm at the other.
        left, right = (79.4, 73.7) if number % 2 else (73.7, 79.4)
        assert box[0] > left + 10
        assert box[2] < 595.3 - right - 10
        assert box[3] < 99.2


def rules_of(page: pypdfium2.PdfPage) -> tuple[float, float, float]:
    """Where the rules of a page end, in millimetres: left and right edge, and the highest from above."""
    kind = pypdfium2.raw.FPDF_PAGEOBJ_PATH
    bounds = [rule.get_bounds() for rule in page.get_objects(filter=[kind])]
    left, right = min(box[0] for box in bounds), max(box[2] for box in bounds)
    top = page.get_height() - max(box[3] for box in bounds)
    return left * MILLIMETRES, right * MILLIMETRES, top * MILLIMETRES


def test_wide_pages_keep_the_binding_edge_on_whatever_side_it_lies(
    both: tuple[PdfResult, pypdf.PdfReader],
) -> None:
    """The head of a wide page lies at the binding edge or, on even pages, at the other one."""
    result, _ = both
    pages = pypdfium2.PdfDocument(result.data)
    wide = [page for page in pages if page.get_width() > page.get_height()]
    assert len(wide) == 3
    for page in wide:
        assert rules_of(page)[:2] == pytest.approx((36, 297 - 36), abs=0.4)
    # A millimetre from what the form says of either edge.
    heads = [rules_of(page)[2] for page in wide[1:]]
    assert heads == pytest.approx([27, 27], abs=0.4)


@pytest.mark.parametrize(
    ("inner", "outer", "edge"), [("28", "26", 27), ("25", "25", 25), ("40", "20", 39)]
)
def test_a_wide_binding_edge_is_kept_on_both_sides_of_a_wide_page(
    inner: str, outer: str, edge: int
) -> None:
    source = whole()
    page = replace(source.styles.page, inner=Decimal(inner), outer=Decimal(outer))
    styles = replace(source.styles, page=page)
    result = write_pdf(replace(source, styles=styles))
    pages = list(pypdfium2.PdfDocument(result.data))
    after = [page for page in pages if page.get_width() > page.get_height()][1]
    assert rules_of(after)[2] == pytest.approx(edge, abs=0.4)


def test_figures_carry_their_alternative_text(both: tuple[PdfResult, pypdf.PdfReader]) -> None:
    _, reader = both
    figures = [element.get("/Alt") for element in elements(reader) if element["/S"] == "/Figure"]
    assert figures == ["柱状图的文字说明。", "饼状图的文字说明。"]


def test_structure_has_headings_tables_and_header_cells(
    both: tuple[PdfResult, pypdf.PdfReader],
) -> None:
    _, reader = both
    kinds = [element["/S"] for element in elements(reader)]
    assert {"/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD", "/TOC", "/TOCI", "/Link"} <= set(
        kinds
    )
    assert kinds.count("/Table") == 2
    spans = [
        attribute(element, "/ColSpan") for element in elements(reader) if element["/S"] == "/TH"
    ]
    assert 2 in spans


def test_each_cell_names_the_heads_of_its_column(both: tuple[PdfResult, pypdf.PdfReader]) -> None:
    _, reader = both
    tables = [element for element in elements(reader) if element["/S"] == "/Table"]
    cells = [cell for table in tables for cell in cells_with_heads(table)]
    assert len(cells) == 73 * 3
    for _, named, above in cells:
        assert above
        assert {head["/ID"] for head in named} == {head["/ID"] for head in above}


def test_repeated_heads_and_lines_in_the_margins_are_not_read(
    both: tuple[PdfResult, pypdf.PdfReader],
) -> None:
    """What a page shows anew (the head of a table, the page number) is an artifact: it stands in no element."""
    _, reader = both
    heads = [element for element in elements(reader) if element["/S"] == "/TH"]
    assert len(heads) == 2 * 4
    content = b"".join(page.get_contents().get_data() for page in reader.pages[5:6])
    assert b"/Artifact" in content


def test_one_link_for_each_line_of_the_contents(both: tuple[PdfResult, pypdf.PdfReader]) -> None:
    _, reader = both
    assert len(reader.pages[1]["/Annots"]) == 6
    links = [element for element in elements(reader) if element["/S"] == "/Link"]
    assert len(links) == 6


def test_links_are_announced_by_their_words(both: tuple[PdfResult, pypdf.PdfReader]) -> None:
    _, reader = both
    said = {annotation.get_object()["/Contents"] for annotation in reader.pages[1]["/Annots"]}
    assert {"第一部分　概况, 页 1", "第二部分　说明, 页 2"} <= said


def test_table_heads_repeat_and_what_goes_on_says_so(
    both: tuple[PdfResult, pypdf.PdfReader],
) -> None:
    _, reader = both
    wide = texts(reader)[4:-1]
    assert len(wide) > 1
    assert all("决算数" in page and "编码" in page for page in wide)
    assert all("公开02表" in page and "单位：万元" in page for page in wide)
    assert ["收入决算表（续）" in page for page in wide] == [False] + [True] * (len(wide) - 1)
    assert "注：本表反映年度总收支。" in wide[-1]


def test_left_and_right_stand_on_one_line_and_amounts_end_at_one_edge(
    both: tuple[PdfResult, pypdf.PdfReader],
) -> None:
    result, _ = both
    found = words(result.data, 4)
    left = next(box for text, box in found if text.startswith("部门"))
    right = next(box for text, box in found if text.strip().endswith("万元"))
    assert abs(left[1] - right[1]) < 3
    assert left[0] < 120
    assert right[2] > 720
    edges = {round(box[2]) for text, box in found if text.strip().endswith(".50")}
    assert max(edges) - min(edges) <= 1


def test_no_heading_is_left_alone_at_the_foot_of_a_page() -> None:
    for filled in range(15, 21):
        paragraphs: tuple[Block, ...] = tuple(
            Paragraph("正文", (Text(f"第{index}行"),)) for index in range(filled)
        )
        _, reader = made(
            document(
                body=(
                    *paragraphs,
                    Heading(2, (Text("孤零的标题"),), "h7", "一级标题"),
                    Paragraph("正文", (Text("它的正文"),)),
                )
            )
        )
        for page in texts(reader):
            assert ("孤零的标题" in page) == ("它的正文" in page)


def test_a_table_is_not_parted_from_its_title() -> None:
    for filled in range(12, 20):
        paragraphs: tuple[Block, ...] = tuple(
            Paragraph("正文", (Text(f"第{index}行"),)) for index in range(filled)
        )
        blocks = (*paragraphs, Heading(2, (Text("表的题目"),), "h7", "表题"), table(4))
        _, reader = made(document(body=blocks))
        for page in texts(reader):
            assert ("表的题目" in page) == ("公开02表" in page) == ("2010300" in page)


def test_a_short_table_keeps_together_and_with_the_words_before_it() -> None:
    """Not a statutory one: these have many rows, and their titles keep with them anyway."""
    short = replace(table(4), role="自评表", corner="", left="", right="")
    assert short.compact
    assert not table(4).compact
    assert not replace(table(40), role="自评表").compact
    for filled in range(12, 20):
        paragraphs: tuple[Block, ...] = tuple(
            Paragraph("正文", (Text(f"第{index}行"),)) for index in range(filled)
        )
        _, reader = made(
            document(body=(*paragraphs, Paragraph("正文", (Text("单位包括："),)), short))
        )
        for page in texts(reader):
            assert ("单位包括" in page) == ("2010300" in page) == ("2010303" in page)


def test_rows_stay_whole() -> None:
    _result, reader = made(document(Section("附表", False, (table(90),))))
    joined = texts(reader)[4:]
    assert sum(page.count("行政运行") for page in joined) == 90
    for page in joined:
        assert page.count("行政运行") == page.count(".50")


def right_edges(page: pypdfium2.PdfPage) -> list[float]:
    """Where each line ends, from the top: the right edge of its last character, the blank part of punctuation included."""
    text = page.get_textpage()
    lines: list[tuple[float, float]] = []
    for index in range(text.count_chars()):
        if text.get_text_range(index, 1).strip():
            _, bottom, right, _ = text.get_charbox(index, loose=True)
            if lines and abs(lines[-1][0] - bottom) < 8:
                lines[-1] = (lines[-1][0], max(lines[-1][1], right))
            else:
                lines.append((bottom, right))
    return [right for _, right in lines]


def test_22_lines_of_28_characters() -> None:
    _, reader = made(
        document(body=(PageBreak(), Paragraph("正文", (Text("决算公开的文字排成版心" * 90),))))
    )
    full = [line for line in texts(reader)[3].splitlines() if "—" not in line]
    assert [len(line) for line in full] == [26] + [28] * 21


def test_justified_lines_end_at_the_right_edge_whatever_numbers_they_hold() -> None:
    result, reader = made(
        document(body=(PageBreak(), Paragraph("正文", (Text((NARRATIVE + "（2010301）") * 5),))))
    )
    # Without the last line of the paragraph and the page number.
    edges = right_edges(pypdfium2.PdfDocument(result.data)[3])[:-2]
    assert len(edges) > 8
    # An even page is bound at the right. The blank half of punctuation at the end of a line stands
    # outside.
    assert max(min(abs(edge - half - (595.3 - 79.4)) for half in (0, 8)) for edge in edges) < 1.5
    assert NARRATIVE in "".join(reader.pages[3].extract_text().split())


def test_numbers_are_not_cut_by_widening() -> None:
    numbers = ("1,290.86", "232.6%", "2010301", "10.", "Café")
    text = "".join(
        f"{'甲乙丙丁戊己庚辛壬癸子丑'[:length]}{number}"
        for length in range(1, 13)
        for number in numbers
    )
    result, reader = made(document(body=(PageBreak(), Paragraph("正文", (Text(text),)))))
    printed = reader.pages[3].extract_text()
    page = pypdfium2.PdfDocument(result.data)[3].get_textpage()
    for read in (printed, page.get_text_range()):
        lines = read.splitlines()
        # Where a line breaks inside a number, its parts are on two lines.
        assert all("".join(lines).count(number) == 12 for number in numbers)


def test_no_line_begins_with_closing_punctuation() -> None:
    _, reader = made(document(body=(Paragraph("正文", (Text(NARRATIVE * 8),)),)))
    for page in texts(reader):
        assert not any(line[0] in "，。、；：）》”" for line in page.splitlines() if line)


def faces_of_signs(page: pypdfium2.PdfPage) -> dict[str, set[str]]:
    """The names of the faces that print each character of a page."""
    text = page.get_textpage()
    faces: dict[str, set[str]] = {}
    for index in range(text.count_chars()):
        name = ctypes.create_string_buffer(128)
        pypdfium2.raw.FPDFText_GetFontInfo(text, index, name, len(name), ctypes.c_int())
        face = name.value.decode().rpartition("+")[2]
        faces.setdefault(text.get_text_range(index, 1), set()).add(face)
    return faces


def test_digits_of_text_match_those_of_tables_and_of_word() -> None:
    """Digits of 正文 are as Times New Roman has them, whatever our stand-in for 仿宋 would print."""
    page = pypdfium2.PdfDocument(write_pdf(document()).data)[2]
    faces = faces_of_signs(page)
    assert faces["总"] == {"JuesuanFang-Regular"}
    for sign in "28%":
        assert faces[sign] == {"JuesuanSong-Regular"}


def test_the_words_of_a_draft_stand_above_the_title_of_a_table_that_goes_on() -> None:
    wide = (Heading(2, (Text("收入决算表"),), "h8", "表题", "收入决算表"), table(70))
    draft = "审核稿（未通过校验）"
    result = write_pdf(document(Section("附表", True, wide), draft=draft))
    last = len(pypdfium2.PdfDocument(result.data)) - 1
    boxes = {text.strip(): box for text, box in words(result.data, last)}
    (title,) = (box for text, box in boxes.items() if text.endswith("（续）"))
    assert boxes[draft][1] > title[3]


def test_a_draft_says_so_on_every_page() -> None:
    _, reader = made(document(draft="审核稿（未通过校验）"))
    assert all("审核稿（未通过校验）" in page for page in texts(reader))


def test_fonts_are_embedded_subsets(both: tuple[PdfResult, pypdf.PdfReader]) -> None:
    _, reader = both
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].get_object().values()
    ]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "+" in font["/BaseFont"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_rare_characters_of_names_are_printed() -> None:
    _, reader = made(
        document(
            body=(
                Paragraph("正文", (Text("泸州、䶮、㙍、𬭼、镕、喆"),)),
                Heading(2, (Text("㙍䶮"),), "h7", "一级标题"),
            )
        )
    )
    assert "泸州、䶮、㙍、𬭼、镕、喆" in "".join(texts(reader))


def test_same_bytes_in_every_process_for_whomever_it_runs(tmp_path: Path) -> None:
    code = (
        "import hashlib; from tests.writers.test_pdf import whole; from generator.writers.pdf import write_pdf;"
        "print(hashlib.sha256(write_pdf(whole()).data).hexdigest())"
    )
    digests = {hashlib.sha256(write_pdf(whole()).data).hexdigest()}
    elsewhere = {"HOME": str(tmp_path), "TZ": "Asia/Shanghai", "LANG": "zh_CN.UTF-8", "LC_ALL": "C"}
    for seed in ("1", "2"):
        environment = {**os.environ, **elsewhere, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": seed}
        ran = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(ran.stdout.strip())
    assert len(digests) == 1


def test_pages_are_not_empty_to_the_eye(both: tuple[PdfResult, pypdf.PdfReader]) -> None:
    for page in pypdfium2.PdfDocument(both[0].data):
        pixels = bytes(page.render(scale=0.5, grayscale=True).buffer)
        assert min(pixels) < 128
