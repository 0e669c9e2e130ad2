"""Which fields a form does not print: seen from the fullest sample on which forms are tried out.

What the sample fills in and the form's document does not show need not be asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from msgspec.structs import replace

from generator.document.tree import texts_of
from generator.findings.place import Place
from generator.forms.folders import Roots
from generator.forms.form import Form, is_form, load_form
from generator.ledger.figure import Figure
from generator.model.load import load
from generator.reading.nodes import leaves
from generator.web.controls import ANY, ControlKind, FieldControl, keys_at, single_kind
from generator.web.grids import GridCell, PageGrid
from generator.workshop.probe import FOLDER, probe
from generator.yaml_edit.by_path import Path

_SAMPLE = "全"
_ALWAYS = frozenset(("版式", "年度", "金额单位", "单位", "汇总", "上年", "附件", "支出", "收入"))
"""Parts of which every form needs something, printed or not."""
_USE = "用途"
"""What an item of 支出 was used for: few forms say it."""


def unprinted_paths(form: str, roots: Roots) -> frozenset[Path]:
    """Patterns of the paths that the sample fills in and the form does not print.

    Nothing for a form that there is not.
    """
    if not form or not is_form(form, roots):
        return frozenset()
    return _unprinted(load_form(form, roots))


@lru_cache(maxsize=16)
def _unprinted(form: Form) -> frozenset[Path]:
    """The same of a form as it was read."""
    rendered = probe(form, _SAMPLE).rendered
    places: set[tuple[int, int]] = set()
    for figure in rendered.figures.values():
        _add_places(figure, places)
    page = "".join(texts_of(rendered.document))
    root = load(FOLDER / f"{_SAMPLE}.yaml").root
    printed: set[Path] = set()
    lost: set[Path] = set()
    typed = list(leaves(root)) if root is not None else []
    times = Counter(str(text) for _, text in typed)
    for path, text in typed:
        steps = tuple(map(str, path))
        is_number = single_kind(steps) in (ControlKind.NUMBER, ControlKind.COUNT)
        if text == "0" or (times[str(text)] > 1 and not is_number):
            # Of a zero nothing may be said; words that stand twice show nothing.
            continue
        is_printed = _position(text.place) in places
        if not is_number:
            is_printed = str(text).strip("。") in page
        (printed if is_printed else lost).add(pattern_of(steps))
    lost = {path for path in lost - printed if path[0] not in _ALWAYS or path[-1] == _USE}
    return frozenset(lost | _parts_without(printed, lost))


def with_asked(control: FieldControl, unprinted: Iterable[Path]) -> FieldControl:
    """A control, and those within it, that know whether the form asks for them. What stands in the
    file already is asked for; a part is, of which anything is."""
    lost = frozenset(unprinted)
    parts = tuple(with_asked(part, lost) for part in control.parts)
    asked = control.present or pattern_of(control.path) not in lost
    columns = tuple(with_asked(column, lost) for column in control.columns)
    return control.with_parts(parts, columns, asked=asked)


def grid_with_asked(grid: PageGrid, unprinted: Iterable[Path]) -> PageGrid:
    """A table without the columns at its end that the form does not print, where nothing stands in
    them; one without rows keeps them."""
    lost = frozenset(unprinted)

    def is_idle(cell: GridCell) -> bool:
        return not cell.value and pattern_of(cell.path) in lost

    while grid.rows and all(row.cells[-1].path and is_idle(row.cells[-1]) for row in grid.rows):
        rows = tuple(replace(row, cells=row.cells[:-1]) for row in grid.rows)
        grid = replace(grid, columns=grid.columns[:-1], rows=rows, sums=grid.sums[:-1])
    return grid


@lru_cache(maxsize=4096)
def pattern_of(path: Path) -> Path:
    """A path in which keys of the clerk's own and numbers of items stand for all of their kind."""
    pattern: list[str] = []
    for step in path:
        pattern.append(step if step in keys_at(tuple(pattern)) else ANY)
    return tuple(pattern)


def _parts_without(printed: set[Path], lost: set[Path]) -> set[Path]:
    """The parts of which something is lost and nothing is printed."""
    parts = {path[:depth] for path in lost for depth in range(2, len(path))}
    return parts - {path[:depth] for path in printed for depth in range(1, len(path))}


def _add_places(figure: Figure, places: set[tuple[int, int]]) -> None:
    """Where a figure, and those that it rests on, were typed."""
    if figure.place is not None and not figure.inputs:
        places.add(_position(figure.place))
    for part in figure.inputs:
        _add_places(part, places)


def _position(place: Place) -> tuple[int, int]:
    return place.line, place.column
