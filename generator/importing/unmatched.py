"""What an update leaves for the clerk: numbers of the file that the workbook does not have, and
what a new file would have and this one does not get."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from generator.importing.line_trees import find, leaves, number_of, waits
from generator.importing.lines import Figures, code_of
from generator.importing.waiting import Waiting
from generator.model.money import NATURES
from generator.model.rules import MARK
from generator.yaml_edit.entries import YamlEntry

# Sections that the workbook has in full: what stands there and not in the workbook is said.
_WHOLE = ("收入", "支出", "年初结转和结余")


def unread_cells(figures: Figures, unread: int) -> str:
    """That so many cells could not be read, for messages."""
    return f"{figures.source}有 {unread} 格没有读出"


def unseen(
    root: YamlEntry, figures: Figures, touched: Container[YamlEntry], unread: int
) -> Iterator[str]:
    """Numbers of the file that the workbook does not have, in the parts that it tells in full.

    ``touched``: the entries that it has.
    """
    covered = {line.path[:2] for line in figures.lines}
    for section in root.entries:
        if section.name not in _WHOLE:
            continue
        for first in section.entries:
            path = (section.name, first.name)
            if path in covered or section.name == "支出":
                for item in first.entries:
                    yield from _lost(path, item, figures, touched, unread)


def unwritten(
    root: YamlEntry,
    figures: Figures,
    money_unit: str,
    left_out: Container[str],
    waiting: Sequence[Waiting],
) -> tuple[list[str], list[str]]:
    """What was left out (sections, and control totals by their paths), and places whose cells could
    not be read, as messages."""
    sections = []
    if "年末结转和结余" in left_out:
        follows = "与 年初＋收入－支出 一致，由程序算出，不用填"
        sections.append(f"没有写 年末结转和结余：{follows}")
    lines = [line for line in figures.lines if "/".join(line.path) in left_out]
    if lines:
        totals = "、".join(f"{line.path[-1]} {line.text(money_unit)}" for line in lines[:3])
        others = "等" if len(lines) > 3 else ""
        sections.append(f"没有写 报表数（{totals}{others}）：只用来核对；要核对的自己填")
    places = []
    for place in (place for place in waiting if find(root, *place.path) is None):
        message = f"文件里没有，{place.cells} 没有读出数，没有写；请补齐再导入或自己填"
        places.append(f"{'/'.join(place.path)}：{message}")
    return sections, places


def _lost(
    path: tuple[str, ...],
    entry: YamlEntry,
    figures: Figures,
    touched: Container[YamlEntry],
    unread: int,
) -> Iterator[str]:
    """What the workbook does not have of an entry and of those below it."""
    name, outlay = entry.name, path[0] == "支出"
    if entry in touched:
        for inner in entry.entries:
            deep = not outlay or len(path) > 2 or code_of(inner.name)
            if deep or inner.name in NATURES:
                yield from _lost((*path, name), inner, figures, touched, unread)
        return
    parts = [entry]
    if outlay and len(path) == 2:
        parts = [inner for inner in entry.entries if inner.name in NATURES]
    values = [leaf for part in parts for leaf in leaves(part)]
    waiting, typed = any(map(waits, values)), any(map(number_of, values))
    place = f"第 {entry.line + 1} 行 {'/'.join((*path, name))}"
    if unread and (waiting or typed):
        yield f"{place}：{unread_cells(figures, unread)}，这一行没有比较，没有动"
    elif waiting:
        yield f"{place}：{figures.source}里没有，还写着“{MARK}”；没有发生就填 0 或删去"
    elif typed:
        yield f"{place}：{figures.source}里没有，留着没有删；确实没有就请删去"
