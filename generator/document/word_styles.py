"""样式.docx of a form: whether it is a Word file whose styles can be taken over."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from lxml import etree

from generator.document.form_file import FormError, label

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NEEDED = ("[Content_Types].xml", "word/document.xml", "word/styles.xml")
MAX_BYTES = 20_000_000
"""How large a Word file may be, unpacked."""


def refuse_broken(path: Path) -> None:
    """Raise FormError when a file is no Word file (.docx), too large, or has no styles in it."""
    what = f"版式文件 {label(path)}"
    try:
        with ZipFile(path) as package:
            if sum(part.file_size for part in package.infolist()) > MAX_BYTES:
                raise FormError(f"{what} 太大，不能超过 {MAX_BYTES // 1_000_000} MB")
            parts = [package.read(name) for name in _NEEDED]
        root = etree.fromstring(parts[-1], etree.XMLParser(resolve_entities=False, no_network=True))
    except (BadZipFile, KeyError, etree.XMLSyntaxError, OSError, RuntimeError, NotImplementedError) as error:
        raise FormError(f"{what} 不是 Word 文件（.docx）；用 Word 另存为“Word 文档（*.docx）”") from error
    styles = root.findall(f"{{{_W}}}style")
    nameless = any(one.find(f"{{{_W}}}name") is None or not one.get(f"{{{_W}}}styleId") for one in styles)
    if root.tag != f"{{{_W}}}styles" or not styles or nameless:
        raise FormError(f"{what} 里的样式读不出来；用 Word 打开，另存为“Word 文档（*.docx）”")
