"""Run as a program of its own: a PDF → its paragraphs and tables as JSON on standard output.

The library is compiled, and a PDF may come from anywhere: what it does to the library happens in
this process, within limits of memory.
"""

from __future__ import annotations

import ctypes
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, SupportsFloat

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfObject, PdfPage, PdfTextPage

from generator.extracting.limits import (
    MAX_CELLS,
    MAX_PAGE_RULES,
    MAX_PAGE_SHAPES,
    MAX_PAGE_SIGNS,
    MAX_PAGES,
    WHOLE_DOCUMENT,
)
from generator.extracting.pdf import RawBlock, RawPdf
from generator.extracting.pdf_geometry import (
    PageLine,
    PageTable,
    RuledLine,
    Sign,
    lines_of,
    ruled_tables,
)

_THIN, _LONG = 220, 600
_HUNDREDTHS = 100
"""Lengths are whole hundredths of a point from here on."""
_FEW = 8
"""A page with fewer signs than this, and an image, is a scan."""
_NUMBER = re.compile(r"[-—–－\s第]*\d{1,4}[-—–－\s页]*(?:共\d+页)?")
_ENDS = "。；：！？"
_ROOM_AT_END, _ROOM_WITHIN = 16, 80
"""So many tenths of a sign may lack at the end of a full line: after a sentence, and within one."""
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d)")
_ITEM = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.．、](?!\d)"
    r"|第[一二三四五六]部分|附件|[（(]?图\s*\d)"
)


class _TooMuchError(Exception):
    """A file has more than is read; the text is the key of the reason."""


class _Page:
    """The lines and tables of one page."""

    def __init__(self, page: PdfPage, number: int) -> None:
        self.number = number
        self.height = round(page.get_height() * _HUNDREDTHS)
        signs = list(_signs(page.get_textpage()))
        self.signs = len(signs)
        rules, images, self.drawn = _rules(page)
        tables, outside = ruled_tables(signs, rules)
        self.tables: list[PageTable] = tables
        self.lines = [line for line in lines_of(outside) if not self._is_margin(line)]
        self.scanned = self.signs < _FEW and images > 0

    def _is_margin(self, line: PageLine) -> bool:
        edge = not self.height * 12 <= line.middle * 100 <= self.height * 93
        return edge and bool(_NUMBER.fullmatch(line.text))


def _signs(text: PdfTextPage) -> Iterator[Sign]:
    import pypdfium2.raw as raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    count = text.count_chars()
    if count > MAX_PAGE_SIGNS:
        raise _TooMuchError("signs")
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        sign = chr(code) if code else ""
        if not sign.strip() or sign in "\ufffe\ufeff":
            continue
        box = (ctypes.byref(value) for value in (left, right, bottom, top))
        if raw.FPDFText_GetCharBox(text, index, *box):
            x, y = ctypes.c_double(), ctypes.c_double()
            raw.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y))
            size = _whole(raw.FPDFText_GetFontSize(text, index)) or _whole(top.value - bottom.value)
            # A comma and a full character stand on one line by their baseline, not by their box.
            base = _whole(y.value)
            upper = base + max(size, 400) * 4 // 5
            yield Sign(sign, _whole(left.value), _whole(right.value), base, upper)


def _whole(points: SupportsFloat) -> int:
    """A length in points as whole hundredths."""
    return round(points.__float__() * _HUNDREDTHS)


