"""The data file's model → the places that reading knows (reading imports nothing of the model)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from generator.model.base import Reads
from generator.model.money import FUNDS, NATURES
from generator.repair.key_schema import Keys, Slot

_BY_ITEM = ("收入", "年初结转和结余", "年末结转和结余")


@lru_cache(maxsize=4)
def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a model, made once: it takes as long as a whole document's figures and rules."""
    return model.model_json_schema()


@lru_cache(maxsize=4)
def known_keys(model: type[BaseModel]) -> Keys:
    """Every name that a data file may have, and where: read off the annotations, as every run needs
    it, and pydantic's JSON Schema takes a tenth of the time of a check."""
    return Keys.of(_slot(model, (), frozenset()))


def _slot(kind: Any, path: tuple[str, ...], around: frozenset[str]) -> Slot:
    """One place; ``around`` are the names beside it, which a name of the clerk's own must not be."""
    fields: dict[str, Slot] = {}
    rest = item = None
    number = text = False
    for one in _alternatives(kind):
        origin, inner = get_origin(one), get_args(one)
        if isinstance(one, Reads):
            # Numbers are told first in the schema of a number, texts in that of a text.
            number = number or one.json.get("type") == ["number", "string"]
            text = text or one.json.get("type") == ["string", "number"]
        elif origin is dict:
            rest = _slot(inner[1], (*path, "*"), around)
        elif origin in (tuple, list):
            item = _slot(inner[0], (*path, "*"), around)
        elif isinstance(one, type) and issubclass(one, BaseModel):
            own = frozenset(one.model_fields) if path else frozenset()
            for name, field in one.model_fields.items():
                fields[name] = _slot(field.rebuild_annotation(), (*path, name), own)
    code = _code(path) if rest else ""
    return Slot(fields, rest, item, number, text, code, around if rest else frozenset())


def _alternatives(kind: Any) -> Iterator[Any]:
    """The kinds that a value may be of; what reads it where it has a reader of its own."""
    if get_origin(kind) is Annotated:
        inner, *marks = get_args(kind)
        reader = next((mark for mark in marks if isinstance(mark, Reads)), None)
        yield from [reader] if reader else _alternatives(inner)
    elif get_origin(kind) in (Union, UnionType):
        for one in get_args(kind):
            yield from _alternatives(one)
    else:
        yield kind


def _code(path: tuple[str, ...]) -> str:
    """Which 科目 name the parts of a place: 功能 under income, balances and each fund of outlay, 经济 below; "" where the clerk gives the names."""
    if path[0] in _BY_ITEM or (path[0] == "支出" and path[-1] in FUNDS):
        return "功能"
    return (
        "经济"
        if path[0] == "支出"
        and (path[-1] == "*" or (path[-1] in NATURES and path[-1] != "项目支出"))
        else ""
    )
