"""How a typed 科目 is understood: which one is meant, or what is to be typed instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from generator.model.subject_problems import (
    MOST_OFFERED,
    SubjectProblem,
    TypedSubject,
    bare_name,
    full_width,
    which_of,
)
from generator.model.subjects import (
    ECONOMIC,
    FUNCTIONAL,
    LEVELS,
    BudgetSubject,
    Catalogue,
    CatalogueRow,
    half_width,
    kind_of,
    rows_of,
    substitutes,
)
from generator.model.uncoded_subjects import without_code

_LENGTHS = {FUNCTIONAL: "3、5 或 7", ECONOMIC: "3 或 5"}
# Items that a 款 with 行政运行 may have although the catalogue lists it without them.
_COMMON_ITEMS = {"02": "一般行政管理事务", "03": "机关服务", "50": "事业运行"}
_TYPED = re.compile(r"(?P<code>\d+)\s*[-—–_:、.]*\s*(?P<name>.*)")
_REVERSED = re.compile(r"(?P<name>.+?)\((?P<code>\d+)\)")
_OTHER_KIND = {FUNCTIONAL: ECONOMIC, ECONOMIC: FUNCTIONAL}


def parse_subject(text: str, year: Catalogue, kind: str) -> BudgetSubject | SubjectProblem:
    """A typed 科目: ``2010301``, ``2010301 行政运行`` or ``行政运行（2010301）``.

    ``kind`` is 功能 or 经济. Returns a problem when code and name disagree, the code is of another
    year or unknown. A well-formed unknown code with a typed name under a known 款 is accepted as a
    local one (``listed`` is False).
    """
    plain = half_width(text)
    match = _REVERSED.fullmatch(plain) or _TYPED.fullmatch(plain)
    if not match:
        return without_code(text, year, kind)
    typed = TypedSubject(match["code"], bare_name(match["name"]), year, kind)
    if not typed.level and typed.code not in year.of(_OTHER_KIND[kind]):
        message = (
            f"编码 {typed.code} 有 {len(typed.code)} 位，{kind}科目的编码是 {_LENGTHS[kind]} 位"
        )
        return _unknown(typed, message)
    subject = typed.subjects.get(typed.code)
    if subject is None:
        return _not_of_this_year(typed)
    if not typed.name or typed.is_called(subject):
        return subject
    if not subject.confirmed and not _is_name_elsewhere(typed):
        return _local(typed, typed.name, subject)
    return _disagreeing(typed, subject)


def _local(typed: TypedSubject, name: str, near: BudgetSubject) -> BudgetSubject:
    """A 科目 as the clerk typed it, of the same fund as its neighbour."""
    level = LEVELS[kind_of(near)][len(typed.code)]
    shown_name = full_width(name)
    return BudgetSubject(typed.code, shown_name, level, near.kind, listed=False, confirmed=False)


def _is_slip_of(typed: str, code: str) -> bool:
    """Whether one slip of the finger lies between two codes: a digit wrong, missing or too many, or
    two changed about.
    """
    if abs(len(typed) - len(code)) > 1:
        return False
    longer, shorter = sorted((typed, code), key=len, reverse=True)
    if len(longer) > len(shorter):
        return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    pairs = zip(typed, code, strict=True)
    wrong = [at for at, (left, right) in enumerate(pairs) if left != right]
    swapped = len(wrong) == 2 and wrong[1] - wrong[0] == 1 and sorted(typed) == sorted(code)
    return len(wrong) == 1 or swapped


def _unknown(typed: TypedSubject, message: str) -> SubjectProblem:
    """A code that does not exist: certain is what has the typed name, one slip away or alone;
    without a name, the codes one slip away are asked about, nearest first.
    """
    namesakes = typed.namesakes()
    candidates = namesakes if typed.name else typed.subjects.values()
    near = [subject for subject in candidates if _is_slip_of(typed.code, subject.code)]
    near.sort(key=lambda subject: subject.code[:5] != typed.code[:5])
    rule = "未知" if typed.level else "写法"
    intended = near or list(namesakes)
    if typed.name and len(intended) == 1:
        return SubjectProblem(rule, message, str(intended[0]))
    return SubjectProblem(rule, message, question=which_of(map(str, near)))


def _not_of_this_year(typed: TypedSubject) -> BudgetSubject | SubjectProblem:
    """A code that the year's catalogue lacks: of the other classification, of other years, a common
    or local 项, or a slip.
    """
    other_kind = _OTHER_KIND[typed.kind]
    misplaced = typed.year.of(other_kind).get(typed.code)
    if misplaced:
        return SubjectProblem("分类", f"{misplaced} 是{other_kind}科目，这里要写{typed.kind}科目")
    parent = typed.subjects.get(typed.parent_code)
    problem = _of_other_year(typed, parent) or _of_other_code(typed)
    if problem is not None:
        return problem
    if parent and (typed.name or _is_common(typed)):
        return _local(typed, typed.name or _COMMON_ITEMS[typed.code[5:]], parent)
    message = f"{typed.year.year} 年没有科目 {typed.code}"
    if parent and not typed.name and len(typed.code) == 7:
        message += "；如果是本地增设的项，请在编码后写上名称"
    return _unknown(typed, message)


def _of_other_year(typed: TypedSubject, parent: BudgetSubject | None) -> SubjectProblem | None:
    """What to say of a code that other years have; None where it may be a local one."""
    rows = [row for row in rows_of(typed.code) if kind_of(row.subject) == typed.kind]
    if not rows:
        return None
    row = min(rows, key=lambda row: row.distance(typed.year.year))
    instead = substitutes(row, typed.year)
    may_be_local = parent is not None and typed.name
    if may_be_local and not (instead and typed.is_called(row.subject)):
        return None
    return _other_year(row, instead, typed.year)


def _of_other_code(typed: TypedSubject) -> SubjectProblem | None:
    """What to say of a name that another code has already; None where none has."""
    taken = _taken(typed)
    if taken is None:
        return None
    message = f"{typed.year.year} 年没有科目 {typed.code}；“{taken.name}”的编码是 {taken.code}"
    return SubjectProblem("不一致", message, str(taken), taken)


def _taken(typed: TypedSubject) -> BudgetSubject | None:
    """The 科目 that has the typed name already.

    Of 经济科目 anywhere, of 功能科目 under the same parent (行政运行 is everywhere).
    """
    near = [
        subject
        for subject in typed.namesakes()
        if subject.level == typed.level
        and (typed.kind == ECONOMIC or subject.code[:-2] == typed.parent_code)
    ]
    # 公务用车购置 stands under 310 and under 309: the class as typed decides.
    if len(near) > 1 and typed.kind == ECONOMIC:
        near = [subject for subject in near if subject.code[:3] == typed.code[:3]]
    if len(near) != 1:
        return None
    return near[0]


def _is_common(typed: TypedSubject) -> bool:
    """Whether a 项 is one of those that come with 行政运行."""
    first = typed.year.functional(f"{typed.code[:5]}01")
    if len(typed.code) != 7 or first is None or first.name != "行政运行":
        return False
    return typed.code[5:] in _COMMON_ITEMS


def _other_year(
    row: CatalogueRow, instead: Sequence[BudgetSubject], year: Catalogue
) -> SubjectProblem:
    """What to say of a 科目 of another year, with what this year uses instead."""
    same_level = [subject for subject in instead if subject.level == row.subject.level]
    words = " 或 ".join([str(subject) for subject in same_level or instead][:MOST_OFFERED])
    change = "没有这个科目"
    if words:
        change = f"用：{words}" if same_level else f"用下列款里的项：{words}"
    meanwhile = replace(row.subject, listed=False)
    if len(same_level) == 1:
        meanwhile = same_level[0]
    message = f"科目 {row.subject} {row.span()}，{year.year} 年{change}"
    return SubjectProblem("年度", message, words if same_level else None, meanwhile)


def _is_name_elsewhere(typed: TypedSubject) -> bool:
    """Whether the name belongs to another 科目 beside this one, or to this code in another year."""
    beside = (
        subject
        for code, subject in typed.subjects.items()
        if code.startswith(typed.parent_code) and len(code) == len(typed.code)
    )
    return any(map(typed.is_called, beside)) or _row_of_name(typed) is not None


def _row_of_name(typed: TypedSubject) -> CatalogueRow | None:
    """The row of a year in which the typed code has the typed name."""
    return next((row for row in rows_of(typed.code) if typed.is_called(row.subject)), None)


def _disagreeing(typed: TypedSubject, subject: BudgetSubject) -> SubjectProblem:
    """What to say of a code whose 科目 has another name than the typed one."""
    written = f"写的是“{typed.shown_name}”"
    row = _row_of_name(typed)
    # A name of another year is the most common slip of all.
    if row:
        year = typed.year.year
        message = (
            f"编码与名称不一致：{typed.code} 在 {year} 年是“{subject.name}”，"
            f"{written}（“{typed.shown_name}”是其他年度的名称，{row.span()}）"
        )
        return SubjectProblem("年度", message, str(subject), subject)
    message = f"编码与名称不一致：{typed.code} 是“{subject.name}”，{written}"
    namesakes = [namesake for namesake in typed.namesakes() if namesake.level == subject.level]
    # Beside this one is what was meant more often than far away.
    beside = [near for near in namesakes if near.code[:-2] == typed.parent_code] or namesakes
    if len(beside) != 1:
        return SubjectProblem("不一致", message, str(subject), subject)
    message += f"；“{beside[0].name}”的编码是 {beside[0].code}"
    return SubjectProblem("不一致", message, f"{subject} 或 {beside[0]}", subject)
