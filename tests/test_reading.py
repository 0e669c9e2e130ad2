"""Reading: nothing guessed, nothing lost, never a traceback."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.model.accounts import Accounts
from generator.model.load import load, validate
from generator.reading.amounts import parse_decimal
from generator.reading.composer import ComposeError, Fault, Limits, Twice, compose
from generator.reading.files import MAX_BYTES
from generator.reading.nodes import MappingNode
from generator.repair.reader import read_file, read_text
from tests.bureau import BASE


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1845.83", "1845.83"),
        ("１，８４５．８３", "1845.83"),
        ("1,845.83", "1845.83"),
        ("0", "0"),
        ("0.50", "0.50"),
        ("-0.5", "-0.5"),
        ("100.10", "100.10"),
        (" 12 ", "12"),
    ],
)
def test_amounts(text: str, value: str) -> None:
    assert str(parse_decimal(text)) == str(Decimal(value))


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("12.5万元", "请只填数字：12.5"),
        ("1e3", "科学记数法"),
        ("", "没有发生额请填 0"),
        ("1,23.4", "请去掉逗号：123.4"),
        ("十二", "不是数字"),
        ("12.5%", "请只填数字"),
        ("1" * 30, "位数太多"),
        ("nan", "不是数字"),
        ("0x10", "不是数字"),
        ("12:30", "不是数字"),
        ("1_000", "不是数字"),
        ("042150", "以 0 开头"),
        ("0,123", "以 0 开头"),
        ("-007.5", "以 0 开头"),
        ("٤٢١٥٠", "不是数字"),
    ],
)
def test_amounts_refused(text: str, advice: str) -> None:
    with pytest.raises(ValueError, match=advice):
        parse_decimal(text)


@pytest.mark.parametrize(
    ("text", "rule", "line", "words"),
    [
        ("名称：甲\n年度: 1\n", "全角冒号", 1, "名称: 甲"),
        ("名称:甲\n年度: 1\n", "冒号后缺空格", 1, "名称: 甲"),
        ("甲:\n　　乙: 1\n", "全角空格缩进", 2, "全角空格"),
        ("甲:\n\t乙: 1\n", "制表符缩进", 2, "制表符"),
        ("甲: 1\n乙: 2\n甲: 3\n", "重复", 3, "第 1 行（1）和第 3 行（3）"),
        ("甲: *a\n", "引用", 1, "不支持"),
        ("甲: *某\n", "特殊开头", 1, "甲: '*某'"),
        ("甲: &a 1\n", "引用", 1, "不支持"),
        ("甲: 原因: 多\n", "两个冒号", 1, "甲: '原因: 多'"),
        ('甲: "没有结束\n', "引号不成对", 1, "甲: '没有结束'"),
        ("", "空文件", 1, "空的"),
        ("# 只有说明\n", "空文件", 1, "只有注释"),
        ("甲: 1\n---\n乙: 2\n", "多份文档", 2, "两份"),
    ],
)
def test_slips_are_explained(text: str, rule: str, line: int, words: str) -> None:
    _, findings = read_text(text, "文件.yaml")
    assert findings, text
    assert findings[0].rule == rule
    assert findings[0].place.line == line
    assert words in findings[0].message + findings[0].fix


def test_scalars_stay_text_and_know_their_place() -> None:
    node, findings = read_text("甲: 002002\n乙: [否, 12:30]\n", "文件.yaml")
    assert not findings
    assert isinstance(node, MappingNode)
    assert node["甲"] == "002002"
    assert node["乙"] == ["否", "12:30"]
    assert str(node["乙"][1].place) == "文件.yaml:2:8"


def test_encodings_and_sizes(tmp_path: Path) -> None:
    gbk = tmp_path / "gbk.yaml"
    gbk.write_bytes("名称: 甲".encode("gbk"))
    assert "UTF-8" in read_file(gbk)[1][0].message
    bom = tmp_path / "bom.yaml"
    bom.write_bytes("\ufeff名称: 甲".encode())
    assert read_file(bom)[0] == {"名称": "甲"}
    big = tmp_path / "big.yaml"
    big.write_bytes(b"a" * (MAX_BYTES + 1))
    assert "太大" in read_file(big)[1][0].message
    deep = "".join(f"{' ' * depth}a:\n" for depth in range(1000))
    assert read_text(deep, "深.yaml")[1][0].rule == "层级"


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_ends_in_values_or_findings(text: str) -> None:
    node, findings = read_text(text, "乱.yaml")
    assert node is not None or findings


@given(
    st.integers(0, len(BASE)),
    st.integers(0, 6),
    st.sampled_from(
        [
            "",
            "：",
            "\t",
            "　",
            "&",
            "{",
            "]",
            "-",
            "\n",
            "万元",
            "：",
            "1,2,3",
            "#",
            '"',
            "\x00",
            "\ud7ff",
        ]
    ),
)
@settings(max_examples=300, deadline=None)
def test_a_damaged_file_never_gives_a_traceback(at: int, cut: int, put: str) -> None:
    node, findings = read_text(BASE[:at] + put + BASE[at + cut :], "坏.yaml")
    if isinstance(node, MappingNode):
        accounts, more = validate(node)
        assert accounts is not None or more
    else:
        assert findings or node is not None


@given(st.text(min_size=1, max_size=8))
@example("§")
@example("§值")
@example("[key]")
@settings(max_examples=100, deadline=None)
def test_unknown_keys_are_refused_with_advice(name: str) -> None:
    text = BASE + f"\n{name!r}: 1\n"
    node, findings = read_text(text, "坏.yaml")
    if isinstance(node, MappingNode) and not findings and name not in Accounts.model_fields:
        accounts, more = validate(node)
        assert accounts is None
        assert any("不认识的项目" in finding.message or "填写" in finding.rule for finding in more)


def test_mistyped_key_is_guessed(tmp_path: Path) -> None:
    path = tmp_path / "错.yaml"
    path.write_text(BASE.replace("公开日期", "公开曰期"), encoding="utf-8")
    finding = load(path).findings[0]
    assert finding.fix == "您是不是想写“公开日期”？"
    assert finding.place.line == 5


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("2010301 行政运行: {基本", "2010301 事业运行: {基本", "编码与名称不一致"),
        ("2010301 行政运行: {基本", "9990301 行政运行: {基本", "没有科目 9990301"),
        ("2010301 行政运行: {基本", "20103 政府办公厅（室）及相关机构事务: {基本", "项级科目"),
        ("30101 基本工资", "30101 办公费", "编码与名称不一致"),
        ("口径: 单位", "口径: 其他", "应为 单位 或 部门"),
        ("2024-09-20", "2024-13-20", "不是真实的日期"),
        ("年度: 2023", "年度: 23", "“23”不是年度"),
        ("年度: 2023", "年度: 2019", "适用于 2021—2025 年度"),
        ("负责某事。", '"负责\\x01某事"', "看不见的特殊字符"),
        ("人次: 20", "人次: 2.5", "0 或正整数"),
        (
            "机关运行经费: {",
            "报表数: {收支总计: 减少-999}\n机关运行经费: {",
            "有两个符号：减少和 -",
        ),
        (
            "机关运行经费: {",
            "报表数: {收支总计: {增减率: 增长－3%}}\n机关运行经费: {",
            "有两个符号：增长和 -",
        ),
        ("机关运行经费: {", "报表数: {收支总计: {}}\n机关运行经费: {", "下面没有数"),
        ("政府采购: {货物: 0}", "政府采购: 0", "下一级项目"),
        ("内设机构: [办公室, 业务科, 财务科]", "内设机构: 办公室", "列表"),
    ],
)
def test_wrong_values_are_explained(tmp_path: Path, old: str, new: str, words: str) -> None:
    from generator.pipeline.checking import check

    path = tmp_path / "错.yaml"
    assert old in BASE
    path.write_text(BASE.replace(old, new, 1), encoding="utf-8")
    findings = check(path).findings
    assert any(words in finding.message for finding in findings), [
        finding.message for finding in findings
    ]


def test_last_years_file_is_checked_too(tmp_path: Path) -> None:
    """A 科目 that is wrong in last year's file would make a comparison wrong: it is reported, and nothing is compared."""
    from generator.pipeline.checking import check

    (tmp_path / "上年.yaml").write_text(
        BASE.replace("年度: 2023", "年度: 2022").replace(
            "2010301 行政运行: {基本", "2010301 事业运行: {基本"
        ),
        encoding="utf-8",
    )
    path = tmp_path / "今年.yaml"
    path.write_text(
        BASE.replace(
            "上年: {收支总计: 150, 财政拨款收支总计: 150, 一般公共预算财政拨款支出: 150}",
            "上年: 上年.yaml",
        ),
        encoding="utf-8",
    )
    findings = check(path).findings
    assert any(
        "编码与名称不一致" in finding.message and finding.place.file == "上年.yaml"
        for finding in findings
    )
    assert any("缺上年收支总计" in finding.message for finding in findings)


