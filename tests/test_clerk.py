"""A clerk's mistakes in the invented unit's file, one at a time: the rule, the line, and what is to be typed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from generator.cli import main
from generator.findings.place import Finding
from generator.pipeline.checking import check
from tests.bureau import BASE, replaced, write
from tests.helpers import ROOT

FULL = next((ROOT / "data").glob("云汀*.yaml"))
TEXT = FULL.read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data" / "上年", tmp_path / "上年")
    return tmp_path


def found(
    folder: Path, *edits: tuple[str, str], name: str = "某局-2023.yaml"
) -> dict[str, list[Finding]]:
    path = write(folder, replaced(TEXT, edits, 1), name)
    by_rule: dict[str, list[Finding]] = {}
    for finding in check(path).findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    return by_rule


@pytest.mark.parametrize(
    ("old", "new", "rule", "line", "words"),
    [
        ("金额单位: 元", "金额单位: 万元", "金额单位", 5, "改成：金额单位: 元"),
        ("金额单位: 元", "金额单位: 万元", "金额单位", 5, "差一万倍左右"),
        ("年度: 2023", "年度: 2024", "文件名年度", 4, "改成：年度: 2023"),
        ("年度: 2023", "年度: 2024", "公开日期过早", 13, "年度应为 2023"),
        ("  事业收入: {2070104 图书馆: 128600}\n", "", "资金不平", 63, "相差 128600 元"),
        (
            "预算数: {年初: 0, 全年: 86400}",
            "预算数: {年初: 86400}",
            "待填",
            109,
            "缺 全年 → 预算数: {年初: 86400, 全年: …}",
        ),
        (
            "31013 公务用车购置: 356000",
            "31031 公务用车购置: 356000",
            "科目不一致",
            98,
            "“公务用车购置”的编码是 31013",
        ),
        ("      原因: 严格控制一般性支出\n", "", "待填", 73, "在第 75 行下面加：“      原因: ……”"),
        ("批次: 1, 人次: 6}", "批次: 一, 人次: 6}", "数字写法", 176, "请改成：1"),
        (
            "公务员医疗补助: 60240",
            "公务员医疗补助: ￥60,240.00",
            "数字写法",
            42,
            "请改成：60240.00",
        ),
        ("非财政拨款结余: 15000", "非财政拨款结余: (15000)", "数字写法", 53, "请改成：-15000"),
        ("死亡抚恤: 86400", "死亡抚恤: 8640O", "数字写法", 39, "请改成：86400"),
        ("死亡抚恤: 86400", "死亡抚恤: 86,4OO", "数字写法", 39, "请改成：86400"),
        ("行政单位医疗: 168300", "行政单位医疗: 168 300", "数字写法", 40, "请改成：168300"),
        ("死亡抚恤: 86400", "死亡抚恤: -", "数字写法", 39, "没有就填 0"),
        ("{年初: 412360, 全年", "{年初: #REF!, 全年", "数字写法", 103, "#REF! 是 Excel 的错误值"),
        ("结余分配: 12500", "结余分配: #DIV/0!", "数字写法", 54, "#DIV/0! 是 Excel 的错误值"),
        ("完成值: 95,", "完成值: 95％,", "度量单位重复", 245, "改成：完成值: 95"),
        ("综述: 年度目标基本", "综述: 年度目标基本基本", "词语重复", 202, "改成：基本"),
        ("综述: 年度目标", "综述: '@年度目标", "引号不成对", 202, ""),
        ("存在问题: 讲座", "存在问题: '*讲座费用结算滞后。' #", "多余符号", 250, "*"),
        ("严格控制一般性支出", '“严格控制"一般性支出', "符号不成对", 76, "英文引号"),
        (
            "基本工资: 1208600",
            "基本工资: 1280600",
            "资金不平",
            61,
            "第 74 行的 1280600 元可能应为 1208600 元",
        ),
        (
            "读者活动: {30226 劳务费: 45800}",
            "{读者活动: 45800, 上缴上级支出: 3}",
            "放错位置",
            143,
            "不能用作这里的名称",
        ),
    ],
)
def test_one_mistake(folder: Path, old: str, new: str, rule: str, line: int, words: str) -> None:
    if rule == "放错位置":
        old, new = "      项目支出:\n        " + old, "      项目支出:\n        " + new
    mine = found(folder, (old, new)).get(rule, [])
    assert any(one.place.line == line and words in one.message + one.fix for one in mine), mine


def test_messages_speak_in_the_unit_of_the_file(folder: Path) -> None:
    told = found(
        folder,
        ("30101 基本工资: 1208600", "30101 基本工资: 1280600"),
        ("预算数: 15000", "预算数: 10000"),
    )
    for findings in told.values():
        for one in findings:
            assert "万元" not in one.message + one.fix, one


def test_what_is_silenced_is_told_and_can_be_narrowed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reason without a place does not cover a second, later finding; with place and value it covers the one that was looked at."""
    later = ("  公务接待费:\n    预算数: 15000", "  公务接待费:\n    预算数: 1000")
    typed = "  三公超预算@三公经费.因公出国境费=128600对120000: "
    told = found(folder, later, (typed, "  三公超预算: "))
    assert "对着 2 处（第 156、165 行）" in told["说明范围"][0].message
    assert "三公超预算@三公经费.因公出国境费=128600对120000: …" in told["说明范围"][0].fix
    assert [one.place.line for one in told["三公超预算"]] == [156, 165]
    told = found(folder, later)
    assert "说明范围" not in told
    assert [one.place.line for one in told["三公超预算"]] == [165]
    path = folder / "某局-2023.yaml"
    assert main(["check", str(path)]) == 0
    out = capsys.readouterr().out
    assert "自评与支出 1 处（238 行）" in out
    assert "三公超预算 1 处（156 行）" in out
    assert main(["check", str(path), "--json"]) == 0
    silenced = json.loads(capsys.readouterr().out)["files"][0]["silenced"]
    assert [(one["rule"], one["line"]) for one in silenced if one["rule"] == "三公超预算"] == [
        ("三公超预算", 156)
    ]
    told = found(folder, later, (typed, "  三公超预算@因公出国境费: "))
    assert [one.place.line for one in told["三公超预算"]] == [165]
    assert found(folder, (typed, "  三公超预算@没有的: "))["核对说明"]


