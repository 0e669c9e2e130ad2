"""One unit's figures for programs, as fields.py describes them. They say nothing of other units, so they are made where its documents are made."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from generator.site.addresses import FIGURES, link, part_of
from generator.site.entry import Entry, FigureRow
from generator.site.fields import CSV, DETAIL, MAIN, OWN, VERSION, InterfaceField, names

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
_NUMBERS = frozenset(["年度", "数", "印出"])
MARK = b"\xef\xbb\xbf"
"""What makes Excel read UTF-8."""


def figure_files(entry: Entry, documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a unit's figures by name; ``documents``: its published files by format."""
    details = [_record(row, DETAIL) for row in entry.printed]
    places = (
        [place, [_record(row, DETAIL) for row in rows]]
        for place, rows in groupby(entry.printed, lambda row: row.位置)
    )
    main = [_record(row, MAIN) for row in entry.main]
    head = {"版本": VERSION, "标识": entry.标识, "年度": entry.年度, "单位": entry.单位}
    contents = (
        _json(
            {"版本": VERSION, "单位": _own(entry, documents)},
            "指标",
            (compact(one) for one in main),
        ),
        csv_text("figures.csv", ({"标识": entry.标识, **one} for one in main)),
        _json(
            head,
            "明细",
            (
                f'{{"位置":{json.dumps(place, ensure_ascii=False)},"数":[\n{_lines(map(compact, rows))}\n]}}'
                for place, rows in places
            ),
        ),
        csv_text(
            "details.csv",
            (
                {"标识": entry.标识, **one, "位置": row.位置}
                for one, row in zip(details, entry.printed, strict=True)
            ),
        ),
    )
    return dict(zip(FIGURES, contents, strict=True))


def csv_text(kind: str, lines: Iterable[Mapping[str, Any]]) -> bytes:
    """A whole CSV file: the mark, the names of its columns, the lines."""
    return csv_head(kind) + b"".join(csv_line(kind, line) for line in lines)


def csv_head(kind: str) -> bytes:
    """The mark and the line of column names."""
    return MARK + _written(names(CSV[kind]))


def csv_line(kind: str, line: Mapping[str, Any]) -> bytes:
    """One line. A name that a spreadsheet would compute is marked as the text it is."""
    return _written(
        [
            line[name] if name in _NUMBERS else _harmless(str(line[name]))
            for name in names(CSV[kind])
        ]
    )


def _written(values: Iterable[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(values)
    return text.getvalue().encode()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def compact(value: Mapping[str, Any]) -> str:
    """An object on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _json(head: Mapping[str, Any], name: str, lines: Iterable[str]) -> bytes:
    """The head, then a list with one object a line: it can be read by eye, and compared line by line."""
    return f"{compact(head)[:-1]},\n{json.dumps(name, ensure_ascii=False)}:[\n{_lines(lines)}\n]}}\n".encode()


def _lines(lines: Iterable[str]) -> str:
    return ",\n".join(lines)


def _record(row: FigureRow, fields: tuple[InterfaceField, ...]) -> dict[str, str]:
    return {name: getattr(row, name) for name in names(fields)}


def _own(entry: Entry, documents: Mapping[str, bytes]) -> dict[str, Any]:
    files = list(_files(entry, documents))
    return {name: files if name == "文件" else getattr(entry, name) for name in names(OWN)}


def _files(entry: Entry, documents: Mapping[str, bytes]) -> Iterator[dict[str, Any]]:
    here = part_of(entry.标识, FIGURES[0])
    for suffix, data in documents.items():
        address = link(here, part_of(entry.标识, suffix))
        yield {
            "格式": suffix,
            "地址": address,
            "字节": len(data),
            "SHA-256": hashlib.sha256(data).hexdigest(),
        }
