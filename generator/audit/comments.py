"""A copy of each Word file with the remarks as comments, at the numbers and words that they are
on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import cast
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml.comments import CT_Comment
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.oxml.text.paragraph import CT_P
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.etree import LxmlError
from msgspec import Struct

from generator.audit.audited_file import AuditedFile
from generator.audit.remark import AuditRemark
from generator.audit.run_ranges import cut_out, source_of
from generator.audit.tails import in_few
from generator.extracting.content import Spot
from generator.extracting.limits import WHOLE_DOCUMENT, UnreadableError, damaged
from generator.extracting.word import with_places
from generator.pipeline.exit_codes import CommandError
from generator.pipeline.outputs import write_whole
from generator.statements.normal_text import NormalText, normal
from generator.writers.docx.package import rezip

_AUTHOR, _INITIALS = "决算审核", "审"
_SUFFIX = "（批注）"
_SHORTEST = 3
_DAMAGE = (OpcError, BadZipFile, LxmlError, KeyError, ValueError, AttributeError, TypeError)


class Commented(Struct, frozen=True):
    """A copy that was written; or why none was, and what to do."""

    source: Path
    target: Path
    error: str = ""
    fix: str = ""


def with_comments(files: Sequence[AuditedFile], folder: Path) -> Iterator[Commented]:
    """Write the copies into a folder. Raises OSError, CommandError where a copy would take the
    place of a file that was audited: then none is written."""
    for file, target in _targets(files, folder):
        path = Path(file.path)
        try:
            content = commented(path, in_few(file.remarks))
        except UnreadableError as error:
            yield Commented(path, target, error.message, error.fix)
            continue
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
        yield Commented(path, target)


def _targets(files: Sequence[AuditedFile], folder: Path) -> list[tuple[AuditedFile, Path]]:
    """The files that get a copy, with its path: no two have one. Raises CommandError."""
    audited = {Path(file.path).resolve() for file in files}
    targets: dict[Path, AuditedFile] = {}
    for file in files:
        path = Path(file.path)
        if path.suffix.lower() != ".docx" or not file.remarks or file.error:
            continue
        target = next(each for each in _free_names(path, folder) if each not in targets)
        if target.resolve() in audited:
            raise CommandError(f"批注会写到 {target} 上，没有写；换一个文件夹")
        targets[target] = file
    return [(file, target) for target, file in targets.items()]


def _free_names(path: Path, folder: Path) -> Iterator[Path]:
    """The names that a copy may have: several folders have files of one name."""
    yield folder / f"{path.stem}{_SUFFIX}.docx"
    name = f"{path.parent.name}-{path.stem}"
    yield folder / f"{name}{_SUFFIX}.docx"
    for number in count(2):
        yield folder / f"{name}（{number}）{_SUFFIX}.docx"


def commented(path: Path, remarks: Sequence[AuditRemark]) -> bytes:
    """A Word file with a comment for each remark, as bytes. Raises UnreadableError: the file is
    read within the limits of all Word files, whatever the library would read."""
    package, places = with_places(path, WHOLE_DOCUMENT)
    try:
        return _commented(package, places, remarks)
    except _DAMAGE as error:
        raise damaged("里的批注写不进去，文件不完整") from error


def _commented(
    package: BytesIO, places: Sequence[tuple[Spot, int]], remarks: Sequence[AuditRemark]
) -> bytes:
    document = Document(package)
    body = document.element.body
    text = _Paragraphs(list(body.iter(qn("w:p"))), places)
    comments = _Comments(document)
    for item in remarks:
        number = text.number(item)
        if number is None:
            continue
        element = text.elements[number]
        first, last = cut_out(element, *_range(item, text.texts[number]))
        owner = Paragraph(element, document._body)
        Run(first, owner).mark_comment_range(Run(last, owner), comments.add(_text(item)))
    buffer = BytesIO()
    document.save(buffer)
    return rezip(buffer.getvalue())


_COMMENT = (
    f'<w:comment {nsdecls("w")}><w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>'
    '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
    "</w:p></w:comment>"
)


class _Comments:
    """The comments of a document. The library looks for the next free number among all of them,
    for each one anew; here they are counted."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._element = document.part._comments_part.element
        used = {int(each) for each in self._element.xpath("./w:comment/@w:id")}
        self._free = (number for number in count() if number not in used)

    def add(self, text: str) -> int:
        """A comment; its number. It has no time: the same file gives the same copy."""
        number = next(self._free)
        comment = cast(CT_Comment, parse_xml(_COMMENT))
        comment.set(qn("w:id"), str(number))
        comment.set(qn("w:author"), _AUTHOR)
        comment.set(qn("w:initials"), _INITIALS)
        Paragraph(comment.p_lst[0], self._document._body).add_run(text)
        self._element.append(comment)
        return number


class _Paragraphs:
    """The paragraphs of a document, with their texts, by the places that remarks have."""

    def __init__(self, elements: Sequence[CT_P], places: Sequence[tuple[Spot, int]]) -> None:
        self.elements = elements
        self.texts = [normal(source_of(element)) for element in elements]
        self._at: Mapping[Spot, list[int]] = defaultdict(list)
        for spot, number in places:
            self._at[spot].append(number)

    def number(self, item: AuditRemark) -> int | None:
        """The paragraph that a remark is on: at its place, or where the words are that it quotes;
        the first that has a text where neither is found; None where none has."""
        at_place = [number for number in self._at.get(item.spot, ()) if self.texts[number].text]
        for numbers in (at_place, range(len(self.elements))):
            for piece in _pieces(item):
                for number in numbers:
                    if piece in self.texts[number].text:
                        return number
            if at_place:
                return at_place[0]
        return next((number for number, text in enumerate(self.texts) if text.text), None)


def _pieces(item: AuditRemark) -> Iterator[str]:
    """What a remark quotes, the most telling piece first."""
    printed = normal(item.printed).text
    quoted = [normal(piece).text for piece in item.quote.split("…")]
    quoted.sort(key=lambda piece: (printed in piece, len(piece)), reverse=True)
    yield from (piece for piece in quoted if len(piece) >= _SHORTEST)
    if printed:
        yield printed


def _range(item: AuditRemark, text: NormalText) -> tuple[int, int]:
    """From where to where a remark is on a text, in signs of its source: what is printed there,
    else what is quoted, else all."""
    printed = normal(item.printed).text
    for piece in _pieces(item):
        start = text.text.find(piece)
        if start < 0:
            continue
        end = start + len(piece)
        if printed and printed in piece:
            within = piece.rfind(printed) if piece.endswith(printed) else piece.find(printed)
            start, end = start + within, start + within + len(printed)
        return text.offsets[start], text.offsets[end - 1] + 1
    return 0, len(text.source)


def _text(item: AuditRemark) -> str:
    parts = [f"{item.level.value}［{item.rule}］{item.text}"]
    if item.guess:
        parts.append(f"猜想：{item.guess}")
    return "。".join(parts)
