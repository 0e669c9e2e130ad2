"""What stands on each page: the values that the templates show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from generator.document.render import Rendered
from generator.forms.form import FormError, form_names
from generator.forms.settings import COMPARED
from generator.importing.importer import IMPORTED
from generator.ledger.statement import Statement
from generator.pipeline.checking import CheckResult
from generator.pipeline.formats import FORMATS
from generator.pipeline.produce import sources_of
from generator.web.asked import grid_with_asked, unprinted_paths, with_asked
from generator.web.audits import readable
from generator.web.before import YearBefore, grid_with_last_year, last_year_file, with_last_year
from generator.web.budget_kind import USUAL_BUDGET, compared_budget
from generator.web.changes import ChangeInWords, changes_in_words
from generator.web.controls import ControlKind, control_of, keys_at
from generator.web.data_file import DataFile
from generator.web.form_pages import PAGES, FormPage, page_at
from generator.web.grids import MATRICES, OUTLAY, PageGrid, detail, matrix, outlay
from generator.web.made_from import is_stale
from generator.web.preview import (
    DocumentPage,
    FigureOrigin,
    origin_of,
    page_of_document,
    page_that_waits,
    printed_from,
)
from generator.web.projects import project_names
from generator.web.status import Counts, FieldRemark, counts_of, remarks_of, totals_of
from generator.web.text_at_path import UnreadableTextError, entries_of
from generator.web.workspace import Workspace
from generator.yaml_edit.by_path import Path
from generator.yaml_edit.entries import YamlEntry

Values = dict[str, object]


class State(Struct, frozen=True):
    """A file in the list: what is left to do, and which documents lie there; ``last`` is the file
    from which it takes last year's figures, "" for none of the folder."""

    name: str
    unit: str = ""
    year: str = ""
    form: str = ""
    counts: Counts = Counts(0, 0, 0, 0)
    publishable: bool = False
    documents: tuple[str, ...] = ()
    stale: bool = False
    last: str = ""
    problem: str = ""


class Status(Struct, frozen=True):
    """What changes on a page whenever the file does; ``changes`` stand beside the fields of
    reasons. ``complete``: the file can be read whole; else further findings come when these are
    mended."""

    revision: int
    remarks: Sequence[FieldRemark]
    counts: Counts
    publishable: bool
    totals: Sequence[tuple[str, str]]
    changes: Sequence[ChangeInWords]
    undo: bool
    redo: bool
    complete: bool


def home(workspace: Workspace) -> Values:
    """The list of files; their states are asked for one by one."""
    return {
        "folder": str(workspace.folder),
        "names": workspace.names(),
        "forms": form_names(workspace.roots),
        "examples": workspace.examples(),
        "imported": ",".join(IMPORTED),
    }


def audit(workspace: Workspace) -> Values:
    """The page on which finished documents are audited."""
    return {"names": workspace.names(), "readable": readable()}


def state(workspace: Workspace, name: str) -> State:
    """The state of one file; a file that cannot be read has its problem in words."""
    try:
        file = workspace.file(name)
        checked = file.checked()
    except (UnreadableTextError, FormError) as error:
        return State(name, problem=str(error))
    accounts = checked.loaded.readable
    documents = workspace.documents_of(name)
    sources = sources_of(checked)
    stale = any(is_stale(document, file.path, sources) for document in documents)
    return State(
        name,
        unit=str(accounts.单位.名称) if accounts else "",
        year=str(accounts.年度) if accounts else "",
        form=str(accounts.版式) if accounts else "",
        counts=counts_of(remarks_of(checked, file.text)),
        publishable=checked.publishable,
        documents=tuple(document.name for document in documents),
        stale=stale,
        last=_last_of(workspace, file),
    )


def _last_of(workspace: Workspace, file: DataFile) -> str:
    """The file of the folder from which a file takes last year's figures; "" for none."""
    try:
        place = last_year_file(file.root(), file.path)
    except UnreadableTextError:
        return ""
    if place is None:
        return ""
    return workspace.name_of_read(str(place))


def form(workspace: Workspace, file: DataFile, address: str) -> Values | None:
    """A page of the form; None for an address that is none. Raises UnreadableTextError."""
    page = page_at(address)
    if page is None:
        return None
    revision, typed = file.snapshot()
    root = entries_of(typed)
    unprinted = unprinted_paths(_text_of(root, "版式"), workspace.roots)
    last = YearBefore(root, file.path)
    asked = [with_asked(control_of(name, root), unprinted) for name in page.parts]
    controls = [with_last_year(control, last) for control in asked]
    return {
        "file": file.name,
        "unit": _text_of(root, "单位", "名称") or file.name,
        "year": _text_of(root, "年度"),
        "money": _text_of(root, "金额单位"),
        "revision": revision,
        "page": page,
        "pages": PAGES,
        "controls": controls,
        "grids": {
            name: [grid_with_asked(grid_with_last_year(table, last), unprinted) for table in tables]
            for name, tables in _grids(page, root, compared_budget(root, workspace.roots)).items()
        },
        "projects": project_names(root),
        "formats": _formats(),
        "documents_folder": workspace.name_of(workspace.documents(file.name)),
        "kinds": ControlKind,
    }


