"""Typos between the entries of {…} and […]: colons and commas that are full-width, lost, or cut a
text in two.
"""

from __future__ import annotations

import re

from msgspec import Struct

from generator.findings.bounded import beginning, ending
from generator.reading.quoting import closing_quote, quoted
from generator.reading.yaml_errors import FORMAT
from generator.repair.flow_values import (
    FIGURE,
    FIGURE_TEXT,
    MOST_SHOWN,
    FlowValues,
    before_wide_comma,
)
from generator.repair.intent import no_colon, second_entry
from generator.repair.rules import COLON, CUT, MARKS, SPACE, START
from generator.repair.source_line import SourceText
from generator.repair.typo import Typo
from generator.yaml_edit.edits import Edit

COMMA = "两项之间的逗号是中文（全角）的"
COMMA_FIX = "改成英文逗号加一个空格"
# A full-width comma, what may be the next key, and its colon.
_NEXT = re.compile(r"，\s{0,40}([^\s,:：，{}][^,:：，{}]{0,40}?)\s{0,40}(：|:(?=\s|$))")
_COLON = re.compile("：|:")
# The colon behind a name in quotes; what parts two entries where the comma is full-width or lost.
_COLON_BEHIND_QUOTES = re.compile(r"\s*[:：]\s*")
_GAP = re.compile(r"\s*，\s*|\s+")
_NUMBER = re.compile(r"[+-]?[\d.]+")
_CODE = re.compile(r"\d{3,9}(?!\d)")
_BLANKS_BEHIND_COLON = re.compile(r"[\u3000\u00a0]*")
_NOT_BLANK = re.compile(r"\S|$")


class Bracket(Struct):
    """A bracket that is open, and where its current entry begins.

    ``last_sign`` is the last sign of the entry that is no blank, ``nested`` whether the entry holds
    a collection, ``entry_before`` the entry before it.
    """

    opener: str
    entry_start: int
    nested: bool = False
    entry_before: str = ""
    last_sign: str = ""


