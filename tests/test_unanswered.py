"""What nobody has answered forbids publication, and is gone when it is answered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.checks.gallery import example
from generator.cli import main
from generator.importing.importer import import_files
from generator.importing.writing import FileOrigin, new_text
from generator.model.rules import MARK
from generator.pipeline.checking import check
from generator.pipeline.new_file import create
from generator.web.controls import is_list, keys_at
from generator.yaml_edit.by_path import Change, changed
from generator.yaml_edit.marks import asks_for, without_request
from tests.bureau import BASE, write
from tests.importing_books import software
from tests.importing_ledger import SMALL, text_of
from tests.importing_sheets import book, subjects
from tests.workbench import folder_with

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
    origin = FileOrigin(imported.owner, imported.year, imported.files, imported.answers)
    path.write_text(new_text(imported.figures, imported.money_unit, origin), encoding="utf-8")
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


SHEET_OF_TOTALS = [
    ["2023年度财政拨款“三公”经费支出决算表"],
    ["单位名称：某市某局", None, "单位：万元"],
    ["项目", "预算数", "决算数"],
    ["合计", 1, 0.25],
    ["1、因公出国（境）费", 0, 0],
    ["2、公务接待费", 1, 0.25],
    ["3、公务用车购置及运行维护费", 0, 0],
    ["其中：（1）公务用车购置费", 0, 0],
    ["（2）公务用车运行维护费", 0, 0],
]


def test_what_no_workbook_tells_waits_instead_of_counting_as_zero(tmp_path: Path) -> None:
    imported = import_files([book(tmp_path / "a.xlsx", {"公开09": SHEET_OF_TOTALS})])
    origin = FileOrigin("某市某局", 2023, imported.files, imported.answers)
    text = new_text(imported.figures, imported.money_unit, origin)
    assert "外事: {决算数: 待填, 批次: 待填, 人次: 待填}" in text
    path = tmp_path / "某市某局-2023.yaml"
    path.write_text(text, encoding="utf-8")
    line = next(number for number, each in enumerate(text.split("\n"), 1) if "外事: {" in each)
    asked = [one for one in check(path).findings if one.place.line == line]
    assert [one.rule for one in asked] == ["待填"] * 3


GUESTS = """  公务接待费:
    预算数: 1
    上年决算数: 1
    国内: {决算数: 1, 批次: 2, 人次: 20, 用途: 用餐费}
    # 待填：外事: {决算数: 数, 批次: 数, 人次: 数}（表里只有合计，已填在国内）
"""


def test_a_line_that_asks_for_what_would_count_as_zero(tmp_path: Path) -> None:
    """Files of before have such a line, and nothing else asked for it."""
    before, line = BASE.partition("  公务接待费:")[::2]
    text = f"{before}{GUESTS}{line.partition(chr(10))[2]}"
    path = write(tmp_path, text)
    checked = check(path)
    findings = [one for one in checked.findings if one.rule == "未确认"]
    assert [one.path for one in findings] == [("三公经费", "公务接待费", "外事")]
    assert "不填会当作 0" in findings[0].message
    assert findings[0].place.line == text[: text.index("# 待填：外事")].count("\n") + 1
    assert checked.document is not None
    assert checked.document.draft is not None
    note = GUESTS.splitlines(keepends=True)[-1]
    answered = "    外事: {决算数: 0, 批次: 0, 人次: 0}\n"
    for better in (
        text.replace(note, ""),
        text.replace(note, answered),
        text.replace(note, note + answered),
    ):
        assert not [one for one in check(write(tmp_path, better)).findings if one.rule == "未确认"]


FULL = "云汀区文旅局（虚构）-2023.yaml"
ASKING = re.compile("#\\s*待填：\\s*([一-鿿]+)")


def test_what_programs_write_to_ask_for_an_entry_goes_as_a_whole(tmp_path: Path) -> None:
    place = folder_with(tmp_path, FULL) / FULL
    assert main(["roll", str(place)]) == 0
    rolled = [path.read_text(encoding="utf-8") for path in tmp_path.glob("*2024.yaml")]
    imported = text_of(import_files([software(tmp_path / "决算.xlsx", SMALL)]))
    lines = [
        line.strip()
        for text in (*rolled, imported)
        for line in text.splitlines()
        if ASKING.match(line.strip())
    ]
    assert len(rolled) == 1
    assert len(lines) > 3
    for line in lines:
        asked = ASKING.match(line)
        assert asked is not None
        # 上年的数: what is asked for is 上年.
        name = asked[1].removesuffix("的数")
        assert asks_for(line, name, MARK)
        assert without_request(line, name, MARK) == "", line


@pytest.mark.parametrize(
    ("line", "below", "left"),
    [
        (
            "  # 待填：公开日期（问张主任：要不要等人大批复）",
            "  # 公开日期：张主任说 9 月 20 日前",
            ["  # 公开日期（问张主任：要不要等人大批复）", "  # 公开日期：张主任说 9 月 20 日前"],
        ),
        (
            "  # 待填：公开日期: 日期（如 2024-09-20）",
            "  #   财务科 2024-03-01 核对过",
            ["  #   财务科 2024-03-01 核对过"],
        ),
        ("  # 公开日期: 待填", "  # 另一件事", ["  # 另一件事"]),
        (
            "  # 公开日期: 待填 等批复",
            "  # 另一件事",
            ["  # 公开日期 等批复", "  # 另一件事"],
        ),
    ],
)
def test_what_a_person_wrote_beside_it_stays(line: str, below: str, left: list[str]) -> None:
    text = f"单位:\n  名称: 某局\n{line}\n{below}\n收入:\n  其他收入: 0\n"
    change = Change(("单位", "公开日期"), "2024-09-24")
    new = changed(text, [change], keys_at, is_list, MARK)
    comments = [each for each in new.splitlines() if each.lstrip().startswith("#")]
    assert comments == left
