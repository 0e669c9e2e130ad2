"""One unit's figures for programs, as fields.py describes them.

They say nothing of other units, so they are made where its documents are made.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping

from generator.interface.entry import Entry
from generator.interface.fields import CSV, DETAIL, MAIN, OWN, VERSION, names
from generator.interface.records import detail_lines, main_lines, record, whole_json
from generator.site.addresses import FIGURES, link, part_of

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
_NUMBERS = frozenset(["年度", "数", "印出"])
MARK = b"\xef\xbb\xbf"
"""What makes Excel read UTF-8."""


def figure_files(entry: Entry, documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a unit's figures by name; ``documents``: its published files by format."""
    own = {"版本": VERSION, "单位": _unit_record(entry, documents)}
    head = {"版本": VERSION, "标识": entry.标识, "年度": entry.年度, "单位": entry.单位}
    key = {"标识": entry.标识}
    contents = (
        whole_json(own, {"指标": main_lines(entry)}).encode(),
        csv_text("figures.csv", ({**key, **record(row, MAIN)} for row in entry.main)),
        whole_json(head, {"明细": detail_lines(entry)}).encode(),
        csv_text(
            "details.csv",
            ({**key, **record(row, DETAIL), "位置": row.位置} for row in entry.printed),
        ),
    )
    return dict(zip(FIGURES, contents, strict=True))


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
