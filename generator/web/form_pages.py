"""The pages on which a data file is filled in: which parts stand on which, and the totals
beside."""

from __future__ import annotations

from msgspec import Struct


class FormPage(Struct, frozen=True):
    """One page: its address, its title, the top-level parts of the data file that stand on it, and
    the figures shown beside them, by the names that a clerk knows. ``may_be_nothing``: a unit may
    have none of what it asks for, and then types a 0 everywhere."""

    address: str
    title: str
    parts: tuple[str, ...]
    totals: tuple[str, ...] = ()
    may_be_nothing: bool = False


PAGES = (
    FormPage("unit", "单位", ("版式", "年度", "金额单位", "单位", "汇总", "内部往来")),
    FormPage(
        "income",
        "收入",
        ("收入", "使用非财政拨款结余", "年初结转和结余"),
        ("本年收入合计", "年初结转和结余", "收入总计"),
    ),
    FormPage(
        "outlay",
        "支出",
        ("支出", "结余分配", "年末结转和结余", "基本支出构成"),
        ("基本支出", "项目支出", "本年支出合计", "年末结转和结余", "支出总计"),
    ),
    FormPage(
        "last-year",
        "上年与原因",
        ("上年", "变动原因"),
        ("收入总计", "财政拨款收支总计", "一般公共预算财政拨款支出"),
    ),
    FormPage(
        "three-public",
        "三公经费",
        ("三公经费",),
        ("三公经费", "因公出国境费", "公务用车购置及运行维护费", "公务接待费"),
        may_be_nothing=True,
    ),
    FormPage("office", "机关运行", ("机关运行经费",), ("机关运行经费",)),
    FormPage("procurement", "政府采购", ("政府采购",), ("政府采购支出总额",), may_be_nothing=True),
    FormPage("assets", "国有资产", ("国有资产",), may_be_nothing=True),
    FormPage("performance", "绩效", ("预算绩效",), may_be_nothing=True),
    FormPage("attachments", "附件", ("附件",)),
    FormPage("terms", "名词", ("名词解释",)),
    FormPage("settings", "设置与核对", ("设置", "自填", "改写", "报表数", "核对说明")),
)


def page_at(address: str) -> FormPage | None:
    """The page of an address; None where there is none."""
    return next((page for page in PAGES if page.address == address), None)


def page_of(path: tuple[str, ...]) -> FormPage:
    """The page on which a path of the data file stands; the first for what has none."""
    top = next(iter(path), "")
    return next((page for page in PAGES if top in page.parts), PAGES[0])
