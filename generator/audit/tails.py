"""What rounding may explain, one line for a table and one for the text: nobody reads fifty."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from generator.audit.remark import AuditRemark

_SPOTS = 5
_SAYS_TAIL = re.compile("，可能是(?:四舍五入的)?尾差$")


def in_few(remarks: Sequence[AuditRemark]) -> list[AuditRemark]:
    """Remarks as they are shown: each by itself, those on what rounding may explain as one for
    each table, and one for the text."""
    groups: dict[tuple[int, str], list[AuditRemark]] = {}
    shown: list[tuple[AuditRemark, list[AuditRemark]]] = []
    for item in remarks:
        key = item.spot.table, item.spot.sheet
        if item.tail and key in groups:
            groups[key].append(item)
            continue
        group = [item]
        if item.tail:
            groups[key] = group
        shown.append((item, group))
    return [item if len(group) == 1 else _summary(group) for item, group in shown]


def _summary(group: Sequence[AuditRemark]) -> AuditRemark:
    """One remark for several, at the first of them."""
    first = group[0]
    spots = list(dict.fromkeys(each.place.inner or each.place.area for each in group[1:]))
    etc = "等" * (len(spots) > _SPOTS)
    where = "这张表" if first.spot.table else "文中"
    also = f"；还有{'、'.join(spots[:_SPOTS])}{etc}" * bool(spots)
    example = _SAYS_TAIL.sub("", first.message)
    message = f"{where}尾差 {len(group)} 处，可能都是四舍五入引起的，知道即可，如：{example}{also}"
    return replace(first, message=message, right="", guess="")
