"""The walk over the lines of a data file, with the places that the file has: which line fits
nowhere, and which mappings and lists were open before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from msgspec import Struct, field
from msgspec.structs import replace

from generator.repair.intent import entry_without_colon
from generator.repair.key_schema import Slot
from generator.repair.lines import YamlLine

# A data file has a typo or two, and goes not so deep: with more, YAML says what it can.
_MOST_MISPLACED, _DEEPEST = 60, 60
# A line that fits nowhere weighs as much as so many names that stand in a strange place.
MISPLACED_WEIGHT = 10
_CERTAIN = 2


class Kind(Enum):
    """Why a line fits nowhere."""

    TEXT = auto()
    """It is no entry, and no text can go on here."""
    BETWEEN = auto()
    """It stands between two levels."""
    MISFIT = auto()
    """Its name does not belong here, and belongs elsewhere."""
    TWICE = auto()
    """Its name stands here already."""


class Frame(Struct):
    """A mapping (or a list, ``dashes``) that is open: how far in, what it takes, its lines."""

    indent: int
    slot: Slot | None
    dashes: bool = False
    lines: list[int] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def fits(self, key: str) -> int:
        """Whether a name belongs here (``Slot.fits``); 1 where nothing is known."""
        if self.slot is None:
            return 1
        return self.slot.fits(key)

    def copy(self) -> Frame:
        """The same, which later lines do not change."""
        return replace(self, lines=list(self.lines), names=set(self.names))


class Misplacement(Struct, frozen=True):
    """A line that fits nowhere (its index), the frames that were open before it, and the line right
    before it if that is a name without a value.
    """

    index: int
    kind: Kind
    frames: tuple[Frame, ...]
    parent: YamlLine | None


class Walk:
    """One walk over the lines.

    Counts what fits nowhere, and remembers the first misplacement on a line whose number is not in
    ``passed``.
    """

    def __init__(self, lines: Sequence[YamlLine], root: Slot, passed: frozenset[int]) -> None:
        self.lines = lines
        self.first: Misplacement | None = None
        self._root = root
        self._passed = passed
        self._misplaced = 0
        # Nobody indents by an odd number on purpose where the others are even.
        odd = sum(line.left % 2 for line in lines)
        self._strange = 0
        if odd * 2 < len(lines):
            self._strange = odd
        self._frames: list[Frame] = []
        # The line before, if it is a name whose value stands below.
        self._parent: YamlLine | None = None
        # How far in the text of a value must stand that goes on; None where none can.
        self._text_beyond: int | None = None
        for index, line in enumerate(lines):
            self._step(index, line)
            if self.hopeless:
                break

    @property
    def hopeless(self) -> bool:
        """Whether there is more wrong than guesses can tell, or no data file goes so deep."""
        return self._misplaced > _MOST_MISPLACED or len(self._frames) > _DEEPEST

    @property
    def score(self) -> int:
        """How badly the lines fit their places: the fewer the better."""
        return self._misplaced * MISPLACED_WEIGHT + self._strange

    def _note(self, index: int, kind: Kind) -> None:
        """Count a misplacement on a line; the first is remembered, with what was open before it."""
        if self.lines[index].number in self._passed:
            return
        self._misplaced += 1
        if self.first is None:
            frames = tuple(frame.copy() for frame in self._frames)
            self.first = Misplacement(index, kind, frames, self._parent)

    def _step(self, index: int, line: YamlLine) -> None:
        """Go on to a line: close what ended before it, and open what begins on it."""
        if line.key is None and line.dash < 0:
            self._step_text(index, line)
            return
        if not self._frames:
            self._frames.append(Frame(line.left, self._root, line.dash >= 0))
        elif line.dash >= 0:
            self._step_item(index, line)
        else:
            self._step_entry(index, line, line.key or "")
        if line.dash >= 0:
            items = self._frames[-1].slot
            self._frames.append(Frame(line.indent, items.item if items else None))
        if line.key is not None:
            self._note_name(index, line.key)
        self._parent = None
        self._text_beyond = None
        if line.opens:
            self._parent = line
        elif line.plain:
            self._text_beyond = line.left

    def _note_name(self, index: int, key: str) -> None:
        """A name in the innermost frame."""
        frame = self._frames[-1]
        if key in frame.names:
            self._note(index, Kind.TWICE)
        elif not frame.fits(key):
            self._strange += 1
        frame.names.add(key)
        frame.lines.append(index)

    def _slot_below(self) -> Slot | None:
        """What the line takes that has its value below."""
        slot = self._frames[-1].slot
        if slot is None or self._parent is None or not self._parent.key:
            return None
        return slot.below(self._parent.key)

    def _step_text(self, index: int, line: YamlLine) -> None:
        """A line without a name: the value of the line before goes on, or it fits nowhere."""
        if not self._frames:
            self._frames.append(Frame(line.indent, self._root))
        goes_on = self._text_beyond is not None and line.indent > self._text_beyond
        below = self._parent is not None and line.indent > self._parent.indent
        if below and line.body[:1] in ("{", "[", '"', "'"):
            self._parent, self._text_beyond = None, None
            return
        slot = self._slot_below()
        takes_entries = slot is not None and bool(slot.inner or slot.item)
        fits_nowhere = not (goes_on or below) or (below and takes_entries)
        if fits_nowhere or entry_without_colon(line.body) is not None:
            self._note(index, Kind.TEXT)
            return
        if self._parent is not None and below:
            self._text_beyond = self._parent.indent
        self._parent = None

    def _step_item(self, index: int, line: YamlLine) -> None:
        """An item of a list: it opens a list below a name, or goes on with one that is open."""
        innermost = self._frames[-1]
        goes_on = innermost.dashes and line.dash == innermost.indent
        if self._parent is not None and line.dash >= self._parent.indent and not goes_on:
            self._frames.append(Frame(line.dash, self._slot_below(), dashes=True))
            return
        lists = [frame for frame in self._frames if frame.dashes]
        aligned = [frame for frame in lists if frame.indent == line.dash]
        if not aligned:
            self._note(index, Kind.BETWEEN)
            aligned = lists or self._frames
        self._close_inside(aligned[-1])

    def _step_entry(self, index: int, line: YamlLine, key: str) -> None:
        """An entry of a mapping: it opens a mapping below a name, or goes on with an open one.

        ``homes`` are the other open mappings to which its name certainly belongs.
        """
        below = self._slot_below()
        mappings = [frame for frame in self._frames if not frame.dashes]
        aligned = next((frame for frame in mappings if frame.indent == line.indent), None)
        homes = [
            frame for frame in mappings if frame is not aligned and frame.fits(key) == _CERTAIN
        ]
        if self._parent is not None and line.indent > self._parent.indent:
            if homes and below is not None and not below.fits(key):
                self._note(index, Kind.MISFIT)
            self._frames.append(Frame(line.indent, below))
            return
        if aligned is None:
            self._note(index, Kind.BETWEEN)
            aligned = homes[-1] if homes else self._outside(mappings, line)
        elif not aligned.fits(key) and (homes or (below and below.fits(key) == _CERTAIN)):
            self._note(index, Kind.MISFIT)
            if homes:
                aligned = homes[-1]
        self._close_inside(aligned)

    def _outside(self, mappings: Sequence[Frame], line: YamlLine) -> Frame:
        """The innermost mapping farther out than a line that stands between two levels."""
        farther_out = (frame for frame in reversed(mappings) if frame.indent < line.indent)
        return next(farther_out, self._frames[0])

    def _close_inside(self, frame: Frame) -> None:
        """Whatever is open inside a frame ends."""
        while self._frames[-1] is not frame:
            self._frames.pop()
