"""One data file → its document in the formats asked for: the whole flow, room by room."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from generator.findings.place import has_errors
from generator.forms.folders import OWN, Roots
from generator.forms.form import FormError
from generator.ledger.last_year import last_files
from generator.pipeline.checking import CheckResult, check
from generator.pipeline.formats import DRAFT_SUFFIX, FORMATS, file_bytes, file_name, warm_up
from generator.pipeline.lock import locked
from generator.pipeline.outputs import (
    LONGEST,
    Aside,
    Ours,
    nobody,
    remove_documents,
    sweep,
    write_all,
    write_documents,
    write_whole,
)
from generator.reading.files import is_file
from generator.reading.named_files import named_files


class Outcome(Struct, frozen=True):
    """What came of one file: its unit and year as far as known, findings, and the files written.

    ``stale`` are older documents left beside them; ``aside`` are documents that somebody had worked
    on, which were put aside.
    """

    checked: CheckResult
    unit: str
    year: str
    files: tuple[Path, ...]
    stale: tuple[Path, ...] = ()
    aside: tuple[Aside, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether findings forbid publication."""
        return has_errors(list(self.checked.findings))


Progress = Callable[[str], None]
Public = Callable[[str, CheckResult, Mapping[str, bytes]], Mapping[str, bytes]]
"""What is published beside the documents of a file, by the ends of names.

It is made of the file's own name, what is known of it, and its documents by format.
"""


def produce(
    path: Path,
    output: Path,
    formats: tuple[str, ...],
    progress: Progress,
    *,
    roots: Roots = OWN,
    public: Public | None = None,
    ours: Ours = nobody,
    engine: str = "",
    fonts: str = "",
) -> Outcome:
    """Check one file and write its document.

    Files are written whole or not at all; a draft never overwrites a publishable file. With
    ``public`` nothing is written of a file with 错误: whoever publishes has no use for a draft, and
    its pages take time.
    ``ours`` knows documents without a seal; ``engine`` sets the pages ("": that of the form);
    ``fonts`` is as for ``check``. Raises OSError, LayoutError.
    """
    made = make(path, formats, progress, roots=roots, public=public, engine=engine, fonts=fonts)
    placed = place(
        path.stem, output, made.files, sources_of(made.checked), draft=made.draft, ours=ours
    )
    return Outcome(made.checked, made.unit, made.year, placed.paths, placed.stale, placed.aside)


class Made(Struct, frozen=True):
    """The documents of one file before they are written, and whether they are a draft.

    ``files`` are contents by format; there are none of a file that cannot be read.
    """

    checked: CheckResult
    unit: str
    year: str
    files: Mapping[str, bytes]
    draft: bool


def make(
    path: Path,
    formats: tuple[str, ...],
    progress: Progress,
    *,
    roots: Roots = OWN,
    public: Public | None = None,
    engine: str = "",
    fonts: str = "",
) -> Made:
    """Check one file and make its documents, without writing any. Raises LayoutError."""
    warm_up(formats, engine)
    progress("读取、计算、校验")
    sheets = any(FORMATS[name].sheets for name in formats)
    checked = check(path, roots, sheets=sheets, fonts=fonts)
    accounts = checked.loaded.accounts
    unit, year = (str(accounts.单位.名称), str(accounts.年度)) if accounts else (path.stem, "—")
    if checked.document is None or (checked.document.draft and public):
        return Made(checked, unit, year, {}, draft=False)
    attached = figures_inside(path.stem, checked) if "pdf" in formats else ""
    files: Mapping[str, bytes] = file_bytes(checked.document, formats, progress, engine, attached)
    if public:
        files = {**files, **public(path.stem, checked, files)}
    return Made(checked, unit, year, files, draft=checked.document.draft is not None)


def figures_inside(stem: str, checked: CheckResult) -> str:
    """The figures that the PDF of a file carries, as JSON; "" for a draft, which publishes none."""
    document, statement, rendered = checked.document, checked.statement, checked.rendered
    if document is None or statement is None or rendered is None or document.draft:
        return ""
    from generator.interface import attached_json, entry_of

    entry = entry_of(stem, statement, document, rendered.figures)
    return attached_json(entry, document.sheets)


class Placed(Struct, frozen=True):
    """The documents of one file that were written, the older ones beside them that somebody might
    take for new, and those that were put aside since somebody had worked on them."""

    paths: tuple[Path, ...]
    stale: tuple[Path, ...]
    aside: tuple[Aside, ...] = ()


def place(
    stem: str,
    output: Path,
    files: Mapping[str, bytes],
    data: Sequence[Path],
    *,
    draft: bool,
    ours: Ours = nobody,
) -> Placed:
    """Write the documents of one file (contents by format), all or none.

    Older ones beside them are stale: of a file that makes none, all; else those of the other kind,
    and those made before a file of ``data`` was last changed. Raises OSError.
    """
    if not files:
        return Placed((), _older(output, stem, ()))
    name = stem
    if draft:
        name = stem + DRAFT_SUFFIX
    contents = {output / file_name(name, kind): content for kind, content in files.items()}
    with locked(output):
        sweep(_documents(output, stem))
        aside = write_documents(contents, ours)
        if not draft:
            aside += remove_documents(_documents(output, stem, (DRAFT_SUFFIX,)), ours)
    changed = max((file.stat().st_mtime_ns for file in data if is_file(file)), default=0)
    older = _older(output, stem, tuple(contents))
    stale = tuple(
        path
        for path in older
        if (DRAFT_SUFFIX in path.stem) != draft or path.stat().st_mtime_ns < changed
    )
    return Placed(tuple(contents), stale, aside)


def _documents(
    output: Path, stem: str, suffixes: tuple[str, ...] = ("", DRAFT_SUFFIX)
) -> list[Path]:
    """All documents that there may be of a unit; a name too long for the disk is no file."""
    names = [file_name(f"{stem}{suffix}", kind) for suffix in suffixes for kind in FORMATS]
    return [output / name for name in names if len(os.fsencode(name)) <= LONGEST]


def _older(output: Path, stem: str, paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Documents of the unit that stand there and were not written now."""
    return tuple(path for path in _documents(output, stem) if path not in paths and path.exists())


def sources_of(checked: CheckResult) -> list[Path]:
    """The files that a document is made of: its own, its units', last year's, attachments."""
    accounts, path = checked.loaded.accounts, checked.loaded.path
    files = [path]
    if accounts:
        attached = (str(part.文件) for part in accounts.附件 if part.文件)
        files += named_files(path, [*map(str, last_files(accounts)), *attached])
    for unit in checked.units:
        files += sources_of(unit)
    return [file for file in files if is_file(file)]


__all__ = [
    "FORMATS",
    "CheckResult",
    "FormError",
    "Outcome",
    "check",
    "produce",
    "write_all",
    "write_whole",
]
