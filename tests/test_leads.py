"""Blanks before the first sign of a line: tabs and wide blanks before remarks, on blank lines, in texts and in lists."""

from __future__ import annotations

import pytest

from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys
from generator.repair.fix import fix_text
from generator.repair.reader import read_text

KNOWN = known_keys(Accounts)


@pytest.mark.parametrize(
    ("text", "rules", "mended"),
    [
        ("单位:\n\t# 说明\n  名称: 甲\n", ["制表符缩进"], "单位:\n  # 说明\n  名称: 甲\n"),
        ("单位:\n  名称: 甲\n　　# 说明\n", ["全角空格缩进"], "单位:\n  名称: 甲\n    # 说明\n"),
        ("单位:\n  名称: 甲\n\u00a0 # 说明\n", ["全角空格缩进"], "单位:\n  名称: 甲\n  # 说明\n"),
        ("单位:\n\t＃ 说明\n  名称: 甲\n", ["全角冒号"], "单位:\n  # 说明\n  名称: 甲\n"),
        (
            "单位:\n  内设机构:\n\t# 说明\n    - 甲\n",
            ["制表符缩进"],
            "单位:\n  内设机构:\n  # 说明\n    - 甲\n",
        ),
        ("单位:\n  内设机构:\n  -\t甲\n", ["列表符号"], "单位:\n  内设机构:\n  - 甲\n"),
        ("单位:\n  名称: 甲\n\t　\n  简称: 乙\n", [], "单位:\n  名称: 甲\n\n  简称: 乙\n"),
        (
            "单位:\n  主要职责: |\n    甲\n\t\n    乙\n",
            [],
            "单位:\n  主要职责: |\n    甲\n\n    乙\n",
        ),
        # Between two lines of a text it is text, behind the last one it is a remark.
        (
            "单位:\n  主要职责: |\n    甲\n\t# 乙\n    丙\n",
            ["制表符缩进"],
            "单位:\n  主要职责: |\n    甲\n    # 乙\n    丙\n",
        ),
        (
            "单位:\n  主要职责: |\n    甲\n\t# 乙\n  名称: 丙\n",
            ["制表符缩进"],
            "单位:\n  主要职责: |\n    甲\n  # 乙\n  名称: 丙\n",
        ),
        (
            "单位:\n  主要职责: |\n\t甲\n  名称: 丙\n",
            ["制表符缩进"],
            "单位:\n  主要职责: |\n    甲\n  名称: 丙\n",
        ),
    ],
)
def test_fix_puts_spaces_there(text: str, rules: list[str], mended: str) -> None:
    node, findings = read_text(text, "文件.yaml", KNOWN)
    assert [one.rule for one in findings] == rules
    assert fix_text(text, "文件.yaml", KNOWN).text == mended
    assert read_text(mended, "文件.yaml", KNOWN) == (node, [])


@pytest.mark.parametrize(
    "text",
    [
        "单位:\t# 说明\n  名称:\t甲\t# 说明\n  简称: 乙\t\n",
        "三公经费: {\n\t# 说明\n\t预算数: 1,\t决算数: 2\t# 甲\n}\n",
        "单位:\n  主要职责: |\t# 说明\n    甲\t\n    # 乙\n  # 丙\n  名称: 丁\n",
        '单位:\n  名称: "甲\n\t# 乙"\n',
    ],
)
def test_where_yaml_takes_a_tab_nothing_is_said(text: str) -> None:
    node, findings = read_text(text, "文件.yaml", KNOWN)
    assert node is not None
    assert not findings
    assert fix_text(text, "文件.yaml", KNOWN).text == text


def test_a_remark_inside_a_text_is_asked_about() -> None:
    """It would be printed as text, or was never meant to be."""
    text = "单位:\n  主要职责: |\n    甲\n# 乙\n    丙\n"
    _, findings = read_text(text, "文件.yaml", KNOWN)
    assert [(one.rule, one.place.line) for one in findings] == [("格式", 4)]
    assert "若是说明，移到这段文字的前面" in findings[0].fix
    assert fix_text(text, "文件.yaml", KNOWN).text == text


@pytest.mark.parametrize(("blank", "called"), [("\t", "制表符"), ("　", "全角空格")])
def test_the_blank_behind_a_dash_is_named(blank: str, called: str) -> None:
    _, findings = read_text(f"单位:\n  内设机构:\n  -{blank}甲\n", "文件.yaml", KNOWN)
    assert [(one.message, one.fix) for one in findings] == [
        (f"列表开头的减号后面是{called}", "改成：- 甲")
    ]
