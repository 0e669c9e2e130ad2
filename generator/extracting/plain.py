"""A plain text (.txt, or what a PDF gave) → paragraphs and tables: lines that belong together are
joined, and lines that begin with a tab are the cells of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from generator.extracting.content import Extract, ExtractedCell, ExtractedParagraph, ExtractedTable
from generator.extracting.content import Spot as At
from generator.extracting.limits import MAX_TEXT_LINES, UnreadableError
from generator.extracting.size import refuse_too_long
from generator.extracting.text_bytes import bytes_of, decoded

_MARKS = re.compile(r"\[(?:bookmark|image)[^\]\n]{0,200}\]")
"""What programs leave that turn a Word file into text."""
_UNIT_AHEAD = re.compile(r"\s*(?:[万亿]?元|[%％]|个|辆|人|批|台|项|次)")
_HEADS = re.compile("(?:情况|说明|结构|概况|构成|职能|职责|设置|解释)$")
"""How the headings of these documents end: nothing goes on from them."""
_WAN = re.compile(r"\d\s*[万亿]$")
_SENTENCE_END = "。；！？：;:"
_ITEM = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}\s*[.．、](?!\d)|第[一二三四五六七八九十]+部分|附件|附表|注[:：]|[（(]?图\s*\d)"
)
_ROW = re.compile(
    r"\s*(?:\d{3,7}\s+\S|[^\d。；，：:]{2,40}\s)[^。；，]*?-?\d[\d,]*\.\d{1,2}(?:\s+-?\d[\d,]*(?:\.\d+)?)*\s*$"
)
"""A row of a table that a program wrote as a line: names and numbers, and no words of a sentence.
Empty cells leave no trace in it, so that nobody knows of which column its numbers are."""
_CODE = re.compile(r"\s*\d{3,7}\s")
_OF_A_SENTENCE = re.compile(r"20\d\d\s*年|、|(?:为|是|达|达到|共计)\s*(?:人民币)?\s*-?\d")
"""What the names of rows without a code do not have."""
_UNIT_BEGINS = re.compile(
    r"\s*(?:[万亿千]?元(?![旦月])|[%％]"
    r"|(?:个|辆|人|批|台|项|次|人次|批次|团次)(?=[，。；、：（）]|$))"
)
"""A line that begins with the unit of the number before it: 人员经费 is no unit."""
_LONGEST_ROW = 240
_FEWEST_CELLS, _FEWEST_ROWS = 3, 3
"""A table has at least so many cells; less than that is an indented line."""
_ROOM = 6
"""So much shorter than the longest a line may be that was broken for want of room."""
_WRAPPED = 24
"""Lines shorter than this are not broken for want of room."""


class TextLine(Struct, frozen=True):
    """A line of text and where it stands."""

    text: str
    spot: At


def read_plain(path: Path) -> Extract:
    """The paragraphs and tables of a text file. Raises UnreadableError."""
    lines = decoded(bytes_of(path)).splitlines()
    if len(lines) > MAX_TEXT_LINES:
        raise UnreadableError(f"太长：超过 {MAX_TEXT_LINES // 10_000} 万行", "分成几个文件")
    placed = [TextLine(line, At(n, line=n)) for n, line in enumerate(lines, 1)]
    # What lines are is asked with patterns, which take their time for one of a million signs.
    refuse_too_long((line.text.strip(), line.spot) for line in placed)
    return Extract(tuple(blocks_of(placed)))


def blocks_of(lines: Sequence[TextLine]) -> Iterator[ExtractedParagraph | ExtractedTable]:
    """Lines as paragraphs and tables."""
    width = _full_width(lines)
    ends = _ends_at_sentences(lines, width)
    is_row = _rows_among(lines)
    tables = 0
    index = 0
    prose: set[int] = set()
    while index < len(lines):
        text = _MARKS.sub("", lines[index].text)
        if _is_cell(text) and index not in prose:
            rows, after = _rows(lines, index)
            if sum(map(len, rows)) < _FEWEST_CELLS:
                prose.update(range(index, after))
                continue
            index = after
            tables += 1
            yield _table(rows, tables)
            continue
        heads = _heads_above(lines, is_row, index)
        if (is_row[index] or heads) and "\t" not in text.strip():
            after = index + heads
            while after < len(lines) and is_row[after]:
                after += 1
            tables += 1
            rows = _aligned(lines[index:after]) or [[lines[at]] for at in range(index, after)]
            yield _table(rows, tables)
            index = after
            continue
        joined = [lines[index]]
        index += 1
        while index < len(lines) and _continues(
            joined[-1].text, lines[index].text, width, is_row=is_row[index], is_whole=ends
        ):
            joined.append(lines[index])
            index += 1
        cells = [cell.strip() for cell in text.split("\t") if cell.strip()]
        if len(joined) == 1 and len(cells) > 1:
            tables += 1
            yield _table([[TextLine(cell, joined[0].spot) for cell in cells]], tables)
            continue
        text_of_lines = "".join(_MARKS.sub("", line.text).strip() for line in joined)
        if text_of_lines:
            yield ExtractedParagraph(text_of_lines, joined[0].spot)


_COLUMNS = re.compile(r"\s{2,}|\u3000+")
"""What parts the columns of a table that stands in a text as it looked on a screen."""
_MOST_HEADS = 2


def _cells(line: TextLine) -> list[TextLine]:
    """The cells of a line whose columns are parted by blanks."""
    pieces = _COLUMNS.split(_MARKS.sub("", line.text).strip())
    return [TextLine(piece, line.spot) for piece in pieces if piece]


def _aligned(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines as rows of as many cells each; none where some have fewer: empty cells leave no trace,
    and nobody knows of which column the numbers are."""
    rows = [_cells(line) for line in lines]
    if len(rows) < _FEWEST_ROWS or len(rows[0]) < _FEWEST_CELLS:
        return []
    if len({len(row) for row in rows}) > 1:
        return []
    return rows


