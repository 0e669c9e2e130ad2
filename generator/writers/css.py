"""Roles → CSS: the one function that turns a style in Word's words into declarations, in points
(print) or rem (screen).
"""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from generator.forms.styles import FormStyles, Page, Role, StylesError
from generator.money import trimmed

ALIGN = {"左": "left", "中": "center", "右": "right", "两端": "justify"}
# What a browser takes when it has none of the form's typefaces.
_GENERIC = {"黑体": "sans-serif"}


def style_of(styles: FormStyles, name: str) -> Role:
    """The role of that name. Raises StylesError when 版面.yaml has none."""
    try:
        return styles.roles[name]
    except KeyError:
        raise StylesError(f"版面.yaml 没有角色“{name}”，而文件用到了它；请在“角色”里加上") from None


def family_list(role: Role, quote: str = '"') -> str:
    """The typefaces to try, best first, with a generic one at the end."""
    return ",".join(
        [
            *(f"{quote}{_PLAIN.sub(_escaped, name)}{quote}" for name in role.face.stack),
            _GENERIC.get(role.face.name, "serif"),
        ]
    )


def selector(name: str) -> str:
    """The selector of a role: its name as a class, with signs of other kinds escaped."""
    return "." + _WORD.sub(_escaped, name)


_PLAIN = re.compile(r"[^\w （）()./·-]")
_WORD = re.compile(r"[^\w-]|^\d")


def _escaped(sign: re.Match[str]) -> str:
    """A character as CSS writes it by number: it can end neither a name nor a text, nor the element
    that the style sheet stands in.
    """
    return f"\\{ord(sign[0]):x} "


def amount(value: Decimal) -> str:
    """A CSS number: at most three decimals, without trailing zeros."""
    return trimmed(value.quantize(Decimal("0.001"), ROUND_HALF_UP))


def print_declarations(role: Role, page: Page) -> str:
    """The look of a role on paper, in points; the line pitch is exact, as in Word."""
    tight = tightening(role, page)
    parts = _declarations(role, role.size, role.pitch, role.before, role.after, "pt")
    # An indent counts characters as they really stand.
    if not tight:
        return parts
    indent = amount(role.indent * (role.size - tight))
    return f"{parts};letter-spacing:-{tight}pt;text-indent:{indent}pt"


POINTS_PER_MM = Decimal(72) / Decimal("25.4")


def tightening(role: Role, page: Page) -> Decimal:
    """By how many points characters of justified text stand closer, when a whole number of them
    nearly fits into the line.

    28 characters of 16 points need 448 points, the type area has 442: Word's document grid does the
    same.
    """
    width = (page.width - page.inner - page.outer) * POINTS_PER_MM
    count = (width / role.size).to_integral_value(ROUND_HALF_UP)
    lacking = count * role.size - width
    if role.align != "两端" or lacking <= 0 or lacking > width / 50:
        return Decimal(0)
    # Rounded up to a hundredth of a point: a line of exactly so many characters has to fit.
    return (lacking / count).quantize(Decimal("0.01"), ROUND_CEILING)


# On a screen the body text is 1rem, smaller texts stay legible, and the wide spaces of a printed
# cover shrink.
_SMALLEST = Decimal("0.8")
_LARGEST_SPACE = Decimal(4)


def screen_declarations(role: Role, body: Role) -> str:
    """The look of a role on a screen, in rem relative to the body text.

    The line pitch becomes a ratio.
    """
    size = max(role.size / body.size, _SMALLEST)
    before, after = (min(space / body.size, _LARGEST_SPACE) for space in (role.before, role.after))
    pitch = None
    if role.pitch:
        pitch = max(role.pitch / role.size, Decimal("1.35")) * size
    return _declarations(role, size, pitch, before, after, "rem")


def _declarations(
    role: Role, size: Decimal, pitch: Decimal | None, before: Decimal, after: Decimal, unit: str
) -> str:
    parts = [
        f"font-family:{family_list(role)}",
        f"font-size:{amount(size)}{unit}",
        f"line-height:{amount(pitch) + unit if pitch else 'normal'}",
        f"font-weight:{'bold' if role.bold else 'normal'}",
        f"text-align:{ALIGN[role.align]}",
        f"text-indent:{amount(role.indent)}{'em' if role.indent else ''}",
        f"margin:{_length(before, unit)} 0 {_length(after, unit)}",
    ]
    return ";".join(parts)


def _length(value: Decimal, unit: str) -> str:
    if not value:
        return "0"
    return amount(value) + unit
