"""One data file → its document in the formats asked for: the whole flow, room by room."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from generator.cli.checking import Checked, check
from generator.cli.formats import DRAFT_SUFFIX, FORMATS, REVIEW_SUFFIX
from generator.cli.turns import turn
from generator.document.form import FormError
from generator.document.roots import OWN, Roots
from generator.document.tree import Document
from generator.figures.last_year import last_files
from generator.reading.files import is_file
from generator.reading.named_files import named_files
from generator.reading.place import has_errors


class Outcome(Struct, frozen=True):
    """What came of one file: its unit and year as far as known, findings, and the files written; ``stale`` are older documents left beside them."""

    checked: Checked
    unit: str
    year: str
    files: tuple[Path, ...]
    stale: tuple[Path, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether findings forbid publication."""
        return has_errors(list(self.checked.findings))


Progress = Callable[[str], None]
Public = Callable[[str, Checked, Mapping[str, bytes]], Mapping[str, bytes]]
"""What is published beside the documents of a file, by the ends of names: made of the file's own name, what is known of it, and its documents by format."""


def produce(path: Path, output: Path, formats: tuple[str, ...], progress: Progress, roots: Roots = OWN, public: Public | None = None) -> Outcome:
    """Check one file and write its document. Files are written whole or not at all; a draft never overwrites a publishable file.

    With ``public`` nothing is written of a file with 错误: whoever publishes has no use for a draft, and its pages take time.
    """
    made = make(path, formats, progress, roots, public)
    written, stale = place(path.stem, output, made.files, _sources(made.checked), draft=made.draft)
    return Outcome(made.checked, made.unit, made.year, written, stale)


class Made(Struct, frozen=True):
    """The documents of one file before they are written: contents by format (none of a file that cannot be read), and whether they are a draft."""

    checked: Checked
    unit: str
    year: str
    files: Mapping[str, bytes]
    draft: bool


def make(path: Path, formats: tuple[str, ...], progress: Progress, roots: Roots = OWN, public: Public | None = None) -> Made:
    """Check one file and make its documents, without writing any."""
    progress("读取、计算、校验")
    checked = check(path, roots, sheets="xlsx" in formats or "底稿" in formats)
    accounts = checked.loaded.accounts
    unit, year = (str(accounts.单位.名称), str(accounts.年度)) if accounts else (path.stem, "—")
    if checked.document is None or (checked.document.draft and public):
        return Made(checked, unit, year, {}, draft=False)
    files = dict(_write(checked.document, formats, progress))
    return Made(checked, unit, year, {**files, **(public(path.stem, checked, files) if public else {})}, draft=checked.document.draft is not None)


