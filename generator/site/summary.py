"""What the shelf keeps in mind of one unit and year while it is made.

That is little, for there may be ten thousand. The rest is read again where it is wanted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.interface.entry import Identity
from generator.site.hashing import FileHash

TOTAL = ("支出总计", "决算数")
_IDENTITY = ("标识", "年度", "单位", "简称", "口径", "性质", "公开日期", "版式")
Main = Mapping[tuple[str, str], str]
"""The main figures as printed, by name and kind."""


class Card(Identity, frozen=True):
    """One unit and year.

    ``部门`` adds it up (its own name for a 部门), or is "". ``total`` is its 支出总计 as printed, or
    "". ``documents`` are its published files by format; ``figures`` is where its figures.json stands
    now, and ``digest`` the hash of that.
    """

    部门: str
    total: str
    documents: tuple[tuple[str, FileHash], ...]
    figures: Path
    digest: str

    @property
    def content(self) -> tuple[object, ...]:
        """All that a page may tell of it, to see whether anything changed.

        Where its files stand now is not part of that.
        """
        return (
            *(getattr(self, name) for name in ("标识", "单位", "简称", "年度", "口径", "部门")),
            self.digest,
        )


def card_of(figures: Path, department: str) -> Card:
    """The card of the unit whose figures.json stands there; ``department`` adds it up, or is "".

    A 部门 that adds up no files is its own 部门 as well: one field tells the 部门 of every unit.
    """
    data = figures.read_bytes()
    raw = json.loads(data)
    unit = raw["单位"]
    identity = {name: unit[name] for name in _IDENTITY}
    if not department and identity["口径"] == "部门":
        department = identity["单位"]
    documents = tuple(
        (file["格式"], FileHash(file["字节"], file["SHA-256"])) for file in unit["文件"]
    )
    return Card(
        **identity,
        部门=department,
        total=_main(raw).get(TOTAL, ""),
        documents=documents,
        figures=figures,
        digest=hashlib.sha256(data).hexdigest(),
    )


def main_of(card: Card) -> Main:
    """Its main figures."""
    return _main(json.loads(card.figures.read_bytes()))


def _main(raw: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    return {(figure["名称"], figure["数别"]): figure["印出"] for figure in raw["指标"]}
