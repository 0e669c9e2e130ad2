"""The gallery: every rule has its smallest bad file, the exact message, and a mended file that is clean as a whole."""

from __future__ import annotations

import base64
import io
import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.checks.gallery import FILE, FOLDER, Example, entry, example
from generator.findings.place import Finding, has_errors
from generator.findings.rules import RULES
from generator.pipeline.checking import check
from generator.pipeline.findings_text import findings_text

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
"""The smallest picture."""


def inserted(text: str) -> Any:
    """Words that stand in a Word file as a change that nobody has accepted yet."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(
        f"<w:ins {nsdecls('w')} w:id='1' w:author='a'><w:r><w:t>{text}</w:t></w:r></w:ins>"
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clerk's folder: last year's file, two units of a 部门, and Word files with a table, a picture, a change."""
    from docx import Document

    tmp_path = tmp_path_factory.mktemp("gallery")
    for name in ("某局-2022.yaml", "局本级-2023.yaml", "乙中心-2023.yaml"):
        shutil.copy(FOLDER / name, tmp_path)
    word = Document()
    word.add_paragraph("项目按计划完成。")
    word.add_table(2, 2)
    word.save(str(tmp_path / "有表.docx"))
    word = Document()
    word.add_paragraph("修缮前后对比如下图：")
    word.add_paragraph().add_run().add_picture(io.BytesIO(PIXEL))
    word.save(str(tmp_path / "有图.docx"))
    word = Document()
    word.add_paragraph("项目按计划完成。")._p.append(inserted("资金已全部支付。"))
    word.save(str(tmp_path / "有修订.docx"))
    return tmp_path


def findings(
    folder: Path, text: str, shown: Example | None = None
) -> tuple[tuple[Finding, ...], str]:
    """What is said of a file, as printed."""
    path = folder / FILE
    raw = re.search(r"字节=([0-9a-f]+)", shown.notes) if shown else None
    path.write_bytes(
        bytes.fromhex(raw[1]) if raw else text.encode(shown.encoding if shown else "utf-8")
    )
    checked = check(path)
    told = "\n".join(findings_text(checked))
    return checked.findings, told.replace(f"{folder}/", "")


@cache
def said_of_the_bad_file(rule: str, folder: Path) -> tuple[tuple[Finding, ...], str]:
    """What is said of the bad file of a rule; two tests look at it."""
    shown = example(rule)
    assert shown
    return findings(folder, shown.files()[0], shown)


def test_there_are_rules_and_entries() -> None:
    assert len(RULES) > 90
    assert {path.stem for path in FOLDER.glob("*.md")} == set(RULES)


@pytest.mark.parametrize("rule", sorted(path.stem for path in FOLDER.glob("*.md")))
def test_bad_file_says_exactly_this(rule: str, folder: Path, update: bool) -> None:
    shown = example(rule)
    assert shown
    found, told = said_of_the_bad_file(rule, folder)
    assert rule in {one.rule for one in found}, told
    if update:
        (FOLDER / f"{rule}.md").write_text(
            entry(shown.bad, told, shown.good, shown.notes), encoding="utf-8"
        )
        return
    assert told == shown.message


@pytest.mark.parametrize("rule", sorted(path.stem for path in FOLDER.glob("*.md")))
def test_mended_file_is_clean(rule: str, folder: Path) -> None:
    shown = example(rule)
    assert shown
    if "全部" in shown.notes:
        return  # a file that cannot be read at all has no other half
    found, told = findings(folder, shown.files()[1])
    assert not has_errors(list(found)), told
    assert rule not in {one.rule for one in found}
    assert not found or rule in ("未达指标",), told


@pytest.mark.parametrize("rule", sorted(path.stem for path in FOLDER.glob("*.md")))
def test_errors_point_at_the_part_that_is_shown(rule: str, folder: Path) -> None:
    """The line of a finding lies in the bad fragment, not in what follows it."""
    shown = example(rule)
    assert shown
    found, _ = said_of_the_bad_file(rule, folder)
    lines = shown.bad.count("\n")
    assert any(one.rule == rule and one.place.line <= max(lines, 1) for one in found)
