"""Files on the disk: sets that stay whole, what the disk refuses, and older documents left beside new ones."""

from __future__ import annotations

import errno
import multiprocessing
import os
from pathlib import Path

import pytest

from generator.cli import main
from generator.pipeline.produce import place, write_all
from generator.writers.seal import is_sealed, sealed
from tests.bureau import GOOD, write


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    return write(tmp_path)


def test_a_set_is_not_mixed_when_one_file_cannot_be_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [tmp_path / name for name in "甲乙丙"]
    names[0].write_bytes(b"old")
    names[2].write_bytes(b"old")
    real = os.replace

    def refuse(source: Path, target: Path) -> None:
        if Path(source).name.endswith(".part") and Path(target).name == "丙":
            raise PermissionError(errno.EACCES, "open in Word", str(target))
        real(source, target)

    monkeypatch.setattr("generator.pipeline.outputs.os.replace", refuse)
    with pytest.raises(PermissionError):
        write_all(dict.fromkeys(names, b"new"))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "甲": b"old",
        "丙": b"old",
    }


def test_what_a_killed_run_left_is_taken_away(unit: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in (".某局-2023.docx.part", ".某局-2023（审核稿）.pdf.part", ".某局-2023.pdf.old"):
        (out / name).write_bytes(b"half")
    assert main(["report", str(unit), "-o", str(out), "--format", "html"]) == 0
    assert [path.name for path in out.iterdir()] == ["某局-2023.html"]


def place_again_and_again(content: bytes, folder: Path) -> None:
    for _ in range(40):
        page = sealed(content * 500_000, "html")
        paper = sealed(content + b"\nstartxref\n1\n%%EOF\n", "pdf")
        place("某局-2023", folder, {"html": page, "pdf": paper}, [], draft=False)


def test_two_runs_at_once_do_not_meet(tmp_path: Path) -> None:
    """Each writes what it has; none finds its half-written file gone, and what stands there at last is of one run."""
    context = multiprocessing.get_context("spawn")
    runs = [
        context.Process(target=place_again_and_again, args=(content, tmp_path))
        for content in (b"a", b"b")
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0]
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(files) == ["某局-2023.html", "某局-2023.pdf"]
    assert all(is_sealed(data, name.rpartition(".")[2]) for name, data in files.items())
    assert len({data[:1] for data in files.values()}) == 1


def test_what_the_disk_refuses_is_told_in_a_line(
    unit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    assert main(["report", str(unit), "-o", str(tmp_path / "文件"), "--format", "html"]) == 3
    said = capsys.readouterr().err
    assert "不是文件夹" in said
    assert "Traceback" not in said
    (tmp_path / "out" / "某局-2023.html").mkdir(parents=True)
    assert main(["report", str(unit), "-o", str(tmp_path / "out"), "--format", "html"]) == 3
    assert "是一个文件夹" in capsys.readouterr().err
    long = tmp_path / f"{'局' * 83}.yaml"
    long.write_text(GOOD, encoding="utf-8")
    other = tmp_path / "out2"
    assert main(["report", str(long), str(unit), "-o", str(other), "--format", "html"]) == 3
    assert "文件名太长" in capsys.readouterr().err
    assert [path.name for path in other.iterdir()] == ["某局-2023.html"]


def test_a_file_that_word_holds(
    unit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "denied", str(target))

    monkeypatch.setattr("generator.pipeline.outputs.os.replace", refuse)
    unit.write_text(GOOD.replace("年度: 2023", "年度：2023"), encoding="utf-8")
    assert main(["fix", str(unit)]) == 3
    said = capsys.readouterr().err
    assert "某局-2023.yaml：写不了" in said
    assert "Word" in said


def test_an_error_without_a_file_is_a_crash(
    unit: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise OSError("cannot load library")

    monkeypatch.setattr("generator.cli.commands.check.check", broken)
    assert main(["check", str(unit)]) == 70
    assert "这是程序的错误" in capsys.readouterr().err


def test_older_documents_are_told(
    unit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["report", str(unit), "-o", str(out), "--format", "html,xlsx"]) == 0
    assert "不是这次生成的" not in capsys.readouterr().out
    assert main(["report", str(unit), "-o", str(out), "--format", "html"]) == 0
    assert "不是这次生成的" not in capsys.readouterr().out, "made from the same data"
    unit.write_text(GOOD + "\n", encoding="utf-8")
    assert main(["report", str(unit), "-o", str(out), "--format", "html"]) == 0
    said = capsys.readouterr().out
    assert "某局-2023.xlsx 不是这次生成的" in said
    assert "某局-2023.html 不是" not in said
    unit.write_text(GOOD.replace("用途: 用餐费", "用途: XX"), encoding="utf-8")
    assert main(["report", str(unit), "-o", str(out), "--format", "html"]) == 1
    said = capsys.readouterr().out
    assert "旧的正式文档" in said
    assert "某局-2023.html、某局-2023.xlsx 不是这次生成的" in said
    assert said.count("不是这次生成的") == 1


@pytest.mark.parametrize("options", [["--select", "编码"], ["--ignore", "文字"]])
def test_not_looking_does_not_make_publishable(
    unit: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    unit.write_text(GOOD.replace("用途: 用餐费", "用途: XX"), encoding="utf-8")
    assert main(["check", str(unit), *options]) == 1
    assert "另有 1 处错误未显示" in capsys.readouterr().out
    assert main(["check", str(unit), "--json", *options]) == 1
    assert '"publishable": false' in capsys.readouterr().out


def test_pages_set_for_word_are_not_called_a_pdf(
    unit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["report", str(unit), "-o", str(tmp_path / "out"), "--format", "html,docx,底稿"]) == 0
    )
    said = capsys.readouterr().err
    assert "PDF" not in said
    assert "排版（为 Word 目录取页码）" in said
