"""The figures inside a PDF: finals carry them, drafts do not; import reads them back exactly, and a
hostile PDF costs bounded time and a sentence."""

from __future__ import annotations

import io
import json
import random
import shutil
import time
from contextlib import suppress
from decimal import Decimal
from functools import cache
from pathlib import Path

import jsonschema
import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, NameObject

from generator.cli import main
from generator.importing.grid import WorkbookError
from generator.importing.importer import import_files
from generator.importing.together import NotTogetherError, NoYearError
from generator.interface.comparing import compared
from generator.interface.fields import schema
from generator.pipeline.checking import check
from generator.pipeline.produce import make
from tests.helpers import ROOT

CLEAN = [path for path in sorted((ROOT / "data").glob("*.yaml")) if "虚构" in path.name]
NAME = "juesuan.json"


def quiet(_step: str) -> None:
    """No steps are told."""


@cache
def pdf_of(path: Path) -> bytes:
    return make(path, ("pdf",), quiet).files["pdf"]


@cache
def figures_of(path: Path) -> dict:
    return json.loads(attached(pdf_of(path))[NAME][0])


def attached(data: bytes) -> dict[str, list[bytes]]:
    return dict(pypdf.PdfReader(io.BytesIO(data)).attachments)


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_a_final_carries_its_figures_as_an_associated_file(path: Path) -> None:
    root = pypdf.PdfReader(io.BytesIO(pdf_of(path))).trailer["/Root"]
    (file,) = (entry.get_object() for entry in root["/AF"])
    assert file["/AFRelationship"] == "/Data"
    assert file["/UF"] == NAME
    stream = file["/EF"]["/F"].get_object()
    assert stream["/Subtype"] == "/application/json"
    assert b"pdfaid:part>3<" in root["/Metadata"].get_object().get_data()
    whole = figures_of(path)
    definitions = schema()
    jsonschema.Draft202012Validator(
        {**definitions, "oneOf": [{"$ref": "#/$defs/juesuan.json"}]}
    ).validate(whole)
    # Nothing is given out that the document does not print.
    tables = [table["名称"] for table in whole["附表"]]
    assert tables == [sheet.title for sheet in check(path, sheets=True).document.sheets]


def test_a_draft_carries_none() -> None:
    made = make(ROOT / "data" / "泸县政府办-2023.yaml", ("pdf",), quiet)
    assert made.draft
    assert not attached(made.files["pdf"])


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_a_new_file_gives_the_figures_that_were_published(
    path: Path, tmp_path: Path, capsys
) -> None:
    pdf = tmp_path / f"{path.stem}.pdf"
    pdf.write_bytes(pdf_of(path))
    target = tmp_path / "新.yaml"
    assert main(["import", str(pdf), "-o", str(target)]) == 0
    out = capsys.readouterr().out
    figures = [(one["名称"], one["数别"], one["数"]) for one in figures_of(path)["指标"]]
    statement = check(target).statement
    assert statement is not None, out
    result = compared(figures, statement)
    assert result.different == ()
    # What is missing are the sheets of 自评表, which are texts above all.
    assert all(name.startswith(("自评表", "绩效自评得分")) for name in result.missing), (
        result.missing
    )
    assert f"新文件算出来相同的 {result.equal} 个" in out
    unit = figures_of(path)["单位"]
    written = target.read_text(encoding="utf-8")
    for key in ("口径", "性质", "公开日期", "版式"):
        assert f"{key}: {unit[key]}\n" in written
    assert str(unit["年度"]) in written


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_into_its_own_file_nothing_changes(path: Path, tmp_path: Path, capsys) -> None:
    shutil.copytree(path.parent / "上年", tmp_path / "上年")
    copy = tmp_path / path.name
    shutil.copy(path, copy)
    pdf = tmp_path / "公开.pdf"
    pdf.write_bytes(pdf_of(path))
    code = main(["import", str(pdf), "--into", str(copy), "--yes"])
    assert code in (0, 1)
    assert "没有要改的" in capsys.readouterr().out
    assert copy.read_bytes() == path.read_bytes()


def test_amounts_are_exact() -> None:
    """Not what is printed: the amount as it was typed, whatever its decimals."""
    path = next(path for path in CLEAN if "云汀" in path.name)
    (row,) = (
        row
        for table in figures_of(path)["附表"]
        for row in table["表体"]
        if table["名称"] == "一般公共预算财政拨款支出决算表" and row[0] == "2070204"
    )
    assert Decimal(row[2]["数"]) == Decimal("204.142055")


# What is no such PDF


