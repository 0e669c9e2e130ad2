"""How clerks word the names of figures: quotes, short forms, and what they ask of a figure.

A name and what it is compared with go through the same reduction; so two wordings of one thing
are equal afterwards.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping, Sequence

from generator.reading.amounts import narrow

ASPECTS: Mapping[str, tuple[str, ...]] = {
    "决算数": ("决算数", "支出决算数", "收入决算数", "支出决算", "收入决算", "决算", "本年数"),
    "预算数": ("预算数", "支出预算数", "收入预算数", "支出预算", "收入预算", "预算"),
    "年初预算数": ("年初预算数", "年初预算"),
    "全年预算数": ("全年预算数", "全年预算", "调整预算数", "调整后预算数"),
    "上年": ("上年决算数", "上年支出数", "上年收入数", "上年数", "上年决算", "上年", "去年"),
    "增减额": ("比上年增减额", "增减额", "增减数", "增减金额"),
    "增减率": ("比上年增减率", "增减率", "增减比例", "增减幅度", "增减百分比"),
    "增减": ("比上年增减", "较上年增减", "与上年相比", "增减变化", "增减情况", "增减"),
    "完成率": ("完成预算的百分比", "预算完成率", "完成率", "完成比例", "完成预算"),
    "占比": ("占比", "比重", "占比重", "所占比例", "所占比重"),
}
"""What can be asked of a figure, with the words for it."""

DIRECTED: Mapping[str, str] = {
    **dict.fromkeys(("增长率", "增长比例", "增幅", "下降率", "下降比例", "降幅"), "增减率"),
    **dict.fromkeys(("增加额", "增加数", "减少额", "减少数", "增长额", "下降额"), "增减额"),
    **dict.fromkeys(("增加", "减少", "增长", "下降"), "增减"),
}
"""Words that say a direction, which the figures decide, with the ask that says none."""

SEVERAL: Mapping[str, tuple[str, ...]] = {
    "总支出": ("本年支出合计", "支出总计"),
    "总收入": ("本年收入合计", "收入总计"),
}
"""Wordings that may mean several figures of the text, as they are after the reduction."""

_BETWEEN = f"{string.whitespace}\u3000\xa0.．·。,，、:：的"
_SIGNS = re.compile(r"[\s.．·。、:：“”\"'‘’「」《》（）()〔〕]+")
_MARKS = re.compile(r"[（(](?:类|款|项|目)[)）]")
_SHORT: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern), full)
    for pattern, full in (
        # The outlay on trips, cars and guests.
        (r"公车|公务车(?!辆)|公务用车辆", "公务用车"),
        (r"公务用车购置[和与](?=运行)", "公务用车购置及"),
        (r"(?<!机关)(?:运行维护|运行|运维)(?:费用|费|支出)", "运行维护费"),
        (r"购置(?:费用|支出)", "购置费"),
        (r"^(?:因公)?出国境?(?:费用|费|支出|经费)?", "因公出国境费"),
        (r"因公出国境?(?:费用|费|支出|经费)?", "因公出国境费"),
        (r"(?:公务)?接待(?:费用|费|支出|经费)?", "公务接待费"),
        (r"国内公务接待费?", "国内公务接待"),
        (r"(?:外事|国外|国境外|外宾)公务接待费?", "外事接待"),
        (r"^公务接待费(国内|外事)", r"\1公务接待费"),
        (r"^三公经费(?:支出)?(?:总额|合计|总数)?$", "三公经费"),
        (r"人数", "人次"),
        # Sums of the text.
        (r"^总(收入|支出)(?:合计|额|数)?$", r"总\1"),
        (r"^(?:本年|全年)总(收入|支出)(?:合计|额|数)?$", r"本年\1合计"),
        (r"^(?:本年|全年)?(收入|支出)(?:合计|总额|总数)?$", r"本年\1合计"),
        (r"结转结余", "结转和结余"),
        (r"含专用结余$", ""),
        (r"^用?事业基金弥补收支差额$", "使用非财政拨款结余"),
        (r"^结转下年$", "年末结转和结余"),
        (r"^财政拨款(?:本年)?(收入|支出)(?:合计)?$", r"财政拨款\1"),
        (r"^一般公共预算(?=(?:收入|支出)$)", "一般公共预算财政拨款"),
        (r"^政府性基金(?!预算)", "政府性基金预算"),
        (r"^政府性基金预算(?=(?:收入|支出)$)", "政府性基金预算财政拨款"),
        (r"^国有资本经营(?!预算)", "国有资本经营预算"),
        (r"^国有资本经营预算(?=(?:收入|支出)$)", "国有资本经营预算财政拨款"),
        # What is told of matters.
        (r"^机关运行(?:经费|费用|费)(?:支出)?$", "机关运行经费"),
        (r"^(?:政府)?采购(?:支出|金额|总额|支出总额)$", "政府采购支出总额"),
        (r"^(?:政府)?采购(?=货物|工程|服务)", "政府采购"),
        (r"(?<=货物|工程|服务)(?:采购)?(?:金额|支出)$", ""),
        (r"^授予(?=中小|小微)", "政府采购授予"),
        (r"^车辆(?:总数|合计|数|数量)$", "车辆"),
        (r"^(?:公务用车)?保有量$", "公务用车保有量"),
        (r"^内设(?:机构|科室)(?:个数|数量|数)?$", "内设机构"),
        (r"^(?:下属|所属)单位(?:个数|数量|数)?$", "下属单位"),
        (r"预算执行率|执行进度", "执行率"),
        (r"(?:项目)?(?:个数|数量)$", ""),
    )
)


def reduced(name: str) -> str:
    """A name as it is compared: half-width, without signs, short forms written out."""
    text = _SIGNS.sub("", _MARKS.sub("", narrow(name)))
    for pattern, full in _SHORT:
        text = pattern.sub(full, text)
    return text


def asked(name: str) -> Iterator[tuple[str, str]]:
    """The ways to read a name as one of a figure and something asked of it: (figure, ask).

    The longest words come first; ``上年三公经费`` asks, too.
    """
    ways = ((word, ask) for ask, words in ASPECTS.items() for word in words)
    for word, ask in sorted(ways, key=lambda way: len(way[0]), reverse=True):
        if name.endswith(word) and len(name) > len(word):
            yield name[: -len(word)].rstrip(_BETWEEN), ask
    for word in ("上年", "去年"):
        if name.startswith(word) and len(name) > len(word):
            yield name[len(word) :].strip(" .的"), "上年"


def share(name: str) -> tuple[str, str] | None:
    """A part and its whole, of “基本支出占本年支出合计的比重”; None of other names."""
    match = re.fullmatch(r"(.+?)[.．]?占(.+?)的?(?:比重|比例|百分比|比)?", name)
    if match is None:
        return None
    return match[1].strip(), match[2].strip()


def directed(name: str) -> tuple[str, str] | None:
    """A figure and what to ask instead, of a name that says a direction; None of other names."""
    for word in sorted(DIRECTED, key=len, reverse=True):
        if name.endswith(word) and len(name) > len(word):
            return name[: -len(word)].rstrip(_BETWEEN), DIRECTED[word]
    return None


def follows(wanted: str, steps: Sequence[str], *, loose: bool = False) -> bool:
    """Whether a reduced name is made of these steps in their order, some of them left out.

    The last step is always said, by its whole; with ``loose`` its end is enough. Of each other
    step its beginning or its end is enough.
    """
    last = steps[-1]
    least = _FEWEST
    if not loose:
        least = len(last)
    for size in range(len(last), min(least, len(last)) - 1, -1):
        before = wanted[: len(wanted) - size]
        if size and wanted.endswith(last[-size:]) and _before(before, steps[:-1]):
            return True
    return False


_FEWEST = 2


def _before(wanted: str, steps: Sequence[str]) -> bool:
    if not wanted:
        return True
    if not steps:
        return False
    last, earlier_steps = steps[-1], steps[:-1]
    for size in range(len(last), 0, -1):
        if size < min(_FEWEST, len(last)):
            break
        if wanted.endswith((last[:size], last[-size:])) and _before(wanted[:-size], earlier_steps):
            return True
    return _before(wanted, earlier_steps)
