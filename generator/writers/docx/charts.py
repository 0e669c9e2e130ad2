"""Native, editable charts: DrawingML with the workbook that Word opens on 编辑数据.

They look as the drawings of the PDF do (``generator/writers/svg``), as far as Word's own charts can: the
same numbers, colours, axis, size and order.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from generator.document.tree import Chart, ChartKind, Series
from generator.forms.styles import FormStyles
from generator.money import trimmed
from generator.writers.docx.package import rezip
from generator.writers.docx.parts import WordPackage
from generator.writers.docx.xml import A, C, R, given
from generator.writers.pdf.drawings import height_of, lowered
from generator.writers.svg import PRINT
from generator.writers.svg.pie import colour_of, first_turn, shares_of
from generator.writers.svg.scale import ticks

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EMU_PER_POINT = 12700
_BELOW_THE_LINE = Decimal("0.3")
"""What a line of text leaves below a drawing that stands in it, by the size of the text."""
_LEAST_SHARE = Decimal("0.05")
"""With a thinner slice the labels of a pie stand in its legend: Word lets them cover each other."""


def add_chart(
    package: WordPackage,
    chart: Chart,
    number: int,
    styles: FormStyles,
    date: str,
    size: tuple[int, int],
) -> str:
    """Add the chart's parts to the package; ``size`` is its width and height in EMU.

    Returns the drawing run to put into a paragraph.
    """
    from docx.opc.constants import RELATIONSHIP_TYPE as RT

    name = f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"
    book = package.add(name, SHEET_TYPE, _workbook(chart, date))
    text = _chart_xml(chart, styles).encode("utf-8")
    drawing = package.add(f"/word/charts/chart{number}.xml", CHART_TYPE, text)
    drawing.relate_to(book, RT.PACKAGE)
    relation = package.refer(RT.CHART, drawing)
    width, height = size
    title, alt = (escape(text, {'"': "&quot;"}) for text in (chart.title, chart.alt))
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{1000 + number}" name="{title}" descr="{alt}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{C}"><c:chart r:id="{relation}"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def chart_size(chart: Chart, styles: FormStyles, less: Decimal) -> tuple[int, int]:
    """Width and height in EMU: with its paragraph as much room as the drawing has in the PDF.

    ``less``: how many points of its height the drawing has given up there.
    """
    below = styles.roles["图"].size * _BELOW_THE_LINE
    height = height_of(lowered(chart, styles, less)) - below
    return int(PRINT.width * _EMU_PER_POINT), int(height * _EMU_PER_POINT)


def _workbook(chart: Chart, date: str) -> bytes:
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime.fromisoformat(date)})
    sheet = book.add_worksheet("数据")
    for column, series in enumerate(chart.series, 1):
        sheet.write_string(0, column, series.name)
        for row, amount in enumerate(series.amounts, 1):
            sheet.write_number(row, column, amount)
    for row, name in enumerate(_categories(chart), 1):
        sheet.write_string(row, 0, name)
    sheet.set_column(0, 0, 30)
    book.close()
    return rezip(buffer.getvalue())


def _chart_xml(chart: Chart, styles: FormStyles) -> str:
    font = quoteattr(styles.roles["图"].face.word)
    if chart.kind is ChartKind.PIE:
        plot = _pie(chart, styles)
        legend = given(_has_thin_slices(chart), _LEGEND.format("r", _BESIDE))
    else:
        plot = _bars(chart, styles)
        legend = given(len(chart.series) > 1, _LEGEND.format("t", _AT_THE_TOP))
    title = _title(chart)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}">'
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/><c:chart>'
        f'{title}<c:autoTitleDeleted val="{int(not title)}"/><c:plotArea>'
        f"{_area(chart)}{plot}</c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>'
        "</c:chart>"
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln>'
        "</c:spPr>"
        '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900"><a:solidFill>'
        f'<a:srgbClr val="000000"/></a:solidFill><a:latin typeface={font}/><a:ea typeface={font}/>'
        '</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


_LEGEND = '<c:legend><c:legendPos val="{}"/>{}<c:overlay val="0"/></c:legend>'
_AT_THE_TOP = (
    '<c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0.35"/>'
    '<c:y val="0.02"/></c:manualLayout></c:layout>'
)

# The right half of the drawing: a legend that looks for its own place may cover the pie.
_BESIDE = (
    '<c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0.5"/>'
    '<c:y val="0.06"/><c:w val="0.49"/><c:h val="0.88"/></c:manualLayout></c:layout>'
)


def _area(chart: Chart) -> str:
    """Where the plot stands: columns leave room for the legend and for the values above them."""
    if chart.kind is not ChartKind.PIE:
        sides = ("0.09", "0.24", "0.89", "0.62")
    elif _has_thin_slices(chart):
        sides = ("0.1", "0.12", "0.33", "0.76")
    else:
        sides = ("0.34", "0.16", "0.33", "0.68")
    places = "".join(f'<c:{name} val="{side}"/>' for name, side in zip("xywh", sides, strict=True))
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/>{places}</c:manualLayout></c:layout>'
    )


def _title(chart: Chart) -> str:
    """The title of a chart: none beside a caption that says the same. Percentages have no unit."""
    words = []
    if chart.caption is None:
        words.append(chart.title)
    if chart.kind is not ChartKind.PIE:
        words.append(f"单位：{chart.unit}")
    if not words:
        return ""
    lines = "".join(
        '<a:p><a:pPr><a:defRPr sz="900" b="0"/></a:pPr><a:r><a:rPr lang="zh-CN" sz="900" b="0"/>'
        f"<a:t>{escape(text)}</a:t></a:r></a:p>"
        for text in words
    )
    layout = ""
    if chart.caption is not None:
        # The unit stands in the upper left corner.
        layout = (
            '<c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0.01"/>'
            '<c:y val="0.01"/></c:manualLayout></c:layout>'
        )
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr/>{lines}</c:rich></c:tx>{layout}"
        '<c:overlay val="0"/></c:title>'
    )


def _bars(chart: Chart, styles: FormStyles) -> str:
    marks = ticks([amount for series in chart.series for amount in series.amounts])
    columns = "".join(
        f'<c:ser><c:idx val="{index}"/>'
        f'<c:order val="{index}"/>{_name(series, index)}{_fill(styles.colours[index % len(styles.colours)])}<c:invertIfNegative val="0"/>{_labels(series)}{_data(chart, series, index)}</c:ser>'
        for index, series in enumerate(chart.series)
    )
    line = (
        '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln>'
        "</c:spPr>"
    )
    return (
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/>'
        f'<c:varyColors val="0"/>{columns}<c:gapWidth val="180"/><c:overlap val="-14"/><c:axId val="111"/>'
        '<c:axId val="112"/></c:barChart>'
        '<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        '<c:txPr><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p><a:pPr><a:defRPr/></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr><c:crossAx val="112"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{trimmed(marks[-1])}"/><c:min val="{trimmed(marks[0])}"/>'
        '</c:scaling><c:delete val="0"/><c:axPos val="l"/>'
        f"<c:majorGridlines>{line}</c:majorGridlines>"
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="111"/>'
        f'<c:crosses val="autoZero"/><c:crossBetween val="between"/><c:majorUnit val="{trimmed(marks[1] - marks[0])}"/></c:valAx>'
    )


def _labels(series: Series) -> str:
    """The values above the columns, each as the text writes it."""
    shown = (
        '<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/>'
    )
    usual = _format(series.values[0]) if series.values else "General"
    other = "".join(
        f'<c:dLbl><c:idx val="{at}"/><c:numFmt formatCode="{_format(value)}" sourceLinked="0"/>'
        f"{shown}</c:dLbl>"
        for at, value in enumerate(series.values)
        if _format(value) != usual
    )
    return f'<c:dLbls>{other}<c:numFmt formatCode="{usual}" sourceLinked="0"/>{shown}</c:dLbls>'


def _format(value: str) -> str:
    """The number format that writes an amount as the text does."""
    integer = "#,##0" if "," in value else "0"
    decimals = len(value.partition(".")[2])
    return f"{integer}.{'0' * decimals}" if decimals else integer


def _pie(chart: Chart, styles: FormStyles) -> str:
    series = chart.series[0]
    # A slice that is the whole pie touches no other.
    edge = _WHITE if len(series.values) > 1 else _NO_EDGE
    points = "".join(
        f'<c:dPt><c:idx val="{index}"/>'
        f'<c:bubble3D val="0"/>{_fill(colour_of(index, styles.colours), edge)}</c:dPt>'
        for index in range(len(series.values))
    )
    # The names say the shares, in the legend and at the slices alike.
    shown = int(not _has_thin_slices(chart))
    position = '<c:dLblPos val="outEnd"/>' if shown else ""
    labels = (
        f'<c:dLbls>{position}<c:showLegendKey val="0"/><c:showVal val="0"/>'
        f'<c:showCatName val="{shown}"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        f'<c:showBubbleSize val="0"/><c:showLeaderLines val="{shown}"/></c:dLbls>'
    )
    turn = int(first_turn(series.amounts) * 360)
    return (
        '<c:pieChart><c:varyColors val="1"/><c:ser><c:idx val="0"/>'
        f'<c:order val="0"/>{_name(series, 0)}{points}{labels}{_data(chart, series, 0)}</c:ser>'
        f'<c:firstSliceAng val="{turn}"/></c:pieChart>'
    )


def _categories(chart: Chart) -> tuple[str, ...]:
    """Names on the axis; those of a pie say their share, for the legend.

    Labels at thin slices would cover each other.
    """
    if chart.kind is not ChartKind.PIE:
        return chart.categories
    shares = zip(chart.categories, shares_of(chart), strict=True)
    return tuple(f"{name} {share}" for name, share in shares)


def _has_thin_slices(chart: Chart) -> bool:
    amounts = chart.series[0].amounts
    return min(amounts) < sum(amounts, Decimal(0)) * _LEAST_SHARE


_WHITE = '<a:ln w="9525"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln>'
_DARK = '<a:ln w="6350"><a:solidFill><a:srgbClr val="333333"/></a:solidFill></a:ln>'
_NO_EDGE = "<a:ln><a:noFill/></a:ln>"


def _fill(colour: str, edge: str = _DARK) -> str:
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
        f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(series.amounts)
    )
    column = _column(index)
    return (
        f"<c:cat><c:strRef><c:f>数据!$A$2:$A${last}</c:f><c:strCache>"
        f'<c:ptCount val="{last - 1}"/>{names}</c:strCache></c:strRef></c:cat>'
        f"<c:val><c:numRef><c:f>数据!${column}$2:${column}${last}</c:f><c:numCache>"
        f'<c:formatCode>General</c:formatCode><c:ptCount val="{last - 1}"/>{values}</c:numCache>'
        "</c:numRef></c:val>"
    )
