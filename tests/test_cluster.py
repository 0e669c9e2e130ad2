"""The same run on a cluster of two workers, of which one is killed: every document is there once, and the same as without a cluster."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from generator.cli import main
from tests.test_batch import _without_seconds, unit


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1") as started:
        yield started


def test_a_cluster_makes_the_same_and_a_lost_worker_loses_nothing(
    tmp_path: Path, cluster: LocalCluster, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = tmp_path / "data"
    for number in range(8):
        unit(data, f"第{number}所")
    unit(data, "坏局", "支出: [\n")
    last = unit(data / "上年", "第0所")
    last.rename(last.with_name("第0所-2022.yaml")).write_text(
        last.with_name("第0所-2022.yaml").read_text(encoding="utf-8").replace("年度: 2023", "年度: 2022"), encoding="utf-8"
    )
    found = []
    for name, more in (("here", ("-j", "1")), ("there", ("--cluster", cluster.scheduler_address))):
        if name == "there":
            victim = next(iter(cluster.workers.values()))
            os.kill(victim.process.pid, signal.SIGKILL)
        code = main(["report", "data", "-o", name, "--format", "html,docx", *more])
        told = capsys.readouterr()
        assert str(tmp_path / "there") not in told.out
        found.append((code, _without_seconds(told.out), {path.name: path.read_bytes() for path in (tmp_path / name).iterdir() if path.is_file()}))
    assert found[0][2].keys() == found[1][2].keys()
    assert len(found[0][2]) == 18
    assert found[0] == found[1]
    assert main(["report", "data", "-o", "there", "--format", "html,docx", "--cluster", cluster.scheduler_address]) == 1
    assert capsys.readouterr().out.count("未变") == 9


def test_no_cluster_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.cli.batch.cluster.PATIENCE", "1s")
    unit(tmp_path / "data", "甲局")
    assert main(["report", str(tmp_path / "data"), "-o", str(tmp_path / "o"), "--cluster", "tcp://127.0.0.1:9"]) == 2
    assert "连不上集群 tcp://127.0.0.1:9" in capsys.readouterr().err
