"""Two engines for the PDF: Typst by default, WeasyPrint for whoever asks for it. Both print the same text."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from msgspec.structs import replace

from generator.document.tree import Document, Paragraph, Section, Text
from generator.pipeline.checking import check
from generator.pipeline.formats import engine_note, engine_of, file_bytes, lay_out
from generator.writers.html import write_html
from generator.writers.weasyprint_pdf.markup import print_html
from tests.helpers import needs_pango
from tests.writers.small import document, table

ROOT = Path(__file__).parents[2]
FOOT = "—"


def words(data: bytes) -> list[str]:
    """The characters of a file in a fixed order, without white space, leaders and what pages show anew."""
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return sorted(text.translate(dict.fromkeys(map(ord, " \n\t\u3000·"))))


def short() -> Document:
    """A document without tables that go on on another page."""
    return document(Section("附表", False, (table(4),)))


@needs_pango
def test_both_engines_print_the_same_text() -> None:
    typst, weasyprint = (lay_out(short(), engine) for engine in ("typst", "weasyprint"))
    assert words(typst.data) == words(weasyprint.data)
    assert typst.pages == weasyprint.pages


@pytest.mark.parametrize("engine", ["typst", pytest.param("weasyprint", marks=needs_pango)])
def test_a_cover_is_one_page_however_long_the_name_is(engine: str) -> None:
    """Names of real units have up to 45 characters."""
    texts = {
        "封面年度": "2023年度",
        "封面单位": "某省水利水电工程移民安置与生态修复委员会" * 3,
        "封面标题": "部门决算",
        "封面日期": "2024年9月20日",
    }
    cover = tuple(Paragraph(role, (Text(text),)) for role, text in texts.items())
    source = document()
    sections = (Section("封面", False, cover), *source.sections[1:])
    data = lay_out(replace(source, sections=sections), engine).data
    first = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert "".join(first.split()) == "".join(texts.values())


@needs_pango
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("云汀区文旅局（虚构）-2023", marks=pytest.mark.long),
        "国家古籍保护局（虚构）-2023",
    ],
)
def test_both_engines_print_the_same_text_of_a_whole_document(name: str) -> None:
    source = check(ROOT / "data" / f"{name}.yaml").document
    assert source is not None
    texts = []
    for engine in ("typst", "weasyprint"):
        reader = pypdf.PdfReader(io.BytesIO(lay_out(source, engine).data))
        pages = ["".join(page.extract_text().split()) for page in reader.pages]
        # A page number stands within a sentence that goes on on the next page.
        texts.append("".join(re.sub(r"—\d+—$", "", page) for page in pages))
    for section in source.sections:
        for block in section.blocks:
            for inline in getattr(block, "inlines", ()):
                text = "".join(getattr(inline, "text", "").split())
                assert (text[:6] in texts[0]) == (text[:6] in texts[1])


def test_weasyprint_sets_the_web_page_itself() -> None:
    """The same markup: only the style sheet is another one, and charts are images."""
    source = check(ROOT / "data" / "云汀区文旅局（虚构）-2023.yaml").document
    assert source is not None
    source = replace(source, origins={})
    pages = (write_html(source).decode(), print_html(source))
    web, paper = (
        re.sub(r"(?s)<style>.*?</style>|<svg.*?</svg>|<img[^>]*>", "", page) for page in pages
    )
    assert "<figure>" in web
    assert web == paper


def test_the_engine_is_what_the_run_asks_for_then_what_the_form_says() -> None:
    plain = document()
    assert engine_of(plain, "") == ("typst", "")
    assert engine_of(plain, "weasyprint") == ("weasyprint", "")
    form = replace(plain, styles=replace(plain.styles, engine="weasyprint"))
    assert engine_of(form, "")[0] == "weasyprint"
    assert engine_of(form, "typst") == ("typst", "")


@needs_pango
def test_a_form_with_css_of_its_own_is_set_by_weasyprint_and_the_run_says_so() -> None:
    plain = document()
    styled = replace(plain, styles=replace(plain.styles, css="p.正文{text-align:right}"))
    assert engine_of(styled, "") == ("weasyprint", "版式自带样式.css")
    assert engine_note(styled, ("pdf",), "") == "“某局”的 PDF 由 WeasyPrint 排版：版式自带样式.css"
    assert engine_note(styled, ("html",), "") == ""
    assert engine_note(plain, ("pdf",), "") == ""
    metadata = pypdf.PdfReader(io.BytesIO(lay_out(styled).data)).metadata
    assert metadata is not None
    assert metadata.producer is not None
    assert metadata.producer.startswith("WeasyPrint")


def test_word_takes_its_page_numbers_from_the_same_layout() -> None:
    source = short()
    alone = file_bytes(source, ("docx",), lambda _step: None)["docx"]
    assert alone == file_bytes(source, ("pdf", "docx"), lambda _step: None)["docx"]


@needs_pango
def test_the_command_takes_an_engine(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "generator.cli",
        "report",
        "data/国家古籍保护局（虚构）-2023.yaml",
        "-o",
        str(tmp_path),
    ]
    for engine, producer in (("weasyprint", "WeasyPrint"), ("typst", "")):
        subprocess.run(
            [*command, "--format", "pdf", "--engine", engine],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        (made,) = tmp_path.glob("*.pdf")
        metadata = pypdf.PdfReader(made).metadata
        assert metadata is not None
        assert (metadata.producer or "").startswith(producer)
    refused = subprocess.run(
        [*command, "--engine", "latex"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert refused.returncode == 2
    assert "latex" in refused.stderr
