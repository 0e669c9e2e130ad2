"""How far in the lines stand: YAML names the first line that it cannot place, which is seldom the
one that is wrong.

The lines are walked as YAML would, with the places that the data file has. Where a line fits
nowhere, every single change that may have been meant is tried — this line further in or out, the
lines before it, a colon, a line that was lost — and the one that leaves the fewest misplacements in
the whole file is what is told.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.findings.place import Place
from generator.reading.yaml_errors import FORMAT
from generator.repair.key_schema import Keys, Slot
from generator.repair.layout_changes import LayoutChange, changes_for
from generator.repair.layout_walk import MISPLACED_WEIGHT, Kind, Walk
from generator.repair.lines import YamlLine, lines_of
from generator.repair.rules import DEEPER
from generator.repair.typo import Typo
from generator.yaml_edit.edits import Edit

# A data file has some hundreds of lines, and a typo or two: with more, YAML says what it can.
_MOST_LINES, _MOST_TYPOS = 3000, 30
# And no more lines are walked for guesses than this, in half a second: on a larger file fewer typos
# are told.
_MOST_STEPS = 400_000
# Changes that leave as many misplacements are told apart by their cost, which is less than this.
_COST_SCALE = 10
_MOST_SHOWN, _SHORT_SHOWN = 20, 10


def find_layout(text: str, name: str, key_names: Keys) -> list[Typo]:
    """What stands in the wrong place in a text, with the change that puts it right."""
    lines = lines_of(text, _MOST_LINES)
    if len(lines) > _MOST_LINES:
        return []
    typos: list[Typo] = []
    passed: frozenset[int] = frozenset()
    steps_left = _MOST_STEPS
    for _ in range(_MOST_TYPOS):
        walk = Walk(lines, key_names.root, passed)
        if walk.first is None or walk.hopeless:
            break
        changes = list(changes_for(walk.first, lines, key_names))
        steps_left -= len(lines) * (len(changes) + 1)
        if steps_left < 0:
            break
        change, certain = _best(walk, changes, key_names.root, passed)
        if change is None:
            line = lines[walk.first.index]
            if walk.first.kind is Kind.TEXT:
                typos.append(_no_colon(line, name))
            passed |= {line.number}
            continue
        typos.append(_typo(change, lines, name, certain=certain))
        lines = change.apply(lines)
    return typos


def _best(
    walk: Walk, changes: Sequence[LayoutChange], root: Slot, passed: frozenset[int]
) -> tuple[LayoutChange | None, bool]:
    """The change that leaves the fewest misplacements, and whether no other leaves as few.

    None where none helps.
    """
    scores = [(Walk(change.apply(walk.lines), root, passed).score, change) for change in changes]
    ranked = sorted(scores, key=_rank)
    # A name written twice is a typo of its own; a lost line accounts for it only when it accounts
    # for more.
    is_twice = walk.first is not None and walk.first.kind is Kind.TWICE
    least = MISPLACED_WEIGHT + is_twice
    if not ranked or walk.score - ranked[0][0] < least:
        return None, False
    score, change = ranked[0]
    rivals = (scored for scored in ranked[1:] if not scored[1].is_same_place(change))
    rival = next(rivals, None)
    return change, rival is None or rival[0] > score


def _rank(scored: tuple[int, LayoutChange]) -> int:
    """The place of a change among others: by the misplacements that it leaves, then by its cost."""
    score, change = scored
    return score * _COST_SCALE + change.cost


def _no_colon(line: YamlLine, name: str) -> Typo:
    """A line that is no entry, and of which nobody can tell what it was meant to be."""
    message = f"“{line.body[:_MOST_SHOWN]}”这一行没有英文冒号"
    fix = "写成“名称: 内容”，冒号用英文的，后面空一格；若是上一行的文字，接在上一行后面"
    return Typo(FORMAT.at(_place(line, name), message, fix))


def _place(line: YamlLine, name: str) -> Place:
    return Place(name, line.number, line.left + 1)


def _typo(change: LayoutChange, lines: Sequence[YamlLine], name: str, *, certain: bool) -> Typo:
    """The typo that a change puts right; it is written into the file only where it is certain."""
    old = lines[change.index]
    if change.lost:
        return _lost_line(change, old, name)
    if change.put:
        message = f"“{change.line.key}”后面少了英文冒号"
        finding = FORMAT.at(_place(old, name), message, f"改成：{change.put}")
        begin = old.first_sign + old.indent - old.left
        edit = Edit(begin, begin + len(old.body), change.put)
    else:
        wanted = change.line.left
        called = f"“{old.key or old.body[:_SHORT_SHOWN]}”这一行"
        fix = f"行首应为 {wanted} 个空格，{_aligned_with(change, lines)}"
        missing = wanted - old.left
        finding = FORMAT.at(_place(old, name), f"{called}少缩进了 {missing} 格", fix)
        if missing < 0:
            finding = DEEPER.at(_place(old, name), f"{called}多缩进了 {-missing} 格", fix)
        edit = Edit(old.start, old.first_sign, " " * wanted)
    if certain:
        return Typo(finding, (edit,))
    return Typo(finding, guesses=(edit,))


def _lost_line(change: LayoutChange, old: YamlLine, name: str) -> Typo:
    """A line that is to be put before another."""
    indent = change.line.indent
    blanks = "（顶格写）"
    if indent:
        blanks = f"（行首 {indent} 个空格）"
    message = f"第 {old.number} 行前面少了一行“{change.lost}:”"
    fix = f"在第 {old.number} 行前面加一行：{change.lost}:{blanks}"
    finding = FORMAT.at(_place(old, name), message, fix)
    put = f"{' ' * indent}{change.lost}:\n"
    return Typo(finding, guesses=(Edit(old.start, old.start, put),))


def _aligned_with(change: LayoutChange, lines: Sequence[YamlLine]) -> str:
    """With which line a moved one is aligned, in words."""
    line = _beside(change, lines)
    if line is None:
        return "与同一级的行左边对齐"
    return f"与第 {line.number} 行“{line.key or line.body[:_SHORT_SHOWN]}”左边对齐"


def _beside(change: LayoutChange, lines: Sequence[YamlLine]) -> YamlLine | None:
    """A line of the same level: the nearest one before, else the next one."""
    left = change.line.left
    for line in reversed(lines[: change.index]):
        if line.left == left:
            return line
        if line.left < left:
            break
    return next((line for line in lines[change.index + 1 :] if line.left == left), None)
