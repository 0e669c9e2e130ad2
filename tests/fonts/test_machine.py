"""字体: 本机: the faces of a machine by name, and folders in which anything may lie."""

from __future__ import annotations

import io
import os
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from fontTools.ttLib import TTFont, newTable
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.cli import main
from generator.fonts import FOLDER, chain
from generator.fonts.faces import KAI, SANS, SERIF_BOLD
from generator.fonts.machine import folders, has_sign, library
from generator.fonts.name_table import faces_in, has_character
from tests.bureau import GOOD
from tests.fonts.making import named
from tests.helpers import examples

XIAOBIAOSONG = "方正小标宋简体"
FANGSONG = "仿宋_GB2312"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of fonts of a machine that has none."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "shared"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folder = tmp_path / "own" / "fonts"
    folder.mkdir(parents=True)
    return folder


def test_a_face_is_found_by_each_of_its_names(place: Path) -> None:
    named(SANS, place / "any.otf", "FangSong_GB2312", FANGSONG)
    for name in (FANGSONG, "FangSong_GB2312", "fangsong_gb2312"):
        faces = chain((name,), machine=True)
        assert faces.of_machine
        assert faces.face.file == place / "any.otf"
        # The engine knows it by the first name of the file.
        assert faces.face.family == "FangSong_GB2312"
        assert faces.families[1] == "Juesuan Fang"
    assert not chain((FANGSONG,)).of_machine


def test_of_several_names_the_first_that_is_there_serves(place: Path) -> None:
    named(SANS, place / "a.otf", "KaiTi", "楷体")
    faces = chain(("楷体_GB2312", "楷体", "KaiTi"), machine=True)
    assert (faces.name, faces.face.file) == ("楷体", place / "a.otf")


def test_bold_takes_the_bold_face_and_plain_the_plain_one(place: Path) -> None:
    named(SERIF_BOLD, place / "a.otf", "SimSun", "宋体", weight=400, bold=True)
    named(SANS, place / "b.otf", "SimSun", "宋体")
    plain, bold = (chain(("宋体",), bold=bold, machine=True).face for bold in (False, True))
    # The bold file declares the weight of the plain one, as some do.
    assert (plain.file.name, bold.file.name) == ("b.otf", "a.otf")
    assert not bold.thicken


def test_bold_of_a_single_face_is_drawn_thicker(place: Path) -> None:
    named(SANS, place / "b.otf", FANGSONG)
    faces = chain((FANGSONG,), bold=True, machine=True)
    assert faces.face.thicken
    assert "JuesuanSerif-Bold" not in {face.file.stem for face in faces.faces}


def test_originals_of_our_own_do_not_count(place: Path) -> None:
    named(SANS, place / "a.otf", "FandolSong")
    assert not chain((XIAOBIAOSONG, "FandolSong"), machine=True).of_machine


def test_italic_faces_do_not_count(place: Path) -> None:
    named(SANS, place / "a.otf", FANGSONG, italic=True)
    assert not chain((FANGSONG,), machine=True).of_machine


def test_engines_know_faces_by_the_family_that_is_told(place: Path) -> None:
    import typst

    named(SANS, place / "a.otf", "SimSun", "宋体")
    named(SANS, place / "b.otf", "Some Sans Condensed Bold", weight=700, bold=True)
    known = typst.Fonts(
        font_paths=[str(place), str(FOLDER)],
        include_system_fonts=False,
        include_embedded_fonts=False,
    )
    told = {Path(font.path): (font.family, font.weight) for font in known.fonts()}
    assert len(told) > 10
    for path, expected in told.items():
        (face,) = faces_in(path)
        assert (face.family, face.weight) == expected, path


