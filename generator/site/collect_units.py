"""The data files of a shelf, and the 部门 that adds each of them up. What a file says of that is kept by its digest: reading hundreds takes long."""

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


class Gathered(Struct, frozen=True):
    """The data files by the names of their documents; the name of the 部门 that adds a file up, by the file; and what each file says."""

    paths: Mapping[str, Path]
    departments: Mapping[Path, str]
    said: Mapping[str, FileSummary]


def gather(given: Sequence[Path], known: Mapping[str, FileSummary]) -> Gathered:
    """The files given, those of the folders given, and those that they add up; ``known`` is what the last run found them to say. Raises CommandError."""
    found: dict[Path, Path] = {}
    for path in given:
        if not path.exists():
            raise CommandError(f"没有这个文件或文件夹：{path}；请检查文件名和所在文件夹")
    for file in filter(is_file, data_files_of(given)):
        found.setdefault(file.resolve(), file)
    departments: dict[Path, str] = {}
    said: dict[str, FileSummary] = {}
    for real, one in list(found.items()):
        told = said[str(real)] = _said(one, known.get(str(real)))
        if not told.units:
            continue
        departments.setdefault(real, told.name)
        for unit in units_named(one, told.units):
            departments.setdefault(unit.resolve(), told.name)
            found.setdefault(unit.resolve(), unit)
    return Gathered(_named(list(found.values())), departments, said)


def _said(path: Path, known: FileSummary | None) -> FileSummary:
    if leads_out(path):
        return FileSummary("", "", ())
    now = digest("文件", str(path))
    if known is not None and known.digest == now:
        return known
    loaded = load(path)
    accounts = loaded.accounts or loaded.readable
    return (
        FileSummary(now, str(accounts.单位.名称), tuple(map(str, accounts.汇总)))
        if accounts
        else FileSummary(now, "", ())
    )


def _named(paths: Sequence[Path]) -> dict[str, Path]:
    refuse_collisions(paths)
    return {path.stem: path for path in paths}
