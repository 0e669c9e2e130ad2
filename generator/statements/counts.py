"""Counts: a number of things and its parts (共有车辆2辆，其中：…), and a list that is counted
(甲、乙、丙等3个项目)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.ledger.interval import Interval
from generator.statements.graded_counts import grade_behind, grade_of, graded
from generator.statements.mentions import NUMBER, Mention, ReadParagraph
from generator.statements.statement import (
    COUNT_OF,
    LISTED,
    PART,
    Operand,
    SaidStatement,
    operand_of,
    statement_of,
)

AMONG = re.compile(
    r"^(?:（[^（）]{0,30}）)?(?:，(?:全部|均)为[^，。]{2,12})?(?P<mark>，|。|；|（)?(?:其中|分别[为是]|包括)"
    r"[：，]?|^[^，。；：、\d（）]{1,16}，其中[：，]?"
)
_SAME = {"名": "人", "台": "台（套）", "套": "台（套）", "台套": "台（套）", "车辆": "辆"}
_LIST_BEFORE = re.compile(
    r"(?:对|为|选取|涉及|反映|包括|开展|内设|下设|设有|设立|分别是)(?P<list>(?:[“《]?[^，。；：、“”]{2,40}[”》]?(?:、|和|及)){1,30}"
    r"[“《]?[^，。；：、“”]{2,40}?[”》]?)(?P<etc>等)?(?:共)?$"
)
_LIST_AFTER = re.compile(
    r"^[^，。；：、\d]{0,8}(?:，)?(?:分别[为是]|包括|即|依次为)[：，]?(?P<list>[^。；：]{2,400})"
)
_IN_BRACKETS = re.compile(
    r"^[^，。；：、\d（]{1,8}（(?!不?含|包括|如|详见|即|其中|指)(?P<list>[^（）。；：]{4,400})）"
)
_NAMES_BEFORE = re.compile(
    r"(?:^|，)(?P<list>[^，。；：、\d]{2,30}(?:、[^，。；：、\d]{2,30}){2,30})$"
)
_JOINED = re.compile("[和及与等]|领域|方面")
_FEWEST_NAMES = 3
_SPLIT = re.compile(r"[、，]|(?<=[室科股处局中心部经费])和|(?<=[”》])(?:和|及|与|以及)(?=[“《])")
_REACH = 420
_MOST_PARTS = 100
_COUNTED = frozenset(("个", "家", "项"))
_WHOLE_LISTS = re.compile("车|编制|单位|机构|人员|在职|离退休|实有|干部|职工|项目|批次")


_HALVES = (
    (
        re.compile("国内(?!外)|内宾|内事|境内"),
        re.compile("外事|外宾|涉外|国外|境外|国（境）外|来访外"),
    ),
    (
        re.compile("本单位|本部门|本局|自行组|单独组|自组"),
        re.compile("其他单位|其它单位|外单位|双跨|随团|参加.{0,6}组"),
    ),
    (re.compile("^男"), re.compile("^女")),
)
"""Words of which two name all that there is between them."""


def are_all(paragraph: ReadParagraph, total: Mention, parts: Sequence[Mention]) -> bool:
    """Whether the parts are all there are: one is named 国内…, another 外事…, and the total is
    neither. What names both (涉外机构国内人员接待) is neither half."""
    labels = [own_label(paragraph, mention) for mention in (total, *parts)]
    for halves in _HALVES:
        sides = [[bool(half.search(label)) for half in halves] for label in labels]
        if not any(sides[0]) and [True, False] in sides[1:] and [False, True] in sides[1:]:
            return True
    return False


_SEPARATORS = re.compile("[，、；：。（）]|其中")


def own_label(paragraph: ReadParagraph, mention: Mention) -> str:
    """The words right before a number, back to the last sign that parts it from another."""
    before = paragraph.text[max(0, mention.number.start - _LABEL) : mention.number.start]
    return _SEPARATORS.split(_CLOSED.sub("", before).removesuffix("（"))[-1]


_CLOSED = re.compile("（[^（）]*）")
_LABEL = 40
_EXPLAINED = re.compile(r"[^，、；。：（）]{0,6}（[^）]*")


def is_explanation(between: str) -> bool:
    """Whether a number stands in brackets that explain the part before them: 18批次（外省8批次,
    by what stands between the two."""
    return bool(_EXPLAINED.fullmatch(between))


def counts_of(paragraph: ReadParagraph) -> Iterator[SaidStatement]:
    """The counts of a paragraph that have parts, and its counted lists."""
    mentions = [mention for mention in paragraph.mentions if mention.role == NUMBER]
    index = 0
    while index < len(mentions):
        parts = _parts(paragraph, mentions, index)
        if parts:
            yield from _sum_of(paragraph, mentions, index, parts)
        index += 1
    yield from graded(paragraph, mentions)
    for mention in mentions:
        yield from _all_of_one(paragraph, mention)
        yield from _listed(paragraph, mention)


def _sum_of(
    paragraph: ReadParagraph, mentions: Sequence[Mention], index: int, parts: Sequence[Mention]
) -> Iterator[SaidStatement]:
    """A count and its parts, unless they are those of a count before it."""
    total, counted = mentions[index], sum((part.number.value for part in parts), Decimal(0))
    if counted != total.number.value and any(
        earlier.number.value == counted
        and unit_of(earlier) == unit_of(total)
        and earlier.sentence == total.sentence
        for earlier in mentions[max(0, index - _FEW) : index]
    ):
        return  # 在职38人，退休12人，其中：行政24人，事业14人
    end = total.number.end
    named = total.label + paragraph.text[end : end + 4]
    is_listed = not paragraph.text.startswith("等", parts[-1].number.end) and len(parts) > 1
    has_rest = any(_THE_REST.search(own_label(paragraph, part)) for part in parts)
    is_certain = has_rest or are_all(paragraph, total, parts)
    yield statement_of(
        COUNT_OF,
        total,
        tuple(operand_of(PART, part) for part in parts),
        paragraph,
        complete=is_listed and (is_certain or bool(_WHOLE_LISTS.search(named))),
        is_selection=not is_certain,
    )


_FEW = 4
_THE_REST = re.compile("其他|其它|其余|剩余|另外")
_OVERLAPPING = re.compile(
    "党员|女|男|少数民族|学历|职称|本科|大专|硕士|博士|研究生|以上|以下|长$|领导|职数|科级|处级|骨干|兼职"
)
"""One may be several of these, or none: no kinds of which everyone is of one. Cars and units are
each of one kind, whatever their names say."""
_PEOPLE = "人"


def _is_graded(paragraph: ReadParagraph, mention: Mention) -> bool:
    return bool(grade_of(paragraph, mention))


_ALL_OF_ONE = re.compile(r"^，(?:全部|均)[为是]")


def _all_of_one(paragraph: ReadParagraph, mention: Mention) -> Iterator[SaidStatement]:
    """共有车辆10辆，全部为应急保障用车: one part, which is all."""
    if _ALL_OF_ONE.match(paragraph.text[mention.number.end : mention.number.end + 6]):
        yield statement_of(COUNT_OF, mention, (operand_of(PART, mention),), paragraph)


def unit_of(mention: Mention) -> str:
    """The unit of a count, of several names for one the usual."""
    return _SAME.get(mention.number.unit, mention.number.unit)


def _parts(paragraph: ReadParagraph, mentions: Sequence[Mention], index: int) -> list[Mention]:
    """The counts of the same unit that follow a count after 其中, to the end of the sentence."""
    total = mentions[index]
    after = paragraph.text[total.number.end : total.number.end + 40]
    among = AMONG.match(after)
    if not among:
        return []
    both = _men_and_women(paragraph, mentions[index + 1 : index + 3], total)
    if both:
        return both
    parts: list[Mention] = []
    end = total.number.end
    inside = among["mark"] == "（"
    counted = Decimal(0)
    for mention in mentions[index + 1 : index + 1 + _MOST_PARTS]:
        between = paragraph.text[end : mention.number.start]
        if parts and is_explanation(between):
            continue
        between = _CLOSED.sub("", between) if parts else between
        if unit_of(mention) != unit_of(total) or "。" in (
            between if parts else between[among.end() :]
        ):
            break
        if ("其中" in between and parts) or (inside and "）" in between):
            break  # parts of a part, or what goes on behind the brackets
        if re.search("单价|临聘|另有|此外", between):
            break
        if unit_of(mention) == _PEOPLE and _OVERLAPPING.search(own_label(paragraph, mention)):
            # Whether it is one of the parts is not known: they need not be all without it.
            return parts if counted > total.number.value else []
        if parts and _is_graded(paragraph, mention) is not _is_graded(paragraph, parts[0]):
            break  # 其中3个为重点项目，评价为“优”的4个: of all of them again
        if counted == total.number.value and between[:1] in ("；", "，"):
            break  # all of them: what follows is something else
        parts.append(mention)
        counted += mention.number.value
        end = mention.number.end
    return parts


_SEX = re.compile("(?P<sex>[男女])性?(?P<who>干部|教?职工|教师|员工|同志|民警|干警|学?生)?")


def _men_and_women(
    paragraph: ReadParagraph, pair: Sequence[Mention], total: Mention
) -> list[Mention]:
    """教职工100人，其中男40人，女60人: the two that together are all; nothing of any others."""
    labels = [_SEX.fullmatch(own_label(paragraph, each)) for each in pair]
    kinds = {(label["sex"], label["who"]) for label in labels if label}
    who = {each for _, each in kinds}
    are_people = all(unit_of(each) == unit_of(total) == _PEOPLE for each in pair)
    beside = {each.sentence for each in (*pair, total)} == {total.sentence}
    if len(kinds) == 2 and len(who) == 1 and are_people and beside and "编制" not in total.label:
        return list(pair)
    return []


def _listed(paragraph: ReadParagraph, mention: Mention) -> Iterator[SaidStatement]:
    """A list of names that is counted, before or behind its number."""
    number = mention.number
    if number.unit not in _COUNTED:
        return
    before = paragraph.text[max(0, number.start - 400) : number.start]
    sentence = re.split("[。；：]", before)[-1]
    match = _LIST_BEFORE.search(sentence)
    if match is not None and not re.search(r"\d", match["list"]):
        # 甲、乙等3个项目 may leave some out: only one that lists too many is wrong.
        names = _names(match["list"])
        complete = not match["etc"]
        offset = number.start - len(sentence) + match.start("list")
        yield _list(paragraph, mention, names, offset, complete=complete)
        return
    match = _NAMES_BEFORE.search(sentence)
    if match is not None and grade_behind(paragraph, mention):
        names = _names(match["list"])
        # 甲、乙和丙3个项目: of names that 和 joins nobody knows how many they are.
        if len(names) >= _FEWEST_NAMES and not _JOINED.search(match["list"]):
            offset = number.start - len(sentence) + match.start("list")
            yield _list(paragraph, mention, names, offset, complete=True)
        return
    behind = paragraph.text[number.end : number.end + _REACH]
    match = _LIST_AFTER.match(behind) or _IN_BRACKETS.match(behind)
    if match is not None and not re.search(r"\d", match["list"]):
        names = _names(match["list"])
        if len(names) > 1:
            yield _list(
                paragraph, mention, names, number.start, complete="等" not in match["list"][-3:]
            )


def _names(text: str) -> list[str]:
    return [name.strip("“”《》 ") for name in _SPLIT.split(text) if name.strip("“”《》 ")]


def _list(
    paragraph: ReadParagraph, mention: Mention, names: Sequence[str], start: int, *, complete: bool
) -> SaidStatement:
    single = Interval(Decimal(1), Decimal(1))
    operands = tuple(Operand(PART, Decimal(1), single, mention.spot, name) for name in names)
    return statement_of(LISTED, mention, operands, paragraph, start, complete=complete)
