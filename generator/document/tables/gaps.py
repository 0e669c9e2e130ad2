"""Facts without the detail that a table needs: what is therefore unknown, and what to say of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from generator.document.tables.base import BuiltTable, Gap
from generator.findings.place import Finding, Level
from generator.findings.rules import Group, declare
from generator.ledger.books import Books
from generator.ledger.facts import PERSONNEL, PUBLIC, Fact, Facts, cause_of, is_personnel
from generator.model.rules import TO_FILL
from generator.reading.nodes import Node, place_of

DETAIL = declare(
    "附表明细",
    Group.COMPLETE,
    Level.ERROR,
    "附表要的明细要填全",
    "法律规定公开到项级、款级；缺明细的表印不出来。",
    "《预算法实施条例》第六条，《财政预决算领域基层政务公开标准目录》中空表的要求",
)

_LINES = 8
_FIX = {
    "经济科目": "把这个数按经济科目（款级）分开，写成 {30101 基本工资: 金额, 30201 办公费: 金额, …}",
    "功能科目": "把这个数按功能科目（项级）分开，写成 {2010301 行政运行: 金额, …}",
    "项目": "把这个数按项目分开，写成 {项目名称: 金额, …}",
}
_WORDS = {
    ("功能科目", 7): "按功能科目（项级）",
    ("经济科目", 5): "按经济科目（款级）",
    ("经济科目", 3): "按经济科目（类级）",
    ("项目", 0): "按项目",
}


class Need(Struct, frozen=True):
    """A detail that a table needs: a key of the facts, with so many digits (0: any text)."""

    key: str
    digits: int = 0

    @property
    def words(self) -> str:
        """The detail in words, as a message names it: 按经济科目（款级）."""
        return _WORDS[self.key, self.digits]

    def lacking(self, facts: Facts) -> Facts:
        """The facts that lack the detail; an amount of zero lacks nothing."""
        return Facts(
            fact for fact in facts if fact.amount and not self._is_detailed(getattr(fact, self.key))
        )

    def _is_detailed(self, text: str) -> bool:
        if not self.digits:
            return bool(text)
        return text[: self.digits].isdecimal() and len(text) >= self.digits


class Belongs(Enum):
    """Whether a fact belongs under a code, as far as the file tells."""

    YES = 1
    NO = 2
    MAYBE = 3


def belongs(code: str, wanted: str) -> Belongs:
    """Whether what the file calls ``code`` ("", a class, 人员经费 …) lies under ``wanted``.

    Everything lies under "".
    """
    if code.startswith(wanted):
        return Belongs.YES
    if code in (PERSONNEL, PUBLIC):
        possible = is_personnel(wanted) == (code == PERSONNEL)
    else:
        possible = wanted.startswith(code)
    if possible:
        return Belongs.MAYBE
    return Belongs.NO


def doubtful(lacking: Facts, row: tuple[str, str], economic: str = "") -> bool:
    """Whether the cell of ``row`` (key, code) and column ``economic`` is unknown.

    It is when one of the facts that lack detail may belong there, or may not.
    """
    key, code = row
    for fact in lacking:
        answers = {belongs(getattr(fact, key), code), belongs(fact.经济科目, economic)}
        if Belongs.MAYBE in answers and Belongs.NO not in answers:
            return True
    return False


def gap(number: str, need: Need, lacking: Facts, books: Books) -> list[Gap]:
    """The gap of a table, or nothing when no fact lacks detail.

    The text has the first line in words, the others by number.
    """
    if not lacking:
        return []
    first = next((fact for fact in lacking if fact.place), lacking.items[0])
    places = tuple(dict.fromkeys(fact.place for fact in lacking if fact.place))
    line = ""
    if first.place:
        line = f"第 {first.place.line} 行"
    subject = f"{line}{_who(first, books)}{_given(first, need)}"
    text = f"需要{need.words}填写，{subject}{_further_lines(first, lacking.items)}"
    return [Gap(number, places, text, _FIX[need.key], cause_of(lacking, need.key))]


def mark(needs: Sequence[Need]) -> str:
    """What stands in the draft instead of the detail."""
    return f"本表需要{'、'.join(dict.fromkeys(need.words for need in needs))}填写，数据文件尚未填全"


def _who(fact: Fact, books: Books) -> str:
    if fact.类型 != "支出":
        if fact.来源:
            return f"的{fact.来源}"
        return f"的{fact.资金}{fact.类型}"
    project = fact.支出性质
    if fact.项目:
        project = f"项目“{fact.项目}”"
    return f"“{fact.功能科目} {books.name(fact.功能科目)}”的{project}"


def _given(fact: Fact, need: Need) -> str:
    detail = getattr(fact, need.key)
    if not detail:
        return "只有一个数"
    return f"只分到“{detail}”"


def _further_lines(first: Fact, facts: Sequence[Fact]) -> str:
    """The lines of the facts on another line than the first."""
    numbers = {fact.place.line for fact in facts if fact.place}
    if first.place:
        numbers.discard(first.place.line)
    if not numbers:
        return ""
    listed = "、".join(str(number) for number in sorted(numbers)[:_LINES])
    count = ""
    if len(numbers) > _LINES:
        count = f"等 {len(numbers)} 行"
    return f"；第 {listed} 行{count}也是"


def gap_findings(tables: Iterable[BuiltTable], root: Node) -> list[Finding]:
    """What tables lack: a line without detail is told once, with all the tables that want it."""
    numbers_of: dict[Gap, list[str]] = {}
    for table in tables:
        for gap in table.gaps:
            numbers_of.setdefault(replace(gap, number=""), []).append(gap.number)
    findings = []
    for gap, numbers in numbers_of.items():
        if gap.cause is not None and gap.cause.rule == TO_FILL.id:
            continue  # The very detail is asked for, where it waits to be filled in.
        place = gap.places[0] if gap.places else place_of(root, ("支出",))
        message = f"{'、'.join(dict.fromkeys(numbers))}{gap.text}"
        findings.append(DETAIL.at(place, message, gap.fix, cause=gap.cause))
    return findings
