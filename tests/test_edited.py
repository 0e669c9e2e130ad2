"""What a person did to a document is never lost without a word: it is put aside, whatever the
format, the command, or the moment at which a run is killed."""

from __future__ import annotations

import errno
import io
import json
import multiprocessing
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cli import main
from generator.pipeline import clearing
from generator.pipeline.batch.record import records
from generator.pipeline.outputs import write_documents
from generator.pipeline.produce import place
from generator.writers.seal import NAME, is_sealed, mentions_seal, sealed
from tests.bureau import GOOD, write

BAD = GOOD.replace("用途: 用餐费", "用途: XX")
ALL = ("docx", "pdf", "html", "xlsx", "底稿")


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    return write(tmp_path)


def report(unit: Path, *more: str, formats: str = "html,xlsx") -> int:
    return main(["report", str(unit), "-o", str(unit.parent / "out"), "--format", formats, *more])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def change(unit: Path) -> None:
    """Something in the data that makes no difference to the words."""
    unit.write_text(unit.read_text(encoding="utf-8") + "# 改\n", encoding="utf-8")


# The seal


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A document in all formats, as a run leaves it."""
    folder = tmp_path_factory.mktemp("made")
    assert report(write(folder), formats=",".join(ALL)) == 0
    ends = {"底稿": "（底稿）.xlsx"}
    return {kind: folder / "out" / f"某局-2023{ends.get(kind, f'.{kind}')}" for kind in ALL}


def test_every_document_tells_by_itself_that_it_is_as_it_was_left(
    made: dict[str, Path], tmp_path: Path
) -> None:
    for kind, path in made.items():
        elsewhere = tmp_path / f"别的名字{path.suffix}"
        shutil.copy(path, elsewhere)
        assert is_sealed(elsewhere.read_bytes(), elsewhere.suffix), kind
        assert mentions_seal(elsewhere.read_bytes()), kind


@pytest.mark.parametrize("kind", ALL)
@given(at=st.integers(0, 10**9), bit=st.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_any_other_byte_breaks_the_seal(
    made: dict[str, Path], kind: str, at: int, bit: int
) -> None:
    data = bytearray(made[kind].read_bytes())
    data[at % len(data)] ^= 1 << bit
    assert not is_sealed(bytes(data), kind)


@pytest.mark.parametrize("kind", ALL)
def test_the_end_of_a_file_is_covered_to_the_last_byte(made: dict[str, Path], kind: str) -> None:
    data = made[kind].read_bytes()
    for at in range(len(data) - 700, len(data)):
        other = bytearray(data)
        other[at] ^= 1
        assert not is_sealed(bytes(other), kind), at
    for other in (data + b"\n", data[:-1], b"\n" + data, data + data, b"", b"PK"):
        assert not is_sealed(bytes(other), kind)


def test_other_programs_break_the_seal_and_find_nothing_wrong(made: dict[str, Path]) -> None:
    word = docx.Document(str(made["docx"]))
    assert any("决算" in paragraph.text for paragraph in word.paragraphs)
    again = io.BytesIO()
    word.save(again)
    assert not is_sealed(again.getvalue(), "docx")
    assert mentions_seal(again.getvalue()), "the property stays, and does not fit any more"
    for kind in ("xlsx", "底稿"):
        book = openpyxl.load_workbook(made[kind])
        assert [own.name for own in book.custom_doc_props.props] == [NAME]
        again = io.BytesIO()
        book.save(again)
        assert not is_sealed(again.getvalue(), kind)
    for kind in ("docx", "xlsx", "底稿"):
        with zipfile.ZipFile(made[kind]) as package:
            assert package.testzip() is None
            assert len(set(package.namelist())) == len(package.namelist())
    reader = pypdf.PdfReader(made["pdf"], strict=True)
    assert len(reader.pages) > 3
    writer = pypdf.PdfWriter(clone_from=reader)
    again = io.BytesIO()
    writer.write(again)
    assert not is_sealed(again.getvalue(), "pdf")


def test_a_page_saved_with_other_line_ends_is_an_edited_one(made: dict[str, Path]) -> None:
    data = made["html"].read_bytes()
    assert not is_sealed(data.replace(b"\n", b"\r\n"), "html")


# What a run does


def edit(path: Path) -> bytes:
    """Change a document as a person would; gives what it is then."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        book.worksheets[0]["A1"] = "人工改的"
        book.save(path)
    else:
        with path.open("ab") as file:
            file.write("<p>人工改的</p>".encode())
    return path.read_bytes()


