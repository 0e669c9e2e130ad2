"""juesuan fonts: which typeface prints which text of a form, and where it comes from."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from generator.cli.options import roots_of
from generator.fonts import FOLDER, Chain
from generator.fonts.chains import asked_of_machine
from generator.fonts.machine import folders
from generator.forms.form import load_form
from generator.forms.styles import FormStyles, Typeface
from generator.pipeline.exit_codes import OK
from generator.pipeline.fonts import serving_face, typefaces


def run(options: argparse.Namespace) -> int:
    """Print the typefaces of a form. Raises FormError when there is no such form."""
    styles = load_form(options.name, roots_of(options)).styles
    for line in _lines(styles, options.name, machine=options.fonts == "system"):
        print(line)
    return OK


def _lines(styles: FormStyles, form: str, *, machine: bool) -> Iterator[str]:
    whose = "这台电脑的字体，没有的用自带的" if machine else "程序自带的字体"
    yield f"版式“{form}”的 PDF 用{whose}："
    for face in typefaces(styles):
        yield ""
        yield f"{face.name}（{_uses(styles, face)}）"
        for bold in _weights(styles, face):
            yield from _weight_lines(face, bold=bold, machine=machine)
    yield ""
    yield f"自带的字体在 {FOLDER}"
    if machine:
        yield f"本机的字体在 {'、'.join(map(str, filter(Path.is_dir, folders())))}"
    else:
        yield "看这台电脑的字体：juesuan fonts --fonts system"


def _uses(styles: FormStyles, face: Typeface) -> str:
    """The roles that use a typeface."""
    return "、".join(name for name, role in styles.roles.items() if role.face == face)


def _weights(styles: FormStyles, face: Typeface) -> list[bool]:
    """Whether bold is asked for: of the roles, and of the words that stand out in any of them."""
    return sorted({role.bold for role in styles.roles.values() if role.face == face})


_WEIGHTS = {False: "常规", True: "加粗"}


def _weight_lines(face: Typeface, *, bold: bool, machine: bool) -> Iterator[str]:
    """Which face prints a weight of a typeface, and which print what it lacks."""
    used = serving_face(face, bold=bold, machine=machine)
    line = f"  {_WEIGHTS[bold]}：{_named(used)}"
    if used.face.thicken:
        line += "，没有粗体，描粗"
    yield line
    if machine and not used.of_machine:
        yield f"    本机没有：{'、'.join(asked_of_machine(face.stack))}"
    yield f"    缺的字取自：{'、'.join(face.file.name for face in used.fallbacks)}"


def _named(used: Chain) -> str:
    if used.of_machine:
        return f"本机 {used.name}（{used.face.file}）"
    return f"自带 {used.face.file.name}"
