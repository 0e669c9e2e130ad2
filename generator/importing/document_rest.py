"""What a published document has that an import does not take: one line for each kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.importing.document_cover import PART

_ATTACHMENT = re.compile(r"附件\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?!\d)")
_TERM = re.compile(r"(?:\d{1,2}[.．、]|[（(]?[一二三四五六七八九十]{1,3}[）)、])")
_COUNT = re.compile(r"\d+\s*(个?团组|批次|人次|辆)")
_LONGEST = 40


def not_taken(lines: Sequence[str]) -> Iterator[str]:
    """Notes on attachments, terms and counts that stand in the text alone."""
    attachments = {
        match[0]
        for line in _part(lines, "附件")
        if len(line) <= _LONGEST and (match := _ATTACHMENT.match(line))
    }
    if attachments:
        yield f"附件 {len(attachments)} 份没有抄；今年还有附件的，请自己附上。"
    terms = [line for line in _part(lines, "名词解释") if _TERM.match(line)]
    if terms:
        yield f"名词解释 {len(terms)} 条没有抄：版式自带常用的；本单位自己写的，请自己补上。"
    counts = {word.removeprefix("个") for line in lines for word in _COUNT.findall(line)}
    if counts:
        yield f"正文里的{'、'.join(sorted(counts))}数没有抄；要用的请自己填。"


def _part(lines: Sequence[str], name: str) -> list[str]:
    """The lines of the part of a name, behind its title; the contents name it, too."""
    starts = [at for at, line in enumerate(lines) if PART.match(line) and name in line[:12]]
    if not starts:
        return []
    below: list[str] = []
    for line in lines[starts[-1] + 1 :]:
        if PART.match(line):
            break
        below.append(line)
    return below
