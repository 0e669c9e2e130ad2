"""Keys in the wrong place: under a mapping of free names a key of the data file, or a sum, would
become a name."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.rule import Problem, RuleContext, check
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.model.accounts import Accounts
from generator.model.disclosure import Vehicles
from generator.model.key_schema import keys_by_place, known_keys
from generator.model.performance import WholeEvaluation
from generator.reading.nodes import MappingNode, Node, Scalar
from generator.repair.key_schema import Slot

_SUMS = frozenset(("合计", "小计", "总计", "共计"))
_CARS = ("三公经费", "公务用车购置及运行维护费")
_FREE: tuple[tuple[str, ...], ...] = (
    (*_CARS, "车型"),
    (*_CARS, "购置费", "更新购置"),
    ("名词解释",),
    ("预算绩效", "整体自评", "得分构成"),
)
# An explanation is a sentence; what is shorter is a value that came in by its indentation.
_SENTENCE = 8


@check(
    "放错位置",
    Group.FILLING,
    Level.ERROR,
    "名称的位置上不写合计和别处的项目",
    "写在车型、名词下面的“保有量”“合计”会被当成一种车、一个名词印出来，数也会多算。",
    "数据文件的写法",
)
def misplaced(context: RuleContext) -> Iterator[Problem]:
    """Sums, and keys of other parts, among free names; anywhere else, keys of the part above."""
    problems = [problem for path in _FREE for problem in _walk(context.node(*path), path)]
    places = {problem.place for problem in problems}
    yield from problems
    yield from (
        problem
        for problem in _reserved(context.root, known_keys(Accounts).root)
        if problem.place not in places
    )


def _reserved(node: Node, slot: Slot | None) -> Iterator[Problem]:
    """Names of the data file where the clerk's own names belong: 上缴上级支出 among the
    projects."""
    if slot is None or not isinstance(node, MappingNode):
        return
    for key, value in node.items():
        if (
            slot.others is not None
            and str(key) in slot.reserved
            and str(key) not in slot.fields
            and not slot.code
        ):
            fix = "它与上一级的各项是同一级：移出花括号，或与它们左边对齐"
            yield Problem(
                key.place,
                f"“{key}”是数据文件的项目，不能用作这里的名称（缩进或花括号放错了地方）",
                fix,
            )
        yield from _reserved(value, slot.below(str(key)))


def _walk(node: Node | None, path: tuple[str, ...]) -> Iterator[Problem]:
    if not isinstance(node, MappingNode):
        return
    for key, value in node.items():
        name = str(key).strip()
        if name in _SUMS:
            yield Problem(
                key.place,
                f"“{path[-1]}”下面写了“{name}”，会被当成一个名称",
                f"删去“{name}”这一项，合计由程序相加",
            )
        elif path[-1] == "得分构成":
            if name in WholeEvaluation.model_fields:
                yield Problem(
                    key.place,
                    f"“得分构成”下面写了“{name}”，会被当成一部分得分",
                    f"“{name}”要写在“预算绩效》整体自评”下面，检查缩进",
                )
            yield from _walk(value, path)
        elif name in _homes() and not _fits(path, name, value):
            yield Problem(
                key.place,
                f"“{path[-1]}”下面写了“{name}”，会被当成一个名称",
                f"“{name}”要写在{_homes()[name]}，检查缩进",
            )


def _fits(path: tuple[str, ...], name: str, value: Node) -> bool:
    """Whether a key may be a name here all the same: terms are explained, kinds of vehicles are
    types of cars."""
    if path == ("名词解释",):
        return isinstance(value, Scalar) and len(value.strip()) >= _SENTENCE
    return path[-1] in ("车型", "更新购置") and name in Vehicles.model_fields


def _homes() -> dict[str, str]:
    """Where each key of a data file belongs, in words."""
    homes: dict[str, str] = {}
    for place, names in keys_by_place(Accounts).items():
        home = "文件最左边一级"
        if place:
            home = f"“{'》'.join(step for step in place if step != '*')}”下面"
        for name in names:
            homes.setdefault(name, home)
    return homes
