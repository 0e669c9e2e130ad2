"""Runs of pages: what stands between one page that has to begin anew and the next such page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from generator.forms.styles import Looks, Role
from generator.writers.css import look
from generator.writers.pdf.flow import Box
from generator.writers.pdf.styles import pitch_of


class Block(Struct, frozen=True):
    """A block as far as it is known before the layout; ``pitch`` is 0 for what stays whole."""

    pitch: float
    before: float
    after: float
    sticky: bool


class Run(Struct):
    """Blocks on pages of one height.

    ``grid``: the lines of body text on a page. ``charts`` and ``headings``: number in the document and
    id, by the place in the run. ``foreseen``: whether the model of the flow holds for all blocks.
    """

    height: float
    grid: int
    blocks: list[Block]
    charts: dict[int, int]
    headings: dict[int, str]
    foreseen: bool = True


class Runs:
    """Gathers the runs of a document, in order."""

    def __init__(self, looks: Looks) -> None:
        self._pitch = pitch_of(look(looks, "正文"))
        self.done: list[Run] = []

    def begin(self, height: Decimal) -> int:
        """A new run; gives the lines of body text on one of its pages."""
        grid = max(1, int(height / self._pitch))
        self.done.append(Run(float(height), grid, [], {}, {}))
        return grid

    def text(self, role: Role, *, heading: str = "", sticky: bool = False) -> None:
        """A heading (by its id) or a paragraph in the look of a role."""
        run = self.done[-1]
        if heading:
            run.headings[len(run.blocks)] = heading
        pitch = float(pitch_of(role))
        before, after = float(role.before), float(role.after)
        run.blocks.append(Block(pitch, before, after, sticky or bool(heading)))

    def chart(self, number: int) -> None:
        """The chart of that number."""
        run = self.done[-1]
        run.charts[len(run.blocks)] = number
        self.whole()

    def whole(self) -> None:
        """A block that stays whole."""
        self.done[-1].blocks.append(Block(0, 0, 0, sticky=False))

    def unforeseen(self) -> None:
        """A block that goes on over pages in a way of its own."""
        self.whole()
        self.done[-1].foreseen = False


def boxes_of(run: Run, heights: Sequence[float | None]) -> list[Box] | None:
    """The blocks of a run with their measured heights; None where the flow is not foreseen."""
    if not run.foreseen or len(heights) != len(run.blocks):
        return None
    boxes = []
    for block, height in zip(run.blocks, heights, strict=True):
        if height is None:
            return None
        if block.pitch:
            lines = max(1, round(height / block.pitch))
            boxes.append(Box(lines, block.pitch, block.before, block.after, block.sticky))
        else:
            boxes.append(Box(1, height, fixed=True))
    return boxes
