"""What may have been meant where a line fits nowhere: every single change of a line that could put
it right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.repair.intent import entry_without_colon
from generator.repair.key_schema import Keys
from generator.repair.layout_walk import Frame, Kind, Misplacement
from generator.repair.lines import YamlLine

# How unlikely each change is: of two that help as much, the likelier is told.
_AS_ENTRY, _MOVED, _MOVED_FAR, _LINE_BEFORE_MOVED, _FIRST_LINE_SHIFTED = 1, 1, 2, 2, 3
_LOST_LINE = 3


class LayoutChange(Struct, frozen=True):
    """One thing that may have been meant: the line of an index as ``line``.

    With ``lost``, the line of that name is put before it instead. ``put`` is the entry that stands
    for a line without a colon.
    """

    index: int
    line: YamlLine
    cost: int
    lost: str = ""
    put: str = ""

    def apply(self, lines: Sequence[YamlLine]) -> list[YamlLine]:
        """The lines as they would be with this change."""
        behind = self.index
        if not self.lost:
            behind = self.index + 1
        return [*lines[: self.index], self.line, *lines[behind:]]

    def is_same_place(self, other: LayoutChange) -> bool:
        """Whether two changes put the same line in the same column."""
        if self.index != other.index or self.lost != other.lost:
            return False
        return self.line.left == other.line.left


def changes_for(
    misplacement: Misplacement, lines: Sequence[YamlLine], key_names: Keys
) -> Iterator[LayoutChange]:
    """The changes that could put a misplacement right."""
    if misplacement.kind is Kind.TEXT:
        yield from _as_entry(misplacement.index, lines[misplacement.index], key_names)
        return
    if misplacement.kind is not Kind.TWICE:
        yield from _moved_line(misplacement, lines)
        yield from _moved_before(misplacement, lines)
    yield from _lost_lines(misplacement, lines)


def _as_entry(index: int, line: YamlLine, key_names: Keys) -> Iterator[LayoutChange]:
    """A line without a colon, with one."""
    entry = entry_without_colon(line.body, key_names)
    if entry is None:
        return
    key, _, value = entry.partition(":")
    new = replace(line, key=key, value=value.strip(), body=entry, plain=True)
    yield LayoutChange(index, new, _AS_ENTRY, put=entry)


def _moved_line(misplacement: Misplacement, lines: Sequence[YamlLine]) -> Iterator[LayoutChange]:
    """The line itself, farther in or out: to each level that is open."""
    line = lines[misplacement.index]
    is_item = line.dash >= 0
    indents = {frame.indent for frame in misplacement.frames if frame.dashes == is_item}
    if misplacement.parent is not None:
        indents.add(misplacement.parent.indent + 2)
    for indent in sorted(indents - {line.left}):
        cost = _MOVED_FAR if abs(indent - line.left) > 2 else _MOVED
        yield _moved(misplacement.index, line, indent, cost)


def _moved_before(misplacement: Misplacement, lines: Sequence[YamlLine]) -> Iterator[LayoutChange]:
    """A line before it, farther in or out: the last one, or the only one of a level."""
    line = lines[misplacement.index]
    before = line
    if misplacement.index:
        before = lines[misplacement.index - 1]
    if before.left != line.left:
        yield _moved(misplacement.index - 1, before, line.left, _LINE_BEFORE_MOVED)
    for frame in misplacement.frames:
        if len(frame.lines) != 1 or lines[frame.lines[0]].dash >= 0:
            continue
        index = frame.lines[0]
        if frame.indent % 2:
            yield _moved(index, lines[index], frame.indent + 1, _FIRST_LINE_SHIFTED)
            yield _moved(index, lines[index], frame.indent - 1, _FIRST_LINE_SHIFTED)
        if frame.indent != line.left:
            yield _moved(index, lines[index], line.left, _LINE_BEFORE_MOVED)


def _moved(index: int, line: YamlLine, left: int, cost: int) -> LayoutChange:
    """A line whose first sign stands in another column."""
    dash = left if line.dash >= 0 else -1
    indent = left + line.indent - line.left
    return LayoutChange(index, replace(line, indent=indent, dash=dash), cost)


def _lost_lines(misplacement: Misplacement, lines: Sequence[YamlLine]) -> Iterator[LayoutChange]:
    """Lines that may have been deleted: a name that takes what follows, and is not there yet."""
    line = lines[misplacement.index]
    mappings = [frame for frame in misplacement.frames if not frame.dashes]
    for frame in mappings:
        if frame.indent < line.indent:
            yield from _lost_names(frame, frame.indent, misplacement.index, lines)
    for frame in mappings:
        if frame.lines and frame.indent > line.indent:
            yield from _lost_names(frame, line.indent, frame.lines[0], lines)


def _lost_names(
    frame: Frame, indent: int, index: int, lines: Sequence[YamlLine]
) -> Iterator[LayoutChange]:
    """The names of a frame that may have stood, so far in, before the line of an index."""
    line = lines[index]
    if frame.slot is None or not line.key or line.dash >= 0:
        return
    for name, slot in frame.slot.fields.items():
        if name not in frame.names and slot.fits(line.key):
            new = replace(
                line, indent=indent, dash=-1, key=name, value="", body=f"{name}:", plain=True
            )
            yield LayoutChange(index, new, _LOST_LINE, lost=name)
