"""What the audit finds in three published texts of which the mistakes are known."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from generator.audit.audit import Audited, audit  # noqa: E402
from generator.audit.remark import Remark  # noqa: E402
from generator.extracting.plain import read_plain  # noqa: E402

CASES = ROOT / "tests" / "cases" / "审核"
_ALSO: Mapping[str, tuple[str, ...]] = {
    "算术": ("勾稽",),
    "勾稽": ("算术", "残留", "缺项"),
    "残留": ("缺项", "勾稽", "用词", "年度"),
    "缺项": ("残留", "勾稽", "编号", "年度"),
    "年度": ("残留", "用词"),
    "用词": ("残留", "缺项", "编号", "年度", "算术"),
    "编号": ("残留", "用词"),
}
_NEAR = 1


def audited(document: str) -> Audited:
    """A text of the cases, audited."""
    return audit(read_plain(CASES / f"{document}.txt"))


def mistakes() -> list[dict[str, str]]:
    """The known mistakes."""
    with (CASES / "错误.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines_of(text: str) -> set[int]:
    """The lines that a mistake names: 21、52 or 16—18."""
    lines: set[int] = set()
    for piece in text.split("、"):
        first, _, last = piece.partition("—")
        if first.strip().isdigit():
            end = int(last) if last.strip().isdigit() else int(first)
            lines.update(range(int(first), end + 1))
    return lines


def found_by(mistake: Mapping[str, str], remarks: list[Remark]) -> Remark | None:
    """The remark that tells of a mistake; None where none does."""
    lines = lines_of(mistake["行"])
    kinds = (mistake["类别"], *_ALSO[mistake["类别"]])
    for item in remarks:
        spots = {item.spot.line, *_also_at(item)}
        near = any(abs(spot - line) <= _NEAR for spot in spots for line in lines)
        if near and item.category in kinds:
            return item
    return None


def _also_at(item: Remark) -> Iterator[int]:
    for piece in item.message.replace("、", " ").split():
        if piece.isdigit():
            yield int(piece)


def main() -> None:
    """Print what is found and what is not."""
    totals: Counter[tuple[str, str]] = Counter()
    for document in ("000", "001", "003"):
        result = audited(document)
        remarks = list(result.remarks)
        used: set[int] = set()
        for mistake in mistakes():
            if mistake["文"] != document:
                continue
            item = found_by(mistake, remarks)
            totals[mistake["级别"], "全部"] += 1
            if item is not None:
                totals[mistake["级别"], "找到"] += 1
                used.add(id(item))
            mark = "✓" if item is not None else "✗"
            said = f" ← {item.rule}：{item.message[:50]}" if item is not None else ""
            if "-v" in sys.argv or item is None:
                print(
                    mark,
                    mistake["ID"],
                    mistake["级别"],
                    mistake["行"],
                    mistake["原文印"][:40],
                    said,
                )
        for item in remarks:
            if id(item) not in used:
                print("  另", document, item.spot, item.level.value, item.rule, item.message[:70])
        numeric = sum(part.sentences for part in result.understood)
        read = sum(part.read for part in result.understood)
        print(document, f"{result.seconds:.2f} 秒，数字句 {numeric}，读懂 {read}")
    print(dict(totals))


if __name__ == "__main__":
    main()
