"""Slips inside {…} and […]: full-width colons, commas and brackets, missing spaces, commas that cut a text or an amount."""

from __future__ import annotations

import re

from msgspec import Struct, field

from generator.findings.bounded import beginning, ending
from generator.findings.place import Place
from generator.findings.rules import Rule
from generator.reading.quoting import closing_quote, quoted
from generator.reading.yaml_errors import FORMAT
from generator.repair.intent import EXCEL, SIGNS, no_colon, second_entry, wants_number, wants_text
from generator.repair.rules import COLON, CUT, MARKS, SPACE, START, THOUSANDS, TWICE
from generator.repair.thousands import run_of
from generator.yaml_edit.edits import Edit, Slip, position

_HALF = {"｛": "{", "｝": "}", "［": "[", "］": "]"}
# A full-width comma, what may be the next key, and its colon.
_NEXT = re.compile(r"，\s{0,40}([^\s,:：，{}][^,:：，{}]{0,40}?)\s{0,40}(：|:(?=\s|$))")
_COLON = re.compile("：|:")
# The colon behind a name in quotes; what parts two entries where the comma is full-width or lost.
_BEHIND = re.compile(r"\s*[:：]\s*")
_GAP = re.compile(r"\s*，\s*|\s+")
_PAIRS = {"{": "}", "[": "]"}
# A figure by its name in a text: 用餐{公务接待费}万元. One that begins the text has more of it behind.
_FIGURE = re.compile(r"\{[^{}\[\]:：,，\"'\n]{1,60}\}")
_FIGURE_FIRST = re.compile(_FIGURE.pattern + r"(?=[ \t]*[^\s,}\]#])")
# What a walk need not look at one by one: only the last of it matters.
_PLAIN = re.compile(r"[^\s{}\[\]｛｝［］,，\"'#]+")
_FIGURE_TOLD = "一行写的几项里，有花括号的文字要用引号括起来"
# A collection with more slips than this is none of ours; and a message shows no more of a value than this.
_MOST, _SHOWN = 300, 60
# No data file goes deeper: what does is told as such where the brackets are read (yaml_text.py), and nothing is looked for in it.
MAX_DEPTH = 60


class _Level(Struct):
    """One bracket on the way: where its current entry begins, and the last character of it that is no blank (``mark``)."""

    opener: str
    entry: int
    nested: bool = False
    before: str = ""
    mark: str = ""


