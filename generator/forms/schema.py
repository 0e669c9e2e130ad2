"""What may stand in a YAML file of a form, said in small checks: texts, numbers, lists, known keys.

Each raises FormError with file, line and key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import NoReturn

from generator.findings.bounded import beginning
from generator.forms.files import FormError
from generator.reading.nearest import nearest
from generator.reading.nodes import MappingNode, Node, Scalar, SequenceNode

Path = tuple[str, ...]
Check = Callable[[Node, Path], object]
"""Raises FormError for a node that it does not let pass; what it returns is of no account."""
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,4})?", re.ASCII)
_MOST_SHOWN = 31


def refuse(node: Node, path: Path, what: str) -> NoReturn:
    """Say what is wrong with a node: file, line, key. Raises FormError."""
    where = ""
    if path:
        where = f"“{'.'.join(path)}”"
    raise FormError(f"版式文件 {node.place.file} 第 {node.place.line} 行{where}：{what}")


def perhaps(name: str, known: Collection[str]) -> str:
    """What a wrong name may have been meant to be."""
    near = nearest(name, list(known))
    if not near:
        return ""
    return f"，您是不是想写“{near[0]}”？"


def shown(node: Node) -> str:
    """A node in a few characters."""
    if isinstance(node, Scalar):
        if not node.strip():
            return "空的"
        return f"“{beginning(node, _MOST_SHOWN)}”"
    if isinstance(node, SequenceNode):
        return "一个列表"
    return "一组“名称: 内容”"


def text(node: Node, path: Path) -> Scalar:
    """A text, which may be empty."""
    if not isinstance(node, Scalar):
        refuse(node, path, f"应是文字，写的是{shown(node)}（含有 {{}} [] 的文字要加引号）")
    return node


def filled(node: Node, path: Path) -> Scalar:
    """A text that is not empty."""
    if not text(node, path).strip():
        refuse(node, path, "是空的；写上内容，或删去这一行")
    return text(node, path)


def one_of(*options: str) -> Check:
    """One of these words."""

    def check(node: Node, path: Path) -> None:
        word = text(node, path)
        if word not in options:
            available = "、".join(options)
            refuse(node, path, f"不能是{shown(word)}{perhaps(word, options)}；可用：{available}")

    return check


def matching(pattern: str, expected: str) -> Check:
    """A text that ``pattern`` matches as a whole.

    ``expected`` says in Chinese what it should be.
    """
    compiled = re.compile(pattern)

    def check(node: Node, path: Path) -> None:
        if not compiled.fullmatch(text(node, path)):
            refuse(node, path, f"{expected}，写的是{shown(node)}")

    return check


def number(least: int, most: int) -> Check:
    """A decimal number within bounds."""

    def check(node: Node, path: Path) -> None:
        typed = text(node, path)
        if not _NUMBER.fullmatch(typed) or not least <= Decimal(typed) <= most:
            refuse(node, path, f"应是 {least} 到 {most} 之间的数，写的是{shown(node)}")

    return check


def integer(least: int, most: int) -> Check:
    """A whole number within bounds."""

    def check(node: Node, path: Path) -> None:
        typed = text(node, path)
        if not re.fullmatch("[0-9]{1,6}", typed) or not least <= int(typed) <= most:
            refuse(node, path, f"应是 {least} 到 {most} 之间的整数，写的是{shown(node)}")

    return check


def list_of(check: Check, least: int = 0, most: int = 1000) -> Check:
    """A list, each item of which passes ``check``."""

    def checked(node: Node, path: Path) -> None:
        if not isinstance(node, SequenceNode):
            refuse(node, path, f"应是列表（[甲, 乙]，或每行一个“- ”），写的是{shown(node)}")
        if not least <= len(node) <= most:
            expected = _expected_count(len(node), least, most)
            refuse(node, path, f"列表里要有{expected}，写了 {len(node)} 个")
        for index, item in enumerate(node, 1):
            check(item, (*path, f"第{index}个"))

    return checked


def _expected_count(count: int, least: int, most: int) -> str:
    """The bound that a count of items breaks, in Chinese."""
    if least == most:
        return f"{least} 个"
    if count < least:
        return f"至少 {least} 个"
    return f"至多 {most} 个"


def keys(
    allowed: Mapping[str, Check], needed: Collection[str] = (), *, extra: bool = False
) -> Check:
    """A mapping with these keys; ``needed`` have to be there; with ``extra`` others pass unseen."""

    def checked(node: Node, path: Path) -> None:
        mapping = mapping_at(node, path)
        for key, value in mapping.items():
            if key in allowed:
                allowed[key](value, (*path, key))
            elif not extra:
                available = "、".join(allowed)
                refuse(key, path, f"有不认识的项“{key}”{perhaps(key, allowed)}；可用：{available}")
        _complete(mapping, path, needed)

    return checked


def names_to(check: Check, name: Check = filled, needed: Collection[str] = ()) -> Check:
    """A mapping from names, each of which passes ``name``, to what passes ``check``.

    Those that are ``needed`` have to be there.
    """

    def checked(node: Node, path: Path) -> None:
        mapping = mapping_at(node, path)
        for key, value in mapping.items():
            name(key, path)
            check(value, (*path, key))
        _complete(mapping, path, needed)

    return checked


def either(of_scalar: Check, of_collection: Check) -> Check:
    """``of_scalar`` for a text, ``of_collection`` for a list or mapping."""

    def checked(node: Node, path: Path) -> None:
        if isinstance(node, Scalar):
            of_scalar(node, path)
        else:
            of_collection(node, path)

    return checked


def _complete(mapping: MappingNode, path: Path, needed: Collection[str]) -> None:
    lacking = [key for key in needed if key not in mapping]
    if lacking:
        refuse(mapping, path, f"没有写“{'、'.join(lacking)}”")


def mapping_at(node: Node, path: Path) -> MappingNode:
    """The node as a mapping."""
    if not isinstance(node, MappingNode):
        refuse(node, path, f"应写成“名称: 内容”的样子，写的是{shown(node)}")
    return node
