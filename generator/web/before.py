"""What last year's file has at a place: shown beside the field, for whoever fills in this year's;
and what the document takes from there by itself."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path as FilePath

from msgspec.structs import replace

from generator.findings.bounded import beginning
from generator.ledger.figure import Figure
from generator.ledger.last_year import split_off
from generator.model.load import load
from generator.model.rules import MARK
from generator.money import FACTORS, trimmed
from generator.pipeline.last_year import last_figures
from generator.reading.amounts import parse_decimal
from generator.reading.files import read_bytes
from generator.reading.named_files import named_file
from generator.web.controls import SINGLE, ControlKind, FieldControl
from generator.web.grids import GridCell, PageGrid
from generator.web.text_at_path import UnreadableTextError, entries_of
from generator.yaml_edit.by_path import Path, code_of
from generator.yaml_edit.entries import YamlEntry

_NUMBERS = (ControlKind.NUMBER, ControlKind.COUNT)
_WORDS = (ControlKind.TEXT, ControlKind.LINE)
_OWN = frozenset(("版式", "年度", "金额单位", "上年", "设置", "改写", "核对说明", "附件", "报表数"))
"""Parts of which last year's say nothing about this year's."""
_LONGEST = 80
_LAST_YEAR = "上年决算数"


class YearBefore:
    """The values of last year's file, where this one names it and both have the place."""

    def __init__(self, root: YamlEntry, file: FilePath) -> None:
        self._root, self._file = _last_root(root, file), file
        self._unit = FACTORS.get(_text(root, "金额单位"), Decimal(1))
        factors = [FACTORS.get(_text(here, "金额单位")) for here in (self._root, root) if here]
        self._factor = None
        if len(factors) == 2 and factors[0] and factors[1]:
            self._factor = factors[0] / factors[1]

    def shown(self, path: Path, kind: ControlKind, value: str) -> str:
        """What a field shows of last year: 上年 12.3; "" for nothing.

        Words are shown while there are none of this year.
        """
        if self._root is None or not path or path[0] in _OWN or any(map(_is_number, path)):
            return ""
        if path[-1] == _LAST_YEAR:
            return self._taken_over(path)
        if path[-1].startswith("上年"):
            # That of last year's file is of the year before.
            return ""
        if kind not in _NUMBERS and (kind not in _WORDS or value):
            return ""
        typed = self._at(path)
        if not typed or (kind in _NUMBERS and not typed.lstrip("-")[:1].isdigit()):
            return ""
        if kind is ControlKind.NUMBER:
            return self._amount(typed)
        return f"上年 {beginning(' '.join(typed.split()), _LONGEST)}"

    def _taken_over(self, path: Path) -> str:
        """What the document takes from last year's file where nothing is typed."""
        figure = self._figures.get(".".join(path[:-1]))
        if figure is None:
            return ""
        return f"不用填：上年的文件里是 {trimmed(figure.value / self._unit)}"

    @cached_property
    def _figures(self) -> Mapping[str, Figure]:
        """The figures of last year's file; none where it cannot be taken."""
        loaded = load(self._file)
        if loaded.readable is None or loaded.root is None or split_off(loaded.readable):
            return {}
        figures, _ = last_figures(loaded.readable, self._file, loaded.root)
        return figures or {}

    def _at(self, path: Path) -> str:
        here = self._root
        for step in path:
            if here is None:
                return ""
            here = here.find(step) or _of_same_code(here, step)
        if here is None or not here.single or here.text.strip() == MARK:
            return ""
        return here.text.strip()

    def _amount(self, typed: str) -> str:
        """An amount in the unit of this year's file."""
        if self._factor is None:
            return ""
        try:
            return f"上年 {trimmed(parse_decimal(typed) * self._factor)}"
        except ValueError:
            return ""


def with_last_year(control: FieldControl, last: YearBefore) -> FieldControl:
    """A control, and those within it, with what last year's file has there."""
    parts = tuple(with_last_year(part, last) for part in control.parts)
    before = ""
    if control.kind in SINGLE:
        before = last.shown(control.path, control.kind, control.value)
    return replace(control, parts=parts, before=before)


def grid_with_last_year(grid: PageGrid, last: YearBefore) -> PageGrid:
    """A table whose cells have what last year's file has there."""
    rows = [
        replace(row, cells=tuple(_cell_with_last_year(cell, last) for cell in row.cells))
        for row in grid.rows
    ]
    return replace(grid, rows=tuple(rows))


def _cell_with_last_year(cell: GridCell, last: YearBefore) -> GridCell:
    return replace(cell, before=last.shown(cell.path, cell.kind, cell.value))


def last_year_file(root: YamlEntry, file: FilePath) -> FilePath | None:
    """The file from which a data file takes last year's figures; None where it names none that is
    there."""
    name = _text(root, "上年")
    if not name.endswith((".yaml", ".yml")):
        return None
    place = named_file(file, name)
    if place is None or not place.is_file():
        return None
    return place


def _last_root(root: YamlEntry, file: FilePath) -> YamlEntry | None:
    """Last year's file as entries; None where this one names none that can be read."""
    place = last_year_file(root, file)
    if place is None:
        return None
    read = read_bytes(place, place.name)
    if read.text is None:
        return None
    try:
        return entries_of(read.text)
    except UnreadableTextError:
        return None


def _of_same_code(part: YamlEntry, step: str) -> YamlEntry | None:
    """The entry of a 科目 that is called otherwise."""
    code = code_of(step)
    if not code:
        return None
    return next((each for each in part.entries if code_of(each.name) == code), None)


def _text(root: YamlEntry, name: str) -> str:
    entry = root.find(name)
    if entry is None or not entry.single:
        return ""
    return entry.text.strip()


def _is_number(step: str) -> bool:
    """Whether a step is the number of an item: at the same number last year may have another."""
    return step.isdecimal()