def test_last_year_from_its_file(tmp_path: Path) -> None:
    """Every comparison comes from last year's file."""
    from generator.pipeline.checking import check

    (tmp_path / "上年.yaml").write_text(BASE.replace("年度: 2023", "年度: 2022"), encoding="utf-8")
    path = tmp_path / "今年.yaml"
    text = BASE.replace(
        "上年: {收支总计: 150, 财政拨款收支总计: 150, 一般公共预算财政拨款支出: 150}",
        "上年: 上年.yaml",
    )
    for typed in (", 上年决算数: 0", ", 上年决算数: 5", ", 上年决算数: 1"):
        text = text.replace(typed, "")
    text = text.replace("机关运行经费: {上年决算数: 20}\n", "")
    text = text.replace(
        "变动原因: {收支总计: 甲原因, 财政拨款收支总计: 乙原因, 一般公共预算财政拨款支出: 丙原因}\n",
        "",
    )
    path.write_text(
        text.replace("办公费: 20", "办公费: 14, 30217 公务接待费: 1, 30231 公务用车运行维护费: 5"),
        encoding="utf-8",
    )
    assert check(path).findings == ()


LIMITS = Limits(1_000, 10, aliases=True)


def test_a_key_given_by_an_alias_twice_stands_twice() -> None:
    twice: list[Twice] = []
    root = compose("甲: &x 乙\n*x : 1\n*x : 2\n", "某.yaml", LIMITS, twice.append)
    assert root == {"甲": "乙", "乙": "1"}
    ((first, again),) = [(one.first.place.line, one.again.place.line) for one in twice]
    assert (first, again) == (2, 3)


@pytest.mark.parametrize("pure", [False, True])
@pytest.mark.parametrize("sign", ["\ud800", "\x07"])
def test_what_no_loader_takes_is_told(
    sign: str, pure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of a surrogate pair, a bell: with the loader in C, and in Python alone."""
    if pure:
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    with pytest.raises(ComposeError) as told:
        compose(f"甲: 1\n乙: a{sign}b\n", "某.yaml", LIMITS, lambda _: None)
    assert told.value.fault is Fault.SYNTAX
    assert (told.value.place.line, told.value.place.column) == (2, 5)
