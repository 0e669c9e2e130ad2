"""核对说明: what a clerk has looked at and explained. An entry holds for one place and one value.

When the value changes the finding is back. An 错误 cannot be silenced, except by rules that say so
(``answerable``), and then only with its place and value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from generator.checks.binding import entry_of, same_value, value_of
from generator.checks.doubtful import DOUBTFUL
from generator.checks.file_parts import Parts, Path, within
from generator.findings.place import MOST, Finding, Level
from generator.findings.rules import RULES, Group, declare
from generator.model.accounts import Accounts
from generator.reading.nearest import nearest
from generator.reading.nodes import Node, Scalar

UNKNOWN = declare(
    "核对说明",
    Group.FILLING,
    Level.ERROR,
    "核对说明写规则名和理由，一般不能用于错误",
    "错误改好才能公开；警告和提示核对过的，写明理由就不再提。",
    "数据文件的写法",
)
WIDE = declare(
    "说明范围",
    Group.FILLING,
    Level.HINT,
    "一条核对说明只管核对过的那一处、那一个数",
    "没有写明哪一处、哪个数的说明，数改了也会盖住；写明了，数一变就会再提。",
    "数据文件的写法",
)
NEEDLESS = declare(
    "多余说明",
    Group.FILLING,
    Level.HINT,
    "核对说明对应的问题还在",
    "问题已经没有了，留着的说明会把以后的问题盖住。",
    "数据文件的写法",
)

_SHOWN = 8


class Silenced(Struct, frozen=True):
    """A finding that the file explains, and its reason."""

    finding: Finding
    reason: str


class _Entry(Struct, frozen=True):
    """One line of 核对说明: the rule, the part of the file and the value ("" for not said)."""

    key: Scalar
    rule: str
    part: str
    value: str
    reason: str

    @property
    def bound(self) -> bool:
        """Whether place and value are both said: only such an entry answers an 错误."""
        return bool(self.part and self.value)

    def fits(self, value: str, unit: str) -> bool:
        """Whether it speaks of this value; one that says none speaks of any."""
        return not self.value or same_value(self.value, value, unit)

    @property
    def rank(self) -> int:
        """The order of entries: one that names a place or a value goes before one that does not."""
        return -2 * bool(self.value) - bool(self.part)


class _Candidate(Struct, frozen=True):
    """A finding with what an entry has to say of it."""

    finding: Finding
    path: Path
    value: str

    def of(self, entry: _Entry) -> bool:
        """Whether an entry speaks of this finding, whatever its value."""
        if self.finding.rule != entry.rule or not may_be_answered(self.finding):
            return False
        return not entry.part or bool(self.path and within(self.path, entry.part))


class _Outcome(Struct):
    """What the entries cover, and what there is to say of them; ``unit`` is that of the file."""

    unit: str
    covered: dict[int, _Entry] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def apply_suppressions(
    findings: Sequence[Finding],
    accounts: Accounts,
    root: Node,
    *,
    complete: bool = True,
) -> tuple[list[Finding], list[Silenced]]:
    """The findings that remain, with those about 核对说明 itself, and the silenced ones.

    ``complete`` is False when some checks were left out: then nothing can be said of what no longer
    is. What remains and may be explained gets its ``note``: the entry to type.
    """
    parts = Parts(root)
    candidates = [_candidate(finding, parts, root.place.file) for finding in findings]
    entries, wrong = _entries(accounts, parts, findings, complete=complete)
    outcome = _Outcome(accounts.金额单位, findings=wrong)
    for entry in sorted(entries, key=lambda entry: entry.rank):
        _apply(entry, candidates, outcome, complete=complete)
    remaining = [
        _with_note(candidate)
        for index, candidate in enumerate(candidates)
        if index not in outcome.covered
    ]
    silenced = [
        Silenced(candidate.finding, outcome.covered[index].reason)
        for index, candidate in enumerate(candidates)
        if index in outcome.covered
    ]
    return [*remaining, *outcome.findings], silenced


def may_be_answered(finding: Finding) -> bool:
    """Whether a reason may take the place of mending: no 错误 may, unless its rule says so, and
    nothing that is final."""
    if finding.final:
        return False
    if finding.level is not Level.ERROR:
        return True
    rule = RULES.get(finding.rule)
    return bool(rule and rule.answerable)


def summary(silenced: Sequence[Silenced]) -> str:
    """What is silenced, in words: 已核对：增减过半 2 处（148、157 行）."""
    by_rule: dict[str, list[int]] = {}
    for entry in silenced:
        by_rule.setdefault(entry.finding.rule, []).append(entry.finding.place.line)
    each = [
        f"{rule} {len(lines)} 处（{'、'.join(str(line) for line in lines)} 行）"
        for rule, lines in by_rule.items()
    ]
    if not each:
        return ""
    return f"已核对：{'，'.join(each)}"


# --- What an entry covers ---


def _apply(
    entry: _Entry,
    candidates: Sequence[_Candidate],
    outcome: _Outcome,
    *,
    complete: bool,
) -> None:
    """Cover what an entry explains; say what it does not explain any more, or not for certain."""
    spoken_of = {
        index: candidate
        for index, candidate in enumerate(candidates)
        if index not in outcome.covered and candidate.of(entry)
    }
    grave = [
        candidate for candidate in spoken_of.values() if candidate.finding.level is Level.ERROR
    ]
    fitting = {
        index: candidate
        for index, candidate in spoken_of.items()
        if (entry.bound or candidate not in grave) and entry.fits(candidate.value, outcome.unit)
    }
    if grave and not entry.bound:
        outcome.findings.append(_too_wide_for_errors(entry, grave))
        if not fitting:
            return
    # Without a value an entry may mean one thing only; the same thing said twice is one.
    intended = {
        (candidate.path or candidate.finding.place, candidate.value)
        for candidate in fitting.values()
    }
    if not fitting:
        # A number that was confirmed stays so when what followed from it is answered, too.
        if complete and (spoken_of or entry.rule != DOUBTFUL.id):
            outcome.findings.append(_stale(entry, list(spoken_of.values())))
        return
    if len(intended) > 1 and not entry.bound:
        outcome.findings.append(_ambiguous(entry, list(fitting.values())))
        return
    outcome.covered |= dict.fromkeys(fitting, entry)
    first = next(iter(fitting.values()))
    note = _note(first)
    if first.value and not entry.value and note:
        outcome.findings.append(
            WIDE.at(
                entry.key.place,
                f"“{entry.key}”没有写明核对的是哪个数，数变了也会盖住",
                f"现在盖住的是第 {first.finding.place.line} 行的一处，写成 {note}: {entry.reason}",
            )
        )


def _stale(entry: _Entry, others: Sequence[_Candidate]) -> Finding:
    """An entry that covers nothing: the value has changed, or there is nothing left to explain."""
    notes = _notes(others)
    if not entry.value or not notes:
        return NEEDLESS.at(entry.key.place, f"已经没有“{entry.key}”的问题了", "删去这一行")
    return NEEDLESS.at(
        entry.key.place,
        f"“{entry.key}”核对的是 {entry.value}，现在不是这个数了",
        f"重新核对；没有问题就写成 {' 或 '.join(notes[:_SHOWN])}",
    )


def _too_wide_for_errors(entry: _Entry, grave: Sequence[_Candidate]) -> Finding:
    """An 错误 is answered only where place and value are said."""
    each = " 或 ".join(dict.fromkeys(_notes(grave)))
    return WIDE.at(
        entry.key.place,
        f"“{entry.key}”没有写明是哪一处、哪个数，错误不能这样略过",
        f"逐处核对过，写成 {each}",
    )


def _ambiguous(entry: _Entry, fitting: Sequence[_Candidate]) -> Finding:
    """An entry that may mean several findings: none of them is covered."""
    lines = list(dict.fromkeys(str(candidate.finding.place.line) for candidate in fitting))
    notes = list(dict.fromkeys(_notes(fitting)))
    shown = "、".join(lines[:_SHOWN]) + (" 等" if len(lines) > _SHOWN else "")
    each = " 和 ".join(f"{note}: …" for note in notes[:_SHOWN])
    return WIDE.at(
        entry.key.place,
        f"“{entry.key}”对着 {len(fitting)} 处（第 {shown} 行），没有写明是哪一处，所以都没有略过",
        f"核对过哪处写哪处：{each}",
    )


# --- Reading the entries ---


def _entries(
    accounts: Accounts,
    parts: Parts,
    findings: Sequence[Finding],
    *,
    complete: bool,
) -> tuple[list[_Entry], list[Finding]]:
    """The entries that can be read, and what is wrong with others. Of a file that is not complete
    a part that waits may have the part that an entry names."""
    lighter = {finding.rule for finding in findings if may_be_answered(finding)}
    final = {finding.rule for finding in findings if finding.final} - lighter
    entries: list[_Entry] = []
    wrong: list[Finding] = []
    for key, reason in accounts.核对说明.items():
        name, part, value = _read(str(key), parts)
        rule = RULES.get(name)
        place = key.place
        if rule is None:
            # Of so many, what each was meant to be need not be searched for.
            near = []
            if len(wrong) < MOST:
                near = nearest(name, RULES)
            fix = "规则名是提示里方括号中的字"
            if near:
                fix = f"您是不是想写“{near[0]}”？"
            wrong.append(UNKNOWN.at(place, f"没有名为“{key}”的规则", fix))
        elif rule.id in final or (
            rule.level is Level.ERROR and not rule.answerable and rule.id not in lighter
        ):
            fix = "改正数据"
            wrong.append(UNKNOWN.at(place, f"“{key}”是错误，不能用说明略过", fix))
        elif len(reason.strip()) < 2:
            fix = f"写成：{key}: 为什么核对过没有问题"
            wrong.append(UNKNOWN.at(place, f"“{key}”没有写理由", fix))
        elif part and complete and not parts.known(part):
            fix = "@ 后面写项目名，如 增减过半@三公经费；多级用 . 隔开"
            wrong.append(UNKNOWN.at(place, f"“{key}”里的“{part}”不是文件里的项目", fix))
        else:
            entries.append(_Entry(key, rule.id, part, value, str(reason)))
    return entries, wrong


def _read(key: str, parts: Parts) -> tuple[str, str, str]:
    """The rule, the part of the file and the value that a key says; "" for what it does not."""
    name, _, place = (text.strip() for text in key.replace("＠", "@").partition("@"))
    if not place:
        name, value = _valued(name)
        return name, "", value
    if parts.known(place):
        # The name of a part may have an equals sign itself.
        return name, place, ""
    part, value = _valued(place)
    return name, part, value


def _valued(text: str) -> tuple[str, str]:
    """What stands before and behind the last equals sign; all of it when there is none."""
    before, sign, value = text.replace("＝", "=").rpartition("=")
    if not sign:
        return text, ""
    return before.strip(), value.strip()


def _candidate(finding: Finding, parts: Parts, file: str) -> _Candidate:
    path: Path = ()
    # What is said of another file (a unit of a 部门) has no part in this one.
    if finding.place.file == file:
        path = parts.at(finding.place)
    return _Candidate(finding, path, value_of(finding))


def _with_note(candidate: _Candidate) -> Finding:
    finding = candidate.finding
    if finding.note or not may_be_answered(finding):
        return finding
    return replace(finding, note=_note(candidate))


def _note(candidate: _Candidate) -> str:
    """The entry to type; "" where the file has no part to name."""
    if not candidate.path:
        return ""
    return entry_of(candidate.finding.rule, candidate.path, candidate.value)


def _notes(candidates: Sequence[_Candidate]) -> list[str]:
    """The entries to type for several findings, those without one left out."""
    return [note for note in map(_note, candidates) if note]


def offers(findings: Sequence[Finding]) -> Mapping[str, Finding]:
    """The entries that a clerk may paste, with the first finding that each explains."""
    offered: dict[str, Finding] = {}
    for finding in findings:
        if finding.note:
            offered.setdefault(finding.note, finding)
    return offered
