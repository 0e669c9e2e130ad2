"""juesuan audit of files that are laid out to take minutes or gigabytes: each is refused soon, with the limit and a way out; nothing of a file is left out without a word."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from docx import Document
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from pypdf import PdfReader, PdfWriter

from generator.audit.audited_file import AuditedFile, AuditJob, audited_file
from generator.cli import main
from generator.extracting import apart, limits, pdf, size
from generator.extracting.content import ExtractedCell, ExtractedTable, Spot
from generator.extracting.documents import read_document
from tests.wild import pdf_of, pdf_stream

SENTENCE = "本年支出合计10万元，其中：基本支出10万元，占90%。"
HEADING = "三、支出决算情况说明"


def audited(path: Path, content: str | bytes) -> AuditedFile:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return audited_file(AuditJob(str(path)))


def word_file(body: str) -> bytes:
    document = Document()
    whole = parse_xml(f"<w:body {nsdecls('w')}>{body}<w:sectPr/></w:body>")
    document.element.replace(document.element.body, whole)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word_row(cells: int, properties: str) -> str:
    cell = f"<w:tc><w:tcPr>{properties}</w:tcPr>{word_paragraph('1')}</w:tc>"
    return f"<w:tr>{cell * cells}</w:tr>"


# --- Web pages ---


@pytest.mark.parametrize("depth", [250, 260, 2000])
def test_a_page_is_read_however_deep_its_text_lies(depth: int, tmp_path: Path) -> None:
    page = f"<p>{HEADING}</p>{'<div>' * depth}{SENTENCE}"
    assert any("90%" in item.message for item in audited(tmp_path / "深.html", page).remarks)


def test_a_page_deeper_than_the_library_reads_is_refused(tmp_path: Path) -> None:
    file = audited(tmp_path / "深.html", "<div>" * 3000 + SENTENCE)
    assert file.error == f"读不了：里面的标签一层套一层，太深（超过 {limits.MAX_TAGS_DEEP} 层）"
    assert "复制到 Word 里" in file.fix


def test_comments_and_instructions_part_no_words(tmp_path: Path) -> None:
    page = "<p>本年支<!-- 甲 -->出<?乙?>合计10万元</p><!-- 丙 --><p>其他</p>"
    (tmp_path / "文.html").write_text(page, encoding="utf-8")
    texts = [paragraph.text for paragraph in read_document(tmp_path / "文.html").paragraphs]
    assert texts == ["本年支出合计10万元", "其他"]


def test_comments_take_no_more_time_than_their_number(tmp_path: Path) -> None:
    begun = time.monotonic()
    file = audited(tmp_path / "注.html", f"<p>{HEADING}</p><p>{SENTENCE}" + "<!--x-->a" * 40_000)
    assert file.remarks
    assert time.monotonic() - begun < 10


def test_a_page_that_takes_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "READING_SECONDS", 2)
    attributes = " ".join(f"a{number}=x" for number in range(120_000))
    file = audited(tmp_path / "慢.html", f"<p {attributes}>{SENTENCE}")
    assert file.error == "太复杂，2 秒还没有读完"
    assert "复制到 Word 里" in file.fix


@pytest.mark.parametrize("name", ["大.html", "大.docx"])
def test_a_file_that_wants_too_much_memory_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "READING_MEMORY", 150_000_000)
    content: str | bytes = "<p>支出" * 400_000
    if name.endswith(".docx"):
        content = word_file("<w:p/>" * 1_000_000)
    file = audited(tmp_path / name, content)
    assert file.error == "太复杂，读它要的内存太多（超过 150 MB）"
    assert file.fix.endswith(("再审核", "分成几个文件"))


# --- Tables ---

WIDE = '<w:gridSpan w:val="1000"/><w:vMerge/>'
SPANS: dict[str, Callable[[], str | bytes]] = {
    "跨.html": lambda: (
        "<table>" + ("<tr>" + "<td colspan=400 rowspan=400>1</td>" * 20 + "</tr>") * 300
    ),
    "跨.docx": lambda: word_file(f"<w:tbl>{word_row(20, WIDE) * 200}</w:tbl>"),
}


@pytest.mark.parametrize("name", SPANS)
def test_spans_that_multiply_are_refused(name: str, tmp_path: Path) -> None:
    begun = time.process_time()
    file = audited(tmp_path / name, SPANS[name]())
    assert file.error.startswith("第 1 张表太大：算上合并的格子有 ")
    assert file.error.endswith("一张表最多 20 万格")
    assert "合并单元格" in file.fix
    assert time.process_time() - begun < 5


def test_a_span_counts_within_its_table_only() -> None:
    def table(*rows: tuple[ExtractedCell, ...]) -> ExtractedTable:
        return ExtractedTable(rows, Spot(1, 1, 1, 1))

    cell, wide = ExtractedCell("1", Spot(1)), ExtractedCell("1", Spot(1), 10, 400)
    assert table((cell, cell), (cell, cell)).area == 4
    assert table((wide,), (cell,)).area == 21
    assert table((cell, wide)).area == 11
    assert table().area == 0


def test_all_tables_have_a_bound_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "表.txt"
    path.write_text("\t1\n\t2\n\t3\n\n正文。\n" * 20, encoding="utf-8")
    assert len(read_document(path).tables) == 20
    monkeypatch.setattr(size, "MAX_CELLS", 50)
    assert audited_file(AuditJob(str(path))).error.startswith("里的表太多：合计超过")


def test_columns_beyond_what_is_audited_are_not_left_out(tmp_path: Path) -> None:
    row = "<tr>" + "<td>1</td>" * 700 + "</tr>"
    file = audited(tmp_path / "宽.html", f"<table>{row * 2}</table>")
    assert file.error == "第 1 张表太宽：有 700 列，一张表最多 600 列"


# --- Workbooks ---


def workbook(path: Path, stray: str = "", *, second: bool = True) -> AuditedFile:
    with xlsxwriter.Workbook(path) as book:
        if second:
            sheet = book.add_worksheet("支出决算表")
            for number, row in enumerate(
                (
                    ("支出决算表",),
                    ("科目编码", "科目名称", "本年支出合计", "基本支出"),
                    ("", "合计", 3.5, 3.5),
                    ("201", "一般公共服务支出", 3.5, 3.5),
                )
            ):
                sheet.write_row(number, 0, row)
        if stray:
            sheet = book.add_worksheet("附表")
            sheet.write("A1", "附表")
            sheet.write(stray, 1)
    return audited_file(AuditJob(str(path)))


@pytest.mark.parametrize("stray", ["A1048576", "GR60000", "XFD1048576"])
def test_a_stray_cell_makes_no_table_of_its_sheet(stray: str, tmp_path: Path) -> None:
    begun = time.process_time()
    file = workbook(tmp_path / "远.xlsx", stray)
    assert not file.error
    assert file.tables == 1
    (note,) = file.notes
    assert note.startswith("工作表“附表”")
    assert stray in note
    assert note.endswith("另存一份再审核")
    alone = workbook(tmp_path / "只有.xlsx", stray, second=False)
    assert stray in alone.error
    assert alone.fix
    assert time.process_time() - begun < 10


def test_a_text_that_is_shared_by_all_cells_is_counted_in_each(tmp_path: Path) -> None:
    path = tmp_path / "同.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row in range(900):
            sheet.write(row, 0, "收" * 30_000)
    file = audited_file(AuditJob(str(path)))
    assert "里的内容太多" in file.error


# --- PDF ---


def test_a_form_that_names_itself_is_refused_within_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert limits.PDF_MEMORY <= 600_000_000
    monkeypatch.setattr(pdf, "PDF_MEMORY", 300_000_000)
    resources = b"/Font<</F 5 0 R>>/XObject<</X 6 0 R>>"
    form = pdf_stream(
        b"BT /F 9 Tf 50 700 Td (A) Tj ET /X Do /X Do",
        b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<<" + resources + b">>",
    )
    file = audited(tmp_path / "己.pdf", pdf_of(b"/X Do", resources, form))
    assert file.error == f"太复杂，读它要的内存太多（超过 {limits.PDF_MEMORY // 1_000_000} MB）"


def test_a_page_of_too_many_signs_is_refused_not_cut(tmp_path: Path) -> None:
    rows = b"".join(b"1 0 0 1 20 %d Tm (%b)Tj " % (i, b"12345" * 48) for i in range(500))
    full = audited(tmp_path / "满.pdf", pdf_of(b"BT /F 1 Tf " + rows + b" ET"))
    assert full.error == f"有一页的字太多，超过 {limits.MAX_PAGE_SIGNS // 10_000} 万字"
    assert full.fix


def test_a_page_of_lines_that_are_no_table_is_noted(tmp_path: Path) -> None:
    text = b"BT /F 9 Tf 50 700 Td (Income 100) Tj ET "
    lines = b"".join(
        b"%d %d m %d %d l S " % (i % 500, i % 700, i % 500 + 40, i % 700) for i in range(12_000)
    )
    file = audited(tmp_path / "图.pdf", pdf_of(text + lines))
    assert not file.error
    assert file.notes == ("第 1 页线条太多，像是图，只审核了文字，没有当作表审核",)


# --- Word files ---


def test_a_word_file_beyond_the_limits_of_the_library_is_not_called_damaged(
    tmp_path: Path,
) -> None:
    table = "<w:tbl><w:tr><w:tc>"
    body = f"{table * 90}{word_paragraph(SENTENCE)}{'</w:tc></w:tr></w:tbl>' * 90}"
    deep = io.BytesIO(word_file(word_paragraph("甲")))
    buffer = io.BytesIO()
    with zipfile.ZipFile(deep) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(word_paragraph("甲").encode(), body.encode())
            target.writestr(name, data)
    file = audited(tmp_path / "深.docx", buffer.getvalue())
    assert "一层套一层" in file.error
    assert "损坏" not in file.error


def test_tables_in_tables_are_not_looked_through_by_each_around_them(tmp_path: Path) -> None:
    begun = time.process_time()
    table = "<w:tbl><w:tr><w:tc>"
    body = f"{table * 40}{word_paragraph('甲') * 20_000}{'</w:tc></w:tr></w:tbl>' * 40}"
    audited(tmp_path / "套.docx", word_file(body))
    assert time.process_time() - begun < 10


# --- Texts, pipes and devices ---


def test_a_line_longer_than_any_paragraph_is_refused_with_its_place(tmp_path: Path) -> None:
    file = audited(tmp_path / "长.txt", f"{HEADING}\n{'[bookmark' * 100_000}\n")
    assert file.error == "第 2 行有 900000 字，一段（一格）最多 5 万字"
    assert file.fix == "把它分成几段，再审核"


@pytest.mark.parametrize("suffix", [".txt", ".html", ".docx", ".pdf", ".xlsx"])
def test_a_pipe_is_no_file(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"管{suffix}"
    os.mkfifo(path)
    assert "不是文件" in audited_file(AuditJob(str(path))).error


def test_a_file_that_grows_while_it_is_read_is_not_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "文.txt"
    path.write_text(SENTENCE, encoding="utf-8")
    monkeypatch.setattr(
        "generator.extracting.text_bytes.refuse_by_status",
        lambda path, most: path.write_bytes(b"1" * (most + 1)),
    )
    assert audited_file(AuditJob(str(path))).error == "太大，超过 20 MB"


# --- Real documents are read ---


@pytest.mark.long
def test_a_document_of_five_hundred_pages_is_read_in_every_format(tmp_path: Path) -> None:
    data = Path(__file__).parents[1] / "data" / "云汀区文旅局（虚构）-2023.yaml"
    made = ["report", str(data), "-o", str(tmp_path), "--format", "docx,pdf,html"]
    assert main(made) == 0
    word, printed, page = (next(tmp_path.glob(f"*.{kind}")) for kind in ("docx", "pdf", "html"))
    document = Document(str(word))
    body = document.element.body
    blocks = "".join(_xml(element) for element in list(body)[:-1])
    for element in parse_xml(f"<w:body {nsdecls('w')}>{blocks * 9}</w:body>"):
        body.insert(len(body) - 1, element)
    document.save(str(word))
    text = page.read_text(encoding="utf-8")
    head, _, rest = text.partition("<body")
    page.write_text(f"{head}<body{rest.partition('</body')[0] * 10}</body></html>", "utf-8")
    reader, writer = PdfReader(printed), PdfWriter()
    for _ in range(10):
        writer.append(reader)
    writer.write(tmp_path / "长.pdf")
    for path in (word, page, tmp_path / "长.pdf"):
        extract = read_document(path)
        assert len(extract.tables) > 150, path
        assert len(extract.paragraphs) > 2_000, path


def _xml(element: object) -> str:
    from lxml import etree

    return etree.tostring(element, encoding="unicode")  # type: ignore[call-overload, no-any-return]
