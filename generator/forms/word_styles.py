"""样式.docx of a form: the styles of a Word file, read within the same limits as any foreign
file."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from generator.extracting.limits import UnreadableError
from generator.extracting.package import open_package
from generator.extracting.xml_part import Element
from generator.forms.files import FormError, label

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def styles_of(path: Path) -> bytes:
    """The styles of a Word file, as its part styles.xml; each style has an id and a name.

    Raises FormError when the file is no Word file (.docx), too large, or has no styles in it.
    """
    what = f"版式文件 {label(path)}"
    try:
        with open_package(path) as package:
            relations = list(package.relations(package.main_part()))
            names = [target for kind, target in relations if kind == "styles"]
            root = None
            if names:
                root = package.part(names[0])
    except UnreadableError as error:
        raise FormError(f"{what} {error.message}；{error.fix}") from error
    styles = []
    if root is not None:
        styles = root.findall(f"{{{_W}}}style")
    if root is None or not styles or any(map(_nameless, styles)):
        raise FormError(f"{what} 里的样式读不出来；用 Word 打开，另存为“Word 文档（*.docx）”")
    return etree.tostring(root)


def _nameless(style: Element) -> bool:
    name = style.find(f"{{{_W}}}name")
    return name is None or not name.get(f"{{{_W}}}val") or not style.get(f"{{{_W}}}styleId")