def place(stem: str, output: Path, files: Mapping[str, bytes], data: Sequence[Path], *, draft: bool) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Write the documents of one file (contents by format), all or none. Gives those written, and the older ones beside them that somebody might take
    for new: of a file that makes none, all; else those of the other kind, and those made before one of ``data`` was last changed."""
    if not files:
        return (), _older(output, stem, ())
    written = {output / file_name(stem + (DRAFT_SUFFIX if draft else ""), suffix): content for suffix, content in files.items()}
    with turn(output):
        _sweep(output, stem)
        write_all(written)
        if not draft:
            for old in _documents(output, stem, (DRAFT_SUFFIX,)):
                old.unlink(missing_ok=True)
    changed = max((one.stat().st_mtime_ns for one in data if is_file(one)), default=0)
    older = _older(output, stem, tuple(written))
    return tuple(written), tuple(one for one in older if (DRAFT_SUFFIX in one.stem) != draft or one.stat().st_mtime_ns < changed)


_LONGEST = 249


def _documents(output: Path, stem: str, suffixes: tuple[str, ...] = ("", DRAFT_SUFFIX)) -> list[Path]:
    """All documents that there may be of a unit; a name too long for the disk is no file."""
    names = [file_name(f"{stem}{suffix}", kind) for suffix in suffixes for kind in FORMATS]
    return [output / name for name in names if len(os.fsencode(name)) <= _LONGEST]


def _older(output: Path, stem: str, written: tuple[Path, ...]) -> tuple[Path, ...]:
    """Documents of the unit that stand there and were not written now."""
    return tuple(path for path in _documents(output, stem) if path not in written and path.exists())


def _sources(checked: Checked) -> list[Path]:
    """The data files that a document is made of: its own, its units', last year's."""
    accounts, own = checked.loaded.accounts, checked.loaded.path
    last = named_files(own, map(str, last_files(accounts))) if accounts else []
    return [one for one in (own, *last, *(path for unit in checked.units for path in _sources(unit))) if is_file(one)]


def _sweep(output: Path, stem: str) -> None:
    """Take away what a run that was killed has left half written."""
    for path in _documents(output, stem):
        for left in (_part(path), _backup(path)):
            left.unlink(missing_ok=True)


def file_name(stem: str, suffix: str) -> str:
    """The name of a document; the 底稿 is a workbook of its own beside the tables."""
    return f"{stem}{REVIEW_SUFFIX}.xlsx" if suffix == "底稿" else f"{stem}.{suffix}"


def _write(document: Document, formats: tuple[str, ...], progress: Progress) -> list[tuple[str, bytes]]:
    # Each writer is imported only when its format is asked for: WeasyPrint alone takes a second.
    found: list[tuple[str, bytes]] = []
    pages: Mapping[str, str] = {}
    if "pdf" in formats or "docx" in formats:
        from generator.writers.pdf import write_pdf

        # Word's list of contents takes its page numbers from the pages set.
        progress("排版 PDF" if "pdf" in formats else "排版（为 Word 目录取页码）")
        result = write_pdf(document)
        pages = result.pages
        if "pdf" in formats:
            found.append(("pdf", result.data))
    if "docx" in formats:
        from generator.writers.docx import write_docx

        progress("生成 Word")
        found.append(("docx", write_docx(document, pages)))
    if "html" in formats:
        from generator.writers.html import write_html

        progress("生成网页")
        found.append(("html", write_html(document)))
    if "xlsx" in formats:
        from generator.writers.xlsx import write_xlsx

        progress("生成 Excel 附表")
        found.append(("xlsx", write_xlsx(document)))
    if "底稿" in formats:
        from generator.writers.xlsx import write_xlsx

        progress("生成复核底稿")
        found.append(("底稿", write_xlsx(document, review=True)))
    return sorted(found, key=lambda item: formats.index(item[0]))


def write_whole(target: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    write_all({target: data})


def _part(target: Path) -> Path:
    return target.with_name(f".{target.name}.part")


def _backup(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files all together or not at all: every one lies complete on the disk before the first takes its place, and when one cannot take
    its place the others get their old contents back. Raises OSError, and then nothing changed.

    Each file is always whole. A run that is killed between two of them leaves some new and some old; the next run writes them all.
    """
    real = {target: target.resolve() for target in files}  # a link stays a link
    placed: list[Path] = []
    try:
        for name, data in files.items():
            target = real[name]
            target.parent.mkdir(parents=True, exist_ok=True)
            _part(target).write_bytes(data)
            if target.exists():
                _part(target).chmod(target.stat().st_mode)
                shutil.copy2(target, _backup(target))
        for target in real.values():
            os.replace(_part(target), target)
            placed.append(target)
    except OSError:
        for target in reversed(placed):
            if _backup(target).exists():
                os.replace(_backup(target), target)
            else:
                target.unlink(missing_ok=True)
        raise
    finally:
        for target in real.values():
            _part(target).unlink(missing_ok=True)
            _backup(target).unlink(missing_ok=True)


__all__ = ["FORMATS", "Checked", "FormError", "Outcome", "check", "produce", "write_all", "write_whole"]
