"""Counts pages that a printer would not let pass: ``python tools/page_faults.py 文件.pdf …``.

Read from the finished file alone, whichever engine set it:

- thin: pages on which a text ends with one or two lines;
- few rows: pages on which a table ends with at most five rows;
- gaps: pages a third or more of which stays empty, before a chart, a table or a text that goes on;
- contents: pages on which the contents go on for a line or two, and page numbers that end at
  several edges;
- stretched: lines whose characters stand wider apart than the grid of 28 characters and a tenth.
"""

from __future__ import annotations

import argparse
import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

FEW_LINES = 2
FEW_ROWS = 5
EMPTY = 1 / 3
STRETCHED = 1.05
_TITLE = 17.5
"""What is set in so many points begins a page by right: titles of parts, attachments and tables."""
_FOOT = 99.2
_FOOT_WIDE = 76.6
"""Below this stands the page number only, on upright and on wide pages (GB/T 9704: 35 and 26 ± 1
mm)."""
_HEAD = 105
_HEAD_WIDE = 76.7
_NUMBER = re.compile(r"—\s*\d+\s*—")
_SAME_LINE = 3
_THIN_RULE = 1.5


@dataclass
class Line:
    """One line of text: its baseline, the size of its type, and each character with its place."""

    base: float
    size: float
    signs: list[tuple[str, float]] = field(default_factory=list)
    right: float = 0

    @property
    def text(self) -> str:
        """The characters, from left to right."""
        return "".join(sign for sign, _ in sorted(self.signs, key=lambda placed: placed[1]))


@dataclass
class Sheet:
    """What stands on one page: lines from the top, rules from the top, and how low the ink goes."""

    number: int
    wide: bool
    height: float
    lines: list[Line]
    rules: list[float]
    lowest: float

    @property
    def top(self) -> float:
        """The upper edge of the type area."""
        return self.height - (_HEAD_WIDE if self.wide else _HEAD)

    @property
    def bottom(self) -> float:
        """The lower edge of the type area."""
        return _FOOT_WIDE if self.wide else _FOOT

    @property
    def body(self) -> list[Line]:
        """The lines of the type area."""
        return [line for line in self.lines if self.bottom - 2 < line.base < self.top]

    @property
    def begins(self) -> bool:
        """Whether something begins on this page that has to begin a page."""
        return any(line.size >= _TITLE for line in self.body[:2])

    @property
    def empty(self) -> float:
        """The share of the type area that is empty at the foot."""
        return (self.lowest - self.bottom) / (self.top - self.bottom)

    @property
    def contents(self) -> list[Line]:
        """The lines of the contents on this page."""
        return [line for line in self.lines if line.text.count("·") > FEW_LINES]

    def bands(self) -> list[str]:
        """The text between each two rules of tables, from the top."""
        edges = [rule for rule in self.rules if self.bottom - 2 < rule < self.top + 2]
        return [
            "".join(line.text for line in self.lines if lower < line.base < upper)
            for upper, lower in pairwise(edges)
        ]


def sheets(path: Path) -> list[Sheet]:
    """The pages of a file."""
    document = pypdfium2.PdfDocument(path)
    return [_sheet(number, page) for number, page in enumerate(document, 1)]


def _sheet(number: int, page: pypdfium2.PdfPage) -> Sheet:
    width, height = page.get_size()
    wide = width > height
    foot = _FOOT_WIDE if wide else _FOOT
    lines = [line for line in _lines(page) if not _NUMBER.fullmatch(line.text.strip())]
    rules: list[float] = []
    lowest = height
    for shape in page.get_objects(
        filter=(pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING), max_depth=6
    ):
        _, lower, _, upper = shape.get_bounds()
        if lower > foot - 2:
            lowest = min(lowest, lower)
        if upper - lower < _THIN_RULE:
            rules.append((upper + lower) / 2)
    lowest = min([lowest, *(line.base - 2 for line in lines if line.base > foot - 2)])
    return Sheet(number, wide, height, lines, _distinct(rules), lowest)


