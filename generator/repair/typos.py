"""Typos of a Chinese keyboard, found before YAML is parsed: YAML itself names the wrong line, or
takes them for text.

The scanner walks the lines as YAML would (block texts, quoted texts and comments are left alone)
and offers the exact replacement.
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from generator.reading.quoting import closing_quote
from generator.repair.block_text import BlockText, lost_bar
from generator.repair.leading_space import DASHES, blank_typo, dash_typo, hash_typo, lead_typo
from generator.repair.lines import BLOCK
from generator.repair.rules import COLON, DASH, LOST_COLON, SPACE
from generator.repair.source_line import ALL_BLANKS, BLANKS, SourceLine, SourceText, width_of
from generator.repair.typo import Typo
from generator.repair.values import NUMBER, ValueScanner, ValueTypos

_COLON = re.compile(r"[:：]")
_WIDE_DASH = re.compile(r"[－—–﹣]+\s*(?=\S)")
_TIGHT_DASH = re.compile(r"-(?=[^\s\d\-－.])")
# A name with braces behind it that hold entries: the colon between them is missing.
_WORD = r"[^\s{}\[\]:：\"'#]{1,40}"
_NAME_AND_BRACES = re.compile(
    rf"({_WORD}(?: {_WORD})?)[ \u3000]{{0,8}}"
    r"(?=\{[^{}]*[:：][^{}]*(?:\{[^{}]*\}[^{}]*)*\}\s*(?:#|$))"
)
_CODE = re.compile(r"\d{3,9}\b")
# A file with more typos than this is no data file; the first ones are told.
_MOST = 1000
_ENTRIES = re.compile(r"\s*[{｛][^{}｛｝]*[:：].*[}｝]\s*(?:[#＃].*)?")
"""Entries in braces stand behind a key alone."""
# No key is longer.
_LONGEST_KEY = 60


def find_typos(text: str, name: str, key_names: frozenset[str] = frozenset()) -> list[Typo]:
    """The typos of a text, in order; ``name`` is the file's name in places."""
    source = SourceText(text, name, key_names)
    return _Scanner(source, BlockText(source), ValueScanner(source)).scan()


class _Scanner(Struct):
    """One walk over the lines of a text."""

    source: SourceText
    _block: BlockText
    _values: ValueScanner
    _typos: list[Typo] = field(default_factory=list)
    # The offset up to which lines belong to the value of a line before.
    _until: int = 0
    # How far in the last name stands (-1 before the first), and whether a text is its value.
    _key_indent: int = -1
    _has_text: bool = False
    # The column of the list mark of the line before; -1 where it has none.
    _dash: int = -1

    def scan(self) -> list[Typo]:
        for line in self.source.lines():
            if len(self._typos) > _MOST:
                break
            if line.start >= self._until:
                self._scan_line(line)
        return self._typos

    def _add(self, typo: Typo | None) -> None:
        if typo is not None:
            self._typos.append(typo)

    def _take(self, value: ValueTypos) -> None:
        self._typos += value.typos
        self._until = value.until

    def _scan_line(self, line: SourceLine) -> None:
        if self._block.is_open and self._block.holds(line):
            self._add(self._block.typo_of(line))
        elif not line.body:
            self._add(blank_typo(line))
        elif line.body[0] == "#":
            self._add(lead_typo(line))
        elif line.body[0] == "＃":
            self._block.end()
            self._add(hash_typo(line))
        else:
            self._block.end()
            self._add(lead_typo(line))
            if line.body not in ("---", "..."):
                self._scan_entry_with_dashes(line)

    def _scan_entry_with_dashes(self, line: SourceLine) -> None:
        """A line that is an entry, an item of a list, or goes on with a text."""
        lead = len(line.lead)
        indent = width_of(line.lead)
        column = lead
        marks = DASHES.match(line.body)
        if marks:
            self._add(dash_typo(line, marks[0]))
            column += marks.end()
            indent += marks.end()
        elif (mistyped := self._mistyped_dash(line)) is not None:
            self._add(_dash_typo(line, mistyped))
            column += mistyped.end()
            indent += 2
        self._has_text = self._has_text and column == lead
        self._dash = -1
        if column > lead:
            self._dash = lead
        self._scan_entry(line, column, indent)

    def _mistyped_dash(self, line: SourceLine) -> re.Match[str] | None:
        """A list mark typed with a Chinese dash or without its space, in the body of a line."""
        wide = _WIDE_DASH.match(line.body)
        if wide:
            return wide
        lead = len(line.lead)
        if self._dash != lead and self._may_be_text(lead):
            return None
        return _TIGHT_DASH.match(line.body)

    def _may_be_text(self, indent: int) -> bool:
        """Whether a line so far in goes on with the text of the line before."""
        return self._has_text and indent > self._key_indent

    def _note_text(self, indent: int) -> None:
        """Note that lines this far in belong to a text, in which nothing is a typo."""
        if self._key_indent >= 0 and indent > self._key_indent:
            self._has_text = True

    def _scan_entry(self, line: SourceLine, column: int, indent: int) -> None:
        """What stands on a line from a column on, behind its list mark."""
        begin = line.text[column : column + 1]
        if not begin:
            return
        if begin in "{[":
            self._take(self._values.scan_brackets(line, column))
            return
        braces = self._braces_without_colon(line, column, indent)
        if braces is not None:
            self._add(_lost_colon_typo(line, column, braces))
            self._key_indent, self._has_text = indent, False
            self._scan_value(line, column + braces.end(), indent, braces[1])
            return
        if begin in "\"'":
            colon = _colon_behind_quotes(line.text, column)
            if colon is None:
                return  # a text of a list in quotes
        else:
            colon = self._find_colon(line, column, indent)
        if colon is None:
            self._note_text(indent)
            return
        key, value = line.text[column:colon].strip(), line.text[colon + 1 :]
        if line.text[colon] == "：":
            if self._may_be_text(indent) and key not in self.source.keys:
                return
            if not self._is_key(key, value, indent):
                self._note_text(indent)
                return
        self._add(_colon_typo(line, colon, key))
        self._key_indent, self._has_text = indent, False
        self._scan_value(line, colon + 1, indent, key)

    def _braces_without_colon(
        self, line: SourceLine, column: int, indent: int
    ) -> re.Match[str] | None:
        """A name at a column with its entries in braces behind it, where the colon is missing."""
        if self._may_be_text(indent):
            return None
        match = _NAME_AND_BRACES.match(line.text[column:])
        if match and len(match[1]) <= _LONGEST_KEY:
            return match
        return None

    def _find_colon(self, line: SourceLine, column: int, indent: int) -> int | None:
        """The column of the colon behind a key without quotes; None where there is no key.

        A colon without a blank behind it counts where a key is certain, and is told.
        """
        text = line.text[column:]
        colons = (match.start() for match in _COLON.finditer(text) if _ends_key(text, match))
        clear = next(colons, None)
        tight = text.find(":")
        if (
            tight >= 0
            and text[tight + 1 : tight + 2] not in BLANKS
            and (clear is None or tight < clear)
            and self._is_key(text[:tight], text[tight + 1 :], indent)
        ):
            self._add(_tight_typo(line, column + tight))
            return column + tight
        if clear is None:
            return None
        return column + clear

    def _is_key(self, key: str, value: str, indent: int) -> bool:
        """Whether what stands before a colon is meant as a key: where only a key can stand, or by
        its looks.
        """
        bare = key.strip().strip("\"'“”")
        if not bare or len(bare) > _LONGEST_KEY or value.startswith("//"):
            return False
        if bare in self.source.keys or _CODE.match(bare):
            return True
        if not value.strip() or NUMBER.fullmatch(value.strip()) or _ENTRIES.fullmatch(value):
            return True
        return indent <= self._key_indent or self._key_indent < 0

    def _scan_value(self, line: SourceLine, column: int, indent: int, key: str) -> None:
        """The value of a key, from the column behind its colon on."""
        bar = lost_bar(self.source, line, column, indent)
        self._add(bar)
        if bar is not None and bar.edits:
            self._block.begin(indent)
            return
        column = line.behind_blanks(column)
        value = line.text[column:]
        if not value:
            return
        if BLOCK.fullmatch(value):
            self._block.begin(indent)
            return
        typos = self._values.scan(line, column, key)
        self._take(typos)
        self._has_text = typos.is_text


