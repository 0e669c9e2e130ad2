"""What a published document says of its unit year after year: duties, organisation, names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import astuple

from generator.extracting.content import Extract
from generator.importing.recognise import in_digits

_PART = re.compile(r"第[一二三四五六]部分")
_NUMBER = r"(?:[一二三四五六七八九十]{1,2}、|\d{1,2}[、.．])\s*"
_HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、\S{2,24}[^。；：]")
_DUTIES = re.compile(
    rf"{_NUMBER}(?:主要|基本|部门|单位|机构|工作)*(?:职责|职能)(?:及主要工作|情况|概况|范围)?"
)
_ORGANISATION = re.compile(
    rf"{_NUMBER}(?:机构(?:设置|情况|构成|概况)\S{{0,6}}|(?:部门|单位|预算单位|组织)(?:构成|机构)\S{{0,4}})"
)
_NAME = re.compile(
    r"(?:20\d\d\s*年(?:度)?)?\s*(\S{4,40}?)\s*(?:20\d\d\s*年(?:度)?)?\s*"
    r"(?:(?:部门|单位)?决算(?:信息)?(?:公开)?(?:情况)?(?:说明|报告|报表)?)"
)
_BARE_TITLE = re.compile(r"(?:20\d\d\s*年(?:度)?)?\s*(?:部门|单位)?决算(?:公开)?")
_SUBHEADING = re.compile(r"（一）(?:主要|部门|单位|基本)?(?:职责|职能)。?")
_WORK_OF_THE_YEAR = re.compile(r"（二）.{0,8}(?:重点|主要)?工作(?:完成)?情况")
_SHORT_NAME = re.compile(r"以下(?:统一)?简称[：:]?\s*[“\"『「]([^”\"』」]{2,14})[”\"』」]")
_FULL_NAME = re.compile(r"([^\s，。；：（）]{4,40})（以下(?:统一)?简称")
_SCOPE = re.compile(r"第一部分\s*(部门|单位)概况")
_GAP = re.compile(r"(?<=[\u3001-\u9fff\uff00-\uffef”]) +(?=[\u3001-\u9fff\uff00-\uffef“])")
"""A blank between two Chinese signs, as a PDF has it where the printer moved them apart."""
_MOST = 12_000
_YEAR = re.compile(r"(20[0-4]\d)\s*年")
_YEAR_BEFORE = re.compile(r"20\d\d\s*年(?:度)?\s*")
_COVER = 12
"""So many lines may stand on a cover."""
_TITLE = re.compile(r"(?=.{6,60}$).*决算")


class DocumentTexts(Struct, frozen=True):
    """Texts under the names that they have in a data file; "" where the document has none.

    主要职责 and 机构设置 are lines, 口径 is 部门 or 单位.
    """

    主要职责: str = ""
    机构设置: str = ""
    名称: str = ""
    简称: str = ""
    口径: str = ""

    def __bool__(self) -> bool:
        return any(astuple(self))


def texts_of(extract: Extract) -> DocumentTexts:
    """The texts of a document; none where it has no part about the unit."""
    lines = [_GAP.sub("", paragraph.full.strip()) for paragraph in extract.paragraphs]
    first = list(_first_part([line for line in lines if line]))
    short_names = {name for line in first for name in _SHORT_NAME.findall(line)}
    scopes = {match[1] for line in lines if (match := _SCOPE.match(line))}
    return DocumentTexts(
        "\n".join(_duties(_under(first, _DUTIES)))[:_MOST],
        "\n".join(_under(first, _ORGANISATION))[:_MOST],
        _name_on_cover([line for line in lines if line]) or _name_in(first),
        short_names.pop() if len(short_names) == 1 else "",
        scopes.pop() if len(scopes) == 1 else "",
    )


def year_of_titles(extract: Extract) -> int:
    """The year that most titles of a document tell, 0 where none does."""
    lines = (in_digits(paragraph.full.strip()) for paragraph in extract.paragraphs)
    titles = (line for line in lines if _TITLE.match(line) and line[-1] not in "。；，、")
    years = Counter(int(year) for title in titles for year in _YEAR.findall(title)[:1])
    return next((year for year, _ in years.most_common(1)), 0)


def _name_on_cover(lines: Sequence[str]) -> str:
    """The unit that the title before the first part names; "" where there is no such title."""
    before = ""
    for line in lines[:_COVER]:
        if _PART.match(line):
            return ""
        title = _NAME.fullmatch(line)
        if _BARE_TITLE.fullmatch(line):
            name = _YEAR_BEFORE.sub("", before, count=1)
            if name and not _YEAR.search(name):
                return name
        elif title and not _YEAR.search(title[1]):
            return title[1]
        before = line
    return ""


def _first_part(lines: Sequence[str]) -> Iterator[str]:
    """The lines of the first part, behind its title; the contents name it, too, without a text."""
    starts = [at for at, line in enumerate(lines) if line.startswith("第一部分")]
    for at in reversed(starts):
        part = []
        for line in lines[at + 1 :]:
            if _PART.match(line):
                break
            part.append(line)
        if any(not _HEADING.fullmatch(line) for line in part):
            yield from part
            return


def _name_in(lines: Sequence[str]) -> str:
    """The unit that a sentence calls by its full and its short name, where it begins with it."""
    names = (match[1] for line in lines if (match := _FULL_NAME.match(line)))
    return next(names, "")


def _under(lines: Sequence[str], heading: re.Pattern[str]) -> list[str]:
    """The lines below a heading of the first level, up to the next one."""
    below: list[str] = []
    inside = False
    for line in lines:
        if heading.fullmatch(line):
            inside = not below
        elif any(pattern.fullmatch(line) for pattern in (_HEADING, _DUTIES, _ORGANISATION)):
            inside = False
        elif inside:
            below.append(line)
    return below


def _duties(lines: Sequence[str]) -> Iterator[str]:
    """The duties without the heading above them, and without what was done in the year."""
    for line in lines:
        if _WORK_OF_THE_YEAR.match(line):
            return
        if not _SUBHEADING.fullmatch(line):
            yield line
