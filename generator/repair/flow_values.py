"""Typos of the values in {…} and […]: amounts that commas cut, texts that need quotes."""

from __future__ import annotations

import re

from msgspec import Struct, field

from generator.findings.bounded import beginning
from generator.findings.place import Place
from generator.findings.rules import Rule
from generator.reading.quoting import quoted
from generator.repair.intent import EXCEL, SIGNS, wants_number, wants_text
from generator.repair.rules import START, THOUSANDS, TWICE
from generator.repair.source_line import SourceText
from generator.repair.thousands import Run, run_of
from generator.repair.typo import Typo
from generator.yaml_edit.edits import Edit, position

# A figure by its name in a text: 用餐{公务接待费}万元.
FIGURE = re.compile(r"\{[^{}\[\]:：,，\"'\n]{1,60}\}")
FIGURE_TEXT = "一行写的几项里，有花括号的文字要用引号括起来"
# A collection with more typos than this is none of ours.
MOST_TYPOS = 300
# A message shows no more of a value than this.
MOST_SHOWN = 60


class FlowValues(Struct):
    """The values of a collection that is walked up to the offset ``end``, and all its typos."""

    source: SourceText
    end: int
    typos: list[Typo] = field(default_factory=list)
    # The end of the last amount that commas cut: what lies before it is no entry of its own.
    amount_end: int = 0

    @property
    def overfull(self) -> bool:
        """Whether there are more typos than any collection has."""
        return len(self.typos) >= MOST_TYPOS

    def place(self, offset: int) -> Place:
        """The place of an offset."""
        return Place(self.source.file, *position(self.source.text, offset))

    def scan(self, key: str, text: str, start: int) -> None:
        """The typos of the value of a key; ``text`` begins at the offset ``start``."""
        end = start + len(text)
        is_number = wants_number(key, self.source.keys)
        if self.join_amount(key, start, end) or self.quote_figure(text, start, key):
            return
        if EXCEL.fullmatch(text) or (text == "-" and is_number):
            # What it should be is said where the number is read.
            self.typos.append(Typo(None, guesses=(Edit(start, end, quoted(text)),)))
        elif text in SIGNS and key == "指标性质":
            sign = SIGNS[text]
            finding = START.at(self.place(start), f"“{text}”要写成一个符号", f"改成：{sign}")
            self.typos.append(Typo(finding, (Edit(start, end, sign),)))
        elif text[0] in "*&!%@`|>" or re.match(r"[-?]\s", text):
            self.quote(text, start, is_number=is_number)
        elif re.search(r":(\s|$)", text):
            self.quote(text, start, TWICE, "内容里还有一个英文冒号", is_number=is_number)

    def join_amount(self, key: str, start: int, end: int, *, certain: bool = True) -> bool:
        """Whether the value between two offsets is the first piece of an amount with commas, which
        then is told. ``certain``: it can only be one.
        """
        run = run_of(self.source.text, start, end, self.end, self.source.keys)
        if run is None:
            return False
        self.amount_end = run.end
        is_text = wants_text(key, self.source.keys)
        if run.number is None and not is_text:
            # As if it stood on a line of its own: what is wrong with it is said where the number is
            # read.
            edits = run.edits(self.source.text, quoted(run.typed))
            self.typos.append(Typo(None, guesses=edits))
            return True
        put = run.number or run.typed.replace(",", "，")
        shown = beginning(run.typed, MOST_SHOWN)
        message = f"{shown} 里的逗号把一个数断成了{run.pieces}"
        fix = _joined(run, put, is_text=is_text, certain=certain)
        finding = THOUSANDS.at(self.place(start), message, fix)
        edits = run.edits(self.source.text, put)
        if certain and not (is_text or run.several or run.before_code):
            self.typos.append(Typo(finding, edits))
        else:
            self.typos.append(Typo(finding, guesses=edits))
        return True

    def shown(self, key: str, entry: str, start: int, begin: int) -> str:
        """An entry as it should be typed, for a message: with the whole of an amount that commas
        cut. Its value begins at ``begin``.
        """
        value = before_wide_comma(entry[begin : begin + MOST_SHOWN + 1])
        at = start + begin
        run = run_of(self.source.text, at, at + len(value), self.end, self.source.keys)
        if run is not None:
            value = run.number or run.typed
        return f"{beginning(key, MOST_SHOWN)}: {value}"

    def quote(
        self,
        text: str,
        start: int,
        rule: Rule = START,
        message: str = "",
        *,
        is_number: bool = False,
    ) -> None:
        """A value that needs quotes; where a number is wanted, what is wrong is said there."""
        put = quoted(text)
        edit = Edit(start, start + len(text), put)
        if is_number:
            self.typos.append(Typo(None, guesses=(edit,)))
            return
        message = message or f"内容以 {text[0]} 开头"
        self.typos.append(Typo(rule.at(self.place(start), message, f"改成：{put}"), (edit,)))

    def quote_figure(self, text: str, start: int, key: str = "") -> bool:
        """Whether a text has a figure by its name, which then is told: YAML takes its brackets for
        a collection.
        """
        if not FIGURE.search(text) or text[0] in "\"'":
            return False
        put = quoted(" ".join(text.split()))
        shown = put
        if key:
            shown = f"{beginning(key, MOST_SHOWN)}: {put}"
        finding = START.at(self.place(start), FIGURE_TEXT, f"改成：{shown}")
        # An edit never removes a line end: a text over two lines is the clerk's to join.
        edits: tuple[Edit, ...] = ()
        if "\n" not in text:
            edits = (Edit(start, start + len(text), quoted(text)),)
        self.typos.append(Typo(finding, edits))
        return True


def _joined(run: Run, put: str, *, is_text: bool, certain: bool) -> str:
    """What to do about an amount that commas cut, which may be ``put``."""
    if is_text:
        return f"文字里不写英文逗号，改成：{put}"
    if run.before_code:
        return "看不清是一个数还是几项，请核对；金额里不写逗号"
    if run.several or not certain:
        return f"若是一个数，改成：{put}"
    return f"改成：{put}"


def before_wide_comma(text: str) -> str:
    """A value for a message: what stands before the next full-width comma."""
    return beginning(text.split("，", 1)[0].strip(), MOST_SHOWN)
