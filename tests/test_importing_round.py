"""What we write we read back: the workbook of a unit's tables, imported into its own file, changes nothing; imported anew, every figure of the ledger is there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.cli import main
from generator.pipeline.checking import check
from generator.writers.xlsx import write_xlsx
from tests.helpers import ROOT

CLEAN = [path for path in sorted((ROOT / "data").glob("*.yaml")) if "虚构" in path.name]


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_into_its_own_file_nothing_changes(path: Path, tmp_path: Path, capsys) -> None:
    document = check(path, sheets=True).document
    book = tmp_path / "附表.xlsx"
    book.write_bytes(write_xlsx(document))
    copy = tmp_path / path.name
    shutil.copy(path, copy)
    code = main(["import", str(book), "--into", str(copy), "--yes"])
    out = capsys.readouterr().out
    assert code in (0, 1), out
    assert "没有要改的" in out
    assert copy.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_anew_every_total_is_there(path: Path, tmp_path: Path, capsys) -> None:
    checked = check(path, sheets=True)
    book = tmp_path / "附表.xlsx"
    book.write_bytes(write_xlsx(checked.document))
    target = tmp_path / f"新-{checked.document.year}.yaml"
    main(["import", str(book), "-o", str(target)])
    out = capsys.readouterr().out
    text = target.read_text(encoding="utf-8")
    # The tables tell none of these; a clerk answers them first.
    text = re.sub(r"外事: \{.*?\}", "外事: {决算数: 0, 批次: 0, 人次: 0}", text)
    for key, word in (("名称", "某市某局"), ("口径", "部门"), ("性质", "行政单位")):
        text = re.sub(rf"(?m)^  {key}: 待填 .*$", f"  {key}: {word}", text)
    target.write_text(text, encoding="utf-8")
    again = check(target)
    assert again.loaded.accounts is not None, out + "\n".join(
        one.message for one in again.findings[:5]
    )
    now, then = again.rendered.figures, checked.rendered.figures
    for name in ("本年收入合计", "本年支出合计", "基本支出", "项目支出", "财政拨款支出"):
        was = next((figure for figure in then.values() if figure.label == name), None)
        if was is not None:
            assert was.printed in {
                figure.printed for figure in now.values() if figure.label == name
            }, name
