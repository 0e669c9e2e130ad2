"""Cells that cannot be read: their lines are neither called equal nor superfluous, nor left out."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from generator.cli import main
from generator.pipeline.checking import check
from tests.importing_sheets import book, subjects

HEADS = ["本年支出合计", "基本支出", "项目支出"]
LINES = {"2010301": [850, 850, 0], "2010302": [200, 0, 200]}
ITEM = "2010302 一般行政管理事务"


def whole(folder: Path) -> Path:
    return book(folder / "全.xlsx", {"Z04": subjects("支出决算表", "", HEADS, LINES)})


def unread(folder: Path, how: str) -> Path:
    """The same workbook, of which the line of 2010302 cannot be read."""
    path = folder / "缺.xlsx"
    path.write_bytes(whole(folder).read_bytes())
    made = openpyxl.load_workbook(path)
    sheet = made.active
    row = next(row for row in sheet.iter_rows() if str(row[0].value) == "2010302")
    for cell in (row[2], row[4]):
        cell.value = {"公式": "=B1+B2", "错误": "#REF!", "文字": "待核"}[how]
        if how == "错误":
            cell.data_type = "e"
    made.save(path)
    return path


@pytest.mark.parametrize("how", ["公式", "错误", "文字"])
def test_a_line_that_was_not_read_is_not_called_superfluous(
    how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "数据.yaml"
    main(["import", str(whole(tmp_path)), "-o", str(target)])
    before = target.read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["import", str(unread(tmp_path, how)), "--into", str(target), "--yes"]) == 1
    said = capsys.readouterr().out
    assert "请删去" not in said
    assert "一致" not in said.replace("没有不一致", "")
    assert f"{ITEM}：工作簿有 2 格没有读出，这一行没有比较，没有动" in said
    assert "工作簿另有 2 格没有读出，没有比较" in said
    assert target.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("how", ["公式", "错误", "文字"])
def test_a_new_file_waits_for_what_was_not_read(how: str, tmp_path: Path) -> None:
    target = tmp_path / "数据.yaml"
    main(["import", str(unread(tmp_path, how)), "-o", str(target)])
    text = target.read_text(encoding="utf-8")
    assert f"    {ITEM}:\n      项目支出: 待填  # Z04!" in text
    assert "      基本支出: 850  # 来源" in text
    waiting = [one for one in check(target).findings if one.rule == "待填"]
    assert any("项目支出" in one.message for one in waiting)


def test_a_line_that_the_file_lacks_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "数据.yaml"
    target.write_text(
        "年度: 2023\n金额单位: 元\n支出:\n  一般公共预算:\n    2010301: {基本支出: 850}\n",
        encoding="utf-8",
    )
    main(["import", str(unread(tmp_path, "公式")), "--into", str(target), "--yes"])
    said = capsys.readouterr().out
    assert f"支出/一般公共预算/{ITEM}/项目支出：文件里没有" in said


def test_a_workbook_that_was_read_in_full_still_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "数据.yaml"
    main(["import", str(whole(tmp_path)), "-o", str(target)])
    main(["import", str(whole(tmp_path)), "--into", str(target), "--yes"])
    assert "里的数与工作簿一致，没有要改的" in capsys.readouterr().out
    text = target.read_text(encoding="utf-8")
    more = text.replace(f"    {ITEM}:", f"    2010399 其他支出: {{基本支出: 5}}\n    {ITEM}:")
    target.write_text(more, encoding="utf-8")
    main(["import", str(whole(tmp_path)), "--into", str(target), "--yes"])
    assert "2010399 其他支出：工作簿里没有，留着没有删" in capsys.readouterr().out


def test_columns_of_unknown_names_are_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = subjects("支出决算表", "", ["甲数", "乙数", "丙数"], LINES)
    path = book(tmp_path / "a.xlsx", {"Z04": rows})
    assert main(["import", str(path), "-o", str(tmp_path / "数据.yaml")]) == 2
    said = "".join(capsys.readouterr())
    assert "列名不认识" in said
    assert "检查选的是不是决算报表" not in said


def test_what_an_update_does_not_write_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heads = ["年初结转和结余", "本年收入", "本年支出", "年末结转和结余"]
    lines = {"2010301": [20, 80, 70, 30]}
    title = "一般公共预算财政拨款收入支出决算表"
    outlay = subjects("支出决算表", "", HEADS, {"2010301": [70, 70, 0]})
    sheets = {"Z07": subjects(title, "", heads, lines), "Z04": outlay}
    path = book(tmp_path / "a.xlsx", sheets)
    target = tmp_path / "数据.yaml"
    target.write_text("年度: 2023\n金额单位: 元\n收入: {}\n", encoding="utf-8")
    main(["import", str(path), "--into", str(target), "--yes"])
    assert "年末结转和结余" not in target.read_text(encoding="utf-8")
    assert "没有写 年末结转和结余：" in capsys.readouterr().out


def test_the_notes_of_lists_say_what_may_stay(tmp_path: Path) -> None:
    target = tmp_path / "数据.yaml"
    main(["import", str(whole(tmp_path)), "-o", str(target)])
    text = target.read_text(encoding="utf-8")
    text = text.replace("口径: 待填 ", "口径: 单位 ").replace("性质: 待填 ", "性质: 行政单位 ")
    assert "改成 机构设置: 本单位没有内设机构。" in text
    target.write_text(text, encoding="utf-8")
    assert not [one for one in check(target).findings if one.rule == "未确认"]