def _ends_key(text: str, colon: re.Match[str]) -> bool:
    """Whether a colon is one that YAML or a Chinese eye sees behind a key."""
    return colon[0] == "：" or text[colon.end() : colon.end() + 1] in ALL_BLANKS


def _colon_behind_quotes(text: str, column: int) -> int | None:
    """The column of the colon behind a name in quotes; None when there is none."""
    end = closing_quote(text, column)
    if end < 0:
        return None
    colon = len(text) - len(text[end:].lstrip())
    if text[colon : colon + 1] != ":":
        return None
    return colon


def _dash_typo(line: SourceLine, mark: re.Match[str]) -> Typo:
    """A list mark that was typed with a Chinese dash, or without its space."""
    column = len(line.lead)
    message = "列表开头的横线是中文的"
    if mark.re is _TIGHT_DASH:
        message = "列表开头的减号后面少了一个空格"
    fix = f"改成：- {line.body[mark.end() :]}"
    edit = line.edit(column, column + mark.end(), "- ")
    return Typo(DASH.at(line.place(column), message, fix), (edit,))


def _colon_typo(line: SourceLine, colon: int, key: str) -> Typo | None:
    """A full-width colon, or a wide blank behind an English one; None where neither stands."""
    value = line.text[colon + 1 :]
    begin = line.behind_blanks(colon + 1)
    if line.text[colon] == "：":
        entry = f"{line.text[:colon].strip()}: {value.strip()}".rstrip()
        put = ":"
        if value.strip():
            put = ": "
        fix = f"改成英文冒号加一个空格：{entry}"
        finding = COLON.at(line.place(colon), "冒号是中文（全角）的", fix)
        return Typo(finding, (line.edit(colon, begin, put),))
    if value and value[0] in BLANKS:
        fix = f"改成英文空格：{key}: {value.strip()}"
        finding = SPACE.at(line.place(colon), "冒号后面是全角空格", fix)
        return Typo(finding, (line.edit(colon + 1, begin, " "),))
    return None


def _lost_colon_typo(line: SourceLine, column: int, braces: re.Match[str]) -> Typo:
    """The colon missing between a name and its braces."""
    name, end = braces[1], column + braces.end()
    fix = f"改成：{name}: {line.text[end:].strip()}"
    finding = LOST_COLON.at(line.place(column + len(name)), f"“{name}”后面少了冒号", fix)
    return Typo(finding, (line.edit(column + len(name), end, ": "),))


def _tight_typo(line: SourceLine, colon: int) -> Typo:
    """A colon without a space behind it."""
    fix = f"改成：{line.text[:colon].strip()}: {line.text[colon + 1 :].strip()}"
    finding = SPACE.at(line.place(colon), "冒号后面少了一个空格", fix)
    return Typo(finding, (line.edit(colon + 1, colon + 1, " "),))
