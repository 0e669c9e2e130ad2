"""One file of a run: read, audited, and put into plain records that processes can hand over and a
note can keep."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from generator.audit.against import against
from generator.audit.audit import SectionRead, audit
from generator.audit.placed import with_places
from generator.audit.read import LOST_FIXES, UNREAD, read_any
from generator.audit.remark import AuditRemark, ordered
from generator.extracting.content import Extract
from generator.extracting.limits import UnreadableError
from generator.extracting.pdf import DRAWN, SCANNED
from generator.findings.place import Level
from generator.forms.folders import OWN, Roots


class AuditJob(Struct, frozen=True):
    """A document to audit; ``data`` is the data file that it is held against, "" for none."""

    path: str
    data: str = ""


class AuditedFile(Struct, frozen=True):
    """What an audit of one file says. ``error`` and ``fix`` where it could not be read; ``kinds``
    counts its statements, ``tables`` are those with amounts; ``notes`` are what was met and not read."""

    path: str
    year: int = 0
    unit: str = ""
    remarks: tuple[AuditRemark, ...] = ()
    understood: tuple[SectionRead, ...] = ()
    kinds: dict[str, int] = {}
    tables: int = 0
    milliseconds: int = 0
    error: str = ""
    fix: str = ""
    notes: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether it could not be read, or has mistakes."""
        return bool(self.error) or self.count(Level.ERROR) > 0

    def count(self, level: Level) -> int:
        """How many remarks of a level there are."""
        return sum(item.level is level for item in self.remarks)


def audited_file(job: AuditJob, roots: Roots = OWN) -> AuditedFile:
    """Read and audit one file; what cannot be read is said, not raised."""
    path = Path(job.path)
    try:
        extract = read_any(path)
    except UnreadableError as error:
        return AuditedFile(job.path, error=error.message, fix=error.fix)
    audited = audit(extract)
    remarks = list(audited.remarks)
    if job.data:
        contradicting = against(audited.document, Path(job.data), roots)
        remarks = ordered([*remarks, *with_places(audited.document, contradicting)])
    kinds: dict[str, int] = {}
    for statement in audited.statements:
        kinds[statement.kind] = kinds.get(statement.kind, 0) + 1
    return AuditedFile(
        job.path,
        audited.document.year,
        path.stem,
        tuple(remarks),
        audited.understood,
        kinds,
        len(audited.document.tables),
        audited.milliseconds,
        notes=tuple(_notes(extract)),
    )


def _notes(extract: Extract) -> list[str]:
    """What was met and not read."""
    pages = [str(item.spot.page) for item in extract.omissions if item.kind == SCANNED]
    notes = []
    if pages:
        notes.append(f"第 {'、'.join(pages)} 页是扫描的图片，没有文字，没有审核")
    drawn = [str(item.spot.page) for item in extract.omissions if item.kind == DRAWN]
    if drawn:
        notes.append(f"第 {'、'.join(drawn)} 页线条太多，像是图，只审核了文字，没有当作表审核")
    notes += [item.before for item in extract.omissions if item.kind == UNREAD]
    for kind, fix in LOST_FIXES.items():
        sheets = [item.before for item in extract.omissions if item.kind == kind]
        if sheets:
            etc = f"（还有 {len(sheets) - 1} 张工作表也有）" if len(sheets) > 1 else ""
            notes.append(f"{sheets[0]}{etc}{kind}；{fix}")
    if extract.revisions:
        notes.append(f"有 {extract.revisions} 处修订没有定下来，按全部接受来读")
    return notes


def as_note(file: AuditedFile) -> dict[str, object]:
    """The record as plain data."""
    plain: dict[str, object] = msgspec.to_builtins(file)
    return plain


def from_note(raw: object) -> AuditedFile:
    """The record of plain data. Raises msgspec.ValidationError."""
    return msgspec.convert(raw, AuditedFile)
