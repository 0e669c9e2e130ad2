"""What an explanation (核对说明) is bound to: the value of which a finding speaks."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from zlib import crc32

from generator.checks.file_parts import Path, dotted
from generator.findings.place import Finding
from generator.reading.amounts import narrow
from generator.reading.quoting import quoted

AGAINST = "对"
"""Stands between two numbers of which a finding says that they do not fit: 21.00对2.10."""
TO_QUOTE = re.compile(r"[:：#{}\[\],，'\"｛｝［］]")
"""What a key of YAML cannot have without quotes, or what the keyboard's typos are known by."""

_LONGEST = 24
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")
_LINES = re.compile(r"第[\d\s、和—至-]+行")
_SAYS_SOMETHING = re.compile(r"\d|“")


def value_of(finding: Finding) -> str:
    """What an explanation of this finding is bound to; "" where its place says everything.

    Two numbers that do not fit are 21.00对2.10. What has no number of its own is bound to what the
    message says, by a short code.
    """
    expected = _NUMBER.search(finding.expected)
    value = finding.value or finding.found.strip()
    if value and not finding.value and expected:
        value = f"{value}{AGAINST}{expected[0]}"
    if value and len(value) <= _LONGEST and not TO_QUOTE.search(value):
        return value
    if not _SAYS_SOMETHING.search(finding.message):
        return ""
    # Lines move when something is typed above them; what is said stays the same.
    said = _LINES.sub("", finding.message)
    return f"码{crc32(said.encode()) % 10_000:04d}"


def entry_of(rule: str, path: Path, value: str) -> str:
    """The key of an entry of 核对说明, as it is typed: the rule, the part of the file, the value."""
    bound = f"={value}" if value else ""
    key = f"{rule}@{dotted(path)}{bound}"
    return quoted(key) if TO_QUOTE.search(key) else key


def same_value(typed: str, value: str, unit: str) -> bool:
    """Whether a clerk means this value: numbers as numbers, with or without the unit of the file.

    Of two numbers the first may stand alone.
    """
    ours, theirs = value.split(AGAINST), typed.split(AGAINST)
    pairs = zip(theirs, ours, strict=False)
    return len(theirs) <= len(ours) and all(_same(left, right, unit) for left, right in pairs)


def _same(typed: str, value: str, unit: str) -> bool:
    left, right = (re.sub(r"[\s,]", "", narrow(text)) for text in (typed, value))
    if left.endswith(unit) and left != unit:
        left = left.removesuffix(unit)
    try:
        return Decimal(left) == Decimal(right)
    except InvalidOperation:
        return left == right
