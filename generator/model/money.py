"""收入, 支出, 结转和结余: the facts of the ledger as a clerk types them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Tag

from generator.model.base import (
    MAPPING,
    SCALAR,
    Amount,
    AmountTable,
    AmountTree,
    Key,
    Part,
    Words,
    by_shape,
)

FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "其他资金")
SOURCES = (
    "一般公共预算财政拨款收入",
    "政府性基金预算财政拨款收入",
    "国有资本经营预算财政拨款收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
)
NATURES = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")


class Income(Part):
    """本年收入 by source: a number, or an amount for each 功能科目 (公开02表)."""

    一般公共预算财政拨款收入: AmountTable | None = Field(
        default=None,
        description=(
            "一般公共预算财政拨款收入的决算数，照决算报表“收入决算表”（财决03表）填。"
            "没有就删去这一行。"
        ),
        examples=["1784.28", {"2010301 行政运行": "260.86"}],
    )
    政府性基金预算财政拨款收入: AmountTable | None = Field(
        default=None,
        description=(
            "政府性基金预算财政拨款收入的决算数，照“收入决算表”（财决03表）填。没有就删去这一行。"
        ),
        examples=["50.06", {"2296003 用于体育事业的彩票公益金支出": "50.06"}],
    )
    国有资本经营预算财政拨款收入: AmountTable | None = Field(
        default=None,
        description=(
            "国有资本经营预算财政拨款收入的决算数，照“收入决算表”（财决03表）填。没有就删去这一行。"
        ),
        examples=[10, {"2230105 国有企业退休人员社会化管理补助支出": 10}],
    )
    上级补助收入: AmountTable | None = Field(
        default=None,
        description=(
            "从主管部门和上级单位取得的非财政补助收入，照“收入决算表”（财决03表）填。"
            "没有就删去这一行。"
        ),
        examples=[5, {"2070104 图书馆": 5}],
    )
    事业收入: AmountTable | None = Field(
        default=None,
        description=(
            "事业单位开展业务活动取得的收入，照“收入决算表”（财决03表）填。没有就删去这一行。"
        ),
        examples=["12.86", {"2070104 图书馆": "12.86"}],
    )
    经营收入: AmountTable | None = Field(
        default=None,
        description=(
            "事业单位在业务活动之外开展经营取得的收入，照“收入决算表”（财决03表）填。"
            "没有就删去这一行。"
        ),
        examples=["12.64", {"2070104 图书馆": "12.64"}],
    )
    附属单位上缴收入: AmountTable | None = Field(
        default=None,
        description=(
            "附属独立核算单位按规定上缴的收入，照“收入决算表”（财决03表）填。没有就删去这一行。"
        ),
        examples=["1.8", {"2070104 图书馆": "1.8"}],
    )
    其他收入: AmountTable | None = Field(
        default=None,
        description=(
            "上面各种以外的收入，如利息收入，照“收入决算表”（财决03表）填。没有就删去这一行。"
        ),
        examples=["0.63", {"2070104 图书馆": "0.63"}],
    )


class CarryOver(Part):
    """结转和结余 by fund: a number, or an amount for each 功能科目 (公开10、11表)."""

    一般公共预算: AmountTable | None = Field(
        default=None,
        description="一般公共预算财政拨款的结转和结余。一个数，或按项级科目分开填；没有就不填。",
        examples=["18.54", {"2070204 文物保护": "18.54"}],
    )
    政府性基金预算: AmountTable | None = Field(
        default=None,
        description="政府性基金预算财政拨款的结转和结余。一个数，或按项级科目分开填；没有就不填。",
        examples=[4, {"2296003 用于体育事业的彩票公益金支出": 4}],
    )
    国有资本经营预算: AmountTable | None = Field(
        default=None,
        description=(
            "国有资本经营预算财政拨款的结转和结余。一个数，或按项级科目分开填；没有就不填。"
        ),
        examples=["1.5", {"2230105 国有企业退休人员社会化管理补助支出": "1.5"}],
    )
    其他资金: AmountTable | None = Field(
        default=None,
        description="财政拨款以外的资金的结转和结余。一个数，或按项级科目分开填；没有就不填。",
        examples=["3.6", {"2070104 图书馆": "3.6"}],
    )


class Budget(Part):
    """预算数 of both kinds, where both are known."""

    年初: Amount | None = Field(
        default=None,
        description="年初预算数：年初部门预算批复的数。没有年初预算填 0。",
        examples=[100],
    )
    全年: Amount | None = Field(
        default=None,
        description="全年预算数：年初预算加追加、减追减后的数，也叫调整预算数。",
        examples=[180],
    )


BudgetValue = Annotated[Annotated[Amount, Tag(SCALAR)] | Annotated[Budget, Tag(MAPPING)], by_shape]


class OutlayItem(Part):
    """OutlayByFund of one 项 from one fund."""

    基本支出: AmountTable | None = Field(
        default=None,
        description=(
            "这个科目的基本支出，照决算报表的基本支出明细表填。只填一个数时正文照样出来，"
            "但明细表出不来；没有就不填。"
        ),
        examples=[
            "260.86",
            {"30101 基本工资": "120.5", "30201 办公费": 80},
            {"人员经费": "180.86", "公用经费": 80},
        ],
    )
    项目支出: AmountTree | None = Field(
        default=None,
        description=(
            "这个科目的项目支出，照决算报表的项目支出明细表填。只填一个数时明细表出不来；"
            "没有就不填。"
        ),
        examples=[
            180,
            {"信访维稳专项工作经费": 180},
            {"信访维稳专项工作经费": {"30201 办公费": 30, "30211 差旅费": 150}},
        ],
    )
    上缴上级支出: Amount | None = Field(
        default=None,
        description="事业单位按规定上缴上级单位的支出，照“支出决算表”（财决04表）填。没有就不填。",
        examples=[3],
    )
    经营支出: AmountTable | None = Field(
        default=None,
        description="事业单位开展经营活动的支出，照“支出决算表”（财决04表）填。没有就不填。",
        examples=["9.35", {"30201 办公费": "5.23", "30226 劳务费": "4.12"}],
    )
    对附属单位补助支出: Amount | None = Field(
        default=None,
        description=(
            "用财政拨款以外的钱补助附属单位的支出，照“支出决算表”（财决04表）填。没有就不填。"
        ),
        examples=[2],
    )
    预算数: BudgetValue | None = Field(
        default=None,
        description=(
            "这个科目的预算数，一般填全年预算数（年初加调整），用来算完成预算的百分比。"
            "没有安排预算填 0。"
        ),
        examples=["260.86", {"年初": 100, "全年": 180}],
    )
    原因: Words | None = Field(
        default=None,
        description="决算数与预算数不等时必填，接在“主要原因是”后面，末尾不加句号；相等时不填。",
        examples=["失业保险缴费基数调整"],
    )
    用途: Words | None = Field(
        default=None,
        description=(
            "这个科目的钱主要用在哪里，接在“主要用于”后面，末尾不加句号。版式要写用途的（如 上海）"
            "必填。"
        ),
        examples=["开展经济普查"],
    )


Outlays = dict[Key, OutlayItem]


class OutlayByFund(Part):
    """支出 by fund and 功能科目."""

    一般公共预算: Outlays = Field(
        default_factory=dict,
        description="用一般公共预算财政拨款的支出，按项级科目分开填。没有就删去这一行。",
        examples=[{"2010301 行政运行": {"基本支出": "260.86", "预算数": "260.86"}}],
    )
    政府性基金预算: Outlays = Field(
        default_factory=dict,
        description="用政府性基金预算财政拨款的支出，按项级科目分开填。没有就删去这一行。",
        examples=[
            {
                "2296003 用于体育事业的彩票公益金支出": {
                    "项目支出": {"社区健身器材更新": "51.56"},
                    "预算数": 55,
                    "原因": "招标价低于预算价",
                }
            }
        ],
    )
    国有资本经营预算: Outlays = Field(
        default_factory=dict,
        description="用国有资本经营预算财政拨款的支出，按项级科目分开填。没有就删去这一行。",
        examples=[
            {
                "2230105 国有企业退休人员社会化管理补助支出": {
                    "项目支出": {"退休人员社会化管理": 10},
                    "预算数": 10,
                }
            }
        ],
    )
    其他资金: Outlays = Field(
        default_factory=dict,
        description=(
            "用财政拨款以外的钱（事业收入、上级补助等）的支出，按项级科目分开填。没有就删去这一行。"
        ),
        examples=[{"2070104 图书馆": {"基本支出": "11.05", "经营支出": "9.35", "预算数": "20.4"}}],
    )


class ExpenseGroup(Part):
    """人员经费 or 公用经费 as a total, with the names of what it was spent on."""

    合计: Amount = Field(description="这一类经费的合计数。", examples=["482.34"])
    科目: tuple[Words, ...] = Field(
        default=(),
        description="有支出的经济科目名称，不写金额；印在“主要包括”后面。不填就不列举。",
        examples=[["基本工资", "津贴补贴", "奖金"]],
    )


ExpenseValue = Annotated[
    Annotated[Amount, Tag(SCALAR)] | Annotated[ExpenseGroup, Tag(MAPPING)], by_shape
]


class BasicSplit(Part):
    """一般公共预算基本支出 by 人员 and 公用, for a unit without 经济科目 detail."""

    人员经费: ExpenseValue = Field(
        description="工资福利支出（301）加对个人和家庭的补助（303）。",
        examples=["482.34", {"合计": "482.34", "科目": ["基本工资", "津贴补贴"]}],
    )
    公用经费: ExpenseValue = Field(
        description="商品和服务支出（302）加资本性支出（310）等基本支出里的其余部分。",
        examples=["72.13", {"合计": "72.13", "科目": ["办公费", "差旅费"]}],
    )
