"""Whether a text is the name of a table, alone or with words around it that change nothing.

Such words stand in 对照/表名.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from generator.importing.words import squeezed
from generator.reading.declarations import read_declarations

_FILE = Path(__file__).parent / "对照" / "表名.yaml"
_YEAR = re.compile(r"20[0-4]\d(?:年度?|(?=\D|$))|二[〇○零]\S{2}年度?")
_NUMBER = re.compile(
    r"(?:Z|F|CS|QB|GK|财决附?|公开|附表|附件|表)?\d{1,2}(?:[-_－—.]\d{1,2})?表?[-_－—、.:：]?"
    r"|[一二三四五六七八九十]{1,3}(?=：|$|收入|支出|财政|一般公共|政府性|国有资本|机构|项目)"
    r"|（[一二三四五六七八九十\d]{1,3}）|："
)
_ASIDE = re.compile(
    r"(?:(?:Z|F|CS|QB|GK|财决附?|公开|附表|表)?\d{1,2}(?:[-_－—]\d{1,2})?(?:表)?"
    r"|20[0-4]\d年?度?|年度|续\d*|(?:金额)?(?:单位：?)?(?:万元|元))"
)
_MONEY = re.compile("拨款|预算|资金|经费|收入|支出|基金|税|财政专")
# How the names of units end; what ends otherwise is part of a table's name.
_UNIT = re.compile(
    r"(?:局|委|委员会|办|办公室|厅|院|校|园|所|站|馆|中心|处|队|会|部|署|社|团"
    r"|县|市|州|区|镇|乡|街道|政府|中学|小学|医院|大学|学院|公司|集团|基地|农场|林场"
    r"|台|库|党校|检察院|法院|协会|联合会|监狱|本级|机关)$"
)
_LOOKS = re.compile(
    r"[\u4e00-\u9fff]{3,}表(?:（[^（）]*）)*$|[\u4e00-\u9fff]{2,}决算[\u4e00-\u9fff]*$"
)
_NO_NAME = re.compile(
    r"[：]|^(?:制表|填表|附表|续表|报表|本表|年报表)$"
    r"|(?:财决|公开|决补|附)[A-Z]*\d+[-\d]*表$|^[A-Z]*\d+表$"
)


class Fit(Enum):
    """How a text fits the name of a table."""

    NO = "no"
    YES = "yes"
    LAST_YEAR = "last year"
    OTHER_UNIT = "other unit"


class TitleContext(Struct, frozen=True):
    """The words that may stand around the name of a table, and those that make it another one."""

    before: tuple[str, ...]
    behind: tuple[str, ...]
    aside: frozenset[str]
    last: tuple[str, ...]
    others: tuple[str, ...]


@cache
def around() -> TitleContext:
    """The words of 表名.yaml that may stand before and behind the name of a table."""
    root = read_declarations(_FILE)

    def words(name: str) -> tuple[str, ...]:
        return tuple(sorted(map(squeezed, root[name]), key=len, reverse=True))

    return TitleContext(
        words("前面无妨"),
        ("", *words("后面无妨")),
        frozenset(words("括号里无妨")),
        words("上年"),
        words("别的表"),
    )


def fits(text: str, title: str, owners: Sequence[str]) -> Fit:
    """Whether a squeezed text names the table ``title`` of one of the units ``owners``."""
    if text == title:
        return Fit.YES
    plain = _without_year(title)
    bare = _bare(text)
    if plain not in bare:
        return Fit.NO
    for end in around().behind:
        name = f"{plain}{end}"
        if bare == name:
            return Fit.YES
        if bare.endswith(name) and len(bare) <= len(name) + 40:
            length = _before(bare[: -len(name)], owners)
            if length is not Fit.NO:
                return length
    return Fit.NO


def looks_like_a_name(text: str) -> bool:
    """Whether a squeezed text looks like the name of a table, known or not."""
    return bool(_LOOKS.search(text)) and len(text) <= 60 and not _NO_NAME.search(text)


def another(name: str) -> str:
    """The word in a sheet's name that makes it another table than its title says; "" without."""
    return next((word for word in (*around().last, *around().others) if word in name), "")


def ends_like_a_unit(text: str) -> bool:
    """Whether a text ends as the names of units do."""
    return bool(_UNIT.search(squeezed(text)))


def is_last_year(name: str) -> bool:
    """Whether a word of a name says that the table is last year's."""
    return any(word in name for word in around().last)


def alike(left: str, right: str) -> bool:
    """Whether two names may be one unit's: 某局 and 某市某局."""
    first, second = squeezed(left), squeezed(right)
    # Its end: 某局机关幼儿园 is another unit than 某局.
    return first.endswith(second) or second.endswith(first)


# Each of some thirty texts on a sheet is held against each of some hundred and fifty titles.
@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    """A text without a year in front and brackets behind that change nothing."""
    return _without_aside(_without_year(text))


@lru_cache(maxsize=4096)
def _without_year(text: str) -> str:
    return re.sub(r"^20\d\d年?度?|（(?:20\d\d)?年?度?）", "", text)


def _without_aside(text: str) -> str:
    """A text without brackets behind it that change nothing."""
    while match := re.search(r"（([^（）]*)）$|(?<=表)续?\d{0,2}$|(?<=表)20\d\d年?度?$", text):
        aside = match[1]
        if match[0] == "" or (aside is not None and not _harmless(aside)):
            break
        text = text[: match.start()]
    return text


def _harmless(aside: str) -> bool:
    return not aside or aside in around().aside or _ASIDE.fullmatch(aside) is not None


def _before(text: str, owners: Iterable[str]) -> Fit:
    """How a name fits with the text before it.

    Before it may stand nothing that matters, the unit, another unit, or words of another name.
    """
    if is_last_year(text):
        return Fit.LAST_YEAR
    units: list[str] = []
    while text:
        shorter = _shorter(text, owners)
        if shorter is None:
            return Fit.NO
        text, unit = shorter
        if unit:
            units.append(unit)
    owner_names = list(owners)
    for unit in units:
        if owner_names and not any(alike(unit, owner) for owner in owner_names):
            return Fit.OTHER_UNIT
    return Fit.YES


def _shorter(text: str, owners: Iterable[str]) -> tuple[str, str] | None:
    """A text without its first harmless words, and the unit that they name.

    None where it begins with no such words.
    """
    for pattern in (_YEAR, _NUMBER):
        match = pattern.match(text)
        if match and match[0]:
            return text[match.end() :], ""
    for name in sorted((squeezed(owner) for owner in owners if owner), key=len, reverse=True):
        if text.startswith(name):
            return text[len(name) :], name
    for word in around().before:
        if text.startswith(word):
            return text[len(word) :], ""
    unit = re.match(r"(.{2,}?)(?=20[0-4]\d年|(?:部门决算|单位决算|部门|单位|本级)+$|$)", text)
    if unit and _UNIT.search(unit[1]) and not another(unit[1]) and not _MONEY.search(unit[1]):
        return text[unit.end() :], unit[1]
    return None
