"""The 目录 says what the headings say, in every form and in every format."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import docx
import pypdf
import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn

from generator.document.tree import Document, Heading, plain
from generator.workshop.probe import FOLDER
from generator.writers.docx import write_docx
from generator.writers.html import write_html
from generator.writers.pdf import write_pdf
from tests.helpers import plainly_checked

FORMS = {"四川": 2023, "四川旧式": 2020, "上海": 2024, "全国九表": 2023}
_NUMBER = re.compile(r"^[一二三四五六七八九十]+、")


def squeezed(text: str) -> str:
    """A text without white space: where a heading breaks its lines is its own affair."""
    return re.sub(r"\s+", "", text)


def says(entry: str, heading: str) -> bool:
    """Whether an entry is its heading; that of a table has the number of the table before it."""
    entry, heading = squeezed(entry), squeezed(heading)
    return heading in (entry, _NUMBER.sub("", entry))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms")


@cache
def document_in(form: str, folder: Path) -> Document:
    """A document with all that the form can have: every account, report, and attachment."""
    text = (FOLDER / "全.yaml").read_text(encoding="utf-8")
    text = text.replace("版式: 四川", f"版式: {form}").replace("年度: 2023", f"年度: {FORMS[form]}")
    text += '附件: [{标题: "样本附件", 正文: "样本正文。"}]\n'
    path = folder / f"{form}.yaml"
    path.write_text(text, encoding="utf-8")
    made = plainly_checked(path).rendered
    assert made is not None
    return made.document


def test_these_are_all_forms() -> None:
    own = Path(__file__).parents[2] / "templates"
    forms = {place.parent.name for place in own.glob("*/版式.yaml")} - {"基础"}
    assert forms == set(FORMS)


@pytest.mark.parametrize("form", FORMS)
def test_entries_are_headings(form: str, folder: Path) -> None:
    document = document_in(form, folder)
    headings = {
        block.id: plain(block.inlines)
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Heading)
    }
    assert len(document.toc) > 20
    assert any(entry.text.startswith("附件1") for entry in document.toc)
    wrong = [
        (entry.text, headings[entry.target])
        for entry in document.toc
        if not says(entry.text, headings[entry.target])
    ]
    assert wrong == []


@pytest.mark.parametrize("form", FORMS)
def test_the_web_page_leads_to_headings_that_say_the_same(form: str, folder: Path) -> None:
    soup = BeautifulSoup(write_html(document_in(form, folder)), "html5lib")
    links = soup.select("nav a")
    assert len(links) == len(document_in(form, folder).toc)
    for link in links:
        heading = soup.find(id=str(link["href"])[1:])
        assert heading is not None
        assert says(link.text, heading.text), (link.text, heading.text)


@pytest.mark.parametrize("form", FORMS)
def test_the_pdf_has_each_heading_on_the_page_of_its_entry(form: str, folder: Path) -> None:
    document = document_in(form, folder)
    result = write_pdf(document)
    reader = pypdf.PdfReader(io.BytesIO(result.data))
    texts = [squeezed(page.extract_text()) for page in reader.pages]
    first = next(number for number, text in enumerate(texts) if text.endswith("—1—"))
    # The entry of the 目录 stands there whole, before its page number.
    contents = "".join(texts[:first])
    for entry in document.toc:
        page = int(result.pages[entry.target])
        title = _NUMBER.sub("", squeezed(entry.text))
        assert title in texts[first + page - 1], entry.text
        assert squeezed(entry.text) in contents, entry.text


@pytest.mark.parametrize("form", FORMS)
def test_word_makes_the_same_entries_anew(form: str, folder: Path) -> None:
    document = document_in(form, folder)
    opened = docx.Document(io.BytesIO(write_docx(document, {})))
    entries = [entry.text for entry in document.toc]
    links = opened.element.body.iter(qn("w:hyperlink"))
    texts = ["".join(part.text or "" for part in link.iter(qn("w:t"))) for link in links]
    assert [text.rstrip("0123456789") for text in texts if text][: len(entries)] == entries
    # What an update of the fields takes, each at a heading that says it.
    made = []
    for paragraph in opened.element.body.iter(qn("w:p")):
        fields = "".join(part.text or "" for part in paragraph.iter(qn("w:instrText")))
        words = "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
        for entry in re.findall(r'TC "((?:[^"\\]|\\.)*)"', fields):
            made.append(entry)
            assert says(entry, words), (entry, words)
    assert made == entries
