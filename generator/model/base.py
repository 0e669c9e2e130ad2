"""The kinds of value in a data file, and the base of its parts: unknown keys refused, everything
frozen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Annotated, TypeAlias, TypeVar, cast

from msgspec import Struct
from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Tag,
    ValidationInfo,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from generator.findings.bounded import quotable
from generator.findings.place import Place
from generator.findings.rules import Rule
from generator.model.rules import CHOICE, COUNT, DATE, EMPTY, MARK, NUMBER, SHAPE, TO_FILL, YEAR
from generator.money import IN_YUAN, trimmed
from generator.reading.amounts import UnitError, narrow, parse_decimal
from generator.reading.nodes import MappingNode, Scalar, SequenceNode
from generator.repair.characters import CHARACTER, described, first_hidden


class Part(BaseModel):
    """A part of the data file."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        populate_by_name=True,
        defer_build=True,
    )


P = TypeVar("P", bound=Part)


def unsaid(part: type[P]) -> P:
    """A part that the file leaves out: all defaults, taken as they are.

    To validate them would build the part's validators at every start.
    """
    return cast("P", part.model_construct())


class TypedAmount(Struct, frozen=True):
    """An amount as typed, exact, in 万元, with its place.

    ``parts`` are the units' own amounts where it is their sum.
    """

    value: Decimal
    place: Place
    parts: tuple[tuple[str, TypedAmount], ...] = ()

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        # Values come from the validators below: pydantic need not look inside, which it would for
        # each use.
        return core_schema.is_instance_schema(cls)


class TypedNumber(Struct, frozen=True):
    """A count or a score as typed, with its place.

    ``parts`` are the units' own where it is their sum.
    """

    value: Decimal
    place: Place
    parts: tuple[tuple[str, TypedNumber], ...] = ()

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        # Values come from the validators below: pydantic need not look inside, which it would for
        # each use.
        return core_schema.is_instance_schema(cls)


def wrong(rule: Rule, message: str, fix: str = "", since: str = "") -> PydanticCustomError:
    """The error of a value, for pydantic to carry: it becomes a finding of ``rule``; ``since``: the
    version that refuses it first."""
    # The braces of a message would be read as its placeholders.
    return PydanticCustomError(
        "clerk", "{text}", {"text": message, "rule": rule.id, "fix": fix, "since": since}
    )


def scalar_of(node: object, wanted: str, *, name: bool = False) -> Scalar:
    """The text of a node.

    Raises the clerk's error where it is none, or is still to be filled in.
    """
    if isinstance(node, MappingNode):
        raise _no_text(node, wanted)
    if isinstance(node, SequenceNode):
        raise wrong(SHAPE, f"这里应填{wanted}，却写了一个列表", "去掉方括号或行首的“- ”")
    assert isinstance(node, Scalar)
    # Typed ones are gone by now; what is left came from an escape in double quotes.
    strange = first_hidden(node)
    if strange is not None:
        raise wrong(CHARACTER, described(strange), "删掉引号里以 \\ 开头的这几个字")
    if not name and node.strip().partition("：")[0] == MARK:
        raise wrong(
            TO_FILL,
            f"还没有填（写着“{MARK}”）",
            f"填本年的{wanted.removeprefix('一个')}{_NOTHING.get(wanted, '')}",
        )
    return node


def _no_text(node: MappingNode, wanted: str) -> PydanticCustomError:
    """The error where entries stand for one value; names in braces alone were meant as its text."""
    first = next(iter(node), None)
    bare = all(isinstance(value, Scalar) and not value.strip() for value in node.values())
    # The place of what stands in braces is that of its first brace.
    if first is None or not bare or node.place == first.place:
        return wrong(SHAPE, f"这里应填{wanted}，却写了下一级项目", "写在冒号后面，同一行")
    names = "、".join(quotable(str(key)) for key in list(node)[:3])
    message = f"这里应填{wanted}，花括号里的“{names}”却会读成下一级项目"
    if wanted != _WORDS:
        return wrong(SHAPE, message, "去掉花括号，在冒号后面写内容")
    fix = f"要印这个数的，整段文字加英文单引号，花括号后面写单位，如 '{{{names}}}万元'"
    if len(node) > 1:
        fix = "要印数的，整段文字加英文单引号，一个花括号里写一个名称，后面写单位"
    return wrong(SHAPE, message, f"{fix}；只是文字的，去掉花括号")


