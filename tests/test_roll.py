"""juesuan roll: next year's file as a clerk gets it; last year of units that were merged or split off."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from generator.checks.gallery import FOLDER
from generator.cli import main
from generator.findings.place import has_errors
from generator.ledger.figure import Figure
from generator.pipeline.checking import CheckResult, check
from tests.bureau import BASE, GOOD, write
from tests.helpers import ROOT

INVENTED = ROOT / "data" / "云汀区文旅局（虚构）-2023.yaml"


@pytest.fixture
def invented(tmp_path: Path) -> Path:
    """The invented unit, and its file of last year, in a clerk's folder."""
    path = tmp_path / INVENTED.name
    path.write_text(INVENTED.read_text(encoding="utf-8"), encoding="utf-8")
    before = tmp_path / "上年"
    before.mkdir()
    (before / "云汀区文旅局-2022.yaml").write_text(
        (ROOT / "data" / "上年" / "云汀区文旅局-2022.yaml").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    return path


def rolled(path: Path) -> str:
    """The text of the file that rolling makes."""
    before = {one.name for one in path.parent.iterdir()}
    assert main(["roll", str(path)]) == 0
    made = {one.name for one in path.parent.iterdir()} - before
    assert len(made) == 1
    return (path.parent / made.pop()).read_text(encoding="utf-8")


def plain(text: str) -> dict:
    return yaml.load(text, Loader=yaml.BaseLoader)


def said(checked: CheckResult) -> list[str]:
    return [f"{one.place.line} [{one.rule}] {one.message}" for one in checked.findings]


def test_what_lasts_is_carried_and_figures_are_open(
    invented: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, old = rolled(invented), plain(INVENTED.read_text(encoding="utf-8"))
    new = plain(text)
    assert new["年度"] == "2024"
    assert new["上年"] == invented.name
    for key in ("主要职责", "内设机构", "下属单位", "名称"):
        assert new["单位"][key] == old["单位"][key]
    assert new["设置"] == old["设置"]
    assert new["预算绩效"]["项目"] == old["预算绩效"]["项目"]
    assert new["政府采购"]["用途"] == old["政府采购"]["用途"]
    assert list(new["支出"]["一般公共预算"]) == list(old["支出"]["一般公共预算"])
    assert set(new["支出"]["一般公共预算"]["2070101 行政运行"]["基本支出"].values()) == {"待填"}
    assert "# 与版式不同的习惯才写" in text
    assert "批复日期: 待填  # 上年 “2024-09-06”" in text
    assert "原因:  # 填：原因，要用到时写（上年写的是“严格控制一般性支出”）" in text
    assert "报告: 待填  # 上年 写的在下面各行\n#｜      一、部门（单位）基本情况" in text
    assert new["预算绩效"]["自评表"][0]["指标"][0]["权重"] == "20"
    assert "核对说明" not in new
    told = capsys.readouterr().out
    assert "已生成" in told
    assert "待填：186 个数" in told
    assert "核对说明" in told


def test_opening_balances_are_last_years_closing(invented: Path) -> None:
    new = plain(rolled(invented))
    assert new["年初结转和结余"]["一般公共预算"] == {"2070104 图书馆": "62000"}
    assert new["年初结转和结余"]["其他资金"] == {"2070104 图书馆": "68020.18"}


def test_what_is_open_is_told_with_its_line_and_cannot_be_published(invented: Path) -> None:
    text = rolled(invented)
    path = invented.with_name(invented.name.replace("2023", "2024"))
    checked = check(path)
    told = said(checked)
    line = next(
        number for number, one in enumerate(text.split("\n"), 1) if "2050803 培训支出: 待填" in one
    )
    assert f"{line} [待填] “2050803 培训支出”：还没有填（写着“待填”）" in told
    errors = [one for one in checked.findings if one.level.value == "错误"]
    assert {one.rule for one in errors} == {"待填", "未确认"}
    unconfirmed = [one.message.partition("：")[0] for one in errors if one.rule == "未确认"]
    assert unconfirmed == ["用途", "项目"]
    open_lines = {
        number for number, one in enumerate(text.split("\n"), 1) if "待填" in one.split("#")[0]
    }
    listed = {one.place.line for one in checked.findings if one.rule == "待填"}
    assert listed <= open_lines
    # One rule tells at most 200 places of a file one by one.
    assert listed == open_lines or sum(one.rule == "待填" for one in checked.findings) >= 200
    assert checked.document is None


def test_a_filled_file_is_clean_and_compared_with_the_old_one(tmp_path: Path) -> None:
    """The unit of the gallery, whose two years are the same: rolled, filled with the same figures, published."""
    old = tmp_path / "某局-2022.yaml"
    old.write_text((FOLDER / "某局-2022.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    text = rolled(old)
    before, lines = plain(old.read_text(encoding="utf-8")), text
    opened = plain(text)

    def fill(new: object, was: object) -> object:
        if isinstance(new, dict) and isinstance(was, dict):
            return {key: fill(value, was.get(key)) for key, value in new.items()}
        return was if new == "待填" else new

    filled = fill(opened, before)
    filled["单位"] |= {"批复日期": "2024-09-10", "公开日期": "2024-09-20"}
    path = tmp_path / "某局-2023.yaml"
    assert path.read_text(encoding="utf-8") == lines
    path.write_text(yaml.safe_dump(filled, allow_unicode=True, sort_keys=False), encoding="utf-8")
    checked = check(path)
    assert not has_errors(list(checked.findings)), said(checked)
    assert checked.statement is not None
    assert isinstance(checked.statement.totals.收支总计.上年, Figure)


def test_never_overwrites(invented: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = rolled(invented)
    assert main(["roll", str(invented)]) == 2
    assert "已经有这个文件了" in capsys.readouterr().err
    assert (
        invented.with_name(invented.name.replace("2023", "2024")).read_text(encoding="utf-8")
        == text
    )


def test_a_file_that_cannot_be_read_is_not_rolled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, BASE.replace("预算数: 100", "预算数: 一百"))
    assert main(["roll", str(path)]) == 2
    assert "还读不全" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["某局-2023.yaml"]


def old_subjects(text: str, year: int) -> str:
    return text.replace("年度: 2023", f"年度: {year}").replace(
        "公开日期: 2024-09-20", f"公开日期: {year + 1}-09-20"
    )


def test_subjects_that_were_renamed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "某局-2020.yaml"
    path.write_text(
        old_subjects(BASE, 2020).replace("2010302 一般行政管理事务", "2011004 政府特殊津贴"),
        encoding="utf-8",
    )
    text = rolled(path)
    assert (
        "2080113 政府特殊津贴: {项目支出: {甲项目: {30227 委托业务费: 待填}}, 预算数: 待填}  # 科目已改：原为 2011004 政府特殊津贴；上年 30227 50、预算数 50"
        in text
    )
    assert "2011004 政府特殊津贴 → 2080113 政府特殊津贴" in capsys.readouterr().out


def test_subjects_that_became_one_are_marked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The successor stands beside the old one already: the clerk adds the two up."""
    path = tmp_path / "某局-2020.yaml"
    more = "    2080113 政府特殊津贴: {项目支出: {乙项目: {30227 委托业务费: 5}}, 预算数: 5}\n上年:"
    changed = (
        old_subjects(BASE, 2020)
        .replace("2010302 一般行政管理事务", "2011004 政府特殊津贴")
        .replace("上年:", more, 1)
    )
    path.write_text(changed, encoding="utf-8")
    text = rolled(path)
    assert (
        "    # 科目停用：2011004 政府特殊津贴 并入 2080113 政府特殊津贴，两项合成一项填\n#｜    2011004 政府特殊津贴:"
        in text
    )
    assert list(plain(text)["支出"]["一般公共预算"]) == ["2010301 行政运行", "2080113 政府特殊津贴"]
    assert "科目要您定" in capsys.readouterr().out


def test_typed_comparisons_give_way_to_the_old_file(tmp_path: Path) -> None:
    path = write(tmp_path, BASE)
    text = rolled(path)
    new = plain(text)
    assert new["上年"] == "某局-2023.yaml"
    assert "上年决算数" not in text.split("上年: 某局", 1)[1].replace("# 上年", "")
    assert new["机关运行经费"] == {}


def test_notes_of_our_own_do_not_pile_up(invented: Path) -> None:
    text = rolled(invented)
    path = invented.with_name(invented.name.replace("2023", "2024"))
    filled = re.sub(r"(批复|公开)日期: 待填", r"\1日期: 2025-09-20", text)
    path.write_text(re.sub(r"(?<=: )待填", "7", filled), encoding="utf-8")
    again = rolled(path)
    assert again.count("滚动而来") == 1
    assert "2050803 培训支出: 待填  # 上年 7\n" in again
    assert "严格控制一般性支出" not in again
    assert not re.search(r"# 上年[^；\n]*；上年", again)


def test_comments_that_tell_amounts_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(
        tmp_path, BASE.replace("\n收入:", "\n# 收入照财决03表，合计 150.00 万元\n收入: # 分科目填")
    )
    text = rolled(path)
    assert "合计 150.00" not in text
    assert "收入: # 分科目填" in text
    assert "没有带过来的说明（讲的是上年的事）" in capsys.readouterr().out


# --- merged and split ---


def unit(tmp_path: Path, name: str, year: int, changes: dict[str, str], **more: str) -> Path:
    """A unit's file, from BASE with replacements."""
    text = old_subjects(BASE, year).replace(
        "名称: 某市某局, 简称: 某局", f"名称: {name}, 简称: {name}"
    )
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / f"{name}-{year}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


LAST = "上年: {收支总计: 150, 财政拨款收支总计: 150, 一般公共预算财政拨款支出: 150}"
NO_TYPED = {
    ", 上年决算数: 0": "",
    ", 上年决算数: 5": "",
    ", 上年决算数: 1": "",
    "{上年决算数: 20}": "{原因: 两家合并}",
}


def test_a_merged_unit_is_compared_with_the_sum(tmp_path: Path) -> None:
    unit(tmp_path, "甲局", 2022, {})
    unit(
        tmp_path,
        "乙局",
        2022,
        {
            "2010301 行政运行: 100": "2010301 行政运行: 60.5",
            "{30101 基本工资: 80, 30201 办公费: 20}, 预算数: 100": "{30101 基本工资: 50.25, 30201 办公费: 5.25}, 预算数: 60.5, 原因: 节约",
        },
    )
    path = unit(
        tmp_path, "丙局", 2023, {LAST: "上年: [甲局-2022.yaml, 乙局-2022.yaml]", **NO_TYPED}
    )
    checked = check(path)
    assert checked.statement is not None
    sums = checked.statement.totals
    assert isinstance(sums.收支总计.上年, Figure)
    assert sums.收支总计.上年.value == Decimal("260.5")
    assert isinstance(sums.一般公共预算财政拨款支出.上年, Figure)
    assert sums.一般公共预算财政拨款支出.上年.value == Decimal("255.5")
    running = checked.statement.机关运行经费.上年
    assert isinstance(running, Figure)
    assert running.value == Decimal("25.25")
    told = [one.message for one in checked.findings if one.rule == "年初结转"]
    assert told == [
        "一般公共预算：今年年初 0.00 万元，“甲局-2022.yaml”与“乙局-2022.yaml”合计的年末 5.00 万元，相差 5.00 万元"
    ]
    assert "上年单位" not in {one.rule for one in checked.findings}


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("[甲局-2022.yaml, 没有-2022.yaml]", "没有上年的数据文件“没有-2022.yaml”"),
        ("[甲局-2022.yaml, 甲局-2022.yaml]", "“甲局-2022.yaml”写了两次，它的数会加两遍"),
        ("[甲局-2022.yaml, 乙局-2021.yaml]", "“乙局-2021.yaml”是 2021 年度的，不是 2022 年度的"),
    ],
)
def test_wrong_files_of_a_merged_unit(names: str, message: str, tmp_path: Path) -> None:
    unit(tmp_path, "甲局", 2022, {})
    unit(tmp_path, "乙局", 2021, {})
    checked = check(unit(tmp_path, "丙局", 2023, {LAST: f"上年: {names}", **NO_TYPED}))
    assert [one.message for one in checked.findings if one.rule == "上年文件"] == [message]


def test_a_unit_split_off_types_its_own(tmp_path: Path) -> None:
    """What it types holds; nothing is taken from the old unit's file, which is only the limit."""
    unit(tmp_path, "甲局", 2022, {})
    split = "上年: {文件: 甲局-2022.yaml, 拆分说明: 旅游职责划入, 收支总计: 120, 财政拨款收支总计: 120, 一般公共预算财政拨款支出: 151}"
    checked = check(unit(tmp_path, "丙局", 2023, {LAST: split}))
    assert [one.message for one in checked.findings if one.rule == "拆分上年"] == [
        "一般公共预算财政拨款支出：划入的上年数 151.00 万元，比原单位“甲局-2022.yaml”的 150.00 万元还大"
    ]
    assert checked.statement is not None
    assert isinstance(checked.statement.totals.收支总计.上年, Figure)
    assert checked.statement.totals.收支总计.上年.value == 120
    bare = check(
        unit(tmp_path, "丁局", 2023, {LAST: "上年: {文件: 甲局-2022.yaml, 拆分说明: 旅游职责划入}"})
    )
    assert "缺上年收支总计" in {one.message for one in bare.findings if one.rule == "待填"}


def test_sources_of_an_import_and_notes_on_last_year_are_left_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where last year's numbers were found says nothing of this year's; neither does what was said of its own 上年."""
    path = tmp_path / "某局-2023.yaml"
    head = "# 由 g0.xlsx 导入；每个数后面注明它在哪张表、哪个格子。\n# 只有您知道的，标着“待填”：行首有 # 的，去掉“# 待填：”填上。\n"
    text = BASE.replace("预算数: 50}\n", "预算数: 50}  # 来源: Z08_2!F10；张科长核过\n")
    text = re.sub(
        r"(?m)^上年: .*$",
        "# 待填：上年的数，三种写法选一种\n# 上年: 某某单位-2022.yaml   # 最省事\n上年: 无  # 新设单位",
        text,
    )
    path.write_text(head + text.lstrip(), encoding="utf-8")
    new = rolled(path)
    assert "来源" not in new
    assert "g0.xlsx" not in new
    assert "# 张科长核过；上年 " in new
    assert re.findall(r"(?m)^.*上年: .*$", new) == ["上年: 某局-2023.yaml"]
    assert "“新设单位”" in capsys.readouterr().out


def test_a_renamed_subject_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, BASE.replace("2010302 一般行政管理事务", "2010308 信访事务"))
    rolled(path)
    assert capsys.readouterr().out.count("科目改名：2010308 信访事务") == 1


def test_what_to_run_next_keeps_the_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "版式: 四川\n年度: 2023\n")
    assert main(["roll", str(path)]) == 2
    assert f"怎样改，看 juesuan check {path}" in capsys.readouterr().err


def test_what_merged_units_paid_one_another_is_told(tmp_path: Path) -> None:
    """乙局 paid 3 up to 甲局: the sum of both counts it twice, and that is said."""
    unit(
        tmp_path,
        "甲局",
        2022,
        {"\n支出:": "\n  附属单位上缴收入: {2010302 一般行政管理事务: 3}\n支出:"},
    )
    unit(
        tmp_path,
        "乙局",
        2022,
        {
            "\n支出:": "\n  事业收入: {2010302 一般行政管理事务: 3}\n支出:\n  其他资金: {2010302 一般行政管理事务: {上缴上级支出: 3, 预算数: 3}}"
        },
    )
    path = unit(
        tmp_path, "丙局", 2023, {LAST: "上年: [甲局-2022.yaml, 乙局-2022.yaml]", **NO_TYPED}
    )
    told = [one for one in check(path).findings if one.rule == "上年汇总"]
    assert len(told) == 1
    assert "付给“甲局”的上缴 3.00 万元，收入和支出里各多算了一次" in told[0].message


@pytest.mark.parametrize(
    ("duties", "asked"),
    [
        ("主要职责: 落实2022年重点工作。", True),
        ("主要职责: |\n    一是管理。\n    二是落实2022年重点工作。", True),
        ("主要职责: 负责某事。", False),
    ],
)
def test_duties_that_name_a_year_are_confirmed(tmp_path: Path, duties: str, asked: bool) -> None:
    start = GOOD.index("单位: {")
    end = GOOD.index("\n", start)
    lines = ["单位:", "  名称: 某市某局", "  简称: 某局", "  口径: 单位", "  性质: 行政单位"]
    text = GOOD[:start] + "\n".join([*lines, f"  {duties}"]) + GOOD[end:]
    assert ("待填：核对主要职责是不是本年的" in rolled(write(tmp_path, text))) is asked
