"""What an import says, for a page: tables by their titles and fields by their names, no cells of
sheets that nobody has open, and no lines of the data file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.importing.report import SheetTitle
from generator.web.field_address import field_address
from generator.web.plain_words import without_commands

_FIELD = re.compile(r"(?m)^(?P<start> *(?:新增 )?)(?:第 \d+ 行 )?(?P<path>[^：\s/]+/[^：\n]+)：")
_ONE_FIELD = re.compile(r"(?m)^(?P<start> *)第 \d+ 行 (?P<path>[^：\n]+)：")
_SOURCE = re.compile(r" *# 来源: ")
_TABLE = r"表\d{1,4}"
"""A table of a document that was not read, as cells are named."""
_TABLES = re.compile(rf"(?m)^  ({_TABLE}(?:、{_TABLE})*)(?=：)")
_MAPPING = (
    (re.compile(r"，或写一个对照文件[^，；。\n]*"), ""),
    (re.compile(r"要导入就(?:写一个对照文件，表名照抄|在对照文件里写它的去向)"), "要用的自己填"),
    (re.compile(r"（docs/[^）]*）"), ""),
)
"""Advice for whoever writes a file that maps columns, and what a page has instead."""
_IN_TEXT = re.compile(r"(?<=[\s、；（])[^\s、；（）]+!正文")


def page_note(note: str, sheets: Mapping[str, SheetTitle], files: Iterable[Path]) -> str:
    """A note of an import in words of a page; ``files`` are called by their names alone."""
    plain = without_commands(note)
    for path in files:
        plain = plain.replace(str(path), path.name)
    for pattern, instead in _MAPPING:
        plain = pattern.sub(instead, plain)
    plain = _IN_TEXT.sub("文档的正文", _SOURCE.sub("；来自 ", plain))
    for pattern in (_FIELD, _ONE_FIELD):
        plain = pattern.sub(_with_path, plain)
    return _with_titles(plain, sheets)


def _with_path(field: re.Match[str]) -> str:
    """支出/一般公共预算/2010301 行政运行 → 支出›一般公共预算›2010301 行政运行."""
    address = field_address(None, tuple(field["path"].split("/")))
    return f"{field['start']}{'›'.join(address)}："


def _with_titles(text: str, sheets: Mapping[str, SheetTitle]) -> str:
    """A text in which the sheets of cells, and those that begin a line, have their titles."""
    names = [re.escape(name) for name in sorted(sheets, key=len, reverse=True)]
    sheet = f"(?P<sheet>{'|'.join((*names, _TABLE))})"

    def called(match: re.Match[str]) -> SheetTitle:
        name = match["sheet"]
        return sheets.get(name) or SheetTitle("", int(name.removeprefix("表")))

    text = re.sub(
        rf"{sheet}!(?P<column>[A-Z]{{1,3}})(?P<row>\d+)",
        lambda match: _cell(called(match), match["column"], match["row"]),
        text,
    )
    text = re.sub(rf"(?m)^  {sheet}(?=  \S)", lambda match: f"  {called(match).called}", text)
    # A document has no names for its tables but their titles.
    text = re.sub(rf"(?m)^  {_TABLE} → ", "  ", text)
    return _TABLES.sub(lambda match: f"  文档的第 {match[1].replace('表', '')} 张表", text)


def _cell(sheet: SheetTitle, column: str, row: str) -> str:
    """A cell as whoever has the sheet in Excel calls it, or the table in Word before him."""
    if not sheet.number:
        return f"{sheet.called}的 {column}{row} 格"
    number = 0
    for letter in column:
        number = 26 * number + ord(letter) - ord("A") + 1
    return f"{sheet.called}第 {row} 行第 {number} 列"
