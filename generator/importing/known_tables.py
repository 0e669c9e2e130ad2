"""The page of known tables, from the declarations (docs/导入对照.md, behind the mark)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.importing.declared import KnownTable, Target, load_tables

MARK = "<!-- 以下由程序生成：pytest --update -->"


def page() -> str:
    """Every known table with its numbers, titles, and where its columns and lines go."""
    lines = [line for table in load_tables() for line in _table(table)]
    return "\n".join([MARK, "", *lines]).rstrip() + "\n"


def _table(table: KnownTable) -> Iterator[str]:
    """The lines of docs/导入对照.md on one table."""
    about = [f"表名 {'、'.join(table.titles)}", f"形状 {table.shape}"]
    if table.prefixes:
        about.insert(0, f"编号 {'、'.join(table.prefixes)}")
    if table.spread:
        about[-1] += "，列按经济科目展开"
    yield f"### {table.name}"
    yield ""
    yield f"{'；'.join(about)}。"
    yield ""
    if table.shape == "不读":
        yield f"不读：{table.note}。" if table.note else "不读，导入时不提起。"
        yield ""
        return
    if table.book:
        yield f"整张表：{_keys(Target(table.book))}。"
        yield ""
    for title, targets in (("列", table.columns), ("行", table.rows)):
        if not targets:
            continue
        groups: dict[str, list[str]] = {}
        for name, target in targets.items():
            groups.setdefault(_keys(target), []).append(name)
        yield f"| {title} | 去向 |"
        yield "|---|---|"
        yield from (f"| {'、'.join(names)} | {where} |" for where, names in groups.items())
        yield ""


def _keys(target: Target) -> str:
    if target.ignored:
        return "略"
    if target.path and target.less:
        return f"填到 {'/'.join(target.path)}，减去 {'/'.join(target.less)}"
    if target.path:
        return f"填到 {'/'.join(target.path)}"
    return "，".join(f"{key} {'、'.join(values)}" for key, values in target.keys.items()) or "合计"
