"""How much of the statements of three published texts is read: found, with the right kind, with the
right operands. ``python tools/audit_reading.py [--missing]`` prints it."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from generator.extracting.plain import read_plain  # noqa: E402
from generator.statements.normal_text import normal  # noqa: E402
from generator.statements.statement import SaidStatement  # noqa: E402
from generator.statements.statements import StatedDocument, statements_of  # noqa: E402

CASES = ROOT / "tests" / "cases" / "审核"
_KINDS: Mapping[str, tuple[str, ...]] = {
    "total": ("合计", "同一个数", "占比之和"),
    "share": ("占比",),
    "growth_amount": ("增减额",),
    "growth_rate": ("增减率",),
    "completion": ("完成率",),
    "count": ("数量", "列举", "同一个数"),
    "score": ("得分",),
}
_NAMES = {
    "total": "合计",
    "share": "占比",
    "growth_amount": "增减额",
    "growth_rate": "增减率",
    "completion": "完成率",
    "count": "数量",
    "score": "得分",
}


@dataclass
class Reading:
    """How many statements there are, how many were found, of the right kind, with the right
    operands, by kind; and those that lack something."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    missing: list[tuple[str, str, str]] = field(default_factory=list)


@lru_cache(maxsize=8)
def stated(document: str) -> StatedDocument:
    """A text of the cases, read."""
    return statements_of(read_plain(CASES / f"{document}.txt"))


def measured() -> Reading:
    """Read the three texts and compare."""
    reading = Reading()
    for path in sorted(CASES.glob("*.statements.jsonl")):
        document = stated(path.name.partition(".")[0])
        for line in path.read_text(encoding="utf-8").splitlines():
            _compare(json.loads(line), document, reading)
    return reading


def _compare(case: Mapping[str, Any], document: StatedDocument, reading: Reading) -> None:
    kind = _NAMES[case["kind"]]
    counts = reading.counts[kind]
    counts["all"] += 1
    quote = re.sub(r"\s", "", normal(case["quote"]).text)
    printed = {value for text in _texts(case["printed"]) if (value := _decimal(text)) is not None}
    near = [statement for statement in document.statements if _is_near(statement, quote, document)]
    found = [
        statement
        for statement in near
        if statement.printed.value in printed or _amounts(statement) & printed
    ]
    right = [statement for statement in found if statement.kind in _KINDS[case["kind"]]]
    wanted = Counter(
        value
        for name, text in case["inputs"].items()
        if name not in ("上年_derived", "方向") and (value := _decimal(text)) is not None
    )
    full = [
        statement
        for statement in right
        if all(_has(statement, value, times) for value, times in wanted.items())
    ]
    counts["found"] += bool(found)
    counts["kind"] += bool(right)
    counts["operands"] += bool(full)
    if not full:
        lack = "操作数" if right else "种类" if found else "没有读到"
        reading.missing.append((case["id"], lack, f"{case['quote']} {case['inputs']}"))


def _is_near(statement: SaidStatement, quote: str, document: StatedDocument) -> bool:
    """Whether a statement stands where a case is quoted."""
    said = re.sub(r"\s", "", normal(statement.quote).text)
    if said and (said in quote or quote in said or said[-14:] in quote):
        return True
    if statement.paragraph < 0:
        return quote.endswith(statement.printed.text) or statement.quote.split(" ")[0] in quote
    return quote in document.document.paragraphs[statement.paragraph].text.replace(" ", "")


def _amounts(statement: SaidStatement) -> set[Decimal]:
    return {statement.printed.amount, *(operand.value for operand in statement.operands)}


def _has(statement: SaidStatement, value: Decimal, times: int) -> bool:
    values = [operand.value for operand in statement.operands]
    values += [statement.printed.amount, statement.printed.value]
    if statement.kind == "列举" and value == 1:
        return len(statement.operands) >= times
    return values.count(value) >= times


def _texts(printed: str) -> list[str]:
    return re.split("[、，]", str(printed))


def _decimal(text: object) -> Decimal | None:
    try:
        return abs(Decimal(str(text).rstrip("%").replace(",", "")))
    except InvalidOperation:
        return None


def main() -> None:
    """Print the figures, and with --missing what lacks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missing", action="store_true")
    options = parser.parse_args()
    reading = measured()
    totals: Counter[str] = Counter()
    for kind, counts in reading.counts.items():
        totals.update(counts)
        print(kind, dict(counts))
    print("全部", dict(totals))
    if options.missing:
        for line in reading.missing:
            print(*line)


if __name__ == "__main__":
    main()
