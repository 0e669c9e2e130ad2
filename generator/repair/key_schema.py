"""What may stand where in a data file, as far as reading needs to know it: which names a place
takes, and whether a number or a text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct, field

# What may stand in the place of 经济科目.
_GROUPS_OF_EXPENSES = ("人员经费", "公用经费")
_CODE = re.compile(r"(\d{3,9})(?!\d)")


class Slot(Struct, frozen=True):
    """One place. ``fields`` are its names; ``others`` is what stands under any other name, ``item``
    under a dash.

    ``code`` is the kind of 科目 whose code another name has to begin with; "" where the clerk names
    things, which must not be ``reserved``. ``options`` are the words of which one has to be chosen.
    """

    fields: Mapping[str, Slot] = field(default_factory=dict)
    others: Slot | None = None
    item: Slot | None = None
    number: bool = False
    text: bool = False
    code: str = ""
    reserved: frozenset[str] = frozenset()
    options: tuple[str, ...] = ()
    day: bool = False

    @property
    def inner(self) -> bool:
        """Whether a mapping may stand at the place, with names of its own."""
        return bool(self.fields) or self.others is not None

    def below(self, name: str) -> Slot | None:
        """The place under a name; None when it is not known."""
        return self.fields.get(name) or self.others

    def fits(self, name: str) -> int:
        """2 when the name belongs here for certain, 1 when it may, 0 when it does not."""
        if name in self.fields:
            return 2
        if self.others is None or name in self.reserved:
            return 0
        if not self.code:
            return 1
        code = _CODE.match(name)
        if code is None:
            return int(name in _GROUPS_OF_EXPENSES)
        is_functional = len(code[1]) > 5
        return 2 * (is_functional == (self.code == "功能"))


class Keys(frozenset[str]):
    """The names of all parts of a data file; ``root`` tells where each may stand, the others which
    always hold a number, a text, a list.
    """

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
            name for name, of_name in places.items() if all(slot.number for slot in of_name)
        )
        keys.texts = frozenset(
            name
            for name, of_name in places.items()
            if all(slot.text and not slot.inner for slot in of_name)
        )
        keys.lists = frozenset(
            name for name, of_name in places.items() if all(slot.item for slot in of_name)
        )
        return keys


def _gather(slot: Slot, places: dict[str, list[Slot]]) -> None:
    for name, inner in slot.fields.items():
        places.setdefault(name, []).append(inner)
    for below in (*slot.fields.values(), slot.others, slot.item):
        if below:
            _gather(below, places)


@lru_cache(maxsize=2)
def line_of_a_key(key_names: frozenset[str]) -> re.Pattern[str]:
    """The start of a line that is a key of the data file."""
    return re.compile(rf"\n\s*(?:{'|'.join(map(re.escape, sorted(key_names))) or '$^'})\s*:")
