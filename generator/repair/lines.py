"""The lines of a data file as YAML will take them, without the insides of texts and brackets: what stands how far in."""

from __future__ import annotations

import re

from msgspec import Struct

from generator.reading.quoting import closing_quote
from generator.repair.flow import Flow

BLOCK = re.compile(r"[|>][+-]?\d?[+-]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"((?:'[^']*'|\"[^\"]*\"|[^\s#'\"{}\[\]|>&*!%@`,-]|-(?=\S))(?:[^:]|:(?=\S))*):(?=\s|$)"
)


class Line(Struct, frozen=True):
    """A line that begins something: ``indent`` is the column of its name (from 0), ``dash`` that of its first dash (-1 without).

    ``key`` is None for a text or an item of a list. ``value`` is what stands behind the colon, without a comment; ``plain`` when it is a text that
    the next lines could go on with. ``start`` and ``lead`` are the offset of the line and of its first sign.
    """

    number: int
    start: int
    lead: int
    indent: int
    dash: int
    key: str | None
    value: str
    body: str
    plain: bool

    @property
    def opens(self) -> bool:
        """Whether what belongs to the name stands on the next lines."""
        return self.key is not None and not self.value

    @property
    def at(self) -> int:
        """How far in the line stands."""
        return self.dash if self.dash >= 0 else self.indent


def lines_of(text: str, most: int) -> list[Line]:
    """The lines that count, in order; with more than ``most`` of them, only so many as to see that."""
    found: list[Line] = []
    block, until, start, lost = -1, 0, 0, 0
    for number, raw in enumerate(text.split("\n"), 1):
        here, start = start, start + len(raw) + 1
        raw = raw.rstrip("\r")
        body = raw.lstrip(" ")
        lead = len(raw) - len(body)
        if len(found) > most:
            break
        if here < until or not body.strip() or body[0] == "#" or body.rstrip() in ("---", "..."):
            continue
        if block >= 0 and lead > block:
            continue
        block = -1
        line = _line(number, here, lead, body)
        found.append(line)
        if line.key is not None and BLOCK.fullmatch(line.value):
            block = line.indent
        if lost <= len(text):
            until, walked = _until(text, line, here + len(raw))
            lost += walked
    return found


def _line(number: int, start: int, lead: int, body: str) -> Line:
    marks = re.match(r"(?:-\s+|-$)+", body)
    shift = marks.end() if marks else 0
    rest = body[shift:]
    dash = lead if marks else -1
    match = _KEY.match(rest)
    if not match:
        return Line(
            number,
            start,
            start + lead,
            lead + shift,
            dash,
            None,
            "",
            _uncommented(rest),
            rest[:1] not in "{[\"'",
        )
    value = _uncommented(rest[match.end() :].strip())
    return Line(
        number,
        start,
        start + lead,
        lead + shift,
        dash,
        match[1].rstrip().strip("\"'"),
        value,
        _uncommented(rest),
        value[:1] not in "{[\"'|>",
    )


def _uncommented(text: str) -> str:
    return (
        re.split(r"(?:^|\s)#", text, maxsplit=1)[0].strip()
        if text[:1] not in "\"'"
        else text.strip()
    )


def _until(text: str, line: Line, end: int) -> tuple[int, int]:
    """The offset where a text in quotes or a collection in brackets ends, when it goes on beyond its line; and how far was walked for nothing."""
    value = line.value if line.key is not None else line.body
    if value[:1] not in ("{", "[", '"', "'"):
        return 0, 0
    at = text.index(value[0], line.lead if line.key is None else text.index(":", line.lead) + 1)
    if value[0] in "\"'":
        after = closing_quote(text, at)
        return (after, 0) if after > end else (0, len(text) - at if after < 0 else 0)
    flow = Flow(text, "", frozenset(), at, len(text))
    after = flow.scan()
    return (after, 0) if flow.closed and after > end else (0, flow.walked)
