"""Which of the units that were made go on the site, and why the others do not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from generator.findings.place import Level
from generator.pipeline.batch.job import Job
from generator.pipeline.batch.result import Result
from generator.pipeline.typed_commands import check_command
from generator.site import SiteUnit, UnitSummary, summary_of
from generator.site.addresses import FIGURES
from generator.site.collect_units import CollectedUnits


class RejectedFile(Struct, frozen=True):
    """A data file that does not go on the site, and why."""

    path: Path
    why: str


def split_rejected(
    jobs: Sequence[Job], results: Sequence[Result], collected: CollectedUnits
) -> tuple[list[SiteUnit], tuple[RejectedFile, ...]]:
    """What goes on the site and what does not; one bad file does not stop the others."""
    units: list[SiteUnit] = []
    rejected: list[RejectedFile] = []
    for job, result in zip(jobs, results, strict=True):
        if not result.files:
            rejected.append(RejectedFile(job.path, _why(job, result)))
            continue
        files = dict(zip((*job.formats, *FIGURES), map(Path, result.files), strict=True))
        department = collected.departments.get(job.path.resolve(), "")
        units.append(SiteUnit(summary_of(files[FIGURES[0]], department), files))
    single, ambiguous = _split_ambiguous(units)
    rejected += [RejectedFile(collected.paths[stem], why) for stem, why in ambiguous.items()]
    return single, tuple(sorted(rejected, key=lambda file: str(file.path)))


def _why(job: Job, result: Result) -> str:
    """In a word or two; an error of the program's own was told in full when it came."""
    if result.error:
        return result.error.splitlines()[-1].removeprefix(f"{job.path}：")
    errors = [text for text in result.findings if text.startswith(f"{Level.ERROR.value} ")]
    if not errors:
        return "读不全，没有可以公开的文档"
    first = errors[0].replace("\n", "\n    ")
    return f"有 {len(errors)} 处错误，先改好（全部见 {check_command(job.path)}）。第一处：\n    {first}"


def _split_ambiguous(units: Sequence[SiteUnit]) -> tuple[list[SiteUnit], dict[str, str]]:
    """The units without those of which two are the same unit and year; of these, why, by stem.

    Which of the two holds is for people to say.
    """
    by_identity: dict[tuple[str, int, str], list[UnitSummary]] = {}
    for unit in units:
        summary = unit.summary
        identity = (summary.单位, summary.年度, summary.口径)
        by_identity.setdefault(identity, []).append(summary)
    why: dict[str, str] = {}
    for (name, year, _), group in by_identity.items():
        for summary in group:
            twins = "、".join(twin.标识 for twin in group if twin is not summary)
            if twins:
                why[summary.标识] = (
                    f"与“{twins}”都是“{name}”{year} 年度的，不知道该用哪一个；只留一个"
                )
    return [unit for unit in units if unit.summary.标识 not in why], why
