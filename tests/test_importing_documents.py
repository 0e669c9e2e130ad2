"""Last year's document, in Word, PDF or as a web page, is imported: its tables and its texts."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import docx
import pytest
import yaml

from generator.cli import main
from generator.importing.grid import WorkbookError
from generator.importing.importer import Imported, import_files
from generator.importing.together import NotTogetherError
from generator.model.load import load
from generator.pipeline.produce import make
from generator.writers.pdf import write_pdf
from tests.helpers import ROOT, document_of
from tests.importing_pages import web_page

CLEAN = [path for path in sorted((ROOT / "data").glob("*.yaml")) if "虚构" in path.name]
FULL = next(path for path in CLEAN if "云汀" in path.name)
HEAD = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
ROWS = (
    ("合计", "合计", "1,234.56", "1,000.00", "234.56"),
    ("201", "一般公共服务支出", "1,234.56", "1,000.00", "234.56"),
    ("20103", "政府办公厅（室）及相关机构事务", "1,234.56", "1,000.00", "234.56"),
    ("2010301", "行政运行", "1,000.00", "1,000.00", ""),
    ("2010302", "一般行政管理事务", "234.56", "", "234.56"),
)


@cache
def made(path: Path, kind: str) -> bytes:
    """The document of an example; as a PDF that carries no figures, as most do."""
    if kind == "pdf":
        return write_pdf(document_of(path)).data
    return make(path, (kind,), lambda _step: None).files[kind]


def imported(path: Path, kind: str, folder: Path) -> Imported:
    file = folder / f"某.{kind}"
    file.write_bytes(made(path, kind))
    return import_files([file])


GUESTS = ("三公经费", "公务接待费")
CARS = ("三公经费", "公务用车购置及运行维护费")


def typed_numbers(path: Path) -> dict[tuple[str, ...], Decimal]:
    """The numbers of a data file by their places: amounts in 元, counts as they are."""
    data = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    factor = {"元": 1, "万元": 10_000}[data["金额单位"]]
    numbers: dict[tuple[str, ...], Decimal] = {}

    def add(part: Mapping[str, object], above: tuple[str, ...]) -> None:
        for name, value in part.items():
            place = (*above, name)
            if isinstance(value, dict):
                add(value, place)
            elif isinstance(value, str) and re.fullmatch(r"-?[\d.]+", value):
                is_amount = name in AMOUNTS or "合同金额" in name
                numbers[place] = Decimal(value) * (factor if is_amount else 1)

    add(data, ())
    kinds = [number for place, number in numbers.items() if place[:3] == (*CARS, "车型")]
    numbers.setdefault((*CARS, "保有量"), sum(kinds, Decimal(0)))
    return numbers


AMOUNTS = ("决算数", "金额", "货物", "工程", "服务")


@pytest.mark.parametrize("kind", ["docx", "html", "pdf"])
@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_a_document_gives_the_figures_of_its_own_workbook(
    path: Path, kind: str, tmp_path: Path
) -> None:
    document, workbook = imported(path, kind, tmp_path), imported(path, "xlsx", tmp_path)
    figures, exact = (
        {
            line.path: line.amount
            for line in read.figures.lines
            if line.path[0] not in ("报表数", "机关运行经费")
        }
        for read in (document, workbook)
    )
    assert len(figures) > 40
    # The workbook has 公务接待费 as a whole; sentences divide it, and have more besides.
    del exact[(*GUESTS, "国内", "决算数")]
    assert exact.keys() <= figures.keys()
    said = figures.keys() - exact.keys()
    typed = typed_numbers(path)
    assert {("政府采购", "货物"), (*GUESTS, "外事", "批次")} <= said
    # 上海 and 全国九表 tell of cars only how many there are.
    assert (path != FULL) or {("国有资产", "车辆", "其他用车"), (*CARS, "车型", "轿车")} <= said
    # Printed in 万元 with two decimals: half of the last one is 50 元.
    for place in figures:
        expected = exact[place] if place in exact else typed.get(place, 0)
        assert abs(figures[place] - expected) <= 50, place
    assert document.year == int(path.stem[-4:])
    assert document.owner.endswith("（虚构）")
    # Forms of an evaluation have heads of accounts, too: nobody is to name them.
    assert "有决算表的栏目" not in str(document.skipped)


@pytest.mark.parametrize("kind", ["docx", "html", "pdf"])
def test_what_is_said_every_year_stands_in_the_new_file(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"去年.{kind}"
    file.write_bytes(made(FULL, kind))
    assert main(["import", str(file), "-o", str(tmp_path / "某局-2023.yaml")]) == 0
    assert "抄下来的文字：主要职责、机构设置、名称、简称、口径" in capsys.readouterr().out
    text = (tmp_path / "某局-2023.yaml").read_text(encoding="utf-8")
    accounts = load(FULL).accounts
    assert accounts is not None
    before = accounts.单位
    assert f"  简称: {before.简称}\n  口径: 部门\n" in text
    assert f"  主要职责: |\n    {str(before.主要职责).splitlines()[0]}\n" in text
    assert "  机构设置: |\n    云汀区文化和旅游局（虚构）（以下简称“区文旅局”）内设办公室、" in text
    assert "2070104 图书馆: 165.63  # 来源: 表" in text


def typed_in_word(folder: Path, *above: str, cut: int = 0, heads: int = 0) -> Path:
    """A document as a unit types it: a line with tabs above a table with a merged head.

    With ``cut`` the table goes on below a page number, with so many of its ``heads`` again.
    """
    document = docx.Document()
    for line in above:
        document.add_paragraph(line)
    rows = [("项目", "项目", *HEAD[2:]), HEAD, *ROWS]
    parts = [rows]
    if cut:
        parts = [rows[:cut], [*rows[:heads], *rows[cut:]]]
    for number, part in enumerate(parts):
        if number:
            document.add_paragraph("— 12 —")
        table = document.add_table(len(part), len(HEAD))
        for row, texts in enumerate(part):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text
        if part[0][0] == "项目":
            table.cell(0, 0).merge(table.cell(0, 1)).text = "项目"
            for column in (2, 3, 4):
                table.cell(0, column).merge(table.cell(1, column)).text = HEAD[column]
    file = folder / "去年.docx"
    document.save(str(file))
    return file


@pytest.mark.parametrize(
    "above",
    [
        ("某县某局2023年度部门决算", "一般公共预算财政拨款支出决算表", "公开06表", "单位：万元"),
        (
            *("2023年度", "某县某局", "部门决算"),
            "一般公共预算财政拨款支出决算表",
            "部门：某县某局\t2023年度\t公开06表\t金额单位：万元",
        ),
        (
            "第二部分 2023年度部门决算情况说明",
            "与2022年度相比，支出总计增加12.30万元，增长1.0%。",
            "一般公共预算财政拨款支出决算表",
            "部门：某县某局　　　　　　　　　　　　　　　　　　公开06表 单位：万元",
        ),
    ],
)
def test_a_document_that_was_typed_by_hand_is_read(above: tuple[str, ...], tmp_path: Path) -> None:
    read = import_files([typed_in_word(tmp_path, *above)])
    assert (read.owner, read.year, read.money_unit) == ("某县某局", 2023, "万元")
    spent = {line.path[-1]: line.amount for line in read.figures.lines if line.path[0] == "支出"}
    assert {str(amount.normalize()) for amount in spent.values()} >= {"1E+7", "2.3456E+6"}
    # As Word names the cell: the fourth column, the sixth row of the first table.
    assert any(str(spot) == "表1!D6" for line in read.figures.lines for spot in line.spots)


@pytest.mark.parametrize("heads", [0, 2])
def test_a_table_that_goes_on_without_a_title_is_read_on(heads: int, tmp_path: Path) -> None:
    above = ("某县某局2023年度部门决算", "一般公共预算财政拨款支出决算表", "单位：万元")
    whole = import_files([typed_in_word(tmp_path, *above)])
    parts = import_files([typed_in_word(tmp_path, *above, cut=6, heads=heads)])
    assert len(parts.evidence.read) == 2
    amounts = {line.path: line.amount for line in parts.figures.lines}
    assert amounts == {line.path: line.amount for line in whole.figures.lines}
    assert not [remark for remark in parts.evidence.remarks if remark.grave]


def test_what_is_no_such_document_says_what_to_do(tmp_path: Path) -> None:
    old = tmp_path / "去年.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(WorkbookError, match=r"旧格式的 Word.*另存为“Word 文档.*再导入"):
        import_files([old])
    empty = tmp_path / "空.docx"
    docx.Document().save(str(empty))
    with pytest.raises(WorkbookError, match="里没有表"):
        import_files([empty])
    with pytest.raises(NotTogetherError, match=r"2023 年的决算.*年度 是 2024"):
        import_files([typed_in_word(tmp_path, "2023年度某局部门决算")], file_year=2024)


HEADED = ("某县某局2023年度部门决算", "一般公共预算财政拨款支出决算表", "单位：万元")
PAID = [
    (("2010301 行政运行", "基本支出"), "1E+7"),
    (("2010302 一般行政管理事务", "项目支出"), "2.3456E+6"),
]


def paid(read: Imported) -> list[tuple[tuple[str, ...], str]]:
    """The outlay that was read, without the fund."""
    lines = (line for line in read.figures.lines if line.path[0] == "支出")
    return [(line.path[2:], str(line.amount.normalize())) for line in lines]


def graves(read: Imported) -> list[str]:
    return [remark.message for remark in read.evidence.remarks if remark.grave]


@pytest.mark.parametrize("second", [[HEAD, *ROWS[4:]], ROWS[4:], [ROWS[4][:4]]])
@pytest.mark.parametrize(
    "between",
    [
        *("某县某局2023年度部门决算", "续上表", "续表1", "金额单位：万元", "5/30", "第五页"),
        *("注：本表反映部门本年度支出情况。", "一般公共预算财政拨款支出决算表（续表）", "- 5 -"),
    ],
)
def test_a_table_goes_on_whatever_is_printed_at_the_end_of_a_page(
    between: str, second: Sequence[Sequence[str]], tmp_path: Path
) -> None:
    read = import_files([web_page(tmp_path, *HEADED, [HEAD, *ROWS[:4]], between, second)])
    assert paid(read) == PAID
    assert not graves(read)


def test_rows_that_each_page_repeats_below_the_head_are_read_once(tmp_path: Path) -> None:
    """Word repeats what was marked as head, 栏次 and 合计 with it; a row may be cut, too."""
    again = [HEAD, *ROWS[:1]]
    cut = ("", "务的下半行", "", "", "")
    blocks = ([*again, *ROWS[1:4]], [*again, cut, *ROWS[4:5]], [*again, *ROWS[5:]])
    read = import_files([web_page(tmp_path, *HEADED, *(block for block in blocks if block))])
    assert paid(read) == PAID
    assert not graves(read)


def test_a_table_of_another_name_is_not_the_rest_of_the_one_before(tmp_path: Path) -> None:
    other = [HEAD, *ROWS[4:]]
    read = import_files([web_page(tmp_path, *HEADED, [HEAD, *ROWS[:4]], "某专项资金明细表", other)])
    # The subtotal of the lost line waits; it does not go to the only item that was read.
    assert paid(read) == PAID[:1]
    assert "自评表" not in str(read.skipped)
    assert any("有科目编码和金额" in message for message in graves(read))
    assert any("不知道是哪个功能科目的" in message for message in graves(read))
    assert read.evidence.unread == 2


@pytest.mark.parametrize("heads", [(), ("人员经费", "公用经费")])
def test_a_head_over_codes_and_amounts_says_nothing_of_the_amounts(
    heads: tuple[str, ...], tmp_path: Path
) -> None:
    """公开08 has 人员经费 and 公用经费 over 科目编码, 科目名称 and 决算数, or it has not."""
    top = [tuple(head for head in heads for _ in range(3))] if heads else []
    table = [
        *top,
        ("科目编码", "科目名称", "决算数") * 2,
        ("301", "工资福利支出", "30.00", "302", "商品和服务支出", "8.00"),
        ("30101", "基本工资", "30.00", "30201", "办公费", "8.00"),
    ]
    page = web_page(tmp_path, HEADED[0], "一般公共预算财政拨款基本支出决算表", "单位：万元", table)
    read = import_files([page])
    split = {line.path: str(line.amount) for line in read.figures.lines}
    assert split[("基本支出构成", "人员经费")] == "300000.00"
    assert split[("基本支出构成", "公用经费")] == "80000.00"


@pytest.mark.parametrize(("total", "is_zero"), [("14.34", True), ("17.34", False)])
def test_empty_cells_beside_what_makes_up_their_sum_are_zeros(
    total: str, is_zero: bool, tmp_path: Path
) -> None:
    table = [
        ("决算数",) * 5,
        ("合计", "因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费"),
        (total, "", "", "12.49", "1.84"),
    ]
    name = "财政拨款“三公”经费支出决算表"
    read = import_files([web_page(tmp_path, HEADED[0], name, "单位：万元", table)])
    lines = {"/".join(line.path): line for line in read.figures.lines}
    assert ("三公经费/因公出国境费/决算数" in lines) is is_zero
    if is_zero:
        assert str(lines["三公经费/因公出国境费/决算数"].spots[0]).endswith("B3")
    (printed,) = (line for path, line in lines.items() if path.startswith("报表数/三公经费"))
    assert printed.amount == Decimal(total) * 10_000


def test_a_known_table_of_which_nothing_is_read_is_told(tmp_path: Path) -> None:
    table = [
        ("科目编码", "科目名称", "人员经费"),
        ("301", "工资福利支出", "30.00"),
        ("30101", "基本工资", "30.00"),
    ]
    page = web_page(tmp_path, HEADED[0], "一般公共预算财政拨款基本支出决算表", "单位：万元", table)
    assert any("有数，一个也没有读" in each for each in graves(import_files([page])))


def test_a_table_that_begins_anew_is_another_one(tmp_path: Path) -> None:
    twice = [(*row[:2], *("9.00" if text else "" for text in row[2:])) for row in ROWS]
    read = import_files([web_page(tmp_path, *HEADED, [HEAD, *ROWS], "- 5 -", [HEAD, *twice])])
    assert paid(read) == PAID
    assert any("有科目编码和金额" in message for message in graves(read))


@pytest.mark.parametrize(
    "above",
    [
        (HEADED[1], "公开05表", "编制单位：某县某局", "2023年度", "（按功能分类）", "单位：万元"),
        ("表五：一般公共预算财政拨款支出决算表。", "单位：万元"),
        (HEADED[1], [("部门：某县某局", "单位：万元")]),
        ([("一般公共预算财政拨款支出决算表",)], [("部门：某县某局", "2023年度", "单位：万元")]),
    ],
)
def test_a_title_may_stand_some_lines_above_its_table(
    above: Sequence[str | Sequence[Sequence[str]]], tmp_path: Path
) -> None:
    read = import_files([web_page(tmp_path, HEADED[0], *above, [HEAD, *ROWS])])
    assert paid(read) == PAID
    assert not graves(read)


def test_a_long_line_of_dashes_between_two_parts_takes_no_time(tmp_path: Path) -> None:
    page = web_page(tmp_path, *HEADED, [HEAD, *ROWS[:4]], "—" * 45_000 + "x", [HEAD, *ROWS[4:]])
    started = time.perf_counter()
    assert paid(import_files([page])) == PAID
    assert time.perf_counter() - started < 2


def about(folder: Path, *first_part: str, cover: Sequence[str] = HEADED[:1]) -> Imported:
    """What is read of a document whose first part has so many lines."""
    part = ("第一部分 部门概况", *first_part, "第二部分 2023年度部门决算表") if first_part else ()
    return import_files([web_page(folder, *cover, *part, *HEADED[1:], [HEAD, *ROWS])])


@pytest.mark.parametrize(
    "heading",
    [
        *("一、职能职责", "一、部门（单位）职责", "一、单位职能简介", "一、某县某局主要职责"),
        *("一、主要职能及职责", "一、主要职责", "1.部门职责", "（一）部门职责", "主要职责"),
    ],
)
def test_duties_stand_under_any_short_heading_of_theirs(heading: str, tmp_path: Path) -> None:
    duties = ("一、贯彻执行文化法律法规", "二、负责机构编制和职能管理", "三、承办其他事项。")
    if heading.startswith("1"):
        duties = ("（1）贯彻执行文化法律法规", "（2）负责职能管理", "（3）承办其他事项。")
    number = {"一": "二、", "1": "2.", "（": "（二）"}.get(heading[0], "")
    read = about(tmp_path, heading, *duties, f"{number}机构设置情况", "内设办公室、财务科。")
    assert read.texts.主要职责.splitlines() == list(duties)
    assert read.texts.机构设置 == "内设办公室、财务科。"
    assert read.texts.notes == ()


@pytest.mark.parametrize(
    "heading",
    [
        *("二、部门决算单位构成", "二、决算单位构成", "二、部门机构设置及决算单位构成"),
        *("二、纳入部门决算编制范围的单位", "二、机构设置", "二、某县某局机构设置"),
    ],
)
def test_the_organisation_stands_under_any_short_heading_of_its_own(
    heading: str, tmp_path: Path
) -> None:
    read = about(
        tmp_path,
        "一、主要职责",
        "（一）贯彻法律。",
        heading,
        "内设办公室。",
        "三、人员情况",
        "5人。",
    )
    assert (read.texts.主要职责, read.texts.机构设置) == ("（一）贯彻法律。", "内设办公室。")


def test_what_the_first_part_lacks_is_said(tmp_path: Path) -> None:
    read = about(tmp_path, "一、部门情况说明", "某县某局成立于1990年。")
    assert read.texts.notes == (
        "文件的第一部分里没有找到 主要职责、机构设置（没有这样的标题），没有抄；请自己填。",
    )
    assert about(tmp_path).texts.notes == ()


def test_long_duties_end_with_a_whole_line_and_it_is_said(tmp_path: Path) -> None:
    duties = [f"（{number}）{'贯彻执行国家法律法规' * 4}。" for number in range(1, 401)]
    read = about(tmp_path, "一、主要职责", *duties, "二、机构设置", "内设办公室。")
    taken = read.texts.主要职责.splitlines()
    assert taken == duties[: len(taken)]
    assert 200 < len(taken) < 400
    assert f"只抄了前 {len(taken)} 段（共 400 段）" in read.texts.notes[0]


@pytest.mark.parametrize(
    "cover",
    [
        ("附件2", "2023年度部门决算公开", "某县某局"),
        ("关于某县某局2023年度部门决算公开情况说明",),
        ("附件：某县某局2023年度部门决算",),
        ("某县某局二○二三年度部门决算",),
        ("某县某局", "二〇二三年度部门决算", "目录"),
        ("某县", "某局", "2023年度部门决算", "目录"),
        ("目录", "2022年度决算情况", *HEADED[:1]),
        ("某县某局2023年度部门决算", *("2024年度部门决算公开", "2024年决算联系人") * 2),
    ],
)
def test_the_cover_tells_whose_and_of_which_year_a_document_is(
    cover: Sequence[str], tmp_path: Path
) -> None:
    read = about(tmp_path, "一、主要职责", "贯彻。", cover=cover)
    name = "某县某局" if cover[0] != "目录" else ""
    assert (read.owner, read.year) == (name, 2023)


def test_titles_of_other_years_do_not_overrule_the_tables(tmp_path: Path) -> None:
    lines = ("2022年度决算情况", "2022年度决算收入", "2022年度决算支出")
    top = (HEADED[1], "编制单位：某县某局", "2023年度", "单位：万元")
    page = web_page(tmp_path, "目录", *lines, "第一部分 概况", "某局。", *top, [HEAD, *ROWS])
    assert (import_files([page]).year, import_files([page]).owner) == (2023, "某县某局")


def test_an_update_says_which_texts_it_leaves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part = ("第一部分 部门概况", "一、主要职责", "贯彻法律。", "二、机构设置", "内设办公室。")
    page = web_page(tmp_path, HEADED[0], *part, "第二部分 决算表", *HEADED[1:], [HEAD, *ROWS])
    start = "版式: 四川\n年度: 2023\n金额单位: 万元\n单位:\n  名称: 某县某局\n"
    own = tmp_path / "某局.yaml"
    own.write_text(f"{start}  主要职责: |\n    （一）……\n  内设机构: []\n", encoding="utf-8")
    main(["import", str(page), "--into", str(own)])
    assert "里还没有 主要职责、机构设置，文件里有；这次只写数" in capsys.readouterr().out
    own.write_text(f"{start}  主要职责: 贯彻。\n  内设机构: [办公室]\n", encoding="utf-8")
    main(["import", str(page), "--into", str(own)])
    assert "里还没有" not in capsys.readouterr().out


def test_what_is_said_of_a_document_can_be_done_in_a_document(tmp_path: Path) -> None:
    page = web_page(tmp_path, *HEADED[:2], [HEAD, *ROWS])
    (advice,) = (r.advice for r in import_files([page]).evidence.remarks if "单位" in r.message)
    assert "在 Word 里每张表的上面写明" in advice
    page = web_page(tmp_path, *HEADED, [("甲", "1"), ("乙", "2")])
    (advice,) = (r.advice for r in import_files([page]).evidence.remarks if "表头" in r.message)
    assert "被删去" not in advice


def test_a_table_within_a_cell_that_only_holds_it_in_place_is_read(tmp_path: Path) -> None:
    page = web_page(tmp_path, *HEADED, [HEAD, *ROWS])
    text = page.read_text(encoding="utf-8")
    page.write_text(f"<table><tr><td>{text}</td></tr></table>", encoding="utf-8")
    assert paid(import_files([page])) == PAID
    document = docx.Document()
    place = document.add_table(1, 1).cell(0, 0)
    for line in HEADED:
        place.add_paragraph(line)
    table = place.add_table(len(ROWS) + 1, len(HEAD))
    for row, texts in enumerate([HEAD, *ROWS]):
        for column, cell in enumerate(texts):
            table.cell(row, column).text = cell
    document.save(str(tmp_path / "去年.docx"))
    assert paid(import_files([tmp_path / "去年.docx"])) == PAID


YEARS = ("科目编码", "科目名称", "2023年决算数", "2022年决算数")


@pytest.mark.parametrize(
    "rows",
    [
        [YEARS, *((*row[:3], "9.00") for row in ROWS)],
        [(*YEARS[:2], *YEARS[:1:-1]), *((*row[:2], "9.00", row[2]) for row in ROWS)],
        [(*YEARS[:2], "2023年", "2022年度"), *((*row[:3], "9.00") for row in ROWS)],
    ],
)
def test_of_two_years_beside_each_other_this_one_is_read(
    rows: Sequence[Sequence[str]], tmp_path: Path
) -> None:
    title = "一般公共预算财政拨款基本支出决算表"
    subject = [("30101", "基本工资", "1,000.00", "9.00"), ("30201", "办公费", "234.56", "9.00")]
    if rows[0][2].startswith("2022"):
        subject = [(*row[:2], row[3], row[2]) for row in subject]
    page = web_page(tmp_path, HEADED[0], title, "单位：万元", [rows[0], *subject])
    read = import_files([page])
    amounts = {line.path[-1]: str(line.amount.normalize()) for line in read.figures.lines}
    assert amounts == {"人员经费": "1E+7", "公用经费": "2.3456E+6"}
    assert not any("不认识这一列" in message for message in graves(read))
    assert any("是上年的数，没有导入" in remark.message for remark in read.evidence.remarks)
    # The total of each item is read, too; what its nature is no column tells.
    page = web_page(tmp_path, *HEADED, rows)
    assert not any("不认识这一列" in message for message in graves(import_files([page])))


def test_both_years_of_a_table_of_totals_are_told_apart(tmp_path: Path) -> None:
    heads = ("项目", "2023年决算数", "2022年决算数")
    income = ("一、一般公共预算财政拨款收入", "1,234.56", "9.00")
    outlay = ("一、一般公共服务支出", "1,234.56", "9.00")
    sums = (*("总计", "1,234.56", "9.00"), *("总计", "1,234.56", "9.00"))
    rows = [heads * 2, income + outlay, sums]
    page = web_page(tmp_path, HEADED[0], "收入支出决算总表", "单位：万元", rows)
    read = import_files([page])
    assert {line.path: str(line.amount.normalize()) for line in read.figures.lines} == {
        ("收入", "一般公共预算财政拨款收入"): "1.23456E+7",
        ("报表数", "收支总计", "公开数"): "1.23456E+7",
    }


def test_a_part_below_codes_in_three_columns_goes_on(tmp_path: Path) -> None:
    codes = [("", "", ""), ("201", "", ""), ("201", "03", ""), ("201", "03", "01")]
    first = [
        ("科目编码", "", "", *HEAD[1:]),
        ("类", "款", "项", "栏次", "1", "2", "3"),
        *((*code, *row[1:]) for code, row in zip(codes, ROWS, strict=False)),
    ]
    second = [("201", "03", "02", *ROWS[4][1:])]
    read = import_files([web_page(tmp_path, *HEADED, first, "续上表", second)])
    assert paid(read) == PAID
    assert not graves(read)


def test_a_table_that_adds_up_does_not_go_on_with_another_fund(tmp_path: Path) -> None:
    fund = [
        ("212", "城乡社区支出", "50.00", "", "50.00"),
        ("2120804", "农村基础设施建设支出", "50.00", "", "50.00"),
    ]
    page = web_page(tmp_path, *HEADED, [HEAD, *ROWS], "单位：万元", [HEAD, *fund])
    read = import_files([page])
    assert paid(read) == PAID
    assert any("有科目编码和金额" in message for message in graves(read))


def test_what_is_not_taken_is_said_in_a_line_each(tmp_path: Path) -> None:
    rest = (
        "第四部分 名词解释",
        "1.财政拨款收入：指拨款。",
        "2.其他收入：指其他。",
        "第五部分 附件",
    )
    page = (*HEADED[:1], "国内公务接待19批次，143人次。", *HEADED[1:], [HEAD, *ROWS])
    read = import_files([web_page(tmp_path, *page, *rest, "附件1", "自评报告", "附件2 自评表")])
    assert read.texts.notes == ("附件 2 份没有抄；今年还有附件的，请自己附上。",)
