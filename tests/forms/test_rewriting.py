"""改写: a clerk's own sentence with figures by name, computed all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.findings.place import Level
from tests.forms.making import checked, lines_of, make_form

LAST = "上年: {{收支总计: {}, 财政拨款收支总计: 150, 一般公共预算财政拨款支出: 150}}\n变动原因: {{收支总计: 甲}}\n"
CASES = [
    ("{本年支出合计}万元", "150", "150万元"),
    ("{收支总计.增减}", "140", "增加10万元，增长7.1%"),
    ("{收支总计.增减}", "160", "减少10万元，下降6.3%"),
    ("{收支总计.增减}", "150", "持平"),
    ("{收支总计.增减}", "0", "增加150万元"),
    ("{收支总计.增减额}/{收支总计.增减率}/{收支总计.上年}", "160", "10/6.3%/160"),
    (
        "{基本支出.占比}、{2010301 行政运行.完成率}、{2010301 行政运行.预算数}",
        "150",
        "66.7%、100%、100",
    ),
    ("{全称}{年度}（{上年度}）", "150", "某市某局2023（2022）"),
    ("{ 本年支出合计 }", "150", "150"),
    ("{公务接待费.占比}", "150", "16.7%"),
]


@pytest.mark.parametrize(("text", "last", "printed"), CASES)
def test_figures_by_name(tmp_path: Path, text: str, last: str, printed: str) -> None:
    data = LAST.format(last) + f'改写: {{三.首句: "全年：{text}。"}}\n'
    if last == "150":
        data = data.replace("变动原因: {收支总计: 甲}\n", "")
    found = checked(tmp_path, make_form(tmp_path, {}), data, without=("上年",))
    assert f"全年：{printed}。" in lines_of(found)
    assert [one.message for one in found.findings if one.rule == "改写"] == [
        f"“三.首句”改写为：全年：{printed}。"
    ]
    assert not [one for one in found.findings if one.rule == "改写里写死的数"]


def test_what_was_rewritten_is_shown_beside_what_it_was(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        make_form(tmp_path, {}),
        '改写: {五.逐项.2010301: "行政运行{2010301 行政运行}万元。"}\n',
    )
    finding = next(one for one in found.findings if one.rule == "改写")
    assert finding.found == "行政运行100万元。"
    assert finding.expected.endswith("行政运行（项）：支出决算为100万元，完成预算100%。")
    assert "1.行政运行100万元。" in lines_of(found)


WRONG_EXPRESSIONS = [
    ("{收支总记}", "改写的数", "{收支总记} 不是一个数的名称", "您是不是想写 {收支总计}？"),
    (
        "{收支总计.增长率}",
        "改写的数",
        "“收支总计”后面没有“增长率”",
        "您是不是想写 {收支总计.增减率}？后面可以写：预算数、",
    ),
    ("{收支总计.增减.增减}", "改写的数", "“收支总计”后面没有“增减.增减”", "后面可以写：预算数、"),
    (
        "{其他收入.增减}",
        "改写的数",
        "“其他收入”没有上年数",
        "这个数可以写：{其他收入}、{其他收入.占比}",
    ),
    (
        "{其他收入.完成率}",
        "改写的数",
        "“其他收入”没有预算数",
        "这个数可以写：{其他收入}、{其他收入.占比}",
    ),
    ("{收支总计.占比}", "改写的数", "“收支总计”不是哪个合计数的一部分", "{收支总计.增减}"),
    ("{}", "改写的数", "{} 不是一个数的名称", "可用的名称，如 {"),
    (
        "{公务用车保有量}万元",
        "改写的单位",
        "{公务用车保有量} 的单位是“辆”，后面写的是“万元”",
        "写 {公务用车保有量}辆",
    ),
    (
        "{本年支出合计}%",
        "改写的单位",
        "{本年支出合计} 的单位是“万元”，后面写的是“%”",
        "写 {本年支出合计}万元",
    ),
    ("{本年支出合计}元", "改写的单位", "后面写的是“元”", "写 {本年支出合计}万元"),
    ("{本年支出合计} 亿 元", "改写的单位", "后面写的是“亿元”", "写 {本年支出合计}万元"),
    ("{收支总计.增减}万元", "改写的单位", "{收支总计.增减} 印出来已经带单位", "删去后面的“万元”"),
    ("{基本支出.占比}%", "改写的单位", "已经带单位", "只写 {基本支出.占比}"),
    ("{收支总计.增减率}个百分点", "改写的单位", "已经带单位", "删去后面的“个百分点”"),
    ("{本年支出合计}，其中", "改写的单位", "{本年支出合计} 后面没有单位", "写 {本年支出合计}万元"),
    (
        "{收支总计.增减额}",
        "改写的单位",
        "{收支总计.增减额} 后面没有单位",
        "写 {收支总计.增减额}万元",
    ),
    ("{年度}万元", "改写的单位", "{年度} 不是一个数", "删去“万元”"),
    ("{本年支出合计", "改写的花括号", "花括号不成对", "名称前后各一个半角花括号"),
    ("｛本年支出合计｝万元", "改写的花括号", "不是半角", "写成 全年：{本年支出合计}万元。"),
    ("{{本年支出合计}}万元", "改写的花括号", "不成对", "写成 全年：{本年支出合计}万元。"),
]


@pytest.mark.parametrize(("text", "rule", "message", "fix"), WRONG_EXPRESSIONS)
def test_a_slip_is_an_error_that_says_what_to_write(
    tmp_path: Path, text: str, rule: str, message: str, fix: str
) -> None:
    found = checked(
        tmp_path,
        make_form(tmp_path, {}),
        LAST.format(140) + f"改写: {{三.首句: '全年：{text}。'}}\n",
        without=("上年",),
    )
    (told,) = [
        one for one in found.findings if one.rule in ("改写的数", "改写的单位", "改写的花括号")
    ]
    assert told.rule == rule
    assert message in told.message
    assert fix in told.fix
    assert found.document is not None
    assert found.document.draft


@pytest.mark.parametrize(
    "text",
    [
        "{公务用车保有量}辆",
        "{公务用车保有量}台",
        "{本年支出合计}、{基本支出}万元元旦",
        "{基本支出.占比}、{全称}个别",
        "{年度}年、{上年度}年",
    ],
)
def test_a_right_unit_is_no_slip(tmp_path: Path, text: str) -> None:
    found = checked(
        tmp_path, make_form(tmp_path, {}), f"改写: {{三.首句: '{text.replace('元旦', '。')}'}}\n"
    )
    assert not [one.message for one in found.findings if one.level is Level.ERROR]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("一百五十万元，3辆车，150人，5个百分点", "一百五十万元、3辆、150人、5个百分点"),
        (
            "１５０万元，1,500.5 万元，150 万 元，66.7％，1.2亿元",
            "１５０万元、1,500.5 万元、150 万 元、66.7％、1.2亿元",
        ),
        ("百分之五点二，两批次，十二人次，3台", "百分之五点二、两批次、十二人次、3台"),
        (
            "共{本年支出合计}万元，第三批次，一次，{年度}年12月31日，3名称、2023年度个人、一个单位",
            "",
        ),
        ("单价100万元以上设备（不含车辆）、单价50万元以上通用设备", ""),
    ],
)
def test_all_typed_numbers_are_told(tmp_path: Path, text: str, numbers: str) -> None:
    found = checked(tmp_path, make_form(tmp_path, {}), f"改写: {{三.首句: '{text}'}}\n")
    told = [one.message for one in found.findings if one.rule == "改写里写死的数"]
    assert told == ([f"改写“三.首句”里写死了 {numbers}"] if numbers else [])


@pytest.mark.parametrize("text", ["''", "'  '", ""])
def test_an_empty_rewriting_is_an_error_and_leaves_a_hole(tmp_path: Path, text: str) -> None:
    found = checked(tmp_path, make_form(tmp_path, {}), f"改写: {{三.首句: {text}}}\n")
    (told,) = [one for one in found.findings if one.rule == "改写空白"]
    assert told.fix.startswith("写上这一句；真的不要这一句，写 不写")
    assert "〔待填：改写.三.首句〕" in lines_of(found)
    assert found.document is not None
    assert found.document.draft


def test_a_sentence_is_left_out_with_a_warning(tmp_path: Path) -> None:
    roots = make_form(tmp_path, {})
    before = lines_of(checked(tmp_path, roots))
    found = checked(tmp_path, roots, "改写: {三.首句: 不写, 五.逐项.2010301: 不写}\n")
    assert [(one.level, one.message) for one in found.findings if one.rule == "改写不写"] == [
        (Level.WARNING, "“三.首句”这一句不写了"),
        (Level.WARNING, "“五.逐项.2010301”这一句不写了"),
    ]
    after = lines_of(found)
    assert len([line for line in before if line not in after]) >= 2
    assert "1." not in after
    assert any(line.startswith("1.") and "一般行政管理事务" in line for line in after), (
        "the next item is the first one"
    )


@pytest.mark.parametrize(
    ("key", "fix"),
    [
        ("三.句首", "您是不是想写“三.首句”？"),
        ("三．首句", "点用半角，写 三.首句"),
        ("三。首句", "点用半角，写 三.首句"),
        ("五.逐项", "要写明是哪一项，如 五.逐项.2010301（有：五.逐项.2010301、五.逐项.2010302）"),
    ],
)
def test_a_wrong_name_of_a_sentence(tmp_path: Path, key: str, fix: str) -> None:
    found = checked(tmp_path, make_form(tmp_path, {}), f"改写: {{{key}: 一句}}\n")
    assert [one.fix for one in found.findings if one.rule == "改写句名"] == [fix]


def test_nothing_to_set_against_is_an_error(tmp_path: Path) -> None:
    found = checked(tmp_path, make_form(tmp_path, {}), '改写: {三.首句: "{公务用车保有量.增减}"}\n')
    assert "改写的数" in {one.rule for one in found.findings}
    assert found.document is not None
    assert found.document.draft
