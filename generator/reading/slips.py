"""Slips of a Chinese keyboard, found before YAML is parsed: YAML itself names the wrong line, or takes them for text.

The scanner walks the lines as YAML would (block texts, quoted texts and comments are left alone) and offers the exact replacement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from generator.reading.edits import Edit, Slip
from generator.reading.flow import Flow
from generator.reading.keyboard import AFTER, COLON, DASH, DEEPER, HASH, INDENT, OPEN, SPACE, START, TAB, TWICE
from generator.reading.place import Place
from generator.reading.quoting import closing_quote, quoted
from generator.reading.rule import Rule

_BLANKS = "\u3000\u00a0\u2002\u2003\u2009"
_LEAD = re.compile(rf"[ \t{_BLANKS}]*")
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?\s*(?:#.*)?$")
_FIRST_COLON = re.compile(r"[:：]")
_NUMBER = re.compile(r"[+\-－]?[\d０-９,，.．]+\s*(?:#.*)?")
# A file with more slips than this is no data file; the first ones are told.
_MOST = 1000
_SPECIAL = "*&!%@`]},"


@dataclass(slots=True)
class Scanner:
    """One walk over a text. ``known`` are the keys of the data file: they tell a key from a text that happens to hold a colon."""

    text: str
    name: str
    known: frozenset[str]
    slips: list[Slip] = field(default_factory=list)
    _block: int = -1
    _until: int = 0
    _key_indent: int = -1
    _has_text: bool = False
    _dash: int = -1
    _balanced: bool = True

    def scan(self) -> list[Slip]:
        """All slips, in order."""
        start = 0
        for number, line in enumerate(self.text.split("\n"), 1):
            if len(self.slips) > _MOST:
                break
            if start >= self._until:
                self._line(number, start, line.rstrip("\r"))
            start += len(line) + 1
        return self.slips

    def _at(self, number: int, column: int) -> Place:
        return Place(self.name, number, column + 1)

    def _line(self, number: int, start: int, line: str) -> None:
        lead = _LEAD.match(line)
        width = lead.end() if lead else 0
        body = line[width:]
        if not body or body[0] == "#":
            return
        indent = sum({"\t": 2}.get(char, 2 if char == "\u3000" else 1) for char in line[:width])
        if self._block >= 0:
            if indent > self._block:
                return
            self._block = -1
        self._indentation(number, start, line[:width])
        if body[0] == "＃":
            self.slips.append(
                Slip(COLON.at(self._at(number, width), "说明开头的 ＃ 是全角的", f"改成：#{body[1:]}"), (Edit(start + width, start + width + 1, "#"),))
            )
            return
        if body in ("---", "..."):
            return
        at = width
        marks = re.match(r"(?:-(?:\s+|$))+", body)
        if marks:
            at += marks.end()
            indent += marks.end()
            self._has_text = False
        if at == width:
            at += self._dashes(number, start, line, at)
        self._dash = width if at > width else -1
        self._entry(number, start, line, at, indent)

    def _indentation(self, number: int, start: int, lead: str) -> None:
        wide = re.search(rf"[{_BLANKS}]", lead)
        tab = lead.find("\t")
        edits = tuple(Edit(start + at, start + at + 1, "  " if char in "\t\u3000" else " ") for at, char in enumerate(lead) if char != " ")
        if wide:
            self.slips.append(
                Slip(INDENT.at(self._at(number, wide.start()), "行首用了全角空格缩进", "改成英文（半角）空格，一个全角空格换两个英文空格"), edits)
            )
        elif tab >= 0:
            self.slips.append(Slip(TAB.at(self._at(number, tab), "这一行用了制表符（Tab 键）缩进", "把行首的制表符改成空格，一般两个"), edits))

    def _dashes(self, number: int, start: int, line: str, at: int) -> int:
        """A list mark typed with a Chinese dash or without its space."""
        wide = re.match(r"[－—–﹣]+\s*(?=\S)", line[at:])
        tight = re.match(r"-(?=[^\s\d\-－.])", line[at:])
        match = wide or tight
        if not match or (tight and self._dash != at and self._may_be_text(at)):
            return 0
        message = "列表开头的横线是中文的" if wide else "列表开头的减号后面少了一个空格"
        self.slips.append(
            Slip(DASH.at(self._at(number, at), message, f"改成：- {line[at + match.end() :]}"), (Edit(start + at, start + at + match.end(), "- "),))
        )
        return match.end()

    def _may_be_text(self, indent: int) -> bool:
        """Whether a line so far in goes on with the text of the line before."""
        return self._has_text and indent > self._key_indent

    def _entry(self, number: int, start: int, line: str, at: int, indent: int) -> None:
        rest = line[at:]
        if not rest:
            return
        if rest[0] in "{[":
            self._flow(number, start, line, at)
            return
        if rest[0] in "\"'":
            end = closing_quote(line, at)
            if end < 0 or not re.match(r"\s*:", line[end:]):
                return  # a text of a list in quotes
            colon: int | None = line.index(":", end)
        else:
            found = next((match for match in _FIRST_COLON.finditer(rest) if match[0] == "：" or rest[match.end() : match.end() + 1] in " \t" + _BLANKS), None)
            tight = rest.find(":")
            colon = at + found.start() if found else None
            if (
                tight >= 0
                and rest[tight + 1 : tight + 2] not in _BLANKS
                and (found is None or tight < found.start())
                and self._is_key(rest[:tight], rest[tight + 1 :], indent)
            ):
                self._tight(number, start, line, at + tight)
                colon = at + tight
        if colon is None:
            self._note_text(indent, rest)
            return
        key, value = line[at:colon].strip(), line[colon + 1 :]
        if self._may_be_text(indent):
            if key in self.known:
                message = f"“{key}”这一行比上一行多缩进了，会被当成上一行的文字"
                edit = Edit(start, start + at, " " * self._key_indent)
                self.slips = [slip for slip in self.slips if slip.finding.place.line != number]
                self.slips.append(Slip(DEEPER.at(self._at(number, at), message, "与上一行左边对齐"), (edit,)))
                indent = self._key_indent
            elif line[colon] == "：":
                return
        if line[colon] == "：":
            if not self._is_key(key, value, indent):
                self._note_text(indent, rest)
                return
            blanks = len(value) - len(value.lstrip(" \t" + _BLANKS))
            fixed = f"{line[:colon].strip()}: {value.strip()}".rstrip()
            put = ": " if value.strip() else ":"
            self.slips.append(
                Slip(
                    COLON.at(self._at(number, colon), "冒号是中文（全角）的", f"改成英文冒号加一个空格：{fixed}"),
                    (Edit(start + colon, start + colon + 1 + blanks, put),),
                )
            )
        elif value[:1] and value[0] in _BLANKS:
            blanks = len(value) - len(value.lstrip(" \t" + _BLANKS))
            self.slips.append(
                Slip(
                    SPACE.at(self._at(number, colon), "冒号后面是全角空格", f"改成英文空格：{key}: {value.strip()}"),
                    (Edit(start + colon + 1, start + colon + 1 + blanks, " "),),
                )
            )
        self._key_indent, self._has_text = indent, False
        self._value(number, start, line, colon + 1, indent)

    def _tight(self, number: int, start: int, line: str, colon: int) -> None:
        fixed = f"{line[:colon].strip()}: {line[colon + 1 :].strip()}"
        self.slips.append(Slip(SPACE.at(self._at(number, colon), "冒号后面少了一个空格", f"改成：{fixed}"), (Edit(start + colon + 1, start + colon + 1, " "),)))

    def _is_key(self, key: str, value: str, indent: int) -> bool:
        """Whether what stands before a colon is meant as a key: where only a key can stand, or by its looks."""
        bare = key.strip().strip("\"'“”")
        if not bare or len(bare) > 60 or value.startswith("//"):
            return False
        if bare in self.known or re.match(r"\d{3,9}\b", bare) or not value.strip() or _NUMBER.fullmatch(value.strip()):
            return True
        return indent <= self._key_indent or self._key_indent < 0

    def _note_text(self, indent: int, rest: str) -> None:
        if rest and self._key_indent >= 0 and indent > self._key_indent:
            self._has_text = True

    def _value(self, number: int, start: int, line: str, at: int, indent: int) -> None:
        while at < len(line) and line[at] in " \t" + _BLANKS:
            at += 1
        value = line[at:]
        if not value:
            return
        if _BLOCK.fullmatch(value):
            self._block = indent
            return
        if value[0] in "{[｛［" and (value[0] in "{[" or value.rstrip()[-1] in "｝］}]"):
            self._flow(number, start, line, at)
            return
        if value[0] in "\"'":
            self._quoted(number, start, line, at)
            return
        self._has_text = not value.startswith("#")
        for slip in self._plain(number, start, line, at):
            self.slips.append(slip)

    def _flow(self, number: int, start: int, line: str, at: int) -> None:
        limit = len(self.text) if self._balanced else start + len(line)
        flow = Flow(self.text, self.name, self.known, start + at, number, at, limit)
        after = flow.scan()
        # After a bracket that nothing closes, each further one is looked for on its own line only.
        self._balanced = self._balanced and flow.closed
        end = self.text.find("\n", after)
        tail = self.text[after : len(self.text) if end < 0 else end].strip()
        if flow.closed and tail and not tail.startswith("#") and "\n" not in self.text[start + at : after]:
            # 〔2023〕 is text by itself, [2023] is a list: a text that goes on after the bracket needs quotes.
            self.slips.append(self._quote(START, number, start, line, at, "以括号开头的文字要用引号括起来"))
        else:
            self.slips += flow.slips
        self._until = len(self.text) if end < 0 else end

    def _quoted(self, number: int, start: int, line: str, at: int) -> None:
        end = closing_quote(line, at)
        if end >= 0:
            tail = line[end:].strip()
            if tail and not tail.startswith("#"):
                self.slips.append(self._quote(AFTER, number, start, line, at, "内容以引号开头，引号后面还有字"))
            return
        whole = closing_quote(self.text, start + at)
        if whole < 0 or _line_of_a_key(self.known).search(self.text, start + at, whole):
            self.slips.append(self._quote(OPEN, number, start, line, at, "开头有引号，这一行却没有结尾的引号"))
            return
        self._until = whole

    def _plain(self, number: int, start: int, line: str, at: int) -> Iterator[Slip]:
        value = line[at:]
        comment = re.search(r"\s#", value)
        text = value[: comment.start()] if comment else value
        wide = re.search(rf"[{_BLANKS}]#", value)
        if comment and value[comment.end() : comment.end() + 1] not in ("", " ", "\t", "#") and text.strip() and not _NUMBER.fullmatch(text.strip()):
            yield Slip(
                HASH.at(
                    self._at(number, at + comment.end() - 1),
                    "空格加 # 后面的字不会印出",
                    f"若是内容，用引号括起来：{quoted(value.strip())}；若是说明，# 后面空一格",
                )
            )
        elif wide:
            yield Slip(
                HASH.at(self._at(number, at + wide.start()), "# 前面是全角空格，后面的字会当成内容", "# 前面改成英文空格"),
                (Edit(start + at + wide.start(), start + at + wide.start() + 1, " "),),
            )
        if value.startswith("#"):
            if value[1:2] not in ("", " ", "\t", "#"):
                yield Slip(HASH.at(self._at(number, at), "# 后面的字不算内容，这一项是空的", f"若是内容，用引号括起来：{quoted(value.strip())}"))
            return
        if re.match(r"[&*][\w-]+(?:\s|$)", value, re.ASCII):
            return  # a real anchor or alias: the composer says what it is
        if value[0] in _SPECIAL or value[0] in ">|" or re.match(r"[-?]\s", value):
            yield self._quote(START, number, start, line, at, f"内容以 {value[0]} 开头")
        elif re.search(r":(\s|$)", text.rstrip()):
            yield self._quote(TWICE, number, start, line, at, "内容里还有一个英文冒号")

    def _quote(self, rule: Rule, number: int, start: int, line: str, at: int, message: str) -> Slip:
        value = re.split(r"\s+#\s", line[at:])[0].rstrip()
        put = quoted(value if rule is not OPEN else value.replace('"', "").replace("'", ""))
        end = start + at + len(value)
        return Slip(rule.at(self._at(number, at), message, f"改成：{line[:at].strip()} {put}"), (Edit(start + at, end, put),))


@lru_cache(maxsize=2)
def _line_of_a_key(known: frozenset[str]) -> re.Pattern[str]:
    """The start of a line that is a key of the data file."""
    return re.compile(rf"\n\s*(?:{'|'.join(map(re.escape, sorted(known))) or '$^'})\s*:")


def find_slips(text: str, name: str, known: frozenset[str] = frozenset()) -> list[Slip]:
    """The slips of a text; ``name`` is the file's name in places."""
    return Scanner(text, name, known).scan()
