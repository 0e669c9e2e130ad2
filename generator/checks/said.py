"""Numbers in typed texts: against the figures of the file, and against one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from msgspec.structs import replace

from generator.checks.free_text import FreeText, free_texts
from generator.checks.rule import Problem, RuleContext, check, level_if
from generator.checks.said_numbers import (
    Contradiction,
    contradictions,
    rate_contradictions,
    score_contradictions,
    sheet_score_contradictions,
)
from generator.checks.said_projects import project_contradictions, project_names
from generator.extracting.content import Extract, ExtractedParagraph, Spot
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.control import Nameable
from generator.ledger.figure import Figure
from generator.statements.causes import LikelyCause, causes_of
from generator.statements.contrary import contrary_directions
from generator.statements.declared import words_around_name
from generator.statements.mentions import AMOUNT, CHANGE, Mention, ReadParagraph
from generator.statements.printed_numbers import MONEY, SaidNumber
from generator.statements.relations_of_statements import relation_of
from generator.statements.sections import ANNEX
from generator.statements.statement import SaidStatement
from generator.statements.statements import StatedDocument, statements_of
from generator.statements.verdicts import JUDGED, Grade, Verdict, verdicts_of
from generator.statements.witnesses import Witnesses

_NUMBER = re.compile(r"\d|百分之|[一二三四五六七八九十百千万]\s*(?:万元|元|个|人|辆|批)")
_NAMES_ONLY = frozenset(("名词解释", "机构", "内设机构"))
_CERTAIN = frozenset(
    (
        *("收支总计", "本年收入合计", "本年支出合计", "财政拨款收支总计", "三公经费"),
        *("机关运行经费", "政府采购支出总额", "一般公共预算财政拨款支出"),
        *("政府性基金预算财政拨款支出", "国有资本经营预算财政拨款支出"),
        *("一般公共预算财政拨款收入", "一般公共预算财政拨款基本支出"),
    )
)
"""Figures that are the unit's whoever speaks of them; the names of all else may also stand for a
part of them in the text of one project."""
_PARTIAL = re.compile(
    r"增加|减少|增支|减支|追加|调[增减]|节[约省]|压[减缩]|用于|支付|拨付|申请|到位|下达|计划|预算"
    r"|上年|去年|\d月|[一二三四]季度|上半年|每|人均|平均|列支|由于|因(?!公)|部分|新增|另有|结转|截至"
)
"""Words before a name that make it a part of the figure, or the figure of another time."""


def _stated(context: RuleContext) -> list[tuple[FreeText, StatedDocument]]:
    """The texts of the file that say numbers, read; both rules below want them."""
    texts = context.cached.get("statements")
    if texts is None:
        year = context.statement.accounts.年度
        texts = context.cached["statements"] = [
            (text, _read(str(text.text), year))
            for text in free_texts(context)
            if _NUMBER.search(text.text) and not text.duties and text.path[0] not in _NAMES_ONLY
        ]
    assert isinstance(texts, list)
    return texts


@lru_cache(maxsize=64)
def _read(text: str, year: int) -> StatedDocument:
    """A text read: its lines are the paragraphs, so that each is found again. A file is checked
    several times with one number changed; its texts are the same each time."""
    lines = text.split("\n")
    paragraphs = (ExtractedParagraph(line, Spot(number)) for number, line in enumerate(lines))
    return statements_of(Extract(tuple(paragraphs)), ANNEX, year)


def _offset(text: FreeText, stated: StatedDocument, paragraph: int, number: SaidNumber) -> int:
    """Where a number begins in a text."""
    return _offset_of(text, stated, paragraph, number.start)


def _offset_of(text: FreeText, stated: StatedDocument, paragraph: int, start: int) -> int:
    lines = text.text.split("\n")
    normal = stated.document.paragraphs[paragraph].normal
    before = sum(len(line) + 1 for line in lines[:paragraph])
    return before + (normal.offsets[start] if start < len(normal.offsets) else 0)


@check(
    "文中的数",
    Group.SENSE,
    Level.WARNING,
    "文字里写的数与算出的数一致",
    "报告、综述、原因里的数是手打的，上年的数、打错的数最容易留在里面，与附表和正文就对不上了。",
    "公开件常见错误：前后不一致，勾稽公式 44–58",
    since="0.2",
    answerable=True,
    grave=True,
)
def said_numbers(context: RuleContext) -> Iterator[Problem]:
    """A number in a typed text that the figure of its name contradicts."""
    for (text, stated), contradicting in zip(
        _stated(context), _contradicting(context), strict=True
    ):
        for contradiction in contradicting:
            level = level_if(Level.ERROR, _is_sure(contradiction, context))
            yield replace(_problem(text, stated, contradiction), level=level)


def _contradicting(context: RuleContext) -> list[list[Contradiction]]:
    """The numbers of each text that a figure of the file contradicts, each place once; both rules
    want them."""
    cached = context.cached.get("contradictions")
    if cached is None:
        projects = project_names(context.statement)
        named = Nameable(context.statement)
        cached = context.cached["contradictions"] = [
            list(_of_text(context, text, stated, projects, named))
            for text, stated in _stated(context)
        ]
    assert isinstance(cached, list)
    return cached


def _of_text(
    context: RuleContext,
    text: FreeText,
    stated: StatedDocument,
    projects: Sequence[str],
    named: Nameable,
) -> Iterator[Contradiction]:
    paragraphs = stated.document.paragraphs
    places: set[tuple[int, int]] = set()
    for contradiction in (
        *project_contradictions(paragraphs, projects, context.statement),
        *contradictions(_mentions(text, stated), named, context.statement.accounts.年度),
        *rate_contradictions(_of_unit(text, stated), named),
        *score_contradictions(_scored(text, stated), named),
        *_of_sheet(context, text, stated),
    ):
        place = contradiction.paragraph, contradiction.number.start
        if not contradiction.tail and place not in places:
            places.add(place)
            yield contradiction


def _of_sheet(
    context: RuleContext, text: FreeText, stated: StatedDocument
) -> Iterator[Contradiction]:
    """The scores that a text of a 自评表 says of it, where they are not what its points add up
    to."""
    if "自评表" not in text.path:
        return
    number = text.path[text.path.index("自评表") + 1]
    assert isinstance(number, int)
    total = context.statement.自评表[number].总分
    if isinstance(total, Figure):
        yield from sheet_score_contradictions(stated.document.paragraphs, total)


_OF_ITSELF = re.compile(
    r"(?:[我本全](?:单位|部门|[局办委院校站队处厅会中心]{1,2})?|单位|部门|全年|年度|本年|当年|决算"
    r"|实际|共计?|总|的|，)*"
)


def _is_sure(said: Contradiction, context: RuleContext) -> bool:
    """Whether label and number leave no doubt: an amount with its unit, of this year by the words
    of its sentence, under the name of a figure of the whole unit and nothing else."""
    mention = said.mention
    if mention is None or mention.role != AMOUNT or mention.number.kind != MONEY:
        return False
    accounts = context.statement.accounts
    if mention.name not in _CERTAIN or mention.year != accounts.年度:
        return False
    around = words_around_name(mention.label, mention.section.topic, mention.name)
    if around is None or "预算" in around[1]:
        return False
    before = around[0]
    for name in filter(None, (accounts.单位.名称, accounts.单位.简称)):
        before = before.replace(str(name), "")
    return bool(_OF_ITSELF.fullmatch(before))


def _mentions(text: FreeText, stated: StatedDocument) -> list[Mention]:
    """The numbers of a text that speak of a figure of the unit, as a whole and of the year."""
    return [
        mention
        for mention in stated.document.mentions
        if mention.name
        and not _PARTIAL.search(_before_name(mention))
        and (mention.name in _CERTAIN or _speaks_of_unit(text, stated, mention))
    ]


def _scored(text: FreeText, stated: StatedDocument) -> tuple[ReadParagraph, ...]:
    """The paragraphs that may say scores of the whole: those of a report and its summary."""
    if text.path[0] != "预算绩效" or "自评表" in text.path:
        return ()
    return stated.document.paragraphs


def _before_name(mention: Mention) -> str:
    """The label of a number up to the direction of a change, without the name itself."""
    if mention.role == CHANGE:
        return re.split("增|减|下降|上升|提高|压|节|降|缩", mention.label)[0]
    around = words_around_name(mention.label, mention.section.topic, mention.name)
    return "".join(around) if around else mention.label


def _speaks_of_unit(text: FreeText, stated: StatedDocument, mention: Mention) -> bool:
    """Whether a name in a text is the unit's figure, not that of one project."""
    if text.path[0] == "附件" or text.report:
        paragraphs = stated.document.paragraphs
        # The three of the “三公”经费 may each have a line of its own below theirs.
        nearby = paragraphs[max(0, mention.paragraph - _BELOW) : mention.paragraph + 1]
        lines = "".join(each.text for each in nearby)
        titles = "".join(each.text[:30] for each in paragraphs[:3])
        of_project = re.search("项目(?!支出)", titles) and not re.search("部门|整体|单位", titles)
        return not of_project and ("三公" in lines or mention.name not in _THREE)
    return text.path[0] in ("三公经费", "变动原因", "机关运行经费", "政府采购", "国有资产")


