"""A document in any of the formats that documents are published in → what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from generator.extracting.apart import read_apart
from generator.extracting.content import Extract
from generator.extracting.file_kinds import refuse_by_start
from generator.extracting.limits import UnreadableError
from generator.extracting.pdf import read_pdf
from generator.extracting.plain import read_plain
from generator.extracting.size import refuse_too_much

_AS_DOCX = "用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”再审核"
REFUSED: Mapping[str, tuple[str, str]] = {
    ".doc": ("是旧格式的 Word 文件（.doc）", _AS_DOCX),
    ".wps": ("是 WPS 文字文件（.wps）", _AS_DOCX),
    ".rtf": ("是 RTF 文件", _AS_DOCX),
    ".odt": ("是 OpenDocument 文件（.odt）", _AS_DOCX),
    ".ofd": ("是 OFD 文件", "用阅读器打开，另存为 PDF 或 Word 再审核"),
    ".jpg": ("是图片", "要有文字的 Word、PDF 或网页文件"),
    ".jpeg": ("是图片", "要有文字的 Word、PDF 或网页文件"),
    ".png": ("是图片", "要有文字的 Word、PDF 或网页文件"),
    ".zip": ("是压缩包", "解压后写里面的文件或文件夹"),
    ".rar": ("是压缩包", "解压后写里面的文件或文件夹"),
}
"""Files that are not read, by the ending of their name: what they are, and what to do."""


READERS: Mapping[str, Callable[[Path], Extract]] = {
    ".docx": read_apart,
    ".pdf": read_pdf,
    ".html": read_apart,
    ".htm": read_apart,
    ".txt": read_plain,
    ".md": read_plain,
}
"""What reads a document, by the ending of its name."""


def read_document(path: Path) -> Extract:
    """What a document says, whose ending is one of ``READERS`` or ``REFUSED``.

    Raises UnreadableError with the way out, in the words of an audit.
    """
    suffix = path.suffix.lower()
    if not path.exists():
        raise UnreadableError("没有这个文件", "检查文件名和所在文件夹")
    if suffix in REFUSED:
        raise UnreadableError(*REFUSED[suffix])
    refuse_by_start(path, suffix)
    return refuse_too_much(READERS[suffix](path))
