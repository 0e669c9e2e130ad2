"""The data files of a site, and the 部门 that adds each of them up.

What a file says of that is kept by its digest: reading hundreds takes long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from generator.model.load import load
from generator.pipeline.batch.sources import digest
from generator.pipeline.exit_codes import CommandError
from generator.pipeline.inputs import data_files_of, refuse_collisions
from generator.pipeline.units import units_named
from generator.reading.files import is_file
from generator.reading.named_files import leads_out


class FileSummary(Struct, frozen=True):
    """What a data file with this digest says: its unit's name, and the files that it adds up."""

    digest: str
    name: str
    units: tuple[str, ...]


class CollectedUnits(Struct, frozen=True):
    """The data files of a site.

    ``paths`` are the files by the names of their documents, ``departments`` the name of the 部门
    that adds a file up, by the file, and ``file_summaries`` what each file says, by its path.
    """

    paths: Mapping[str, Path]
    departments: Mapping[Path, str]
    file_summaries: Mapping[str, FileSummary]


def collect_units(paths: Sequence[Path], former: Mapping[str, FileSummary]) -> CollectedUnits:
    """The files given, those of the folders given, and those that they add up.

    ``former`` is what the last run read in them, by path. Raises CommandError.
    """
    files: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise CommandError(f"没有这个文件或文件夹：{path}；请检查文件名和所在文件夹")
    for file in filter(is_file, data_files_of(paths)):
        files.setdefault(file.resolve(), file)
    departments: dict[Path, str] = {}
    summaries: dict[str, FileSummary] = {}
    for real, file in list(files.items()):
        summary = _summary(file, former.get(str(real)))
        summaries[str(real)] = summary
        if not summary.units:
            continue
        departments.setdefault(real, summary.name)
        for unit in units_named(file, summary.units):
            departments.setdefault(unit.resolve(), summary.name)
            files.setdefault(unit.resolve(), unit)
    return CollectedUnits(_by_stem(list(files.values())), departments, summaries)


def _summary(path: Path, former: FileSummary | None) -> FileSummary:
    """What a file says: the ``former`` summary while its digest is the same."""
    if leads_out(path):
        return FileSummary("", "", ())
    now = digest("文件", str(path))
    if former is not None and former.digest == now:
        return former
    loaded = load(path)
    accounts = loaded.accounts or loaded.readable
    if not accounts:
        return FileSummary(now, "", ())
    return FileSummary(now, str(accounts.单位.名称), tuple(map(str, accounts.汇总)))


def _by_stem(paths: Sequence[Path]) -> dict[str, Path]:
    refuse_collisions(paths)
    return {path.stem: path for path in paths}