_BELOW = 4
_THREE = frozenset(
    (
        *("公务接待费", "因公出国（境）费", "公务用车购置费", "公务用车运行维护费"),
        *("公务用车购置及运行维护费", "国内公务接待支出", "外事接待支出"),
    )
)


def _of_unit(text: FreeText, stated: StatedDocument) -> list[SaidStatement]:
    """The rates of a text that are of a figure of the unit."""
    names = {mention.name for mention in _mentions(text, stated)}
    return [statement for statement in stated.statements if statement.label in names]


def _problem(text: FreeText, stated: StatedDocument, said: Contradiction) -> Problem:
    offset = _offset(text, stated, said.paragraph, said.number)
    message = f"这里写的{said.name}是 {said.number.text}，按填的数算出来是 {said.right}"
    fix = f"改成 {said.right}；说的若不是本年的这个数，写明是什么数"
    return Problem(text.at(offset), message, fix, _bare(said.right), _bare(said.number.text))


def _bare(number: str) -> str:
    """A number without its unit, as an explanation of it is written (核对说明)."""
    return re.sub(r"[^\d.+-]", "", number)


@check(
    "文中的算式",
    Group.SENSE,
    Level.WARNING,
    "文字里的合计、占比、增减率算得对",
    "原因和报告里自己算的数，改了一处忘了另一处，读者一除就看得出来。",
    "公开件常见错误：算错",
    since="0.2",
)
def said_arithmetic(context: RuleContext) -> Iterator[Problem]:
    """A sum, share, rate or count in a typed text that its own numbers contradict."""
    for (text, stated), contradicting in zip(
        _stated(context), _contradicting(context), strict=True
    ):
        wrong = [
            verdict
            for statement in stated.statements
            for verdict in verdicts_of(statement)
            if verdict.grade in (Grade.WRONG, Grade.OPEN) and statement.paragraph >= 0
        ]
        blamed = {(each.paragraph, each.number.start) for each in contradicting}
        yield from _of_causes(text, stated, wrong, blamed)
        for paragraph in stated.document.paragraphs:
            for contrary in contrary_directions(paragraph):
                number = contrary.rate.number
                offset = _offset(text, stated, paragraph.index, number)
                fix = "看是增还是减，把写反的一个改过来"
                bare = _bare(number.text)
                yield Problem(text.at(offset), contrary.message, fix, "", bare, since="0.2")


