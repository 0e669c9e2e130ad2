"""A typed 科目, and what is said of one that is not understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from generator.model.subjects import (
    LEVELS,
    BudgetSubject,
    Catalogue,
    plain_name,
)

_FULL_WIDTH = str.maketrans("(),:", "（），：")
# So many 科目 are offered to choose from.
MOST_OFFERED = 3


class SubjectProblem(Struct, frozen=True):
    """Why a typed 科目 is not understood, and what to type instead.

    ``kind``: 写法, 分类, 未知, 年度 or 不一致. ``suggestion`` is what is certain, or a few of which
    the year's change leaves the choice; where nothing is, ``question`` asks. ``meanwhile`` is the
    科目 under which a draft counts the amount: that of the typed code, or of the only one of the
    typed name.
    """

    kind: str
    message: str
    suggestion: str | None = None
    meanwhile: BudgetSubject | None = None
    question: str = ""

    @property
    def fix(self) -> str:
        """What to do, in words; "" where nothing is known."""
        if not self.suggestion:
            return self.question
        return f"改成：{self.suggestion}"


class TypedSubject(Struct, frozen=True):
    """A 科目 as typed: its code, its name ("" without), and where it stands."""

    code: str
    name: str
    year: Catalogue
    kind: str

    @property
    def level(self) -> str:
        """类, 款 or 项; "" for a code of a length that this kind does not have."""
        return LEVELS[self.kind].get(len(self.code), "")

    @property
    def subjects(self) -> Mapping[str, BudgetSubject]:
        """All 科目 of the year and kind, by their codes."""
        return self.year.of(self.kind)

    @property
    def parent_code(self) -> str:
        """The code of the level above."""
        return self.code[:-2]

    @property
    def shown_name(self) -> str:
        """The name as documents write it, with full-width signs."""
        return full_width(self.name)

    def namesakes(self) -> tuple[BudgetSubject, ...]:
        """The 科目 of the year that have the typed name; none where no name is typed."""
        if not self.name:
            return ()
        return self.year.named(self.name, self.kind)

    def is_called(self, subject: BudgetSubject) -> bool:
        """Whether a 科目 has the typed name."""
        return plain_name(self.name) == plain_name(subject.name)


def bare_name(text: str) -> str:
    """The name of a 科目 from what stands beside its code.

    A whole 类（类）款（款）项（项）, or a bracketed name, is cut to the name.
    """
    names = [name for name in re.split(r"\([类款项]\)", text.strip()) if name]
    name = ""
    if names:
        name = names[-1]
    if not re.fullmatch(r"\([^()]*\)", name):
        return name
    return name[1:-1]


def which_of(subjects: Iterable[str]) -> str:
    """The question which of some 科目 is meant, if any of them; "" without any."""
    offered = list(subjects)[:MOST_OFFERED]
    if not offered:
        return ""
    return f"是 {' 或 '.join(offered)}，还是别的科目？照决算报表或预算批复写编码和名称"


def full_width(name: str) -> str:
    """A name as documents write it, with full-width signs."""
    return name.translate(_FULL_WIDTH)
