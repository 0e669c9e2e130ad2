"""pydantic's errors → findings in Chinese, with the place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from msgspec.structs import replace
from pydantic import BaseModel, ValidationError

from generator.findings.place import MOST, Cause, Finding
from generator.findings.rules import RULES
from generator.model.base import TAGS
from generator.model.key_schema import known_keys, schema_of
from generator.model.rules import EMPTY, MARK, REQUIRED, SHAPE, TO_FILL, UNKNOWN
from generator.reading.nearest import nearest
from generator.reading.nodes import Mapping as Nodes
from generator.reading.nodes import Node, Scalar, place_of
from generator.repair.key_schema import Slot

_ANY = "*"
# An example in an advice is no longer than this, and no deeper.
_LONGEST, _DEEPEST = 80, 4


def explain(error: ValidationError, root: Node, model: type[BaseModel]) -> list[Finding]:
    """One finding for each error of a validation; ``root`` is the node that was validated as ``model``. What was meant is guessed for the first ones."""
    items = error.errors(include_url=False)
    findings = [
        _finding(item, root, model, guess=number < MOST) for number, item in enumerate(items)
    ]
    return _with_misspelt(items, findings)


def _with_misspelt(items: Sequence[Any], findings: Sequence[Finding]) -> list[Finding]:
    """A missing key beside one that is not known, and much like it, is missing for that reason."""
    misspelt: dict[tuple[tuple[str | int, ...], str], Finding] = {}
    for item, finding in zip(items, findings, strict=True):
        *owner, name = path_of(item) or ("",)
        if item["type"] == "extra_forbidden":
            misspelt[tuple(owner), str(name)] = finding
    linked = []
    for item, finding in zip(items, findings, strict=True):
        *owner, name = path_of(item) or ("",)
        here = {typed: origin for (part, typed), origin in misspelt.items() if part == tuple(owner)}
        near = nearest(str(name), here) if item["type"] == "missing" else []
        if near:
            origin = here[near[0]]
            finding = replace(finding, cause=Cause(origin.rule, origin.place))
        linked.append(finding)
    return linked


def path_of(item: Any) -> tuple[str | int, ...]:
    """The path of keys of one of pydantic's errors."""
    steps = item["loc"]
    # A key that is not known may be called as pydantic calls a step of its own.
    typed = steps[-1:] if item["type"] == "extra_forbidden" else ()
    above = steps[: len(steps) - len(typed)]
    return (*(step for step in above if step not in (*TAGS, "[key]")), *typed)


def _finding(item: Any, root: Node, model: type[BaseModel], *, guess: bool) -> Finding:
    path = path_of(item)
    place = place_of(root, path)
    name = _called(path)
    kind = item["type"]
    if kind == "missing":
        inside = (
            f"“{path[-2]}”里"
            if len(path) > 1 and isinstance(path[-2], str)
            else "这一项里"
            if len(path) > 1
            else "文件里"
        )
        near = _beside(root, path, model)
        where = f"，接在第 {near.place.line} 行的“{near}”这一项后面" if near is not None else ""
        sample = _sample(_anywhere(path), model)
        return REQUIRED.at(
            near.place if near is not None else place,
            f"{inside}缺少{name}",
            f"补上{where}：{sample}",
        )
    if kind == "extra_forbidden":
        unknown = str(path[-1])
        advice = _advice(unknown, path, model) if guess else ""
        return UNKNOWN.at(place, f"不认识的项目“{unknown}”", advice)
    if kind == "clerk":
        told = item["ctx"]
        return RULES[told["rule"]].at(
            place, f"{name}：{told['text']}", _fix(path, told), since=told["since"]
        )
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        told = f"{name}下面应有下一级项目，这里{_typed(item['input'])}"
        return SHAPE.at(place, told, _below(item["input"], path, model))
    if kind in ("tuple_type", "list_type"):
        return SHAPE.at(place, f"{name}应是一个列表", "写成 [甲, 乙]，或在下面各行以“- ”开头")
    return SHAPE.at(place, f"{name}填写有误", "对照示例文件检查")


