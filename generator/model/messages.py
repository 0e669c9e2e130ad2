"""pydantic's errors → findings in Chinese, with the place in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from msgspec.structs import replace
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.findings.place import MOST, Cause, Finding
from generator.findings.rules import RULES
from generator.model.base import NOT_BELOW_ZERO, TAGS
from generator.model.key_schema import ANY_KEY, keys_by_place, siblings_in
from generator.model.rules import EMPTY, REQUIRED, SHAPE, TO_FILL, UNKNOWN
from generator.model.samples import sample_of_item, sample_of_key
from generator.model.signs import never_negative
from generator.model.undivided import advice_of_sum
from generator.reading.nearest import nearest
from generator.reading.nodes import MappingNode, Node, Scalar, place_of

Path: TypeAlias = tuple[str | int, ...]
"""The keys, and numbers of items, that lead to a value."""
Model: TypeAlias = type[BaseModel]

_LAST_YEAR = "填上年的数；有上年的数据文件，写 上年: 文件名；上年还没有这个单位，写 上年: 无"
_REASON = "写理由：是什么事，使哪一块增加或减少；用不到的，删去这一行"
_EXPLANATION = "写理由：为什么核对过没有问题；没有核对过的，删去这一行"
_COMPARE = "对照示例文件检查"
# So much of a value, so many keys are shown.
_SHORT, _LONGER, _MOST_KEYS = 12, 20, 12


def explain(error: ValidationError, root: Node, model: Model) -> list[Finding]:
    """One finding for each error of a validation; ``root`` is what was validated as ``model``.

    What was meant is guessed for the first ones.
    """
    details = error.errors(include_url=False)
    findings = [
        _finding(detail, root, model, guess=number < MOST) for number, detail in enumerate(details)
    ]
    return _with_misspelt(details, findings)


def _with_misspelt(details: Sequence[ErrorDetails], findings: Sequence[Finding]) -> list[Finding]:
    """A missing key beside one that is not known, and much like it, is missing for that reason."""
    misspelt: dict[Path, dict[str, Finding]] = {}
    for detail, finding in zip(details, findings, strict=True):
        *parent, name = path_of(detail) or ("",)
        if detail["type"] == "extra_forbidden":
            misspelt.setdefault(tuple(parent), {})[str(name)] = finding
    linked = []
    for detail, finding in zip(details, findings, strict=True):
        *parent, name = path_of(detail) or ("",)
        origin = None
        if detail["type"] == "missing":
            origin = _nearest_of(str(name), misspelt.get(tuple(parent), {}))
        if origin is not None:
            finding = replace(finding, cause=Cause(origin.rule, origin.place))
        linked.append(finding)
    return linked


def _nearest_of(name: str, misspelt: Mapping[str, Finding]) -> Finding | None:
    """The finding of the key that may be a misspelt ``name``; None where none is like it."""
    near = nearest(name, misspelt)
    if not near:
        return None
    return misspelt[near[0]]


def path_of(detail: ErrorDetails) -> Path:
    """The path of keys of one of pydantic's errors."""
    steps = detail["loc"]
    names = (*TAGS, "[key]")
    if detail["type"] != "extra_forbidden":
        return tuple(step for step in steps if step not in names)
    # A key that is not known may be called as pydantic calls a step of its own.
    return (*(step for step in steps[:-1] if step not in names), *steps[-1:])


def _finding(detail: ErrorDetails, root: Node, model: Model, *, guess: bool) -> Finding:
    """The finding of an error; ``guess`` whether a misspelt key is compared with all others."""
    path = path_of(detail)
    place = place_of(root, path)
    name = _called(path)
    kind = detail["type"]
    if kind == "missing":
        return replace(_missing(path, root, model), path=tuple(map(str, path)))
    if kind == "extra_forbidden":
        unknown = str(path[-1])
        advice = ""
        if guess:
            advice = _advice(unknown, path, model)
        return UNKNOWN.at(place, f"不认识的项目“{unknown}”", advice)
    if kind == "clerk":
        error = detail["ctx"]
        message = f"{name}：{error['text']}"
        return RULES[error["rule"]].at(
            place, message, _fix(path, error, root), since=error["since"]
        )
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        message = f"{name}下面应有下一级项目，这里{_as_typed(detail['input'])}"
        return SHAPE.at(place, message, _fix_of_value(detail["input"], path, model))
    if kind in ("tuple_type", "list_type"):
        return SHAPE.at(place, f"{name}应是一个列表", "写成 [甲, 乙]，或在下面各行以“- ”开头")
    return SHAPE.at(place, f"{name}填写有误", _COMPARE)


