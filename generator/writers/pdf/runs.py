"""Runs of pages: the blocks from one page that has to begin anew to the next such page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from generator.forms.styles import FormStyles, Role
from generator.writers.css import style_of
from generator.writers.pdf.flow import Box
from generator.writers.pdf.styles import pitch_of

_NONE = Decimal(0)


class Foreseen(Struct, frozen=True):
    """A block as far as it is known before the layout; ``pitch`` is 0 for what stays whole."""

    pitch: Decimal
    before: Decimal
    after: Decimal
    sticky: bool


class PageRun(Struct):
    """Blocks on pages of one height.

    ``grid``: the lines of body text on a page. ``charts`` and ``headings``: number in the document and
    id, by the place in the run. ``foreseen``: whether the model of the flow holds for all blocks.
    """

    height: Decimal
    grid: int
    blocks: list[Foreseen]
    charts: dict[int, int]
    headings: dict[int, str]
    foreseen: bool = True


class PageRuns:
    """Gathers the runs of a document, in order."""

    def __init__(self, styles: FormStyles) -> None:
        self._pitch = pitch_of(style_of(styles, "正文"))
        self.done: list[PageRun] = []

    def begin(self, height: Decimal) -> int:
        """A new run; gives the lines of body text on one of its pages."""
        grid = max(1, int(height / self._pitch))
        self.done.append(PageRun(height, grid, [], {}, {}))
        return grid

    def text(self, role: Role, *, heading: str = "", sticky: bool = False) -> None:
        """A heading (by its id) or a paragraph in the look of a role."""
        run = self.done[-1]
        if heading:
            run.headings[len(run.blocks)] = heading
        is_sticky = sticky or bool(heading)
        run.blocks.append(Foreseen(pitch_of(role), role.before, role.after, is_sticky))

    def chart(self, number: int) -> None:
        """The chart of that number."""
        run = self.done[-1]
        run.charts[len(run.blocks)] = number
        self.unbroken()

    def unbroken(self) -> None:
        """A block that stays on one page."""
        self.done[-1].blocks.append(Foreseen(_NONE, _NONE, _NONE, sticky=False))

    def unforeseen(self) -> None:
        """A block that goes on over pages in a way of its own."""
        self.unbroken()
        self.done[-1].foreseen = False


def boxes_of(run: PageRun, heights: Sequence[Decimal | None]) -> list[Box] | None:
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
