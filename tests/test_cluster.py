"""The same run on a cluster of two workers, of which one is killed: every document is there once, and the same as without a cluster."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from pathlib import Path

import pytest
from distributed import KilledWorker, LocalCluster

from generator.cli import main
from generator.forms.folders import OWN
from generator.pipeline.batch.cluster import Returned, _arrived
from generator.pipeline.batch.job import Job
from generator.pipeline.batch.one import guarded
from generator.pipeline.batch.window import finished
from tests.batches import unit, without_seconds


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as started:
        yield started


@pytest.mark.long
def test_a_cluster_makes_the_same_and_a_lost_worker_loses_nothing(
    tmp_path: Path,
    cluster: LocalCluster,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    data = tmp_path / "data"
    (tmp_path / "部门").mkdir()
    for number in range(8):
        unit(data, f"第{number}所")
    unit(data, "坏局", "支出: [\n")
    last = unit(data / "上年", "第0所")
    last.rename(last.with_name("第0所-2022.yaml")).write_text(
        last.with_name("第0所-2022.yaml")
        .read_text(encoding="utf-8")
        .replace("年度: 2023", "年度: 2022"),
        encoding="utf-8",
    )
    # Names that climb, a form that is not there, last year's file by its place on this machine, and one that is wrong.
    for name, named in (
        ("远", "../../旧/远-2022.yaml"),
        ("近", str(tmp_path / "旧" / "远-2022.yaml")),
        ("错", "../旧/错-2022.yaml"),
    ):
        path = unit(tmp_path / "部门" / "单位" if name == "远" else data, f"{name}所")
        path.write_text(
            re.sub(r"(?m)^上年: .*$", f"上年: {named}", path.read_text(encoding="utf-8")),
            encoding="utf-8",
        )
    before = unit(tmp_path / "旧", "远所").rename(tmp_path / "旧" / "远-2022.yaml")
    before.write_text(
        before.read_text(encoding="utf-8").replace("年度: 2023", "年度: 2022"), encoding="utf-8"
    )
    (tmp_path / "旧" / "错-2022.yaml").write_text(
        before.read_text(encoding="utf-8").replace("金额单位: 万元", "金额单位: 亿元"),
        encoding="utf-8",
    )
    lost = unit(data, "月所")
    lost.write_text(
        lost.read_text(encoding="utf-8").replace("版式: 四川", "版式: 月球"), encoding="utf-8"
    )
    found = []
    allowed = ("--allow-folder", "旧")
    for name, more in (("here", ("-j", "1")), ("there", ("--cluster", cluster.scheduler_address))):
        if name == "there":
            victim = next(iter(cluster.workers.values()))
            os.kill(victim.process.pid, signal.SIGKILL)
        code = main(
            ["report", "data", "部门/单位", "-o", name, "--format", "html,docx", *allowed, *more]
        )
        told = capsys.readouterr()
        assert str(tmp_path / "there") not in told.out
        found.append(
            (
                code,
                without_seconds(told.out),
                {
                    path.name: path.read_bytes()
                    for path in (tmp_path / name).iterdir()
                    if path.is_file()
                },
            )
        )
    assert found[0][2].keys() == found[1][2].keys()
    assert len(found[0][2]) == 24
    assert len(found[1][1]) == len(found[0][1])
    assert found[0] == found[1]
    assert (
        main(
            [
                "report",
                "data",
                "部门/单位",
                "-o",
                "there",
                "--format",
                "html,docx",
                *allowed,
                "--cluster",
                cluster.scheduler_address,
            ]
        )
        == 1
    )
    assert capsys.readouterr().out.count("未变") == 13


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KilledWorker("task", None, 3), "多半是内存不够"),
        (ModuleNotFoundError("No module named 'generator'", name="generator"), "没有装 juesuan"),
        (CancelledError(), "和集群的连接断了"),
    ],
)
def test_what_the_cluster_could_not_do_is_told(error: Exception, said: str, tmp_path: Path) -> None:
    future: Future[Returned] = Future()
    future.set_exception(error)
    job = Job(0, Path("甲局-2023.yaml"), tmp_path, ("html",), OWN, tmp_path)
    result = guarded(job.path, lambda: _arrived(job, future, []))
    assert result.failed
    assert said in result.error
    assert "Traceback" not in result.error


def test_no_more_is_sent_than_is_made() -> None:
    """A province's data does not wait in the memory of the scheduler, nor do its documents in ours."""
    under_way: set[int] = set()
    most = 0

    def submit(number: int) -> Future[int]:
        nonlocal most
        under_way.add(number)
        most = max(most, len(under_way))
        future: Future[int] = Future()
        future.set_result(number)
        return future

    for number, future in finished(range(100), submit, 8):
        under_way.remove(future.result())
        assert number not in under_way
    assert most == 8


def test_no_cluster_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.pipeline.batch.cluster.PATIENCE", "1s")
    unit(tmp_path / "data", "甲局")
    assert (
        main(
            [
                "report",
                str(tmp_path / "data"),
                "-o",
                str(tmp_path / "o"),
                "--cluster",
                "tcp://127.0.0.1:9",
            ]
        )
        == 2
    )
    assert "连不上集群 tcp://127.0.0.1:9" in capsys.readouterr().err
