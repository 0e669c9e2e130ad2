"""What a document says in numbers: a statement of some kind, its printed number and the numbers
that it rests on."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from generator.extracting.content import Spot
from generator.ledger.interval import Interval
from generator.statements.intervals import added, less
from generator.statements.mentions import Mention, ReadParagraph
from generator.statements.printed_numbers import SaidNumber

TOTAL, SHARE, CHANGE_OF, RATE_OF = "合计", "占比", "增减额", "增减率"
COMPLETION_OF, COUNT_OF, SCORE_OF = "完成率", "数量", "得分"
SHARES, SAME, LISTED, REFERENCE = "占比之和", "同一个数", "列举", "引用"
PRICE_OF, DIFFERENCE_OF = "单价", "差异率"
KINDS = (
    *(TOTAL, SHARE, CHANGE_OF, RATE_OF, COMPLETION_OF, COUNT_OF, SCORE_OF),
    *(SHARES, SAME, LISTED, REFERENCE, PRICE_OF, DIFFERENCE_OF),
)


class Operand(Struct, frozen=True):
    """A number that a statement rests on: what it is to the statement, and where it stands.

    ``interval`` is what an operand may be, also one that nobody printed (last year's amount);
    ``number`` and ``paragraph`` are those of a number of the text."""

    role: str
    value: Decimal
    interval: Interval
    spot: Spot
    text: str = ""
    printed: bool = True
    number: SaidNumber | None = None
    paragraph: int = -1


class SaidStatement(Struct, frozen=True):
    """A statement. ``label`` says of what, ``quote`` how it is printed. ``complete``: the parts are
    all parts; ``is_selection``: they seem to be, though 其中 may pick out some.
    ``direction``: 增 or 减 of a change."""

    kind: str
    label: str
    printed: SaidNumber
    operands: tuple[Operand, ...]
    spot: Spot
    topic: str
    part: str
    quote: str
    paragraph: int
    direction: str = ""
    complete: bool = True
    is_selection: bool = False

    def operand(self, role: str) -> Operand | None:
        """The first operand of a role."""
        return next((operand for operand in self.operands if operand.role == role), None)

    def all(self, role: str) -> list[Operand]:
        """The operands of a role."""
        return [operand for operand in self.operands if operand.role == role]


_REACH = 200
"""A quote begins no farther back than this."""
PART, WHOLE, NOW, LAST_YEAR, CHANGE_BY = "部分", "总数", "本年", "上年", "增减额"
ACTUAL, PLANNED, ELSEWHERE = "决算", "预算", "另一处"
COUNTED, UNIT_PRICE = "个数", "单价"


def operand_of(role: str, mention: Mention) -> Operand:
    """A number of the text as an operand."""
    number = mention.number
    return Operand(
        role,
        number.amount,
        number.interval,
        mention.spot,
        number.text,
        number=number,
        paragraph=mention.paragraph,
    )


def last_year_of(now: Operand, change: Operand, *, grew: bool) -> Operand:
    """Last year's number, which nobody prints, as this year's and the change leave it open."""
    if grew:
        value = now.value - change.value
        interval = less(now.interval, change.interval)
    else:
        value = now.value + change.value
        interval = added((now.interval, change.interval))
    return Operand(LAST_YEAR, value, interval, now.spot, printed=False)


def statement_of(
    kind: str,
    mention: Mention,
    operands: tuple[Operand, ...],
    paragraph: ReadParagraph,
    start: int | None = None,
    *,
    label: str = "",
    complete: bool = True,
    is_selection: bool = False,
) -> SaidStatement:
    """A statement that ends with the number of a mention; ``start`` is where its quote begins."""
    begin = mention.number.start if start is None else start
    reach = max(0, begin - _REACH)
    clause = max(reach, *(paragraph.text.rfind(sign, reach, begin) + 1 for sign in "，。；：、"))
    quote = paragraph.normal.typed(clause, mention.number.end)
    return SaidStatement(
        kind,
        label or mention.name or mention.label,
        mention.number,
        operands,
        mention.spot,
        mention.section.topic,
        mention.section.part,
        quote,
        mention.paragraph,
        mention.direction,
        complete,
        is_selection,
    )
