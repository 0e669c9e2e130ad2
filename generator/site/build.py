"""Entries → the whole shelf in a folder: documents, pages, figures, and the manifest of all of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from generator.site.addresses import ALL_CSV, ALL_JSON, INDEX, MANIFEST, SCHEMA, SCRIPT, STYLE, figures_of, file_of, page_of
from generator.site.entry import Entry
from generator.site.fields import schema
from generator.site.folder import manifest_text
from generator.site.hashing import Fact, fact_of
from generator.site.numbers import csv_text, json_text
from generator.site.pages import HERE, index_page, unit_page
from generator.site.shelf import in_order, shelf


def build(entries: Sequence[Entry], title: str, folder: Path) -> None:
    """Fill an empty folder. The same entries give the same bytes, in whatever order they come."""
    files: dict[str, Fact] = {}

    def put(path: str, data: bytes) -> None:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        files[path] = fact_of(target)

    every = in_order(entries)
    for entry in every:
        for suffix, source in entry.files.items():
            target = folder / file_of(entry, suffix)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            files[file_of(entry, suffix)] = fact_of(target)
    for name in (STYLE, SCRIPT):
        put(name, (HERE / name).read_bytes())
    put(SCHEMA, (json.dumps(schema(), ensure_ascii=False, indent=2) + "\n").encode())
    put(ALL_CSV, csv_text(every))
    put(ALL_JSON, json_text(every, files, ALL_JSON))
    for year in shelf(every):
        for group in year.groups:
            for entry in group.entries:
                put(figures_of(entry, "csv"), csv_text([entry]))
                put(figures_of(entry, "json"), json_text([entry], files, figures_of(entry, "json")))
                put(page_of(entry), unit_page(title, entry, every, group, files))
    put(INDEX, index_page(title, every, files))
    (folder / MANIFEST).write_bytes(manifest_text(files))