def _called(path: tuple[str | int, ...]) -> str:
    """How a message calls a value: “下属单位”, or “下属单位”的第 1 个 for an item of a list."""
    if not path:
        return "“文件”"
    if isinstance(path[-1], int):
        return f"{_called(path[:-1])}的第 {path[-1] + 1} 个"
    return f"“{path[-1]}”"


_LAST_YEAR = "填上年的数；有上年的数据文件，写 上年: 文件名；上年还没有这个单位，写 上年: 无"


_REASON = "写理由：是什么事，使哪一块增加或减少；用不到的，删去这一行"
_EXPLANATION = "写理由：为什么核对过没有问题；没有核对过的，删去这一行"


def _fix(path: tuple[str | int, ...], told: Mapping[str, str]) -> str:
    """What to do about a value that was refused: by its place, where that says more."""
    if _wants_last_year(path, told["rule"]):
        return _LAST_YEAR
    if told["rule"] != TO_FILL.id:
        return told["fix"]
    if path[0] == "核对说明":
        return _EXPLANATION
    if str(path[-1]).endswith("原因") or path[0] == "变动原因":
        return _REASON
    return told["fix"]


def _wants_last_year(path: tuple[str | int, ...], rule: str) -> bool:
    """Whether a total of last year is missing: 0 would be another fact."""
    return len(path) > 1 and path[0] == "上年" and rule in (EMPTY.id, TO_FILL.id)


def _beside(root: Node, path: tuple[str | int, ...], model: type[BaseModel]) -> Scalar | None:
    """The key of the same part after which a missing one would stand, as the model orders them."""
    owner: Any = root
    for step in path[:-1]:
        owner = owner[step]
    if not isinstance(owner, Nodes):
        return None
    order = _siblings(_anywhere(path[:-1]), model)
    before = order[: order.index(str(path[-1]))] if str(path[-1]) in order else ()
    keys = [owner.key(one) for one in before]
    return next((key for key in reversed(keys) if key is not None), None)


def _anywhere(path: tuple[str | int, ...]) -> tuple[str, ...]:
    """A path that is the same for all items of a list."""
    return tuple(_ANY if isinstance(step, int) else step for step in path)


@lru_cache(maxsize=512)
def _sample(path: tuple[str, ...], model: type[BaseModel]) -> str:
    """A missing key with an example of what goes there: its sub-keys are named by it. The same for all items of a list."""
    schema = schema_of(model)
    definitions = schema.get("$defs", {})
    part: Any = schema
    for step in path:
        part = next(_inside(part, definitions, step), {})
    examples = [one for inner in _variants(part, {}) for one in inner.get("examples", ())]
    if not examples:
        return f"{path[-1]}: …"
    masked = _masked(examples[0], part, definitions)
    sizes = ((depth, keys) for depth in range(_DEEPEST, 0, -1) for keys in (_LONGEST, 3))
    shown = (f"{path[-1]}: {_flow(masked, depth, keys)}" for depth, keys in sizes)
    return next((text for text in shown if len(text) <= _LONGEST), f"{path[-1]}: {{……}}")


@lru_cache(maxsize=512)
def _sample_of_item(path: tuple[str, ...], model: type[BaseModel]) -> str:
    """An item of a list as the model's example of the list has it, with … for its facts."""
    schema = schema_of(model)
    definitions = schema.get("$defs", {})
    part: Any = schema
    for step in path[:-1]:
        part = next(_inside(part, definitions, step), {})
    examples = [one for inner in _variants(part, {}) for one in inner.get("examples", ())]
    items = [item for example in examples if isinstance(example, list) for item in example]
    if not items or not isinstance(items[0], dict):
        return ""
    item: Any = next(_inside(part, definitions, _ANY), {})
    return "{" + ", ".join(f"{key}: …" for key in _masked(items[0], item, definitions)) + "}"


