"""juesuan forms check: what the law obliges a unit to publish, duty by duty, tried out on samples. A duty is one record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from generator.document.form_numbers import typed
from generator.forms.folders import Roots
from generator.forms.form import Form, load_form
from generator.ledger.facts import FISCAL
from generator.ledger.figure import Earlier, Figure, difference, known_total, ratio
from generator.workshop.probe import SAMPLES, Probe, probe, probe_file
from generator.workshop.useless import useless

_ITEM, _KIND = 7, 5
# Digits of a 项 and of an 经济科目 of the second level.
Samples = Mapping[str, Probe]
Wanting = Callable[[Samples], Iterable[str]]


class Duty(Struct, frozen=True):
    """One thing that a document has to say. ``source``: as in a rule. ``wanting`` gives what is lacking; ``years``: the first year for which it holds."""

    source: str
    title: str
    wanting: Wanting
    sample: str = "全"
    since: int = 0


def _full(one: Callable[[Probe], Iterable[str]]) -> Wanting:
    return lambda samples: one(samples["全"])


def _change(now: Earlier, then: Earlier) -> Figure | None:
    return (
        difference("比上年增减", now, then)
        if isinstance(now, Figure) and isinstance(then, Figure)
        else None
    )


def _titles(*wanted: str) -> Wanting:
    """Tables whose titles contain all the words of one of the alternatives (divided by |)."""

    def wanting(samples: Samples) -> Iterable[str]:
        titles = [table.title for table in samples["全"].rendered.tables]
        for name in wanted:
            if not any(
                all(word in title for word in option.split())
                for option in name.split("|")
                for title in titles
            ):
                yield name.replace(" ", "…").replace("|", " 或 ")

    return wanting


def _comparison(p: Probe) -> list[str]:
    sums = p.statement.totals
    pairs = [
        (sums.收支总计.数, sums.收支总计.上年),
        (sums.财政拨款收支总计.数, sums.财政拨款收支总计.上年),
    ]
    pairs.append((sums.一般公共预算财政拨款支出.数, sums.一般公共预算财政拨款支出.上年))
    return [
        f"{now.label}比上年增减"
        for now, then in pairs
        if (change := _change(now, then)) and p.prints(change)
    ]


def _items(p: Probe) -> list[str]:
    return [
        label
        for name in FISCAL
        for item in p.statement.totals.资金[name].项
        for label in p.prints(item.支出)
    ]


def _budgets(p: Probe) -> list[str]:
    lacking = []
    for item in p.statement.totals.资金[FISCAL[0]].项:
        budgets = [budget for budget in item.预算.values() if isinstance(budget, Figure)]
        rates = [rate for budget in budgets if (rate := ratio("完成预算", item.支出, budget))]
        # Against a budget of nothing there is no rate to tell.
        told = any(p.computes(rate) for rate in rates) or any(
            not p.prints(budget) for budget in budgets
        )
        lacking += (
            []
            if told or not rates
            else [f"“{p.statement.books.name(item.功能科目)}”与预算数的比较"]
        )
    return lacking


def _reasons(p: Probe) -> list[str]:
    accounts = p.statement.accounts
    reasons = [
        accounts.变动原因.收支总计,
        accounts.变动原因.财政拨款收支总计,
        accounts.变动原因.一般公共预算财政拨款支出,
    ]
    reasons += [item.原因 for item in p.statement.totals.资金[FISCAL[0]].项]
    reasons += [kind.原因 for kind in p.statement.三公.各项]
    reasons += [p.statement.三公.合计.原因, p.statement.机关运行经费.原因]
    return [f"原因“{reason}”" for reason in filter(None, reasons) if p.says(reason)]


def _kinds(p: Probe) -> list[str]:
    public = p.statement.三公
    parts = [
        public.合计,
        public.因公出国境费,
        public.公务用车,
        public.购置费,
        public.运行维护费,
        public.公务接待费,
    ]
    lacking = [f"{one.名称}（表内）" for one in parts if p.tabulates(one.决算)]
    lacking += [
        f"{one.名称}预算数（表内）"
        for one in parts
        if all(p.tabulates(budget) for budget in one.预算.values())
    ]
    said = [*public.各项, public.购置费, public.运行维护费]
    return lacking + [f"{one.名称}（文内）" for one in said if p.prints(one.决算)]


def _counts(p: Probe) -> list[str]:
    public = p.statement.三公
    lacking = p.prints(
        public.团组数, public.人次, *[line.数量 for line in public.更新购置], public.保有量
    )
    for home, foreign in (
        (public.国内.批次, public.外事.批次),
        (public.国内.人次, public.外事.人次),
    ):
        # Some forms count domestic guests with those from abroad.
        both = known_total("公务接待", (home, foreign))
        lacking += p.prints(home) if p.prints(both) else []
    return lacking


def _public_changes(p: Probe) -> list[str]:
    public = p.statement.三公
    kinds = [*public.各项]
    return [
        f"{one.名称}比上年增减"
        for one in kinds
        if (change := _change(one.决算, one.上年)) and p.prints(change)
    ]


def _bought(p: Probe) -> list[str]:
    bought = p.statement.政府采购
    lacking = p.prints(bought.总额, bought.货物, bought.工程, bought.服务)
    awarded = p.prints(bought.中小企业, bought.小微企业)
    reserved = p.prints(*bought.预留.values())
    return lacking + ([] if not awarded or not reserved else awarded)


def _gear(p: Probe) -> list[str]:
    assets = p.statement.国有资产
    found = [one for one in (assets.新口径设备, assets.专用设备) if not p.prints(one)]
    return [] if found else ["单价100万元以上设备"]


def _vehicles(p: Probe) -> list[str]:
    assets = p.statement.国有资产
    return p.prints(assets.车辆总数, *(figure for _, figure in assets.车辆)) + p.says(
        assets.其他用车说明 or ""
    )


def _glossary(p: Probe) -> list[str]:
    part = p.part("名词解释")
    if not part:
        return ["“名词解释”一部分"]
    return [
        term
        for term in ("财政拨款收入", "基本支出", "项目支出", "“三公”经费", "机关运行经费")
        if term not in part
    ]


def _detail(p: Probe) -> list[str]:
    spent = [
        fact for fact in p.statement.books.facts.where(类型="支出", 资金=FISCAL) if fact.amount
    ]
    items = dict.fromkeys(fact.功能科目 for fact in spent if len(fact.功能科目) == _ITEM)
    basic = [
        fact.经济科目 for fact in spent if fact.资金 == FISCAL[0] and fact.支出性质 == "基本支出"
    ]
    kinds = dict.fromkeys(
        p.statement.books.economic(code)
        for code in basic
        if code.isdecimal() and len(code) == _KIND
    )
    return [code for code in items if code not in p.cells] + [
        f"经济科目 {name}" for name in kinds if name not in p.cells
    ]


def _empty(samples: Samples) -> list[str]:
    empty = [table for table in samples["空"].rendered.tables if table.empty]
    silent = [table.title for table in empty if not table.explained]
    return [f"“{title}”没有数据时的说明" for title in silent] + (
        [] if empty else ["没有数据的表也要留表"]
    )


def _no_fund(samples: Samples) -> list[str]:
    return [
        f"没有{name}支出的说明"
        for name in ("政府性基金", "国有资本经营预算")
        if not samples["空"].speaks(name)
    ]


def _no_public(samples: Samples) -> list[str]:
    return (
        []
        if any("“三公”经费" in heading for heading in samples["空"].headings)
        else ["没有“三公”经费支出时也要有这一节"]
    )


def _institution(samples: Samples) -> list[str]:
    text = samples["事业"].text
    return [] if "机关运行经费" in text else ["事业单位没有机关运行经费的说明"]


def _performance(p: Probe) -> list[str]:
    done = p.statement.预算绩效
    lacking = p.prints(done.绩效自评)
    whole = p.statement.accounts.预算绩效.整体自评
    results = (
        whole is None
        or not p.says(whole.综述 or "")
        or not p.prints(done.管理["优"])
        or not p.prints(done.管理["绩效自评金额"])
    )
    return lacking + ([] if results else ["绩效自评的结果（综述、等次或金额）"])


def _date(p: Probe) -> list[str]:
    day = p.statement.accounts.单位.公开日期
    return [] if day is None or f"{day.year}年{day.month}月{day.day}日" in p.text else ["公开时间"]


def _organised(p: Probe) -> list[str]:
    unit = p.statement.accounts.单位
    return p.says(*(unit.主要职责 or "").split("\n")) + [
        f"下属单位“{one.名称}”" for one in unit.下属单位 if p.says(one.名称)
    ]


def _typed(samples: Samples) -> Iterable[str]:
    found = typed(next(iter(samples.values())).form)
    printed = dict.fromkeys(one for p in samples.values() for one in p.literal())
    return [
        f"（写死了）{one}"
        for one in (
            *found,
            *(one for one in printed if not any(told.startswith(one) for told in found)),
        )
    ]


DUTIES: tuple[Duty, ...] = (
    Duty("《地方预决算公开操作规程》第四条", "句子里的数都由程序算出，没有写死的", _typed),
    Duty("四川部门决算公开的格式：公开时间", "文首写明公开时间", _full(_date)),
    Duty(
        "《地方预决算公开操作规程》中报表的要求",
        "收支总体：收入支出总表、收入表、支出表",
        _titles(
            "收入支出 总表|收支 总表|收入支出决算表", "收入决算|收入总表", "支出决算表|支出总表"
        ),
    ),
    Duty(
        "《地方预决算公开操作规程》中报表的要求",
        "财政拨款：总表、一般公共预算支出表、基本支出表、“三公”表、政府性基金表",
        _titles(
            "财政拨款 收入支出 总表|财政拨款收支",
            "一般公共预算财政拨款 支出决算",
            "基本支出",
            "三公",
            "政府性基金",
        ),
    ),
    Duty(
        "《地方预决算公开操作规程》中报表的要求",
        "国有资本经营预算表",
        _titles("国有资本经营预算"),
        since=2019,
    ),
    Duty("《预算法实施条例》第六条", "功能科目到项级，基本支出到经济科目款级", _full(_detail)),
    Duty(
        "《财政预决算领域基层政务公开标准目录》中空表的要求", "没有数据的表留表并说明", _empty, "空"
    ),
    Duty(
        "上海市部门决算模板：没有支出的也写",
        "没有政府性基金、国有资本经营预算支出的，正文要说明",
        _no_fund,
        "空",
    ),
    Duty(
        "《地方预决算公开操作规程》中说明的要求，《关于推进部门所属单位预算公开工作的指导意见》",
        "主要职责、机构设置（含下属单位）",
        _full(_organised),
    ),
    Duty(
        "《地方预决算公开操作规程》中说明的要求", "收支与上年决算比较的增减额", _full(_comparison)
    ),
    Duty(
        "《预算法实施条例》第六条",
        "一般公共预算、政府性基金、国有资本各项支出逐项说明",
        _full(_items),
    ),
    Duty("《预算法》第七十五条", "具体支出与预算数比较", _full(_budgets)),
    Duty("《地方预决算公开操作规程》中说明的要求", "每个差异的原因", _full(_reasons)),
    Duty("《地方预决算公开操作规程》中说明的要求", "专业名词解释", _full(_glossary)),
    Duty(
        "《地方预决算公开操作规程》中三公经费的要求",
        "“三公”经费三项，公务用车再分购置、运行维护，预算数和决算数",
        _full(_kinds),
    ),
    Duty(
        "《关于进一步推进预算公开工作的意见》",
        "“三公”数量：团组、人次、购置数、保有量、接待批次和人次",
        _full(_counts),
    ),
    Duty("《关于进一步推进预算公开工作的意见》", "“三公”各项比上年的增减", _full(_public_changes)),
    Duty("上海市部门决算模板：没有支出的也写", "没有“三公”经费也写整节", _no_public, "空"),
    Duty(
        "《预算法》第十四条",
        "机关运行经费及比上年的增减",
        _full(
            lambda p: p.prints(
                p.statement.机关运行经费.决算,
                *filter(
                    None, [_change(p.statement.机关运行经费.决算, p.statement.机关运行经费.上年)]
                ),
            )
        ),
    ),
    Duty(
        "部门决算报表的填报口径：机关运行经费",
        "事业单位没有机关运行经费的说明",
        _institution,
        "事业",
    ),
    Duty(
        "《预算法》第十四条，《地方预决算公开操作规程》中说明的要求",
        "政府采购总额、三类、中小企业和小微企业",
        _full(_bought),
    ),
    Duty(
        "部门决算报表的填报口径：车辆和设备", "车辆总数、各用途辆数、其他用车说明", _full(_vehicles)
    ),
    Duty("部门决算报表的填报口径：车辆和设备", "大型设备台（套）数", _full(_gear)),
    Duty("《关于全面实施预算绩效管理的意见》", "预算绩效管理：自评个数和结果", _full(_performance)),
)
"""All duties, in the order of the document."""


def report_of(name: str, file: Path | None, roots: Roots) -> tuple[str, bool]:
    """The duties of a form as text, and whether all are met. With a data file that one is the sample (duties about other samples do not apply)."""
    form = load_form(name, roots)
    samples = (
        {"全": probe_file(form, file)}
        if file
        else {sample: probe(form, sample) for sample in SAMPLES}
    )
    lines = [f"版式“{form.name}”：{len(DUTIES)} 条公开义务"]
    met = True
    for duty in DUTIES:
        state, lacking = _state(duty, form, samples)
        met = met and state != "缺"
        told = f"：没有 {'、'.join(dict.fromkeys(lacking))}" if lacking else ""
        lines.append(f"  {_MARKS[state]} {duty.title}（{duty.source}）{told}")
    lines += [
        f"  注意　 {one}" for one in useless(form, [one.rendered for one in samples.values()])
    ]
    return "\n".join([*lines, "没有缺。" if met else "标“缺”的，在模板或 附表.yaml 里补上。"]), met


_MARKS = {"有": "有　　", "缺": "缺　　", "不适用": "不适用"}


def _state(duty: Duty, form: Form, samples: Samples) -> tuple[str, list[str]]:
    if duty.sample not in samples or form.years[1] < duty.since:
        return "不适用", []
    lacking = [str(one) for one in duty.wanting(samples) if one]
    return ("缺", lacking) if lacking else ("有", [])
