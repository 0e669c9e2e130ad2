"""The fonts that travel with the program, read back with fontTools and in finished PDFs."""

from __future__ import annotations

import io
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from fontTools.ttLib import TTFont
from msgspec.structs import replace

from generator.document.tree import Document, Paragraph, Section, Text
from generator.fonts import FOLDER, SHIPPED, Face, chain
from generator.fonts.coverage import TABLE, is_covered, uncovered
from generator.fonts.faces import BOLD, KINDS, REGULAR
from generator.forms.form import form_names, load_form
from generator.forms.styles import Role
from generator.pipeline.formats import lay_out
from generator.writers.pages import faces_of
from tests.helpers import needs_pango
from tests.writers.small import document, table

ROOT = Path(__file__).parents[2]
NAMES = "喆堃镕珺𬭎𫖯𣲘㛃"
SIGNS = "①⑳㈠√×÷℃㎡№✓□☑☒〔〕《》—…·％‰￥〇々"
FORMS = [name for name in form_names() if name != "基础"]


def characters(face: Face) -> set[int]:
    """The characters of a font file."""
    with TTFont(face.file, lazy=True) as font:
        return set(font.getBestCmap())


@cache
def covered() -> dict[Path, set[int]]:
    """The same of all files."""
    return {face.file: characters(face) for face in SHIPPED}


@pytest.mark.parametrize("face", SHIPPED, ids=lambda face: face.file.stem)
def test_a_file_is_what_the_declaration_says(face: Face) -> None:
    font = TTFont(face.file, lazy=True)
    names, metrics = font["name"], font["OS/2"]
    assert names.getDebugName(1) == face.family
    assert {str(name) for name in names.names if name.nameID == 1} == {face.family}
    assert names.getDebugName(6) == face.file.stem
    assert metrics.usWeightClass == face.weight
    assert (
        bool(metrics.fsSelection & 1 << 5)
        == bool(font["head"].macStyle & 1)
        == (face.weight == BOLD)
    )
    # A file that may not be embedded would make no PDF.
    assert metrics.fsType in (0, 8)
    unit = font["head"].unitsPerEm / 1000
    assert (font["hhea"].ascent, font["hhea"].descent) == (round(880 * unit), -round(120 * unit))
    assert names.getDebugName(0), "who made it"
    if "CFF " in font:
        assert font["CFF "].cff.fontNames == [face.file.stem]


def test_nothing_else_lies_in_the_folder_but_licences_and_the_table() -> None:
    files = {face.file.name for face in SHIPPED}
    others = {path.name for path in FOLDER.iterdir()} - files
    assert others == {
        "README.txt",
        "LICENSE-Fandol.txt",
        "README-Fandol.txt",
        "LICENSE-Noto.txt",
        "LICENSE-DejaVu.txt",
        TABLE.name,
    }
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 46_000_000


def test_licences_are_whole() -> None:
    told = (FOLDER / "README.txt").read_text(encoding="utf-8")
    assert all(face.file.stem.partition("-")[0] in told for face in SHIPPED)
    fandol, noto, dejavu = (
        (FOLDER / f"LICENSE-{name}.txt").read_text(encoding="utf-8")
        for name in ("Fandol", "Noto", "DejaVu")
    )
    assert "GNU GENERAL PUBLIC LICENSE" in fandol
    assert "embed this font or unaltered portions" in " ".join(fandol.split())
    assert "SIL OPEN FONT LICENSE" in noto
    assert "Adobe" in noto
    assert "DISCLAIMER" in noto
    assert "Bitstream" in dejavu


@pytest.mark.parametrize("form", FORMS)
def test_every_role_of_every_form_has_a_file_and_none_is_bold_unasked(form: str) -> None:
    styles = load_form(form).styles
    assert styles.roles
    for name, role in styles.roles.items():
        faces = faces_of(role, styles)
        assert faces.name, name
        assert faces.face.file in covered()
        heavy = faces.face.weight == BOLD or faces.face.thicken
        assert heavy == (role.bold or role.face.name == "小标宋"), name


def test_the_file_of_each_kind_is_chosen() -> None:
    stems = {
        (kind, bold): chain((kind,), bold=bold).face.file.stem
        for kind in KINDS
        for bold in (False, True)
    }
    assert stems == {
        ("小标宋", False): "JuesuanSong-Bold",
        ("小标宋", True): "JuesuanSong-Bold",
        ("黑体", False): "JuesuanHei-Regular",
        ("黑体", True): "JuesuanHei-Bold",
        ("楷体", False): "JuesuanKai-Regular",
        ("楷体", True): "JuesuanKai-Regular",
        ("仿宋", False): "JuesuanFang-Regular",
        ("仿宋", True): "JuesuanFang-Regular",
        ("宋体", False): "JuesuanSong-Regular",
        ("宋体", True): "JuesuanSong-Bold",
    }
    assert [kind for kind in KINDS if chain((kind,), bold=True).face.thicken] == ["楷体", "仿宋"]
    assert not any(chain((kind,)).face.thicken for kind in KINDS)


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("方正小标宋_GBK",), "小标宋"),
        (("SimHei",), "黑体"),
        (("Microsoft YaHei",), "黑体"),
        (("KaiTi",), "楷体"),
        (("FZKai-Z03",), "楷体"),
        (("FangSong",), "仿宋"),
        (("SimSun", "KaiTi"), "宋体"),
        (("隶书", "FandolKai"), "楷体"),
    ],
)
def test_other_names_are_known_by_their_kind(names: tuple[str, ...], kind: str) -> None:
    assert chain(names).kind == kind
    assert chain(names).name


