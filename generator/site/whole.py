"""The files of all units: the list of them, all figures one after another, and the names for the search. Each is written piece by piece, never held whole."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from generator.interface.fields import LISTED, VERSION, names
from generator.interface.records import compact
from generator.site.addresses import FIGURES, UNITS_JSON, link, page_of, part_of
from generator.site.numbers import csv_head, csv_line
from generator.site.order import Series
from generator.site.staging import CHUNK
from generator.site.summary import Card


def units_json(cards: Sequence[Card]) -> Iterator[bytes]:
    """units.json."""
    yield f'{{"版本":{VERSION},\n"单位":[\n'.encode()
    for number, card in enumerate(cards, 1):
        yield f"{compact(_listed(card))}{',' if number < len(cards) else ''}\n".encode()
    yield b"]}\n"


def units_csv(cards: Iterable[Card]) -> Iterator[bytes]:
    """units.csv."""
    yield csv_head("units.csv")
    for card in cards:
        yield csv_line("units.csv", _listed(card))


def _listed(card: Card) -> dict[str, Any]:
    more = {
        "页面": link(UNITS_JSON, page_of(card.标识)),
        "指标": link(UNITS_JSON, part_of(card.标识, FIGURES[0])),
        "SHA-256": card.digest,
    }
    return {name: more[name] if name in more else getattr(card, name) for name in names(LISTED)}


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
    """The names for the search, as a script that hands them over: a page that was opened from a disk may read no other kind of file."""
    departments = {
        name: number
        for number, name in enumerate(
            sorted({card.部门 for mine in units.values() for card in mine if card.部门})
        )
    }
    yield f'juesuanNames({{"部门":{json.dumps(list(departments), ensure_ascii=False)},\n"单位":[\n'.encode()
    for at, (key, mine) in enumerate(sorted(units.items()), 1):
        newest = mine[0]
        department = departments[newest.部门] if newest.部门 and newest.部门 != newest.单位 else -1
        told = [
            newest.单位,
            newest.简称,
            department,
            int(key[1] == "部门"),
            [[card.年度, card.标识] for card in mine],
        ]
        yield f"{json.dumps(told, ensure_ascii=False, separators=(',', ':'))}{',' if at < len(units) else ''}\n".encode()
    yield b"]});\n"
