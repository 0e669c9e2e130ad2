"""Every slip of a Chinese keyboard: the right line and column, the exact replacement, and what is read nevertheless."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checks.gallery import FOLDER
from generator.cli import main
from generator.model.accounts import Accounts
from generator.model.key_schema import keys_by_place, known_keys
from generator.model.samples import sample_of_key
from generator.pipeline.checking import check
from generator.repair.fix import fix_text
from generator.repair.reader import read_text
from generator.repair.typos import find_typos
from tests.bureau import GOOD
from tests.helpers import ROOT, examples

KNOWN = known_keys(Accounts)
MEANT = yaml.load(GOOD, Loader=yaml.BaseLoader)
FILES = [*sorted((ROOT / "data").glob("**/*.yaml")), FOLDER / "其余.yaml"]


@pytest.mark.parametrize(
    ("text", "rule", "place", "fix", "read"),
    [
        ("名称：甲\n", "全角冒号", (1, 3), "名称: 甲", {"名称": "甲"}),
        ("名称 ： 甲\n", "全角冒号", (1, 4), "名称: 甲", {"名称": "甲"}),
        ("名称:甲\n简称: 乙\n", "冒号后缺空格", (1, 3), "名称: 甲", {"名称": "甲", "简称": "乙"}),
        ("名称:\u3000甲\n", "冒号后缺空格", (1, 3), "名称: 甲", {"名称": "甲"}),
        ("名称:\u00a0甲\n", "冒号后缺空格", (1, 3), "名称: 甲", {"名称": "甲"}),
        ("单位:\n\u3000名称: 甲\n", "全角空格缩进", (2, 1), "英文", {"单位": {"名称": "甲"}}),
        ("单位:\n\t名称: 甲\n", "制表符缩进", (2, 1), "空格", {"单位": {"名称": "甲"}}),
        (
            "单位:\n  名称: 甲\n   口径: 部门\n",
            "续行",
            (3, 4),
            "左边对齐",
            {"单位": {"名称": "甲", "口径": "部门"}},
        ),
        (
            "支出:\n  2010301 行政运行：\n    基本支出：20\n",
            "全角冒号",
            (2, 15),
            "2010301 行政运行:",
            {"支出": {"2010301 行政运行": {"基本支出": "20"}}},
        ),
        ("原因: 人员: 增加\n", "两个冒号", (1, 5), "原因: '人员: 增加'", {"原因": "人员: 增加"}),
        ("原因: *号楼\n", "特殊开头", (1, 5), "原因: '*号楼'", {"原因": "*号楼"}),
        ("原因: %的预算\n", "特殊开头", (1, 5), "原因: '%的预算'", {"原因": "%的预算"}),
        ("原因: @某\n", "特殊开头", (1, 5), "原因: '@某'", {"原因": "@某"}),
        ("原因: >上年\n", "特殊开头", (1, 5), "原因: '>上年'", {"原因": ">上年"}),
        ("原因: |甲\n", "特殊开头", (1, 5), "原因: '|甲'", {"原因": "|甲"}),
        ("原因: !甲\n", "特殊开头", (1, 5), "原因: '!甲'", {"原因": "!甲"}),
        ("原因: [2023]1号文\n", "特殊开头", (1, 5), "原因: '[2023]1号文'", {"原因": "[2023]1号文"}),
        (
            '用途: "三公"经费\n',
            "引号后有字",
            (1, 5),
            "用途: '\"三公\"经费'",
            {"用途": '"三公"经费'},
        ),
        ('原因: "甲\n用途: 乙\n', "引号不成对", (1, 5), "原因: '甲'", {"原因": "甲", "用途": "乙"}),
        (
            "三公经费: {预算数：1，决算数：2}\n",
            "全角标点",
            (1, 13),
            "1, 决算数：2",
            {"三公经费": {"预算数": "1", "决算数": "2"}},
        ),
        (
            "三公经费: {预算数:1}\n",
            "冒号后缺空格",
            (1, 11),
            "预算数: 1",
            {"三公经费": {"预算数": "1"}},
        ),
        (
            "三公经费: {原因: 甲, 乙}\n",
            "逗号断开",
            (1, 13),
            "甲，乙",
            {"三公经费": {"原因": "甲，乙"}},
        ),
        ("三公经费: {度量单位: %}\n", "特殊开头", (1, 14), "'%'", {"三公经费": {"度量单位": "%"}}),
        ("单位: ｛名称: 甲｝\n", "全角标点", (1, 5), "英文的 {", {"单位": {"名称": "甲"}}),
        (
            "机构:\n  －办公室\n  －财务科\n",
            "列表符号",
            (2, 3),
            "- 办公室",
            {"机构": ["办公室", "财务科"]},
        ),
        (
            "机构:\n  -办公室\n  -财务科\n",
            "列表符号",
            (2, 3),
            "- 办公室",
            {"机构": ["办公室", "财务科"]},
        ),
        ("＃ 说明\n名称: 甲\n", "全角冒号", (1, 1), "# 说明", {"名称": "甲"}),
        ("用途: 3号楼 #2机组\n", "井号", (1, 9), "'3号楼 #2机组'", {"用途": "3号楼"}),
    ],
)
def test_slip(text: str, rule: str, place: tuple[int, int], fix: str, read: object) -> None:
    node, findings = read_text(text, "文件.yaml", KNOWN)
    found = [one for one in findings if one.rule == rule]
    assert found, findings
    assert (found[0].place.line, found[0].place.column) == place
    assert fix in found[0].fix
    assert node == read


@pytest.mark.parametrize(
    "text",
    [
        "主要职责: |\n  一：甲\n  原因:乙\n  - 丙：丁\n",
        "主要职责: 第一段\n  第二段：乙\n",
        "主要职责: >-\n  一：甲\n",
        "原因: 因素有三：一是甲，其中：乙\n",
        "原因: '三：四'\n",
        '原因: "三: 四"  # 说明：甲\n',
        "原因: 12:30 起\n",
        "用途: file:///甲/乙\n",
        "原因: 压减  # 1号文：说明\n",
        "甲: {乙: '三，四：五', 丙: [六, 七]}\n",
        "三公经费: {\n  预算数: 1,\n  决算数: 2  # 说明：三\n}\n",
        "单位:\n- 名称: 甲\n- 名称: 乙\n",
        "原因: 增加-减少\n",
        "原因: -0.5\n",
        '"带引号的名称": 甲\n',
    ],
)
def test_right_text_is_left_alone(text: str) -> None:
    assert not find_typos(text, "文件.yaml", KNOWN), text
    assert fix_text(text, "文件.yaml", KNOWN).done == 0


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_of_the_project_have_no_slips(path: Path) -> None:
    assert not find_typos(path.read_text(encoding="utf-8"), path.name, KNOWN)


def test_all_slips_in_one_run() -> None:
    text = "版式：四川\n单位:\n\t名称: 甲\n　　口径：单位\n三公经费: {原因: 甲, 乙}\n上年:无\n"
    node, findings = read_text(text, "文件.yaml", KNOWN)
    assert {one.place.line for one in findings} == {1, 3, 4, 5, 6}
    assert node == {
        "版式": "四川",
        "单位": {"名称": "甲", "口径": "单位"},
        "三公经费": {"原因": "甲，乙"},
        "上年": "无",
    }


WRONG_EXPRESSIONS = {
    "全角冒号": lambda line: line.replace(": ", "：", 1),
    "缺空格": lambda line: line.replace(": ", ":", 1),
    "全角空格": lambda line: line.replace(": ", ":\u3000", 1),
    "缩进": lambda line: re.sub(r"^  ", "\u3000", line),
    "制表符": lambda line: re.sub(r"^  ", "\t", line),
    "全角括号": lambda line: line.replace("{", "｛", 1) if line.rstrip().endswith("}") else line,
    "全角逗号": lambda line: (
        line.replace(", ", "，", 1) if "{" in line and "[" not in line else line
    ),
}


@given(st.integers(0, 10_000), st.sampled_from(sorted(WRONG_EXPRESSIONS)))
@settings(max_examples=examples(150), deadline=None)
def test_fix_restores_a_file(number: int, kind: str) -> None:
    """One slip in a line of a good file: `fix` gives back what was meant."""
    text = GOOD
    lines = text.split("\n")
    at = number % len(lines)
    lines[at] = WRONG_EXPRESSIONS[kind](lines[at])
    broken = "\n".join(lines)
    mended = fix_text(broken, "文件.yaml", KNOWN)
    assert yaml.load(mended.text, Loader=yaml.BaseLoader) == MEANT, lines[at]
    if broken != text:
        _, findings = read_text(broken, "文件.yaml", KNOWN)
        assert at + 1 in {one.place.line for one in findings}, lines[at]


@given(
    st.text(alphabet="：:，, ｛{}｝［[]］\"'#-－|>*&%\n\t\u3000 甲乙原因决算数12.３", max_size=60)
)
@settings(max_examples=examples(150), deadline=None)
def test_fix_never_changes_a_digit(text: str) -> None:
    mended = fix_text(text, "文件.yaml", KNOWN).text
    assert re.sub(r"\D", "", mended).translate(
        str.maketrans("０１２３４５６７８９", "0123456789")
    ) == re.sub(r"\D", "", text).translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    assert mended.count("\n") == text.count("\n")


def test_fix_command_shows_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = GOOD
    bad = (
        good.replace("年度: 2023", "年度：２０２３  # 决算年度")
        .replace("预算数: 0,", "预算数：0，")
        .replace("\n", "\r\n")
    )
    path = tmp_path / "某局-2023.yaml"
    path.write_bytes(bad.encode("gbk"))
    assert main(["fix", str(path), "-n"]) == 0
    out = capsys.readouterr().out
    assert "  - 年度：２０２３  # 决算年度" in out
    assert "  + 年度: 2023  # 决算年度" in out
    assert "可以改" in out
    assert path.read_bytes() == bad.encode("gbk")
    assert main(["fix", str(path)]) == 0
    assert "并改了编码" in capsys.readouterr().out
    assert path.read_bytes().decode("utf-8") == good.replace(
        "年度: 2023", "年度: 2023  # 决算年度"
    ).replace("\n", "\r\n")
    assert main(["check", str(path)]) == 0
    assert "没有问题" in capsys.readouterr().out
    assert main(["fix", str(path)]) == 0
    assert "没有可以自动改的地方" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("unit", "typed", "fix"),
    [
        ("万元", "12.5万元", "请只填数字：12.5"),
        ("万元", "125000元", "本文件的金额单位是万元，请只填数字：12.5"),
        ("元", "12.5万", "本文件的金额单位是元，请只填数字：125000"),
        ("万元", "1.2亿元", "请只填数字：12000"),
        ("万元", "1e3", "请写成普通数字：1000"),
        ("万元", "12,50", "请去掉逗号：1250"),
    ],
)
def test_amounts_with_units_say_what_to_type(
    unit: str, typed: str, fix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "某局-2023.yaml"
    text = GOOD
    path.write_text(
        text.replace("金额单位: 万元", f"金额单位: {unit}").replace(
            "机关运行经费: {上年决算数: 21}", f"机关运行经费:\n  上年决算数: {typed}"
        ),
        encoding="utf-8",
    )
    assert main(["check", str(path), "--select", "数字写法"]) == 1
    assert fix in capsys.readouterr().out


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"a: " + b"1" * 10_000_000,
        lambda: "".join(f"{' ' * depth}a:\n" for depth in range(1000)).encode(),
        lambda: b"[" * 100_000,
        lambda: b"{a: " * 50_000,
        lambda: ("甲: 乙，" * 200_000).encode()[:1_900_000],
        ("甲：乙\n" * 150_000).encode,
        lambda: b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
        lambda: ("  " * 500 + "甲: {" + "：，" * 300_000).encode()[:1_900_000],
    ],
)
def test_monsters_end_in_a_message_within_two_seconds(
    make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "大.yaml"
    path.write_bytes(make())
    main(["check", str(FOLDER / "其余.yaml")])  # imports are not what is measured
    capsys.readouterr()
    start = time.process_time()
    assert main(["check", str(path)]) == 1
    assert time.process_time() - start < 2
    assert "[" in capsys.readouterr().out


FULL = next((ROOT / "data").glob("云汀*.yaml"))


@pytest.mark.parametrize(
    ("old", "new", "told", "mended"),
    [
        (
            "    - 项目名称: 古建筑修缮\n",
            "    -项目名称: 古建筑修缮\n",
            [("列表符号", 252, "- 项目名称")],
            True,
        ),
        (
            "  货物: 1136000\n  工程: 1480000\n",
            "  货物: 1136000\n工程: 1480000\n",
            [("格式", 184, "行首应为 2 个空格，与第 183 行“货物”左边对齐")],
            True,
        ),
        ("    购置费:\n", "    购置费\n", [("格式", 159, "购置费:")], True),
        (
            "      决算数: 356000",
            "\t  决算数: 356000",
            [("制表符缩进", 161, "行首应为 6 个英文空格，与第 160 行“预算数”左边对齐")],
            True,
        ),
        (
            "支出:                                   # 资金",
            "# 资金",
            [("格式", 67, "在第 67 行前面加一行：支出:")],
            False,
        ),
        (
            "    2070199 其他文化和旅游支出:\n      项目支出:\n",
            "    2070199 其他文化和旅游支出:\n",
            [("格式", 91, "项目支出:（行首 6 个空格）")],
            False,
        ),
        (
            "    2070108 文化活动:\n      项目支出:\n",
            "    2070108 文化活动:\n     项目支出:\n",
            [("格式", 85, "行首应为 6 个空格")],
            True,
        ),
        (
            "      预算数: {年初: 700000",
            "    预算数: {年初: 700000",
            [("格式", 88, "行首应为 6 个空格")],
            True,
        ),
        (
            "      上缴上级支出: 30000",
            "        上缴上级支出: 30000",
            [("续行", 144, "行首应为 6 个空格")],
            True,
        ),
        (
            "    2101101 行政单位医疗: 168300",
            "    2101101 行政单位医疗 168300",
            [("格式", 40, "2101101 行政单位医疗: 168300")],
            True,
        ),
        (
            "    2101101 行政单位医疗: 168300",
            "    2101101 行政单位医疗; 168300",
            [("格式", 40, "2101101 行政单位医疗: 168300")],
            True,
        ),
        (
            "    2101101 行政单位医疗: 168300",
            "    2101101\t行政单位医疗\t168300",
            [("格式", 40, "2101101 行政单位医疗: 168300")],
            True,
        ),
        (
            "      （一）机构组成。",
            "\u3000\u3000\u3000（一）机构组成。",
            [("全角空格缩进", 212, "行首应为 6 个英文空格")],
            True,
        ),
        (
            "      二、项目实施及管理情况\n",
            "二、项目实施及管理情况\n",
            [("格式", 278, "行首应为 6 个英文空格")],
            True,
        ),
        (
            "    正文: |\n      一、项目概况",
            "    正文:\n      一、项目概况",
            [("缺少竖线", 275, "正文: |")],
            True,
        ),
        ("  主要职责: |\n", "  主要职责:\n", [("缺少竖线", 14, "主要职责: |")], True),
        ("    报告: |\n", "    报告: # 全文\n", [("缺少竖线", 210, "报告: |")], False),
        (
            "预算数: {年初: 3150000, 全年: 3300000}",
            "预算数: {年初: 3150000 全年: 3300000}",
            [("全角标点", 75, "年初: 3150000, 全年: 3300000")],
            True,
        ),
        (
            "预算数: {年初: 3150000, 全年: 3300000}",
            "预算数: （年初: 3150000, 全年: 3300000）",
            [("全角标点", 75, "{年初: 3150000, 全年: 3300000}")],
            True,
        ),
        (
            "预算数: {年初: 0, 全年: 86400}",
            "预算数: {年初: 0, 全年 86400}",
            [("格式", 109, "全年: 86400")],
            True,
        ),
        (
            "  简称: 区文旅局\n  口径: 部门\n",
            "  简称: 区文旅局  口径: 部门\n",
            [("两个冒号", 9, "分成两行：简称: 区文旅局 和 口径: 部门")],
            False,
        ),
        (
            "[办公室, 公共文化股, 文物股,",
            "【办公室、公共文化股，文物股,",
            [("全角标点", 20, "[办公室, 公共文化股, 文物股,")],
            True,
        ),
        (
            "指标性质: ≥, 指标值: 98",
            "指标性质: >=, 指标值: 98",
            [("特殊开头", 245, "改成：≥")],
            True,
        ),
        (
            "  其他收入: {2070104 图书馆: 6320.18}",
            "  其他收入: {2070104 图书馆: 6320.18",
            [("括号不成对", 52, "在这一行末尾补上 }")],
            False,
        ),
    ],
)
def test_layout_names_the_line_that_is_wrong(
    old: str, new: str, told: list[tuple[str, int, str]], mended: bool
) -> None:
    """One slip in the whole file of the invented unit: that line is told, no other, and reading goes on as if it were mended."""
    text = FULL.read_text(encoding="utf-8")
    assert old in text
    broken = text.replace(old, new, 1)
    node, findings = read_text(broken, "文件.yaml", KNOWN)
    assert [(one.rule, one.place.line) for one in findings] == [
        (rule, line) for rule, line, _ in told
    ], findings
    assert all(words in one.fix for one, (_, _, words) in zip(findings, told, strict=True)), (
        findings
    )
    right, _ = read_text(text, "文件.yaml", KNOWN)
    assert node == right
    after = fix_text(broken, "文件.yaml", KNOWN).text
    if mended:
        assert after == text.replace("# 全文", "")
    else:
        assert fix_text(after, "文件.yaml", KNOWN).done == 0


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        (
            "国内: {决算数: 0.8, 批次: 8, 用途: 用餐{公务接待费}万元}",
            "国内: {决算数: 0.8, 批次: 8, 用途: '用餐{公务接待费}万元'}",
        ),
        (
            "国内: {用途: {公务接待费}万元, 决算数: 0.8}",
            "国内: {用途: '{公务接待费}万元', 决算数: 0.8}",
        ),
        (
            "名词解释: {某名词: 全年{本年支出合计}万元。, 乙: {年度}{年初}, 丙: 8}",
            "名词解释: {某名词: '全年{本年支出合计}万元。', 乙: '{年度}{年初}', 丙: 8}",
        ),
        (
            "甲: {国内: {用途: 用餐{年度}元, 决算数: 0.8}, 国外: {批次: 2}}",
            "甲: {国内: {用途: '用餐{年度}元', 决算数: 0.8}, 国外: {批次: 2}}",
        ),
        ("项目: [全年{年度}年, {年度}年, 乙]", "项目: ['全年{年度}年', '{年度}年', 乙]"),
        ("项目: [{决算数: 8}, {用途: 甲{年度}年}]", "项目: [{决算数: 8}, {用途: '甲{年度}年'}]"),
        (
            "国内: {用途：用餐{年度}元，批次: 8}",
            "国内: {用途: '用餐{年度}元', 批次: 8}",
        ),
        (
            "国内: {用途: 用餐{年度}元, 共8批, 批次: 8}",
            "国内: {用途: '用餐{年度}元，共8批', 批次: 8}",
        ),
    ],
)
def test_only_the_text_with_a_figure_is_quoted(typed: str, mended: str) -> None:
    """A figure by its name in an entry of {…}: the entries beside it, and their amounts, stay."""
    _, findings = read_text(typed + "\n", "文件.yaml", KNOWN)
    places = [(each.place.line, each.place.column) for each in findings]
    assert findings
    assert len(places) == len(set(places))
    assert all("决算数" not in each.fix for each in findings if each.rule == "特殊开头")
    after = fix_text(typed + "\n", "文件.yaml", KNOWN).text
    assert after == mended + "\n"
    assert fix_text(after, "文件.yaml", KNOWN).done == 0
    assert read_text(after, "文件.yaml", KNOWN)[1] == []


@pytest.mark.parametrize("value", ["{决算数: 0.8, 批次: 8}", "[{决算数: 0.8}]", "{决算数：0.8}"])
def test_entries_with_words_behind_are_not_quoted(value: str) -> None:
    text = f"国内: {value} 另附\n"
    _, findings = read_text(text, "文件.yaml", KNOWN)
    assert [(each.rule, each.fix) for each in findings] == [
        ("特殊开头", "后面的“另附”删去，或写进括号里")
    ]
    assert fix_text(text, "文件.yaml", KNOWN).text == text


def test_advice_on_a_missing_key_names_no_amount(tmp_path: Path) -> None:
    path = tmp_path / "文件.yaml"
    text = FULL.read_text(encoding="utf-8")
    cut = re.sub(r"(?m)^收入:.*\n(?: .*\n|#.*\n|\n)+", "", text)
    assert cut != text
    path.write_text(cut, encoding="utf-8")
    fixes = [each.fix for each in check(path).findings if each.rule == "缺项"]
    assert any(
        fix.endswith("收入: {一般公共预算财政拨款收入: {2010301 行政运行: 待填}}") for fix in fixes
    ), fixes


def test_no_advice_on_a_missing_key_is_long_or_a_fact() -> None:
    for place, names in keys_by_place(Accounts).items():
        for name in names:
            sample = sample_of_key((*place, name), Accounts)
            assert len(sample) <= 80
            assert not re.search(r": -?\d", sample)
    order = sample_of_key(("预算绩效", "自评表", "*", "预算执行"), Accounts)
    assert order.index("财政资金") < order.index("原因: 待填")
