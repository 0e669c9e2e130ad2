"""What else is offered, and where it stops: branches that a change once passed unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.document.typed_numbers import fits
from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys
from generator.model.load import load
from generator.model.subjects import Problem, Subject, catalogue, parse_subject
from generator.repair.reader import read_text
from tests.bureau import BASE

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
def test_a_figure_goes_on_with_its_unit_or_one_that_means_the_same(
    unit: str, ahead: str, right: bool
) -> None:
    assert fits(unit, ahead) is right


@pytest.mark.parametrize(
    ("typed", "kind", "told", "meant"),
    [
        ("公务接待费", "经济", "缺少科目编码", "30217 公务接待费"),
        ("行政运行", "功能", "叫这个名称的科目有", "在前面写上编码"),
        ("30298 公务接待费", "经济", "“公务接待费”的编码是 30217", "30217 公务接待费"),
        ("30298", "经济", "没有科目 30298", None),
    ],
)
def test_what_a_wrong_subject_was_meant_to_be(
    typed: str, kind: str, told: str, meant: str | None
) -> None:
    found = parse_subject(typed, YEAR, kind)
    assert isinstance(found, Problem)
    assert told in found.message
    assert meant is None or (found.suggestion or found.question or "").startswith(meant)


def test_a_missing_key_is_placed_behind_the_one_before_it(tmp_path: Path) -> None:
    """As the model orders them; where none stands before it, no line is named."""
    path = tmp_path / "某局-2023.yaml"
    path.write_text(BASE.replace("口径: 单位, ", "", 1), encoding="utf-8")
    found = next(one for one in load(path).findings if one.rule == "缺项")
    line = BASE[: BASE.index("简称")].count("\n") + 1
    assert f"补上，接在第 {line} 行的“简称”这一项后面：口径: 待填" in found.fix
    path.write_text(BASE.replace("名称: 某市某局, ", "", 1), encoding="utf-8")
    found = next(one for one in load(path).findings if one.rule == "缺项")
    assert found.fix == "补上：名称: 待填"


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("货物：5", "冒号用英文的，后面空一格：货物: 5"),
        ("5", "在下一行缩进两格写下级项目；没有内容时删去这一行"),
    ],
)
def test_one_value_where_keys_belong(typed: str, fix: str, tmp_path: Path) -> None:
    path = tmp_path / "某局-2023.yaml"
    path.write_text(
        BASE.replace("政府采购: {货物: 0}", f"政府采购: '{typed}'", 1), encoding="utf-8"
    )
    assert [one.fix for one in load(path).findings if one.rule == "层次"] == [fix]
