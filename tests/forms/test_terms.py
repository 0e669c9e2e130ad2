"""名词解释: a clerk's entry replaces the form's, however either is written; it reads as one sentence; what has no use is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.forms.making import checked, lines_of, make_form

FULL = "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）"


def _printed(tmp_path: Path, term: str, text: str, form: str = "试") -> tuple[list[str], list[str]]:
    """The lines of the glossary that tell of a mark in the text, and what is said of it."""
    data = f'名词解释:\n  {term!r}: "{text}"\n'
    found = checked(tmp_path, make_form(tmp_path, {}), data, form=form)
    told = [one.message for one in found.findings if one.rule == "名词解释"]
    return [line for line in lines_of(found) if "甲乙丙" in line], told


@pytest.mark.parametrize(
    "text",
    [
        "指把甲乙丙交给社会力量承担。",
        "把甲乙丙交给社会力量承担",
        "是指把甲乙丙交给社会力量承担。。",
        "指的是把甲乙丙交给社会力量承担；",
        "：指把甲乙丙交给社会力量承担。",
        "政府购买服务，是指把甲乙丙交给社会力量承担。",
        "“政府购买服务”：把甲乙丙交给社会力量承担。",
        "  政府购买服务指把甲乙丙交给社会力量承担 ",
        "即把甲乙丙交给社会力量承担。",
    ],
)
def test_a_definition_reads_as_one_sentence(tmp_path: Path, text: str) -> None:
    lines, told = _printed(tmp_path, "政府购买服务", text)
    assert [line.split(".", 1)[1] for line in lines] == [
        "政府购买服务：指把甲乙丙交给社会力量承担。"
    ]
    assert told == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("指导性计划的甲乙丙。", "指指导性计划的甲乙丙。"),
        ("指标分解到甲乙丙", "指指标分解到甲乙丙。"),
        ("政府购买服务的甲乙丙。", "指政府购买服务的甲乙丙。"),
        ("甲乙丙，也叫“购买。”", "指甲乙丙，也叫“购买。”"),
    ],
)
def test_words_of_their_own_stay(tmp_path: Path, text: str, printed: str) -> None:
    lines, _ = _printed(tmp_path, "政府购买服务", text)
    assert lines[0].endswith(f"政府购买服务：{printed}")


@pytest.mark.parametrize(
    "term",
    [
        "三公经费",
        '"三公"经费',
        "“三公” 经费",
        "机关运行经费",
        "年初结转和结余（款）",
        FULL,
        FULL.replace("（", "(").replace("）", ")"),
        FULL.removesuffix("（项）"),
        FULL.replace("支出（类）", "（类）"),
        f" {FULL.replace('（款）', '（款） ')}",
        "2010301 行政运行",
        "行政运行（项）",
        "行政运行",
        "2010301",
    ],
)
def test_an_entry_replaces_the_one_of_the_form(tmp_path: Path, term: str) -> None:
    lines, told = _printed(tmp_path, term, "甲乙丙的说明。")
    assert told == []
    (line,) = lines
    name = line.split(".", 1)[1].split("：")[0]
    data = checked(tmp_path, make_form(tmp_path, {}))
    before = [one for one in lines_of(data) if one.split(".", 1)[-1].startswith(f"{name}：指")]
    assert len(before) == 1, "the form explains the very term"


def test_an_old_name_is_told_and_printed_by_the_new_one(tmp_path: Path) -> None:
    lines, told = _printed(tmp_path, "用事业基金弥补收支差额", "甲乙丙。")
    assert lines[0].endswith("使用非财政拨款结余：指甲乙丙。")
    assert told == ["“用事业基金弥补收支差额”是旧名称，2023年叫“使用非财政拨款结余”，按新名称印出"]


@pytest.mark.parametrize(
    ("term", "message"),
    [
        ("教育支出（类）普通教育（款）小学教育（项）", "这个科目正文没有写到"),
        ("2050202 小学教育", "这个科目正文没有写到"),
        ("上级补助收入", "正文没有“上级补助收入”，这一条不会印出"),
    ],
)
def test_an_entry_without_use_is_told(tmp_path: Path, term: str, message: str) -> None:
    _, told = _printed(tmp_path, term, "甲乙丙。")
    assert len(told) == 1
    assert message in told[0]


def test_a_form_that_lists_no_items_prints_a_typed_one(tmp_path: Path) -> None:
    form = {"版式.yaml": "名称: 试\n继承: 四川\n设置: {名词列科目: {默认: 否}}\n"}
    data = f'名词解释: {{"{FULL}": 甲乙丙}}\n'
    found = checked(tmp_path, make_form(tmp_path, form), data)
    assert [line for line in lines_of(found) if "甲乙丙" in line] != []
    assert [one.message for one in found.findings if one.rule == "名词解释"] == []


def test_two_entries_of_one_term(tmp_path: Path) -> None:
    data = '名词解释: {三公经费: 甲乙丙, "“三公”经费": 丁}\n'
    found = checked(tmp_path, make_form(tmp_path, {}), data)
    assert [one.message for one in found.findings if one.rule == "名词解释"] == [
        "““三公”经费”与前面的一条是同一个名词““三公”经费”"
    ]
