"""juesuan trace: from a printed number, a section or a name down to the lines that were typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main
from tests.department import write
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
    line = next(
        number
        for number, line in enumerate(FILE.read_text(encoding="utf-8").split("\n"), 1)
        if line.startswith("使用非财政拨款结余")
    )
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
    changed = text.replace(
        "机关运行经费: {上年决算数: 21}", "机关运行经费: {上年决算数: 20}  # 来源: Z01!C12"
    ).replace("核对说明", "核对说明")
    path.write_text(changed + "政府采购: {货物: 0}\n变动原因: {}\n", encoding="utf-8")
    code, told = run(capsys, "十（一）", path)
    assert code == 0
    assert "（来源：Z01!C12）" in told


def test_the_source_of_last_year_is_none_of_this_year(tmp_path: Path, capsys) -> None:
    """Files rolled on before kept the comment: what stands before 上年 was found last year."""
    text = (ROOT / "generator" / "checks" / "gallery" / "其余.yaml").read_text(encoding="utf-8")
    path = tmp_path / "某局-2023.yaml"
    path.write_text(
        text.replace(
            "机关运行经费: {上年决算数: 21}",
            "机关运行经费: {上年决算数: 20}  # 来源: Z01!C12；上年 21",
        ),
        encoding="utf-8",
    )
    assert "来源" not in run(capsys, "机关运行经费", path)[1]


def test_half_of_a_row_is_named(capsys) -> None:
    """An outlay of 公开01表 is not headed by the income beside it."""
    assert "公开04表】七、文化旅游体育与传媒支出\n" in run(capsys, "773.17")[1]


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("三公经费", "　“三公”经费\n"),
        ("办公费", "】30201 办公费\n"),
        ("30201", "】30201 办公费\n"),
        ("行政运行", "　2070101 行政运行\n"),
        ("2070101", "　2070101 行政运行\n"),
        ("10,351,420.73", "10,351,420.73 元，文档里印作 1035.14 万元："),
        ("1035.1421", "1035.1421 万元，文档里印作 1035.14 万元："),
        ("1,035.14 万元", "1035.14　收支总计"),
    ],
)
def test_what_a_clerk_types(capsys, what: str, told: str) -> None:
    code, text = run(capsys, what)
    assert code == 0, text
    assert told in text


def test_what_is_nearly_right_gets_a_suggestion(capsys) -> None:
    code, text = run(capsys, "1035.41")
    assert code == 2
    assert "您是不是想看：1035.14（" in text
    code, text = run(capsys, "公用")
    assert code == 2
    assert "公用经费" in text


def test_what_was_taken_out_of_a_department_is_told(tmp_path: Path, capsys) -> None:
    code, text = run(capsys, "上级补助收入", write(tmp_path))
    assert code == 0
    assert "“上级补助收入”没有印出数" in text
    assert (
        "补助：某市某局本级 → 某市乙中心 5.00 万元（两边正好对上，自动抵销；局本级-2023.yaml 第 15 行；乙中心-2023.yaml 第 8 行）"
        in text
    )


def test_a_click_shows_the_source_on_the_page() -> None:
    from bs4 import BeautifulSoup

    from generator.writers.html import write_html
    from tests.helpers import document_of

    page = BeautifulSoup(write_html(document_of(FILE)), "html5lib")
    number = next(data for data in page.find_all("data") if data.get_text() == "1035.14")
    assert number["tabindex"] == "0"
    assert (
        "= 本年收入合计 1006.00 ＋ 使用非财政拨款结余 1.50 ＋ 年初结转和结余 27.64（数据文件第"
        in number["title"]
    )
    assert "data[title]:focus::after{content:attr(title)" in str(page.style)
