"""The figures for programs: CSV and JSON, as fields.py describes them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from generator.site.addresses import file_of, link, page_of
from generator.site.entry import Entry, Row
from generator.site.fields import FIGURE, VERSION
from generator.site.hashing import Facts

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NAMED = ("部门", "单位", "名称", "位置")


def csv_text(entries: Sequence[Entry]) -> bytes:
    """All figures, one a line. With the mark that makes Excel read UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([field.name for field in FIGURE])
    for entry in entries:
        for row in entry.rows:
            line = record(entry, row)
            writer.writerow([_harmless(str(value)) if name in _NAMED else value for name, value in line.items()])
    return text.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """A name that a spreadsheet would compute, as the text it is."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def json_text(entries: Sequence[Entry], files: Facts, here: str) -> bytes:
    """All figures and units; ``files``: size and hash by path; ``here`` is where the text will stand. One object a line, for a city has many."""
    units = ",\n".join(_compact(_unit(entry, files, here)) for entry in entries)
    figures = ",\n".join(_compact(record(entry, row)) for entry in entries for row in entry.rows)
    return f'{{"版本": {VERSION},\n"单位": [\n{units}\n],\n"数": [\n{figures}\n]}}\n'.encode()


def _compact(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def record(entry: Entry, row: Row) -> dict[str, Any]:
    """One figure with its unit, in the order of the fields."""
    of_entry = {"年度": entry.年度, "部门": entry.部门, "单位": entry.单位, "口径": entry.口径}
    return {field.name: of_entry[field.name] if field.name in of_entry else getattr(row, field.name) for field in FIGURE}


def _unit(entry: Entry, files: Facts, here: str) -> dict[str, Any]:
    return {
        "年度": entry.年度,
        "部门": entry.部门,
        "单位": entry.单位,
        "口径": entry.口径,
        "公开日期": entry.公开日期,
        "版式": entry.版式,
        "页面": link(here, page_of(entry)),
        "文件": list(_files(entry, files, here)),
    }


def _files(entry: Entry, files: Facts, here: str) -> Iterator[dict[str, Any]]:
    for suffix in entry.files:
        fact = files[file_of(entry, suffix)]
        yield {"格式": suffix, "地址": link(here, file_of(entry, suffix)), "字节": fact.size, "SHA-256": fact.sha256}
