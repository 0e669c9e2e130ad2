"""What a published document says of its unit year after year: duties, organisation, names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from generator.extracting.content import Extract
from generator.importing.document_cover import PART, name_on_cover, published_on
from generator.importing.document_habits import decimals_of_percentages
from generator.importing.document_rest import not_taken
from generator.importing.document_sentences import DocumentSentences, sentences_of
from generator.importing.document_terms import terms_of
from generator.importing.document_units import NamedUnit, nature_of, units_counted, units_of
from generator.importing.grid import WorkbookSheet

_DIGITS = "一二三四五六七八九十"
_STYLES = (
    re.compile(rf"([{_DIGITS}]{{1,3}})、\s*"),
    re.compile(r"(\d{1,2})[、.．]\s*"),
    re.compile(rf"（([{_DIGITS}]{{1,3}})）\s*"),
    re.compile("()"),
)
"""How headings are numbered, the usual way first; the last ones have no number."""
_LONGEST, _LONGEST_BARE = 26, 12
_SENTENCE = re.compile(r"[。；：，:,;]")
_VERB = re.compile(
    "负责|承担|贯彻|拟[订定]|组织|指导|监督|推[进动]|参与|协[调助]|统筹|制[订定]|起草|研究|完成|承办"
    "|开展|落实|执行|履行|加强|建立|健全|审核|配合|依法|会同|指[挥]|做好|提出|协同|受理|管理|规范"
)
_WANTED: Mapping[str, re.Pattern[str]] = {
    "主要职责": re.compile("职责|职能"),
    "机构设置": re.compile("机构(?!职)|(?:部门|单位)(?:构成|组成)|编制范围|决算单位|构成情况"),
}
"""The headings under which a text stands."""
_SUBHEADING = re.compile(r"（一）(?:主要|部门|单位|基本)?(?:职责|职能)。?")
_WORK_OF_THE_YEAR = re.compile(r"（二）.{0,8}(?:重点|主要)?工作(?:完成)?情况")
_SHORT_NAME = re.compile(r"以下(?:统一)?简称[：:]?\s*[“\"『「]([^”\"』」]{2,14})[”\"』」]")
_FULL_NAME = re.compile(r"([^\s，。；：（）]{4,40})（以下(?:统一)?简称")
_SCOPE = re.compile(r"第一部分\s*(部门|单位)概况")
_GAP = re.compile(r"(?<=[\u3001-\u9fff\uff00-\uffef”]) +(?=[\u3001-\u9fff\uff00-\uffef“])")
"""A blank between two Chinese signs, as a PDF has it where the printer moved them apart."""
_MOST = 12_000
_TAKEN = ("主要职责", "机构设置", "名称", "简称", "口径", "性质", "下属单位", "公开日期")


class DocumentTexts(Struct, frozen=True):
    """Texts under the names that they have in a data file; "" where the document has none.

    主要职责 and 机构设置 are lines, 口径 is 部门 or 单位, 下属单位 those of a 部门. ``notes`` say what was not found in the
    part about the unit, and what was too long; ``sentences``: what stands in no table.
    ``decimals`` are those of its percentages, 0 where it is not clear; ``lines`` is all that it
    says, ``terms`` its 名词解释.
    """

    主要职责: str = ""
    机构设置: str = ""
    名称: str = ""
    简称: str = ""
    口径: str = ""
    notes: tuple[str, ...] = ()
    sentences: DocumentSentences = DocumentSentences()
    下属单位: tuple[NamedUnit, ...] = ()
    decimals: int = 0
    lines: tuple[str, ...] = ()
    terms: Mapping[str, str] = {}
    性质: str = ""
    公开日期: str = ""

    def taken(self) -> list[str]:
        """The names of the texts that the document has."""
        return [name for name in _TAKEN if getattr(self, name)]

    def __bool__(self) -> bool:
        return bool(self.lines)


def lines_of(extract: Extract) -> list[str]:
    """The paragraphs of a document that say something."""
    lines = (_GAP.sub("", paragraph.full.strip()) for paragraph in extract.paragraphs)
    return [line for line in lines if line]


def texts_of(lines: Sequence[str], sheets: Sequence[WorkbookSheet] = ()) -> DocumentTexts:
    """The texts of a document, whose tables are ``sheets``; none where it has no part about the
    unit."""
    first = list(_first_part(lines))
    short_names = {name for line in first for name in _SHORT_NAME.findall(line)}
    scopes = {match[1] for line in lines if (match := _SCOPE.match(line))}
    notes: list[str] = []
    duties = list(_duties(_under(first, _WANTED["主要职责"])))
    organisation = _under(first, _WANTED["机构设置"])
    if first:
        notes += _not_found({"主要职责": duties, "机构设置": organisation})
    scope = scopes.pop() if len(scopes) == 1 else ""
    units: tuple[NamedUnit, ...] = ()
    if scope != "单位":
        units = units_of(organisation, sheets)
        notes += _uncertain_units(organisation, units)
    duty_text = _bounded("主要职责", duties, notes)
    organisation_text = _bounded("机构设置", organisation, notes)
    name = name_on_cover(lines) or _name_in(first)
    short_name = short_names.pop() if len(short_names) == 1 else ""
    sentences = sentences_of(lines, name)
    notes += not_taken(lines, sentences)
    return DocumentTexts(
        duty_text,
        organisation_text,
        name,
        short_name,
        scope,
        tuple(notes),
        sentences,
        units,
        decimals_of_percentages(lines),
        tuple(lines),
        terms_of(lines),
        nature_of(organisation, units, (name, short_name)),
        published_on(lines),
    )


def _not_found(texts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    missing = "、".join(name for name, lines in texts.items() if not lines)
    if missing:
        yield f"文件的第一部分里没有找到 {missing}（没有这样的标题），没有抄；请自己填。"


def _uncertain_units(lines: Sequence[str], units: Sequence[NamedUnit]) -> Iterator[str]:
    count = units_counted(lines)
    if count and not units:
        yield f"机构设置里说有下属单位 {count} 个，没有认出名单；请自己填 下属单位。"


def _bounded(name: str, lines: Sequence[str], notes: list[str]) -> str:
    """Lines as one text, as many as a data file may have; a note says where it ends."""
    length, count = 0, 0
    for line in lines:
        length += len(line) + 1
        if length > _MOST:
            notes.append(
                f"{name} 太长，只抄了前 {count} 段（共 {len(lines)} 段）；其余请自己补上。"
            )
            break
        count += 1
    return "\n".join(lines[:count])


def _first_part(lines: Sequence[str]) -> Iterator[str]:
    """The lines of the first part, behind its title; the contents name it, too, without a text."""
    starts = [at for at, line in enumerate(lines) if line.startswith("第一部分")]
    for at in reversed(starts):
        part = []
        for line in lines[at + 1 :]:
            if PART.match(line):
                break
            part.append(line)
        if any(not any(_heading(line, style) for style in _STYLES[:2]) for line in part):
            yield from part
            return


def _name_in(lines: Sequence[str]) -> str:
    """The unit that a sentence calls by its full and its short name, where it begins with it."""
    names = (match[1] for line in lines if (match := _FULL_NAME.match(line)))
    return next(names, "")


def _heading(line: str, style: re.Pattern[str]) -> re.Match[str] | None:
    """The number of a short line that may be a heading: it is no sentence."""
    number = style.match(line)
    if number is None:
        return None
    words = line[number.end() :].removesuffix("。")
    longest = (_LONGEST_BARE, _LONGEST)[bool(number[1])]
    if 2 <= len(words) <= longest and not _SENTENCE.search(words) and "\n" not in words:
        return number
    return None


def _is_about(line: str, style: re.Pattern[str], wanted: re.Pattern[str]) -> bool:
    """Whether a line is the heading of a wanted text, and no duty to do with it."""
    number = _heading(line, style)
    if number is None:
        return False
    words = line[number.end() :]
    is_bare_list = not number[1] and line[0] in "（(0123456789"
    return bool(wanted.search(words)) and not _VERB.match(words) and not is_bare_list


def _under(lines: Sequence[str], wanted: re.Pattern[str]) -> list[str]:
    """The lines below the heading of a text, up to the next heading that is numbered alike."""
    for style in _STYLES:
        below = _under_style(lines, wanted, style)
        if below:
            return below
    return []


def _under_style(
    lines: Sequence[str], wanted: re.Pattern[str], style: re.Pattern[str]
) -> list[str]:
    below: list[str] = []
    inside = False
    duties = 0
    """So many items of a list that is numbered like the headings have been read."""
    for line in lines:
        is_heading = any(_is_about(line, style, pattern) for pattern in _WANTED.values())
        if _is_about(line, style, wanted):
            inside = not below
            continue
        number = style.match(line)
        if not inside:
            continue
        if not is_heading and number and number[1] and _value(number[1]) == duties + 1:
            duties += 1
        elif is_heading or (number and number[1] and _heading(line, style)):
            inside = False
            continue
        below.append(line)
    return below


def _value(number: str) -> int:
    """一 → 1, 十二 → 12, 7 → 7."""
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    value = f"0{_DIGITS}".find(ones or "0")
    if ten:
        value += 10 * f"0{_DIGITS}".find(tens or "一")
    return value


def _duties(lines: Sequence[str]) -> Iterator[str]:
    """The duties without the heading above them, and without what was done in the year."""
    for line in lines:
        if _WORK_OF_THE_YEAR.match(line):
            return
        if not _SUBHEADING.fullmatch(line):
            yield line
