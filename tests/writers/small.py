"""Small documents, built by hand, for the tests of writers."""

from __future__ import annotations

from pathlib import Path

import yaml

from generator.document.tree import (
    Block,
    Cell,
    Chart,
    ChartKind,
    Document,
    Heading,
    Mark,
    Number,
    Origin,
    Paragraph,
    Row,
    Section,
    Series,
    Table,
    Text,
    Toc,
    TocEntry,
)
from generator.forms.styles import FormStyles, parse_styles

TITLE = "2023年度某局部门决算"
NARRATIVE = "与2022年度相比，收、支总计各增加1,290.86万元，增长232.6%。主要变动原因是缴纳土地出让金及契税、印花税，严格执行中央八项规定精神。"


def styles() -> FormStyles:
    """The looks of the form 四川."""
    path = Path(__file__).parents[2] / "templates" / "基础" / "版面.yaml"
    return parse_styles(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))


def column() -> Chart:
    """Two categories, two series."""
    series = (Series("2022年度", ("554.97", "554.97")), Series("2023年度", ("1845.83", "1845.83")))
    return Chart(
        "图1",
        ChartKind.COLUMN,
        "收、支决算总计变动情况图",
        ("收入", "支出"),
        series,
        "万元",
        "柱状图的文字说明。",
        "（图1：变动情况图）",
    )


def pie() -> Chart:
    """Two slices, 30.1 and 69.9 per cent."""
    series = (Series("支出", ("554.97", "1290.86")),)
    return Chart(
        "图2",
        ChartKind.PIE,
        "支出决算结构图",
        ("基本支出", "项目支出"),
        series,
        "万元",
        "饼状图的文字说明。",
        "（图2：支出决算结构图）",
    )


def cell(text: str, align: str = "左") -> Cell:
    """A plain cell."""
    return Cell((Text(text),) if text else (), align=align)


def table(rows: int, key: str = "t1", role: str = "表格") -> Table:
    """A table of three columns with two head rows (spans) and that many body rows, each with an amount."""
    top = Row(
        (
            Cell((Text("项目"),), align="中", header=True, colspan=2),
            Cell((Text("决算数"),), align="中", header=True, rowspan=2),
        )
    )
    second = Row(tuple(Cell((Text(text),), align="中", header=True) for text in ("编码", "名称")))
    body = tuple(
        Row(
            (
                cell(f"{2010300 + index}"),
                cell("行政运行"),
                Cell((Number(f"{index}.50", "合计"),), align="右"),
            )
        )
        for index in range(rows)
    )
    notes = ((Text("注：本表反映年度总收支。"),),)
    return Table(
        key,
        "收入决算表",
        (20, 50, 30),
        (top, second),
        body,
        "公开02表",
        "部门：某局",
        "单位：万元",
        notes,
        role,
    )


def document(
    *extra: Section, draft: str | None = None, body: tuple[Block, ...] = (), lines: int = 3
) -> Document:
    """Cover, contents (``lines`` more entries), two parts, and the sections given."""
    more = tuple(TocEntry(2, f"{index}、更多", "h2") for index in range(lines))
    toc = (
        TocEntry(1, "第一部分　概况", "h1"),
        TocEntry(2, "一、职责", "h2"),
        TocEntry(1, "第二部分　说明", "h3"),
        *more,
    )
    first = (
        Heading(1, (Text("第一部分　概况"),), "h1", "部分标题", "第一部分　概况"),
        Heading(2, (Text("一、职责"),), "h2", "一级标题", "一、职责"),
        Paragraph(
            "正文",
            (
                Text("2023年度收、支总计均为"),
                Number("1,845.83", "合计"),
                Text("万元。" + NARRATIVE),
                Mark("〔待填：原因〕"),
            ),
        ),
        *body,
    )
    second = (
        Heading(
            1, (Text("第二部分　说明"),), "h3", "部分标题", "第二部分　说明", break_before=True
        ),
        Paragraph("正文", (Text(NARRATIVE),)),
        column(),
        pie(),
    )
    sections = (
        Section("封面", False, (Paragraph("封面标题", (Text("部门决算"),)),)),
        Section("目录", False, (Paragraph("目录标题", (Text("目　录"),)), Toc())),
        Section("正文", False, first),
        Section("正文", False, second),
        *extra,
    )
    origins = {"合计": Origin("收入总计", "= 一般公共预算 1784.28 + 其他 61.55")}
    return Document(TITLE, "某局", 2023, "2024-09-24", sections, toc, origins, styles(), draft)


def form(groups: int) -> Table:
    """A form with a head in its midst, and spans: the whole part, groups of two rows each."""

    def head(text: str, span: int = 1) -> Cell:
        return Cell((Text(text),), header=True, rowspan=span, scope="row" if span > 1 else "col")

    def plain(text: str) -> Cell:
        return Cell((Text(text),))

    count = groups * 2
    titles = ("一级指标", "三级指标", "指标值", "完成值")
    rows = [
        Row((head("项目名称"), Cell((Text("某项目"),), colspan=4))),
        Row((head("绩效指标", count + 1), *(head(text) for text in titles))),
    ]
    for group in range(groups):
        first = head(f"产出{group}", 2)
        rows += [
            Row((first, plain(f"次数{group}甲"), plain("3次"), plain("4次"))),
            Row((plain(f"次数{group}乙"), plain("5次"), plain("6次"))),
        ]
    rows.append(Row((head("评价结论"), Cell((Text("完成较好"),), colspan=4))))
    return Table("t7", "某项目绩效自评表", (12, 12, 24, 12, 12), (), tuple(rows), role="自评表")
