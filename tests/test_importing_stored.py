"""Formulas that were not calculated, and error values, in .xls, .et, .xlsb and .ods: told with sheet and cell, and nothing beside them is lost."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path
from random import Random

import pytest

from generator.cli import main
from generator.importing.grid import WorkbookError, read_workbook
from generator.importing.stored import FORMULA
from tests.helpers import ROOT
from tests.importing_sheets import subjects
from tests.importing_stored import ERRORS, WRITERS, Formula

HEADS = ["本年支出合计", "基本支出", "项目支出"]
LINES = {"2010301": [850, 850, 0], "2010302": [200, 0, 200]}
ITEM = "2010302 一般行政管理事务"
FORMATS = list(WRITERS)


def rows(*, at: object = 200, result: bool = True) -> list[list[object]]:
    """A table with sums as formulas, calculated or not; ``at`` stands for the outlay of an item."""
    found = subjects("支出决算表", "", HEADS, LINES)
    for row in found:
        if str(row[0]) == "2010302":
            row[2] = row[4] = at
        elif len(row) > 2 and isinstance(row[2], int) and len(str(row[0] or "")) < 7:
            row[2:] = [Formula(value if result else None) for value in row[2:]]
    return found


def made(folder: Path, kind: str, at: object, *, result: bool = True) -> Path:
    return WRITERS[kind](
        folder / f"报表.{kind}", {"说明": [["某市某某局"]], "Z04": rows(at=at, result=result)}
    )


def outcome(path: Path) -> bool:
    """Whether a workbook is read, or refused with words that name it."""
    try:
        return bool(read_workbook(path).sheets)
    except WorkbookError as error:
        return path.name in str(error)


@pytest.mark.parametrize("kind", FORMATS)
def test_what_was_calculated_is_read(kind: str, tmp_path: Path) -> None:
    book = read_workbook(made(tmp_path, kind, 200))
    assert [sheet.name for sheet in book.sheets] == ["说明", "Z04"]
    assert not [cell for sheet in book.sheets for cell in sheet.lost()]
    assert book.sheets[1].at(4, 2) is not None
    assert main(["import", str(tmp_path / f"报表.{kind}"), "-o", str(tmp_path / "数据.yaml")]) in (
        0,
        1,
    )
    text = (tmp_path / "数据.yaml").read_text(encoding="utf-8")
    assert "项目支出: 200" in text
    assert "基本支出: 850" in text


@pytest.mark.parametrize("kind", FORMATS)
def test_formulas_that_were_not_calculated_are_told(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made(tmp_path, kind, Formula(None), result=False)
    assert main(["import", str(path), "-o", str(tmp_path / "数据.yaml")]) == 1
    said = "".join(capsys.readouterr())
    assert "是公式，还没有算过，读不出数" in said
    assert "按 Ctrl+S 保存一次" in said
    text = (tmp_path / "数据.yaml").read_text(encoding="utf-8")
    assert "基本支出: 850" in text
    assert f"    {ITEM}:\n      项目支出: 待填  # Z04!" in text


@pytest.mark.parametrize("error", list(ERRORS))
@pytest.mark.parametrize("as_formula", [True, False])
@pytest.mark.parametrize("kind", FORMATS)
def test_error_values_are_told(
    kind: str, as_formula: bool, error: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made(tmp_path, kind, Formula(error) if as_formula else error)
    assert main(["import", str(path), "-o", str(tmp_path / "数据.yaml")]) == 1
    said = "".join(capsys.readouterr())
    row = next(number for number, row in enumerate(rows(), 1) if str(row[0]) == "2010302")
    assert f"Z04!C{row}" in said
    assert f"C{row}、E{row} 是错误值 {error}，读不出数" in said
    assert "基本支出: 850" in (tmp_path / "数据.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["xls", "xlsb"])
def test_zeros_of_a_workbook_that_was_calculated_are_zeros(kind: str, tmp_path: Path) -> None:
    """A formula may ask to be calculated on opening though its 0 is right."""
    book = read_workbook(made(tmp_path, kind, Formula(None)))
    assert not book.sheets[1].lost()


def test_a_text_that_does_not_follow_its_formula(tmp_path: Path) -> None:
    book = read_workbook(made(tmp_path, "xls", Formula("")))
    assert [cell.lost for cell in book.sheets[1].lost()] == [FORMULA, FORMULA]


def test_a_real_workbook_of_the_accounts_has_no_marks() -> None:
    book = read_workbook(ROOT / "tests/books/财决小样.xls")
    assert not [cell for sheet in book.sheets for cell in sheet.lost()]


@pytest.mark.parametrize("kind", ["xls", "xlsb", "ods"])
def test_damaged_bytes_are_told_or_read(kind: str, tmp_path: Path) -> None:
    path = made(tmp_path, kind, Formula(None))
    raw, chance = path.read_bytes(), Random(7)  # noqa: S311 (the same bytes each time)
    for _ in range(12):
        damaged = bytearray(raw)
        for _ in range(3):
            damaged[chance.randrange(len(raw))] = chance.randrange(256)
        path.write_bytes(damaged[: chance.choice((len(raw), len(raw) // 2))])
        assert outcome(path)


def test_a_chain_that_runs_in_a_circle_ends(tmp_path: Path) -> None:
    path = made(tmp_path, "xls", 1)
    raw = bytearray(path.read_bytes())
    # Each sector of the table leads to itself.
    for number in range(128):
        raw[512 + 4 * number : 516 + 4 * number] = number.to_bytes(4, "little")
    path.write_bytes(raw)
    start = time.monotonic()
    with pytest.raises(WorkbookError):
        read_workbook(path)
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("kind", ["xlsb", "ods"])
def test_what_is_packed_too_large_is_told(kind: str, tmp_path: Path) -> None:
    path = made(tmp_path, kind, 1)
    part = {"xlsb": "xl/worksheets/sheet9.bin", "ods": "big.xml"}[kind]
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed,
        packed.open(part, "w", force_zip64=True) as file,
    ):
        for _ in range(101):
            file.write(bytes(4_000_000))
    with pytest.raises(WorkbookError, match="内容太多"):
        read_workbook(path)


def test_formulas_repeated_over_a_sheet_are_bounded(tmp_path: Path) -> None:
    path = made(tmp_path, "ods", 1)
    with zipfile.ZipFile(path) as packed:
        text = packed.read("content.xml").decode()
    many = 'table:number-columns-repeated="16000" table:formula="of:=1"'
    row = f'<table:table-row table:number-rows-repeated="1000000"><table:table-cell {many}/></table:table-row></table:table>'
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", text.replace("</table:table>", row))
    start = time.monotonic()
    assert outcome(path)
    assert time.monotonic() - start < 30
