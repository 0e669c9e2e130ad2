"""上年 and 变动原因: what this year is compared with, and why it differs."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, Tag

from generator.model.base import SCALAR, SEQUENCE, Amount, Part, Words, by_shape

FileNames = Annotated[
    Annotated[Words, Tag(SCALAR)] | Annotated[tuple[Words, ...], Tag(SEQUENCE)], by_shape
]
"""One data file, or several whose figures are added."""


def _last_amount(table: str, example: str) -> Any:
    """The field of an amount of last year that a table of last year prints."""
    described = f"上年决算数，照上年“{table}”填。版式要比较它的才填。"
    return Field(default=None, description=described, examples=[example])


def _reason(name: str, like: str, example: str) -> Any:
    """The field of the reason why ``name`` changed; that of ``like`` serves where both changed alike."""
    described = (
        f"{name}比上年增减的原因，末尾不加句号。版式要写的才填；增减额与{like}相同时可以不填。"
    )
    return Field(default=None, description=described, examples=[example])


class LastYear(Part):
    """The few amounts of last year that comparisons need; beside ``文件`` they are compared with that file's."""

    文件: FileNames | None = Field(
        default=None,
        description="上年数据文件的文件名，与本文件放在同一文件夹；由几个单位合并来的写几个。同时填了下面的数就核对。",
        examples=["某某局-2022.yaml", ["甲局-2022.yaml", "乙局-2022.yaml"]],
    )
    拆分说明: Words | None = Field(
        default=None,
        description="本单位是从上年文件的单位拆分出来的才填：写明怎样分的。这时各项上年数自己填，程序只核对不大于原单位的数。",
        examples=["机构改革，旅游职责和3名人员划入本单位，上年数按职责划分"],
    )
    收支总计: Amount | None = Field(
        default=None,
        description="上年决算的收入总计（等于支出总计），照上年“收入支出决算总表”填。",
        examples=["1109.32"],
    )
    财政拨款收支总计: Amount | None = Field(
        default=None,
        description="上年财政拨款的收入总计，照上年“财政拨款收入支出决算总表”填。",
        examples=["990.13"],
    )
    一般公共预算财政拨款支出: Amount | None = Field(
        default=None,
        description="上年一般公共预算财政拨款支出合计，照上年“一般公共预算财政拨款支出决算表”填。",
        examples=["990.13"],
    )
    本年收入合计: Amount | None = _last_amount("收入支出决算总表", "1109.32")
    本年支出合计: Amount | None = _last_amount("收入支出决算总表", "1048.27")
    基本支出: Amount | None = _last_amount("支出决算表", "554.45")
    项目支出: Amount | None = _last_amount("支出决算表", "493.82")
    年末结转和结余: Amount | None = _last_amount("收入支出决算总表", "61.05")
    财政拨款收入: Amount | None = _last_amount("财政拨款收入支出决算总表", "990.13")
    财政拨款支出: Amount | None = _last_amount("财政拨款收入支出决算总表", "990.13")
    一般公共预算财政拨款收入: Amount | None = _last_amount("财政拨款收入支出决算总表", "990.13")
    一般公共预算财政拨款基本支出: Amount | None = _last_amount(
        "一般公共预算财政拨款支出决算表", "554.45"
    )
    一般公共预算财政拨款项目支出: Amount | None = _last_amount(
        "一般公共预算财政拨款支出决算表", "435.68"
    )
    政府性基金预算财政拨款收入: Amount | None = _last_amount(
        "政府性基金预算财政拨款收入支出决算表", "12"
    )
    政府性基金预算财政拨款支出: Amount | None = _last_amount(
        "政府性基金预算财政拨款支出决算表", "12"
    )
    国有资本经营预算财政拨款支出: Amount | None = _last_amount(
        "国有资本经营预算财政拨款支出决算表", "3"
    )


class ChangeReasons(Part):
    """变动原因: a later one defaults to the earlier one while their changes agree."""

    收支总计: Words | None = Field(
        default=None,
        description="收支总计比上年增减的原因，接在“主要变动原因是”后面，末尾不加句号。与上年相等时不填。",
        examples=["文物修缮和公共文化项目增加"],
    )
    财政拨款收支总计: Words | None = Field(
        default=None,
        description="财政拨款收支总计比上年增减的原因。增减额与收支总计相同时可以不填，自动用同一原因。",
        examples=["文物修缮项目增加"],
    )
    一般公共预算财政拨款支出: Words | None = Field(
        default=None,
        description="一般公共预算财政拨款支出比上年增减的原因。增减额与财政拨款收支总计相同时可以不填，自动用同一原因。",
        examples=["文物修缮和免费开放项目增加"],
    )
    本年收入合计: Words | None = _reason("本年收入合计", "收支总计", "项目经费增加")
    本年支出合计: Words | None = _reason("本年支出合计", "收支总计", "项目经费增加")
    基本支出: Words | None = _reason("基本支出", "收支总计", "人员增加")
    项目支出: Words | None = _reason("项目支出", "收支总计", "文物修缮项目增加")
    年末结转和结余: Words | None = _reason("年末结转和结余", "收支总计", "部分项目跨年实施")
    财政拨款收入: Words | None = _reason("财政拨款收入", "财政拨款收支总计", "文物修缮项目增加")
    财政拨款支出: Words | None = _reason("财政拨款支出", "财政拨款收支总计", "文物修缮项目增加")
    一般公共预算财政拨款收入: Words | None = _reason(
        "一般公共预算财政拨款收入", "财政拨款收支总计", "文物修缮项目增加"
    )
    一般公共预算财政拨款基本支出: Words | None = _reason(
        "一般公共预算财政拨款基本支出", "财政拨款收支总计", "文物修缮项目增加"
    )
    一般公共预算财政拨款项目支出: Words | None = _reason(
        "一般公共预算财政拨款项目支出", "财政拨款收支总计", "文物修缮项目增加"
    )
    政府性基金预算财政拨款收入: Words | None = _reason(
        "政府性基金预算财政拨款收入", "财政拨款收支总计", "文物修缮项目增加"
    )
    政府性基金预算财政拨款支出: Words | None = _reason(
        "政府性基金预算财政拨款支出", "财政拨款收支总计", "文物修缮项目增加"
    )
    国有资本经营预算财政拨款支出: Words | None = _reason(
        "国有资本经营预算财政拨款支出", "财政拨款收支总计", "文物修缮项目增加"
    )
    预决算差异: Words | None = Field(
        default=None,
        description="一般公共预算财政拨款支出合计与预算数不等的原因，末尾不加句号。版式要写这一句的（如 上海）必填。",
        examples=["部分项目经费年中调减"],
    )


TOTALS = tuple(name for name in LastYear.model_fields if name not in ("文件", "拆分说明"))
"""The keys of the amounts of last year."""
