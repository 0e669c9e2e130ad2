"""The small HTML vocabulary that templates may use; anything else is an error.

It says of every element where it may stand, which attributes it has and what these may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping

from lxml import etree
from msgspec import Struct

from generator.findings.bounded import beginning
from generator.templating.markup import PLACE, PLACES, TAIL, TEXT, Element

KINDS = ("封面", "目录", "正文", "附表")
MOST_COLUMNS = 200
MOST_ROWS = 5000

Wrong = str | None
"""What is wrong with a value; None when nothing is."""


class VocabularyError(Exception):
    """A template uses an element that the vocabulary does not know.

    The text names it and, where the page was rendered with marks, the line of the template.
    """


class References(Struct, frozen=True):
    """What markup can refer to: roles, tables and charts of the form.

    ``printed`` and ``is_missing_text`` tell whether the program printed a number or a missing
    value.
    """

    roles: Collection[str] = ()
    tables: Collection[str] = ()
    charts: Collection[str] = ()
    printed: Callable[[str, str], bool] = lambda _key, _text: False
    is_missing_text: Callable[[str], bool] = lambda _text: False


Allowed = Callable[[str, References], Wrong]


def _any(_value: str, _references: References) -> Wrong:
    return None


def _one_of(*options: str) -> Allowed:
    def wrong(value: str, _references: References) -> Wrong:
        if value in options:
            return None
        return f"不能是“{value}”；可用：{'、'.join(options)}"

    return wrong


def _whole(most: int) -> Allowed:
    def wrong(value: str, _references: References) -> Wrong:
        if _is_whole(value, most):
            return None
        return f"要写 1 到 {most} 之间的整数，写的是“{value}”"

    return wrong


def _widths(value: str, _references: References) -> Wrong:
    parts = value.split()
    right = 0 < len(parts) <= MOST_COLUMNS and all(_is_whole(part, 10_000) for part in parts)
    if right:
        return None
    return f"要写正整数，用空格隔开，写的是“{value}”"


def _is_whole(value: str, most: int) -> bool:
    return bool(re.fullmatch("[0-9]{1,5}", value)) and 1 <= int(value) <= most


def _mark(value: str, _references: References) -> Wrong:
    if re.search("[1一]", value):
        return None
    return "里要有 1 或 一，如 1.、一、（1）、（一）"


def _role(value: str, references: References) -> Wrong:
    if value in references.roles:
        return None
    return f"不能是“{value}”：版面.yaml 没有角色“{value}”；有：{'、'.join(references.roles)}"


def _table(value: str, references: References) -> Wrong:
    if value in references.tables:
        return None
    return f"不能是“{value}”：没有“{value}”这张附表"


def _chart(value: str, references: References) -> Wrong:
    if value in references.charts:
        return None
    return f"不能是“{value}”：图.yaml 里没有“{value}”这幅图；有：{'、'.join(references.charts)}"


_YES_NO = _one_of("是", "否")
_SPANS: Mapping[str, Allowed] = {
    "colspan": _whole(MOST_COLUMNS),
    "rowspan": _whole(MOST_ROWS),
    "align": _one_of("左", "中", "右"),
}
ATTRIBUTES: Mapping[str, Mapping[str, Allowed]] = {
    "section": {"kind": _one_of(*KINDS), "landscape": _YES_NO},
    **{
        f"h{level}": {"number": _YES_NO, "role": _role, "toc": _any, "break": _YES_NO}
        for level in range(1, 5)
    },
    "p": {"role": _role},
    "ol": {"mark": _mark},
    "li": {},
    "figure": {"ref": _chart},
    "table": {"ref": _table, "name": _any, "widths": _widths, "role": _role},
    "thead": {},
    "tbody": {},
    "tr": {},
    "th": {**_SPANS, "scope": _one_of("col", "row"), "strong": _YES_NO},
    "td": {**_SPANS, "strong": _YES_NO},
    "nav": {},
    "pagebreak": {},
    "data": {"value": _any},
    "mark": {},
    "br": {},
}
"""The vocabulary: every element, and the attributes that it may have."""
_NEEDED = {"figure": "ref", "data": "value"}
_INSIDE: Mapping[str, tuple[str, ...]] = {
    "thead": ("table",),
    "tbody": ("table",),
    "tr": ("thead", "tbody"),
    "th": ("tr",),
    "td": ("tr",),
    "li": ("ol",),
}
_CHILDREN: Mapping[str, tuple[str, ...]] = {
    **{
        parent: tuple(name for name, above in _INSIDE.items() if parent in above)
        for parent in ("table", "thead", "tbody", "tr", "ol")
    },
    **dict.fromkeys(("data", "mark", "br", "nav", "pagebreak", "figure"), ()),
}


def where(element: Element, template: str) -> str:
    """The template of an element, and its line where the page was rendered with marks."""
    return f"模板 {element.get(PLACE) or template}"


def vet(section: Element, template: str, references: References) -> None:
    """Raise VocabularyError for an element, a value or a place that the vocabulary does not
    know."""
    for element in section.iter():
        wrong = _wrong(element, references)
        if wrong:
            raise VocabularyError(f"{where(element, template)}：{wrong}")
    # A grid is counted only where every span is a number within bounds.
    for table in section.iter("table"):
        wrong = _grid(table)
        if wrong:
            raise VocabularyError(f"{where(table, template)}：{wrong}")
    for element in section.iter():
        if element.tag != "li" or any(child.tag == "p" for child in element):
            wordless(element, template)


# Where no words can stand, and where they belong.
_WORDLESS: Mapping[str, str] = {
    **dict.fromkeys(("document", "section", "li"), "<p>"),
    **dict.fromkeys(("nav", "figure", "pagebreak"), "它外面的 <p>"),
    **dict.fromkeys(("table", "thead", "tbody", "tr"), "<td>、<th>"),
    "ol": "<li>",
}


def wordless(element: Element, template: str) -> None:
    """Raise VocabularyError for words where only elements can stand: they would not be printed."""
    belong = _WORDLESS.get(element.tag)
    if belong is None:
        return
    texts = [
        (element.get(TEXT) or element.get(PLACE), element.text),
        *((child.get(TAIL) or child.get(PLACE), child.tail) for child in element),
    ]
    for place, text in texts:
        if text and text.strip():
            words = beginning(" ".join(text.split()), 21)
            inside = f"<{element.tag}> 里"
            if element.tag == "document":
                inside = "<section> 外面"
            raise VocabularyError(
                f"模板 {place or template}：“{words}”直接写在 {inside}，不会印出；"
                f"要写在 {belong} 里"
            )


def _wrong(element: Element, references: References) -> Wrong:
    tag = element.tag
    if isinstance(element, etree._ProcessingInstruction):
        tag = "?" + str(element.target) + "?"
    if tag not in ATTRIBUTES:
        return f"不能用 <{tag}>；可用：{'、'.join(ATTRIBUTES)}"
    allowed = ATTRIBUTES[tag]
    for name, value in element.attrib.items():
        attribute = str(name)
        if attribute in PLACES:
            continue
        if attribute not in allowed:
            return f"<{tag}> 没有“{attribute}”；可用：{'、'.join(allowed) or '（没有）'}"
        wrong = allowed[attribute](str(value), references)
        if wrong:
            return f"<{tag}> 的 {attribute} {wrong}"
    if tag in _NEEDED and element.get(_NEEDED[tag]) is None:
        return f"<{tag}> 没有写 {_NEEDED[tag]}"
    return _misplaced(element) or _forged(element, references)


def _misplaced(element: Element) -> Wrong:
    tag, parent = element.tag, element.getparent()
    if tag in _INSIDE and (parent is None or parent.tag not in _INSIDE[tag]):
        return f"<{tag}> 要写在 {_tags(_INSIDE[tag])} 里"
    children = _CHILDREN.get(tag)
    if children is None:
        return None
    wrong = next((child.tag for child in element if child.tag not in children), None)
    if isinstance(wrong, str) and wrong in ATTRIBUTES:
        return f"<{tag}> 里不能用 <{wrong}>；可用：{_tags(children) or '（没有）'}"
    return None


def _tags(names: Iterable[str]) -> str:
    return "、".join(f"<{name}>" for name in names)


def _forged(element: Element, references: References) -> Wrong:
    """A number or a 〔待填〕 that the program did not print: a template writes text only."""
    text = element.text or ""
    if element.tag == "data" and not references.printed(element.get("value", ""), text):
        return f"<data> 里的“{text}”不是程序印出的数；数用过滤器（万元、率、计 ……）印，不能自己写"
    if element.tag == "mark" and not references.is_missing_text(text):
        return f"<mark> 里的“{text}”不是程序写出的〔待填〕；用 待填(路径, 说明)"
    return None


def _grid(table: Element) -> Wrong:
    """A row of a hand-written table with more cells than widths: they would not be printed."""
    widths = len((table.get("widths") or "").split()) or MOST_COLUMNS
    for group in table:
        reaching: dict[int, int] = {}
        for row in group:
            starts = [
                int(cell.get("rowspan", "1"))
                for cell in row
                for _ in range(int(cell.get("colspan", "1")))
            ]
            taken = sum(1 for rows_left in reaching.values() if rows_left > 0)
            if taken + len(starts) > widths:
                message = f"<table> 有一行的格多于 {widths} 列"
                if table.get("widths"):
                    message += "（widths 写了几个就是几列）"
                return message
            _grow(reaching, starts)
    return None


def _grow(reaching: dict[int, int], starts: list[int]) -> None:
    """Let the cells of a row reach down.

    Each column that was free gets the next cell; then every column is a row shorter.
    """
    column = 0
    for span in starts:
        while reaching.get(column, 0) > 0:
            column += 1
        reaching[column] = span
    for column in reaching:
        reaching[column] -= 1