def text(workspace: Workspace, file: DataFile) -> Values:
    """The file as text, with what is wrong in it. Raises UnreadableTextError for a file that is
    no text."""
    revision, typed, checked = _checked_text(file)
    remarks = remarks_of(checked, typed, typed=True)
    return {
        "file": file.name,
        "unit": file.name,
        "year": "",
        "revision": revision,
        "pages": PAGES,
        "page": None,
        "text": typed,
        "remarks": remarks,
        "formats": _formats(),
        "folder": str(workspace.folder),
        "documents_folder": workspace.name_of(workspace.documents(file.name)),
    }


def _checked_text(file: DataFile) -> tuple[int, str, CheckResult]:
    """A revision, its text, and what is known of that very text."""
    while True:
        revision, typed = file.snapshot()
        checked = file.checked()
        if revision == file.text_revision():
            return revision, typed, checked


def status(file: DataFile, address: str) -> Status:
    """Findings at their fields, counts, totals. Raises UnreadableTextError, FormError."""
    revision, typed, checked = _checked_text(file)
    page = page_at(address)
    remarks = remarks_of(checked, typed, typed=address == "text")
    names = page.totals if page else ()
    statements = _statements(file, checked)
    return Status(
        revision,
        remarks,
        counts_of(remarks),
        publishable=checked.publishable,
        totals=_totals(statements, names),
        changes=changes_in_words(statements, checked.settings.get(COMPARED, USUAL_BUDGET)),
        undo=file.can_undo,
        redo=file.can_redo,
        complete=checked.loaded.accounts is not None,
    )


def preview(file: DataFile) -> DocumentPage | None:
    """The document as a page; None where there is none. Raises UnreadableTextError, FormError."""
    checked, is_current = file.checked_before()
    if checked is not None and not is_current and checked.document is not None:
        # The checks take as long again: their findings come a moment later.
        with file.precedence.haste():
            rendered = file.rendered()
            if rendered is not None:
                return page_of_document(checked, rendered)
    if checked is None or checked.document is None or not is_current:
        # Of a file that waits for values nothing more is to be had by checking it.
        waiting = file.waiting()
        if waiting is not None:
            return page_that_waits(waiting.rendered)
    checked = file.checked(explained=False)
    if checked.document is None:
        return None
    return page_of_document(checked)


def _waiting(file: DataFile) -> Rendered | None:
    """The document of a file in which values are still to be filled in."""
    waiting = file.waiting()
    if waiting is None:
        return None
    return waiting.rendered


def _statements(file: DataFile, checked: CheckResult) -> Sequence[Statement]:
    """The figures of a file; of one that waits for values, with one and with other stand-ins."""
    if checked.statement is not None:
        return (checked.statement,)
    waiting = file.waiting()
    if waiting is None:
        return ()
    return waiting.statements


def _totals(statements: Sequence[Statement], names: Sequence[str]) -> list[tuple[str, str]]:
    """Figures by name; of a file that waits for values those that do not rest on them."""
    nothing = totals_of(None, names)
    alternatives = [totals_of(statement, names) for statement in statements]
    return [
        each[0] if each and all(other == each[0] for other in each) else none
        for none, *each in zip(nothing, *alternatives, strict=True)
    ]


def origin(workspace: Workspace, file: DataFile, key: str) -> FigureOrigin | None:
    """Where the number of a key comes from."""

    def text_of(read: str) -> tuple[str, str]:
        name = workspace.name_of_read(read)
        if not name:
            return "", ""
        return name, workspace.file(name).text

    rendered = file.checked(explained=False).rendered or _waiting(file)
    if rendered is None:
        return None
    return origin_of(rendered, key, text_of)


def printed(file: DataFile, path: Path) -> list[str]:
    """The printed numbers that rest on a field."""
    checked = file.checked(explained=False)
    rendered = checked.rendered or _waiting(file)
    if rendered is None:
        return []
    return printed_from(checked, rendered, path, file.text)


def completions(file: DataFile, line: int) -> list[str]:
    """The keys that may be typed in a line of the text (from 1): those of the part in which it
    stands that are not there yet."""
    lines = file.text.split("\n")
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    depth = len(here) - len(here.lstrip(" "))
    path: list[str] = []
    for above in reversed(lines[: max(line - 1, 0)]):
        indent = len(above) - len(above.lstrip(" "))
        key, colon, _ = above.strip().partition(":")
        if colon and key and indent < depth and not key.startswith(("#", "-")):
            path.insert(0, key.strip())
            depth = indent
    try:
        entry = file.root().at(*path)
    except UnreadableTextError:
        entry = None
    present = {each.name.strip() for each in entry.entries} if entry else set()
    return [key for key in keys_at(tuple(path)) if key not in present]


def _formats() -> Mapping[str, str]:
    return {name: form.label or name for name, form in FORMATS.items()}


def _text_of(root: YamlEntry, *path: str) -> str:
    entry = root.at(*path)
    return entry.text.strip() if entry is not None and entry.single else ""


def _grids(page: FormPage, root: YamlEntry, compared: str) -> dict[str, list[PageGrid]]:
    """The tables of a page, by the part that they stand for."""
    grids: dict[str, list[PageGrid]] = {}
    for name in page.parts:
        if name in MATRICES:
            grids[name] = [matrix(name, root)]
        elif name == OUTLAY:
            grids[name] = [outlay(root, compared), detail(root)]
    return grids
