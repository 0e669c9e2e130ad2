"""Signs that slipped into names: certain ones are errors, a digit or letter within a known word is a warning, real names are silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline.checking import check
from tests.bureau import BASE, replaced, write


def told(tmp_path: Path, old: str, new: str) -> list[tuple[str, str]]:
    path = write(tmp_path, replaced(BASE, {old: new}, 1))
    return [(one.rule, one.fix) for one in check(path).findings if one.rule.startswith("名称里")]


@pytest.mark.parametrize(
    "name", ["办公😀室", "办公室\ue000", "\U000f0001办公室", "办公室☎", "办公室✅"]
)
@pytest.mark.parametrize(("old", "before"), [("[办公室, ", "["), ("甲项目", "")])
def test_emoji_and_private_signs_are_errors(
    name: str, old: str, before: str, tmp_path: Path
) -> None:
    found = told(tmp_path, old, f"{before}{name}{', ' if before else ''}")
    assert [rule for rule, _ in found] == ["名称里的符号"]


def test_a_bullet_of_a_word_font_in_a_text_is_an_error(tmp_path: Path) -> None:
    assert [rule for rule, _ in told(tmp_path, "负责某事。", "\uf0b7负责某事。")] == [
        "名称里的符号"
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("办2公室", "办公室"),
        ("办公a室", "办公室"),
        ("文化X旅游处", "文化旅游处"),
        ("古建2筑科", "古建筑科"),
    ],
)
def test_a_sign_within_a_word_is_a_warning(name: str, meant: str, tmp_path: Path) -> None:
    assert told(tmp_path, "[办公室, ", f"[{name}, ") == [("名称里的字", f"若是误打，改成：{meant}")]


@pytest.mark.parametrize(
    "name",
    [
        "12345热线",
        "5G建设",
        "第2中学",
        "B座",
        "综合2科",
        "办公2室",
        "2号楼",
        "市110指挥中心",
        "财务1科",
        "CT室",
        "公路3标段",
        "规划（2024）科",
        "㐂科",
        "★",
    ],
)
def test_digits_and_letters_of_real_names_are_silent(name: str, tmp_path: Path) -> None:
    assert told(tmp_path, "[办公室, ", f"[{name}, ") == []
    assert told(tmp_path, "甲项目", name) == []
