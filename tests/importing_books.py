"""Workbooks for the tests of importing: as the accounts software exports them (财决), from a small ledger, in several layouts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from msgspec import Struct, field

from generator.model.money import FUNDS, NATURES, SOURCES
from generator.model.subjects import catalogue

# The columns of 财决05 and 08 in the order of the software.
ORDER = {
    "301": "01 02 03 06 07 08 09 10 11 12 13 14 99",
    "302": "01 02 03 04 05 06 07 08 09 11 12 13 14 15 16 17 18 24 25 26 27 28 29 31 39 40 99",
    "303": "01 02 03 04 05 06 07 08 09 10 11 99",
    "307": "01 02 03 04",
    "309": "01 02 03 05 06 07 08 13 19 21 22 99",
    "310": "01 02 03 05 06 07 08 09 10 11 12 13 19 21 22 99",
    "311": "01 99",
    "312": "01 03 04 05 99",
    "313": "02 03",
    "399": "07 08 09 10 99",
}
YEAR = 2023


class Ledger(Struct):
    """Amounts in 元."""

    income: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    outlay: dict[tuple[str, str, str, str], Decimal] = field(default_factory=dict)
    opening: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    budgets: dict[tuple[str, str], tuple[Decimal, Decimal]] = field(default_factory=dict)

    def spent(
        self,
        *prefixes: str,
        funds: tuple[str, ...] = FUNDS,
        natures: tuple[str, ...] = NATURES,
        economic: str = "",
    ) -> Decimal:
        return sum(
            (
                amount
                for (fund, code, nature, one), amount in self.outlay.items()
                if fund in funds
                and nature in natures
                and one.startswith(economic)
                and (not prefixes or code.startswith(prefixes))
            ),
            Decimal(0),
        )


class Layout(Struct):
    """How a workbook looks."""

    codes: str = "one"  # one column; three; spaced
    unit: str = "元"
    texts: bool = False  # numbers typed as texts, with separators
    merged: bool = True
    noise: bool = False  # stray notes, footers, hidden sheets, blank rows
    split: int = 0  # columns of a wide table on each sheet; 0: all
    coded_heads: bool = False  # 30101 基本工资 in heads instead of 基本工资 alone
    levels_below: bool = (
        False  # 类, 款, 项 stand in the line of column numbers, as the software prints them
    )


class Writer:
    """Sheets of one workbook."""

    def __init__(self, path: Path, ledger: Ledger, layout: Layout) -> None:
        self.book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
        self.ledger, self.layout, self.year = ledger, layout, catalogue(YEAR)

    def sheet(self, name: str, title: str, corner: str) -> Any:
        sheet = self.book.add_worksheet(name[:31])
        sheet.write(0, 3, title)
        sheet.write(1, 6, corner)
        sheet.write(2, 0, "编制单位：某市某某局")
        sheet.write(2, 3, f"{YEAR}年度")
        sheet.write(2, 6, f"金额单位：{self.layout.unit}")
        return sheet

    def amount(
        self, sheet: Any, row: int, column: int, value: Decimal, *, zero: bool = False
    ) -> None:
        if not value and not zero:
            return
        shown = value / 10_000 if self.layout.unit == "万元" else value
        if self.layout.texts:
            sheet.write_string(row, column, f"{shown:,f}")
        else:
            sheet.write_number(row, column, float(shown))

    def head(self, sheet: Any, top: int, paths: list[tuple[str, ...]], start: int = 0) -> int:
        """Merged heads; returns the row behind them."""
        depth = max(map(len, paths))
        for level in range(depth):
            column = 0
            while column < len(paths):
                path = paths[column]
                if level >= len(path):
                    column += 1
                    continue
                end = column
                inner = len(path) > level + 1
                while (
                    end + 1 < len(paths)
                    and paths[end + 1][: level + 1] == path[: level + 1]
                    and (inner or paths[end + 1] == path)
                ):
                    end += 1
                bottom = top + depth - 1 if level == len(path) - 1 else top + level
                if self.layout.merged and (end > column or bottom > top + level):
                    sheet.merge_range(top + level, start + column, bottom, start + end, path[level])
                else:
                    sheet.write(top + level, start + column, path[level])
                column = end + 1
        return top + depth

    def subjects(
        self,
        name: str,
        title: str,
        corner: str,
        heads: list[tuple[str, ...]],
        value: Callable[[int, tuple[str, ...]], Decimal],
        items: list[str],
    ) -> None:
        """A table with a 科目 in each line: 合计, 类, 款, 项."""
        chunks = [range(len(heads))]
        if self.layout.split and len(heads) > self.layout.split:
            chunks = [
                range(at, min(at + self.layout.split, len(heads)))
                for at in range(0, len(heads), self.layout.split)
            ]
        for number, chunk in enumerate(chunks):
            sheet = self.sheet(name[: 31 - 3] + (f"({number})" if number else ""), title, corner)
            three = self.layout.codes == "three"
            below = self.layout.levels_below and three
            lead: list[tuple[str, ...]] = (
                [("项目", "支出功能分类科目编码", part) for part in "类款项"]
                if three
                else [("项目", "科目编码")]
            )
            lead = [("项目", "支出功能分类科目编码")] * 3 if below else lead
            lead.append(("项目", "科目名称"))
            row = self.head(sheet, 3, [*lead, *(heads[one] for one in chunk)])
            sheet.write(row, len(lead) - 1, "栏次")
            for place, part in enumerate("类款项" if below else ""):
                sheet.write(row, place, part)
            for place in range(len(chunk)):
                sheet.write(row, len(lead) + place, chunk[place] + 1)
            row += 1
            sheet.write(row, len(lead) - 1, "合计")
            for place, one in enumerate(chunk):
                self.amount(sheet, row, len(lead) + place, value(one, ()), zero=True)
            row += 1
            codes = sorted({code[:length] for code in items for length in (3, 5, 7)})
            for code in codes:
                if self.layout.noise and row % 7 == 0:
                    row += 1
                self._code(sheet, row, code, three)
                subject = self.year.functional(code)
                sheet.write(
                    row,
                    len(lead) - 1,
                    "  " * (len(code) // 2 - 1) + (subject.name if subject else code),
                )
                for place, one in enumerate(chunk):
                    self.amount(sheet, row, len(lead) + place, value(one, (code,)))
                row += 1
            if self.layout.noise:
                sheet.write(row + 1, 0, "注：本表由系统导出，100 以内的差异由四舍五入造成。")
                sheet.write(row + 2, 0, "制表人：")

    def _code(self, sheet: Any, row: int, code: str, three: bool) -> None:
        if three:
            for place, part in enumerate((code[:3], code[3:5], code[5:7])):
                if part:
                    sheet.write(row, place, part)
        elif self.layout.codes == "spaced":
            sheet.write(row, 0, " ".join(part for part in (code[:3], code[3:5], code[5:7]) if part))
        else:
            sheet.write(row, 0, code)

    def wide(
        self, name: str, title: str, corner: str, funds: tuple[str, ...], natures: tuple[str, ...]
    ) -> None:
        columns: list[tuple[str, tuple[str, ...]]] = [("", ("合计",))]
        for group, inner in ORDER.items():
            above = self._economic(group)
            columns.append((group, (above, "小计")))
            columns += [
                (group + code, (above, self._economic(group + code))) for code in inner.split()
            ]
        items = sorted(
            {
                code
                for (fund, code, nature, _), amount in self.ledger.outlay.items()
                if fund in funds and nature in natures and amount
            }
        )
        self.subjects(
            name,
            title,
            corner,
            [path for _, path in columns],
            lambda one, code: self.ledger.spent(
                *code, funds=funds, natures=natures, economic=columns[one][0]
            ),
            items,
        )

    def _economic(self, code: str) -> str:
        subject = self.year.economic(code)
        assert subject, code
        return f"{code} {subject.name}" if self.layout.coded_heads else subject.name


def software(path: Path, ledger: Ledger, layout: Layout | None = None) -> Path:
    """A whole workbook of 财决 tables."""
    writer = Writer(path, ledger, layout or Layout())
    if writer.layout.noise:
        writer.book.add_worksheet("封面").write(0, 0, "部门决算报表")
    totals(writer)
    _income(writer)
    _outlay(writer)
    _flows(writer)
    fiscal = NATURES[:2]
    writer.wide(
        "Z05_1 基本支出决算明细表(财决05-1表)",
        "基本支出决算明细表",
        "财决05-1表",
        FUNDS,
        fiscal[:1],
    )
    writer.wide(
        "Z05_2 项目支出决算明细表(财决05-2表)",
        "项目支出决算明细表",
        "财决05-2表",
        FUNDS,
        fiscal[1:],
    )
    writer.wide(
        "Z05_3 经营支出决算明细表(财决05-3表)",
        "经营支出决算明细表",
        "财决05-3表",
        FUNDS,
        ("经营支出",),
    )
    writer.wide(
        "Z08 一般公共预算财政拨款支出决算明细表(财决08表)",
        "一般公共预算财政拨款支出决算明细表",
        "财决08表",
        FUNDS[:1],
        fiscal,
    )
    writer.wide(
        "Z08_1 一般公共预算财政拨款基本支出决算明细表(财决08-",
        "一般公共预算财政拨款基本支出决算明细表",
        "财决08-1表",
        FUNDS[:1],
        fiscal[:1],
    )
    writer.wide(
        "Z08_2 一般公共预算财政拨款项目支出决算明细表(财决08-",
        "一般公共预算财政拨款项目支出决算明细表",
        "财决08-2表",
        FUNDS[:1],
        fiscal[1:],
    )
    writer.wide(
        "Z10_1 政府性基金预算财政拨款基本支出决算明细表",
        "政府性基金预算财政拨款基本支出决算明细表",
        "财决10-1表",
        FUNDS[1:2],
        fiscal[:1],
    )
    writer.wide(
        "Z10_2 政府性基金预算财政拨款项目支出决算明细表",
        "政府性基金预算财政拨款项目支出决算明细表",
        "财决10-2表",
        FUNDS[1:2],
        fiscal[1:],
    )
    statistics(writer)
    if writer.layout.noise:
        hidden = writer.sheet("Z04旧", "支出决算表", "财决04表")
        hidden.write(3, 0, "科目编码")
        hidden.hide()
        writer.book.add_worksheet("草稿").write(4, 4, "随手记的 123")
    writer.book.close()
    return path


INCOME_NAMES = (
    "一、一般公共预算财政拨款收入",
    "二、政府性基金预算财政拨款收入",
    "三、国有资本经营预算财政拨款收入",
    "四、上级补助收入",
    "五、事业收入",
)
INCOME_NAMES += ("六、经营收入", "七、附属单位上缴收入", "八、其他收入")


def totals(writer: Writer) -> None:
    """财决01: three blocks, three kinds of number each."""
    ledger = writer.ledger
    sheet = writer.sheet("Z01 收入支出决算总表(财决01表)", "收入支出决算总表", "财决01表")
    kinds = ("年初预算数", "全年预算数", "决算数")
    blocks = (
        ("收入", "项目"),
        ("支出", "项目（按功能分类）"),
        ("支出", "项目（按支出性质和经济分类）"),
    )
    heads = [
        path
        for block, item in blocks
        for path in ((block, item), (block, "行次"), *((block, kind) for kind in kinds))
    ]
    row = writer.head(sheet, 3, heads)
    for place, path in enumerate(heads):
        sheet.write(
            row, place, "栏次" if path[1].startswith("项目") else "" if path[1] == "行次" else place
        )
    income = {
        source: sum(
            (amount for (other, _), amount in ledger.income.items() if other == source), Decimal(0)
        )
        for source in SOURCES
    }
    opening = sum(ledger.opening.values(), Decimal(0))
    spent = ledger.spent()
    left = [(name, income[source]) for name, source in zip(INCOME_NAMES, SOURCES, strict=True)]
    left += [
        ("本年收入合计", sum(income.values(), Decimal(0))),
        ("使用非财政拨款结余", Decimal(0)),
        ("年初结转和结余", opening),
    ]
    left += [("总计", sum(income.values(), Decimal(0)) + opening)]
    classes = [
        "一、一般公共服务支出",
        "七、文化旅游体育与传媒支出",
        "八、社会保障和就业支出",
        "二十三、其他支出",
    ]
    middle = [
        (name, ledger.spent(code))
        for name, code in zip(classes, ("201", "207", "208", "229"), strict=True)
    ] + [("本年支出合计", spent)]
    right = [
        ("一、基本支出", ledger.spent(natures=NATURES[:1])),
        ("人员经费", Decimal(1)),
        ("二、项目支出", ledger.spent(natures=NATURES[1:2])),
    ]
    right += [
        ("四、经营支出", ledger.spent(natures=("经营支出",))),
        ("经济分类支出合计", spent),
        ("一、工资福利支出", Decimal(3)),
        ("十、其他支出", Decimal(3)),
    ]
    for block, lines in enumerate((left, middle, right)):
        for number, (name, amount) in enumerate(lines):
            sheet.write(row + 1 + number, block * 5, name)
            sheet.write(row + 1 + number, block * 5 + 1, number + 1)
            writer.amount(sheet, row + 1 + number, block * 5 + 2, Decimal("12345"))
            writer.amount(sheet, row + 1 + number, block * 5 + 4, amount)


def statistics(writer: Writer) -> None:
    """财决附03: two blocks; amounts and counts."""
    sheet = writer.sheet("F03 机构运行信息表(财决附03表)", "机构运行信息表", "财决附03表")
    heads = [
        ("项目",),
        ("行次",),
        ("年初预算数",),
        ("全年预算数",),
        ("决算数",),
        ("项目",),
        ("行次",),
        ("统计数",),
    ]
    row = writer.head(sheet, 3, heads)
    left = [
        ("一、“三公”经费支出", 0, 0, 0),
        ("（一）支出合计", 86000, 90000, 80560),
        ("1.因公出国（境）费", 0, 0, 0),
    ]
    left += [
        ("2.公务用车购置及运行维护费", 60000, 60000, 58420),
        ("（1）公务用车购置费", 0, 0, 0),
        ("（2）公务用车运行维护费", 60000, 60000, 58420),
    ]
    left += [
        ("3.公务接待费", 26000, 30000, 22140),
        ("（1）国内接待费", 0, 0, 22140),
        ("其中：外事接待费", 0, 0, 2800),
        ("（2）国（境）外接待费", 0, 0, 0),
    ]
    right = [
        ("（二）相关统计数", 0),
        ("4.公务用车保有量（辆）", 4),
        ("5.国内公务接待批次（个）", 12),
        ("其中：外事接待批次（个）", 1),
        ("6.国内公务接待人次（人）", 92),
    ]
    right += [
        ("其中：外事接待人次（人）", 6),
        ("二、机关运行经费", 595110),
        ("（一）车辆数合计（辆）", 5),
        ("3.机要通信用车", 1),
        ("8.其他用车", 4),
    ]
    right += [
        ("（二）单价100万元（含）以上设备（不含车辆）", 1),
        ("1.政府采购货物支出", 1136000),
        ("其中：授予小微企业合同金额", 1245000),
    ]
    for number, (name, *amounts) in enumerate(left):
        sheet.write(row + number, 0, name)
        sheet.write(row + number, 1, number + 1)
        for place, amount in enumerate(amounts):
            writer.amount(sheet, row + number, 2 + place, Decimal(amount), zero=True)
    for number, (name, amount) in enumerate(right):
        sheet.write(row + number, 5, name)
        money = amount > 500
        writer.amount(sheet, row + number, 7, Decimal(amount)) if money else sheet.write(
            row + number, 7, amount
        )


def _income(writer: Writer) -> None:
    ledger = writer.ledger
    columns = [
        SOURCES,
        SOURCES[:3],
        *((source,) for source in SOURCES[3:5]),
        (),
        *((source,) for source in SOURCES[5:]),
    ]
    heads: list[tuple[str, ...]] = [
        ("本年收入合计",),
        ("财政拨款收入",),
        ("上级补助收入",),
        ("事业收入", "小计"),
        ("事业收入", "其中：教育收费"),
    ]
    heads += [("经营收入",), ("附属单位上缴收入",), ("其他收入",)]
    writer.subjects(
        "Z03 收入决算表(财决03表)",
        "收入决算表",
        "财决03表",
        heads,
        lambda one, code: sum(
            (
                amount
                for (source, item), amount in ledger.income.items()
                if source in columns[one] and item.startswith(code or "")
            ),
            Decimal(0),
        ),
        sorted({item for _, item in ledger.income}),
    )


def _outlay(writer: Writer) -> None:
    heads = [("本年支出合计",), *((nature,) for nature in NATURES)]
    natures = [NATURES, *((nature,) for nature in NATURES)]
    items = sorted({code for _, code, _, _ in writer.ledger.outlay})
    writer.subjects(
        "Z04 支出决算表(财决04表)",
        "支出决算表",
        "财决04表",
        heads,
        lambda one, code: writer.ledger.spent(*code, natures=natures[one]),
        items,
    )


def _flows(writer: Writer) -> None:
    ledger = writer.ledger
    for name, title, corner, fund, source in (
        (
            "Z07 一般公共预算财政拨款收入支出决算表(财决07表)",
            "一般公共预算财政拨款收入支出决算表",
            "财决07表",
            FUNDS[0],
            SOURCES[0],
        ),
        (
            "Z09 政府性基金预算财政拨款收入支出决算表(财决09表)",
            "政府性基金预算财政拨款收入支出决算表",
            "财决09表",
            FUNDS[1],
            SOURCES[1],
        ),
        (
            "Z11 国有资本经营预算财政拨款收入支出决算表(财决11表)",
            "国有资本经营预算财政拨款收入支出决算表",
            "财决11表",
            FUNDS[2],
            SOURCES[2],
        ),
    ):

        def value(
            one: int, code: tuple[str, ...], fund: str = fund, source: str = source
        ) -> Decimal:
            prefix = code[0] if code else ""
            opening = sum(
                (
                    amount
                    for (other, item), amount in ledger.opening.items()
                    if other == fund and item.startswith(prefix)
                ),
                Decimal(0),
            )
            income = sum(
                (
                    amount
                    for (other, item), amount in ledger.income.items()
                    if other == source and item.startswith(prefix)
                ),
                Decimal(0),
            )
            spent = [
                ledger.spent(*code, funds=(fund,), natures=natures)
                for natures in (NATURES, NATURES[:1], NATURES[1:2])
            ]
            budgets = [
                pair
                for (other, item), pair in ledger.budgets.items()
                if other == fund and item.startswith(prefix)
            ]
            given = [sum((pair[place] for pair in budgets), Decimal(0)) for place in (0, 1)]
            return [
                opening,
                opening,
                income,
                *given,
                spent[0],
                spent[1],
                spent[1],
                spent[2],
                opening + income - spent[0],
            ][one]

        heads = [
            ("年初结转和结余", "合计"),
            ("年初结转和结余", "项目支出结转和结余"),
            ("本年收入",),
            ("年初预算数",),
            ("全年预算数",),
            ("本年支出", "合计"),
        ]
        heads += [
            ("本年支出", "基本支出", "小计"),
            ("本年支出", "基本支出", "人员经费"),
            ("本年支出", "项目支出"),
            ("年末结转和结余", "合计"),
        ]
        items = {item for (other, item) in ledger.opening if other == fund} | {
            item for (other, item) in ledger.income if other == source
        }
        items |= {code for (other, code, _, _) in ledger.outlay if other == fund} | {
            item for (other, item) in ledger.budgets if other == fund
        }
        writer.subjects(name, title, corner, heads, value, sorted(items))