def test_what_was_edited_is_put_aside_numbered_and_told(
    unit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = unit.parent / "out"
    assert report(unit) == 0
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    edited = {path.name: edit(path) for path in out.iterdir()}
    change(unit)
    capsys.readouterr()
    assert report(unit) == 0
    said = capsys.readouterr().out.splitlines()
    lines = [line for line in said if "被人改过" in line]
    assert lines == [
        f"注意：{out}/某局-2023.{kind} 生成以后被人改过：原样另存为 某局-2023（人工修改）.{kind}，新生成的不含这些改动"
        for kind in ("html", "xlsx")
    ]
    for kind in ("html", "xlsx"):
        aside = out / f"某局-2023（人工修改）.{kind}"
        assert aside.read_bytes() == edited[f"某局-2023.{kind}"]
        assert (out / f"某局-2023.{kind}").read_bytes() == first[f"某局-2023.{kind}"]
    again = edit(out / "某局-2023.html") + b"2"
    (out / "某局-2023.html").write_bytes(again)
    assert report(unit) == 0, "the data are as they were; the document is not"
    assert (out / "某局-2023（人工修改 2）.html").read_bytes() == again
    capsys.readouterr()
    assert report(unit, "--force") == 0
    change(unit)
    assert report(unit) == 0
    said = capsys.readouterr()
    assert "人工修改" not in said.out + said.err
    assert names(out) == [
        "某局-2023.html",
        "某局-2023.xlsx",
        "某局-2023（人工修改 2）.html",
        "某局-2023（人工修改）.html",
        "某局-2023（人工修改）.xlsx",
    ]


def test_force_and_many_processes_and_a_cache_that_is_gone_do_the_same(
    unit: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = unit.parent / "out"
    data = unit.parent / "data"
    data.mkdir()
    for name in "甲乙丙":
        (data / f"{name}-2023.yaml").write_text(GOOD, encoding="utf-8")
    asked = ["report", str(data), "-o", str(out), "--format", "html", "-j", "2"]
    assert main(asked) == 0
    edited = edit(out / "乙-2023.html")
    monkeypatch.setenv("JUESUAN_CACHE", str(unit.parent / "other cache"))
    assert main([*asked, "--force"]) == 0
    assert (out / "乙-2023（人工修改）.html").read_bytes() == edited
    assert capsys.readouterr().out.count("被人改过") == 1
    assert len(names(out)) == 4
    main(asked)
    assert "被人改过" not in capsys.readouterr().out, "it is told once"


def test_an_edited_draft_is_put_aside_when_the_final_document_comes(
    unit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = unit.parent / "out"
    unit.write_text(BAD, encoding="utf-8")
    assert report(unit) == 1
    edited = edit(out / "某局-2023（审核稿）.xlsx")
    unit.write_text(GOOD, encoding="utf-8")
    assert report(unit, formats="html") == 0
    assert names(out) == ["某局-2023.html", "某局-2023（审核稿）（人工修改）.xlsx"]
    assert (out / "某局-2023（审核稿）（人工修改）.xlsx").read_bytes() == edited
    assert "某局-2023（审核稿）（人工修改）.xlsx" in capsys.readouterr().out


def test_the_comparison_of_two_files_does_the_same(
    unit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = unit.parent / "out"
    new = unit.with_name("新稿.yaml")
    new.write_text(GOOD.replace("用途: 用餐费", "用途: 来访用餐"), encoding="utf-8")
    asked = ["diff", str(unit), str(new), "-o", str(out)]
    assert main(asked) == 0
    before = names(out)
    assert all(is_sealed(path.read_bytes(), path.suffix) for path in out.iterdir())
    assert main(asked) == 0
    assert names(out) == before
    edited = edit(out / "新稿（与某局-2023对照）.html")
    capsys.readouterr()
    assert main(asked) == 0
    assert (out / "新稿（与某局-2023对照）（人工修改）.html").read_bytes() == edited
    assert capsys.readouterr().out.count("被人改过") == 1


def unsealed(path: Path) -> bytes:
    """A page as version 0.1 left it."""
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"<!-- ")])
    return path.read_bytes()


def test_a_page_of_version_0_1_is_known_by_its_record(
    unit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = unit.parent / "out"
    assert report(unit, formats="html") == 0
    page = out / "某局-2023.html"
    unsealed(page)
    (note,) = records().glob("*.json")
    raw = json.loads(note.read_text(encoding="utf-8"))
    stat = page.stat()
    raw |= {"version": 2, "files": [[str(page), stat.st_size, stat.st_mtime_ns]]}
    raw.pop("sha256")
    note.write_text(json.dumps(raw), encoding="utf-8")
    capsys.readouterr()
    assert report(unit, formats="html") == 0
    assert names(out) == ["某局-2023.html"]
    assert is_sealed(page.read_bytes(), "html")
    assert "人工修改" not in capsys.readouterr().out


def test_without_its_record_it_is_put_aside_once_with_a_clear_word(
    unit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = unit.parent / "out"
    assert report(unit, formats="html") == 0
    old = unsealed(out / "某局-2023.html")
    capsys.readouterr()
    assert report(unit, formats="html") == 0
    assert "看不出有没有人改过：原样另存为 某局-2023（人工修改）.html" in capsys.readouterr().out
    assert (out / "某局-2023（人工修改）.html").read_bytes() == old
    change(unit)
    assert report(unit, formats="html") == 0
    assert len(names(out)) == 2


# Whatever stands there


def page(text: str) -> bytes:
    return sealed(f"<p>{text}</p>\n".encode(), "html")


def put(out: Path, text: str, stem: str = "某局-2023") -> list[str]:
    placed = place(stem, out, {"html": page(text)}, [], draft=False)
    return [aside.path.name for aside in placed.aside]


def test_a_link_stays_one_and_what_it_leads_to_is_put_aside_beside_it(tmp_path: Path) -> None:
    out, real = tmp_path / "out", tmp_path / "别处.html"
    out.mkdir()
    real.write_bytes(b"edited")
    (out / "某局-2023.html").symlink_to(real)
    assert put(out, "new") == ["某局-2023（人工修改）.html"]
    assert (out / "某局-2023.html").is_symlink()
    assert real.read_bytes() == page("new")
    assert (out / "某局-2023（人工修改）.html").read_bytes() == b"edited"
    assert not (out / "某局-2023（人工修改）.html").is_symlink()


def test_a_link_to_itself_is_told_in_a_line(unit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = unit.parent / "out"
    out.mkdir()
    (out / "某局-2023.html").symlink_to("某局-2023.html")
    assert report(unit, formats="html") == 3
    assert "是一个指向自己的链接" in capsys.readouterr().err
    (unit.parent / "环").symlink_to("环")
    assert main(["report", str(unit), "-o", str(unit.parent / "环"), "--format", "html"]) == 3
    assert main(["site", str(unit), "-o", str(unit.parent / "环")]) == 3
    assert main(["site", str(unit), "-o", str(unit.parent / "环" / "内")]) == 3
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "是一个指向自己的链接" in said


def test_what_is_no_file_is_told_in_a_line(unit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = unit.parent / "out"
    out.mkdir()
    os.mkfifo(out / "某局-2023.html")
    (out / "某局-2023.xlsx").mkdir()
    assert report(unit, formats="html") == 3
    assert "不是普通的文件" in capsys.readouterr().err
    assert report(unit, formats="xlsx") == 3
    assert "是一个文件夹" in capsys.readouterr().err
    assert names(out) == ["某局-2023.html", "某局-2023.xlsx"]


def test_a_second_name_of_an_edited_file_keeps_it(tmp_path: Path) -> None:
    put(tmp_path, "old")
    with (tmp_path / "某局-2023.html").open("ab") as file:
        file.write(b"edited")
    os.link(tmp_path / "某局-2023.html", tmp_path / "我的.html")
    edited = (tmp_path / "我的.html").read_bytes()
    put(tmp_path, "new")
    assert (tmp_path / "我的.html").read_bytes() == edited
    assert (tmp_path / "某局-2023（人工修改）.html").read_bytes() == edited


def test_a_file_that_may_only_be_read_is_put_aside_too(tmp_path: Path) -> None:
    put(tmp_path, "old")
    (tmp_path / "某局-2023.html").write_bytes(b"edited")
    (tmp_path / "某局-2023.html").chmod(0o444)
    assert put(tmp_path, "new") == ["某局-2023（人工修改）.html"]
    assert put(tmp_path, "newer") == []
    assert (tmp_path / "某局-2023（人工修改）.html").read_bytes() == b"edited"


def test_whatever_has_the_name_already_stays(tmp_path: Path) -> None:
    put(tmp_path, "old")
    (tmp_path / "某局-2023.html").write_bytes(b"edited")
    (tmp_path / "某局-2023（人工修改）.html").mkdir()
    (tmp_path / "某局-2023（人工修改 2）.html").symlink_to("没有")
    (tmp_path / "某局-2023（人工修改 3）.html").write_bytes(b"other")
    assert put(tmp_path, "new") == ["某局-2023（人工修改 4）.html"]
    assert (tmp_path / "某局-2023（人工修改 3）.html").read_bytes() == b"other"
    assert (tmp_path / "某局-2023（人工修改 2）.html").is_symlink()


def test_a_long_name_is_cut_and_nothing_collides(tmp_path: Path) -> None:
    stem = "局" * 81
    other = stem[:-1] + "所"
    for name in (stem, other):
        put(tmp_path, "old", name)
        (tmp_path / f"{name}.html").write_bytes(name.encode())
    assert put(tmp_path, "new", stem) == [f"{'局' * 75}（人工修改）.html"]
    assert put(tmp_path, "new", other) == [f"{'局' * 74}（人工修改 2）.html"]
    assert (tmp_path / f"{'局' * 74}（人工修改 2）.html").read_bytes() == other.encode()


@pytest.mark.parametrize("where", ["write_bytes", "replace"])
def test_when_the_disk_refuses_everything_is_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Full, or a file that Word holds open: the second of two."""
    both = {tmp_path / "甲.html": page("1"), tmp_path / "乙.html": page("2")}
    write_documents(both)
    for path in both:
        path.write_bytes(b"edited")
    owner: object = Path if where == "write_bytes" else os
    real: Callable[..., object] = getattr(owner, where)
    calls = []

    def refuse(*given: object) -> object:
        calls.append(given)
        if len(calls) == 2:
            raise PermissionError(errno.EACCES, "open in Word", str(given[0]))
        return real(*given)

    with monkeypatch.context() as patch:
        patch.setattr(owner, where, refuse)
        with pytest.raises(PermissionError):
            write_documents(both)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "甲.html": b"edited",
        "乙.html": b"edited",
    }


STEPS = ("replace", "rename", "unlink", "chmod", "open")


def run_until(step: int, out: Path) -> None:
    """Put documents in their place, and die before a certain step on the disk."""
    count = 0

    def stopping(real: Callable[..., object]) -> Callable[..., object]:
        def stop(*given: object, **named: object) -> object:
            nonlocal count
            count += 1
            if count == step:
                os._exit(9)
            return real(*given, **named)

        return stop

    for name in STEPS:
        setattr(os, name, stopping(getattr(os, name)))
    io_open = io.open
    io.open = stopping(io_open)  # type: ignore[assignment]
    shutil.copy2 = stopping(shutil.copy2)  # type: ignore[assignment]
    place("某局-2023", out, {"html": page("new"), "xlsx": b"x"}, [], draft=False)
    os._exit(0)


@pytest.mark.long
def test_a_kill_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    finished = False
    for step in range(1, 200):
        out = tmp_path / str(step)
        place("某局-2023", out, {"html": page("old")}, [], draft=True)
        put(out, "old", "别的")
        (out / "某局-2023（审核稿）.html").write_bytes(b"edited draft")
        (out / "某局-2023.html").write_bytes(b"edited")
        run = context.Process(target=run_until, args=(step, out))
        run.start()
        run.join()
        seen = {path.read_bytes() for path in out.iterdir() if not path.name.startswith(".")}
        assert {b"edited", b"edited draft"} <= seen, (step, names(out))
        put(out, "new")
        assert [name for name in names(out) if name != "某局-2023.xlsx"] == [
            "别的.html",
            "某局-2023.html",
            "某局-2023（人工修改）.html",
            "某局-2023（审核稿）（人工修改）.html",
        ], step
        assert (out / "某局-2023（人工修改）.html").read_bytes() == b"edited"
        assert (out / "某局-2023.html").read_bytes() == page("new")
        if run.exitcode == 0:
            finished = True
            break
    assert finished
    assert step > 12


def test_clearing_the_folder_leaves_what_was_edited(
    unit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = unit.parent / "out"
    assert report(unit) == 0
    (out / "笔记.txt").write_text("我的", encoding="utf-8")
    edited = edit(out / "某局-2023.xlsx")
    capsys.readouterr()
    assert clearing.main(str(out)) == 0
    said = capsys.readouterr().out
    assert "已删去 1 个生成的文档" in said
    assert "留下了被人改过、或看不出有没有人改过的：某局-2023.xlsx" in said
    assert names(out) == ["某局-2023.xlsx", "笔记.txt"]
    assert (out / "某局-2023.xlsx").read_bytes() == edited
    assert clearing.main(str(out / "没有")) == 0


# Records


@pytest.mark.parametrize("kind", ["html", "xlsx"])
def test_a_document_altered_at_the_same_size_and_time_is_noticed(
    unit: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = unit.parent / "out"
    assert report(unit) == 0
    path = out / f"某局-2023.{kind}"
    right, stat = path.read_bytes(), path.stat()
    wrong = bytearray(right)
    wrong[len(wrong) // 2] ^= 1
    path.write_bytes(bytes(wrong))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    capsys.readouterr()
    assert report(unit) == 0
    assert capsys.readouterr().out.count("被人改过") == 1
    assert path.read_bytes() == right
    assert (out / f"某局-2023（人工修改）.{kind}").read_bytes() == bytes(wrong)


def test_a_record_edited_by_hand_is_not_believed(
    unit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unit.write_text(BAD, encoding="utf-8")
    assert report(unit, formats="html") == 1
    (note,) = records().glob("*.json")
    text = note.read_text(encoding="utf-8")
    for old, new in (('"failed": true', '"failed": false'), ("（审核稿）", ""), ("错误", "提示")):
        assert old in text
        note.write_text(text.replace(old, new), encoding="utf-8")
        assert report(unit, formats="html") == 1
        assert "未变" not in capsys.readouterr().out
    assert report(unit, formats="html") == 1
    assert "未变" in capsys.readouterr().out
