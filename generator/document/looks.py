"""Looks by role, in Word's own words: the one place from which CSS and Word styles both come.

``版式.yaml`` says ``正文: {字体: 仿宋, 字号: 三号, 行距: 29, 首行缩进: 2, 对齐: 两端}``. Sizes and line pitches are points here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

# Word's names of sizes in points (GB/T 9704 speaks of 号).
SIZES: Mapping[str, Decimal] = {
    "初号": Decimal("42"),
    "小初": Decimal("36"),
    "一号": Decimal("26"),
    "小一": Decimal("24"),
    "二号": Decimal("22"),
    "小二": Decimal("18"),
    "三号": Decimal("16"),
    "小三": Decimal("15"),
    "四号": Decimal("14"),
    "小四": Decimal("12"),
    "五号": Decimal("10.5"),
    "小五": Decimal("9"),
    "六号": Decimal("7.5"),
    "小六": Decimal("6.5"),
    "七号": Decimal("5.5"),
    "八号": Decimal("5"),
}


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface as the form calls it (仿宋), the name put into DOCX, and all names to try in PDF and HTML, best first."""

    name: str
    word: str
    stack: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """The look of one role: points, characters and Word's words. ``align`` is 左, 中, 右 or 两端.

    ``pitch`` is the exact line pitch in points (None: the font's own); ``indent`` the first-line indent in characters;
    ``before``/``after`` are spaces in points.
    """

    name: str
    face: Face
    size: Decimal
    pitch: Decimal | None
    indent: Decimal
    align: str
    bold: bool
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class Page:
    """The page in millimetres, upright: A4 with the type area of GB/T 9704-2012 (156 × 225 mm)."""

    width: Decimal
    height: Decimal
    top: Decimal
    bottom: Decimal
    inner: Decimal
    outer: Decimal


@dataclass(frozen=True, slots=True)
class Looks:
    """All looks of a form: page, roles by name, chart colours (``#rrggbb``, apart from each other in grey, too).

    ``css`` is the form's own structural CSS, ``styles`` a Word file whose styles win in DOCX.
    """

    page: Page
    roles: Mapping[str, Role]
    colours: tuple[str, ...]
    css: str = ""
    styles: Path | None = None


class LooksError(Exception):
    """版面.yaml names something that does not exist; the text says what, in Chinese."""


def parse_looks(raw: Mapping[str, Any], css: str = "", styles: Path | None = None) -> Looks:
    """Looks from the plain content of 版面.yaml (every scalar a text). Raises LooksError with the role that is wrong."""
    paper = raw["纸张"]
    page = Page(*(Decimal(paper[key]) for key in ("宽", "高", "上", "下", "订口", "切口")))
    faces = {name: Face(name, face["Word"], tuple(face["依次"])) for name, face in raw["字体"].items()}
    roles = {name: _role(name, look, faces) for name, look in raw["角色"].items()}
    return Looks(page, roles, tuple(raw["颜色"]), css, styles)


_KEYS = {"字体", "字号", "行距", "首行缩进", "对齐", "加粗", "段前", "段后"}


def _role(name: str, look: Mapping[str, str], faces: Mapping[str, Face]) -> Role:
    unknown = set(look) - _KEYS
    if unknown:
        raise LooksError(f"版面.yaml 角色“{name}”有不认识的项：{'、'.join(sorted(unknown))}；可用：{'、'.join(sorted(_KEYS))}")
    if look["字体"] not in faces:
        raise LooksError(f"版面.yaml 角色“{name}”的字体“{look['字体']}”没有列在“字体”里")
    if look["字号"] not in SIZES:
        raise LooksError(f"版面.yaml 角色“{name}”的字号“{look['字号']}”不是 Word 的字号；可用：{'、'.join(SIZES)}")
    if look.get("对齐", "左") not in ("左", "中", "右", "两端"):
        raise LooksError(f"版面.yaml 角色“{name}”的对齐“{look['对齐']}”应为 左、中、右 或 两端")
    return Role(
        name=name,
        face=faces[look["字体"]],
        size=SIZES[look["字号"]],
        pitch=Decimal(look["行距"]) if "行距" in look else None,
        indent=Decimal(look.get("首行缩进", "0")),
        align=look.get("对齐", "左"),
        bold=look.get("加粗", "否") == "是",
        before=Decimal(look.get("段前", "0")),
        after=Decimal(look.get("段后", "0")),
    )
