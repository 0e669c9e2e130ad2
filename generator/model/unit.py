"""单位: who publishes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.base import Choice, Count, Day, Part, Words

Nature = Choice("行政单位", "参公事业单位", "事业单位")
Scope = Choice("单位", "部门")


class Subordinate(Part):
    """A second-level unit of a 部门."""

    名称: Words
    性质: Annotated[str, Choice("行政单位", "参照公务员法管理的事业单位", "其他事业单位")]


class Unit(Part):
    """The unit or department that publishes."""

    名称: Words
    简称: Words | None = None
    口径: Annotated[str, Scope] = Field(description="单位：只含本单位；部门：含下属二级单位的汇总")
    性质: Annotated[str, Nature] = Field(description="决定机关运行经费怎么写")
    批复日期: Day | None = Field(default=None, description="收到决算批复的日期；公开应在批复后 20 日内")
    公开日期: Day | None = None
    主要职责: Words | None = None
    机构设置: Words | None = Field(default=None, description="不填时由 内设机构、下属单位 自动成句")
    内设机构: tuple[Words, ...] = ()
    内设机构数: Count | None = None
    下属单位: tuple[Subordinate, ...] = ()
