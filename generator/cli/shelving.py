"""juesuan site: the data files of a city → its shelf. Each unit's files come from produce(), as those of report do."""

from __future__ import annotations

import shutil
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.cli.batch.pool import KILLED, in_processes
from generator.cli.disk import disk_trouble
from generator.cli.given import data_files_in
from generator.cli.produce import Outcome, produce
from generator.cli.rollup import unit_paths
from generator.cli.show import finding_text
from generator.document.form import FormError
from generator.document.roots import OWN, Roots
from generator.model.load import load
from generator.reading.place import Level
from generator.site import Entry, Foreign, build, entry_of, former, install, workshop

FORMATS = ("pdf", "docx", "xlsx", "html")


class ShelvingError(Exception):
    """Nothing can be made of the command; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A data file that does not go on the shelf, and why."""

    path: Path
    why: str


@dataclass(frozen=True, slots=True)
class Shelved:
    """What came of it: the units on the shelf, those that are not, and the names of those that stood there before."""

    target: Path
    entries: tuple[Entry, ...]
    refused: tuple[Refused, ...]
    gone: tuple[str, ...]

    @property
    def told(self) -> str:
        """The summary for people."""
        lines = []
        if self.refused:
            lines = [f"未上架 {len(self.refused)} 份："]
            lines += [f"  {one.path}：{one.why}" for one in self.refused]
        if self.gone:
            lines += [f"原来在架上、这次撤下的 {len(self.gone)} 份：{'、'.join(self.gone)}"]
        if self.entries:
            lines += [f"已上架 {len(self.entries)} 份：{self.target}（打开 {self.target / 'index.html'} 查看）"]
        else:
            lines += ["没有一份可以上架，公开专栏没有生成；原来的没有动。"]
        return "\n".join(lines)


Tell = Callable[[str], None]


def shelve(given: Sequence[Path], target: Path, title: str, tell: Tell, roots: Roots = OWN, workers: int = 1) -> Shelved:
    """Make the shelf. Raises ShelvingError when the command makes no sense or the folder is somebody's; OSError when the disk refuses."""
    paths, departments = _gathered(given)
    # A link to the folder stays a link; and the name of "." is that of the folder.
    place = target.resolve()
    try:
        before = former(place)
    except Foreign as error:
        raise ShelvingError(str(error)) from error
    beside = workshop(place)
    try:
        entries, refused = _entries(paths, departments, beside / "rendered", tell, roots, workers)
        entries, more = _single(entries)
        refused += [Refused(paths[stem], why) for stem, why in more]
        refused.sort(key=lambda one: str(one.path))
        if entries:
            tell("生成公开专栏的网页和数据")
            made = beside / "shelf"
            made.mkdir()
            build(entries, title, made)
            install(made, place)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    gone = sorted(before.stems - {entry.stem for entry in entries}) if entries else []
    return Shelved(target, tuple(entries), tuple(refused), tuple(gone))


def _gathered(given: Sequence[Path]) -> tuple[dict[str, Path], dict[Path, str]]:
    """The data files by the names of their documents, with those that a 部门 adds up; and for each of these the 部门's name."""
    found: dict[Path, Path] = {}
    for path in given:
        if not path.exists():
            raise ShelvingError(f"没有这个文件或文件夹：{path}；请检查文件名和所在文件夹")
        found |= {one.resolve(): one for one in data_files_in(path) if one.is_file() and one.resolve() not in found}
    departments: dict[Path, str] = {}
    for one in list(found.values()):
        loaded = load(one)
        accounts = loaded.accounts or loaded.rest
        if accounts is None or not accounts.汇总:
            continue
        name = str(accounts.单位.名称)
        departments.setdefault(one.resolve(), name)
        for unit in unit_paths(one, accounts):
            departments.setdefault(unit.resolve(), name)
            found.setdefault(unit.resolve(), unit)
    if not found:
        raise ShelvingError(f"{'、'.join(str(path) for path in given)} 里没有数据文件（.yaml）")
    return _named(list(found.values())), departments


