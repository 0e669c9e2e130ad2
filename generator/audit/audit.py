"""A finished document → all remarks on it."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from generator.audit.arithmetic import arithmetic
from generator.audit.balances import balances
from generator.audit.between_tables import between_tables
from generator.audit.blamed import with_causes
from generator.audit.cross import cross
from generator.audit.directions import directions
from generator.audit.displaced import without_slips
from generator.audit.grades import grades
from generator.audit.impossible import impossible
from generator.audit.placed import with_places
from generator.audit.remark import Agreement, AuditRemark, ordered
from generator.audit.reports import reports
from generator.audit.score_tables import score_tables
from generator.audit.sheets import sheets
from generator.audit.structure import structure
from generator.audit.subjects import subjects
from generator.audit.summaries import summaries
from generator.audit.table_text import tables_and_text
from generator.audit.tables import tables
from generator.audit.three_public import three_public
from generator.audit.words import words
from generator.extracting.content import Extract
from generator.findings.place import Level
from generator.statements.places import PlaceNames
from generator.statements.statement import SaidStatement
from generator.statements.statements import StatedDocument, statements_of

_CHECKS = (
    arithmetic,
    cross,
    directions,
    reports,
    tables,
    three_public,
    balances,
    tables_and_text,
    between_tables,
    structure,
    subjects,
    sheets,
    score_tables,
    grades,
    impossible,
    summaries,
    words,
)
_GATHERED = frozenset(("错别字", "旧名称", "模板残留", "指标性质", "年份"))
_PLACES = 8


class SectionRead(Struct, frozen=True):
    """How many sentences with numbers a section has, and of how many the numbers were read."""

    topic: str
    sentences: int
    read: int


class Audited(Struct, frozen=True):
    """An audited document: its remarks, its statements, how much of it was understood, and how
    long it took."""

    document: StatedDocument
    remarks: tuple[AuditRemark, ...]
    understood: tuple[SectionRead, ...]
    milliseconds: int

    @property
    def statements(self) -> tuple[SaidStatement, ...]:
        """What the document says in numbers."""
        return self.document.statements

    def count(self, level: Level) -> int:
        """How many remarks of a level there are."""
        return sum(item.level is level for item in self.remarks)


def audit(extract: Extract) -> Audited:
    """Audit a document."""
    begun = time.perf_counter_ns()
    document = statements_of(extract)
    checked = [item for check in _CHECKS for item in check(document)]
    remarked = ordered(item for item in checked if isinstance(item, AuditRemark))
    agreements = [item for item in checked if isinstance(item, Agreement)]
    slipped = list(without_slips(document, remarked))
    remarks = ordered(with_causes(document, slipped, agreements))
    return Audited(
        document,
        tuple(with_places(document, _gathered(document.places, _once(document.places, remarks)))),
        tuple(_understood(document)),
        (time.perf_counter_ns() - begun) // 1_000_000,
    )


def _once(places: PlaceNames, remarks: Iterable[AuditRemark]) -> list[AuditRemark]:
    """The remarks without those on a cell that says the same in another part of its table: a wide
    table is printed in parts, each with the total."""
    first: dict[Hashable, AuditRemark] = {}
    for item in remarks:
        key = item.rule, item.message, item.printed, places.key(item.spot)
        first.setdefault(key, item)
    return list(first.values())


def _gathered(places: PlaceNames, remarks: Sequence[AuditRemark]) -> list[AuditRemark]:
    """Remarks on one word are told once, with all their places."""
    alike: dict[tuple[str, str], list[AuditRemark]] = defaultdict(list)
    for item in remarks:
        if item.rule in _GATHERED:
            alike[item.rule, item.message].append(item)
    gathered = []
    for item in remarks:
        same = alike.get((item.rule, item.message), [item])
        if same[0] is not item:
            continue
        spots = places.others((again.spot for again in same), item.spot)
        if spots:
            listed = places.listed(spots, item.spot, _PLACES)
            item = replace(item, message=f"{item.message}；还有 {len(spots)} 处：{listed}")
        gathered.append(item)
    return gathered


_LIMIT = re.compile("单价$")
"""单价100万元以上设备: a limit that the law sets, no figure of the unit."""
_NUMERIC = re.compile(r"\d[\d,.]*(?:亿|万)?元|\d[\d.]*%")


def _understood(document: StatedDocument) -> list[SectionRead]:
    """Sentences with amounts or percentages, by section, and those in which every such number is
    the printed value or an operand of some statement, or has the name of a figure."""
    spoken: dict[int, set[str]] = defaultdict(set)
    for statement in document.statements:
        if statement.paragraph >= 0:
            spoken[statement.paragraph].add(statement.printed.text)
            spoken[statement.paragraph].update(operand.text for operand in statement.operands)
    for mention in document.document.mentions:
        if mention.name:
            spoken[mention.paragraph].add(mention.number.text)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for paragraph in document.document.paragraphs:
        if paragraph.section.part == "名词解释":
            continue
        numbers = [
            mention
            for mention in paragraph.mentions
            if _NUMERIC.fullmatch(mention.number.text) and not _LIMIT.search(mention.label)
        ]
        for _, sentence in groupby(numbers, lambda mention: mention.sentence):
            count = counts[paragraph.section.topic or "开头"]
            count[0] += 1
            said = spoken[paragraph.index]
            count[1] += all(mention.number.text in said for mention in sentence)
    return [SectionRead(topic, count[0], count[1]) for topic, count in counts.items()]
