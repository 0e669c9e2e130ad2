"""Charts: what they say, and that nothing in them overlaps."""

from __future__ import annotations

import shutil
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from generator.document.tree import Chart, ChartKind, Paragraph, Series, plain
from generator.money import trimmed
from generator.pipeline.checking import check
from generator.writers.svg import PRINT, SCREEN, DrawingSize, chart_svg
from generator.writers.svg.geometry import Span, number, on_circle, spread
from generator.writers.svg.labels import text_width, wrap
from generator.writers.svg.pie import share_text
from generator.writers.svg.scale import ticks
from tests.helpers import document_of, examples
from tests.writers.small import column, pie, styles

DATA = Path(__file__).parents[2] / "data"
SVG = "{http://www.w3.org/2000/svg}"
FRAMES = [PRINT, SCREEN]


def drawn(chart: Chart, frame: DrawingSize = PRINT) -> etree._Element:
    return etree.fromstring(chart_svg(chart, styles(), frame).encode())


def texts(root: etree._Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def many(count: int, values: str = "0.5") -> Chart:
    """One large slice and many small ones with long names."""
    names = ("一般公共服务支出", *(f"文化旅游体育与传媒支出{index}" for index in range(count)))
    return Chart(
        "图",
        ChartKind.PIE,
        "结构",
        names,
        (Series("支出", ("1500", *([values] * count))),),
        "万元",
        "说明",
    )


def boxes(root: etree._Element) -> list[tuple[Decimal, Decimal, Decimal, Decimal]]:
    """Left, top, right, bottom of each upright text, as the writer estimates widths."""
    found = []
    for element in root.iter(f"{SVG}text"):
        x, y, size = (Decimal(element.get(name)) for name in ("x", "y", "font-size"))
        width = text_width(element.text, size)
        left = {"start": x, "middle": x - width / 2, "end": x - width}[element.get("text-anchor")]
        found.append((left, y - size * Decimal("0.85"), left + width, y + size * Decimal("0.15")))
    return found


def overlap(one: tuple[Decimal, ...], other: tuple[Decimal, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_title_description_and_role() -> None:
    root = drawn(column())
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "收、支决算总计变动情况图"
    assert root.findtext(f"{SVG}desc") == "柱状图的文字说明。"


def test_columns_show_every_value_category_series_and_the_unit() -> None:
    shown = texts(drawn(column()))
    assert shown.count("1845.83") == 2
    assert shown.count("554.97") == 2
    assert {"收入", "支出", "2022年度", "2023年度", "单位：万元", "0", "500", "2000"} <= set(shown)


def test_one_series_has_no_legend() -> None:
    one = replace(column(), series=column().series[:1])
    assert "2022年度" not in texts(drawn(one))


def test_a_chart_without_caption_carries_its_title() -> None:
    assert "支出决算结构图" not in texts(drawn(pie()))
    assert "支出决算结构图" in texts(drawn(replace(pie(), caption=None)))


def test_heights_are_proportional_and_negative_values_hang_down() -> None:
    chart = replace(column(), categories=("甲", "乙"), series=(Series("年", ("100", "-50")),))
    up, down = drawn(chart).findall(f"{SVG}rect")
    assert abs(Decimal(up.get("height")) - 2 * Decimal(down.get("height"))) <= Decimal("0.02")
    assert Decimal(up.get("y")) + Decimal(up.get("height")) == Decimal(down.get("y"))


def test_all_zero_draws_an_axis_and_no_columns() -> None:
    chart = replace(column(), series=(Series("年", ("0", "0")),))
    assert drawn(chart).findall(f"{SVG}rect") == []


def test_a_legend_is_wrapped_only_when_it_is_too_long() -> None:
    def rows(names: tuple[str, ...]) -> int:
        chart = replace(column(), series=tuple(Series(name, ("1", "2")) for name in names))
        return len(
            {
                element.get("y")
                for element in drawn(chart).iter(f"{SVG}text")
                if element.text in names
            }
        )

    assert rows(("甲", "乙", "丙")) == 1
    assert rows(tuple(f"一般公共预算财政拨款收入{index}" for index in range(6))) > 1


def test_the_value_of_a_zero_stands_above_the_axis_that_of_a_negative_below() -> None:
    chart = replace(
        column(),
        categories=("甲", "乙", "丙"),
        series=(Series("年", ("0.00", "-500.25", "500.75")),),
    )
    root = drawn(chart)
    axis = next(
        Decimal(line.get("y1"))
        for line in root.iter(f"{SVG}line")
        if line.get("stroke") == "#595959"
    )
    where = {element.text: Decimal(element.get("y")) for element in root.iter(f"{SVG}text")}
    assert where["0.00"] < axis < where["-500.25"]
    assert axis - where["0.00"] < 10


@pytest.mark.parametrize(
    "values", [("1784.28",), ("50", "0", "50"), ("25", "50", "25"), ("10", "80", "10")]
)
def test_every_slice_has_one_label_also_the_one_that_lies_just_below(
    values: tuple[str, ...],
) -> None:
    """A slice whose middle is half a turn stands on one side, not on both and not on none."""
    names = tuple("甲乙丙"[: len(values)])
    root = drawn(replace(pie(), categories=names, series=(Series("收入", values),)))
    labels = [text[0] for text in texts(root) if text[:1] in names]
    assert sorted(labels) == sorted(names)
    middle = Decimal(root.get("viewBox").split()[2]) / 2
    places = {
        element.text[0]: Decimal(element.get("x"))
        for element in root.iter(f"{SVG}text")
        if (element.text or " ")[0] in names
    }
    below = {1: "甲", 3: "乙"}[len(values)]
    assert places[below] < middle


def test_pie_labels_have_one_decimal_half_up() -> None:
    assert {"基本支出 30.1%", "项目支出 69.9%"} <= set(texts(drawn(pie())))
    assert share_text(Decimal("0.05"), Decimal(100)) == "0.1%"
    assert share_text(Decimal(1), Decimal(1)) == "100.0%"


def test_a_pie_with_one_slice_is_a_whole_circle() -> None:
    chart = replace(pie(), categories=("财政拨款",), series=(Series("收入", ("1784.28",)),))
    root = drawn(chart)
    assert len(root.findall(f"{SVG}circle")) == 1
    assert not root.findall(f"{SVG}path")
    assert "财政拨款 100.0%" in texts(root)


def test_first_and_last_slice_differ_in_colour() -> None:
    colours = len(styles().colours)
    paths = drawn(many(colours, "100")).findall(f"{SVG}path")
    assert len(paths) == colours + 1
    assert paths[0].get("fill") != paths[-1].get("fill")


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("count", [1, 5, 12, 25])
def test_pie_labels_never_overlap_nor_leave_the_drawing(frame: DrawingSize, count: int) -> None:
    root = drawn(many(count), frame)
    width, height = (Decimal(root.get(name)) for name in ("width", "height"))
    found = boxes(root)
    assert not any(
        overlap(one, other) for index, one in enumerate(found) for other in found[:index]
    )
    assert all(
        left >= 0 and top >= 0 and right <= width and bottom <= height
        for left, top, right, bottom in found
    )


Point = tuple[Decimal, Decimal]


def side(start: Point, end: Point, point: Point) -> Decimal:
    """On which side of a line a point lies."""
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])


def cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether two pieces of lines cross; to touch is not to cross."""
    return all(
        side(*line, ends[0]) * side(*line, ends[1]) < 0
        for line, ends in ((one, other), (other, one))
    )


def along(line: tuple[Point, Point]) -> list[Point]:
    """Forty points of a piece of a line, from one end to the other."""
    (x1, y1), (x2, y2) = line
    return [(x1 + (x2 - x1) * part / 40, y1 + (y2 - y1) * part / 40) for part in range(41)]


def leaders(root: etree._Element) -> list[list[tuple[Point, Point]]]:
    """The pieces of each leader, from the rim to the label."""
    lines = []
    for element in root.iter(f"{SVG}polyline"):
        points = [tuple(map(Decimal, pair.split(","))) for pair in element.get("points").split()]
        lines.append(list(pairwise(points)))
    return lines


@st.composite
def pies(draw: st.DrawFn) -> Chart:
    """A pie whose slices are large, thin or alike, with short and long names."""
    count = draw(st.integers(1, 9))
    sizes = st.one_of(st.integers(20, 60), st.integers(200, 20000))
    values = draw(st.lists(sizes, min_size=count, max_size=count))
    lengths = draw(st.lists(st.integers(2, 30), min_size=count, max_size=count))
    names = tuple(
        f"{'一般公共预算财政拨款国有资本经营收入支出' * 2}"[:length] for length in lengths
    )
    series = (Series("收入", tuple(str(Decimal(value) / 100) for value in values)),)
    return replace(pie(), categories=names, series=series)


NINETY = replace(
    pie(),
    categories=("一般公共预算财政拨款收入", *(f"其他来源的收入{index}" for index in range(7))),
    series=(Series("收入", ("900", "20", "10", "5", "30", "15", "10", "10")),),
)


@given(pies(), st.sampled_from(FRAMES))
@example(NINETY, PRINT)
@example(NINETY, SCREEN)
@settings(max_examples=examples(60), deadline=None)
def test_labels_cross_neither_the_pie_nor_each_other_nor_a_leader(
    chart: Chart, frame: DrawingSize
) -> None:
    root = drawn(chart, frame)
    labels = boxes(root)
    width, height = (Decimal(root.get(name)) for name in ("width", "height"))
    path = next(root.iter(f"{SVG}path", f"{SVG}circle"))
    if path.tag == f"{SVG}circle":
        x, y, radius = (Decimal(path.get(name)) for name in ("cx", "cy", "r"))
    else:
        # M centre L rim A radius …
        words = path.get("d").replace("L", " ").replace("A", " ").replace("M", " ").split()
        x, y, radius = Decimal(words[0]), Decimal(words[1]), Decimal(words[4])
    for index, box in enumerate(labels):
        assert not any(overlap(box, other) for other in labels[:index])
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= width
        assert box[3] <= height
        assert box[2] < x - radius or box[0] > x + radius
    lines = leaders(root)
    assert len(lines) == len(chart.categories)
    for index, pieces in enumerate(lines):
        others = [piece for line in lines[:index] for piece in line]
        assert not any(cross(piece, other) for piece in pieces for other in others)
        for across, down in (point for piece in pieces for point in along(piece)):
            assert (across - x) ** 2 + (down - y) ** 2 > (radius - Decimal("0.02")) ** 2
            assert not any(
                left < across < right and top < down < bottom for left, top, right, bottom in labels
            )


def test_thin_slices_side_by_side_lie_at_the_side_where_their_leaders_have_room() -> None:
    ends = [line[1][0][1] for line in leaders(drawn(NINETY))]
    thin = sorted(ends[1:])
    assert min(below - above for above, below in pairwise(thin)) > 1


def test_shares_are_printed_as_the_text_has_them() -> None:
    chart = replace(pie(), shares=("30.07%", "69.93%"))
    assert {"基本支出 30.07%", "项目支出 69.93%"} <= set(texts(drawn(chart)))
    assert not any("万元" in text for text in texts(drawn(chart)))


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("count", [1, 2, 4, 8])
def test_column_texts_never_overlap(frame: DrawingSize, count: int) -> None:
    names = tuple(f"文化旅游体育与传媒支出{index}" for index in range(count))
    series = tuple(Series(f"{year}年度", ("12345.67",) * count) for year in (2022, 2023))
    root = drawn(Chart("图", ChartKind.COLUMN, "多", names, series, "万元", "说明"), frame)
    for element in list(root.iter(f"{SVG}text")):
        if element.get("transform"):
            root.remove(element)
    found = boxes(root)
    assert not any(
        overlap(one, other) for index, one in enumerate(found) for other in found[:index]
    )


def test_markup_in_names_is_escaped() -> None:
    chart = replace(pie(), categories=("甲<乙>", "丙&丁"), caption=None, title="“A&B”<")
    assert any("甲<乙>" in text for text in texts(drawn(chart)))


@given(st.lists(st.decimals("-100000", "1000000", places=2), min_size=1, max_size=8))
def test_ticks_are_round_and_enclose_all_values(values: list[Decimal]) -> None:
    marks = ticks(values)
    steps = {later - earlier for earlier, later in pairwise(marks)}
    assert len(steps) == 1
    assert marks[0] <= min(*values, Decimal(0))
    assert marks[-1] >= max(*values, Decimal(0))
    assert 0 in marks
    assert steps.pop().normalize().as_tuple().digits in {(1,), (2,), (2, 5), (5,)}
    assert len(marks) <= 9


def test_tick_text_drops_trailing_zeros_only_behind_the_point() -> None:
    assert [trimmed(Decimal(text)) for text in ("2000", "2.50", "1E+3", "0.0")] == [
        "2000",
        "2.5",
        "1000",
        "0",
    ]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12), st.data())
def test_spread_keeps_order_and_gaps(heights: list[int], data: st.DataObject) -> None:
    wishes = sorted(
        data.draw(st.lists(st.integers(0, 300), min_size=len(heights), max_size=len(heights)))
    )
    spans = [
        Span(Decimal(wish), Decimal(height)) for wish, height in zip(wishes, heights, strict=True)
    ]
    middles = spread(spans, Decimal(0), Decimal(300), Decimal(2))
    for (one, middle), (other, below) in pairwise(list(zip(spans, middles, strict=True))):
        assert middle + one.height / 2 + 2 <= below - other.height / 2
    assert middles[0] - spans[0].height / 2 >= 0
    if sum(heights) + 2 * len(heights) <= 300:
        assert middles[-1] + spans[-1].height / 2 <= 300


def test_wrapping_keeps_numbers_whole_and_shortens_what_is_too_long() -> None:
    size = Decimal(10)
    assert wrap("完成2023年度", size, Decimal(50), 3) == ("完成2023", "年度")
    assert wrap("一般公共服务（类）", size, Decimal(70), 3) == ("一般公共服务", "（类）")
    lines = wrap("很长" * 30, size, Decimal(50), 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(text_width(line, size) <= 50 for line in lines)


def test_points_on_the_circle_are_decimals() -> None:
    assert on_circle(Decimal(0), Decimal(0), Decimal(10), Decimal("0.25")) == (
        Decimal(10),
        Decimal(0),
    )
    assert number(Decimal("-0.001")) == "0"


@pytest.mark.parametrize("name", ["云汀区文旅局（虚构）-2023", "泸州市委办-2023"])
def test_a_slice_has_the_share_that_the_text_prints(name: str) -> None:
    """Of the printed whole, which may be a cent more than the sum of its printed parts."""
    document = document_of(DATA / f"{name}.yaml")
    text = "\n".join(
        plain(block.inlines)
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Paragraph)
    )
    charts = [block for section in document.sections for block in section.blocks]
    pies = [chart for chart in charts if isinstance(chart, Chart) and chart.kind is ChartKind.PIE]
    assert len(pies) >= 3
    for pie_chart in pies:
        for category, share in zip(pie_chart.categories, pie_chart.shares, strict=True):
            assert share in text, (pie_chart.title, category, share)


def test_no_pie_is_drawn_of_parts_below_zero(tmp_path: Path) -> None:
    """Its shares would not be those of the text; the other charts stand, numbered without a gap."""
    shutil.copytree(DATA / "上年", tmp_path / "上年")
    text = (DATA / "云汀区文旅局（虚构）-2023.yaml").read_text(encoding="utf-8")
    path = tmp_path / "某局-2023.yaml"
    for amount in ("52300", "-52300"):
        changed = text.replace(
            "经营支出: {30201 办公费: 52300", f"经营支出: {{30201 办公费: {amount}"
        )
        path.write_text(changed, encoding="utf-8")
        document = check(path).document
        assert document is not None
        blocks = [block for section in document.sections for block in section.blocks]
        charts = [block for block in blocks if isinstance(block, Chart)]
        titles = [chart.title for chart in charts]
        assert ("支出决算结构图" in titles) == (amount == "52300")
        captions = [chart.caption or "" for chart in charts]
        assert all(text.startswith(f"（图{at}：") for at, text in enumerate(captions, 1))


def test_no_chart_shows_nothing_but_zeros(tmp_path: Path) -> None:
    path = tmp_path / "某局-2023.yaml"
    # Five yuan are printed as 0.00.
    for amount, is_drawn in (("0", False), ("5", False), ("50000", True)):
        path.write_text(
            "版式: 四川\n年度: 2023\n金额单位: 元\n单位: {名称: 某协会, 口径: 单位, 性质: 事业单位}\n"
            f"收入: {{一般公共预算财政拨款收入: {{2070101 行政运行: {amount}}}}}\n"
            "支出: {一般公共预算: {2070101 行政运行: {基本支出: {30101 基本工资: "
            f"{amount}}}}}}}}}\n",
            encoding="utf-8",
        )
        document = check(path).document
        assert document is not None
        blocks = [block for section in document.sections for block in section.blocks]
        assert any(isinstance(block, Chart) for block in blocks) == is_drawn
