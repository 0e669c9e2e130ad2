"""juesuan audit: what a reviewer sees of a finished document, in every format."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from generator.audit.audit import audit
from generator.cli import main
from generator.extracting.content import Extract, ExtractedParagraph, Spot
from generator.findings.place import Level
from tests.helpers import ROOT

sys.path.insert(0, str(ROOT / "tools"))

import audit_measure

CASES = ROOT / "tests" / "cases" / "审核"
STYLES = sorted((CASES / "写法").glob("*.txt"))


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_CACHE", str(tmp_path / "cache"))


def remarks(*lines: str, level: Level = Level.WARNING) -> list[str]:
    paragraphs = tuple(ExtractedParagraph(line, Spot(n)) for n, line in enumerate(lines, 1))
    levels = list(Level)[: list(Level).index(level) + 1]
    return [item.message for item in audit(Extract(paragraphs)).remarks if item.level in levels]


# --- The published texts ---


def test_the_page_says_what_is_measured() -> None:
    text = audit_measure.PAGE.read_text(encoding="utf-8")
    assert audit_measure.written(text) == text


@pytest.mark.parametrize("document", audit_measure.DOCUMENTS)
def test_grave_mistakes_are_told_and_nothing_that_is_right(document: str) -> None:
    result = audit_measure.outcome(document)
    missing = [m["ID"] for m, item in result.told if item is None and m["级别"] == "高"]
    assert not missing
    assert not audit_measure.false_on_traps(document)
    assert not audit_measure.judged(document)["未判"]


def test_a_guess_gives_exactly_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(CASES / "000.txt")]) == 1
    shown = capsys.readouterr().out
    assert "554.97万元÷1845.83万元＝30.1%，印的是 31.1%" in shown
    assert "猜想：按“本年收入合计”1784.28万元作分母，正好是 31.1%" in shown


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_right_texts_of_other_provinces_are_silent(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(path)]) == 0
    assert not re.search("^(?:错误|警告)", capsys.readouterr().out, re.MULTILINE)


# --- One mistake at a time ---


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            [
                "三、支出决算情况说明",
                "2023年度本年支出合计100万元，其中：基本支出60万元，占70%；项目支出40万元，占40%。",
            ],
            "60万元÷100万元＝60%，印的是 70%",
        ),
        (
            [
                "（一）机关运行经费支出情况",
                "2023年度，某局机关运行经费支出110万元，比2022年度增加10万元，增长12%。",
            ],
            "10万元÷上年 100＝10%，印的是 12%",
        ),
        (
            [
                "（三）国有资产占有使用情况",
                "截至2023年12月31日，某局共有车辆5辆，其中：应急保障用车2辆、其他用车2辆。",
            ],
            "各类相加 2辆＋2辆＝4，总数印的是 5辆；合计和各部分里有一个写错了",
        ),
        (
            ["（四）预算绩效管理情况", "组织对甲项目经费、乙项目经费3个项目开展绩效自评。"],
            "列了 2 个（甲项目经费、乙项目经费），写的是 3个",
        ),
        (
            ["一、收入支出决算总体情况说明", "2023年度收入总计100万元；支出总计101万元。"],
            "收支总计这里是 101万元，同一段前面是 100万元",
        ),
    ],
)
def test_a_mistake_is_told(lines: list[str], message: str) -> None:
    said = remarks("第二部分 2023年度部门决算情况说明", *lines)
    assert [each for each in said if each.partition("；也可能是")[0] == message]


def test_a_tail_is_a_hint() -> None:
    lines = ["六、一般公共预算财政拨款基本支出决算情况说明"]
    lines.append(
        "一般公共预算财政拨款基本支出100.01万元，其中：人员经费60.00万元，公用经费40.00万元。"
    )
    assert not remarks(*lines)
    assert "可能是四舍五入的尾差" in remarks(*lines, level=Level.HINT)[0]


# --- Formats ---


def _word(path: Path) -> Path:
    document = Document()
    for line in (CASES / "写法" / "四川2020.txt").read_text(encoding="utf-8").splitlines():
        document.add_paragraph(line.replace("占78.4%", "占87.4%"))
    table = document.add_table(3, 3)
    rows = (("项目", "合计", "基本支出"), ("合计", "3.00", "3.00"), ("201", "一般", "3.00"))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def test_word_gets_a_copy_with_a_comment_on_the_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _word(tmp_path / "某局.docx")
    before = path.read_bytes()
    assert main(["audit", str(path), "--comments", str(tmp_path / "批注")]) == 1
    assert "1814.6万元÷2314.6万元＝78.4%，印的是 87.4%" in capsys.readouterr().out
    assert path.read_bytes() == before
    copy = Document(str(tmp_path / "批注" / "某局（批注）.docx"))
    texts = [comment.text for comment in copy.comments]
    assert any("印的是 87.4%" in text for text in texts)
    marked = [p.text for p in copy.paragraphs if "commentRangeStart" in p._p.xml]
    assert any("占87.4%" in text for text in marked)


def test_a_folder_gives_a_workbook_and_says_who_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "全市"
    (folder / "县").mkdir(parents=True)
    _word(folder / "某局.docx")
    page = "<html><body><h1>三、支出决算情况说明</h1><p>本年支出合计10万元，其中：基本支出10万元，占90%。</p>"
    (folder / "县" / "乙局.html").write_text(f"{page}</body></html>", encoding="utf-8")
    (folder / "旧稿.doc").write_bytes(b"\xd0\xcf\x11\xe0" + b"0" * 600)
    units = tmp_path / "名单.txt"
    units.write_text("某局\n乙局\n丙局\n", encoding="utf-8")
    book = tmp_path / "清单.xlsx"
    assert main(["audit", str(folder), "--xlsx", str(book), "--units", str(units), "-j", "1"]) == 1
    shown = capsys.readouterr().out
    assert "是旧格式的 Word 文件（.doc）" in shown
    assert "另存为“Word 文档（*.docx）”" in shown
    assert "共 3 份" in shown
    sheets = openpyxl.load_workbook(book)
    assert [row[0].value for row in sheets["没有文件的单位"].iter_rows(min_row=2)] == ["丙局"]
    rights = [row[8].value for row in sheets["全部问题"].iter_rows(min_row=2)]
    assert "78.4%" in rights
    assert "100%" in rights


def test_json_has_place_printed_and_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "文.txt"
    path.write_text(
        "三、支出决算情况说明\n本年支出合计10万元，其中：基本支出10万元，占90%。\n",
        encoding="utf-8",
    )
    assert main(["audit", str(path), "--json"]) == 1
    (file,) = json.loads(capsys.readouterr().out)["files"]
    (item,) = [each for each in file["findings"] if each["level"] == "错误"]
    assert (item["rule"], item["line"], item["printed"]) == ("占比", 2, "90%")
    assert item["right"] == "100%"


def test_a_second_run_says_the_same_from_its_notes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "文.txt"
    path.write_text(
        "三、支出决算情况说明\n本年支出合计10万元，其中：基本支出9万元，占90%。\n", encoding="utf-8"
    )
    main(["audit", str(path)])
    first = capsys.readouterr().out
    main(["audit", str(path)])
    assert capsys.readouterr().out == first
    path.write_text(
        "三、支出决算情况说明\n本年支出合计10万元，其中：基本支出10万元，占100%。\n",
        encoding="utf-8",
    )
    main(["audit", str(path)])
    assert "没有发现问题" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.docx", b"", "空文件"),
        ("假.docx", b"PK\x03\x04 nothing", "损坏"),
        ("假.pdf", b"no pdf", "不是 PDF 文件"),
        ("坏.pdf", b"%PDF-1.7\n" + b"0" * 500, "已经损坏"),
        ("文.wps", b"\xd0\xcf\x11\xe0", "是 WPS 文字文件"),
        ("图.png", b"\x89PNG", "是图片"),
        ("表.xlsx", b"PK\x03\x04 nothing", "表.xlsx"),
        ("程序.exe", b"MZ", "不认得这种文件"),
    ],
)
def test_what_cannot_be_read_is_said(
    name: str, content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert main(["audit", str(path)]) == 1
    shown = capsys.readouterr().out
    assert said in shown
    assert "→" in shown


def test_a_pdf_is_read_with_its_pages_and_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ROOT / "data" / "泸州驻蓉办-2023.yaml"
    assert main(["report", str(data), "-o", str(tmp_path), "--format", "pdf,docx"]) == 1
    capsys.readouterr()
    (pdf,), (word,) = tmp_path.glob("*.pdf"), tmp_path.glob("*.docx")
    counts = []
    for path in (pdf, word):
        main(["audit", str(path), "--json", "--against", str(data)])
        (file,) = json.loads(capsys.readouterr().out)["files"]
        rules = {item["rule"] for item in file["findings"] if item["level"] != "提示"}
        assert rules <= {"模板残留"}  # 〔待填〕 of the draft itself
        counts.append(sum(file["statements"].values()))
    assert min(counts) > 80
    assert abs(counts[0] - counts[1]) <= 4


def test_a_scan_is_said_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from PIL import Image

    path = tmp_path / "扫描.pdf"
    Image.new("L", (600, 800), 255).save(path)
    assert main(["audit", str(path)]) == 1
    assert "是扫描件，只有图片，没有文字" in capsys.readouterr().out
