"""Reading grows with the file, not with its square: twice as much costs less than three times the steps, and findings are capped."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.findings.place import MOST
from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys
from generator.pipeline.checking import check
from generator.reading import nodes
from generator.reading.files import MAX_BYTES
from generator.repair import indentation
from generator.repair.reader import MAX_NODES, read_text
from tests.bureau import GOOD, write

KNOWN = known_keys(Accounts)


def steps(work: Callable[[], object]) -> int:
    """How many lines of our own code run: the same on every machine."""
    count = 0

    def line(_frame: object, event: str, _argument: object) -> object:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: object, _event: str, _argument: object) -> object:
        return line if "generator" in frame.f_code.co_filename else None  # type: ignore[attr-defined]

    before = sys.gettrace()
    sys.settrace(call)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


SHAPES: dict[str, Callable[[int], str]] = {
    "flows": lambda n: "".join(f"k{i}: {{a: 1}}\n" for i in range(n)),
    "keys": lambda n: "收入:\n" + "".join(f"  a{i}: 1\n" for i in range(n)),
    "wide colons": lambda n: "a: {" + ", ".join(f"k{i}：1" for i in range(n)) + "}\n",
    "wide commas": lambda n: "a: {20100: 1" + "".join(f"，2{i:04d}: 1" for i in range(n)) + "}\n",
    "open quotes": lambda n: "".join(f'k{i}: "x\n' for i in range(n)),
    "open brackets": lambda n: "[x\n" * n,
    "quotes in braces": lambda n: "a: {" + "x'" * n + "}\n",
    "hidden": lambda n: "a: " + "x\u200b" * n + "\n",
    "lost commas": lambda n: "a: {b: 1" + "".join(f" 全年: {i}" for i in range(n)) + "}\n",
    "lost colons": lambda n: "收入:\n" + "".join(f"  其他收入 {i}\n" for i in range(n)),
    "lost brackets": lambda n: "".join(f"k{i}: {{a: [1, 2\n" for i in range(n)),
    "lost brackets further in": lambda n: "".join(f"  k{i}: {{a: 1,\n" for i in range(n)),
    "two on a line": lambda n: "".join(f"k{i}: 1 全年: 2\n" for i in range(n)),
    "too far in": lambda n: "收入:\n" + "  支出:\n     收入: 1\n   单位: 2\n" * n,
    "too far out": lambda n: "单位:\n  下属单位:\n" + "    - 名称: 甲\n     性质: 2\n" * n,
    "strange breaks": lambda n: "a: 1\n" + "x\u2028" * n + "\n",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_size_is_less_than_three_times_the_work(shape: str) -> None:
    small, large = (SHAPES[shape](number) for number in (150, 300))
    read_text(small, "热身.yaml", KNOWN)
    once, twice = (
        steps(lambda: read_text(small + "#", "文件.yaml", KNOWN)),
        steps(lambda: read_text(large + "#", "文件.yaml", KNOWN)),
    )
    assert once > 200
    assert twice < 3 * once


@pytest.mark.parametrize(
    "value",
    [
        "x" + " " * 200_000 + "y",
        "{b: x" + " " * 200_000 + "y}",
        "1" + " 2" * 100_000,
        "'x" + " " * 200_000,
    ],
)
def test_long_lines_with_blanks_are_read_at_once(value: str) -> None:
    """What a counter of lines cannot see either: a pattern that looks at every blank from every blank."""
    begin = time.process_time()
    read_text(f"收支总计: {value}\n{value}\n", "文件.yaml", KNOWN)
    assert time.process_time() - begin < 5


def test_guesses_about_the_layout_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a large file fewer are made: each walks the whole file."""
    walked = []
    real = indentation.Walk
    monkeypatch.setattr(
        indentation, "Walk", lambda lines, *rest: walked.append(len(lines)) or real(lines, *rest)
    )
    read_text(SHAPES["too far in"](900), "文件.yaml", KNOWN)
    assert 0 < sum(walked) < 500_000


def test_asking_a_mapping_for_a_key_does_not_walk_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a counter of lines cannot see: keys of a mapping are looked up, not searched."""
    node, _ = read_text("".join(f"a{i}: 1\n" for i in range(500)), "文件.yaml")
    assert isinstance(node, nodes.MappingNode)
    compared = 0

    def equal(self: nodes.Scalar, other: object) -> bool:
        nonlocal compared
        compared += 1
        return str.__eq__(self, other)

    monkeypatch.setattr(nodes.Scalar, "__eq__", equal, raising=False)
    monkeypatch.setattr(nodes.Scalar, "__hash__", str.__hash__, raising=False)
    assert all(node.key(f"a{i}") is not None for i in range(500))
    assert compared < 5000


@pytest.mark.parametrize("count", [300, 520, 5000])
def test_any_number_of_wide_commas(count: int) -> None:
    """No recursion: a line of 5 kB stopped the program."""
    _, findings = read_text(SHAPES["wide commas"](count), "文件.yaml", KNOWN)
    assert {one.rule for one in findings} <= {"全角标点", "格式", "两个冒号", "重复"}
    assert len(findings) > 250
    assert max(len(one.message + one.fix) for one in findings) < 300


def test_wide_commas_are_read_on() -> None:
    node, _ = read_text(SHAPES["wide commas"](100), "文件.yaml", KNOWN)
    assert isinstance(node, nodes.MappingNode)
    assert len(node["a"]) == 101


def test_findings_of_one_rule_are_capped(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD + "报表数: {收支总计: 150}\n" * 1 + "设置:\n" + "  a: 1\n" * 1000)
    found = [one for one in check(path).findings if one.rule == "重复"]
    assert len(found) == MOST + 1
    assert f"还有 {999 - MOST} 处" in found[-1].message


def test_too_much_is_refused(tmp_path: Path) -> None:
    assert MAX_BYTES == 500_000
    _, findings = read_text(
        "收入:\n" + "".join(f"  a{i}: 1\n" for i in range(MAX_NODES)), "文件.yaml"
    )
    assert "内容太多" in findings[-1].message


def test_unknown_subjects_are_not_all_searched_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.ledger import bookkeeping

    asked = []
    real = bookkeeping.parse_subject
    monkeypatch.setattr(
        bookkeeping, "parse_subject", lambda *all_of: asked.append(all_of[0]) or real(*all_of)
    )
    many = "".join(f", {9000000 + number} 某: 1" for number in range(1000))
    path = write(
        tmp_path,
        GOOD.replace("2010302 一般行政管理事务: 50", f"2010302 一般行政管理事务: 50{many}"),
    )
    found = [one for one in check(path).findings if one.rule == "科目未知"]
    assert len(found) == MOST + 1
    assert len(asked) < MOST + 50
