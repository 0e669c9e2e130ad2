"""What a cold ``juesuan check`` spends on loading, by package: ``python -m benchmarks.starting FILE``. Seconds of the clock, of one process; and how much of its
CPU time goes by when a process does nothing but load the same libraries."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from functools import partial
from pathlib import Path

from benchmarks.measure import in_turns, process, python

_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")
_NAMED = {
    "generator": "本程序自己的模块（其中数据模型的类由 pydantic 建）",
    "pydantic": "pydantic（数据模型）",
    "pydantic_core": "pydantic（数据模型）",
    "jinja2": "jinja2（模板）",
    "yaml": "pyyaml",
    "lxml": "lxml",
}
REST = "载入以后：读、算、校验、成文"
LIBRARIES = "（另测）一个进程只载入上面这些库，什么也不做"
_NOTHING = "import argparse, jinja2.sandbox, lxml.etree, msgspec, yaml; from pydantic import BaseModel, TypeAdapter; TypeAdapter(type('Part', (BaseModel,), {}))"


def shares(path: str) -> dict[str, float]:
    """The share of each package in the time of a check."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "generator.cli", "check", path],
        capture_output=True,
        check=False,
    )
    whole = time.perf_counter() - start
    found: dict[str, float] = defaultdict(float)
    for own, name in _LINE.findall(done.stderr.decode("utf-8", "replace")):
        found[_NAMED.get(name.partition(".")[0], "Python 的标准库和其他")] += int(own) / 1e6
    found = dict(sorted(found.items(), key=lambda item: -item[1]))
    found[REST] = whole - sum(found.values())
    return {name: spent / whole for name, spent in found.items()}


def libraries(path: str, rounds: int = 7) -> float:
    """The CPU time of a process that only loads the libraries ÷ that of the whole check, in turns, the median."""
    cache = Path(
        os.environ.get("JUESUAN_CACHE", Path(tempfile.gettempdir(), "juesuan-bench", "juesuan"))
    ).parent
    commands = {
        "nothing": [sys.executable, "-c", _NOTHING],
        "check": python("generator.cli", "check", path),
    }
    found = in_turns(
        {name: partial(process, command, cache) for name, command in commands.items()},
        rounds,
        lambda _: None,
    )
    return found["nothing"].cpu / found["check"].cpu


if __name__ == "__main__":
    print(
        json.dumps({**shares(sys.argv[1]), LIBRARIES: libraries(sys.argv[1])}, ensure_ascii=False)
    )
