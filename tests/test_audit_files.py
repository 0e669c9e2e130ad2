"""juesuan audit: comments in Word files, files that are not what they seem, hints in few lines."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from msgspec.structs import replace

from generator.audit.audited_file import AuditedFile, AuditJob, audited_file
from generator.audit.run import audit_files
from generator.cli import main
from generator.extracting import limits

HEADING = "三、支出决算情况说明"
WRONG = "本年支出合计10万元，其中：基本支出10万元，占90%。"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_CACHE", str(tmp_path / "cache"))


def commented(path: Path, capsys: pytest.CaptureFixture[str]) -> WordDocument:
    main(["audit", str(path), "--comments", str(path.parent / "批注")])
    capsys.readouterr()
    return Document(str(path.parent / "批注" / f"{path.stem}（批注）.docx"))


def marked(copy: WordDocument) -> dict[str, str]:
    """The words between the marks of each comment, by what the comment says."""
    words: dict[int, str] = {}
    inside: set[int] = set()
    for element in copy.element.body.iter():
        if element.tag == qn("w:commentRangeStart"):
            inside.add(int(element.get(qn("w:id"))))
        elif element.tag == qn("w:commentRangeEnd"):
            inside.discard(int(element.get(qn("w:id"))))
        elif element.tag == qn("w:t"):
            for number in inside:
                words[number] = words.get(number, "") + (element.text or "")
    return {comment.text: words[comment.comment_id] for comment in copy.comments}


@pytest.mark.parametrize(
    "pieces",
    [
        [(WRONG, False)],
        [("本年支出合计10万元，其中：基本支出10万元，占", False), ("9", True), ("0%。", False)],
        [("本年支出合计10万元，其中：基本支出10万元，占90", True), ("%。其余无。", False)],
    ],
    ids=["一截", "三截", "两截"],
)
def test_a_comment_stands_on_the_wrong_number(
    pieces: list[tuple[str, bool]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = Document()
    document.add_paragraph(HEADING)
    paragraph = document.add_paragraph()
    for text, bold in pieces:
        paragraph.add_run(text).bold = bold
    path = tmp_path / "某局.docx"
    document.save(str(path))
    copy = commented(path, capsys)
    (words,) = [words for text, words in marked(copy).items() if "印的是 90%" in text]
    assert words == "90%"
    signs = [(sign, run_.bold) for run_ in copy.paragraphs[1].runs for sign in run_.text]
    assert signs == [(sign, bold) for text, bold in pieces for sign in text]


def test_a_comment_on_a_table_stands_in_its_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = Document()
    document.add_paragraph("支出决算表")
    document.add_paragraph("这里也写着3.00万元。")
    table = document.add_table(3, 4)
    texts = (
        ("科目编码", "科目名称", "本年支出合计", "基本支出"),
        ("", "合计", "3.00", "2.00"),
        ("201", "一般公共服务支出", "2.00", "2.00"),
    )
    for row, cells in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    path = tmp_path / "某局.docx"
    document.save(str(path))
    copy = commented(path, capsys)
    cell = copy.tables[0].rows[1].cells[2]
    assert "commentRangeStart" in cell.paragraphs[0]._p.xml
    assert all("commentRangeStart" not in each._p.xml for each in copy.paragraphs)


def _bomb(path: Path) -> Path:
    """A Word file with a mistake, and a picture that unpacks to more than we take."""
    document = Document()
    document.add_paragraph(HEADING)
    document.add_paragraph(WRONG)
    plain = io.BytesIO()
    document.save(plain)
    with (
        zipfile.ZipFile(plain) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "word/_rels/document.xml.rels":
                data = data.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/'
                    b'officeDocument/2006/relationships/image" Target="media/a.png"/>'
                    b"</Relationships>",
                )
            if name == "[Content_Types].xml":
                data = data.replace(
                    b"</Types>", b'<Default Extension="png" ContentType="image/png"/></Types>'
                )
            target.writestr(name, data)
        target.writestr("word/media/a.png", bytes(3_000_000))
    return path


def test_a_part_that_unpacks_beyond_the_limit_is_not_unpacked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _bomb(tmp_path / "某局.docx")
    copies = tmp_path / "批注"
    main(["audit", str(path), "--comments", str(copies)])
    assert "加了批注" in capsys.readouterr().err
    monkeypatch.setattr("generator.extracting.package.MAX_UNPACKED", 1_000_000)
    other = _bomb(tmp_path / "乙局.docx")
    assert main(["audit", str(other), "--comments", str(copies)]) == 1
    said = capsys.readouterr().err
    assert "没有加批注" in said
    assert "太大：里面的内容解开后超过 1 MB" in said
    assert not (copies / "乙局（批注）.docx").exists()
    assert limits.MAX_UNPACKED > limits.MAX_FILE


# --- Files that are not what they seem ---


def _workbook(path: Path, *, formulas: bool) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["支出决算表"])
    sheet.append(["科目编码", "科目名称", "本年支出合计", "基本支出"])
    sheet.append(["", "合计", "=C4" if formulas else 3.5, "=D4" if formulas else 3.5])
    sheet.append(
        ["201", "一般公共服务支出", "=1+2" if formulas else 3.5, "=3" if formulas else 3.5]
    )
    book.save(path)
    return path


def test_formulas_that_nobody_calculated_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(_workbook(tmp_path / "甲.xlsx", formulas=True))]) == 1
    shown = capsys.readouterr().out
    assert "公式，没有算过" in shown
    assert "按 Ctrl+S 保存一次" in shown
    assert main(["audit", str(_workbook(tmp_path / "乙.xlsx", formulas=False))]) == 0
    assert "核对 1 张表" in capsys.readouterr().out


def test_some_formulas_without_a_result_are_noted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _workbook(tmp_path / "甲.xlsx", formulas=False)
    book = openpyxl.load_workbook(path)
    book.active["E3"] = "=SUM(D3)"
    book.save(path)
    assert main(["audit", str(path)]) == 0
    assert "的 E3 是公式，没有算过" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "said", "advice"),
    [
        ("空.txt", b"", "是空文件", "有没有拷贝完"),
        ("空.xlsx", b"", "是空文件", "有没有拷贝完"),
        ("加密.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "加了打开密码", "取消密码"),
        ("旧.docx", b"\xd0\xcf\x11\xe0" + bytes(900), "是旧格式的 Word 文件", "另存为"),
        ("图.pdf", b"\x89PNG\r\n", "是图片，扩展名却是 .pdf", "转成有文字的文件"),
        ("文.docx", b"%PDF-1.7", "是 PDF，扩展名却是 .docx", "扩展名改成 .pdf"),
        ("文.txt", b"%PDF-1.7\n%\xe2\xe3", "是 PDF，扩展名却是 .txt", "扩展名改成 .pdf"),
        ("文.txt", b"PK\x03\x04", "扩展名却是 .txt", "扩展名改回"),
        ("文.txt", b"<!DOCTYPE html>\n<html>", "是网页，扩展名却是 .txt", "扩展名改成 .html"),
        ("文.docx", b"<html>", "不是 Word 文件", "另存为"),
        ("表.xlsx", b"a,b\n1,2\n", "不是表格文件", "再审核"),
        ("表.xls", b"<html><table>", "内容却是网页", "再审核"),
        ("表.xlsx", b"%PDF-1.7", "是 PDF", ".pdf"),
    ],
)  # fmt: skip
def test_what_a_file_really_is_is_said_with_the_way_out(
    name: str,
    content: bytes,
    said: str,
    advice: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert main(["audit", str(path)]) == 1
    first, second = capsys.readouterr().out.splitlines()[:2]
    assert said in first
    assert advice in second
    assert "导入" not in first + second


@pytest.mark.parametrize(
    "start", ["PK赛情况。", "%PDF是一种文件。", "%PDF-1.7是一种文件。", "GIF8图。"]
)
def test_a_text_may_begin_like_a_mark(
    start: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "文.txt"
    path.write_text(f"{start}\n{HEADING}\n{WRONG}\n", encoding="utf-8")
    assert main(["audit", str(path)]) == 1
    assert "印的是 90%" in capsys.readouterr().out


def test_a_locked_workbook_is_said_with_the_whole_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _workbook(tmp_path / "甲.xlsx", formulas=False)
    opened = Path.open

    def locked(self: Path, *given: Any, **named: Any) -> Any:
        if self.name == path.name:
            raise PermissionError(13, "locked")
        return opened(self, *given, **named)

    monkeypatch.setattr(Path, "open", locked)
    assert main(["audit", str(path)]) == 1
    first, second = capsys.readouterr().out.splitlines()[:2]
    assert first.endswith("打不开：别的程序正用着它，或没有读的权限")
    assert "先关闭正打开着它的 Word、Excel 或 WPS；没有权限的，请向文件的主人要" in second


def _of_one_name(folder: Path, years: Sequence[str]) -> list[Path]:
    paths = [folder / year / "甲" / "决算.docx" for year in years]
    for path in paths:
        path.parent.mkdir(parents=True)
        document = Document()
        document.add_paragraph(HEADING)
        document.add_paragraph(WRONG)
        document.save(str(path))
    return paths


def test_files_of_one_name_each_get_a_copy(tmp_path: Path) -> None:
    paths = _of_one_name(tmp_path, ("2021", "2022", "2023", "2024"))
    copies = tmp_path / "批注"
    main(["audit", *map(str, paths), "--comments", str(copies)])
    names = ["决算", "甲-决算", "甲-决算（2）", "甲-决算（3）"]
    assert {path.name for path in copies.iterdir()} == {f"{name}（批注）.docx" for name in names}


def test_no_copy_is_written_where_one_would_take_the_place_of_an_audited_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = _of_one_name(tmp_path, ("2021", "2022"))
    copies = tmp_path / "批注"
    copies.mkdir()
    audited = copies / "甲-决算（批注）.docx"
    second.rename(second.with_name("二.docx"))
    other = second.with_name("二.docx").rename(audited)
    third = _of_one_name(tmp_path, ("2023",))[0]
    main(["audit", str(first), str(third), str(other), "--comments", str(copies)])
    assert "换一个文件夹" in capsys.readouterr().err
    assert list(copies.iterdir()) == [audited]


def test_a_copy_keeps_the_comments_that_were_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "某局.docx"
    document = Document()
    document.add_paragraph(HEADING)
    sentence = document.add_paragraph(WRONG)
    document.add_comment(sentence.runs, "原来的批注", "某人", "某")
    document.save(str(path))
    copy = commented(path, capsys)
    texts = {comment.comment_id: comment.text for comment in copy.comments}
    assert texts[0] == "原来的批注"
    assert len(texts) > 1
    assert any("印的是 90%" in text for text in texts.values())


def test_a_text_without_numbers_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "文.txt"
    path.write_text("关于召开会议的通知\n请各单位参加。\n", encoding="utf-8")
    assert main(["audit", str(path)]) == 0
    assert "没有读到数" in capsys.readouterr().out


def test_tails_of_a_document_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = "".join(
        f"<tr><td>20{n}</td><td>类{n}</td><td>3.01</td><td>1.50</td><td>1.50</td></tr>"
        for n in range(1, 10)
    )
    head = "<tr><th>科目编码</th><th>科目名称</th><th>本年支出合计</th><th>基本支出</th><th>项目支出</th></tr>"
    path = tmp_path / "文.html"
    path.write_text(f"<p>支出决算表</p><table>{head}{page}</table>", encoding="utf-8")
    assert main(["audit", str(path)]) == 0
    shown = capsys.readouterr().out.splitlines()
    lines = [line for line in shown if line.startswith("提示")]
    assert len(lines) == 1
    assert "全文 [尾差] 尾差 9 处" in lines[0]
    (detail,) = [line.strip() for line in shown if line.startswith("    ")]
    assert detail.startswith("《支出决算表》 9 处，如“201 类1”行“本年支出合计”列：")
    assert main(["audit", str(path), "--json"]) == 0
    assert capsys.readouterr().out.count('"表内横向"') == 9
    main(["audit", str(path), "--xlsx", str(tmp_path / "单.xlsx")])
    rows = list(openpyxl.load_workbook(tmp_path / "单.xlsx")["全部问题"].values)
    assert [row[6].count("尾差 9 处") for row in rows[1:]] == [1]
    rows = list(openpyxl.load_workbook(tmp_path / "单.xlsx")["尾差逐处"].values)
    assert [f"“20{n} 类{n}”行" in rows[n][4] for n in range(1, 10)] == [True] * 9


def test_tails_of_a_word_file_are_one_comment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = Document()
    document.add_paragraph("支出决算表")
    table = document.add_table(10, 5)
    head = ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")
    rows = [head, *((f"20{n}", f"类{n}", "3.01", "1.50", "1.50") for n in range(1, 10))]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    path = tmp_path / "某局.docx"
    document.save(str(path))
    (comment,) = commented(path, capsys).comments
    assert "尾差 9 处" in comment.text


# --- Notes of the run before ---


def _audited(path: Path) -> AuditedFile:
    (file,) = audit_files([AuditJob(str(path))], 1)
    return file


def test_a_note_is_of_the_file_as_it_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "文.txt"
    path.write_text(f"{HEADING}\n{WRONG}\n", encoding="utf-8")
    read = audited_file

    def changed_meanwhile(job: AuditJob) -> AuditedFile:
        file = read(job)
        path.write_text(f"{HEADING}\n{WRONG.replace('90%', '100%')}\n", encoding="utf-8")
        return file

    monkeypatch.setattr("generator.audit.run.audited_file", changed_meanwhile)
    assert _audited(path).remarks
    monkeypatch.setattr("generator.audit.run.audited_file", read)
    assert not _audited(path).remarks


def test_a_note_serves_whatever_the_file_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "文.txt"
    path.write_text(f"{HEADING}\n{WRONG}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    first = _audited(Path("文.txt"))
    second = _audited(path)
    assert (first.path, second.path) == ("文.txt", str(path))
    assert replace(first, path=second.path) == second


@pytest.mark.parametrize("name", ["长.txt", "长.html"])
def test_a_text_longer_than_any_document_is_refused_before_it_is_audited(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    line = "支出增长5%，" * 5_000
    path.write_text(f"<p>{line}</p>\n" * 60, encoding="utf-8")
    begun = time.process_time()
    audited = audited_file(AuditJob(str(path)))
    assert audited.error == "太长：超过 200 万字"
    assert time.process_time() - begun < 10
