"""Duties of what no account shows: “三公”经费, 机关运行经费, 政府采购, 国有资产, 预算绩效."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ledger.figure import known_total
from generator.workshop.duty import EMPTY, INSTITUTION, Samples, change
from generator.workshop.probe import Probe


def public_expenses(probe: Probe) -> list[str]:
    """“三公”: the amounts and budgets in the table, and the amounts in the text."""
    public = probe.statement.三公
    vehicles = [public.购置费, public.运行维护费]
    in_table = [
        public.合计,
        public.因公出国境费,
        public.公务用车,
        *vehicles,
        public.公务接待费,
    ]
    lacking = [f"{kind.名称}（表内）" for kind in in_table if probe.tabulates(kind.决算)]
    lacking += [
        f"{kind.名称}预算数（表内）"
        for kind in in_table
        if all(probe.tabulates(budget) for budget in kind.预算.values())
    ]
    in_text = [*public.各项, *vehicles]
    lacking += [f"{kind.名称}（文内）" for kind in in_text if probe.prints(kind.决算)]
    return lacking


def public_counts(probe: Probe) -> list[str]:
    """“三公”: how many groups, people, cars bought and kept, and guests."""
    public = probe.statement.三公
    bought = [line.数量 for line in public.更新购置]
    lacking = probe.prints(public.团组数, public.人次, *bought, public.保有量)
    for home, foreign in (
        (public.国内.批次, public.外事.批次),
        (public.国内.人次, public.外事.人次),
    ):
        # Some forms count domestic guests with those from abroad.
        together = known_total("公务接待", (home, foreign))
        if probe.prints(together):
            lacking += probe.prints(home)
    return lacking


def public_changes(probe: Probe) -> Iterator[str]:
    """“三公”: how much each differs from last year."""
    for kind in probe.statement.三公.各项:
        difference = change(kind.决算, kind.上年)
        if difference and probe.prints(difference):
            yield f"{kind.名称}比上年增减"


def without_public_expenses(samples: Samples) -> list[str]:
    """The section on “三公”, also where nothing was spent."""
    if any("“三公”经费" in heading for heading in samples[EMPTY].headings):
        return []
    return ["没有“三公”经费支出时也要有这一节"]


def running_expenses(probe: Probe) -> list[str]:
    """机关运行经费, and how much it differs from last year."""
    running = probe.statement.机关运行经费
    difference = change(running.决算, running.上年)
    lacking = probe.prints(running.决算)
    if difference:
        lacking += probe.prints(difference)
    return lacking


def institution_without_running_expenses(samples: Samples) -> list[str]:
    """A 事业单位 says that it has no 机关运行经费."""
    if "机关运行经费" in samples[INSTITUTION].text:
        return []
    return ["事业单位没有机关运行经费的说明"]


def purchases(probe: Probe) -> list[str]:
    """政府采购: the total, its three kinds, and what went to smaller firms in either of two
    ways."""
    bought = probe.statement.政府采购
    lacking = probe.prints(bought.总额, bought.货物, bought.工程, bought.服务)
    awarded = probe.prints(bought.中小企业, bought.小微企业)
    if awarded and probe.prints(*bought.预留.values()):
        lacking += awarded
    return lacking


def vehicles(probe: Probe) -> list[str]:
    """国有资产: all vehicles, those of each use, and what the others are for."""
    assets = probe.statement.国有资产
    by_use = [figure for _, figure in assets.车辆]
    return probe.prints(assets.车辆总数, *by_use) + probe.says(assets.其他用车说明 or "")


def equipment(probe: Probe) -> list[str]:
    """国有资产: large equipment, counted in the newer way or in the older."""
    assets = probe.statement.国有资产
    if any(not probe.prints(count) for count in (assets.新口径设备, assets.专用设备)):
        return []
    return ["单价100万元以上设备"]


def performance(probe: Probe) -> list[str]:
    """预算绩效: how many projects were evaluated, and any of the ways to say with what result."""
    statement = probe.statement
    lacking = probe.prints(statement.预算绩效.绩效自评)
    whole = statement.accounts.预算绩效.整体自评
    if whole is None or not probe.says(whole.综述 or ""):
        return lacking
    results = [statement.预算绩效.管理[name] for name in ("优", "绩效自评金额")]
    if any(not probe.prints(result) for result in results):
        return lacking
    return [*lacking, "绩效自评的结果（综述、等次或金额）"]
