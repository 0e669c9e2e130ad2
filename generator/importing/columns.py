"""What each column of a sheet goes to: by its declared heads, by heads that mean the same everywhere, by the 经济科目 in its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.importing.declared import Table, Target
from generator.importing.heads import Head, essential
from generator.importing.words import SUMS, code_and_name, label_of
from generator.model.subjects import ECONOMIC, Catalogue, Subject

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


class Column(Struct, frozen=True):
    """A column of a sheet with its target; ``path`` is its head for messages."""

    column: int
    target: Target
    path: str
    economic: str = ""


def columns_of(
    table: Table, head: Head, columns: Sequence[int], year: Catalogue
) -> tuple[list[Column], list[tuple[int, str]]]:
    """The columns that are understood, and those that are not with their heads."""
    known: list[Column] = []
    unknown: list[tuple[int, str]] = []
    for column in columns:
        path = head.paths[column]
        target = target_of(table.columns, path)
        budget = _budget(path) if target is None else ""
        found = economic_of(path, year) if target is None and not budget and table.spread else ""
        if found:
            target = Target({"经济科目": (found,)})
        elif budget:
            # A budget by 项 has no nature; the rest of the path may still tell the fund.
            rest = tuple(part for part in path if part not in _BUDGETS)
            inner = target_of(table.columns, rest) if rest else Target()
            if inner is not None:
                target = replace(inner, keys={**inner.keys, "数": (budget,)})
        if target is None:
            unknown.append((column, "/".join(path)))
        elif not target.ignored:
            known.append(Column(column, target, "/".join(path), found))
    return known, unknown


def _budget(path: tuple[str, ...]) -> str:
    return next((_BUDGETS[part] for part in path if part in _BUDGETS), "")


def target_of(declared: Mapping[str, Target], path: tuple[str, ...]) -> Target | None:
    """The declared target of a path: as it stands, without sums, without empty words around."""
    short = essential(path)
    within = tuple(part for part in path if part not in _AROUND)
    bare = tuple(part for part in short if part not in _AROUND)
    # 支出/合计 is the sum of the block, and no column 支出.
    whole = ("合计",) if not bare and any(part in SUMS for part in path) else bare or short
    for one in (
        path,
        short,
        within,
        short if bare else whole,
        whole,
        tuple(label_of(part) for part in short),
    ):
        found = declared.get("/".join(one))
        if found is not None and (
            (one is not within and one is not whole) or _agrees(declared, path, found)
        ):
            return found
    return None


def _agrees(declared: Mapping[str, Target], path: tuple[str, ...], found: Target) -> bool:
    """Whether the words left out do not say otherwise: 合计 under 本年收入 is no outlay where a table declares 本年收入 itself."""
    around = [declared[part] for part in path if part in _AROUND and part in declared]
    return all(
        one.ignored == found.ignored and one.keys.get("类型") == found.keys.get("类型")
        for one in around
    )


def economic_of(path: tuple[str, ...], year: Catalogue) -> str:
    """The code of the 经济科目 that a head names: 30101 基本工资; or 工资福利支出/基本工资, since the software prints no codes."""
    short = essential(path)
    for part in reversed(short):
        code = code_and_name(part)[0]
        if len(code) in (3, 5) and code[0] == "3":
            return code
    names = [code_and_name(part)[1] for part in short]
    classes = [one for name in names for one in year.named(name, ECONOMIC) if one.level == "类"]
    if path[-1] in ("小计", "合计") or len(names) == 1:
        return classes[-1].code if classes else _only(year.named(names[-1], ECONOMIC))
    below = [one for one in year.named(names[-1], ECONOMIC) if one.level == "款"]
    if classes:
        below = [one for one in below if one.code.startswith(classes[0].code)]
    return _only(below)


def _only(subjects: Sequence[Subject]) -> str:
    return subjects[0].code if len(subjects) == 1 else ""
