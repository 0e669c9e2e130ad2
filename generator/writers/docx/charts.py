"""Native, editable charts: DrawingML with the workbook that Word opens on 编辑数据."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from generator.document.tree import Chart, ChartKind, Series
from generator.forms.styles import Looks
from generator.writers.docx.package import rezip
from generator.writers.docx.parts import WordPackage
from generator.writers.docx.xml import A, C, R
from generator.writers.svg import chart_svg
from generator.writers.svg.pie import share_text

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EMU_PER_POINT = 12700
_BELOW_THE_LINE = Decimal("0.3")
"""What a line of text leaves below a drawing that stands in it, by the size of the text."""
_FRAME = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def add_chart(package: WordPackage, chart: Chart, number: int, looks: Looks, date: str) -> str:
    """Add the chart's parts to the package.

    Returns the drawing run to put into a paragraph.
    """
    from docx.opc.constants import RELATIONSHIP_TYPE as RT

    name = f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"
    book = package.add(name, SHEET_TYPE, _workbook(chart, date))
    text = _chart_xml(chart, looks).encode("utf-8")
    drawing = package.add(f"/word/charts/chart{number}.xml", CHART_TYPE, text)
    drawing.relate_to(book, RT.PACKAGE)
    relation = package.refer(RT.CHART, drawing)
    width, height = _size(chart, looks)
    title, alt = (escape(text, {'"': "&quot;"}) for text in (chart.title, chart.alt))
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{1000 + number}" name="{title}" descr="{alt}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{C}"><c:chart r:id="{relation}"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def _size(chart: Chart, looks: Looks) -> tuple[int, int]:
    """Width and height in EMU: with its paragraph as much room as the drawing has in the PDF."""
    frame = _FRAME.search(chart_svg(chart, looks))
    assert frame is not None
    width, height = map(Decimal, frame.groups())
    role = looks.roles["图"]
    around = role.before + role.after + role.size * _BELOW_THE_LINE
    return int(width * _EMU_PER_POINT), int((height - around) * _EMU_PER_POINT)


def _workbook(chart: Chart, date: str) -> bytes:
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime.fromisoformat(date)})
    sheet = book.add_worksheet("数据")
    for column, series in enumerate(chart.series, 1):
        sheet.write_string(0, column, series.name)
        for row, value in enumerate(series.values, 1):
            sheet.write_number(row, column, Decimal(value))
    for row, name in enumerate(_categories(chart), 1):
        sheet.write_string(row, 0, name)
    sheet.set_column(0, 0, 30)
    book.close()
    return rezip(buffer.getvalue())


def _chart_xml(chart: Chart, looks: Looks) -> str:
    font = quoteattr(looks.roles["图"].face.word)
    plot = _pie(chart, looks) if chart.kind is ChartKind.PIE else _bars(chart, looks)
    place = "r" if chart.kind is ChartKind.PIE else "b"
    legend = (
        f'<c:legend><c:legendPos val="{place}"/><c:overlay val="0"/></c:legend>'
        if place == "r" or len(chart.series) > 1
        else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}">'
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/><c:chart>'
        f"{_title(chart)}"
        "<c:plotArea>"
        f'<c:layout/>{plot}</c:plotArea>{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>'
        "</c:chart>"
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln>'
        "</c:spPr>"
        '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900"><a:solidFill>'
        f'<a:srgbClr val="000000"/></a:solidFill><a:latin typeface={font}/><a:ea typeface={font}/>'
        '</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _title(chart: Chart) -> str:
    """The title inside the chart: none where a caption below says the same."""
    if chart.caption:
        return '<c:autoTitleDeleted val="1"/>'
    title = escape(f"{chart.title}（单位：{chart.unit}）")
    return (
        '<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1100" b="0"/></a:pPr><a:r>'
        f'<a:rPr lang="zh-CN" sz="1100" b="0"/><a:t>{title}</a:t></a:r></a:p></c:rich>'
        '</c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>'
    )


def _bars(chart: Chart, looks: Looks) -> str:
    labels = (
        '<c:dLbls><c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/></c:dLbls>'
    )
    columns = "".join(
        f'<c:ser><c:idx val="{index}"/>'
        f'<c:order val="{index}"/>{_name(series, index)}{_fill(looks.colours[index % len(looks.colours)])}<c:invertIfNegative val="0"/>{labels}{_data(chart, series, index)}</c:ser>'
        for index, series in enumerate(chart.series)
    )
    line = (
        '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln>'
        "</c:spPr>"
    )
    return (
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/>'
        f'<c:varyColors val="0"/>{columns}<c:gapWidth val="120"/><c:axId val="111"/>'
        '<c:axId val="112"/></c:barChart>'
        '<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        '<c:crossAx val="112"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/>'
        '</c:scaling><c:delete val="0"/><c:axPos val="l"/>'
        f"<c:majorGridlines>{line}</c:majorGridlines>"
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="111"/>'
        '<c:crosses val="autoZero"/></c:valAx>'
    )


def _pie(chart: Chart, looks: Looks) -> str:
    series = chart.series[0]
    points = "".join(
        f'<c:dPt><c:idx val="{index}"/>'
        f'<c:bubble3D val="0"/>{_fill(looks.colours[index % len(looks.colours)], line=True)}</c:dPt>'
        for index in range(len(series.values))
    )
    return (
        '<c:pieChart><c:varyColors val="1"/><c:ser><c:idx val="0"/>'
        f'<c:order val="0"/>{_name(series, 0)}{points}{_data(chart, series, 0)}</c:ser>'
        '<c:firstSliceAng val="0"/></c:pieChart>'
    )


def _categories(chart: Chart) -> tuple[str, ...]:
    """Names on the axis; those of a pie say their share, for the legend.

    Labels at thin slices would cover each other.
    """
    if chart.kind is not ChartKind.PIE:
        return chart.categories
    values = [Decimal(value) for value in chart.series[0].values]
    whole = sum(values, Decimal(0))
    return tuple(
        f"{name} {share_text(value, whole)}"
        for name, value in zip(chart.categories, values, strict=True)
    )


def _fill(colour: str, *, line: bool = False) -> str:
    edge = (
        '<a:ln w="9525"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln>'
        if line
        else '<a:ln w="6350"><a:solidFill><a:srgbClr val="333333"/></a:solidFill></a:ln>'
    )
    return (
        f"<c:spPr><a:solidFill><a:srgbClr val={quoteattr(colour.lstrip('#').upper())}/>"
        f"</a:solidFill>{edge}</c:spPr>"
    )


def _column(index: int) -> str:
    return "BCDEFGHIJ"[index]


def _name(series: Series, index: int) -> str:
    return (
        f'<c:tx><c:strRef><c:f>数据!${_column(index)}$1</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{escape(series.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    )


def _data(chart: Chart, series: Series, index: int) -> str:
    last = len(chart.categories) + 1
    names = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(name)}</c:v></c:pt>'
        for at, name in enumerate(_categories(chart))
    )
    values = "".join(
        f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(series.values)
    )
    column = _column(index)
    return (
        f"<c:cat><c:strRef><c:f>数据!$A$2:$A${last}</c:f><c:strCache>"
        f'<c:ptCount val="{last - 1}"/>{names}</c:strCache></c:strRef></c:cat>'
        f"<c:val><c:numRef><c:f>数据!${column}$2:${column}${last}</c:f><c:numCache>"
        f'<c:formatCode>General</c:formatCode><c:ptCount val="{last - 1}"/>{values}</c:numCache>'
        "</c:numRef></c:val>"
    )
