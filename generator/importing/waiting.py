"""Places of a data file whose cells could not be read: they wait for the clerk by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator.importing.amounts import belongs
from generator.importing.evidence import CellSpot, Evidence, Missed
from generator.importing.lines import DataLine, Figures, code_of
from generator.model.money import FUNDS, NATURES
from generator.model.rules import MARK

_OPENING = "年初结转和结余"
_ITEM = 7


class Waiting(Struct, frozen=True):
    """A place without a number, and the cells that could not be read.

    ``guessed``: no table tells its fund.
    """

    path: tuple[str, ...]
    spots: tuple[CellSpot, ...]
    guessed: bool = False

    @property
    def cells(self) -> str:
        """The first cells, for messages."""
        return "、".join(map(str, self.spots[:2])) + ("等" if len(self.spots) > 2 else "")

    @property
    def text(self) -> str:
        """What a new file has in the place of the number."""
        text = f"{MARK}  # {self.cells} 没有读出数"
        if self.guessed:
            text += "；分不出是哪种资金，不对请移到别处"
        return text


def waiting_of(evidence: Evidence, figures: Figures) -> tuple[Waiting, ...]:
    """The places of cells that could not be read and that no other cell tells."""
    spots: dict[tuple[str, ...], list[CellSpot]] = {}
    guessed: set[tuple[str, ...]] = set()
    # The columns of one nature speak before those of sums.
    for missed in sorted(
        evidence.missed, key=lambda missed: len(missed.keys.get("支出性质", NATURES))
    ):
        for path in _paths(missed, figures, spots):
            spots.setdefault(path, [])
            if missed.spot not in spots[path]:
                spots[path].append(missed.spot)
            if path[0] == "支出" and len(missed.keys.get("资金", ())) != 1:
                guessed.add(path)
    return tuple(Waiting(path, tuple(cells), path in guessed) for path, cells in spots.items())


def _paths(
    missed: Missed, figures: Figures, waiting: dict[tuple[str, ...], list[CellSpot]]
) -> Iterator[tuple[str, ...]]:
    """The places that a cell would fill; none where the lines have them already."""
    kind, codes = missed.keys.get("类型", ("",))[0], missed.keys.get("功能科目", ())
    if len(codes) != 1 or len(codes[0]) != _ITEM or "项目" in missed.keys:
        return
    code = codes[0]
    own_lines = [
        line for line in figures.lines if line.path[0] == kind and _code(line.path) == code
    ]
    if kind == "支出":
        yield from _outlay(missed, code, own_lines, figures, waiting)
        return
    firsts = missed.keys.get({"收入": "来源", _OPENING: "资金"}.get(kind, ""), ())
    if len(firsts) == 1 and not any(line.path[1] == firsts[0] for line in own_lines):
        yield (kind, firsts[0], figures.key(code))


def _outlay(
    missed: Missed,
    code: str,
    own_lines: Sequence[DataLine],
    figures: Figures,
    waiting: dict[tuple[str, ...], list[CellSpot]],
) -> Iterator[tuple[str, ...]]:
    funds, natures = missed.keys.get("资金", FUNDS), missed.keys.get("支出性质", ())
    there = {(line.path[1], line.path[3]) for line in own_lines}
    if len(natures) != 1:
        is_stated = any(fund in funds and nature in NATURES for fund, nature in there)
        if is_stated or any(_code(path) == code and path[0] == "支出" for path in waiting):
            return
        natures = NATURES[:2]
    fund = next(
        (candidate for candidate in funds if belongs(candidate, code, figures.year, set())),
        FUNDS[0],
    )
    for nature in natures:
        if not any(
            present_fund in funds and nature == present_nature
            for present_fund, present_nature in there
        ):
            yield ("支出", fund, figures.key(code), nature)


def _code(path: tuple[str, ...]) -> str:
    if len(path) <= 2:
        return ""
    return code_of(path[2])
