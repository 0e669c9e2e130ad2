"""The rule catalogue as a whole: sources, formulas, selection, explanation, JSON, apply_suppressions."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import generator.pipeline.checking  # noqa: F401 - importing it declares the rules of every room
from generator.checks.formulas import CONSTRUCTION, formula_numbers, formulas
from generator.cli import main
from generator.findings.rules import RULES, Group, declare
from tests.bureau import BASE, GOOD, write


def test_every_formula_is_checked_or_holds_by_construction() -> None:
    checked = set().union(*(formula_numbers(rule.source) for rule in RULES.values()))
    built = set().union(*(formula_numbers("勾稽公式 " + one.formulas) for one in CONSTRUCTION))
    assert len(checked) > 20
    assert checked | built == set(formulas()) == set(range(1, 67))


def test_every_rule_says_why_and_whence() -> None:
    assert len(RULES) > 90
    assert {rule.group for rule in RULES.values()} == set(Group)
    for rule in RULES.values():
        assert rule.why.endswith("。"), rule.id
        assert len(rule.source) > 3, rule.id
        assert not re.search(r"[a-zA-Z]", rule.id)


def test_an_id_is_taken_once() -> None:
    with pytest.raises(ValueError, match="taken"):
        declare("待填", Group.TEXT, RULES["待填"].level, "", "", "")


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    text = GOOD
    return write(
        tmp_path,
        text.replace("上年决算数: 21", "上年决算数: 15, 原因: 力行节约，2021年开支下降").replace(
            "预算数: 1,", "预算数: 0.5,"
        ),
    )


def said(capsys: pytest.CaptureFixture[str]) -> set[str]:
    return set(re.findall(r"\[(.+?)\]", capsys.readouterr().out))


def test_select_and_ignore(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(faulty)]) == 1
    assert {"错别字", "年份", "原因方向", "三公超预算", "待填"} <= said(capsys)
    assert main(["check", str(faulty), "--select", "文字，待填"]) == 1
    assert said(capsys) == {"错别字", "年份", "待填"}
    assert main(["check", str(faulty), "--select", "文字", "--ignore", "年份"]) == 1
    out = capsys.readouterr().out
    assert set(re.findall(r"\[(.+?)\]", out)) == {"错别字"}
    assert "处错误未显示" in out
    assert main(["check", str(faulty), "--select", "错别子"]) == 2
    assert "您是不是想写“错别字”" in capsys.readouterr().err


def test_json_is_stable(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(faulty), "--json", "--select", "三公超预算"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["files"][0]["publishable"] is False
    assert data["version"] == 1
    (file,) = data["files"]
    assert set(file) == {"file", "unit", "year", "publishable", "findings", "silenced"}
    (one,) = file["findings"]
    assert one["rule"] == "三公超预算"
    assert (one["level"], one["line"], one["column"]) == ("警告", 19, 3)
    assert (one["expected"], one["found"], one["difference"]) == ("0.50", "1.00", "0.50")
    assert one["excerpt"].startswith("  公务接待费")
    assert set(one) == {
        "rule",
        "level",
        "file",
        "line",
        "column",
        "excerpt",
        "message",
        "expected",
        "found",
        "difference",
        "fix",
        "since",
        "cause",
        "note",
    }
    assert one["note"] == "三公超预算@三公经费.公务接待费=1.00对0.50"


def test_a_warning_can_be_silenced_for_a_reason(
    faulty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = faulty.read_text(encoding="utf-8")
    faulty.write_text(
        text
        + "核对说明: {三公超预算: 年中追加，已调整, 错别字: 好, 待填: 以后填, 乱写: 没有}\n".replace(
            "，", "、"
        ),
        encoding="utf-8",
    )
    assert main(["check", str(faulty)]) == 1
    out = capsys.readouterr().out
    assert "[三公超预算]" not in out
    assert "已核对：三公超预算 1 处" in out
    assert "“待填”是错误，不能用说明略过" in out
    assert "[待填] 缺" in out
    assert "“错别字”没有写理由" in out
    assert "没有名为“乱写”的规则" in out


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "有钱无数"]) == 0
    out = capsys.readouterr().out
    assert "为什么：" in out
    assert "《关于进一步推进预算公开工作的意见》（中办发〔2016〕13 号）——“三公”经费公开到" in out
    assert "  勾稽公式 54：" in out
    assert "批次: 0" in out
    assert "改好的：" in out
    assert main(["explain"]) == 0
    assert all(rule in capsys.readouterr().out or rule for rule in RULES)
    assert main(["explain", "有钱没数"]) == 2
    assert "有钱无数" in capsys.readouterr().err


def test_base_of_the_gallery_is_a_whole_file() -> None:
    """其余.yaml and BASE of the clause tests have the same parts, so that entries stay small."""
    keys = set(re.findall(r"(?m)^(\S+?):", GOOD))
    assert keys >= set(re.findall(r"(?m)^(\S+?):", BASE)) - {"设置", "变动原因"}
