"""One data file of a run, in whatever process: render, write, and say what came of it."""

from __future__ import annotations

import io
import time
import traceback
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.pipeline.batch.job import Job
from generator.pipeline.batch.pool import KILLED
from generator.pipeline.batch.record import left
from generator.pipeline.batch.result import Result
from generator.pipeline.exit_codes import CRASH, DISK, USAGE
from generator.reading.named_files import allowing

if TYPE_CHECKING:
    from generator.pipeline.checking import CheckResult


Steps = Callable[[str], None]


def run(job: Job, steps: Steps = lambda _step: None) -> Result:
    """Make and write the documents of a data file; ``steps`` is told each step.

    What goes wrong with it stands in the result: the other files of the run go on.
    """
    shown_path = printable(str(job.path))
    if shown_path != str(job.path):
        name = printable(job.path.stem)
        return Result(name, "—", failed=True, error=f"{shown_path}：{MISNAMED}", code=DISK)

    def made() -> Result:
        from generator.pipeline.fonts import font_note
        from generator.pipeline.formats import engine_note
        from generator.pipeline.produce import produce

        with allowing(job.allowed):
            outcome = produce(
                job.path,
                job.output,
                job.formats,
                steps,
                roots=job.roots,
                public=job.public,
                ours=partial(left, job),
                engine=job.engine,
                fonts=job.fonts,
            )
        document = outcome.checked.document
        notes = (engine_note(document, job.formats, job.engine), font_note(document, job.formats))
        return replace(
            result_of(outcome.checked, outcome.unit, outcome.year),
            files=_texts(outcome.files),
            stale=_texts(outcome.stale),
            aside=(
                *(printable(put.line) for put in outcome.aside),
                *(printable(note) for note in notes if note),
            ),
        )

    return guarded(job.path, made)


def guarded(path: Path, made: Callable[[], Result]) -> Result:
    """The result of making a file, timed where that was not done already.

    Of a file that could not be made the result says why.
    """
    from generator.forms.form import FormError
    from generator.pipeline.disk_errors import disk_error_message
    from generator.writers.pages import LayoutError

    start = time.perf_counter()
    lost = Result(printable(path.stem), "—", failed=True)
    try:
        result = made()
        if result.seconds:
            return result
        return replace(result, seconds=f"{time.perf_counter() - start:.1f}")
    except FormError as error:
        return replace(lost, error=f"版式有误：{error}", code=USAGE)
    except LayoutError as error:
        return replace(lost, error=f"{path}：{error}", code=CRASH)
    except OSError as error:
        message = disk_error_message(error)
        if message:
            return replace(lost, error=message, code=DISK)
        return replace(lost, error=crashed(path), code=CRASH)
    except Exception:  # the program is wrong: the other units must not wait for that
        return replace(lost, error=crashed(path), code=CRASH)


def result_of(checked: CheckResult, unit: str, year: str) -> Result:
    """What the terminal shows of a file that was checked."""
    from generator.pipeline.eliminations import elimination_table
    from generator.pipeline.findings_text import counts, findings_text

    transfers = io.StringIO()
    if checked.rollup:
        with redirect_stdout(transfers):
            elimination_table(checked.rollup)
    return Result(
        unit=unit,
        year=year,
        counts=counts(checked.findings, checked.silenced),
        findings=findings_text(checked),
        transfers=transfers.getvalue(),
        failed=_forbidden(checked),
    )


def _forbidden(checked: CheckResult) -> bool:
    from generator.findings.place import has_errors

    return has_errors(list(checked.findings))


def _texts(paths: tuple[Path, ...]) -> tuple[str, ...]:
    return tuple(str(path) for path in paths)


MISNAMED = "文件名（或文件夹名）是乱码，多半是从别的电脑的压缩包里解出来的。→ 给它改名，再生成"


def printable(text: str) -> str:
    """A text that can be printed: a name on the disk may hold bytes that are no character."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def killed(job: Job) -> Result:
    """The result of a job whose process was killed."""
    return Result(job.path.stem, "—", failed=True, error=f"{job.path}：{KILLED}", code=CRASH)


CRASHED = "这是程序的错误，不是您的数据有错"


def crashed(path: Path) -> str:
    """What to tell of an error that is the program's own."""
    advice = "请把上面的文字和数据文件（去掉不便公开的内容）交给维护人员。"
    return f"{traceback.format_exc()}\n{path}：{CRASHED}。{advice}"
