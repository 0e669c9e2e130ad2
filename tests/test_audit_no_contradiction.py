"""juesuan audit: ordinary sentences that look like a contradiction and are none stay silent; the
wrong sentence beside each is still told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from generator.audit.audit import audit
from generator.audit.read import read_any
from generator.audit.remark import AuditRemark
from generator.extracting.content import (
    Extract,
    ExtractedCell,
    ExtractedParagraph,
    ExtractedTable,
    Spot,
)
from generator.extracting.plain import read_plain
from generator.findings.place import Level
from generator.ledger.interval import Interval
from generator.statements.statement import Operand
from generator.statements.verdicts import LESS, _addition

HEAD = ("某局2023年度部门决算", "第二部分 2023年度部门决算情况说明")
OVERALL = "一、收入支出决算总体情况说明"
BASIC = "六、一般公共预算财政拨款基本支出决算情况说明"
THREE = "七、一般公共预算财政拨款“三公”经费支出决算情况说明"
ASSETS = "（三）国有资产占有使用情况"
EVALUATION = "（四）预算绩效管理情况"


def remarks(*lines: str) -> list[AuditRemark]:
    paragraphs = (ExtractedParagraph(line, Spot(n)) for n, line in enumerate(lines, 1))
    return list(audit(Extract(tuple(paragraphs))).remarks)


def grave(*lines: str) -> list[str]:
    found = remarks(*HEAD, *lines)
    return [f"{item.rule}：{item.message}" for item in found if item.level is not Level.HINT]


# --- Changes and their rates, budgets and their completion ---


@pytest.mark.parametrize(
    "sentence",
    [
        "2023年度支出100.00万元，比上年增加10.00万元，其中基本支出下降5%。",
        "办公费增加3.00万元，差旅费下降2%。",
        "支出100.00万元，比上年减少15.00万元，较年初预算增长3%。",
        "支出比上年减少1.00万元，但单车成本上升10%。",
        "收入增加20万元、支出减少5万元，分别增长10%、下降5%。",
        "收入增加20万元，支出减少5万元，增长10%、下降5%。",
        "支出比上年减少5万元，增减率为5%。",
        "支出比上年增加10.00万元，占比下降5个百分点。",
    ],
)
def test_a_rate_of_something_else_has_a_direction_of_its_own(sentence: str) -> None:
    assert grave(BASIC, sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "支出比上年增加10.00万元，下降5%。",
        "支出比上年减少10.00万元，较上年增长5%。",
        "支出比上年减少10.00万元（同比增长5%）。",
    ],
)
def test_the_rate_of_an_amount_has_its_direction(sentence: str) -> None:
    assert any("增减方向" in told for told in grave(BASIC, sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "支出决算为15.00万元，完成年初预算的150%，决算数小于调整后预算数。",
        "支出决算为10.00万元，完成年初预算的125%，完成全年预算的83.33%，决算数大于年初预算数。",
        "支出决算为9.99万元，完成预算的99.9%，决算数与预算数持平。",
        "支出决算为15.00万元，完成预算的150%。公务接待费决算数小于预算数。",
        "支出决算为15.00万元，完成预算的150%，公务接待费支出2.00万元，决算数小于预算数。",
    ],
)
def test_each_budget_is_compared_with_its_own_completion(sentence: str) -> None:
    assert grave(THREE, sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "支出决算为15.00万元，完成年初预算的150%，决算数小于年初预算数。",
        "支出决算为15.00万元，完成预算的150%，决算数小于预算数的主要原因是厉行节约。",
        "支出决算为5.00万元，完成预算的50%，决算数与预算数持平。",
    ],
)
def test_a_completion_that_the_words_contradict_is_told(sentence: str) -> None:
    assert any("预决算比较" in told for told in grave(THREE, sentence))


# --- Sums, counts, scores ---


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        (BASIC, "人员经费60.00万元，主要包括基本工资30、津贴补贴20、其他工资福利支出5。"),
        (BASIC, "人员经费60.00万元，包括：基本工资30万元、津贴补贴20万元、其他支出5万元等。"),
        (BASIC, "人员经费60.00万元，包括：基本工资30万元、其他工资福利支出5万元。"),
        (BASIC, "公用经费10.00万元，包括办公费5.00万元、其他费用1.00万元和水费4.00万元。"),
        (
            BASIC,
            "政府采购支出总额10.00万元，其中：货物支出5.00万元、服务支出5.00万元、"
            "其中中小企业8.00万元。",
        ),
        (
            BASIC,
            "政府采购支出总额10.00万元，其中：货物支出5.00万元、服务支出5.00万元、"
            "授予中小企业合同8万元。",
        ),
        (EVALUATION, "对6个项目自评，评价为“优”的4个，“良”的1个，另有1个未评价。"),
        (EVALUATION, "对6个项目自评，其中3个项目为重点项目，评价为“优”的4个，“良”的2个。"),
        (OVERALL, "2023年度收入、支出分别为200.00万元和150.00万元。"),
        (
            EVALUATION,
            "总得分95分，其中：产出50分（数量20分，质量30分），效益30分，预算执行15分。",
        ),
        (
            EVALUATION,
            "合计得分95分，其中：产出得分50分（数量得分20分，质量得分30分），"
            "效益得分30分，预算执行得分15分。",
        ),
    ],
)
def test_a_part_that_is_none_is_not_added(heading: str, sentence: str) -> None:
    assert grave(heading, sentence) == []


@pytest.mark.parametrize(
    ("heading", "sentence", "said"),
    [
        (
            BASIC,
            "人员经费60.00万元，包括：基本工资30.00万元、津贴补贴20.00万元、其他支出5.00万元。",
            "合计：",
        ),
        (BASIC, "人员经费60.00万元，主要包括基本工资30万元、津贴补贴40万元等。", "合计："),
        (EVALUATION, "对6个项目自评，评价为“优”的4个，“良”的1个。", "数量之和"),
        (EVALUATION, "对6个项目自评，“优”的4个，“良”的3个，另有1个未评价。", "数量之和"),
        (OVERALL, "2023年度收入、支出总计分别为200.00万元和150.00万元。", "同一个数"),
        (
            EVALUATION,
            "合计得分95分，其中：产出得分50分（数量得分20分），效益得分30分，预算执行得分25分。",
            "得分合计",
        ),
    ],
)
def test_a_sum_that_does_not_fit_is_told(heading: str, sentence: str, said: str) -> None:
    told = grave(heading, sentence)
    assert any(said in each for each in told), told


# --- Words ---


@pytest.mark.parametrize(
    "words",
    [
        "（说明：因四舍五入存在尾差）",
        "（如无特殊说明，本说明金额单位均为万元）",
        "（说明见附表）",
        "（注明：数据来自财政部门）",
        "（注明出处的除外）",
        "（描述性指标）",
        "（需说明的是，口径有调整）",
        "（根据实际支出计算）",
        "（增加、减少）",
        "用于……",
    ],
)
def test_brackets_that_tell_the_reader_something_stay(words: str) -> None:
    assert grave(BASIC, f"基本支出构成{words}见下文。") == []


@pytest.mark.parametrize(
    "words",
    [
        "（请说明具体情况）",
        "（说明具体原因）",
        "（需列明变动原因）",
        "（应填写单位全称）",
        "（如无，请填“0”）",
        "（增加/减少）",
    ],
)
def test_what_a_form_asks_is_told(words: str) -> None:
    assert any("填表提示" in told for told in grave(BASIC, f"基本支出构成{words}见下文。"))


def test_the_end_of_last_year_may_begin_a_change() -> None:
    sentence = "共有车辆5辆；2022年末公务用车保有量为6辆，本年报废1辆。"
    assert grave(ASSETS, sentence) == []
    assert any("年份" in told for told in grave(ASSETS, "2022年末公务用车保有量为6辆。"))


def test_a_title_of_another_year_is_told_once() -> None:
    years = [item for item in remarks(*HEAD, "2022年度部门决算公开") if item.rule == "年份"]
    assert [item.message for item in years] == ["写的是 2022 年，本文是 2023 年度决算"]


# --- Tables of two units ---

_SUBJECTS = (("201", "一般公共服务支出"), ("208", "社会保障和就业支出"), ("221", "住房保障支出"))


def outlay(title: str, unit: str, amounts: Sequence[int], at: int) -> list[object]:
    """A table by 功能科目: amounts in 万元, printed in ``unit``."""
    factor = 10000 if unit == "元" else 1
    total = sum(amounts)
    rows = [["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]]
    rows.append(["", "合计", *_printed((total, total, 0), factor)])
    for (code, name), amount in zip(_SUBJECTS, amounts, strict=True):
        rows.append([code, name, *_printed((amount, amount, 0), factor)])
    cells = tuple(
        tuple(ExtractedCell(text, Spot(at, at, row, column)) for column, text in enumerate(texts))
        for row, texts in enumerate(rows)
    )
    return [
        ExtractedParagraph(title, Spot(at)),
        ExtractedParagraph(f"单位：{unit}" if unit else "公开表", Spot(at)),
        ExtractedTable(cells, Spot(at, at)),
    ]


def _printed(amounts: Sequence[int], factor: int) -> list[str]:
    return [f"{amount * factor:.2f}" for amount in amounts]


def between(first: Sequence[int], second: Sequence[int], units: tuple[str, str]) -> list[str]:
    blocks = [
        *outlay("支出决算表", units[0], first, 1),
        *outlay("一般公共预算财政拨款支出决算表", units[1], second, 2),
        *outlay("一般公共预算财政拨款支出决算明细表", units[0], first, 3),
    ]
    result = audit(Extract(tuple(blocks)))  # type: ignore[arg-type]
    return [f"{item.rule}：{item.message}" for item in result.remarks if item.rule in _BETWEEN]


_BETWEEN = ("表间不符", "表文不符")


@pytest.mark.parametrize(
    "units", [("万元", "元"), ("元", "万元"), ("", "元"), ("元", ""), ("", "")]
)
def test_tables_of_two_units_agree(units: tuple[str, str]) -> None:
    assert between((10, 20, 30), (10, 20, 30), units) == []


def overview(unit: str, total: str) -> list[object]:
    rows = [["收入项目", "决算数", "支出项目", "决算数"]]
    rows.append(["本年收入合计", total, "本年支出合计", total])
    rows.append(["总计", total, "总计", total])
    cells = tuple(
        tuple(ExtractedCell(text, Spot(9, 9, row, column)) for column, text in enumerate(texts))
        for row, texts in enumerate(rows)
    )
    title = ExtractedParagraph("收入支出决算总表", Spot(9))
    return [title, ExtractedParagraph(f"单位：{unit}", Spot(9)), ExtractedTable(cells, Spot(9, 9))]


@pytest.mark.parametrize(
    ("unit", "total", "other"), [("元", "600000.00", "万元"), ("万元", "60.00", "元")]
)
def test_an_overview_in_another_unit_agrees(unit: str, total: str, other: str) -> None:
    blocks = [*overview(unit, total), *outlay("支出决算表", other, (10, 20, 30), 1)]
    result = audit(Extract(tuple(blocks)))  # type: ignore[arg-type]
    assert [item.message for item in result.remarks if item.rule in _BETWEEN] == []
    blocks = [*overview(unit, total), *outlay("支出决算表", other, (10, 20, 33), 1)]
    result = audit(Extract(tuple(blocks)))  # type: ignore[arg-type]
    assert [item.rule for item in result.remarks if item.rule in _BETWEEN] == ["表文不符"]


def test_a_wrong_unit_of_one_table_is_no_row_of_contradictions() -> None:
    blocks = outlay("支出决算表", "元", (10, 20, 30), 1)
    blocks += outlay("一般公共预算财政拨款支出决算表", "元", (10, 20, 30), 2)
    blocks[4] = ExtractedParagraph("单位：万元", Spot(2))
    result = audit(Extract(tuple(blocks)))  # type: ignore[arg-type]
    assert [item for item in result.remarks if item.rule in _BETWEEN] == []


def test_an_amount_that_differs_is_told_with_both_units() -> None:
    told = between((10, 20, 30), (10, 20, 33), ("万元", "元"))
    assert any("330000.00 元 大于《支出决算表》的住房保障 30.00 万元" in t for t in told), told
    assert any("630000.00 元 大于《支出决算表》的合计 60.00 万元" in each for each in told), told
    assert not any("各类合计" in each for each in told)


# --- Plain text ---


def test_lines_of_one_length_that_end_with_their_sentences_are_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "文.txt"
    lines = [f"{number:02}号内容" + "甲" * 52 + "。" for number in range(30)]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [block.full for block in read_plain(path).paragraphs] == lines


def test_a_text_broken_at_a_width_is_joined(tmp_path: Path) -> None:
    path = tmp_path / "文.txt"
    sentence = "甲" * 37 + "。" + "本单位支出情况" * 80 + "。"
    pieces = [sentence[at : at + 38] for at in range(0, len(sentence), 38)]
    path.write_text("\n".join(pieces), encoding="utf-8")
    assert [block.full for block in read_plain(path).paragraphs] == [sentence]


@pytest.mark.parametrize(
    "begin",
    [
        "2024 年度收、支总计均为 1000.00",
        "某局 2024 年收、支总计 1000.00",
        "本单位收、支总计 1000.00",
        "本单位收支总计均为 1000.00",
    ],
)
def test_a_sentence_that_breaks_before_its_unit_is_no_row(tmp_path: Path, begin: str) -> None:
    path = tmp_path / "文.txt"
    sentence = "万元。与 2023 年度相比，收、支总计各增加 100.00 万元，增长 {}%。"

    def told(rate: str) -> list[str]:
        path.write_text(f"{OVERALL}\n{begin}\n{sentence.format(rate)}\n", encoding="utf-8")
        remarks = audit(read_any(path)).remarks
        return [item.rule for item in remarks if item.level is Level.ERROR]

    assert "增减率" not in told("11.11")
    assert "增减率" in told("21.11")
    assert read_plain(path).tables == ()


def test_a_total_that_breaks_before_its_unit_keeps_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "文.txt"
    text = (
        "二、收入决算情况说明\n本单位本年收入合计为 900.00\n"
        "万元，其中：财政拨款收入 800.00 万元，占 {}%；其他收入 100.00 万元，占 11.11%。\n"
    )
    told = []
    for share in ("88.89", "98.89"):
        path.write_text(text.format(share), encoding="utf-8")
        remarks = audit(read_any(path)).remarks
        told.append([item.rule for item in remarks if item.level is Level.ERROR])
    assert "占比" not in told[0]
    assert "占比" in told[1]


def test_rows_with_marks_of_sentences_stay_rows(tmp_path: Path) -> None:
    path = tmp_path / "文.txt"
    rows = ["30211 差旅费、租赁费 3.00", "一、一般公共服务支出 31.00", "公用经费合计 3.00"]
    path.write_text("\n".join([*rows, "人员经费合计 31.00", "项目支出 4.00"]), encoding="utf-8")
    (table,) = read_plain(path).tables
    assert len(table.rows) == 5


def test_a_sum_of_falls_is_written_with_its_signs() -> None:
    spot = Spot(0, 0, 1, 1)
    values = (Decimal("0.28"), Decimal("0.29"))
    parts = [Operand(LESS, each, Interval(each, each), spot, f"{each}万元") for each in values]
    assert _addition(parts) == "－0.28万元－0.29万元"
