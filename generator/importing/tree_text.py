"""Trees of lines → the text of a data file, each number with the cells that it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from generator.importing.line_trees import Tree, sum_of, with_project
from generator.importing.lines import DataLine
from generator.model.rules import MARK
from generator.money import IN_YUAN, trimmed
from generator.yaml_edit.entries import key_text

# Before a whole line that is waiting; behind a value that waits to be confirmed.
TO_FILL = "# 待填："
# Behind a name without a value: filled in, it needs no second look, and the note may stay.
HINT = "# 填："


def tree_lines(
    tree: Mapping[str, DataLine | str | Tree],
    money_unit: str,
    depth: int,
    projects: Sequence[str] = (),
) -> list[str]:
    """A tree as lines, two blanks for each level, each number with its source.

    ``projects`` are the names that a project without one may have.
    """
    lines = []
    for key, value in tree.items():
        start = f"{'  ' * depth}{key_text(key)}:"
        if isinstance(value, dict):
            if key == MARK:
                start += f"  # 把左边的“{MARK}”换成项目名称；有几个项目就分成几段"
                start += f"；表里的项目有：{'、'.join(projects)}" if projects else ""
            lines += [start, *tree_lines(with_project(key, value), money_unit, depth + 1, projects)]
            continue
        if isinstance(value, DataLine):
            value = f"{value.text(money_unit)}  {value.source}"
        lines.append(f"{start} {value}".rstrip())
    return lines


def braces(value: DataLine | str | Tree, money_unit: str) -> str:
    """A number, or a part in braces on one line, without sources."""
    if isinstance(value, dict):
        numbers = {name: inner for name, inner in value.items() if not isinstance(inner, str)}
        parts = (
            f"{key_text(name)}: {braces(inner, money_unit)}" for name, inner in numbers.items()
        )
        return f"{{{', '.join(parts)}}}"
    if isinstance(value, DataLine):
        return value.text(money_unit)
    return value


def item_lines(
    key: str, item: Tree, money_unit: str, depth: int, *, asks: bool, projects: Sequence[str] = ()
) -> list[str]:
    """One item of 支出, and its marks: 预算数 where the workbook has none, 原因 with the difference
    where it is known, ``projects`` as in tree_lines."""
    lines = [f"{'  ' * depth}{key_text(key)}:", *tree_lines(item, money_unit, depth + 1, projects)]
    if not asks:
        return lines
    start, budget = "  " * (depth + 1), item.get("预算数")
    if budget is None:
        lines.append(f"{start}{TO_FILL}预算数: {{年初: 数, 全年: 数}}（没有安排填 0）")
    spent: Tree = {name: part for name, part in item.items() if name != "预算数"}
    reason = None
    if not _open(spent):
        reason = difference(sum_of(spent), budget, money_unit)
    if reason is None:
        lines.append(f"{start}{TO_FILL}原因: 文字（决算数与预算数不等时填）")
    elif reason:
        lines.append(f"{start}原因:  {HINT}{reason}")
    return lines


def difference(spent: Decimal, budget: DataLine | str | Tree | None, money_unit: str) -> str | None:
    """“决算比全年预算少 12.3 元”; "" where they agree, None where no budget is known."""
    kind = ""
    if isinstance(budget, dict):
        kind = "全年" if "全年" in budget else "年初"
        budget = budget[kind]
    if not isinstance(budget, DataLine):
        return None
    change = spent - budget.amount
    if not change:
        return ""
    amount = f"{trimmed(abs(change) / IN_YUAN[money_unit])} {money_unit}"
    direction = "多" if change > 0 else "少"
    return f"决算比{kind}预算{direction} {amount}的原因"


def _open(value: DataLine | str | Tree) -> bool:
    """Whether some number of a part is not known."""
    if isinstance(value, dict):
        return any(map(_open, value.values()))
    return isinstance(value, str)
