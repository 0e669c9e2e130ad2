"""性质 of the unit of a published document, and 下属单位: the units that it names, in a list, a
sentence or a table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from generator.importing.grid import WorkbookSheet
from generator.importing.titles import ends_like_a_unit
from generator.importing.words import squeezed
from generator.model.natures import MEMBER_NATURE, NATURE

_LONGEST, _MOST = 40, 300
_ABOUT = "(?:下属|所属|下辖|二级|编制范围|决算单位构成|预算单位)"
_LISTED = re.compile(
    rf"{_ABOUT}(?:(?!内设|[科股处]室)[^。；]){{0,40}}?(?:包括|包含|分别[是为]|具体[是为]|如下|名单|是|为|有)\s*[：:]?\s*"
    r"(?P<listed>(?<=[：:为是括含有])[^。]*)?。?\s*$"
)
"""A sentence that ends with a list of units, or below which one stands."""
_NUMBER = re.compile(r"(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[.．、]|[①-⑳]|[·•■●])\s*")
_BETWEEN = re.compile(r"[、；;，,](?![^（(]*[)）])")
_BRACKETS = re.compile(r"[（(]([^（()）]{2,30})[)）]$")
_AND_SO_MANY = re.compile(r"等?(?:共计?)?\d{1,3}[个家](?:二级|下属|预算|决算)*单位$")
_ITSELF = re.compile(r"[（(]?(?:本级|机关|本部)[)）]?$")
_KINDS = re.compile(
    r"(行政(?:单位|机关)|参照?[^，、；。\d]{0,16}事业单位|(?:其[他它]|公益[^，、；。\d]{0,4})?事业单位)"
    r"\s*(\d{1,3})\s*[个家]"
)
_COUNTED = re.compile(r"(?:下属|所属)[^，。；]{0,8}单位\s*(\d{1,3})\s*[个家]")
_NAME_HEAD = re.compile(r"(?:预算|决算)?单位(?:名称|全称)?|名称")
_BESIDE = re.compile("序号|编号|单位(?:性质|类[别型]|级次|代码)|性质|类[别型]|级次|备注")


_IS = re.compile(
    r"(?P<subject>[^，。；：]{0,60}?)(?<![不非])(?:属于?|系|是|为)[^，。；、]{0,20}?"
    r"(?P<nature>参[照公][^，。；、\d]{0,16}事业单位"
    r"|(?:其[他它]|公益[一二]类|[全差]额拨款)?事业单位|行政单位)"
)
"""A clause that says what its subject is; no number of such units stands in it."""
_SHORTENED = re.compile(r"[（(]以下(?:统一)?简称[^）)]*[）)]")
_LONGEST_LIST = 4_000


class NamedUnit(Struct, frozen=True):
    """A unit below a 部门; ``nature`` is "" where the document does not tell it."""

    name: str
    nature: str = ""


def units_of(lines: Sequence[str], sheets: Sequence[WorkbookSheet]) -> tuple[NamedUnit, ...]:
    """The units that the text about the organisation names, or a table of units."""
    units = _in_text(lines) or next(filter(None, map(_in_table, sheets)), ())
    return _with_counted_natures(units[:_MOST], lines)


def units_counted(lines: Sequence[str]) -> int:
    """How many units the text says that there are."""
    return max((int(count) for line in lines for count in _COUNTED.findall(line)), default=0)


def nature_of(lines: Sequence[str], units: Sequence[NamedUnit], names: Collection[str]) -> str:
    """The nature of a unit as the text about its organisation tells it of the unit itself, by one
    of its ``names`` or without one; "" where it tells none, or several, or has ``units`` below
    it."""
    if units:
        return ""
    natures: set[str] = set()
    for line in lines:
        plain = _SHORTENED.sub("", "".join(line.split()))
        for clause in map(_IS.fullmatch, re.split("[，。；：]", plain)):
            if clause and _is_itself(clause["subject"], names):
                natures.update(NATURE.intended(clause["nature"]))
    if len(natures) != 1:
        return ""
    return natures.pop()


def _is_itself(subject: str, names: Collection[str]) -> bool:
    """Whether the subject of a clause is the unit that the text is about."""
    return not subject or subject in names or subject in ("本单位", "我单位")


def _in_text(lines: Sequence[str]) -> tuple[NamedUnit, ...]:
    for index, line in enumerate(lines):
        intro = _LISTED.search(line)
        if intro is None:
            continue
        if intro["listed"]:
            listed = intro["listed"].strip()[:_LONGEST_LIST]
            names = _BETWEEN.split(_AND_SO_MANY.sub("", listed))
        else:
            below = takewhile(_NUMBER.match, lines[index + 1 :])
            names = [_NUMBER.sub("", each, count=1) for each in below]
        units = tuple(map(_unit, names))
        if units and all(map(_is_unit, units)):
            return units
    return ()


def _unit(text: str) -> NamedUnit:
    """A unit as a list names it: 区图书馆（其他事业单位）."""
    name = _NUMBER.sub("", text.strip().rstrip("。；;，,、"), count=1)
    brackets = _BRACKETS.search(name)
    if brackets and (nature := _nature(brackets[1])):
        return NamedUnit(name[: brackets.start()].strip(), nature)
    return NamedUnit(name.strip())


def _nature(text: str) -> str:
    """The one nature that words mean; "" where they may mean several, or none."""
    typed = re.sub(r"^(公益[一二]类)$", r"\1事业单位", "".join(text.split()))
    intended = MEMBER_NATURE.intended(typed)
    if typed in MEMBER_NATURE.options:
        return typed
    if len(intended) == 1:
        return intended[0]
    return ""


def _is_unit(unit: NamedUnit) -> bool:
    is_name = 2 < len(unit.name) <= _LONGEST and not re.search(r"[：:。\d]", unit.name)
    return is_name and (ends_like_a_unit(unit.name) or bool(_ITSELF.search(unit.name)))


def _with_counted_natures(
    units: Sequence[NamedUnit], lines: Sequence[str]
) -> tuple[NamedUnit, ...]:
    """Units that are all of the one kind that the text counts: 下属单位2个，其中其他事业单位2个."""
    counted = {_nature(kind): int(count) for line in lines for kind, count in _KINDS.findall(line)}
    kinds = [kind for kind, count in counted.items() if count]
    if len(kinds) == 1 and counted[kinds[0]] == len(units):
        return tuple(replace(unit, nature=unit.nature or kinds[0]) for unit in units)
    return tuple(units)


def _in_table(sheet: WorkbookSheet) -> tuple[NamedUnit, ...]:
    """The units of a table of units: 序号, 单位名称, 单位性质."""
    for row in sheet.rows(0):
        heads = [squeezed(cell.text) for cell in sheet.row(row)]
        names = [
            cell.column
            for cell in sheet.row(row)
            if _NAME_HEAD.fullmatch(squeezed(cell.text)) and cell.row >= cell.above
        ]
        others = [head for head in heads if _BESIDE.fullmatch(head)]
        if len(names) == 1 and others and len(others) + 1 == len(heads):
            units = tuple(_rows(sheet, row, names[0]))
            return tuple(unit for unit in units if all(map(_is_unit, units)))
    return ()


def _rows(sheet: WorkbookSheet, head: int, column: int) -> Iterator[NamedUnit]:
    for row in sheet.rows(head + 1):
        cell = sheet.at(row, column)
        if cell is None:
            continue
        beside = (_nature(each.text) for each in sheet.row(row) if each.column > column)
        unit = _unit(cell.text)
        yield replace(unit, nature=unit.nature or next(filter(None, beside), ""))
