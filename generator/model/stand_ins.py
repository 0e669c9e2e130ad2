"""A file in which values are still to be filled in → accounts with stand-ins in their places.

Three sets of stand-ins are made, so that whatever rests on them differs between two of them: this
year's numbers small and those with which they are compared large; the other way round; and zeros,
with which sentences and rows lack. Of options the first, the last, and none; words that need not be
there stand in one set as a mark. A part that cannot be read waits as a whole, and may have any name
that the file gives. What is the same with all says nothing that rests on a value that nobody has
typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum

from msgspec import Struct
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.findings.place import Place
from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys
from generator.model.load import validated
from generator.model.messages import Path, path_of
from generator.model.rules import CHOICE, COUNT, DATE, EMPTY, MARK, NUMBER, TO_FILL
from generator.model.typed_names import typed_names
from generator.money import FACTORS, trimmed
from generator.reading.nodes import (
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    node_at,
    place_of,
    shared,
)
from generator.repair.key_schema import Slot

_UNREAD = frozenset(rule.id for rule in (TO_FILL, EMPTY, NUMBER, COUNT, DATE, CHOICE))
_NEEDED = ("版式", "年度", "金额单位")
"""Without these nothing can be said of a file."""
_UNITS = "汇总"
"""Of a 部门 that adds up others nothing is known while they are not."""
_MOST_ROUNDS = 12
_DEEPEST = 4
_NAMES = {
    "功能": ("2010301 行政运行", "2299999 其他支出"),
    "经济": ("30101 基本工资", "39999 其他支出"),
    "": ("甲", "乙"),
}
"""What a number of a part that cannot be read is called, by the kind of name that it takes: in two
sets otherwise, so that the name waits, too."""
_MOST_VALUES = 3000
_SMALL, _STEP = Decimal("0.01"), Decimal("0.000001")
_LARGE, _FALL = Decimal("77000000.71"), Decimal(1373)
"""In 万元: below, and above, what files have that is not zero; no two are the same, and no sum of
some is zero."""
_MANY = 9_000_000
"""More than a count of any file."""


class WaitingAccounts(Struct, frozen=True):
    """Accounts with stand-ins, the nodes that they were made of, and the values for which stand-ins
    stand, by the places that figures made of them know."""

    accounts: Accounts
    root: MappingNode
    paths: Mapping[Place, Path]


_LAST_YEAR = "上年"
_COMPARED_WITH = re.compile(r"上年.*|年初|全年|.*预算数?")
"""The last step of a path to a number with which this year's is compared, as are all under 上年."""


class StandIns(Struct, frozen=True):
    """The accounts of a file with each set of stand-ins: this year's numbers small, or large, or
    zeros."""

    small: WaitingAccounts
    large: WaitingAccounts
    zeros: WaitingAccounts


def with_stand_ins(root: Node) -> StandIns | None:
    """The accounts of a file with different stand-ins for what is not filled in or cannot be read.

    None where nothing is, or the file is wrong otherwise: names that it does not know may hold
    amounts.
    """
    filled = []
    for kind in _Kind:
        accounts = _filled(root, kind)
        if accounts is None:
            return None
        filled.append(accounts)
    return StandIns(*filled)


class _Kind(Enum):
    """Which stand-ins are put; in the order of StandIns."""

    SMALL = "small"
    LARGE = "large"
    ZEROS = "zeros"


_DAYS = {_Kind.SMALL: "3333-11-22", _Kind.LARGE: "4444-06-06", _Kind.ZEROS: "5555-07-08"}
"""Days without a sign in common: wherever one is printed, all of it differs."""


def _filled(root: Node, kind: _Kind) -> WaitingAccounts | None:
    if not isinstance(root, MappingNode):
        return None
    return _Filling(root, kind).filled()


