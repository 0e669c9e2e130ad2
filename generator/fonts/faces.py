"""The faces that travel with the program: which file holds which family in which weight, and for
which typefaces of a form each stands in.

This is the one declaration of them: the files are made from it (tools/make_fonts.py), engines are
told of them by it, and ``juesuan fonts`` shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

FOLDER = Path(__file__).resolve().parent / "files"
"""The font files and their licences; nothing else lies there."""
REGULAR, BOLD = 400, 700


class Face(Struct, frozen=True):
    """One face of a font: its file, the family by which engines know it, its weight (400, 700).

    ``thicken`` is set where bold was asked for and no bolder face exists: whoever draws it may
    stroke the outlines. ``index`` is the number of the face in a file that holds several.
    """

    file: Path
    family: str
    weight: int = REGULAR
    thicken: bool = False
    index: int = 0


def _shipped(name: str, family: str, weight: int = REGULAR) -> Face:
    return Face(FOLDER / f"{name}.otf", family, weight)


SONG = _shipped("JuesuanSong-Regular", "Juesuan Song")
SONG_BOLD = _shipped("JuesuanSong-Bold", "Juesuan Song", BOLD)
HEI = _shipped("JuesuanHei-Regular", "Juesuan Hei")
HEI_BOLD = _shipped("JuesuanHei-Bold", "Juesuan Hei", BOLD)
KAI = _shipped("JuesuanKai-Regular", "Juesuan Kai")
FANG = _shipped("JuesuanFang-Regular", "Juesuan Fang")
# What those six lack: rare characters of names in all four styles, all others in one.
SERIF_BOLD = _shipped("JuesuanSerif-Bold", "Juesuan Serif", BOLD)
SANS = _shipped("JuesuanSans-Regular", "Juesuan Sans")
SANS_BOLD = _shipped("JuesuanSans-Bold", "Juesuan Sans", BOLD)
WIDE = _shipped("JuesuanWide-Regular", "Juesuan Wide")
SIGNS = Face(FOLDER / "JuesuanSigns-Regular.ttf", "Juesuan Signs")

SHIPPED = (SONG, SONG_BOLD, HEI, HEI_BOLD, KAI, FANG, SERIF_BOLD, SANS, SANS_BOLD, WIDE, SIGNS)
"""All of them, each once."""


class FontKind(Struct, frozen=True):
    """A kind of Chinese type: the faces for plain and bold text, and those that each falls back on.

    A face that is thickened falls back on plain ones, which are thickened with it.
    ``names`` are those by which forms ask for it; a form may write others after them.
    """

    plain: Face
    bold: Face
    fallbacks: tuple[Face, ...]
    bold_fallbacks: tuple[Face, ...]
    names: tuple[str, ...]


_SERIF, _SERIF_BOLD = (WIDE, SIGNS), (SERIF_BOLD, WIDE, SIGNS)
_SANS, _SANS_BOLD = (SANS, WIDE, SIGNS), (SANS_BOLD, WIDE, SIGNS)


def _thick(face: Face) -> Face:
    return replace(face, thicken=True)


KINDS: Mapping[str, FontKind] = {
    # 小标宋 is a heavy 宋体: its stand-in is the bold face, and bold does not make it bolder.
    "小标宋": FontKind(
        SONG_BOLD,
        SONG_BOLD,
        _SERIF_BOLD,
        _SERIF_BOLD,
        ("小标宋", "XiaoBiaoSong", "大标宋", "华文中宋", "STZhongsong"),
    ),
    "黑体": FontKind(HEI, HEI_BOLD, _SANS, _SANS_BOLD, ("黑体", "Hei", "YaHei", "雅黑", "Sans")),
    "楷体": FontKind(KAI, _thick(KAI), _SERIF, _SERIF, ("楷", "Kai")),
    "仿宋": FontKind(FANG, _thick(FANG), _SERIF, _SERIF, ("仿宋", "Fang")),
    "宋体": FontKind(SONG, SONG_BOLD, _SERIF, _SERIF_BOLD, ("宋", "Song", "SimSun", "Serif")),
}
"""The kinds by name, in the order in which a name is held against them: 仿宋 is no 宋体."""
