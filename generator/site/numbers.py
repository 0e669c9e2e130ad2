"""One unit's figures for programs, as fields.py describes them.

They say nothing of other units, so they are made where its documents are made.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from generator.site.addresses import FIGURES, link, part_of
from generator.site.entry import Entry, FigureRow
from generator.site.fields import CSV, DETAIL, MAIN, OWN, VERSION, InterfaceField, names

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
_NUMBERS = frozenset(["年度", "数", "印出"])
MARK = b"\xef\xbb\xbf"
"""What makes Excel read UTF-8."""


def figure_files(entry: Entry, documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a unit's figures by name; ``documents``: its published files by format."""
    main = [_record(row, MAIN) for row in entry.main]
    places = (_place_json(*place) for place in groupby(entry.printed, lambda row: row.位置))
    details = (
        {"标识": entry.标识, **_record(row, DETAIL), "位置": row.位置} for row in entry.printed
    )
    unit = {"版本": VERSION, "单位": _unit_record(entry, documents)}
    head = {"版本": VERSION, "标识": entry.标识, "年度": entry.年度, "单位": entry.单位}
    contents = (
        _json(unit, "指标", map(compact, main)),
        csv_text("figures.csv", ({"标识": entry.标识, **record} for record in main)),
        _json(head, "明细", places),
        csv_text("details.csv", details),
    )
    return dict(zip(FIGURES, contents, strict=True))


def _place_json(place: str, rows: Iterable[FigureRow]) -> str:
    """The numbers of one place of the document, as JSON."""
    numbers = _lines(compact(_record(row, DETAIL)) for row in rows)
    return f'{{"位置":{json.dumps(place, ensure_ascii=False)},"数":[\n{numbers}\n]}}'


def csv_text(kind: str, lines: Iterable[Mapping[str, object]]) -> bytes:
    """A whole CSV file: the mark, the names of its columns, the lines."""
    return csv_head(kind) + b"".join(csv_line(kind, line) for line in lines)


def csv_head(kind: str) -> bytes:
    """The mark and the line of column names."""
    return MARK + _csv_row(names(CSV[kind]))


def csv_line(kind: str, line: Mapping[str, object]) -> bytes:
    """One line. A name that a spreadsheet would compute is marked as the text it is."""
    cells = []
    for name in names(CSV[kind]):
        cell = line[name]
        if name not in _NUMBERS:
            cell = _harmless(str(cell))
        cells.append(cell)
    return _csv_row(cells)


def _csv_row(values: Iterable[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(values)
    return text.getvalue().encode()


def _harmless(text: str) -> str:
    if text.startswith(_FORMULA):
        return f"'{text}"
    return text


def compact(value: Mapping[str, object]) -> str:
    """An object on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _json(head: Mapping[str, object], name: str, lines: Iterable[str]) -> bytes:
    """The head, then a list with one object a line.

    So it can be read by eye, and compared line by line.
    """
    head_open = compact(head)[: -len("}")]
    text = f"{head_open},\n{json.dumps(name, ensure_ascii=False)}:[\n{_lines(lines)}\n]}}\n"
    return text.encode()


def _lines(lines: Iterable[str]) -> str:
    return ",\n".join(lines)


def _record(row: FigureRow, fields: tuple[InterfaceField, ...]) -> dict[str, str]:
    return {name: getattr(row, name) for name in names(fields)}


def _unit_record(entry: Entry, documents: Mapping[str, bytes]) -> dict[str, object]:
    """Who the unit is, and its published files."""
    record: dict[str, object] = {}
    for name in names(OWN):
        record[name] = list(_files(entry, documents)) if name == "文件" else getattr(entry, name)
    return record


def _files(entry: Entry, documents: Mapping[str, bytes]) -> Iterator[dict[str, str | int]]:
    here = part_of(entry.标识, FIGURES[0])
    for suffix, data in documents.items():
        address = link(here, part_of(entry.标识, suffix))
        yield {
            "格式": suffix,
            "地址": address,
            "字节": len(data),
            "SHA-256": hashlib.sha256(data).hexdigest(),
        }
