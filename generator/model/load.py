"""A file → accounts and findings."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct
from pydantic import ValidationError

from generator.findings.place import Finding, Place
from generator.model.accounts import Accounts
from generator.model.choices import Choice
from generator.model.key_schema import known_keys
from generator.model.messages import explain, path_of
from generator.model.unit import Unit
from generator.money import FACTORS
from generator.reading.files import READING
from generator.reading.nodes import Mapping, Node, Scalar, Sequence, shared
from generator.reading.yaml_errors import FORMAT
from generator.repair.characters import broken
from generator.repair.reader import read_file


class Loaded(Struct, frozen=True):
    """What came of reading a file. ``accounts`` is None when findings forbid it; ``rest`` is then what can be read nevertheless (for rules that
    need no complete amounts). ``lines`` are the file's lines, for excerpts."""

    path: Path
    name: str
    accounts: Accounts | None
    root: Node | None
    findings: tuple[Finding, ...]
    lines: tuple[str, ...]
    rest: Accounts | None = None


def load(path: Path, name: str | None = None) -> Loaded:
    """Read and validate a data file. Never raises on bad data: what is wrong stands in ``findings``."""
    label = name or str(path)
    root, findings, text = read_file(path, label, known_keys(Accounts))
    lines = tuple(broken(text, label).text.split("\n"))
    accounts, rest = None, None
    if root is not None:
        if isinstance(root, Mapping):
            if not set(root) & set(Accounts.model_fields):
                told = READING.at(
                    Place(label, 1, 1),
                    "这不是决算公开的数据文件：里面没有 年度、单位、收入、支出 等项目",
                    "检查是否选错了文件，或 " + _NEW,
                )
                return Loaded(path, label, None, root, (*findings, told), lines)
            accounts, more = validate(root)
            findings = [*findings, *more]
            rest = accounts or _readable(root)
        else:
            findings = [
                *findings,
                FORMAT.at(
                    Place(label, 1, 1),
                    "文件不是“名称: 内容”的形式",
                    "检查冒号是不是英文冒号加一个空格",
                ),
            ]
    return Loaded(path, label, accounts, root, tuple(findings), lines, rest)


_NEW = "用 juesuan new 单位名称 年度 新建一个"


def validate(root: Node) -> tuple[Accounts | None, list[Finding]]:
    """Nodes → accounts; None with findings when something does not fit."""
    assert isinstance(root, Mapping)
    try:
        return _validated(root), []
    except ValidationError as error:
        return None, explain(error, root, Accounts)


def _validated(root: Mapping) -> Accounts:
    unit = str(root.get("金额单位", "")).strip()
    # A 部门 that adds up its units has no amounts of its own.
    whole = root if root.key("汇总") is None else {"收入": {}, "支出": {}, **root}
    return Accounts.model_validate(
        whole, context={"factor": FACTORS.get(unit, Decimal(1)), "unit": unit}
    )


def _readable(root: Mapping) -> Accounts | None:
    """The accounts without what does not fit; None when even then something that every file needs is missing."""
    kept = shared(root)
    _stand_ins(kept)
    for _ in range(6):
        try:
            return _validated(kept)
        except ValidationError as error:
            # The deepest and last ones first, so that the places of the others stay.
            paths = sorted(
                {path_of(item) for item in error.errors(include_url=False)},
                key=_depth,
                reverse=True,
            )
            if not sum(_drop(kept, path) for path in paths):
                return None
    return None


def _stand_ins(root: Mapping) -> None:
    """A choice that waits for its answer (待填), or has none of its options, is told as such; the
    rest of the file is looked at as if it had its first option, so that one run finds everything."""
    part = root.get("单位")
    if not isinstance(part, Mapping):
        return
    for name, field in Unit.model_fields.items():
        value = part.get(name)
        choice = next((one for one in field.metadata if isinstance(one, Choice)), None)
        if choice and isinstance(value, Scalar) and value.strip() not in choice.options:
            part[name] = Scalar.at(choice.options[0], value.place)


def _depth(path: tuple[str | int, ...]) -> tuple[int, list[tuple[int, str]]]:
    return len(path), [(step, "") if isinstance(step, int) else (0, step) for step in path]


def _drop(root: Mapping, path: tuple[str | int, ...]) -> bool:
    """Take away the value at ``path``; where a part lacks something required, the part."""
    owner: Any = root
    for depth, step in enumerate(path):
        if not _has(owner, step):
            return bool(path[:depth]) and _drop(root, path[:depth])
        if depth == len(path) - 1 or not isinstance(owner[step], (Mapping, Sequence)):
            del owner[step]
            return True
        owner = owner[step]
    return False


def _has(owner: Mapping | Sequence, step: str | int) -> bool:
    return (
        step in owner if isinstance(owner, Mapping) else isinstance(step, int) and step < len(owner)
    )
