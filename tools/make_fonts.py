"""Makes the font files of generator/fonts/files from Debian packages, the same bytes every time.

Run it only to change them: ``.venv/bin/pip install pypinyin pypinyin-dict`` (which has the list of
《通用规范汉字表》), then ``.venv/bin/python tools/make_fonts.py``. The finished files are committed.

- Fandol (texlive-lang-chinese; GPL 3 with the font exception) stays whole. Its bold faces declare
  the weight of the regular ones, and one declares a descent above the line: names, weights and
  heights are written anew, under a family name of our own, as both licences like it best.
- Noto CJK (fonts-noto-cjk; OFL 1.1) is cut to what Fandol lacks.
- DejaVu Sans (fonts-dejavu-core; Bitstream Vera licence) is cut to the signs that both lack.
"""

from __future__ import annotations

import gzip
import shutil
import sys
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from system import unpacked_package  # noqa: E402

from generator.fonts import faces  # noqa: E402
from generator.fonts.coverage import TABLE  # noqa: E402
from generator.fonts.faces import BOLD, FOLDER, KINDS, Face  # noqa: E402

FANDOL, NOTO, DEJAVU = "texlive-lang-chinese", "fonts-noto-cjk", "fonts-dejavu-core"
WHOLE = {
    faces.SONG: "FandolSong-Regular.otf",
    faces.SONG_BOLD: "FandolSong-Bold.otf",
    faces.HEI: "FandolHei-Regular.otf",
    faces.HEI_BOLD: "FandolHei-Bold.otf",
    faces.KAI: "FandolKai-Regular.otf",
    faces.FANG: "FandolFang-Regular.otf",
}
CUT = {
    faces.WIDE: ("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC"),
    faces.SERIF_BOLD: ("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
    faces.SANS: ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
    faces.SANS_BOLD: ("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC"),
}
# Scripts, punctuation, signs; and Chinese characters of all blocks. Without Hangul.
SIGNS = ((0x20, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x2BFF), (0x2E80, 0x312F), (0x3190, 0x33FF))
FORMS = ((0xFE30, 0xFE6F), (0xFF00, 0xFF9F), (0xFFE0, 0xFFEF))
HAN = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_OLD = "Modified for 决算公开 (juesuan): names, weight, heights, selection of characters."


def main() -> None:
    """Make all files, the licences beside them, and the table of what they cover."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        unpacked_package(FANDOL) as fandol,
        unpacked_package(NOTO) as noto,
        unpacked_package(DEJAVU) as dejavu,
    ):
        if fandol is None or noto is None or dejavu is None:
            sys.exit("the packages cannot be had")
        for face, name in WHOLE.items():
            _finish(TTFont(_file(fandol, name), recalcTimestamp=False), face)
        common = set.intersection(*(_characters(face) for face in WHOLE))
        for face, (name, family) in CUT.items():
            font = _of_collection(_file(noto, name), family)
            wanted = _wide(font) if face == faces.WIDE else _rare(font)
            _finish(_cut(font, wanted - common), face)
        font = TTFont(_file(dejavu, "DejaVuSans.ttf"), recalcTimestamp=False)
        wanted = _within(font, SIGNS) - common - _characters(faces.WIDE)
        _finish(_cut(font, wanted), faces.SIGNS)
        _licences(fandol, noto, dejavu)
    TABLE.write_bytes(covered_by_all())


def covered_by_all() -> bytes:
    """The characters that every kind of type can print with what it falls back on.

    As boundaries of ranges, four bytes each, the lowest first: from, to (no longer in it), from …
    """
    files = {face: _characters(face) for face in faces.SHIPPED}
    chains = [
        chain
        for kind in KINDS.values()
        for chain in ((kind.plain, *kind.fallbacks), (kind.bold, *kind.bold_fallbacks))
    ]
    covered = set.intersection(
        *(set().union(*(_of(files, face) for face in chain)) for chain in chains)
    )
    bounds = array("I", _bounds(sorted(covered)))
    if sys.byteorder == "big":
        bounds.byteswap()
    return bounds.tobytes()


def _of(files: dict[Face, set[int]], face: Face) -> set[int]:
    return next(characters for known, characters in files.items() if known.file == face.file)


def _bounds(ordered: list[int]) -> Iterator[int]:
    before = -2
    for code in ordered:
        if code != before + 1:
            if before >= 0:
                yield before + 1
            yield code
        before = code
    yield before + 1


def _characters(face: Face) -> set[int]:
    with TTFont(face.file, lazy=True) as font:
        return set(font.getBestCmap())


def _within(font: TTFont, ranges: Iterable[tuple[int, int]]) -> set[int]:
    known = font.getBestCmap()
    return {code for first, last in ranges for code in range(first, last + 1) if code in known}


def _wide(font: TTFont) -> set[int]:
    """All that Chinese documents may need."""
    return _within(font, (*SIGNS, *FORMS, *HAN))


def _rare(font: TTFont) -> set[int]:
    """《通用规范汉字表》, which has the characters of names, and all signs."""
    from pypinyin_dict.pinyin_data.ktghz2013 import pinyin_dict

    return _within(font, (*SIGNS, *FORMS)) | (set(pinyin_dict) & set(font.getBestCmap()))


def _file(package: Path, name: str) -> Path:
    return next(path for path in sorted(package.rglob(name)) if not path.is_symlink())


def _of_collection(path: Path, family: str) -> TTFont:
    fonts = TTCollection(path, lazy=True).fonts
    number = next(n for n, font in enumerate(fonts) if font["name"].getDebugName(1) == family)
    return TTFont(path, fontNumber=number, lazy=True, recalcTimestamp=False)


def _cut(font: TTFont, characters: set[int]) -> TTFont:
    """The font with these characters only, without hints and without what only Japanese needs."""
    options = subset.Options()
    options.layout_features = ["ccmp", "mark", "mkmk"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    options.glyph_names = False
    options.recalc_timestamp = False
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    maker = subset.Subsetter(options)
    maker.populate(unicodes=characters)
    maker.subset(font)
    return font


def _finish(font: TTFont, face: Face) -> None:
    """Write a font under the names, the weight and the heights of our face."""
    style = "Bold" if face.weight == BOLD else "Regular"
    post_script = face.file.stem
    table = font["name"]
    rights = f"{table.getDebugName(0) or 'Bitstream Vera, DejaVu'} {_OLD}"
    licence = table.getDebugName(13) or "See the licence beside this file."
    link = table.getDebugName(14)
    table.names = []
    words = {
        0: rights,
        1: face.family,
        2: style,
        3: f"juesuan;{post_script}",
        4: f"{face.family} {style}",
        5: "Version 1.000",
        6: post_script,
        13: licence,
        14: link,
    }
    for number, text in words.items():
        if text:
            table.setName(text, number, 3, 1, 0x409)
    _weigh(font, face)
    if "CFF " in font:
        _name_outlines(font["CFF "].cff, face, style)
    font.save(face.file, reorderTables=True)
    print(f"{face.file.name}: {face.file.stat().st_size / 1e6:.2f} MB, {len(_characters(face))}")


def _weigh(font: TTFont, face: Face) -> None:
    is_bold = face.weight == BOLD
    metrics, head, lines = font["OS/2"], font["head"], font["hhea"]
    metrics.usWeightClass = face.weight
    metrics.fsSelection = 1 << 5 if is_bold else 1 << 6
    metrics.fsType = 0 if metrics.fsType == 0 else 8
    head.macStyle = int(is_bold)
    # One height for all: a rare character does not push its line.
    unit = head.unitsPerEm / 1000
    ascent, descent = round(880 * unit), -round(120 * unit)
    lines.ascent = metrics.sTypoAscender = ascent
    lines.descent = metrics.sTypoDescender = descent
    lines.lineGap = metrics.sTypoLineGap = 0
    metrics.usWinAscent, metrics.usWinDescent = round(1000 * unit), round(300 * unit)


def _name_outlines(outlines: Any, face: Face, style: str) -> None:
    outlines.fontNames = [face.file.stem]
    top = outlines[0]
    top.FullName, top.FamilyName, top.Weight = f"{face.family} {style}", face.family, style
    for part in getattr(top, "FDArray", ()):
        part.FontName = face.file.stem


def _licences(fandol: Path, noto: Path, dejavu: Path) -> None:
    with gzip.open(next(fandol.rglob("fandol/COPYING.gz"))) as packed:
        (FOLDER / "LICENSE-Fandol.txt").write_bytes(packed.read())
    shutil.copyfile(next(fandol.rglob("fandol/README")), FOLDER / "README-Fandol.txt")
    text = (noto / "usr/share/doc/fonts-noto-cjk/copyright").read_text(encoding="utf-8")
    text = text[text.index(" SIL OPEN FONT LICENSE") : text.rindex("License: GPL-3+")]
    body = "\n".join("" if line == " ." else line[1:] for line in text.splitlines()).rstrip()
    (FOLDER / "LICENSE-Noto.txt").write_text(f"{_NOTO_RIGHTS}\n\n{body}\n", encoding="utf-8")
    shutil.copyfile(
        next(dejavu.rglob("fonts-dejavu-core/copyright")), FOLDER / "LICENSE-DejaVu.txt"
    )
    for path in FOLDER.glob("*.txt"):
        path.chmod(0o644)


_NOTO_RIGHTS = """\
Copyright 2017-2022 Adobe (Noto Serif CJK), 2014-2021 Adobe (Noto Sans CJK).

This Font Software is licensed under the SIL Open Font License, Version 1.1.
JuesuanWide, JuesuanSerif and JuesuanSans are Modified Versions of it."""


if __name__ == "__main__":
    main()
