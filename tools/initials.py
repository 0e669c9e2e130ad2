"""The first letters of the pinyin of every 科目, for the search in the browser.

``python tools/initials.py`` writes generator/web/首字母.csv after a change of the catalogue; a test
holds it against the catalogue and the dictionary (pypinyin, of the developers alone).
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from generator.model.subjects import _rows as rows
from generator.model.subjects import plain_name

PAGE = Path(__file__).parents[1] / "generator" / "web" / "首字母.csv"


def initials() -> str:
    """The file's text: name, letters; one line for each name that the catalogue has."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for name in sorted({row.subject.name for row in rows()}):
        letters = lazy_pinyin(plain_name(name), style=Style.FIRST_LETTER, errors="ignore")
        writer.writerow([name, "".join(letters)])
    return text.getvalue()


if __name__ == "__main__":
    PAGE.write_text(initials(), encoding="utf-8")
