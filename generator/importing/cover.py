"""The cover of a workbook (FMDM, 封面代码): what kind of unit it is, and whether it is one unit or a 部门."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from generator.importing.evidence import Spot
from generator.importing.grid import Cell, Sheet, Workbook
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
    spot: Spot


@cache
def _declared() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    root = read_declarations(_FILE)
    return {
        str(key): {str(word): tuple(map(squeezed, some)) for word, some in part.items()}
        for key, part in root.items()
    }


def answers(books: Sequence[Workbook]) -> dict[str, Answer]:
    """What the covers tell of 性质 and 口径; nothing where they do not, or say two things."""
    found: dict[str, Answer] = {}
    for sheet in (one for book in books for one in book.sheets if one.visible and _is_cover(one)):
        legend = _legend(sheet)
        for key, part in _declared().items():
            told = list(_told(sheet, part, legend))
            if len({one.word for one in told}) == 1:
                found.setdefault(key, told[0])
    return found


def _is_cover(sheet: Sheet) -> bool:
    heads = [cell.text for row in range(3) for cell in sheet.row(row)]
    return any(_COVER.search(squeezed(text)) for text in (sheet.name, *heads))


def _told(
    sheet: Sheet, part: Mapping[str, tuple[str, ...]], legend: Mapping[str, str]
) -> Iterator[Answer]:
    for cell in sheet.cells.values():
        label, _, inside = cell.text.replace("：", ":").partition(":")
        if _label(label) not in part["项目"]:
            continue
        value = Cell(cell.row, cell.column, inside) if inside.strip() else _beside(sheet, cell)
        if value is None:
            continue
        text = squeezed(value.text)
        text = legend.get(text, "") if _CODE.fullmatch(text) else text
        words = _words(text, part)
        if len(words) == 1:
            yield Answer(words[0], Spot(sheet.name, value.name))


def _label(text: str) -> str:
    return re.sub(r"（[^）]*）$|^\d+", "", squeezed(text))


def _beside(sheet: Sheet, cell: Cell) -> Cell | None:
    """The value of a label: the first cell to the right of it."""
    places = range(cell.column + 1, cell.column + 1 + _REACH)
    return next((found for column in places if (found := sheet.at(cell.row, column))), None)


def _legend(sheet: Sheet) -> dict[str, str]:
    """What the sheet itself says that codes mean: 21 参照公务员法管理事业单位."""
    found: dict[str, str] = {}
    for cell in sheet.cells.values():
        pairs = _LEGEND.findall(cell.text)
        found.update(pairs if len(pairs) > 1 else ())
    return found


def _words(text: str, part: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The answers that a text gives; the longest words first, each taken out when it is found.

    What is said of something else (非参公事业单位) answers nothing: the clerk does.
    """
    if _DENIED.search(text):
        return []
    words = [(some, word) for word, all_ in part.items() if word != "项目" for some in all_]
    found: list[str] = []
    for some, word in sorted(words, key=lambda one: -len(one[0])):
        if some in text:
            found += [word] if word not in found else []
            text = text.replace(some, "")
    return found
