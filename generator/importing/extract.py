"""Run as a program of its own: a workbook → its cells as JSON on standard output.

The library ends the whole process when a damaged .xls surprises it. In a process of its own that is an exit code, and the clerk gets a sentence.
It imports nothing of the generator, so that it can be run by its path.
"""

from __future__ import annotations

import json
import sys
from numbers import Real
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, ZipError


def extracted(path: str) -> dict[str, Any]:
    """Sheets with name, visibility, cells (row, column, whether a number, text) and merged areas; or what is wrong: 密码, 坏."""
    try:
        with open(path, "rb") as file:
            book = CalamineWorkbook.from_filelike(file)
            kinds = {one.name: one.visible for one in book.sheets_metadata}
            hidden = {name for name, kind in kinds.items() if kind != SheetVisibleEnum.Visible}
            return {"sheets": [_sheet(book, name, name not in hidden) for name in book.sheet_names]}
    except PasswordError:
        return {"error": "密码"}
    except (CalamineError, ZipError, OSError, ValueError):
        return {"error": "坏"}


def _sheet(book: CalamineWorkbook, name: str, visible: bool) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(name)
    cells = []
    for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
        for column, value in enumerate(values):
            if value is None or value == "":
                continue
            # str() of a number is the shortest text that means it.
            cells.append((row, column, isinstance(value, Real) and not isinstance(value, bool), str(value)))
    try:
        merged = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
    except (CalamineError, ValueError, OSError):
        merged = []  # .ods: heads are then joined by their blanks
    return {"name": name, "visible": visible, "cells": cells, "merged": merged}


if __name__ == "__main__":
    json.dump(extracted(sys.argv[1]), sys.stdout)
