"""The page of names: what 报表数 and {…} can call each figure. Written by tools/pages.py."""

from __future__ import annotations

from pathlib import Path

from generator.checks.gallery import FOLDER
from generator.ledger.control import Nameable
from generator.ledger.measured import Measured
from generator.model.control import Control
from generator.pipeline.checking import check

_HEAD, _REST = (Path(__file__).with_name(f"names_{part}.md") for part in ("head", "rest"))
"""The words of the page before and behind the table of names."""


def names_page() -> str:
    """The page as Markdown, with the names of a small unit."""
    statement = check(FOLDER / "其余.yaml").statement
    if statement is None:
        raise ValueError("the sample of the gallery cannot be read")
    names = Nameable(statement).main
    rows = [f"| {name} | {_aspects(measured)} |" for name, measured in names.items()]
    head, rest = _HEAD.read_text(encoding="utf-8"), _REST.read_text(encoding="utf-8")
    return head + "\n".join(rows) + "\n" + rest


def _aspects(measured: Measured) -> str:
    """What can be compared of a figure beside itself."""
    aspects = set()
    if measured.budget:
        aspects |= {"预算数", "完成率"}
    if measured.last is not None:
        aspects |= {"上年决算数", "增减额", "增减率"}
    if measured.wholes:
        aspects.add("占比")
    return "、".join(name for name in Control.model_fields if name in aspects) or "—"
