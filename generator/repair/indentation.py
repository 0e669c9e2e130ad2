"""How far in the lines stand: YAML names the first line that it cannot place, which is seldom the one that is wrong.

The lines are walked as YAML would, with the places that the data file has (slots.py). Where a line fits nowhere, every single change that may have
been meant is tried — this line further in or out, the lines before it, a colon, a line that was lost — and the one that leaves the fewest troubles
in the whole file is what is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from generator.findings.place import Place
from generator.reading.yaml_errors import FORMAT
from generator.repair.key_schema import Keys, Slot
from generator.repair.lines import Line, lines_of
from generator.repair.rules import DEEPER
from generator.yaml_edit.edits import Edit, Slip

# A data file has some hundreds of lines, and a slip or two: with more, YAML says what it can.
_MOST_LINES, _MOST_TROUBLES, _MOST_TOLD, _DEEPEST = 3000, 60, 30, 60
# And no more lines are walked for guesses than this, in half a second: on a larger file fewer slips are told.
_MOST_STEPS = 400_000
_STRUCTURE = 10


class _Frame(Struct):
    """A mapping (or a list, ``dashes``) that is open: how far in, what it takes, its lines so far."""

    indent: int
    slot: Slot | None
    dashes: bool = False
    lines: list[int] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def fits(self, key: str) -> int:
        """Whether a name belongs here (slots.py); 1 where nothing is known."""
        return 1 if self.slot is None else self.slot.fits(key)


class _Trouble(Struct, frozen=True):
    """A line that fits nowhere, and the frames that were open before it."""

    at: int
    kind: str
    frames: tuple[_Frame, ...]
    parent: Line | None


class _Change(Struct, frozen=True):
    """One thing that may have been meant: line ``at`` as ``line``, or ``lost`` put before it."""

    at: int
    line: Line
    cost: int
    lost: str = ""
    put: str = ""


class _Walk:
    """One walk over the lines; counts what fits nowhere, and remembers the first trouble that is not to be passed over."""

    def __init__(self, lines: list[Line], root: Slot, passed: frozenset[int]) -> None:
        self.lines = lines
        self.root = root
        self.passed = passed
        self.troubles = 0
        # Nobody indents by an odd number on purpose where the rest is even.
        odd = sum(line.at % 2 for line in lines)
        self.strange = odd if odd * 2 < len(lines) else 0
        self.first: _Trouble | None = None
        self.frames: list[_Frame] = []
        self.open: Line | None = None
        # How far in the text of a value must stand that goes on; None where none can.
        self.text: int | None = None
        for at, line in enumerate(lines):
            self._step(at, line)
            if self.hopeless:
                break

    @property
    def hopeless(self) -> bool:
        """Whether there is more wrong than guesses can tell, or no data file goes so deep."""
        return self.troubles > _MOST_TROUBLES or len(self.frames) > _DEEPEST

    @property
    def score(self) -> int:
        """The fewer the better."""
        return self.troubles * _STRUCTURE + self.strange

    def _trouble(self, at: int, kind: str) -> None:
        if self.lines[at].number in self.passed:
            return
        self.troubles += 1
        if self.first is None:
            self.first = _Trouble(
                at,
                kind,
                tuple(
                    replace(frame, lines=list(frame.lines), names=set(frame.names))
                    for frame in self.frames
                ),
                self.open,
            )

    def _step(self, at: int, line: Line) -> None:
        if line.key is None and line.dash < 0:
            self._text(at, line)
            return
        if not self.frames:
            self.frames.append(_Frame(line.at, self.root, line.dash >= 0))
        elif line.dash >= 0:
            self._item(at, line)
        else:
            self._entry(at, line)
        if line.dash >= 0:
            self.frames.append(
                _Frame(line.indent, self.frames[-1].slot.item if self.frames[-1].slot else None)
            )
        if line.key is not None:
            frame = self.frames[-1]
            if line.key in frame.names:
                self._trouble(at, "twice")
            elif not frame.fits(line.key):
                self.strange += 1
            frame.names.add(line.key)
            frame.lines.append(at)
        self.open = line if line.opens else None
        self.text = line.at if line.plain and not line.opens else None

    def _below(self) -> Slot | None:
        """What the open line takes."""
        slot = self.frames[-1].slot
        return slot.below(self.open.key) if slot and self.open and self.open.key else None

    def _text(self, at: int, line: Line) -> None:
        if not self.frames:
            self.frames.append(_Frame(line.indent, self.root))
        goes_on = self.text is not None and line.indent > self.text
        below = self.open is not None and line.indent > self.open.indent
        slot = self._below()
        if below and line.body[:1] in ("{", "[", '"', "'"):
            self.open, self.text = None, None
            return
        if (
            not (goes_on or below)
            or (below and slot is not None and (slot.inner or slot.item))
            or as_entry(line) is not None
        ):
            self._trouble(at, "text")
            return
        if self.open and below:
            self.text = self.open.indent
        self.open = None

    def _item(self, at: int, line: Line) -> None:
        if (
            self.open
            and line.dash >= self.open.indent
            and not (self.frames[-1].dashes and line.dash == self.frames[-1].indent)
        ):
            self.frames.append(_Frame(line.dash, self._below(), dashes=True))
            return
        same = [frame for frame in self.frames if frame.dashes and frame.indent == line.dash]
        if not same:
            self._trouble(at, "between")
            same = [frame for frame in self.frames if frame.dashes] or self.frames
        while self.frames[-1] is not same[-1]:
            self.frames.pop()

    def _entry(self, at: int, line: Line) -> None:
        assert line.key is not None
        below = self._below()
        opened = bool(self.open and line.indent > self.open.indent)
        natural = next(
            (frame for frame in self.frames if not frame.dashes and frame.indent == line.indent),
            None,
        )
        others = [
            frame
            for frame in self.frames
            if not frame.dashes and frame is not natural and frame.fits(line.key) == 2
        ]
        if opened:
            fits = below.fits(line.key) if below else 1
            if not fits and others:
                self._trouble(at, "misfit")
            self.frames.append(_Frame(line.indent, below))
            return
        if natural is None:
            self._trouble(at, "between")
            natural = (
                others[-1]
                if others
                else next(
                    (
                        frame
                        for frame in reversed(self.frames)
                        if frame.indent < line.indent and not frame.dashes
                    ),
                    self.frames[0],
                )
            )
        elif not natural.fits(line.key) and (others or (below and below.fits(line.key) == 2)):
            self._trouble(at, "misfit")
            natural = others[-1] if others else natural
        while self.frames[-1] is not natural:
            self.frames.pop()


def as_entry(line: Line, known: frozenset[str] = frozenset()) -> str | None:
    """A line without a colon as it was meant: a 科目 or a known name, and perhaps its number."""
    body = line.body
    coded = re.fullmatch(
        r"(\d{3}|\d{5}|\d{7})[ \t]*([^\s\d;；:：,，][^\t;；:：,，]*?)(?:\s*[;；,，]\s*|\s+)([-+\d０-９,.．]+)",
        body,
    )
    if coded:
        return f"{coded[1]} {coded[2]}: {coded[3]}"
    named = re.fullmatch(r"([^\s;；:：,，]+?)(?:\s*[;；]\s*|\s+)(\S.*)", body)
    if named and named[1] in known:
        return f"{named[1]}: {named[2]}"
    if re.fullmatch(r"[^\s;；:：]+[;；]?", body) and body.rstrip(";；") in known:
        return f"{body.rstrip(';；')}:"
    return None


def find_layout(text: str, name: str, known: Keys) -> list[Slip]:
    """What stands in the wrong place, with the change that puts it right; the places of ``text``."""
    lines = lines_of(text, _MOST_LINES)
    if len(lines) > _MOST_LINES:
        return []
    slips: list[Slip] = []
    passed: frozenset[int] = frozenset()
    left = _MOST_STEPS
    for _ in range(_MOST_TOLD):
        walk = _Walk(lines, known.root, passed)
        if walk.first is None or walk.hopeless:
            break
        changes = list(_changes(walk.first, lines, known))
        left -= len(lines) * (len(changes) + 1)
        if left < 0:
            break
        best, certain = _best(walk, changes, known, passed)
        if best is None:
            if walk.first.kind == "text":
                slips.append(_no_colon(lines[walk.first.at], name))
            passed |= {lines[walk.first.at].number}
            continue
        slips.append(_slip(best, lines, name, certain=certain))
        lines = _changed(lines, best)
    return slips


def _best(
    walk: _Walk, changes: list[_Change], known: Keys, passed: frozenset[int]
) -> tuple[_Change | None, bool]:
    """The change that leaves the fewest troubles, and whether no other leaves as few."""
    assert walk.first is not None
    tried = [
        (_Walk(_changed(walk.lines, change), known.root, passed), change) for change in changes
    ]
    ranked = sorted(
        ((after.score * 10 + change.cost, after, change) for after, change in tried),
        key=lambda one: one[0],
    )
    # A name written twice is a slip of its own; a lost line accounts for it only when it accounts for more.
    least = _STRUCTURE + 1 if walk.first.kind == "twice" else _STRUCTURE
    if not ranked or walk.score - ranked[0][1].score < least:
        return None, False
    _, after, change = ranked[0]
    rival = next(
        (
            other
            for _, other, one in ranked[1:]
            if (one.at, one.line.at, one.lost) != (change.at, change.line.at, change.lost)
        ),
        None,
    )
    return change, rival is None or rival.score > after.score


def _changes(trouble: _Trouble, lines: list[Line], known: Keys) -> Iterator[_Change]:
    line = lines[trouble.at]
    if trouble.kind == "text":
        meant = as_entry(line, known)
        if meant is not None:
            key, _, value = meant.partition(":")
            yield _Change(
                trouble.at,
                replace(line, key=key, value=value.strip(), body=meant, plain=True),
                1,
                put=meant,
            )
        return
    if trouble.kind != "twice":
        wanted = {frame.indent for frame in trouble.frames if frame.dashes == (line.dash >= 0)}
        if trouble.parent is not None:
            wanted.add(trouble.parent.indent + 2)
        for indent in sorted(wanted - {line.at}):
            yield _moved(trouble.at, line, indent, 1 + (abs(indent - line.at) > 2))
        before = lines[trouble.at - 1] if trouble.at else line
        if before.at != line.at:
            yield _moved(trouble.at - 1, before, line.at, 2)
        for frame in trouble.frames:
            if len(frame.lines) == 1 and frame.indent % 2 and lines[frame.lines[0]].dash < 0:
                yield from (
                    _moved(frame.lines[0], lines[frame.lines[0]], frame.indent + step, 3)
                    for step in (1, -1)
                )
            if len(frame.lines) == 1 and frame.indent != line.at and lines[frame.lines[0]].dash < 0:
                yield _moved(frame.lines[0], lines[frame.lines[0]], line.at, 2)
    yield from _lost(trouble, lines)


def _moved(at: int, line: Line, indent: int, cost: int) -> _Change:
    shift = line.indent - line.at
    return _Change(
        at, replace(line, indent=indent + shift, dash=indent if line.dash >= 0 else -1), cost
    )


def _lost(trouble: _Trouble, lines: list[Line]) -> Iterator[_Change]:
    """Lines that may have been deleted: a name that takes what follows, and is not there yet."""
    line = lines[trouble.at]
    places = [
        (frame, frame.indent, trouble.at)
        for frame in trouble.frames
        if not frame.dashes and frame.indent < line.indent
    ]
    places += [
        (frame, line.indent, frame.lines[0])
        for frame in trouble.frames
        if not frame.dashes and frame.lines and frame.indent > line.indent
    ]
    for frame, indent, at in places:
        key = lines[at].key
        for name, slot in frame.slot.fields.items() if frame.slot and key else ():
            if key and name not in frame.names and slot.fits(key) and lines[at].dash < 0:
                yield _Change(
                    at,
                    replace(
                        lines[at],
                        indent=indent,
                        dash=-1,
                        key=name,
                        value="",
                        body=f"{name}:",
                        plain=True,
                    ),
                    3,
                    lost=name,
                )


def _changed(lines: list[Line], change: _Change) -> list[Line]:
    kept = change.at if change.lost else change.at + 1
    return [*lines[: change.at], change.line, *lines[kept:]]


def _no_colon(line: Line, name: str) -> Slip:
    fix = "写成“名称: 内容”，冒号用英文的，后面空一格；若是上一行的文字，接在上一行后面"
    return Slip(
        FORMAT.at(
            Place(name, line.number, line.at + 1), f"“{line.body[:20]}”这一行没有英文冒号", fix
        )
    )


def _slip(change: _Change, lines: list[Line], name: str, *, certain: bool) -> Slip:
    old, new = lines[change.at], change.line
    place = Place(name, old.number, old.at + 1)
    if change.lost:
        blanks = f"（行首 {new.indent} 个空格）" if new.indent else "（顶格写）"
        finding = FORMAT.at(
            place,
            f"第 {old.number} 行前面少了一行“{change.lost}:”",
            f"在第 {old.number} 行前面加一行：{change.lost}:{blanks}",
        )
        return Slip(
            finding, guesses=(Edit(old.start, old.start, f"{' ' * new.indent}{change.lost}:\n"),)
        )
    if change.put:
        finding = FORMAT.at(place, f"“{new.key}”后面少了英文冒号", f"改成：{change.put}")
        edit = Edit(
            old.lead + old.indent - old.at,
            old.lead + old.indent - old.at + len(old.body),
            change.put,
        )
        return Slip(finding, (edit,) if certain else (), guesses=() if certain else (edit,))
    less = new.at - old.at
    beside = _beside(change, lines)
    called = f"“{old.key or old.body[:10]}”"
    told = (
        f"与第 {beside.number} 行“{beside.key or beside.body[:10]}”左边对齐"
        if beside
        else "与同一级的行左边对齐"
    )
    fix = f"行首应为 {new.at} 个空格，{told}"
    edit = Edit(old.start, old.lead, " " * new.at)
    edits, guesses = ((edit,), ()) if certain else ((), (edit,))
    if less < 0:
        return Slip(DEEPER.at(place, f"{called}这一行多缩进了 {-less} 格", fix), edits, guesses)
    return Slip(FORMAT.at(place, f"{called}这一行少缩进了 {less} 格", fix), edits, guesses)


def _beside(change: _Change, lines: list[Line]) -> Line | None:
    """A line of the same level: the nearest one before, else the next one."""
    indent = change.line.at
    for line in reversed(lines[: change.at]):
        if line.at == indent:
            return line
        if line.at < indent:
            break
    return next((line for line in lines[change.at + 1 :] if line.at == indent), None)
