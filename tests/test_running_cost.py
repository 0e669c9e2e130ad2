"""机关运行经费: asked for where a text tells of 事业单位, and read from the sentence that tells it."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from generator.checks.said_units import institutions_said
from generator.importing.importer import Imported, import_files
from generator.pipeline.checking import check
from tests.bureau import GOOD, replaced, write


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("下属二级单位3个，其中行政单位1个，其他事业单位1个。", "其他事业单位1个"),
        (
            "下属单位2个，其中参照公务员法管理的事业单位1个、公益一类事业单位 二 家。",
            "公益一类事业单位 二 家",
        ),
        ("纳入编制范围的有：（三）区图书馆（其他事业单位）。", "（其他事业单位）"),
        ("下设1个事业单位。", "下设1个事业单位"),
        ("设有甲中心、乙中心等三个公益一类事业单位。", "乙中心等三个公益一类事业单位"),
        ("下属事业单位2个（均为参公管理）。", ""),
        ("行政事业单位5个，均为行政单位。", ""),
        ("机构改革，撤销事业单位2个。", ""),
        ("下属单位2个，其中参照公务员法管理的事业单位1个，其他事业单位0个。", ""),
        ("（二）区执法大队（参照公务员法管理的事业单位）；无其他事业单位。", ""),
        ("负责所属事业单位的人事管理，内设办公室等5个科室。", ""),
        ("", ""),
    ],
)
def test_a_text_says_that_there_are_institutions(text: str, phrase: str) -> None:
    assert institutions_said(text) == phrase


@pytest.mark.parametrize(
    ("typed", "count"), [("{上年决算数: 21}", 1), ("{决算数: 12, 上年决算数: 21}", 0)]
)
def test_a_department_with_institutions_is_asked_for_its_running_cost(
    typed: str, count: int, tmp_path: Path
) -> None:
    unit = "口径: 部门\n  机构设置: 下属单位2个，其中行政单位1个，其他事业单位1个。"
    text = replaced(GOOD, [("口径: 单位", unit)])
    text = "\n".join(line for line in text.splitlines() if not line.startswith("机关运行经费"))
    path = write(tmp_path, f"{text}\n机关运行经费: {typed}\n")
    findings = [finding for finding in check(path).findings if finding.rule == "机关运行经费"]
    assert len(findings) == count
    if count:
        assert "写着“其他事业单位1个”，机关运行经费却按全部公用经费" in findings[0].message
        assert findings[0].path == ("机关运行经费", "决算数")


def document(folder: Path, *lines: str) -> Imported:
    """A document with a table of 基本支出 (公用经费 is 20.01 of rounded parts), and these lines."""
    file = docx.Document()
    for line in (
        *("某县某局2023年度部门决算", *lines, "一般公共预算财政拨款基本支出决算表", "单位：万元"),
    ):
        file.add_paragraph(line)
    rows = [
        ("科目编码", "科目名称", "决算数"),
        ("30101", "基本工资", "80.00"),
        ("30201", "办公费", "10.01"),
        ("30211", "差旅费", "10.00"),
    ]
    table = file.add_table(len(rows), 3)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    file.save(str(folder / "去年.docx"))
    return import_files([folder / "去年.docx"])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["2023年度，某县某局机关运行经费支出12.34万元，比2022年度增加1万元。"],
            {"决算数": "12.34"},
        ),
        (["2022年机关运行经费支出9万元。2023年机关运行经费为12.34万元。"], {"决算数": "12.34"}),
        (["上年机关运行经费支出9万元。机关运行经费支出123,400元。"], {"决算数": "12.34"}),
        (["机关运行经费支出12.34万元。", "机关运行经费支出15.00万元。"], {}),
        (["人均机关运行经费2.00万元，局本级机关运行经费8.00万元。"], {}),
        (["机关运行经费：指为保障行政单位运行的经费。"], {}),
        # All 公用经费: it follows by itself, and next year compares with what was printed.
        (["2023年，机关运行经费支出20.01万元。"], {}),
        (["2023年，机关运行经费支出20.02万元。"], {"公开数": "20.02"}),
    ],
)
def test_running_cost_is_read_from_its_sentence(
    lines: list[str], expected: dict[str, str], tmp_path: Path
) -> None:
    read = document(tmp_path, *lines)
    amounts = {
        line.path[-1]: line.text("万元")
        for line in read.figures.lines
        if "机关运行经费" in line.path
    }
    assert amounts == expected
