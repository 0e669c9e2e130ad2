"""What last year's document has printed arrives in this year's comparisons by itself."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from generator.cli import main
from generator.ledger.statement import comparables
from generator.model.comparison import TOTALS
from generator.pipeline.checking import Checked, check
from generator.pipeline.produce import make
from tests.bureau import GOOD, write
from tests.helpers import ROOT

FULL = next(path for path in (ROOT / "data").glob("*.yaml") if "云汀" in path.name)
OF_RECEPTION = "外事: {决算数: 待填, 批次: 待填, 人次: 待填}"


def imported(folder: Path, *answers: tuple[str, str]) -> Path:
    """Last year's data file, made of its document, with the answers that let it be read."""
    document, path = folder / "去年.docx", folder / "某局-2023.yaml"
    document.write_bytes(make(FULL, ("docx",), lambda _step: None).files["docx"])
    assert main(["import", str(document), "-o", str(path)]) == 0
    text = path.read_text(encoding="utf-8")
    for asked, answer in answers:
        assert asked in text
        text = text.replace(asked, answer)
    path.write_text(text, encoding="utf-8")
    return path


ANSWERS = (("性质: 待填", "性质: 行政单位"), (OF_RECEPTION, OF_RECEPTION.replace("待填", "0")))


def messages(checked: Checked, rule: str) -> list[str]:
    return [finding.message for finding in checked.findings if finding.rule == rule]


def test_the_totals_that_were_printed_are_those_that_the_new_year_compares_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = imported(tmp_path, *ANSWERS)
    published, added = check(FULL).statement, check(path).statement
    assert published is not None
    assert added is not None
    printed, computed = comparables(published), comparables(added)
    # The rounded parts add up to something else.
    assert added.totals.收支总计.数.printed != printed["收支总计"].printed
    assert {key: computed[key].printed for key in TOTALS} == {
        key: printed[key].printed for key in TOTALS
    }
    assert main(["roll", str(path)]) == 0
    assert "上年的合计照公开的数：收支总计 1035.14 万元（明细相加是 1035.15 万元）" in (
        capsys.readouterr().out
    )
    new = tmp_path / "某局-2024.yaml"
    assert "公开数" not in new.read_text(encoding="utf-8")


def test_a_published_total_is_silent_for_a_tail_and_an_error_beyond_it(tmp_path: Path) -> None:
    statement = check(write(tmp_path)).statement
    assert statement is not None
    total = statement.totals.收支总计.数.printed
    for published, expected in ((total + Decimal("0.01"), []), (total + 5, ["公开的数是 1"])):
        control = f"\n报表数: {{收支总计: {{公开数: {published}}}}}\n"
        checked = check(write(tmp_path, GOOD + control))
        assert [message[5:12] for message in messages(checked, "报表数")] == expected, published
        assert not messages(checked, "尾差")
