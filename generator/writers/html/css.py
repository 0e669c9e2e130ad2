"""Looks → CSS: one declaration block for each role."""

from __future__ import annotations

from generator.document.looks import Looks, Role

_ALIGN = {"左": "left", "中": "center", "右": "right", "两端": "justify"}


def role_css(looks: Looks, *, scale: bool = False) -> str:
    """CSS rules .r0, .r1 … in the order of the roles. With ``scale`` sizes are relative to the screen's (rem), else points."""
    return "\n".join(f".r{index}{{{declarations(role, scale=scale)}}}" for index, role in enumerate(looks.roles.values()))


def declarations(role: Role, *, scale: bool = False) -> str:
    """The CSS declarations of one role."""
    family = ",".join(f'"{name}"' for name in role.face.stack)
    # 三号 (16 pt) of the printed page is the 1 rem of the screen.
    size = f"{role.size / 16:.3f}rem" if scale else f"{role.size}pt"
    if role.pitch is None:
        height = "normal"
    else:
        height = f"{role.pitch / role.size:.2f}" if scale else f"{role.pitch}pt"
    unit = "rem" if scale else "pt"
    before, after = (f"{space / 16:.2f}" if scale else f"{space}" for space in (role.before, role.after))
    return (
        f"font-family:{family},serif;font-size:{size};line-height:{height};text-indent:{role.indent}em;"
        f"text-align:{_ALIGN[role.align]};font-weight:{'bold' if role.bold else 'normal'};margin:{before}{unit} 0 {after}{unit}"
    )
