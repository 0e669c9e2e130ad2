"""The names of projects: from 公开09表, from forms of a self-evaluation and from lists of projects."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from generator.cli import main
from generator.importing.importer import Imported, import_files
from generator.pipeline.produce import make
from tests.helpers import ROOT
from tests.importing_pages import web_page
from tests.importing_sheets import book, subjects, top

FULL = next(path for path in sorted((ROOT / "data").glob("*.yaml")) if "云汀" in path.name)
COVER = "某县某局2023年度部门决算"
OUTLAY = ("一般公共预算财政拨款支出决算明细表", "单位：万元")
PROJECTS = ("一般公共预算财政拨款项目支出决算表", "单位：万元")
ITEM = ("2070108", "文化活动")


def projects(read: Imported) -> dict[str, set[str]]:
    """The names of the projects that were read, each with the codes of its 经济科目."""
    names: dict[str, set[str]] = {}
    for line in read.figures.lines:
        if (
            line.path[0] == "支出"
            and line.path[3] == "项目支出"
            and len(line.path) > 4
            and not line.path[4][0].isdigit()
        ):
            names.setdefault(line.path[4], set()).add(line.path[-1][:5])
    return names


def spent(**amounts: str) -> list[Sequence[str]]:
    """One item by 经济科目, the codes as c30201."""
    names = {"c30201": "办公费", "c30212": "因公出国（境）费用", "c30226": "劳务费"}
    names |= {"c30227": "委托业务费", "c30299": "其他商品和服务支出"}
    total = f"{sum(map(float, amounts.values())):.2f}"
    heads = [names[key] for key in amounts]
    return [
        ("科目编码", "科目名称", "合计", *heads),
        ("合计", "合计", total, *amounts.values()),
        (*ITEM, total, *amounts.values()),
    ]


def of_items(*rows: tuple[str, str, str]) -> list[Sequence[str]]:
    """公开06表: items, with 项目支出 alone."""
    total = f"{sum(float(row[2]) for row in rows):.2f}"
    return [
        ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        ("合计", "合计", total, "", total),
        *((code, name, amount, "", amount) for code, name, amount in rows),
    ]


def evaluation(name: str, executed: str) -> list[Sequence[str]]:
    """A 自评表, as far as it tells the project."""
    return [
        ("项目名称", name),
        ("主管部门", "某局", "实施单位", "某局"),
        (
            "项目资金（万元）",
            "",
            "年初预算数",
            "全年预算数",
            "全年执行数",
            "分值",
            "执行率",
            "得分",
        ),
        ("", "年度资金总额", "90.00", "90.00", executed, "10", "95%", "9.5"),
        ("", "其中：财政拨款", "90.00", "90.00", "1.00", "10", "95%", "9.5"),
    ]


def test_last_year_s_document_names_the_projects_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "去年.docx"
    file.write_bytes(make(FULL, ("docx",), lambda _step: None).files["docx"])
    typed = yaml.safe_load(FULL.read_text(encoding="utf-8"))["支出"]["一般公共预算"]
    names = {
        project: {key[:5] for key in parts}
        for item in typed.values()
        for project, parts in item.get("项目支出", {}).items()
        if any(parts.values())
    }
    assert names == projects(import_files([file]))


def of_two_projects(folder: Path, first: str, second: str, **amounts: str) -> Path:
    total = f"{sum(map(float, amounts.values())):.2f}"
    page = [
        ("科目编码", "科目名称（项目）", "合计"),
        ("合计", "合计", total),
        (*ITEM, total),
        ("", "群众文化活动", first),
        ("", "出国文化交流", second),
    ]
    return web_page(folder, COVER, PROJECTS[0], PROJECTS[1], page, *OUTLAY, spent(**amounts))


def test_projects_are_told_apart_by_their_amounts(tmp_path: Path) -> None:
    amounts = {"c30201": "6.42", "c30212": "12.86", "c30226": "15.50", "c30227": "42.00"}
    read = import_files([of_two_projects(tmp_path, "63.92", "12.86", **amounts)])
    assert projects(read) == {
        "群众文化活动": {"30201", "30226", "30227"},
        "出国文化交流": {"30212"},
    }
    assert any("按金额对上" in remark.message for remark in read.evidence.remarks)


@pytest.mark.parametrize(
    ("first", "second", "amounts"),
    [
        ("20.00", "20.00", {"c30201": "10.00", "c30226": "10.00", "c30227": "20.00"}),
        ("50.00", "26.78", {"c30201": "6.42", "c30212": "12.86", "c30227": "57.50"}),
    ],
)
def test_names_that_are_not_certain_are_offered(
    first: str, second: str, amounts: dict[str, str], tmp_path: Path
) -> None:
    page = of_two_projects(tmp_path, first, second, **amounts)
    assert main(["import", str(page), "-o", str(tmp_path / "某局-2023.yaml")]) in (0, 1)
    text = (tmp_path / "某局-2023.yaml").read_text(encoding="utf-8")
    assert "        待填:  # 把左边的“待填”换成项目名称" in text
    assert "；表里的项目有：群众文化活动、出国文化交流\n" in text


OTHER = ("2070204", "文物保护")


def test_a_form_of_evaluation_names_the_project_of_its_amount(tmp_path: Path) -> None:
    items = of_items((*ITEM, "80.66"), (*OTHER, "168.54"))
    form = evaluation("51XX23T000000000002-古建筑修缮", "168.54")
    above = (COVER, "一般公共预算财政拨款支出决算表", "单位：万元")
    read = import_files([web_page(tmp_path, *above, items, "附件", form)])
    assert list(projects(read)) == ["古建筑修缮"]


@pytest.mark.parametrize(
    ("items", "executed"),
    [
        # Two items of this amount, a round amount, an amount of no item.
        (of_items((*ITEM, "80.66"), (*OTHER, "80.66")), "80.66"),
        (of_items((*ITEM, "80.00"), (*OTHER, "12.34")), "80.00"),
        (of_items((*ITEM, "80.66"), (*OTHER, "12.34")), "70.66"),
    ],
)
def test_an_amount_that_may_be_another_s_names_nothing(
    items: list[Sequence[str]], executed: str, tmp_path: Path
) -> None:
    above = (COVER, "一般公共预算财政拨款支出决算表", "单位：万元")
    page = web_page(tmp_path, *above, items, "附件", evaluation("古建筑修缮", executed))
    assert not projects(import_files([page]))


def test_a_list_names_the_projects_of_each_subject(tmp_path: Path) -> None:
    listed = [
        ("科目编码", "科目名称", "项目名称", "年初预算数", "决算数"),
        (*ITEM, "群众文化活动", "70.00", "67.80"),
        (*ITEM, "出国文化交流", "12.00", "12.86"),
        ("合计", "", "", "82.00", "80.66"),
    ]
    items = of_items((*ITEM, "80.66"), (*OTHER, "168.54"))
    above = (COVER, "一般公共预算财政拨款支出决算表", "单位：万元")
    page = web_page(tmp_path, *above, items, "项目支出表", "单位：万元", listed)
    names = {
        line.path[4]: str(line.amount.normalize())
        for line in import_files([page]).figures.lines
        if len(line.path) > 4
    }
    assert names == {"群众文化活动": "6.78E+5", "出国文化交流": "1.286E+5"}


def test_the_report_of_projects_names_them_below_the_lines_of_their_subjects(
    tmp_path: Path,
) -> None:
    """财决06表: 科目名称（项目）, with a line for each 类, 款 and 项 above its projects."""
    fine = subjects(
        "一般公共预算财政拨款项目支出决算明细表",
        "财决08-2表",
        ("合计", "30201 办公费", "30227 委托业务费"),
        {"2010302": (300, 120, 180), "2010399": (70, 70, 0)},
    )
    heads = ("科目编码", "科目名称（项目）", "项目代码", "本年收入", "本年支出", "年末结转和结余")
    rows = [
        (None, "合计", None, 370, 370, 0),
        ("201", "一般公共服务支出", None, 370, 370, 0),
        ("20103", "政府办公厅（室）及相关机构事务", None, 370, 370, 0),
        ("2010302", "一般行政管理事务", None, 300, 300, 0),
        ("2010302", "专项督查经费", "51T0001", 300, 300, 0),
        ("2010399", "其他政府办公厅（室）及相关机构事务支出", None, 70, 70, 0),
        ("2010399", "档案整理", "51T0002", 70, 70, 0),
    ]
    listed = [*top("项目收入支出决算表", "财决06表"), heads, *rows]
    path = book(tmp_path / "报表.xlsx", {"Z08_2": fine, "Z06": listed})
    read = import_files([path])
    assert projects(read) == {"专项督查经费": {"30201", "30227"}, "档案整理": {"30201"}}
    assert "对照文件" not in str(read.skipped)
