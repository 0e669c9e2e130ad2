"""报表数: control totals, copied from the official report, that are compared with what is computed.
They are never printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, TypeAlias

from msgspec import Struct
from pydantic import Field, GetCoreSchemaHandler, Tag
from pydantic_core import CoreSchema, core_schema

from generator.findings.place import Place
from generator.model.base import (
    MAPPING,
    SCALAR,
    Part,
    Percentage,
    Reads,
    by_shape,
    read_change,
    wrong,
)
from generator.model.rules import NUMBER
from generator.money import FACTORS, WAN
from generator.reading.amounts import narrow
from generator.reading.nodes import Scalar

PERCENT = "%"
COUNTED = ("个", "辆", "台", "套", "次", "批次", "人", "人次", "分")
"""The units of a report beside those of amounts."""
REPORT_UNITS = (*FACTORS, PERCENT, *COUNTED)

CONTROL, PUBLISHED = "报表数", "公开数"
"""The part of a data file, and below one of its names what a document has printed."""
UNIT_OF_REPORT = "金额单位"
"""The line of 报表数 that says in which unit its amounts are; without it, in that of the file."""


class Reported(Struct, frozen=True):
    """A number as a report has it: what was typed, and the unit typed behind it ("" for none).

    A line 金额单位: 万元 has the unit alone, and no number.
    """

    number: Decimal | None
    unit: str
    place: Place

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.is_instance_schema(cls)

    def amount(self, unit: str) -> Decimal:
        """In 万元; ``unit`` is that of amounts without one."""
        assert self.number is not None
        return self.number * FACTORS[self.unit or unit]


def _reported(node: object) -> Reported:
    if isinstance(node, Scalar) and narrow(node) in FACTORS:
        return Reported(None, narrow(node), node.place)
    number, unit, place = read_change(node, REPORT_UNITS)
    return Reported(number, unit, place)


def _number_reported(node: object) -> Reported:
    """A number; the unit alone is one only on the line 金额单位."""
    reported = _reported(node)
    if reported.number is None:
        raise wrong(NUMBER, f"只写了单位“{reported.unit}”，没有数", f"写成 数和单位，如 12.30{WAN}")
    return reported


_SCHEMA = {
    "type": ["number", "string"],
    "description": "报表上的数，可以带它的单位（元、万元、%、辆……），可以是负数",
}
Report: TypeAlias = Annotated[Reported, Reads(_number_reported, _SCHEMA)]
ReportLine: TypeAlias = Annotated[Reported, Reads(_reported, _SCHEMA)]
"""A number of the report, or the unit of all its amounts."""


class Control(Part):
    """What the report says of one figure, as far as it says it."""

    决算数: Report | None = Field(
        default=None, description="报表上的决算数。不填就不核对。", examples=["1845.83"]
    )
    预算数: Report | None = Field(
        default=None, description="报表上的预算数。不填就不核对。", examples=[1850]
    )
    上年决算数: Report | None = Field(
        default=None, description="报表上的上年决算数。不填就不核对。", examples=["1109.32"]
    )
    增减额: Report | None = Field(
        default=None,
        description="比上年增减的金额；减少写负数，或写 减少2.11。不填就不核对。",
        examples=["736.51", "减少2.11"],
    )
    增减率: Percentage | None = Field(
        default=None,
        description="比上年增减的百分数；下降写负数，或写 下降23.5%。不填就不核对。",
        examples=["66.4", "下降23.5%"],
    )
    完成率: Percentage | None = Field(
        default=None, description="完成预算的百分数。不填就不核对。", examples=["99.8", "99.8%"]
    )
    占比: Percentage | None = Field(
        default=None, description="占合计的百分数。不填就不核对。", examples=["31.1", "31.1%"]
    )
    公开数: Report | None = Field(
        default=None,
        description=(
            "已经公开的文档里印的数，导入文档时由程序写上。与明细相加差一点尾数的，"
            "下一年与这个公开的数比较。"
        ),
        examples=["1035.14"],
    )


def unit_of_report(reported: Mapping[Scalar, Reported | Control], unit: str) -> str:
    """The unit of amounts without one: what 报表数 says, else ``unit``, that of the file."""
    for key, value in reported.items():
        if str(key).strip() == UNIT_OF_REPORT and isinstance(value, Reported) and value.unit:
            return value.unit
    return unit


ControlValue = Annotated[
    Annotated[ReportLine, Tag(SCALAR)] | Annotated[Control, Tag(MAPPING)], by_shape
]
