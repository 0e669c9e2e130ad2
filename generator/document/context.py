"""What templates can name of a statement, its settings and its form."""

from __future__ import annotations

from collections.abc import Mapping

from generator.document.terms import used_items
from generator.ledger.statement import Statement


def context(statement: Statement, settings: Mapping[str, str]) -> dict[str, object]:
    """The names that templates can use."""
    accounts = statement.accounts
    unit = accounts.单位
    totals = {
        name: getattr(statement.totals, name)
        for name in statement.totals.__struct_fields__
        if name != "资金"
    }
    return {
        **totals,
        **statement.totals.资金,
        "比较": statement.比较,
        "年度": accounts.年度,
        "上年度": accounts.年度 - 1,
        "单位": unit,
        "全称": unit.名称,
        "简称": unit.简称 or unit.名称,
        "自称": f"本{unit.口径}",
        "口径": unit.口径,
        "设置": settings,
        "三公": statement.三公,
        "三公原文": accounts.三公经费,
        "机关运行经费": statement.机关运行经费,
        "政府采购": statement.政府采购,
        "国有资产": statement.国有资产,
        "预算绩效": statement.预算绩效,
        "整体自评": statement.整体自评,
        "整体自评原文": accounts.预算绩效.整体自评,
        "自评表": statement.自评表,
        "项目组": statement.项目组,
        "项目完成情况": statement.项目完成情况,
        "名词": accounts.名词解释,
        "附件原文": accounts.附件,
        "原文": accounts,
        "用到科目": used_items(statement),
    }
