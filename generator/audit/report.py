"""What an audit says on a terminal, and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from generator.audit.audited_file import AuditedFile
from generator.audit.remark import AUDIT_RULES, AuditRemark
from generator.audit.tails import in_few
from generator.findings.bounded import LONGEST_MESSAGE, quotable
from generator.findings.place import Level

_VERSION = 1
_MOST = 60
"""So many remarks of a level are shown of one file."""


def text_of(file: AuditedFile) -> Iterator[str]:
    """The lines on one file."""
    if file.error:
        yield f"没有审核 {file.path}：{file.error}"
        yield f"    → {file.fix}"
        return
    shown = in_few(file.remarks)
    for level in Level:
        listed = [item for item in shown if item.level is level]
        for item in listed[:_MOST]:
            yield from _lines(item, file.path)
        left_out = len(listed[_MOST:])
        if left_out:
            yield f"{level.value} {file.path} 还有 {left_out} 处，加 --json 或 --xlsx 看全部"
    yield f"{file.path}：{summary_of(file)}"
    for note in file.notes:
        yield f"    （{note}）"


def summary_of(file: AuditedFile) -> str:
    """How much is wrong in a file that was read, and how much of it was understood."""
    return f"{_counts(file, in_few(file.remarks))}{_understood(file)}"


def _lines(item: AuditRemark, path: str) -> Iterator[str]:
    message = quotable(item.message, LONGEST_MESSAGE)
    yield f"{item.level.value} {path} {item.place} [{item.rule}] {message}"
    for detail in item.details:
        yield f"    {quotable(detail, LONGEST_MESSAGE)}"
    if item.quote:
        yield f"    {quotable(item.quote, 80)}"
    if item.guess:
        yield f"    （猜想：{item.guess}）"


def _counts(file: AuditedFile, shown: Sequence[AuditRemark]) -> str:
    counts = Counter(item.level for item in shown)
    parts = [f"{level.value} {counts[level]}" for level in Level if counts[level]]
    if not parts and file.notes:
        return "读到的没有发现问题，有没读到的"
    return "，".join(parts) or "没有发现问题"


def _understood(file: AuditedFile) -> str:
    sentences = sum(part.sentences for part in file.understood)
    read = sum(part.read for part in file.understood)
    statements = sum(file.kinds.values())
    if not sentences and file.tables:
        return f"；核对 {file.tables} 张表"
    if not sentences and not statements:
        return "；没有读到数：里面没有决算公开的句子，也没有附表"
    if not sentences:
        return f"；核对 {statements} 处"
    tables = f"，{file.tables} 张表" if file.tables else ""
    share = read * 100 // sentences
    return f"；有数的句子 {sentences} 句，读懂 {share}%，核对 {statements} 处{tables}"


def total(files: Sequence[AuditedFile]) -> str:
    """How many of several files have mistakes: their own lines are screens apart."""
    unread = sum(bool(file.error) for file in files)
    wrong = sum(file.failed and not file.error for file in files)
    parts = [
        ("没有错误", len(files) - unread - wrong),
        ("有错误", wrong),
        ("读不了", unread),
    ]
    return f"共 {len(files)} 份：" + "，".join(f"{name} {count}" for name, count in parts if count)


def as_json(files: Sequence[AuditedFile]) -> str:
    """All as JSON: ``version`` and ``files``, each with its remarks."""
    return json.dumps(
        {"version": _VERSION, "files": [_file(file) for file in files]},
        ensure_ascii=False,
        indent=1,
    )


def _file(file: AuditedFile) -> dict[str, object]:
    return {
        "file": file.path,
        "year": file.year,
        "error": file.error,
        "fix": file.fix,
        "milliseconds": file.milliseconds,
        "statements": file.kinds,
        "notes": list(file.notes),
        "understood": [
            {"section": part.topic, "sentences": part.sentences, "read": part.read}
            for part in file.understood
        ],
        "findings": [_remark(item) for item in file.remarks],
    }


def _remark(item: AuditRemark) -> dict[str, object]:
    rule = AUDIT_RULES[item.rule]
    spot = item.spot
    return {
        "rule": item.rule,
        "category": rule.category,
        "level": item.level.value,
        "place": str(item.place),
        "page": spot.page,
        "line": spot.line,
        "paragraph": spot.paragraph,
        "table": spot.table,
        "row": spot.row,
        "column": spot.column,
        "sheet": spot.sheet,
        "quote": item.quote,
        "message": item.message,
        "printed": item.printed,
        "right": item.right,
        "guess": item.guess,
        "see": list(item.seen_at),
        "instead": list(item.instead),
        "source": rule.source,
    }
