"""juesuan audit: where something is, in the words of the document."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from generator.audit.audit import audit
from generator.audit.tails import in_few
from generator.extracting.content import (
    Extract,
    ExtractedCell,
    ExtractedParagraph,
    ExtractedTable,
    Spot,
)
from generator.statements.places import PlaceNames
from generator.statements.printed_tables import printed_tables
from generator.statements.statements import statements_of
from tests.audited_sentences import HEAD

Block = ExtractedParagraph | ExtractedTable
LINES = (
    "某局2024年度部门决算",
    "第三部分 2024年度部门决算情况说明",
    "一、收入支出决算总体情况说明",
    "2024年度收、支总计100万元。",
    "八、“三公”经费支出决算情况说明",
    "（二）具体情况说明",
    "1.因公出国（境）费0万元。",
    "没有安排团组。",
    "2.公务接待费3万元。",
    "第四部分 附件",
    "附件1",
    "部门整体支出绩效评价报告",
    "一、基本情况",
    "（一）机构情况。",
    "设有三个科室。",
)
TABLE = (
    ("项目", "", "本年支出合计", "基本支出"),
    ("功能分类科目编码", "科目名称", "", ""),
    ("合计", "", "100.00", "60.00"),
    ("2010301", "行政运行", "60.00", "60.00"),
)
SHEET = (
    ("项目名称", "某项目", "", ""),
    ("项目资金", "预算执行率", "权重", "得分"),
    ("总额", "100%", "10", "10"),
    ("三级指标", "指标值", "权重", "得分"),
    ("开放天数", "300", "90", "88"),
)


def paragraphs(lines: Sequence[str], page: int = 0) -> list[ExtractedParagraph]:
    return [ExtractedParagraph(line, Spot(n, page=page)) for n, line in enumerate(lines, 1)]


def table(number: int, rows: Sequence[Sequence[str]], sheet: str = "") -> ExtractedTable:
    cells = tuple(
        tuple(
            ExtractedCell(text, Spot(0, number, row, at, sheet=sheet))
            for at, text in enumerate(texts, 1)
        )
        for row, texts in enumerate(rows, 1)
    )
    return ExtractedTable(cells, Spot(0, number, sheet=sheet))


def places(extract: Extract) -> PlaceNames:
    return statements_of(extract).places


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (1, "第 1 段"),
        (3, "标题“一、收入支出决算总体情况说明”"),
        (4, "“一、收入支出决算总体情况说明”一节"),
        (6, "标题“八、‘三公’经费支出决算情况说明（二）”"),
        (7, "“八、‘三公’经费支出决算情况说明（二）1.”一节"),
        (8, "“八、‘三公’经费支出决算情况说明（二）1.”一节"),
        (9, "“八、‘三公’经费支出决算情况说明（二）2.”一节"),
        (15, "“部门整体支出绩效评价报告 一、（一）”一节"),
    ],
)
def test_a_paragraph_is_named_by_its_headings(line: int, name: str) -> None:
    assert str(places(Extract(tuple(paragraphs(LINES)))).name(Spot(line))) == name
    of_pages = places(Extract(tuple(paragraphs(LINES, page=7))))
    on_page = str(of_pages.name(Spot(line, page=7)))
    assert on_page == ("第 7 页" if line == 1 else f"第 7 页{name}")


@pytest.mark.parametrize(
    ("lines", "row", "column", "name"),
    [
        (["支出决算表", "公开03表"], 3, 3, "公开03《支出决算表》“合计”行“本年支出合计”列"),
        (["支出决算表"], 4, 4, "《支出决算表》“2010301 行政运行”行“基本支出”列"),
        (["公开03表"], 4, 2, "公开03表“行政运行”一格"),
        ([], 4, 4, "第 1 张表“2010301 行政运行”行“基本支出”列"),
        (["支出决算表"], 9, 9, "《支出决算表》第 9 行第 9 列"),
    ],
)
def test_a_cell_is_named_by_title_row_and_column(
    lines: list[str], row: int, column: int, name: str
) -> None:
    named = places(Extract((*paragraphs(lines), table(1, TABLE))))
    assert str(named.name(Spot(0, 1, row, column))) == name


def test_a_cell_of_a_sheet_is_named_by_project_and_indicator() -> None:
    named = places(Extract((table(1, SHEET),)))
    assert str(named.name(Spot(0, 1, 5, 4))) == "自评表“某项目”“开放天数”行“得分”列"
    assert str(named.name(Spot(0, 1, 3, 2))) == "自评表“某项目”“总额”行“预算执行率”列"


def test_lines_and_cells_of_workbooks_keep_their_names() -> None:
    named = places(Extract((table(1, TABLE, sheet="Z03"),)))
    assert str(named.name(Spot(0, 1, 12, 28, sheet="Z03"))) == "工作表“Z03”AB12"
    assert str(named.name(Spot(3, line=3))) == "第 3 行"


def test_places_beside_one_another_are_named_once() -> None:
    named = places(Extract((*paragraphs(LINES), table(1, TABLE))))
    cells = [Spot(0, 1, 3, 3), Spot(0, 1, 4, 3), Spot(0, 1, 4, 3), Spot(4)]
    listed = named.listed(cells, Spot(4), 5)
    first, second, text = listed.split("、", 2)
    assert first == "第 1 张表“合计”行“本年支出合计”列"
    assert second == "“2010301 行政运行”行“本年支出合计”列"
    assert text == "同一段"
    assert named.beside(cells[1], cells[0]) == "同一张表“2010301 行政运行”行“本年支出合计”列"
    assert named.beside(Spot(8), Spot(7)) == "同一节另一段"


def test_every_remark_has_its_place() -> None:
    wrong = [
        (*row, last) for row, last in zip(TABLE, ("项目支出", "", "40.00", "5.00"), strict=True)
    ]
    extract = Extract((*paragraphs((*HEAD, "支出决算表")), table(1, wrong)))
    remarks = audit(extract).remarks
    assert remarks
    assert all(str(item.place) for item in remarks)
    assert any(item.place.area == "《支出决算表》" for item in remarks)


def test_a_cell_is_told_once_in_a_table_printed_in_parts() -> None:
    """The total stands in each part of a wide table."""
    heads = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
    rows = [
        heads,
        ("201", "公共服务", "10.00", "5.00", "4.00"),
        ("202", "外交", "9.00", "9.00", ""),
    ]
    blocks: list[Block] = [
        *paragraphs(("支出决算明细表",)),
        table(1, rows),
        *(ExtractedParagraph("支出决算明细表（续）", Spot(n, 1)) for n in (2,)),
        table(2, rows),
    ]
    remarks = [item for item in audit(Extract(tuple(blocks))).remarks if item.rule == "表内横向"]
    assert [str(item.place) for item in remarks] == ["《支出决算明细表》“201 公共服务”行“合计”列"]
    named = places(Extract(tuple(blocks)))
    there = [Spot(0, 2, 2, 3), Spot(0, 1, 2, 3), Spot(0, 1, 3, 3), Spot(0, 2, 3, 3)]
    assert named.others(there, Spot(0, 1, 2, 3)) == [Spot(0, 1, 3, 3)]


def test_tails_are_one_finding_with_each_cell_once() -> None:
    heads = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
    rows = [
        heads,
        ("201", "公共服务", "10.01", "5.00", "5.00"),
        ("202", "外交", "9.01", "9.00", ""),
    ]
    blocks: list[Block] = [*paragraphs(("支出决算明细表",)), table(1, rows)]
    blocks += [ExtractedParagraph("支出决算明细表（续）", Spot(2, 1)), table(2, rows)]
    (hint,) = in_few(audit(Extract(tuple(blocks))).remarks)
    assert hint.message == "尾差 2 处，都是四舍五入引起的，不用改"
    (detail,) = hint.details
    assert detail.startswith("《支出决算明细表》 2 处，如“201 公共服务”行“合计”列：")


HEADS = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
WRONG = (HEADS, ("", "合计", "9.00", "5.00", "4.00"), ("201", "公共服务", "10.00", "5.00", "4.00"))
TAIL = (HEADS, ("", "合计", "9.01", "5.00", "4.00"), ("201", "公共服务", "9.01", "5.00", "4.00"))
Rows = Sequence[Sequence[str]]


def printed(*parts: tuple[Sequence[str], Rows]) -> Extract:
    """Tables, each with the paragraphs before it."""
    blocks: list[Block] = []
    for number, (lines, rows) in enumerate(parts, 1):
        blocks += paragraphs(lines)
        blocks.append(table(number, rows))
    return Extract(tuple(blocks))


def across(extract: Extract) -> list[str]:
    """Where rows do not add up."""
    return [str(item.place) for item in audit(extract).remarks if item.rule == "表内横向"]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ((["支出决算表"],) * 2, ("《支出决算表》（第 1 张）", "《支出决算表》（第 2 张）")),
        (
            (["支出决算表", "部门：甲局 单位：万元"], ["支出决算表", "部门：乙局 单位：万元"]),
            ("《支出决算表》（甲局）", "《支出决算表》（乙局）"),
        ),
        (
            (["支出决算表", "部门：甲局"], ["支出决算表（续）", "部门：乙局"]),
            ("《支出决算表》（甲局）", "《支出决算表》（乙局）"),
        ),
    ],
)
def test_two_tables_of_one_title_are_two(
    lines: Sequence[Sequence[str]], names: Sequence[str]
) -> None:
    """A 部门 prints the tables of its units one after another."""
    extract = printed((lines[0], WRONG), (lines[1], WRONG))
    assert across(extract) == [f"{name}“201 公共服务”行“合计”列" for name in names]
    named = places(extract)
    there, here = Spot(0, 2, 2, 3), Spot(0, 1, 3, 3)
    assert named.beside(there, here) == f"{names[1]}“合计”行“合计”列"
    assert named.others([there, Spot(0, 2, 3, 3)], here) == [there, Spot(0, 2, 3, 3)]


def test_a_table_goes_on_with_its_next_subjects_and_beside_with_other_columns() -> None:
    total = [row[:3] for row in WRONG]
    columns = [(*row[:3], number) for row, number in zip(WRONG, ("结余", "", "3.00"), strict=True)]
    beside = places(printed((["明细表"], total), (["明细表"], columns)))
    assert beside.key(Spot(0, 2, 3, 3)) == beside.key(Spot(0, 1, 3, 3))
    next_rows = (HEADS, ("202", "外交", "9.00", "5.00", "4.00"))
    behind = places(printed((["明细表"], WRONG), (["明细表"], next_rows)))
    assert str(behind.name(Spot(0, 2, 2, 3))) == "《明细表》“202 外交”行“合计”列"
    raised = [(*row[:2], row[2].replace("9.00", "8.00"), row[3]) for row in columns]
    differing = places(printed((["明细表"], total), (["明细表"], raised)))
    assert str(differing.name(Spot(0, 2, 3, 3))).startswith("《明细表》（第 2 张）")


def test_tails_of_two_tables_of_one_title_are_two_lines() -> None:
    (hint,) = in_few(audit(printed((["支出决算表"], TAIL), (["支出决算表"], TAIL))).remarks)
    assert [detail.partition("，")[0] for detail in hint.details] == [
        "《支出决算表》（第 1 张） 2 处",
        "《支出决算表》（第 2 张） 2 处",
    ]


@pytest.mark.parametrize(
    ("rows", "is_part"),
    [
        ((HEADS, ("202", "外交", "9.00", "5.00", "4.00")), True),
        ((HEADS, ("", "合计", "8.00", "4.00", "4.00"), ("202", "外交", "8", "4", "4")), False),
        (WRONG, False),
        ((("部门：乙局", *[""] * 4), HEADS, ("202", "外交", "9.00", "5.00", "4.00")), False),
    ],
)
def test_a_table_of_the_next_page_goes_on_unless_it_begins_anew(rows: Rows, is_part: bool) -> None:
    first = (("部门：甲局", *[""] * 4), *WRONG)
    parts = [
        ExtractedTable(
            tuple(
                tuple(replace(cell, spot=replace(cell.spot, page=number)) for cell in row)
                for row in table(number, texts).rows
            ),
            Spot(0, number, page=number),
        )
        for number, texts in enumerate((first, rows), 1)
    ]
    before = [ExtractedParagraph("支出决算表", Spot(n, page=n)) for n in (1, 2)]
    extract = Extract((before[0], parts[0], before[1], parts[1]))
    assert len(printed_tables(extract)) == 2 - is_part


def test_scores_are_points() -> None:
    sheet = [*SHEET, ("合计", "", "100", "99")]
    remarks = audit(Extract((table(1, sheet),))).remarks
    (message,) = [item.message for item in remarks if "得分合计" in item.message]
    assert "＝98分，" in message