class FlowEntries(Struct):
    """The entries of a collection and of those inside it; their typos join those of the values."""

    source: SourceText
    values: FlowValues

    def scan(self, level: Bracket, end: int) -> None:
        """The typos of the entry of a bracket that ends at an offset."""
        begin = level.entry_start
        if begin < self.values.amount_end and not level.nested:
            begin = self._begin_behind_amount(end)
        text = self.source.text[begin:end]
        entry = text.strip()
        if not entry:
            return
        start = begin + text.index(entry[0])
        if entry[0] in "\"'":
            self._scan_quoted_key(level, entry, start)
        elif level.opener == "{":
            self._scan_pairs(level, entry, start)
        elif not level.nested:
            self._scan_item(entry, start)

    def _scan_item(self, entry: str, start: int) -> None:
        """An item of a list that holds no collection."""
        colon = re.search(r":\s+", entry)
        value = 0
        if colon:
            value = colon.end()
        if "，" in entry and len(entry) < MOST_SHOWN:
            for comma in re.finditer(r"，\s*", entry):
                edit = Edit(start + comma.start(), start + comma.end(), ", ")
                finding = MARKS.at(self.values.place(edit.start), COMMA, COMMA_FIX)
                self.values.typos.append(Typo(finding, (edit,)))
        elif FIGURE.search(entry):
            self.values.quote_figure(entry[value:], start + value)
        elif entry[0] in "*&!%@`":
            self.values.quote(entry, start)
        elif colon:
            key = entry[: colon.start()]
            self.values.join_amount(key, start + value, start + len(entry), certain=False)

    def _scan_quoted_key(self, level: Bracket, entry: str, start: int) -> None:
        """An entry that begins with a quote: behind a name in quotes there may be an amount that
        commas cut.
        """
        after = closing_quote(entry, 0)
        if after <= 0:
            return
        colon = _COLON_BEHIND_QUOTES.match(entry, after)
        if colon and not level.nested and colon.end() < len(entry):
            key = entry[1 : after - 1]
            certain = level.opener == "{"
            begin, end = start + colon.end(), start + len(entry)
            self.values.join_amount(key, begin, end, certain=certain)

    def _begin_behind_amount(self, end: int) -> int:
        """Where an entry goes on behind an amount that belongs to the entry before; the comma
        between them is full-width or lost.
        """
        at = self.values.amount_end
        gap = _GAP.match(self.source.text, at, end)
        if gap is None or gap.end() == end:
            return at
        if self.source.text[gap.end()] == "#":
            return end
        message = "两项之间少了英文逗号"
        if "，" in gap[0]:
            message = COMMA
        finding = MARKS.at(self.values.place(at), message, COMMA_FIX)
        self.values.typos.append(Typo(finding, (Edit(at, gap.end(), ", "),)))
        return gap.end()

    def _scan_pairs(self, level: Bracket, entry: str, start: int) -> None:
        """One entry, and those that lost or full-width commas have joined to it.

        ``entry`` begins at the offset ``start``.
        """
        done = 0
        while (colon := _COLON.search(entry, done)) is not None:
            key = entry[done : colon.start()].strip()
            not_blank = _NOT_BLANK.search(entry, colon.end())
            begin = not_blank.start() if not_blank else len(entry)
            self._scan_colon(entry, start, colon, key, begin)
            if level.nested or begin == len(entry):
                return
            if entry[begin] in "\"'" or self.values.overfull:
                return
            done = self._lost_comma(entry, start, begin, key)
            done = done or self._wide_comma(entry, start, begin)
            if not done:
                self.values.scan(key, entry[begin:], start + begin)
                return
            value = entry[begin:done].rstrip("， \t\r\n\u3000")
            self.values.quote_figure(value, start + begin, key)
        if done == 0:
            self._scan_without_colon(level, entry, start)

    def _scan_colon(
        self, entry: str, start: int, colon: re.Match[str], key: str, begin: int
    ) -> None:
        """A colon that is full-width, or has no space behind it; its value begins at ``begin``."""
        at, behind = start + colon.start(), colon.end()
        place = self.values.place(at)
        if colon[0] == "：":
            fix = f"改成英文冒号加一个空格：{self.values.shown(key, entry, start, begin)}"
            finding = COLON.at(place, "冒号是中文（全角）的", fix)
            self.values.typos.append(Typo(finding, (Edit(at, start + begin, ": "),)))
        elif entry[behind : behind + 1] not in ("", " ", "\n", "\r", "\t"):
            blanks = _BLANKS_BEHIND_COLON.match(entry, behind)
            end = behind
            if blanks:
                end = blanks.end()
            fix = f"改成：{self.values.shown(key, entry, start, begin)}"
            finding = SPACE.at(place, "冒号后面少了一个空格", fix)
            self.values.typos.append(Typo(finding, (Edit(at + 1, start + end, " "),)))

    def _scan_without_colon(self, level: Bracket, entry: str, start: int) -> None:
        """An entry without any colon: it lost it, or is part of a text that a comma cut."""
        pair = no_colon(entry, self.source.keys)
        if pair is None:
            self._scan_cut_text(level, entry, start)
            return
        name, value = pair
        finding = FORMAT.at(
            self.values.place(start), f"“{name}”后面少了英文冒号", f"改成：{name}: {value}"
        )
        edit = Edit(start + len(name), start + len(entry) - len(value), ": ")
        self.values.typos.append(Typo(finding, (edit,)))

    def _lost_comma(self, entry: str, start: int, begin: int, key: str) -> int:
        """Where a second entry begins to which only blanks lead; 0 when there is none."""
        text = re.split("[,，]", entry[begin:], maxsplit=1)[0]
        second = second_entry(text, self.source.keys)
        if second <= 0:
            return 0
        first, behind = text[:second].rstrip(), text[second : second + MOST_SHOWN + 1]
        next_key = _COLON.split(behind, maxsplit=1)[0]
        message = f"“{beginning(first, MOST_SHOWN)}”和“{next_key}”之间少了英文逗号"
        entries = f"{beginning(key, MOST_SHOWN)}: {beginning(first, MOST_SHOWN)}"
        fix = f"改成：{entries}, {before_wide_comma(behind)}"
        at = start + begin + len(first)
        finding = MARKS.at(self.values.place(at), message, fix)
        edit = Edit(at, start + begin + second, ", ")
        self.values.typos.append(Typo(finding, (edit,)))
        return begin + second

    def _wide_comma(self, entry: str, start: int, begin: int) -> int:
        """Where a second entry begins behind a full-width comma; 0 when there is none."""
        commas = (
            match for match in _NEXT.finditer(entry, begin) if self._parts(entry, begin, match)
        )
        comma = next(commas, None)
        if comma is None:
            return 0
        second = comma.start(1)
        value = ending(entry[begin : comma.start()], MOST_SHOWN)
        next_entry = beginning(entry[second : second + MOST_SHOWN + 1], MOST_SHOWN)
        at = start + comma.start()
        finding = MARKS.at(self.values.place(at), COMMA, f"{COMMA_FIX}：{value}, {next_entry}")
        self.values.typos.append(Typo(finding, (Edit(at, start + second, ", "),)))
        return second

    def _parts(self, entry: str, begin: int, comma: re.Match[str]) -> bool:
        """Whether a full-width comma parts two entries: a known key or a 科目 follows, or a number
        stands before it and a colon behind.
        """
        key, colon = comma[1], comma[2]
        if key in self.source.keys or _CODE.match(key):
            return True
        if colon != ":" or comma.start() - begin >= MOST_SHOWN:
            return False
        return bool(_NUMBER.fullmatch(entry[begin : comma.start()].strip()))

    def _scan_cut_text(self, level: Bracket, entry: str, start: int) -> None:
        """An entry that is part of a text: the comma before it cut the text."""
        before = re.split(r":\s", level.entry_before, maxsplit=1)[-1].strip()
        if not before or before[0] in "\"'" or ":" not in level.entry_before:
            return
        if FIGURE.search(before + entry):
            self._join_figure(before, entry, start)
            return
        if _NUMBER.fullmatch(before) or entry in self.source.keys:
            return
        comma = self.source.text.rfind(",", 0, start)
        message = f"英文逗号把文字断开了：“{before}”和“{entry}”"
        fix = f"文字里的逗号用中文的：{before}，{entry}"
        finding = CUT.at(self.values.place(comma), message, fix)
        self.values.typos.append(Typo(finding, (Edit(comma, start, "，"),)))

    def _join_figure(self, before: str, entry: str, at: int) -> None:
        """A comma cut a text with a figure in two: the whole of it is told once."""
        start = self.source.text.rindex(before, 0, at)
        put = quoted(" ".join(f"{before}，{entry}".split()))
        place = self.values.place(start)
        finding = START.at(place, f"{FIGURE_TEXT}，里面的逗号用中文的", f"改成：{put}")
        end = at + len(entry)
        edits: tuple[Edit, ...] = ()
        if "\n" not in self.source.text[start:end]:
            edits = (Edit(start, end, put),)
        self.values.typos = [
            typo
            for typo in self.values.typos
            if typo.finding is None or typo.finding.place != place
        ]
        self.values.typos.append(Typo(finding, edits))
