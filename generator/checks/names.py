"""Signs that no name and no text of an official document has: emoji, signs of a private font,
digits and letters mistyped within a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import pairwise

from generator.checks.free_text import FreeText, free_texts
from generator.checks.rule import Problem, RuleContext, check
from generator.findings.place import Level, Place
from generator.findings.rules import Group
from generator.model.subjects import catalogue
from generator.reading.amounts import narrow
from generator.reading.nodes import MappingNode, Node, Scalar, SequenceNode

# Pictures beyond the first plane, and what changes their look; no Chinese character is among them.
_EMOJI = "\U0001f000-\U0001faff\ufe0e\ufe0f"
# Signs of a font's own: a bullet copied from Word, a character of an old font. On other machines a
# box stands there.
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010fffd"
STRANGE = re.compile(f"[{_EMOJI}{_PRIVATE}]+")
# Small pictures that a text may use, but no name.
_PICTURE = re.compile(f"[{_EMOJI}{_PRIVATE}\u2600-\u2604\u2607-\u27bf\u2b00-\u2bff]+")
_NOT_PRINTED = frozenset(("核对说明", "设置"))


@check(
    "名称里的符号",
    Group.TEXT,
    Level.ERROR,
    "名称和文字里没有表情和字体自造的符号",
    "这样的符号在别的电脑上是空框，公文里也不用；多半是输入法带出来或从别处粘贴来的。",
    "《党政机关公文格式》",
    since="0.2",
)
def strange_signs(context: RuleContext) -> Iterator[Problem]:
    """Emoji and private-use characters, in names that are keys and in all that is typed."""
    for key in printed_keys(context.root):
        if _known_code(context, key):
            continue  # the books tell the right name of a code
        for match in _PICTURE.finditer(key):
            yield _sign(place_within(key, match.start()), match[0], "名称")
    for text in free_texts(context):
        pattern, kind = (_PICTURE, "名称") if _is_name(text) else (STRANGE, "文字")
        for match in pattern.finditer(text.text):
            yield _sign(text.at(match.start()), match[0], kind)
    yield from _spaces(context)


_SPACE = re.compile(r"(?<=[\u4e00-\u9fff])[ \t\u3000\u00a0]+(?=[\u4e00-\u9fff])")
"""A blank between two Chinese characters: official names have none."""
# 内设机构 may be several names on one line, which blanks keep apart.
_PROPER = ("名称", "简称", "项目名称", "事由", "项目")


def without_blanks(name: str) -> str:
    """A name without the blanks between its Chinese characters; the same where it has none."""
    return _SPACE.sub("", name)


def _spaces(context: RuleContext) -> Iterator[Problem]:
    """Names of units, projects and matters with a blank inside."""
    projects = {fact.项目 for fact in context.statement.books.facts if fact.项目}
    keys = (key for key in printed_keys(context.root) if key.strip() in projects)
    names = [(key, partial(place_within, key)) for key in keys]
    names += [(text.text, partial(text.at)) for text in free_texts(context) if text.key in _PROPER]
    for name, place in names:
        match = _SPACE.search(name)
        if match:
            typed, right = name.strip(), without_blanks(name.strip())
            message = f"名称“{typed}”里有空格"
            yield Problem(
                place(match.start()), message, f"改成：{right}", right, typed, level=Level.WARNING
            )


def _sign(place: Place, signs: str, where: str) -> Problem:
    sign = signs[0]
    kind = "字体自造的符号" if re.match(f"[{_PRIVATE}]", sign) else "表情符号"
    code = f"U+{ord(sign):04X}"
    return Problem(place, f"{where}里有{kind} {code}", "删去它，或换成通用的字", found=code)


# One or two digits, or a letter or two, between two Chinese characters.
_MISTYPED = re.compile(r"(?<=[\u4e00-\u9fff])(?:\d{1,2}|[a-z]{1,2}|[A-Z])(?=[\u4e00-\u9fff])")
# What counts, or bears a number: 2号楼, 3期, 第2中学, 综合2科, B座, A类.
_BEFORE = frozenset("第前后上下初高东西南北")
_AFTER = frozenset(
    "号期年月日周天时个项处级层楼栋幢座路街巷线届次批类组队所室科股区段标"
    "吨米里亩万千百十亿元名人户村社校院中小幼园站厂库馆局部厅委办"
    "车船井泵炉型轮版卷条款点面分比维"
)


@check(
    "名称里的字",
    Group.TEXT,
    Level.WARNING,
    "名称里没有误打的数字和字母",
    "“办2公室”这样的名称印出来是错的，也和别处的对不上。",
    "公开件常见错误：错字、漏字",
    since="0.2",
)
def mistyped_signs(context: RuleContext) -> Iterator[Problem]:
    """A digit or a letter within a word that official names know."""
    names = [(key, partial(place_within, key)) for key in _named_by_clerk(context)]
    names += [(text.text, partial(text.at)) for text in free_texts(context) if _is_name(text)]
    words = _pairs(context.statement.accounts.年度)
    for name, place in names:
        narrowed = narrow(name)
        if len(narrowed) != len(name):
            narrowed = str(name)
        for match in _MISTYPED.finditer(narrowed):
            before, after = narrowed[match.start() - 1], narrowed[match.end()]
            numbered = after in _AFTER and not match[0].islower()
            if before in _BEFORE or numbered or before + after not in words:
                continue
            right = name[: match.start()] + name[match.end() :]
            message = f"名称“{name}”里的“{match[0]}”像是误打的"
            yield Problem(
                place(match.start()), message, f"若是误打，改成：{right.strip()}", found=match[0]
            )


@lru_cache(maxsize=4)
def _pairs(year: int) -> frozenset[str]:
    """All pairs of characters that stand beside each other in the names of 科目."""
    subjects = catalogue(year)
    items = (*subjects.functional_subjects.values(), *subjects.economic_subjects.values())
    names = [*(item.name for item in items), "办公室"]
    return frozenset(first + second for name in names for first, second in pairwise(name))


def _is_name(text: FreeText) -> bool:
    return text.key in ("名称", "简称", "项目名称", "内设机构")


def printed_keys(node: Node) -> Iterator[Scalar]:
    """All keys of a file that are printed."""
    if isinstance(node, MappingNode):
        for key, value in node.items():
            if key not in _NOT_PRINTED:
                yield key
                yield from printed_keys(value)
    elif isinstance(node, SequenceNode):
        for value in node:
            yield from printed_keys(value)


def _named_by_clerk(context: RuleContext) -> Iterator[Scalar]:
    """Keys under which money stands, and that the catalogue of 科目 does not know: of those it does
    the books tell."""
    for part in ("收入", "支出", "年初结转和结余", "年末结转和结余"):
        for key in printed_keys(context.node(part) or MappingNode()):
            if not _known_code(context, key):
                yield key


def _known_code(context: RuleContext, key: str) -> bool:
    codes = context.statement.books.catalogue
    code = re.match(r"\d{3,9}", key)
    subject_of_code = code and (codes.functional(code[0]) or codes.economic(code[0]))
    return bool(subject_of_code and subject_of_code.confirmed)


def place_within(key: Scalar, at: int) -> Place:
    """The place of a character of a key."""
    column = key.place.column + at
    if not key.plain:
        column += 1  # the quote
    return Place(key.place.file, key.place.line, column)
