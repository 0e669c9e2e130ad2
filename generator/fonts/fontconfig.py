"""Fontconfig (WeasyPrint, LibreOffice) with our fonts alone: a configuration of our own, so that
neither the user's fonts nor his preferences change a page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

from generator.fonts.faces import BOLD, FOLDER, KINDS

VARIABLE = "FONTCONFIG_FILE"
"""The environment variable by which fontconfig finds its configuration."""
# The names that documents ask for, each with the kind that serves it.
_NAMES = {
    "小标宋": ("方正小标宋简体", "方正小标宋_GBK", "华文中宋", "STZhongsong"),
    "黑体": ("黑体", "SimHei", "方正黑体_GBK"),
    "楷体": ("楷体", "楷体_GB2312", "KaiTi", "方正楷体_GBK"),
    "仿宋": ("仿宋", "仿宋_GB2312", "FangSong", "方正仿宋_GBK"),
    "宋体": ("宋体", "SimSun", "方正书宋_GBK"),
}


def write_configuration(cache: Path) -> Path:
    """Write the configuration into a folder of the user's cache, and tell where it is.

    Raises OSError where nothing can be written there.
    """
    folder = cache / "fontconfig"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "fonts.conf"
    text = _text(folder)
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        part = folder / f".fonts.{os.getpid()}"
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(file)
    return file


@contextmanager
def our_fonts_only(cache: Path) -> Iterator[None]:
    """While the context lasts, fontconfig is set up with our fonts alone.

    Where the cache cannot be written it is set up as the machine has it.
    """
    before = os.environ.get(VARIABLE)
    try:
        os.environ[VARIABLE] = str(write_configuration(cache))
    except OSError:
        yield
        return
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before


def _text(folder: Path) -> str:
    aliases = "".join(
        f'<alias binding="same"><family>{escape(name)}</family>'
        f"<prefer>{_families(kind)}</prefer></alias>\n"
        for kind, names in _NAMES.items()
        for name in names
    )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig>\n<dir>{escape(str(FOLDER))}</dir>\n"
        f"<cachedir>{escape(str(folder))}</cachedir>\n{aliases}{_heavy()}{_RULES}</fontconfig>\n"
    )


def _heavy() -> str:
    """小标宋 is served by a bold face, whatever weight is asked for."""
    names = (
        name for kind, names in _NAMES.items() if KINDS[kind].plain.weight == BOLD for name in names
    )
    return "".join(
        f'<match><test name="family"><string>{escape(name)}</string></test>'
        '<edit name="weight" mode="assign"><const>bold</const></edit></match>\n'
        for name in names
    )


# Names that nobody knows are served by 宋体; bold without a bold face is drawn thicker.
_RULES = """\
<match><edit name="family" mode="append_last" binding="weak"><string>Juesuan Song</string>
<string>Juesuan Wide</string><string>Juesuan Signs</string></edit></match>
<match target="font"><test name="weight" compare="less_eq"><const>medium</const></test>
<test target="pattern" name="weight" compare="more_eq"><const>bold</const></test>
<edit name="embolden" mode="assign"><bool>true</bool></edit></match>
"""


def _families(kind: str) -> str:
    known = KINDS[kind]
    families = dict.fromkeys(face.family for face in (known.plain, *known.fallbacks))
    return "".join(f"<family>{escape(family)}</family>" for family in families)
