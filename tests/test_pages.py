"""Pages made from the code are fresh; the examples fit the schema."""

from __future__ import annotations

import json
import runpy

import jsonschema
import pytest
import yaml

from tests.helpers import ROOT

PAGES = runpy.run_path(str(ROOT / "tools" / "pages.py"))["PAGES"]
EXAMPLES = sorted((ROOT / "data").glob("**/*.yaml"))


def test_there_are_pages() -> None:
    assert len(PAGES) == 9
    assert len(EXAMPLES) >= 4


@pytest.mark.parametrize("name", PAGES)
def test_page_is_fresh(name: str) -> None:
    """`python tools/pages.py` writes them anew."""
    assert (ROOT / name).read_text(encoding="utf-8") == PAGES[name]()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_fits_the_schema(path) -> None:
    """What an editor checks while a clerk types agrees with what the program reads."""
    schema = json.loads((ROOT / "schema.json").read_text(encoding="utf-8"))
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    jsonschema.validate(data, schema)


def test_schema_refuses_an_unknown_key() -> None:
    schema = json.loads((ROOT / "schema.json").read_text(encoding="utf-8"))
    data = yaml.load(EXAMPLES[0].read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    data["不认识"] = "1"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema)


def test_links_in_readme_lead_somewhere() -> None:
    import re

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert len(links) >= 4
    assert all((ROOT / link).exists() for link in links)
