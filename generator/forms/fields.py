"""自填: facts that only one form asks for (a telephone number, a budget of income).

The form declares them in 版式.yaml; the clerk types them in the data file.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct
from pydantic import TypeAdapter, ValidationError

from generator.findings.place import Finding, Level, Place
from generator.findings.rules import RULES, Group, declare
from generator.forms.contents import KINDS
from generator.forms.declarations import FieldDeclaration
from generator.forms.schema import refuse
from generator.ledger.figure import PERCENT, WAN, Figure, Missing, typed
from generator.model.accounts import Accounts
from generator.model.base import Amount, Count, Percentage, TypedAmount, TypedNumber, Words
from generator.money import FACTORS
from generator.reading.nearest import nearest
from generator.reading.nodes import Scalar

FIELD = declare(
    "自填",
    Group.FORM,
    Level.ERROR,
    "自填的名称是版式里有的",
    "别的版式的自填项不会印出。",
    "数据文件的写法",
)

_READ = ((Words, ""), (Amount, WAN), (Count, "个"), (Percentage, PERCENT))
_KINDS: Mapping[str, tuple[Any, str]] = dict(zip(KINDS, _READ, strict=True))
"""How each kind is read, and its unit as a figure."""


class Field(Struct, frozen=True):
    """A fact of the form's own.

    ``kind`` is one of KINDS (contents.py); ``sample`` is what ``juesuan forms check`` fills in.
    """

    name: str
    kind: str
    meaning: str
    required: bool
    sample: str


Value = Scalar | Figure | Missing | None


def fields_of(declared: Mapping[Scalar, FieldDeclaration]) -> dict[str, Field]:
    """The fields from 版式.yaml. Raises FormError for an example that could not be typed."""
    return {str(name): _field(name, field) for name, field in declared.items()}


def _field(name: Scalar, declared: FieldDeclaration) -> Field:
    kind, required = str(declared.get("类型", "文字")), declared.get("必填", "是") == "是"
    example = declared["示例"]
    field = Field(str(name), kind, str(declared["说明"]), required, str(example))
    _, findings = _read(field, example, "万元")
    if findings:
        refuse(example, ("自填", name), f"示例不能这样写：{findings[0].message}")
    return field


def fill(
    fields: Mapping[str, Field], form: str, accounts: Accounts
) -> tuple[dict[str, Value], list[Finding]]:
    """The values of all fields of a form, and the findings about those typed wrong.

    Words are as typed, numbers are figures. What must be there and is not is Missing; what need not
    be there is None.
    """
    values: dict[str, Value] = {}
    for name, field in fields.items():
        values[name] = Missing(("自填", name), field.meaning) if field.required else None
    findings: list[Finding] = []
    for key, typed_value in accounts.自填.items():
        asked = fields.get(str(key))
        if asked is None:
            message = f"版式“{form}”没有“{key}”这个自填项"
            findings.append(FIELD.at(key.place, message, _remedy(key, fields)))
            continue
        values[asked.name], wrong = _read(asked, typed_value, accounts.金额单位)
        findings += wrong
    return values, findings


def _remedy(key: Scalar, fields: Mapping[str, Field]) -> str:
    """What to do about an entry that the form does not ask for."""
    near = nearest(key, fields)
    if near:
        return f"您是不是想写“{near[0]}”？"
    if fields:
        return f"这个版式的自填项：{'、'.join(fields)}"
    return "删去这一项"


def samples(fields: Mapping[str, Field]) -> dict[Scalar, Scalar]:
    """The fields as a clerk would type them, from the form's examples."""
    place = Place("", 1, 1)
    return {
        Scalar.at(name, place): Scalar.at(field.sample, place) for name, field in fields.items()
    }


@cache
def _reader(kind: str) -> TypeAdapter[Scalar | TypedAmount | TypedNumber]:
    """What reads a value of a kind; most forms ask for none of their own."""
    return TypeAdapter(_KINDS[kind][0])


def _read(field: Field, value: Scalar, unit: str) -> tuple[Value, list[Finding]]:
    """The value of a field as typed in a file whose amounts are in ``unit`` (元 or 万元).

    A wrong one is a finding and counts as missing: the 〔待填〕 that is printed keeps the document
    from looking finished.
    """
    context = {"factor": FACTORS[unit], "unit": unit}
    try:
        read = _reader(field.kind).validate_python(value, context=context)
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]["ctx"]
        message = f"“{field.name}”：{wrong['text']}"
        finding = RULES[wrong["rule"]].at(value.place, message, wrong["fix"])
        return Missing(("自填", field.name), field.meaning), [finding]
    if isinstance(read, Scalar):
        return read or None, []
    _, counted_in = _KINDS[field.kind]
    return typed(read.value, counted_in, field.name, read.place), []
