"""What a cold ``juesuan check`` spends on loading, by package: ``python -m benchmarks.starting FILE``. Seconds of the clock, of one process."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections import defaultdict

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


def shares(path: str) -> dict[str, float]:
    """The share of each package in the time of a check."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-X", "importtime", "-m", "generator.cli", "check", path], capture_output=True, check=False)
    whole = time.perf_counter() - start
    found: dict[str, float] = defaultdict(float)
    for own, name in _LINE.findall(done.stderr.decode("utf-8", "replace")):
        found[_NAMED.get(name.partition(".")[0], "Python 的标准库和其他")] += int(own) / 1e6
    found = dict(sorted(found.items(), key=lambda item: -item[1]))
    found[REST] = whole - sum(found.values())
    return {name: spent / whole for name, spent in found.items()}


if __name__ == "__main__":
    print(json.dumps(shares(sys.argv[1]), ensure_ascii=False))
