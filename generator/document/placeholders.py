"""Figures by name in what a clerk types: ``全年支出{本年支出合计}万元``.

One mechanism serves every text. What is printed is settled in the finished markup of a template,
which holds whatever a text went through; what is wrong is looked for in the data file itself, so
that it has a place. There is no way to print a brace: no official text needs one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape

from markupsafe import Markup, escape

from generator.checks.free_text import FreeText
from generator.document.figure_names import PlaceholderError, PlaceholderText
from generator.document.numbers import Registry
from generator.document.tree import Document, texts_of
from generator.document.typed_numbers import fits, unit_ahead
from generator.findings.bounded import quotable
from generator.findings.place import Finding, Level, Place
from generator.findings.rules import Group, declare
from generator.ledger.figure import PERCENT, WAN
from generator.model.accounts import Accounts
from generator.model.base import Part
from generator.reading.nodes import MappingNode, Node, Scalar, leaves

_NEW = "0.2"
FIGURE = declare(
    "文字里的数",
    Group.FORM,
    Level.ERROR,
    "文字里 {…} 的名称是有的数",
    "各处文字都可以写 {本年支出合计} 这样的名称，由程序填数；写错的名称算不出数。",
    "数据文件的写法",
    since=_NEW,
)
BRACES = declare(
    "文字里的花括号",
    Group.FORM,
    Level.ERROR,
    "花括号成对、用半角，只用来写数的名称",
    "不成对的、全角的、名称里的花括号会照样印出来。",
    "数据文件的写法",
    since=_NEW,
)
UNIT = declare(
    "文字里的单位",
    Group.FORM,
    Level.ERROR,
    "{…} 后面的单位与数相符",
    "金额后面漏了万元、把辆数写成万元，数就错了。",
    "公开件常见错误：缺单位",
    since=_NEW,
)

Lookup = Callable[[str], PlaceholderText | PlaceholderError]
NAMED = re.compile(r"\{([^{}\n]*)\}")
BRACE = re.compile(r"[{}｛｝]")
_OWNER = "\ue000"
"""Between a name and the file whose figure it means, in texts that a 部门 takes over from a unit.
"""
_IN_MARKUP = re.compile(r"<[^>]*>|\{[^{}<>\n]*\}")
_TAGS = re.compile(r"<[^>]*>")
# What is never printed, or has rules of its own.
_APART = frozenset(
    (
        *("版式", "年度", "金额单位", "设置", "汇总", "内部往来", "上年"),
        *("报表数", "改写", "核对说明", "文件", "口径", "性质", "公开日期", "批复日期"),
    )
)
# Names stand in tables, charts, headings and file names, where no figure can.
_NAMES = frozenset(("名称", "简称", "项目名称", "项目编码", "内设机构", "项目"))
_LISTED = re.compile(
    r"(?:\s*(?:[、，/~～—－\-和与及至]|以及)+\s*(?:\{[^{}\n]*\}|\d[\d,.]*))+\s*[（(]?(?:万元|[%％])"
)
_UNIT_BEFORE = re.compile(r"单位[为是:：]?\s*万元|以万元|[（(]万元[）)][^，,]*$")
_NEAR = 60
_BRACKETED = re.compile(r"\s*[（(]\s*万元\s*[）)]")


class Texts:
    """What the texts of one document print.

    ``units`` are the units of a 部门, by file: their texts speak of their own figures.
    """

    def __init__(
        self, resolve: Lookup, registry: Registry, units: Mapping[str, Callable[[], Lookup]]
    ) -> None:
        self._say = resolve
        self._registry = registry
        self._units = units
        self._lookups: dict[str, Lookup] = {}

    def printed(self, markup: str) -> str:
        """Rendered markup with each ``{name}`` in it replaced by its figure, or by a 〔待填〕."""
        if "{" not in markup:
            return markup
        return _IN_MARKUP.sub(self._settled, markup)

    def _settled(self, match: re.Match[str]) -> str:
        text = match[0]
        if text.startswith("{"):
            return self._figure(text)
        if "{" not in text:
            return text
        # A title stands in attributes, too (the entry in the table of contents), as plain text.
        return NAMED.sub(lambda name: str(escape(text_of_markup(self._figure(name[0])))), text)

    def _figure(self, text: str) -> str:
        name, _, owner = unescape(text[1:-1]).strip().partition(_OWNER)
        resolved = self._lookup(owner)(name.strip())
        if isinstance(resolved, PlaceholderText):
            return str(resolved.text)
        missing_text = f"〔待填：{quotable(name.strip()) or '数的名称'}〕"
        self._registry.missing_texts.add(missing_text)
        return str(Markup("<mark>{}</mark>").format(missing_text))

    def _lookup(self, owner: str) -> Lookup:
        if owner not in self._units:
            return self._say
        if owner not in self._lookups:
            self._lookups[owner] = self._units[owner]()
        return self._lookups[owner]


def owned_by_file(accounts: Accounts) -> Accounts:
    """A unit's accounts whose texts say, with each name, whose figure is meant."""
    owned = _owned(accounts)
    assert isinstance(owned, Accounts)
    return owned


