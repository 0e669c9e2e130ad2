"""What the shelf keeps in mind of one unit and year while it is made: little, for there may be ten thousand. The rest is read again where it is wanted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.site.entry import Identity
from generator.site.hashing import FileHash

TOTAL = ("支出总计", "决算数")
Main = Mapping[tuple[str, str], str]
"""The main figures as printed, by name and kind."""


class Card(Identity, frozen=True):
    """One unit and year. ``部门`` adds it up (its own name for a 部门), or is "". ``total`` is its 支出总计 as printed, or "".

    ``documents`` are its published files by format; ``figures`` is where its figures.json stands now, and ``digest`` the hash of that.
    """

    部门: str
    total: str
    documents: tuple[tuple[str, FileHash], ...]
    figures: Path
    digest: str

    @property
    def told(self) -> tuple[object, ...]:
        """All that a page may tell of it, to see whether anything changed: not where its files stand now."""
        return (
            *(getattr(self, name) for name in ("标识", "单位", "简称", "年度", "口径", "部门")),
            self.digest,
        )


def card_of(figures: Path, department: str) -> Card:
    """The card of the unit whose figures.json stands there. A 部门 that adds up no files is its own 部门 as well: one field tells the 部门 of every unit."""
    data = figures.read_bytes()
    raw = json.loads(data)
    unit = raw["单位"]
    own = {
        name: unit[name]
        for name in ("标识", "年度", "单位", "简称", "口径", "性质", "公开日期", "版式")
    }
    return Card(
        **own,
        部门=department or (own["单位"] if own["口径"] == "部门" else ""),
        total=_main(raw).get(TOTAL, ""),
        documents=tuple(
            (one["格式"], FileHash(one["字节"], one["SHA-256"])) for one in unit["文件"]
        ),
        figures=figures,
        digest=hashlib.sha256(data).hexdigest(),
    )


def main_of(card: Card) -> Main:
    """Its main figures."""
    return _main(json.loads(card.figures.read_bytes()))


def _main(raw: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    return {(one["名称"], one["数别"]): one["印出"] for one in raw["指标"]}
