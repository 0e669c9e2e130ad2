"""What a document of others holds, in any format: paragraphs, tables, and what was left out."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

BODY, NOTE, BOX = "正文", "注", "文本框"
"""Where a paragraph stands: in the text itself, in a note at its foot or end, in a text box."""


class Spot(Struct, frozen=True, order=True, gc=False):
    """A place in a document: the paragraph, and within a table its number, row and column; from 1.

    Of a table ``paragraph`` is the paragraph before it. ``line`` is known of a plain text, ``page``
    of a PDF, ``sheet`` of a workbook; 0 and "" where there is none.
    """

    paragraph: int
    table: int = 0
    row: int = 0
    column: int = 0
    page: int = 0
    line: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        if self.sheet:
            return f"工作表“{self.sheet}”第 {self.row} 行第 {self.column} 列"
        if self.line:
            return f"第 {self.line} 行"
        page = f"第 {self.page} 页" if self.page else ""
        if self.table:
            return f"{page}第 {self.table} 张表第 {self.row} 行第 {self.column} 列"
        return page or f"第 {self.paragraph} 段"


class ExtractedParagraph(Struct, frozen=True, tag=True):
    """A paragraph. ``label`` is its automatic number as text, ``style`` the name of its style,
    ``outline`` its level as a heading (1 to 9; 0 for none), ``kind`` where it stands."""

    text: str
    spot: Spot
    label: str = ""
    style: str = ""
    outline: int = 0
    kind: str = BODY

    @property
    def full(self) -> str:
        """The text behind its automatic number, as it is read."""
        if not self.text or not self.label:
            return self.text
        gap = " " if self.label[-1].isascii() else ""
        return f"{self.label}{gap}{self.text}"


class ExtractedCell(Struct, frozen=True, gc=False):
    """A cell, with how many columns and rows it covers."""

    text: str
    spot: Spot
    columns: int = 1
    rows: int = 1


class ExtractedTable(Struct, frozen=True, tag=True):
    """A table: rows of cells. A cell that covers several rows stands in the first of them only."""

    rows: tuple[tuple[ExtractedCell, ...], ...]
    spot: Spot

    @property
    def area(self) -> int:
        """How many cells there are where each counts as often as it covers rows and columns."""
        height = len(self.rows)
        covered = width = 0
        for row, cells in enumerate(self.rows):
            covered += sum(cell.columns * min(cell.rows, height - row) for cell in cells)
            width = max(width, sum(cell.columns for cell in cells))
        return max(covered, height * width)


class Omission(Struct, frozen=True):
    """Something that was met and not taken over: what, where, and the words before it."""

    kind: str
    spot: Spot
    before: str = ""


class Extract(Struct, frozen=True):
    """All that was read of a document. ``revisions`` counts changes that nobody has accepted yet:
    insertions are read as text, deletions left out."""

    blocks: tuple[ExtractedParagraph | ExtractedTable, ...]
    omissions: tuple[Omission, ...] = ()
    revisions: int = 0

    @property
    def paragraphs(self) -> tuple[ExtractedParagraph, ...]:
        """The paragraphs outside tables, in order."""
        return tuple(block for block in self.blocks if isinstance(block, ExtractedParagraph))

    @property
    def tables(self) -> tuple[ExtractedTable, ...]:
        """The tables, in order."""
        return tuple(block for block in self.blocks if isinstance(block, ExtractedTable))


class PlainText(Struct, frozen=True):
    """The paragraphs of a document as one text, a line each, which knows where each line stands."""

    text: str
    starts: tuple[int, ...]
    spots: tuple[Spot, ...]

    def spot(self, offset: int) -> Spot:
        """Where a character of the text stands in the document."""
        if not self.spots:
            return Spot(1)
        index = bisect_right(self.starts, offset) - 1
        return self.spots[max(index, 0)]


def plain_text(paragraphs: tuple[ExtractedParagraph, ...]) -> PlainText:
    """Paragraphs as one text."""
    lines = [paragraph.full for paragraph in paragraphs]
    starts, offset = [], 0
    for line in lines:
        starts.append(offset)
        offset += len(line) + 1
    return PlainText(
        "\n".join(lines), tuple(starts), tuple(paragraph.spot for paragraph in paragraphs)
    )
