"""Importing into a file that a clerk has written: numbers change, everything else stays."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.cli import main
from generator.importing.evidence import CellSpot
from generator.importing.importer import Imported, import_files
from generator.importing.into import update_text
from generator.importing.lines import DataLine, Figures
from generator.importing.writing import FileOrigin, new_text
from generator.model.load import load
from generator.model.subjects import catalogue
from generator.pipeline.checking import check
from tests.helpers import examples
from tests.importing_books import Layout, Ledger, software
from tests.importing_ledger import SMALL, D, expected, facts_of

CLERK = """# 我的说明：不要动
版式: 四川
年度: 2023
金额单位: 元                    # 元！
单位: {名称: 某市某某局, 口径: 单位, 性质: 行政单位}
收入:
  一般公共预算财政拨款收入: {2070101 行政运行: 3289370.00, "2070104": 1000}   # 两项
  政府性基金预算财政拨款收入: 500600
  事业收入:
    图书馆（2070104）: 128,600
支出:   # 资金在前
  一般公共预算:
    2070101 行政运行:
      基本支出: {30101 基本工资: 1, 30299 其他商品和服务支出: 9}
      项目支出:
        办公设备更新: {31002 办公设备购置: 2}   # 只有一个项目
      预算数: 1400000
      原因: 严格控制，注意“引号”   # 局长定的说法
    # 下面是图书馆
    2070104 图书馆:
      基本支出: 36400
      项目支出:
        免费开放: {30201 办公费: 50000}
        修缮: {30201 办公费: 2000, 30901 房屋建筑物购建: 300000}
      预算数: {年初: 388400, 全年: 388400}
三公经费:
  公务接待费:
    预算数: 30000
    原因: 压减接待批次
    国内: {决算数: 19340, 批次: 11, 人次: , 用途: 接待检查}
    外事: {决算数: 2800, 批次: 1, 人次: 6}
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return import_files([software(tmp_path_factory.mktemp("books") / "决算.xlsx", SMALL)])


def comments(text: str) -> list[str]:
    return [
        found
        for found in re.findall(r"#.*", text)
        if not found.startswith(("# 来源", "# 待填", "# 填", "# 把左边"))
    ]


def test_numbers_change_and_nothing_else(imported: Imported, tmp_path: Path) -> None:
    update = update_text(CLERK, imported.figures, "元")
    assert comments(update.text) == comments(CLERK)
    for kept in (
        "原因: 严格控制，注意“引号”   # 局长定的说法",
        "用途: 接待检查",
        "3289370.00",
        "128,600",
        "修缮: {30201 办公费: 2000, 30901 房屋建筑物购建: 300000}",
    ):
        assert kept in update.text
    assert '"2070104": 1656280.55}' in update.text
    assert "办公设备更新: {31002 办公设备购置: 45080}" in update.text
    assert (
        "基本支出: {30101 基本工资: 1208600, 30201 办公费: 120530.12, 30299 其他商品和服务支出: 9}"
        in update.text
    )
    assert "基本支出: {30201 办公费: 36400}" in update.text
    assert "预算数: {年初: 1500000, 全年: 1400000}" in update.text
    assert "人次: 86, 用途" in update.text
    assert any("30299" in told and "留着没有删" in told for told in update.left)
    found = facts_of(update.text.replace("9}", "0}"), tmp_path)
    wanted = expected(SMALL)
    assert {key: amount for key, amount in found.items() if key in wanted} == wanted | {
        key: found[key]
        for key in wanted
        if key[:4] == ("支出", "", "一般公共预算", "2070104") and key[4] == "项目支出"
    }


def test_the_second_time_nothing_changes(imported: Imported) -> None:
    once = update_text(CLERK, imported.figures, "元")
    twice = update_text(once.text, imported.figures, "元")
    assert twice.text == once.text
    assert not twice.changes


def test_a_new_file_is_up_to_date(imported: Imported) -> None:
    text = new_text(
        imported.figures,
        imported.money_unit,
        FileOrigin(imported.owner, imported.year, imported.files),
    )
    update = update_text(text, imported.figures, imported.money_unit)
    assert update.text == text
    assert update.left == []


def test_the_unit_of_the_file_is_respected(imported: Imported) -> None:
    text = "年度: 2023\n金额单位: 万元\n收入:\n  一般公共预算财政拨款收入:\n    2070101 行政运行: 328.937\n    2070104 图书馆: 3\n"
    update = update_text(text, imported.figures, "万元")
    assert "2070104 图书馆: 165.628055" in update.text
    assert "2070101 行政运行: 328.937\n" in update.text


