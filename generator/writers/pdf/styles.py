"""Roles of 版面.yaml → the styles that the template reads, in points."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from generator.document.tree import Section
from generator.fonts.faces import FANG, KAI, SONG
from generator.forms.styles import FormStyles, Page, Role
from generator.writers.css import POINTS_PER_MM, tightening
from generator.writers.pages import faces_of
from generator.writers.pdf.fitting import WHOLE, giving_way, in_hundredths

_PLAIN_CHINESE = {FANG.family, KAI.family}
"""Our stand-ins for 仿宋 and 楷体: their digits match neither other texts nor those that Word
prints."""
_EXACT = Decimal("0.001")
USUAL = Decimal(1)
"""The scale of a pitch that is as the form says."""
_USUAL_PITCH = Decimal("1.3")
"""The pitch of a role that has none, by its size."""
_EMBOLDENED = Decimal("0.03")
"""How thick the outline of bold text is, by its size, where a typeface has no bold face."""


def points(millimetres: Decimal) -> Decimal:
    """Millimetres → points."""
    return (millimetres * POINTS_PER_MM).quantize(_EXACT)


def pitch_of(role: Role) -> Decimal:
    """How far apart the lines of a role stand, in points."""
    return role.pitch or role.size * _USUAL_PITCH


def role_data(role: Role, styles: FormStyles) -> dict[str, Any]:
    """The look of a role. Text of two flush edges is tightened as in the HTML for paper."""
    faces = faces_of(role, styles)
    tight = tightening(role, styles.page)
    stroke = role.size * _EMBOLDENED if faces.face.thicken else Decimal(0)
    return {
        "fonts": list(faces.families),
        "latin": SONG.family if faces.families[0] in _PLAIN_CHINESE else "",
        "weight": faces.face.weight,
        "stroke": stroke,
        "size": role.size,
        "pitch": pitch_of(role),
        "tracking": -tight,
        "indent": role.indent * (role.size - tight),
        "align": role.align,
        "before": role.before,
        "after": role.after,
    }


def narrowed(role: Role, text: str, width: Decimal) -> Decimal:
    """How much narrower than ``width`` a centred text is at each side, in points: lines are
    alike."""
    if role.align != "中":
        return Decimal(0)
    room = in_hundredths(width, role.size)
    return (giving_way(text, room) * role.size / WHOLE).quantize(_EXACT)


def scaled(role: Role, scale: Decimal) -> Role:
    """A role whose pitch and spaces are a share of the usual ones."""
    if scale == USUAL:
        return role
    return replace(
        role, pitch=pitch_of(role) * scale, before=role.before * scale, after=role.after * scale
    )


def page_data(section: Section, page: Page) -> dict[str, Any]:
    """Size and margins (top, right, bottom, left) of a section's pages."""
    if section.landscape:
        size = (page.height, page.width)
        margins = page.across
    else:
        size = (page.width, page.height)
        # 22 lines of 29 points are 638 points, the 225 mm of the type area 637.8.
        margins = (page.top, page.outer, page.bottom - Decimal("0.2"), page.inner)
    width, height = map(points, size)
    return {"width": width, "height": height, "margins": [points(side) for side in margins]}


def text_width(section: Section, page: Page) -> Decimal:
    """The width of a section's type area in points."""
    if section.landscape:
        _, right, _, left = page.across
        return points(page.height - left - right)
    return points(page.width - page.inner - page.outer)


def text_height(section: Section, page: Page) -> Decimal:
    """The height of a section's type area in points."""
    styles = page_data(section, page)
    top, _, bottom, _ = styles["margins"]
    return Decimal(styles["height"] - top - bottom)
