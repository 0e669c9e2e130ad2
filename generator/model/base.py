"""The kinds of value in a data file, and the base of its parts: unknown keys refused, everything frozen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainValidator, Tag, ValidationInfo, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from generator.reading.amounts import narrow, parse_decimal
from generator.reading.nodes import Mapping, Scalar, Sequence
from generator.reading.place import Place


class Part(BaseModel):
    """A part of the data file."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True)


@dataclass(frozen=True, slots=True)
class TypedAmount:
    """An amount as typed, exact, in 万元, with its place."""

    value: Decimal
    place: Place


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A count or a score as typed, with its place."""

    value: Decimal
    place: Place


def _wrong(message: str) -> PydanticCustomError:
    # The braces of a message would be read as its placeholders.
    return PydanticCustomError("clerk", "{text}", {"text": message})


def _scalar(node: Any, wanted: str) -> Scalar:
    if isinstance(node, Mapping):
        raise _wrong(f"这里应填{wanted}，却写了下一级项目")
    if isinstance(node, Sequence):
        raise _wrong(f"这里应填{wanted}，却写了一个列表")
    assert isinstance(node, Scalar)
    if _UNPRINTABLE.search(node):
        raise _wrong("有看不见的特殊字符，请删掉重新输入")
    return node


# What XML, and so every format that we write, cannot hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _amount(node: Any, info: ValidationInfo) -> TypedAmount:
    scalar = _scalar(node, "一个金额")
    try:
        value = parse_decimal(scalar)
    except ValueError as error:
        raise _wrong(str(error)) from None
    return TypedAmount(value * (info.context or {})["factor"], scalar.place)


def _change(node: Any, info: ValidationInfo) -> TypedAmount:
    scalar = _scalar(node, "一个金额")
    sign, rest = _signed(scalar)
    return TypedAmount(_amount(Scalar.at(rest, scalar.place), info).value * sign, scalar.place)


def _percentage(node: Any) -> TypedNumber:
    scalar = _scalar(node, "一个百分数")
    sign, rest = _signed(scalar)
    return TypedNumber(_score(Scalar.at(narrow(rest).removesuffix("%"), scalar.place)).value * sign, scalar.place)


def _signed(scalar: Scalar) -> tuple[int, str]:
    """Reports say 减少2.11 and 下降23.5% where a number would be negative."""
    for words, sign in ((("减少", "下降"), -1), (("增加", "增长"), 1)):
        for word in words:
            if scalar.strip().startswith(word):
                return sign, scalar.strip()[len(word) :]
    return 1, str(scalar)


def _score(node: Any) -> TypedNumber:
    scalar = _scalar(node, "一个数")
    try:
        return TypedNumber(parse_decimal(scalar), scalar.place)
    except ValueError as error:
        raise _wrong(str(error)) from None


def _count(node: Any) -> TypedNumber:
    number = _score(node)
    if number.value != number.value.to_integral_value() or number.value < 0:
        raise _wrong(f"“{node}”应为 0 或正整数")
    return number


def _text(node: Any) -> Scalar:
    return _scalar(node, "文字")


def _wording(node: Any) -> Scalar:
    scalar = _scalar(node, "文字")
    return Scalar.at(scalar.strip(), scalar.place, plain=scalar.plain)


def _date(node: Any) -> date:
    scalar = _scalar(node, "日期")
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", narrow(scalar))
    if not match:
        raise _wrong(f"“{scalar}”不是日期，请写成 2024-09-24 的样子")
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise _wrong(f"“{scalar}”不是真实的日期，请检查月和日") from None


def _year(node: Any) -> int:
    scalar = _scalar(node, "年度")
    plain = narrow(scalar).removesuffix("年度").removesuffix("年")
    if not re.fullmatch(r"20\d\d", plain):
        raise _wrong(f"“{scalar}”不是年度，请写四位数字，如 2023")
    return int(plain)


def _yes(node: Any) -> bool:
    scalar = _scalar(node, "是 或 否")
    if scalar.strip() not in ("是", "否"):
        raise _wrong(f"“{scalar}”应为 是 或 否")
    return scalar.strip() == "是"


_NUMBER = {"type": ["number", "string"]}
Amount: TypeAlias = Annotated[TypedAmount, PlainValidator(_amount), WithJsonSchema({**_NUMBER, "description": "金额，只填数字，单位由“金额单位”决定"})]
Change: TypeAlias = Annotated[TypedAmount, PlainValidator(_change), WithJsonSchema({**_NUMBER, "description": "金额，可以是负数"})]
Percentage: TypeAlias = Annotated[TypedNumber, PlainValidator(_percentage), WithJsonSchema({**_NUMBER, "description": "百分数，如 31.1 或 31.1%"})]
Score: TypeAlias = Annotated[TypedNumber, PlainValidator(_score), WithJsonSchema(_NUMBER)]
Count: TypeAlias = Annotated[TypedNumber, PlainValidator(_count), WithJsonSchema({**_NUMBER, "description": "0 或正整数"})]
Key: TypeAlias = Annotated[Scalar, PlainValidator(_text), WithJsonSchema({"type": "string"})]
Words: TypeAlias = Annotated[Scalar, PlainValidator(_wording), WithJsonSchema({"type": ["string", "number"]})]
Day: TypeAlias = Annotated[date, PlainValidator(_date), WithJsonSchema({"type": "string", "description": "如 2024-09-24"})]
Year: TypeAlias = Annotated[int, PlainValidator(_year), WithJsonSchema({"type": ["integer", "string"]})]
YesNo: TypeAlias = Annotated[bool, PlainValidator(_yes), WithJsonSchema({"enum": ["是", "否"]})]

# Tags of alternatives start with § so that they can be told from keys in an error's location.
SCALAR, MAPPING, SEQUENCE = "§值", "§表", "§列"


def shape_of(node: Any) -> str:
    """Which alternative a node is: one value, a mapping or a list."""
    if isinstance(node, dict):
        return MAPPING
    return SEQUENCE if isinstance(node, list) else SCALAR


by_shape = Discriminator(shape_of)
AmountTable: TypeAlias = Annotated[
    Annotated[TypedAmount, PlainValidator(_amount), WithJsonSchema(_NUMBER), Tag(SCALAR)] | Annotated[dict[Key, Amount], Tag(MAPPING)],
    by_shape,
]
"""An amount, or an amount for each 科目."""

AmountTree: TypeAlias = Annotated[
    Annotated[TypedAmount, PlainValidator(_amount), WithJsonSchema(_NUMBER), Tag(SCALAR)] | Annotated[dict[Key, AmountTable], Tag(MAPPING)],
    by_shape,
]
"""An amount, or for each project an amount or an amount for each 经济科目."""


class Choice:
    """Metadata of a text that must be one of some options: ``Annotated[str, Choice("元", "万元")]``."""

    def __init__(self, *options: str) -> None:
        self.options = options

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._check)

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"enum": list(self.options)}

    def _check(self, node: Any) -> str:
        wanted = f"{'、'.join(self.options[:-1])} 或 {self.options[-1]}"
        scalar = _scalar(node, wanted)
        if scalar.strip() not in self.options:
            raise _wrong(f"“{scalar}”应为 {wanted}")
        return str(scalar.strip())
