"""juesuan site: the data files of a city → its shelf.

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
from generator.pipeline.batch.record import KEPT, moved, records
from generator.pipeline.batch.result import Result
from generator.pipeline.batch.run import Manner, run_all
from generator.pipeline.checking import Checked
from generator.pipeline.exit_codes import CRASH, DISK, FINDINGS, OK, USAGE, CommandError
from generator.pipeline.lock import locked
from generator.pipeline.outputs import real_place
from generator.site import (
    Former,
    Making,
    Standing,
    build,
    entry_of,
    figure_files,
    former,
    install,
    stamps_of,
    still,
    workshop,
)
from generator.site.addresses import part_of
from generator.site.collect_units import Gathered, gather
from generator.site.folder import Workshop
from generator.site.memory import Memory, remember, remembered
from generator.site.rejected import Refused, sorted_out


class Shelved(Struct, frozen=True):
    """What came of it.

    ``count`` units stand on the shelf, ``fresh`` of them were made now; ``refused`` do not stand
    there; ``gone`` are the names of those that stood there before. ``touched``: whether anything of the shelf had to be made anew.
    """

    target: Path
    count: int
    fresh: int
    touched: bool
    refused: tuple[Refused, ...]
    gone: tuple[str, ...]
    code: int

    @property
    def told(self) -> str:
        """The summary for people."""
        lines = []
        if self.refused:
            lines = [f"未上架 {len(self.refused)} 份："]
            lines += [f"  {refused.path}：{refused.why}" for refused in self.refused]
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


def published(stem: str, checked: Checked, documents: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """A unit's figures for programs, which are published beside its documents."""
    assert checked.statement
    assert checked.document
    assert checked.rendered
    return figure_files(
        entry_of(stem, checked.statement, checked.document, checked.rendered.figures), documents
    )


def shelve(
    given: Sequence[Path], target: Path, title: str, manner: Manner, roots: Roots = OWN
) -> Shelved:
    """Make the shelf.

    Raises CommandError when the command makes no sense or the folder is somebody's; OSError when
    the disk refuses.
    """
    # A link to the folder stays a link; and the name of "." is that of the folder.
    place = real_place(target)
    # Two runs for one shelf would take each other's half-made files for left-overs.
    with locked(place.parent):
        return _while_locked(given, target, place, title, manner, roots)


def _while_locked(
    given: Sequence[Path], target: Path, place: Path, title: str, manner: Manner, roots: Roots
) -> Shelved:
    memory = remembered(records(), place)
    gathered = gather(given, memory.said)
    beside = workshop(place)
    try:
        before = former(place, memory.stamps)
        shelved = _filled(
            target, Shelf(title, place, before, memory, beside), gathered, manner, roots
        )
    finally:
        # What a run that did not come to its end has made is there for the next one.
        beside.leave()
    return shelved


class Shelf(Struct, frozen=True):
    """A shelf that is to be made.

    Its title and place, what stands there, what is remembered of that, and where the new one is put
    together.
    """

    title: str
    place: Path
    before: Former
    memory: Memory
    beside: Workshop


def _filled(
    target: Path, shelf: Shelf, gathered: Gathered, manner: Manner, roots: Roots
) -> Shelved:
    jobs = [
        Job(number, path, shelf.beside.made, PUBLISHED, roots, records(), published)
        for number, path in enumerate(gathered.paths.values())
    ]
    results = run_all(jobs, manner, _print_crash)
    _stop_without_room(results, shelf.beside)
    units, refused = sorted_out(jobs, results, gathered)
    # A form that is wrong is a reason not to stand on the shelf, like any other; not the command is
    # wrong.
    codes = [result.code for result in results if result.code != USAGE]
    code = max([FINDINGS if refused else OK, *codes])
    if not units:
        shelf.beside.close()
        return Shelved(target, 0, 0, False, refused, (), code)
    touched = _made(shelf, {job.path.stem: job for job in jobs}, units, gathered)
    standing = {unit.card.标识 for unit in units}
    fresh = sum(
        result.seconds != KEPT and job.path.stem in standing
        for job, result in zip(jobs, results, strict=True)
    )
    return Shelved(
        target,
        len(units),
        fresh,
        touched,
        refused,
        tuple(sorted(shelf.before.stems - standing)),
        code,
    )


def _print_crash(result: Result) -> None:
    """Print what the program itself did wrong; what is wrong with the data is in the summary."""
    if result.code == CRASH:
        print(result.trouble, file=sys.stderr)


def _stop_without_room(results: Sequence[Result], beside: Workshop) -> None:
    """Replace nothing where our own folder is full or gone. Raises CommandError.

    Units that could not be made for that would seem to be withdrawn.
    """
    for result in results:
        if result.code != DISK:
            continue
        if str(beside.home) in result.trouble or "磁盘满" in result.trouble:
            raise CommandError(f"{result.trouble}\n公开专栏没有变动；做好的几份下次接着用。", DISK)


def _made(
    shelf: Shelf, jobs: Mapping[str, Job], units: Sequence[Standing], gathered: Gathered
) -> bool:
    """Put the new shelf in its place, and keep what it was made of.

    Gives whether there was anything to do.
    """
    place, beside = shelf.place, shelf.beside
    asked = _asked(shelf.title, units)
    there = all(path.is_relative_to(place) for unit in units for path in unit.files.values())
    if shelf.before.whole and there and asked == shelf.memory.asked:
        beside.close()
        memory = replace(shelf.memory, said=gathered.said, stamps=shelf.before.stamps)
        remember(records(), place, memory)
        return False
    making = Making(beside.shelf, place, shelf.before.files, shelf.memory.keys)
    build(units, shelf.title, making, program())
    still(place, shelf.before)
    install(beside.shelf, place)
    for unit in units:
        places = {
            str(now): str(place / part_of(unit.card.标识, suffix))
            for suffix, now in unit.files.items()
        }
        if any(now != then for now, then in places.items()):
            moved(jobs[unit.card.标识], places)
    memory = Memory(asked, stamps_of(place, making.files), making.keys, gathered.said)
    remember(records(), place, memory)
    beside.close()
    # The files there were second names of those that stand now, whose stamps tell of that.
    remember(records(), place, replace(memory, stamps=stamps_of(place, making.files)))
    return True


def _asked(title: str, units: Sequence[Standing]) -> str:
    """All that the shelf is made of, in short."""
    content = [program(), title, sorted(unit.card.content for unit in units)]
    return hashlib.sha256(repr(content).encode()).hexdigest()
