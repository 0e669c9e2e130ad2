"""Entries that are taken out of braces, with one comma each."""

from __future__ import annotations

from collections.abc import Sequence

from generator.yaml_edit.edits import Edit
from generator.yaml_edit.entries import YamlEntry


def out_of_braces(text: str, entry: YamlEntry, stay: Sequence[YamlEntry]) -> Edit:
    """Take out an entry with one comma; the comments of those that ``stay`` stay too."""
    assert entry.parent is not None
    siblings = entry.parent.entries
    number = siblings.index(entry)
    if any(sibling in stay for sibling in siblings[:number]):
        start = siblings[number - 1].end
        between = text[start : entry.begin]
        put = between.replace(",", "", 1) if "#" in between else ""
        return Edit(start, entry.end, put)
    # The comma behind an entry goes with it.
    end = next((sibling.begin for sibling in siblings[number + 1 :]), entry.end)
    return Edit(entry.begin, end, "")
