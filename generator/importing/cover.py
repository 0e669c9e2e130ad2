"""The cover of a workbook (FMDM, 封面代码): the kind of its unit, and whether it is a 部门."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from generator.importing.evidence import CellSpot
from generator.importing.grid import SheetCell, Workbook, WorkbookSheet
from generator.importing.words import squeezed
from generator.reading.declarations import read_declarations

_FILE = Path(__file__).parent / "对照" / "封面.yaml"
_COVER = re.compile("FMDM|封面", re.IGNORECASE)
_REACH = 6
_CODE = re.compile(r"\d{1,2}")
_DENIED = re.compile("非|不|未")
_LEGEND = re.compile(r"(?<!\d)(\d{1,2})[-—_|:：.．、）)\s]*([\u4e00-\u9fff]{2,20})")


class Answer(Struct, frozen=True):
    """A word of the data file, and the cell that answers it."""

    word: str
    spot: CellSpot


@cache
def _declared() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The labels and answers of 对照/封面.yaml: key → 项目 or a word → how they are spelled."""
    root = read_declarations(_FILE)
    return {
        str(key): {str(word): tuple(map(squeezed, spellings)) for word, spellings in part.items()}
        for key, part in root.items()
    }


def answers(books: Sequence[Workbook]) -> dict[str, Answer]:
    """What the covers tell of 性质 and 口径; nothing where they do not, or say two things."""
    answered: dict[str, Answer] = {}
    for sheet in (
        sheet for book in books for sheet in book.sheets if sheet.visible and _is_cover(sheet)
    ):
        legend = _legend(sheet)
        for key, part in _declared().items():
            candidates = list(_answers_on(sheet, part, legend))
            if len({answer.word for answer in candidates}) == 1:
                answered.setdefault(key, candidates[0])
    return answered


def _is_cover(sheet: WorkbookSheet) -> bool:
    """Whether a sheet is the cover, by its name or its first rows."""
    heads = [cell.text for row in range(3) for cell in sheet.row(row)]
    return any(_COVER.search(squeezed(text)) for text in (sheet.name, *heads))


def _answers_on(
    sheet: WorkbookSheet, part: Mapping[str, tuple[str, ...]], legend: Mapping[str, str]
) -> Iterator[Answer]:
    """The answers on a sheet to one question, each with its cell."""
    for cell in sheet.cells.values():
        label, _, inside = cell.text.replace("：", ":").partition(":")
        if _label(label) not in part["项目"]:
            continue
        value = _beside(sheet, cell)
        if inside.strip():
            value = SheetCell(cell.row, cell.column, inside)
        if value is None:
            continue
        text = squeezed(value.text)
        if _CODE.fullmatch(text):
            text = legend.get(text, "")
        words = _words(text, part)
        if len(words) == 1:
            yield Answer(words[0], CellSpot(sheet.name, value.name))


def _label(text: str) -> str:
    """A label without the number before it and the bracket behind it."""
    return re.sub(r"（[^）]*）$|^\d+", "", squeezed(text))


def _beside(sheet: WorkbookSheet, cell: SheetCell) -> SheetCell | None:
    """The value of a label: the first cell to the right of it."""
    columns = range(cell.column + 1, cell.column + 1 + _REACH)
    return next(
        (neighbour for column in columns if (neighbour := sheet.at(cell.row, column))), None
    )


def _legend(sheet: WorkbookSheet) -> dict[str, str]:
    """What the sheet itself says that codes mean: 21 参照公务员法管理事业单位."""
    legend: dict[str, str] = {}
    for cell in sheet.cells.values():
        pairs = _LEGEND.findall(cell.text)
        if len(pairs) > 1:
            legend.update(pairs)
    return legend


def _words(text: str, part: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The answers that a text gives; the longest words first, each taken out when it is found.

    What is said of something else (非参公事业单位) answers nothing: the clerk does.
    """
    if _DENIED.search(text):
        return []
    words = [(spelling, word) for word, all_ in part.items() if word != "项目" for spelling in all_]
    chosen: list[str] = []
    for spelling, word in sorted(words, key=lambda pair: -len(pair[0])):
        if spelling in text:
            if word not in chosen:
                chosen.append(word)
            text = text.replace(spelling, "")
    return chosen
