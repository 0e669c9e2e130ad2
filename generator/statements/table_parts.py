"""Which printed tables are parts of one: a wide table is printed in parts, a long one goes on. One
title alone makes no table: a 部门 prints those of its units one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.statements.printed_tables import PrintedTable


def beginnings(tables: Sequence[tuple[str, PrintedTable]]) -> Mapping[int, int]:
    """The number of each table, as its title and itself are given in order, and that of the table
    whose part it is: its own where it begins one."""
    beginning: dict[int, int] = {}
    latest: dict[str, list[PrintedTable]] = {}
    for title, table in tables:
        parts = latest.get(title, [])
        if not title or not parts or not _is_part(table, parts):
            parts = []
        latest[title] = [*parts, table]
        for number in numbers_of(table):
            beginning[number] = latest[title][0].spot.table
    return beginning


def numbers_of(table: PrintedTable) -> set[int]:
    """The numbers of the tables of a document that are joined into one."""
    return {table.spot.table, *(row.spot.table for row in table.rows)}


def _is_part(table: PrintedTable, parts: Sequence[PrintedTable]) -> bool:
    """Whether a table is a further part of one of the same title."""
    if table.owner and parts[0].owner and table.owner != parts[0].owner:
        return False
    if table.says_it_goes_on:
        return True
    return any(_is_behind(table, part) or _is_beside(table, part) for part in parts)


def _is_behind(table: PrintedTable, part: PrintedTable) -> bool:
    """Whether a table has other rows than a part, and its 科目 go on with those there."""
    codes = [row.code for row in table.rows if row.code]
    codes_before = [row.code for row in part.rows if row.code]
    if not codes or not codes_before or set(_labels(table)) & set(_labels(part)):
        return False
    return min(codes) > max(codes_before)


def _is_beside(table: PrintedTable, part: PrintedTable) -> bool:
    """Whether a table has other columns of the very rows of a part: what both have is the same."""
    if _labels(table) != _labels(part) or table.heads == part.heads:
        return False
    columns = {heads: column for column, heads in enumerate(part.heads)}
    return all(
        row.cells[column].text == before.cells[columns[heads]].text
        for column, heads in enumerate(table.heads)
        if heads in columns
        for row, before in zip(table.rows, part.rows, strict=True)
    )


def _labels(table: PrintedTable) -> list[tuple[str, str]]:
    return [(row.code, row.name) for row in table.rows]