def _owned(value: object) -> object:
    """A value of the accounts whose texts say whose figure is meant; itself where nothing does."""
    if isinstance(value, Scalar):
        if "{" not in value or _OWNER in value:
            return value
        file = value.place.file
        text = NAMED.sub(lambda name: f"{{{name[1]}{_OWNER}{file}}}", value)
        return Scalar.at(text, value.place, plain=value.plain)
    if isinstance(value, Part):
        parts = {name: getattr(value, name) for name in type(value).model_fields}
        changed = {name: new for name, old in parts.items() if (new := _owned(old)) is not old}
        if not changed:
            return value
        return value.model_copy(update=changed)
    if isinstance(value, dict):
        items = {key: _owned(inner) for key, inner in value.items()}
        if all(items[key] is value[key] for key in value):
            return value
        return items
    if isinstance(value, tuple):
        inner = tuple(_owned(item) for item in value)
        if all(new is old for new, old in zip(inner, value, strict=True)):
            return value
        return inner
    return value


def findings_of_file(root: Node, lines: tuple[str, ...], resolve: Lookup) -> Iterator[Finding]:
    """What is wrong with names and braces in the texts of a data file."""
    for path, text in leaves(root):
        bracketed = _OTHER_BRACKETS.search(text) and path and path[-1] not in _NAMES
        if not (BRACE.search(text) or bracketed) or _APART.intersection(path):
            continue
        key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
        if key in _NAMES:
            yield from _of_name(key, text)
        else:
            yield from findings_of_text(key, text, FreeText(path, text, lines).at, resolve)
    for key in _keys(root):
        if BRACE.search(key):
            yield from _of_name(key, key)


def _keys(node: Node) -> Iterator[Scalar]:
    if isinstance(node, MappingNode):
        for key, value in node.items():
            if key not in _APART:
                yield key
                yield from _keys(value)
    elif isinstance(node, list):
        for value in node:
            yield from _keys(value)


def left_over(document: Document, root: Node) -> Iterator[Finding]:
    """Braces that are printed all the same.

    A form put the text where no figure can stand: in the title of a table or a chart.
    """
    if not any(BRACE.search(text) for path, text in leaves(root) if not _APART.intersection(path)):
        return
    for text in texts_of(document):
        if BRACE.search(text):
            fix = "这里直接写文字，不写 {…}"
            yield BRACES.at(root.place, f"花括号会照样印出来：{text[:40]}", fix, found=text)
            return


def _of_name(key: str, text: Scalar) -> Iterator[Finding]:
    message = f"名称里有花括号：{text}" if key == text else f"“{key}”里有花括号：{text}"
    fix = "名称里不能写 {…}；删去花括号，直接写名称"
    yield BRACES.at(text.place, message, fix, found=str(text))


def findings_of_text(
    key: str, text: str, at: Callable[[int], Place], resolve: Lookup
) -> Iterator[Finding]:
    """What is wrong with names and braces in one text. ``at`` gives the place of a character.

    ``key`` is what the text is typed under; "" where the place says that already.
    """
    where = ""
    if key:
        where = f"“{key}”里的"
    for match in NAMED.finditer(text):
        name = match[1].strip()
        resolved = resolve(name)
        rule, error = FIGURE, resolved if isinstance(resolved, PlaceholderError) else None
        if isinstance(resolved, PlaceholderText):
            rule, error = (
                UNIT,
                unit_mismatch(name, resolved, text[: match.start()], text[match.end() :]),
            )
        if error:
            message = f"{where} {error.message}".lstrip()
            yield rule.at(at(match.start()), message, error.fix, found=match[0])
    for start, bracketed, fix in other_brackets(text, resolve):
        message = f"{where} {bracketed} 会照样印出来".lstrip()
        yield BRACES.at(at(start), message, fix, found=bracketed)
    stray = BRACE.search(NAMED.sub(lambda match: "\0" * len(match[0]), text))
    if stray:
        yield BRACES.at(at(stray.start()), f"{where}{UNPAIRED}", remedy(text), found=stray[0])


_SHORT = 40
_HALF_WIDTH = str.maketrans("｛｝", "{}")
UNPAIRED = "花括号不成对，或不是半角的一对"


def remedy(text: str) -> str:
    """What to write instead of braces that are no name's."""
    right = _around(text).translate(_HALF_WIDTH)
    right = re.sub(r"\}\s*\}", "}", right)
    right = re.sub(r"\{\s*\{", "{", right)
    if not BRACE.search(NAMED.sub("", right)):
        return f"写成 {right}"
    return "名称前后各一个半角花括号，如 {本年支出合计}；不是名称的花括号删去，要用括号写（）"


