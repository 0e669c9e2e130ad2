"""Values that YAML misreads, and what was meant: error values of Excel, a bare dash for nothing, two entries in one."""

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


def uncommented(value: str) -> str:
    """A value without the comment behind it."""
    comment = re.search(r"\s#(?=\s|$)", value)
    return (value[: comment.start()] if comment else value).rstrip()


def wants_number(key: str, known: frozenset[str]) -> bool:
    """Whether a name stands for a number wherever it stands; a 科目 does."""
    return bool(re.match(r"\d{3,7}(?!\d)", key)) or (
        isinstance(known, Keys) and key in known.numbers
    )


def wants_text(key: str, known: frozenset[str]) -> bool:
    """Whether a name stands for a text wherever it stands."""
    return isinstance(known, Keys) and key in known.texts


def wants_list(key: str, known: frozenset[str]) -> bool:
    """Whether a name stands for a list wherever it stands."""
    return isinstance(known, Keys) and key in known.lists


def no_colon(entry: str, known: frozenset[str]) -> tuple[str, str] | None:
    """The name and the value of an entry that lacks its colon: 全年 86400, 30201 办公费 5."""
    if len(entry) > _LONGEST:
        return None
    match = re.fullmatch(
        r"(\d{3,7}[ \t]*[^\s\d]\S*?|[^\s\d]\S*?)[ \t]*(?:[;；]|(?<=\S)[ \t]+|(?<=[^\d\s])(?=\d))[ \t]*([-+]?[\d０-９][\d０-９,.．]*)",
        entry,
    )
    if match and (match[1] in known or _CODED.match(match[1])):
        return match[1], match[2]
    return None


def second_entry(text: str, known: frozenset[str]) -> int:
    """Where a second entry begins in a value (3150000 全年: 3300000); -1 when there is none."""
    for match in re.finditer(
        r"(?<![ \t\u3000])[ \t\u3000]+(?=([^\s:：,，]+(?: [^\s:：,，]+)?)(?::(?:\s|$)|：))", text
    ):
        if match.start() and (match[1] in known or _CODED.match(match[1])):
            return match.end()
    return -1


def leaves_text(body: str, known: frozenset[str], *, goes_on: bool) -> bool:
    """Whether a line that stands too far out for the text in a block above begins something else; ``goes_on``: the text does, behind it."""
    named = re.match(r"(?:- )?([^\s:：]+(?: [^\s:：]+)?)\s*[:：]", body)
    entry = bool(named and (named[1] in known or re.match(r"\d{3,7}\b", named[1])))
    entry = entry or bool(re.match(r"-\s|\d{3,7}[ \t]|[^:：]*:(?:\s|$)", body))
    if entry and not (goes_on and not named):
        return True
    return bool(not goes_on and re.search(r"[:：]", body)) or body.rstrip(";；") in known


def bracketed(value: str, key: str, known: frozenset[str]) -> str | None:
    """A collection in Chinese brackets or with Chinese commas, as it was meant: {…} for entries, [...] for a list of names."""
    inner = value[1:-1]
    if (
        value[0] in "（("
        and value[-1] in "）)"
        and re.match(r"\s*([^\s:：]+(?: [^\s:：]+)?)\s*[:：]", inner)
    ):
        first = re.match(r"\s*([^:：]+?)\s*[:：]", inner)
        if first and (first[1] in known or _CODED.match(first[1])):
            return "{" + inner + "}"
    if (
        value[0] in "【［[〔（("
        and value[-1] in "】］]〕）)"
        and value[0] + value[-1] != "[]"
        and wants_list(key, known)
        and not re.search(r"[{}:：\[\]]", inner)
    ):
        return "[" + re.sub(r"\s*[、，；,;]\s*", ", ", inner.strip()) + "]"
    return None
