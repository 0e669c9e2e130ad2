"""Many units in one run: only what changed is made, on any number of processes, and nothing is lost when a run or a worker is killed."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.cli import main
from generator.forms import form
from generator.forms.folders import OWN, TEMPLATES
from generator.forms.form import load_form
from generator.pipeline.batch import summary
from generator.pipeline.batch.job import Job
from generator.pipeline.batch.one import killed
from generator.pipeline.batch.pool import AHEAD, in_processes
from generator.pipeline.batch.program import libraries, program
from generator.pipeline.batch.record import records
from generator.pipeline.batch.result import Result
from generator.pipeline.batch.sources import data_files, form_folders
from generator.pipeline.checking import check
from tests.batches import unit, without_seconds
from tests.bureau import GOOD
from tests.helpers import ROOT


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("甲局", "乙局", "丙局"):
        unit(tmp_path / "data", name)
    return tmp_path / "data"


def report(data: Path, *more: str) -> tuple[int, dict[str, int]]:
    """Run the command on a folder; the exit code, and when each page was written."""
    output = data.parent / "output"
    code = main(["report", str(data), "-o", str(output), "--format", "html", *more])
    return code, {path.name: path.stat().st_mtime_ns for path in sorted(output.glob("*.html"))}


def report_anew(data: Path, *more: str) -> tuple[int, dict[str, int]]:
    """The same by a program that has read no form yet, as each new run is: one process keeps those that it has read."""
    load_form.cache_clear()
    form._usable.cache_clear()
    return report(data, "-j", "1", *more)


def test_a_second_run_makes_nothing_and_tells_the_same(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, first = report(data, "-j", "1")
    told = capsys.readouterr().out
    again, second = report(data, "-j", "1")
    after = capsys.readouterr()
    assert (code, first) == (again, second)
    assert len(first) == 3
    assert after.out.count("未变") == 3
    assert after.err == ""
    assert without_seconds(told) == without_seconds(after.out)


def test_only_what_changed_is_made(data: Path) -> None:
    _, first = report(data)
    with (data / "乙局-2023.yaml").open("a", encoding="utf-8") as file:
        file.write("设置: {图题: 无}\n")
    _, second = report(data)
    assert [name for name in first if first[name] != second[name]] == ["乙局-2023.html"]
    _, third = report(data, "--force")
    assert all(third[name] != second[name] for name in second)


def test_what_is_gone_or_touched_is_made_again(data: Path) -> None:
    _, first = report(data)
    output = data.parent / "output"
    (output / "甲局-2023.html").unlink()
    (output / "丙局-2023.html").write_text("改过", encoding="utf-8")
    for path in records().glob("*.json"):
        if "乙局" in path.read_text(encoding="utf-8"):
            path.write_text("{坏", encoding="utf-8")
    _, second = report(data)
    assert second.pop("丙局-2023（人工修改）.html")
    assert (output / "丙局-2023（人工修改）.html").read_text(encoding="utf-8") == "改过"
    assert len(second) == 3
    assert "改过" not in (output / "丙局-2023.html").read_text(encoding="utf-8")
    assert all(first[name] != second[name] for name in first)


def test_last_year_units_and_attachments_count(data: Path) -> None:
    last = unit(data / "上年", "甲局")
    last = last.rename(last.with_name("甲局-2022.yaml"))
    last.write_text(
        last.read_text(encoding="utf-8").replace("年度: 2023", "年度: 2022"), encoding="utf-8"
    )
    path = unit(data, "甲局")
    path.write_text(
        re.sub(r"(?m)^上年: .*$", "上年: 上年/甲局-2022.yaml", path.read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    assert last in data_files(path)
    _, first = report(data)
    last.write_text(last.read_text(encoding="utf-8") + "# 改\n", encoding="utf-8")
    _, second = report(data)
    assert [name for name in first if first[name] != second.get(name)] == [
        name for name in first if name.startswith("甲局")
    ]
    last.unlink()
    report(data)
    assert (data.parent / "output" / "甲局-2023（审核稿）.html").exists()


def test_another_file_of_the_same_name_is_another_thing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same words of the command in another folder: data/甲局-2023.yaml of two cities, written to one place."""
    for name in ("一市", "二市"):
        (tmp_path / name).mkdir()
        unit(tmp_path / name / "data", "甲局", f"# {name}\n")
    second = tmp_path / "二市" / "data" / "甲局-2023.yaml"
    second.write_text(
        second.read_text(encoding="utf-8").replace("名称: 甲局", "名称: 二市甲局"), encoding="utf-8"
    )
    for name in ("一市", "二市"):
        monkeypatch.chdir(tmp_path / name)
        assert (
            main(
                [
                    "report",
                    "data/甲局-2023.yaml",
                    "-o",
                    str(tmp_path / "output"),
                    "--format",
                    "html",
                ]
            )
            == 0
        )
    assert "二市甲局" in (tmp_path / "output" / "甲局-2023.html").read_text(encoding="utf-8")


