"""The document of a file in which values are still to be filled in: what it says is right whatever
will be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from generator.document.render import Rendered
from generator.document.tree import Chart, Document, Number, lines_of, texts_of
from generator.model.rules import MARK
from generator.money import WAITING
from generator.pipeline.checking import check, unchecked
from generator.pipeline.waiting import waiting_document
from generator.yaml_edit.entries import YamlEntry, read_entries
from tests.helpers import examples
from tests.workbench import folder_with

DATA = Path(__file__).parents[1] / "data"
FILES = ["云汀区文旅局（虚构）-2023.yaml", "国家古籍保护局（虚构）-2023.yaml"]
NUMBER = re.compile(r"-?\d[\d.,]*")
QUICKLY = (Phase.explicit, Phase.generate)
"""A smaller case is not looked for: each takes a second."""
NO_AMOUNTS = ("年度", "设置", "报表数")
"""Parts of numbers that are not computed with."""


def numbers_of(document: Document) -> Iterator[str]:
    """The numbers that a document prints."""
    for section in document.sections:
        for block in section.blocks:
            for line in lines_of(block):
                yield from (part.text for part in line if isinstance(part, Number))
            if isinstance(block, Chart):
                yield from (value for series in block.series for value in series.values)


def typed_numbers(text: str) -> list[YamlEntry]:
    root = read_entries(text)
    return [
        entry
        for entry in root.below()
        if entry.single
        and NUMBER.fullmatch(entry.text.strip())
        and path_of(entry)[0] not in NO_AMOUNTS
        and not entry.name.strip().endswith("值")
    ]


def path_of(entry: YamlEntry) -> list[str]:
    path: list[str] = []
    here: YamlEntry | None = entry
    while here is not None and here.parent is not None:
        path.insert(0, here.name.strip())
        here = here.parent
    return path


def replaced(text: str, puts: list[tuple[YamlEntry, str]]) -> str:
    for entry, put in sorted(puts, key=lambda each: -each[0].start):
        text = text[: entry.start] + put + text[entry.end :]
    return text


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
@settings(max_examples=examples(6), deadline=None, phases=QUICKLY)
def test_no_number_rests_on_what_nobody_has_typed(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    numbers = typed_numbers(text)
    many = data.draw(st.sampled_from([1, 2, 3, 8, 40]))
    missing = data.draw(st.lists(st.sampled_from(numbers), min_size=1, max_size=many, unique=True))
    put = data.draw(st.sampled_from([MARK, "三千"]))
    place = folder_with(tmp_path_factory.mktemp("数据")) / name
    place.write_text(replaced(text, [(each, put) for each in missing]), encoding="utf-8")
    waiting = waiting_document(place)
    whole = unchecked(DATA / name)
    assert waiting is not None
    rendered = waiting.rendered
    assert isinstance(whole, Rendered)
    assert set(numbers_of(rendered.document)) <= {*numbers_of(whole.document), WAITING}
    assert rendered.document.draft
    assert "NaN" not in "".join(texts_of(rendered.document))
    assert "NaN" not in "".join(origin.explanation for origin in rendered.document.origins.values())


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
@settings(max_examples=examples(3), deadline=None, phases=QUICKLY)
def test_what_is_told_ahead_is_told_of_the_whole_file_too(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    drawn = data.draw(
        st.lists(st.sampled_from(typed_numbers(text)), min_size=3, max_size=5, unique=True)
    )
    wrong, missing = drawn[0], drawn[1:]
    typed = wrong.text.strip()
    put = data.draw(st.sampled_from([f"{typed}0", "0", f"-{typed.lstrip('-')}"]))
    place = folder_with(tmp_path_factory.mktemp("数据")) / name
    place.write_text(replaced(text, [(wrong, put)]), encoding="utf-8")
    whole = check(place)
    # A count below zero is no number: then not all is told of the whole file either.
    assume(whole.loaded.accounts is not None)
    place.write_text(
        replaced(text, [(wrong, put), *((each, MARK) for each in missing)]), encoding="utf-8"
    )
    findings = {(each.rule, each.message) for each in check(place).findings}
    ahead = {(each.rule, each.message) for each in check(place, ahead=True).findings} - findings
    known = [*whole.findings, *(silent.finding for silent in whole.silenced)]
    assert ahead <= {(each.rule, each.message) for each in known}
