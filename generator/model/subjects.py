"""The catalogue of 科目 by year (catalogue/科目.csv), and how a typed 科目 is understood.

Rows that no found source confirms are marked 待核 in the csv. Such a row never refuses what a clerk typed with a name of its own:
the clerk's 科目 is then accepted as a local one (``known`` is False), and the books warn.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.reading.amounts import narrow
from generator.reading.nearest import is_typo, nearest

_FOLDER = Path(__file__).parent / "catalogue"
FUNCTIONAL, ECONOMIC = "功能", "经济"
_LEVELS = {FUNCTIONAL: {3: "类", 5: "款", 7: "项"}, ECONOMIC: {3: "类", 5: "款"}}
_LENGTHS = {FUNCTIONAL: "3、5 或 7", ECONOMIC: "3 或 5"}
_ALWAYS = 9999
# 转移性支出 and the fund of social insurance are no outlay of a unit: 公开01表 has no line for them.
_NOT_IN_TABLE = {"209", "225", "226", "227", "228", "230", "233"}
# Items that a 款 with 行政运行 may have although the catalogue lists it without them.
_COMMON = {"02": "一般行政管理事务", "03": "机关服务", "50": "事业运行"}


class Subject(Struct, frozen=True):
    """A 科目. ``kind`` is as in the catalogue (功能-一般公共预算 …, 部门经济分类); ``known`` is False for one that the year's catalogue lacks.

    ``confirmed`` tells whether the row was found in a source, or still has to be checked (待核).
    """

    code: str
    name: str
    level: str
    kind: str
    known: bool = True
    confirmed: bool = True

    def __str__(self) -> str:
        """As a clerk types it: 2010301 行政运行."""
        return f"{self.code} {self.name}"


class Problem(Struct, frozen=True):
    """Why a typed 科目 is not understood, and what to type instead. ``kind``: 写法, 分类, 未知, 年度 or 不一致.

    ``suggestion`` is what is certain, or a few of which the year's change leaves the choice; where
    nothing is, ``question`` asks. ``meanwhile`` is the 科目 under which a draft counts the amount: that of the typed code, or of the only one of the typed name.
    """

    kind: str
    message: str
    suggestion: str | None = None
    meanwhile: Subject | None = None
    question: str = ""

    @property
    def fix(self) -> str:
        """What to do, in words; "" where nothing is known."""
        return f"改成：{self.suggestion}" if self.suggestion else self.question


class _Row(Struct, frozen=True):
    subject: Subject
    first: int
    last: int

    def distance(self, year: int) -> int:
        """How many years a year lies outside the row's."""
        return max(self.first - year, year - self.last, 0)

    def span(self) -> str:
        """The row's years in words."""
        if self.first == self.last:
            return f"只在 {self.first} 年用"
        if self.last == _ALWAYS:
            return f"从 {self.first} 年起用"
        return (
            f"用到 {self.last} 年为止"
            if not self.first
            else f"只在 {self.first} 至 {self.last} 年用"
        )


@lru_cache(maxsize=1)
def _rows() -> tuple[_Row, ...]:
    with (_FOLDER / "科目.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            _Row(
                Subject(code, name, level, kind, confirmed="待核" not in source),
                int(first or 0),
                int(last or _ALWAYS),
            )
            for code, name, level, kind, first, last, source in list(csv.reader(file))[1:]
        )


@lru_cache(maxsize=1)
def _history() -> Mapping[str, tuple[str, ...]]:
    """Old code → the codes that took its place, for 款 and 项 (catalogue/沿革.csv)."""
    with (_FOLDER / "沿革.csv").open(encoding="utf-8", newline="") as file:
        return {old: tuple(new.split("、")) for old, new in list(csv.reader(file))[1:]}


