"""What nobody has answered forbids publication, and is gone when it is answered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.checks.gallery import example
from generator.importing.importer import import_files
from generator.importing.writing import Origin, new_text
from generator.pipeline.checking import check
from generator.pipeline.new_file import create
from tests.importing_sheets import book, subjects

MENDED = example("未确认").files()[1]  # type: ignore[union-attr]


def told(text: str, folder: Path) -> list[tuple[int, str]]:
    path = folder / "某局-2023.yaml"
    path.write_text(text, encoding="utf-8")
    found = [one for one in check(path).findings if one.rule == "未确认"]
    return [(one.place.line, one.message.partition("：")[0]) for one in found]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("  口径: 单位  # 待填", "口径"),
        ("  口径: 单位  #待填：单位 或 部门", "口径"),
        ("  口径: 单位 # 待填写", "口径"),
        ("  口径: 单位  # 来源: 某表；待填", "口径"),
        ("  口径: 单位  # 请核对，待填", "口径"),
        ('  简称: "某局"  # 待填', "简称"),
        ("  简称: 某局#待填", "简称"),
        ("  内设机构: [办公室]  # 待填", "内设机构"),
        ("  主要职责: |  # 待填\n    负责某事。", "主要职责"),
        ("  内设机构:\n    - 办公室  # 待填", "内设机构"),
        ("  下属单位:  # 待填\n    - {名称: 某馆, 性质: 其他事业单位}", "下属单位"),
    ],
)
def test_every_value_that_waits_is_told(line: str, name: str, tmp_path: Path) -> None:
    key = line.partition(":")[0]
    kept = re.sub(rf"(?m)^{key}: .*\n", "", MENDED, count=1)
    text = kept.replace("单位:\n", f"单位:\n{line}\n", 1)
    assert [name for _, name in told(text, tmp_path)] == [name]
    bare = re.sub(r"\s*#.*待填.*", "", text)
    assert told(bare, tmp_path) == []


@pytest.mark.parametrize(
    "line",
    [
        "  # 待填：简称: 正文里的自称",
        "  简称:  # 待填",
        "  简称: 某局  # 没有待填的了",
        "  简称: 某局  # 上年写着待填的都核过",
        "  重点工作: |\n    整理档案 # 待填表格 30 份。",
    ],
)
def test_other_comments_are_silent(line: str, tmp_path: Path) -> None:
    assert told(MENDED.replace("单位:\n", f"单位:\n{line}\n", 1), tmp_path) == []


def answers_of(path: Path) -> dict[str, str]:
    found = [one for one in check(path).findings if "还没有填（写着“待填”）" in one.message]
    return {key: one.fix for one in found for key in ("口径", "性质") if key in one.message}


def test_new_and_imported_files_ask_what_only_the_clerk_knows(tmp_path: Path) -> None:
    lines = {"2010301": [100, 100, 0]}
    sheet = subjects("一般公共预算财政拨款支出决算表", "", ["合计", "基本支出", "项目支出"], lines)
    imported = import_files([book(tmp_path / "a.xlsx", {"表": sheet})])
    path = tmp_path / "导入-2023.yaml"
    origin = Origin(imported.owner, imported.year, imported.files, imported.answers)
    path.write_text(new_text(imported.figures, imported.unit, origin), encoding="utf-8")
    for one in (path, create("某局", "2023", tmp_path)):
        assert answers_of(one) == {
            "口径": "换成 单位 或 部门",
            "性质": "换成 行政单位、参公事业单位 或 事业单位",
        }
        text = one.read_text(encoding="utf-8")
        text = text.replace("口径: 待填", "口径: 单位").replace("性质: 待填", "性质: 行政单位")
        one.write_text(text, encoding="utf-8")
        assert answers_of(one) == {}
        assert not [
            found.message
            for found in check(one).findings
            if found.rule == "未确认" and found.message[:2] in ("口径", "性质")
        ]
