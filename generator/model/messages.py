"""pydantic's errors → findings in Chinese, with the place in the file."""

from __future__ import annotations

import difflib
from typing import Any

from pydantic import BaseModel, ValidationError

from generator.reading.nodes import Node, place_of
from generator.reading.place import Finding, Level


def explain(error: ValidationError, root: Node, model: type[BaseModel]) -> list[Finding]:
    """One finding for each error of a validation; ``root`` is the node that was validated as ``model``."""
    known = _field_names(model)
    return [_finding(item, root, known) for item in error.errors(include_url=False)]


def _finding(item: Any, root: Node, known: dict[str, list[str]]) -> Finding:
    path = tuple(step for step in item["loc"] if not str(step).startswith("§") and step != "[key]")
    place = place_of(root, path)
    name = str(path[-1]) if path else "文件"
    parent = "、".join(str(step) for step in path[:-1][-1:])
    kind = item["type"]
    if kind == "missing":
        inside = f"“{parent}”里" if parent else "文件里"
        return Finding("缺项", Level.ERROR, place, f"{inside}缺少“{name}”", f"补上一行：{name}: …")
    if kind == "extra_forbidden":
        siblings = known.get(_owner(path, known), [name for names in known.values() for name in names])
        near = difflib.get_close_matches(name, siblings, 1)
        advice = f"您是不是想写“{near[0]}”？" if near else f"这里可以写：{'、'.join(siblings[:12])}"
        return Finding("不认识的项目", Level.ERROR, place, f"不认识的项目“{name}”", advice)
    if kind == "clerk":
        return Finding("填写", Level.ERROR, place, f"“{name}”：{item['ctx']['text']}", "")
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        found = "空着" if item["input"] == "" else "只写了一个值"
        return Finding("填写", Level.ERROR, place, f"“{name}”下面应有下一级项目，这里{found}", "在下一行缩进两格写下级项目；没有内容时删去这一行")
    if kind in ("tuple_type", "list_type"):
        return Finding("填写", Level.ERROR, place, f"“{name}”应是一个列表", "写成 [甲, 乙]，或在下面各行以“- ”开头")
    return Finding("填写", Level.ERROR, place, f"“{name}”填写有误", "对照示例文件检查")


def _owner(path: tuple[Any, ...], known: dict[str, list[str]]) -> str:
    return next((str(step) for step in reversed(path[:-1]) if str(step) in known), "" if len(path) == 1 else "?")


def _field_names(model: type[BaseModel]) -> dict[str, list[str]]:
    """Field names by the key under which a part stands; "" is the root."""
    found: dict[str, list[str]] = {"": list(model.model_fields)}
    definitions = model.model_json_schema().get("$defs", {})

    def visit(name: str, schema: Any) -> None:
        if isinstance(schema, dict):
            reference = schema.get("$ref", "")
            target = definitions.get(reference.rsplit("/", 1)[-1]) if reference else None
            if target and "properties" in target:
                if name not in found:
                    found[name] = list(target["properties"])
                    for child, inner in target["properties"].items():
                        visit(child, inner)
                return
            for key in ("anyOf", "oneOf", "allOf", "items", "additionalProperties", "prefixItems"):
                inner = schema.get(key)
                for part in inner if isinstance(inner, list) else [inner]:
                    visit(name, part)

    for child, inner in model.model_json_schema().get("properties", {}).items():
        visit(child, inner)
    return found
