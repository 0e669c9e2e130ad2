"""Many units: nothing changed, one changed, several processes, and the memory of a worker over many documents."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.units import SMALL, unit

MANY, SOME = 300, 40


def measure(folder: Path) -> list[tuple[str, str, str]]:
    """What was measured, the figure, the aim."""
    data = _units(folder / "data", MANY)
    found = []
    cache = {**os.environ, "JUESUAN_CACHE": str(folder / "records")}
    first = _report(data, folder / "out", cache, "html")
    unchanged = min(_report(data, folder / "out", cache, "html") for _ in range(3))
    with (data / "第7单位-2023.yaml").open("a", encoding="utf-8") as file:
        file.write("# 改\n")
    before = {path.name: path.stat().st_mtime_ns for path in (folder / "out").glob("*.html")}
    one = _report(data, folder / "out", cache, "html")
    again = [path.name for path in (folder / "out").glob("*.html") if path.stat().st_mtime_ns != before[path.name]]
    found.append((f"{MANY} 个单位，第一次（只要网页）", f"{first:.1f} 秒", ""))
    found.append((f"{MANY} 个单位，都没有变动", f"{unchanged:.2f} 秒", "≤ 2 秒"))
    found.append((f"{MANY} 个单位，改了一个", f"{one:.2f} 秒，重做 {len(again)} 个", "只做 1 个"))
    some = _units(folder / "some", SOME)
    cores = min(4, os.cpu_count() or 1)
    alone = _report(some, folder / "one", cache, "docx,pdf,html,xlsx", "--force", "-j", "1")
    together = _report(some, folder / "all", cache, "docx,pdf,html,xlsx", "--force", "-j", str(cores))
    found.append((f"{SOME} 个单位，四种格式，1 个进程", f"{alone:.0f} 秒（一个 {alone / SOME:.2f} 秒）", ""))
    found.append((f"{SOME} 个单位，四种格式，{cores} 个进程", f"{together:.0f} 秒，快 {alone / together:.2f} 倍", "4 个空闲的核 ≥ 3.2 倍"))
    same = all(path.read_bytes() == (folder / "all" / path.name).read_bytes() for path in (folder / "one").iterdir())
    found.append(("两次的每个字节", "相同" if same else "不同！", "相同"))
    found.extend(_memory(some))
    return found


def _units(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"第{number}单位-2023.yaml").write_text(unit(f"第{number}单位", SMALL), encoding="utf-8")
    return folder


def _report(data: Path, output: Path, environment: dict[str, str], formats: str, *more: str) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "generator.cli", "report", str(data), "-o", str(output), "--format", formats, *more]
    subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


_WORKER = """
import resource, sys
from pathlib import Path
from generator.cli.produce import make
files = sorted(Path(sys.argv[1]).glob("*.yaml"))
for number in range(int(sys.argv[3])):
    make(files[number % len(files)], (sys.argv[2],), lambda _step: None)
    if number + 1 in (10, int(sys.argv[3])):
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def _memory(data: Path) -> list[tuple[str, str, str]]:
    """The memory of one process after 10 documents and after many."""
    found = []
    for kind, told, count in (("html", "网页", 500), ("pdf", "PDF", 60)):
        said = subprocess.run([sys.executable, "-c", _WORKER, str(data), kind, str(count)], check=True, capture_output=True, text=True).stdout.split()
        found.append((f"一个进程连做 {count} 份{told}的内存", f"第 10 份后 {said[0]} MB，第 {count} 份后 {said[1]} MB", "不随份数增长"))
    return found
