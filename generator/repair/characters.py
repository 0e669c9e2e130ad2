"""Characters that nobody sees: line breaks that only YAML knows, marks of direction, blanks without
width.

YAML breaks a line at U+2028, at U+0085 and at a lone carriage return, editors and we do not: a
comment would end where nobody sees it. All of them are replaced before anything else looks at the
text, one character for one, so that there is one idea of a line everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

from generator.findings.place import Finding, Level, Place
from generator.findings.rules import Group, declare
from generator.yaml_edit.edits import Edit, apply

CHARACTER = declare(
    "特殊字符",
    Group.FILLING,
    Level.ERROR,
    "文字里没有看不见的字符",
    "这样的字符看不见，却会印错、使名称对不上，多半是从别处粘贴来的。",
    "数据文件的写法",
)
BREAK = declare(
    "特殊换行",
    Group.READING,
    Level.ERROR,
    "换行只用回车键",
    "看不见的换行会使注释里的数变成内容，或把一段文字断成两段。",
    "YAML 与中文键盘",
)

_BREAKS = re.compile("\r(?!\n)|[\u2028\u2029\x85]")
# What comes after a break and can only be a new line: a key with its colon.
_KEY = re.compile(r"[ \t]*(?:- )?[^\s:：#][^:：#\n\r\u2028\u2029\x85]{0,60}:(?=\s|$)")
# Fillers, and a blank that prints as nothing, besides the controls and marks of format that Unicode
# calls so.
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad"
    "\u0600-\u0605\u061c\u06dd\u070f\u08e2\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    f"\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f{_FILLERS}]+"
)
_COMMENT = re.compile(r"(?:^|(?<=\s))#", re.MULTILINE)
# A file with more of them is no data file; the first ones are told.
_MOST = 1000
# These part words: they become a blank, all others go.
_INSTEAD = dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x1f", " ")


class MadeVisible(Struct, frozen=True):
    """A text made visible: what was said, and which replacements made it (offsets in the text
    before). Of very many only the first are told.
    """

    text: str
    findings: tuple[Finding, ...]
    edits: tuple[Edit, ...]


@lru_cache(maxsize=4)
def with_plain_breaks(text: str, name: str = "") -> MadeVisible:
    """The text with line breaks that are no "\n" put right, of the same length.

    In a comment a blank takes their place, so that it stays a comment; elsewhere a line end where a
    new line was meant.
    """
    if "\n" not in text or text.count("\r") - text.count("\r\n") > text.count("\n"):
        text = re.sub("\r(?!\n)", "\n", text)  # an old way of ending every line, no typo
    findings: list[Finding] = []
    edits: list[Edit] = []
    line, begin, checked, comment = 1, 0, 0, False
    for match in _BREAKS.finditer(text):
        at = match.start()
        ends = text.count("\n", checked, at)
        if ends:
            line, begin, comment = line + ends, text.rfind("\n", checked, at) + 1, False
        comment = comment or bool(_COMMENT.search(text, max(checked - 1, begin), at))
        ends_line = not comment and (match[0] == "\r" or _KEY.match(text, at + 1) is not None)
        edits.append(Edit(at, at + 1, _INSTEAD_OF_BREAK[ends_line]))
        if len(findings) < _MOST:
            place = Place(name, line, at - begin + 1)
            findings.append(_break_finding(place, match[0], ends_line=ends_line))
        if ends_line:
            line, begin, comment = line + 1, at + 1, False
        checked = at + 1
    return MadeVisible(apply(text, edits), tuple(findings), tuple(edits))


_INSTEAD_OF_BREAK = {True: "\n", False: " "}


def _break_finding(place: Place, sign: str, *, ends_line: bool) -> Finding:
    """What to say of a break that nobody sees, which may have been meant to end a line."""
    kind = "回车符" if sign == "\r" else "换行符"
    message = f"这里有看不见的{kind} {_code(sign)}，各处看到的行会不一样"
    fix = "删掉它，或换成空格"
    if ends_line:
        fix = "在这里按回车键另起一行"
    return BREAK.at(place, message, f"{fix}；或运行 juesuan fix")


@lru_cache(maxsize=4)
def without_hidden(text: str, name: str = "") -> MadeVisible:
    """The text without the characters that nobody sees, each told with its code."""
    findings: list[Finding] = []
    edits: list[Edit] = []
    line, begin, checked = 1, 0, 0
    for match in _HIDDEN.finditer(text):
        at = match.start()
        ends = text.count("\n", checked, at)
        if ends:
            line, begin = line + ends, text.rfind("\n", checked, at) + 1
        checked = at
        edits.append(Edit(at, match.end(), _INSTEAD.get(match[0][0], "")))
        if len(findings) < _MOST:
            findings.append(
                CHARACTER.at(Place(name, line, at - begin + 1), f"这里{described(match[0])}", _FIX)
            )
    return MadeVisible(apply(text, edits), tuple(findings), tuple(edits))


def visible(line: str) -> str:
    """A line for a terminal: where a hidden character stands, a mark stands."""
    return _HIDDEN.sub(lambda match: "\ufffd" * len(match[0]), line)


_FIX = "删掉它（在它后面按退格键），或运行 juesuan fix"


def described(run: str) -> str:
    """Invisible characters in words: the code of the first, and what it is."""
    first = f"有看不见的特殊字符 {_code(run[0])}{_kind(run[0])}"
    if len(run) <= 1:
        return first
    return f"{first}，连着 {len(run)} 个"


def first_hidden(text: str) -> str | None:
    """The first character of a value that nobody sees, or that breaks lines unseen; None when there
    is none.
    """
    run = _HIDDEN.search(text) or _BREAKS.search(text)
    if not run:
        return None
    return run[0][0]


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"


_KINDS = {
    "\u200b": "零宽空格",
    "\ufeff": "字节顺序标记",
    "\xad": "软连字符",
    "\x00": "空字符",
    "\u2060": "零宽连接符",
    "\x7f": "删除符",
}


def _kind(char: str) -> str:
    if char in _KINDS:
        return f"（{_KINDS[char]}）"
    if "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" or char in "\u200e\u200f\u061c":
        return "（改变文字方向的符号）"
    if unicodedata.category(char) == "Cc":
        return "（控制符）"
    return ""
