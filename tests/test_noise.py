"""A finding is worth its noise: the table of rates is fresh, everything in it is judged, and a 警告 is mostly right."""

from __future__ import annotations

import csv

import pytest

from generator.checks.rates import TABLE, rates
from generator.cli import main
from generator.findings.place import Level
from generator.findings.rules import RULES, Group
from tools.noise import JUDGED, all_fired, judged, table


@pytest.fixture(scope="module")
def fired():
    return all_fired()


def test_the_table_is_fresh_and_everything_is_judged(fired) -> None:
    findings, counts = fired
    assert [finding for finding, judgement in judged(findings) if judgement is None] == []
    assert TABLE.read_text(encoding="utf-8") == table(findings, counts), "python tools/noise.py"


def test_every_judgement_has_its_reason() -> None:
    with JUDGED.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            assert row["规则"] in RULES
            assert row["对错"] in ("对", "错")
            assert row["理由"]


def test_at_most_one_warning_in_three_is_false() -> None:
    """Of what is wrong with figures, rule by rule; where a rule fired often enough to tell."""
    for name, rate in rates().items():
        rule = RULES[name]
        often = rate.fired + rate.fired_there >= 3
        if rule.level is Level.WARNING and rule.group is not Group.TEXT and often:
            assert 3 * (rate.right + rate.right_there) >= 2 * (rate.fired + rate.fired_there), name


def test_the_rate_stands_beside_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "自评文字"]) == 0
    assert "在 6 份公开件里出现 3 次，其中对的 3 次" in capsys.readouterr().out