def test_files_that_name_one_another_are_each_looked_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = unit(tmp_path / "data", "甲局")
    path.write_text(
        re.sub(r"(?m)^上年: .*$", "上年: 下级/../甲局-2023.yaml", path.read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    assert data_files(path) == [path]
    assert report(path.parent, "-j", "1")[0] == 1
    assert "就是本文件" in capsys.readouterr().out


def test_a_sentence_in_place_of_a_file_name_stops_nobody_else(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = data / "乙局-2023.yaml"
    path.write_text(
        re.sub(
            r"(?m)^上年: .*$", f"上年: {'本单位为新设单位' * 20}", path.read_text(encoding="utf-8")
        ),
        encoding="utf-8",
    )
    for jobs in ("1", "2"):
        code, made = report(data, "-j", jobs, "--force")
        assert (code, list(made)) == (
            1,
            ["丙局-2023.html", "乙局-2023（审核稿）.html", "甲局-2023.html"],
        )
        assert "新设单位填 无" in capsys.readouterr().out


def test_a_name_that_is_no_text_is_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(data / "甲局-2023.yaml", os.fsencode(data) + "/丁局-2023.yaml".encode("gbk"))
    code, made = report(data, "-j", "1")
    assert (code, len(made)) == (3, 3)
    said = capsys.readouterr()
    assert "文件名（或文件夹名）是乱码" in said.err
    assert "程序的错误" not in said.err
    said.out.encode("utf-8")


@pytest.mark.parametrize("before", ["an empty folder", "a form that is not finished"])
def test_a_form_that_was_missing_counts_when_it_is_there(
    data: Path, tmp_path: Path, before: str
) -> None:
    local = tmp_path / "forms" / "本地"
    local.mkdir(parents=True)
    if before != "an empty folder":
        (local / "版式.yaml").write_text("名称: 本地\n", encoding="utf-8")
    for path in data.iterdir():
        path.write_text(
            path.read_text(encoding="utf-8").replace("版式: 四川", "版式: 本地"), encoding="utf-8"
        )
    asked = ("--templates", str(tmp_path / "forms"))
    assert report_anew(data, *asked) == (1, {})
    shutil.copytree(TEMPLATES / "四川", local, dirs_exist_ok=True)
    main_file = local / "版式.yaml"
    main_file.write_text(
        main_file.read_text(encoding="utf-8").replace("名称: 四川", "名称: 本地"), encoding="utf-8"
    )
    code, made = report_anew(data, *asked)
    assert (code, len(made)) == (0, 3)


def test_a_form_that_takes_the_place_of_another_counts(data: Path, tmp_path: Path) -> None:
    """One's own 四川 hides the program's; a form that nobody uses makes no difference."""
    forms = tmp_path / "forms"
    (forms / "四川").mkdir(parents=True)
    asked = ("--templates", str(forms))
    _, first = report_anew(data, *asked)
    shutil.copytree(TEMPLATES / "上海", forms / "别的")
    assert report_anew(data, *asked)[1] == first
    shutil.copytree(TEMPLATES / "四川", forms / "四川", dirs_exist_ok=True)
    _, second = report_anew(data, *asked)
    assert all(first[name] != second[name] for name in first)


def test_the_libraries_that_make_the_documents_count() -> None:
    """Those that the libraries use in turn, too; not those of tests, which another machine need not have."""
    found = {line.split()[0] for line in libraries()}
    assert {"typst", "weasyprint", "pydyf", "fonttools", "jinja2"} <= found
    assert not {"pytest", "distributed", "ruff"} & found


def test_a_user_without_a_home_has_a_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    for name in ("JUESUAN_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    program.cache_clear()
    assert records().name == f"juesuan-{os.getuid()}"
    assert program()
    program.cache_clear()


def test_a_form_counts(data: Path, tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    shutil.copytree(TEMPLATES / "四川", forms / "本地")
    main_file = forms / "本地" / "版式.yaml"
    main_file.write_text(
        main_file.read_text(encoding="utf-8").replace("名称: 四川", "名称: 本地"), encoding="utf-8"
    )
    for path in data.iterdir():
        path.write_text(
            path.read_text(encoding="utf-8").replace("版式: 四川", "版式: 本地"), encoding="utf-8"
        )
    asked = ("--templates", str(forms))
    _, first = report_anew(data, *asked)
    assert report_anew(data, *asked)[1] == first
    (forms / "本地" / "句子.yaml").write_text(
        '三.首句: "全年支出{{ 本年支出合计 | 万元 }}。"\n', encoding="utf-8"
    )
    _, second = report_anew(data, *asked)
    assert len(first) == 3
    assert all(first[name] != second[name] for name in first)
    assert "全年支出" in (data.parent / "output" / "甲局-2023.html").read_text(encoding="utf-8")


WATCHED = (".yaml", ".html", ".docx", ".css")
OPENED: list[set[Path]] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if (
        OPENED
        and event == "open"
        and isinstance(arguments[0], str)
        and arguments[0].endswith(WATCHED)
    ):
        OPENED[-1].add(Path(arguments[0]).resolve())


def test_every_file_that_is_read_counts() -> None:
    """What a check opens is among the sources: else a change of it would go unseen."""
    sys.addaudithook(
        _watch
    )  # it cannot be taken away again; without a set in OPENED it does nothing
    examples = sorted((ROOT / "data").glob("*.yaml"))
    assert len(examples) > 4
    for path in examples:
        load_form.cache_clear()
        OPENED.append(set())
        check(path)
        opened = OPENED.pop()
        known = {one.resolve() for one in data_files(path)} | {
            one.resolve() for folder in form_folders(path, OWN) for one in folder.iterdir()
        }
        # What lies in the program's own folder is covered by its digest; each form is asked for its name, to list what there is.
        known |= {one.resolve() for one in TEMPLATES.glob("*/版式.yaml")}
        assert path.resolve() in opened
        assert {one for one in opened if ROOT / "generator" not in one.parents} <= known


def test_any_number_of_processes_makes_the_same(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unit(data, "坏局", "支出: [\n")
    (data / "无此版式-2023.yaml").write_text(
        GOOD.replace("版式: 四川", "版式: 月球"), encoding="utf-8"
    )
    found = []
    for workers in ("1", "3"):
        output = tmp_path / workers
        code = main(
            ["report", str(data), "-o", str(output), "--format", "html,xlsx", "-j", workers]
        )
        told = capsys.readouterr().out.replace(str(output), "")
        found.append(
            (
                code,
                without_seconds(told),
                {path.name: path.read_bytes() for path in output.iterdir() if path.is_file()},
            )
        )
    assert found[0] == found[1]
    assert found[0][0] == 1
    assert {"甲局-2023.html", "乙局-2023.xlsx", "丙局-2023.html"} <= set(found[0][2])


def make_or_die(job: Job) -> Result:
    """A job whose worker is killed when its unit says so."""
    if "死" in job.path.stem:
        os.kill(os.getpid(), signal.SIGKILL)
    return Result(job.path.stem, "2023")


def test_a_worker_that_is_killed_takes_only_its_own_job_with_it() -> None:
    jobs = [
        Job(number, Path(f"{name}.yaml"), Path(), ("html",), OWN, Path())
        for number, name in enumerate(["甲", "死", "乙", "丙"])
    ]
    found = {job.path.stem: result for job, result in in_processes(jobs, 2, make_or_die, killed)}
    assert sorted(found) == ["丙", "乙", "死", "甲"]
    assert [name for name, result in found.items() if result.failed] == ["死"]
    assert "被系统中止" in found["死"].error


def make_or_gather(job: Job) -> Result:
    """A job whose worker is killed unless it is alone: two together are too much for the memory. Each leaves a trace of having begun."""
    (job.output / f"{job.path.stem}.{os.getpid()}").touch()
    time.sleep(0.2)
    if (
        job.number < 2
        and len({path.suffix for path in job.output.iterdir() if path.stem in ("0", "1")}) == 2
        and not (job.output / "broken").exists()
    ):
        (job.output / "broken").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Result(job.path.stem, "2023")


def test_a_worker_that_is_killed_holds_nobody_up(tmp_path: Path) -> None:
    """Only what was under way is tried again; the rest of a long run goes on as before."""
    jobs = [
        Job(number, Path(f"{number}.yaml"), tmp_path, ("html",), OWN, Path())
        for number in range(20)
    ]
    found = {job.number: result for job, result in in_processes(jobs, 2, make_or_gather, killed)}
    assert sorted(found) == list(range(20))
    assert not any(result.failed for result in found.values())
    begun = [path.stem for path in tmp_path.iterdir() if path.suffix]
    assert len(begun) <= 20 + 2 * AHEAD
    assert len({path.suffix for path in tmp_path.iterdir() if path.suffix}) < 2 + 2 * AHEAD + 3


RUN = """
import sys
from pathlib import Path
from generator.pipeline.batch.job import Job
from generator.pipeline.batch.one import killed
from generator.pipeline.batch.pool import in_processes
from tests.batches import make_slowly
for _ in in_processes([Job(n, Path(f"{n}.yaml"), Path(sys.argv[1]), (), (), Path()) for n in range(4)], 2, make_slowly, killed): pass
"""


def test_no_worker_outlives_a_run_that_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", RUN, str(tmp_path)], cwd=ROOT) as run:
        _wait_for(lambda: len(list(tmp_path.iterdir())) == 2)
        run.kill()
    _wait_for(lambda: not any(Path("/proc", path.name).exists() for path in tmp_path.iterdir()))


def test_ctrl_c_twice_ends_at_once(tmp_path: Path) -> None:
    """And no worker is left behind."""
    with subprocess.Popen(
        [sys.executable, "-c", RUN, str(tmp_path)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        _wait_for(lambda: len(list(tmp_path.iterdir())) == 2)
        os.killpg(run.pid, signal.SIGINT)
        time.sleep(0.5)
        os.killpg(run.pid, signal.SIGINT)
        _, said = run.communicate(timeout=10)
    assert run.returncode not in (0, None)
    assert said.startswith("正在停止：手上的几份做完就停；再按一次 Ctrl-C，马上就停。\n")
    assert "semaphore" not in said
    _wait_for(lambda: not any(Path("/proc", path.name).exists() for path in tmp_path.iterdir()))


LONG = pytest.mark.long


@pytest.mark.parametrize(
    "wait", [0.4, pytest.param(0.7, marks=LONG), 1.0, pytest.param(1.4, marks=LONG)]
)
def test_ctrl_c_at_once_says_no_more_than_that(data: Path, wait: float) -> None:
    """While processes still load what they need."""
    asked = [
        sys.executable,
        "-c",
        "import sys; from generator.cli import main; print(flush=True); sys.exit(main())",
        "report",
        str(data),
        "--force",
    ]
    more = ["-o", str(data.parent / "output"), "--format", "html", "-j", "2"]
    with subprocess.Popen(
        [*asked, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(wait)
        os.killpg(run.pid, signal.SIGINT)
        _, said = run.communicate(timeout=60)
    assert run.returncode in (0, 130, -signal.SIGINT)
    assert "Traceback" not in said


def give_pid(_job: int) -> int:
    return os.getpid()


def test_workers_give_way_to_new_ones_and_the_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.pipeline.batch.pool.DOCUMENTS", 2)
    found = dict(in_processes(range(9), 2, give_pid, give_pid))
    assert sorted(found) == list(range(9))
    assert len(set(found.values())) >= 3


def web_pages_of(data: Path, output: Path, *, jobs: int) -> list[str]:
    """The command that makes the web pages of a folder, in a process of its own."""
    command = [sys.executable, "-m", "generator.cli", "report", str(data), "-o", str(output)]
    return [*command, "--format", "html", "-j", str(jobs)]


@pytest.mark.long
def test_a_run_that_is_killed_goes_on_where_it_was(data: Path) -> None:
    for number in range(12):
        unit(data, f"第{number}所")
    output = data.parent / "output"
    asked = web_pages_of(data, output, jobs=1)
    with subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        _wait_for(lambda: len(list(records().glob("*.json"))) >= 3)
        run.kill()
    done = {
        Path(json.loads(path.read_text(encoding="utf-8"))["files"][0][0]).stem
        for path in records().glob("*.json")
    }
    before = {path.name: path.stat().st_mtime_ns for path in output.glob("*.html")}
    assert 3 <= len(done) < 15
    _, after = report(data)
    assert len(after) == 15
    assert all(after[f"{name}.html"] == before[f"{name}.html"] for name in done)
    assert not list(output.rglob("*.part"))


def test_ctrl_c_ends_cleanly(data: Path) -> None:
    for number in range(12):
        unit(data, f"第{number}所")
    output = data.parent / "output"
    asked = web_pages_of(data, output, jobs=2)
    with subprocess.Popen(
        asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        _wait_for(lambda: len(list(records().glob("*.json"))) >= 2)
        os.killpg(run.pid, signal.SIGINT)
        _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "已停止" in said
    assert "Traceback" not in said
    assert not list(output.rglob("*.part"))
    for path in records().glob("*.json"):
        assert all(
            Path(name).exists()
            for name, _, _ in json.loads(path.read_text(encoding="utf-8"))["files"]
        )


def _wait_for(condition: object) -> None:
    assert callable(condition)
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("jobs", ["0", "-1", "两"])
def test_a_wrong_number_of_processes_is_told(
    data: Path, jobs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["report", str(data), f"-j={jobs}"])
    assert "应是 1 或更大的整数" in capsys.readouterr().err


def test_a_file_given_twice_is_made_once(data: Path) -> None:
    output = data.parent / "output"
    given = [
        str(data),
        str(data / ".." / "data" / "乙局-2023.yaml"),
        os.path.relpath(data / "甲局-2023.yaml"),
    ]
    assert main(["report", *given, "-o", str(output), "--format", "html"]) == 0
    assert len(list(output.iterdir())) == 3


@pytest.mark.parametrize("other", ["甲局-2023.yml", "甲局-2023（审核稿）.yaml", "A局.yaml"])
def test_documents_that_would_overwrite_one_another_are_not_made(
    data: Path, other: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The draft of 甲局 has the name that the other one's document has; on many shared disks A局 and a局 are one."""
    shutil.copy(data / "甲局-2023.yaml", data / other)
    if other == "A局.yaml":
        shutil.copy(data / "甲局-2023.yaml", data / "a局.yaml")
    assert report(data) == (2, {})
    said = capsys.readouterr().err
    assert "互相覆盖" in said
    assert str(data / other) in said


def test_a_name_is_shown_as_it_is(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = (data / "甲局-2023.yaml").rename(data / "甲[v2].yaml")
    path.write_text(
        path.read_text(encoding="utf-8").replace("名称: 甲局", '名称: "甲局[/b]"'), encoding="utf-8"
    )
    unit(data, "坏局", "支出: [\n")
    assert report(data, "-j", "1")[0] == 1
    said = capsys.readouterr().out
    assert "甲局[/b]" in said
    assert "甲[v2].html" in said
    assert "共 4 份：可以公开 3，审核稿 1" in said


def test_an_empty_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(tmp_path), "-o", str(tmp_path / "o")]) == 2
    assert "里没有数据文件" in capsys.readouterr().err


def test_a_cache_that_cannot_be_written_stops_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUESUAN_CACHE", os.devnull)
    code, made = report(data, "-j", "1")
    assert code == 0
    assert len(made) == 3


def test_hints_of_units_that_have_not_changed_are_not_told_again_in_a_large_run(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    unit(data, "甲局", "核对说明: {增减过半: 去年的基数小}\n")
    unit(data, "乙局", "设置: {图题: 没有}\n")
    report(data, "-j", "1")
    first = capsys.readouterr().out
    assert "[设置]" in first
    assert "增减过半" in first
    report(data, "-j", "1")
    assert "增减过半" in capsys.readouterr().out
    monkeypatch.setattr(summary, "_MANY", 2)
    report(data, "-j", "1")
    brief = capsys.readouterr().out
    assert "[设置]" in brief
    assert "增减过半" not in brief
    assert "juesuan check" in brief


def test_a_record_that_lacks_something_is_not_believed(data: Path) -> None:
    unit(data, "乙局", "设置: {图题: 没有}\n")
    code, first = report(data, "-j", "1")
    assert code == 1
    kept = list(records().glob("*.json"))
    assert len(kept) == 3
    for path in kept:
        raw = json.loads(path.read_text(encoding="utf-8"))
        del raw["result"]["failed"]
        path.write_text(json.dumps(raw), encoding="utf-8")
    kept[0].write_text("[" * 100_000, encoding="utf-8")
    again, second = report(data, "-j", "1")
    assert again == 1
    assert all(first[name] != second[name] for name in first)