class Catalogue:
    """The 科目 of one year."""

    def __init__(
        self, year: int, functional: Mapping[str, Subject], economic: Mapping[str, Subject]
    ) -> None:
        self.year = year
        self.functional_subjects = functional
        self.economic_subjects = economic
        # By kind and plain name, made when a name is first asked for: only a wrong 科目 needs it.
        self._by_name: dict[str, dict[str, list[Subject]]] = {}

    def functional(self, code: str) -> Subject | None:
        """The 功能科目 of a code (3, 5 or 7 digits), or None."""
        return self.functional_subjects.get(code)

    def economic(self, code: str) -> Subject | None:
        """The 部门经济分类科目 of a code (3 or 5 digits), or None."""
        return self.economic_subjects.get(code)

    def of(self, kind: str) -> Mapping[str, Subject]:
        """All 科目 of a kind: 功能 or 经济."""
        return self.functional_subjects if kind == FUNCTIONAL else self.economic_subjects

    def named(self, name: str, kind: str) -> tuple[Subject, ...]:
        """The 科目 of a name, however its brackets and spaces are typed; names such as 行政运行 have many."""
        if kind not in self._by_name:
            names = self._by_name[kind] = {}
            for subject in self.of(kind).values():
                names.setdefault(_plain(subject.name), []).append(subject)
        return tuple(self._by_name[kind].get(_plain(name), ()))

    def ancestors(self, code: str) -> tuple[Subject, ...]:
        """The 类, 款 and 项 of a code that the year has, the 类 first and the code itself last; 功能 codes begin with 2."""
        table = self.of(FUNCTIONAL if code.startswith("2") else ECONOMIC)
        return tuple(
            table[part]
            for part in (code[:length] for length in (3, 5, 7) if length <= len(code))
            if part in table
        )

    def parent(self, code: str) -> Subject | None:
        """The 款 of a 项, the 类 of a 款; None for a 类."""
        above = self.ancestors(code[:-2]) if len(code) > 3 else ()
        return above[-1] if above and above[-1].code == code[:-2] else None

    def full_name(self, code: str) -> str:
        """类（类）款（款）项（项）, as far as the code goes; the code stands for a name that is not known."""
        names = {one.code: one.name for one in self.ancestors(code)}
        parts = (
            (code[:length], level)
            for length, level in _LEVELS[FUNCTIONAL].items()
            if length <= len(code)
        )
        return "".join(f"{names.get(part, part)}（{level}）" for part, level in parts)


@lru_cache(maxsize=32)
def catalogue(year: int) -> Catalogue:
    """The catalogue of a year."""
    functional: dict[str, Subject] = {}
    economic: dict[str, Subject] = {}
    for row in _rows():
        if row.first <= year <= row.last:
            table = functional if row.subject.kind.startswith(FUNCTIONAL) else economic
            table[row.subject.code] = row.subject
    return Catalogue(year, functional, economic)


def names_of(code: str) -> tuple[str, ...]:
    """All names that a code has had, whatever the year."""
    return tuple(dict.fromkeys(row.subject.name for row in _rows() if row.subject.code == code))


def functional_classes(year: int) -> tuple[Subject, ...]:
    """The classes of 公开01表, in statutory order, which is code order."""
    found = [
        one
        for one in catalogue(year).functional_subjects.values()
        if one.level == "类" and one.code not in _NOT_IN_TABLE
    ]
    return tuple(sorted(found, key=lambda one: one.code))


_TYPED = re.compile(r"(?P<code>\d+)\s*[-—–_:、.]*\s*(?P<name>.*)")
_REVERSED = re.compile(r"(?P<name>.+?)\((?P<code>\d+)\)")
_HALF = str.maketrans("（）〔〕【】：", "()()():")
_FULL = str.maketrans("(),:", "（），：")


def _other(kind: str) -> str:
    return ECONOMIC if kind == FUNCTIONAL else FUNCTIONAL


@lru_cache(maxsize=8192)
def _plain(name: str) -> str:
    """A name without spaces, with half-width brackets: for comparing."""
    return re.sub(r"\s", "", narrow(name)).translate(_HALF)


def _own_name(text: str) -> str:
    """The name of a 科目 from what stands beside its code: a whole 类（类）款（款）项（项）, or a bracketed name, is cut to the name."""
    name = [part for part in re.split(r"\([类款项]\)", text.strip()) if part][-1:]
    inner = name[0] if name else ""
    return inner[1:-1] if re.fullmatch(r"\([^()]*\)", inner) else inner


def parse_subject(text: str, year: Catalogue, kind: str) -> Subject | Problem:
    """A typed 科目: ``2010301``, ``2010301 行政运行`` or ``行政运行（2010301）``. ``kind`` is 功能 or 经济.

    Returns a Problem when code and name disagree, the code is of another year or unknown. A well-formed unknown code with a typed name
    under a known 款 is accepted as a local one (``known`` is False).
    """
    plain = narrow(text).translate(_HALF)
    match = _REVERSED.fullmatch(plain) or _TYPED.fullmatch(plain)
    if not match:
        return _without_code(text, year, kind)
    code, name = match["code"], _own_name(match["name"])
    if len(code) not in _LEVELS[kind] and not year.of(_other(kind)).get(code):
        return _wrong_length(code, name, year, kind)
    found = year.of(kind).get(code)
    if found is None:
        return _not_of_this_year(code, name, year, kind)
    if name and _plain(name) != _plain(found.name):
        if not found.confirmed and not _elsewhere(code, name, year.of(kind)):
            return _local(code, name, found)
        return _disagree(code, name, found, year, kind)
    return found


def _local(code: str, name: str, near: Subject) -> Subject:
    """A 科目 as the clerk typed it, of the same fund as its neighbour."""
    kind = FUNCTIONAL if near.kind.startswith(FUNCTIONAL) else ECONOMIC
    return Subject(
        code,
        name.translate(_FULL),
        _LEVELS[kind][len(code)],
        near.kind,
        known=False,
        confirmed=False,
    )


