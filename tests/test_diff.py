"""juesuan diff: what a reviewer sees of two drafts, on the terminal, on the page and in Word."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from generator.cli import main
from generator.document.compare.documents import Comparison, compare
from generator.document.compare.words import marked, numbers
from generator.document.tree import Changed, Text
from generator.pipeline.checking import check
from tests.bureau import BASE, replaced, write

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHANGES = {
    "2010301 行政运行: 100, ": "2010301 行政运行: 99, ",
    "30201 办公费: 20}, 预算数: 100": "30201 办公费: 19}, 预算数: 100, 原因: 厉行节约",
    "甲原因": "拨款减少",
}


def files(tmp_path: Path, changes: dict[str, str]) -> tuple[Path, Path]:
    """Two drafts of one unit, in two folders."""
    return write(tmp_path / "初稿", BASE), write(tmp_path / "改稿", replaced(BASE, changes))


def compared(tmp_path: Path, changes: dict[str, str]) -> Comparison:
    documents = [check(path, sheets=True).document for path in files(tmp_path, changes)]
    assert documents[0]
    assert documents[1]
    return compare(documents[0], documents[1])


def test_figures_with_old_new_and_difference(tmp_path: Path) -> None:
    found = compared(tmp_path, CHANGES)
    told = {one.where: (one.old, one.new, one.difference) for one in found.figures}
    assert ("150", "149", Decimal(-1)) in told.values()
    assert told["收入支出决算总表 总计 收入·决算数"] == ("150.00", "149.00", Decimal("-1.00"))
    assert told["一般公共预算财政拨款基本支出决算表 30201 办公费 决算数"] == (
        "20.00",
        "19.00",
        Decimal("-1.00"),
    )
    assert not any("基本工资" in where and "办公费" not in where for where in told)


def test_sentences_by_section(tmp_path: Path) -> None:
    found = compared(tmp_path, CHANGES)
    mine = [one for one in found.texts if one.where.endswith("› 收入支出决算总体情况说明")]
    assert len(mine) == 1
    assert "收、支总计均为150万元" in mine[0].old
    assert "收、支总计均为149万元" in mine[0].new
    assert "主要变动原因是拨款减少" in mine[0].new


def test_tables_name_only_the_rows_that_differ(tmp_path: Path) -> None:
    found = compared(tmp_path, CHANGES)
    rows = {change.name: change.rows for change in found.tables}
    assert rows["收入决算表"] == (
        "合计",
        "201 一般公共服务支出",
        "20103 政府办公厅（室）及相关机构事务",
        "2010301 行政运行",
    )
    assert "2010302 一般行政管理事务" not in str(rows)


def test_the_same_file_says_so_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = files(tmp_path, {})
    assert main(["diff", str(old), str(new), "-o", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == "两稿内容相同。\n"
    assert not (tmp_path / "out").exists()


def test_page_and_word_file_carry_the_marks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = files(tmp_path, CHANGES)
    out = tmp_path / "out"
    assert main(["diff", str(old), str(new), "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert "变动的数" in said
    assert "带修订标记的对照" in said
    assert sorted(one.name for one in out.iterdir()) == [
        "某局-2023（两稿对照）.docx",
        "某局-2023（两稿对照）.html",
    ]
    page = BeautifulSoup(
        (out / "某局-2023（两稿对照）.html").read_text(encoding="utf-8"), "html5lib"
    )
    assert "150" in {one.get_text() for one in page.find_all("del")}
    assert "149" in {one.get_text() for one in page.find_all("ins")}
    assert any("拨款减少" in one.get_text() for one in page.find_all("ins"))
    body = etree.fromstring(
        zipfile.ZipFile(out / "某局-2023（两稿对照）.docx").read("word/document.xml")
    )
    taken = ["".join(one.itertext()) for one in body.iter(f"{W}del")]
    put = ["".join(one.itertext()) for one in body.iter(f"{W}ins")]
    assert "150" in taken
    assert "149" in put
    assert any("拨款减少" in one for one in put)
    ids = [one.get(f"{W}id") for one in body.iter(f"{W}ins", f"{W}del")]
    assert len(set(ids)) == len(ids) > 10
    assert not [one for deleted in body.iter(f"{W}del") for one in deleted.iter(f"{W}t")]


def test_accepting_or_rejecting_every_change_gives_either_draft(tmp_path: Path) -> None:
    """What Word does with the marks: without the deleted words the new sentence stands there, without the inserted ones the old."""
    old, new = files(tmp_path, CHANGES)
    assert main(["diff", str(old), str(new), "-o", str(tmp_path / "out")]) == 0
    body = etree.fromstring(
        zipfile.ZipFile(tmp_path / "out" / "某局-2023（两稿对照）.docx").read("word/document.xml")
    )

    def text(tag: str) -> list[str]:
        lines = []
        for paragraph in body.iter(f"{W}p"):
            runs = [
                one
                for one in paragraph.iter(f"{W}t", f"{W}delText")
                if not any(up.tag == f"{W}{tag}" for up in one.iterancestors())
            ]
            lines.append("".join(one.text or "" for one in runs))
        return lines

    assert any(
        "收、支总计均为149万元" in line and "主要变动原因是拨款减少。" in line
        for line in text("del")
    )
    assert any(
        "收、支总计均为150万元。收、支总计各与2022年度持平。" in line for line in text("ins")
    )


def test_a_section_that_moved_is_no_change(tmp_path: Path) -> None:
    """A new 项 before another shifts the numbers of the list: only what is new is told."""
    changes = {
        "2010302 一般行政管理事务: {项目支出: {甲项目: {30227 委托业务费: 50}}, 预算数: 50}": "2010302 一般行政管理事务: {项目支出: {甲项目: {30227 委托业务费: 50}}, 预算数: 50}\n    2010101 行政运行: {基本支出: {30101 基本工资: 1}, 预算数: 1}",
        "2010302 一般行政管理事务: 50": "2010302 一般行政管理事务: 50, 2010101 行政运行: 1",
    }
    found = compared(tmp_path, changes)
    new = [one for one in found.texts if not one.old]
    assert any("人大事务（款）行政运行（项）" in one.new for one in new)
    assert not [one for one in found.texts if one.old and not one.new]


def test_a_file_without_a_document_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = files(tmp_path, {"预算数: 50": "预算数: 五十"})
    assert main(["diff", str(old), str(new)]) == 2
    assert f"还生成不了文档，不能对照：先运行 juesuan check {new}，" in capsys.readouterr().err


def test_numbers_are_marked_whole() -> None:
    assert marked("增长12.5%，原因是甲", "增长13.5%，原因是甲") == (
        Text("增长"),
        Changed("12.5", new=False),
        Changed("13.5", new=True),
        Text("%，原因是甲"),
    )
    assert list(numbers("支出1,290.86万元，占69.9%", "支出1,300.86万元，占70%")) == [
        ("支出", "1,290.86", "1,300.86"),
        ("支出 占", "69.9", "70"),
    ]


def test_tables_side_by_side_name_the_half_that_changed(tmp_path: Path) -> None:
    """Only 办公费 and its 科目 changed: neither what stands beside them, nor 人员经费, is named."""
    found = compared(
        tmp_path,
        {"30201 办公费: 20}, 预算数: 100": "30201 办公费: 19}, 预算数: 100, 原因: 厉行节约"},
    )
    rows = {change.name: change.rows for change in found.tables}
    assert rows["一般公共预算财政拨款基本支出决算表"] == (
        "302 商品和服务支出",
        "30201 办公费",
        "公用经费合计",
    )
    assert rows["收入支出决算总表"] == ("一、一般公共服务支出", "本年支出合计", "年末结转和结余")


def test_a_new_line_on_one_side_moves_nothing_on_the_other(tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        {"30201 办公费: 20}, 预算数: 100": "30201 办公费: 15, 30202 印刷费: 5}, 预算数: 100"},
    )
    rows = {change.name: change.rows for change in found.tables}
    assert rows["一般公共预算财政拨款基本支出决算表"] == ("30201 办公费", "30202 印刷费")


def test_a_figure_of_a_list_names_its_subject(tmp_path: Path) -> None:
    where = [one.where for one in compared(tmp_path, CHANGES).figures]
    assert (
        "一般公共预算财政拨款支出决算具体情况 一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项） 支出决算为"
        in where
    )


def test_parts_of_a_wide_table_are_compared_as_one(tmp_path: Path) -> None:
    subjects = ", ".join(
        f"302{number:02} {name}: 1"
        for number, name in (
            (2, "印刷费"),
            (5, "水费"),
            (6, "电费"),
            (7, "邮电费"),
            (11, "差旅费"),
            (14, "租赁费"),
        )
    )
    more = ", ".join(
        f"301{number:02} {name}: 1"
        for number, name in ((2, "津贴补贴"), (3, "奖金"), (7, "绩效工资"))
    )
    found = compared(
        tmp_path,
        {"30201 办公费: 20}, 预算数: 100": f"30201 办公费: 11, {subjects}, {more}}}, 预算数: 100"},
    )
    assert not [change.name for change in found.tables if "续" in change.name]
    wide = [
        one.where
        for one in found.figures
        if one.where.startswith("一般公共预算财政拨款支出决算明细表 2010301 行政运行")
    ]
    assert len(wide) == len(set(wide))


def test_years_and_dates_are_no_figures_and_another_year_is_remarked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = files(tmp_path, {"年度: 2023": "年度: 2024", "2024-09-20": "2025-09-21"})
    assert main(["diff", str(old), str(new), "-o", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert "+1 " not in said
    assert "注意：两个文件不是同一个年度的（旧：2023，新：2024）" in said
    page = (tmp_path / "out" / "某局-2023（两稿对照）.html").read_text(encoding="utf-8")
    assert "两个文件不是同一个年度的" in page


def test_a_file_that_is_not_there_is_said_to_be_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, _ = files(tmp_path, {})
    assert main(["diff", str(old), str(tmp_path / "没有.yaml")]) == 2
    assert f"没有这个文件：{tmp_path / '没有.yaml'}" in capsys.readouterr().err
