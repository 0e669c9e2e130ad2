"""A copy of each Word file with the remarks as comments, at the words that they are on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from generator.audit.audited_file import AuditedFile
from generator.audit.remark import AuditRemark
from generator.pipeline.exit_codes import CommandError
from generator.pipeline.outputs import write_whole
from generator.statements.normal_text import normal
from generator.writers.docx.package import rezip

_AUTHOR, _INITIALS = "决算审核", "审"
_SUFFIX = "（批注）"
_SHORTEST = 3


def with_comments(files: Sequence[AuditedFile], folder: Path) -> Iterator[Path]:
    """Write the copies into a folder; the files that were written. Raises OSError, CommandError
    where a copy would take the place of a file that was audited."""
    audited = {Path(file.path).resolve() for file in files}
    written: set[Path] = set()
    for file in files:
        path = Path(file.path)
        if path.suffix.lower() != ".docx" or not file.remarks or file.error:
            continue
        target = folder / f"{path.stem}{_SUFFIX}.docx"
        if target in written:
            # Two folders have files of one name.
            target = folder / f"{path.parent.name}-{path.stem}{_SUFFIX}.docx"
        if target.resolve() in audited or target in written:
            raise CommandError(f"批注会写到 {target} 上，没有写；换一个文件夹")
        written.add(target)
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(target, commented(path, file.remarks))
        yield target


def commented(path: Path, remarks: Sequence[AuditRemark]) -> bytes:
    """A Word file with a comment for each remark, as bytes."""
    from io import BytesIO

    document = Document(str(path))
    body = document.element.body
    paragraphs = [Paragraph(element, document._body) for element in body.iter(qn("w:p"))]
    texts = [normal("".join(element.itertext(qn("w:t")))).text for element in body.iter(qn("w:p"))]
    fallback = next((place for place, text in enumerate(texts) if text), None)
    for item in remarks:
        place = _place(item, texts)
        if place is None:
            place = fallback
        runs = _runs(paragraphs[place]) if place is not None else []
        if not runs:
            continue
        comment = document.add_comment(runs, _text(item), _AUTHOR, _INITIALS)
        # A comment has no time: the same file gives the same copy.
        comment._comment_elm.attrib.pop(qn("w:date"), "")
    buffer = BytesIO()
    document.save(buffer)
    return rezip(buffer.getvalue())


def _runs(paragraph: Paragraph) -> list[Run]:
    """The runs of a paragraph that have a text, those in links and fields not among them."""
    return [run for run in paragraph.runs if run.text.strip()]


def _place(item: AuditRemark, texts: Sequence[str]) -> int | None:
    """The paragraph that a remark is on: the one that holds the words it quotes."""
    pieces = [normal(piece).text for piece in item.quote.split("…")]
    wanted = [piece for piece in pieces if len(piece) >= _SHORTEST]
    for piece in (*sorted(wanted, key=len, reverse=True), normal(item.printed).text):
        if not piece:
            continue
        for place, text in enumerate(texts):
            if piece in text:
                return place
    return None


def _text(item: AuditRemark) -> str:
    parts = [f"{item.level.value}［{item.rule}］{item.message}"]
    if item.guess:
        parts.append(f"猜想：{item.guess}")
    return "。".join(parts)