def test_nothing_is_called_needless_while_checks_are_left_out(folder: Path) -> None:
    assert "多余说明" not in found(folder, ("结余分配: 12500", "结余分配: 一二"))
    assert "多余说明" not in found(folder, ("上年: 上年/云汀区文旅局-2022.yaml", "上年: 没有.yaml"))


def test_other_files_are_told_in_one_finding(tmp_path: Path) -> None:
    path = tmp_path / "别的.yaml"
    path.write_text("services:\n  web:\n    image: x\n", encoding="utf-8")
    (one,) = check(path).findings
    assert "这不是决算公开的数据文件" in one.message


def test_a_file_cut_within_a_character_may_be_incomplete(tmp_path: Path) -> None:
    path = tmp_path / "某局-2023.yaml"
    whole = "性质: 甲".encode()
    path.write_bytes(whole[:-1])
    (one,) = check(path).findings
    assert "文件不完整" in one.message


def test_what_lacks_is_shown_where_its_line_waits(tmp_path: Path) -> None:
    """An imported file has the line already, behind a #: the clerk is led there, not told to add another."""
    path = tmp_path / "某局-2023.yaml"
    whole = "2010301 行政运行: {基本支出: {30101 基本工资: 80, 30201 办公费: 20}, 预算数: 100}"
    waiting = """2010301 行政运行:
      基本支出: {30101 基本工资: 80, 30201 办公费: 20}
      # 待填：预算数: {年初: 数, 全年: 数}（没有安排填 0）"""
    assert whole in BASE
    text = BASE.replace(whole, waiting)
    text = re.sub(
        r"(?m)^上年: .*$", "# 上年: 某某单位-2022.yaml          # 上年的数据文件，最省事", text
    )
    path.write_text(text, encoding="utf-8")
    lines = text.split("\n")
    told = {one.message: one for one in check(path).findings if one.rule == "待填"}
    budget = told["缺“2010301 行政运行”的预算数"]
    assert lines[budget.place.line - 1].strip().startswith("# 待填：预算数")
    assert (
        budget.fix
        == "去掉这一行前面的“# 待填：”，照样填上（支出.一般公共预算.2010301 行政运行.预算数）"
    )
    last = told["缺上年收支总计"]
    assert lines[last.place.line - 1].startswith("# 上年: 某某单位")
    assert last.fix.startswith("去掉这一行前面的“#”")
    assert "末尾" not in "".join(one.fix for one in told.values() if "上年" in one.message)


def test_a_sum_of_the_text_off_in_the_last_digit_is_a_hint(tmp_path: Path) -> None:
    path = tmp_path / "某局-2023.yaml"
    text = BASE.replace("预算数: 5, 决算数: 5,", "预算数: 5, 决算数: 5.842055,")
    text = re.sub(r"国内: \{决算数: [\d.]+", "国内: {决算数: 1.264", text)
    path.write_text(text, encoding="utf-8")
    told = [one.message for one in check(path).findings if one.rule == "尾差"]
    assert "“三公”经费印作 7.11，各项印出的数相加是 7.10（5.84＋1.26），末位差 0.01" in told, told
