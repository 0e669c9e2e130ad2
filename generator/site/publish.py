"""juesuan site: the data files of a city → its site.

Each unit's files are made as those of report are: only what changed, and a stopped run goes on.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.forms.folders import OWN, Roots
from generator.interface.fields import PUBLISHED
from generator.pipeline.batch.job import Job
from generator.pipeline.batch.program import program
from generator.pipeline.batch.record import UNCHANGED, moved, records
from generator.pipeline.batch.result import Result
from generator.pipeline.batch.run import RunOptions, run_all
from generator.pipeline.checking import CheckResult
from generator.pipeline.exit_codes import CRASH, DISK, FINDINGS, OK, USAGE, CommandError
from generator.pipeline.lock import locked
from generator.pipeline.outputs import real_path
from generator.site import (
    FormerSite,
    SiteUnit,
    Staging,
    build,
    entry_of,
    figure_files,
    former_site,
    install,
    open_work_folder,
    refuse_late_changes,
    stamps_of,
)
from generator.site.addresses import part_of
from generator.site.collect_units import CollectedUnits, collect_units
from generator.site.folder import WorkFolder
from generator.site.memory import Memory, remember, remembered
from generator.site.rejected import RejectedFile, split_rejected


class SiteResult(Struct, frozen=True):
    """What came of it.

    ``count`` units stand on the site, ``fresh`` of them were made now; ``rejected`` do not stand
    there; ``gone`` are the names of those that stood there before. ``touched``: whether anything of
    the site had to be made anew.
    """

    target: Path
    count: int
    fresh: int
    touched: bool
    rejected: tuple[RejectedFile, ...]
    gone: tuple[str, ...]
    code: int

    @property
    def message(self) -> str:
        """The summary for people."""
        lines = []
        if self.rejected:
            lines = [f"未上架 {len(self.rejected)} 份："]
            lines += [f"  {rejected.path}：{rejected.why}" for rejected in self.rejected]
        if not self.count:
            return "\n".join([*lines, "没有一份可以上架，公开专栏没有生成；原来的没有动。"])
        made = "专栏没有变动"
        if self.touched:
            made = f"这次生成 {self.fresh} 份，{self.count - self.fresh} 份未变"
        index = self.target / "index.html"
        lines.append(f"已上架 {self.count} 份（{made}）：{self.target}（打开 {index} 查看）")
        if self.gone:
            lines += [
                f"注意：有 {len(self.gone)} 份原来在架上，这次撤下了：{'、'.join(self.gone)}",
                (
                    "      不是有意撤下的，请按上面的原因改好数据文件，再运行一次；"
                    "改好以前，不要把这个文件夹放上网站。"
                ),
            ]
        return "\n".join(lines)


def published(
    stem: str, checked: CheckResult, documents: Mapping[str, bytes]
) -> Mapping[str, bytes]:
    """A unit's figures for programs, which are published beside its documents."""
    assert checked.statement
    assert checked.document
    assert checked.rendered
    entry = entry_of(stem, checked.statement, checked.document, checked.rendered.figures)
    return figure_files(entry, documents)


def publish_site(
    paths: Sequence[Path], target: Path, title: str, run_options: RunOptions, roots: Roots = OWN
) -> SiteResult:
    """Make the site.

    Raises CommandError when the command makes no sense or the folder is somebody's; OSError when
    the disk refuses.
    """
    # A link to the folder stays a link; and the name of "." is that of the folder.
    folder = real_path(target)
    # Two runs for one site would take each other's half-made files for left-overs.
    with locked(folder.parent):
        memory = remembered(records(), folder)
        collected = collect_units(paths, memory.file_summaries)
        work_folder = open_work_folder(folder)
        try:
            before = former_site(folder, memory.stamps)
            site = PlannedSite(title, folder, before, memory, work_folder)
            return _filled(target, site, collected, run_options, roots)
        finally:
            # What a run that did not come to its end has made is there for the next one.
            work_folder.leave()


