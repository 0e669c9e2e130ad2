"""A sentence that a data file says otherwise (改写), with its figures by name, and its findings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from generator.document.figure_names import PlaceholderError, PlaceholderText
from generator.document.placeholders import (
    BRACE,
    NAMED,
    UNPAIRED,
    Lookup,
    other_brackets,
    remedy,
    text_of_markup,
    unit_mismatch,
)
from generator.document.typed_numbers import numbers_with_units, unit_ahead
from generator.findings.place import Finding, Level
from generator.findings.rules import Group, declare
from generator.reading.nearest import nearest
from generator.reading.nodes import Scalar

REWRITTEN = declare(
    "改写",
    Group.FORM,
    Level.HINT,
    "改写了的句子要核对",
    "改写的句子不再随版式变化，审稿的人要知道哪些是自己写的。",
    "数据文件的写法",
)
NO_SENTENCE = declare(
    "改写句名",
    Group.FORM,
    Level.ERROR,
    "改写的句子是版式里有的",
    "句名写错，改写就不起作用。",
    "数据文件的写法",
)
NO_FIGURE = declare(
    "改写的数",
    Group.FORM,
    Level.ERROR,
    "改写里 {…} 的名称是有的数",
    "写错的名称算不出数。",
    "数据文件的写法",
)
BRACES = declare(
    "改写的花括号",
    Group.FORM,
    Level.ERROR,
    "改写里的花括号成对、用半角",
    "不成对的、全角的花括号会照样印出来，名称也不会换成数。",
    "数据文件的写法",
)
UNIT = declare(
    "改写的单位",
    Group.FORM,
    Level.ERROR,
    "改写里数后面的单位与数相符",
    "把辆数写成万元、在 % 后面再写 %，数就错了。",
    "公开件常见错误：缺单位",
)
EMPTY = declare(
    "改写空白",
    Group.FORM,
    Level.ERROR,
    "改写的句子写了文字",
    "空着的改写会把一句法定要公开的话去掉。",
    "《地方预决算公开操作规程》中说明的要求",
)
LEFT_OUT = declare(
    "改写不写",
    Group.FORM,
    Level.WARNING,
    "用“不写”去掉的句子要核对",
    "版式里的句子多是法定要公开的内容，去掉以前要弄清是否真的可以不写。",
    "《地方预决算公开操作规程》中说明的要求",
)
TYPED_FIGURE = declare(
    "改写里写死的数",
    Group.FORM,
    Level.WARNING,
    "改写里的数用 {名称}",
    "写死的数不会随数据变，改了数据就成了错的。",
    "公开件常见错误：前后不一致",
)

UNSAID = "不写"
"""What stands for a sentence that a form (句子.yaml) or a data file (改写) leaves out."""


def rewrite(
    key: Scalar, value: Scalar, before: Markup, figure: Lookup
) -> tuple[Markup, list[Finding]]:
    """What a rewritten sentence prints, and what there is to say of it.

    ``figure`` gives a figure by name.
    """
    if not value.strip():
        fix = "写上这一句；真的不要这一句，写 不写；不改写，删去这一行"
        return Markup("<mark>〔待填：改写.{}〕</mark>").format(key), [
            EMPTY.at(key.place, f"改写“{key}”是空的", fix, expected=text_of_markup(before))
        ]
    if value.strip() == UNSAID:
        return Markup(""), [
            LEFT_OUT.at(
                key.place,
                f"“{key}”这一句不写了",
                "确认可以不写；还要写就删去这一行",
                expected=text_of_markup(before),
            )
        ]
    parts: list[Markup] = []
    findings: list[Finding] = []
    end = 0
    for match in NAMED.finditer(value):
        resolved = figure(match[1].strip())
        findings += _errors_of(key, value, match, resolved)
        missing_text = Markup("<mark>〔待填：改写.{}〕</mark>").format(key)
        parts += [
            escape(value[end : match.start()]),
            missing_text if isinstance(resolved, PlaceholderError) else resolved.text,
        ]
        end = match.end()
    parts.append(escape(value[end:]))
    text = Markup("").join(parts)
    for _, wrong, fix in other_brackets(value, figure):
        findings.append(
            BRACES.at(
                value.place, f"改写“{key}”里的 {wrong} 会照样印出来", fix, found=wrong, since="0.2"
            )
        )
    findings += [*_braces(key, value), *_typed(key, value)]
    fix = "核对一遍；不再需要就删去这一行"
    findings.append(
        REWRITTEN.at(
            key.place,
            f"“{key}”改写为：{text_of_markup(text)}",
            fix,
            expected=text_of_markup(before),
            found=text_of_markup(text),
        )
    )
    return text, findings


def _errors_of(
    key: Scalar, value: Scalar, match: re.Match[str], resolved: PlaceholderText | PlaceholderError
) -> list[Finding]:
    """A name that is none, or the wrong unit behind a figure, or none behind an amount."""
    if isinstance(resolved, PlaceholderError):
        message = f"改写“{key}”里的 {resolved.message}"
        return [NO_FIGURE.at(value.place, message, resolved.fix, found=match[0])]
    error = unit_mismatch(match[1].strip(), resolved, value[: match.start()], value[match.end() :])
    if error is None:
        return []
    since = error.since or ("" if unit_ahead(value[match.end() :]) else "0.2")
    message = f"改写“{key}”里的 {error.message}"
    return [UNIT.at(value.place, message, error.fix, found=match[0], since=since)]


def _braces(key: Scalar, value: Scalar) -> list[Finding]:
    """Findings on braces in a rewritten sentence that hold no name."""
    if not BRACE.search(NAMED.sub("", value)):
        return []
    return [BRACES.at(value.place, f"改写“{key}”里的{UNPAIRED}", remedy(value), found=str(value))]


def _typed(key: Scalar, value: Scalar) -> list[Finding]:
    """Numbers that do not follow the data."""
    numbers = numbers_with_units(NAMED.sub("\0", value))
    if not numbers:
        return []
    message = f"改写“{key}”里写死了 {'、'.join(numbers)}"
    fix = "换成 {名称}，由程序填数，如 {本年支出合计}"
    return [TYPED_FIGURE.at(value.place, message, fix)]


def unused(rewritten: Iterable[Scalar], printed: Iterable[str], form: str) -> list[Finding]:
    """Rewritten sentences that the document does not have; ``printed`` names those that it has."""
    names = list(printed)
    lacking = [key for key in rewritten if key.strip() not in names]
    return [
        NO_SENTENCE.at(
            key.place, f"版式“{form}”的这份文档没有“{key}”这一句", _intended(key.strip(), names)
        )
        for key in lacking
    ]


def _intended(key: str, names: list[str]) -> str:
    """Which sentence may have been meant."""
    half = re.sub(r"[．。·]", ".", re.sub(r"\s", "", key))
    if half in names:
        return f"点用半角，写 {half}"
    each = [name for name in names if name.startswith(f"{half}.")]
    if each:
        return f"要写明是哪一项，如 {each[0]}" + (
            f"（有：{'、'.join(each[:6])}）" if len(each) > 1 else ""
        )
    near = nearest(key, names)
    if near:
        return f"您是不是想写“{near[0]}”？"
    return f"这份文档里可以改写的有：{'、'.join(names)}"
