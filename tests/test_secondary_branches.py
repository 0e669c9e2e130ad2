"""What else is offered, and where it stops: branches that a change once passed unseen."""

from __future__ import annotations

import pytest

from generator.document.written import fits
from generator.model.accounts import Accounts
from generator.model.slots import known_keys
from generator.model.subjects import Problem, Subject, catalogue, parse_subject
from generator.reading.yaml_text import read_text

KNOWN = known_keys(Accounts)
YEAR = catalogue(2023)


def test_a_quote_that_closes_behind_the_next_key_is_open() -> None:
    """The keys of the data file tell that the text between two quotes is none."""
    _, findings = read_text('原因: "甲\n用途: "乙"\n', "文件.yaml", KNOWN)
    assert ("引号不成对", 1) in {(one.rule, one.place.line) for one in findings}


@pytest.mark.parametrize("known", [frozenset(), KNOWN])
def test_a_quoted_text_of_several_lines_stays_one(known: frozenset[str]) -> None:
    node, findings = read_text('原因: "甲\n  子丑: 乙"\n', "文件.yaml", known)
    assert not findings
    assert node == {"原因": "甲 子丑: 乙"}


def test_a_code_of_another_year_with_its_name_tells_what_the_year_uses() -> None:
    found = parse_subject("2010704 税务办案", YEAR, "功能")
    assert isinstance(found, Problem)
    assert (found.kind, found.suggestion) == ("年度", "2010710 税收业务")


def test_a_code_of_another_year_without_a_name_tells_the_year() -> None:
    """Its 款 is there, but a local 项 has a name of its own."""
    found = parse_subject("2010704", YEAR, "功能")
    assert isinstance(found, Problem)
    assert (found.kind, found.suggestion) == ("年度", "2010710 税收业务")


def test_a_code_of_another_year_under_another_name_is_a_local_one() -> None:
    """Although another 科目 took the place of the old one: the name says that it is not meant."""
    found = parse_subject("2010704 甲乙丙丁", YEAR, "功能")
    assert isinstance(found, Subject)
    assert (found.code, found.name, found.known) == ("2010704", "甲乙丙丁", False)


def test_an_old_code_without_a_successor_under_its_old_name_is_accepted_as_local() -> None:
    found = parse_subject("2010307 法制建设", YEAR, "功能")
    assert isinstance(found, Subject)
    assert not found.known


@pytest.mark.parametrize(
    ("unit", "ahead", "right"),
    [
        ("个", "家", True),
        ("个", "人次", True),
        ("个", "元", False),
        ("个", "%", False),
        ("人", "人次", True),
        ("台", "套", True),
        ("辆", "台", True),
        ("辆", "个", False),
        ("辆", "人", False),
        ("批次", "人", False),
        ("万元", "万元", True),
        ("万元", "元", False),
        ("%", "％", True),
        ("万元", "%", False),
    ],
)
def test_a_figure_goes_on_with_its_unit_or_one_that_means_the_same(unit: str, ahead: str, right: bool) -> None:
    assert fits(unit, ahead) is right
