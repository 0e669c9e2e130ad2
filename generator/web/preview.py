"""The document beside the form: as a page, and from its numbers to the fields and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import replace

from generator.document.render import Rendered
from generator.document.tree import Document
from generator.findings.place import Place
from generator.ledger.figure import WAN, Figure
from generator.money import trimmed
from generator.pipeline.checking import CheckResult
from generator.web.field_address import field_address
from generator.web.form_pages import page_of
from generator.web.status import path_at
from generator.web.text_at_path import UnreadableTextError, entries_of
from generator.writers.html import write_html
from generator.yaml_edit.by_path import Path
from generator.yaml_edit.edits import line_starts
from generator.yaml_edit.entries import YamlEntry

_DEEPEST = 6
_MOST_INPUTS = 60


class FigureOrigin(Struct, frozen=True):
    """A figure as its origin is told: what it is called, its value, how it came about, from which
    other figures, and the field where it was typed (on which page of which file of the folder; ()
    where in none), with what it is called."""

    label: str
    value: str
    formula: str = ""
    inputs: tuple[FigureOrigin, ...] = ()
    path: Path = ()
    page: str = ""
    file: str = ""
    line: int = 0
    address: str = ""
    field: Path = ()


Texts = Callable[[str], tuple[str, str]]
"""Gives for a file that was read what the folder calls it, and its text; "" for one that lies
elsewhere."""


class DocumentPage(Struct, frozen=True):
    """The document as a web page: whether it is marked as a draft, and whether it waits for values
    that are still to be filled in."""

    content: bytes
    draft: bool
    waits: bool = False


def page_of_document(checked: CheckResult, rendered: Rendered | None = None) -> DocumentPage | None:
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


def page_that_waits(rendered: Rendered) -> DocumentPage:
    """The document of a file in which values are still to be filled in."""
    return DocumentPage(write_html(rendered.document, explained=False), draft=True, waits=True)


def origin_of(rendered: Rendered, key: str, texts: Texts) -> FigureOrigin | None:
    """Where the printed number of a key comes from; None for a key that the document has not."""
    figure = rendered.figures.get(key)
    if figure is None:
        return None
    return _source(figure, _Fields(texts), 0)


class _Fields:
    """The fields in which numbers were typed, in whatever file of the folder."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._files: dict[str, tuple[str, YamlEntry | None, tuple[int, ...]]] = {}

    def at(self, place: Place) -> tuple[str, Path, Path]:
        """The file of a place, its path and what that is called; () where it is not in the
        folder."""
        name, root, starts = self._file(place.file)
        if root is None or not 0 < place.line <= len(starts):
            return name, (), ()
        path = path_at(root, starts[place.line - 1] + place.column - 1)
        return name, path, field_address(root, path)

    def _file(self, file: str) -> tuple[str, YamlEntry | None, tuple[int, ...]]:
        if file not in self._files:
            name, text = self._texts(file)
            root = None
            if name:
                with suppress(UnreadableTextError):
                    root = entries_of(text)
            self._files[file] = name, root, line_starts(text)
        return self._files[file]


def printed_from(checked: CheckResult, rendered: Rendered, path: Path, text: str) -> list[str]:
    """The keys of the printed numbers into which an amount goes that is typed at a path; those that
    need it least indirectly first."""
    entry = entries_of(text).at(*path)
    if entry is None:
        return []
    starts = line_starts(text)
    distances: list[tuple[int, int, str]] = []
    for number, (key, figure) in enumerate(rendered.figures.items()):
        distance = _distance(figure, checked.loaded.name, starts, entry, 0)
        if distance is not None:
            distances.append((distance, number, key))
    return [key for _, _, key in sorted(distances)]


def _source(figure: Figure, fields: _Fields, depth: int) -> FigureOrigin:
    inputs: tuple[FigureOrigin, ...] = ()
    if depth < _DEEPEST:
        parts = figure.inputs[:_MOST_INPUTS]
        inputs = tuple(_source(part, fields, depth + 1) for part in parts)
    address = ""
    path: Path = ()
    field: Path = ()
    file, line = "", 0
    place = figure.place
    if place is not None and not figure.inputs:
        file, line = PurePath(place.file).name, place.line
        address, path, field = fields.at(place)
    page = page_of(path).address if path else ""
    shown = _shown(figure)
    return FigureOrigin(
        figure.label, shown, figure.formula, inputs, path, page, file, line, address, field
    )


def _shown(figure: Figure) -> str:
    if figure.unit == WAN or figure.value.is_nan():
        return f"{figure.digits} {figure.unit}".strip()
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
