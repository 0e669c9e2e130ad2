"""The Word files that a data file attaches: their text, and what a clerk is told of them."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.extracting.content import Extract, Omission, PlainText, plain_text
from generator.extracting.limits import MAX_ALL, MAX_ALL_PARAGRAPHS, UnreadableError, too_large
from generator.extracting.quoting import masked
from generator.extracting.word import read_word
from generator.extracting.word_text import COMMENT, CONTENTS
from generator.findings.place import Finding, Level, Place
from generator.findings.rules import Group, declare
from generator.reading.named_files import SINCE, named_file, refusal
from generator.reading.nodes import Scalar

FILE = declare(
    "附件文件",
    Group.READING,
    Level.ERROR,
    "附件的 Word 文件要能读",
    "附件读不出来，第四部分就缺一块。",
    "四川部门决算公开的格式：附件",
)
TABLES = declare(
    "附件里的表",
    Group.READING,
    Level.WARNING,
    "附件的 Word 文件只有文字",
    "表不会自动搬过来，要另行处理。",
    "四川部门决算公开的格式：附件",
)
LEFT_OUT = declare(
    "附件缺内容",
    Group.READING,
    Level.WARNING,
    "附件的 Word 文件里没有图片、公式等取不了的内容",
    "图片、图表、公式、隐藏文字不会印出来，读者看到的附件就不完整。",
    "《政府信息公开条例》第六条",
    since="0.2",
)
REVISED = declare(
    "附件修订",
    Group.READING,
    Level.WARNING,
    "附件的 Word 文件里没有留着的修订和批注",
    "修订没有定下来，就不知道要公开的是哪一稿。",
    "《政府信息公开条例》第六条",
    since="0.2",
)

_SHOWN = 3
"""Of many pictures the places of the first are told."""
_WORDS = 10


class Attached(Struct, frozen=True):
    """The text of an attached file: the file's name, the place that names it, which of the
    attachments it is (from 0), and the text, which knows where each line stands in the file."""

    name: str
    place: Place
    index: int
    plain: PlainText


class Named(Struct, frozen=True):
    """An attachment that is a file: its name as written, the place that names it, its index."""

    name: Scalar
    place: Place
    index: int


def read_attachments(owner: Path, named: Sequence[Named]) -> tuple[list[Attached], list[Finding]]:
    """The texts of the Word files that the data file ``owner`` attaches, and what is to be told."""
    texts: list[Attached] = []
    findings: list[Finding] = []
    extracts: dict[str, Extract] = {}
    characters = paragraphs = 0
    for one in named:
        path = named_file(owner, str(one.name))
        if path is None:
            message, fix = refusal(owner, str(one.name))
            findings.append(FILE.at(one.place, message, fix, since=SINCE))
            continue
        try:
            extract = _read(path, extracts)
            plain = plain_text(extract.paragraphs)
            characters += len(plain.text)
            paragraphs += len(plain.starts)
            if characters > MAX_ALL or paragraphs > MAX_ALL_PARAGRAPHS:
                most = f"{MAX_ALL // 10_000} 万字或 {MAX_ALL_PARAGRAPHS // 10_000} 万段"
                raise too_large(f"太大：各件附件合计超过 {most}")
            if not plain.text.strip():
                findings.append(FILE.at(one.place, *_without_text(path.name, extract), since=SINCE))
                continue
        except FileNotFoundError:
            advice = "把文件放在数据文件旁边，或改用“正文: |”直接写文字"
            findings.append(FILE.at(one.place, f"没有这个文件：{path.name}", advice))
            continue
        except UnreadableError as error:
            findings.append(
                FILE.at(one.place, f"{path.name} {error.message}", error.fix, since=error.since)
            )
            continue
        texts.append(Attached(path.name, one.place, one.index, plain))
        findings += _told(extract, path.name, one.place)
    return texts, findings


def _read(path: Path, extracts: dict[str, Extract]) -> Extract:
    """What a file says; one that is attached twice is read once."""
    try:
        there = os.path.lexists(path)
        key = os.path.realpath(path)
    except ValueError as error:  # no disk can have such a name
        raise FileNotFoundError from error
    if not there:
        raise FileNotFoundError
    if key not in extracts:
        extracts[key] = read_word(path)
    return extracts[key]


def _without_text(name: str, extract: Extract) -> tuple[str, str]:
    if extract.tables:
        return f"{name} 里只有表，没有可以取的文字", "把表的内容写成文字，或换一个文件"
    return f"{name} 里没有可以取的文字", "扫描件、图片取不了，要有文字；或改用“正文: |”直接写"


def _told(extract: Extract, name: str, place: Place) -> Iterator[Finding]:
    """What was left out of a file, and what its author has not settled."""
    if extract.tables:
        count = len(extract.tables)
        message = f"{name} 里有 {count} 张表，只取文字，表没有取"
        yield TABLES.at(place, message, "把表的内容写成文字，或另附")
    kinds: dict[str, list[Omission]] = defaultdict(list)
    for omission in extract.omissions:
        kinds[omission.kind].append(omission)
    comments = kinds.pop(COMMENT, [])
    contents = kinds.pop(CONTENTS, [])
    if kinds:
        parts = [_places(kind, omissions) for kind, omissions in kinds.items()]
        message = f"{name} 里有取不了的内容：{'；'.join(parts)}"
        yield LEFT_OUT.at(place, message, "要公开的写成文字，或另附；不要的在 Word 里删去")
    if contents:
        finding = LEFT_OUT.at(place, f"{name} 自己的目录没有取", "附件印出来页码会变，不用再列目录")
        yield replace(finding, level=Level.HINT)
    if extract.revisions or comments:
        counts = []
        if extract.revisions:
            counts.append(f"{extract.revisions} 处修订没有定下来，已按全部接受来取")
        if comments:
            counts.append(f"{len(comments)} 条批注没有取")
        fix = "用 Word 打开，在“审阅”里接受或拒绝全部修订、删去批注，再保存"
        yield REVISED.at(place, f"{name} 里有 {'；'.join(counts)}", fix)


def _places(kind: str, omissions: Sequence[Omission]) -> str:
    """How many of a kind, and after which words: 图片 2 处（第 5 段“见下图”之后）."""
    places = [_after(omission) for omission in omissions[:_SHOWN]]
    more = "等" if len(omissions) > _SHOWN else ""
    return f"{kind} {len(omissions)} 处（{'，'.join(places)}{more}）"


def _after(omission: Omission) -> str:
    words = masked(omission.before)[-_WORDS:]
    return f"{omission.spot}“{words}”之后" if words else str(omission.spot)
