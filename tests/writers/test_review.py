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
    """Signs included: stored is what the formula gives, and no line is red."""
    document = check(path, sheets=True).document
    data = write_xlsx(document, review=True)
    book, values = (
        openpyxl.load_workbook(BytesIO(data)),
        openpyxl.load_workbook(BytesIO(data), data_only=True),
    )
    rows = list(book["底稿"].iter_rows(min_row=2, values_only=True))
    stored = list(values["底稿"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(document.review) > 60
    live = 0
    for row, shown in zip(rows, stored, strict=True):
        assert computed(row[5], values) == Decimal(str(shown[5])), row
        assert difference(row, shown[1], Decimal(str(shown[5]))) == Decimal(str(shown[6])) == 0, row
        live += "!" in row[5]
    assert live > len(rows) // 3
    assert all(row[0] and row[7] for row in rows)


POSITION = re.compile(r"MID\(\$B\d+,(\d+),(\d+)\)")


def difference(row: tuple, sentence: str, tables: Decimal) -> Decimal | None:
    """What 相差 is when a sentence stands there; None for an error, which is red, too."""
    after, _, place, length = (int(part) for pair in POSITION.findall(row[4]) for part in pair)
    expected = re.search(r'="(.*)",VALUE', row[4])[1].replace('""', '"')
    text = sentence[place - 1 : place - 1 + length].replace(",", "")
    if sentence[after - 1 : after] != expected or not re.fullmatch(r"-?\d+(\.\d+)?", text):
        return None
    printed = Decimal(text)
    if row[3] is None:
        sign = -1 if row[6].startswith("=ROUND(-") else 1
        return sign * printed - tables
    start, width = map(int, POSITION.search(row[3]).groups())
    word = sentence[start - 1 : start - 1 + width]
    falls, rises = (set(re.findall('"([^"]+)"', part)) for part in row[6].split(",-1,IF(")[:2])
    if word not in falls | rises:
        return None
    return (-1 if word in falls else 1) * printed - tables


def test_another_direction_or_number_in_the_sentence_is_seen() -> None:
    """Whoever changes 减少 to 增加 in a sentence, or a digit of its number, sees a difference."""
    path = next(path for path in FILES if "云汀" in path.name)
    data = write_xlsx(check(path, sheets=True).document, review=True)
    book, values = (
        openpyxl.load_workbook(BytesIO(data)),
        openpyxl.load_workbook(BytesIO(data), data_only=True),
    )
    rows = list(book["底稿"].iter_rows(min_row=2, values_only=True))
    stored = list(values["底稿"].iter_rows(min_row=2, values_only=True))
    opposite = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长"}
    turned = 0
    for row, shown in zip(rows, stored, strict=True):
        tables = Decimal(str(shown[5]))
        number = POSITION.findall(row[4])[1]
        end = int(number[0]) - 1 + int(number[1])
        longer = shown[1][:end] + "0" + shown[1][end:]
        assert difference(row, longer, tables) != 0
        if shown[3] in opposite:
            turned += 1
            start = int(POSITION.search(row[3])[1]) - 1
            swapped = shown[1][:start] + opposite[shown[3]] + shown[1][start + 2 :]
            assert difference(row, swapped, tables) not in (0, None)
    assert turned >= 10
    rules = book["底稿"].conditional_formatting
    assert any("ISERROR" in rule.formula[0] for area in rules for rule in area.rules)


def test_an_equal_amount_is_not_the_same_amount() -> None:
    """12 万元 of 小型客车 is no cell of 因公出国（境）费, whose budget is 12 万元, too."""
    path = next(path for path in FILES if "云汀" in path.name)
    lines = check(path, sheets=True).document.review
    car = next(line for line in lines if line.label == "购置小型客车")
    assert not any(isinstance(token, tuple) for token in car.tokens)


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
