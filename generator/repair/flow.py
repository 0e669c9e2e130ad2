"""The walk through {…} and […]: where a collection ends, and the entries that its commas part."""

from __future__ import annotations

import re

from msgspec import Struct

from generator.reading.quoting import closing_quote
from generator.repair.flow_entries import COMMA, COMMA_FIX, Bracket, FlowEntries
from generator.repair.flow_values import FIGURE, MOST_TYPOS, FlowValues
from generator.repair.intent import EXCEL
from generator.repair.rules import MARKS
from generator.repair.source_line import SourceText
from generator.repair.typo import Typo
from generator.yaml_edit.edits import Edit
from generator.yaml_edit.entries import MAX_DEPTH

_HALF_WIDTH = {"｛": "{", "｝": "}", "［": "[", "］": "]"}
_PAIRS = {"{": "}", "[": "]"}
_CLOSING = ("}", "]")
# The last sign of an entry where a value may begin.
_BEFORE_VALUE = ("", ":", "：")
# A figure that begins a text has more of the text behind it.
_FIGURE_FIRST = re.compile(FIGURE.pattern + r"(?=[ \t]*[^\s,}\]#])")
# What a walk need not look at one by one: only the last of it matters.
_PLAIN = re.compile(r"[^\s{}\[\]｛｝［］,，\"'#]+")
# So much of the next line is looked at for a key.
_LONGEST_KEY = 200


class Flow(Struct, frozen=True):
    """A collection: the offset ``after`` it, whether it is ``closed``, and its typos.

    ``walked`` is how far the walk came to a bracket that is not there, and 0 where it is.
    """

    after: int
    closed: bool
    typos: tuple[Typo, ...]
    walked: int = 0

    @property
    def overfull(self) -> bool:
        """Whether the walk gave up for its many typos, and not for a lost bracket: then they are
        told.
        """
        return len(self.typos) >= MOST_TYPOS


def read_flow(source: SourceText, start: int, end: int) -> Flow:
    """The collection whose bracket opens at the offset ``start``; the walk gives up at ``end``."""
    return _Walk(source, start, end).run()


class _Walk:
    """One walk, from an opening bracket on."""

    def __init__(self, source: SourceText, start: int, end: int) -> None:
        self._source = source
        self._text = source.text
        self._start = start
        self._end = end
        self._values = FlowValues(source, end)
        self._entries = FlowEntries(source, self._values)
        self._open: list[Bracket] = []
        self._at = start
        # The offset behind the collection, once it is closed.
        self._after: int | None = None
        self._is_lost = False
        before = self._text[self._text.rfind("\n", 0, start) + 1 : start + 1]
        # How far in the line stands on which it opens.
        self._margin = len(before) - len(before.lstrip(" "))

    def run(self) -> Flow:
        while self._goes_on():
            if self._open:
                self._step(self._open[-1])
            else:
                self._begin()
        if self._after is not None:
            return Flow(self._after, closed=True, typos=tuple(self._values.typos))
        typos = tuple(self._values.typos) if self._values.overfull else ()
        walked = self._at - self._start
        return Flow(self._source.end_of_line(self._start), closed=False, typos=typos, walked=walked)

    def _goes_on(self) -> bool:
        if self._after is not None or self._is_lost:
            return False
        return self._at < self._end and not self._values.overfull

    def _begin(self) -> None:
        bracket = self._in_half_width(self._text[self._at])
        if bracket not in _PAIRS:
            self._is_lost = True
            return
        self._open_bracket(bracket)
        self._at += 1

    def _step(self, level: Bracket) -> None:
        """Walk over the next sign, or over all signs that need not be looked at one by one."""
        plain = _PLAIN.match(self._text, self._at, self._end)
        if plain:
            level.last_sign = plain[0][-1]
            self._at = plain.end()
            return
        sign = self._in_half_width(self._text[self._at])
        behind = self._behind_whole(level, sign)
        if behind is not None:
            self._at = behind
            return
        if sign in _PAIRS and level.last_sign in _BEFORE_VALUE:
            # A bracket opens a collection only where a value begins; elsewhere it is part of a
            # text.
            level.nested, level.last_sign = True, sign
            self._open_bracket(sign)
        elif sign == "，" and level.nested and level.last_sign in _CLOSING:
            finding = MARKS.at(self._values.place(self._at), COMMA, COMMA_FIX)
            self._values.typos.append(Typo(finding, (Edit(self._at, self._at + 1, ", "),)))
            self._open[-1] = Bracket(level.opener, self._at + 1)
        elif sign == ",":
            self._entries.scan(level, self._at)
            before = self._text[level.entry_start : self._at]
            self._open[-1] = Bracket(level.opener, self._at + 1, entry_before=before)
        elif sign == _PAIRS[level.opener]:
            self._close_bracket(level, sign)
        elif sign == "\n" and self._leaves(self._at):
            self._is_lost = True
            return
        elif not sign.isspace():
            level.last_sign = sign
        self._at += 1

    def _in_half_width(self, sign: str) -> str:
        """The bracket that is meant with the sign at this offset; a full-width one is told."""
        half = _HALF_WIDTH.get(sign)
        if half is None:
            return sign
        place = self._values.place(self._at)
        finding = MARKS.at(place, f"括号 {sign} 是中文（全角）的", f"改成英文的 {half}")
        self._values.typos.append(Typo(finding, (Edit(self._at, self._at + 1, half),)))
        return half

    def _behind_whole(self, level: Bracket, sign: str) -> int | None:
        """The offset behind what begins here and is taken as a whole: a text in quotes, the name of
        a figure in a text, an error value of Excel, a comment. None for all else.
        """
        at = self._at
        if sign in "\"'" and level.last_sign in ("", ":"):
            level.last_sign = sign
            after = closing_quote(self._text, at)
            if after > 0:
                return after
            return at + 1
        if sign == "{" and (figure := self._figure(level)):
            level.last_sign = "}"
            return figure.end()
        if sign == "#" and self._text[at - 1].isspace():
            error = EXCEL.match(self._text, at)
            if error is None:
                return self._source.end_of_line(at)
            level.last_sign = sign
            return error.end()
        return None

    def _figure(self, level: Bracket) -> re.Match[str] | None:
        """A figure by its name in a text; its brackets open and close nothing."""
        if level.last_sign in (":", "：") or (level.opener == "[" and not level.last_sign):
            return _FIGURE_FIRST.match(self._text, self._at, self._end)
        if not level.last_sign or (level.nested and level.last_sign in _CLOSING):
            return None
        return FIGURE.match(self._text, self._at, self._end)

    def _open_bracket(self, sign: str) -> None:
        self._open.append(Bracket(sign, self._at + 1))
        # What goes deeper is told where YAML is read; nothing is looked for in it.
        if len(self._open) > MAX_DEPTH:
            # Each level looks at all that is inside it: a file of brackets alone would take
            # minutes.
            self._values.typos = []
            self._after = self._end

    def _close_bracket(self, level: Bracket, sign: str) -> None:
        self._entries.scan(level, self._at)
        self._open.pop()
        if self._open:
            self._open[-1].last_sign = sign
        else:
            self._after = self._at + 1

    def _leaves(self, at: int) -> bool:
        """Whether the line behind a line end is no longer inside: it stands as far left as the line
        that opened, and is a key.
        """
        line = self._text[at + 1 : min(self._source.end_of_line(at + 1), at + _LONGEST_KEY)]
        key = rf" {{0,{self._margin}}}(?:- )?[^\s#{{}}\[\],\"'][^:：]*:(\s|$)"
        return bool(re.match(key, line))
