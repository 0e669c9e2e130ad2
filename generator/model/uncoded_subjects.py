"""A 科目 that was typed without its code: which one has the name, or nearly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.model.subject_problems import MOST_OFFERED, SubjectProblem, bare_name, which_of
from generator.model.subjects import (
    ECONOMIC,
    FUNCTIONAL,
    LOWEST,
    BudgetSubject,
    Catalogue,
    plain_name,
)
from generator.reading.nearest import is_typo, nearest

_EXAMPLES = {FUNCTIONAL: "2010301 行政运行", ECONOMIC: "30101 基本工资"}


def without_code(text: str, year: Catalogue, kind: str) -> SubjectProblem:
    """What to say of a 科目 without its code."""
    full_name = plain_name(text)
    name = bare_name(full_name)
    namesakes = year.named(name, kind)
    if name != full_name:
        inside = (
            subject
            for subject in namesakes
            if plain_name(year.full_name(subject.code)).endswith(full_name)
        )
        namesakes = tuple(inside) or namesakes
    if len(namesakes) == 1:
        return _code_missing(text, namesakes[0], year, kind)
    if namesakes:
        message = f"“{text}”缺少科目编码，叫这个名称的科目有 {len(namesakes)} 个"
        return SubjectProblem("写法", message, question="在前面写上编码，照决算报表或预算批复")
    return _no_subject(text, name, year, kind)


def _code_missing(text: str, subject: BudgetSubject, year: Catalogue, kind: str) -> SubjectProblem:
    """What to say of a name that only one 科目 has."""
    message = f"“{text}”缺少科目编码"
    bookable = _lowest_below(subject, year, kind)
    if len(bookable) == 1:
        return SubjectProblem("写法", message, str(bookable[0]), subject)
    return SubjectProblem("写法", message, None, subject, which_of(map(str, bookable)))


def _no_subject(text: str, name: str, year: Catalogue, kind: str) -> SubjectProblem:
    """What to say of a name that no 科目 has."""
    message = f"“{text}”不是科目，要写编码和名称"
    alike = _alike(name, year.of(kind).values(), kind)
    if len(alike) == 1 and len(alike[0]) == 1 and is_typo(name, alike[0][0].name):
        return SubjectProblem("写法", message, str(alike[0][0]))
    question = which_of(_in_words(namesakes) for namesakes in alike)
    question = question or f"照决算报表或预算批复写编码和名称，如 {_EXAMPLES[kind]}"
    return SubjectProblem("写法", message, question=question)


def _in_words(namesakes: Sequence[BudgetSubject]) -> str:
    """A 科目 with its code where only one has its name."""
    if len(namesakes) == 1:
        return str(namesakes[0])
    return f"“{namesakes[0].name}”"


def _lowest_below(subject: BudgetSubject, year: Catalogue, kind: str) -> list[BudgetSubject]:
    """A 科目, or those of the lowest level that lie below it."""
    if subject.level == LOWEST[kind]:
        return [subject]
    below = [
        lower
        for code, lower in year.of(kind).items()
        if code.startswith(subject.code) and lower.level == LOWEST[kind]
    ]
    return below or [subject]


def _alike(name: str, subjects: Iterable[BudgetSubject], kind: str) -> list[list[BudgetSubject]]:
    """The 科目 of the lowest level by up to three names that are nearly the typed one."""
    by_name: dict[str, list[BudgetSubject]] = {}
    for subject in subjects:
        if subject.level == LOWEST[kind]:
            by_name.setdefault(subject.name, []).append(subject)
    if not name:
        return []
    return [by_name[near] for near in nearest(name, by_name, MOST_OFFERED)]