_WORDS = "文字"
NOT_BELOW_ZERO = "这里没有负数，请核对；没有就填 0"
"""What is said of a number in brackets, which means one below zero, where none can be."""
COUNT_DIGITS = 7
"""No department of the country has more people, guests, cars or machines in one line."""
_NOTHING = {
    "一个金额": "；没有发生额请填 0",
    "一个数": "；没有就填 0",
    "文字": "；用不到的项目，删去这一行",
}


def _amount(node: object, info: ValidationInfo) -> TypedAmount:
    scalar = scalar_of(node, "一个金额")
    context = info.context or {}
    return TypedAmount(
        _number(scalar, str(context.get("unit", ""))) * context["factor"], scalar.place
    )


def _number(scalar: Scalar, unit: str = "") -> Decimal:
    """An exact number; ``unit`` is the unit of the file's amounts, for advice."""
    if not scalar.strip():
        raise wrong(EMPTY, "这里要填一个数，现在是空的", "没有发生额请填 0；可以不填的，删去这一项")
    try:
        return parse_decimal(scalar)
    except UnitError as error:
        raise wrong(NUMBER, f"“{scalar}”带了“{error.unit}”", _without_unit(error, unit)) from None
    except ValueError as error:
        message, please, fix = str(error).partition("，请")
        raise wrong(NUMBER, message, please.removeprefix("，") + fix) from None


def _without_unit(error: UnitError, unit: str) -> str:
    """The number to type instead: in the unit of the file where the typed one is another unit of
    money.
    """
    if error.unit not in IN_YUAN or unit not in IN_YUAN:
        return f"请只填数字：{error.number}"
    number = Decimal(error.number) * IN_YUAN[error.unit] / IN_YUAN[unit]
    text = trimmed(number)
    if error.unit[:1] == unit[:1]:
        # As it was typed, with its zeros.
        text = f"{number:f}"
    return f"本文件的金额单位是{unit}，请只填数字：{text}"


def read_change(node: object, units: tuple[str, ...]) -> tuple[Decimal, str, Place]:
    """A number that may be negative (减少2.11), and which of ``units`` stands behind it ("" for
    none).

    Raises a clerk's error for anything else.
    """
    scalar = scalar_of(node, "一个金额")
    sign, amount = _signed(scalar)
    try:
        return parse_decimal(amount) * sign, "", scalar.place
    except UnitError as error:
        if error.unit in units:
            return Decimal(error.number) * sign, error.unit, scalar.place
    except ValueError:
        pass
    return _number(Scalar.at(amount, scalar.place)) * sign, "", scalar.place


def _percentage(node: object) -> TypedNumber:
    scalar = scalar_of(node, "一个百分数")
    sign, percents = _signed(scalar)
    number = Scalar.at(narrow(percents).removesuffix("%"), scalar.place)
    return TypedNumber(_number(number) * sign, scalar.place)


_SIGNS = {"减少": -1, "下降": -1, "增加": 1, "增长": 1}


def _signed(scalar: Scalar) -> tuple[int, str]:
    """The sign of a number, and the number without it.

    Reports say 减少2.11 and 下降23.5% where a number would be negative.
    """
    text = scalar.strip()
    for word, sign in _SIGNS.items():
        if not text.startswith(word):
            continue
        number = text[len(word) :]
        plain = narrow(number)
        if plain[:1] in ("-", "+"):
            message = f"“{scalar}”有两个符号：{word}和 {plain[0]}"
            raise wrong(NUMBER, message, f"只写一个：{word}{plain[1:]}")
        return sign, number
    return 1, str(scalar)


def _score(node: object) -> TypedNumber:
    scalar = scalar_of(node, "一个数")
    try:
        return TypedNumber(_number(scalar), scalar.place)
    except PydanticCustomError as error:
        context = error.context or {}
        if str(context.get("fix", "")).startswith("请改成：-"):
            raise wrong(NUMBER, context["text"], NOT_BELOW_ZERO) from None
        raise


def _count(node: object) -> TypedNumber:
    number = _score(node)
    if number.value != number.value.to_integral_value() or number.value < 0:
        raise wrong(COUNT, f"“{node}”应为 0 或正整数")
    if number.value >= 10**COUNT_DIGITS:
        fix = "检查有没有多打数字，或把金额填在了这里"
        raise wrong(COUNT, f"“{node}”太大，没有哪个单位有这么多", fix, since="0.2")
    return number


