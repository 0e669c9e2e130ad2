"""``make bench``: measure everything, print the targets, write docs/性能.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks import batch
from benchmarks.made_up import GROWING, write_files
from benchmarks.measure import Task, Usage, in_turns, process, python
from benchmarks.page import Results, write_page
from benchmarks.peers import MISSING, peers

_MIDDLE = "中"
_SLOWLY = "PDF 引擎，C 库逐个名字找"


def main() -> None:
    """Run the benchmark."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="juesuan-bench-") as folder:
        results = measure(Path(folder), options)
    write_page(options.page, results)
    for target in results.targets():
        print("｜".join(target.row()))
    print(f"已写 {options.page}，用时 {results.seconds:.0f} 秒。")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="测速，并写 docs/性能.md。"
    )
    parser.add_argument("--rounds", type=int, default=7, help="每样测几次，取中位数；默认 7")
    parser.add_argument("--heavy", type=int, default=7, help="要几秒的（PDF）测几次；默认 7")
    parser.add_argument(
        "--units", type=int, default=batch.SHARED, help="比较进程数时做几份；默认 40"
    )
    parser.add_argument(
        "--page",
        type=Path,
        default=Path(__file__).parents[1] / "docs" / "性能.md",
        help="结果写在哪里",
    )
    options = parser.parse_args()
    options.rounds, options.heavy = max(options.rounds, 1), max(options.heavy, 1)
    return options


def measure(folder: Path, options: argparse.Namespace) -> Results:
    """Everything, in a folder that goes away afterwards."""
    began = time.perf_counter()
    cache, files = folder / "cache", write_files(folder / "data")
    middle = files[_MIDDLE]
    work = folder / "work"
    # Also warms the compiled modules and templates: nobody's first run is measured.
    process(python("benchmarks.content", str(middle), str(work)), cache)
    commands: dict[str, Task] = {
        "help": partial(process, python("generator.cli", "--help"), cache),
        "check 冷": partial(process, python("generator.cli", "check", str(middle)), cache),
    }
    found = in_turns(commands, options.rounds, _say)
    others = peers(work, cache)
    engine: dict[str, Task] = {
        "PDF 引擎": partial(
            process,
            python("benchmarks.pdf", str(work / "paper.html"), str(folder / "own.pdf")),
            cache,
        )
    }
    finished = partial(
        process,
        python("benchmarks.pdf", str(work / "page.html"), str(folder / "page.pdf"), "bare"),
        cache,
    )
    engine[_SLOWLY] = partial(
        process,
        python("benchmarks.pdf", str(work / "paper.html"), str(folder / "own.pdf"), "loading"),
        cache,
    )
    everybody = (
        engine
        | {"WeasyPrint 默认设置，本程序的网页": finished}
        | {name: task for name, task in others.items() if task}
    )
    found |= in_turns(everybody, options.heavy, _say)
    slowly = found.pop(_SLOWLY, None)
    loading = (
        {"loading": slowly.cpu / found["PDF 引擎"].cpu} if slowly and "PDF 引擎" in found else {}
    )
    _say("逐项关掉")
    levers = process(
        python(
            "benchmarks.levers",
            str(work / "paper.html"),
            str(work / "naive.html"),
            str(min(options.heavy + 2, 5)),
        ),
        cache,
    )
    stages = {name: _stages(name, path, cache) for name, path in files.items()}
    growing = {
        name: _stages(name, path, cache)
        for name, path in write_files(folder / "growing", sizes=GROWING).items()
    }
    _say("剖析")
    profile = process(python("benchmarks.profile", str(work / "paper.html")), cache)
    _say("多个单位")
    many = (
        batch.unchanged(folder, cache, _say)
        | batch.shared(folder, cache, _say, options.units)
        | batch.memory(folder, cache, _say)
    )
    missing = [
        f"{name}（{MISSING if others.get(name) is None else '没有跑成'}）"
        for name in others
        if name not in found
    ]
    start = process(python("benchmarks.starting", str(middle)), cache)
    told = [one.told if one else {} for one in (levers, profile, start)]
    rounds = (options.rounds, options.heavy, options.units)
    return Results(
        found,
        {**told[0], **loading},
        stages,
        growing,
        told[1],
        told[2],
        many,
        missing,
        rounds,
        time.perf_counter() - began,
    )


def _stages(name: str, path: Path, cache: Path) -> Usage:
    _say(f"逐段：{name}")
    usage = process(python("benchmarks.stages", str(path), "4" if name in "小中" else "3"), cache)
    assert usage is not None, "测速用的程序没有跑成"
    assert usage.told, "测速用的数据文件没有做成文档"
    return usage


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
