"""What a document still lacks, as findings: on which line it belongs, and how that line reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from generator.findings.place import Finding, Place
from generator.ledger.figure import Missing
from generator.model.load import Loaded
from generator.model.rules import TO_FILL
from generator.reading.nodes import MappingNode, Node, Scalar, last_place, node_at, place_of


def missing_value_findings(
    values: Iterable[Missing], loaded: Loaded, root: Node, *, lost: bool
) -> list[Finding]:
    """What is still to be filled in, a finding each.

    With last year's file ``lost``, its figures are not asked for one by one.
    """
    return [
        replace(
            _missing_value(missing, loaded, root),
            cause=missing.cause,
            path=tuple(map(str, missing.path)),
        )
        for missing in values
        if not (lost and (missing.path[0] == "上年" or missing.path[-1] == "上年决算数"))
    ]


class _Waiting(Struct, frozen=True):
    """A line of the file that waits behind a # to be filled in.

    ``mark`` is what is to be taken away, where it stands.
    """

    place: Place
    mark: str


def _waiting(path: tuple[str | int, ...], loaded: Loaded, root: Node) -> _Waiting | None:
    """The commented line for the first step of the path that the file lacks.

    It stands below the part that it would belong to, as far in as what stands there already.
    """
    part: Node = root
    depth = 0
    for step in path:
        inner = node_at(part, (step,))
        if inner is None:
            break
        part, depth = inner, depth + 1
    if depth == len(path) or not isinstance(part, MappingNode):
        return None
    owner = place_of(root, path[:depth])
    first_line, outer_indent = 1, -1
    if depth:
        first_line, outer_indent = owner.line + 1, owner.column - 1
    indents = {key.place.column - 1 for key in islice(part, 1)}
    commented = re.compile(rf"(\s*)(#\s*(?:待填：\s*)?){re.escape(str(path[depth]))}\s*[:：]")
    for number in range(first_line, len(loaded.lines) + 1):
        line = loaded.lines[number - 1]
        match = commented.match(line)
        if match and (not indents or len(match[1]) in indents):
            return _Waiting(Place(owner.file, number, len(match[1]) + 1), match[2].strip())
        if _ends_part(line, outer_indent):
            return None
    return None


def _ends_part(line: str, outer_indent: int) -> bool:
    """Whether a line is an entry that stands no farther in than the part above it."""
    text = line.lstrip()
    return bool(text) and not text.startswith("#") and len(line) - len(text) <= outer_indent


def _missing_value(missing: Missing, loaded: Loaded, root: Node) -> Finding:
    """The finding of one missing value, with what is known of it elsewhere."""
    finding = _asked_for(missing, loaded, root)
    if missing.advice:
        return replace(finding, fix=f"{finding.fix}；{missing.advice}")
    return finding


def _asked_for(missing: Missing, loaded: Loaded, root: Node) -> Finding:
    """The finding of one missing value: at the line where it belongs, with how that line reads."""
    path = tuple(map(_step, missing.path))
    message = f"缺{missing.what or missing.path[-1]}"
    budget = node_at(root, path[:-1])
    if path[-2:-1] == ("预算数",) and isinstance(budget, MappingNode):
        # One kind of budget is there, the other one is asked for.
        typed = [f"{key}: {value}" for key, value in budget.items()]
        entries = ", ".join([*typed, f"{path[-1]}: …"])
        fix = f"缺 {path[-1]} → 预算数: {{{entries}}}"
        return TO_FILL.at(place_of(root, path), message, fix)
    waiting = _waiting(path, loaded, root)
    if waiting:
        fix = f"去掉这一行前面的“{waiting.mark}”，照样填上（{missing.key}）"
        return TO_FILL.at(waiting.place, message, fix)
    line_to_add = _line_to_add(root, path)
    if line_to_add:
        return TO_FILL.at(place_of(root, path), message, line_to_add)
    fix = f"填写 {missing.key}"
    if isinstance(root, MappingNode) and root.key(missing.path[0]) is None:
        fix += f"（文件里还没有“{missing.path[0]}”，在末尾补上）"
        return TO_FILL.at(_place_of_absent(path, root), message, fix)
    return TO_FILL.at(place_of(root, path), message, fix)


def _step(text: str) -> str | int:
    """A step of a path: the number of an item, or a key (a 科目 has at least three digits)."""
    if text.isdecimal() and len(text) < 4:
        return int(text)
    return text


def _place_of_absent(path: tuple[str | int, ...], root: MappingNode) -> Place:
    """Where to put a value whose whole part is not there.

    A reason belongs to last year's figure, anything else to the end of the file.
    """
    if path[0] == "变动原因":
        path = ("上年", *path[1:])
    if root.key(str(path[0])) is None:
        return last_place(root)
    return place_of(root, path)


def _line_to_add(root: Node, path: tuple[str | int, ...]) -> str:
    """Where the missing line belongs and how it reads, blanks included.

    It is "" when the part above the line is not there.
    """
    owner = node_at(root, path[:-1])
    if not isinstance(owner, MappingNode) or not owner or not isinstance(path[-1], str):
        return ""
    name = ".".join(str(step) for step in path)
    first = next(iter(owner)).place
    holder = place_of(root, path[:-1])
    example = "……"
    if first.line == holder.line and len(path) > 1:
        return f"在第 {first.line} 行的花括号里加：{path[-1]}: {example}（{name}）"
    last = last_place(owner)
    if path[-1] in owner:
        return f"在第 {place_of(root, path).line} 行“{path[-1]}:”后面填写（{name}）"
    line = f"“{' ' * (first.column - 1)}{path[-1]}: {example}”（{name}）"
    value = owner[list(owner)[-1]]
    if not isinstance(value, Scalar) or value.plain:
        return f"在第 {last.line} 行下面加：{line}"
    # Where a text in quotes or a block ends is not known.
    if len(path) <= 1:
        return ""
    return f"在“{path[-2]}”下面加一行：{line}"
