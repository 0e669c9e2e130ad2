"""样式.css of a form: structure only, by a list of what may stand in it.

It reaches every published page. What a list of dangers forgets would hide a text of the document or
print one that nobody computed; so whatever is not named here is refused. Colours, typefaces and
sizes are styles: they stand in 版面.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.forms.files import FormError, label

FORBIDDEN = (
    *("url(", "src(", "image(", "image-set(", "cross-fade(", "element(", "paint("),
    *("@import", "@font-face", "expression(", "//", "</", "<!", "\\"),
)
"""What would fetch something, or leave the style sheet; a backslash could hide any of these.

Looked for before anything is parsed.
"""

Node = Any
"""A token of tinycss2, which has no types."""
Allowed = Callable[[Node], bool]

_SIZES = {"pt": "1", "px": "0.75", "mm": "2.835", "cm": "28.35", "em": "12", "rem": "12"}
_POINTS = {unit: Decimal(points) for unit, points in _SIZES.items()}


class _Property(Struct, frozen=True):
    """What a property may be: each of one to ``most`` values fits ``allowed``.

    ``expected`` says so to whoever writes the form.
    """

    allowed: Allowed
    expected: str
    most: int = 1

    def fits(self, tokens: Sequence[Node]) -> bool:
        """Whether a value is allowed."""
        return 0 < len(tokens) <= self.most and all(self.allowed(token) for token in tokens)


def _word(*words: str) -> Allowed:
    return lambda token: token.type == "ident" and token.lower_value in words


def _whole(least: int, most: int) -> Allowed:
    return lambda token: bool(
        token.type == "number" and token.is_integer and least <= token.value <= most
    )


def _number(least: int, most: int) -> Allowed:
    return lambda token: token.type == "number" and least <= Decimal(token.representation) <= most


def _length(least: int, most: int, *units: str) -> Allowed:
    """A length between bounds in points (an em counts as 12); zero needs no unit."""

    def allowed(token: Node) -> bool:
        if token.type == "number":
            return bool(token.value == 0) and least <= 0
        if token.type != "dimension" or token.lower_unit not in (units or tuple(_POINTS)):
            return False
        return least <= Decimal(token.representation) * _POINTS[token.lower_unit] <= most

    return allowed


def _colour(token: Node) -> bool:
    """A colour as #rrggbb, or black or grey by name."""
    if token.type == "hash":
        return len(token.value) in (3, 6)
    return _word("black", "grey", "gray")(token)


def _any_of(*kinds: Allowed) -> Allowed:
    return lambda token: any(kind(token) for kind in kinds)


def _one_of(*words: str, most: int = 1) -> _Property:
    return _Property(_word(*words), "、".join(words), most)


def _up_to(most: int) -> _Property:
    return _Property(_length(0, most), f"0 到 {most}pt")


_LINES = ("none", "solid", "dashed", "dotted", "double")
_OF_A_LINE = _any_of(_length(0, 3), _word(*_LINES), _colour)
_LINE = _Property(_OF_A_LINE, "粗细（3pt 以内）、线型、颜色（#rrggbb）", 3)
_AROUND = _Property(_length(0, 36), "一至四个 0 到 36pt 的长度", 4)
_SIDES = {"top": 60, "bottom": 60, "left": 36, "right": 36}
_SPACING = _Property(_any_of(_word("normal"), _length(0, 6)), "normal，或 0 到 6pt")
_ROWS = _Property(_whole(1, 10), "1 到 10")

PROPERTIES: Mapping[str, _Property] = {
    "text-align": _one_of("left", "right", "center", "justify", "start", "end"),
    "text-align-last": _one_of("auto", "left", "right", "center", "justify"),
    "text-indent": _up_to(80),
    "vertical-align": _one_of("top", "middle", "bottom", "baseline"),
    "line-height": _Property(_any_of(_word("normal"), _number(1, 3)), "normal，或 1 到 3 的倍数"),
    "font-size": _Property(_length(8, 42, "pt", "rem"), "8 到 42pt"),
    "font-weight": _Property(_any_of(_word("normal", "bold"), _whole(400, 700)), "normal、bold"),
    "font-style": _one_of("normal", "italic"),
    "letter-spacing": _SPACING,
    "word-spacing": _SPACING,
    "margin": _AROUND,
    "padding": _AROUND,
    **{f"margin-{side}": _up_to(most) for side, most in _SIDES.items()},
    **{f"padding-{side}": _up_to(most) for side, most in _SIDES.items()},
    "border": _LINE,
    **{f"border-{side}": _LINE for side in _SIDES},
    "border-width": _Property(_length(0, 3), "一至四个 3pt 以内的长度", 4),
    "border-style": _one_of(*_LINES, most=4),
    "border-color": _Property(_colour, "#rrggbb", 4),
    "border-collapse": _one_of("collapse", "separate"),
    "border-spacing": _Property(_length(0, 10), "0 到 10pt", 2),
    "caption-side": _one_of("top", "bottom"),
    "hyphens": _one_of("none", "manual", "auto"),
    "word-break": _one_of("normal", "keep-all", "break-all", "break-word"),
    "overflow-wrap": _one_of("normal", "break-word", "anywhere"),
    "line-break": _one_of("auto", "loose", "normal", "strict", "anywhere"),
    "text-decoration": _one_of("none", "underline"),
    **{
        f"{prefix}{place}": _one_of("auto", "avoid", "always", "page", "avoid-page")
        for prefix in ("break-", "page-break-")
        for place in ("before", "after", "inside")
    },
    "orphans": _ROWS,
    "widows": _ROWS,
}
"""Every property that a form may set, and its bounds.

No property is inherited into a size, a colour or a place where text cannot be read.
"""

