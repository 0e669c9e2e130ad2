"""Values that YAML misreads, and what was meant: error values of Excel, a bare dash for nothing,
two entries in one.
"""

from __future__ import annotations

import re

from generator.repair.key_schema import Keys

EXCEL = re.compile(r"#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NULL!|NUM!|#{2,})")
SIGNS = {
    ">=": "≥",
    "<=": "≤",
    "=>": "≥",
    "=<": "≤",
    "＞＝": "≥",
    "＜＝": "≤",
    "=": "＝",
    ">": "＞",
    "<": "＜",
    "==": "＝",
}
# A name and a number are no longer than this together.
_LONGEST = 100
_CODED = re.compile(r"\d{3,7}[ \t]*[\u4e00-\u9fff]")
# A name, what may stand for its colon, and a number.
_WITHOUT_COLON = re.compile(
    r"(\d{3,7}[ \t]*[^\s\d]\S*?|[^\s\d]\S*?)"
    r"[ \t]*(?:[;；]|(?<=\S)[ \t]+|(?<=[^\d\s])(?=\d))[ \t]*"
    r"([-+]?[\d０-９][\d０-９,.．]*)"
)
# What a colon may have been mistyped as, or nothing but blanks: 2010301 行政运行；5, 全年 86400.
_CODED_LINE = re.compile(
    r"(\d{3}|\d{5}|\d{7})[ \t]*([^\s\d;；:：,，][^\t;；:：,，]*?)"
    r"(?:\s*[;；,，]\s*|\s+)([-+\d０-９,.．]+)"
)
_NAMED_LINE = re.compile(r"([^\s;；:：,，]+?)(?:\s*[;；]\s*|\s+)(\S.*)")
_NAME_LINE = re.compile(r"[^\s;；:：]+[;；]?")


def uncommented(value: str) -> str:
    """A value without the comment behind it."""
    return re.split(r"\s#(?=\s|$)", value, maxsplit=1)[0].rstrip()


def wants_number(key: str, key_names: frozenset[str]) -> bool:
    """Whether a name stands for a number wherever it stands; a 科目 does."""
    return bool(re.match(r"\d{3,7}(?!\d)", key)) or (
        isinstance(key_names, Keys) and key in key_names.numbers
    )


def wants_text(key: str, key_names: frozenset[str]) -> bool:
    """Whether a name stands for a text wherever it stands."""
    return isinstance(key_names, Keys) and key in key_names.texts


def wants_list(key: str, key_names: frozenset[str]) -> bool:
    """Whether a name stands for a list wherever it stands."""
    return isinstance(key_names, Keys) and key in key_names.lists


def no_colon(entry: str, key_names: frozenset[str]) -> tuple[str, str] | None:
    """The name and the value of an entry that lacks its colon: 全年 86400, 30201 办公费 5."""
    if len(entry) > _LONGEST:
        return None
    match = _WITHOUT_COLON.fullmatch(entry)
    if match and (match[1] in key_names or _CODED.match(match[1])):
        return match[1], match[2]
    return None


def second_entry(text: str, key_names: frozenset[str]) -> int:
    """Where a second entry begins in a value (3150000 全年: 3300000); -1 when there is none."""
    for match in re.finditer(
        r"(?<![ \t\u3000])[ \t\u3000]+(?=([^\s:：,，]+(?: [^\s:：,，]+)?)(?::(?:\s|$)|：))", text
    ):
        if match.start() and (match[1] in key_names or _CODED.match(match[1])):
            return match.end()
    return -1


def leaves_text(body: str, key_names: frozenset[str], *, goes_on: bool) -> bool:
    """Whether a line that stands too far out for the text in a block above begins something else;
    ``goes_on``: the text does, behind it.
    """
    named = re.match(r"(?:- )?([^\s:：]+(?: [^\s:：]+)?)\s*[:：]", body)
    entry = bool(named and (named[1] in key_names or re.match(r"\d{3,7}\b", named[1])))
    entry = entry or bool(re.match(r"-\s|\d{3,7}[ \t]|[^:：]*:(?:\s|$)", body))
    if entry and not (goes_on and not named):
        return True
    return bool(not goes_on and re.search(r"[:：]", body)) or body.rstrip(";；") in key_names


def bracketed(value: str, key: str, key_names: frozenset[str]) -> str | None:
    """A collection in Chinese brackets or with Chinese commas, as it was meant: {…} for entries,
    [...] for a list of names.
    """
    inner = value[1:-1]
    if (
        value[0] in "（("
        and value[-1] in "）)"
        and re.match(r"\s*([^\s:：]+(?: [^\s:：]+)?)\s*[:：]", inner)
    ):
        first = re.match(r"\s*([^:：]+?)\s*[:：]", inner)
        if first and (first[1] in key_names or _CODED.match(first[1])):
            return "{" + inner + "}"
    if (
        value[0] in "【［[〔（("
        and value[-1] in "】］]〕）)"
        and value[0] + value[-1] != "[]"
        and wants_list(key, key_names)
        and not re.search(r"[{}:：\[\]]", inner)
    ):
        return "[" + re.sub(r"\s*[、，；,;]\s*", ", ", inner.strip()) + "]"
    return None


def entry_without_colon(body: str, key_names: frozenset[str] = frozenset()) -> str | None:
    """A line without a colon as it was meant: a 科目 or a known name, and perhaps its number.

    None where nobody can tell.
    """
    coded = _CODED_LINE.fullmatch(body)
    if coded:
        return f"{coded[1]} {coded[2]}: {coded[3]}"
    named = _NAMED_LINE.fullmatch(body)
    if named and named[1] in key_names:
        return f"{named[1]}: {named[2]}"
    name = body.rstrip(";；")
    if _NAME_LINE.fullmatch(body) and name in key_names:
        return f"{name}:"
    return None
