"""A Word file as a package: its parts, unpacked one by one, none beyond its limit."""

from __future__ import annotations

import io
import os
import posixpath
import re
import stat
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from generator.extracting.limits import (
    ATTACHMENT,
    MAX_DIRECTORY,
    MAX_FILE,
    MAX_MEMBERS,
    MAX_UNPACKED,
    Most,
    UnreadableError,
    damaged,
    too_large,
)
from generator.extracting.xml_part import Element, marks_in, parse_xml
from generator.reading.files import cannot_open

_SAVE = "用 Word 另存为“Word 文档（*.docx）”"
_ENCRYPTED = 0x1 | 0x20 | 0x40
_CHUNK = 1 << 16
_XML = (".xml", ".rels")
_DAMAGE = (
    *(BadZipFile, zlib.error, struct.error, EOFError, OverflowError),
    *(NotImplementedError, RuntimeError),
)
_MAIN_TYPE = re.compile(r"officedocument\.wordprocessingml\.document\.main\+xml$")


class Package:
    """An open Word file. ``part`` gives the root of a part by its name."""

    def __init__(self, archive: ZipFile, members: dict[str, ZipInfo], most: Most) -> None:
        self._archive = archive
        self._most = most
        self._members = members
        self._left = most.marks

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name.casefold() in self._members

    def part(self, name: str) -> Element:
        """The root element of a part. Raises UnreadableError."""
        member = self._members.get(name.casefold())
        if member is None:
            raise damaged(f"里没有 {name}，不是完整的 Word 文件")
        data = self._bytes(member, self._most.part, self._most.part)
        self._take(data)
        return parse_xml(data)

    def main_part(self) -> str:
        """The name of the part that holds the document. Raises UnreadableError."""
        for kind, target in self.relations(""):
            if kind == "officeDocument":
                self._refuse_other_types(target)
                return target
        raise damaged("里没有正文，不是完整的 Word 文件")

    def relations(self, part: str) -> Iterator[tuple[str, str]]:
        """What a part refers to within the package: the kind (styles, footnotes …) and the name."""
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(listed):
            return
        for element in self.part(listed):
            # Comments and instructions have no attributes.
            target = element.get("Target")
            if target is None or element.get("TargetMode") == "External":
                continue
            # The strict form of the format has other addresses with the same last word.
            kind = (element.get("Type") or "").rpartition("/")[2]
            yield kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

    def _refuse_other_types(self, part: str) -> None:
        """A document with macros, or a template, is no attachment."""
        types = self.part("[Content_Types].xml")
        declared = {
            (element.get("PartName") or "").lstrip("/").casefold(): element.get("ContentType") or ""
            for element in types
            if isinstance(element.tag, str) and element.get("PartName")
        }
        kind = declared.get(part.casefold(), "")
        if not _MAIN_TYPE.search(kind):
            what = "不是 Word 文档"
            if "macroEnabled" in kind:
                what = "是带宏的 Word 文件"
            elif "template" in kind:
                what = "是 Word 模板"
            raise UnreadableError(f"{what}，不是 .docx", _SAVE)

    def copy(self) -> io.BytesIO:
        """The package anew, for a library that knows no limits: each part within its own, all
        together within ``MAX_UNPACKED``. Raises UnreadableError."""
        copied = io.BytesIO()
        left = MAX_UNPACKED
        with ZipFile(copied, "w", ZIP_STORED) as archive:
            for member in self._members.values():
                if member.is_dir():
                    continue
                is_xml = member.filename.lower().endswith(_XML)
                limit = MAX_UNPACKED
                if is_xml and left >= self._most.part:
                    limit = self._most.part
                data = self._bytes(member, min(left, limit), limit)
                left -= len(data)
                if is_xml:
                    self._take(data)
                    parse_xml(data)
                archive.writestr(member.filename, data)
        copied.seek(0)
        return copied

    def _take(self, data: bytes) -> None:
        """All parts that are open together share one limit. Raises UnreadableError beyond it."""
        self._left -= marks_in(data)
        if self._left < 0:
            marks = self._most.marks // 10_000
            raise too_large(f"太大：里面的文字和表太多（超过 {marks} 万个标记）")

    def _bytes(self, member: ZipInfo, most: int, limit: int) -> bytes:
        """A part, unpacked: what it says of its own size is not believed. ``most`` is what is left
        of a ``limit``, which is told where it is passed."""
        chunks: list[bytes] = []
        size = 0
        with _as_damage(), self._archive.open(member) as source:
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                if size > most:
                    raise too_large(f"太大：里面的内容解开后超过 {limit // 1_000_000} MB")
                chunks.append(chunk)
        return b"".join(chunks)