ELEMENTS = frozenset(
    (
        *("h1", "h2", "h3", "h4", "p", "ol", "ul", "li"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td"),
        *("figure", "figcaption", "section", "nav", "main", "div", "span"),
    )
)
_PLACES = frozenset(("first-child", "last-child", "only-child", "first-of-type", "last-of-type"))
_COUNTED = frozenset(("nth-child", "nth-of-type", "nth-last-child"))
_SELECTORS = "只能用元素、.角色名和 :first-child 这样的位置"
_MEDIA = ("print", "screen", "all")
_WHY = {
    **dict.fromkeys(
        (
            "display",
            "visibility",
            "opacity",
            "color",
            "clip-path",
            "transform",
            "filter",
            "position",
        ),
        "会藏起文字",
    ),
    **dict.fromkeys(
        (
            "content",
            "list-style",
            "list-style-type",
            "counter-reset",
            "counter-increment",
            "quotes",
        ),
        "会印出数据文件和模板里没有的文字",
    ),
}
_REMEDY = "不要印的内容在模板里删去，或在 句子.yaml 里写“不写”；字体、字号写在 版面.yaml"


def refuse_foreign(text: str, path: Path) -> None:
    """Raise FormError when a style sheet names another file, or says anything that is not in the
    lists of this module.
    """
    where = f"版式文件 {label(path)} 第 {{}} 行：{path.name} 里不能用"
    for number, line in enumerate(text.split("\n"), 1):
        wrong = next((word for word in FORBIDDEN if word in line.lower()), None)
        if wrong:
            raise FormError(f"{where.format(number)}“{wrong}”，版式不能引用别的文件")
    # Few forms have a style sheet: a start has no use for the parser.
    from tinycss2 import parse_stylesheet

    rules = parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    for number, message in _wrong(rules):
        raise FormError(where.format(number) + message)


def _wrong(rules: Sequence[Node], *, nested: bool = False) -> Iterator[tuple[int, str]]:
    """What is wrong with rules: the line, and what to say."""
    from tinycss2 import parse_rule_list

    for rule in rules:
        if rule.type == "qualified-rule":
            yield from _of_rule(rule)
        elif (
            rule.type == "at-rule"
            and rule.lower_at_keyword == "media"
            and not nested
            and _medium(rule)
        ):
            inner = parse_rule_list(rule.content or [], skip_comments=True, skip_whitespace=True)
            yield from _wrong(inner, nested=True)
        elif rule.type == "at-rule":
            yield rule.source_line, f"“@{rule.at_keyword}”；可用的只有 @media print、@media screen"
        else:
            yield rule.source_line, f"读不懂的一段（{rule.message}）：写成 选择器{{名称: 值}}"


def _medium(rule: Node) -> bool:
    words = _solid(rule.prelude)
    return (
        len(words) == 1
        and words[0].type == "ident"
        and words[0].lower_value in _MEDIA
        and rule.content is not None
    )


def _of_rule(rule: Node) -> Iterator[tuple[int, str]]:
    from tinycss2 import parse_blocks_contents, serialize

    parts = parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    for part in parts:
        if part.type != "declaration":
            shown = part.message if part.type == "error" else "里面又写了一组 { }"
            yield part.source_line, f"读不懂的一段（{shown}）：写成 名称: 值;"
            continue
        allowed = PROPERTIES.get(part.lower_name)
        values = _solid(part.value)
        if allowed and allowed.fits(values):
            continue
        shown = "content:"
        if part.lower_name != "content":
            shown = f"{part.name}: {' '.join(serialize([value]) for value in values)}"
        if allowed:
            yield part.source_line, f"“{shown}”：{part.lower_name} 只能是 {allowed.expected}"
        else:
            why = _WHY.get(part.lower_name, "不在可用的名称里")
            yield part.source_line, f"“{shown}”：{why}。{_REMEDY}；可用：{'、'.join(PROPERTIES)}"
    wrong = _selector([token for token in rule.prelude if token.type != "comment"])
    if wrong:
        shown = serialize(rule.prelude).strip()
        yield rule.source_line, f"选择器“{shown}”：{wrong}"


def _solid(tokens: Sequence[Node]) -> list[Node]:
    return [token for token in tokens if token.type not in ("whitespace", "comment")]


def _selector(tokens: Sequence[Node]) -> str:
    """What is wrong with a selector.

    "" when it names elements, classes and places among children only.
    """
    before = ""
    for token in tokens:
        kind = token.type
        if kind == "ident":
            allowed = {"": ELEMENTS, ":": _PLACES}.get(before)
            if before == "." and token.value == "draft":
                return "审核稿的字样不能改"
            if allowed is not None and token.lower_value not in allowed:
                listed = "、".join(sorted(allowed))
                return f"没有“{token.value}”；可用：.角色名、{listed}"
        elif kind == "function":
            if before != ":" or token.lower_name not in _COUNTED:
                return f"不能用 {token.name}()"
        elif kind == "literal":
            if token.value not in (".", ",", ">", "+", "~", ":") or (
                token.value == ":" and before == ":"
            ):
                sign = token.value
                if sign == ":":
                    sign = f"{before}:"
                return f"不能用“{sign}”；{_SELECTORS}"
        elif kind != "whitespace":
            return _SELECTORS
        before = ""
        if kind == "literal" and token.value in (".", ":"):
            before = token.value
    return ""
