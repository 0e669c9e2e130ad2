"""The sixty-six formulas (勾稽公式.csv), and which need no check: both sides are sums over the same facts, or we have no such pair."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct


class Construction(Struct, frozen=True):
    """Formulas (numbers, as text) and why they hold."""

    formulas: str
    why: str


CONSTRUCTION: tuple[Construction, ...] = (
    Construction(
        "1、3",
        "本年收入合计、本年支出合计是各来源、各类之和，由程序相加；不能另填（要核对的填 报表数）",
    ),
    Construction("7、8", "公开02表每行每列都由同一组收入相加，类、款、项逐级汇总"),
    Construction("9、10", "公开03表每行每列都由同一组支出相加"),
    Construction("11、12", "公开04表三本预算各列、左右两边都由同一组收支相加"),
    Construction("14、15、20", "公开05、06、07、09、12表的合计、小计由同一组明细相加"),
    Construction("21", "三公经费合计由三项相加，公车小计由购置费、运行维护费相加"),
    Construction("25、26、27、28", "公开01、02、03、04、06表出自同一组收入、支出"),
    Construction(
        "31、32、33、34、35、36、37",
        "公开03、05、06、07、08、09表是同一组支出按不同的科目汇总，差的只是所取的资金和性质",
    ),
    Construction(
        "45、46、47、48、49、50",
        "说明里的每个数、每个占比与表取自同一个数，逐类、逐项由程序列出，不会多也不会少",
    ),
    Construction("51", "预算总数由各项预算相加；有预算而没有支出的项也列出"),
    Construction(
        "53、55、56",
        "三公、基金、国资的文字与表取自同一个数；没有数时自动换成“0万元”的句子和空表说明",
    ),
    Construction("61、62", "图的数据就是文中的数；同一个数在文档各处是同一个数"),
    Construction("63", "名词解释由程序按用到的项级科目生成"),
    Construction("41", "2020 年旧版式的表，现行版式没有一般公共预算、政府性基金分列的三公表"),
    Construction("43", "部门汇总由所属单位的数据文件相加，不另填合计"),
    Construction("66", "决算报表软件内部的审核公式，公开件不用"),
)


@lru_cache(maxsize=1)
def formulas() -> Mapping[int, str]:
    """The formulas by number."""
    with Path(__file__).with_name("勾稽公式.csv").open(encoding="utf-8", newline="") as file:
        return {int(number): text for number, text in list(csv.reader(file))[1:]}


def formula_numbers(source: str) -> set[int]:
    """The formulas that a source names: ``勾稽公式 2、4、5``, ``勾稽公式 1–5``."""
    found: set[int] = set()
    for part in re.findall(r"勾稽公式 ([\d、–]+)", source):
        for one in part.strip("、").split("、"):
            first, _, last = one.partition("–")
            found |= set(range(int(first), int(last or first) + 1))
    return found
