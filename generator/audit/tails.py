"""What rounding may explain, one finding for a document with its places below it: nobody reads fifty."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

from msgspec.structs import replace

from generator.audit.remark import ARITHMETIC, AuditRemark, audit_rule
from generator.findings.place import Level
from generator.statements.places import PlaceName

TAILS_RULE = audit_rule(
    "尾差", ARITHMETIC, Level.HINT, "四舍五入引起的尾差合成一条，不用改", "公开件常见错误：算错"
)
_MOST_AREAS = 20
_SAYS_TAIL = re.compile("，可能是(?:四舍五入的)?尾差$")


def in_few(remarks: Sequence[AuditRemark]) -> list[AuditRemark]:
    """Remarks as they are shown: each by itself, those on what rounding may explain as one, where
    the first of them stands."""
    tails = [item for item in remarks if item.tail]
    if len(tails) < 2:
        return list(remarks)
    shown: list[AuditRemark] = []
    for item in remarks:
        if not item.tail:
            shown.append(item)
        elif item is tails[0]:
            shown.append(_summary(tails))
    return shown


def _summary(tails: Sequence[AuditRemark]) -> AuditRemark:
    """One remark for all tails of a document."""
    groups: dict[Hashable, dict[Hashable, AuditRemark]] = {}
    for item in tails:
        # A cell is one place, though two sums may end in it, or the table stand there in parts.
        inner = item.place.inner
        cell = (inner, item.spot.row) if inner and not item.spot.sheet else item.spot
        groups.setdefault(_group(item), {}).setdefault(cell, item)
    count = sum(map(len, groups.values()))
    message = f"尾差 {count} 处，都是四舍五入引起的，不用改"
    return replace(
        tails[0],
        rule=TAILS_RULE.id,
        quote="",
        message=message,
        right="",
        guess="",
        place=PlaceName("全文"),
        details=tuple(_details([list(each.values()) for each in groups.values()])),
    )


_IN_TEXT = "文中"


def _group(item: AuditRemark) -> Hashable:
    """The table of a tail, whichever of its pages it stands on; all of the text are one."""
    return item.place.table or item.spot.sheet or _IN_TEXT


def _details(groups: Sequence[list[AuditRemark]]) -> Iterator[str]:
    """A line for each group: how many there are, and the first of them. The page says which of two
    tables of one title it is."""
    areas = Counter(group[0].place.area for group in groups)
    for group in groups[:_MOST_AREAS]:
        first = group[0]
        where = first.place.inner if first.place.inner else str(first.place)
        page = first.place.page * (areas[first.place.area] > 1)
        area = f"{page}{first.place.area}"
        if _group(first) == _IN_TEXT:
            area = _IN_TEXT
        yield f"{area} {len(group)} 处，如{where}：{_SAYS_TAIL.sub('', first.message)}"
    if len(groups) > _MOST_AREAS:
        yield f"还有 {len(groups) - _MOST_AREAS} 张表"