def _around(text: str) -> str:
    """The line of a text on which braces are wrong; a long one from a little before them."""
    line = next(line for line in text.split("\n") if BRACE.search(NAMED.sub("", line)))
    wrong = [match.span() for match in re.finditer(r"(?<![{｛])[{｛]+[^{}｛｝]*[}｝]+", line)]
    if len(line) <= _SHORT or not wrong:
        return line
    pieces = [line[start:end] for start, end in wrong]
    return next((piece for piece in pieces if not NAMED.fullmatch(piece)), pieces[0])


def unit_mismatch(
    name: str, resolved: PlaceholderText, before: str, after: str
) -> PlaceholderError | None:
    """What is wrong with the unit behind a figure.

    An amount needs one, or stands in a list that ends with one. ``before`` and ``after`` are the
    text on both sides of ``{name}``.
    """
    if resolved.unit is None or after.startswith("}"):
        return None  # a missing value, or braces within braces: there are findings for these
    against = _against(name, resolved, before)
    if against is not None:
        return against
    ahead = unit_ahead(after)
    if not ahead:
        return _without_unit(name, resolved, before, after)
    doubled = re.match(rf"\s*{re.escape(ahead)}\s*{re.escape(ahead)}(?!以)", after)
    if doubled and fits(resolved.unit, ahead) and not resolved.whole:
        message = f"{{{name}}} 后面的单位写了两次：“{doubled[0].strip()}”"
        return PlaceholderError(message, f"写 {{{name}}}{ahead}", _NEW)
    if resolved.whole:
        message = f"{{{name}}} 印出来已经带单位，后面又写了“{ahead}”"
        return PlaceholderError(message, f"只写 {{{name}}}，删去后面的“{ahead}”")
    if fits(resolved.unit or "个", ahead):
        return None
    if resolved.unit == "":
        message = f"{{{name}}} 不是一个数，后面写了“{ahead}”"
        return PlaceholderError(message, f"删去“{ahead}”，或换成一个数的名称")
    message = f"{{{name}}} 的单位是“{resolved.unit}”，后面写的是“{ahead}”"
    return PlaceholderError(message, f"写 {{{name}}}{resolved.unit}")


def _without_unit(
    name: str, resolved: PlaceholderText, before: str, after: str
) -> PlaceholderError | None:
    """What is wrong where no unit stands behind a figure."""
    if resolved.whole or resolved.unit not in (WAN, PERCENT):
        return None
    clause = re.split(r"[。；\n]", before[-_NEAR:])[-1]
    if _LISTED.match(after) or _BRACKETED.match(after) or _UNIT_BEFORE.search(clause):
        return None
    return PlaceholderError(
        f"{{{name}}} 后面没有单位，印出来只有数", f"写 {{{name}}}{resolved.unit}"
    )


_WAYS = {
    **dict.fromkeys(("增加", "增长", "上升", "提高", "增加了", "增长了"), "增加"),
    **dict.fromkeys(("减少", "下降", "降低", "减少了", "下降了"), "减少"),
}


def _against(name: str, resolved: PlaceholderText, before: str) -> PlaceholderError | None:
    """A typed direction before a change that has the other one, or none."""
    word = next((word for word in _WAYS if before.rstrip().endswith(word)), "")
    if not word or resolved.change in ("", "持平", _WAYS[word]):
        return None
    base = re.split(r"[.\s]*(?:比上年)?增减", name)[0].strip()
    message = f"{{{name}}} 前面写了“{word}”，按数算是{resolved.change}"
    return PlaceholderError(
        message, f"改成 {resolved.change}，或用 {{{base}.增减}}，由程序写增减", _NEW
    )


_OTHER_BRACKETS = re.compile(
    r"[\[【（(〔<《]\s*([^\[\]【】（）()〔〕<>《》{}\n]{2,30})\s*[\]】）)〕>》]"
)


def other_brackets(text: str, resolve: Lookup) -> Iterator[tuple[int, str, str]]:
    """Names of figures in brackets of another kind with their unit behind: where, what, fix."""
    for match in _OTHER_BRACKETS.finditer(text):
        ahead = unit_ahead(text[match.end() :])
        resolved = None
        if ahead:
            resolved = resolve(match[1].strip())
        if isinstance(resolved, PlaceholderText) and resolved.unit and fits(resolved.unit, ahead):
            yield match.start(), match[0], f"写 {{{match[1].strip()}}}{ahead}"


def text_of_markup(text: str) -> str:
    """Markup as plain text on one line."""
    return " ".join(unescape(_TAGS.sub("", text)).split())
