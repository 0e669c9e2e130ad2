"""核对说明: warnings and hints that a clerk has looked at and explained. An 错误 cannot be silenced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator.model.accounts import Accounts
from generator.reading.nearest import nearest
from generator.reading.nodes import Mapping, Node, Scalar, last_place
from generator.reading.nodes import Sequence as Sequence_
from generator.reading.place import MOST, Finding, Level, Place
from generator.reading.rule import RULES, Group, declare

UNKNOWN = declare(
    "核对说明", Group.FILLING, Level.ERROR, "核对说明写规则名和理由，不能用于错误", "错误改好才能公开；警告和提示核对过的，写明理由就不再提。", "数据文件的写法"
)
WIDE = declare(
    "说明范围", Group.FILLING, Level.HINT, "一条核对说明只盖住核对过的地方", "不写项目名的说明把同一规则的问题全部盖住，也盖住以后才有的。", "数据文件的写法"
)
NEEDLESS = declare("多余说明", Group.FILLING, Level.HINT, "核对说明对应的问题还在", "问题已经没有了，留着的说明会把以后的问题盖住。", "数据文件的写法")

# Of very many places that one reason covers, the first are named.
_SHOWN = 20


class Silenced(Struct, frozen=True):
    """A finding that the file explains, and its reason."""

    finding: Finding
    reason: str


class _Entry(Struct, frozen=True):
    """One line of 核对说明: the rule, the part of the file it speaks of ("" for all), and the reason."""

    key: Scalar
    rule: str
    part: str
    lines: frozenset[int]
    heads: frozenset[int]
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Whether it explains a finding; an 错误 only of an answerable rule, named by its very
        place."""
        if finding.rule != self.rule:
            return False
        here = finding.place.file == self.key.place.file
        if finding.level is Level.ERROR:
            answerable = RULES[self.rule].answerable
            return answerable and here and finding.place.line in self.heads
        return not self.part or (here and finding.place.line in self.lines)


def silence(findings: Sequence[Finding], accounts: Accounts, root: Node, *, complete: bool = True) -> tuple[list[Finding], list[Silenced]]:
    """The findings that remain, with those about 核对说明 itself, and the silenced ones.

    ``complete`` is False when some checks were left out: then nothing can be said of what no longer is.
    """
    entries, more = _entries(accounts, root)
    kept: list[Finding] = []
    silenced: list[Silenced] = []
    used: dict[Scalar, list[Finding]] = {entry.key: [] for entry in entries}
    # What names a part goes before what covers all.
    ranked = sorted(entries, key=lambda entry: not entry.part)
    for finding in findings:
        entry = next((one for one in ranked if one.covers(finding)), None)
        if entry is None:
            kept.append(finding)
            continue
        silenced.append(Silenced(finding, entry.reason))
        used[entry.key].append(finding)
    for entry in entries:
        mine = used[entry.key]
        if not mine and complete:
            more.append(NEEDLESS.at(entry.key.place, f"已经没有“{entry.key}”的问题了", "删去这一行"))
        places = dict.fromkeys(finding.place.line for finding in mine)
        if not entry.part and len(places) > 1:
            named = " 和 ".join(dict.fromkeys(f"{entry.rule}@{_part_at(root, finding.place)}: …" for finding in mine[:_SHOWN]))
            lines = "、".join(str(line) for line in list(places)[:_SHOWN]) + (" 等" if len(places) > _SHOWN else "")
            more.append(
                WIDE.at(entry.key.place, f"“{entry.key}”的说明盖住了 {len(mine)} 处（第 {lines} 行）", f"每处都核对过就不用改；要分开说明，写成 {named}")
            )
    return [*kept, *more], silenced


def summary(silenced: Sequence[Silenced]) -> str:
    """What is silenced, in words: 已核对：增减过半 2 处（148、157 行）."""
    by_rule: dict[str, list[int]] = {}
    for one in silenced:
        by_rule.setdefault(one.finding.rule, []).append(one.finding.place.line)
    told = [f"{rule} {len(lines)} 处（{'、'.join(str(line) for line in lines)} 行）" for rule, lines in by_rule.items()]
    return f"已核对：{'，'.join(told)}" if told else ""


def _entries(accounts: Accounts, root: Node) -> tuple[list[_Entry], list[Finding]]:
    entries: list[_Entry] = []
    more: list[Finding] = []
    for key, reason in accounts.核对说明.items():
        name, _, part = (one.strip() for one in str(key).replace("＠", "@").partition("@"))
        rule = RULES.get(name)
        lines = _lines_of(root, part) if part else frozenset()
        if rule is None:
            near = nearest(name, RULES) if len(more) < MOST else []
            more.append(UNKNOWN.at(key.place, f"没有名为“{key}”的规则", f"您是不是想写“{near[0]}”？" if near else "规则名是提示里方括号中的字"))
        elif rule.level is Level.ERROR and not rule.answerable:
            more.append(UNKNOWN.at(key.place, f"“{key}”是错误，不能用说明略过", "改正数据；核对说明只用于警告和提示"))
        elif len(reason.strip()) < 2:
            more.append(UNKNOWN.at(key.place, f"“{key}”没有写理由", f"写成：{key}: 为什么核对过没有问题"))
        elif rule.level is Level.ERROR and not part:
            told = f"“{name}”是错误，一条说明只能回答一处，要写明是哪一处"
            more.append(UNKNOWN.at(key.place, told, f"写成：{name}@项目名: 理由"))
        elif part and not lines:
            more.append(UNKNOWN.at(key.place, f"“{key}”里的“{part}”不是文件里的项目", "@ 后面写项目名，如 增减过半@三公经费；多级用 . 隔开"))
        else:
            heads = _heads_of(root, part) if part else frozenset()
            entries.append(_Entry(key, rule.id, part, lines, heads, str(reason)))
    return entries, more


def _lines_of(root: Node, part: str) -> frozenset[int]:
    """The lines of all parts of the file whose path ends so: 三公经费, or 支出.一般公共预算."""
    wanted = part.split(".")
    lines: set[int] = set()
    for path, key, value in _parts(root, ()):
        if list(path[-len(wanted) :]) == wanted:
            lines |= set(range(key.place.line, max(key.place.line, last_place(value).line) + 1))
    return frozenset(lines)


def _heads_of(root: Node, part: str) -> frozenset[int]:
    """The lines of the keys of all parts of the file whose path ends so."""
    wanted = part.split(".")
    paths = _parts(root, ())
    return frozenset(key.place.line for path, key, _ in paths if list(path[-len(wanted) :]) == wanted)


def _part_at(root: Node, place: Place) -> str:
    """The path of the part that begins nearest before a place."""
    before = [(key.place, path) for path, key, _ in _parts(root, ()) if key.place <= place and key.place.file == place.file]
    path = max(before, default=(place, ("三公经费",)))[1]
    return ".".join(path)


def _parts(node: Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Scalar, Node]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if path or str(key) != "核对说明":
                yield (*path, str(key)), key, value
                yield from _parts(value, (*path, str(key)))
    elif isinstance(node, Sequence_):
        for value in node:
            yield from _parts(value, path)
