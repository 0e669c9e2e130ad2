"""juesuan trace: from a printed number, a section or a name down to the lines that were typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main
from tests.helpers import ROOT

FILE = next((ROOT / "data").glob("云汀*.yaml"))


def run(capsys: pytest.CaptureFixture[str], what: str, file: Path = FILE) -> tuple[int, str]:
    code = main(["trace", str(file), what])
    out = capsys.readouterr()
    return code, out.out + out.err


def test_a_number(capsys) -> None:
    code, text = run(capsys, "41.06%")
    assert code == 0
    assert "41.06　增减率" in text
    assert "= 比上年增减 301.31 ÷ 上年收支总计 733.83" in text
    assert "= 收支总计 1035.14 － 上年收支总计 733.83" in text
    line = next(number for number, line in enumerate(FILE.read_text(encoding="utf-8").split("\n"), 1) if line.startswith("使用非财政拨款结余"))
    assert f"1.50　使用非财政拨款结余：填写于 {FILE.name} 第 {line} 行" in text


def test_a_section_and_a_name(capsys) -> None:
    code, text = run(capsys, "三")
    assert code == 0
    assert text.count("【") == 1
    assert "基本支出占比" in text
    assert run(capsys, "五（二）")[1].count("【") == 1
    code, text = run(capsys, "机关运行经费")
    assert code == 0
    assert "机关运行经费" in text


def test_amounts_of_tables(capsys) -> None:
    _, text = run(capsys, "1,016.89万元")
    assert "公开03表" in text
    assert "本年支出合计" in text


def test_nothing_found_names_what_is_near(capsys) -> None:
    code, text = run(capsys, "机关运行费")
    assert code == 2
    assert "您是不是想看：机关运行经费" in text


def test_the_source_of_an_import_is_told(tmp_path: Path, capsys) -> None:
    text = (ROOT / "generator" / "checks" / "gallery" / "其余.yaml").read_text(encoding="utf-8")
    path = tmp_path / "某局-2023.yaml"
    changed = text.replace("机关运行经费: {上年决算数: 21}", "机关运行经费: {上年决算数: 20}  # 来源: Z01!C12").replace("核对说明", "核对说明")
    path.write_text(changed + "政府采购: {货物: 0}\n变动原因: {}\n", encoding="utf-8")
    code, told = run(capsys, "十（一）", path)
    assert code == 0
    assert "（来源：Z01!C12）" in told


def test_a_click_shows_the_source_on_the_page() -> None:
    from bs4 import BeautifulSoup

    from generator.writers.html import write_html
    from tests.helpers import document_of

    page = BeautifulSoup(write_html(document_of(FILE)), "html5lib")
    number = next(data for data in page.find_all("data") if data.get_text() == "1035.14")
    assert number["tabindex"] == "-1"
    assert "= 本年收入合计 1006.00 ＋ 使用非财政拨款结余 1.50 ＋ 年初结转和结余 27.64（数据文件第" in number["title"]
    assert "data[title]:focus::after{content:attr(title)" in str(page.style)