def test_a_run_says_which_faces_serve_and_the_pdf_has_them(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named(KAI, place / "fang.otf", "FangSong_GB2312", FANGSONG)
    data = tmp_path / "某局-2023.yaml"
    data.write_text(GOOD, encoding="utf-8")
    options = ["-o", str(tmp_path / "out"), "--format", "pdf"]
    assert main(["report", str(data), *options, "--fonts", "system"]) == 0
    said = "".join(capsys.readouterr().out.split("\n"))
    assert f"用本机字体：仿宋 {FANGSONG}；本机没有、用自带的：小标宋、楷体、黑体、宋体" in said
    used = base_fonts(tmp_path / "out" / "某局-2023.pdf")
    assert "FangSong_GB2312" in used
    assert "JuesuanFang-Regular" not in used
    # The setting of the file says the same, and the run may say otherwise.
    data.write_text(f"{GOOD}设置: {{字体: 本机}}\n", encoding="utf-8")
    assert main(["report", str(data), *options]) == 0
    assert "用本机字体" in capsys.readouterr().out
    assert "FangSong_GB2312" in base_fonts(tmp_path / "out" / "某局-2023.pdf")
    assert main(["report", str(data), *options, "--fonts", "own"]) == 0
    assert "本机字体" not in capsys.readouterr().out
    assert "JuesuanFang-Regular" in base_fonts(tmp_path / "out" / "某局-2023.pdf")


def base_fonts(path: Path) -> set[str]:
    """The fonts of a PDF by name."""
    pages = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages
    fonts = [
        font.get_object() for page in pages for font in page["/Resources"].get("/Font", {}).values()
    ]
    return {str(font["/BaseFont"]).partition("+")[2].removesuffix("-Identity-H") for font in fonts}


def test_the_command_shows_what_serves(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named(SANS, place / "fang.otf", FANGSONG)
    assert main(["fonts"]) == 0
    said = capsys.readouterr().out
    assert "宋体（表角、表格、自评表、表注、页码）\n  常规：自带 JuesuanSong-Regular.otf" in said
    assert "加粗：自带 JuesuanFang-Regular.otf，没有粗体，描粗" in said
    assert main(["fonts", "全国九表", "--fonts", "system"]) == 0
    said = capsys.readouterr().out
    assert f"常规：本机 {FANGSONG}（{place / 'fang.otf'}）" in said
    assert "本机没有：宋体、SimSun、方正书宋_GBK\n" in said
    assert str(place) in said
    assert main(["fonts", "无此版式"]) == 2
    assert "没有名为“无此版式”的版式" in capsys.readouterr().err


# What lies in folders of fonts


def font_bytes() -> bytes:
    """A font, small enough to be damaged many times."""
    return (FOLDER / "JuesuanSigns-Regular.ttf").read_bytes()[:40_000]


@given(st.binary(max_size=400))
@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_bytes_hold_no_face(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.ttf"
    for head in (b"", b"OTTO", b"ttcf", b"\x00\x01\x00\x00"):
        path.write_bytes(head + content)
        assert isinstance(faces_in(path), tuple)
        assert has_character(path, 0, "收") is False or head


@given(st.integers(0, 39_000), st.binary(min_size=1, max_size=8))
@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_font_is_read_or_passed_over(tmp_path: Path, at: int, content: bytes) -> None:
    whole = bytearray((FOLDER / "JuesuanSigns-Regular.ttf").read_bytes())
    # The head, the names and the map of characters are where a reader looks.
    with TTFont(FOLDER / "JuesuanSigns-Regular.ttf", lazy=True) as font:
        starts = [0, *(font.reader.tables[name].offset for name in ("name", "OS/2", "cmap"))]
    for start in starts:
        damaged = whole[:]
        begin = start + at % 200
        damaged[begin : begin + len(content)] = content
        path = tmp_path / "a.ttf"
        path.write_bytes(damaged)
        assert len(faces_in(path)) <= 1
        assert has_character(path, 0, "☑") in (True, False)


def test_a_table_of_names_of_100_mb_is_not_read_whole(place: Path) -> None:
    path = place / "large.ttf"
    entry = struct.pack(">4sLLL", b"name", 0, 28, 100 << 20)
    with path.open("wb") as file:
        file.write(b"\x00\x01\x00\x00" + struct.pack(">H6x", 1) + entry)
        file.write(struct.pack(">HHH", 0, 65535, 6))
        file.truncate(100 << 20)
    start = time.perf_counter()
    assert faces_in(path) == ()
    assert time.perf_counter() - start < 1


def test_a_collection_of_four_thousand_million_faces_ends(place: Path) -> None:
    path = place / "many.ttc"
    path.write_bytes(b"ttcf" + struct.pack(">LL", 0x10000, 0xFFFFFFFF) + b"\x00\x00\x00\x0c" * 64)
    assert faces_in(path) == ()


def test_a_name_of_many_megabytes_is_cut(place: Path) -> None:
    named(SANS, place / "long.otf", "长" * 3000)
    assert all(len(name) <= 200 for face in faces_in(place / "long.otf") for name in face.names)


def test_a_name_cannot_write_to_the_terminal(place: Path) -> None:
    named(SANS, place / "a.otf", "Evil\x1b[2J\nName")
    (face,) = faces_in(place / "a.otf")
    assert face.names == ("Evil[2JName",)


def test_links_that_lead_round_end(place: Path) -> None:
    (place / "inner").mkdir()
    (place / "inner" / "round").symlink_to(place, target_is_directory=True)
    (place / "self.ttf").symlink_to(place / "self.ttf")
    (place / "gone.ttf").symlink_to(place / "nothing")
    named(SANS, place / "inner" / "a.otf", FANGSONG)
    assert [face.file for face in library()[FANGSONG.casefold()]] == [place / "inner" / "a.otf"]


def test_what_is_no_file_is_not_opened(place: Path) -> None:
    os.mkfifo(place / "pipe.ttf")
    (place / "folder.ttf").mkdir()
    (place / "empty.ttf").touch()
    (place / "text.otf").write_text("不是字体", encoding="utf-8")
    assert library() == {}


def test_many_folders_end(place: Path) -> None:
    deep = place
    for _ in range(60):
        deep = deep / "下"
    deep.mkdir(parents=True)
    named(SANS, deep / "a.otf", FANGSONG)
    assert chain((FANGSONG,), machine=True).of_machine


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_keep_fonts_elsewhere(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr("sys.platform", system)
    monkeypatch.setenv("WINDIR", "W")
    monkeypatch.setenv("LOCALAPPDATA", "L")
    found = [path.as_posix() for path in folders()]
    expected = "W/Fonts" if system == "win32" else "/Library/Fonts"
    assert expected in found
    assert len(found) >= 2


def test_an_old_encoding_of_names_is_read(place: Path) -> None:
    font = TTFont(SANS.file)
    names = font["name"] = newTable("name")
    names.names = []
    names.setName(FANGSONG, 1, 3, 3, 0x804)
    names.setName("FangSong", 1, 3, 1, 0x409)
    font.save(place / "a.otf")
    (face,) = faces_in(place / "a.otf")
    assert set(face.names) == {FANGSONG, "FangSong"}
    assert face.family == "FangSong"


def test_the_rarest_characters_come_from_the_machine(place: Path) -> None:
    sign = "𪛖"
    named(SANS, place / "a.otf", "SimSun-ExtB", moved={ord("喆"): ord(sign)})
    assert has_sign(sign)
    assert chain(("宋体",), machine=True).faces[-1].file == place / "a.otf"
