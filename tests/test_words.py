"""The text of the program does not become harder to read: the figures of tools/words.py."""

from __future__ import annotations

import ast
import runpy
from pathlib import Path
from types import SimpleNamespace

from tests.helpers import ROOT

words = SimpleNamespace(**runpy.run_path(str(ROOT / "tools" / "words.py")))


def test_no_figure_is_worse_than_what_has_been_reached() -> None:
    figures = words.figures()
    assert set(figures) == set(words.LIMITS)
    worse = {
        name: (figure, words.LIMITS[name])
        for name, figure in figures.items()
        if figure > words.LIMITS[name]
    }
    assert worse == {}


def test_the_counts_see_what_they_count(tmp_path: Path) -> None:
    path = tmp_path / "sample.py"
    text = (
        "from typing import Any\n"
        "class Kind: ...\n"
        "class _Hidden: ...\n"
        "def shown(value: Any) -> str:\n"
        "    found = 1 if value else 2 if value is None else 3\n"
        "    for one in value: print(one)\n"
        f"    return '{'汉' * 50}'\n"
    )
    path.write_text(text, encoding="utf-8")
    counted = words.count(path)
    assert counted.counts == {"wide": 1, "conditional": 2, "chained": 1, "empty": 2, "any": 1}
    assert counted.classes == ["Kind"]
    assert counted.assignments == 2
    assert counted.statements == sum(
        isinstance(node, ast.stmt) for node in ast.walk(ast.parse(text))
    )
