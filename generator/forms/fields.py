"""自填: facts that only one form asks for (a telephone number, a budget of income). The form declares them in 版式.yaml; the clerk types them in the data file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct
from pydantic import TypeAdapter, ValidationError

from generator.findings.place import Finding, Level, Place
from generator.findings.rules import RULES, Group, declare
from generator.ledger.figure import PERCENT, WAN, Figure, Missing, typed
from generator.model.accounts import Accounts
from generator.model.base import Amount, Count, Percentage, Words
from generator.money import FACTORS
from generator.reading.nearest import nearest
from generator.reading.nodes import Scalar

FIELD = declare("自填", Group.FORM, Level.ERROR, "自填的名称是版式里有的", "别的版式的自填项不会印出。", "数据文件的写法")

KINDS: Mapping[str, tuple[Any, str]] = {"文字": (Words, ""), "金额": (Amount, WAN), "个数": (Count, "个"), "百分数": (Percentage, PERCENT)}
"""What a clerk can be asked for: how it is read, and its unit as a figure."""
KEYS = ("类型", "说明", "必填", "示例")


class FieldError(Exception):
    """A declaration is wrong; the text says what, in Chinese."""


class Field(Struct, frozen=True):
    """A fact of the form's own: ``kind`` is one of KINDS; ``sample`` is what ``juesuan forms check`` fills in."""

    name: str
    kind: str
    meaning: str
    required: bool
    sample: str


Value = Scalar | Figure | Missing | None


def parse_field(name: str, raw: Any) -> Field:
    """A field from its declaration in 版式.yaml. Raises FieldError."""
    if not isinstance(raw, dict):
        raise FieldError(f"自填“{name}”要写成 {{类型: 文字, 说明: ……, 示例: ……}}")
    unknown = [key for key in raw if key not in KEYS]
    if unknown:
        raise FieldError(f"自填“{name}”有不认识的项“{'、'.join(unknown)}”；可用：{'、'.join(KEYS)}")
    wrong = next((key for key, value in raw.items() if not isinstance(value, str)), None)
    if wrong:
        raise FieldError(f"自填“{name}”的“{wrong}”应是文字（含有 {{}} [] 的文字要加引号）")
    for key in ("说明", "示例"):
        if not raw.get(key):
            raise FieldError(f"自填“{name}”没有写“{key}”")
    kind, required = raw.get("类型", "文字"), raw.get("必填", "是")
    if kind not in KINDS:
        raise FieldError(f"自填“{name}”的类型不能是“{kind}”；可用：{'、'.join(KINDS)}")
    if required not in ("是", "否"):
        raise FieldError(f"自填“{name}”的必填应为 是 或 否，写的是“{required}”")
    field = Field(name, kind, str(raw["说明"]), required == "是", str(raw["示例"]))
    _, findings = _read(field, Scalar.at(field.sample, Place("", 1, 1)), "万元")
    if findings:
        raise FieldError(f"自填“{name}”的示例不能这样写：{findings[0].message}")
    return field


def fill(fields: Mapping[str, Field], form: str, accounts: Accounts) -> tuple[dict[str, Value], list[Finding]]:
    """The values of all fields of a form: words as typed, numbers as figures; what must be there and is not is Missing, anything else None. Wrong ones are findings."""
    values: dict[str, Value] = {name: Missing(("自填", name), field.meaning) if field.required else None for name, field in fields.items()}
    findings: list[Finding] = []
    for key, typed_value in accounts.自填.items():
        field = fields.get(str(key))
        if field is None:
            near = nearest(key, fields)
            known = f"这个版式的自填项：{'、'.join(fields)}" if fields else "删去这一项"
            findings.append(FIELD.at(key.place, f"版式“{form}”没有“{key}”这个自填项", f"您是不是想写“{near[0]}”？" if near else known))
            continue
        values[field.name], wrong = _read(field, typed_value, accounts.金额单位)
        findings += wrong
    return values, findings


def samples(fields: Mapping[str, Field]) -> dict[Scalar, Scalar]:
    """The fields as a clerk would type them, from the form's examples."""
    place = Place("", 1, 1)
    return {Scalar.at(name, place): Scalar.at(field.sample, place) for name, field in fields.items()}


@cache
def _reader(kind: str) -> TypeAdapter[Any]:
    """What reads a value of a kind; most forms ask for none of their own."""
    return TypeAdapter(KINDS[kind][0])


def _read(field: Field, value: Scalar, unit: str) -> tuple[Value, list[Finding]]:
    own = KINDS[field.kind][1]
    try:
        found = _reader(field.kind).validate_python(value, context={"factor": FACTORS[unit], "unit": unit})
    except ValidationError as error:
        told = error.errors(include_url=False)[0]["ctx"]
        # The hole that is printed keeps the document from looking finished.
        return Missing(("自填", field.name), field.meaning), [RULES[told["rule"]].at(value.place, f"“{field.name}”：{told['text']}", told["fix"])]
    return (found or None if field.kind == "文字" else typed(found.value, own, field.name, found.place)), []
