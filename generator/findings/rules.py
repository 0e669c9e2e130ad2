"""What a rule is: one record, declared where its check stands.

`juesuan explain`, the clerks' page and the JSON output read these records.
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from generator.findings.bounded import bounded
from generator.findings.place import Cause, Finding, Level, Place


class Group(Enum):
    """What kind of thing a rule looks at; `--select` and `--ignore` take these names too."""

    READING = "读取"
    FILLING = "填写"
    SUBJECTS = "科目"
    BALANCE = "勾稽"
    COMPLETE = "完整"
    SENSE = "情理"
    TEXT = "文字"
    FORM = "版式"


class Rule(Struct, frozen=True):
    """The record of a rule. ``id`` is its stable name; ``why`` says why it matters; ``source``
    names what it rests on, as declared in sources.py.

    ``since`` is the version of the program ("0.2") that brought the rule; "" for those of the first
    version.
    ``answerable``: an 错误 of this rule may be answered by a 核对说明 that names its place and
    value.
    ``grave``: some cases of this rule, which is no 错误 as a whole, are one.
    """

    id: str
    group: Group
    level: Level
    title: str
    why: str
    source: str
    since: str = ""
    answerable: bool = False
    grave: bool = False

    @property
    def levels(self) -> str:
        """How grave its findings are, in words."""
        if self.grave:
            return f"{self.level.value}，严重的是{Level.ERROR.value}"
        return self.level.value

    @property
    def answers(self) -> str:
        """What a 核对说明 can do about an 错误 of this rule; "" where it has none."""
        if self.level is not Level.ERROR and not self.grave:
            return ""
        if self.answerable:
            return "核对过确实没有错的，在 核对说明 里写明是哪一处、哪个数和理由，就可以公开。"
        return "错误不能用 核对说明 略过。"

    def at(
        self,
        place: Place,
        message: str,
        fix: str = "",
        *,
        expected: str = "",
        found: str = "",
        difference: str = "",
        since: str = "",
        cause: Cause | None = None,
        value: str = "",
    ) -> Finding:
        """A finding of this rule; ``since`` where only this case is newer than the rule, ``cause``
        where it follows from another finding. A message that quotes something long is shortened."""
        return Finding(
            self.id,
            self.level,
            place,
            bounded(message),
            fix,
            expected,
            found,
            difference,
            since or self.since,
            cause=cause,
            value=value,
        )


RULES: dict[str, Rule] = {}


def in_group(group: Group) -> list[Rule]:
    """The rules of a group, the grave ones first; the order does not depend on what was imported
    when."""
    levels = list(Level)
    return sorted(
        (rule for rule in RULES.values() if rule.group is group),
        key=lambda rule: (levels.index(rule.level), rule.id),
    )


def declare(
    identifier: str,
    group: Group,
    level: Level,
    title: str,
    why: str,
    source: str,
    since: str = "",
    *,
    answerable: bool = False,
    grave: bool = False,
) -> Rule:
    """Register the record of a rule. Raises ValueError when the id is taken."""
    if identifier in RULES:
        raise ValueError(f"rule id taken: {identifier}")
    RULES[identifier] = Rule(
        identifier,
        group,
        level,
        title,
        why,
        source,
        since,
        answerable=answerable,
        grave=grave,
    )
    return RULES[identifier]


def anchor(rule: Rule) -> str:
    """Where the rule stands on the page of rules, on which the groups have headings before it."""
    headings = {group.value for group in Group}
    if rule.id not in headings:
        return rule.id
    return f"{rule.id}-1"
