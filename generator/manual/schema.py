"""The JSON Schema of data files, for editors: what the model says, in Chinese throughout.

It is as strict as the program. pydantic makes the shapes (schema_shapes.py) with the patterns of
each kind of value (schema_values.py). This module writes every part where it stands, so that its
title is the key above it, and explains what has no field in the model (schema_words.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic.json_schema import JsonSchemaValue as Json

import generator.pipeline.checking  # noqa: F401 - declares the rules
from generator.findings.place import Level
from generator.findings.rules import RULES
from generator.forms.form import form_names, load_form
from generator.manual.schema_shapes import Shapes
from generator.manual.schema_values import choice
from generator.manual.schema_words import (
    BY_SUBJECT,
    ENTRIES,
    FORMS,
    OUTLAY_ENTRY,
    SUBJECT_ENTRY,
    TOTAL,
)
from generator.model.accounts import Accounts

Parts = Mapping[str, Json]
"""The schemas of the model's classes, by the references to them."""
Examples = Sequence[Any]
"""Values as YAML has them, of the shape that they are examples of."""
_PART_MESSAGE = "这里要写下级项目，每行“名称: 内容”，左边对齐；名称须是说明里有的，一字不差"
_LIST_MESSAGE = "这里要填一个列表：写成 [甲, 乙]，或在下面各行以“- ”开头"
_MAPPING_MESSAGE = "这里要分行写“名称: 内容”，左边对齐"
_FORM_TYPES = (str, dict, list)
"""In the order of FORMS: a single value, a mapping, a list."""
_SHOWN_FIRST = ("title", "description", "examples", "default")
_MOST_EXAMPLES = 4
# Keys that a 部门 may leave out which adds up its units: it has no amounts of its own.
_ADDED_UP = ("收入", "支出")


def schema_text() -> str:
    """schema.json as text; the file at the top of the project is compared with it by a test."""
    return json.dumps(data_schema(), ensure_ascii=False, indent=2) + "\n"


def data_schema() -> Json:
    """The schema of a data file. Every part stands where it is used; there are no references."""
    model = Accounts.model_json_schema(schema_generator=Shapes)
    parts = {f"#/$defs/{name}": part for name, part in model.pop("$defs", {}).items()}
    description = "一个单位一个年度的决算公开数据，每行写成“名称: 内容”。"
    shape = {"description": description, **_without(model, "title", "description")}
    root = _explained("决算公开数据文件", shape, parts)
    properties = root["properties"]
    properties["版式"] = _without(properties["版式"], "type", "pattern") | choice(form_names())
    properties["核对说明"] |= {"propertyNames": _answerable_keys()}
    properties["设置"] |= {"properties": dict(_settings()), "additionalProperties": False}
    smallest = {key: properties[key]["examples"][0] for key in root["required"]}
    root["required"] = [key for key in root["required"] if key not in _ADDED_UP]
    root["if"] = {"not": {"required": ["汇总"]}}
    root["then"] = {"required": list(_ADDED_UP)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **root,
        "examples": [smallest],
    }


def _answerable_keys() -> Json:
    """The keys of 核对说明: rules that can be explained away, alone or with a part of the file.

    With the part and the value: 增减过半@机关运行经费=21.00对2.10.
    """
    names = sorted(
        rule.id for rule in RULES.values() if rule.level is not Level.ERROR or rule.answerable
    )
    return {"anyOf": [choice(names), {"pattern": f"^({'|'.join(names)})[@=＠＝].+$"}]}


