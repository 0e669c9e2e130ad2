"""Files that are not what their names say: told by their first bytes, before a reader that cannot
read them speaks of damage."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from generator.extracting.limits import UnreadableError

_START = 4096
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SOUGHT = 20_000_000
"""So much of a file of the old kind is looked through for the mark of encryption."""
_PACKED = (b"PK\x03\x04", b"PK\x05\x06")
_PDF = re.compile(rb"\s*%PDF")
_PDF_AMONG_TEXTS = re.compile(rb"\s*%PDF-\d\.\d\s*[\r\n]")
_IMAGE = re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0...\0|MM\0\*\0...", re.DOTALL)
"""Marks that no text begins with: a text may well begin with PK, or with %PDF and go on with
words."""
_WORD, _TEXTS = (".docx",), (".txt", ".md", ".html", ".htm")
_PLAIN = (".txt", ".md")
_WEB = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html)\b", re.I | re.S
)
_WITH_TEXT = (
    "找到它的 Word、PDF 或网页文件；只有扫描件的，用能识别文字的软件转成有文字的文件，再审核"
)
_UNLOCK = "用 Word 或 WPS 打开，在“文件—信息—保护文档”里取消密码，保存后再审核"


def refuse_by_start(path: Path, suffix: str) -> None:
    """Raise UnreadableError for an empty file, an encrypted one, and one of another kind than the
    ending of its name says. What cannot be opened is left to its reader."""
    start = _first_bytes(path)
    if start is None:
        return
    if not start:
        raise UnreadableError("是空文件（0 字节）", "检查文件有没有拷贝完，换成完整的文件")
    if _IMAGE.match(start):
        raise UnreadableError(f"是图片，扩展名却是 {suffix}", _WITH_TEXT)
    pdf = _PDF_AMONG_TEXTS if suffix in _TEXTS else _PDF
    if pdf.match(start) and suffix != ".pdf":
        raise UnreadableError(f"是 PDF，扩展名却是 {suffix}", "把扩展名改成 .pdf 再审核")
    if suffix in _PLAIN and _WEB.match(start):
        raise UnreadableError(f"是网页，扩展名却是 {suffix}", "把扩展名改成 .html 再审核")
    if suffix in _WORD and start.startswith(_OLD_OFFICE):
        if _ENCRYPTED in start:
            raise UnreadableError("加了打开密码，打不开", _UNLOCK)
        raise UnreadableError(
            "是旧格式的 Word 文件（.doc），扩展名却是 .docx",
            "用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”再审核",
        )
    if suffix in (*_TEXTS, ".pdf") and start.startswith((*_PACKED, _OLD_OFFICE)):
        raise UnreadableError(
            f"是 Office 文件或压缩包，扩展名却是 {suffix}",
            "把扩展名改回 .docx 或 .xlsx；压缩包先解压，再审核",
        )
    if suffix in _WORD and not start.startswith(_PACKED):
        raise UnreadableError(
            "不是 Word 文件，只是名字以 .docx 结尾",
            "用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”再审核",
        )


def _first_bytes(path: Path) -> bytes | None:
    """What a file begins with, of one of the old kind more; None where it cannot be read."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return None
        with path.open("rb") as file:
            start = file.read(_START)
            if start.startswith(_OLD_OFFICE):
                start += file.read(_SOUGHT)
            return start
    except (OSError, ValueError):
        return None