def refusal(path: Path, capsys) -> str:
    """What import says of a file that it does not read."""
    start = time.perf_counter()
    assert main(["import", str(path), "-o", str(path.parent / "x.yaml")]) == 2
    assert time.perf_counter() - start < 40
    assert not (path.parent / "x.yaml").exists()
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return said


def rewritten(content: bytes | None, name: str = NAME) -> bytes:
    """A small PDF with one attached file."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    if content is not None:
        writer.add_attachment(name, content)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "里没有表"),
        (b"", "不完整"),
        (b"[]", "不完整"),
        (b'{"\xe7\x89\x88\xe6\x9c\xac":9}', "是第 9 版"),
        (b"[" * 500_000, "不完整"),
        (b"\xff\xfe\x00", "不完整"),
    ],
    ids=["none", "empty", "list", "version", "nested", "bytes"],
)
def test_a_pdf_without_right_figures_says_so(
    content: bytes | None, said: str, tmp_path: Path, capsys
) -> None:
    path = tmp_path / "某局.pdf"
    path.write_bytes(rewritten(content))
    assert said in refusal(path, capsys)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("指标", [{"名称": "甲", "数别": "决算数", "数": "1e999999999", "计量单位": "万元"}]),
        ("指标", [{"名称": 1}]),
        (
            "附表",
            [
                {
                    "名称": "甲",
                    "编号": "",
                    "左上": "",
                    "右上": "",
                    "列数": 10**9,
                    "表头": [],
                    "表体": [],
                }
            ],
        ),
        ("单位", {"年度": "二〇二三"}),
    ],
    ids=["exponent", "type", "width", "year"],
)
def test_damaged_figures_are_refused_with_a_sentence(
    key: str, value: object, tmp_path: Path, capsys
) -> None:
    path = tmp_path / "某局.pdf"
    whole = {**figures_of(CLEAN[0]), key: value}
    path.write_bytes(rewritten(json.dumps(whole, ensure_ascii=False).encode()))
    assert "不完整" in refusal(path, capsys)


def test_spans_are_bounded(tmp_path: Path) -> None:
    """A cell that claims to span everything costs little."""
    whole = figures_of(CLEAN[0])
    wide = {"文字": "甲", "跨列": 600, "跨行": 600}
    table = {**whole["附表"][0], "表头": [[wide] * 500] * 100}
    path = tmp_path / "某局.pdf"
    data = json.dumps({**whole, "附表": [table] * 20}, ensure_ascii=False).encode()
    path.write_bytes(rewritten(data))
    start = time.perf_counter()
    with suppress(WorkbookError, NotTogetherError, NoYearError):
        import_files([path])
    assert time.perf_counter() - start < 20


def test_a_bomb_and_a_locked_pdf(tmp_path: Path, capsys) -> None:
    bomb = tmp_path / "弹.pdf"
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment(NAME, b" " * 200_000_000)
    for entry in writer._objects:
        if isinstance(entry, DecodedStreamObject) and entry.get("/Type") == "/EmbeddedFile":
            index = writer._objects.index(entry)
            writer._objects[index] = entry.flate_encode()
            writer._objects[index][NameObject("/Type")] = NameObject("/EmbeddedFile")
    writer.write(bomb)
    assert bomb.stat().st_size < 1_000_000
    assert any(word in refusal(bomb, capsys) for word in ("太大", "读不出来"))
    locked = tmp_path / "锁.pdf"
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(rewritten(b"{}")))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(locked)
    assert "密码" in refusal(locked, capsys)


@pytest.mark.parametrize("seed", range(6))
def test_damaged_bytes_are_a_sentence(seed: int, tmp_path: Path, capsys) -> None:
    data = bytearray(pdf_of(CLEAN[0]))
    dice = random.Random(seed)  # noqa: S311
    if seed % 2:
        del data[dice.randrange(len(data)) :]
    for _ in range(2_000):
        data[dice.randrange(len(data))] = dice.randrange(256)
    path = tmp_path / "坏.pdf"
    path.write_bytes(bytes(data))
    code = main(["import", str(path), "-o", str(tmp_path / "x.yaml")])
    assert code in (0, 1, 2)
    assert "Traceback" not in capsys.readouterr().err


def test_a_pdf_comes_alone(tmp_path: Path, capsys) -> None:
    path = tmp_path / "某局.pdf"
    path.write_bytes(pdf_of(CLEAN[0]))
    assert main(["import", str(path), str(path), "-o", str(tmp_path / "x.yaml")]) == 2
    assert "单独导入" in capsys.readouterr().err
