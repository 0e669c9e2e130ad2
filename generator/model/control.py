"""报表数: control totals, copied from the official report, that are compared with what is computed. They are never printed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Tag

from generator.model.base import MAPPING, SCALAR, Change, Part, Percentage, by_shape


class Control(Part):
    """What the report says of one figure, as far as it says it."""

    决算数: Change | None = Field(default=None, description="报表上的决算数。不填就不核对。", examples=["1845.83"])
    预算数: Change | None = Field(default=None, description="报表上的预算数。不填就不核对。", examples=[1850])
    上年决算数: Change | None = Field(default=None, description="报表上的上年决算数。不填就不核对。", examples=["1109.32"])
    增减额: Change | None = Field(default=None, description="比上年增减的金额；减少写负数，或写 减少2.11。不填就不核对。", examples=["736.51", "减少2.11"])
    增减率: Percentage | None = Field(
        default=None, description="比上年增减的百分数；下降写负数，或写 下降23.5%。不填就不核对。", examples=["66.4", "下降23.5%"]
    )
    完成率: Percentage | None = Field(default=None, description="完成预算的百分数。不填就不核对。", examples=["99.8", "99.8%"])
    占比: Percentage | None = Field(default=None, description="占合计的百分数。不填就不核对。", examples=["31.1", "31.1%"])


ControlValue = Annotated[Annotated[Change, Tag(SCALAR)] | Annotated[Control, Tag(MAPPING)], by_shape]
