"""Numbers of a data file of which only the sum is known: an import puts it into one of two places,
and what is typed into the other has to be taken off there."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from generator.model.control import CONTROL, PUBLISHED
from generator.money import trimmed
from generator.reading.amounts import parse_decimal
from generator.reading.nodes import Node, Scalar, node_at

Steps = tuple[str | int, ...]
_RECEPTION = ("三公经费", "公务接待费")
_TOGETHER: Mapping[Steps, tuple[Steps, str]] = {
    (*_RECEPTION, "外事", "决算数"): ((*_RECEPTION, "国内", "决算数"), "公务接待费"),
}
"""The place that waits → the place that holds the sum, and the control total that tells it."""


def advice_of_sum(path: Steps, root: Node) -> str:
    """What to type at a place that waits beside a sum; "" where the file tells no such sum."""
    if path[-1:] in (("批次",), ("人次",)) and advice_of_sum((*path[:-1], "决算数"), root):
        return f"没有{path[-2]}接待就填 0；有的，填{path[-2]}的，另一处的{path[-1]}不含它"
    if path not in _TOGETHER:
        return ""
    holder, name = _TOGETHER[path]
    number = _number(root, holder)
    total = None
    for below in ((), ("决算数",), (PUBLISHED,)):
        total = total or _number(root, (CONTROL, name, *below))
    if number is None or not total or number > total:
        return ""
    part, rest = path[-2], holder[-2]
    if number == total:
        return (
            f"表里只有{name}的合计 {trimmed(total)}，已填在{rest}；"
            f"有{part}接待的，从{rest}的数里减出来，没有就填 0"
        )
    left = trimmed(total - number)
    return f"表里{name}的合计是 {trimmed(total)}，减去{rest}的 {trimmed(number)}，{part}是 {left}"


def _number(root: Node, path: Steps) -> Decimal | None:
    """The number at a place; None where there is none."""
    node = node_at(root, path)
    if not isinstance(node, Scalar):
        return None
    try:
        return parse_decimal(node)
    except ValueError:
        return None
