"""What an audit reads and finds in three published texts of which the statements and the mistakes are
known. ``python tools/audit_measure.py`` writes docs/审核.md; ``--list`` prints what is missing and
what nobody has judged.

The cases stand in tests/cases/审核: the texts, their statements, their mistakes (错误.csv), what looks
wrong and is right (陷阱.csv), and what was said beyond the list of mistakes (判断.csv).
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from audit_reading import CASES, measured  # noqa: E402
from msgspec.structs import replace  # noqa: E402

import generator.audit.against  # noqa: E402 - its rule stands on the page, too
import generator.audit.tails  # noqa: E402, F401
from generator.audit.audit import Audited, audit  # noqa: E402
from generator.audit.remark import (  # noqa: E402
    ARITHMETIC,
    AUDIT_RULES,
    CROSS,
    LEFTOVER,
    MISSING,
    NUMBERING,
    WORDS,
    YEAR,
    AuditRemark,
    AuditRule,
)
from generator.extracting.content import Extract, ExtractedParagraph  # noqa: E402
from generator.extracting.plain import read_plain  # noqa: E402
from generator.findings.place import Level  # noqa: E402

PAGE = ROOT / "docs" / "审核.md"
DOCUMENTS = ("000", "001", "003")
BEGIN, END = "<!-- 由 tools/audit_measure.py 写 -->\n", "<!-- 到这里 -->\n"
_LEVELS = ("高", "中", "低")
_CATEGORIES = (ARITHMETIC, CROSS, MISSING, YEAR, LEFTOVER, NUMBERING, WORDS)
_ALSO: Mapping[str, tuple[str, ...]] = {
    "算术": ("勾稽",),
    "勾稽": ("算术", "残留", "缺项"),
    "残留": ("缺项", "勾稽", "用词", "年度"),
    "缺项": ("残留", "勾稽", "编号", "年度"),
    "年度": ("残留", "用词"),
    "用词": ("残留", "缺项", "编号", "年度", "算术"),
    "编号": ("残留", "用词"),
}
"""Which categories a remark may be of that tells of a mistake of one: some are of two."""
_NEAR = 1


class Outcome(NamedTuple):
    """A document: its audit, which mistake is told by which remark, and the remarks beyond."""

    audited: Audited
    told: list[tuple[dict[str, str], AuditRemark | None]]
    beyond: list[AuditRemark]


@lru_cache(maxsize=8)
def outcome(document: str) -> Outcome:
    """A text of the cases, audited and compared."""
    audited = audit(read_plain(CASES / f"{document}.txt"))
    used: set[int] = set()
    told = []
    for mistake in _rows("错误.csv"):
        if mistake["文"] == document:
            item = _teller(mistake, audited.remarks, used)
            told.append((mistake, item))
            if item is not None:
                used.add(id(item))
    beyond = [item for item in audited.remarks if id(item) not in used]
    return Outcome(audited, told, beyond)


def _rows(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _lines(text: str) -> set[int]:
    """The lines that a mistake names: 21、52 or 16—18."""
    lines: set[int] = set()
    for piece in text.split("、"):
        first, _, last = piece.partition("—")
        if first.strip().isdigit():
            end = int(last) if last.strip().isdigit() else int(first)
            lines.update(range(int(first), end + 1))
    return lines


def _teller(
    mistake: Mapping[str, str], remarks: Sequence[AuditRemark], used: set[int]
) -> AuditRemark | None:
    """The remark that tells of a mistake, one that tells of no other where there is one."""
    lines = _lines(mistake["行"])
    kinds = (mistake["类别"], *_ALSO[mistake["类别"]])
    near = [
        item
        for item in remarks
        if item.category in kinds
        and any(abs(spot - line) <= _NEAR for spot in _spots(item) for line in lines)
    ]
    same = [item for item in near if item.category == mistake["类别"]]
    ordered = sorted([*same, *near], key=lambda item: id(item) in used)
    return ordered[0] if ordered else None


def _spots(item: AuditRemark) -> Iterator[int]:
    """The lines of a remark: its own, and those that its message names."""
    yield item.spot.line
    for piece in item.message.replace("、", " ").split():
        if piece.isdigit():
            yield int(piece)


def false_on_traps(document: str) -> list[AuditRemark]:
    """The remarks on what looks wrong and is right."""
    remarks = outcome(document).audited.remarks
    return [
        item
        for trap in _rows("陷阱.csv")
        for item in remarks
        if trap["文"] == document
        and item.spot.line in _lines(trap["行"])
        and item.level is not Level.HINT
        and trap["数"] in (item.printed, item.quote)
        and item.rule not in trap["可以"].split("、")
    ]


def judged(document: str) -> Counter[str]:
    """How the remarks beyond the list of mistakes were judged."""
    verdicts = {(row["文"], row["行"], row["规则"]): row["判断"] for row in _rows("判断.csv")}
    return Counter(
        verdicts.get((document, str(item.spot.line), item.rule), "未判")
        for item in outcome(document).beyond
    )


def page() -> str:
    """The measured part of docs/审核.md."""
    lines = ["| 级别 | 错误 | 找到 | 占 |", "|---|---|---|---|"]
    pairs = [pair for document in DOCUMENTS for pair in outcome(document).told]
    for level in _LEVELS:
        mine = [item for mistake, item in pairs if mistake["级别"] == level]
        lines.append(_row(level, mine))
    lines += ["", "| 类别 | 错误 | 找到 | 占 |", "|---|---|---|---|"]
    for category in _ALSO:
        mine = [item for mistake, item in pairs if mistake["类别"] == category]
        lines.append(_row(category, mine))
    lines += ["", "| 文 | 错误 | 警告 | 提示 | 清单之外说对的 | 重复说的 | 说错的 | 陷阱上说错的 |"]
    lines.append("|---|---|---|---|---|---|---|---|")
    for document in DOCUMENTS:
        result, counts = outcome(document), judged(document)
        levels = " | ".join(str(result.audited.count(level)) for level in Level)
        wrong = counts["错"] + counts["未判"]
        lines.append(
            f"| {document} | {levels} | {counts['对']} | {counts['重']} | {wrong} | "
            f"{len(false_on_traps(document))} |"
        )
    lines += ["", *_styles(), "", *_reading(), "", *_understood()]
    return "\n".join(lines) + "\n"


def _row(name: str, items: Sequence[AuditRemark | None]) -> str:
    found = sum(item is not None for item in items)
    share = f"{found * 100 // len(items)}%" if items else "—"
    return f"| {name} | {len(items)} | {found} | {share} |"


def _reading() -> Iterator[str]:
    reading = measured()
    yield "| 说法 | 共 | 读到 | 种类对 | 操作数齐 |"
    yield "|---|---|---|---|---|"
    totals: Counter[str] = Counter()
    for kind, counts in reading.counts.items():
        totals.update(counts)
        yield _reading_row(kind, counts)
    yield _reading_row("合计", totals)


def _reading_row(kind: str, counts: Mapping[str, int]) -> str:
    names = ("all", "found", "kind", "operands")
    return f"| {kind} | " + " | ".join(str(counts[name]) for name in names) + " |"


def _understood() -> Iterator[str]:
    yield "| 节 | 有数的句子 | 读懂 |"
    yield "|---|---|---|"
    sentences: Counter[str] = Counter()
    read: Counter[str] = Counter()
    for document in DOCUMENTS:
        for part in outcome(document).audited.understood:
            sentences[part.topic] += part.sentences
            read[part.topic] += part.read
    for topic, count in sentences.items():
        yield f"| {topic} | {count} | {read[topic]} |"
    whole = sum(sentences.values())
    yield f"| 合计 | {whole} | {sum(read.values())}（{sum(read.values()) * 100 // whole}%） |"


def planted(style: str) -> tuple[int, int, int]:
    """An invented right text of a province: how many remarks it gets as it is, how many single
    digits were changed in it, and how many of these changes were told."""
    path = CASES / "写法" / f"{style}.txt"
    extract = read_plain(path)
    before = {_key(item) for item in audit(extract).remarks if item.level is not Level.HINT}
    places = [
        (index, block, match)
        for index, block in enumerate(extract.blocks)
        if isinstance(block, ExtractedParagraph)
        for match in _PLANTED.finditer(block.text)
        if match[0].strip("0.") and not _LAW.match(block.text, match.end())
    ]
    chosen = random.Random(1)  # noqa: S311 - the same digits each time, nothing secret
    chosen.shuffle(places)
    told = 0
    for index, block, match in places[:_CHANGES]:
        blocks = list(extract.blocks)
        digit = chosen.choice([each for each in "123456789" if each != match[0][0]])
        text = f"{block.text[: match.start()]}{digit}{block.text[match.start() + 1 :]}"
        blocks[index] = replace(block, text=text)
        after = audit(Extract(tuple(blocks))).remarks
        told += any(_key(item) not in before for item in after if item.level is not Level.HINT)
    return len(before), min(len(places), _CHANGES), told


_PLANTED = re.compile(r"(?<![\d.,])[1-9]\d*(?:,\d{3})*(?:\.\d+)?(?=\s*(?:万元|%))")
_LAW = re.compile(r"\s*万元(?:（含）)?以上")
_CHANGES = 60


def _key(item: AuditRemark) -> tuple[str, str, str]:
    return item.rule, str(item.spot), item.message


def _styles() -> Iterator[str]:
    yield "| 写法 | 照原样说错的 | 改错的数 | 说出来的 |"
    yield "|---|---|---|---|"
    for path in sorted((CASES / "写法").glob("*.txt")):
        false, changed, told = planted(path.stem)
        yield f"| {path.stem} | {false} | {changed} | {told} |"


def _order(rule: AuditRule) -> tuple[int, str]:
    """Whatever module was imported first."""
    return _CATEGORIES.index(rule.category), rule.id


def rules() -> str:
    """The rules of the audit as a table."""
    lines = ["| 规则 | 类别 | 级别 | 看什么 | 依据 |", "|---|---|---|---|---|"]
    lines += [
        f"| {rule.id} | {rule.category} | {rule.level.value} | {rule.title} | {rule.source} |"
        for rule in sorted(AUDIT_RULES.values(), key=_order)
    ]
    return "\n".join(lines) + "\n"


def written(text: str) -> str:
    """The page with what is measured now. Raises ValueError without its marks."""
    pieces = text.split(BEGIN)
    if len(pieces) != 3:
        raise ValueError("docs/审核.md has no marks for what is measured")
    bodies = (rules(), page())
    tails = [piece.partition(END)[2] for piece in pieces[1:]]
    return pieces[0] + "".join(
        f"{BEGIN}\n{body}\n{END}{tail}" for body, tail in zip(bodies, tails, strict=True)
    )


def _list() -> None:
    for document in DOCUMENTS:
        result = outcome(document)
        for mistake, item in result.told:
            if item is None:
                print(
                    "没有找到",
                    mistake["ID"],
                    mistake["级别"],
                    mistake["行"],
                    mistake["原文印"][:40],
                )
        known = {(row["文"], row["行"], row["规则"]) for row in _rows("判断.csv")}
        for item in result.beyond:
            if (document, str(item.spot.line), item.rule) not in known:
                print(
                    "未判", document, item.spot.line, item.rule, item.level.value, item.message[:90]
                )
        print(document, f"{result.audited.milliseconds} 毫秒")


def main() -> None:
    """Write the page, or print what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="what is missing, what is not judged")
    if parser.parse_args().list:
        _list()
        return
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
