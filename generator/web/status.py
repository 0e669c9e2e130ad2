"""What the workbench says of a data file: its findings at their fields, its state, its totals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path as FilePath

import yaml
from msgspec import Struct

from generator.findings.folding import fold
from generator.findings.place import Finding, Level, newness
from generator.forms.settings import COMPARED
from generator.ledger.control import Nameable
from generator.ledger.figure import Figure
from generator.ledger.statement import Statement
from generator.model.rules import EMPTY, REQUIRED, TO_FILL
from generator.money import Money
from generator.pipeline.checking import Checked
from generator.web.form_pages import page_of
from generator.web.grids import budget_path
from generator.web.plain_words import plain_advice, without_commands
from generator.yaml_edit.by_path import Path
from generator.yaml_edit.edits import line_starts
from generator.yaml_edit.entries import YamlEntry, read_entries

_INSTEAD = re.compile(r"请改成：([^\s，；。]+)")
_MISSING = (TO_FILL.id, EMPTY.id, REQUIRED.id)


class FieldRemark(Struct, frozen=True):
    """A finding as a page shows it: at which field, of which page, what is wrong and what to do.

    ``note`` is the entry of 核对说明 that answers it, where one may; ``following`` are findings
    that go when this one is mended. ``file`` names another file than the one that is open.
    ``replacement`` is what is certainly meant where one value was mistyped; ``unread``: nothing can
    be computed of what stands there.
    """

    path: Path
    page: str
    line: int
    level: str
    rule: str
    message: str
    fix: str
    missing: bool
    note: str = ""
    following: tuple[str, ...] = ()
    file: str = ""
    replacement: str = ""
    unread: bool = False


class Counts(Struct, frozen=True):
    """How many findings of each kind: values still to be filled in, then by level."""

    missing: int
    errors: int
    warnings: int
    hints: int


def remarks_of(checked: Checked, text: str) -> list[FieldRemark]:
    """The findings of a file, each cause with what follows from it, the gravest first."""
    try:
        root: YamlEntry | None = read_entries(text)
    except yaml.YAMLError:
        root = None
    starts = line_starts(text)
    levels = list(Level)
    folded = sorted(fold(checked.findings), key=lambda each: levels.index(each.finding.level))
    remarks: list[FieldRemark] = []
    for each in folded:
        following = tuple(finding.message for finding in each.following)
        for finding in (each.finding, *each.alike):
            path = finding.path or _path_of(finding, checked, root, starts)
            if root is not None and path[:1] == ("支出",) and path[-1] == "预算数":
                kind = checked.settings.get(COMPARED, "全年")
                path = budget_path(root, path, kind, kind)
            remarks.append(_remark(finding, path, following, checked))
            following = ()
    return remarks


def counts_of(remarks: Sequence[FieldRemark]) -> Counts:
    """The findings counted."""
    levels = Counter(remark.level for remark in remarks if not remark.missing)
    missing = sum(remark.missing for remark in remarks)
    return Counts(
        missing,
        levels[Level.ERROR.value],
        levels[Level.WARNING.value],
        levels[Level.HINT.value],
    )


def totals_of(statement: Statement | None, names: Sequence[str]) -> list[tuple[str, str]]:
    """Figures by name, in the unit of the file; "—" for what cannot be computed yet."""
    if statement is None:
        return [(name, "—") for name in names]
    nameable = Nameable(statement)
    write = Money(statement.accounts.金额单位)
    totals: list[tuple[str, str]] = []
    for name in names:
        measured = nameable.find(name)
        figure = measured.now if measured else None
        text = write.number(figure.value) if isinstance(figure, Figure) else "—"
        totals.append((name, text))
    return totals


def path_at(root: YamlEntry, offset: int) -> Path:
    """The path of the deepest entry in which an offset of the text lies."""
    path: list[str] = []
    here = root
    while True:
        inner = [
            each for each in here.entries if each.begin <= offset <= max(each.end, each.behind)
        ]
        if not inner:
            return tuple(path)
        here = inner[-1]
        path.append(here.name.strip())


def _path_of(
    finding: Finding, checked: Checked, root: YamlEntry | None, starts: Sequence[int]
) -> Path:
    place = finding.place
    if root is None or place.file != checked.loaded.name or not 0 < place.line <= len(starts):
        return ()
    return path_at(root, starts[place.line - 1] + place.column - 1)


def _remark(
    finding: Finding, path: Path, following: tuple[str, ...], checked: Checked
) -> FieldRemark:
    other = ""
    if finding.place.file != checked.loaded.name:
        other = FilePath(finding.place.file).name
    page = page_of(path)
    missing = finding.rule in _MISSING
    unread = [each for each in checked.loaded.findings if each.level is Level.ERROR]
    return FieldRemark(
        path,
        page.address,
        finding.place.line,
        finding.level.value,
        finding.rule,
        without_commands(finding.message) + newness(finding),
        plain_advice(finding.fix) if missing else without_commands(finding.fix),
        missing,
        finding.note,
        following,
        other,
        _replacement(finding),
        any(finding.rule == each.rule and finding.place == each.place for each in unread),
    )


def _replacement(finding: Finding) -> str:
    """The value that a finding says to type instead; "" where it names none, or several."""
    advice = _INSTEAD.fullmatch(finding.fix)
    return advice[1] if advice else ""