def _of_causes(
    text: FreeText,
    stated: StatedDocument,
    wrong: Sequence[Verdict],
    blamed: AbstractSet[tuple[int, int]],
) -> Iterator[Problem]:
    """What is wrong in a text, each cause once. Of a number in ``blamed`` it is known already that
    it is wrong: what fails with it is nothing new."""
    related = [(verdict, relation_of(verdict.statement)) for verdict in wrong]
    open_ones = [(verdict, relation) for verdict, relation in related if relation is not None]
    holding = [
        relation
        for statement in stated.statements
        if statement.kind in JUDGED and not list(verdicts_of(statement))
        if (relation := relation_of(statement)) is not None
    ]
    relations = [relation for _, relation in open_ones]
    settled: set[int] = set()
    for cause in causes_of(relations, holding, Witnesses(stated)):
        settled.update(cause.failing)
        places = [(each.term.paragraph, each.term.start) for each in cause.suspects]
        if blamed.isdisjoint(places):
            yield _of_cause(text, stated, cause, open_ones[cause.failing[0]][0])
    for verdict, relation in related:
        if relation is None:
            yield _wrong(text, stated, verdict)
    for number, (verdict, _) in enumerate(open_ones):
        if number not in settled:
            yield _wrong(text, stated, verdict)


def _of_cause(
    text: FreeText, stated: StatedDocument, cause: LikelyCause, verdict: Verdict
) -> Problem:
    """A wrong statement at the number that is wrong, where only one can be."""
    problem = _wrong(text, stated, verdict)
    suspect = cause.suspects[0]
    term, printed = suspect.term, verdict.statement.printed
    if len(cause.suspects) > 1:
        return replace(problem, expected="")
    if suspect.value is None or (term.paragraph, term.start) == (
        verdict.statement.paragraph,
        printed.start,
    ):
        return problem
    offset = _offset_of(text, stated, term.paragraph, term.start)
    right = f"{suspect.value:f}"
    fix = f"像是 {term.text} 写错了，应是 {right}；核对后改正"
    return replace(problem, place=text.at(offset), fix=fix, expected=right, found=_bare(term.text))


def _wrong(text: FreeText, stated: StatedDocument, verdict: Verdict) -> Problem:
    statement = verdict.statement
    offset = _offset(text, stated, statement.paragraph, statement.printed)
    fix = "核对这几个数，改正写错的一个"
    printed = _bare(statement.printed.text)
    return Problem(text.at(offset), verdict.message, fix, _bare(verdict.right), printed)
