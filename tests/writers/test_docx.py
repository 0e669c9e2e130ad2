"""The Word file as a package: what is in it was put there by us, and it breaks pages as the PDF does."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from lxml import etree
from msgspec.structs import replace

from generator.document.tree import (
    Heading,
    Section,
    Table,
    Text,
    TocEntry,
    plain,
    tables_of,
)
from generator.extracting.content import ExtractedTable
from generator.extracting.word import read_word
from generator.fonts.fontconfig import VARIABLE, write_configuration
from generator.pipeline.checking import check
from generator.writers.docx import write_docx
from generator.writers.pages import Adjustments
from generator.writers.pdf import PdfResult, write_pdf
from generator.writers.xlsx import write_xlsx
from tests.helpers import ROOT, document_of
from tests.writers.small import document, form, table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FULL = ROOT / "data" / "云汀区文旅局（虚构）-2023.yaml"
CLEAN = [path for path in sorted((ROOT / "data").glob("*.yaml")) if "虚构" in path.name]
OFFICE = shutil.which("soffice")


@cache
def laid_out(path: Path) -> PdfResult:
    return write_pdf(document_of(path))


@cache
def word_of(path: Path) -> bytes:
    result = laid_out(path)
    return write_docx(document_of(path), result.pages, result.adjustments)


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def tree(data: bytes, name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(part(data, name).encode())


def test_nothing_foreign_is_left() -> None:
    data = word_of(FULL)
    package = zipfile.ZipFile(io.BytesIO(data))
    names = {re.sub(r"\d+", "", name) for name in package.namelist()}
    assert names == {
        "[Content_Types].xml",
        *("_rels/.rels", "docProps/app.xml", "docProps/core.xml", "docProps/custom.xml"),
        *("word/_rels/document.xml.rels", "word/document.xml", "word/fontTable.xml"),
        *(
            "word/footer.xml",
            "word/header.xml",
            "word/settings.xml",
            "word/styles.xml",
            "word/theme/theme.xml",
        ),
        *("word/charts/chart.xml", "word/charts/_rels/chart.xml.rels"),
        "word/embeddings/Microsoft_Excel_Sheet.xlsx",
    }
    texts = "".join(
        package.read(name).decode() for name in package.namelist() if name.endswith(".xml")
    )
    for leftover in ("Macintosh", "python-docx", "ja-JP", "rsid", "Cambria", "Calibri", "4F81BD"):
        assert leftover not in texts, leftover
    assert len(part(data, "word/styles.xml")) < 40_000
    styles = tree(data, "word/styles.xml")
    assert not styles.findall(f".//{W}lsdException")
    used = set(re.findall(r'<w:(?:pStyle|tblStyle) w:val="([^"]+)"', texts))
    defined = {style.get(f"{W}styleId") for style in styles.findall(f"{W}style")}
    assert used <= defined


def test_typefaces_have_their_other_names_and_the_language_is_chinese() -> None:
    data = word_of(FULL)
    others = {
        font.get(f"{W}name"): font.find(f"{W}altName").get(f"{W}val")
        for font in tree(data, "word/fontTable.xml")
        if font.find(f"{W}altName") is not None
    }
    assert others["仿宋_GB2312"] == "仿宋"
    assert others["楷体_GB2312"] == "楷体"
    assert others["方正小标宋简体"] == "华文中宋"
    settings = tree(data, "word/settings.xml")
    assert settings.find(f"{W}themeFontLang").get(f"{W}eastAsia") == "zh-CN"
    assert settings.find(f"{W}mirrorMargins") is not None
    assert settings.find(f"{W}evenAndOddHeaders") is not None


def test_every_section_has_the_grid_and_room_for_22_lines() -> None:
    for section in tree(word_of(FULL)).iter(f"{W}sectPr"):
        assert section.find(f"{W}docGrid").get(f"{W}linePitch") == "580"
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        if size.get(f"{W}orient") is None:
            sides = (margins.get(f"{W}{side}") for side in ("top", "bottom"))
            height = int(size.get(f"{W}h")) - sum(map(int, sides))
            assert height >= 22 * 580
        else:
            # Word changes left and right on even pages, and never top and bottom.
            edges = {side: margins.get(f"{W}{side}") for side in ("left", "right", "top", "bottom")}
            assert edges["left"] == edges["right"] == "2041"
            assert edges["top"] == edges["bottom"] == "1531"
    body = next(
        style
        for style in tree(word_of(FULL), "word/styles.xml").findall(f"{W}style")
        if style.get(f"{W}styleId") == "决算正文"
    )
    # 28 characters of 16 points, less what they stand closer, fill the line of 156 mm.
    tight = int(body.find(f".//{W}rPr/{W}spacing").get(f"{W}val"))
    assert 28 * (16 * 20 + tight) <= 8844 < 29 * (16 * 20 + tight)


def test_the_outline_is_that_of_the_document_and_fields_give_the_contents() -> None:
    root = tree(word_of(FULL))
    levels = {"Heading1": 0, "Heading2": 1, "Heading3": 2, "Heading4": 3}
    outline = []
    for paragraph in root.iter(f"{W}p"):
        if paragraph.find(f"{W}bookmarkStart") is None:
            continue
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        style = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        outline.append(levels[style] if own is None else int(own.get(f"{W}val")))
    headings = [
        block.level - 1
        for section in document_of(FULL).sections
        for block in section.blocks
        if isinstance(block, Heading)
    ]
    assert outline == headings
    # Nobody sees the fields: their text is no text of the document.
    shown = "".join(node.text or "" for node in root.iter(f"{W}t"))
    assert "\\f C" not in shown


def test_a_title_inside_a_chart_is_none_beside_its_caption() -> None:
    chart = part(word_of(FULL), "word/charts/chart1.xml")
    assert "变动情况" not in re.sub(r"<c:ser>.*?</c:ser>", "", chart)


def test_the_legend_of_a_pie_has_a_place_of_its_own() -> None:
    """One that looks for its place may cover the pie: it begins where the plot has ended."""
    pies = [
        etree.fromstring(part(word_of(FULL), f"word/charts/chart{number}.xml").encode())
        for number in range(1, 8)
        if "pieChart" in part(word_of(FULL), f"word/charts/chart{number}.xml")
    ]
    seen = 0
    for pie in pies:
        if pie.find(".//{*}legend") is None:
            continue
        seen += 1
        plot, legend = (pie.find(f".//{{*}}{name}/{{*}}layout") for name in ("plotArea", "legend"))
        left, width = (Decimal(plot.find(f".//{{*}}{name}").get("val")) for name in ("x", "w"))
        assert Decimal(legend.find(".//{*}x").get("val")) > left + width
    assert seen


def test_word_follows_what_the_layout_does_to_save_pages() -> None:
    source = document(Section("附表", False, (table(30), table(2, "t2"))))
    usual = write_docx(source, {})
    changed = write_docx(source, {}, Adjustments(charts={0: Decimal(30)}))
    heights = [
        int(extent.get("cy"))
        for data in (usual, changed)
        for extent in tree(data).iter("{*}extent")
    ]
    first, second = heights[0], heights[2]
    assert first - second > 30 * 12_700
    assert heights[1] == heights[3]


def test_quotes_in_a_line_of_the_contents_stay_one_field() -> None:
    source = document()
    entry = TocEntry(1, 'a "b" \\c', source.toc[0].target)
    data = write_docx(replace(source, toc=(entry,)), {})
    fields = "".join(node.text or "" for node in tree(data).iter(f"{W}instrText"))
    assert 'TC "a \\"b\\" \\\\c" \\f C' in fields


# In LibreOffice, where it is installed, with our typefaces


def parts_of(section: etree._Element, data: bytes, kind: str) -> dict[str, etree._Element]:
    """Each header or footer that a section refers to, by the pages that it is for."""
    targets = {
        relation.get("Id"): relation.get("Target")
        for relation in tree(data, "word/_rels/document.xml.rels")
    }
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    return {
        reference.get(f"{W}type"): tree(data, f"word/{targets[reference.get(relation)]}")
        for reference in section.findall(f"{W}{kind}Reference")
    }


def texts_of(section: etree._Element, data: bytes, kind: str) -> dict[str, str]:
    """Their texts."""
    return {
        pages: "".join(node.text or "" for node in part.iter(f"{W}t"))
        for pages, part in parts_of(section, data, kind).items()
    }


def going_on(data: bytes) -> list[tuple[etree._Element, Table]]:
    """The statutory tables, and the section of each."""
    tables = [
        block for block in tables_of(document_of(FULL)) if block.role == "表格" and block.head
    ]
    sections = tree(data).iter(f"{W}sectPr")
    own = [section for section in sections if section.find(f"{W}titlePg") is not None]
    return list(zip(own, tables, strict=True))


def test_a_table_that_goes_on_says_whose_it_is_in_the_header_of_its_further_pages() -> None:
    data = word_of(FULL)
    assert len(going_on(data)) > 10
    for section, shown in going_on(data):
        line = f"{shown.left}{shown.corner}　{shown.right}"
        title = f"{shown.name.removesuffix('（续）')}（续）"
        wanted = {"first": "", "default": f"{title}{line}", "even": f"{title}{line}"}
        assert texts_of(section, data, "header") == wanted
        # The lines of the header end above the table.
        margins = section.find(f"{W}pgMar")
        assert int(margins.get(f"{W}header")) + 34 * 20 <= int(margins.get(f"{W}top"))
    # What comes before them has none of these.
    for section in tree(data).iter(f"{W}sectPr"):
        if section.find(f"{W}titlePg") is not None:
            break
        assert not "".join(texts_of(section, data, "header").values())


def test_the_unit_of_amounts_stands_whole_below_a_long_name() -> None:
    name = "部门：某某省" + "某" * 34 + "办公室"
    title = Heading(2, (Text("收入决算表"),), "h8", "表题", "收入决算表")
    section = Section("附表", False, (title, replace(table(90), left=name)))
    data = write_docx(document(section), {})
    lines = ["".join(each.itertext()) for each in tree(data).iter(f"{W}p")]
    assert lines[lines.index(name) + 1] == "单位：万元"
    header = part(data, "word/header1.xml")
    shown = ["".join(each.itertext()) for each in etree.fromstring(header.encode()).iter(f"{W}p")]
    assert shown == ["收入决算表（续）", name, "公开02表　单位：万元"]
    # The lines of the header end above the table, also where they begin with the words of a draft.
    draft = write_docx(document(section, draft="审核稿（未通过校验）"), {})
    for file, points in ((data, 20 + 28), (draft, 13 + 20 + 28)):
        margins = list(tree(file).iter(f"{W}pgMar"))[-1]
        assert int(margins.get(f"{W}header")) + points * 20 <= int(margins.get(f"{W}top"))


def test_the_number_of_the_first_page_of_a_table_stands_outside() -> None:
    data = word_of(FULL)
    pages = laid_out(FULL).adjustments.begins
    sides = set()
    for section, shown in going_on(data):
        footers = parts_of(section, data, "footer")
        assert set(footers) == {"first"}
        side = footers["first"].find(f".//{W}jc").get(f"{W}val")
        assert side == ("left" if int(pages[shown.id]) % 2 == 0 else "right"), shown.name
        sides.add(side)
    assert sides == {"left", "right"}


needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


def converted(data: bytes, folder: Path, suffix: str, wanted: str) -> Path:
    """A file as LibreOffice writes it in another format, all formulas computed anew."""
    assert OFFICE is not None
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    items = "".join(
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>0</value></prop></item>'
        for name in ("OOXMLRecalcMode", "ODFRecalcMode")
    )
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items'
        f' xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
    source = folder / f"a.{suffix}"
    source.write_bytes(data)
    environment = {**os.environ, VARIABLE: str(write_configuration(folder / "fonts"))}
    command = [
        *(OFFICE, f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"),
        *("--convert-to", wanted, "--outdir", str(folder / "out"), str(source)),
    ]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=120)
    return next((folder / "out").iterdir())


@needs_office
def test_further_pages_of_a_table_are_told_apart_in_the_finished_file(tmp_path: Path) -> None:
    pdf = pypdfium2.PdfDocument(converted(word_of(FULL), tmp_path, "docx", "pdf"))
    texts = [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in pdf]
    first = next(at for at, text in enumerate(texts) if text.startswith("收入决算表公开02表"))
    assert "（续）" not in texts[first]
    assert "收入决算表（续）" in texts[first + 1]
    assert "公开02表　单位：万元".replace("　", "") in texts[first + 1]
    assert "栏次" in texts[first + 1]
    assert "（续）" not in texts[first + 2]


@needs_office
@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_the_numbers_of_the_contents_are_those_of_words_pages(path: Path, tmp_path: Path) -> None:
    """At most one in twenty is off by the page edge."""
    pdf = pypdfium2.PdfDocument(converted(word_of(path), tmp_path, "docx", "pdf"))
    lines = [
        [re.sub(r"\s", "", line) for line in page.get_textpage().get_text_range().split("\n")]
        for page in pdf
    ]
    numbers = laid_out(path).pages
    told, right, at = 0, 0, 0
    for section in document_of(path).sections:
        for block in section.blocks:
            if not (isinstance(block, Heading) and block.toc and numbers[block.id]):
                continue
            told += 1
            text = re.sub(r"\s", "", plain(block.inlines))
            place = next((n for n in range(at, len(lines)) if stands(text, lines[n])), None)
            if place is not None:
                at = place
                right += f"—{numbers[block.id]}—" in lines[place]
    assert told > 20
    assert right >= told * 0.95


def stands(text: str, lines: list[str]) -> bool:
    """Whether a heading stands on a page, in up to three lines of its own."""
    starts = range(len(lines))
    return any(text == "".join(lines[at : at + count]) for at in starts for count in (1, 2, 3))


@needs_office
def test_a_table_that_fills_its_page_is_followed_by_no_blank_one(tmp_path: Path) -> None:
    path = ROOT / "data" / "泸州驻蓉办-2023.yaml"
    pdf = pypdfium2.PdfDocument(converted(word_of(path), tmp_path, "docx", "pdf"))
    texts = [re.sub(r"\s|—\d+—", "", page.get_textpage().get_text_range()) for page in pdf]
    assert len(texts) > 30
    assert all(text.replace("审核稿（未通过校验）", "") for text in texts)


@needs_office
@pytest.mark.parametrize("review", [False, True])
def test_what_workbooks_store_is_what_they_compute(review: bool, tmp_path: Path) -> None:
    data = write_xlsx(check(FULL, sheets=True).document, review=review)
    again = converted(data, tmp_path, "xlsx", "xlsx:Calc MS Excel 2007 XML")
    stored = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    computed = openpyxl.load_workbook(again, data_only=True)
    count = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for place in row:
                if not (isinstance(place.value, str) and place.value.startswith("=")):
                    continue
                count += 1
                was = stored[sheet.title][place.coordinate].value
                now = computed[sheet.title][place.coordinate].value
                if isinstance(was, str):
                    assert now == was
                else:
                    assert now == pytest.approx(was, abs=1e-9), (sheet.title, place.coordinate)
    assert count > 300


def test_a_heading_of_several_lines_of_the_contents_has_a_field_for_each() -> None:
    source = document(lines=2)
    fields = "".join(node.text or "" for node in tree(write_docx(source, {})).iter(f"{W}instrText"))
    assert len(re.findall(r'TC "', fields)) == len(source.toc)


@needs_office
def test_lines_of_a_centred_title_are_alike_in_word(tmp_path: Path) -> None:
    name = "某某省大型水利水电工程移民安置与生态修复综合执法监督管理委员会办公室"
    title = Heading(1, (Text(name),), "h21", "部分标题", break_before=True)
    pdf = pypdfium2.PdfDocument(
        converted(write_docx(document(body=(title,)), {}), tmp_path, "docx", "pdf")
    )
    lines = [
        line.strip()
        for page in pdf
        for line in page.get_textpage().get_text_range().splitlines()
        if line.strip() and line.strip() in name
    ]
    assert "".join(lines) == name
    lengths = [len(line) for line in lines]
    assert len(lengths) == 2
    assert min(lengths) > 15


@pytest.mark.parametrize(("groups", "count"), [(6, 1), (40, 3)])
def test_a_long_form_is_one_table_for_every_head_and_is_read_back_as_one(
    groups: int, count: int, tmp_path: Path
) -> None:
    data = write_docx(document(body=(form(groups),)), {})
    assert len(list(tree(data).iter(f"{W}tbl"))) == count
    file = tmp_path / "a.docx"
    file.write_bytes(data)
    tables = [block for block in read_word(file).blocks if isinstance(block, ExtractedTable)]
    assert [len(block.rows) for block in tables] == [groups * 2 + 3]
    labels = [cell for row in tables[0].rows for cell in row if cell.text == "绩效指标"]
    assert [cell.rows for cell in labels] == [groups * 2 + 1]


def _wrapped(row: etree._Element) -> None:
    """Put a row into a content control."""
    control = etree.Element(f"{W}sdt")
    row.addprevious(control)
    etree.SubElement(control, f"{W}sdtContent").append(row)


def _deleted(row: etree._Element) -> None:
    """Delete a row as a change that nobody has accepted."""
    properties = row.find(f"{W}trPr")
    assert properties is not None
    etree.SubElement(properties, f"{W}del", {f"{W}id": "9", f"{W}author": "某"})


def _wider(row: etree._Element) -> None:
    """Make the first column of the next table a little wider, as Word does when it saves."""
    _, following, *_ = row.getroottree().iter(f"{W}tbl")
    column = next(following.iter(f"{W}gridCol"))
    column.set(f"{W}w", str(int(column.get(f"{W}w", "0")) + 1))


@pytest.mark.parametrize(("edit", "gone"), [(_wrapped, 0), (_deleted, 1), (_wider, 0)])
def test_a_long_form_is_read_as_one_table_after_it_was_edited(
    edit: Callable[[etree._Element], None], gone: int, tmp_path: Path
) -> None:
    data = write_docx(document(body=(form(40),)), {})
    root = tree(data)
    edit(next(root.iter(f"{W}tr")))
    file = tmp_path / "a.docx"
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            body = name == "word/document.xml"
            after.writestr(name, etree.tostring(root) if body else before.read(name))
    (read,) = (block for block in read_word(file).blocks if isinstance(block, ExtractedTable))
    assert len(read.rows) == 83 - gone
    assert [cell.rows for row in read.rows for cell in row if cell.text == "绩效指标"] == [81]


@needs_office
def test_the_heads_of_a_long_form_stand_on_every_page_in_word(tmp_path: Path) -> None:
    data = write_docx(document(body=(form(40),)), {})
    pdf = pypdfium2.PdfDocument(converted(data, tmp_path, "docx", "pdf"))
    texts = [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in pdf]
    pages = [text for text in texts if "次数" in text]
    assert len(pages) > 1
    assert all("一级指标三级指标指标值完成值" in text for text in pages)