def _missing(path: Path, root: Node, model: Model) -> Finding:
    """A key that a part has to have, told at the key after which it would stand."""
    message = f"{_parent_called(path)}缺少{_called(path)}"
    sample = sample_of_key(_anywhere(path), model)
    before = _key_before(root, path, model)
    if before is None:
        return REQUIRED.at(place_of(root, path), message, f"补上：{sample}")
    where = f"，接在第 {before.place.line} 行的“{before}”这一项后面"
    return REQUIRED.at(before.place, message, f"补上{where}：{sample}")


def _parent_called(path: Path) -> str:
    """Where a key is missing, in words."""
    if len(path) < 2:
        return "文件里"
    parent = path[-2]
    if not isinstance(parent, str):
        return "这一项里"
    return f"“{parent}”里"


def _called(path: Path) -> str:
    """How a message calls a value: “下属单位”, or “下属单位”的第 1 个 for an item of a list."""
    if not path:
        return "“文件”"
    if isinstance(path[-1], int):
        return f"{_called(path[:-1])}的第 {path[-1] + 1} 个"
    if path[-2:-1] == ("预算数",) and len(path) > 2:
        # 年初 alone says nothing of whose it is.
        return f"“{path[-3]}”的{path[-1]}预算数"
    return f"“{path[-1]}”"


def _fix(path: Path, error: Mapping[str, str], root: Node) -> str:
    """What to do about a value that was refused: by its place, where that says more."""
    if _wants_last_year(path, error["rule"]):
        return _LAST_YEAR
    if error["fix"].startswith("请改成：-") and never_negative(path):
        return NOT_BELOW_ZERO
    if error["rule"] != TO_FILL.id:
        return error["fix"]
    if path[0] == "核对说明":
        return _EXPLANATION
    if str(path[-1]).endswith("原因") or path[0] == "变动原因":
        return _REASON
    if str(path[-1]).endswith("日期"):
        return f"填日期，如 {_example_of_day(root)}"
    if str(path[-1]).endswith("值"):
        return "填本年的值"
    return advice_of_sum(path, root) or error["fix"]


def _example_of_day(root: Node) -> str:
    """A day in the year after that of the accounts, in which they are approved and published."""
    if isinstance(root, MappingNode):
        year = re.match(r"20\d\d", str(root.get("年度", "")).strip())
        if year:
            return f"{int(year[0]) + 1}-09-24"
    return "2024-09-24"


def _wants_last_year(path: Path, rule: str) -> bool:
    """Whether a total of last year is missing: 0 would be another fact."""
    return len(path) > 1 and path[0] == "上年" and rule in (EMPTY.id, TO_FILL.id)


def _key_before(root: Node, path: Path, model: Model) -> Scalar | None:
    """The key of the same part after which a missing one would stand, as the model orders them."""
    parent: Any = root
    for step in path[:-1]:
        parent = parent[step]
    if not isinstance(parent, MappingNode):
        return None
    order = siblings_in(_anywhere(path[:-1]), model)
    name = str(path[-1])
    if name not in order:
        return None
    keys = (parent.key(sibling) for sibling in reversed(order[: order.index(name)]))
    return next((key for key in keys if key is not None), None)


def _anywhere(path: Path) -> tuple[str, ...]:
    """A path that is the same for all items of a list."""
    return tuple(step if isinstance(step, str) else ANY_KEY for step in path)


def _as_typed(value: object) -> str:
    """What stands where sub-keys are wanted, in words."""
    if isinstance(value, list):
        return "写了一个列表"
    if not str(value).strip():
        return "空着"
    return f"只写了“{str(value)[:_SHORT]}”"


def _fix_of_value(value: object, path: Path, model: Model) -> str:
    """What to write instead of a bare value where sub-keys are wanted."""
    if isinstance(value, str) and "：" in value:
        key, _, content = value.partition("：")
        return f"冒号用英文的，后面空一格：{key.strip()}: {content.strip()[:_LONGER]}"
    if path and isinstance(path[-1], int) and str(value).strip():
        sample = sample_of_item(_anywhere(path), model)
        if sample:
            return f"写成 {sample}"
    return "在下一行缩进两格写下级项目；没有内容时删去这一行"


def _advice(name: str, path: Path, model: Model) -> str:
    """What may have been meant by an unknown key: one of its siblings, or a key that belongs
    elsewhere.
    """
    siblings = siblings_in(_anywhere(path[:-1]), model)
    near = nearest(name, siblings)
    if near:
        return f"您是不是想写“{near[0]}”？"
    places = [place for place, names in keys_by_place(model).items() if name in names]
    if () in places:
        return f"“{name}”要写在文件最左边一级，检查缩进"
    if places:
        parent = "》".join(step for step in places[0] if step != ANY_KEY)
        return f"“{name}”要写在“{parent}”下面，检查缩进"
    if siblings:
        return f"这里可以写：{'、'.join(siblings[:_MOST_KEYS])}"
    return _COMPARE
