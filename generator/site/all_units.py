"""The files of all units: the list of them, all figures, and the names for the search.

Each is written piece by piece, never held whole.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from generator.interface.fields import LISTED, VERSION, names
from generator.interface.records import compact
from generator.site.addresses import FIGURES, UNITS_JSON, link, page_of, part_of
from generator.site.numbers import csv_head, csv_line
from generator.site.order import Series
from generator.site.staging import CHUNK
from generator.site.summary import UnitSummary


def units_json(summaries: Sequence[UnitSummary]) -> Iterator[bytes]:
    """units.json."""
    yield f'{{"版本":{VERSION},\n"单位":[\n'.encode()
    lines = (compact(_listed(summary)) for summary in summaries)
    yield from _one_a_line(lines, len(summaries))
    yield b"]}\n"


def _one_a_line(items: Iterable[str], count: int) -> Iterator[bytes]:
    """The ``count`` items of a JSON list, each on a line, with a comma behind all but the last."""
    for number, item in enumerate(items, 1):
        comma = "," if number < count else ""
        yield f"{item}{comma}\n".encode()


def units_csv(summaries: Iterable[UnitSummary]) -> Iterator[bytes]:
    """units.csv."""
    yield csv_head("units.csv")
    for summary in summaries:
        yield csv_line("units.csv", _listed(summary))


def _listed(summary: UnitSummary) -> dict[str, object]:
    """A unit in the list, by the names of LISTED."""
    addresses = {
        "页面": link(UNITS_JSON, page_of(summary.标识)),
        "指标": link(UNITS_JSON, part_of(summary.标识, FIGURES[0])),
        "SHA-256": summary.digest,
    }
    listed: dict[str, object] = {}
    for name in names(LISTED):
        listed[name] = addresses[name] if name in addresses else getattr(summary, name)
    return listed


def joined(kind: str, files: Iterable[Path]) -> Iterator[bytes]:
    """Many CSV files of a kind as one: the column names once, then the lines of all."""
    head = csv_head(kind)
    yield head
    for path in files:
        with path.open("rb") as file:
            file.seek(len(head))
            while part := file.read(CHUNK):
                yield part


def zipped(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same, compressed: without name and time, so that the same figures are the same bytes."""
    store = io.BytesIO()
    with gzip.GzipFile("", "wb", 6, store, 0) as file:
        for part in parts:
            file.write(part)
            if store.tell() >= CHUNK:
                yield _taken(store)
    yield _taken(store)


def _taken(store: io.BytesIO) -> bytes:
    data = store.getvalue()
    store.seek(0)
    store.truncate()
    return data


def search_index(units: Series) -> Iterator[bytes]:
    """The names for the search, as a script that hands them over.

    A page that was opened from a disk may read no other kind of file.
    """
    named: set[str] = set()
    for years in units.values():
        named.update(summary.部门 for summary in years if summary.部门)
    departments = {name: number for number, name in enumerate(sorted(named))}
    department_names = json.dumps(list(departments), ensure_ascii=False)
    yield f'juesuanNames({{"部门":{department_names},\n"单位":[\n'.encode()
    entries = (
        _search_entry(scope, years, departments) for (_, scope), years in sorted(units.items())
    )
    yield from _one_a_line(entries, len(units))
    yield b"]});\n"


def _search_entry(scope: str, years: Sequence[UnitSummary], departments: Mapping[str, int]) -> str:
    """A unit for the search: its names, the number of its 部门, whether it is one, its years."""
    newest = years[0]
    department = -1
    if newest.部门 and newest.部门 != newest.单位:
        department = departments[newest.部门]
    stems = [[summary.年度, summary.标识] for summary in years]
    entry = [newest.单位, newest.简称, department, int(scope == "部门"), stems]
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
