"""Small units for the tests of runs over many files, and jobs that take their time."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from generator.pipeline.batch.job import Job
from generator.pipeline.batch.result import Result
from tests.bureau import GOOD


def unit(folder: Path, name: str, changes: str = "") -> Path:
    """A small unit's file of 2023."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-2023.yaml"
    path.write_text(
        re.sub(r"名称: [^\s,}]+", f"名称: {name}", GOOD, count=1) + changes, encoding="utf-8"
    )
    return path


def without_seconds(table: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.split("│")[1:-2]]
        for line in table.splitlines()
        if "│" in line
    ]


def make_slowly(job: Job) -> Result:
    """A job that says which process makes it, and takes its time."""
    (job.output / str(os.getpid())).touch()
    time.sleep(30)
    return Result(job.path.stem, "2023")
