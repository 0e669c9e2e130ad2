"""Slips inside {…} and […]: full-width colons, commas and brackets, missing spaces, commas that cut a text or an amount."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.reading.advice import FORMAT
from generator.reading.edits import Edit, Slip
from generator.reading.keyboard import COLON, CUT, MARKS, SPACE, START, THOUSANDS, TWICE
from generator.reading.meant import EXCEL, SIGNS, no_colon, second_entry, wants_number
from generator.reading.place import Place
from generator.reading.quoting import closing_quote, quoted
from generator.reading.rule import Rule

_HALF = {"｛": "{", "｝": "}", "［": "[", "］": "]"}
# A full-width comma, what may be the next key, and its colon.
_NEXT = re.compile(r"，\s*([^,:：，{}]{1,40}?)\s*(：|:(?=\s|$))")
_PAIRS = {"{": "}", "[": "]"}


@dataclass(slots=True)
class _Level:
    opener: str
    entry: int
    nested: bool = False
    before: str = ""


@dataclass(slots=True)
class Flow:
    """One collection, from its opening bracket at ``start`` (``line``, ``column`` from 0). After ``scan``, ``closed`` says whether it ended."""

    text: str
    name: str
    known: frozenset[str]
    start: int
    line: int
    column: int
    slips: list[Slip] = field(default_factory=list)
    closed: bool = True

    def scan(self) -> int:
        """Walk to the end of the collection; returns the offset after it."""
        stack: list[_Level] = []
        at = self.start
        margin = len(re.split(r"[^ ]", self.text[self.text.rfind("\n", 0, self.start) + 1 :], maxsplit=1)[0])
        while at < len(self.text):
            char = self.text[at]
            if char in _HALF:
                self.slips.append(
                    Slip(MARKS.at(self._place(at), f"括号 {char} 是中文（全角）的", f"改成英文的 {_HALF[char]}"), (Edit(at, at + 1, _HALF[char]),))
                )
                char = _HALF[char]
            if char in "\"'" and not self.text[stack[-1].entry : at].rsplit(":", 1)[-1].strip():
                end = closing_quote(self.text, at)
                at = end if end > 0 else at + 1
                continue
            if char in _PAIRS and self._begins(stack, at):
                if stack:
                    stack[-1].nested = True
                stack.append(_Level(char, at + 1))
            elif char == "，" and stack[-1].nested and self.text[stack[-1].entry : at].rstrip().endswith(("}", "]")):
                message = "两项之间的逗号是中文（全角）的"
                self.slips.append(Slip(MARKS.at(self._place(at), message, "改成英文逗号加一个空格"), (Edit(at, at + 1, ", "),)))
                stack[-1] = _Level(stack[-1].opener, at + 1)
            elif char == ",":
                self._entry(stack[-1], at)
                stack[-1] = _Level(stack[-1].opener, at + 1, before=self.text[stack[-1].entry : at])
            elif char in "}]" and char == _PAIRS[stack[-1].opener]:
                self._entry(stack[-1], at)
                stack.pop()
                if not stack:
                    return at + 1
            elif char == "#" and self.text[at - 1].isspace() and (error := EXCEL.match(self.text, at)):
                at = error.end()
                continue
            elif char == "#" and self.text[at - 1].isspace():
                at = self._line_end(at)
                continue
            elif char == "\n" and self._leaves(at, margin):
                break
            at += 1
        self.closed = False
        self.slips = []
        return self._line_end(self.start)

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def _begins(self, stack: list[_Level], at: int) -> bool:
        """A bracket opens a collection only where a value begins; elsewhere it is part of a text."""
        before = self.text[stack[-1].entry : at].rstrip(" \t\r\n") if stack else ""
        return not before or before.endswith((":", "："))

    def _leaves(self, at: int, margin: int) -> bool:
        """Whether the next line is no longer inside: it stands as far left as the line that opened, and is a key."""
        line = self.text[at + 1 : self._line_end(at + 1)]
        return bool(re.match(rf" {{0,{margin}}}(?:- )?[^\s#{{}}\[\],\"'][^:：]*:(\s|$)", line))

    def _place(self, at: int) -> Place:
        lines = self.text.count("\n", self.start, at)
        return Place(self.name, self.line + lines, at - (self.text.rfind("\n", 0, at) + 1) + 1)

    def _entry(self, level: _Level, end: int) -> None:
        raw = self.text[level.entry : end]
        entry = raw.strip()
        if not entry or entry[0] in "\"'":
            return
        at = level.entry + raw.index(entry[0])
        if level.opener == "{":
            self._pair(level, entry, at)
        elif not level.nested and "，" in entry and len(entry) < 60:
            for match in re.finditer(r"，\s*", entry):
                place = at + match.start()
                told = MARKS.at(self._place(place), "两项之间的逗号是中文（全角）的", "改成英文逗号加一个空格")
                self.slips.append(Slip(told, (Edit(place, place + len(match[0]), ", "),)))
        elif not level.nested and entry[0] in "*&!%@`":
            self._quote(entry, at)

    def _pair(self, level: _Level, entry: str, at: int) -> None:
        colon = re.search(r"：|:", entry)
        if not colon:
            meant = no_colon(entry, self.known)
            if meant:
                end = at + len(meant[0])
                edit = Edit(end, at + len(entry) - len(meant[1]), ": ")
                self.slips.append(Slip(FORMAT.at(self._place(at), f"“{meant[0]}”后面少了英文冒号", f"改成：{meant[0]}: {meant[1]}"), (edit,)))
            else:
                self._loose(level, entry, at)
            return
        key, value = entry[: colon.start()].strip(), entry[colon.end() :]
        whole = at + colon.start()
        if colon[0] == "：":
            blanks = len(value) - len(value.lstrip())
            self.slips.append(
                Slip(
                    COLON.at(self._place(whole), "冒号是中文（全角）的", f"改成英文冒号加一个空格：{key}: {_short(value)}"),
                    (Edit(whole, whole + 1 + blanks, ": "),),
                )
            )
        elif value[:1] not in ("", " ", "\n", "\r", "\t"):
            blanks = len(value) - len(value.lstrip("\u3000\u00a0"))
            self.slips.append(
                Slip(SPACE.at(self._place(whole), "冒号后面少了一个空格", f"改成：{key}: {_short(value)}"), (Edit(whole + 1, whole + 1 + blanks, " "),))
            )
        if level.nested:
            return
        text = value.strip()
        begin = whole + 1 + (len(value) - len(value.lstrip()))
        if text and text[0] not in "\"'":
            self._value(key, text, begin)

    def _value(self, key: str, text: str, at: int) -> None:
        second = second_entry(text, self.known)
        if second > 0 and not re.search(r"[,，]", text[:second]):
            first, rest = text[:second].rstrip(), text[second:]
            edit = Edit(at + len(first), at + second, ", ")
            told = f"“{first}”和“{rest.split(':')[0].split('：')[0]}”之间少了英文逗号"
            self.slips.append(Slip(MARKS.at(self._place(at + len(first)), told, f"改成：{key}: {first}, {_short(rest)}"), (edit,)))
            self._pair(_Level("{", 0), rest, at + second)
            return
        if EXCEL.fullmatch(text) or (text == "-" and wants_number(key, self.known)):
            # What it should be is said where the number is read.
            self.slips.append(Slip(None, guesses=(Edit(at, at + len(text), quoted(text)),)))
            return
        if text in SIGNS and key == "指标性质":
            self.slips.append(Slip(START.at(self._place(at), f"“{text}”要写成一个符号", f"改成：{SIGNS[text]}"), (Edit(at, at + len(text), SIGNS[text]),)))
            return
        comma = next((match for match in _NEXT.finditer(text) if self._parts(text[: match.start()], match[1], match[2])), None)
        if comma:
            place = at + comma.start()
            rest = text[comma.start() + 1 :].lstrip()
            self.slips.append(
                Slip(
                    MARKS.at(self._place(place), "两项之间的逗号是中文（全角）的", f"改成英文逗号加一个空格：{text[: comma.start()]}, {rest}"),
                    (Edit(place, place + 1 + len(text[comma.start() + 1 :]) - len(rest), ", "),),
                )
            )
            self._pair(_Level("{", 0), rest, place + 1 + len(text[comma.start() + 1 :]) - len(rest))
            return
        if text[0] in "*&!%@`|>" or re.match(r"[-?]\s", text):
            self._quote(text, at, number=wants_number(key, self.known))
        elif re.search(r":(\s|$)", text):
            self._quote(text, at, TWICE, "内容里还有一个英文冒号", number=wants_number(key, self.known))

    def _parts(self, before: str, key: str, colon: str) -> bool:
        """Whether a full-width comma parts two entries: a known key or a 科目 follows, or a number stands before it and a colon behind."""
        code = bool(re.match(r"\d{3,9}(?!\d)", key))
        number = bool(re.fullmatch(r"[+-]?[\d.]+", before.strip()))
        return key in self.known or code or (colon == ":" and number)

    def _quote(self, text: str, at: int, rule: Rule = START, message: str = "", *, number: bool = False) -> None:
        put = quoted(text)
        if number:
            self.slips.append(Slip(None, guesses=(Edit(at, at + len(text), put),)))
            return
        self.slips.append(Slip(rule.at(self._place(at), message or f"内容以 {text[0]} 开头", f"改成：{put}"), (Edit(at, at + len(text), put),)))

    def _loose(self, level: _Level, entry: str, at: int) -> None:
        """An entry without a colon: the comma before it cut an amount, or a text."""
        before = re.split(r":\s", level.before, maxsplit=1)[-1].strip()
        if not level.before or not before:
            return
        if re.fullmatch(r"[+-]?\d{1,3}", before) and re.fullmatch(r"\d{3}(\.\d+)?", entry):
            self.slips.append(Slip(THOUSANDS.at(self._place(at - 1), f"{before},{entry} 里的逗号把一个数断成了两个", f"若是一个数，改成：{before}{entry}")))
        elif ":" in level.before and not re.fullmatch(r"[+-]?[\d.]+", before) and entry not in self.known:
            comma = self.text.rfind(",", 0, at)
            self.slips.append(
                Slip(
                    CUT.at(self._place(comma), f"英文逗号把文字断开了：“{before}”和“{entry}”", f"文字里的逗号用中文的：{before}，{entry}"),
                    (Edit(comma, at, "，"),),
                )
            )


def _short(value: str) -> str:
    """A value for a message: what stands before the next full-width comma."""
    return value.strip().split("，", 1)[0]
