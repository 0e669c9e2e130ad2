"""Whether what a document says is more than is taken: the same bounds for every format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.extracting.content import Extract, ExtractedParagraph, ExtractedTable, Spot
from generator.extracting.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_PARAGRAPH,
    MAX_TABLE_CELLS,
    WHOLE_DOCUMENT,
    UnreadableError,
)

_WAN = 10_000
_APART = "分成几个文件"


def refuse_too_much(extract: Extract) -> Extract:
    """What was read, if it is within the limits of a document. Raises UnreadableError."""
    if len(extract.paragraphs) > WHOLE_DOCUMENT.paragraphs:
        raise UnreadableError(f"太长：超过 {WHOLE_DOCUMENT.paragraphs // _WAN} 万段", _APART)
    refuse_too_many_cells(sum(map(_size, extract.tables)))
    refuse_too_long(_texts(extract))
    return extract


def refuse_too_long(texts: Iterable[tuple[str, Spot]]) -> None:
    """Raise UnreadableError for a text, or texts together, longer than an audit takes."""
    characters = 0
    for text, spot in texts:
        if len(text) > MAX_PARAGRAPH:
            raise UnreadableError(
                f"{spot}有 {len(text)} 字，一段（一格）最多 {MAX_PARAGRAPH // _WAN} 万字",
                "把它分成几段，再审核",
            )
        characters += len(text)
        if characters > WHOLE_DOCUMENT.characters:
            raise UnreadableError(f"太长：超过 {WHOLE_DOCUMENT.characters // _WAN} 万字", _APART)


def refuse_too_many_cells(cells: int) -> None:
    """Raise UnreadableError for more cells than all tables of a document may have together."""
    if cells > MAX_CELLS:
        raise UnreadableError(f"里的表太多：合计超过 {MAX_CELLS // _WAN} 万格", _APART)


def _texts(extract: Extract) -> Iterator[tuple[str, Spot]]:
    for block in extract.blocks:
        if isinstance(block, ExtractedParagraph):
            yield block.text, block.spot
        else:
            yield from ((cell.text, cell.spot) for row in block.rows for cell in row)


def _size(table: ExtractedTable) -> int:
    """How many cells a table has, spans counted. Raises UnreadableError for too many."""
    area = table.area
    if area > MAX_TABLE_CELLS:
        raise UnreadableError(
            f"{_name(table)}太大：算上合并的格子有 {area} 格，"
            f"一张表最多 {MAX_TABLE_CELLS // _WAN} 万格",
            "取消没有用的合并单元格，删去多余的行、列，或把表分成几张，再审核",
        )
    for cells in table.rows:
        # A title may reach beyond the columns of its table; nothing may stand there.
        columns = sum(cell.columns for cell in cells[:-1])
        if columns >= MAX_COLUMNS:
            raise UnreadableError(
                f"{_name(table)}太宽：有 {columns + 1} 列，一张表最多 {MAX_COLUMNS} 列",
                "删去多余的列，或把表分成几张，再审核",
            )
    return area


def _name(table: ExtractedTable) -> str:
    """What a table is called in a sentence."""
    spot = table.spot
    if spot.sheet:
        return f"工作表“{spot.sheet}”"
    page = f"第 {spot.page} 页" if spot.page else ""
    return f"{page}第 {spot.table} 张表"
