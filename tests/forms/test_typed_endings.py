"""Words of a clerk that end as the sentence goes on: 水政执法等 + 等所需的."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.writers.html import write_html
from tests import bureau
from tests.bureau import write_values
from tests.forms import old_sichuan
from tests.helpers import ROOT, document_of, lines_in

PURPOSE = "三公经费/公务用车购置及运行维护费/运行维护费/用途"


@pytest.mark.parametrize("base", [bureau.BASE, old_sichuan.BASE], ids=["四川", "四川旧式"])
@pytest.mark.parametrize("typed", ["水政执法", "水政执法等", "水政执法等。"])
def test_the_words_and_the_sentence_have_one_ending(tmp_path: Path, base: str, typed: str) -> None:
    path = write_values(tmp_path, base, {PURPOSE: typed})
    text = "\n".join(lines_in(write_html(document_of(path)), "p"))
    assert "主要用于水政执法等所需的公务用车燃料费" in text


def test_no_form_has_an_ending_after_typed_words() -> None:
    templates = [
        path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".yaml")
    ]
    assert templates
    for path in templates:
        assert not re.search(r"用语\([^{}]*\) ?\}\}等", path.read_text(encoding="utf-8")), path
