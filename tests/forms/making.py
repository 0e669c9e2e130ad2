"""Shared by the tests of forms: a form made in a folder, and the finished page of a small unit under it."""

from __future__ import annotations

import re
from pathlib import Path

from generator.forms.folders import OWN, Roots
from generator.pipeline.checking import CheckResult
from generator.writers.html import write_html
from tests.bureau import GOOD, write
from tests.helpers import lines_in, plainly_checked

MAIN = "名称: 试\n继承: 四川\n"


def make_form(root: Path, files: dict[str, str], name: str = "试") -> Roots:
    """Write a form's files below ``root``; 版式.yaml is MAIN unless given."""
    home = root / name
    home.mkdir(parents=True, exist_ok=True)
    for file, text in {"版式.yaml": MAIN.replace("试", name), **files}.items():
        (home / file).write_text(text, encoding="utf-8")
    return (root, *OWN)


def checked(
    root: Path, roots: Roots, changes: str = "", form: str = "试", without: tuple[str, ...] = ()
) -> CheckResult:
    """The gallery's small unit under a form; ``changes`` is put in front, ``without`` leaves top-level keys out."""
    text = GOOD.replace("版式: 四川", f"版式: {form}")
    parts = re.split(r"(?m)^(?=[^\s#])", text)
    rest = "".join(part for part in parts if part.split(":")[0] not in (*without, "政府采购"))
    return plainly_checked(write(root, changes + "政府采购: {货物: 0}\n" + rest), roots)


def lines_of(found: CheckResult) -> list[str]:
    """The text of the finished page, line by line."""
    assert found.document is not None, [finding.message for finding in found.findings]
    return lines_in(write_html(found.document), "h1", "h2", "h3", "p", "td", "th", "figcaption")