class _Bounded(io.FileIO):
    """A file of which no more is read at a time than the list of its members may have."""

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes. Raises UnreadableError instead of filling the memory."""
        if size is None or size < 0:
            size = os.fstat(self.fileno()).st_size - self.tell()
        if size > MAX_DIRECTORY:
            raise too_large("太大：压缩包里的文件太多")
        return super().read(size) or b""


@contextmanager
def open_package(path: Path, most: Most = ATTACHMENT) -> Iterator[Package]:
    """A Word file, open; no more than ``most`` is read of it. Raises UnreadableError for anything
    that is none."""
    with ExitStack() as opened:
        with _as_damage():
            source = opened.enter_context(_open_file(path))
            archive = opened.enter_context(ZipFile(source))
            members = _members(archive)
        yield Package(archive, members, most)


@contextmanager
def _as_damage() -> Iterator[None]:
    """Whatever an archive does not stand up to becomes an UnreadableError."""
    try:
        yield
    except _DAMAGE as error:
        raise damaged() from error
    except (OSError, ValueError, LookupError) as error:
        if isinstance(error, PermissionError):
            raise UnreadableError(*cannot_open(error)) from error
        raise damaged("打不开，读不出来") from error


def _open_file(path: Path) -> _Bounded:
    """The file, if it is one that can be a package: a pipe or a device would be read for ever."""
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("不是文件（是文件夹或设备）", "写 Word 文件（.docx）的文件名")
    if status.st_size > MAX_FILE:
        raise too_large(f"太大，超过 {MAX_FILE // 1_000_000} MB")
    source = _Bounded(path)
    try:
        start = source.read(4096)
        source.seek(0)
        _refuse_other_formats(start)
    except BaseException:
        source.close()
        raise
    return source


def _refuse_other_formats(start: bytes) -> None:
    """Say what a file is that is named .docx and is none."""
    if not start:
        raise UnreadableError("是空文件", "检查文件有没有拷贝完，换成完整的 Word 文件（.docx）")
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        fix = f"用 Word 打开，取消打开密码，{_SAVE.removeprefix('用 Word ')}"
        raise UnreadableError("是旧格式的 Word 文件（.doc），或者加了打开密码", fix)
    if start.startswith(b"%PDF"):
        raise UnreadableError(
            "是 PDF，不是 Word 文件（.docx）", "换成 Word 文件，或把文字写进“正文: |”"
        )
    if b"mimetypeapplication/vnd.oasis.opendocument" in start[:120]:
        raise UnreadableError("是 OpenDocument 文件（.odt），不是 .docx", _SAVE)
    if not start.startswith(b"PK"):
        raise UnreadableError("不是 Word 文件（.docx）", _SAVE)


def _members(archive: ZipFile) -> dict[str, ZipInfo]:
    """The members by their names in small letters.

    Raises UnreadableError for what Word never writes.
    """
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise too_large(f"太大：压缩包里有 {len(members)} 个文件")
    count = Counter(member.filename.casefold() for member in members)
    if any(number > 1 for number in count.values()):
        raise damaged("已经损坏：压缩包里有同名的文件")
    for member in members:
        parts = member.filename.split("/")
        if member.filename.startswith("/") or "\\" in member.filename or ".." in parts:
            raise damaged("已经损坏：压缩包里的文件名不对")
        if member.flag_bits & _ENCRYPTED:
            raise UnreadableError("加了密码，读不出来", f"取消密码，{_SAVE}")
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise UnreadableError("是用别的软件重新压缩过的，读不出来", _SAVE)
    names = {member.filename.casefold(): member for member in members}
    if "[content_types].xml" not in names:
        raise UnreadableError("是压缩包，不是 Word 文件（.docx）", _SAVE)
    if any(name.startswith(("xl/", "ppt/")) for name in names):
        raise UnreadableError("是 Excel 或 PowerPoint 文件，不是 Word 文件（.docx）", _SAVE)
    return names
