"""The cover of a published document, and its parts: whose it is, of which year, since when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from generator.extracting.content import Extract
from generator.importing.recognise import in_digits
from generator.importing.titles import ends_like_a_unit

PART = re.compile(r"第[一二三四五六]部分")
_COVER = 12
"""So many lines may stand on a cover."""
_ENDS = re.compile(rf"{PART.pattern}|目\s*录")
_BEFORE_NAME = re.compile(r"附\s*件\s*\d*\s*[：:]?\s*|关于\s*")
_NAME = re.compile(
    r"(?:20\d\d\s*年(?:度)?)?\s*(\S{4,40}?)\s*(?:20\d\d\s*年(?:度)?)?\s*"
    r"(?:(?:部门|单位)?决算(?:信息)?(?:公开)?(?:情况)?(?:的?说明|报告|报表)?)"
)
_BARE_TITLE = re.compile(r"(?:20\d\d\s*年(?:度)?)?\s*(?:部门|单位)?决算(?:公开)?")
_PLACE = re.compile("[一-龥]{1,12}[省市县区州旗盟镇乡]")
_YEAR = re.compile(r"(20[0-4]\d)\s*年")
_YEAR_ALONE = re.compile(r"20[0-4]\d\s*年度?")
_YEAR_BEFORE = re.compile(r"20\d\d\s*年(?:度)?\s*")
_PUBLISHED = re.compile(r"公开(?:时间|日期)[：:](20\d\d)年(\d{1,2})月(\d{1,2})日")
_TITLE = re.compile(r"(?=.{6,60}$).*决算")
_NO_NAME = re.compile(r"[。，；：\d]|^(?:附件|附表|目录|公开|关于|编制)")


def name_on_cover(lines: Sequence[str]) -> str:
    """The unit that the title before the first part names; "" where there is no such title."""
    cover = [_BEFORE_NAME.sub("", line, count=1) for line in _cover_of(lines)]
    for index, line in enumerate(cover):
        title = _NAME.fullmatch(line)
        if _BARE_TITLE.fullmatch(line):
            above = _YEAR_BEFORE.sub("", _name_above(cover[:index]), count=1)
            if above and not _NO_NAME.search(above):
                return above
            below = "".join(cover[index + 1 : index + 2])
            if ends_like_a_unit(below) and not _NO_NAME.search(below):
                return below
        elif title and not _NO_NAME.search(title[1]):
            return title[1]
    return ""


def _name_above(lines: Sequence[str]) -> str:
    """The line above a title, with the one before it where that is the place alone: 某县 / 水利局."""
    if len(lines) > 1 and _PLACE.fullmatch(lines[-2]) and ends_like_a_unit(lines[-1]):
        return f"{lines[-2]}{lines[-1]}"
    return "".join(lines[-1:])


def published_on(lines: Sequence[str]) -> str:
    """The day on which the document was published, as it says before its first part: 2024-09-27;
    "" where it does not."""
    before = takewhile(lambda line: not line.startswith("第一部分"), lines[:_COVER])
    days = (_PUBLISHED.search("".join(line.split())) for line in before)
    return next((f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}" for day in days if day), "")


def year_on_cover(lines: Sequence[str]) -> int:
    """The year of the first title on the cover, or one that stands alone; 0 where none does."""
    for line in _cover_of(lines):
        if _YEAR_ALONE.fullmatch(line) or _is_title(line):
            year = _YEAR.search(line)
            if year:
                return int(year[1])
    return 0


def year_of_titles(extract: Extract) -> int:
    """The year that most titles of a document tell, 0 where none does."""
    lines = (in_digits(paragraph.full.strip()) for paragraph in extract.paragraphs)
    titles = (line for line in lines if _is_title(line))
    years = Counter(int(year) for title in titles for year in _YEAR.findall(title)[:1])
    return next((year for year, _ in years.most_common(1)), 0)


def _cover_of(lines: Sequence[str]) -> list[str]:
    """The first lines, with years in digits, up to the contents or the first part."""
    cover = takewhile(lambda line: not _ENDS.match(line), lines[:_COVER])
    return [in_digits(line) for line in cover]


def _is_title(line: str) -> bool:
    return bool(_TITLE.match(line)) and line[-1] not in "。；，、"


def lines_of_part(lines: Sequence[str], name: str) -> list[str]:
    """The lines of the part whose title has a name, behind it; the contents have the title, too."""
    starts = [at for at, line in enumerate(lines) if PART.match(line) and name in line[:12]]
    if not starts:
        return []
    return list(takewhile(lambda line: not PART.match(line), lines[starts[-1] + 1 :]))
