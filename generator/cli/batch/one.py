"""One data file of a run, in whatever process: render, write, and say what came of it."""

from __future__ import annotations

import io
import time
import traceback
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path

from generator.cli import CRASH, DISK
from generator.cli.arguments import USAGE
from generator.cli.batch.result import Result


@dataclass(frozen=True, slots=True)
class Job:
    """One data file, where its documents go, and how they are made. ``number`` is its place in the run."""

    number: int
    path: Path
    output: Path
    formats: tuple[str, ...]
    roots: tuple[Path, ...]


Steps = Callable[[str], None]


def run(job: Job, steps: Steps = lambda _step: None) -> Result:
    """Make the documents of a data file. What goes wrong with it is told in the result: the other files of the run go on."""
    from generator.cli.disk import disk_trouble
    from generator.cli.produce import FormError, produce

    start = time.perf_counter()
    lost = Result(job.path.stem, "—", failed=True)
    try:
        outcome = produce(job.path, job.output, job.formats, steps, job.roots)
    except FormError as error:
        return replace(lost, trouble=f"版式有误：{error}", code=USAGE)
    except OSError as error:
        told = disk_trouble(error)
        if told is None:
            return replace(lost, trouble=crashed(job.path), code=CRASH)
        return replace(lost, trouble=told, code=DISK)
    except Exception:  # the program is wrong: the other units must not wait for that
        return replace(lost, trouble=crashed(job.path), code=CRASH)
    return replace(told_of(outcome), seconds=f"{time.perf_counter() - start:.1f}")


def told_of(outcome: object) -> Result:
    """What the terminal shows of an outcome."""
    from generator.cli.eliminations import elimination_table
    from generator.cli.produce import Outcome
    from generator.cli.show import counts, finding_text

    assert isinstance(outcome, Outcome)
    checked = outcome.checked
    transfers = io.StringIO()
    if checked.rollup:
        with redirect_stdout(transfers):
            elimination_table(checked.rollup)
    return Result(
        unit=outcome.unit,
        year=outcome.year,
        counts=counts(checked.findings, checked.silenced),
        findings=tuple(finding_text(finding, checked.read(finding.place.file)) for finding in checked.findings),
        transfers=transfers.getvalue(),
        files=tuple(str(path) for path in outcome.files),
        stale=tuple(str(path) for path in outcome.stale),
        failed=outcome.failed,
    )


CRASHED = "这是程序的错误，不是您的数据有错"


def crashed(path: Path) -> str:
    """What to tell of an error that is the program's own."""
    return f"{traceback.format_exc()}\n{path}：{CRASHED}。请把上面的文字和数据文件（去掉不便公开的内容）交给维护人员。"
