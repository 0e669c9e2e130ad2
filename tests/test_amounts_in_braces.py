"""Amounts pasted from Excel with their thousands: one message with the joined number, and fix writes it; nothing is joined on a guess."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys
from generator.pipeline.checking import check
from generator.reading.amounts import parse_decimal
from generator.repair.fix import fix_text
from generator.repair.reader import read_text
from tests.bureau import BASE

KNOWN = known_keys(Accounts)


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("{30302 退休费: 1,025,600}", "{30302 退休费: 1025600}"),
        ("{30302 退休费: -1,025,600.5}", "{30302 退休费: -1025600.5}"),
        ("{30302 退休费: 1, 025, 600}", "{30302 退休费: 1025600}"),
        ("{'30302 退休费': 1,025,600}", "{'30302 退休费': 1025600}"),
        ("{30302 退休费: １，０２５,６００}", "{30302 退休费: 1025600}"),
        ("{30302 退休费: 1,025,30201 办公费: 600}", "{30302 退休费: 1025,30201 办公费: 600}"),
        (
            "{甲项目: {30302 退休费: 1,025,600}, 乙项目: 7}",
            "{甲项目: {30302 退休费: 1025600}, 乙项目: 7}",
        ),
        ("{30302 退休费: 1,\n  025,600, 乙项目: 7}", "{30302 退休费: 1025600\n  , 乙项目: 7}"),
        ("{30302 退休费: 1,025,600  # 说明\n  }", "{30302 退休费: 1025600  # 说明\n  }"),
    ],
)
def test_one_message_and_fix_writes_the_number(typed: str, mended: str) -> None:
    text = f"支出: {typed}\n"
    _, findings = read_text(text, "文件.yaml", KNOWN)
    assert [one.rule for one in findings] == ["千分位逗号"]
    number = re.search(r"-?1025[\d.]*", mended)
    assert number
    assert findings[0].fix == f"改成：{number[0]}"
    assert fix_text(text, "文件.yaml", KNOWN).text == f"支出: {mended}\n"


def test_a_lost_comma_behind_an_amount_is_known_by_the_name_that_follows() -> None:
    text = "支出: {预算数: {年初: 1,025 全年: 5}}\n"
    assert fix_text(text, "文件.yaml", KNOWN).text == "支出: {预算数: {年初: 1025, 全年: 5}}\n"
    unknown = "支出: {预算数: {年初: 1,025 子丑: 5}}\n"
    assert fix_text(unknown, "文件.yaml", KNOWN).text == unknown


def test_several_on_a_line_with_other_slips_beside_them() -> None:
    text = "支出: {30302 退休费：1,025,600，30201 办公费：2,000 30202 印刷费: 3,000.50}\n"
    node, findings = read_text(text, "文件.yaml", KNOWN)
    assert node == {
        "支出": {"30302 退休费": "1025600", "30201 办公费": "2000", "30202 印刷费": "3000.50"}
    }
    assert [one.fix for one in findings if one.rule == "千分位逗号"] == [
        "改成：1025600",
        "改成：2000",
        "改成：3000.50",
    ]
    mended = "支出: {30302 退休费: 1025600, 30201 办公费: 2000, 30202 印刷费: 3000.50}\n"
    assert fix_text(text, "文件.yaml", KNOWN).text == mended


@pytest.mark.parametrize(
    "text",
    [
        "支出: {a: 1, 025: 600}\n",
        "支出: {30302 退休费: 1,30201 办公费: 600}\n",
        "支出: {30302 退休费: 1, 30201: 600}\n",
        "支出: [1, 200, 300]\n",
        "支出: {甲: [1, 200, 300]}\n",
        "支出: {30302 退休费: '1,025,600'}\n",
        "支出: {30302 退休费: 1，025，600}\n",
    ],
)
def test_what_is_no_broken_amount_is_left_alone(text: str) -> None:
    _, findings = read_text(text, "文件.yaml", KNOWN)
    assert not findings
    assert fix_text(text, "文件.yaml", KNOWN).text in (text, text.replace("，", ""))


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("{30302 退休费: 1, 234}", "若是一个数，改成：1234"),
        ("{30302 退休费: 100, 301}", "若是一个数，改成：100301"),
        ("{30302 退休费: 1,025,600: 5}", "请核对"),
        ("[30302 退休费: 1,025,600]", "若是一个数，改成：1025600"),
        ("{用途: 1,025}", "文字里不写英文逗号"),
    ],
)
def test_what_may_be_something_else_is_asked(typed: str, asked: str) -> None:
    text = f"支出: {typed}\n"
    _, findings = read_text(text, "文件.yaml", KNOWN)
    assert [one.rule for one in findings] == ["千分位逗号"]
    assert asked in findings[0].fix
    assert fix_text(text, "文件.yaml", KNOWN).text == text


@pytest.mark.parametrize(
    "typed",
    ["1,02,600", "1,025,60", "1025,600", "(1,025)", "1,025元", "0,025", "¥1,025", "1.5,025"],
)
def test_what_is_wrong_in_braces_is_told_as_on_a_line_of_its_own(
    typed: str, tmp_path: Path
) -> None:
    """One rule for both places, one message for each; fix changes neither."""
    told = []
    for value in (
        f"{{30101 基本工资: 79, 30201 办公费: {typed}}}",
        f"\n        30101 基本工资: 79\n        30201 办公费: {typed}",
    ):
        path = tmp_path / "某局-2023.yaml"
        item = re.sub(
            r"2010301 行政运行: \{基本支出: \{[^}]*\}, (预算数: \d+)\}",
            lambda found, value=value: (
                f"2010301 行政运行:\n      {found[1]}\n      基本支出: {value}"
            ),
            BASE,
        )
        assert item != BASE
        path.write_text(item, encoding="utf-8")
        found = [
            one
            for one in check(path).findings
            if one.rule in ("数字写法", "千分位逗号", "空着", "不认识的项目", "科目写法", "格式")
        ]
        assert len(found) == 1, found
        assert fix_text(item, "文件.yaml", KNOWN).text == item
        told.append((found[0].message, found[0].fix))
    assert told[0] == told[1]


def test_broken_groups_are_asked_about() -> None:
    with pytest.raises(ValueError, match="请核对有没有漏打、多打数字；没有，请去掉逗号：102600"):
        parse_decimal("1,02,600")


@given(
    st.integers(1000, 10**14),
    st.sampled_from(["", ".5", ".00"]),
    st.booleans(),
    st.sampled_from([", 30201 办公费: 7", ""]),
)
@settings(max_examples=60, deadline=None)
def test_every_grouped_amount_is_read_as_it_was_meant(
    number: int, cents: str, owed: bool, after: str
) -> None:
    typed = f"{'-' if owed else ''}{number:,}{cents}"
    text = f"支出: {{30302 退休费: {typed}{after}}}\n"
    plain = text.replace(typed, typed.replace(",", ""))
    assert fix_text(text, "文件.yaml", KNOWN).text == plain
    assert read_text(text, "文件.yaml", KNOWN)[0] == read_text(plain, "文件.yaml", KNOWN)[0]
