"""A document as extracted → its paragraphs read, with the year that it is of."""

from __future__ import annotations

import re
from collections import Counter

from msgspec import Struct

from generator.extracting.content import Extract, ExtractedTable
from generator.statements.mentions import Mention, ReadParagraph
from generator.statements.normal_text import normal
from generator.statements.paragraphs import read_paragraph
from generator.statements.sections import sections_of

_YEAR = re.compile(
    r"(?<!\d)(?<![较比与同和从])(20[0-4]\d)年度?"
    r"(?=决算|部门|单位|收|财政|本年|一般|“|三公|支出|总收|总支|，|$)"
)
"""A year that something is said of, not one that it is compared with."""
_MOST_WRONG = 3
"""A title is of another year only where so many times more sentences are."""
_TITLE = re.compile(r"第二部分(20[0-4]\d)年")


class ReadDocument(Struct, frozen=True):
    """A document: its paragraphs with their numbers, its tables, the year that it is of (0 where
    nothing says so)."""

    paragraphs: tuple[ReadParagraph, ...]
    tables: tuple[ExtractedTable, ...]
    year: int
    extract: Extract

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """All numbers of the text, in order."""
        return tuple(mention for paragraph in self.paragraphs for mention in paragraph.mentions)


def read_document(extract: Extract, part: str = "", year: int = 0) -> ReadDocument:
    """Read the paragraphs and tables of a document, or of a text that is a ``part`` of one, of a
    ``year`` where that is known."""
    blocks = [(normal(block.full), block.spot) for block in extract.paragraphs]
    sections = sections_of([text.text for text, _ in blocks], part)
    paragraphs: list[ReadParagraph] = []
    for (text, spot), section in zip(blocks, sections, strict=True):
        before = paragraphs[-1] if paragraphs else None
        paragraphs.append(read_paragraph(text, section, spot, len(paragraphs), before))
    read = tuple(paragraphs)
    return ReadDocument(read, extract.tables, year or _year(read), extract)


def _year(paragraphs: tuple[ReadParagraph, ...]) -> int:
    counts: Counter[int] = Counter()
    titled = 0
    for paragraph in paragraphs:
        title = _TITLE.match(paragraph.text)
        if title:
            titled = titled or int(title[1])
        if paragraph.section.part in ("决算说明", ""):
            years = {int(match[1]) for match in _YEAR.finditer(paragraph.text)}
            counts.update(years)
    if not counts:
        return titled
    most = counts.most_common(1)[0][1]
    if counts[titled] * _MOST_WRONG >= most:
        return titled
    return max(year for year, count in counts.items() if count * 2 >= most)
