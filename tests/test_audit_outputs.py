"""juesuan audit over what juesuan report makes: right documents are silent, and one wrong amount in
any table is told."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.audit.audit import Audited, audit
from generator.audit.read import read_any
from generator.cli import main
from generator.extracting.content import Extract, ExtractedTable
from generator.findings.place import Level
from tests.helpers import ROOT

NATIONAL = "国家古籍保护局（虚构）-2023"
FILES = sorted((ROOT / "data").glob("*.yaml"))
AMOUNT = re.compile(r"[1-9][\d,]*\.\d\d")
# What the originals of the drafts lack, too.
OF_THE_ORIGINALS = {"模板残留", "缺句", "项目个数", "自评表空白"}


def made(path: Path, folder: Path, formats: str) -> dict[str, Extract]:
    main(["report", str(path), "-o", str(folder), "--format", formats])
    return {each.suffix: read_any(each) for each in sorted(folder.iterdir()) if each.is_file()}


def grave(audited: Audited) -> list[str]:
    return [
        f"{item.rule} {item.message}" for item in audited.remarks if item.level is not Level.HINT
    ]


def test_a_document_of_the_program_is_silent(tmp_path: Path) -> None:
    for extract in made(ROOT / "data" / f"{NATIONAL}.yaml", tmp_path, "docx,html,xlsx").values():
        assert grave(audit(extract)) == []


@pytest.mark.long
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_document_of_the_program_is_silent(path: Path, tmp_path: Path) -> None:
    extracts = made(path, tmp_path, "docx,html,pdf,xlsx")
    assert set(extracts) == {".docx", ".html", ".pdf", ".xlsx"}
    is_draft = any("审核稿" in each.name for each in tmp_path.iterdir())
    for extract in extracts.values():
        audited = audit(extract)
        if is_draft:
            assert {line.split()[0] for line in grave(audited)} <= OF_THE_ORIGINALS
        else:
            assert audited.count(Level.ERROR) == 0
            assert audited.count(Level.WARNING) <= 1


def wrong(extract: Extract, seed: int, count: int) -> Iterator[tuple[str, Extract]]:
    """The document with another first digit in one amount of a statutory table."""
    choice = random.Random(seed)  # noqa: S311
    cells = [
        (block, row, column)
        for block, each in enumerate(extract.blocks)
        if isinstance(each, ExtractedTable)
        for row, line in enumerate(each.rows)
        for column, cell in enumerate(line)
        if AMOUNT.fullmatch(cell.text) and "其中" not in line[0].text
    ]
    for block, row, column in choice.sample(cells, count):
        table = extract.blocks[block]
        assert isinstance(table, ExtractedTable)
        rows = [list(line) for line in table.rows]
        text = rows[row][column].text
        digit = str((int(text[0]) + choice.randint(0, 7)) % 9 + 1)
        if digit == text[0]:
            continue
        rows[row][column] = replace(rows[row][column], text=digit + text[1:])
        blocks = list(extract.blocks)
        blocks[block] = replace(table, rows=tuple(map(tuple, rows)))
        yield f"{rows[row][column].spot} {text}", replace(extract, blocks=tuple(blocks))


@pytest.mark.parametrize(
    ("name", "count"),
    [
        pytest.param(NATIONAL, 12, id="几处"),
        pytest.param(NATIONAL, 120, id="许多", marks=pytest.mark.long),
        pytest.param("云汀区文旅局（虚构）-2023", 120, id="四川", marks=pytest.mark.long),
        pytest.param("上海市云间区文旅局（虚构）-2024", 120, id="上海", marks=pytest.mark.long),
    ],
)
def test_one_wrong_amount_in_a_table_is_told(name: str, count: int, tmp_path: Path) -> None:
    extract = made(ROOT / "data" / f"{name}.yaml", tmp_path, "html")[".html"]
    cases = list(wrong(extract, 1, count))
    silent = [what for what, each in cases if not audit(each).count(Level.ERROR)]
    assert len(silent) * 20 <= len(cases), silent
