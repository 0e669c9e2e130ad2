"""The whole text of each form's example, compared whole; ``pytest --update`` writes it anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.findings.place import Level
from generator.pipeline.checking import check
from tests.forms.pages import whole_text
from tests.helpers import ROOT, document_of

GOLDEN = {
    "四川": "云汀区文旅局（虚构）-2023",
    "全国九表": "国家古籍保护局（虚构）-2023",
    "上海": "上海市云间区文旅局（虚构）-2024",
}


@pytest.mark.parametrize("form", GOLDEN)
def test_whole_text(form: str, update: bool) -> None:
    path = Path(__file__).parent / f"{form}.txt"
    text = whole_text(document_of(ROOT / "data" / f"{GOLDEN[form]}.yaml"))
    if update:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", GOLDEN)
def test_example_is_clean(form: str) -> None:
    found = check(ROOT / "data" / f"{GOLDEN[form]}.yaml")
    assert not [one.message for one in found.findings if one.level is not Level.HINT]
    assert found.document is not None
    assert found.document.draft is None
