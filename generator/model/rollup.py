"""汇总: a 部门 whose figures are those of its units, less what they paid one another."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.base import Amount, Part, Words
from generator.model.natures import TRANSFER_KIND

OUTSIDE = "部门以外"


class Sides(Part):
    """The 科目 under which each side booked a transfer."""

    付: Words | None = Field(
        default=None,
        description="付款单位把这笔钱记在哪个项级科目。不填就不分科目。",
        examples=["2070101 行政运行"],
    )
    收: Words | None = Field(
        default=None,
        description="收款单位把这笔钱记在哪个项级科目。不填就不分科目。",
        examples=["2070104 图书馆"],
    )


class Transfer(Part):
    """Money that went from one unit of the 部门 to another."""

    种类: Annotated[str, TRANSFER_KIND] = Field(
        description="补助：付方的对附属单位补助支出，收方的上级补助收入。上缴：付方的上缴上级支出，收方的附属单位上缴收入",
        examples=["补助"],
    )
    付: Words = Field(
        description="付款的单位，写它的全称或简称；不是本部门单位的写 部门以外，这笔就不抵销。",
        examples=["某局本级"],
    )
    收: Words = Field(
        description="收款的单位，写它的全称或简称；不是本部门单位的写 部门以外，这笔就不抵销。",
        examples=["乙中心"],
    )
    金额: Amount = Field(description="这笔往来的金额，单位与本文件的金额单位相同。", examples=[5])
    科目: Sides | None = Field(
        default=None,
        description="双方各记在哪个科目；一个单位有几笔、分得清才填。",
        examples=[{"付": "2070101 行政运行", "收": "2070104 图书馆"}],
    )