def _distinct(edges: list[float]) -> list[float]:
    """Heights from the top, each once."""
    kept: list[float] = []
    for edge in sorted(edges, reverse=True):
        if not kept or kept[-1] - edge > _SAME_LINE:
            kept.append(edge)
    return kept


def _lines(page: pypdfium2.PdfPage) -> list[Line]:
    text = page.get_textpage()
    lines: dict[int, Line] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        sign = text.get_text_range(index, 1)
        if not sign.strip():
            continue
        pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
        size = pdfium.FPDFText_GetFontSize(text.raw, index)
        key = round(y.value / _SAME_LINE)
        near = next((lines[at] for at in (key, key - 1, key + 1) if at in lines), None)
        if near is None:
            near = lines[key] = Line(y.value, size)
        near.size = max(near.size, size)
        near.signs.append((sign, x.value))
        near.right = max(near.right, text.get_charbox(index, loose=True)[2])
    return sorted(lines.values(), key=lambda line: -line.base)


def rows_at_end(before: Sheet, sheet: Sheet) -> int | None:
    """How many rows a table that began on the page before has on this one; None where none goes
    on."""
    mine, earlier = sheet.bands(), before.bands()
    if sheet.begins or not mine or not earlier or mine[0] != earlier[0]:
        return None
    if sheet.body and sheet.rules[0] < sheet.body[0].base:
        # Text stands above: the table begins on this page.
        return None
    head = 0
    while head < min(len(mine), len(earlier)) and mine[head] == earlier[head]:
        head += 1
    return len(mine) - head


def faults(pages: list[Sheet]) -> Iterator[tuple[str, int, str]]:
    """Kind, page and detail of each fault."""
    for before, sheet in pairwise(pages):
        rows = rows_at_end(before, sheet)
        listed = sheet.contents
        if before.contents and 0 < len(listed) <= FEW_LINES + 1:
            yield "contents", sheet.number, f"{len(listed)} lines"
        elif rows is not None and rows <= FEW_ROWS:
            yield "few rows", sheet.number, f"{rows} rows"
        elif rows is None and not sheet.begins and len(sheet.body) <= FEW_LINES:
            yield "thin", sheet.number, f"{len(sheet.body)} lines"
        if not sheet.begins and before.empty >= EMPTY and not before.contents and before.body:
            yield "gap", before.number, f"{before.empty:.0%} empty"
    for sheet in pages:
        edges = {round(line.right * 2) / 2 for line in sheet.contents}
        if len(edges) > 1:
            yield "number columns", sheet.number, f"{sorted(edges)}"
        for line in sheet.body:
            wide = stretch(line)
            if wide > STRETCHED:
                yield "stretched", sheet.number, f"{wide:.2f} {line.text}"


def stretch(line: Line) -> float:
    """How far apart two Chinese characters of a line of text stand, by their size; 0 for other
    lines."""
    if not 14.5 < line.size < _TITLE:
        return 0
    placed = sorted(line.signs, key=lambda sign: sign[1])
    advances = [
        (after[1] - sign[1]) / line.size
        for sign, after in pairwise(placed)
        if all("\u4e00" <= letter <= "\u9fff" for letter in (sign[0], after[0]))
    ]
    return sorted(advances)[len(advances) // 2] if len(advances) > FEW_LINES else 0


def main() -> None:
    """Print the faults of each file, and their counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--list", action="store_true", help="each fault on a line")
    options = parser.parse_args()
    for path in options.files:
        pages = sheets(path)
        counts: dict[str, int] = {}
        for kind, number, detail in faults(pages):
            counts[kind] = counts.get(kind, 0) + 1
            if options.list:
                print(f"  {kind} p.{number}: {detail}")
        print(f"{path.name}: {len(pages)} pages", *(f"{k} {n}" for k, n in sorted(counts.items())))


if __name__ == "__main__":
    main()
