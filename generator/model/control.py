"""报表数: control totals, copied from the official report, that are compared with what is computed. They are never printed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Tag

from generator.model.base import MAPPING, SCALAR, Change, Part, Percentage, by_shape


class Control(Part):
    """What the report says of one figure, as far as it says it."""

    决算数: Change | None = None
    预算数: Change | None = None
    上年决算数: Change | None = None
    增减额: Change | None = Field(default=None, description="比上年增减；减少写负数，或写 减少2.11")
    增减率: Percentage | None = Field(default=None, description="比上年增减 %；下降写负数，或写 下降23.5%")
    完成率: Percentage | None = None
    占比: Percentage | None = None


ControlValue = Annotated[Annotated[Change, Tag(SCALAR)] | Annotated[Control, Tag(MAPPING)], by_shape]
