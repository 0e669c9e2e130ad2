"""Remarks with their places in words, as a reader finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from generator.audit.remark import AuditRemark
from generator.statements.statements import StatedDocument


def with_places(document: StatedDocument, remarks: Iterable[AuditRemark]) -> Iterator[AuditRemark]:
    """The remarks, each with the name of its place and of those that are wrong for its cause."""
    for item in remarks:
        see = tuple(str(document.places.name(spot)) for spot in item.see)
        yield replace(item, place=document.places.name(item.spot), seen_at=see)
