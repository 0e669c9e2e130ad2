"""底稿: every number of every sentence has a formula over the tables that gives it."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from generator.pipeline.checking import check
from generator.writers.xlsx import write_xlsx
from tests.helpers import ROOT

FILES = sorted((ROOT / "data").glob("*.yaml"))


def rounded(value: Decimal | int, digits: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def computed(formula: str, values: openpyxl.Workbook) -> Decimal:
    """An Excel formula of cells, numbers, + - * / and ROUND, computed with decimals."""

    def cell(match: re.Match[str]) -> str:
        found = values[match[1]][match[2]].value
        return f"Decimal('{found if found is not None else 0}')"

    text = re.sub(r"'([^']+)'!([A-Z]+\d+)", cell, formula.removeprefix("="))
    parts = re.split(r"(Decimal\('[^']*'\)|ROUND|,\d+\))", text)
    text = "".join(
        part
        if part.startswith(("Decimal", "ROUND")) or re.fullmatch(r",\d+\)", part)
        else re.sub(r"\d+(\.\d+)?", r"Decimal('\g<0>')", part)
        for part in parts
    )
    return eval(text, {"__builtins__": {}, "Decimal": Decimal, "ROUND": rounded})  # noqa: S307 - a formula of our own


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_formula_gives_the_printed_number(path: Path) -> None:
    document = check(path, sheets=True).document
    data = write_xlsx(document, review=True)
    book, values = (
        openpyxl.load_workbook(BytesIO(data)),
        openpyxl.load_workbook(BytesIO(data), data_only=True),
    )
    page = book["底稿"]
    rows = list(page.iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(document.review) > 60
    live = 0
    for row in rows:
        printed, formula = Decimal(str(row[3])), row[4]
        assert abs(computed(formula, values)) == abs(printed), row
        live += "!" in formula
    assert live > len(rows) // 3
    assert sum(bool(row[6]) for row in rows) == len(rows)


def test_numbers_are_those_of_the_sentences() -> None:
    document = check(FILES[0], sheets=True).document
    for line in document.review:
        assert line.printed in line.sentence


def test_last_year_is_no_cell_of_this_year() -> None:
    path = next(path for path in FILES if "云汀" in path.name)
    line = next(
        line for line in check(path, sheets=True).document.review if line.label == "比上年增减"
    )
    assert [token for token in line.tokens if isinstance(token, Decimal)] == [
        Decimal("733.831537")
    ] or sum(isinstance(token, tuple) for token in line.tokens) == 1