class _Filling:
    """Puts stand-ins into a copy of a file, round by round."""

    def __init__(self, root: MappingNode, kind: _Kind) -> None:
        self._root = shared(root)
        self._typed_names = typed_names(root) if kind is _Kind.SMALL else {}
        self._named: dict[tuple[str, str | int], Path] = {}
        self._kind = kind
        unit = str(root.get("金额单位", "")).strip()
        self._factor = FACTORS.get(unit, Decimal(1))
        self._paths: dict[Place, Path] = {}
        self._put: dict[Path, int] = {}
        self._order: dict[Path, int] = {}
        self._optional: set[Path] = set()
        self._places = 0
        self._withdrawn: dict[Path, int] = {}
        self._round = 0

    def filled(self) -> WaitingAccounts | None:
        """The accounts; None where something else than a value is wrong."""
        for self._round in range(_MOST_ROUNDS):
            try:
                accounts = validated(self._root)
            except ValidationError as error:
                details = error.errors(include_url=False)
                if len(details) > _MOST_VALUES or not all(map(self._fill, details)):
                    return None
            else:
                return WaitingAccounts(accounts, self._root, self._paths)
        return None

    def _fill(self, detail: ErrorDetails) -> bool:
        """Put a stand-in where an error was, or take away the one that was wrong; False where none
        can stand there."""
        path = path_of(detail)
        if not path or path[0] in _NEEDED or path[0] == _UNITS:
            return False
        kind = detail["type"]
        unread = kind == "clerk" and detail["ctx"]["rule"] in _UNREAD
        # A list that waits is a word where a list should be.
        unread = unread or node_at(self._root, path) == MARK
        if kind == "missing" and self._add(path):
            return True
        if unread and self._replace(path):
            return True
        return self._take_away(path) or self._withdraw(path)

    def _withdraw(self, path: Path) -> bool:
        """Let the smallest part wait in which something is that cannot be read, or above which
        that did not help; False where that would be the whole file."""
        if any(self._withdrawn.get(path[:end]) == self._round for end in range(len(path) + 1)):
            return True
        for end in range(len(path), 0, -1):
            part = path[:end]
            parent, typed, slot = node_at(self._root, part[:-1]), node_at(self._root, part), None
            if part not in self._withdrawn and _is_named(part):
                slot = _slot_at(part)
            if typed is None or slot is None:
                continue
            self._withdrawn[part] = self._round
            value = self._unread(part, slot, typed.place)
            if value is not None:
                return _put(parent, part[-1], value)
            if isinstance(parent, MappingNode):
                parent.pop(part[-1])
                return True
        return False

    def _unread(self, path: Path, slot: Slot, place: Place) -> Node | None:
        """What stands for a part or a value that cannot be read; None for words that need not be
        there in this set."""
        self._paths[place] = path
        if slot.number:
            return self._stand_in(path, place)
        if slot.inner:
            return self._whole(path, slot, place)
        if slot.item is not None and not slot.text:
            return self._list(path, slot.item, place)
        if slot.options or self._kind is _Kind.LARGE:
            return Scalar.at(self._text(path, slot), place)
        return None

    def _list(self, path: Path, item: Slot, place: Place) -> SequenceNode:
        """A list with an item in one of the sets."""
        items = SequenceNode()
        items.place = place
        if self._kind is _Kind.LARGE and item.inner:
            items.append(self._whole((*path, 0), item, self._own_place(path)))
        elif self._kind is _Kind.LARGE:
            items.append(Scalar.at(self._text((*path, 0), item), self._own_place(path)))
        return items

    def _whole(self, path: Path, slot: Slot, place: Place) -> MappingNode:
        """A part with all numbers that it may have; none where they are zeros."""
        part = MappingNode()
        part.place = place
        if self._kind is _Kind.ZEROS or len(path) > _DEEPEST:
            return part
        below = [*slot.fields.items()]
        if slot.others is not None:
            below += [(name, slot.others) for name in self._names(path, slot)]
        for name, inner in below:
            own = self._own_place(path)
            if inner.number:
                part[Scalar.at(name, own)] = self._amount((*path, name), inner, own)
            elif inner.inner:
                inside = self._whole((*path, name), inner, own)
                if inside:
                    part[Scalar.at(name, own)] = inside
        return part

    def _names(self, path: Path, slot: Slot) -> Sequence[str]:
        """What the entries of a part are called that waits at a path: in the set of small numbers
        every name that the file gives elsewhere, as any may be meant."""
        typed = self._typed_names.get(slot.code, ())
        if self._kind is not _Kind.SMALL or not typed:
            return [_NAMES[slot.code][self._kind is _Kind.LARGE]]
        # All of them once in each part of the file: below one name, not below each.
        is_first = self._named.setdefault((slot.code, path[0]), path) == path
        if not is_first:
            return typed[:1]
        return typed

    def _replace(self, path: Path) -> bool:
        """A stand-in for a value that is not filled in, or cannot be read; words that need not be
        there go, but in one of the sets."""
        parent, slot = node_at(self._root, path[:-1]), _slot_at(path)
        typed = node_at(self._root, path)
        if slot is None or not isinstance(typed, Scalar):
            return False
        if slot.number:
            return _put(parent, path[-1], self._amount(path, slot, typed.place))
        if path in self._put:
            return False
        self._put[path] = 1
        self._paths[typed.place] = path
        if not isinstance(parent, MappingNode):
            return _put(parent, path[-1], Scalar.at(self._text(path, slot), typed.place))
        self._optional.add(path)
        if not self._stands(slot):
            return self._take_away(path)
        parent[path[-1]] = self._value(path, slot, typed.place)
        return True

    def _stands(self, slot: Slot) -> bool:
        """Whether what need not be there stands in this set."""
        if slot.day:
            return True
        if slot.options or slot.inner:
            return self._kind is not _Kind.ZEROS
        return self._kind is _Kind.LARGE

    def _take_away(self, path: Path) -> bool:
        """Take away what need not be there, at a path or above it; False where all has to be."""
        for end in range(len(path), 0, -1):
            part = path[:end]
            parent = node_at(self._root, part[:-1])
            if part in self._optional and isinstance(parent, MappingNode):
                self._optional.remove(part)
                parent.pop(part[-1], None)
                return True
        return False

    def _add(self, path: Path) -> bool:
        """A stand-in for what has to be there and is not."""
        parent, slot = node_at(self._root, path[:-1]), _slot_at(path)
        if slot is None or not isinstance(parent, MappingNode):
            return False
        place = self._own_place(path)
        value: Node = MappingNode()
        value.place = place
        if slot.number or not slot.inner:
            value = self._value(path, slot, place)
        parent[Scalar.at(str(path[-1]), place)] = value
        return True

    def _value(self, path: Path, slot: Slot, place: Place) -> Node:
        """A stand-in of the kind that a place takes; a part has all its own numbers."""
        if slot.number:
            return self._stand_in(path, place)
        if slot.item is not None and not slot.text:
            return self._list(path, slot.item, place)
        if slot.inner:
            return self._whole(path, slot, place)
        return Scalar.at(self._text(path, slot), place)

    def _own_place(self, path: Path) -> Place:
        """A place that no other value has, near where the missing one would stand."""
        self._places += 1
        near = place_of(self._root, path)
        return Place(near.file, near.line, near.column, f"待填 {self._places}")

    def _amount(self, path: Path, slot: Slot, place: Place) -> Node:
        """A number; where it may be told in parts by name, such parts in the set of small numbers:
        what lacks for want of parts may come with the value."""
        if self._kind is _Kind.SMALL and slot.others is not None and path not in self._put:
            part = self._whole(path, slot, place)
            if part:
                return part
        return self._stand_in(path, place)

    def _stand_in(self, path: Path, place: Place) -> Scalar:
        """A number; where one with decimals was refused, a count."""
        times = self._put.get(path, 0)
        self._put[path] = times + 1
        self._paths[place] = path
        order = self._order.setdefault(path, len(self._order))
        if self._kind is _Kind.ZEROS:
            return Scalar.at("1" if times else "0", place)
        is_compared = path[0] == _LAST_YEAR or _COMPARED_WITH.fullmatch(str(path[-1])) is not None
        amount, count = _LARGE - _FALL * order, _MANY - 7 * order
        if (self._kind is _Kind.SMALL) != is_compared:
            amount, count = _SMALL + _STEP * order, 1 + order % 3
        if times:
            return Scalar.at(str(count), place)
        return Scalar.at(trimmed(amount / self._factor), place)

    def _text(self, path: Path, slot: Slot) -> str:
        """A stand-in for words: a day, one of the options, or a mark."""
        if slot.day:
            return _DAYS[self._kind]
        if slot.options and self._kind is not _Kind.LARGE:
            return slot.options[0]
        if slot.options:
            return slot.options[-1]
        return f"〔待填：{_name_of(path)}〕"


def _name_of(path: Path) -> str:
    """A path as marks of the document name it, which lead to its field: 单位.内设机构.第2个."""
    return ".".join(f"第{step + 1}个" if isinstance(step, int) else step for step in path)


def _put(parent: Node | None, step: str | int, value: Node) -> bool:
    """Put a value into a part or a list; returns whether that could be."""
    if isinstance(parent, MappingNode):
        parent[step] = value
        return True
    if isinstance(parent, SequenceNode) and isinstance(step, int):
        parent[step] = value
        return True
    return False


def _is_named(path: Path) -> bool:
    """Whether the name at the end of a path is one that its part may have: amounts under another
    are in no sum, and so the part waits."""
    above, name = _slot_at(path[:-1]), path[-1]
    return isinstance(name, int) or (above is not None and above.fits(name) > 0)


def _slot_at(path: Path) -> Slot | None:
    """What may stand at a path."""
    slot: Slot | None = known_keys(Accounts).root
    for step in path:
        if slot is None:
            return None
        below = slot.item
        if isinstance(step, str):
            below = slot.below(step)
        slot = below
    return slot
