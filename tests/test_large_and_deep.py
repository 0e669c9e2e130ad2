"""Files of one thing thousands of times, and of brackets within brackets: the time grows with the size, and each ends in findings."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.model import messages
from generator.model.accounts import Accounts
from generator.model.key_schema import schema_of
from generator.pipeline.checking import check
from tests.bureau import BASE, write


def seconds(text: str, tmp_path: Path) -> tuple[float, set[str]]:
    path = write(tmp_path, text)
    start = time.process_time()
    found = check(path).findings
    return time.process_time() - start, {one.rule for one in found}


@pytest.mark.parametrize(
    ("opening", "closing", "rule"),
    [
        ("{", "}", "项目名"),
        ("[", "]", "层级"),
        ("{a: ", "}", "层级"),
        ("[{a: ", "}]", "层级"),
        ("｛a：", "｝", "年度写法"),
        ("[\n", "]\n", "层级"),
    ],
)
def test_brackets_within_brackets(opening: str, closing: str, rule: str, tmp_path: Path) -> None:
    took, rules = seconds(f"年度: {opening * 25_000}{closing * 25_000}\n", tmp_path)
    assert took < 2
    assert rule in rules


def _income(line: Callable[[int], str]) -> str:
    rows = "\n".join(f"    {line(number)}" for number in range(3000))
    return BASE.replace("收入:\n", f"收入:\n  其他收入:\n{rows}\n", 1)


@pytest.mark.parametrize(
    "text",
    [
        BASE + "预算绩效2:\n" + "\n".join(f"项目{number}: 1" for number in range(3000)),
        _income(lambda number: f"20103{number:04d} 行政运: 1"),
        _income(lambda number: f"行政运行{number}: 1"),
        _income(lambda number: f"99{number:05d} 甲: 1"),
        _income(lambda number: f"20103{number:04d} 甲: 十二"),
        _income(lambda number: f"{{20103{number:04d} 甲: 1,025,600}}"),
        BASE.replace(
            "口径: 单位",
            "口径: 部门, 下属单位: ["
            + ", ".join(f"{{名称: 甲{number}}}" for number in range(3000))
            + "]",
        ),
    ],
)
def test_thousands_of_the_same_finding(text: str, tmp_path: Path) -> None:
    took, rules = seconds(text, tmp_path)
    assert took < 5
    assert rules


def test_the_schema_is_made_once_for_all_missing_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = "".join(f"    - 项目名称: 项目{number}\n" for number in range(40))
    made = []
    monkeypatch.setattr(messages, "schema_of", lambda model: made.append(model) or schema_of(model))
    messages._sample.cache_clear()
    head = BASE[: BASE.index("预算绩效:")]
    path = write(tmp_path, f"{head}预算绩效:\n  自评表:\n{items}")
    found = [one for one in check(path).findings if one.rule == "缺项"]
    assert len(found) >= 80
    assert {
        one.fix for one in found if "“预算执行”" in one.message and "预算执行: {" not in one.fix
    } == set()
    assert 0 < len(made) < 5
    assert made[0] is Accounts
