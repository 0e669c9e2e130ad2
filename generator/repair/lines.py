"""The lines of a data file as YAML will take them, without the insides of texts and brackets: what
stands how far in.
"""

from __future__ import annotations

import re

from msgspec import Struct

from generator.reading.quoting import closing_quote
from generator.repair.flow import read_flow
from generator.repair.source_line import SourceText

BLOCK = re.compile(r"[|>][+-]?\d?[+-]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"((?:'[^']*'|\"[^\"]*\"|[^\s#'\"{}\[\]|>&*!%@`,-]|-(?=\S))(?:[^:]|:(?=\S))*):(?=\s|$)"
)
_DASHES = re.compile(r"^(?:-\s+|-$)+")
_SEPARATORS = ("---", "...")


class YamlLine(Struct, frozen=True):
    """A line that begins something: ``indent`` is the column of its name (from 0), ``dash`` that of
    its first dash (-1 without).

    ``key`` is None for a text or an item of a list. ``value`` is what stands behind the colon,
    without a comment; ``plain`` when it is a text that the next lines could go on with. ``start``
    and ``first_sign`` are the offset of the line and of its first sign.
    """

    number: int
    start: int
    first_sign: int
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
    def left(self) -> int:
        """How far in the line stands: the column of its first sign."""
        if self.dash >= 0:
            return self.dash
        return self.indent


def lines_of(text: str, most: int) -> list[YamlLine]:
    """The lines that count, in order; with more than ``most`` of them, only so many as to see that.

    The lines inside a text behind a |, in quotes over several lines or in brackets do not count.
    """
    source = SourceText(text, "", frozenset())
    lines: list[YamlLine] = []
    block_indent, inside_until, next_start, walked_in_vain = -1, 0, 0, 0
    for number, typed in enumerate(text.split("\n"), 1):
        start, next_start = next_start, next_start + len(typed) + 1
        typed = typed.rstrip("\r")
        body = typed.lstrip(" ")
        spaces = len(typed) - len(body)
        if len(lines) > most:
            break
        if start < inside_until or _says_nothing(body):
            continue
        if 0 <= block_indent < spaces:
            continue
        line = _line(number, start, spaces, body)
        lines.append(line)
        is_block = line.key is not None and BLOCK.fullmatch(line.value)
        block_indent = line.indent if is_block else -1
        # Brackets and quotes are not looked for without end where they are never closed.
        if walked_in_vain <= len(text):
            inside_until, walked = _inside_until(source, line, start + len(typed))
            walked_in_vain += walked
    return lines


def _says_nothing(body: str) -> bool:
    """Whether a line is blank, a comment, or parts two documents."""
    return not body.strip() or body[0] == "#" or body.rstrip() in _SEPARATORS


def _line(number: int, start: int, spaces: int, body: str) -> YamlLine:
    """The line that begins with so many spaces and then ``body``."""
    entry = _DASHES.sub("", body, count=1)
    marks_width = len(body) - len(entry)
    match = _KEY.match(entry)
    key, value, plain = None, "", entry[:1] not in "{[\"'"
    if match:
        key = match[1].rstrip().strip("\"'")
        value = _uncommented(entry[match.end() :].strip())
        plain = value[:1] not in "{[\"'|>"
    return YamlLine(
        number=number,
        start=start,
        first_sign=start + spaces,
        indent=spaces + marks_width,
        dash=spaces if marks_width else -1,
        key=key,
        value=value,
        body=_uncommented(entry),
        plain=plain,
    )


def _uncommented(text: str) -> str:
    """A value without its comment; in quotes there is none."""
    if text[:1] in "\"'":
        return text.strip()
    return re.split(r"(?:^|\s)#", text, maxsplit=1)[0].strip()


def _inside_until(source: SourceText, line: YamlLine, end: int) -> tuple[int, int]:
    """The offset where a text in quotes or a collection in brackets ends, when it goes on beyond
    its line, which ends at ``end``; and how far was walked for nothing.
    """
    text = source.text
    value, begin = line.body, line.first_sign
    if line.key is not None:
        value, begin = line.value, text.index(":", line.first_sign) + 1
    if value[:1] not in ("{", "[", '"', "'"):
        return 0, 0
    begin = text.index(value[0], begin)
    if value[0] in "\"'":
        after = closing_quote(text, begin)
        if after < 0:
            return 0, len(text) - begin
        return _beyond(after, end), 0
    flow = read_flow(source, begin, len(text))
    if not flow.closed:
        return 0, flow.walked
    return _beyond(flow.after, end), 0


def _beyond(after: int, end: int) -> int:
    """Where something ends; 0 when that is on its own line, which ends at ``end``."""
    if after <= end:
        return 0
    return after
