"""Documents made while the clerk looks on: one run at a time, with its progress."""

from __future__ import annotations

import threading
from collections.abc import Callable

from msgspec import Struct

from generator.pipeline.disk_errors import disk_error_message
from generator.pipeline.formats import DRAFT_SUFFIX
from generator.pipeline.produce import Outcome
from generator.web.plain_words import without_commands


class Progress(Struct):
    """How far a run is: its last step; when it is done, what was written, or why nothing was."""

    steps: list[str]
    done: bool = False
    files: list[str] = []
    draft: bool = False
    aside: list[str] = []
    error: str = ""


class Jobs:
    """The runs of the workbench, by the name of the data file."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs: dict[str, Progress] = {}
        self._one_at_a_time = threading.Lock()

    def start(self, name: str, make: Callable[[Callable[[str], None]], Outcome]) -> Progress:
        """Start a run for a data file; one that is going on already is returned."""
        with self._lock:
            current = self._runs.get(name)
            if current is not None and not current.done:
                return current
            progress = self._runs[name] = Progress([])
        threading.Thread(target=self._run, args=(progress, make), daemon=True).start()
        return progress

    def of(self, name: str) -> Progress | None:
        """The last run for a data file; None before the first."""
        with self._lock:
            return self._runs.get(name)

    def _run(self, progress: Progress, make: Callable[[Callable[[str], None]], Outcome]) -> None:
        try:
            with self._one_at_a_time:
                outcome = make(progress.steps.append)
            progress.files = [file.name for file in outcome.files]
            progress.draft = any(DRAFT_SUFFIX in file.stem for file in outcome.files)
            progress.aside = [aside.line for aside in outcome.aside]
            if not outcome.files:
                progress.error = (
                    "还有没填的、读不懂的地方，没有生成文档；请先把“校验”里列的填好、改好"
                )
        except OSError as error:
            progress.error = without_commands(disk_error_message(error) or str(error))
        except Exception as error:
            # Whatever it was, the clerk sees that nothing was written.
            progress.error = f"没有生成：{error}"
            raise
        finally:
            progress.done = True
