"""juesuan audit --against: which number of the data file a name of the document means."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.audit.audited_file import AuditJob, audited_file
from tests.audited_sentences import HEAD, THREE
from tests.bureau import GOOD

_GUESTS = "国内: {决算数: 1, 批次: 2, 人次: 20, 用途: 用餐费}"
_BOTH = (
    "国内: {决算数: 0.8, 批次: 2, 人次: 20, 用途: 用餐费}, 外事: {决算数: 0.19, 批次: 1, 人次: 2}"
)


def against(folder: Path, data: str, heading: str, sentence: str) -> list[str]:
    """What is told of a sentence beside a data file, no more than that."""
    unit, document = folder / "某局-2023.yaml", folder / "某局.txt"
    unit.write_text(data, encoding="utf-8")
    head = [line.replace("2024", "2023") for line in HEAD]
    document.write_text("\n".join((*head, heading, sentence)), encoding="utf-8")
    remarks = audited_file(AuditJob(str(document), str(unit))).remarks
    return [item.message for item in remarks if item.rule == "与数据文件不符"]


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("国内公务接待支出0.9万元。", "0.8万元"),
        ("国内公务接待支出0.99万元。", "0.8万元"),
        ("外事接待支出0.3万元。", "0.19万元"),
        ("公务接待费支出1.99万元。", "0.99万元"),
        ("国内公务接待支出0.8万元。", ""),
        ("公务接待费支出0.99万元。", ""),
    ],
)
def test_a_part_is_not_held_against_its_whole(tmp_path: Path, sentence: str, right: str) -> None:
    data = GOOD.replace(_GUESTS, _BOTH)
    assert data != GOOD
    messages = against(tmp_path, data, THREE, sentence)
    assert [each.rpartition("算出 ")[2] for each in messages] == [right] * bool(right)


def test_the_only_part_may_be_called_as_the_whole(tmp_path: Path) -> None:
    assert against(tmp_path, GOOD, THREE, "国内公务接待支出1万元，完成预算的100%。") == []
    (message,) = against(tmp_path, GOOD, THREE, "国内公务接待支出1万元，完成预算的90%。")
    assert message.endswith("100%")