def _heads_above(lines: Sequence[TextLine], is_row: Sequence[bool], index: int) -> int:
    """How many lines from one on are the heads of columns, with as many words as each of the rows
    right below them has cells; 0 for a line that is none."""
    if is_row[index] or len(_cells(lines[index])) < _FEWEST_CELLS:
        return 0
    for heads in range(1, _MOST_HEADS + 1):
        if index + heads >= len(lines):
            return 0
        if is_row[index + heads]:
            after = index + heads
            while after < len(lines) and is_row[after]:
                after += 1
            has_numbers = any(sign.isdigit() for sign in lines[index].text)
            return heads * bool(not has_numbers and _aligned(lines[index:after]))
    return 0


def _rows_among(lines: Sequence[TextLine]) -> list[bool]:
    """Which lines are rows of a table."""
    texts = [_MARKS.sub("", line.text) for line in lines]
    return [_is_row(text, after) for text, after in zip(texts, [*texts[1:], ""], strict=True)]


def _is_row(line: str, after: str) -> bool:
    """Whether a line is a row of a table; none is as long as a paragraph may be. A sentence that
    was broken before the unit of its number is none: the line ``after`` begins with the unit."""
    if len(line) > _LONGEST_ROW or _ROW.match(line) is None or _UNIT_BEGINS.match(after):
        return False
    if _CODE.match(line):
        return True
    item = _ITEM.match(line)  # 一、一般公共服务支出 900.00
    return _OF_A_SENTENCE.search(line, item.end() if item else 0) is None


def _full_width(lines: Sequence[TextLine]) -> int:
    """How long the lines of a text are that was broken at a fixed width; 0 where it was not."""
    lengths = sorted(
        len(line.text.strip())
        for line, is_row in zip(lines, _rows_among(lines), strict=True)
        if len(line.text.strip()) > _WRAPPED and not is_row
    )
    if len(lengths) < 8:
        return 0
    longest = lengths[len(lengths) * 9 // 10]
    full = sum(longest - 4 <= length <= longest + 2 for length in lengths)
    if full * 2 > len(lengths) and longest < 90:
        return longest
    return 0


def _ends_at_sentences(lines: Sequence[TextLine], width: int) -> bool:
    """Whether most full lines end with a sentence: each line is a paragraph, and they are of one
    length by chance."""
    full = [text for line in lines if len(text := line.text.strip()) >= width - _ROOM and text]
    return sum(text[-1] in _SENTENCE_END for text in full) * 2 > len(full)


def _continues(before: str, line: str, width: int, *, is_row: bool, is_whole: bool) -> bool:
    """Whether a line goes on with the sentence of the line before it; ``is_row`` for a row of a
    table, ``is_whole`` where the lines of the text end with their sentences."""
    if not before.strip() or not line.strip() or line.startswith("\t") or "\t" in before.strip():
        return False
    last = before.rstrip()[-1]
    if last.isdigit() and _UNIT_AHEAD.match(line):
        return True
    if _WAN.search(before.rstrip()) and line.lstrip().startswith("元"):
        return True
    if is_row or not width or _ITEM.match(line):
        return False
    if _ITEM.match(before) and _HEADS.search(before.rstrip()):
        return False
    length = len(before.strip())
    is_end = last in _SENTENCE_END
    if is_end and is_whole:
        return False
    # A full line may end with a sentence by chance; a shorter one ends there because it ends.
    return length >= width or (length >= width - _ROOM and not is_end)


def _is_cell(text: str) -> bool:
    """Whether a line is a cell, or several: it begins with a tab."""
    return text.lstrip(" ").startswith("\t")


def _rows(lines: Sequence[TextLine], index: int) -> tuple[list[list[TextLine]], int]:
    """The rows of a table that begins at a line: cells a line each, rows parted by blank lines."""
    rows: list[list[TextLine]] = []
    row: list[TextLine] = []
    while index < len(lines):
        text = _MARKS.sub("", lines[index].text)
        if _is_cell(text):
            cells = text.lstrip(" ")[1:].split("\t")
            row += [TextLine(cell.strip(), lines[index].spot) for cell in cells]
        elif not text.strip():
            if row:
                rows.append(row)
            row = []
        elif row:
            row[-1] = TextLine(f"{row[-1].text}{text.strip()}", row[-1].spot)
        else:
            break
        index += 1
    if row:
        rows.append(row)
    return [cells for cells in rows if any(cell.text for cell in cells)], index


def _table(rows: Sequence[Sequence[TextLine]], number: int) -> ExtractedTable:
    cells = tuple(
        tuple(
            ExtractedCell(
                cell.text,
                At(cell.spot.paragraph, number, row, column, cell.spot.page, cell.spot.line),
            )
            for column, cell in enumerate(line, 1)
        )
        for row, line in enumerate(rows, 1)
    )
    return ExtractedTable(cells, cells[0][0].spot)
