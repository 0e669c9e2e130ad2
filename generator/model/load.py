"""A file → accounts and findings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pydantic import ValidationError

from generator.model.accounts import Accounts
from generator.model.messages import explain
from generator.reading.nodes import Mapping, Node
from generator.reading.place import Finding, Level, Place
from generator.reading.yaml_text import read_file

# Amounts are kept in 万元, exactly: dividing by 10 000 moves the point only.
FACTORS = {"万元": Decimal(1), "元": Decimal("0.0001")}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of reading a file: ``accounts`` is None when findings forbid it. ``lines`` are the file's lines, for excerpts."""

    path: Path
    name: str
    accounts: Accounts | None
    root: Node | None
    findings: tuple[Finding, ...]
    lines: tuple[str, ...]


def load(path: Path, name: str | None = None) -> Loaded:
    """Read and validate a data file. Never raises on bad data: what is wrong stands in ``findings``."""
    label = name or str(path)
    root, findings, text = read_file(path, label)
    lines = tuple(text.split("\n"))
    accounts = None
    if root is not None:
        if isinstance(root, Mapping):
            accounts, more = validate(root)
            findings = [*findings, *more]
        else:
            findings = [*findings, Finding("格式", Level.ERROR, Place(label, 1, 1), "文件不是“名称: 内容”的形式", "检查冒号是不是英文冒号加一个空格")]
    return Loaded(path, label, accounts, root, tuple(findings), lines)


def validate(root: Node) -> tuple[Accounts | None, list[Finding]]:
    """Nodes → accounts; None with findings when something does not fit."""
    assert isinstance(root, Mapping)
    unit = str(root.get("金额单位", "")).strip()
    try:
        return Accounts.model_validate(root, context={"factor": FACTORS.get(unit, Decimal(1))}), []
    except ValidationError as error:
        return None, explain(error, root, Accounts)
