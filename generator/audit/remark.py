"""What an audit says of a document: remarks, each by a rule, with its place and what would be
right."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from generator.extracting.content import Spot
from generator.findings.place import Level
from generator.statements.places import PlaceName
from generator.statements.relation import Relation

ARITHMETIC, CROSS, LEFTOVER, NUMBERING = "算术", "勾稽", "残留", "编号"
YEAR, MISSING, WORDS = "年度", "缺项", "用词"


class AuditRule(Struct, frozen=True):
    """A rule of the audit: its name, the category of its mistakes, how grave they are unless a
    case says otherwise, what it looks at, and what it rests on (as findings/依据.yaml has it)."""

    id: str
    category: str
    level: Level
    title: str
    source: str


AUDIT_RULES: dict[str, AuditRule] = {}


def audit_rule(identifier: str, category: str, level: Level, title: str, source: str) -> AuditRule:
    """Declare a rule of the audit. Raises ValueError where the name is taken."""
    if identifier in AUDIT_RULES:
        raise ValueError(f"audit rule taken: {identifier}")
    AUDIT_RULES[identifier] = AuditRule(identifier, category, level, title, source)
    return AUDIT_RULES[identifier]


class AuditRemark(Struct, frozen=True):
    """A remark: where, what is printed there, what it should be, and why.

    ``guess`` is how the printed value may have come about, only where trying it out gives exactly
    that value; ``paragraph`` is the index of the paragraph (-1 in a table); ``tail`` where
    nothing but rounding is at work. ``relation`` is what does not hold; ``see`` are the places that
    are wrong for the same cause, ``instead`` the numbers that may as well be what is wrong.
    ``place`` is where it is as a reader finds it, known of all that an audit returns; ``details``
    are lines that tell more, below the message."""

    rule: str
    level: Level
    spot: Spot
    quote: str
    message: str
    printed: str = ""
    right: str = ""
    guess: str = ""
    paragraph: int = -1
    tail: bool = False
    relation: Relation | None = None
    see: tuple[Spot, ...] = ()
    instead: tuple[str, ...] = ()
    place: PlaceName = PlaceName("")
    seen_at: tuple[str, ...] = ()
    details: tuple[str, ...] = ()

    @property
    def category(self) -> str:
        """The category of its rule."""
        return AUDIT_RULES[self.rule].category

    @property
    def text(self) -> str:
        """The message with its details, as one text."""
        return "；".join((self.message, *self.details))

    @property
    def source(self) -> str:
        """What its rule rests on."""
        return AUDIT_RULES[self.rule].source


class Agreement(Struct, frozen=True):
    """A relation that holds: its numbers are less likely to be wrong."""

    relation: Relation


AuditItem = AuditRemark | Agreement
"""What a check says of one relation."""
_QUOTED = 60


def remark(
    rule: AuditRule,
    spot: Spot,
    quote: str,
    message: str,
    *,
    printed: str = "",
    right: str = "",
    guess: str = "",
    level: Level | None = None,
    paragraph: int = -1,
    tail: bool = False,
    relation: Relation | None = None,
) -> AuditRemark:
    """A remark of a rule; ``level`` where this case is graver or lighter than the rule."""
    return AuditRemark(
        rule.id,
        level or rule.level,
        spot,
        short(quote),
        message,
        printed,
        right,
        guess,
        paragraph,
        tail,
        relation,
    )


def short(quote: str) -> str:
    """A quote in one line, its middle left out where it is long."""
    shown = " ".join(quote.split())
    if len(shown) > _QUOTED:
        return f"{shown[: _QUOTED // 2]}…{shown[-_QUOTED // 2 :]}"
    return shown


def ordered(remarks: Iterable[AuditRemark]) -> list[AuditRemark]:
    """Remarks in the order of the document, each once."""
    unique = dict.fromkeys(remarks)
    return sorted(unique, key=lambda item: (item.spot, item.rule, item.message))
