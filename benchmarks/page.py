"""The results as a page for readers: docs/性能.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.measure import Usage
from benchmarks.pdf import LEVERS
from benchmarks.plot import panels
from benchmarks.targets import Target, ratio, targets

_STAGES = (
    "读取",
    "计算",
    "规则",
    "成文",
    "校验全程",
    "校验全程，附表不分页",
    "PDF 标记",
    "PDF 排版",
    "DOCX",
    "HTML",
    "XLSX",
)
_PACKAGES = (
    "weasyprint",
    "pydantic",
    "msgspec",
    "jinja2",
    "lxml",
    "python-docx",
    "docxtpl",
    "typst",
)
_OTHERS = (
    "PDF 引擎",
    "WeasyPrint 默认设置",
    "WeasyPrint 默认设置，本程序的网页",
    "LibreOffice",
    "Chromium",
    "Typst",
    "docxtpl",
)


@dataclass(frozen=True, slots=True)
class Results:
    """All that was measured."""

    found: Mapping[str, Usage]
    switched: Mapping[str, float]
    stages: Mapping[str, Usage]
    growing: Mapping[str, Usage]
    profile: Mapping[str, float]
    starting: Mapping[str, float]
    batch: Mapping[str, float]
    missing: Sequence[str]
    rounds: tuple[int, int, int]
    seconds: float

    def targets(self) -> list[Target]:
        """The promises, with what came of them."""
        return targets(self.found, self.stages["中"].told, self.batch)


def write_page(target: Path, results: Results) -> None:
    """Write the page anew."""
    plot = target.with_name(f"{target.stem}-增长.svg")
    plot.write_text(_drawn(results), encoding="utf-8", newline="\n")
    parts = (
        _head(results),
        _promised(results),
        _by_stage(results),
        _peers(results),
        _profile(results),
        _levers(results),
        _growth(results, plot.name),
        _batch(results),
        _province(results),
    )
    target.write_text("\n\n".join(parts) + "\n", encoding="utf-8", newline="\n")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'|'.join('---' for _ in head)}|"]
    return "\n".join((*lines, *(f"| {' | '.join(row)} |" for row in rows)))


def _seconds(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}" if value < 1 else f"{value:.2f}"


def _head(results: Results) -> str:
    light, heavy, _ = results.rounds
    return f"""# 性能

这一页由 `make bench` 写成，不要手改：改了下次会被盖掉。

