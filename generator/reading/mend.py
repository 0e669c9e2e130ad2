"""What `juesuan fix` does to a text: the edits of slips, and full-width digits. An amount is never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.reading.amounts import narrow, parse_decimal
from generator.reading.characters import broken, hidden
from generator.reading.edits import Edit, apply
from generator.reading.nodes import Mapping, Node, Scalar, Sequence
from generator.reading.slips import find_slips
from generator.reading.yaml_text import read_text

_ROUNDS = 5
_WIDE = re.compile(r"[+\-－＋]?[\d０-９,，.．]*[０-９．，－＋][\d０-９,，.．]*")


@dataclass(frozen=True, slots=True)
class Mended:
    """A text mended as far as is safe; ``done`` counts the replacements."""

    text: str
    done: int


def mend(text: str, name: str, known: frozenset[str]) -> Mended:
    """Apply the safe replacements. The digits of the text stay as they are, one by one; otherwise nothing is changed at all."""
    lines = broken(text, name)
    seen = hidden(lines.text, name)
    mended, done = seen.text, len(lines.edits) + len(seen.edits)
    for _ in range(_ROUNDS):
        edits = {edit for slip in find_slips(mended, name, known) for edit in slip.edits}
        if not edits:
            break
        done += len(edits)
        mended = apply(mended, edits)
    node, _ = read_text(mended, name, known)
    if node is not None:
        edits = set(_digits(node, mended))
        done += len(edits)
        mended = apply(mended, edits)
    return Mended(mended, done) if _same_digits(text, mended) else Mended(text, 0)


def _same_digits(one: str, other: str) -> bool:
    return re.sub(r"[^0-9]", "", narrow(one)) == re.sub(r"[^0-9]", "", narrow(other))


def _digits(node: Node, text: str) -> Iterator[Edit]:
    """Full-width numbers as half-width ones."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for scalar in _scalars(node):
        if not scalar.plain or not _WIDE.fullmatch(scalar):
            continue
        try:
            value = parse_decimal(scalar)
        except ValueError:
            continue
        put = narrow(scalar).replace(",", "")
        start = starts[scalar.place.line - 1] + scalar.place.column - 1
        if text[start : start + len(scalar)] == scalar and parse_decimal(put) == value:
            yield Edit(start, start + len(scalar), put)


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from _scalars(value)
    elif isinstance(node, Sequence):
        for value in node:
            yield from _scalars(value)
