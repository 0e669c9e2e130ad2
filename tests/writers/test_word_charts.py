"""Word's own charts, read back: what they say, and that they say it as the drawings of the PDF do."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest
from lxml import etree
from msgspec.structs import replace

from generator.document.tree import Chart, Series
from generator.writers.docx import write_docx
from generator.writers.svg import chart_svg
from tests.writers.small import column, document, pie, styles

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


def written(chart: Chart) -> etree._Element:
    """The last chart of a document that ends with this one."""
    package = zipfile.ZipFile(io.BytesIO(write_docx(document(body=(chart,)), {})))
    return etree.fromstring(package.read("word/charts/chart1.xml"))


def title(root: etree._Element) -> list[str]:
    return [text.text or "" for text in root.iterfind(f".//{CHART}title//{TEXT}")]


def values(root: etree._Element, name: str) -> list[str]:
    return [element.get("val") for element in root.iter(f"{CHART}{name}")]


def test_no_title_says_what_the_caption_says() -> None:
    assert title(written(column())) == ["单位：万元"]
    assert title(written(pie())) == []
    assert values(written(pie()), "autoTitleDeleted") == ["1"]
    assert title(written(replace(pie(), caption=None))) == ["支出决算结构图"]
    assert title(written(replace(column(), caption=None))) == [column().title, "单位：万元"]


def test_percentages_have_no_unit_and_the_decimals_of_the_text() -> None:
    root = written(replace(pie(), shares=("30.07%", "69.93%")))
    words = "".join(root.itertext())
    assert "万元" not in words
    assert "基本支出 30.07%" in words
    assert "项目支出 69.93%" in words


def test_labels_stand_at_large_slices_and_in_the_legend_of_thin_ones() -> None:
    large = written(pie())
    assert values(large, "showCatName") == ["1"]
    assert not values(large, "legendPos")
    thin = replace(pie(), series=(Series("支出", ("1", "99")),))
    assert values(written(thin), "showCatName") == ["0"]
    assert values(written(thin), "legendPos") == ["r"]


def test_amounts_are_written_as_in_the_text() -> None:
    series = (Series("2022年度", ("1,035.10", "12")), Series("2023年度", ("7.5", "8.5")))
    root = written(replace(column(), series=series))
    cached = [element.text for element in root.iterfind(f".//{CHART}val//{CHART}v")]
    assert [Decimal(text or "") for text in cached] == [
        Decimal(text) for text in ("1035.10", "12", "7.5", "8.5")
    ]
    labels = root.findall(f".//{CHART}dLbls")
    formats = [[part.get("formatCode") for part in one.iter(f"{CHART}numFmt")] for one in labels]
    # What differs from the first value has its own: the second of the first series.
    assert formats == [["0", "#,##0.00"], ["0.0"]]


def test_columns_below_zero_are_not_cut() -> None:
    root = written(replace(column(), series=(Series("年", ("-50", "100")),)))
    assert Decimal(values(root, "min")[0]) <= -50
    assert Decimal(values(root, "max")[0]) >= 100


def fills(root: etree._Element) -> list[str]:
    return [
        point.find(f"{CHART}spPr/{{*}}solidFill/{{*}}srgbClr").get("val")
        for point in root.iter(f"{CHART}dPt")
    ]


@pytest.mark.parametrize("count", [10, 11, 12, 26])
def test_no_two_slices_have_the_same_colour_in_word_and_pdf(count: int) -> None:
    names = tuple(f"第{index}类支出" for index in range(count))
    chart = replace(pie(), categories=names, series=(Series("支出", ("5",) * count),))
    in_word = fills(written(chart))
    assert len(set(in_word)) == count
    drawing = etree.fromstring(chart_svg(chart, styles()).encode())
    paths = drawing.findall("{http://www.w3.org/2000/svg}path")
    assert [path.get("fill").upper() for path in paths] == [f"#{fill}" for fill in in_word]


def test_a_slice_that_is_the_whole_pie_has_no_edge() -> None:
    alone = replace(pie(), categories=("财政拨款",), series=(Series("收入", ("5",)),))
    edge = f".//{CHART}dPt/{CHART}spPr/{{*}}ln/{{*}}noFill"
    assert written(alone).find(edge) is not None
    assert written(pie()).find(edge) is None


def test_names_below_columns_are_not_turned() -> None:
    (axis,) = written(column()).iter(f"{CHART}catAx")
    assert axis.find(f"{CHART}txPr/{{*}}bodyPr").get("rot") == "0"
