"""The made-up files of the benchmark: the same text for the same seed, without errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.made_up import SIZES, SMALL, Size, data_file
from benchmarks.page import Target
from generator.pipeline.checking import check


@pytest.mark.parametrize("size", [SMALL, *SIZES[:2]], ids=lambda size: size.name)
def test_a_made_up_file_is_publishable(size: Size, tmp_path: Path) -> None:
    path = tmp_path / "单位-2023.yaml"
    path.write_text(data_file(size), encoding="utf-8")
    checked = check(path)
    assert checked.publishable


def test_the_same_seed_gives_the_same_text() -> None:
    assert data_file(SMALL, 3) == data_file(SMALL, 3) != data_file(SMALL, 4)


def test_a_target_says_whether_it_is_reached() -> None:
    assert Target("甲", 0.5, 0.4, "秒").row() == ("甲", "≤ 0.50 秒", "0.40 秒", "达到")
    assert Target("丙", 0.08, None).row()[2:] == ("—", "没有测")
