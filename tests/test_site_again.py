"""The site made again: only what changed is made, what is gone goes, a killed run loses nothing, and the bytes are those of a site made from clean."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from generator.cli import main
from generator.interface.entry import Entry, FigureRow
from generator.pipeline.batch.record import records
from generator.site import SiteUnit, Staging, build, figure_files, summary_of
from generator.site.addresses import page_of
from generator.site.collect_units import FileSummary
from generator.site.memory import Memory, remember, remembered
from tests import department
from tests.sites import BAD, BEFORE, LONE, Links, everything, lone, make_site, read_csv

UNFINISHED = "版式: 四川\n年度: 2023\n金额单位: 万元\n单位: {名称: 某市戊局, 口径: 部门, 性质: 行政单位}\n汇总: [丁所-2023.yaml]\n"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other formats take seconds each; the site treats all alike."""
    monkeypatch.setattr("generator.site.publish.PUBLISHED", ("html",))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two units, the year before of one, one that is wrong, and a 部门 of the first unit whose own document is wrong as well."""
    folder = lone(lone(tmp_path / "数据"), department.HALL, "丙馆-2023")
    lone(folder, UNFINISHED, "戊局-2023")
    return lone(lone(folder, BEFORE, "丙馆-2022"), BAD, "坏所-2023")


def times(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def clean(data: Path, *more: str) -> dict[str, bytes]:
    """The site as it is where there never was one, nor any record."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUESUAN_CACHE", str(data.parent / "别的记录"))
        make_site(data, data.parent / "干净", "--force", *more)
    return everything(data.parent / "干净")


