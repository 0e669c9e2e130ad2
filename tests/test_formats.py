"""The same text in DOCX, PDF and HTML; the same bytes for the same input; structure that readers and Word rely on."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pypdf
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from lxml import etree

from generator.document.tree import Chart
from generator.writers.docx import write_docx
from generator.writers.html import write_html
from generator.writers.pdf import PdfResult, write_pdf
from tests.bureau import write
from tests.helpers import ROOT, document_of, lines_in

EXAMPLES = sorted((ROOT / "data").glob("*.yaml"))
FULL = ROOT / "data" / "云汀区文旅局（虚构）-2023.yaml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def pdf_of(path: Path) -> PdfResult:
    return write_pdf(document_of(path))


@cache
def docx_of(path: Path) -> bytes:
    return write_docx(document_of(path), pdf_of(path).pages)


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def docx_text(data: bytes) -> str:
    """Body text in order, tables included, fields' instructions and the 目录 left out."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    parts = []
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val", "").startswith("TOC"):
            continue
        parts.append("".join(node.text or "" for node in paragraph.iter(f"{W}t")))
    return squeeze("".join(parts))


@cache
def page_of(path: Path) -> bytes:
    return write_html(document_of(path))


@cache
def soup_of(path: Path) -> BeautifulSoup:
    """The page as a browser reads it. Whoever asks leaves it as it is."""
    return BeautifulSoup(page_of(path), "html5lib")


def html_text(page: BeautifulSoup) -> str:
    """The text of the body, without what no other format has."""
    apart = {
        id(text)
        for element in page.select("nav, svg, style, title, .draft")
        for text in element.find_all(string=True)
    }
    assert page.body is not None
    return squeeze("".join(text for text in page.body._all_strings() if id(text) not in apart))


def test_examples_are_there() -> None:
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_docx_and_html_say_the_same(path: Path) -> None:
    """Character for character, in the same order."""
    word, web = docx_text(docx_of(path)), html_text(soup_of(path))
    assert len(web) > 5000
    assert word == web


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_pdf_says_what_html_says(path: Path) -> None:
    """Every paragraph and heading of the page stands in the PDF (page numbers and page heads may come between lines)."""
    pdf = pypdfium2.PdfDocument(pdf_of(path).data)
    pages = [
        re.sub(
            r"—\d+—",
            "",
            squeeze(page.get_textpage().get_text_range().replace("\ufffe", "")).replace(
                "审核稿（未通过校验）", ""
            ),
        )
        for page in pdf
    ]
    texts = [
        squeeze(element.get_text())
        for element in soup_of(path).find_all(["h1", "h2", "h3", "p"])
        if not element.find_parent("nav")
    ]
    wanted = [text for text in texts if text and "审核稿" not in text]
    assert len(wanted) > 100
    missing = [text for text in wanted if not stands(text, pages)]
    assert not missing, missing[:5]


def stands(text: str, pages: list[str]) -> bool:
    """Whether a paragraph stands on a page, or runs over from one page to the top of the next."""
    if any(text in page for page in pages):
        return True
    for page, following in itertools.pairwise(pages):
        for cut in range(1, len(text)):
            if following.startswith(text[cut:]) and text[:cut] in page:
                return True
    return False


@pytest.mark.parametrize("full", [False, pytest.param(True, marks=pytest.mark.long)])
def test_same_input_same_bytes_in_another_process(tmp_path: Path, full: bool) -> None:
    """A second process with another hash seed writes identical files."""
    path = FULL if full else write(tmp_path)
    for folder, seed in (("a", "1"), ("b", "2")):
        command = [
            sys.executable,
            "-m",
            "generator.cli",
            "report",
            str(path),
            "-o",
            str(tmp_path / folder),
        ]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "HOME": str(Path.home())},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert len(names) == 4
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_pdf_is_tagged_and_titled() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(FULL).data))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("zh")
    assert "云汀区" in (reader.metadata.title or "")
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    outline = reader.outline
    assert len(outline) >= 5


