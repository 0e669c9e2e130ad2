"""The printed figures of two published documents as control totals: their mistakes are found, tail differences are hints, the right ones are silent.

Numbers of the mistakes (E000-01 …) count those of one document: E001-02 is the second of document 001.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline.checking import check
from tests.helpers import ROOT

FIRST = "泸州驻蓉办-2023.yaml"
SECOND = "泸州市委办-2023.yaml"

# What the originals print, and what has to be said of it: 报表数, 尾差 or nothing.
PRINTED: dict[str, list[tuple[str, str, str]]] = {
    FIRST: [
        ("基本支出", "{占比: 31.1%}", "报表数"),  # E000-01, divided by the income
        ("项目支出", "{占比: 69.9%}", ""),  # right by itself; the two make 101
        ("财政拨款收支总计", "{增减额: 855.2, 增减率: 80.2%}", "报表数"),  # E000-02
        ("一般公共预算财政拨款支出", "{增减率: 80.2%}", "报表数"),  # E000-03
        ("一般公共服务支出", "{占比: 92.6%}", "报表数"),  # E000-04
        ("收支总计", "{增减率: 66.47%}", "报表数"),  # E000-07
        ("一般公共预算财政拨款支出", "{占比: 99.9%}", "报表数"),  # E000-18, cut off
        ("项目支出", "1290.86", "尾差"),  # E000-19
        ("机关运行经费", "72.12", "报表数"),  # E000-20: the data file has 72.128
        ("自评表 机关服务专项工作经费 预算执行得分", "9.5", "报表数"),  # E000-33, cut off
        ("收支总计", "{决算数: 1845.83, 增减额: 736.51}", ""),
        ("本年收入合计", "1784.28", ""),
        ("年初结转和结余", "61.55", ""),
        ("基本支出", "554.97", ""),
        ("年初财政拨款结转和结余", "61.05", ""),
        ("一般公共预算财政拨款支出", "{决算数: 1845.33, 增减额: 855.2}", ""),
        ("2010301 行政运行", "{决算数: 260.86, 完成率: 100%}", ""),
        ("2089999 其他社会保障和就业支出", "{决算数: 0.76}", ""),
        ("一般公共预算财政拨款基本支出", "554.47", ""),
        ("人员经费", "482.34", ""),
        ("公用经费", "72.13", ""),
        ("三公经费", "{决算数: 6.85, 完成率: 54.8%, 增减额: 减少2.11, 增减率: 下降23.5%}", ""),
        ("公务用车运行维护费", "{决算数: 6.72, 完成率: 56%}", ""),
        ("公务接待费", "{决算数: 0.13, 占比: 1.9%, 完成率: 26%, 增减额: -0.96}", ""),
        ("政府采购支出总额", "0", ""),
    ],
    SECOND: [
        ("一般公共预算财政拨款支出", "{完成率: 91.8%}", "报表数"),  # E001-02
        ("三公经费", "{完成率: 85.6%}", "报表数"),  # E001-03
        ("公务接待费", "{占比: 1.2%}", "报表数"),  # E001-10, to make 100
        ("因公出国境费", "{增减率: 100%}", "报表数"),  # E001-11, last year was zero
        ("卫生健康支出", "{占比: 4.2%}", "尾差"),  # E001-24, may come from unrounded figures
        ("机关运行经费", "335.13", "尾差"),  # E001-25
        ("一般公共服务支出", "{占比: 67%}", ""),
        ("公用经费", "335.14", ""),
        ("人员经费", "1761.38", ""),
        ("授予中小企业合同金额", "{占比: 9%}", ""),
    ],
}
CASES = [(name, *one) for name, rows in PRINTED.items() for one in rows]


@pytest.mark.parametrize(("name", "figure", "printed", "rule"), CASES, ids=str)
def test_printed_figure(name: str, figure: str, printed: str, rule: str, tmp_path: Path) -> None:
    text = (ROOT / "data" / name).read_text(encoding="utf-8")
    path = tmp_path / name
    path.write_text(f"{text}\n报表数:\n  {figure}: {printed}\n", encoding="utf-8")
    line = text.count("\n") + 3
    said = {one.rule for one in check(path).findings if one.place.line == line}
    assert said == ({rule} if rule else set())


def test_it_is_said_what_comes_out_instead(tmp_path: Path) -> None:
    path = tmp_path / FIRST
    path.write_text(
        (ROOT / "data" / FIRST).read_text(encoding="utf-8")
        + "\n报表数: {基本支出: {占比: 31.1%}}\n",
        encoding="utf-8",
    )
    (one,) = [one for one in check(path).findings if one.rule == "报表数"]
    assert one.message == "基本支出的占比：报表数是 31.1%，按填写的数算出 30.07%，相差 1.03%"
    assert (one.expected, one.found, one.difference) == ("30.07", "31.1", "1.03")