class PlannedSite(Struct, frozen=True):
    """A site that is to be made.

    Its title and folder, what stands there, what is remembered of that, and where the new one is put
    together.
    """

    title: str
    folder: Path
    before: FormerSite
    memory: Memory
    work_folder: WorkFolder


def _filled(
    target: Path,
    site: PlannedSite,
    collected: CollectedUnits,
    run_options: RunOptions,
    roots: Roots,
) -> SiteResult:
    """Make the documents of all units, and of those that may stand there the site."""
    jobs = [
        Job(number, path, site.work_folder.made, PUBLISHED, roots, records(), published)
        for number, path in enumerate(collected.paths.values())
    ]
    results = run_all(jobs, run_options, _print_crash)
    _stop_without_room(results, site.work_folder)
    units, rejected = split_rejected(jobs, results, collected)
    # A form that is wrong is a reason not to stand on the site, like any other; not the command is
    # wrong.
    codes = [result.code for result in results if result.code != USAGE]
    if rejected:
        codes.append(FINDINGS)
    code = max(codes, default=OK)
    if not units:
        site.work_folder.close()
        return SiteResult(target, 0, fresh=0, touched=False, rejected=rejected, gone=(), code=code)
    touched = _made(site, {job.path.stem: job for job in jobs}, units, collected)
    standing = {unit.summary.标识 for unit in units}
    fresh = sum(
        result.seconds != UNCHANGED and job.path.stem in standing
        for job, result in zip(jobs, results, strict=True)
    )
    gone = tuple(sorted(site.before.stems - standing))
    return SiteResult(
        target,
        len(units),
        fresh=fresh,
        touched=touched,
        rejected=rejected,
        gone=gone,
        code=code,
    )


def _print_crash(result: Result) -> None:
    """Print what the program itself did wrong; what is wrong with the data is in the summary."""
    if result.code == CRASH:
        print(result.error, file=sys.stderr)


def _stop_without_room(results: Sequence[Result], work_folder: WorkFolder) -> None:
    """Replace nothing where our own folder is full or gone. Raises CommandError.

    Units that could not be made for that would seem to be withdrawn.
    """
    for result in results:
        if result.code != DISK:
            continue
        if str(work_folder.home) in result.error or "磁盘满" in result.error:
            raise CommandError(f"{result.error}\n公开专栏没有变动；做好的几份下次接着用。", DISK)


def _made(
    site: PlannedSite, jobs: Mapping[str, Job], units: Sequence[SiteUnit], collected: CollectedUnits
) -> bool:
    """Put the new site in its place, and keep what it was made of.

    Gives whether there was anything to do.
    """
    folder, work_folder = site.folder, site.work_folder
    content_key = _content_key(site.title, units)
    there = all(path.is_relative_to(folder) for unit in units for path in unit.files.values())
    if site.before.complete and there and content_key == site.memory.content_key:
        work_folder.close()
        memory = replace(
            site.memory, file_summaries=collected.file_summaries, stamps=site.before.stamps
        )
        remember(records(), folder, memory)
        return False
    staging = Staging(work_folder.site, folder, site.before.files, site.memory.keys)
    build(units, site.title, staging, program())
    refuse_late_changes(folder, site.before)
    install(work_folder.site, folder)
    for unit in units:
        places = {
            str(now): str(folder / part_of(unit.summary.标识, suffix))
            for suffix, now in unit.files.items()
        }
        if any(now != then for now, then in places.items()):
            moved(jobs[unit.summary.标识], places)
    stamps = stamps_of(folder, staging.files)
    memory = Memory(content_key, stamps, staging.keys, collected.file_summaries)
    remember(records(), folder, memory)
    work_folder.close()
    # The files there were second names of those that stand now, whose stamps tell of that.
    remember(records(), folder, replace(memory, stamps=stamps_of(folder, staging.files)))
    return True


def _content_key(title: str, units: Sequence[SiteUnit]) -> str:
    """All that the site is made of, in short."""
    content = [program(), title, sorted(unit.summary.content for unit in units)]
    return hashlib.sha256(repr(content).encode()).hexdigest()