def test_a_name_of_no_kind_is_served_by_song_and_says_so() -> None:
    faces = chain(("隶书",))
    assert (faces.kind, faces.name, faces.face.weight) == ("宋体", "", REGULAR)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_rare_names_and_signs_are_printed_in_every_kind(kind: str, bold: bool) -> None:
    has = set().union(*(covered()[face.file] for face in chain((kind,), bold=bold).faces))
    assert {sign for sign in NAMES + SIGNS if ord(sign) not in has} == set()


def gbk() -> set[str]:
    """All characters of GBK."""
    pairs = (bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    return {text for pair in pairs if len(text := pair.decode("gbk", "ignore")) == 1}


def test_gbk_is_covered() -> None:
    assert len(gbk()) > 21_000
    assert {sign for sign in gbk() if not is_covered(sign)} == set()


def test_the_table_is_that_of_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import make_fonts

    assert make_fonts.covered_by_all() == TABLE.read_bytes()


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("北京市 （2023）\n\t　\u00a0", ""),
        ("cafe\u0301 e\u0301te\u0301", ""),
        ("葛\U000e0100城", ""),
        ("\uf900", ""),
        ("서울", "서울"),
        ("\ue000\U0010ffff", "\ue000\U0010ffff"),
        ("𪛖", "𪛖"),
        ("\ud800", "\ud800"),
        ("\ufdd0", "\ufdd0"),
        ("", ""),
    ],
)
def test_what_cannot_be_printed(text: str, lacking: str) -> None:
    assert uncovered(text) == frozenset(lacking)


def one_line(role: Role, text: str) -> Document:
    """A document of one line in a role."""
    source = document(Section("正文", False, (Paragraph(role.name, (Text(text),)),)))
    return replace(
        source, styles=replace(source.styles, roles={**source.styles.roles, role.name: role})
    )


def fonts_in(data: bytes) -> set[str]:
    """The fonts of a PDF by their own names, without what engines add."""
    found = set()
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            name = str(font.get_object()["/BaseFont"]).partition("+")[2]
            found.add(name.removesuffix("-Identity-H"))
    return found


def fonts_of(data: bytes, words: str) -> set[str]:
    """The fonts that some words of a PDF are set in."""
    found: set[str] = set()

    def visit(text: str, _page: object, _line: object, font: Any, _size: object) -> None:
        if words in text and font:
            name = str(font["/BaseFont"]).partition("+")[2]
            found.add(name.removesuffix("-Identity-H"))

    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize(
    ("typeface", "bold", "expected"),
    [
        ("宋体", False, "JuesuanSong-Regular"),
        ("宋体", True, "JuesuanSong-Bold"),
        ("小标宋", False, "JuesuanSong-Bold"),
        ("黑体", False, "JuesuanHei-Regular"),
        ("黑体", True, "JuesuanHei-Bold"),
        ("楷体", False, "JuesuanKai-Regular"),
        ("仿宋", True, "JuesuanFang-Regular"),
    ],
)
def test_the_engine_takes_the_file_that_was_chosen(
    typeface: str, bold: bool, expected: str
) -> None:
    styles = document().styles
    face = next(role.face for role in styles.roles.values() if role.face.name == typeface)
    role = replace(styles.roles["正文"], face=face, bold=bold)
    assert fonts_of(lay_out(one_line(role, "甲乙丙丁戊己庚辛")).data, "甲乙丙丁") == {expected}


def test_rare_characters_come_from_their_own_files() -> None:
    role = document().styles.roles["正文"]
    used = fonts_in(lay_out(one_line(role, f"收入{NAMES}㎡☑")).data)
    assert {"JuesuanFang-Regular", "JuesuanWide-Regular", "JuesuanSigns-Regular"} <= used


def test_tables_are_not_bold() -> None:
    data = lay_out(document(Section("附表", False, (table(4),)))).data
    assert fonts_of(data, "行政运行") == {"JuesuanSong-Regular"}


if sys.platform != "win32":

    @needs_pango
    def test_fontconfig_sees_ours_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Another 宋体 of the user's changes nothing in what WeasyPrint makes."""
        source = document(Section("附表", False, (table(4),)))
        before = lay_out(source, "weasyprint").data
        fonts = tmp_path / "data" / "fonts"
        fonts.mkdir(parents=True)
        font = TTFont(FOLDER / "JuesuanKai-Regular.otf")
        font["name"].setName("宋体", 1, 3, 1, 0x409)
        font.save(fonts / "song.otf")
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME"):
            monkeypatch.setenv(name, str(tmp_path / "data"))
        assert lay_out(source, "weasyprint").data == before
        used = fonts_in(before)
        assert used
        assert all(name.startswith("Juesuan-") for name in used)
