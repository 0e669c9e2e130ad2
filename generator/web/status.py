"""What the workbench says of a data file: its findings at their fields, its state, its totals."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path as FilePath

from msgspec import Struct

from generator.findings.folding import fold
from generator.findings.place import Finding, Level, newness
from generator.findings.rules import RULES, Group
from generator.forms.settings import COMPARED
from generator.ledger.control import Nameable
from generator.ledger.figure import Figure
from generator.ledger.statement import Statement
from generator.model.rules import EMPTY, MARK, REQUIRED, SHAPE, TO_FILL
from generator.money import Money
from generator.pipeline.checking import CheckResult
from generator.web.controls import ControlKind, is_list, is_required, keys_at, single_kind
from generator.web.field_address import field_address, shortened
from generator.web.form_pages import page_of
from generator.web.grids import MATRICES, budget_path
from generator.web.plain_words import (
    ELSEWHERE,
    FieldNames,
    is_of_typing,
    known_elsewhere,
    page_advice,
    page_message,
    plain_advice,
    without_commands,
)
from generator.web.text_at_path import UnreadableTextError, entries_of
from generator.yaml_edit.by_path import Path
from generator.yaml_edit.edits import line_starts
from generator.yaml_edit.entries import YamlEntry

_INSTEAD = re.compile(r"请改成：([^\s，；。]+)")
_BUTTON = re.compile(r"；[^；]*，按“不填这一项”")
_OF_SOURCE = 2
"""How long the path of a source of income is, or of a fund with its balance."""
_UNANSWERED = "未确认"
_MISSING = (TO_FILL.id, EMPTY.id, REQUIRED.id)


class FieldRemark(Struct, frozen=True):
    """A finding as a page shows it: at which field, of which page, what is wrong and what to do.

    ``note`` is the entry of 核对说明 that answers it, where one may; ``following`` are findings
    that go when this one is mended. ``file`` names another file than the one that is open.
    ``replacement`` is what is certainly meant where one value was mistyped; ``unread``: nothing can
    be computed of what stands there; ``dispensable``: the entry may go. ``address`` is the path as
    a reader is told it.
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
    dispensable: bool = False
    address: Path = ()


class Counts(Struct, frozen=True):
    """How many findings of each kind: values still to be filled in, then by level."""

    missing: int
    errors: int
    warnings: int
    hints: int


def remarks_of(checked: CheckResult, text: str, *, typed: bool = False) -> list[FieldRemark]:
    """The findings of a file, each cause with what follows from it, the gravest first; in words of
    pages, or of the file itself for whoever sees it as it is ``typed``."""
    try:
        root: YamlEntry | None = entries_of(text)
    except UnreadableTextError:
        root = None
    starts = line_starts(text)
    levels = list(Level)
    words = _Words(typed, root, starts)
    folded = sorted(fold(checked.findings), key=lambda each: levels.index(each.finding.level))
    remarks: list[FieldRemark] = []
    for each in folded:
        following = tuple(words.message(finding) for finding in each.following)
        for finding in (each.finding, *each.alike):
            path = _path_of(finding, checked, root, starts)
            if root is not None and path[:1] == ("支出",) and path[-1] == "预算数":
                kind = checked.settings.get(COMPARED, "全年")
                path = budget_path(root, path, kind, kind)
            remarks.append(_remark(finding, path, following, checked, words))
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
    finding: Finding, checked: CheckResult, root: YamlEntry | None, starts: Sequence[int]
) -> Path:
    """The path of a finding of the file itself; () of one of another file."""
    place = finding.place
    if place.file != checked.loaded.name:
        return ()
    if finding.path:
        return finding.path
    if root is None or not 0 < place.line <= len(starts):
        return ()
    return path_at(root, starts[place.line - 1] + place.column - 1)


def _how_to_fill(path: Path) -> str:
    """What to type into a field that is still empty."""
    if not path:
        return ""
    kind = single_kind(path)
    if kind is None:
        if is_list(path) or not keys_at(path):
            return "在它的表里加行"
        return "填它下面的各格"
    if kind is ControlKind.CHOICE:
        return "选一个"
    if kind not in (ControlKind.NUMBER, ControlKind.COUNT):
        if path[-1].endswith("原因") or path[0] == "变动原因":
            return "写清是什么事使它增加或减少，末尾不加句号"
        return "填在这里"
    if path[0] == "上年" or path[-1].startswith("上年"):
        return "照上年公开的数填"
    return "填数；没有发生就填 0"


