"""What each column of a sheet goes to.

A column is known by its declared heads, by heads that mean the same everywhere, or by the
经济科目 in its head.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.importing.declared import KnownTable, Target
from generator.importing.heads import Head, essential
from generator.importing.words import SUMS, code_and_name, label_of
from generator.model.subjects import ECONOMIC, BudgetSubject, Catalogue

_BUDGETS = {
    "年初预算数": "年初",
    "年初预算": "年初",
    "全年预算数": "全年",
    "全年预算": "全年",
    "调整预算数": "全年",
    "调整后预算数": "全年",
    "预算数": "预算",
}
# Words over a column that tell nothing which the table itself does not.
_AROUND = frozenset(
    (
        "本年支出",
        "本年收入",
        "支出决算",
        "收入决算",
        "支出",
        "收入",
        "其中",
        "本年支出合计",
        "财政拨款支出",
    )
)


class TargetColumn(Struct, frozen=True):
    """A column of a sheet with its target; ``path`` is its head for messages."""

    column: int
    target: Target
    path: str
    economic: str = ""


def columns_of(
    table: KnownTable, head: Head, columns: Sequence[int], year: Catalogue
) -> tuple[list[TargetColumn], list[tuple[int, str]]]:
    """The columns that are understood, and those that are not with their heads."""
    understood: list[TargetColumn] = []
    unknown: list[tuple[int, str]] = []
    for column in columns:
        path = head.paths[column]
        target = target_of(table.columns, path)
        economic = ""
        if target is None and _budget(path):
            target = _budget_target(table, path)
        elif target is None and table.spread:
            economic = economic_of(path, year)
            if economic:
                target = Target({"经济科目": (economic,)})
        if target is None:
            unknown.append((column, "/".join(path)))
        elif not target.ignored:
            understood.append(TargetColumn(column, target, "/".join(path), economic))
    return understood, unknown


def _budget_target(table: KnownTable, path: tuple[str, ...]) -> Target | None:
    """The target of a column of budgets; None where the other parts of its head are not known."""
    # A budget by 项 has no nature; the other parts of the path may still tell the fund.
    others = tuple(part for part in path if part not in _BUDGETS)
    inner = target_of(table.columns, others) if others else Target()
    if inner is None:
        return None
    return replace(inner, keys={**inner.keys, "数": (_budget(path),)})


def _budget(path: tuple[str, ...]) -> str:
    """Which budget a head names: 年初, 全年, or 预算 (one of the two); "" for none."""
    return next((_BUDGETS[part] for part in path if part in _BUDGETS), "")


def target_of(declared: Mapping[str, Target], path: tuple[str, ...]) -> Target | None:
    """The declared target of a path: as it stands, without sums, without empty words around."""
    short = essential(path)
    within = tuple(part for part in path if part not in _AROUND)
    bare = tuple(part for part in short if part not in _AROUND)
    # 支出/合计 is the sum of the block, and no column 支出.
    sum_or_bare = bare or short
    if not bare and any(part in SUMS for part in path):
        sum_or_bare = ("合计",)
    labels = tuple(label_of(part) for part in short)
    for spelling in (path, short, within, sum_or_bare, labels):
        target = declared.get("/".join(spelling))
        if target is None:
            continue
        leaves_words_out = spelling is within or spelling is sum_or_bare
        if not leaves_words_out or _agrees(declared, path, target):
            return target
    return None


def _agrees(declared: Mapping[str, Target], path: tuple[str, ...], target: Target) -> bool:
    """Whether the words left out do not say otherwise.

    合计 under 本年收入 is no outlay where a table declares 本年收入 itself.
    """
    around = [declared[part] for part in path if part in _AROUND and part in declared]
    return all(
        neighbour.ignored == target.ignored
        and neighbour.keys.get("类型") == target.keys.get("类型")
        for neighbour in around
    )


def economic_of(path: tuple[str, ...], year: Catalogue) -> str:
    """The code of the 经济科目 that a head names; "" where it names none, or several.

    A head is 30101 基本工资, or 工资福利支出/基本工资, since the software prints no codes.
    """
    short = essential(path)
    for part in reversed(short):
        code = code_and_name(part)[0]
        if len(code) in (3, 5) and code[0] == "3":
            return code
    names = [code_and_name(part)[1] for part in short]
    classes = [
        subject for name in names for subject in year.named(name, ECONOMIC) if subject.level == "类"
    ]
    if path[-1] in ("小计", "合计") or len(names) == 1:
        if classes:
            return classes[-1].code
        return _only(year.named(names[-1], ECONOMIC))
    below = [subject for subject in year.named(names[-1], ECONOMIC) if subject.level == "款"]
    if classes:
        below = [subject for subject in below if subject.code.startswith(classes[0].code)]
    return _only(below)


def _only(subjects: Sequence[BudgetSubject]) -> str:
    """The code of the only 科目; "" for none, or several."""
    if len(subjects) != 1:
        return ""
    return subjects[0].code
