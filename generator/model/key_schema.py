"""The data file's schema → the places that reading knows (reading imports nothing of the model)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from generator.model.money import FUNDS, NATURES
from generator.model.shape import shape_of_model
from generator.repair.key_schema import Keys, Slot

_BY_ITEM = ("收入", "年初结转和结余", "年末结转和结余")


@lru_cache(maxsize=4)
def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a model, made once: it takes as long as a whole document's figures and rules."""
    return model.model_json_schema()


@lru_cache(maxsize=4)
def known_keys(model: type[BaseModel]) -> Keys:
    """Every name that a data file may have, and where."""
    return Keys.of(slot_of(shape_of_model(model)))


def slot_of(schema: Mapping[str, Any]) -> Slot:
    """The places that a schema knows."""
    return _slot(schema, schema.get("$defs", {}), (), frozenset())


def _slot(schema: Any, definitions: Mapping[str, Any], path: tuple[str, ...], around: frozenset[str]) -> Slot:
    """One place; ``around`` are the names beside it, which a name of the clerk's own must not be."""
    fields: dict[str, Slot] = {}
    rest = item = None
    number = text = False
    for part in _parts(schema, definitions):
        own = frozenset(part.get("properties", ()))
        for name, inner in part.get("properties", {}).items():
            fields[name] = _slot(inner, definitions, (*path, name), own if path else frozenset())
        if isinstance(part.get("additionalProperties"), dict):
            rest = _slot(part["additionalProperties"], definitions, (*path, "*"), around)
        if "items" in part:
            item = _slot(part["items"], definitions, (*path, "*"), around)
        kind = part.get("type")
        # Numbers are told first in the schema of a number, texts in that of a text.
        number = number or kind == ["number", "string"]
        text = text or kind == ["string", "number"]
    return Slot(fields, rest, item, number, text, _code(path) if rest else "", around if rest else frozenset())


def _parts(schema: Any, definitions: Mapping[str, Any]) -> list[Any]:
    """A schema and its alternatives, without references."""
    if "$ref" in schema:
        return _parts(definitions[schema["$ref"].rsplit("/", 1)[-1]], definitions)
    inner = [part for key in ("anyOf", "oneOf", "allOf") for one in schema.get(key, ()) for part in _parts(one, definitions)]
    return [schema, *inner]


def _code(path: tuple[str, ...]) -> str:
    """Which 科目 name the parts of a place: 功能 under income, balances and each fund of outlay, 经济 below; "" where the clerk gives the names."""
    if path[0] in _BY_ITEM or (path[0] == "支出" and path[-1] in FUNDS):
        return "功能"
    return "经济" if path[0] == "支出" and (path[-1] == "*" or (path[-1] in NATURES and path[-1] != "项目支出")) else ""
