"""Made-up outlay: 科目 of the year's catalogue, each with amounts in whole 元."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from benchmarks.vocabulary import PROJECTS
from generator.model.subjects import Subject, catalogue

_PERSONNEL = (
    "30101",
    "30102",
    "30103",
    "30107",
    "30108",
    "30109",
    "30110",
    "30112",
    "30113",
    "30199",
    "30302",
    "30305",
)
_PUBLIC = (
    "30201",
    "30202",
    "30205",
    "30206",
    "30207",
    "30211",
    "30213",
    "30215",
    "30216",
    "30228",
    "30229",
    "30239",
    "30299",
    "31002",
)
_PROJECT = ("30201", "30202", "30211", "30214", "30226", "30227", "30299", "31003")
_ONLY_FIRST = ("30217", "30231")


@dataclass(slots=True)
class Item:
    """One 项 of outlay: its name with code, 基本支出 by 经济科目, and 项目支出 by project."""

    name: str
    basic: dict[str, int] = field(default_factory=dict)
    projects: dict[str, dict[str, int]] = field(default_factory=dict)
    budget: int = 0

    @property
    def amount(self) -> int:
        """What was spent on it."""
        return sum(self.basic.values()) + sum(
            sum(parts.values()) for parts in self.projects.values()
        )


def items_of(count: int, detail: int, year: int, chance: Random) -> list[Item]:
    """``count`` 项 of 一般公共预算, in the order of their codes, each with about ``detail`` 经济科目 of a kind."""
    known = catalogue(year)
    economic = {
        code: f"{code} {found.name}"
        for code in (*_PERSONNEL, *_PUBLIC, *_PROJECT, *_ONLY_FIRST)
        if (found := known.economic(code))
    }
    codes = _usable(known.of("功能").values())
    items = []
    for number, subject in enumerate(sorted(chance.sample(codes, count), key=lambda one: one.code)):
        items.append(_item(subject, number, detail, economic, chance))
    return items


def _usable(subjects: Iterable[Subject]) -> list[Subject]:
    """项 of 一般公共预算 for ordinary work (not 国防 or transfers)."""
    return [
        one
        for one in subjects
        if one.level == "项" and one.kind == "功能-一般公共预算" and one.code[:3] in _ORDINARY
    ]


_ORDINARY = (
    "201",
    "204",
    "205",
    "206",
    "207",
    "208",
    "210",
    "211",
    "212",
    "213",
    "214",
    "215",
    "216",
    "220",
    "224",
)


def _item(
    subject: Subject, number: int, detail: int, economic: dict[str, str], chance: Random
) -> Item:
    item = Item(f"{subject.code} {subject.name}")
    if number % 2 == 0:
        wanted = [
            *chance.sample(_PERSONNEL, detail),
            *chance.sample(_PUBLIC, detail),
            *(_ONLY_FIRST if number == 0 else ()),
        ]
        item.basic = {
            economic[code]: chance.randrange(2_000, 900_000, 10) for code in sorted(wanted)
        }
        for code in _ONLY_FIRST:
            if economic[code] in item.basic:
                item.basic[economic[code]] = chance.randrange(6_000, 40_000, 10)
    if number % 2 or number % 6 == 0:
        name = f"{subject.name[:12]}{PROJECTS[number % len(PROJECTS)]}（{number + 1}）"
        item.projects[name] = {
            economic[code]: chance.randrange(5_000, 400_000, 10)
            for code in sorted(chance.sample(_PROJECT, detail))
        }
    item.budget = item.amount + (chance.randrange(1_000, 60_000, 10) if number % 3 else 0)
    return item


def total(items: Iterable[Item]) -> int:
    """What was spent on all."""
    return sum(item.amount for item in items)


def spent_on(items: Iterable[Item], code: str) -> int:
    """What was spent on one 经济科目."""
    parts = [parts for item in items for parts in (item.basic, *item.projects.values())]
    return sum(amount for one in parts for name, amount in one.items() if name.startswith(code))
