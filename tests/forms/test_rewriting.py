"""改写: a clerk's own sentence with figures by name, computed all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.forms.making import checked, lines_of, make_form

LAST = "上年: {{收支总计: {}, 财政拨款收支总计: 150, 一般公共预算财政拨款支出: 150}}\n变动原因: {{收支总计: 甲}}\n"
CASES = [
    ("{本年支出合计}万元", "150", "150万元"),
    ("{收支总计.增减}", "140", "增加10万元，增长7.1%"),
    ("{收支总计.增减}", "160", "减少10万元，下降6.3%"),
    ("{收支总计.增减}", "150", "持平"),
    ("{收支总计.增减}", "0", "增加150万元"),
    ("{收支总计.增减额}/{收支总计.增减率}/{收支总计.上年}", "160", "10/6.3%/160"),
    ("{基本支出.占比}、{2010301 行政运行.完成率}、{2010301 行政运行.预算数}", "150", "66.7%、100%、100"),
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
    assert [one.message for one in found.findings if one.rule == "改写"] == [f"“三.首句”改写为：全年：{printed}。"]
    assert not [one for one in found.findings if one.rule == "改写里写死的数"]


def test_what_was_rewritten_is_shown_beside_what_it_was(tmp_path: Path) -> None:
    found = checked(tmp_path, make_form(tmp_path, {}), '改写: {五.逐项.2010301: "行政运行{2010301 行政运行}万元。"}\n')
    finding = next(one for one in found.findings if one.rule == "改写")
    assert finding.found == "行政运行100万元。"
    assert finding.expected.endswith("行政运行（项）：支出决算为100万元，完成预算100%。")
    assert "1.行政运行100万元。" in lines_of(found)


def test_nothing_to_set_against_is_an_error(tmp_path: Path) -> None:
    found = checked(tmp_path, make_form(tmp_path, {}), '改写: {三.首句: "{公务用车保有量.增减}"}\n')
    assert "改写的数" in {one.rule for one in found.findings}
    assert found.document is not None
    assert found.document.draft