def _named(paths: Sequence[Path]) -> dict[str, Path]:
    """By name; on some disks 甲A and 甲a are one, and so are two spellings of one character."""
    count = Counter(_folded(path) for path in paths)
    twice = sorted({path.stem for path in paths if count[_folded(path)] > 1})
    if twice:
        raise ShelvingError(f"有同名的数据文件，文档会互相覆盖：{'、'.join(twice)}；请给其中一个改名")
    return {path.stem: path for path in paths}


def _folded(path: Path) -> str:
    return unicodedata.normalize("NFC", path.stem).casefold()


@dataclass(frozen=True, slots=True)
class _Job:
    """One data file for the shelf: the folder where its documents are made, and the 部门 that adds it up."""

    stem: str
    path: Path
    folder: Path
    formats: tuple[str, ...]
    roots: Roots
    department: str


FEW = 4
"""So many files are not worth the start of other processes."""


def _entries(paths: dict[str, Path], departments: dict[Path, str], folder: Path, tell: Tell, roots: Roots, workers: int) -> tuple[list[Entry], list[Refused]]:
    """What goes on the shelf and what does not, in the order of the files; one bad file does not stop the others."""
    jobs = [_Job(stem, path, folder, FORMATS, roots, departments.get(path.resolve(), "")) for stem, path in paths.items()]
    found: dict[str, Entry | Refused] = {}
    many = len(jobs) > FEW and workers > 1
    for number, (job, result) in enumerate(in_processes(jobs, workers, _make, _lost) if many else ((job, _make(job)) for job in jobs), 1):
        found[job.stem] = result
        tell(f"[{number}/{len(jobs)}] {job.stem}：{'完成' if isinstance(result, Entry) else '不上架'}")
    results = [found[job.stem] for job in jobs]
    return [one for one in results if isinstance(one, Entry)], [one for one in results if isinstance(one, Refused)]


def _make(job: _Job) -> Entry | Refused:
    """The documents of one file, and what its page needs. Raises OSError where our own folder is full or gone: the others will not do better."""
    try:
        outcome = produce(job.path, job.folder, job.formats, lambda _step: None, job.roots, drafts=False)
    except FormError as error:
        return Refused(job.path, f"版式有误：{error}")
    except OSError as error:
        if (told := disk_trouble(error)) is None or error.filename is None or Path(str(error.filename)).is_relative_to(job.folder.parent):
            raise
        return Refused(job.path, told)
    return _entry(outcome, job.stem, job.department) or Refused(job.path, _why(outcome, job.path))


def _lost(job: _Job) -> Refused:
    return Refused(job.path, KILLED)


def _entry(outcome: Outcome, stem: str, department: str) -> Entry | None:
    """None for what may not be published."""
    checked = outcome.checked
    if not checked.publishable or checked.statement is None or checked.document is None or checked.rendered is None:
        return None
    files = {path.suffix.removeprefix("."): path for path in outcome.files}
    return entry_of(stem, department, checked.statement, checked.document, checked.rendered.figures, files)


def _why(outcome: Outcome, path: Path) -> str:
    errors = [finding for finding in outcome.checked.findings if finding.level is Level.ERROR]
    if not errors:
        return "读不全，没有可以公开的文档"
    first = finding_text(errors[0], outcome.checked.read(errors[0].place.file)).replace("\n", "\n    ")
    return f"有 {len(errors)} 处错误，先改好（全部见 juesuan check {path}）。第一处：\n    {first}"


def _single(entries: Sequence[Entry]) -> tuple[list[Entry], list[tuple[str, str]]]:
    """Without those of which two say that they are the same unit and year: which one holds is for people to say."""
    same: dict[tuple[str, int, str], list[Entry]] = {}
    for entry in entries:
        same.setdefault((entry.单位, entry.年度, entry.口径), []).append(entry)
    refused = [
        (entry.stem, f"与“{'、'.join(one.stem for one in group if one is not entry)}”都是“{entry.单位}”{entry.年度} 年度的，不知道该用哪一个；只留一个")
        for group in same.values()
        if len(group) > 1
        for entry in group
    ]
    out = {stem for stem, _ in refused}
    return [_placed(entry) for entry in entries if entry.stem not in out], refused


def _placed(entry: Entry) -> Entry:
    """A 部门 that adds up no files is its own 部门 as well, so that one field tells the 部门 of every line."""
    return replace(entry, 部门=entry.单位) if entry.口径 == "部门" and not entry.部门 else entry
