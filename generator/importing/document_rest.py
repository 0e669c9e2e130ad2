"""What a published document has that an import does not take: one line for each kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.importing.document_cover import lines_of_part
from generator.importing.document_sentences import DocumentSentences

_ATTACHMENT = re.compile(r"附件\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?!\d)")
_COUNT = re.compile(r"\d+\s*个?(团组|批次|人次|辆)")
_PLACES = {
    "团组": ("团组数",),
    "批次": ("批次",),
    "人次": ("人次",),
    "辆": ("车型", "车辆", "保有量"),
}
_LONGEST = 40


def not_taken(lines: Sequence[str], sentences: DocumentSentences) -> Iterator[str]:
    """Notes on attachments, and on counts of the text that no sentence of ``sentences`` has."""
    attachments = {
        match[0]
        for line in lines_of_part(lines, "附件")
        if len(line) <= _LONGEST and (match := _ATTACHMENT.match(line))
    }
    if attachments:
        yield f"附件 {len(attachments)} 份没有抄；今年还有附件的，请自己附上。"
    steps = {step for number in sentences.numbers for step in number.path}
    counts = {word for line in lines for word in _COUNT.findall(line)}
    missing = sorted(word for word in counts if steps.isdisjoint(_PLACES[word]))
    if missing:
        yield f"正文里的{'、'.join(missing)}数没有抄；要用的请自己填。"