class Flow(Struct):
    """One collection, from its opening bracket at ``start``. After ``scan``, ``closed`` says whether it ended, ``walked`` how far the walk came.

    ``end`` is the offset at which the walk gives up.
    """

    text: str
    name: str
    known: frozenset[str]
    start: int
    end: int
    slips: list[Slip] = field(default_factory=list)
    closed: bool = True
    walked: int = 0
    # The end of the last amount that commas cut: what lies before it is no entry of its own.
    _amount: int = 0

    def scan(self) -> int:
        """Walk to the end of the collection; returns the offset after it."""
        stack: list[_Level] = []
        at = self.start
        begin = self.text.rfind("\n", 0, self.start) + 1
        margin = (
            next(place for place in range(begin, self.start + 1) if self.text[place] != " ") - begin
        )
        while at < self.end and len(self.slips) < _MOST:
            level = stack[-1] if stack else None
            if level and (run := _PLAIN.match(self.text, at, self.end)):
                level.mark = run[0][-1]
                at = run.end()
                continue
            char = self.text[at]
            if char in _HALF:
                self.slips.append(
                    Slip(
                        MARKS.at(
                            self._place(at),
                            f"括号 {char} 是中文（全角）的",
                            f"改成英文的 {_HALF[char]}",
                        ),
                        (Edit(at, at + 1, _HALF[char]),),
                    )
                )
                char = _HALF[char]
            if char in "\"'" and level and level.mark in ("", ":"):
                after = closing_quote(self.text, at)
                level.mark = char
                at = after if after > 0 else at + 1
                continue
            if char == "{" and level and (figure := self._figure(level, at)):
                level.mark, at = "}", figure.end()
                continue
            if char in _PAIRS and (level is None or level.mark in ("", ":", "：")):
                # A bracket opens a collection only where a value begins; elsewhere it is part of a text.
                if level:
                    level.nested, level.mark = True, char
                stack.append(_Level(char, at + 1))
                if len(stack) > MAX_DEPTH:
                    # Each level looks at all that is inside it: a file of brackets alone would take minutes.
                    self.slips = []
                    return self.end
            elif level is None:
                break
            elif char == "，" and level.nested and level.mark in ("}", "]"):
                message = "两项之间的逗号是中文（全角）的"
                self.slips.append(
                    Slip(
                        MARKS.at(self._place(at), message, "改成英文逗号加一个空格"),
                        (Edit(at, at + 1, ", "),),
                    )
                )
                stack[-1] = _Level(level.opener, at + 1)
            elif char == ",":
                self._entry(level, at)
                stack[-1] = _Level(level.opener, at + 1, before=self.text[level.entry : at])
            elif char in "}]" and char == _PAIRS[level.opener]:
                self._entry(level, at)
                stack.pop()
                if not stack:
                    return at + 1
                stack[-1].mark = char
            elif (
                char == "#"
                and self.text[at - 1].isspace()
                and (error := EXCEL.match(self.text, at))
            ):
                level.mark = char
                at = error.end()
                continue
            elif char == "#" and self.text[at - 1].isspace():
                at = self._line_end(at)
                continue
            elif char == "\n" and self._leaves(at, margin):
                break
            elif not char.isspace():
                level.mark = char
            at += 1
        self.closed, self.walked = False, at - self.start
        if not self.overfull:
            self.slips = []
        return self._line_end(self.start)

    def _figure(self, level: _Level, at: int) -> re.Match[str] | None:
        """A figure by its name in a text; its brackets open and close nothing."""
        if level.mark in (":", "：") or (level.opener == "[" and not level.mark):
            return _FIGURE_FIRST.match(self.text, at, self.end)
        within = level.mark and not (level.nested and level.mark in "}]")
        return _FIGURE.match(self.text, at, self.end) if within else None

    @property
    def overfull(self) -> bool:
        """Whether the walk gave up for its many slips, and not for a lost bracket: then they are told."""
        return len(self.slips) >= _MOST

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def _leaves(self, at: int, margin: int) -> bool:
        """Whether the next line is no longer inside: it stands as far left as the line that opened, and is a key."""
        line = self.text[at + 1 : min(self._line_end(at + 1), at + 200)]
        return bool(re.match(rf" {{0,{margin}}}(?:- )?[^\s#{{}}\[\],\"'][^:：]*:(\s|$)", line))

    def _place(self, at: int) -> Place:
        return Place(self.name, *position(self.text, at))

    def _entry(self, level: _Level, end: int) -> None:
        begin = level.entry
        if begin < self._amount and not level.nested:
            begin = self._after_amount(end)
        raw = self.text[begin:end]
        entry = raw.strip()
        if not entry:
            return
        at = begin + raw.index(entry[0])
        if entry[0] in "\"'":
            self._quoted_key(level, entry, at)
        elif level.opener == "{":
            self._pair(level, entry, at)
        elif not level.nested and "，" in entry and len(entry) < _SHOWN:
            for match in re.finditer(r"，\s*", entry):
                place = at + match.start()
                told = MARKS.at(
                    self._place(place), "两项之间的逗号是中文（全角）的", "改成英文逗号加一个空格"
                )
                self.slips.append(Slip(told, (Edit(place, place + len(match[0]), ", "),)))
        elif not level.nested and _FIGURE.search(entry):
            colon = re.search(r":\s+", entry)
            begin = colon.end() if colon else 0
            self._quote_figure(entry[begin:], at + begin)
        elif not level.nested and entry[0] in "*&!%@`":
            self._quote(entry, at)
        elif not level.nested and (colon := re.search(r":\s+", entry)):
            self._grouped(entry[: colon.start()], at + colon.end(), at + len(entry), certain=False)

    def _quoted_key(self, level: _Level, entry: str, at: int) -> None:
        """An entry that begins with a quote: behind a name in quotes there may be an amount that commas cut."""
        after = closing_quote(entry, 0)
        colon = _BEHIND.match(entry, after) if after > 0 else None
        if colon and not level.nested and colon.end() < len(entry):
            key = entry[1 : after - 1]
            self._grouped(key, at + colon.end(), at + len(entry), certain=level.opener == "{")

    def _after_amount(self, end: int) -> int:
        """Where an entry goes on behind an amount that belongs to the entry before; the comma between them is full-width or lost."""
        at = self._amount
        gap = _GAP.match(self.text, at, end)
        if gap is None or gap.end() == end:
            return at
        if self.text[gap.end()] == "#":
            return end
        message = "两项之间的逗号是中文（全角）的" if "，" in gap[0] else "两项之间少了英文逗号"
        self.slips.append(
            Slip(
                MARKS.at(self._place(at), message, "改成英文逗号加一个空格"),
                (Edit(at, gap.end(), ", "),),
            )
        )
        return gap.end()

    def _pair(self, level: _Level, entry: str, at: int) -> None:
        """One entry, and what lost or full-width commas have joined to it: ``entry`` begins at the offset ``at``."""
        done, nested = 0, level.nested
        while (colon := _COLON.search(entry, done)) is not None:
            whole, key = at + colon.start(), entry[done : colon.start()].strip()
            begin = next(
                (place for place in range(colon.end(), len(entry)) if not entry[place].isspace()),
                len(entry),
            )
            if colon[0] == "：":
                told = f"改成英文冒号加一个空格：{self._shown(key, entry, at, begin)}"
                self.slips.append(
                    Slip(
                        COLON.at(self._place(whole), "冒号是中文（全角）的", told),
                        (Edit(whole, at + begin, ": "),),
                    )
                )
            elif entry[colon.end() : colon.end() + 1] not in ("", " ", "\n", "\r", "\t"):
                blanks = (
                    next(
                        (
                            place
                            for place in range(colon.end(), len(entry))
                            if entry[place] not in "\u3000\u00a0"
                        ),
                        len(entry),
                    )
                    - colon.end()
                )
                told = f"改成：{self._shown(key, entry, at, begin)}"
                self.slips.append(
                    Slip(
                        SPACE.at(self._place(whole), "冒号后面少了一个空格", told),
                        (Edit(whole + 1, whole + 1 + blanks, " "),),
                    )
                )
            if nested or begin == len(entry) or entry[begin] in "\"'" or self.overfull:
                return
            done = self._lost_comma(entry, at, begin, key) or self._wide_comma(entry, at, begin)
            if not done:
                self._value(key, entry[begin:], at + begin)
                return
            self._quote_figure(entry[begin:done].rstrip("， \t\r\n\u3000"), at + begin, key)
        if done == 0:
            self._without_colon(level, entry, at)

    def _without_colon(self, level: _Level, entry: str, at: int) -> None:
        meant = no_colon(entry, self.known)
        if meant is None:
            self._loose(level, entry, at)
            return
        edit = Edit(at + len(meant[0]), at + len(entry) - len(meant[1]), ": ")
        self.slips.append(
            Slip(
                FORMAT.at(
                    self._place(at),
                    f"“{meant[0]}”后面少了英文冒号",
                    f"改成：{meant[0]}: {meant[1]}",
                ),
                (edit,),
            )
        )

    def _lost_comma(self, entry: str, at: int, begin: int, key: str) -> int:
        """Where a second entry begins to which only blanks lead; 0 when there is none."""
        text = entry[
            begin : min(
                at
                for at in (entry.find(",", begin), entry.find("，", begin), len(entry))
                if at >= 0
            )
        ]
        second = second_entry(text, self.known)
        if second <= 0:
            return 0
        first, rest = text[:second].rstrip(), text[second : second + _SHOWN + 1]
        told = (
            f"“{beginning(first, _SHOWN)}”和“{_COLON.split(rest, maxsplit=1)[0]}”之间少了英文逗号"
        )
        place = at + begin + len(first)
        fix = f"改成：{beginning(key, _SHOWN)}: {beginning(first, _SHOWN)}, {_short(rest, 0)}"
        self.slips.append(
            Slip(MARKS.at(self._place(place), told, fix), (Edit(place, at + begin + second, ", "),))
        )
        return begin + second

    def _wide_comma(self, entry: str, at: int, begin: int) -> int:
        """Where a second entry begins behind a full-width comma; 0 when there is none."""
        comma = next(
            (match for match in _NEXT.finditer(entry, begin) if self._parts(entry, begin, match)),
            None,
        )
        if comma is None:
            return 0
        next_one = comma.start(1)
        told = f"改成英文逗号加一个空格：{ending(entry[begin : comma.start()], _SHOWN)}, {beginning(entry[next_one : next_one + _SHOWN + 1], _SHOWN)}"
        place = at + comma.start()
        self.slips.append(
            Slip(
                MARKS.at(self._place(place), "两项之间的逗号是中文（全角）的", told),
                (Edit(place, at + next_one, ", "),),
            )
        )
        return next_one

    def _value(self, key: str, text: str, at: int) -> None:
        number = wants_number(key, self.known)
        if self._grouped(key, at, at + len(text)) or self._quote_figure(text, at, key):
            return
        if EXCEL.fullmatch(text) or (text == "-" and number):
            # What it should be is said where the number is read.
            self.slips.append(Slip(None, guesses=(Edit(at, at + len(text), quoted(text)),)))
        elif text in SIGNS and key == "指标性质":
            self.slips.append(
                Slip(
                    START.at(self._place(at), f"“{text}”要写成一个符号", f"改成：{SIGNS[text]}"),
                    (Edit(at, at + len(text), SIGNS[text]),),
                )
            )
        elif text[0] in "*&!%@`|>" or re.match(r"[-?]\s", text):
            self._quote(text, at, number=number)
        elif re.search(r":(\s|$)", text):
            self._quote(text, at, TWICE, "内容里还有一个英文冒号", number=number)

    def _grouped(self, key: str, start: int, end: int, *, certain: bool = True) -> bool:
        """Whether the value from ``start`` to ``end`` is the first piece of an amount with commas, which then is told. ``certain``: it can only be one."""
        run = run_of(self.text, start, end, self.end, self.known)
        if run is None:
            return False
        self._amount = run.end
        text = wants_text(key, self.known)
        if run.number is None and not text:
            # As if it stood on a line of its own: what is wrong with it is said where the number is read.
            self.slips.append(Slip(None, guesses=run.edits(self.text, quoted(run.typed))))
            return True
        put = run.number or run.typed.replace(",", "，")
        fix = f"改成：{put}"
        if text:
            fix = f"文字里不写英文逗号，改成：{put}"
        elif run.before_code:
            fix = "看不清是一个数还是几项，请核对；金额里不写逗号"
        elif run.several or not certain:
            fix = f"若是一个数，改成：{put}"
        sure = certain and not (text or run.several or run.before_code)
        told = THOUSANDS.at(
            self._place(start),
            f"{beginning(run.typed, _SHOWN)} 里的逗号把一个数断成了{run.pieces}",
            fix,
        )
        edits = run.edits(self.text, put)
        self.slips.append(Slip(told, edits) if sure else Slip(told, guesses=edits))
        return True

    def _shown(self, key: str, entry: str, at: int, begin: int) -> str:
        """An entry as it should be typed, for a message: with the whole of an amount that commas cut."""
        value = _short(entry, begin)
        run = run_of(self.text, at + begin, at + begin + len(value), self.end, self.known)
        return f"{beginning(key, _SHOWN)}: {value if run is None else run.number or run.typed}"

    def _parts(self, entry: str, begin: int, comma: re.Match[str]) -> bool:
        """Whether a full-width comma parts two entries: a known key or a 科目 follows, or a number stands before it and a colon behind."""
        key = comma[1]
        if key in self.known or re.match(r"\d{3,9}(?!\d)", key):
            return True
        return (
            comma[2] == ":"
            and comma.start() - begin < _SHOWN
            and bool(re.fullmatch(r"[+-]?[\d.]+", entry[begin : comma.start()].strip()))
        )

    def _quote(
        self, text: str, at: int, rule: Rule = START, message: str = "", *, number: bool = False
    ) -> None:
        put = quoted(text)
        if number:
            self.slips.append(Slip(None, guesses=(Edit(at, at + len(text), put),)))
            return
        self.slips.append(
            Slip(
                rule.at(self._place(at), message or f"内容以 {text[0]} 开头", f"改成：{put}"),
                (Edit(at, at + len(text), put),),
            )
        )

    def _quote_figure(self, text: str, at: int, key: str = "") -> bool:
        """Whether a text has a figure by its name, which then is told: YAML takes its brackets for a collection."""
        if not _FIGURE.search(text) or text[0] in "\"'":
            return False
        put = quoted(" ".join(text.split()))
        shown = f"{beginning(key, _SHOWN)}: {put}" if key else put
        told = START.at(self._place(at), _FIGURE_TOLD, f"改成：{shown}")
        # An edit never removes a line end: a text over two lines is the clerk's to join.
        edits = () if "\n" in text else (Edit(at, at + len(text), quoted(text)),)
        self.slips.append(Slip(told, edits))
        return True

    def _loose(self, level: _Level, entry: str, at: int) -> None:
        """An entry without a colon: the comma before it cut a text."""
        before = re.split(r":\s", level.before, maxsplit=1)[-1].strip()
        if not level.before or not before or before[0] in "\"'":
            return
        if ":" in level.before and _FIGURE.search(before + entry):
            self._cut_figure(before, entry, at)
            return
        if (
            ":" in level.before
            and not re.fullmatch(r"[+-]?[\d.]+", before)
            and entry not in self.known
        ):
            comma = self.text.rfind(",", 0, at)
            self.slips.append(
                Slip(
                    CUT.at(
                        self._place(comma),
                        f"英文逗号把文字断开了：“{before}”和“{entry}”",
                        f"文字里的逗号用中文的：{before}，{entry}",
                    ),
                    (Edit(comma, at, "，"),),
                )
            )

    def _cut_figure(self, before: str, entry: str, at: int) -> None:
        """A comma cut a text with a figure in two: the whole of it is told once."""
        start = self.text.rindex(before, 0, at)
        put = quoted(" ".join(f"{before}，{entry}".split()))
        told = START.at(self._place(start), f"{_FIGURE_TOLD}，里面的逗号用中文的", f"改成：{put}")
        within = "\n" not in self.text[start : at + len(entry)]
        edits = (Edit(start, at + len(entry), put),) if within else ()
        self.slips = [
            slip for slip in self.slips if slip.finding is None or slip.finding.place != told.place
        ]
        self.slips.append(Slip(told, edits))


def _short(entry: str, begin: int) -> str:
    """A value for a message: what stands before the next full-width comma."""
    return beginning(entry[begin : begin + _SHOWN + 1].split("，", 1)[0].strip(), _SHOWN)
