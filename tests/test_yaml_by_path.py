"""Data files changed by path: what was asked for, and nothing else."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importing.into import update_text
from generator.importing.lines import DataLine, Figures
from generator.model.subjects import catalogue
from generator.web.controls import is_list, keys_at
from generator.yaml_edit.by_path import Change, ChangeError, changed
from generator.yaml_edit.entries import YamlEntry, read_entries
from tests.helpers import examples

EXAMPLES = Path(__file__).parents[1] / "data"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.yaml"))}
SMALL = """# 开头的话
单位:
  名称: 某局    # 照公章
  口径: 单位
  性质: 行政单位
收入:
  事业收入: {2070104 图书馆: 5}   # 来源：财决03
  其他收入: 待填
附件: []
"""


def made(text: str, *changes: Change) -> str:
    return changed(text, changes, keys_at, is_list, "待填")


def test_a_value_is_put_in_the_place_of_another() -> None:
    assert made(SMALL, Change(("单位", "名称"), "乙局")) == SMALL.replace("某局  ", "乙局  ")


def test_a_missing_key_stands_where_the_guide_has_it() -> None:
    text = made(SMALL, Change(("单位", "简称"), "某局"), Change(("金额单位",), "元"))
    assert "  名称: 某局    # 照公章\n  简称: 某局\n  口径: 单位" in text
    assert text.index("金额单位: 元") < text.index("\n单位:")


def test_codes_stand_in_order() -> None:
    text = made(SMALL, Change(("收入", "事业收入", "2010301 行政运行"), "7"))
    assert "{2010301 行政运行: 7, 2070104 图书馆: 5}   # 来源：财决03" in text


def test_a_part_stands_for_what_was_still_to_be_typed() -> None:
    text = made(SMALL, Change(("收入", "其他收入", "2070104 图书馆"), "6.32"))
    assert "  其他收入:\n    2070104 图书馆: 6.32\n" in text


def test_a_number_does_not_go_for_a_part() -> None:
    text = SMALL.replace("其他收入: 待填", "其他收入: 9")
    with pytest.raises(ChangeError, match="先清空"):
        made(text, Change(("收入", "其他收入", "2070104 图书馆"), "6.32"))


def test_a_new_item_of_a_list_has_its_lines() -> None:
    text = made(
        SMALL,
        Change(("附件", "0", "标题"), "报告"),
        Change(("附件", "0", "正文"), "一、概况\n两处文物。"),
    )
    assert text.endswith("附件:\n  - 标题: 报告\n    正文: |\n      一、概况\n      两处文物。\n")


def test_the_comment_behind_a_bar_stays() -> None:
    text = "单位:\n  主要职责: |   # 照三定\n    （一）甲\n    （二）乙\n  口径: 单位\n"
    place = ("单位", "主要职责")
    assert made(text, Change(place, "丙")) == (
        "单位:\n  主要职责: |   # 照三定\n    丙\n  口径: 单位\n"
    )
    assert made(text, Change(place, "丙\n丁")) == (
        "单位:\n  主要职责: |   # 照三定\n    丙\n    丁\n  口径: 单位\n"
    )


def test_an_entry_is_called_otherwise_and_taken_out() -> None:
    text = made(SMALL, Change(("收入", "事业收入", "2070104 图书馆"), key="2070105 博物馆"))
    assert "{2070105 博物馆: 5}   # 来源：财决03" in text
    assert "性质" not in made(SMALL, Change(("单位", "性质")))


@pytest.mark.parametrize(
    "value",
    [
        "a: b",
        "# 井号",
        "'引号'",
        '"双"',
        "- 横线",
        "{花括号}",
        "[方]",
        "是",
        "null",
        "1:30",
        "｜",
        "\\n",
    ],
)
@pytest.mark.parametrize("place", [("单位", "简称"), ("收入", "事业收入", "2070104 图书馆")])
def test_whatever_is_typed_is_read_as_typed(value: str, place: tuple[str, ...]) -> None:
    text = made(SMALL, Change(place, value))
    entry = read_entries(text).at(*place)
    assert entry is not None
    assert entry.text == value


@pytest.mark.parametrize(
    ("comment", "remaining"),
    [
        ("待填：上年决算数", "# 待填：上年决算数"),
        ("待填：决算数、上年决算数", "# 待填：上年决算数"),
        ("待填：决算数", ""),
        ("甲；待填：决算数；乙", "# 甲；乙"),
        ("填：张三说是 30", "# 填：张三说是 30"),
    ],
)
def test_a_value_that_is_put_confirms_no_other_in_its_line(comment: str, remaining: str) -> None:
    text = f"机关运行经费: {{决算数: 20, 上年决算数: 20}}  # {comment}\n"
    new = made(text, Change(("机关运行经费", "决算数"), "21"))
    assert new.rstrip() == f"机关运行经费: {{决算数: 21, 上年决算数: 20}}  {remaining}".rstrip()


@pytest.mark.parametrize("comment", ["待填", "（待填）", "数据待核，待填写", "甲; 待填"])
def test_a_mark_goes_however_it_is_written(comment: str) -> None:
    text = f"单位:\n  性质: 行政单位  # {comment}\n"
    assert "待填" not in made(text, Change(("单位", "性质"), confirmed=True))
    assert "待填" not in made(text, Change(("单位", "性质"), "事业单位"))


def test_what_somebody_noted_behind_a_value_stays() -> None:
    text = "机关运行经费:\n  决算数: 31  # 填：张三说是 30\n  原因:  # 填：增减的原因\n"
    new = made(
        text,
        Change(("机关运行经费", "决算数"), "30"),
        Change(("机关运行经费", "原因"), "人员减少"),
    )
    assert new == "机关运行经费:\n  决算数: 30  # 填：张三说是 30\n  原因: 人员减少\n"


def test_comments_above_the_only_entry_stay_when_it_goes() -> None:
    text = "三公经费:\n  预算数:\n    # 按批复文件 12 号\n    全年: 2  # 乙\n  决算数: 3\n"
    path = ("三公经费", "预算数", "全年")
    assert "# 按批复文件 12 号；全年：乙" in made(text, Change(path, noted=True))
    assert "# 按批复文件 12 号" in made(text, Change(path))


def test_an_item_between_brackets_may_be_empty() -> None:
    text = made("内设机构: [办公室, 财务科]\n", Change(("内设机构", "0"), ""))
    assert text == "内设机构: ['', 财务科]\n"
    text = made("单位: {}\n", Change(("单位", "内设机构", "0"), ""))
    entry = read_entries(text).at("单位", "内设机构")
    assert entry is not None
    assert [each.text for each in entry.entries] == [""]


def leaves_of(entry: YamlEntry, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The paths of all single values."""
    if entry.single:
        return [path]
    return [leaf for each in entry.entries for leaf in leaves_of(each, (*path, each.name.strip()))]


