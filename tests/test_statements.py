"""Every computed statement of three really published documents: ours prints what its inputs give, in the same section."""

from __future__ import annotations

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import ROOT, text_under

CASES = {
    "000": ROOT / "data" / "泸州驻蓉办-2023.yaml",
    "001": ROOT / "data" / "泸州市委办-2023.yaml",
    "003": ROOT / "data" / "泸县政府办-2023.yaml",
}
# Decimals of percentages in the text, and whether trailing zeros are kept.
HABITS = {"000": (1, False), "001": (1, False), "003": (2, True)}
RECORDS = [
    json.loads(line)
    for path in sorted((Path(__file__).parent / "cases").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]

# Records that contradict another record, or are about the original's own slips: what ours prints instead, and why.
CHOSEN: dict[str, tuple[str, str]] = {
    "000-S008": ("1290.87万元，占69.9%", "S010: the amount agrees with the only project item"),
    "000-S035": (
        "完成预算72.4%",
        "0.76 ÷ 1.05, the budget that the original's rate gives at two decimals",
    ),
    "000-S009": ("占69.9%", "sum of shares: ours are 30.1 and 69.9"),
    "000-S025": ("占92.1%", "sum of shares: ours are 92.1, 0.5, 3.7, 2.1, 1.6"),
    "000-S052": (
        "减少2.11万元",
        "S050 and S051 hold for 2.11; the parts 1.16 and 0.96 differ by a rounded tail",
    ),
    "000-P010": ("99.6", "the score of P009 is 9.6, so the sum is 99.6"),
    "000-P004": ("180.00", "three unit costs and their counts make the budget of 180"),
    "001-S024": ("完成预算92.8%", "S025: the items' budgets add up to 2421.10"),
    "001-S045": ("完成预算86.3%", "S046: the kinds' budgets add up to 84.28"),
    "001-S009": ("占6.7%", "sum of shares"),
    "001-S022": ("占4.1%", "sum of shares, with the share of S020 as it is"),
    "001-S054": ("占1.3%", "sum of shares, with the share of S053 as it is"),
    "000-S057": ("占98.1%", "sum of shares"),
    "001-S057": ("增加20.12万元。主要原因", "growth from zero has no rate"),
    "001-S062": ("公务用车10辆", "the stock is ten; the types are mended to add up to it"),
    "001-P005": ("23.35", "the part that the original left out is there"),
    "001-S071": ("占政府采购支出总额的8.9%", "9% is right only without decimals"),
    "001-S072": ("占政府采购支出总额的8.9%", "9% is right only without decimals"),
    "003-S020": ("占34.54%", "sum of shares: 65.46 and 34.54"),
    "003-S036": ("占85.29%", "sum of shares, with the first one not bent to make 100"),
    "003-S037": (
        "决算数为1970.68万元",
        "the items add up to it without the one that slipped in (S046)",
    ),
    "003-S045": ("支出决算为1.80万元", "S053: the class of 148.83 leaves 1.80 for this item"),
    "003-S046": (
        "（项）：支出决算为1.80万元",
        "S054: the class of 37.14 has no room for it; 1.80 belongs to the item before",
    ),
    "003-S053": ("社会保障和就业（类）支出148.83万元", "the class, with S045 mended"),
    "003-S054": ("卫生健康（类）支出37.14万元", "the class, without S046"),
    "003-S063": (
        "较上年增加5.08万元",
        "S076: receptions rose by 5.08, too, and cars did not change",
    ),
    "003-S068": ("占83.68%", "sum of shares: 0, 16.32 and 83.68"),
    "003-S077": (
        "增加5.08万元，增加9.90%",
        "S076: the amount is 5.08, and the appendix prints this rate",
    ),
    "003-S085": (
        "等4个项目绩效目标实际完成情况",
        "S086: the five names are last year's; four projects are told of",
    ),
    "003-P003": ("“三公”经费支出合计67.41万元", "the reception cost of P004 mended to 56.41"),
    "003-P004": (
        "公务接待费56.41万元，比上年增加5.08万元，增加9.90%",
        "51.33 is last year's; with 56.41 the printed rate is right",
    ),
}


def section_text(record: dict[str, Any]) -> str:
    """The text of the section that the record is about."""
    path = CASES[record["document"]]
    section: str = record["section"]
    if section.startswith("第四部分"):
        return text_under(path, "第四部分")
    if section.startswith("五、（") and record["kind"] == "total":
        # Sums of items are about the classes, which stand in （二）.
        return text_under(path, "第二部分", "五、")
    if section.startswith("五、（"):
        return text_under(path, "第二部分", "五、", re.sub(r"^五、", "", section)[:3])
    if section.startswith("七、（"):
        if record["kind"] == "total":
            return text_under(path, "第二部分", "七、")
        return text_under(path, "第二部分", "七、", "（二）")
    if section.startswith("十、（"):
        return text_under(path, "第二部分", "十、", section[2:5])
    inner = re.search(r"情况说明（(.)）", section)
    titles = ["第二部分", section[:2]] + ([f"（{inner[1]}）"] if inner else [])
    return text_under(path, *titles)


def plain(text: str, decimals: int, *, keep: bool = False) -> str:
    """A number as our documents print it: rounded half up, trailing zeros dropped or, by habit, kept."""
    value = Decimal(text).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown and not keep else shown


def amount_text(text: str, *, keep: bool) -> str:
    """An amount: a whole one stands bare in every document."""
    return plain(text, 2, keep=keep and Decimal(text) != Decimal(text).to_integral_value())


def percent_text(record: dict[str, Any], raw: str) -> str:
    """A percentage by the habit of the document: 0% is bare, and so is a budget wholly spent."""
    decimals, keep = HABITS[record["document"]]
    bare = Decimal(raw) == 0 or (record["kind"] == "completion" and Decimal(raw) == 100)
    return plain(
        raw, 2 if record["section"].startswith("第四部分") else decimals, keep=keep and not bare
    )


def expected(record: dict[str, Any]) -> str:
    """What must stand in the section, as a regular expression."""
    if record["id"] in CHOSEN:
        return re.escape(CHOSEN[record["id"]][0])
    keep = HABITS[record["document"]][1]
    wanted = record["recomputed"] if record["agrees"] is False else record["printed"]
    table = record["section"].startswith("第四部分 绩效自评表")
    if wanted.endswith("%"):
        raw = record.get("recomputed_raw") or wanted.rstrip("%")
        shown = (
            f"{Decimal(raw).quantize(Decimal('0.01'), ROUND_HALF_UP):f}"
            if table
            else percent_text(record, raw)
        )
        word = {
            "share": "占[^，。；]*?",
            "growth_rate": "(?:增长|下降|增加|减少)",
            "completion": "完成预算的?",
        }.get(record["kind"], "")
        before = re.search(r"(\d+(?:\.\d+)?)万元，(?:占|完成预算)", record["quote"])
        amount = (
            f"{re.escape(amount_text(before[1], keep=keep))}万元，"
            if before and word and record["kind"] != "growth_rate" and not table
            else ""
        )
        return f"{amount}{word if amount or not record['section'].startswith('第四部分') else ''}(?<![\\d.]){re.escape(shown)}%"
    number = amount_text(wanted, keep=keep)
    forms = {number, wanted}
    return f"(?<![\\d.])(?:{'|'.join(re.escape(form) for form in sorted(forms))})(?![\\d.]*\\d)"


def test_records_are_there() -> None:
    """All records of the three documents are read."""
    assert len(RECORDS) == 88 + 99 + 97


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_statement(record: dict[str, Any]) -> None:
    """The section prints what the record's inputs give."""
    text = section_text(record)
    if record["agrees"] is None and record["printed"] == "0":
        assert "持平" in text
        return
    assert re.search(expected(record), text), (
        f"{record['quote']}: no {expected(record)} in {text[:600]}"
    )


def test_growth_from_zero_has_no_rate() -> None:
    """因公出国（境）费 rose from nothing: an amount, no percentage."""
    text = text_under(CASES["001"], "第二部分", "七、", "（二）")
    assert "因公出国（境）支出决算比2022年度增加20.12万元。" in text


def test_every_choice_names_a_record() -> None:
    """The table of choices holds no stale ids."""
    assert set(CHOSEN) <= {record["id"] for record in RECORDS}
