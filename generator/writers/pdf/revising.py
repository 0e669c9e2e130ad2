"""From what a layout tells of its pages to what the next one does otherwise, by the rules of 收页.

A text that ends with a line or two on a page of its own is pulled back, and so is a table with a few
rows; charts give up height rather than leave a part of the page before them empty. What cannot be
saved stays as it is. Lengths are points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.forms.styles import Fitting
from generator.writers.pdf.flow import Box, Paging, flow
from generator.writers.pdf.runs import PageRun, boxes_of
from generator.writers.pdf.styles import USUAL

Data = Mapping[str, Any]
PagePosition = tuple[int, Decimal]
"""A page of the file (from 1), and how far below its upper edge."""
_SLACK = Decimal(1)
_NEVER = Decimal(2)
"""A share of a page that no gap has."""
_STEPS = tuple(map(Decimal, ("0", "0.35", "0.7", "1")))
"""How much of what they can give up the charts of a run give up at least."""
_SQUEEZES = tuple(Decimal(step) / 50 for step in range(49, 24, -1))


class PageFacts(Struct, frozen=True):
    """What a layout tells, each in the order of the document.

    ``headings``: label, printed number, page. ``ends``: where each run of pages ends. ``begins`` and
    ``tables``: the first and the last cell of each table. ``rows``: the page of each row that is
    asked for. ``heights``: of the blocks of each run, as far as they are measured.
    """

    headings: Sequence[tuple[str, int, int]]
    charts: Sequence[int]
    ends: Sequence[PagePosition]
    begins: Sequence[PagePosition]
    tables: Sequence[PagePosition]
    rows: Sequence[int]
    heights: Sequence[Sequence[Decimal | None]]


class TablePlan(Struct, frozen=True):
    """A table as its layout is foreseen: heights of a page, of its head, of each row and of the notes.

    ``run``: the run of pages in which it stands. ``asked``: the rows whose pages the layout tells.
    ``breaks``: whether a row is so high that it may break over pages, which no model foresees.
    """

    run: int
    page: Decimal
    head: Decimal
    rows: Sequence[Decimal]
    notes: Decimal
    asked: Sequence[int]
    spans: bool
    breaks: bool = False


class Revision(Struct, frozen=True):
    """What is done otherwise.

    ``lines``: so many lines on each page of a run. ``charts``: how many points of its height a chart
    gives up, by its number in the document. ``squeezes``: how much of their height the rows of a
    table keep. ``begins``: rows of a table that begin a page. ``bound_right``: whether odd pages of the
    file are bound at the right, for they carry the even numbers; None where that stays.
    """

    lines: Mapping[int, int] = {}
    charts: Mapping[int, Decimal] = {}
    squeezes: Mapping[int, Decimal] = {}
    begins: Mapping[int, tuple[int, ...]] = {}
    bound_right: bool | None = None

    def changes(self, table: int) -> bool:
        """Whether the table of that number is another than before."""
        return table in self.squeezes or table in self.begins

    @property
    def is_empty(self) -> bool:
        """Whether nothing is done otherwise."""
        changes = (self.lines, self.charts, self.squeezes, self.begins)
        return not any(changes) and self.bound_right is None


Give = Callable[[int], Decimal]
"""How many points of its height a chart can give up, by its number in the document."""


def revised(
    runs: Sequence[PageRun],
    plans: Sequence[TablePlan],
    facts: PageFacts,
    rules: Fitting,
    give: Give,
) -> Revision:
    """What the next layout does otherwise; empty where the pages are as they should be."""
    lines: dict[int, int] = {}
    charts: dict[int, Decimal] = {}
    pages = {label: page for label, _, page in facts.headings}
    for number, (run, heights) in enumerate(zip(runs, facts.heights, strict=True)):
        boxes = boxes_of(run, heights)
        if not boxes or not _is_foreseen(run, boxes, facts, number, pages):
            continue
        choice = _better(run, boxes, rules, give)
        if choice is None:
            continue
        count, given = choice
        if count != run.grid:
            lines[number] = count
        charts |= {run.charts[at]: points for at, points in given.items() if points > 0}
    squeezes, begins = _tables(plans, facts, rules)
    return Revision(lines, charts, squeezes, begins)


def _is_foreseen(
    run: PageRun, boxes: Sequence[Box], facts: PageFacts, number: int, pages: Mapping[str, int]
) -> bool:
    """Whether the model sets a run as the engine did: only then can it say what would be better."""
    foreseen = flow(boxes, run.height, _NEVER)
    last = facts.ends[number][0]
    first = last - len(foreseen.filled) + 1
    reported = [(at, facts.charts[chart]) for at, chart in run.charts.items()]
    reported += [(at, pages[label]) for at, label in run.headings.items() if label in pages]
    return all(first + foreseen.begins[at] == page for at, page in reported)


def _better(
    run: PageRun, boxes: Sequence[Box], rules: Fitting, give: Give
) -> tuple[int, dict[int, Decimal]] | None:
    """Lines on a page, and what charts give up, that save most pages; None if all is well."""
    least = _faults(flow(boxes, run.height, _NEVER), run, rules, USUAL)
    if not least:
        return None
    yielding = [
        replace(box, smaller=give(run.charts[at])) if at in run.charts else box
        for at, box in enumerate(boxes)
    ]
    choice = None
    for count in range(run.grid, max(rules.most_lines, run.grid) + 1):
        scale = Decimal(run.grid) / count
        for step in _STEPS:
            changed = list(_changed(yielding, scale, step))
            pages = flow(changed, run.height, rules.gap)
            faults = _faults(pages, run, rules, scale)
            if faults < least:
                least = faults
                given = {at: yielding[at].smaller * step + pages.given[at] for at in run.charts}
                choice = count, given
    return choice


def _faults(pages: Paging, run: PageRun, rules: Fitting, scale: Decimal) -> int:
    """How many pages of a run a printer would not let pass."""
    line = run.height / run.grid * scale
    thin = len(pages.filled) > 1 and pages.filled[-1] <= rules.lines * line + _SLACK
    return pages.gaps(run.height, rules.gap) + thin


def _changed(boxes: Sequence[Box], scale: Decimal, step: Decimal) -> Iterator[Box]:
    """The boxes of a run with their pitch scaled, and charts that give up a share of what they
    can."""
    for box in boxes:
        if box.smaller:
            less = box.smaller * step
            yield replace(box, line=box.line - less, smaller=box.smaller - less)
        elif box.fixed:
            yield box
        else:
            before, after = box.before * scale, box.after * scale
            yield replace(box, line=box.line * scale, before=before, after=after)


def _tables(
    plans: Sequence[TablePlan], facts: PageFacts, rules: Fitting
) -> tuple[dict[int, Decimal], dict[int, tuple[int, ...]]]:
    """How far the rows of tables are squeezed, and which rows begin a page where spans go on."""
    squeezes: dict[int, Decimal] = {}
    begins: dict[int, tuple[int, ...]] = {}
    edges = [0, *accumulate(len(plan.asked) for plan in plans)]
    for number, plan in enumerate(plans):
        first, last = facts.begins[number][0], facts.tables[number][0]
        pages = facts.rows[edges[number] : edges[number + 1]]
        if not pages:
            continue
        ending = pages.count(last)
        if _has_notes_alone(number, plans, facts):
            last, ending = last + 1, 0
        if first == last:
            continue
        if ending <= rules.rows and not plan.breaks:
            share = _squeeze(plan, last - first, ending, rules.row_height)
            if share:
                squeezes[number] = share
                continue
        if plan.spans:
            begins[number] = tuple(
                row
                for row, page, before in zip(plan.asked[1:], pages[1:], pages, strict=False)
                if page > before
            )
    return squeezes, begins


def _has_notes_alone(number: int, plans: Sequence[TablePlan], facts: PageFacts) -> bool:
    """Whether a page has nothing of a table but its notes."""
    plan = plans[number]
    is_last = all(later.run != plan.run for later in plans[number + 1 :])
    return bool(plan.notes) and is_last and facts.ends[plan.run][0] > facts.tables[number][0]


def _squeeze(plan: TablePlan, pages: int, ending: int, least: Decimal) -> Decimal:
    """The largest share of their height at which the rows fill so many pages; 0 where there is none.

    What stands on these pages now, without the ``ending`` rows, shows how much room they have: no more
    is taken for granted.
    """
    before = plan.rows[: len(plan.rows) - ending]
    # On the first page, where the title stands, there was room for what the others could not hold.
    others = [plan.page] * (pages - 1)
    rooms = [plan.head + sum(before) - sum(room - plan.head for room in others), *others]
    for share in _SQUEEZES:
        if share < least:
            break
        heights = [*(row * share for row in plan.rows), plan.notes]
        if _fits(heights, [room - plan.head * share for room in rooms]):
            return share
    return Decimal(0)


def _fits(heights: Sequence[Decimal], rooms: Sequence[Decimal]) -> bool:
    """Whether all rows find room, in order and whole."""
    page, used = 0, Decimal(0)
    for height in heights:
        if used + height > rooms[page]:
            page, used = page + 1, Decimal(0)
            if page == len(rooms):
                return False
        used += height
    return True