def _explained(name: str, shape: Json, parts: Parts) -> Json:
    """``shape`` as it stands under the key ``name``.

    References are written out; everything has a title, and what has no field an explanation.
    """
    if "$ref" in shape:
        part = _without(parts[shape["$ref"]], "title", "description")
        shape = {**part, **_without(shape, "$ref")}
    examples = [_as_typed(example) for example in shape.get("examples", ())]
    schema = {"title": name, **shape, "examples": examples}
    if "anyOf" in schema:
        schema["anyOf"] = [_form(name, form, examples, parts) for form in schema["anyOf"]]
    if "items" in schema:
        schema["items"] = _item(name, schema["items"], examples, parts)
        schema["errorMessage"] = _LIST_MESSAGE
    if isinstance(schema.get("additionalProperties"), dict):
        schema |= _entries(name, schema["additionalProperties"], examples, parts)
    if "properties" in schema:
        properties = schema["properties"].items()
        schema["properties"] = {key: _explained(key, value, parts) for key, value in properties}
        schema["errorMessage"] = _PART_MESSAGE
    first = {key: schema[key] for key in _SHOWN_FIRST if key in schema}
    return {**first, **_without(schema, *first)}


def _item(name: str, shape: Json, examples: Examples, parts: Parts) -> Json:
    """An item of the list under ``name``."""
    title = f"{name}的一项"
    item = {
        "title": title,
        "description": f"“{name}”列表里的一项。",
        "examples": _first_different(value for example in examples for value in example),
        **shape,
    }
    return _explained(item["title"], item, parts)


def _form(name: str, shape: Json, examples: Examples, parts: Parts) -> Json:
    """One form of the value under ``name``: a single value, a mapping or a list."""
    form_type = _form_type(shape)
    title, description = FORMS.get(name, (TOTAL, BY_SUBJECT))[_FORM_TYPES.index(form_type)]
    form = {
        **shape,
        "title": title,
        "description": description,
        "examples": [example for example in examples if _type_of(example) is form_type],
    }
    return _explained(name, form, parts)


def _form_type(shape: Json) -> type:
    """Which of _FORM_TYPES a shape is."""
    if "$ref" in shape or shape.get("type") == "object":
        return dict
    if shape.get("type") == "array":
        return list
    return str


def _type_of(example: object) -> type:
    """Which of _FORM_TYPES an example has; a number is a single value like a text."""
    if not isinstance(example, dict | list):
        return str
    return type(example)


def _entries(name: str, shape: Json, examples: Examples, parts: Parts) -> Json:
    """The entries of the mapping under ``name``."""
    default = OUTLAY_ENTRY if "$ref" in shape else SUBJECT_ENTRY
    entry = ENTRIES.get(name, default)
    value = {
        **shape,
        "title": entry.title,
        "description": entry.description,
        "examples": _first_different(value for example in examples for value in example.values()),
    }
    schema: Json = {}
    pattern, message = entry.keys
    if pattern:
        schema["propertyNames"] = {"pattern": pattern, "errorMessage": message}
    schema["additionalProperties"] = _explained(entry.title, value, parts)
    schema["errorMessage"] = _MAPPING_MESSAGE
    return schema


def _settings() -> Iterator[tuple[str, Json]]:
    """The settings of all forms by name, each with the options of all of them."""
    options: dict[str, list[str]] = {}
    meanings: dict[str, str] = {}
    for form in map(load_form, form_names()):
        for setting in form.settings.values():
            texts = options.setdefault(setting.name, [setting.default])
            texts += [option for option in setting.options if option not in texts]
            meaning = f"{setting.meaning}。不填就是 {setting.default}。"
            meanings.setdefault(setting.name, meaning)
    for name, texts in options.items():
        head = {"title": name, "description": meanings[name], "examples": texts}
        yield name, {**head, **choice(texts)}


def _as_typed(example: object) -> object:
    """An example as a clerk types it.

    The model's examples write 1784.28 as a text, since no amount is a float; here it is a number.
    """
    if isinstance(example, dict):
        return {key: _as_typed(value) for key, value in example.items()}
    if isinstance(example, list):
        return [_as_typed(value) for value in example]
    if isinstance(example, str) and re.fullmatch(r"\d+\.\d+", example):
        return json.loads(example)
    return example


def _first_different(values: Iterable[object]) -> list[object]:
    """The first different values, as many as are shown; they cannot be hashed."""
    different: list[object] = []
    for value in values:
        if value not in different:
            different.append(value)
    return different[:_MOST_EXAMPLES]


def _without(schema: Mapping[str, object], *keys: str) -> Json:
    return {key: value for key, value in schema.items() if key not in keys}
