"""What a page asks to be done: fields and rows written, text saved, files made."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from msgspec import Struct

from generator.forms.form import is_form
from generator.model.subjects import ECONOMIC, FUNCTIONAL
from generator.pipeline.formats import FORMATS, USUAL
from generator.pipeline.new_file import create
from generator.pipeline.produce import Outcome, produce
from generator.rolling.create import MOST_NAMED, NextYearExistsError, roll
from generator.web.amounts import typed_value
from generator.web.budget_kind import compared_budget
from generator.web.controls import may_be_unsaid, single_kind
from generator.web.data_file import DataFile
from generator.web.edit_results import EditConflict, Refusal
from generator.web.field_address import field_address, shortened
from generator.web.form_pages import page_at
from generator.web.grids import MATRICES, OUTLAY
from generator.web.jobs import Jobs, Progress
from generator.web.made_from import made_and_noted
from generator.web.projects import changes_with_names
from generator.web.rows import PasteUnits, RowProblem, row_changes
from generator.web.sent import Asked, number_in, path_of, text_in
from generator.web.status import FieldRemark, remarks_of
from generator.web.subject_search import SubjectError, kind_of_code, search, subject_key
from generator.web.text_at_path import (
    UnreadableTextError,
    differences,
    entries_of,
    typed_at,
)
from generator.web.workspace import Workspace
from generator.yaml_edit.by_path import Change, ChangeError, Path
from generator.yaml_edit.entries import YamlEntry

_MOST_CHANGES = 5000
_LONGEST_NAME = 60
_IN_HEAD: tuple[Path, ...] = (("版式",), ("年度",), ("金额单位",))
_DEPTH_OF_AMOUNTS = 3
"""Of a table by sources or funds: the part, the source, the 科目."""


class ChangeAnswer(Struct, frozen=True):
    """What came of a change: the revision now, places that somebody else changed meanwhile, rows
    that cannot be taken, and whether rows came or went (then the page is fetched anew).

    ``before`` is the revision just before this change: where it is newer than the one that the
    page shows, others have changed the file; 0 where the page is not behind by that.
    ``refusals`` are single values that were not taken, ``stored`` what was, as it stands in the
    file; ``replaced`` are amounts that rows would replace, where nobody has agreed to that yet.
    """

    revision: int
    conflicts: Sequence[EditConflict] = ()
    problems: Sequence[RowProblem] = ()
    rebuilt: bool = False
    message: str = ""
    refusals: Sequence[Refusal] = ()
    stored: Sequence[tuple[Path, str]] = ()
    replaced: Sequence[str] = ()
    before: int = 0


def subjects(query: str, kind: str, year: str) -> list[str]:
    """科目 that a few signs may mean."""
    if kind not in (FUNCTIONAL, ECONOMIC) or not re.fullmatch(r"20\d\d", year):
        return []
    return search(query[:40], kind, int(year))


def new(workspace: Workspace, asked: Asked) -> dict[str, str]:
    """A new data file of a unit and a year, in a form. Raises CommandError."""
    form = text_in(asked, "form")
    if form and not is_form(form, workspace.roots):
        raise ChangeError(f"没有名为“{form}”的版式")
    path = create(text_in(asked, "unit"), text_in(asked, "year"), workspace.folder)
    if form:
        file = workspace.file(path.name)
        file.change([Change(("版式",), form)], file.revision)
    return {"name": path.name}


def _set(_: Workspace, _jobs: Jobs, file: DataFile, asked: Asked) -> ChangeAnswer:
    """Values put at paths; a value None takes the entry out."""
    listed = asked.get("changes")
    if not isinstance(listed, list) or len(listed) > _MOST_CHANGES:
        raise ChangeError("请求读不懂")
    root = file.root()
    units = _units(asked, root)
    changes = changes_with_names([_change(each, root, units) for each in listed], root)
    seen = {path_of(each.get("path")): str(each["was"]) for each in listed if "was" in each}
    saved = file.change(changes, number_in(asked, "revision"), seen)
    # Of an emptied field nothing moves: somebody may be typing another value into it.
    rebuilt = any(each.get("value") is None for each in listed if isinstance(each, dict))
    # The head of every page, and what the form asks for, follow from these.
    rebuilt = rebuilt or any(change.path in _IN_HEAD for change in changes)
    stored = [(change.path, change.value) for change in changes if change.value]
    return ChangeAnswer(
        saved.revision,
        saved.conflicts,
        rebuilt=rebuilt,
        message="" if saved.conflicts else _renamed(changes, root),
        refusals=saved.refusals,
        stored=stored,
        before=saved.before,
    )


def _renamed(changes: Sequence[Change], root: YamlEntry) -> str:
    """What is said where a name that several rows share, or that stands on other pages, is another
    one now: all of them have it."""
    sentences = []
    for change in changes:
        entry = root.at(*change.path) if change.key is not None else None
        rows = sum(1 for each in entry.below() if each.single) if entry is not None else 0
        if rows > 1:
            sentences.append(
                f"原来叫“{change.path[-1]}”的 {rows} 行，都改名为“{change.key}”了。"
                "要分开的：在表的末尾另加一行，写另一个名称和它的数，再删去这里的那一行"
            )
    renamed = any(change.key is not None for change in changes)
    elsewhere = [field_address(root, change.path) for change in changes if change.key is None]
    if renamed and elsewhere:
        places = "、".join("›".join(address[1:]) for address in elsewhere)
        sentences.append(f"“绩效”页上也一起改了 {len(elsewhere)} 处（{places}）；按“撤销”一起退回")
    return "。".join(sentences)


def _change(asked: object, root: YamlEntry, units: PasteUnits) -> Change:
    """One change as a page asks for it. Raises ChangeError."""
    if not isinstance(asked, dict):
        raise ChangeError("请求读不懂")
    path = path_of(asked.get("path"))
    if "key" in asked:
        return Change(path, key=_key(asked["key"], path, root))
    if asked.get("confirm") is True:
        return Change(path, confirmed=True)
    value = asked.get("value")
    if value is None:
        return Change(path)
    if not isinstance(value, str):
        raise ChangeError("请求读不懂")
    kind = single_kind(path)
    if kind is None:
        raise ChangeError(f"“{path[-1]}”不能直接填一个值")
    typed = typed_value(value, kind, units.typed, units.file)
    if not typed:
        return _cleared(path, root)
    return Change(path, typed)


def _cleared(path: Path, root: YamlEntry) -> Change:
    """An emptied field: what may be left out goes, and what else is to be filled in again stays as
    a key without a value. A budget that has no number left goes whole."""
    entry = root.at(*path)
    if entry is None:
        return Change(path)
    if not may_be_unsaid(path) and not _stands_elsewhere(path, root):
        return Change(path, "")
    part = entry.parent
    is_last = part is not None and len(part.entries) == 1
    if is_last and single_kind(path[:-1]) is not None:
        return _cleared(path[:-1], root)
    return Change(path, noted=True)


def _stands_elsewhere(path: Path, root: YamlEntry) -> bool:
    """Whether the row of an amount has another one, under another source or fund: then the row
    stays without this one."""
    if path[0] not in MATRICES or len(path) != _DEPTH_OF_AMOUNTS:
        return False
    part = root.find(path[0])
    if part is None:
        return False
    return any(each.find(path[2]) for each in part.entries if each.name.strip() != path[1])


def _key(value: object, path: Path, root: YamlEntry) -> str:
    """Another name for an entry; that of a 科目 with its code. Raises ChangeError."""
    name = " ".join(str(value).split())
    if not name:
        raise ChangeError("名称不能空着")
    kind = kind_of_code(path[-1])
    if not kind:
        return name
    try:
        return subject_key(name, kind, _year(root))
    except SubjectError as error:
        raise ChangeError(str(error)) from error


def _rows(workspace: Workspace, _jobs: Jobs, file: DataFile, asked: Asked) -> ChangeAnswer:
    """Rows typed or pasted into a table; none is written while one cannot be taken."""
    rows = asked.get("rows")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise ChangeError("请求读不懂")
    cells = [[str(cell) for cell in row] for row in rows]
    revision, text = file.snapshot()
    root = entries_of(text)
    year = _year(root)
    grid = text_in(asked, "grid")
    compared = compared_budget(root, workspace.roots)
    changes, problems = row_changes(grid, cells, root, year, _units(asked, root), compared)
    if problems:
        return ChangeAnswer(file.revision, problems=problems)
    if not changes:
        return ChangeAnswer(file.revision, message="没有可以写入的行")
    replaced = [
        f"{'、'.join(change.path[1:])}：{now} → {change.value}"
        for change in changes
        if (now := typed_at(root, change.path)) and now != change.value
    ]
    if replaced and asked.get("agreed") is not True:
        return ChangeAnswer(file.revision, replaced=replaced)
    saved = file.change(changes, revision)
    return ChangeAnswer(
        saved.revision,
        saved.conflicts,
        rebuilt=True,
        message=_written(changes, grid),
        refusals=saved.refusals,
    )


def _written(changes: Sequence[Change], grid: str) -> str:
    unit = "个数" if grid == OUTLAY else "项"
    return f"写入 {len(changes)} {unit}"


def _text_saved(_: Workspace, _jobs: Jobs, file: DataFile, asked: Asked) -> ChangeAnswer:
    saved = file.replace(text_in(asked, "text"), number_in(asked, "revision"))
    return ChangeAnswer(saved.revision)


def _mend(_: Workspace, _jobs: Jobs, file: DataFile, _asked: Asked) -> ChangeAnswer:
    done = file.mend()
    message = f"改了 {done} 处笔误" if done else "没有可以自动改的笔误"
    return ChangeAnswer(file.revision, rebuilt=True, message=message)


def _undo(_: Workspace, _jobs: Jobs, file: DataFile, _asked: Asked) -> ChangeAnswer:
    return _stepped(file, file.undo, "撤销了", "没有可以撤销的")


def _redo(_: Workspace, _jobs: Jobs, file: DataFile, _asked: Asked) -> ChangeAnswer:
    return _stepped(file, file.redo, "重做了", "没有可以重做的")


def _stepped(file: DataFile, step: Callable[[], bool], done: str, nothing: str) -> ChangeAnswer:
    """Take a step back or forth, and say where: it may be on another page."""
    before = file.text
    if not step():
        return ChangeAnswer(file.revision, message=nothing)
    places = differences(before, file.text)
    where = ""
    if places and places[0]:
        where = f"：{'›'.join(field_address(_root_of(file.text), places[0]))}"
    if where and len(places) > 1:
        where += f" 等 {len(places)} 处"
    return ChangeAnswer(file.revision, rebuilt=True, message=f"{done}{where}")


def _root_of(text: str) -> YamlEntry | None:
    """A text as a tree of entries; None where it is no YAML."""
    with suppress(UnreadableTextError):
        return entries_of(text)
    return None


def _roll(workspace: Workspace, _jobs: Jobs, file: DataFile, _asked: Asked) -> dict[str, str]:
    """Next year's file beside this one. Raises CommandError, and ChangeError of a file that cannot
    be read whole."""
    checked = file.checked()
    if checked.loaded.accounts is None:
        unread = [each for each in remarks_of(checked, file.text, typed=False) if each.unread]
        raise ChangeError(
            f"“{file.name}”还没有填全，不能由它生成下一年的。打开它，先填好这几处（别的不影响）："
            f"{_places_of(unread)}"
        )
    try:
        path, message = roll(file.path, workspace.roots)
    except NextYearExistsError as error:
        name = workspace.name_of(error.existing)
        raise ChangeError(
            f"已经有 {name} 了，没有另生成：在列表里打开它接着填。"
            "要重新生成，先在数据文件夹里把它改名或移走，再刷新这一页"
        ) from error
    return {"name": workspace.name_of(path), "message": message}


def _places_of(remarks: Sequence[FieldRemark]) -> str:
    """Fields by their pages: “单位”页的性质；“三公经费”页的外事›决算数、外事›批次."""
    by_page: dict[str, list[str]] = {}
    for remark in remarks[:MOST_NAMED]:
        page = page_at(remark.page)
        title = page.title if page else "文字（YAML）"
        by_page.setdefault(title, []).append("›".join(shortened(remark.address)) or remark.message)
    places = "；".join(f"“{title}”页的 {'、'.join(names)}" for title, names in by_page.items())
    if len(remarks) > MOST_NAMED:
        places += f"，等 {len(remarks)} 处"
    return places


def _report(workspace: Workspace, jobs: Jobs, file: DataFile, asked: Asked) -> Progress:
    """Start making documents, in the formats asked for."""
    wanted = asked.get("formats")
    listed = [str(name) for name in wanted] if isinstance(wanted, list) else list(USUAL)
    formats = tuple(name for name in FORMATS if name in listed)
    if not formats:
        raise ChangeError("请至少选一种格式")
    folder = workspace.documents(file.name)

    def made(progress: Callable[[str], None]) -> Outcome:
        return made_and_noted(
            file.path,
            lambda: produce(file.path, folder, formats, progress, roots=workspace.roots),
        )

    return jobs.start(file.name, made)


Action = Callable[[Workspace, Jobs, DataFile, Asked], object]
ACTIONS: Mapping[str, Action] = {
    "set": _set,
    "rows": _rows,
    "text": _text_saved,
    "mend": _mend,
    "undo": _undo,
    "redo": _redo,
    "roll": _roll,
    "report": _report,
}
"""What may be asked of a file, by the last step of its address."""


def _year(root: YamlEntry) -> int:
    """The file's year. Raises ChangeError: 科目 are those of a year."""
    entry = root.find("年度")
    digits = re.match(r"20\d\d", entry.text.strip()) if entry else None
    if digits is None:
        raise ChangeError("先在“单位”页填年度：各年的科目不同")
    return int(digits[0])


def _units(asked: Asked, root: YamlEntry) -> PasteUnits:
    entry = root.find("金额单位")
    return PasteUnits(text_in(asked, "unit"), entry.text.strip() if entry else "")
