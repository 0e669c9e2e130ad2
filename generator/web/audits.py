"""A finished document that was sent → what its audit says, a copy with comments, a list."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.audit.audited_file import AuditedFile, AuditJob, audited_file
from generator.audit.comments import commented
from generator.audit.read import NAMED, READABLE
from generator.audit.remark import AuditRemark
from generator.audit.report import summary_of
from generator.audit.tails import in_few
from generator.audit.workbook import workbook_of
from generator.extracting.limits import UnreadableError
from generator.findings.place import Level
from generator.pipeline.exit_codes import CommandError
from generator.reading.file_names import file_name
from generator.web.workspace import Workspace
from generator.yaml_edit.by_path import ChangeError

COMMENTS, LIST = "comments", "list"
"""What can be had of an audit: the Word file with comments, the list of what it says."""
_MOST = 200
"""Remarks on the page; the list has all."""
_LONGEST_NAME = 80
_LEVELS = list(Level)


class AuditLine(Struct, frozen=True):
    """What is said of one place."""

    level: str
    place: str
    message: str
    quote: str
    guess: str


class AuditAnswer(Struct, frozen=True):
    """What is said of one document, gravest first. ``error`` where it could not be audited;
    ``left_out`` remarks are in the list only; ``copies`` are what can be had of it."""

    name: str
    summary: str = ""
    lines: Sequence[AuditLine] = ()
    notes: Sequence[str] = ()
    left_out: int = 0
    copies: Sequence[str] = ()
    error: str = ""


class AuditCopy(Struct, frozen=True):
    """A file made of an audit, and its name."""

    name: str
    content: bytes


def readable() -> str:
    """The endings of documents that can be audited, as a page names them."""
    return ",".join(READABLE)


def audit_upload(
    workspace: Workspace, query: Mapping[str, str], body: bytes
) -> AuditAnswer | AuditCopy:
    """The audit of a document that was sent, or what ``as`` asks for of it.

    ``query``: name of the document, ``against`` a data file of the folder ("" for none), ``as``
    "comments" or "list". Raises ChangeError.
    """
    with _audited(workspace, query, body) as (path, file):
        wanted = query.get("as", "")
        if not wanted:
            return _answer(file)
        if file.error:
            raise ChangeError(f"{file.path}：{file.error}；{file.fix}")
        stem = Path(file.path).stem
        if wanted == LIST:
            return AuditCopy(f"{stem}（审核清单）.xlsx", workbook_of([file]))
        if wanted == COMMENTS and _takes_comments(file):
            return AuditCopy(f"{stem}（批注）.docx", _commented(path, file.remarks))
        raise ChangeError("请求读不懂")


@contextmanager
def _audited(
    workspace: Workspace, query: Mapping[str, str], body: bytes
) -> Iterator[tuple[Path, AuditedFile]]:
    """The document in a folder of its own, and its audit, which calls it by its name alone."""
    name = file_name(Path(query.get("name", "")).name)[-_LONGEST_NAME:]
    if Path(name).suffix.lower() not in NAMED:
        raise ChangeError(f"“{name}”不能审核：可以审核 {'、'.join(READABLE)}")
    against = query.get("against", "")
    data = ""
    if against:
        data = str(workspace.file(against).path)
    with tempfile.TemporaryDirectory(prefix="juesuan-", ignore_cleanup_errors=True) as folder:
        path = Path(folder, name)
        path.write_bytes(body)
        try:
            audited = audited_file(AuditJob(str(path), data), workspace.roots)
        except CommandError as error:
            raise ChangeError(f"{against} 里还有错误或待填的，算不出数，不能用来核对") from error
        yield path, replace(audited, path=name)


def _answer(file: AuditedFile) -> AuditAnswer:
    if file.error:
        return AuditAnswer(file.path, error=f"{file.error}；{file.fix}")
    remarks = sorted(in_few(file.remarks), key=lambda item: _LEVELS.index(item.level))
    lines = [
        AuditLine(item.level.value, str(item.place), item.text, item.quote, item.guess)
        for item in remarks[:_MOST]
    ]
    copies = []
    if file.remarks and _takes_comments(file):
        copies.append(COMMENTS)
    if file.remarks:
        copies.append(LIST)
    return AuditAnswer(
        file.path,
        summary_of(file),
        lines,
        file.notes,
        len(remarks) - len(lines),
        copies,
    )


def _takes_comments(file: AuditedFile) -> bool:
    return Path(file.path).suffix.lower() == ".docx"


def _commented(path: Path, remarks: Sequence[AuditRemark]) -> bytes:
    try:
        return commented(path, in_few(remarks))
    except UnreadableError as error:
        raise ChangeError(f"{path.name}{error.message}；{error.fix}") from error
