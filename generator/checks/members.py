"""The units of a 部门 against what it is and what its figures say; incomes that need their
outlay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.kind_of_unit import institution_money, office_subjects
from generator.checks.rule import Problem, RuleContext, check, level_if
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.matters import ORDINARY

_OFFICE = "行政单位"
_AS_MEMBER = {
    "行政单位": "行政单位",
    "参公事业单位": "参照公务员法管理的事业单位",
    "事业单位": "其他事业单位",
}
_ITSELF = re.compile(r".*[（(](本级|机关|局本级|本部)[）)]$|.*本级$")
_NEVER_OFFICE = re.compile(
    r".*(图书馆|博物馆|文化馆|美术馆|纪念馆|科技馆|体育馆|学校|中学|小学|幼儿园|医院|卫生院|"
    r"大学|学院|研究所|研究院|剧院|剧团|电视台|福利院|敬老院)$"
)
_SELDOM_OFFICE = re.compile(r".*(中心|服务站|管理站)$")
_NEVER_INSTITUTION = re.compile(r".*([县市区省]政府办公室|[县市区省]委办公室|委员会办公室)$")


@check(
    "下属单位性质",
    Group.SENSE,
    Level.WARNING,
    "下属单位的性质与名称、本级的性质和科目相符",
    "图书馆、学校是其他事业单位，本级与部门的性质相同；填错了，机关运行经费和机构设置就写错了。",
    "公开件常见错误：前后不一致",
    since="0.2",
    answerable=True,
)
def kinds_of_members(context: RuleContext) -> Iterator[Problem]:
    """Each 下属单位 whose 性质 its name contradicts, the 本级 against 单位.性质, and all of them
    against the 科目 of the 部门."""
    unit = context.statement.accounts.单位
    own_kind = _AS_MEMBER.get(str(unit.性质), "")
    reported = False
    for index, member in enumerate(unit.下属单位):
        name, kind = str(member.名称).strip(), str(member.性质)
        place = context.place("单位", "下属单位", index, "性质")
        if _is_itself(name, str(unit.名称)) and own_kind and kind != own_kind:
            words = f"“{name}”的性质是{kind}，单位.性质 却是{unit.性质}"
            yield Problem(place, words, "核对两处，改正其中一个", own_kind, kind)
            reported = True
        elif kind in (_OFFICE, _AS_MEMBER["参公事业单位"]) and _NEVER_OFFICE.match(name):
            fix = f"核对性质；是{ORDINARY}的改正"
            yield Problem(place, f"“{name}”的性质是{kind}", fix, ORDINARY, kind)
            reported = True
        elif kind == _OFFICE and _SELDOM_OFFICE.match(name):
            fix = "核对性质：是参照公务员法管理的事业单位，还是其他事业单位"
            yield Problem(place, f"“{name}”的性质是{kind}", fix, ORDINARY, kind)
            reported = True
        elif kind == ORDINARY and _NEVER_INSTITUTION.match(name):
            yield Problem(place, f"“{name}”的性质是{kind}", "核对性质", _OFFICE, kind)
            reported = True
    if not reported:
        yield from _against_money(context)


def _is_itself(name: str, department: str) -> bool:
    """Whether a member is the 部门's own office."""
    bare_name = re.sub(r"[（(].*?[）)]", "", name)
    bare_department = re.sub(r"[（(].*?[）)]", "", department)
    return bool(_ITSELF.match(name)) or bare_name == bare_department


def _against_money(context: RuleContext) -> Iterator[Problem]:
    """A 部门 with 科目 of a kind of unit of which it names none."""
    accounts = context.statement.accounts
    unit = accounts.单位
    if unit.口径 != "部门" or not unit.下属单位 or len(unit.下属单位) < len(accounts.汇总):
        return
    kinds = {str(member.性质) for member in unit.下属单位} | {_AS_MEMBER.get(str(unit.性质), "")}
    place = context.place("单位", "下属单位")
    institutions, offices = institution_money(context), office_subjects(context)
    if institutions and ORDINARY not in kinds:
        yield Problem(
            place,
            f"{'、'.join(institutions)}，下属单位里却没有{ORDINARY}",
            "核对下属单位的性质，补上漏列的单位",
        )
    if offices and kinds == {ORDINARY}:
        yield Problem(
            place,
            f"{'、'.join(offices)}，下属单位却都是{ORDINARY}",
            "核对下属单位的性质，补上漏列的单位",
        )


@check(
    "口径与下属单位",
    Group.SENSE,
    Level.WARNING,
    "口径是单位的不列下属单位，是部门的列出来",
    "单位决算只含本单位的数，列了下属单位，读的人会以为是整个部门的数；部门没有列的，"
    "文档会写没有下属单位。",
    "《部门决算管理办法》",
    since="0.2",
    answerable=True,
    grave=True,
)
def scope_and_members(context: RuleContext) -> Iterator[Problem]:
    """口径 单位 with 下属单位; an 错误 where the unit itself is one of them. 口径 部门 without any,
    where the document says so by itself: an 错误 until somebody has confirmed it."""
    accounts = context.statement.accounts
    unit = accounts.单位
    if unit.口径 == "部门" and not (unit.下属单位 or unit.机构设置 or accounts.汇总):
        yield Problem(
            context.place("单位", "口径"),
            "口径填的是部门，没有填下属单位：文档会写没有下属单位",
            "有的，在 下属单位 里逐个填上；只含本单位的数的，改成：口径: 单位；"
            "部门确实没有下属单位的，在 核对说明 里写明",
            "单位",
            "部门",
            level=Level.ERROR,
        )
    if unit.口径 != "单位" or not unit.下属单位:
        return
    names = [str(member.名称).strip() for member in unit.下属单位]
    itself = [name for name in names if _is_itself(name, str(unit.名称))]
    words = f"口径填的是单位，却列了 {len(names)} 个下属单位"
    if itself:
        words += f"，“{itself[0]}”也在其中"
    yield Problem(
        context.place("单位", "口径"),
        words,
        "含下属单位的数，改成：口径: 部门；只含本单位的数，删去 下属单位",
        "部门",
        "单位",
        level=level_if(Level.ERROR, bool(itself)),
    )


@check(
    "经营收支",
    Group.SENSE,
    Level.WARNING,
    "经营收入与经营支出成对",
    "经营活动有收入就有成本：只有一边的，多半是事业收入填成了经营收入，或支出填错了性质。",
    "公开件常见错误：前后不一致",
    since="0.2",
    answerable=True,
)
def business_in_pairs(context: RuleContext) -> Iterator[Problem]:
    """经营收入 without 经营支出, or the other way round."""
    sums = context.statement.totals
    earned = next(source.数 for source in sums.收入来源 if source.名称 == "经营收入")
    spent = next(kind.数 for kind in sums.支出种类 if kind.名称 == "经营支出")
    if earned.is_zero == spent.is_zero:
        return
    if spent.is_zero:
        yield Problem(
            context.place("收入", "经营收入"),
            f"有经营收入 {context.money(earned.value)}，没有经营支出",
            "核对是不是事业收入；确是经营收入的，经营活动的支出填在 经营支出",
        )
        return
    yield Problem(
        context.place("支出", "其他资金"),
        f"有经营支出 {context.money(spent.value)}，没有经营收入",
        "核对收入的来源；不是经营活动的，填在 基本支出 或 项目支出",
    )
