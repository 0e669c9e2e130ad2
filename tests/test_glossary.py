"""名词解释: every 项 of every year has a definition that reads well."""

from __future__ import annotations

import re

import pytest

from generator.forms.form import load_form
from generator.forms.glossary import define
from generator.model.subjects import Problem, catalogue, functional_classes, parse_subject

GLOSSARY = load_form("四川").glossary


@pytest.mark.parametrize("year", [2021, 2023, 2025])
def test_every_item_has_a_definition(year: int) -> None:
    table = catalogue(year)
    items = [code for code, one in table.functional_subjects.items() if one.level == "项"]
    assert len(items) > 1000
    for code in items:
        text = define(code, table, GLOSSARY)
        assert text.endswith("。"), (code, text)
        assert not re.search(r"支出支出|方面方面|用于用于|的的|[{}]|安排的方面", text), (code, text)


def test_exact_and_general_definitions() -> None:
    table = catalogue(2023)
    assert (
        define("2080505", table, GLOSSARY)
        == "机关事业单位实施养老保险制度由单位缴纳的基本养老保险费支出。"
    )
    assert define("2013101", table, GLOSSARY).startswith("行政单位")
    assert define("2089999", table, GLOSSARY) == "除上述项目以外其他用于社会保障和就业方面的支出。"
    assert define("2296003", table, GLOSSARY) == "按规定用于体育事业的彩票公益金支出。"


def test_definitions_name_items_that_exist() -> None:
    known = {code for year in range(2018, 2026) for code in catalogue(year).functional_subjects}
    assert set(GLOSSARY["项"]) <= known


def test_catalogue_by_year() -> None:
    old, new = catalogue(2019).functional("2080501"), catalogue(2020).functional("2080501")
    assert old is not None
    assert new is not None
    assert (old.name, new.name) == ("归口管理的行政单位离退休", "行政单位离退休")
    assert len(functional_classes(2023)) == 26
    assert functional_classes(2023)[20].name == "国有资本经营预算支出"


@pytest.mark.parametrize(
    "text",
    [
        "2010301",
        "2010301 行政运行",
        "行政运行（2010301）",
        "２０１０３０１　行政运行",
        "2010301行政运行",
    ],
)
def test_ways_to_write_a_subject(text: str) -> None:
    found = parse_subject(text, catalogue(2023), "功能")
    assert not isinstance(found, Problem)
    assert (found.code, found.name) == ("2010301", "行政运行")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2080501 归口管理的行政单位离退休", "其他年度的名称"),
        ("9999999", "没有科目"),
        ("行政单位离退休", "缺少科目编码"),
        ("基本建设", "不是科目"),
    ],
)
def test_subjects_that_are_not_understood(text: str, words: str) -> None:
    found = parse_subject(text, catalogue(2023), "功能")
    assert isinstance(found, Problem)
    assert words in found.message


def test_a_local_item_with_a_name_is_accepted_and_marked() -> None:
    found = parse_subject("2010377 某项本地工作", catalogue(2023), "功能")
    assert not isinstance(found, Problem)
    assert not found.known