def test_pdf_fonts_are_embedded_subsets() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(FULL).data))
    names = set()
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            base = font.get_object()
            inner = base["/DescendantFonts"][0].get_object() if "/DescendantFonts" in base else base
            descriptor = inner["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor), base["/BaseFont"]
            names.add(str(base["/BaseFont"]))
    assert names
    assert all("+" in name for name in names)


def test_page_numbers_of_contents_are_those_of_the_pages() -> None:
    """The number that the 目录 prints for a heading is the one at the foot of the page on which the heading stands."""
    pdf = pypdfium2.PdfDocument(pdf_of(FULL).data)
    texts = [squeeze(page.get_textpage().get_text_range()) for page in pdf]
    document = document_of(FULL)
    checked = 0
    for entry in document.toc:
        title = squeeze(entry.text)
        if entry.level != 1:
            continue
        number = pdf_of(FULL).pages[entry.target]
        page = next(text for text in texts if f"—{number}—" in text)
        assert title in page
        checked += 1
    assert checked == 5


def test_docx_contents_are_prefilled_and_live() -> None:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(docx_of(FULL))).read("word/document.xml"))
    instructions = "".join(node.text or "" for node in root.iter(f"{W}instrText"))
    assert 'TOC \\f C \\l "1-2"' in instructions
    # An update makes the lines anew of these fields, and so makes the same lines.
    fields = re.findall(r'TC "(.+?)" \\f C \\l "(\d)"', instructions)
    assert fields == [(entry.text, str(entry.level)) for entry in document_of(FULL).toc]
    lines = [
        p
        for p in root.iter(f"{W}p")
        if (s := p.find(f"{W}pPr/{W}pStyle")) is not None and s.get(f"{W}val", "").startswith("TOC")
    ]
    assert len(lines) == len(document_of(FULL).toc)
    for line, entry in zip(lines, document_of(FULL).toc, strict=True):
        text = "".join(node.text or "" for node in line.iter(f"{W}t"))
        assert text == entry.text + pdf_of(FULL).pages[entry.target]
    targets = {node.get(f"{W}name") for node in root.iter(f"{W}bookmarkStart")}
    assert {node.get(f"{W}anchor") for node in root.iter(f"{W}hyperlink")} <= targets


def test_docx_headings_styles_and_sections() -> None:
    word = docx.Document(io.BytesIO(docx_of(FULL)))
    names = [paragraph.style.name for paragraph in word.paragraphs]
    assert names.count("Heading 1") == 5
    assert names.count("Heading 2") >= 12
    style = word.styles["决算正文"]
    assert style.element.find(f".//{W}rFonts").get(f"{W}eastAsia") == "仿宋_GB2312"
    widths = {(section.page_width > section.page_height) for section in word.sections}
    assert widths == {True, False}
    assert all(
        table._tbl.tr_lst[0].trPr is not None
        and table._tbl.tr_lst[0].trPr.find(f"{W}tblHeader") is not None
        for table in word.tables[-5:]
    )


def test_docx_charts_are_native_with_their_workbooks() -> None:
    package = zipfile.ZipFile(io.BytesIO(docx_of(FULL)))
    charts = [
        block
        for section in document_of(FULL).sections
        for block in section.blocks
        if isinstance(block, Chart)
    ]
    assert len(charts) == 7
    for number, chart in enumerate(charts, 1):
        xml = package.read(f"word/charts/chart{number}.xml").decode()
        for value in chart.series[0].values:
            assert f"<c:v>{value}</c:v>" in xml
        sheet = openpyxl.load_workbook(
            io.BytesIO(package.read(f"word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"))
        ).active
        assert [re.sub(r" [\d.]+%$", "", str(cell.value)) for cell in sheet["A"]][1:] == list(
            chart.categories
        )
        assert [str(cell.value) for cell in sheet["B"]][1:] == [
            value.removesuffix(".00") for value in chart.series[0].values
        ]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_reader_reads_the_same_page(path: Path) -> None:
    """A browser's parser and libxml2 find the same elements with the same text: other tests use either."""
    tags = ("h1", "h2", "h3", "h4", "p", "tr", "td", "th", "figcaption")
    browser = soup_of(path).find_all(tags)
    assert lines_in(page_of(path), *tags) == [
        re.sub(r"\s+", "", element.get_text()) for element in browser
    ]


def test_html_is_self_contained() -> None:
    text = page_of(FULL).decode()
    # One script, in the head: it shows where a number comes from, and reads nothing else.
    assert text.count("<script") == 1
    assert text.index("<script>") < text.index("</head>")
    assert not re.search(r'(?:src|href)="(?!#|data:)', text)
    page = soup_of(FULL)
    assert page.html is not None
    assert page.html["lang"] == "zh-CN"
    figure = page.find("data")
    assert figure is not None
    assert figure["title"]


def test_every_printed_number_knows_its_origin() -> None:
    """Each number of the page has an explanation: a formula, or file and line."""
    numbers = soup_of(FULL).find_all("data")
    assert len(numbers) > 500
    assert all(
        re.search(r"= |填写于 .+ 第 \d+ 行|没有发生额", str(number["title"])) for number in numbers
    )


def test_no_folder_of_the_clerks_machine_is_published() -> None:
    """However the data file was named on the command line, the page names the file only."""
    text = page_of(FULL).decode()
    assert f"填写于 {FULL.name} 第" in text
    assert str(FULL.parent) not in text
