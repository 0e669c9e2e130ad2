"""The data file, whole."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Tag

from generator.model.base import MAPPING, SCALAR, Amount, Choice, Key, Part, Words, Year, by_shape
from generator.model.control import ControlValue
from generator.model.disclosure import Assets, ChangeReasons, LastYear, Procurement, Running, ThreePublic
from generator.model.money import BasicSplit, CarryOver, Income, Outlay
from generator.model.performance import Performance
from generator.model.unit import Unit

LastYearValue = Annotated[Annotated[Words, Tag(SCALAR)] | Annotated[LastYear, Tag(MAPPING)], by_shape]


class Attachment(Part):
    """附件: a title, and its text or a .docx beside the data file."""

    标题: Words
    正文: Words | None = None
    文件: Words | None = None


class Accounts(Part):
    """One unit, one year."""

    版式: Words
    年度: Year
    金额单位: Annotated[str, Choice("元", "万元")]
    单位: Unit
    设置: dict[Key, Words] = Field(default_factory=dict, description="改动版式的习惯，如 百分比小数位: 2")
    收入: Income
    使用非财政拨款结余: Amount | None = None
    年初结转和结余: CarryOver = CarryOver()
    支出: Outlay
    结余分配: Amount | None = None
    年末结转和结余: CarryOver | None = Field(default=None, description="不填时由 年初＋收入－支出 得出；填了就核对")
    基本支出构成: BasicSplit | None = None
    上年: LastYearValue | None = Field(default=None, description="上年数据文件名；或几个上年数；新设单位填 无")
    变动原因: ChangeReasons = ChangeReasons()
    三公经费: ThreePublic = ThreePublic()
    机关运行经费: Running = Running()
    政府采购: Procurement = Procurement()
    国有资产: Assets = Assets()
    预算绩效: Performance = Performance()
    名词解释: dict[Words, Words] = Field(default_factory=dict)
    附件: tuple[Attachment, ...] = ()
    报表数: dict[Key, ControlValue] = Field(default_factory=dict, description="从决算报表或原件照抄的数，只用来与算出的数核对，不印出")
    核对说明: dict[Key, Words] = Field(default_factory=dict, description="已经核对、不必再提的警告和提示：规则名: 理由；错误不能这样略过")
