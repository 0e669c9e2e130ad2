"""Amounts that the commas of their thousands cut in pieces: inside { } a comma ends an entry, and
Excel pastes 1,025,600.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from generator.reading.amounts import UNITS, narrow, parse_decimal
from generator.yaml_edit.edits import Edit

# What an amount begins with, up to its first comma; a full-width comma cuts nothing.
_FIRST = re.compile(
    r"[(（]?\s*[+\-－＋]?\s*(?:[￥¥$]|人民币|RMB)?\s*[+\-－＋]?[\d０-９][\d０-９.．,，]*"
)
# A comma, and the next digits. Five or more of them by themselves are the code of a 科目.
_NEXT = re.compile(r"\s{0,80}[,，](\s{0,80})([\d０-９]{1,4}(?![\d０-９])(?:[.．][\d０-９]*)?)")
_TAIL = re.compile(rf"[ \t]*(?:[)）]|(?:{UNITS})(?![\u4e00-\u9fff]))")
_END = re.compile(r"\s{0,80}(?:[,，}\]]|\s#|\Z)")
# What may follow without a comma: the name of the next entry.
_NAME = re.compile(
    r"[ \t\u3000]+((\d{3,7})?[ \t]*[^\s\d,:：，{}][^\s,:：，{}]*)[ \t]*(?::(?=\s|$)|：)"
)
_BARE_CODE = re.compile(r"\s{0,80},\s{0,80}\d{3}\s{0,80}:")


class Run(Struct, frozen=True):
    """An amount from ``start`` to ``end`` in a text, as ``typed`` without its blanks.

    ``number`` is what it says; None where the groups are no thousands, and nobody can tell.
    ``several`` tells that it may be more than one value, ``before_code`` that a code without a name
    follows, which may belong to it.
    """

    start: int
    end: int
    typed: str
    number: str | None
    several: bool
    before_code: bool

    @property
    def pieces(self) -> str:
        """In how many pieces the commas cut it, in words."""
        count = len(re.split("[,，]", self.typed))
        return {2: "两个", 3: "三个"}.get(count, f"{count} 个")

    def edits(self, text: str, put: str) -> tuple[Edit, ...]:
        """``put`` in the place of the amount; line ends inside it stay."""
        return tuple(_over_lines(text, self.start, self.end, put))


def run_of(text: str, start: int, end: int, limit: int, key_names: frozenset[str]) -> Run | None:
    """The amount that begins with the value from ``start`` to ``end`` and goes on behind a comma;
    None when it does not.

    ``limit`` is the offset that is not passed, ``key_names`` are the names of the data file.
    """
    if not _FIRST.fullmatch(text, start, end):
        return None
    groups: list[str] = []
    spaced = False
    at = end
    while (group := _NEXT.match(text, at, limit)) is not None:
        after = group.end()
        tail = _TAIL.match(text, after, limit)
        if tail:
            after = tail.end()
        if not _END.match(text, after, limit) and not _named(text, after, limit, key_names):
            break
        groups.append(narrow(group[2]))
        spaced = spaced or bool(group[1]) or text[at] not in ",，"
        at = after
        if tail:
            break
    if not groups:
        return None
    typed = re.sub(r"\s", "", text[start:at])
    number = _number(typed)
    # 1, 200, 300 may be three values of which two lack their names; no value begins with a zero.
    several = spaced and not any(group.startswith("0") for group in groups)
    before_code = bool(_BARE_CODE.match(text, at, limit))
    return Run(start, at, typed, number, several=several, before_code=before_code)


def _named(text: str, at: int, limit: int, key_names: frozenset[str]) -> bool:
    """Whether the next entry begins here, without a comma before it."""
    name = _NAME.match(text, at, limit)
    return bool(name and (name[2] or name[1] in key_names))


def _number(typed: str) -> str | None:
    try:
        parse_decimal(typed)
    except ValueError:
        return None
    return narrow(typed).replace(",", "")


def _over_lines(text: str, start: int, end: int, put: str) -> Iterator[Edit]:
    """The first line of the amount becomes ``put``, its further lines become blank."""
    for line in re.finditer(r"[^\r\n]+", text[start:end]):
        if put:
            yield Edit(start + line.start(), start + line.end(), put)
        elif line[0].strip():
            blanks = len(line[0]) - len(line[0].lstrip())
            yield Edit(start + line.start() + blanks, start + line.end(), "")
        put = ""
