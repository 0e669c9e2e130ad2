"""Shared by tests: the finished document's text by section, read back from the web page with an independent reader."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tarfile
from functools import cache
from pathlib import Path

import lxml.html
import pytest

from generator.document.tree import Document
from generator.forms.folders import OWN, Roots
from generator.pipeline.checking import CheckResult, check
from generator.writers.html import write_html
from tools.bootstrap import has_layout

ROOT = Path(__file__).resolve().parents[1]


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a tar archive of our own as ``filter="data"`` does, which Debian 12's Python does not
    know yet."""
    with tarfile.open(archive) as packed:
        if hasattr(tarfile, "data_filter"):
            packed.extraction_filter = tarfile.data_filter
        packed.extractall(folder)  # noqa: S202 (our own)


def lines_in(page: bytes, *tags: str) -> list[str]:
    """The text of every element of these tags, in order, without white space.

    libxml2 reads a page in a twentieth of the time of html5lib; test_formats compares the two.
    """
    read = lxml.html.document_fromstring(page)
    return [re.sub(r"\s+", "", element.text_content()) for element in read.iter(*tags)]


def plainly_checked(path: Path, roots: Roots = OWN) -> CheckResult:
    """A file checked without trying out which number explains its findings, which takes longer than
    all else: for tests of the document."""
    return check(path, roots, wanted=lambda: False)


@cache
def document_of(path: Path) -> Document:
    """The document of a data file; fails when it cannot be rendered at all."""
    checked = plainly_checked(path)
    assert checked.document is not None, [finding.message for finding in checked.findings]
    return checked.document


@cache
def sections_of(path: Path) -> dict[str, str]:
    """Text by (part, 一级标题, 二级标题), joined with “/”, from the finished HTML."""
    page = lxml.html.document_fromstring(write_html(document_of(path)))
    found: dict[str, str] = {}
    place = ["", "", ""]
    for element in page.iter("h1", "h2", "h3", "p", "td", "th"):
        text = re.sub(r"\s+", "", element.text_content())
        if element.tag in ("h1", "h2", "h3"):
            level = int(element.tag[1]) - 1
            place[level] = text
            place[level + 1 :] = [""] * (2 - level)
        key = "/".join(part for part in place if part)
        found[key] = found.get(key, "") + text + "\n"
    return found


def text_under(path: Path, *titles: str) -> str:
    """All text under headings that contain each of ``titles`` somewhere on their path."""
    found = [
        text for key, text in sections_of(path).items() if all(title in key for title in titles)
    ]
    assert found, f"no section {titles} in {path.name}"
    return "".join(found)


def published_files() -> list[Path]:
    """The files that belong to the repository; without git, all that are not made by a tool."""
    listed = (
        subprocess.run(
            ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        if _has_git()
        else None
    )
    if listed and listed.returncode == 0:
        return [
            path
            for name in listed.stdout.decode().split("\0")
            if name and (path := ROOT / name).is_file()
        ]
    made = {".git", ".venv", ".hypothesis", "output", "build", "__pycache__", ".fonts"}
    return [
        path
        for path in sorted(ROOT.rglob("*"))
        if path.is_file()
        and not any(
            part in made or part.endswith((".egg-info", "_cache"))
            for part in path.relative_to(ROOT).parts
        )
    ]


def _has_git() -> bool:
    return shutil.which("git") is not None and (ROOT / ".git").exists()


def examples(usual: int) -> int:
    """How many examples a property is tried on: in `make trials` four times the usual number."""
    return usual * 4 if os.environ.get("JUESUAN_TRIALS") else usual


needs_pango = pytest.mark.skipif(
    not has_layout(), reason="no Pango or HarfBuzz here, which WeasyPrint needs"
)
