"""The shape of a model as far as JSON Schema tells of keys, lists and types, read off its annotations.

pydantic's own JSON Schema says more, but takes as long to make as a document's figures and rules.
"""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from generator.model.base import Reads

Shape = dict[str, Any]
"""``properties``, ``additionalProperties``, ``items``, ``anyOf`` and ``type``, as JSON Schema has them; parts stand in place, without references."""


def shape_of_model(model: type[BaseModel]) -> Shape:
    """The shape of a part of the data file."""
    return {"type": "object", "properties": {name: _with(field.annotation, field.metadata) for name, field in model.model_fields.items()}}


def _with(annotation: Any, metadata: Any) -> Shape:
    for one in metadata:
        if isinstance(one, Reads):
            return dict(one.json)
    return _of(annotation)


def _of(annotation: Any) -> Shape:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _with(inner[0], inner[1:])
    if origin in (Union, UnionType):
        return {"anyOf": [_of(one) for one in inner if one is not NoneType]}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of(inner[1])}
    if origin in (tuple, list):
        return {"type": "array", "items": _of(inner[0])}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return shape_of_model(annotation)
    return {}
