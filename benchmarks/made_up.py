"""Made-up data files, realistic in their make: the same seed and size give the same bytes, and every file passes ``juesuan check``.

``python -m benchmarks.made_up FOLDER`` writes one of each size.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.evaluations import evaluations, report
from benchmarks.money import Item, items_of, spent_on, total
from benchmarks.vocabulary import CHANGES, DUTIES, OFFICES, PURPOSES, REASONS

YEAR = 2023


@dataclass(frozen=True, slots=True)
class Size:
    """How large a unit is: its form, how many 科目 (项) it spends on, in how many 经济科目 each, how many 自评表, and 附件 of how many paragraphs."""

    name: str
    form: str
    items: int
    detail: int
    tables: int
    attachments: int
    paragraphs: int


SMALL = Size("最小", "全国九表", 4, 2, 0, 0, 0)
"""One of the many small units of a batch; not one of the three sizes."""
SIZES = (
    Size("小", "全国九表", 9, 2, 0, 0, 0),
    Size("中", "四川", 7, 2, 1, 0, 0),
    Size("大", "四川", 125, 2, 0, 0, 0),
)


def data_file(size: Size, seed: int = 1, name: str = "云桥区公共事业服务局（虚构）") -> str:
    """A whole data file as text."""
    chance = Random(f"{size.name} {seed}")  # noqa: S311 - made-up figures, no secrets
    items = items_of(size.items, size.detail, YEAR, chance)
    projects = [(item, project) for item in items for project in item.projects]
    parts = (
        _head(size, name, chance),
        _money(items, chance),
        _public(items),
        _other(items, chance),
        _performance(size, projects, chance),
        _attachments(size, chance),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _head(size: Size, name: str, chance: Random) -> Iterator[str]:
    yield from (
        "# 虚构的单位，只用来测速度；数都是编的。",
        f"版式: {size.form}",
        f"年度: {YEAR}",
        "金额单位: 元",
        "单位:",
        f"  名称: {name}",
        "  简称: 区公共服务局",
    )
    yield from (
        "  口径: 单位",
        "  性质: 行政单位",
        f"  批复日期: {YEAR + 1}-09-06",
        f"  公开日期: {YEAR + 1}-09-20",
        "  主要职责: |",
    )
    for number, duty in zip("一二三四五六七", DUTIES, strict=True):
        yield f"    （{number}）{duty}"
    yield f"  内设机构: [{', '.join(chance.sample(OFFICES, 5))}]"


def _money(items: list[Item], chance: Random) -> Iterator[str]:
    yield from ("收入:", "  一般公共预算财政拨款收入:")
    yield from (f"    {item.name}: {item.amount}" for item in items)
    yield from ("支出:", "  一般公共预算:")
    for item in items:
        yield f"    {item.name}:"
        if item.basic:
            yield f"      基本支出: {_flow(item.basic)}"
        if item.projects:
            yield "      项目支出:"
            yield from (f"        {name}: {_flow(parts)}" for name, parts in item.projects.items())
        yield f"      预算数: {item.budget}"
        if item.budget != item.amount:
            yield f"      原因: {chance.choice(REASONS)}"
    amount = total(items)
    before = amount - amount // 25
    yield f"上年: {{收支总计: {before}, 财政拨款收支总计: {before}, 一般公共预算财政拨款支出: {before}}}"
    yield f"变动原因: {{收支总计: {chance.choice(CHANGES)}}}"


def _flow(parts: dict[str, int]) -> str:
    return "{" + ", ".join(f"{name}: {amount}" for name, amount in parts.items()) + "}"


def _public(items: list[Item]) -> Iterator[str]:
    cars, guests = spent_on(items, "30231"), spent_on(items, "30217")
    yield from (
        "三公经费:",
        "  原因: 厉行节约，从严控制支出",
        "  因公出国境费: {预算数: 0, 决算数: 0, 上年决算数: 0, 团组数: 0, 人次: 0}",
    )
    yield from (
        "  公务用车购置及运行维护费:",
        "    原因: 压减车辆运行开支",
        "    购置费: {预算数: 0, 决算数: 0, 上年决算数: 0}",
    )
    yield f"    运行维护费: {{预算数: {cars + 2000}, 决算数: {cars}, 上年决算数: {cars + 1000}, 用途: 下乡检查、调研和应急保障}}"
    yield from (
        "    保有量: 3",
        "    车型: {轿车: 2, 越野车: 1}",
        "  公务接待费:",
        f"    预算数: {guests + 1500}",
        f"    上年决算数: {guests + 800}",
    )
    yield from (
        "    原因: 压减接待批次",
        f"    国内: {{决算数: {guests}, 批次: 9, 人次: 71, 用途: 接待上级检查指导和兄弟单位学习交流, 具体内容: ",
        "      [",
    )
    yield f"      {{事由: 接待上级检查组, 批次: 4, 人次: 30, 金额: {guests // 2}}},"
    yield f"      {{事由: 接待兄弟单位学习交流, 批次: 5, 人次: 41, 金额: {guests - guests // 2}}}]}}"
    yield "    外事: {决算数: 0, 批次: 0, 人次: 0}"


def _other(items: list[Item], chance: Random) -> Iterator[str]:
    public = sum(
        amount
        for item in items
        for code, amount in item.basic.items()
        if code[:3] in ("302", "310")
    )
    yield f"机关运行经费: {{决算数: {public}, 上年决算数: {public - public // 20}, 原因: 办公设备更新}}"
    goods, services = total(items) // 60, total(items) // 40
    yield f"政府采购: {{货物: {goods}, 工程: 0, 服务: {services}, 用途: {chance.choice(PURPOSES)}, 授予中小企业合同金额: {goods}, 授予小微企业合同金额: {goods // 2}}}"
    yield from (
        "国有资产:",
        "  车辆: {机要通信用车: 1, 应急保障用车: 2}",
        "  设备: {单价100万元以上设备: 0}",
    )


def _performance(size: Size, projects: list[tuple[Item, str]], chance: Random) -> Iterator[str]:
    chosen = [(project, sum(item.projects[project].values())) for item, project in projects][
        : size.tables
    ]
    yield "预算绩效:"
    if chosen:
        yield f"  项目: [{', '.join(name for name, _ in chosen)}]"
    count = max(len(chosen), len(projects))
    yield from (
        f"  事前绩效评估: {count}",
        f"  绩效目标: {count}",
        f"  绩效监控: {count}",
        f"  绩效自评: {max(len(chosen), 1)}",
    )
    if size.form == "全国九表":
        yield f"  管理情况: {{绩效自评金额: {sum(amount for _, amount in chosen) or 100000}, 平均得分: 93.5}}"
    yield "  整体自评:"
    yield from (
        "    综述: 年度目标基本完成，预算执行总体较好，个别项目进度偏慢",
        "    得分构成:",
        "      履职效能: 18",
    )
    yield from (
        "      预算管理: {预算编制: 8.5, 预算执行: 9, 年终结余: 3.5}",
        "      财务管理: 9",
        "      资产管理: 8.5",
        "      采购管理: 6",
        "      项目绩效: 33.5",
    )
    yield "    报告: |"
    yield from (f"      {line}" for line in report(chance))
    if chosen:
        yield "  自评表:"
        yield from (f"    {line}" for line in evaluations(chosen, chance))


def _attachments(size: Size, chance: Random) -> Iterator[str]:
    if size.attachments:
        yield "附件:"
    for number in range(1, size.attachments + 1):
        yield f"  - 标题: 重点项目支出绩效评价报告（{number}）"
        yield "    正文: |"
        yield from (f"      {line}" for line in report(chance, size.paragraphs))


def write_files(folder: Path, seed: int = 1, sizes: Sequence[Size] = SIZES) -> dict[str, Path]:
    """Write a file of each size to a folder; their paths by size."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for size in sizes:
        found[size.name] = folder / f"测速{size.name}-{YEAR}.yaml"
        found[size.name].write_text(data_file(size, seed), encoding="utf-8", newline="\n")
    return found


def write_many(folder: Path, count: int, size: Size = SMALL) -> list[Path]:
    """Write ``count`` units, each with its own name and figures."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(1, count + 1):
        path = folder / f"第{number:03}单位-{YEAR}.yaml"
        path.write_text(
            data_file(size, number, f"云桥区第{number}服务中心（虚构）"),
            encoding="utf-8",
            newline="\n",
        )
        paths.append(path)
    return paths


if __name__ == "__main__":
    for where in write_files(Path(sys.argv[1] if len(sys.argv) > 1 else "output")).values():
        print(where)
