"""Workbooks and last year's documents that are sent → data files: shown first, written when
agreed."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath

from msgspec import Struct

from generator.extracting.documents import REFUSED
from generator.importing.importer import IMPORTED
from generator.pipeline.import_workbooks import (
    ImportPlan,
    ImportRefusedError,
    plan_new,
    plan_update,
)
from generator.reading.file_names import file_name
from generator.web.import_words import page_note
from generator.web.workspace import Workspace
from generator.yaml_edit.by_path import ChangeError

_LONGEST_NAME = 60


class ImportAnswer(Struct, frozen=True):
    """What an import would write, or has written: into which file, and what is to be told;
    ``exists``: there is such a file already."""

    name: str
    notes: Sequence[str]
    written: bool
    changes: int | None = None
    error: str = ""
    exists: bool = False


def import_upload(workspace: Workspace, query: Mapping[str, str], body: bytes) -> ImportAnswer:
    """A workbook that was sent → a new file, or changes of one: shown first, written when agreed.

    ``query``: name of the workbook, ``into`` a file of the folder, ``write`` "1" to write.
    """
    name = file_name(FilePath(query.get("name", "")).name)[-_LONGEST_NAME:]
    if FilePath(name).suffix.lower() not in (*IMPORTED, *REFUSED):
        raise ChangeError(f"“{name}”不是报表：可以导入 {'、'.join(IMPORTED)}")
    into = query.get("into", "")
    # What is written is held against the text for which it was planned.
    revision = workspace.file(into).text_revision() if into else 0
    with tempfile.TemporaryDirectory(prefix="juesuan-", ignore_cleanup_errors=True) as folder:
        book = FilePath(folder, name)
        book.write_bytes(body)
        try:
            plan = _plan(workspace, book, into)
        except ImportRefusedError as refused:
            files = [book, *_files(workspace, into)]
            notes = [page_note(note, refused.sheets, files) for note in refused.notes]
            if refused.existing is not None:
                name = refused.existing.name
                error = f"已经有 {name} 了。要更新它，在“写到”里选它，再看一次"
                return ImportAnswer(name, notes, written=False, error=error, exists=True)
            error = page_note(str(refused), refused.sheets, files)
            return ImportAnswer(into, notes, written=False, error=error)
    agreed = query.get("write") == "1"
    if agreed and plan.changes != 0:
        _write(workspace, plan, into, revision)
    notes = [page_note(note, plan.sheets, [book, plan.target]) for note in plan.notes]
    return ImportAnswer(into or workspace.name_of(plan.target), notes, agreed, plan.changes)


def _files(workspace: Workspace, into: str) -> list[FilePath]:
    """The data file of an import into one."""
    return [workspace.file(into).path] if into else []


def _plan(workspace: Workspace, book: FilePath, into: str) -> ImportPlan:
    if not into:
        return plan_new([book], workspace.folder, roots=workspace.roots)
    return plan_update([book], workspace.file(into).path)


def _write(workspace: Workspace, plan: ImportPlan, into: str, revision: int) -> None:
    """Write what was planned; a file that is open gets it as a change that can be taken back."""
    if not into:
        plan.write()
        return
    workspace.file(into).replace(plan.text.removeprefix("\ufeff"), revision)
