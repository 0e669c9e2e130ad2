"""汇总: a 部门 of three units, added up by hand; what they paid one another; wrong files; where every figure comes from."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from generator.cli import main
from generator.ledger.figure import Figure
from generator.pipeline.checking import CheckResult, check
from generator.writers.html import write_html
from tests.department import write
from tests.helpers import ROOT, lines_in


def errors(checked: CheckResult) -> list[str]:
    return [
        f"{Path(one.place.file).name} {one.place.line} [{one.rule}] {one.message}"
        for one in checked.findings
        if one.level.value == "错误"
    ]


def page(checked: CheckResult) -> str:
    assert checked.document is not None, errors(checked)
    return "\n".join(lines_in(write_html(checked.document), "h1", "h2", "h3", "p", "tr"))


def test_the_published_total_is_the_sum_less_transfers(tmp_path: Path) -> None:
    """Income 240.5 general + 4 of its own; opening 8; outlay 239.25 general + 11; transfers 5, 2 and 3 on neither side."""
    checked = check(write(tmp_path))
    assert not errors(checked)
    text = page(checked)
    assert (
        "2023年度收、支总计均为252.5万元，其中：年初结转和结余8万元。与2022年度相比，收、支总计各增加23万元，增长10%。主要变动原因是新设丙馆。"
        in text
    )
    assert "本年收入合计244.5万元，其中：一般公共预算财政拨款收入240.5万元，占98.4%" in text
    assert "本年支出合计250.25万元" in text
    assert "人员经费155万元" in text
    assert "公用经费34.25万元" in text
    assert "机关运行经费支出28.75万元" in text
    assert "政府采购支出总额4万元" in text


def test_every_table_lacks_the_transfers(tmp_path: Path) -> None:
    rows = page(check(write(tmp_path))).split("\n")
    assert "本年收入合计27244.50本年支出合计58250.25" in rows
    assert "合计244.50240.500.004.000.000.000.00" in rows
    assert "合计250.25197.2553.000.000.000.00" in rows
    statement = check(tmp_path / "某局-2023.yaml").statement
    assert statement is not None
    sums = {
        one.名称: one.数.value for one in (*statement.totals.收入来源, *statement.totals.支出种类)
    }
    assert [
        sums[name]
        for name in ("上级补助收入", "附属单位上缴收入", "上缴上级支出", "对附属单位补助支出")
    ] == [0, 0, 0, 0]
    assert statement.totals.资金["一般公共预算"].年末.value == Decimal("1.25")
    assert statement.totals.资金["其他资金"].年末.value == Decimal("1")
    assert statement.totals.收支总计.数.value == statement.totals.支出总计.value == Decimal("252.5")
    items = {one.功能科目: one for one in statement.totals.资金["一般公共预算"].项}
    assert items["2010301"].支出.value == Decimal("128.75")
    budget = items["2010301"].预算["全年"]
    assert isinstance(budget, Figure)
    assert budget.value == 130
    assert items["2010301"].原因 == "丙馆厉行节约"


def test_every_figure_names_units_files_and_lines(tmp_path: Path) -> None:
    checked = check(write(tmp_path))
    assert checked.document is not None
    told = {origin.label: origin.explanation for origin in checked.document.origins.values()}
    assert told["本年收入合计"].endswith(
        "；其中 某市某局本级 150.00（局本级-2023.yaml 第 7 行），某市乙中心 64.50（乙中心-2023.yaml 第 7、9 行），某市丙馆 30.00（丙馆-2023.yaml 第 7 行）"
    )
    assert "某市乙中心 1.50（乙中心-2023.yaml 第 23 行）" in told["政府采购支出总额"]
    assert "某市丙馆 8.75（丙馆-2023.yaml 第 11 行）" in told["机关运行经费"]
    assert all("/" not in one for one in told.values())


def test_the_elimination_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(write(tmp_path))]) == 0
    said = capsys.readouterr().out
    assert "汇总和抵销（万元）" in said
    assert re.search(r"部门 +│ 254.50 │ 10.00 │ 244.50 │ 260.25 │ 10.00 │ 250.25", said)
    assert (
        "抵销 补助：某市某局本级 → 某市乙中心 5.00 万元（两边正好对上，自动抵销；局本级-2023.yaml 第 15 行；乙中心-2023.yaml 第 8 行）"
        in said
    )
    assert main(["check", str(tmp_path / "某局-2023.yaml"), "--json"]) == 0
    done = json.loads(capsys.readouterr().out)["files"][0]["rollup"]
    assert done["units"][1]["income"] == {
        "gross": "69.5000",
        "eliminated": "5.0000",
        "net": "64.5000",
    }
    assert [
        (one["kind"], one["payer"], one["receiver"], Decimal(one["amount"]))
        for one in done["eliminations"]
    ] == [
        ("补助", "某市某局本级", "某市乙中心", 5),
        ("补助", "某市某局本级", "某市丙馆", 2),
        ("上缴", "某市乙中心", "某市某局本级", 3),
    ]


def test_with_units_renders_them_too(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["report", str(write(tmp_path)), "-o", str(out), "--format", "html"]) == 0
    assert [one.name for one in out.iterdir()] == ["某局-2023.html"]
    assert (
        main(
            [
                "report",
                str(tmp_path / "某局-2023.yaml"),
                str(tmp_path / "丙馆-2023.yaml"),
                "-o",
                str(out),
                "--format",
                "html",
                "--with-units",
            ]
        )
        == 0
    )
    assert sorted(one.name for one in out.iterdir()) == [
        "丙馆-2023.html",
        "乙中心-2023.html",
        "局本级-2023.html",
        "某局-2023.html",
    ]


# --- transfers that do not match ---

SIX = {"对附属单位补助支出: 7, 预算数: 10": "对附属单位补助支出: 6, 预算数: 10"}


def test_a_transfer_without_its_other_side_is_an_error(tmp_path: Path) -> None:
    """The 本级 says 6, the units 5 and 2: nothing matches, and all three lines are told in their own files."""
    checked = check(write(tmp_path, home=SIX))
    told = [one for one in errors(checked) if "往来未抵" in one]
    assert told == [
        "丙馆-2023.yaml 8 [往来未抵] “某市丙馆”的上级补助收入 2.00 万元，没有找到付款的单位",
        "乙中心-2023.yaml 8 [往来未抵] “某市乙中心”的上级补助收入 5.00 万元，没有找到付款的单位；最接近的是“某市某局本级”（局本级-2023.yaml 第 15 行）写的 6.00 万元，相差 1.00 万元",
        "局本级-2023.yaml 15 [往来未抵] “某市某局本级”的对附属单位补助支出 6.00 万元，没有找到收款的单位；最接近的是“某市乙中心”（乙中心-2023.yaml 第 8 行）写的 5.00 万元，相差 1.00 万元",
    ]
    assert checked.document is not None
    assert checked.document.draft


def test_declared_transfers_and_partners_outside(tmp_path: Path) -> None:
    """The 本级 paid 5 to 乙中心 and 1 to somebody outside; 丙馆 had its 2 from outside: they stay in the total."""
    pairs = "内部往来:\n  - {种类: 补助, 付: 局本级, 收: 乙中心, 金额: 5, 科目: {付: 2010302 一般行政管理事务}}\n"
    pairs += "  - {种类: 补助, 付: 局本级, 收: 部门以外, 金额: 1}\n  - {种类: 补助, 付: 部门以外, 收: 某市丙馆, 金额: 2}\n支出:"
    checked = check(write(tmp_path, home=SIX, whole={"\n支出:": "\n" + pairs}))
    assert not errors(checked)
    assert checked.rollup is not None
    assert [
        (one.payer, one.receiver, one.amount, one.declared) for one in checked.rollup.eliminations
    ] == [
        ("某市某局本级", "某市乙中心", 5, True),
        ("某市乙中心", "某市某局本级", 3, False),
    ]
    assert checked.statement is not None
    sums = {
        one.名称: one.数.value
        for one in (*checked.statement.totals.收入来源, *checked.statement.totals.支出种类)
    }
    assert sums["上级补助收入"] == 2
    assert sums["对附属单位补助支出"] == 1


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("{种类: 补助, 付: 局本机, 收: 乙中心, 金额: 5}", "汇总的单位里没有“局本机”"),
        (
            "{种类: 补助, 付: 局本级, 收: 乙中心, 金额: 6}",
            "“某市乙中心”的上级补助收入只有 5.00 万元，不够抵 6.00 万元",
        ),
        ("{种类: 补助, 付: 乙中心, 收: 乙中心, 金额: 0}", "付方和收方都是“乙中心”"),
    ],
)
def test_wrong_declarations(pair: str, message: str, tmp_path: Path) -> None:
    checked = check(write(tmp_path, whole={"\n支出:": f"\n内部往来: [{pair}]\n支出:"}))
    assert message in [one.message for one in checked.findings if one.rule == "内部往来"]


# --- files ---


@pytest.mark.parametrize(
    ("files", "changes", "message"),
    [
        ("[局本级-2023.yaml, 没有-2023.yaml]", {}, "没有单位的数据文件“没有-2023.yaml”"),
        ("[局本级-2023.yaml, 局本级-2023.yaml]", {}, "“局本级-2023.yaml”写了两次，它的数会加两遍"),
        ("[局本级-2023.yaml, 某局-2023.yaml]", {}, "“某局-2023.yaml”就是本文件"),
        (
            "[局本级-2023.yaml, 乙中心-2023.yaml]",
            {"centre": {"年度: 2023": "年度: 2022"}},
            "“乙中心-2023.yaml”是 2022 年度的，部门是 2023 年度的",
        ),
        (
            "[局本级-2023.yaml, 丙馆-2023.yaml]",
            {"hall": {"某市丙馆": "某市某局本级"}},
            "“丙馆-2023.yaml”和“局本级-2023.yaml”都是“某市某局本级”的",
        ),
        (
            "[局本级-2023.yaml, 乙中心-2023.yaml]",
            {"centre": {"605000}\n  上级": "六十万}\n  上级"}},
            "“乙中心-2023.yaml”还读不全，部门的数加不起来",
        ),
    ],
)
def test_wrong_files_are_errors(files: str, changes: dict, message: str, tmp_path: Path) -> None:
    whole = {"[局本级-2023.yaml, 乙中心-2023.yaml, 丙馆-2023.yaml]": files}
    checked = check(write(tmp_path, whole=whole, **changes))
    assert message in [one.message for one in checked.findings if one.rule == "汇总文件"]
    assert checked.document is None


def test_files_that_add_one_another_up_end(tmp_path: Path) -> None:
    path = write(tmp_path)
    (tmp_path / "乙中心-2023.yaml").write_text(
        path.read_text(encoding="utf-8")
        .replace("乙中心-2023", "某局-2023")
        .replace("名称: 某市某局,", "名称: 某市乙局,"),
        encoding="utf-8",
    )
    told = [one.message for one in check(path).findings if one.rule == "汇总文件"]
    assert "“乙中心-2023.yaml”自己也是汇总的，不是一个单位" in told or any(
        "还读不全" in one for one in told
    )


def test_an_error_in_a_unit_makes_the_whole_a_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, hall={", 原因: 厉行节约": ""})
    out = tmp_path / "out"
    assert main(["report", str(path), "-o", str(out), "--format", "html"]) == 1
    assert [one.name for one in out.iterdir()] == ["某局-2023（审核稿）.html"]
    said = capsys.readouterr().out
    assert re.search(r"丙馆-2023.yaml 第 11 行第 \d+ 列 \[待填\] 缺", said)
    assert (
        "    2010301 行政运行: {基本支出: {30101 基本工资: 20, 30201 办公费: 8.75}, 预算数: 30}"
        in said
    )
    assert "（丙馆-2023.yaml）缺" in (out / "某局-2023（审核稿）.html").read_text(encoding="utf-8")


def test_the_whole_gives_no_amounts_that_units_give(tmp_path: Path) -> None:
    checked = check(write(tmp_path, whole={"政府采购: {用途": "政府采购: {货物: 5, 用途"}))
    assert errors(checked) == ["某局-2023.yaml 15 [汇总自填] “政府采购.货物”由各单位相加，这里不填"]


def test_named_units_are_counted(tmp_path: Path) -> None:
    checked = check(
        write(
            tmp_path,
            whole={
                "内设机构: [办公室, 业务科]}": "内设机构: [办公室, 业务科], 下属单位: [{名称: 某市乙中心, 性质: 其他事业单位}]}"
            },
        )
    )
    assert [one.message for one in checked.findings if one.rule == "汇总单位"] == [
        "下属单位写了 1 个，汇总了 3 个单位的文件"
    ]


# --- last year, next year ---


def test_last_year_of_the_whole_is_its_own_file(tmp_path: Path) -> None:
    """A 部门 of last year that adds its units up too: its total is net of last year's transfers (252.5), not the sum of its units' (263)."""
    folder = tmp_path / "上年"
    folder.mkdir()
    path = write(folder)
    for one in folder.iterdir():
        text = (
            one.read_text(encoding="utf-8")
            .replace("2024", "2023")
            .replace("年度: 2023", "年度: 2022")
        )
        one.write_text(text, encoding="utf-8")
    path = write(tmp_path, whole={"汇总:": "上年: 上年/某局-2023.yaml\n汇总:"})
    checked = check(path)
    assert "上年文件" not in {one.rule for one in checked.findings}, errors(checked)
    assert checked.statement is not None
    before = checked.statement.totals.收支总计.上年
    assert isinstance(before, Figure)
    assert before.value == Decimal("252.5")


def test_without_a_file_of_last_year_the_units_are_added_and_it_is_said(tmp_path: Path) -> None:
    checked = check(write(tmp_path, whole={"核对说明: {上年汇总: 上年没有内部往来}\n": ""}))
    assert [one.message for one in checked.findings if one.rule == "上年汇总"] == [
        "没有填 上年，上年数是各单位上年数的和，没有抵销上年的内部往来"
    ]
    assert checked.statement is not None
    before = checked.statement.totals.收支总计.上年
    assert isinstance(before, Figure)
    assert before.value == Decimal("229.5")


def test_a_whole_is_rolled_on_with_its_units(tmp_path: Path) -> None:
    path = write(tmp_path)
    assert (
        main(
            [
                "roll",
                str(path),
                *(str(tmp_path / f"{name}-2023.yaml") for name in ("局本级", "乙中心", "丙馆")),
            ]
        )
        == 0
    )
    text = (tmp_path / "某局-2024.yaml").read_text(encoding="utf-8")
    assert "汇总: [局本级-2024.yaml, 乙中心-2024.yaml, 丙馆-2024.yaml]" in text
    assert "上年: 某局-2023.yaml" in text
    assert "年初结转和结余" not in text
    assert (
        "年初结转和结余:  # 取自上年年末\n  其他资金: {2010302 一般行政管理事务: 1}  # 取自上年年末\n"
        in (tmp_path / "局本级-2024.yaml").read_text(encoding="utf-8")
    )


# --- units that tell things in different ways ---


def test_one_unit_tells_its_closing_balance_and_others_do_not(tmp_path: Path) -> None:
    """1.25 of 丙馆 is computed, 1 of the 本级 is typed: the whole has both."""
    checked = check(
        write(
            tmp_path,
            home={"\n支出:": "\n年末结转和结余: {其他资金: {2010302 一般行政管理事务: 1}}\n支出:"},
        )
    )
    assert not errors(checked)
    assert checked.statement is not None
    assert [
        checked.statement.totals.资金[name].年末.value for name in ("一般公共预算", "其他资金")
    ] == [Decimal("1.25"), 1]


def test_one_unit_has_only_two_totals_of_basic_outlay(tmp_path: Path) -> None:
    split = {
        "{30101 基本工资: 20, 30201 办公费: 8.75}": "28.75",
        "\n上年: 无": "\n基本支出构成: {人员经费: 20, 公用经费: 8.75}\n上年: 无",
    }
    checked = check(write(tmp_path, hall=split))
    assert checked.statement is not None
    sums = checked.statement.totals
    assert isinstance(sums.人员经费.数, Figure)
    assert isinstance(sums.公用经费.数, Figure)
    assert (sums.人员经费.数.value, sums.公用经费.数.value) == (155, Decimal("34.25"))


def test_cars_are_added_though_one_unit_types_the_number_only(tmp_path: Path) -> None:
    checked = check(write(tmp_path, hall={"保有量: 0": "保有量: 2"}))
    assert checked.statement is not None
    kept = checked.statement.三公.保有量
    assert isinstance(kept, Figure)
    assert kept.value == 3


def test_a_declared_transfer_that_both_files_contradict_is_reported(tmp_path: Path) -> None:
    declared = {
        "核对说明:": "内部往来: [{种类: 补助, 付: 局本级, 收: 某市丙馆, 金额: 2}, {种类: 上缴, 付: 乙中心, 收: 局本级, 金额: 2}]\n核对说明:"
    }
    found = errors(check(write(tmp_path, whole=declared)))
    assert [one for one in found if "[内部往来]" in one] == [
        "某局-2023.yaml 18 [内部往来] 写明的上缴是 2.00 万元，“某市乙中心”和“某市某局本级”的文件里都是 3.00 万元（乙中心-2023.yaml 第 14 行；局本级-2023.yaml 第 8 行），相差 1.00 万元"
    ]


def test_two_transfers_of_which_one_is_declared_are_no_contradiction(tmp_path: Path) -> None:
    """The receiver booked the money in two lines: one is declared, the other is found."""
    declared = {"核对说明:": "内部往来: [{种类: 上缴, 付: 乙中心, 收: 局本级, 金额: 2}]\n核对说明:"}
    two = {"{2010302 一般行政管理事务: 3}": "{2010302 一般行政管理事务: 2, 2010350 事业运行: 1}"}
    assert not [
        one for one in errors(check(write(tmp_path, whole=declared, home=two))) if "内部往来" in one
    ]


def test_what_found_no_partner_names_the_nearest(tmp_path: Path) -> None:
    found = errors(check(write(tmp_path, centre={"上缴上级支出: 30000": "上缴上级支出: 25000"})))
    told = next(one for one in found if one.startswith("局本级-2023.yaml 8 [往来未抵]"))
    assert told.endswith(
        "；最接近的是“某市乙中心”（乙中心-2023.yaml 第 14 行）写的 2.50 万元，相差 0.50 万元"
    )


def test_a_slip_of_less_than_a_yuan_is_told_in_yuan(tmp_path: Path) -> None:
    found = errors(check(write(tmp_path, centre={"上缴上级支出: 30000": "上缴上级支出: 30000.4"})))
    assert any(
        one.startswith("局本级-2023.yaml 8 [往来未抵]")
        and one.endswith("写的 3.00004 万元，相差 0.40 元")
        for one in found
    ), found


def test_the_elimination_table_is_even(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One unit with fractions of a 元: all amounts get as many decimals."""
    monkeypatch.setenv("COLUMNS", "200")
    path = write(tmp_path, centre={"605000}": "605000.12}", "55000}": "55000.12}"})
    main(["check", str(path)])
    rows = [line for line in capsys.readouterr().out.split("\n") if line.startswith("│")]
    amounts = [text for line in rows for text in re.findall(r"\d+\.\d+", line)]
    assert len(amounts) > 20
    assert {len(text.partition(".")[2]) for text in amounts} == {6}


def test_the_example_of_a_department_adds_up() -> None:
    """data/汇总示例: 254.50 and 260.25 less the transfers of 10 on both sides; all four files can be published."""
    folder = ROOT / "data" / "汇总示例"
    files = sorted(folder.glob("*.yaml"))
    assert len(files) == 4
    assert all(check(path).publishable for path in files)
    whole = check(folder / "水务局-2023.yaml")
    assert whole.statement is not None
    assert whole.statement.totals.本年收入合计.printed == Decimal("244.50")
    assert whole.statement.totals.本年支出合计.printed == Decimal("250.25")
