"""The pictures of README and of the manual: there, and of the program as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from tools.sample_page import DIGEST, PICTURE, shown_pages

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_picture_of_a_page_is_there(page: Path) -> None:
    for target in re.findall(r"!\[[^\]]*\]\(([^)]+\.png)\)", page.read_text(encoding="utf-8")):
        with Image.open(page.parent / target) as picture:
            assert min(picture.size) > 300


def test_the_pages_in_readme_say_what_the_example_says() -> None:
    """Else: ``python tools/sample_page.py``."""
    with Image.open(PICTURE) as picture:
        kept = picture.info[DIGEST]
    pages, words = shown_pages()
    assert len(pages) == 2
    assert kept == words
