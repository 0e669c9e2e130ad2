"""样式.css of a form: structure only. A published page fetches nothing, and what a form writes stays within the style sheet."""

from __future__ import annotations

import re
from pathlib import Path

from generator.document.form_file import FormError, label

FORBIDDEN = ("url(", "src(", "image(", "image-set(", "cross-fade(", "element(", "paint(", "@import", "@font-face", "expression(", "//", "</", "<!", "\\")
"""What would fetch something, or leave the style sheet; a backslash could hide any of these."""


HIDING = (
    (re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:|font-size\s*:\s*0(?![.\d])|color\s*:\s*transparent"), "会藏起文字"),
    (re.compile(r"(?<![-\w])content\s*:"), "会印出数据文件和模板里没有的文字"),
)
"""What would hide a text of the document, or print one that nobody computed: what a page shows is what the templates say."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def refuse_foreign(text: str, path: Path) -> None:
    """Raise FormError when a style sheet names any other file, ends the element that it stands in, or changes what is printed."""
    where = f"版式文件 {label(path)} 第 {{}} 行：{path.name} 里不能用"
    for number, line in enumerate(text.split("\n"), 1):
        wrong = next((word for word in FORBIDDEN if word in line.lower()), None)
        if wrong:
            raise FormError(f"{where.format(number)}“{wrong}”，版式不能引用别的文件")
    plain = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text).lower()
    for pattern, why in HIDING:
        found = pattern.search(plain)
        if found:
            number = plain.count("\n", 0, found.start()) + 1
            raise FormError(f"{where.format(number)}“{' '.join(found[0].split())}”：{why}。不要印的内容在模板里删去，或在 句子.yaml 里写“不写”")
