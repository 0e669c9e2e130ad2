"""Made-up data files: the same seed and size give the same text, which passes ``juesuan check``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from string import Template

from generator.model.subjects import catalogue

YEAR = 2023
# 经济科目 of 基本支出 and of 项目支出; 公务接待费 and 公务用车运行维护费 stand in the first 项 alone.
_BASIC = ("30201", "30202", "30207", "30211", "30213", "30215", "30216", "30228", "30299")
_PROJECT = ("30201", "30214", "30226", "30227", "31003")
_GUESTS, _CARS = "30217 公务接待费", "30231 公务用车运行维护费"
# Classes of 科目 of ordinary work.
_ORDINARY = ("201", "204", "205", "206", "207", "211", "212", "213", "214", "215", "220", "224")
# 行政运行, 一般行政管理事务 and 机关服务 end in 01 to 03: rules look at what is spent on them.
_OF_ADMINISTRATION = "03"


@dataclass(frozen=True, slots=True)
class Size:
    """How large a unit is: its form, and on how many 科目 (项) it spends."""

    name: str
    form: str
    items: int


SMALL = Size("最小", "全国九表", 4)
"""One of the many small units of a batch; not one of the three sizes."""
SIZES = (Size("小", "全国九表", 9), Size("中", "四川", 9), Size("大", "四川", 125))


@dataclass(frozen=True, slots=True)
class _Item:
    """One 项: its name, 基本支出 by 经济科目 in 元, and 项目支出 likewise."""

    name: str
    basic: dict[str, int]
    project: dict[str, int]

    @property
    def amount(self) -> int:
        return sum(self.basic.values()) + sum(self.project.values())


def _items(count: int, chance: Random) -> Iterator[_Item]:
    """So many 项 in the order of their codes: outlay on work, on projects, or on both."""
    year = catalogue(YEAR)
    names = {code: f"{code} {year.economic_subjects[code].name}" for code in (*_BASIC, *_PROJECT)}
    subjects = [
        subject
        for subject in year.of("功能").values()
        if subject.level == "项"
        and subject.kind == "功能-一般公共预算"
        and subject.code[:3] in _ORDINARY
        and subject.code[-2:] > _OF_ADMINISTRATION
    ]
    chosen = sorted(chance.sample(subjects, count), key=lambda subject: subject.code)
    for number, subject in enumerate(chosen):
        basic: dict[str, int] = {}
        project: dict[str, int] = {}
        if number % 2 == 0:
            codes = sorted(chance.sample(_BASIC, 4))
            basic = {names[code]: chance.randrange(2_000, 900_000, 10) for code in codes}
        if number == 0:
            basic |= {_GUESTS: chance.randrange(6_000, 20_000, 10), _CARS: 30_000}
        if number % 2 or number % 6 == 0:
            codes = sorted(chance.sample(_PROJECT, 2))
            project = {names[code]: chance.randrange(5_000, 400_000, 10) for code in codes}
        yield _Item(f"{subject.code} {subject.name}", basic, project)


def data_file(size: Size, seed: int = 1, name: str = "云桥区公共事业服务局（虚构）") -> str:
    """A whole data file as text."""
    chance = Random(f"{size.name} {seed}")  # noqa: S311 - made-up figures, no secrets
    items = list(_items(size.items, chance))
    total, projects = sum(item.amount for item in items), sum(bool(item.project) for item in items)
    public = sum(
        amount for item in items for code, amount in item.basic.items() if code.startswith("302")
    )
    guests = items[0].basic[_GUESTS]
    visits, evaluation, summary = "", "", ""
    if size.form == "四川":
        visits = f", 具体内容: [{{事由: 接待上级检查组, 批次: 9, 人次: 71, 金额: {guests}}}]"
    else:
        evaluation, summary = _EVALUATION.format(amount=total // 4), _SUMMARY
    return Template(_TEXT.read_text(encoding="utf-8")).substitute(
        form=size.form,
        name=name,
        income="\n".join(f"    {item.name}: {item.amount}" for item in items),
        outlay="\n".join(_outlay(item, number) for number, item in enumerate(items, 1)),
        before=total - total // 25,
        guests=guests,
        budget=guests + 1500,
        last=guests + 800,
        public=public,
        last_public=public - public // 20,
        goods=total // 60,
        services=total // 40,
        small=total // 120,
        projects=projects,
        visits=visits,
        evaluation=evaluation,
        summary=summary,
    )


def _outlay(item: _Item, number: int) -> str:
    lines = [f"    {item.name}:"]
    if item.basic:
        lines.append(f"      基本支出: {_flow(item.basic)}")
    if item.project:
        lines.append(f"      项目支出: {{公共服务购买（{number}）: {_flow(item.project)}}}")
    if number % 3:
        return "\n".join([*lines, f"      预算数: {item.amount}"])
    return "\n".join(
        [*lines, f"      预算数: {item.amount + 5000}", f"      原因: {_REASONS[number % 2]}"]
    )


def _flow(parts: dict[str, int]) -> str:
    return "{" + ", ".join(f"{name}: {amount}" for name, amount in parts.items()) + "}"


_REASONS = ("部分合同按进度结算", "招标价低于预算价")
_EVALUATION = """\
  管理情况: {{绩效自评金额: {amount}, 平均得分: 93.5}}
"""
_SUMMARY = "    综述: 年度目标基本完成，预算执行总体较好，个别项目进度偏慢\n"
_TEXT = Path(__file__).with_name("unit.yaml")
"""The data file, with what differs from unit to unit as ${name}."""


def write_files(folder: Path, seed: int = 1) -> dict[str, Path]:
    """Write a file of each size to a folder; their paths by size."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {}
    for size in SIZES:
        paths[size.name] = folder / f"测速{size.name}-{YEAR}.yaml"
        paths[size.name].write_text(data_file(size, seed), encoding="utf-8", newline="\n")
    return paths


def write_many(folder: Path, count: int) -> None:
    """Write ``count`` small units, each with its own name and figures."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        text = data_file(SMALL, number, f"云桥区第{number}服务中心（虚构）")
        path = folder / f"第{number:03}单位-{YEAR}.yaml"
        path.write_text(text, encoding="utf-8", newline="\n")
