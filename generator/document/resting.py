"""Which figures and which gaps of a document rest on numbers that nobody has typed yet."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from generator.document.render import Rendered
from generator.document.tree import Mark, Number, lines_of
from generator.findings.place import Place
from generator.ledger.figure import UNKNOWN, Figure


class Resting:
    """Which figures rest on numbers typed at some places."""

    def __init__(self, places: Collection[Place]) -> None:
        self._places = places
        # Figures are inputs of many others. Each stays with its answer, so that its id() does.
        self._answers: dict[int, tuple[Figure, bool]] = {}

    def on(self, figure: Figure) -> bool:
        """Whether a figure was typed at one of the places, or is made of one that was."""
        answer = self._answers.get(id(figure))
        if answer is not None:
            return answer[1]
        rests = figure.place in self._places
        if figure.inputs:
            rests = any(map(self.on, figure.inputs))
        self._answers[id(figure)] = figure, rests
        return rests

    def unknown(self, figure: Figure, *, settled: bool) -> Figure:
        """A figure in which nobody can read a number that rests on a stand-in."""
        if settled:
            return figure
        inputs = tuple(self.unknown(part, settled=not self.on(part)) for part in figure.inputs)
        return replace(figure, value=UNKNOWN, inputs=inputs)


def with_settled_gaps(rendered: Rendered, places: Collection[Place]) -> Rendered:
    """A rendering of whose missing values those are left that are asked for whatever the numbers
    typed at ``places`` will be: no number of their paragraph rests on one of those."""
    resting = Resting(places)
    waiting = {key for key, figure in rendered.figures.items() if resting.on(figure)}
    marks = {
        part.text
        for section in rendered.document.sections
        for block in section.blocks
        for line in lines_of(block)
        if not any(isinstance(part, Number) and part.figure in waiting for part in line)
        for part in line
        if isinstance(part, Mark)
    }
    values = tuple(value for value in rendered.missing_values if value.mark in marks)
    return replace(rendered, missing_values=values)