def _rules(page: PdfPage) -> tuple[list[RuledLine], int, bool]:
    """The ruled lines of a page, how many images it has, and whether it is a drawing, which has
    too many lines for a table."""
    import pypdfium2.raw as raw

    rules: list[RuledLine] = []
    images = 0
    shapes = 0
    for item in page.get_objects(max_depth=4):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            images += 1
        if item.type != raw.FPDF_PAGEOBJ_PATH:
            continue
        shapes += 1
        if shapes > MAX_PAGE_SHAPES or len(rules) > MAX_PAGE_RULES:
            return [], images, True
        left, bottom, right, top = map(_whole, item.get_bounds())
        wide, high = right - left, top - bottom
        if high <= _THIN and wide >= _LONG:
            rules.append(RuledLine(flat=True, at=(top + bottom) // 2, start=left, end=right))
        elif wide <= _THIN and high >= _LONG:
            rules.append(RuledLine(flat=False, at=(left + right) // 2, start=bottom, end=top))
        elif wide >= _LONG and high >= _LONG and _is_outline(item):
            rules += [RuledLine(flat=True, at=at, start=left, end=right) for at in (bottom, top)]
            rules += [RuledLine(flat=False, at=at, start=bottom, end=top) for at in (left, right)]
    return rules, images, False


def _is_outline(item: PdfObject) -> bool:
    """Whether a path is drawn as a line around a box, not filled."""
    import pypdfium2.raw as raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke)):
        return False
    return bool(stroke.value) and not fill.value and raw.FPDFPath_CountSegments(item) in (4, 5)


def _blocks(pages: Sequence[_Page]) -> Iterator[RawBlock]:
    """The paragraphs and tables of all pages, in order."""
    repeated = _repeated(pages)
    open_text, open_page, open_line = "", 0, None
    for page in pages:
        lines = [line for line in page.lines if line.text not in repeated]
        right = _margin([line.right for line in lines])
        left = _left([line.left for line in lines])
        parts: list[tuple[int, PageLine | PageTable]] = [
            *((line.middle, line) for line in lines),
            *((table.top, table) for table in page.tables),
        ]
        aligned: list[PageLine] = []
        for _, part in sorted(parts, key=lambda item: -item[0]):
            is_row = isinstance(part, PageLine) and len(part.pieces) > 2
            if aligned and not is_row:
                yield from _aligned(aligned, page.number)
                aligned = []
            if isinstance(part, PageTable) or is_row:
                if open_text:
                    yield RawBlock(page=open_page, text=open_text, rows=[])
                open_text, open_line = "", None
                if isinstance(part, PageTable):
                    yield RawBlock(page=page.number, text="", rows=part.rows)
                else:
                    aligned.append(part)
                continue
            if open_line is not None and _goes_on(open_line, part, left, right):
                open_text += part.text
            else:
                if open_text:
                    yield RawBlock(page=open_page, text=open_text, rows=[])
                open_text, open_page = part.text, page.number
            open_line = part
        if aligned:
            yield from _aligned(aligned, page.number)
    if open_text:
        yield RawBlock(page=open_page, text=open_text, rows=[])


def _repeated(pages: Sequence[_Page]) -> set[str]:
    """Head and foot lines: those at the edge of most pages."""
    if len(pages) < 4:
        return set()
    counts: Counter[str] = Counter()
    for page in pages:
        edge = [line.text for line in (*page.lines[:1], *page.lines[-1:])]
        counts.update(set(edge))
    return {text for text, count in counts.items() if count * 2 > len(pages)}


def _margin(values: Sequence[int]) -> int:
    ordered = sorted(values)
    if ordered:
        return ordered[len(ordered) * 9 // 10]
    return 0


def _left(values: Sequence[int]) -> int:
    ordered = sorted(values)
    if ordered:
        return ordered[len(ordered) // 10]
    return 0


def _goes_on(before: PageLine, line: PageLine, left: int, right: int) -> bool:
    """Whether a line goes on with the paragraph of the line before it: that is full, and this one
    begins at the margin in the same size."""
    ended = before.text[-1:] in _ENDS
    # A bracket or a number that must not be parted leaves the end of the line before it empty.
    room = before.size * (_ROOM_AT_END if ended else _ROOM_WITHIN) // 10
    # The ink of a full-width bracket begins in the middle of its square.
    at_margin = line.left <= left + line.size * 6 // 5
    alike = abs(before.size - line.size) * 20 < line.size * 3
    if not (before.right >= right - room and at_margin and alike):
        return False
    if ended:
        return not _ITEM.match(line.text)
    # 详见 | 第四部分附件2: a sentence that has not ended goes on, whatever the line begins with.
    return not _NUMBERED.match(line.text)


def _aligned(lines: Sequence[PageLine], page: int) -> Iterator[RawBlock]:
    """Lines of several pieces, one after another, as a table without rules; a single such line is a
    paragraph."""
    if len(lines) < 2:
        yield RawBlock(page=page, text=lines[0].text, rows=[])
        return
    edges: list[tuple[int, int]] = []
    for line in lines:
        for _, left, right in line.pieces:
            for index, (start, end) in enumerate(edges):
                if left < end and start < right:
                    edges[index] = (min(start, left), max(end, right))
                    break
            else:
                edges.append((left, right))
    edges.sort()
    rows = []
    for line in lines:
        cells = [("", 1, 1)] * len(edges)
        for text, left, right in line.pieces:
            column = next(
                (i for i, (start, end) in enumerate(edges) if left < end and start < right), 0
            )
            cells[column] = (cells[column][0] + text, 1, 1)
        rows.append(cells)
    yield RawBlock(page=page, text="", rows=rows)


def _pages(document: PdfDocument) -> Iterator[_Page]:
    """The pages of a document. Raises _TooMuchError before they hold more than it may."""
    signs = cells = 0
    for index in range(len(document)):
        page = _Page(document[index], index + 1)
        signs += page.signs
        cells += sum(len(row) for table in page.tables for row in table.rows)
        if signs > WHOLE_DOCUMENT.characters:
            raise _TooMuchError("characters")
        if cells > MAX_CELLS:
            raise _TooMuchError("cells")
        yield page


def _read(name: str) -> RawPdf:
    empty = RawPdf(error="", pages=0, scanned=[], drawn=[], blocks=[])
    try:
        import pypdfium2
    except ImportError:
        return {**empty, "error": "missing"}
    try:
        document = pypdfium2.PdfDocument(name)
    except pypdfium2.PdfiumError as error:
        kind = "password" if "password" in str(error).lower() else "damaged"
        return {**empty, "error": kind}
    if len(document) > MAX_PAGES:
        return {**empty, "error": "pages"}
    try:
        pages = list(_pages(document))
    except _TooMuchError as error:
        return {**empty, "error": str(error)}
    return RawPdf(
        error="",
        pages=len(pages),
        scanned=[page.number for page in pages if page.scanned],
        drawn=[page.number for page in pages if page.drawn],
        blocks=list(_blocks(pages)),
    )


def main() -> None:
    """Read the file that the command line names."""
    sys.stdout.buffer.write(json.dumps(_read(sys.argv[1]), ensure_ascii=False).encode())


if __name__ == "__main__":
    main()
