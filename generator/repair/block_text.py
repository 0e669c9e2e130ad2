"""Texts of several lines behind a |: which lines belong to one, and those that lack their |."""

from __future__ import annotations

import re

from msgspec import Struct

from generator.repair.intent import leaves_text, wants_text
from generator.repair.leading_space import astray_typo, block_lead_typo
from generator.repair.rules import BAR
from generator.repair.source_line import ALL_BLANKS, SourceLine, SourceText, width_of
from generator.repair.typo import Typo

_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")
# The spaces of the next line that is not blank, and whether anything stands there.
_NEXT_LEAD = re.compile(r"(?:[ \t\r\u3000]*\n)*( *)\S?")
_COMMENT = re.compile(r"(?:^|\s)#")
# So many lines below a name are looked at for a text whose | is lost.
_MOST_LINES = 400
_NONE = -1


class BlockText(Struct):
    """The text behind a | that is open, if any: how far in its name stands, and its own lines."""

    source: SourceText
    _name_indent: int = _NONE
    _indent: int = _NONE
    _lead_before: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the lines may still belong to a text."""
        return self._name_indent != _NONE

    def begin(self, indent: int) -> None:
        """A text begins on the next line, under a name that stands so far in."""
        self._name_indent, self._indent = indent, _NONE

    def end(self) -> None:
        """The text has ended: something else begins."""
        self._name_indent = _NONE

    def holds(self, line: SourceLine) -> bool:
        """Whether a line belongs to the text; one that stands too far out does when nothing else
        can be meant.
        """
        if self._indent == _NONE:
            self._indent = self._indent_from(line)
        lead_before, self._lead_before = self._lead_before, line.lead
        if line.spaces >= self._indent:
            return True
        goes_on = self._spaces_after(line) >= self._indent
        if line.body and line.body[0] != "#":
            return not leaves_text(line.body, self.source.keys, goes_on=goes_on)
        # A remark stands farther out than the text; between two lines of the text, or as far in as
        # one, there is none.
        if line.body and (goes_on or self._is_as_far_in(line, lead_before)):
            return True
        self._lead_before = lead_before
        return False

    def typo_of(self, line: SourceLine) -> Typo | None:
        """What is wrong with the lead of a line that the text holds; None where nothing is."""
        if line.spaces >= self._indent:
            return None
        if len(line.lead) > line.spaces:
            return block_lead_typo(line, self._indent)
        return astray_typo(line, self._indent)

    def _indent_from(self, line: SourceLine) -> int:
        """How far in the text stands, of which this is the first line."""
        if line.spaces > self._name_indent:
            return line.spaces
        spaces = self._spaces_after(line)
        if spaces > self._name_indent:
            return spaces
        return self._name_indent + 2

    def _spaces_after(self, line: SourceLine) -> int:
        """How many spaces the next line begins with that is not blank."""
        match = _NEXT_LEAD.match(self.source.text, line.end + 1)
        if not match:
            return 0
        return len(match[1])

    def _is_as_far_in(self, line: SourceLine, lead_before: str) -> bool:
        """Whether a line with other blanks than spaces looks as far in as the text."""
        if len(line.lead) <= line.spaces:
            return False
        return lead_before == line.lead or width_of(line.lead) >= self._indent


def lost_bar(source: SourceText, line: SourceLine, column: int, indent: int) -> Typo | None:
    """A text of several lines without its |: YAML would join them into one paragraph.

    ``column`` is that behind the colon, ``indent`` how far in the name stands. It has edits where
    the text begins on the next line; else the clerk has to move its beginning. None where no | is
    lost.
    """
    key = line.text[:column].strip().removeprefix("- ").rstrip(":： ")
    if not wants_text(key, source.keys):
        return None
    value = _COMMENT.split(line.text[column:])[0].strip()
    texts = _lines_below(source, line, indent)
    if not texts or looks_like_entry(texts[0], source.keys):
        return None
    message = f"“{key}”有多行，冒号后少了竖线"
    place = line.place(column - 1)
    if not value and len(texts) > 1:
        put = " |" if line.text[column : column + 1] in ("", " ", "\t") else " | "
        edit = line.edit(column, column, put)
        return Typo(BAR.at(place, message, f"改成：{key}: |"), (edit,))
    if value and value[0] not in "\"'|>{[" and any(map(_NUMBERED.match, texts)):
        fix = f"改成两行：{key}: | ，文字都从下一行开始，左边对齐"
        return Typo(BAR.at(place, message, fix))
    return None


def _lines_below(source: SourceText, line: SourceLine, indent: int) -> list[str]:
    """The lines that may be the text under a name, without blanks around them and remarks."""
    below: list[str] = []
    for text in source.lines_after(line, _MOST_LINES):
        body = text.strip()
        if not body:
            continue
        inside = len(text) - len(text.lstrip(ALL_BLANKS)) > indent
        if not inside and not (below and _is_stray(body, source.keys)):
            break
        below.append(body)
    return [body for body in below if not body.startswith("#")]


def _is_stray(body: str, key_names: frozenset[str]) -> bool:
    """Whether a line is a numbered one of a text that nobody indented."""
    return bool(_NUMBERED.match(body)) and not looks_like_entry(body, key_names)


def looks_like_entry(body: str, key_names: frozenset[str]) -> bool:
    """Whether a line is an entry of a data file or begins something that is no text."""
    if body.startswith(("{", "[", "- ", "&", "*")):
        return True
    named = re.match(r"(?:-\s*)?([^\s:：]+(?: [^\s:：]+)?)\s*[:：]", body)
    return bool(named and (named[1] in key_names or re.match(r"\d{3,7}\b", named[1])))