def test_a_second_run_makes_nothing_and_tells_the_same(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "专栏"
    assert make_site(data, target) == 1
    told, before = capsys.readouterr().out, times(target)
    assert "已上架 3 份（这次生成 3 份，0 份未变）" in told
    assert make_site(data, target) == 1
    again = capsys.readouterr()
    assert again.err == ""
    assert again.out == told.replace("这次生成 3 份，0 份未变", "专栏没有变动")
    assert times(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["专栏", "数据"]


def add(data: Path) -> None:
    department.write(data)


def change(data: Path) -> None:
    lone(data, LONE + "设置: {图题: 无}\n")


def rename(data: Path) -> None:
    lone(data, LONE.replace("某市丁所", "某市丁一所"))


def withdraw(data: Path) -> None:
    (data / "丙馆-2022.yaml").unlink()


def break_one(data: Path) -> None:
    lone(data, BAD.replace("某市坏所", "某市丁所"))


def mend(data: Path) -> None:
    lone(data, BAD.replace("预算数: 30}", "预算数: 30, 原因: 厉行节约}"), "坏所-2023")


def correct_the_year_before(data: Path) -> None:
    lone(
        data,
        BEFORE.replace("2010301 行政运行: 2}", "2010301 行政运行: 3}").replace(
            "基本支出: {30201 办公费: 2}, 预算数: 2", "基本支出: {30201 办公费: 3}, 预算数: 3"
        ),
        "丙馆-2022",
    )


def rename_the_department(data: Path) -> None:
    """Its own document is not published: only its name stands with its unit."""
    lone(data, UNFINISHED.replace("某市戊局", "某市己局"), "戊局-2023")


def join(data: Path) -> None:
    """A 部门 takes a unit in whose own file does not change."""
    department.write(data)
    (data / "丁所-2023.yaml").unlink()


@pytest.mark.parametrize(
    "step",
    [
        add,
        change,
        rename,
        withdraw,
        break_one,
        mend,
        join,
        correct_the_year_before,
        rename_the_department,
    ],
)
def test_the_bytes_are_those_of_a_shelf_made_from_clean(
    data: Path, tmp_path: Path, step: Callable[[Path], None]
) -> None:
    target = tmp_path / "专栏"
    make_site(data, target)
    before = everything(target)
    step(data)
    make_site(data, target)
    assert everything(target) == clean(data)
    assert everything(target) != before
    assert not [path for path in target.rglob("*") if path.is_dir() and not any(path.iterdir())]


def test_only_what_changed_is_made(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "专栏"
    make_site(data, target)
    before = times(target)
    capsys.readouterr()
    lone(data, department.HALL + "设置: {图题: 无}\n", "丙馆-2023")
    make_site(data, target)
    told = capsys.readouterr()
    assert "4 份没有变动，要生成 1 份" in told.err
    assert "这次生成 1 份，2 份未变" in told.out
    made = {name for name, at in times(target).items() if before.get(name) != at}
    assert {name for name in made if name.startswith(("files/", "units/"))} == {
        "files/丙馆-2023.html",
        *(
            f"units/丙馆-2023/{name}"
            for name in ("index.html", "figures.json", "figures.csv", "details.json", "details.csv")
        ),
    }
    assert "years/2022.html" not in made
    make_site(data, target, "--force")
    assert "这次生成 3 份，0 份未变" in capsys.readouterr().out


def test_another_title_makes_pages_and_no_documents(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "专栏"
    make_site(data, target)
    before = times(target)
    capsys.readouterr()
    make_site(data, target, "--title", "某市的专栏")
    assert "这次生成 0 份，3 份未变" in capsys.readouterr().out
    after = times(target)
    assert {name for name in after if after[name] != before[name]} >= {
        "index.html",
        "units/丁所-2023/index.html",
    }
    assert {name for name in after if after[name] == before[name]} >= {
        "files/丁所-2023.html",
        "units/丁所-2023/figures.json",
        "figures.csv",
        "site.css",
    }
    assert everything(target) == clean(data, "--title", "某市的专栏")


def test_what_is_gone_or_without_a_record_is_made_again(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "专栏"
    make_site(data, target)
    before = everything(target)
    for name in (
        "units/丁所-2023/index.html",
        "files/丙馆-2023.html",
        "figures.csv",
        "site.css",
        "manifest.json",
    ):
        (target / name).unlink()
        if name != "manifest.json":
            assert make_site(data, target) == 1
            assert everything(target) == before, name
    assert (
        make_site(data, target) == 2
    )  # without its manifest nothing tells that the folder is ours
    (target / "manifest.json").write_bytes(before["manifest.json"])
    for path in records().glob("*.json"):
        path.unlink()
    assert make_site(data, target) == 1
    assert everything(target) == before


def test_a_file_of_somebody_else_is_never_taken_away(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not even in the folder of a unit that is gone, and not when nothing else changed."""
    target = tmp_path / "专栏"
    make_site(data, target)
    (target / "units" / "丙馆-2022" / "批注.txt").write_text("留着", encoding="utf-8")
    assert make_site(data, target) == 2
    withdraw(data)
    assert make_site(data, target) == 2
    assert "不是本程序放的文件：units/丙馆-2022/批注.txt" in capsys.readouterr().err
    assert (target / "units" / "丙馆-2022" / "批注.txt").read_text(encoding="utf-8") == "留着"
    (target / "units" / "丙馆-2022" / "批注.txt").unlink()
    assert make_site(data, target) == 1
    assert not (target / "units" / "丙馆-2022").exists()


@pytest.mark.parametrize(
    "name", ["files/丙馆-2023.html", "units/丁所-2023/figures.json", "index.html"]
)
def test_a_file_altered_at_the_same_size_and_time_is_noticed(
    data: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "专栏"
    make_site(data, target)
    make_site(data, target)
    path = target / name
    stat, wrong = path.stat(), bytearray(path.read_bytes())
    wrong[len(wrong) // 2] ^= 1
    path.write_bytes(bytes(wrong))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    for _ in range(2):
        assert make_site(data, target) == 2
        assert f"被人改过：{name}；没有动它" in capsys.readouterr().err
        assert path.read_bytes() == bytes(wrong)
        change(data)


def test_a_manifest_that_was_edited_stays(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not even a space in it is lost: what it says of the other files could have been changed as well."""
    target = tmp_path / "专栏"
    make_site(data, target)
    path = target / "manifest.json"
    path.write_bytes(path.read_bytes() + b"\n")
    change(data)
    assert make_site(data, target) == 2
    assert "manifest.json 被人改过" in capsys.readouterr().err
    path.write_bytes(path.read_bytes()[:-1])
    assert make_site(data, target) == 1


def test_what_somebody_does_on_the_shelf_while_another_is_made_is_not_lost(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "专栏"
    make_site(data, target)
    before = everything(target)
    change(data)
    path = target / "files" / "丙馆-2023.html"

    def meanwhile(*given: object) -> None:
        build(*given)  # type: ignore[arg-type]
        path.unlink()
        path.write_text("改过", encoding="utf-8")

    with monkeypatch.context() as patch:
        patch.setattr("generator.site.publish.build", meanwhile)
        assert make_site(data, target) == 2
    assert "生成期间有人动了文件夹" in capsys.readouterr().err
    assert everything(target) == {**before, "files/丙馆-2023.html": "改过".encode()}


def test_an_edited_document_in_the_output_folder_is_not_published(
    data: Path, tmp_path: Path
) -> None:
    output, target = tmp_path / "output", tmp_path / "output" / "公开专栏"
    assert main(["report", str(data), "-o", str(output), "--format", "html"]) == 1
    before = (output / "丁所-2023.html").read_bytes()
    (output / "丁所-2023.html").write_bytes(before + b"edited")
    change(data)
    assert main(["report", str(data), "-o", str(output), "--format", "html"]) == 1
    assert (output / "丁所-2023（人工修改）.html").exists()
    (output / "丁所-2023.html").write_bytes(before + b"edited again")
    assert make_site(data, target) == 1
    published = everything(target)
    assert not [name for name in published if "人工修改" in name]
    assert not [name for name, content in published.items() if b"edited" in content]
    assert (output / "丁所-2023.html").read_bytes() == before + b"edited again"


@pytest.mark.long
def test_a_run_that_is_killed_goes_on_where_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, target = tmp_path / "数据", tmp_path / "专栏"
    for number in range(8):
        lone(data, LONE.replace("某市丁所", f"某市第{number}所"), f"第{number}所-2023")
    script = "import generator.site.publish as s, sys; s.PUBLISHED = ('html',); from generator.cli import main; sys.exit(main(sys.argv[1:]))"
    asked = [sys.executable, "-c", script, "site", str(data), "-o", str(target), "-j", "1"]
    with subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        end = time.monotonic() + 60
        while len(list(records().glob("*.json"))) < 3:
            assert time.monotonic() < end
            time.sleep(0.02)
        run.send_signal(signal.SIGKILL)
    assert not target.exists()
    done = len(
        [path for path in records().glob("*.json") if "html" in path.read_text(encoding="utf-8")]
    )
    assert 3 <= done < 8
    assert make_site(data, target) == 0
    assert f"{done} 份没有变动，要生成 {8 - done} 份" in capsys.readouterr().err
    assert everything(target) == clean(data)
    assert ".专栏.juesuan-new" not in [path.name for path in tmp_path.iterdir()]


@pytest.mark.long
def test_a_run_that_is_killed_when_the_shelf_stood_loses_nothing(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "专栏"

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("generator.site.publish.moved", stopped)
        assert make_site(data, target) == 130
    made = times(target)
    capsys.readouterr()
    make_site(data, target)
    assert "这次生成 0 份，3 份未变" in capsys.readouterr().out
    assert {name: at for name, at in times(target).items() if name.startswith("files/")} == {
        name: at for name, at in made.items() if name.startswith("files/")
    }
    assert everything(target) == clean(data)


def test_records_that_cannot_be_written_stop_nothing(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUESUAN_CACHE", os.devnull)
    for _ in range(2):
        assert make_site(data, tmp_path / "专栏") == 1
        assert everything(tmp_path / "专栏") == clean(data)


def test_a_full_disk_withdraws_nobody(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "专栏"
    make_site(data, target)
    before = everything(target)
    change(data)

    def full(files: dict[Path, bytes], _ours: object) -> None:
        raise OSError(28, "No space left on device", str(next(iter(files))))

    with monkeypatch.context() as patch:
        patch.setattr("generator.pipeline.produce.write_documents", full)
        assert make_site(data, target) == 3
    told = capsys.readouterr().err
    assert "磁盘满了" in told
    assert "公开专栏没有变动" in told
    assert everything(target) == before
    make_site(data, target)
    assert everything(target) == clean(data)


# Large


def row(name: str, number: int) -> FigureRow:
    return FigureRow(name, "决算数", f"{number}.5", "万元", f"{number}.50")


def large(folder: Path, count: int) -> list[SiteUnit]:
    """Made-up units without rendering: every fourth stands alone, the others are of a 部门 of up to 150."""
    found = []
    for number in range(count):
        alone = number % 4 == 0
        stem = f"第{number:04d}所-2023"
        own = Entry(
            stem,
            2023,
            f"某市第{number:04d}所",
            "",
            "单位",
            "事业单位",
            "",
            "四川",
            (row("支出总计", number),),
            (FigureRow("甲", "", "1", "万元", "1", "节", "n1"),),
        )
        documents = {"html": f"<p>{number}</p>".encode()}
        files = {}
        for suffix, content in {**documents, **figure_files(own, documents)}.items():
            files[suffix] = folder / f"{stem}.{suffix}"
            files[suffix].write_bytes(content)
        found.append(
            SiteUnit(
                summary_of(files["figures.json"], "" if alone else f"某市第{number // 200}局"),
                files,
            )
        )
    return found


@pytest.mark.long
def test_no_page_of_a_large_shelf_lists_everything_and_every_unit_is_found(tmp_path: Path) -> None:
    """By links alone, from the index of all; and no page grows with the number of units."""
    (tmp_path / "made").mkdir()
    (tmp_path / "site").mkdir()
    units = large(tmp_path / "made", 1000)
    staging = Staging(tmp_path / "site", tmp_path / "none", {}, {})
    build(units, "大市", staging, "1")
    pages = [path for path in (tmp_path / "site").rglob("*.html") if "files" not in path.parts]
    assert len(pages) > 1010
    assert max(path.stat().st_size for path in pages) < 100_000
    seen, waiting = set(), [tmp_path / "site" / "index.html"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        for address in Links(page.read_text(encoding="utf-8")).found:
            path = urlsplit(address).path
            if path.endswith(".html") and "files/" not in path:
                waiting.append((page.parent / unquote(path)).resolve())
    assert seen == set(pages)
    assert (
        len(read_csv(tmp_path / "site" / "units.csv"))
        == len(read_csv(tmp_path / "site" / "figures.csv"))
        == 1000
    )
    names = (tmp_path / "site" / "search-index.js").stat().st_size
    assert names < 100 * 1000
    assert (
        len(json.loads((tmp_path / "site" / "units.json").read_text(encoding="utf-8"))["单位"])
        == 1000
    )


def department_of_two(folder: Path) -> list[SiteUnit]:
    """A 部门 and two units of it, made up without rendering."""
    found = []
    for stem, name, kind in (
        ("甲局-2023", "某市甲局", "部门"),
        ("乙所-2023", "某市乙所", "单位"),
        ("丙所-2023", "某市丙所", "单位"),
    ):
        own = Entry(
            stem,
            2023,
            name,
            "",
            kind,
            "行政单位",
            "",
            "四川",
            (row("支出总计", 1),),
            (FigureRow("甲", "", "1", "万元", "1", "节", "n1"),),
        )
        documents = {"html": b"<p>1</p>"}
        files = {}
        for suffix, content in {**documents, **figure_files(own, documents)}.items():
            files[suffix] = folder / f"{stem}.{suffix}"
            files[suffix].write_bytes(content)
        found.append(SiteUnit(summary_of(files["figures.json"], "某市甲局"), files))
    return found


@pytest.mark.parametrize("leaves", [True, False])
def test_the_page_of_a_department_follows_its_units(tmp_path: Path, leaves: bool) -> None:
    """One leaves, or comes, while the document of the 部门 stays as it is: its page lists those that are there; a unit's page is not made anew."""
    (tmp_path / "made").mkdir()
    units = department_of_two(tmp_path / "made")
    first, then = (units, units[:2]) if leaves else (units[:2], units)
    sites = [tmp_path / name for name in ("first", "then")]
    for folder in sites:
        folder.mkdir()
    before = Staging(sites[0], tmp_path / "none", {}, {})
    build(first, "大市", before, "1")
    staging = Staging(sites[1], sites[0], before.files, before.keys)
    build(then, "大市", staging, "1")
    pages = [folder / page_of("甲局-2023") for folder in sites]
    assert ["某市丙所" in page.read_text(encoding="utf-8") for page in pages] == [
        leaves,
        not leaves,
    ]
    assert ["某市乙所" in page.read_text(encoding="utf-8") for page in pages] == [True, True]
    assert before.keys[page_of("乙所-2023")] == staging.keys[page_of("乙所-2023")]


def test_a_garbled_file_name_is_remembered(tmp_path: Path) -> None:
    """Names from another computer's archive are no UTF-8; they are rejected, but must not keep the rest from being remembered."""
    memory = Memory(
        "全部",
        stamps={os.fsdecode(b"\xb7\xfe-2023.yaml"): (1, 2, 3)},
        file_summaries={"甲": FileSummary("摘要", "甲局", ("乙",))},
    )
    remember(tmp_path, tmp_path / "专栏", memory)
    kept = remembered(tmp_path, tmp_path / "专栏")
    assert kept.stamps == memory.stamps
    assert kept.file_summaries == memory.file_summaries


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.pop("version"),
        lambda raw: raw.update(version=1),
        lambda raw: raw.update(stamps=[]),
    ],
)
def test_a_memory_of_another_program_is_not_believed(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Callable[[dict], object]
) -> None:
    make_site(data, tmp_path / "专栏")
    (kept,) = records().glob("site-*.json")
    raw = json.loads(kept.read_text(encoding="utf-8"))
    change(raw)
    kept.write_text(json.dumps(raw), encoding="utf-8")
    capsys.readouterr()
    make_site(data, tmp_path / "专栏")
    assert "专栏没有变动" not in capsys.readouterr().out
    make_site(data, tmp_path / "专栏")
    assert "专栏没有变动" in capsys.readouterr().out
