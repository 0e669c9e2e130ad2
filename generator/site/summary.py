"""What the site keeps in mind of one unit and year while it is made.

That is little, for there may be ten thousand. The rest is read again where it is wanted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.interface.entry import Identity
from generator.site.hashing import FileHash

TOTAL = ("支出总计", "决算数")
_IDENTITY = ("标识", "年度", "单位", "简称", "口径", "性质", "公开日期", "版式")
Main = Mapping[tuple[str, str], str]
"""The main figures as printed, by name and kind."""


class UnitSummary(Identity, frozen=True):
    """One unit and year.

    ``部门`` adds it up (its own name for a 部门), or is "". ``total`` is its 支出总计 as printed,
    or "". ``documents`` are its published files by format; ``figures`` is where its figures.json
    stands now, and ``digest`` the hash of that.
    """

    部门: str
    total: str
    documents: tuple[tuple[str, FileHash], ...]
    figures: Path
    digest: str

    def is_department(self, name: str) -> bool:
        """Whether this is the 部门 of that name itself, not one of its units."""
        return self.口径 == "部门" and self.单位 == name

    @property
    def content(self) -> tuple[object, ...]:
        """All that a page may tell of it, to see whether anything changed.

        Where its files stand now is not part of that.
        """
        return (
            *(getattr(self, name) for name in ("标识", "单位", "简称", "年度", "口径", "部门")),
            self.digest,
        )


def summary_of(figures: Path, department: str) -> UnitSummary:
    """The summary of the unit whose figures.json stands there; ``department`` adds it up, or is "".

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
    return UnitSummary(
        **identity,
        部门=department,
        total=_main(raw["指标"]).get(TOTAL, ""),
        documents=documents,
        figures=figures,
        digest=hashlib.sha256(data).hexdigest(),
    )


def main_of(summary: UnitSummary) -> Main:
    """The main figures of a unit, read from its figures.json."""
    return _main(json.loads(summary.figures.read_bytes())["指标"])


def _main(rows: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], str]:
    return {(row["名称"], row["数别"]): row["印出"] for row in rows}
