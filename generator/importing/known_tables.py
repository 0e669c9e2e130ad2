"""The page of known tables, from the declarations (docs/导入对照.md, behind the mark)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.importing.declared import Table, Target, load_tables

MARK = "<!-- 以下由程序生成：pytest --update -->"


def page() -> str:
    """Every known table with its numbers, titles, and where its columns and lines go."""
    return (
        "\n".join([MARK, "", *(line for table in load_tables() for line in _table(table))]).rstrip()
        + "\n"
    )


def _table(table: Table) -> Iterator[str]:
    yield f"### {table.name}"
    yield ""
    numbers = f"编号 {'、'.join(table.prefixes)}；" if table.prefixes else ""
    yield f"{numbers}表名 {'、'.join(table.titles)}；形状 {table.shape}{'，列按经济科目展开' if table.spread else ''}。"
    yield ""
    if table.shape == "不读":
        yield f"不读：{table.note}。" if table.note else "不读，导入时不提起。"
        yield ""
        return
    if table.book:
        yield f"整张表：{_keys(Target(table.book))}。"
        yield ""
    for title, some in (("列", table.columns), ("行", table.rows)):
        if not some:
            continue
        groups: dict[str, list[str]] = {}
        for name, target in some.items():
            groups.setdefault(_keys(target), []).append(name)
        yield f"| {title} | 去向 |"
        yield "|---|---|"
        yield from (f"| {'、'.join(names)} | {where} |" for where, names in groups.items())
        yield ""


def _keys(target: Target) -> str:
    if target.ignored:
        return "略"
    if target.path:
        return f"填到 {'/'.join(target.path)}" + (
            f"，减去 {'/'.join(target.less)}" if target.less else ""
        )
    return "，".join(f"{key} {'、'.join(values)}" for key, values in target.keys.items()) or "合计"
