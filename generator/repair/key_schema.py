"""What may stand where in a data file, as far as reading needs to know it: which names a place takes, and whether a number or a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct, field

_CODE = re.compile(r"(\d{3,9})(?!\d)")


class Slot(Struct, frozen=True):
    """One place. ``fields`` are its names; ``rest`` is what stands under any other name, ``item`` under a dash.

    ``code`` is the kind of 科目 whose code another name has to begin with; "" where the clerk names things, which must not be ``reserved``.
    """

    fields: Mapping[str, Slot] = field(default_factory=dict)
    rest: Slot | None = None
    item: Slot | None = None
    number: bool = False
    text: bool = False
    code: str = ""
    reserved: frozenset[str] = frozenset()

    @property
    def inner(self) -> bool:
        """Whether it takes names."""
        return bool(self.fields) or self.rest is not None

    def below(self, name: str) -> Slot | None:
        """The place under a name; None when it is not known."""
        return self.fields.get(name) or self.rest

    def fits(self, name: str) -> int:
        """2 when the name belongs here for certain, 1 when it may, 0 when it does not."""
        if name in self.fields:
            return 2
        if self.rest is None or name in self.reserved:
            return 0
        code = _CODE.match(name)
        if self.code and code:
            return 2 if (len(code[1]) > 5) == (self.code == "功能") else 0
        return 0 if self.code and name not in ("人员经费", "公用经费") else 1


class Keys(frozenset[str]):
    """The names of all parts of a data file; ``root`` tells where each may stand, the others which always hold a number, a text, a list."""

    root: Slot
    numbers: frozenset[str]
    texts: frozenset[str]
    lists: frozenset[str]

    @classmethod
    def of(cls, root: Slot) -> Keys:
        """All names under a place."""
        places: dict[str, list[Slot]] = {}
        _gather(root, places)
        keys = cls(places)
        keys.root = root
        keys.numbers = frozenset(
            name for name, slots in places.items() if all(slot.number for slot in slots)
        )
        keys.texts = frozenset(
            name
            for name, slots in places.items()
            if all(slot.text and not slot.inner for slot in slots)
        )
        keys.lists = frozenset(
            name for name, slots in places.items() if all(slot.item for slot in slots)
        )
        return keys


def _gather(slot: Slot, places: dict[str, list[Slot]]) -> None:
    for name, inner in slot.fields.items():
        places.setdefault(name, []).append(inner)
    for below in (*slot.fields.values(), slot.rest, slot.item):
        if below:
            _gather(below, places)


@lru_cache(maxsize=2)
def line_of_a_key(known: frozenset[str]) -> re.Pattern[str]:
    """The start of a line that is a key of the data file."""
    return re.compile(rf"\n\s*(?:{'|'.join(map(re.escape, sorted(known))) or '$^'})\s*:")
