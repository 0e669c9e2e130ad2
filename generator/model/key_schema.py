"""The data file's model → the places that reading knows (reading imports nothing of the model)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Union, get_args, get_origin

from pydantic import BaseModel

from generator.model.base import DAY, Reads
from generator.model.choices import Choice
from generator.model.money import FUNDS, NATURES
from generator.repair.key_schema import Keys, Slot

if TYPE_CHECKING:
    # Its module takes long to load, and a data file is read without it.
    from pydantic.json_schema import JsonSchemaValue

ANY_KEY = "*"
"""Any key or any item of a list, in a path of keys."""

_BY_ITEM = ("收入", "年初结转和结余", "年末结转和结余")
_NOBODY_BESIDE: frozenset[str] = frozenset()


@lru_cache(maxsize=4)
def schema_of(model: type[BaseModel]) -> JsonSchemaValue:
    """The JSON Schema of a model, made once: it takes as long as a whole document's figures and
    rules.
    """
    return model.model_json_schema()


@lru_cache(maxsize=4)
def known_keys(model: type[BaseModel]) -> Keys:
    """Every name that a data file may have, and where: read off the annotations, as every run needs
    it, and pydantic's JSON Schema takes a tenth of the time of a check.
    """
    return Keys.of(_slot(model, (), _NOBODY_BESIDE))


@lru_cache(maxsize=4)
def keys_by_place(model: type[BaseModel]) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """The keys of every part of a data file, by the path to the part."""
    return dict(_keys_below(known_keys(model).root, ()))


@lru_cache(maxsize=512)
def siblings_in(parent: tuple[str, ...], model: type[BaseModel]) -> tuple[str, ...]:
    """The keys that the part at a path may have."""
    for place, names in keys_by_place(model).items():
        if len(place) != len(parent):
            continue
        pairs = zip(place, parent, strict=True)
        if all(step in (ANY_KEY, typed) for step, typed in pairs):
            return names
    return ()


def _keys_below(
    slot: Slot, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    if slot.fields:
        yield path, tuple(slot.fields)
    for name, inner in slot.fields.items():
        yield from _keys_below(inner, (*path, name))
    for below in (slot.item, slot.others):
        if below:
            yield from _keys_below(below, (*path, ANY_KEY))


def _slot(annotation: object, path: tuple[str, ...], beside: frozenset[str]) -> Slot:
    """One place.

    ``beside`` are the names beside it, which a name of the clerk's own must not be.
    """
    fields: dict[str, Slot] = {}
    under_other_names = item = None
    number = text = day = False
    options: tuple[str, ...] = ()
    for kind in _alternatives(annotation):
        origin, inner = get_origin(kind), get_args(kind)
        if isinstance(kind, Reads):
            # Numbers are told first in the schema of a number, texts in that of a text.
            number = number or kind.json.get("type") == ["number", "string"]
            text = text or kind.json.get("type") == ["string", "number"]
            day = day or kind is DAY
            if isinstance(kind, Choice):
                options = kind.options
        elif origin is dict:
            under_other_names = _slot(inner[1], (*path, ANY_KEY), beside)
        elif origin in (tuple, list):
            item = _slot(inner[0], (*path, ANY_KEY), beside)
        elif isinstance(kind, type) and issubclass(kind, BaseModel):
            fields |= _fields(kind, path)
    if under_other_names is None:
        return Slot(fields, item=item, number=number, text=text, options=options, day=day)
    return Slot(
        fields,
        under_other_names,
        item,
        number=number,
        text=text,
        code=_code_kind(path),
        reserved=beside,
    )


def _fields(part: type[BaseModel], path: tuple[str, ...]) -> dict[str, Slot]:
    """The places of the keys of a part. At the top of the file a clerk gives no names."""
    names = _NOBODY_BESIDE
    if path:
        names = frozenset(part.model_fields)
    return {
        name: _slot(field.rebuild_annotation(), (*path, name), names)
        for name, field in part.model_fields.items()
    }


def _alternatives(annotation: object) -> Iterator[object]:
    """The kinds that a value may be of; what reads it where it has a reader of its own."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        reader = next((mark for mark in marks if isinstance(mark, Reads)), None)
        if reader is None:
            yield from _alternatives(inner)
        else:
            yield reader
    elif get_origin(annotation) in (Union, UnionType):
        for kind in get_args(annotation):
            yield from _alternatives(kind)
    else:
        yield annotation


def _code_kind(path: tuple[str, ...]) -> str:
    """Which 科目 name the parts of a place: 功能 under income, balances and each fund of outlay,
    经济 below; "" where the clerk gives the names.
    """
    part, name = path[0], path[-1]
    if part in _BY_ITEM or (part == "支出" and name in FUNDS):
        return "功能"
    is_nature = name in NATURES and name != "项目支出"
    if part == "支出" and (name == ANY_KEY or is_nature):
        return "经济"
    return ""