def _text(node: object) -> Scalar:
    return scalar_of(node, "文字", name=True)


def _wording(node: object) -> Scalar:
    scalar = scalar_of(node, "文字")
    return Scalar.at(scalar.strip(), scalar.place, plain=scalar.plain)


def _date(node: object) -> date:
    scalar = scalar_of(node, "日期")
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", narrow(scalar))
    if not match:
        raise wrong(DATE, f"“{scalar}”不是日期", "写成 2024-09-24 的样子")
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise wrong(DATE, f"“{scalar}”不是真实的日期", "检查月和日") from None


def _year(node: object) -> int:
    scalar = scalar_of(node, "年度")
    plain = narrow(scalar).removesuffix("年度").removesuffix("年")
    if not re.fullmatch(r"20\d\d", plain):
        raise wrong(YEAR, f"“{scalar}”不是年度", "写四位数字，如 2023")
    return int(plain)


def _yes(node: object) -> bool:
    scalar = scalar_of(node, "是 或 否")
    if scalar.strip() not in ("是", "否"):
        raise wrong(CHOICE, f"“{scalar}”应为 是 或 否", "改成：是，或：否")
    return scalar.strip() == "是"


class Reads:
    """Metadata of a value that one of the functions above reads, and what JSON Schema says of it:
    ``Annotated[TypedAmount, Reads(_amount, …)]``.

    pydantic's PlainValidator does the same, but looks at the signature of the function anew for
    each of some three hundred values.
    """

    def __init__(
        self, function: Callable[..., object], json: Mapping[str, object], *, context: bool = False
    ) -> None:
        self.function = function
        self.json = json
        self._schema: CoreSchema
        if context:
            self._schema = core_schema.with_info_plain_validator_function(function)
        else:
            self._schema = core_schema.no_info_plain_validator_function(function)

    def __get_pydantic_core_schema__(
        self, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return copy(self._schema)  # pydantic writes into it

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, object]:
        return dict(self.json)


_NUMBER = {"type": ["number", "string"]}
Amount: TypeAlias = Annotated[
    TypedAmount,
    Reads(
        _amount, {**_NUMBER, "description": "金额，只填数字，单位由“金额单位”决定"}, context=True
    ),
]
Percentage: TypeAlias = Annotated[
    TypedNumber, Reads(_percentage, {**_NUMBER, "description": "百分数，如 31.1 或 31.1%"})
]
Score: TypeAlias = Annotated[TypedNumber, Reads(_score, _NUMBER)]
Count: TypeAlias = Annotated[TypedNumber, Reads(_count, {**_NUMBER, "description": "0 或正整数"})]
Key: TypeAlias = Annotated[Scalar, Reads(_text, {"type": "string"})]
Words: TypeAlias = Annotated[Scalar, Reads(_wording, {"type": ["string", "number"]})]
DAY = Reads(_date, {"type": "string", "description": "如 2024-09-24"})
Day: TypeAlias = Annotated[date, DAY]
Year: TypeAlias = Annotated[int, Reads(_year, {"type": ["integer", "string"]})]
YesNo: TypeAlias = Annotated[bool, Reads(_yes, {"enum": ["是", "否"]})]

# Tags of alternatives, to be told from keys in an error's location.
TAGS = SCALAR, MAPPING, SEQUENCE = "§值", "§表", "§列"


def shape_of(node: object) -> str:
    """Which alternative a node is: one value, a mapping or a list."""
    if isinstance(node, dict):
        return MAPPING
    if isinstance(node, list):
        return SEQUENCE
    return SCALAR


by_shape = Discriminator(shape_of)
_BARE_AMOUNT = Reads(_amount, _NUMBER, context=True)
AmountTable: TypeAlias = Annotated[
    Annotated[TypedAmount, _BARE_AMOUNT, Tag(SCALAR)] | Annotated[dict[Key, Amount], Tag(MAPPING)],
    by_shape,
]
"""An amount, or an amount for each 科目."""

AmountTree: TypeAlias = Annotated[
    Annotated[TypedAmount, _BARE_AMOUNT, Tag(SCALAR)]
    | Annotated[dict[Key, AmountTable], Tag(MAPPING)],
    by_shape,
]
"""An amount, or for each project an amount or an amount for each 经济科目."""
