"""docs/性能.md: what was measured, as tables with the aims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

from benchmarks.timing import Taken

MIDDLE = "中"


@dataclass(frozen=True, slots=True)
class Extent:
    """How long a document is, and its stages."""

    pages: int
    rows: int
    stages: Mapping[str, Taken]


@dataclass(slots=True)
class Measured:
    """Everything of one run."""

    machine: str
    times: int
    sizes: dict[str, Extent] = field(default_factory=dict)
    whole: dict[str, dict[str, Taken]] = field(default_factory=dict)
    peers: dict[str, Taken] = field(default_factory=dict)
    words: dict[str, Taken] = field(default_factory=dict)
    commands: dict[str, Taken] = field(default_factory=dict)
    batch: list[tuple[str, str, str]] = field(default_factory=list)


def targets(found: Measured) -> Iterator[tuple[str, str, str, bool]]:
    """Each aim: what, measured, aim, reached. Ratios hold within this run only."""
    stages = found.sizes[MIDDLE].stages
    pdf = found.peers.get("PDF：本程序（已排好的内容）")
    for name, mine, other, most in (
        ("Word（热）÷ docxtpl（热）", found.words.get("Word：本程序"), found.words.get("Word：docxtpl"), 0.7),
        ("PDF ÷ WeasyPrint 默认设置", pdf, found.peers.get("PDF：WeasyPrint 默认设置"), 0.75),
        ("PDF ÷ LibreOffice 转 Word", pdf, found.peers.get("PDF：LibreOffice 转 Word"), 1.0),
        ("PDF ÷ Chromium 打印网页", pdf, found.peers.get("PDF：Chromium 打印网页"), 0.9),
    ):
        if mine and other:
            yield name, f"{mine.wall / other.wall:.2f}", f"≤ {most}", mine.wall / other.wall <= most
    besides = (stages["校验（含以上）"].cpu + stages["PDF 的排版前"].cpu) / (stages["校验（含以上）"].cpu + stages["PDF"].cpu)
    yield "PDF 里不是排版引擎的部分", f"{besides:.0%}", "≤ 8%", besides <= 0.08
    for name, taken, most in (
        ("生成 Word（热，处理器）", stages["Word"].cpu, 0.4),
        ("juesuan check（冷）", found.commands["juesuan check"].wall, 0.5),
        ("juesuan --help（冷）", found.commands["juesuan --help"].wall, 0.2),
        ("改了数据到新网页（热）", stages["改了数据到新网页"].wall, 0.15),
    ):
        yield name, f"{taken:.2f} 秒", f"≤ {most} 秒", taken <= most


def summary(found: Measured) -> str:
    """The aims for a terminal."""
    lines = [f"{'达到' if reached else '没有达到'}　{name}：{measured}（{aim}）" for name, measured, aim, reached in targets(found)]
    return "\n".join([*lines, *(f"　　　　{name}：{measured}{f'（{aim}）' if aim else ''}" for name, measured, aim in found.batch)])


def text(found: Measured) -> str:
    """The whole page."""
    packages = "、".join(f"{name} {version(name)}" for name in ("weasyprint", "python-docx", "pydantic", "jinja2", "lxml"))
    lines = [
        "# 性能",
        "",
        "由 `make bench` 写出；换一台机器，秒数不同，**比值**应相近。数据是按固定种子编的单位（`benchmarks/units.py`）。",
        f"每项量 {found.times} 次取中位数；要比较的轮流运行，同样受别的程序影响。“热”是同一进程里第二次起，“冷”是整个新进程。",
        "",
        f"机器：{found.machine}。程序库：{packages}。",
        "",
        "## 目标",
        "",
        "| 项目 | 量得 | 目标 | |",
        "|---|---|---|---|",
        *(f"| {name} | {measured} | {aim} | {'达到' if reached else '没有达到'} |" for name, measured, aim, reached in targets(found)),
        *(f"| {name} | {measured} | {aim} | |" for name, measured, aim in found.batch),
        "",
        "## 各个阶段（热，秒：时钟／处理器）",
        "",
        *_stages(found),
        "",
        "## 整个进程（冷）",
        "",
        "| 文档 | 做什么 | 时钟（秒） | 处理器（秒） | 内存（MB） |",
        "|---|---|---|---|---|",
        *(
            f"| {size} | {name} | {taken.wall:.2f} | {taken.cpu:.2f} | {taken.memory:.0f} |"
            for size, all_ in found.whole.items()
            for name, taken in all_.items()
        ),
        "",
        f"## 同样的内容，别的办法（{found.sizes[MIDDLE].pages} 页，整个进程）",
        "",
        "别的办法拿到的是已经算好、写好的内容，只管排版；没有装的不列。版面也不同：Typst、docxtpl 没有图和目录页码，Chromium 没有目录页码。",
        "",
        "| 办法 | 时钟（秒） | 处理器（秒） | 内存（MB） |",
        "|---|---|---|---|",
        *(f"| {name} | {taken.wall:.2f} | {taken.cpu:.2f} | {taken.memory:.0f} |" for name, taken in found.peers.items()),
        *(f"| {name}（热） | {taken.wall:.2f} | {taken.cpu:.2f} | |" for name, taken in found.words.items()),
        "",
        "要量 docxtpl 和 Typst，先装：`.venv/bin/pip install docxtpl typst`；LibreOffice、Chromium 用系统的。",
        "",
    ]
    return "\n".join(lines)


def _stages(found: Measured) -> Iterator[str]:
    sizes = found.sizes
    yield "| 阶段 | " + " | ".join(f"{one.pages} 页，{one.rows} 行" for one in sizes.values()) + " | 最长 ÷ 最短（页 " + _growth(found) + "） |"
    yield "|---|" + "---|" * (len(sizes) + 1)
    every = list(sizes.values())
    for name in every[0].stages:
        taken = [one.stages[name] for one in every]
        yield f"| {name} | " + " | ".join(f"{one.wall:.3f}／{one.cpu:.3f}" for one in taken) + f" | {taken[-1].cpu / taken[0].cpu:.1f} |"


def _growth(found: Measured) -> str:
    every = list(found.sizes.values())
    return f"{every[-1].pages / every[0].pages:.1f}，行 {every[-1].rows / every[0].rows:.1f}"
