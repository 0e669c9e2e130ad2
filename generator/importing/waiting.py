"""Places of a data file whose cells could not be read: they wait for the clerk by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator.importing.amounts import belongs
from generator.importing.evidence import Evidence, Missed, Spot
from generator.importing.lines import Figures, Line, code_of
from generator.model.money import FUNDS, NATURES
from generator.model.rules import MARK

_OPENING = "年初结转和结余"
_ITEM = 7


class Waiting(Struct, frozen=True):
    """A place without a number, and the cells that could not be read.

    ``guessed``: no table tells its fund.
    """

    path: tuple[str, ...]
    spots: tuple[Spot, ...]
    guessed: bool = False

    @property
    def cells(self) -> str:
        """The first cells, for messages."""
        return "、".join(map(str, self.spots[:2])) + ("等" if len(self.spots) > 2 else "")

    @property
    def text(self) -> str:
        """What a new file has in the place of the number."""
        moved = "；分不出是哪种资金，不对请移到别处" if self.guessed else ""
        return f"{MARK}  # {self.cells} 没有读出数{moved}"


def waiting_of(evidence: Evidence, figures: Figures) -> tuple[Waiting, ...]:
    """The places of cells that could not be read and that no other cell tells."""
    spots: dict[tuple[str, ...], list[Spot]] = {}
    guessed: set[tuple[str, ...]] = set()
    # The columns of one nature speak before those of sums.
    for one in sorted(evidence.missed, key=lambda one: len(one.keys.get("支出性质", NATURES))):
        for path in _paths(one, figures, spots):
            spots.setdefault(path, [])
            if one.spot not in spots[path]:
                spots[path].append(one.spot)
            if path[0] == "支出" and len(one.keys.get("资金", ())) != 1:
                guessed.add(path)
    return tuple(Waiting(path, tuple(some), path in guessed) for path, some in spots.items())


def _paths(
    one: Missed, figures: Figures, waiting: dict[tuple[str, ...], list[Spot]]
) -> Iterator[tuple[str, ...]]:
    """The places that a cell would fill; none where the lines have them already."""
    kind, codes = one.keys.get("类型", ("",))[0], one.keys.get("功能科目", ())
    if len(codes) != 1 or len(codes[0]) != _ITEM or "项目" in one.keys:
        return
    code = codes[0]
    mine = [line for line in figures.lines if line.path[0] == kind and _code(line.path) == code]
    if kind == "支出":
        yield from _outlay(one, code, mine, figures, waiting)
        return
    firsts = one.keys.get({"收入": "来源", _OPENING: "资金"}.get(kind, ""), ())
    if len(firsts) == 1 and not any(line.path[1] == firsts[0] for line in mine):
        yield (kind, firsts[0], figures.key(code))


def _outlay(
    one: Missed,
    code: str,
    mine: Sequence[Line],
    figures: Figures,
    waiting: dict[tuple[str, ...], list[Spot]],
) -> Iterator[tuple[str, ...]]:
    funds, natures = one.keys.get("资金", FUNDS), one.keys.get("支出性质", ())
    there = {(line.path[1], line.path[3]) for line in mine}
    if len(natures) != 1:
        told = any(fund in funds and nature in NATURES for fund, nature in there)
        if told or any(_code(path) == code and path[0] == "支出" for path in waiting):
            return
        natures = NATURES[:2]
    fund = next((one for one in funds if belongs(one, code, figures.year, set())), FUNDS[0])
    for nature in natures:
        if not any(other in funds and nature == found for other, found in there):
            yield ("支出", fund, figures.key(code), nature)


def _code(path: tuple[str, ...]) -> str:
    return code_of(path[2]) if len(path) > 2 else ""
