"""下属单位 that last year's document names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from generator.importing.document_units import NamedUnit, units_of
from generator.pipeline.import_workbooks import plan_new
from tests.importing_pages import web_page

_OFFICE, _LIKE_OFFICE, _INSTITUTION = "行政单位", "参照公务员法管理的事业单位", "其他事业单位"
SCOPE = "纳入某局2023年度部门决算编制范围的二级预算单位包括"
LIBRARY, HALL = "某县图书馆", "某县文化馆"


def units(*lines: str) -> list[tuple[str, str]]:
    return [(unit.name, unit.nature) for unit in units_of(lines, ())]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            (
                f"{SCOPE}：",
                f"（一）某局（本级）（{_OFFICE}）；",
                f"（二）某县执法大队（{_LIKE_OFFICE}）；",
            ),
            [("某局（本级）", _OFFICE), ("某县执法大队", _LIKE_OFFICE)],
        ),
        ((f"{SCOPE}：1.{LIBRARY}；2.{HALL}。",), [(LIBRARY, ""), (HALL, "")]),
        (
            (
                f"某局下属二级预算单位2个，其中行政单位0个，{_INSTITUTION}2个。{SCOPE}：{LIBRARY}、{HALL}。",
            ),
            [(LIBRARY, _INSTITUTION), (HALL, _INSTITUTION)],
        ),
        (
            (
                f"下属二级单位2个，其中{_OFFICE}1个，{_INSTITUTION}1个。",
                f"{SCOPE}：{LIBRARY}、{HALL}。",
            ),
            [(LIBRARY, ""), (HALL, "")],
        ),
        (
            (f"所属单位分别为{LIBRARY}（公益一类）、某县人民医院等2个单位。",),
            [(LIBRARY, _INSTITUTION), ("某县人民医院", "")],
        ),
        (("内设机构5个，分别为办公室、财务科、信息中心。",), []),
        (("下属单位1个，内设机构2个，分别为办公室、信息中心。",), []),
        (("我局无下属单位，下设2个处室，分别是：综合处、信息处。",), []),
        ((f"{SCOPE}：", "二、人员情况"), []),
    ],
)
def test_units_are_read_where_a_text_lists_them(
    lines: Sequence[str], expected: list[tuple[str, str]]
) -> None:
    assert units(*lines) == expected


HEAD = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
ROW = ("2010301", "行政运行", "1,000.00", "1,000.00", "")


def of_first_part(folder: Path, *blocks: str | Sequence[Sequence[str]]) -> Path:
    part = ("第一部分 部门概况", "一、主要职责", "（一）贯彻法律。", "二、机构设置", *blocks)
    tables = ("第二部分 决算表", "一般公共预算财政拨款支出决算表", "单位：万元")
    accounts = [HEAD, ("合计", "合计", *ROW[2:]), ROW]
    return web_page(folder, "某县某局2023年度部门决算", *part, *tables, accounts)


def test_a_table_of_units_is_read_and_what_it_lacks_is_asked_for(tmp_path: Path) -> None:
    table = [
        ("序号", "单位名称", "单位性质", "备注"),
        ("1", "某县某局（本级）", "行政单位", ""),
        ("2", LIBRARY, "公益一类事业单位", ""),
        ("3", HALL, "", ""),
    ]
    plan = plan_new([of_first_part(tmp_path, f"{SCOPE}：", table)], tmp_path)
    assert yaml.safe_load(plan.text)["单位"]["下属单位"] == [
        {"名称": "某县某局（本级）", "性质": _OFFICE},
        {"名称": LIBRARY, "性质": _INSTITUTION},
        {"名称": HALL, "性质": "待填"},
    ]
    assert "、下属单位。请核对。" in "\n".join(plan.notes)


def test_units_that_are_only_counted_are_told(tmp_path: Path) -> None:
    plan = plan_new([of_first_part(tmp_path, "某局下属二级单位3个，另有一些。")], tmp_path)
    assert "说有下属单位 3 个，没有认出名单；请自己填 下属单位。" in "\n".join(plan.notes)
    assert "# 待填：下属单位" in plan.text


def test_a_table_of_amounts_is_none_of_units(tmp_path: Path) -> None:
    table = [("单位名称", "决算数"), (LIBRARY, "12.00"), (HALL, "3.00")]
    plan = plan_new([of_first_part(tmp_path, "内设办公室。", table)], tmp_path)
    assert "下属单位" not in yaml.safe_load(plan.text)["单位"]


def test_a_name_with_a_nature_in_brackets_keeps_its_other_brackets() -> None:
    assert units_of((f"{SCOPE}：某局（机关）（{_OFFICE}）。",), ()) == (
        NamedUnit("某局（机关）", _OFFICE),
    )
