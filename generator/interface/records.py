"""Figures as JSON: an object on a line, so that it can be read by eye and compared line by line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from generator.interface.entry import Entry, FigureRow
from generator.interface.fields import DETAIL, MAIN, InterfaceField, names


def compact(value: Mapping[str, Any]) -> str:
    """An object on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def quoted(text: str) -> str:
    """A text as JSON has it."""
    return json.dumps(text, ensure_ascii=False)


def record(row: FigureRow, fields: tuple[InterfaceField, ...]) -> dict[str, str]:
    """One figure with these fields."""
    return {name: getattr(row, name) for name in names(fields)}


def main_lines(entry: Entry) -> Iterator[str]:
    """The figures under names that all units share, one by one."""
    return (compact(record(row, MAIN)) for row in entry.main)


def detail_lines(entry: Entry) -> Iterator[str]:
    """The printed numbers, by the place where they are printed."""
    for place, rows in groupby(entry.printed, lambda row: row.位置):
        numbers = joined(compact(record(row, DETAIL)) for row in rows)
        yield f'{{"位置":{quoted(place)},"数":[\n{numbers}\n]}}'


def whole_json(head: Mapping[str, Any], lists: Mapping[str, Iterable[str]]) -> str:
    """The head, then the lists by name, with one object a line."""
    parts = [f"{quoted(name)}:[\n{joined(lines)}\n]" for name, lines in lists.items()]
    return ",\n".join([compact(head)[:-1], *parts]) + "}\n"


def joined(lines: Iterable[str]) -> str:
    """The members of a list, one a line."""
    return ",\n".join(lines)