- 机器：{platform.system()} {platform.machine()}，{os.cpu_count()} 核；{platform.python_implementation()} {platform.python_version()}。
- 版本：{"、".join(f"{name} {_version(name)}" for name in _PACKAGES)}。
- 内容：程序按固定种子编的三个单位，没有真的数；同一种子每次逐字节相同（`python -m benchmarks.made_up 文件夹`）。
- 方法：每样各起一个进程，轮流测（甲乙丙、甲乙丙……），短的 {light} 次、长的 {heavy} 次，取中位数。机器上有别的程序时，看 CPU 时间和倍数，不看钟点时间。
- “冷”是新起一个进程（编译过的模块和模板都在）；“热”是同一进程里再做一份。内存是单个进程的峰值。
- 比较用的 docxtpl、typst 不在锁定的版本里：`.venv/bin/pip install '.[bench]'`；LibreOffice、Chromium 用系统里的。没有装的不比，不算失败。
- {f"这次没有比的：{'、'.join(results.missing)}。" if results.missing else "这次都比了。"}全程用时 {results.seconds:.0f} 秒。"""


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "没有装"


def _promised(results: Results) -> str:
    told = results.stages["中"].told
    one = (
        told["热 校验全程，附表不分页"]
        + told["热 PDF 标记"]
        + told["热 PDF 排版"]
        + told["热 DOCX"]
        + told["热 HTML"]
        + told["热 XLSX"]
    )
    meaning = (
        f"对填表的人：一份约 {told['冷 规模 页']:.0f} 页的文档，校验不到一秒，四种格式全部生成约 {one:.0f} 秒；没有改动的不再生成。"
        "下面的目标是开发时定的，没有达到的几项也不影响使用。"
    )
    return (
        f"## 目标\n\n{meaning}\n\n按中等大小的单位（约 40 页）测；“倍”是本程序用的时间除以对方用的，越小越快。\n\n"
        + _table(("目标", "应当", "测得", "结论"), (target.row() for target in results.targets()))
    )


def _by_stage(results: Results) -> str:
    told = results.stages["中"].told
    rows = [
        (stage, _seconds(told.get(f"冷 {stage}")), _seconds(told.get(f"热 {stage}")))
        for stage in _STAGES
    ]
    note = "同一进程里依次做，第一遍算“冷”（第一次用到的库在那一段载入），其余取中位数。“校验全程”就是 `juesuan check` 做的事，包含前四段；它排在四段之后，所以“冷”里没有载入的时间。“附表不分页”是给 Excel 另排的那一份。"
    return f"## 逐段的 CPU 时间（秒，约 40 页）\n\n{note}\n\n" + _table(("段", "冷", "热"), rows)


def _peers(results: Results) -> str:
    own = results.found.get("PDF 引擎")
    rows = []
    for name in ("help", "check 冷", *_OTHERS):
        usage = results.found.get(name)
        if usage is None:
            rows.append((name, "没有测", "—", "—", "—"))
            continue
        pair = (
            (own.wall, usage.wall)
            if own and name == "Chromium"
            else (own.cpu, usage.cpu)
            if own
            else (0.0, 0.0)
        )
        times = ratio(*pair) if own and name in _OTHERS[1:-1] else None
        rows.append(
            (
                name,
                _seconds(usage.cpu),
                _seconds(usage.wall),
                f"{usage.memory:.0f}",
                "—" if times is None else f"{times:.2f}",
            )
        )
    note = (
        "“PDF 引擎”从给纸面的标记到 PDF（带标签、书签、目录页码、中文两端对齐）。“WeasyPrint 默认设置”和 Chromium 从同样内容的普通网页"
        "（`benchmarks/naive.py`：第一版程序会写的那种，图、目录页码都有，不带标签）；另一行是 WeasyPrint 默认设置印本程序给浏览器的网页。"
        "LibreOffice 从本程序的 DOCX；Typst 从同样的段落和表格的行（没有图）；docxtpl 从本程序的 DOCX 做成的模板：每段一个变量，每张表一个循环，图不动。"
        "Chromium 的辅助进程的 CPU 时间测不全，它按钟点时间比。"
    )
    return f"## 整个进程\n\n{note}\n\n" + _table(
        ("", "CPU 秒", "钟点秒", "内存 MiB", "本程序是它的几倍"), rows
    )


_GROWING = ("校验全程", "DOCX", "HTML", "XLSX", "PDF 排版")


def _growth(results: Results, plot: str) -> str:
    rows = []
    for name, usage in {**results.stages, **results.growing}.items():
        told = usage.told
        count = told["冷 规模 行"]
        kinds = (
            f"{told[f'热 {kind}']:.3f}（{told[f'热 {kind}'] / count * 1000:.2f}）"
            for kind in _GROWING
        )
        rows.append((name, f"{told['冷 规模 页']:.0f}", f"{count:.0f}", *kinds))
    note = "“热”的 CPU 秒；括号里是表格每一行摊到的毫秒。单位越大，每一行摊到的不增加，就是线性增长。图里是同一版式、科目越来越多的单位。"
    return f"## 随大小怎样增长\n\n{note}\n\n![时间随表格行数的增长]({plot})\n\n" + _table(
        ("大小", "页", "表格行", *_GROWING), rows
    )


def _drawn(results: Results) -> str:
    def line(kind: str, size: str) -> list[tuple[float, float]]:
        return [
            (usage.told[f"冷 规模 {size}"], usage.told[f"热 {kind}"])
            for usage in results.growing.values()
        ]

    drawn = (
        ("PDF 排版，CPU 秒", {"PDF": line("PDF 排版", "行")}),
        (
            "其余，CPU 秒",
            {
                name: line(kind, "行")
                for name, kind in (
                    ("校验", "校验全程"),
                    ("DOCX", "DOCX"),
                    ("HTML", "HTML"),
                    ("XLSX", "XLSX"),
                )
            },
        ),
    )
    return panels(drawn, "表格行")


def _profile(results: Results) -> str:
    engine = [(name, f"{share * 100:.0f}%") for name, share in results.profile.items()]
    start = [(name, f"{share * 100:.0f}%") for name, share in results.starting.items()]
    note = (
        "时间摊在各处，由盒子和文字的个数定，也就是由内容定。目录的页码不重排全文：只有目录等几页排两次。"
        "LibreOffice、Chromium 的排版是编译过的 C++，WeasyPrint 是 Python：下面没有哪一项去掉以后能追上它们。"
    )
    cold = "冷启动一半以上是载入：下面各包载入所占的份额。没有用到的（PDF、Word、Excel 的库）不载入。“只载入”的那一份是省不掉的：不换库，就不会比它快。"
    return f"## 时间在哪里\n\nPDF 引擎。{note}\n\n{_table(('PDF 引擎做什么', '占'), engine)}\n\n`juesuan check`，冷。{cold}\n\n{_table(('check 做什么', '占'), start)}"


def _levers(results: Results) -> str:
    rows = [
        (name, f"{results.switched[off]:.2f}")
        for off, name in LEVERS.items()
        if off in results.switched
    ]
    note = (
        f"同一进程里轮流做：都开着（{_seconds(results.switched.get('全部'))} 秒）、关掉一项，各轮的倍数取中位数。"
        "倍数大于 1，是开着省的；小于 1，是为了质量多花的；0.97 到 1.03 之间的，在误差以内。"
    )
    return f"## 每一项做法值多少\n\n{note}\n\n" + _table(("做法", "关掉后用时是几倍"), rows)


def _batch(results: Results) -> str:
    found, units = results.batch, results.rounds[2]
    rows = [
        (f"300 份网页，{name}", f"{found[name]:.2f} 秒", f"重做 {found[f'{name} 份数']:.0f} 份")
        for name in ("第一次", "没有变动", "变动一份")
        if name in found
    ]
    rows += [
        (f"{units} 份全部格式，{jobs}", f"{found[jobs]:.1f} 秒", "")
        for jobs in ("-j 1", "-j 4")
        if jobs in found
    ]
    for kind in ("html", "pdf"):
        if f"{kind} 最后" in found:
            early, late = found[f"{kind} 起初"], found[f"{kind} 最后"]
            rows.append(
                (
                    f"一个进程接连做 {found[f'{kind} 份数']:.0f} 份 {kind}",
                    f"{late:.0f} MiB",
                    f"做完第 {found[f'{kind} 起初份数']:.0f} 份时 {early:.0f} MiB",
                )
            )
    return "## 很多单位\n\n" + _table(("", "钟点时间或内存", ""), rows)


_UNITS, _CHANGED, _SHARE = 10_000, 300, 0.8
_MACHINES = (("一个核", 1), ("一台 16 核", 16), ("四台 16 核", 64))


def _province(results: Results) -> str:
    """What a province would take, from what one unit of the middle size takes on one core."""
    told = results.stages["中"].told
    one = sum(
        told[f"热 {stage}"]
        for stage in ("校验全程，附表不分页", "PDF 标记", "PDF 排版", "DOCX", "HTML", "XLSX")
    )

    def hours(units: int, cores: int) -> str:
        return _long(units * one / (cores * (_SHARE if cores > 1 else 1)))

    rows = [
        (f"{_UNITS} 个单位全部生成", *(hours(_UNITS, cores) for _, cores in _MACHINES)),
        (f"其中 {_CHANGED} 个改了数", *(hours(_CHANGED, cores) for _, cores in _MACHINES)),
    ]
    note = f"一个约 {told['冷 规模 页']:.0f} 页的单位，四种格式在一个核上用 {one:.1f} 秒（上面“热”各段之和）；多核按 {_SHARE * 100:.0f}% 的效率算。怎样做见[《很多单位一起生成》](批量.md)。"
    if "没有变动" in results.batch:
        note += f"没有变动的单位只核对：300 个 {results.batch['没有变动']:.1f} 秒，照此一万个约 {_long(results.batch['没有变动'] / 300 * _UNITS)}。"
    return f"## 一个省一万个单位\n\n{note}\n\n" + _table(
        ("", *(name for name, _ in _MACHINES)), rows
    )


def _long(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} 秒"
    return f"{seconds / 60:.0f} 分钟" if seconds < 90 * 60 else f"{seconds / 3600:.1f} 小时"
