"""What `juesuan fix` does to a text: the edits of typos, and full-width digits. An amount is never
changed.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from msgspec import Struct

from generator.reading.amounts import narrow, parse_decimal, with_point
from generator.reading.nodes import Node, leaves
from generator.repair.characters import with_plain_breaks, without_hidden
from generator.repair.indentation import find_layout
from generator.repair.intent import wants_number
from generator.repair.key_schema import Keys
from generator.repair.reader import read_text
from generator.repair.typos import find_typos
from generator.yaml_edit.edits import Edit, apply, line_starts, position

_ROUNDS = 8
_WIDE = re.compile(r"[+\-－＋]?[\d０-９,，.．。·•｡]*[０-９．，－＋。·•｡][\d０-９,，.．。·•｡]*")


class FixedText(Struct, frozen=True):
    """A text fixed as far as is safe; ``done`` counts the replacements."""

    text: str
    done: int


def fix_text(text: str, name: str, key_names: frozenset[str]) -> FixedText:
    """Apply the safe replacements.

    The digits of the text stay as they are, one by one; otherwise nothing is changed at all.
    """
    lines = with_plain_breaks(text, name)
    clean = without_hidden(lines.text, name)
    fixed, done = clean.text, len(lines.edits) + len(clean.edits)
    for _ in range(_ROUNDS):
        edits = _edits(fixed, name, key_names)
        if not edits:
            break
        done += len(edits)
        fixed = apply(fixed, edits)
    node, _ = read_text(fixed, name, key_names)
    if node is not None:
        edits = set(_digits(node, fixed, key_names))
        done += len(edits)
        fixed = apply(fixed, edits)
    if not _same_digits(text, fixed):
        return FixedText(text, 0)
    return FixedText(fixed, done)


def _edits(text: str, name: str, key_names: frozenset[str]) -> set[Edit]:
    """The safe replacements of one round: what was mistyped first, then what stands too far in or
    out.
    """
    typos = find_typos(text, name, key_names)
    edits = {edit for typo in typos for edit in typo.edits}
    guesses = [edit for typo in typos for edit in typo.guesses]
    if edits or not isinstance(key_names, Keys) or any("\n" in edit.put for edit in guesses):
        return edits
    intended = apply(text, guesses)
    # What comes after a guess was found with it.
    safe = itertools.takewhile(
        lambda typo: not typo.guesses, find_layout(intended, name, key_names)
    )
    return {
        moved for typo in safe for edit in typo.edits if (moved := _typed(edit, text, intended))
    }


def _typed(edit: Edit, text: str, intended: str) -> Edit | None:
    """An edit of a text with guesses as one of the typed text; None where the two differ on its
    line before it.
    """
    line, column = position(intended, edit.start)
    begin, start = edit.start - column + 1, line_starts(text)[line - 1]
    if text[start : start + edit.end - begin] != intended[begin : edit.end]:
        return None
    return Edit(start + edit.start - begin, start + edit.end - begin, edit.put)


def _same_digits(before: str, after: str) -> bool:
    return re.sub(r"[^0-9]", "", narrow(before)) == re.sub(r"[^0-9]", "", narrow(after))


def _digits(node: Node, text: str, key_names: frozenset[str]) -> Iterator[Edit]:
    """Full-width numbers as half-width ones; where a number is wanted, a point typed as 。, too."""
    starts = line_starts(text)
    for path, scalar in leaves(node):
        if not scalar.plain or not _WIDE.fullmatch(scalar):
            continue
        number = str(scalar)
        if isinstance(key_names, Keys) and wants_number(_name(path), key_names):
            number = with_point(scalar)
        try:
            value = parse_decimal(number)
        except ValueError:
            continue
        put = narrow(number).replace(",", "")
        start = starts[scalar.place.line - 1] + scalar.place.column - 1
        if text[start : start + len(scalar)] == scalar and parse_decimal(put) == value:
            yield Edit(start, start + len(scalar), put)


def _name(path: tuple[str | int, ...]) -> str:
    """The nearest key by name above a value."""
    return next((str(step) for step in reversed(path) if isinstance(step, str)), "")
