"""Which of the units that were made go on the shelf, and why the others do not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from generator.findings.place import Level
from generator.pipeline.batch.job import Job
from generator.pipeline.batch.result import Result
from generator.site import Standing, card_of
from generator.site.addresses import FIGURES
from generator.site.collect_units import Gathered


class Refused(Struct, frozen=True):
    """A data file that does not go on the shelf, and why."""

    path: Path
    why: str


def sorted_out(
    jobs: Sequence[Job], results: Sequence[Result], gathered: Gathered
) -> tuple[list[Standing], tuple[Refused, ...]]:
    """What goes on the shelf and what does not; one bad file does not stop the others."""
    units: list[Standing] = []
    refused: list[Refused] = []
    for job, result in zip(jobs, results, strict=True):
        if not result.files:
            refused.append(Refused(job.path, _why(job, result)))
            continue
        files = dict(zip((*job.formats, *FIGURES), map(Path, result.files), strict=True))
        units.append(
            Standing(
                card_of(files[FIGURES[0]], gathered.departments.get(job.path.resolve(), "")), files
            )
        )
    units, more = _single(units)
    refused += [Refused(gathered.paths[stem], why) for stem, why in more]
    return units, tuple(sorted(refused, key=lambda one: str(one.path)))


def _why(job: Job, result: Result) -> str:
    """In a word or two; a trouble of the program's own was told in full when it came."""
    if result.trouble:
        return result.trouble.splitlines()[-1].removeprefix(f"{job.path}：")
    errors = [text for text in result.findings if text.startswith(f"{Level.ERROR.value} ")]
    if not errors:
        return "读不全，没有可以公开的文档"
    first = errors[0].replace("\n", "\n    ")
    return (
        f"有 {len(errors)} 处错误，先改好（全部见 juesuan check {job.path}）。第一处：\n    {first}"
    )


def _single(units: Sequence[Standing]) -> tuple[list[Standing], list[tuple[str, str]]]:
    """Without those of which two say that they are the same unit and year: which one holds is for people to say."""
    same: dict[tuple[str, int, str], list[Standing]] = {}
    for unit in units:
        same.setdefault((unit.card.单位, unit.card.年度, unit.card.口径), []).append(unit)
    refused = {
        one.card.标识: f"与“{'、'.join(other.card.标识 for other in group if other is not one)}”都是“{name}”{year} 年度的，不知道该用哪一个；只留一个"
        for (name, year, _), group in same.items()
        if len(group) > 1
        for one in group
    }
    return [unit for unit in units if unit.card.标识 not in refused], list(refused.items())
