"""Characters that no typeface has: an empty box would stand in their place, in the PDF at least."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from generator.checks.free_text import FreeText, text_of_attachment
from generator.checks.names import STRANGE, place_within, printed_keys
from generator.checks.rule import Problem, RuleContext, check
from generator.findings.place import Level, Place
from generator.findings.rules import Group
from generator.fonts.coverage import uncovered
from generator.fonts.machine import has_sign
from generator.fonts.setting import FONTS, MACHINE_FONTS
from generator.reading.nodes import MappingNode, Node, SequenceNode

# What is read and not printed: names of files, answers to the program.
_UNPRINTED = frozenset(("文件", "上年", "汇总", "核对说明", "设置", "报表数", "版式"))
_OUTER = 0xFFFF
_Where = Callable[[int], Place]


@check(
    "印不出的字",
    Group.TEXT,
    Level.ERROR,
    "每个字都有字体能印",
    "没有字体有的字，印出来是空框，读屏的人也听不到。"
    "程序自带的字体有《通用规范汉字表》的全部汉字。",
    "《党政机关公文格式》",
    since="0.2",
)
def unprintable(context: RuleContext) -> Iterator[Problem]:
    """Each character that no face has, at the first place where it stands, with their number."""
    machine = context.settings.get(FONTS) == MACHINE_FONTS
    places: dict[str, Place] = {}
    counts: dict[str, int] = {}
    for text, where in _printed(context):
        for sign in sorted(uncovered(text), key=text.index):
            # Emoji and signs of private fonts have a rule of their own.
            if STRANGE.match(sign) or (machine and has_sign(sign)):
                continue
            places.setdefault(sign, where(text.index(sign)))
            counts[sign] = counts.get(sign, 0) + text.count(sign)
    for sign, place in places.items():
        often = ""
        if counts[sign] > 1:
            often = f"，共 {counts[sign]} 处"
        code = f"U+{ord(sign):04X}"
        yield Problem(
            place, f"“{sign}”（{code}）没有字体能印{often}", _fix(sign, machine=machine), found=code
        )


def _fix(sign: str, *, machine: bool) -> str:
    if not machine and ord(sign) > _OUTER:
        return "换成通用的字；本机装有含这个字的字体的，在“设置”里写 字体: 本机"
    return "换成通用的字或符号"


def _printed(context: RuleContext) -> Iterator[tuple[str, _Where]]:
    """All that is printed of a file: names that are keys, texts, and those of attached files."""
    for key in printed_keys(context.root):
        yield key, partial(place_within, key)
    for text in (*_texts(context.root, (), context.lines), *_attached(context)):
        yield text.text, text.at


def _attached(context: RuleContext) -> Iterator[FreeText]:
    yield from map(text_of_attachment, context.attached)


def _texts(node: Node, path: tuple[str | int, ...], lines: tuple[str, ...]) -> Iterator[FreeText]:
    if isinstance(node, MappingNode):
        for key, value in node.items():
            if key not in _UNPRINTED:
                yield from _texts(value, (*path, str(key)), lines)
    elif isinstance(node, SequenceNode):
        for index, value in enumerate(node):
            yield from _texts(value, (*path, index), lines)
    else:
        yield FreeText(path, node, lines)