def comments_of(text: str) -> list[str]:
    return re.findall(r"(?m)(?:^|\s)(#.*)$", text)


VALUES = st.one_of(
    st.just(""),
    st.decimals(min_value=-(10**9), max_value=10**9, places=2).map(str),
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20),
    st.text(st.sampled_from("一二、。（）:#-'\"{}[],&*!|>%@` 1a"), min_size=1, max_size=20),
    st.lists(
        st.text(st.sampled_from("一二、。（）1a"), min_size=1, max_size=8), min_size=2, max_size=4
    ).map("\n".join),
).map(str.strip)


@given(st.data())
@settings(max_examples=examples(60), deadline=None)
def test_random_edits_keep_the_file(data: st.DataObject) -> None:
    """The file is YAML after every edit, reads as was asked, and keeps its other values and its
    comments."""
    text = TEXTS[data.draw(st.sampled_from(sorted(TEXTS)))]
    before = read_entries(text)
    paths = leaves_of(before)
    assert len(paths) > 20
    chosen = data.draw(st.lists(st.sampled_from(paths), min_size=1, max_size=6, unique=True))
    values = {path: data.draw(VALUES) for path in chosen}
    new = made(text, *(Change(path, value) for path, value in values.items()))
    after = read_entries(new)
    for path in paths:
        entry, old = after.at(*path), before.at(*path)
        assert entry is not None
        assert old is not None
        assert entry.text.rstrip("\n") == values.get(path, old.text.rstrip("\n"))
    kept = comments_of(text)
    assert len(kept) > 0
    assert [comment for comment in kept if comment not in new] == []


ASKING = """单位:
  名称: 某局
  # 待填：简称: 正文里的自称
  # 批复日期: 待填            # 收到批复的日期
  # 待填：下属单位（口径为部门时填）
  #   - {名称: 某某中心, 性质: 其他事业单位}
  # 自己写的：批复日期问过财务了
国有资产: {}
  # 待填：车辆: {机要通信用车: 辆数}
  # 待填：设备: {单价100万元以上设备: 台数}
# 待填：上年的数，三种写法选一种
# 上年: 某某单位-2022.yaml
# 上年: 无
"""


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        (("单位", "简称"), ["待填：简称"]),
        (("单位", "批复日期"), ["批复日期: 待填"]),
        (("单位", "下属单位", "0", "名称"), ["待填：下属单位", "#   - {名称"]),
        (("国有资产", "车辆", "其他用车"), ["待填：车辆"]),
        (("国有资产", "设备", "单价100万元以上设备"), ["待填：设备"]),
        (("上年",), ["待填：上年的数", "# 上年: 某某", "# 上年: 无"]),
        (("单位", "性质"), []),
    ],
)
def test_a_line_that_asks_goes_when_it_is_answered(path: tuple[str, ...], gone: list[str]) -> None:
    """Its own line alone: those of others stay, and what a clerk wrote."""
    text = made(ASKING, Change(path, "9"))
    assert read_entries(text).at(*path) is not None
    for line in ASKING.splitlines():
        if line.lstrip().startswith("#"):
            assert (line in text.splitlines()) != any(words in line for words in gone), line


def test_an_import_takes_the_line_away_that_it_answers() -> None:
    text = """支出:
  一般公共预算:
    2010301 行政运行:
      基本支出: 100
      # 待填：预算数: {年初: 数, 全年: 数}（没有安排填 0）
      # 待填：原因: 文字（决算数与预算数不等时填）
"""
    path = ("支出", "一般公共预算", "2010301 行政运行", "预算数")
    line = DataLine(path, Decimal(90), ())
    figures = Figures((line,), catalogue(2023), {})
    updated = update_text(text, figures, "元").text
    assert "预算数: 90" in updated
    assert "待填：预算数" not in updated
    assert "待填：原因" in updated


@pytest.mark.parametrize(
    ("part", "typed", "left"),
    [
        ("事业收入", " {2070104 图书馆: 5}  # 来源", " {2070105 文化: 7}  # 来源"),
        ("事业收入", "\n    2070104 图书馆: 5  # 来源", "\n    2070105 文化: 7"),
    ],
)
def test_the_only_entry_goes_and_another_comes_in_one_request(
    part: str, typed: str, left: str
) -> None:
    text = f"单位:\n  名称: 某局\n收入:\n  {part}:{typed}\n  其他收入: 3\n"
    changes = [
        Change(("收入", part, "2070104 图书馆")),
        Change(("收入", part, "2070105 文化"), "7"),
    ]
    for asked in (changes, changes[::-1]):
        assert made(text, *asked) == text.replace(typed, left)