class _Words(Struct, frozen=True):
    """How findings are told: in words of pages, or of the file."""

    typed: bool
    root: YamlEntry | None
    starts: Sequence[int]

    def message(self, finding: Finding) -> str:
        """What is wrong."""
        if self.typed:
            return without_commands(finding.message) + newness(finding)
        # What an import or a roll asks to be confirmed, it has asked since there is a workbench.
        plain = page_message(finding.message, self._names())
        if finding.rule == _UNANSWERED:
            return plain
        return plain + newness(finding)

    def advice(self, finding: Finding, path: Path) -> str:
        """What to do about it, at the field of a path."""
        if self.typed:
            return without_commands(finding.fix)
        if RULES[finding.rule].group is Group.READING and is_of_typing(finding.fix):
            return ELSEWHERE
        if finding.rule == SHAPE.id:
            return "填它下面的各格" if self._waits(path) else ELSEWHERE
        if finding.rule in _MISSING and not plain_advice(finding.fix):
            return "；".join(filter(None, (_how_to_fill(path), known_elsewhere(finding.fix))))
        if (
            finding.rule in _MISSING
            and path[:1]
            and path[0] in MATRICES
            and len(path) == _OF_SOURCE
        ):
            return "在下面的表里按科目加行；没有这种钱的，按“不填这一项”"
        advice = page_advice(finding.fix, self._names(), answerable=bool(finding.note))
        if finding.rule in _MISSING and path and single_kind(path) is ControlKind.CHOICE:
            return advice.replace("换成", "选", 1)
        if not self.is_dispensable(finding, path):
            # The page has no such button then.
            return _BUTTON.sub("", advice)
        return advice

    def is_dispensable(self, finding: Finding, path: Path) -> bool:
        """Whether the entry that waits may go: it stands in the file, and need not."""
        if self.root is None or finding.rule not in (TO_FILL.id, EMPTY.id) or not path:
            return False
        entry = self.root.at(*path)
        return entry is not None and entry.single and not is_required(path)

    def is_absent(self, finding: Finding) -> bool:
        """Whether a finding asks for what the file does not have yet."""
        if self.root is None or finding.rule != _UNANSWERED:
            return False
        return bool(finding.path) and self.root.at(*finding.path) is None

    def _waits(self, path: Path) -> bool:
        """Whether nothing is typed yet where parts are wanted."""
        entry = self.root.at(*path) if self.root is not None else None
        return entry is not None and entry.single and entry.text.strip() in ("", MARK)

    def _names(self) -> FieldNames:
        return FieldNames(self._named, lambda path: field_address(self.root, path))

    def _named(self, line: int) -> str:
        """What a page calls the field in a line of the file."""
        if self.root is None or not 0 < line <= len(self.starts):
            return ""
        begin = self.starts[line - 1]
        end = min(self.starts[line:], default=math.inf)
        inside = [entry for entry in self.root.below() if begin <= entry.begin < end]
        if not inside:
            return ""
        path = path_at(self.root, inside[0].begin)
        return "›".join(shortened(field_address(self.root, path)))


def _remark(
    finding: Finding, path: Path, following: tuple[str, ...], checked: CheckResult, words: _Words
) -> FieldRemark:
    other = ""
    if finding.place.file != checked.loaded.name:
        other = FilePath(finding.place.file).name
    errors = [each for each in checked.loaded.findings if each.level is Level.ERROR]
    unread = any(finding.rule == each.rule and finding.place == each.place for each in errors)
    return FieldRemark(
        path,
        page_of(path).address,
        finding.place.line,
        finding.level.value,
        finding.rule,
        words.message(finding),
        words.advice(finding, path),
        finding.rule in _MISSING or words.is_absent(finding),
        finding.note,
        following,
        other,
        _replacement(finding),
        unread,
        # What the document asks for is asked for again when the entry is gone.
        unread and words.is_dispensable(finding, path),
        field_address(words.root, path),
    )


def _replacement(finding: Finding) -> str:
    """The value that a finding says to type instead; "" where it names none, or several."""
    advice = _INSTEAD.fullmatch(finding.fix)
    return advice[1] if advice else ""
