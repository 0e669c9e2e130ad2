"""样式.css of a form: structure only. A published page fetches nothing, and what a form writes stays within the style sheet."""

from __future__ import annotations

from pathlib import Path

from generator.document.form_file import FormError, label

FORBIDDEN = ("url(", "src(", "image(", "image-set(", "cross-fade(", "element(", "paint(", "@import", "@font-face", "expression(", "//", "</", "<!", "\\")
"""What would fetch something, or leave the style sheet; a backslash could hide any of these."""


def refuse_foreign(text: str, path: Path) -> None:
    """Raise FormError when a style sheet names any other file, or ends the element that it stands in."""
    for number, line in enumerate(text.split("\n"), 1):
        wrong = next((word for word in FORBIDDEN if word in line.lower()), None)
        if wrong:
            raise FormError(f"版式文件 {label(path)} 第 {number} 行：{path.name} 里不能用“{wrong}”，版式不能引用别的文件")
