"""A web page (.html) → its paragraphs and tables. To be run in a process of its own: the library takes
many times as long for some pages as for others of their size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from generator.extracting.content import Extract, ExtractedCell, ExtractedParagraph, ExtractedTable
from generator.extracting.content import Spot as At
from generator.extracting.limits import MAX_TAGS_DEEP, UnreadableError
from generator.extracting.text_bytes import bytes_of, decoded

_SILENT = frozenset(("script", "style", "svg", "noscript", "template", "head", "nav", "button"))
_BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "main", "header", "footer", "li", "ul", "ol", "dl"),
        *("dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "blockquote", "pre"),
        *("figure", "figcaption", "caption", "table", "body", "html", "address", "form"),
        *("td", "th", "tr"),
    )
)
_MOST_SPAN = 1000
"""What a page may say of a cell at most, by the standard of web pages."""
_DAMAGED = UnreadableError("不是网页，或已经损坏", "用浏览器打开看是不是完整，再另存")
_TOO_DEEP = UnreadableError(
    f"读不了：里面的标签一层套一层，太深（超过 {MAX_TAGS_DEEP} 层）",
    "用浏览器打开，把正文复制到 Word 里，保存后再审核",
)


def read_web(path: Path) -> Extract:
    """What a web page says. Raises UnreadableError."""
    text = decoded(bytes_of(path)).encode("utf-8", "replace")
    # Without ``huge_tree`` the library leaves out what is nested deeper than 255 elements.
    parser = etree.HTMLParser(
        encoding="utf-8",
        recover=True,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _DAMAGED from error
    # It goes on behind what it had no room for, and leaves that out.
    kinds = {entry.type for entry in parser.error_log}
    if etree.ErrorTypes.ERR_NO_MEMORY in kinds:
        raise MemoryError
    if etree.ErrorTypes.ERR_RESOURCE_LIMIT in kinds:
        raise _TOO_DEEP
    if root is None:
        raise _DAMAGED
    reader = _PageReader()
    reader.read(root)
    return Extract(tuple(reader.blocks))


class _PageReader:
    """Walks over the elements of a page, without calling itself however deep they are."""

    def __init__(self) -> None:
        self.blocks: list[ExtractedParagraph | ExtractedTable] = []
        self._text: list[str] = []
        self._count = 0
        self._tables = 0

    def read(self, root: etree._Element) -> None:
        """Read all below an element."""
        skipped: etree._Element | None = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                if skipped is None:
                    skipped = self._begin(element)
                continue
            if skipped is element:
                skipped = None
            elif skipped is None and element.tag in _BLOCKS:
                self._flush()
            if skipped is None:
                self._text.append(element.tail or "")
        self._flush()

    def _begin(self, element: etree._Element) -> etree._Element | None:
        """Begin an element; itself where all in it is left out, or has been read at once."""
        if element.tag in _SILENT or element.get("hidden") is not None:
            return element
        if element.tag == "table" and not _is_layout(element):
            self._flush()
            self._table(element)
            return element
        if element.tag in _BLOCKS:
            self._flush()
        self._text.append(element.text or "")
        return None

    def _flush(self) -> None:
        text = " ".join("".join(self._text).split())
        self._text = []
        if not text:
            return
        self._count += 1
        self.blocks.append(ExtractedParagraph(text, At(self._count)))

    def _table(self, table: etree._Element) -> None:
        self._tables += 1
        rows = tuple(
            tuple(self._cells(row, number))
            for number, row in enumerate(table.iter("tr"), 1)
            if next(row.iterancestors("table")) is table
        )
        if any(cell.text for row in rows for cell in row):
            self.blocks.append(ExtractedTable(rows, At(self._count, self._tables, 1, 1)))

    def _cells(self, row: etree._Element, number: int) -> Iterator[ExtractedCell]:
        for column, cell in enumerate(row.iterchildren("td", "th"), 1):
            text = " ".join("".join(map(str, cell.itertext())).split())
            spot = At(self._count, self._tables, number, column)
            yield ExtractedCell(text, spot, _span(cell, "colspan"), _span(cell, "rowspan"))


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only holds others in place: they have more cells than it has itself."""
    if table.find(".//table") is None:
        return False
    inside = [next(cell.iterancestors("table")) is table for cell in table.iter("td", "th")]
    return inside.count(True) < inside.count(False)


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name) or "1"
    if not text.isdecimal():
        return 1
    return min(max(int(text), 1), _MOST_SPAN)
