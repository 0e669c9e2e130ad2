"""An example of what goes where something is missing, from the examples of the model, without their
facts: a clerk would paste them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from pydantic import BaseModel

from generator.model.key_schema import ANY_KEY, schema_of
from generator.model.rules import MARK

Schema: TypeAlias = Mapping[str, Any]
"""A JSON Schema, or a part of it."""

# An example in an advice is no longer than this, and no deeper.
_LONGEST, _DEEPEST = 80, 4
# Of a long one so many keys are shown.
_FEW_KEYS = 3


@lru_cache(maxsize=512)
def sample_of_key(path: tuple[str, ...], model: type[BaseModel]) -> str:
    """A missing key with an example of what goes there: its sub-keys are named by it.

    ``path`` leads to the key, the same for all items of a list.
    """
    schema = schema_of(model)
    definitions = schema.get("$defs", {})
    part = _part_at(path, schema)
    examples = _examples(part)
    if not examples:
        return f"{path[-1]}: …"
    masked = _masked(examples[0], part, definitions)
    sizes = ((depth, keys) for depth in range(_DEEPEST, 0, -1) for keys in (_LONGEST, _FEW_KEYS))
    shown = (f"{path[-1]}: {_in_one_line(masked, depth, keys)}" for depth, keys in sizes)
    return next((text for text in shown if len(text) <= _LONGEST), f"{path[-1]}: {{……}}")


@lru_cache(maxsize=512)
def sample_of_item(path: tuple[str, ...], model: type[BaseModel]) -> str:
    """An item of a list as the model's example of the list has it, with … for its facts.

    "" where the items have no keys.
    """
    schema = schema_of(model)
    definitions = schema.get("$defs", {})
    part = _part_at(path[:-1], schema)
    lists = (example for example in _examples(part) if isinstance(example, list))
    items = [item for example in lists for item in example]
    if not items or not isinstance(items[0], dict):
        return ""
    variants = list(_variants(_first(_inside(part, definitions, ANY_KEY)), definitions))
    masked = _masked_mapping(items[0], variants, definitions)
    return "{" + ", ".join(f"{key}: …" for key in masked) + "}"


def _first(parts: Iterator[Schema]) -> Schema:
    return next(parts, {})


def _part_at(path: tuple[str, ...], schema: Schema) -> Schema:
    """The part of a schema to which a path of keys leads."""
    part = schema
    for step in path:
        part = _first(_inside(part, schema.get("$defs", {}), step))
    return part


def _examples(part: Schema) -> list[object]:
    """The examples of a part."""
    return [example for variant in _variants(part, {}) for example in variant.get("examples", ())]


def _masked(value: object, schema: Schema, definitions: Schema) -> object:
    """An example without its facts: keys stay, as the model orders them."""
    variants = list(_variants(schema, definitions))
    if isinstance(value, dict):
        return _masked_mapping(value, variants, definitions)
    if isinstance(value, (list, tuple)):
        lists = (part["items"] for part in variants if isinstance(part.get("items"), dict))
        item = _first(lists)
        return [_masked(inner, item, definitions) for inner in value[:1]]
    return MARK


def _masked_mapping(
    value: Mapping[str, object], variants: list[Schema], definitions: Schema
) -> dict[str, object]:
    fields: dict[str, Schema] = {}
    for part in variants:
        fields |= part.get("properties", {})
    others = (part["additionalProperties"] for part in variants if "additionalProperties" in part)
    under_other_names = next(others, False)
    free: Schema = under_other_names if isinstance(under_other_names, dict) else {}
    order = [name for name in fields if name in value]
    order += [name for name in value if name not in fields]
    return {name: _masked(value[name], fields.get(name, free), definitions) for name in order}


def _inside(schema: Schema, definitions: Schema, step: str) -> Iterator[Schema]:
    """What stands under a key of a schema, or in its list."""
    for part in _variants(schema, definitions):
        if step == ANY_KEY and "items" in part:
            yield part["items"]
        elif step in part.get("properties", {}):
            yield part["properties"][step]


def _variants(schema: Schema, definitions: Schema) -> Iterator[Schema]:
    """A schema and what it refers to."""
    yield schema
    if "$ref" in schema and definitions:
        yield from _variants(definitions[schema["$ref"].rsplit("/", 1)[-1]], definitions)
    for kind in ("anyOf", "oneOf", "allOf"):
        for part in schema.get(kind, ()):
            yield from _variants(part, definitions)


def _in_one_line(value: object, depth: int, keys: int) -> str:
    """A value on one line; what lies deeper than ``depth`` or behind so many ``keys`` is cut."""
    if isinstance(value, list):
        if depth == 0:
            return "[……]"
        return "[" + ", ".join(_in_one_line(item, depth - 1, keys) for item in value) + "]"
    if isinstance(value, dict):
        if depth == 0:
            return "{……}"
        inside = [f"{key}: {_in_one_line(inner, depth - 1, keys)}" for key, inner in value.items()]
        return "{" + ", ".join(inside[:keys] + ["……"] * (len(inside) > keys)) + "}"
    return str(value)
