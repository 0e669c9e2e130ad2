"""The document beside the form: as a page, and from its numbers to the fields and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import replace

from generator.document.render import Rendered
from generator.document.tree import Document
from generator.ledger.figure import WAN, Figure
from generator.money import trimmed
from generator.pipeline.checking import Checked
from generator.web.form_pages import page_of
from generator.web.status import path_at
from generator.writers.html import write_html
from generator.yaml_edit.by_path import Path
from generator.yaml_edit.edits import line_starts
from generator.yaml_edit.entries import YamlEntry

_DEEPEST = 6
_MOST_INPUTS = 60


class FigureOrigin(Struct, frozen=True):
    """A figure as its origin is told: what it is called, its value, how it came about, from which
    other figures, and the field where it was typed (on which page; () where in none)."""

    label: str
    value: str
    formula: str = ""
    inputs: tuple[FigureOrigin, ...] = ()
    path: Path = ()
    page: str = ""
    file: str = ""
    line: int = 0


class DocumentPage(Struct, frozen=True):
    """The document as a web page, and whether it is marked as a draft."""

    content: bytes
    draft: bool


def page_of_document(checked: Checked, rendered: Rendered | None = None) -> DocumentPage | None:
    """The document as a web page; None where the file cannot be read as accounts.

    A draft is marked as one; the findings, which its first pages hold, stand at the fields.
    ``rendered`` is a newer document than the one that was checked: it keeps the mark until it is
    checked itself.
    """
    rendered = rendered or checked.rendered
    if checked.document is None or rendered is None:
        return None
    document: Document = replace(rendered.document, draft=checked.document.draft)
    return DocumentPage(write_html(document, explained=False), document.draft is not None)


def origin_of(checked: Checked, key: str, root: YamlEntry, text: str) -> FigureOrigin | None:
    """Where the printed number of a key comes from; None for a key that the document has not."""
    figures = checked.rendered.figures if checked.rendered else {}
    figure = figures.get(key)
    return _source(figure, checked, root, text, 0) if figure else None


def printed_from(checked: Checked, path: Path, root: YamlEntry, text: str) -> list[str]:
    """The keys of the printed numbers into which an amount goes that is typed at a path; those that
    need it least indirectly first."""
    entry = root.at(*path)
    if entry is None or checked.rendered is None:
        return []
    starts = line_starts(text)
    distances: list[tuple[int, int, str]] = []
    for number, (key, figure) in enumerate(checked.rendered.figures.items()):
        distance = _distance(figure, checked.loaded.name, starts, entry, 0)
        if distance is not None:
            distances.append((distance, number, key))
    return [key for _, _, key in sorted(distances)]


def _source(
    figure: Figure, checked: Checked, root: YamlEntry, text: str, depth: int
) -> FigureOrigin:
    inputs: tuple[FigureOrigin, ...] = ()
    if depth < _DEEPEST:
        parts = figure.inputs[:_MOST_INPUTS]
        inputs = tuple(_source(part, checked, root, text, depth + 1) for part in parts)
    path: Path = ()
    file, line = "", 0
    place = figure.place
    if place is not None and not figure.inputs:
        file, line = PurePath(place.file).name, place.line
        starts = line_starts(text)
        if place.file == checked.loaded.name and 0 < line <= len(starts):
            path = path_at(root, starts[line - 1] + place.column - 1)
    page = page_of(path).address if path else ""
    return FigureOrigin(
        figure.label, _shown(figure), figure.formula, inputs, path, page, file, line
    )


def _shown(figure: Figure) -> str:
    if figure.unit == WAN:
        return f"{figure.printed:f} {figure.unit}"
    return f"{trimmed(round(figure.value, 4))} {figure.unit}".strip()


def _distance(
    figure: Figure, file: str, starts: tuple[int, ...], entry: YamlEntry, depth: int
) -> int | None:
    """Over how many steps a figure rests on what is typed in an entry; None where it does not."""
    if not figure.inputs:
        place = figure.place
        if place is None or place.file != file or not 0 < place.line <= len(starts):
            return None
        offset = starts[place.line - 1] + place.column - 1
        return depth if entry.begin <= offset <= entry.end else None
    if depth >= _DEEPEST:
        return None
    steps = (_distance(part, file, starts, entry, depth + 1) for part in figure.inputs)
    return min(_known(steps), default=None)


def _known(steps: Iterator[int | None]) -> Iterator[int]:
    return (step for step in steps if step is not None)