def _without_code(text: str, year: Catalogue, kind: str) -> Problem:
    whole = _plain(text)
    name = _own_name(whole)
    same = year.named(name, kind)
    if name != whole:
        same = (
            tuple(one for one in same if _plain(year.full_name(one.code)).endswith(whole)) or same
        )
    if len(same) == 1:
        inside = _lowest(same[0], year, kind)
        message = f"“{text}”缺少科目编码"
        if len(inside) == 1:
            return Problem("写法", message, str(inside[0]), same[0])
        return Problem("写法", message, None, same[0], _asked([str(one) for one in inside]))
    if same:
        message = f"“{text}”缺少科目编码，叫这个名称的科目有 {len(same)} 个"
        return Problem("写法", message, question="在前面写上编码，照决算报表或预算批复")
    message = f"“{text}”不是科目，要写编码和名称"
    near = _alike(name, year.of(kind).values(), kind)
    if len(near) == 1 and len(near[0]) == 1 and is_typo(name, near[0][0].name):
        return Problem("写法", message, str(near[0][0]))
    example = "2010301 行政运行" if kind == FUNCTIONAL else "30101 基本工资"
    words = [str(some[0]) if len(some) == 1 else f"“{some[0].name}”" for some in near]
    question = _asked(words) or f"照决算报表或预算批复写编码和名称，如 {example}"
    return Problem("写法", message, question=question)


def _lowest(subject: Subject, year: Catalogue, kind: str) -> list[Subject]:
    """A 科目, or those of the lowest level that lie below it."""
    level = list(_LEVELS[kind].values())[-1]
    if subject.level == level:
        return [subject]
    below = [one for code, one in year.of(kind).items() if code.startswith(subject.code)]
    return [one for one in below if one.level == level] or [subject]


def _alike(name: str, among: Iterable[Subject], kind: str) -> list[list[Subject]]:
    """The 科目 of the lowest level by up to three names that are nearly the typed one."""
    lowest = [one for one in among if one.level == list(_LEVELS[kind].values())[-1]]
    near = nearest(name, {one.name: one for one in lowest}, 3) if name else []
    return [[one for one in lowest if one.name == other] for other in near]


def _either(subjects: Iterable[Subject]) -> str | None:
    """Up to three 科目 to choose from, in words."""
    return " 或 ".join([str(one) for one in subjects][:3]) or None


def _asked(near: Sequence[str]) -> str:
    """The question which of some 科目 is meant, if any of them; "" without any."""
    if not near:
        return ""
    return f"是 {' 或 '.join(near[:3])}，还是别的科目？照决算报表或预算批复写编码和名称"


def _slip(typed: str, code: str) -> bool:
    """Whether one slip of the finger lies between two codes: a digit wrong, missing or too many, or two changed about."""
    if abs(len(typed) - len(code)) > 1:
        return False
    longer, shorter = sorted((typed, code), key=len, reverse=True)
    if len(longer) == len(shorter):
        wrong = [
            place
            for place, (one, other) in enumerate(zip(typed, code, strict=True))
            if one != other
        ]
        return len(wrong) == 1 or (
            len(wrong) == 2 and wrong[1] - wrong[0] == 1 and sorted(typed) == sorted(code)
        )
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


def _unknown(code: str, name: str, message: str, year: Catalogue, kind: str) -> Problem:
    """A code that does not exist: certain is what has the typed name, one slip away or alone;
    without a name, the codes one slip away are asked about, nearest first."""
    same = year.named(name, kind) if name else ()
    among = same if name else year.of(kind).values()
    near = [one for one in among if _slip(code, one.code)]
    near.sort(key=lambda one: one.code[:5] != code[:5])
    meant = near or list(same)
    rule = "写法" if len(code) not in _LEVELS[kind] else "未知"
    if name and len(meant) == 1:
        return Problem(rule, message, str(meant[0]))
    return Problem(rule, message, question=_asked([str(one) for one in near]))


def _wrong_length(code: str, name: str, year: Catalogue, kind: str) -> Problem:
    message = f"编码 {code} 有 {len(code)} 位，{kind}科目的编码是 {_LENGTHS[kind]} 位"
    return _unknown(code, name, message, year, kind)


