"""What a document still lacks, as findings: on which line it belongs, and how that line reads."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from generator.findings.place import Finding, Place
from generator.ledger.figure import Missing
from generator.model.load import Loaded
from generator.model.rules import TO_FILL
from generator.reading.nodes import Mapping, Node, Scalar, Sequence, last_place, place_of


def holes_of(holes: Iterable[Missing], loaded: Loaded, root: Node, *, lost: bool) -> list[Finding]:
    """What is still to be filled in. With last year's file ``lost``, its figures are not asked for one by one."""
    return [
        replace(_hole(hole, loaded, root), cause=hole.cause)
        for hole in holes
        if not (lost and (hole.path[0] == "上年" or hole.path[-1] == "上年决算数"))
    ]


class _Waiting(Struct, frozen=True):
    """A line of the file that waits behind a # to be filled in: where it stands, and what is to be taken away."""

    place: Place
    mark: str


def _waiting(path: tuple[str | int, ...], loaded: Loaded, root: Node) -> _Waiting | None:
    """The commented line for the first step of the path that the file lacks, below the part that it would belong to."""
    here: Node | None = root
    depth = 0
    for step in path:
        inner = _node_at(here, (step,)) if here is not None else None
        if inner is None:
            break
        here, depth = inner, depth + 1
    if depth == len(path) or not isinstance(here, Mapping):
        return None
    owner = place_of(root, path[:depth])
    outer = owner.column - 1 if depth else -1
    indent = next(iter(here)).place.column - 1 if here else None
    wanted = re.compile(rf"(\s*)(#\s*(?:待填：\s*)?){re.escape(str(path[depth]))}\s*[:：]")
    for number in range(owner.line + 1 if depth else 1, len(loaded.lines) + 1):
        line = loaded.lines[number - 1]
        found = wanted.match(line)
        if found and (indent is None or len(found[1]) == indent):
            return _Waiting(Place(owner.file, number, len(found[1]) + 1), found[2].strip())
        if (
            line.strip()
            and not line.lstrip().startswith("#")
            and len(line) - len(line.lstrip()) <= outer
        ):
            return None
    return None


def _hole(hole: Missing, loaded: Loaded, root: Node) -> Finding:
    path: tuple[str | int, ...] = tuple(
        int(step) if step.isdecimal() and len(step) < 4 else step for step in hole.path
    )
    message = f"缺{hole.what or hole.path[-1]}"
    budget = _node_at(root, path)
    if path[-1] == "预算数" and isinstance(budget, Mapping):
        told = [f"{key}: {value}" for key, value in budget.items()]
        lacks = next((key for key in ("全年", "年初") if key not in budget), "全年")
        return TO_FILL.at(
            place_of(root, path),
            f"{message}（没有填{lacks}）",
            f"缺 {lacks} → 预算数: {{{', '.join([*told, f'{lacks}: …'])}}}",
        )
    if waiting := _waiting(path, loaded, root):
        mark = waiting.mark
        return TO_FILL.at(
            waiting.place, message, f"去掉这一行前面的“{mark}”，照样填上（{hole.key}）"
        )
    where = _line_to_add(root, path)
    if where:
        return TO_FILL.at(place_of(root, path), message, where)
    if isinstance(root, Mapping) and root.key(hole.path[0]) is None:
        # The part is not there at all: a reason belongs to last year's figure, anything else to the end of the file.
        related = ("上年", *path[1:]) if path[0] == "变动原因" else path
        place = (
            place_of(root, related) if root.key(str(related[0])) is not None else last_place(root)
        )
        return TO_FILL.at(
            place, message, f"填写 {hole.key}（文件里还没有“{hole.path[0]}”，在末尾补上）"
        )
    return TO_FILL.at(place_of(root, path), message, f"填写 {hole.key}")


def _node_at(root: Node, path: tuple[str | int, ...]) -> Node | None:
    here: Node | None = root
    for step in path:
        if isinstance(here, Mapping):
            here = here.get(step)
        elif isinstance(here, Sequence) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            return None
    return here


def _line_to_add(root: Node, path: tuple[str | int, ...]) -> str:
    """Where the missing line belongs and how it reads, blanks included; "" when the part above it is not there."""
    owner = _node_at(root, path[:-1])
    if not isinstance(owner, Mapping) or not owner or not isinstance(path[-1], str):
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
    value = owner[list(owner)[-1]]
    if isinstance(value, Scalar) and not value.plain:
        return (
            f"在“{path[-2]}”下面加一行：“{' ' * (first.column - 1)}{path[-1]}: {example}”（{name}）"
            if len(path) > 1
            else ""
        )
    return f"在第 {last.line} 行下面加：“{' ' * (first.column - 1)}{path[-1]}: {example}”（{name}）"
