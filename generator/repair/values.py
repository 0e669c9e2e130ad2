"""Typos in the value behind a colon or a dash: quotes, brackets, signs that YAML reads
otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from generator.findings.rules import Rule
from generator.reading.quoting import closing_quote, quoted
from generator.repair.flow import read_flow
from generator.repair.intent import (
    EXCEL,
    SIGNS,
    bracketed,
    second_entry,
    uncommented,
    wants_number,
)
from generator.repair.key_schema import line_of_a_key
from generator.repair.rules import AFTER, HASH, MARKS, OPEN, START, TWICE, UNCLOSED
from generator.repair.source_line import BLANKS, SourceLine, SourceText
from generator.repair.typo import Typo

NUMBER = re.compile(r"[+\-－]?[\d０-９,，.．]+\s*(?:#.*)?")
# What a value begins with that YAML takes for something else than a text.
_SPECIAL = "*&!%@`]},>|"
_OPENING, _CLOSING = "{[｛［", "｝］}]"
_ANCHOR = re.compile(r"[&*][\w-]+(?:\s|$)", re.ASCII)
_AFTER_HASH = ("", " ", "\t", "#")
_MOST_SHOWN = 20


class ValueTypos(Struct, frozen=True):
    """The typos of a value; the offset where it ends if it goes on beyond its line, else 0; whether
    it is a text that the next lines may go on with.
    """

    typos: tuple[Typo, ...] = ()
    until: int = 0
    is_text: bool = False


class ValueScanner(Struct):
    """Looks at the values of a text, one after another.

    It remembers how far it has walked to brackets that are not there: when that is more than the
    text is long, each further one is looked for on its own line only.
    """

    source: SourceText
    _walked_in_vain: int = 0

    def scan(self, line: SourceLine, column: int, key: str) -> ValueTypos:
        """The typos of the value of ``key`` that begins at a column."""
        value = line.text[column:]
        misread = self._misread(line, column, key)
        if misread is not None:
            return misread
        if value[0] in _OPENING and (value[0] in "{[" or value.rstrip()[-1] in _CLOSING):
            return self.scan_brackets(line, column)
        if value[0] in "\"'":
            return self._scan_quoted(line, column)
        typos = _typos_of_text(line, column)
        if wants_number(key, self.source.keys):
            typos = (_unless_number(typo, value) for typo in typos)
        return ValueTypos(tuple(typos), is_text=not value.startswith("#"))

    def scan_brackets(self, line: SourceLine, column: int) -> ValueTypos:
        """The typos of a collection that begins at a column."""
        source = self.source
        begin = line.start + column
        limit = line.end
        if self._walked_in_vain <= len(source.text):
            limit = len(source.text)
        flow = read_flow(source, begin, limit)
        self._walked_in_vain += flow.walked
        until = source.end_of_line(flow.after)
        if not flow.closed and not flow.overfull:
            return ValueTypos(tuple(self._unclosed(line, column)), until)
        behind = source.text[flow.after : until].strip()
        goes_on = behind and not behind.startswith("#")
        if flow.closed and goes_on and "\n" not in source.text[begin : flow.after]:
            return ValueTypos((_text_behind(line, column, flow.after - begin, behind),), until)
        return ValueTypos(flow.typos, until)

    def _misread(self, line: SourceLine, column: int, key: str) -> ValueTypos | None:
        """Values of which it is clear what was meant, although YAML takes them for something else;
        None for all others.
        """
        keys = self.source.keys
        value = uncommented(line.text[column:])
        end = column + len(value)
        if value[:1] == "#" and not EXCEL.match(value):
            return None
        collection = bracketed(value, key, keys)
        if collection:
            fix = f"改成：{key}: {collection}"
            finding = MARKS.at(line.place(column), "括号、逗号要用英文的", fix)
            typo = Typo(finding, (line.edit(column, end, collection),))
            until = 0
            if collection[0] == "{":
                until = self.source.end_of_line(line.start)
            return ValueTypos((typo,), until)
        if EXCEL.match(value) or (value == "-" and wants_number(key, keys)):
            # What it should be is said where the number is read.
            return ValueTypos((Typo(None, guesses=(line.edit(column, end, quoted(value)),)),))
        if value == "-":
            finding = START.at(line.place(column), f"“{key}”只写了 -", "没有就删去这一行")
            return ValueTypos((Typo(finding, guesses=(line.edit(column, end, quoted(value)),)),))
        if value in SIGNS and key == "指标性质":
            sign = SIGNS[value]
            fix = f"改成：{key}: {sign}"
            finding = START.at(line.place(column), f"“{value}”要写成一个符号", fix)
            return ValueTypos((Typo(finding, (line.edit(column, end, sign),)),))
        if value[0] in "{[\"'｛［":
            return None
        second = second_entry(value, keys)
        if second <= 0:
            return None
        return ValueTypos((_two_entries(line, column, key, value, second),))

    def _unclosed(self, line: SourceLine, column: int) -> Iterator[Typo]:
        """A collection whose last bracket is lost: it most likely ends with its line."""
        value = uncommented(line.text[column:])
        bracket = "}" if value[0] in "{｛" else "]"
        end = column + len(value)
        # The line by itself: the whole text is not copied for each of them.
        closed_line = replace(self.source, text=line.text[:column] + value + bracket)
        flow = read_flow(closed_line, column, end + 1)
        message = f"{line.text[column]} 没有配对的 {bracket}"
        if not flow.closed:
            yield Typo(UNCLOSED.at(line.place(column), message, "在内容末尾补上"))
            return
        finding = UNCLOSED.at(line.place(column), message, f"在这一行末尾补上 {bracket}")
        yield Typo(finding, guesses=(line.edit(end, end, bracket),))
        yield from (typo.moved(line.start, line.number - 1) for typo in flow.typos)

    def _scan_quoted(self, line: SourceLine, column: int) -> ValueTypos:
        end = closing_quote(line.text, column)
        if end >= 0:
            behind = line.text[end:].strip()
            if not behind or behind.startswith("#"):
                return ValueTypos()
            return ValueTypos((_in_quotes(AFTER, line, column, "内容以引号开头，引号后面还有字"),))
        text = self.source.text
        end_below = closing_quote(text, line.start + column)
        if end_below < 0 or self._holds_key(line.start + column, end_below):
            message = "开头有引号，这一行却没有结尾的引号"
            return ValueTypos((_in_quotes(OPEN, line, column, message),))
        return ValueTypos(until=end_below)

    def _holds_key(self, start: int, end: int) -> bool:
        """Whether a line between two offsets is a key of the data file."""
        return bool(line_of_a_key(self.source.keys).search(self.source.text, start, end))


def _text_behind(line: SourceLine, column: int, length: int, behind: str) -> Typo:
    """A collection of so many signs, and what stands behind it on its line.

    〔2023〕 is text by itself, [2023] is a list: a text that goes on after the bracket needs
    quotes.
    """
    if not re.search(r":\s|^\{.*[:：]", line.text[column : column + length]):
        return _in_quotes(START, line, column, "以括号开头的文字要用引号括起来")
    # Entries in quotes would be one text: their amounts would be lost.
    fix = f"后面的“{behind[:_MOST_SHOWN]}”删去，或写进括号里"
    return Typo(START.at(line.place(column), "一行写的几项后面还有字", fix))


def _two_entries(line: SourceLine, column: int, key: str, value: str, second: int) -> Typo:
    """A value in which a second entry begins at ``second``."""
    first, entry = value[:second].rstrip(), value[second:]
    fix = f"分成两行：{key}: {first} 和 {entry.replace('：', ': ')}，左边对齐"
    bare = line.text.lstrip(" \t").removeprefix("- ")
    indent = len(line.text) - len(bare)
    edit = line.edit(column + len(first), column + second, "\n" + " " * indent)
    return Typo(TWICE.at(line.place(column + second), "一行里写了两项", fix), guesses=(edit,))


def _unless_number(typo: Typo, value: str) -> Typo:
    """A typo where a number is wanted: a quoted text is none, so what it should be is said where
    the number is read.
    """
    if not typo.edits or value.startswith("#"):
        return typo
    return Typo(None, guesses=typo.edits)


def _typos_of_text(line: SourceLine, column: int) -> Iterator[Typo]:
    """The typos of a value without quotes and brackets: its comment, and how it begins."""
    value = line.text[column:]
    comment = re.search(r"\s#", value)
    text = re.split(r"\s#", value, maxsplit=1)[0]
    yield from _typos_of_comment(line, column, comment, text)
    if value.startswith("#"):
        if value[1:2] not in _AFTER_HASH:
            fix = f"若是内容，用引号括起来：{quoted(value.strip())}"
            yield Typo(HASH.at(line.place(column), "# 后面的字不算内容，这一项是空的", fix))
        return
    if _ANCHOR.match(value):
        return  # a real anchor or alias: the composer says what it is
    if value[0] in _SPECIAL or re.match(r"[-?]\s", value):
        yield _in_quotes(START, line, column, f"内容以 {value[0]} 开头")
    elif re.search(r":(\s|$)", text.rstrip()):
        yield _in_quotes(TWICE, line, column, "内容里还有一个英文冒号")


def _typos_of_comment(
    line: SourceLine, column: int, comment: re.Match[str] | None, text: str
) -> Iterator[Typo]:
    """A # behind a value that cuts it where a clerk did not mean it to, or does not cut it.

    ``comment`` is the first # with a blank before it in the value, ``text`` what stands before it.
    """
    value = line.text[column:]
    wide = re.search(rf"[{BLANKS}]#", value)
    tight = comment is not None and value[comment.end() : comment.end() + 1] not in _AFTER_HASH
    if comment and tight and text.strip() and not NUMBER.fullmatch(text.strip()):
        fix = f"若是内容，用引号括起来：{quoted(value.strip())}；若是说明，# 后面空一格"
        place = line.place(column + comment.end() - 1)
        yield Typo(HASH.at(place, "空格加 # 后面的字不会印出", fix))
    elif wide:
        begin = column + wide.start()
        message = "# 前面是全角空格，后面的字会当成内容"
        finding = HASH.at(line.place(begin), message, "# 前面改成英文空格")
        yield Typo(finding, (line.edit(begin, begin + 1, " "),))


def _in_quotes(rule: Rule, line: SourceLine, column: int, message: str) -> Typo:
    """A value that needs quotes around it; of one that lacks its second quote the first goes."""
    value = uncommented(line.text[column:])
    bare = value
    if rule is OPEN:
        bare = value.replace('"', "").replace("'", "")
    put = quoted(bare)
    before = re.sub("[:：]$", ":", line.text[:column].strip())
    finding = rule.at(line.place(column), message, f"改成：{before} {put}")
    return Typo(finding, (line.edit(column, column + len(value), put),))