def _not_of_this_year(code: str, name: str, year: Catalogue, kind: str) -> Subject | Problem:
    """A code that the year's catalogue lacks: of the other classification, of other years, a common or local 项, or a slip."""
    other = year.of(_other(kind)).get(code)
    if other:
        return Problem("分类", f"{other} 是{_other(kind)}科目，这里要写{kind}科目")
    parent = year.of(kind).get(code[:-2])
    rows = [
        row
        for row in _rows()
        if row.subject.code == code
        and row.subject.kind.startswith(FUNCTIONAL) == (kind == FUNCTIONAL)
    ]
    if rows:
        row = min(rows, key=lambda one: one.distance(year.year))
        instead = _instead(row, year)
        if not (parent and name) or (instead and _plain(name) == _plain(row.subject.name)):
            return _other_year(row, instead, year)
    taken = _taken(code, name, year, kind)
    if taken:
        return Problem(
            "不一致",
            f"{year.year} 年没有科目 {code}；“{taken.name}”的编码是 {taken.code}",
            str(taken),
            taken,
        )
    if parent and (name or _common(code, year)):
        return _local(code, name or _COMMON[code[5:]], parent)
    told = (
        "；如果是本地增设的项，请在编码后写上名称" if parent and not name and len(code) == 7 else ""
    )
    return _unknown(code, name, f"{year.year} 年没有科目 {code}{told}", year, kind)


def _taken(code: str, name: str, year: Catalogue, kind: str) -> Subject | None:
    """The 科目 that has the typed name already: of 经济科目 anywhere, of 功能科目 under the same parent (行政运行 is everywhere)."""
    same = year.named(name, kind) if name else ()
    near = [
        one
        for one in same
        if one.level == _LEVELS[kind][len(code)]
        and (kind == ECONOMIC or one.code[:-2] == code[:-2])
    ]
    # 公务用车购置 stands under 310 and under 309: the class as typed decides.
    if len(near) > 1 and kind == ECONOMIC:
        near = [one for one in near if one.code[:3] == code[:3]]
    return near[0] if len(near) == 1 else None


def _common(code: str, year: Catalogue) -> bool:
    """Whether a 项 is one of those that come with 行政运行."""
    first = year.functional(f"{code[:5]}01")
    return len(code) == 7 and code[5:] in _COMMON and first is not None and first.name == "行政运行"


def _instead(row: _Row, year: Catalogue) -> list[Subject]:
    """What the year uses in the place of another year's 科目: its successors, or what it succeeded."""
    code, history = row.subject.code, _history()
    exact = history.get(code, ())
    of_item = (
        [f"{one}{code[5:]}" for one in history.get(code[:5], ())]
        if len(code) == 7 and not exact
        else []
    )
    of_item = [
        one
        for one in of_item
        if one in year.functional_subjects
        and year.functional_subjects[one].name == row.subject.name
    ]
    if row.last < year.year:
        codes: Iterable[str] = exact or of_item or history.get(code[:5], ())
    else:
        codes = [old for old, new in history.items() if code in new]
    return [
        one
        for table in (year.functional_subjects, year.economic_subjects)
        for wanted in codes
        if (one := table.get(wanted))
    ]


def _other_year(row: _Row, instead: list[Subject], year: Catalogue) -> Problem:
    items = [one for one in instead if one.level == row.subject.level]
    words = _either(items or instead)
    changed = f"用{'' if items else '下列款里的项'}：{words}" if words else "没有这个科目"
    meanwhile = items[0] if len(items) == 1 else replace(row.subject, known=False)
    message = f"科目 {row.subject} {row.span()}，{year.year} 年{changed}"
    return Problem("年度", message, words if items else None, meanwhile)


def _elsewhere(code: str, name: str, table: Mapping[str, Subject]) -> bool:
    """Whether the name belongs to another 科目 beside this one, or to this code in another year."""
    beside = any(
        other.startswith(code[:-2]) and _plain(one.name) == _plain(name)
        for other, one in table.items()
        if len(other) == len(code)
    )
    return beside or any(
        row.subject.code == code and _plain(row.subject.name) == _plain(name) for row in _rows()
    )


def _disagree(code: str, name: str, found: Subject, year: Catalogue, kind: str) -> Problem:
    same = [one for one in year.named(name, kind) if one.level == found.level]
    # Beside this one is what was meant more often than far away; a name of another year is the most common slip of all.
    beside = [one for one in same if one.code[:-2] == code[:-2]] or same
    past = next(
        (
            row
            for row in _rows()
            if row.subject.code == code and _plain(row.subject.name) == _plain(name)
        ),
        None,
    )
    if past:
        note = f"（“{name.translate(_FULL)}”是其他年度的名称，{past.span()}）"
        return Problem(
            "年度",
            f"编码与名称不一致：{code} 在 {year.year} 年是“{found.name}”，写的是“{name.translate(_FULL)}”{note}",
            str(found),
            found,
        )
    other = f"；“{beside[0].name}”的编码是 {beside[0].code}" if len(beside) == 1 else ""
    suggestion = f"{found} 或 {beside[0]}" if len(beside) == 1 else str(found)
    return Problem(
        "不一致",
        f"编码与名称不一致：{code} 是“{found.name}”，写的是“{name.translate(_FULL)}”{other}",
        suggestion,
        found,
    )
