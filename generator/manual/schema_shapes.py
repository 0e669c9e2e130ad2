"""pydantic's JSON Schema of the model, with a value's own schema for each kind of value.

There is no null, for nothing may stay empty but words; no docstrings; and no default that a clerk
could not type.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic.json_schema import JsonSchemaValue as Json
from pydantic_core import core_schema

from generator.manual.schema_values import VALUES, WORDS, choice_message

_YES_NO = {True: "是", False: "否"}


class Shapes(GenerateJsonSchema):
    """The methods that pydantic calls, one for each kind of schema."""

    def sort(self, value: Json, parent_key: str | None = None) -> Json:  # noqa: ARG002 - pydantic's
        """Keys stay in the order of the model, and in the order of an example."""
        return value

    def generate_inner(self, schema: Any) -> Json:
        """The schema of any value."""
        # Always asked for, since pydantic counts the references of what it has seen.
        shape = super().generate_inner(schema)
        value = _value_schema(schema)
        if value is not None:
            return dict(value)
        if "enum" in shape and "errorMessage" not in shape:
            return {**shape, "errorMessage": choice_message(shape["enum"])}
        return shape

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Json:
        """A value that may be left out: of those only words may also stand there empty."""
        shape = self.generate_inner(schema["schema"])
        if shape != WORDS:
            return shape
        return {
            "type": [*WORDS["type"], "null"],
            "errorMessage": "这里要填文字，不能是列表或下级项目",
        }

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Json:
        """A value with a default, which is shown when a clerk could type it."""
        shape = self.generate_inner(schema["schema"])
        default = schema.get("default")
        if isinstance(default, bool):
            default = _YES_NO[default]
        if not isinstance(default, str):
            return shape
        return {**shape, "default": default}

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> Json:
        """The forms of a value; an editor's messages are about the form that fits best."""
        return {"anyOf": [self.generate_inner(choice) for choice in schema["choices"].values()]}

    def dict_schema(self, schema: core_schema.DictSchema) -> Json:
        """A mapping with keys of the clerk's own."""
        return {
            "type": "object",
            "additionalProperties": self.generate_inner(schema["values_schema"]),
        }


def _value_schema(schema: Mapping[str, Any]) -> Json | None:
    """The schema of one of our kinds of value; None for any other."""
    if schema["type"] != "function-plain":
        return None
    return VALUES.get(schema["function"]["function"])
