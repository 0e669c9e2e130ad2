"""Of remarks that have one cause, one: at the number that is wrong, with the other places behind
it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from generator.audit.guesses import CUT
from generator.audit.remark import Agreement, AuditRemark, short
from generator.findings.place import Level
from generator.ledger.interval import decimals_of
from generator.statements.causes import LikelyCause, Suspect, causes_of
from generator.statements.printed_numbers import numbers_in, shown
from generator.statements.relation import ADDED_UP, OVERALL, PRICED, Term
from generator.statements.statements import StatedDocument
from generator.statements.witnesses import Witnesses

_SEEN = 6
_MOST_NAMED = 3
_TWO = 2
_QUOTED = 20
_LEVELS = tuple(Level)
_EXPLAINING = ("按", "用", "与前面", "各项正好", "正好是上年", "像是增减", CUT)
"""How guesses begin that say how a number was computed wrongly, not how it was mistyped."""


def with_causes(
    document: StatedDocument, remarks: Sequence[AuditRemark], agreements: Sequence[Agreement]
) -> Iterator[AuditRemark]:
    """The remarks, those of one cause as one."""
    failing = [item for item in remarks if item.relation is not None and not item.tail]
    relations = [
        replace(item.relation, is_explained=item.guess.startswith(_EXPLAINING))
        for item in failing
        if item.relation is not None
    ]
    holding = list(dict.fromkeys(each.relation for each in agreements))
    taken: set[int] = set()
    for cause in causes_of(relations, holding, Witnesses(document)):
        members = [failing[number] for number in cause.failing]
        if all(item.level is Level.HINT for item in members):
            continue
        taken.update(map(id, members))
        yield replace(_blamed(document, cause, members), relation=None)
    for item in remarks:
        if id(item) not in taken:
            yield replace(item, relation=None)


def _blamed(
    document: StatedDocument, cause: LikelyCause, members: Sequence[AuditRemark]
) -> AuditRemark:
    """The remark on a cause: that of the number that is wrong where there is one, else a new
    one."""
    gravest = min(members, key=lambda item: _LEVELS.index(item.level))
    at_place = [item for item in members if any(_is_on(item, each.term) for each in cause.suspects)]
    graver = min(at_place, key=lambda item: _LEVELS.index(item.level), default=None)
    if len(members) == 1 and gravest.relation is not None and gravest.relation.kind == PRICED:
        item = gravest  # nothing but the three numbers says which of them is wrong
    elif len(cause.suspects) > 1:
        item = _either(document, cause, graver or gravest)
    elif graver is not None:
        item = graver
    else:
        item = _moved(document, cause.suspects[0], gravest)
    spots = dict.fromkeys(
        each.spot for each in members if each.spot != item.spot and not _is_conclusion(each, item)
    )
    message = item.message
    if spots:
        places = document.places.listed(spots, item.spot, _SEEN)
        message = f"{message}；同一个原因，另见{places}"
    return replace(item, level=gravest.level, message=message, see=tuple(spots))


def _is_conclusion(item: AuditRemark, blamed: AuditRemark) -> bool:
    """Whether a remark is one on a total that was held against conclusions from its parts, and
    another number is what is wrong: the place has nothing to be put right."""
    of_parts = item.relation is not None and item.relation.kind == OVERALL
    return of_parts and item.printed != blamed.printed


def _is_on(item: AuditRemark, term: Term) -> bool:
    """Whether a remark is on the number of a term."""
    assert item.relation is not None
    if item.spot != term.spot:
        return False
    return any(
        each.position == term.position and each.text == item.printed for each in item.relation.terms
    )


def _either(document: StatedDocument, cause: LikelyCause, item: AuditRemark) -> AuditRemark:
    """A remark that says what else may be wrong, and nothing of what would be right."""
    others = [each for each in cause.suspects if not _is_on(item, each.term)]
    assert item.relation is not None
    message = item.message
    if item.relation.kind == ADDED_UP and len(item.relation.terms) > _TWO:
        message = f"{message}；合计和各部分里有一个写错了"
    elif item.relation.kind != ADDED_UP and len(others) < _MOST_NAMED:
        names = "，或者".join(_named(document, each, item) for each in others)
        message = f"{message}；也可能是 {names}"
    elif item.relation.kind != ADDED_UP:
        message = f"{message}；也可能是算它的几个数里有一个写错了"
    instead = tuple(each.term.text for each in others)
    return replace(item, message=message, right="", guess="", instead=instead)


def _named(document: StatedDocument, suspect: Suspect, item: AuditRemark) -> str:
    spot = suspect.term.spot
    where = f"（{document.places.beside(spot, item.spot)}）" * (spot != item.spot)
    if suspect.value is None:
        return f"{suspect.term.text}{where}写错了"
    return f"{suspect.term.text}{where}写错了，应是 {_shown(suspect)}"


def _shown(suspect: Suspect) -> str:
    """What a number should be, with the decimals and the unit that it is printed with."""
    if suspect.value is None:
        return ""
    text = suspect.term.text
    number = next(iter(numbers_in(text)), None)
    if number is None:
        return shown(suspect.value)
    decimals = max(number.decimals, decimals_of(suspect.value.normalize()))
    unit = text[len(text.rstrip(number.unit or " ")) :]
    return f"{suspect.value:.{decimals}f}{unit}"


def _moved(document: StatedDocument, suspect: Suspect, item: AuditRemark) -> AuditRemark:
    """A remark at the number that is wrong, where its own stands at one that is right."""
    term = suspect.term
    right = _shown(suspect)
    should = f"，应是 {right}" * bool(right)
    formula = item.message
    if item.spot.table:
        formula = f"{document.places.beside(item.spot, term.spot)}，{formula}"
    message = f"像是这里的 {term.text} 写错了{should}：{formula}"
    quote = term.text
    if term.paragraph >= 0:
        normal = document.document.paragraphs[term.paragraph].normal
        quote = normal.typed(max(0, term.start - _QUOTED), term.start + len(term.text))
    return replace(
        item,
        spot=term.spot,
        quote=short(quote),
        message=message,
        printed=term.text,
        right=right,
        guess="",
        paragraph=term.paragraph,
    )
