"""A file → accounts and findings."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from msgspec import Struct
from pydantic import ValidationError

from generator.findings.place import Finding, Place
from generator.model.accounts import Accounts
from generator.model.choices import Choice
from generator.model.key_schema import known_keys
from generator.model.messages import Path as Keys
from generator.model.messages import explain, path_of
from generator.model.unit import Unit
from generator.money import FACTORS
from generator.reading.files import READING
from generator.reading.nodes import MappingNode, Node, Scalar, SequenceNode, shared
from generator.reading.yaml_errors import FORMAT
from generator.repair.characters import with_plain_breaks
from generator.repair.reader import read_file


class Loaded(Struct, frozen=True):
    """What came of reading a file. ``accounts`` is None when findings forbid it.

    ``readable`` is then what can be read nevertheless (for rules that need no complete amounts).
    ``lines`` are the file's lines, for excerpts.
    """

    path: Path
    name: str
    accounts: Accounts | None
    root: Node | None
    findings: tuple[Finding, ...]
    lines: tuple[str, ...]
    readable: Accounts | None = None


_NEW = "用 juesuan new 单位名称 年度 新建一个"
# Each round takes away what did not fit in the one before.
_MOST_ROUNDS = 6


def load(path: Path, name: str | None = None) -> Loaded:
    """Read and validate a data file.

    Never raises on bad data: what is wrong stands in ``findings``.
    """
    label = name or str(path)
    root, findings, text = read_file(path, label, known_keys(Accounts))
    lines = tuple(with_plain_breaks(text, label).text.split("\n"))
    accounts, readable = None, None
    if isinstance(root, MappingNode) and set(root) & set(Accounts.model_fields):
        accounts, problems = validate(root)
        findings = [*findings, *problems]
        readable = accounts or _readable(root)
    elif root is not None:
        findings = [*findings, _no_accounts(root, label)]
    return Loaded(path, label, accounts, root, tuple(findings), lines, readable)


def _no_accounts(root: Node, label: str) -> Finding:
    """What to say of a file that holds no accounts at all."""
    start = Place(label, 1, 1)
    if not isinstance(root, MappingNode):
        fix = "检查冒号是不是英文冒号加一个空格"
        return FORMAT.at(start, "文件不是“名称: 内容”的形式", fix)
    message = "这不是决算公开的数据文件：里面没有 年度、单位、收入、支出 等项目"
    return READING.at(start, message, f"检查是否选错了文件，或 {_NEW}")


def validate(root: Node) -> tuple[Accounts | None, list[Finding]]:
    """Nodes → accounts; None with findings when something does not fit."""
    assert isinstance(root, MappingNode)
    try:
        return validated(root), []
    except ValidationError as error:
        return None, explain(error, root, Accounts)


def validated(root: MappingNode) -> Accounts:
    """The accounts of a file. Raises ValidationError."""
    unit = str(root.get("金额单位", "")).strip()
    data: MappingNode | dict[str, object] = root
    if root.key("汇总") is not None:
        # A 部门 that adds up its units has no amounts of its own.
        data = {"收入": {}, "支出": {}, **root}
    context = {"factor": FACTORS.get(unit, Decimal(1)), "unit": unit}
    return Accounts.model_validate(data, context=context)


def _readable(root: MappingNode) -> Accounts | None:
    """The accounts without what does not fit; None when even then something that every file needs
    is missing.
    """
    fitting = shared(root)
    _stand_ins(fitting)
    for _ in range(_MOST_ROUNDS):
        try:
            return validated(fitting)
        except ValidationError as error:
            paths = {path_of(detail) for detail in error.errors(include_url=False)}
            # The deepest and last ones first, so that the places of the others stay.
            dropped = [_drop(fitting, path) for path in sorted(paths, key=_depth, reverse=True)]
            if not any(dropped):
                return None
    return None


def _stand_ins(root: MappingNode) -> None:
    """A choice that waits for its answer (待填), or has none of its options, is told as such; the
    file is looked at as if it had its first option, so that one run finds everything.
    """
    part = root.get("单位")
    if not isinstance(part, MappingNode):
        return
    for name, field in Unit.model_fields.items():
        value = part.get(name)
        choices = (mark for mark in field.metadata if isinstance(mark, Choice))
        choice = next(choices, None)
        if choice and isinstance(value, Scalar) and value.strip() not in choice.options:
            part[name] = Scalar.at(choice.options[0], value.place)


def _depth(path: Keys) -> tuple[int, list[tuple[int, str]]]:
    """By which paths are put in order: by their length, then by their steps."""
    return len(path), [(0, step) if isinstance(step, str) else (step, "") for step in path]


def _drop(root: MappingNode, path: Keys) -> bool:
    """Take away the value at ``path``; where a part lacks something required, the part.

    Returns whether anything was taken away.
    """
    parent: MappingNode | SequenceNode = root
    for depth, step in enumerate(path):
        if not _has(parent, step):
            return bool(path[:depth]) and _drop(root, path[:depth])
        value = parent[step]  # type: ignore[index]
        if depth == len(path) - 1 or not isinstance(value, (MappingNode, SequenceNode)):
            del parent[step]  # type: ignore[arg-type]
            return True
        parent = value
    return False


def _has(parent: MappingNode | SequenceNode, step: str | int) -> bool:
    """Whether a mapping has a key, or a list an item of a number."""
    if isinstance(parent, MappingNode):
        return step in parent
    return isinstance(step, int) and step < len(parent)