def test_imports_again_and_again_keep_what_the_clerk_wrote(tmp_path: Path) -> None:
    """Workbooks with other figures, one after the other, in other layouts: comments, order, reasons and texts survive, every figure arrives."""
    chance = random.Random(7)  # noqa: S311 (a test's own numbers)
    target = tmp_path / "某局-2023.yaml"
    target.write_text(CLERK.replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    for number in range(examples(3)):
        outlay = {key: D(chance.randrange(1, 10**9)) / 100 for key in SMALL.outlay}
        ledger = replace(
            SMALL,
            outlay=outlay,
            income={key: D(chance.randrange(1, 10**9)) / 100 for key in SMALL.income},
        )
        book = software(
            tmp_path / f"{number}.xlsx",
            ledger,
            Layout(codes=chance.choice(["one", "three"]), noise=bool(number % 2)),
        )
        assert main(["import", str(book), "--into", str(target), "--yes"]) in (0, 1)
        text = target.read_bytes().decode("utf-8-sig")
        assert text.count("\r\n") == text.count("\n")
        assert target.read_bytes().startswith(b"\xef\xbb\xbf")
        assert comments(text.replace("\r", "")) == comments(CLERK)
        assert "严格控制，注意“引号”   # 局长定的说法" in text
        assert "压减接待批次" in text
        order = [
            text.index(word)
            for word in (
                "# 我的说明",
                "收入:",
                "支出:",
                "2070101 行政运行:\r\n",
                "# 下面是图书馆",
                "2070104 图书馆:\r\n      基本",
                "公务接待费",
            )
        ]
        assert order == sorted(order)
        loaded = load(target)
        assert loaded.accounts is not None, loaded.findings
        assert (
            f"30101 基本工资: {outlay['一般公共预算', '2070101', '基本支出', '30101'].normalize():f}"
            in text
        )


def test_differences_are_shown_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = software(tmp_path / "决算.xlsx", SMALL)
    target = tmp_path / "某局-2023.yaml"
    target.write_text(CLERK, encoding="utf-8")
    main(["import", str(book), "--into", str(target)])
    told = capsys.readouterr().out
    assert "基本支出/30101 基本工资：1 → 1208600（＋1208599）  # 来源: Z08_1!" in told
    assert "没有改" in told
    assert target.read_text(encoding="utf-8") == CLERK


def test_a_finer_file_is_compared_and_not_changed(imported: Imported) -> None:
    """免费开放 and 修缮 together are 30201 52000 in the workbook: they agree; when they do not, the clerk is told."""
    assert not any(
        "30201" in told and "分得更细" in told
        for told in update_text(CLERK, imported.figures, "元").left
    )
    other = update_text(CLERK.replace("办公费: 50000", "办公费: 50001"), imported.figures, "元")
    assert any(
        "30201 办公费：文件里分得更细，相加是 52,001.00，工作簿是 52,000.00" in told
        for told in other.left
    )
    assert "办公费: 50001" in other.text


def test_a_file_with_slips_is_not_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = software(tmp_path / "决算.xlsx", Ledger(income={("事业收入", "2070104"): Decimal(5)}))
    target = tmp_path / "某局.yaml"
    target.write_text("年度：2023\n金额单位: 元\n", encoding="utf-8")
    assert main(["import", str(book), "--into", str(target), "--yes"]) == 2
    assert "要先改好写法才能导入" in capsys.readouterr().err


ROLLED = """年度: 2023
金额单位: 元
收入:
  事业收入:
    2070104 图书馆: 待填  # 来源: Z03!F10；上年 120000
  其他收入: {2070104 图书馆: 待填}   # 我的话
支出:
  一般公共预算:
    2070101 行政运行:
      基本支出: 待填  # 上年 1,200,000
      项目支出:
        待填:
          31002 办公设备购置: 待填
      预算数: {年初: 待填, 全年: 待填}  # 上年 年初 1、全年 2
      原因: 待填
    2070104 图书馆:
      项目支出:
        免费开放: {30201 办公费: 待填}
        修缮:
          30201 办公费: 2000
          30901 房屋建筑物购建: 3
结余分配: 待填
"""


def test_a_rolled_file_is_filled(imported: Imported) -> None:
    """What juesuan roll left as 待填 is filled like a blank; comments stay, and reasons are the clerk's."""
    update = update_text(ROLLED, imported.figures, "元")
    assert "2070104 图书馆: 128600  # 来源: Z03!" in update.text
    assert "；上年 120000" in update.text
    assert "{2070104 图书馆: 6320.18}   # 我的话" in update.text
    assert (
        "基本支出: {30101 基本工资: 1208600, 30201 办公费: 120530.12}  # 上年 1,200,000"
        in update.text
    )
    assert "待填:\n          31002 办公设备购置: 45080" in update.text
    assert "预算数: {年初: 1500000, 全年: 1400000}  # 上年 年初 1、全年 2" in update.text
    assert "原因: 待填" in update.text
    assert any("待填 → 128600" in f"{one.old} → {one.new}" for one in update.changes)


def test_each_difference_is_told_with_its_own_line(imported: Imported) -> None:
    """An item with two projects: the line of the 经济科目, not that of the item; what is still 待填 is told too."""
    told = update_text(ROLLED, imported.figures, "元").left
    lines = ROLLED.split("\n")
    office, house = (
        next(number for number, line in enumerate(lines, 1) if words in line)
        for words in ("免费开放", "30901")
    )
    assert any(
        one.startswith(f"第 {office} 行 ")
        and "30201 办公费：文件里分得更细，还写着“待填”，工作簿是 52,000.00" in one
        for one in told
    ), told
    assert any(
        one.startswith(f"第 {house} 行 ") and "相加是 3.00，工作簿是 300,000.00" in one
        for one in told
    )


def test_projects_without_names_get_one_marked_place(imported: Imported, tmp_path: Path) -> None:
    text = new_text(
        imported.figures,
        imported.money_unit,
        FileOrigin(imported.owner, imported.year, imported.files),
    )
    assert (
        "项目支出:\n        待填:  # 把左边的“待填”换成项目名称；有几个项目就分成几段\n          30201 办公费: 52000"
        in text
    )
    path = tmp_path / "新.yaml"
    path.write_text(text, encoding="utf-8")
    told = [one for one in check(path).findings if "项目" in one.message and "名称" in one.message]
    items = text.count("待填:  # 把")
    assert [one.rule for one in told] == ["待填"] * items
    assert "换成项目名称" in told[0].fix
    named = text.replace("待填:  # 把左边的“待填”换成项目名称；有几个项目就分成几段", "某项目:")
    assert update_text(named, imported.figures, imported.money_unit).changes == []


def test_closing_balances_that_follow_are_not_added(imported: Imported) -> None:
    lines = [line for line in imported.figures.lines if line.path[0] == "年末结转和结余"]
    assert lines
    assert (
        "年末结转和结余"
        not in update_text("年度: 2023\n金额单位: 元\n收入: {}\n", imported.figures, "元").text
    )
    other = replace(
        imported.figures,
        lines=tuple(
            replace(line, amount=line.amount + 1) if line in lines else line
            for line in imported.figures.lines
        ),
    )
    assert "年末结转和结余" in update_text("年度: 2023\n金额单位: 元\n收入: {}\n", other, "元").text


_OTHER = ("年初结转和结余", "其他资金")


def balances(*numbers: tuple[tuple[str, ...], str]) -> Figures:
    """The figures of a workbook from places and amounts in 元."""
    lines = (DataLine(path, Decimal(amount), (CellSpot("01", "C35"),)) for path, amount in numbers)
    return Figures(tuple(lines), catalogue(2024), {})


@pytest.mark.parametrize("typed", ["6.8", "{2070104 图书馆: 6.8}"])
def test_an_opening_balance_that_differs_is_a_change(typed: str) -> None:
    text = f"年初结转和结余:\n  其他资金: {typed}  # 取自上年年末\n"
    update = update_text(text, balances((_OTHER, "68020.18")), "万元")
    assert [(change.old, change.new) for change in update.changes] == [("6.8", "6.802018")]
    assert typed.replace("6.8", "6.802018") in update.text
    assert not update.left


def test_an_opening_balance_that_other_numbers_imply_is_told_where_it_differs() -> None:
    code = "2070104 图书馆"
    figures = balances(
        (("收入", "事业收入", code), "100000"),
        (("支出", "其他资金", code, "基本支出"), "120000"),
        (("年末结转和结余", "其他资金"), "48020.18"),
    )
    text = (
        f"收入:\n  事业收入: {{{code}: 10}}\n年初结转和结余:\n  其他资金: {{opening}}\n"
        f"支出:\n  其他资金: {{{code}: {{基本支出: 12}}}}\n年末结转和结余: {{其他资金: 4.802018}}\n"
    )
    left = update_text(text.replace("{opening}", "6.8"), figures, "万元").left
    assert [message for message in left if "年初" in message] == [
        "年初结转和结余/其他资金：工作簿没有单列，照它的收入、支出和年末推算是 6.802018，文件里是 "
        "6.80；请核对，该改的自己改"
    ]
    assert not update_text(text.replace("{opening}", "6.802018"), figures, "万元").left


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        (
            "{待填: {30201 办公费: 待填, 30226 劳务费: 5}}",
            "{干部培训: {30201 办公费: 2.5, 30226 劳务费: 1}}",
        ),
        (
            "\n        待填:  # 把左边的“待填”换成项目名称；有几个项目就分成几段\n"
            "          30201 办公费: 2.5\n          30226 劳务费: 待填  # 上年 3",
            "\n        干部培训:\n          30201 办公费: 2.5\n          30226 劳务费: 1  # 上年 3",
        ),
    ],
)
def test_a_project_that_waits_for_its_name_gets_the_one_of_the_workbook(
    below: str, expected: str
) -> None:
    text = f"支出:\n  一般公共预算:\n    2050803 培训支出:\n      项目支出: {below}\n"
    path = ("支出", "一般公共预算", "2050803 培训支出", "项目支出", "干部培训")
    figures = balances(((*path, "30201 办公费"), "25000"), ((*path, "30226 劳务费"), "10000"))
    update = update_text(text, figures, "万元")
    assert update.text.replace(": \n", ":\n") == text.replace(below, expected).replace(
        ": \n", ":\n"
    )
    assert [change.new for change in update.changes if "项目名称" in change.path] == ["干部培训"]
    assert not update.left
