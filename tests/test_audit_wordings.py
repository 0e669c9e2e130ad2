"""juesuan audit over sentences and tables as they stand in published documents of other places: what
is right is silent, what is wrong is told at the number that is wrong."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from generator.audit.audit import audit
from generator.audit.displaced import without_slips
from generator.audit.read import read_any
from generator.audit.remark import AuditRemark
from generator.extracting.content import (
    Extract,
    ExtractedCell,
    ExtractedParagraph,
    ExtractedTable,
    Spot,
)
from generator.findings.place import Level
from generator.statements.statements import statements_of

Rows = list[list[str]]


def grave(extract: Extract) -> list[AuditRemark]:
    return [item for item in audit(extract).remarks if item.level is not Level.HINT]


def said_of(*lines: str) -> list[AuditRemark]:
    """What is told of sentences, each a paragraph."""
    return grave(
        Extract(tuple(ExtractedParagraph(each, Spot(n)) for n, each in enumerate(lines, 1)))
    )


def in_word(folder: Path, tables: dict[str, Rows], *lines: str) -> list[AuditRemark]:
    """What is told of a Word file with tables, each under its title, and text behind them."""
    document = Document()
    document.add_paragraph("第二部分 某单位2024年度部门决算表")
    for title, rows in tables.items():
        document.add_paragraph(title)
        document.add_paragraph("单位：万元")
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                cell.text = text
    document.add_paragraph("第三部分 某单位2024年度部门决算情况说明")
    for line in lines:
        document.add_paragraph(line)
    path = folder / "文.docx"
    document.save(str(path))
    return grave(read_any(path))


THREE = "七、“三公”经费财政拨款支出决算情况说明"
OVERALL = "一、收入支出决算总体情况说明"
IN_PARTS = "（三）一般公共预算财政拨款支出决算具体情况"
ITEM = "1.农林水支出（类）水利（款）行政运行（项）"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            [
                THREE,
                "“三公”经费总额为1969万元，较2024年的2190万元减少221万元，下降10.1%；其中："
                "因公出国（境）经费40万元，较上年持平；公务接待费242万元，较上年减少12万元，下降4.7%；公务用车购置及运行维护费1687万元，"
                "较上年减少209万元，下降11%。",
            ],
            id="last year's number is that of the whole alone",
        ),
        pytest.param(
            [
                "二、收入决算情况说明",
                "2020年本年收入合计422.69万元，其中：一般公共预算财政拨款收入413.34万元，占97.79%；"
                "一政府性基金预算财政拨款3.95万元，占0.93%；其他收入5.40万元，占1.28%。",
            ],
            id="a part of a name that nobody knows",
        ),
        pytest.param(
            [
                "一、收支情况",
                "本单位2021年度总收入581.45万元，其中本年收入390.55万元，较2020年度决算数减少175.26万元，"
                "下降31%。",
            ],
            id="the year is not the one of comparison",
        ),
        pytest.param(
            [
                "（三）财政拨款收入决算情况",
                "2017年度，本单位财政拨款收入总计1516.64万元。",
                "三、一般公共预算财政拨款支出决算情况",
                "2017年度，本单位一般公共预算财政拨款支出总计1741.75万元。",
            ],
            id="income alone is no whole of the outlay",
        ),
        pytest.param(
            [
                "（二）一般公共预算财政拨款支出决算结构情况",
                "一般公共预算财政拨款支出86.55万元，主要用于：文化旅游体育与传媒支出（类）86.55万元。",
                IN_PARTS,
                "1.文化体育与传媒支出（类）体育（款）群众体育（项）20万元。",
                "2.文化旅游体育与传媒支出（类）文化和旅游（款）群众文化（项）66.55万元。",
            ],
            id="a class under its old name",
        ),
        pytest.param(
            [
                "八、政府性基金预算财政拨款收入支出决算情况说明",
                "政府性基金预算财政拨款收入2002.80万元，支出2002.80万元，具体如下：",
                "1.其他支出（类）彩票公益金安排的支出（款）用于文化事业的彩票公益金支出（项）。年初预算为"
                "0万元，支出决算为2.80万元。",
                "2.城乡社区支出（类）国有土地使用权出让收入安排的支出（款）其他支出（项）。年初预算为0万元，"
                "支出决算为2000.00万元。",
            ],
            id="the items of a fund",
        ),
        pytest.param(
            [
                "二、支出决算情况说明",
                "2021年度支出合计100.00万元。其中：基本支出81.20万元，占总支出的81.20%；项目支出18.80万元，"
                "占总支出的18.80%。",
            ],
            id="shares of 总支出",
        ),
        pytest.param(
            [
                THREE,
                "公务接待费支出1.14万元，全年共接待来访团组52个、来宾418人次。",
                "出国团组0个。",
            ],
            id="visitors are no delegation abroad",
        ),
        pytest.param([THREE, "公务接待费增加0元，与上年持平。"], id="a change of nothing is level"),
    ],
)
def test_what_is_right_is_silent(lines: list[str]) -> None:
    wrong = ("算术", "勾稽", "年度")
    assert [item.message for item in said_of(*lines) if item.category in wrong] == []


@pytest.mark.parametrize(
    ("lines", "rule", "said"),
    [
        (
            [IN_PARTS, f"{ITEM}39.99万元。年初预算为76.33万元，支出决算为49.99万元。"],
            "同一个数",
            "这里是 49.99万元，同一段前面是 39.99万元",
        ),
        (
            [
                IN_PARTS,
                f"{ITEM}年初预算为76.33万元，支出决算为39.99万元。决算数大于预算数的主要原因：。",
            ],
            "预决算比较",
            "决算数应是“小于”预算数",
        ),
        (
            [THREE, "运行费预算为11万元，支出决算为9.80万元，决算数较预算数减少2.20万元。"],
            "增减额",
            "＝1.2万元",
        ),
        (
            [
                "（一）“三公”经费财政拨款支出决算总体情况说明",
                "“三公”经费比2023年度减少3.59万元，其中：公务用车购置及运行维护费减少3.59万元；"
                "公务接待费增加0.3万元。",
            ],
            "合计",
            "－3.59万元＋0.3万元＝－3.29万元",
        ),
        ([THREE, "公务接待费减少为0.00万元，与2023年持平。"], "增减方向", "又说减少，又说持平"),
        ([OVERALL, "基本支出5万元，占%，比上年减少万元。"], "模板残留", "“占%”里没有写数"),
        ([THREE, "“三公”经费决算数比2023年度减增加21.90万元。"], "模板残留", "没有选的选择项"),
        (
            ["二、决算单位构成（仅有一个单位的部门，本部分内容为“机构设置”）"],
            "模板残留",
            "填表提示",
        ),
        (
            [
                "四、资产",
                "资产总额100.00万元，其中，流动资产20.00万元，固定资产70.00万元，其他资产0.00万元。",
            ],
            "合计",
            "＝90万元",
        ),
        (
            [
                "五、一般公共预算财政拨款支出决算情况说明",
                "2023年度财政拨款支出决算90.00万元。与年初预算100.00万元相比，完成年初预算的95%。",
            ],
            "完成率",
            "90.00万元÷100.00万元＝90%",
        ),
    ],
)
def test_what_is_wrong_is_told(lines: list[str], rule: str, said: str) -> None:
    assert any(item.rule == rule and said in item.message for item in said_of(*lines))


def test_the_number_that_stands_alone_is_the_wrong_one() -> None:
    lines = [
        "（一）“三公”经费财政拨款支出决算总体情况说明",
        "公务接待费支出决算为1.53万元。",
        "（二）“三公”经费财政拨款支出决算具体情况说明",
        "公务接待费支出决算0.30万元。",
        "3.公务接待费支出0.30万元。",
    ]
    same = [item for item in said_of(*lines) if item.rule == "同一个数"]
    assert [(item.spot.paragraph, item.right) for item in same] == [(2, "0.30万元")]


def test_a_completion_is_explained_by_the_other_amount() -> None:
    line = f"{ITEM}257.14万元。年初预算为274.82万元，支出决算为245.53万元，完成年初预算的93.57%。"
    told = said_of(IN_PARTS, line)
    assert [(item.printed, item.right) for item in told] == [("245.53万元", "257.14万元")]


def test_two_earlier_years_are_two_years() -> None:
    lines = [
        OVERALL,
        "2023年度收、支总计120万元。与2022年相比增加20万元，增长20%。与2021年相比增加40万元，增长50%。",
    ]
    hints = audit(Extract(tuple(ExtractedParagraph(each, Spot(n)) for n, each in enumerate(lines))))
    assert [item for item in hints.remarks if item.rule == "上年数"] == []


def test_words_are_held_against_the_completion_of_their_own_budget() -> None:
    sentence = "支出决算为90万元，完成年初预算的120%，完成调整预算的90%。决算数大于年初预算数。"
    assert [item for item in said_of(IN_PARTS, sentence) if item.rule == "预决算比较"] == []
    wrong = sentence.replace("大于年初", "小于年初")
    assert [item.printed for item in said_of(IN_PARTS, wrong) if item.rule == "预决算比较"] == [
        "120%"
    ]


# --- Tables ---

_KINDS = [kind for _ in range(6) for kind in ("预算数", "决算数")]
_NAMES = ["合计", "因公出国（境）费", "小计", "公务用车购置费", "公务用车运行维护费", "公务接待费"]
PUBLIC: Rows = [
    [name for name in _NAMES for _ in range(2)],
    _KINDS,
    ["31.47", "19.86", "", "", "30.67", "19.56", "", "", "30.67", "19.56", "0.80", "0.30"],
]
BASIC: Rows = [
    ["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"],
    ["301", "工资福利支出", "80.00", "302", "商品和服务支出", "20.00"],
    ["30101", "基本工资", "80.00", "30206", "电费", "20.00"],
    ["人员经费合计", "", "80.00", "公用经费合计", "", "20.00"],
]
BASIC_TITLE = "一般公共预算财政拨款基本支出决算表"
BY_SUBJECT: Rows = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["213", "农林水支出", "130.00", "100.00", "30.00"],
    ["合计", "", "130.00", "100.00", "30.00"],
]
SUBJECT_TITLE = "一般公共预算财政拨款支出决算表"
PUBLIC_TITLE = "财政拨款“三公”经费支出决算表"


def test_what_is_0_may_be_left_empty_among_the_three(tmp_path: Path) -> None:
    assert in_word(tmp_path, {BASIC_TITLE: BASIC, PUBLIC_TITLE: PUBLIC}) == []
    basic = [*BASIC[:3], ["", "", "", "30212", "因公出国（境）费用", "13.24"], BASIC[3]]
    told = in_word(tmp_path, {BASIC_TITLE: basic, PUBLIC_TITLE: PUBLIC})
    assert any("13.24 大于《财政拨款“三公”经费支出决算表》" in item.message for item in told)


def test_a_completion_is_held_against_the_budget_of_the_table(tmp_path: Path) -> None:
    overall = "“三公”经费支出年初预算为31.47万元，支出决算为19.86万元，完成预算的63.11%，"
    lines = [
        THREE,
        "（一）“三公”经费财政拨款支出决算总体情况说明",
        f"{overall}其中：公务用车购置及运行维护费支出决算为19.56万元，完成预算的63.78%。",
    ]
    assert in_word(tmp_path, {PUBLIC_TITLE: PUBLIC}, *lines) == []
    lines[-1] = lines[-1].replace("63.78%", "73.78%")
    told = in_word(tmp_path, {PUBLIC_TITLE: PUBLIC}, *lines)
    assert [item.right for item in told] == ["63.78%"]


def test_all_classes_of_basic_outlay_make_that_of_the_general_budget(tmp_path: Path) -> None:
    assert in_word(tmp_path, {SUBJECT_TITLE: BY_SUBJECT, BASIC_TITLE: BASIC}) == []
    # Ten times as much for electricity, and every sum of its table made anew.
    wrong = [[cell.replace("20.00", "200.00") for cell in row] for row in BASIC]
    told = in_word(tmp_path, {SUBJECT_TITLE: BY_SUBJECT, BASIC_TITLE: wrong})
    assert ["各类合计 280 万元" in item.message for item in told] == [True]


def test_a_fund_has_left_what_was_there_and_came_less_what_was_spent(tmp_path: Path) -> None:
    title = "政府性基金预算财政拨款收入支出决算表"
    heads = ["科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出", "年末结转和结余"]
    rows = [
        heads,
        ["229", "其他支出", "60.00", "500.00", "516.00", "44.00"],
        ["合计", "", "60.00", "500.00", "516.00", "44.00"],
    ]
    assert in_word(tmp_path, {title: rows}) == []
    wrong = [heads, *[[cell.replace("44.00", "40.00") for cell in row] for row in rows[1:]]]
    told = in_word(tmp_path, {title: wrong})
    assert [item.right for item in told] == ["44", "44"]


def test_lines_have_numbers_of_their_own(tmp_path: Path) -> None:
    rows = [
        ["项目", "行次", "金额", "项目", "行次", "金额"],
        ["栏次", "", "1", "栏次", "", "2"],
        ["一、一般公共预算财政拨款收入", "1", "440.55", "一、一般公共服务支出", "29", "455.55"],
        ["二、上级补助收入", "2", "10.00", "二、外交支出", "30", ""],
        ["本年收入合计", "24", "450.55", "本年支出合计", "51", "455.55"],
        ["用事业基金弥补收支差额", "25", "0.00", "结余分配", "52", "0.00"],
        ["年初结转和结余", "26", "15.00", "年末结转和结余", "53", "10.00"],
        ["", "27", "", "", "54", ""],
        ["总计", "28", "465.55", "总计", "55", "465.55"],
    ]
    assert in_word(tmp_path, {"收入支出决算总表": rows}) == []
    rows[6][2] = "25.00"
    told = in_word(tmp_path, {"收入支出决算总表": rows})
    assert [(item.printed, item.right) for item in told] == [("25.00", "15.00")]


def test_a_sheet_is_read_with_its_merged_heads(tmp_path: Path) -> None:
    def workbook(electricity: int) -> Path:
        book = Workbook()
        sheet = book.active
        sheet.title = "05 财政拨款支出决算明细表"
        sheet.append(["财政拨款支出决算明细表"])
        sheet.merge_cells("A1:F1")
        sheet.append(["部门：某单位", "", "", "", "", "单位：万元"])
        sheet.append(["科目编码", "科目名称", "合计", "一般公共预算财政拨款"])
        sheet.append(["", "", "", "合计", "基本支出", "项目支出"])
        sheet.merge_cells("D3:F3")
        sheet.append(["合计", "", 130.5, 130.5, 100.5, 30])
        sheet.append(["301", "工资福利支出", 80.5, 80.5, 80.5, ""])
        sheet.append(["30101", "基本工资", 80.5, 80.5, 80.5, ""])
        sheet.append(["302", "商品和服务支出", 50, 50, 20, 30])
        sheet.append(["30206", "电费", 50, 50, 20, 30])
        basic = book.create_sheet("08 一般公共预算财政拨款基本支出决算表")
        basic.append(["一般公共预算财政拨款基本支出决算表"])
        basic.merge_cells("A1:F1")
        basic.append(["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"])
        basic.append(["301", "工资福利支出", 80.5, "302", "商品和服务支出", electricity])
        basic.append(["30101", "基本工资", 80.5, "30206", "电费", electricity])
        basic.append(["人员经费合计", "", 80.5, "公用经费合计", "", electricity])
        path = tmp_path / f"{electricity}.xlsx"
        book.save(path)
        return path

    assert grave(read_any(workbook(20))) == []
    told = {item.message for item in grave(read_any(workbook(200)))}
    assert any("电费" in each and "是 20" in each for each in told)
    assert any("商品和服务支出" in each and "是 20" in each for each in told)


def test_rows_of_a_table_in_a_text_are_no_sentences(tmp_path: Path) -> None:
    path = tmp_path / "文.txt"
    path.write_text(
        "第二部分 某单位2024年度部门决算表\n一般公共预算财政拨款基本支出决算表\n单位：万元\n"
        "30211 差旅费 3.00\n30214 租赁费 1.84\n30217 公务接待费 8.31\n"
        f"第三部分 某单位2024年度部门决算情况说明\n{THREE}\n3.公务接待费支出0.30万元。\n",
        encoding="utf-8",
    )
    assert [item for item in grave(read_any(path)) if item.category != "缺项"] == []


def test_the_lines_of_a_sheet_make_its_budget(tmp_path: Path) -> None:
    heads = ["", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    rows = [
        ["项目名称", "某项目"],
        heads,
        ["", "年度资金总额：", "90", "90", "89.97", "10", "99.97%", "10"],
        ["", "其中：本年财政拨款", "90", "90", "89.97", "-", "", ""],
        ["", "其他资金", "", "", "", "-", "", ""],
    ]
    assert in_word(tmp_path, {"项目支出绩效自评表": rows}) == []
    rows[3][2] = "80"
    told = in_word(tmp_path, {"项目支出绩效自评表": rows})
    assert ["年初预算总额：各部分相加 80" in item.message for item in told] == [True]


def test_amounts_that_slipped_to_other_rows_are_one_mistake(tmp_path: Path) -> None:
    codes = [f"20{n}" for n in range(1, 10)] + [f"21{n}" for n in range(6)]
    amounts = [f"{10 + n * n}.00" for n in range(len(codes))]
    heads = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    rows = [
        [code, f"第{code}类支出", amount, amount, ""]
        for code, amount in zip(codes, amounts, strict=True)
    ]
    slipped = [
        [*row[:2], *later[2:]] for row, later in zip(rows[3:], [*rows[4:], rows[3]], strict=True)
    ]
    right = [["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"], *rows]
    told = in_word(tmp_path, {"支出决算表": right, SUBJECT_TITLE: [heads, *rows[:3], *slipped]})
    assert len(told) == 1
    assert "从这一行起像是错了行（11 行的数是别的行的）" in told[0].message
    assert told[0].spot.row == 5
    assert in_word(tmp_path, {"支出决算表": right, SUBJECT_TITLE: [heads, *rows]}) == []


def test_income_is_not_held_against_outlay_row_by_row(tmp_path: Path) -> None:
    codes = [f"20{n}" for n in range(1, 10)] + [f"21{n}" for n in range(6)]
    outlay = [f"{10 + n * n}.00" for n in range(len(codes))]
    income = [*outlay[1:], outlay[0]]

    def told(title: str) -> list[str]:
        tables = {
            title: [
                ["科目编码", "科目名称", "本年收入合计", "财政拨款收入", "其他收入"],
                *([c, f"第{c}类支出", a, a, ""] for c, a in zip(codes, income, strict=True)),
            ],
            "支出决算表": [
                ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
                *([c, f"第{c}类支出", a, a, ""] for c, a in zip(codes, outlay, strict=True)),
            ],
        }
        return [item.message for item in in_word(tmp_path, tables)]

    assert not any("错了行" in each for each in told("收入决算表"))


def test_a_thousand_small_tables_take_seconds() -> None:
    cells = [["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]]
    cells += [[f"2{n}", f"第{n}类支出", f"{n}.00", f"{n}.00", ""] for n in range(10, 25)]
    blocks: list[ExtractedParagraph | ExtractedTable] = []
    for number in range(1000):
        blocks.append(ExtractedParagraph("支出决算表", Spot(number)))
        rows = tuple(
            tuple(ExtractedCell(text, Spot(number, number + 1, r, c)) for c, text in enumerate(row))
            for r, row in enumerate(cells)
        )
        blocks.append(ExtractedTable(rows, rows[0][0].spot))
    document = statements_of(Extract(tuple(blocks)))
    begin = time.process_time()
    assert list(without_slips(document, ())) == []
    assert time.process_time() - begin < 3


def test_scores_make_what_stands_below_them(tmp_path: Path) -> None:
    rows = [
        ["评价内容", "评价指标", "得分"],
        ["履职效能", "", "18"],
        ["预算管理", "预算编制", "8.5"],
        ["", "预算执行", "9"],
        ["", "年终结余", "3.5"],
        ["", "小计", "21"],
        ["财务管理", "", "9"],
        ["合计", "", "48"],
    ]
    assert in_word(tmp_path, {"部门整体绩效自评得分表": rows}) == []
    rows[3][2] = "8"
    told = in_word(tmp_path, {"部门整体绩效自评得分表": rows})
    assert [(item.right, item.rule) for item in told] == [("20", "得分合计"), ("47", "得分合计")]


def test_a_head_with_a_score_is_not_added_to_its_parts(tmp_path: Path) -> None:
    def told(first: str, last: str) -> list[str]:
        rows = [
            ["一级指标", "二级指标", "得分"],
            ["投入", "", first],
            ["", "目标设定", "9"],
            ["", "预算配置", "9"],
            ["过程", "", "29"],
            ["产出", "", "48"],
            ["合计", "", last],
        ]
        return [item.right for item in in_word(tmp_path, {"部门整体绩效自评得分表": rows})]

    assert told("18", "95") == []
    assert told("17", "95") == ["112"]
    assert told("", "95") == []
    assert told("", "98") == ["95"]


def test_a_row_that_is_the_sum_of_those_below_by_chance_hides_no_wrong_sum(tmp_path: Path) -> None:
    def told(last: str) -> list[str]:
        scores = (("投入", "10"), ("过程", "5"), ("管理", "5"), ("产出", "48"), ("合计", last))
        rows = [["指标", "得分"], *([name, score] for name, score in scores)]
        return [item.right for item in in_word(tmp_path, {"部门整体绩效自评得分表": rows})]

    assert told("68") == []
    assert told("58") == []
    assert told("78") == ["68"]


def test_the_score_of_a_project_is_that_of_its_sheet(tmp_path: Path) -> None:
    rows = [
        ["项目名称", "公共图书馆免费开放", "", "", ""],
        ["项目资金", "预算执行率", "权重", "得分", ""],
        ["总额", "100%", "10", "10", ""],
        ["三级指标", "指标值", "权重", "得分", ""],
        ["开放天数", "300", "90", "88.5", ""],
        ["合计", "", "100", "98.5", ""],
    ]

    def told(score: str) -> list[str]:
        line = f"“公共图书馆免费开放”项目绩效自评得分{score}分，完成较好。"
        return [
            item.rule
            for item in in_word(tmp_path, {"项目支出绩效自评表": rows}, line)
            if "得分" in item.rule
        ]

    assert told("98.5") == []
    assert told("99.5") == ["自评得分"]


def test_a_column_of_rates_is_not_added_up(tmp_path: Path) -> None:
    head = [
        "科目编码",
        "科目名称",
        "2022年决算数",
        "2023年决算数",
        "增减率（%）",
        "2023年占比（%）",
    ]
    rows = [
        head,
        ["合计", "", "830.00", "890.00", "7.23", "100.00"],
        ["201", "一般公共服务支出", "600.00", "650.00", "8.33", "73.03"],
        ["208", "社会保障和就业支出", "130.00", "140.00", "7.69", "15.73"],
        ["210", "卫生健康支出", "100.00", "100.00", "0.00", "11.24"],
    ]
    assert in_word(tmp_path, {"一般公共预算财政拨款支出决算表": rows}) == []
    rows[2][3] = "660.00"
    assert in_word(tmp_path, {"一般公共预算财政拨款支出决算表": rows})


@pytest.mark.parametrize("is_printed", [True, False])
def test_a_term_whose_item_stands_in_a_table_is_used(is_printed: bool, tmp_path: Path) -> None:
    rows = [
        ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
        ["合计", "", "9.00", "", "9.00"],
        ["208", "社会保障和就业支出", "9.00", "", "9.00"],
        ["20822", "大中型水库移民后期扶持基金支出", "9.00", "", "9.00"],
        ["2082202", "基础设施建设和经济发展", "9.00", "", "9.00"],
    ]
    item = (
        "社会保障和就业支出（类）大中型水库移民后期扶持基金支出（款）基础设施建设和经济发展（项）"
    )
    lines = (
        "五、一般公共预算财政拨款支出决算情况说明",
        "1.教育支出（类）普通教育（款）小学教育（项）：支出决算为9.00万元，完成预算100%。",
        "第四部分 名词解释",
        "1.教育支出（类）普通教育（款）小学教育（项）：指小学的支出。",
        f"2.{item}：指用于移民的支出。",
    )
    tables = {"支出决算表": rows if is_printed else rows[:1]}
    rules = [each.rule for each in in_word(tmp_path, tables, *lines)]
    assert ("多余名词" in rules) is not is_printed