def _masked(value: Any, schema: Any, definitions: Mapping[str, Any]) -> Any:
    """An example without its facts, which a clerk would paste: keys stay, as the model orders them."""
    parts = list(_variants(schema, definitions))
    if isinstance(value, dict):
        fields = {key: inner for part in parts for key, inner in part.get("properties", {}).items()}
        rest: Any = next(
            (part["additionalProperties"] for part in parts if "additionalProperties" in part), {}
        )
        rest = rest if isinstance(rest, dict) else {}
        order = list(fields)
        keys = sorted(value, key=lambda key: order.index(key) if key in fields else len(order))
        return {key: _masked(value[key], fields.get(key, rest), definitions) for key in keys}
    if isinstance(value, (list, tuple)):
        item: Any = next(
            (part["items"] for part in parts if isinstance(part.get("items"), dict)), {}
        )
        return [_masked(inner, item, definitions) for inner in value[:1]]
    return MARK


def _inside(schema: Any, definitions: Mapping[str, Any], step: str) -> Iterator[Any]:
    """What stands under a key of a schema, or in its list."""
    for part in _variants(schema, definitions):
        if step == _ANY and "items" in part:
            yield part["items"]
        elif step in part.get("properties", {}):
            yield part["properties"][step]


def _variants(schema: Any, definitions: Mapping[str, Any]) -> Iterator[Any]:
    """A schema and what it refers to."""
    yield schema
    if "$ref" in schema and definitions:
        yield from _variants(definitions[schema["$ref"].rsplit("/", 1)[-1]], definitions)
    for kind in ("anyOf", "oneOf", "allOf"):
        for part in schema.get(kind, ()):
            yield from _variants(part, definitions)


def _flow(value: Any, depth: int, keys: int) -> str:
    """A value on one line; what lies deeper than ``depth`` or behind so many ``keys`` is cut."""
    if not isinstance(value, (dict, list)):
        return str(value)
    if depth == 0:
        return "{……}" if isinstance(value, dict) else "[……]"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(inner, depth - 1, keys) for inner in value) + "]"
    inside = [f"{key}: {_flow(inner, depth - 1, keys)}" for key, inner in value.items()]
    return "{" + ", ".join(inside[:keys] + ["……"] * (len(inside) > keys)) + "}"


def _typed(value: Any) -> str:
    if isinstance(value, list):
        return "写了一个列表"
    return f"只写了“{str(value)[:12]}”" if str(value).strip() else "空着"


def _below(value: Any, path: tuple[str | int, ...], model: type[BaseModel]) -> str:
    """What to write instead of a bare value where sub-keys are wanted."""
    if isinstance(value, str) and "：" in value:
        key, _, rest = value.partition("：")
        return f"冒号用英文的，后面空一格：{key.strip()}: {rest.strip()[:20]}"
    if path and isinstance(path[-1], int) and str(value).strip():
        sample = _sample_of_item(_anywhere(path), model)
        if sample:
            return f"写成 {sample}"
    return "在下一行缩进两格写下级项目；没有内容时删去这一行"


def _advice(name: str, path: tuple[str | int, ...], model: type[BaseModel]) -> str:
    """What may have been meant by an unknown key: one of its siblings, or a key that belongs elsewhere."""
    siblings = _siblings(_anywhere(path[:-1]), model)
    near = nearest(name, siblings)
    if near:
        return f"您是不是想写“{near[0]}”？"
    places = [place for place, names in keys_by_place(model).items() if name in names]
    if places:
        where = (
            "文件最左边一级"
            if () in places
            else "“" + "》".join(step for step in places[0] if step != _ANY) + "”下面"
        )
        return f"“{name}”要写在{where}，检查缩进"
    return f"这里可以写：{'、'.join(siblings[:12])}" if siblings else "对照示例文件检查"


@lru_cache(maxsize=512)
def _siblings(owner: tuple[str, ...], model: type[BaseModel]) -> tuple[str, ...]:
    for place, names in keys_by_place(model).items():
        if len(place) == len(owner) and all(
            one in (_ANY, other) for one, other in zip(place, owner, strict=True)
        ):
            return names
    return ()


@lru_cache(maxsize=4)
def keys_by_place(model: type[BaseModel]) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """The keys of every part of a data file, by the path to the part; “*” is any key or list item."""
    return dict(_parts(known_keys(model).root, ()))


def _parts(slot: Slot, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    if slot.fields:
        yield path, tuple(slot.fields)
    for name, inner in slot.fields.items():
        yield from _parts(inner, (*path, name))
    for below in (slot.item, slot.rest):
        if below:
            yield from _parts(below, (*path, _ANY))
