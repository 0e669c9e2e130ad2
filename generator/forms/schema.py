"""What may stand in a YAML file of a form, said in small checks: texts, numbers, lists, known keys.

Each raises FormError with file, line and key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from collections.abc import Mapping as Names
from decimal import Decimal
from typing import Any, NoReturn

from generator.findings.bounded import beginning
from generator.forms.files import FormError
from generator.reading.nearest import nearest
from generator.reading.nodes import Mapping, Scalar, Sequence

Path = tuple[str, ...]
Check = Callable[[Any, Path], None]
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,4})?", re.ASCII)
_MOST_SHOWN = 31


def refuse(node: Any, path: Path, what: str) -> NoReturn:
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


def shown(node: Any) -> str:
    """A node in a few characters."""
    if isinstance(node, Scalar):
        if not node.strip():
            return "空的"
        return f"“{beginning(node, _MOST_SHOWN)}”"
    if isinstance(node, Sequence):
        return "一个列表"
    return "一组“名称: 内容”"


def words(node: Any, path: Path) -> None:
    """A text, which may be empty."""
    if not isinstance(node, Scalar):
        refuse(node, path, f"应是文字，写的是{shown(node)}（含有 {{}} [] 的文字要加引号）")


def filled(node: Any, path: Path) -> None:
    """A text that is not empty."""
    words(node, path)
    if not node.strip():
        refuse(node, path, "是空的；写上内容，或删去这一行")


def one_of(*options: str) -> Check:
    """One of these words."""

    def check(node: Any, path: Path) -> None:
        words(node, path)
        if node not in options:
            refuse(
                node,
                path,
                f"不能是{shown(node)}{perhaps(node, options)}；可用：{'、'.join(options)}",
            )

    return check


def matching(pattern: str, expected: str) -> Check:
    """A text that ``pattern`` matches as a whole; ``expected`` says in Chinese what it should be."""
    made = re.compile(pattern)

    def check(node: Any, path: Path) -> None:
        words(node, path)
        if not made.fullmatch(node):
            refuse(node, path, f"{expected}，写的是{shown(node)}")

    return check


def number(least: int, most: int) -> Check:
    """A decimal number within bounds."""

    def check(node: Any, path: Path) -> None:
        words(node, path)
        if not _NUMBER.fullmatch(node) or not least <= Decimal(node) <= most:
            refuse(node, path, f"应是 {least} 到 {most} 之间的数，写的是{shown(node)}")

    return check


def whole(least: int, most: int) -> Check:
    """A whole number within bounds."""

    def check(node: Any, path: Path) -> None:
        words(node, path)
        if not re.fullmatch("[0-9]{1,6}", node) or not least <= int(node) <= most:
            refuse(node, path, f"应是 {least} 到 {most} 之间的整数，写的是{shown(node)}")

    return check


def list_of(check: Check, least: int = 0, most: int = 1000) -> Check:
    """A list, each item of which passes ``check``."""

    def checked(node: Any, path: Path) -> None:
        if not isinstance(node, Sequence):
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


def keys(known: Names[str, Check], needed: Collection[str] = (), *, more: bool = False) -> Check:
    """A mapping with these keys; ``needed`` have to be there; with ``more`` others pass."""

    def checked(node: Any, path: Path) -> None:
        _mapping(node, path)
        for key, value in node.items():
            if key in known:
                known[key](value, (*path, key))
            elif not more:
                refuse(
                    key, path, f"有不认识的项“{key}”{perhaps(key, known)}；可用：{'、'.join(known)}"
                )
        _complete(node, path, needed)

    return checked


def named(check: Check, name: Check = filled, needed: Collection[str] = ()) -> Check:
    """A mapping from names, each of which passes ``name``, to what passes ``check``.

    Those that are ``needed`` have to be there.
    """

    def checked(node: Any, path: Path) -> None:
        _mapping(node, path)
        for key, value in node.items():
            name(key, path)
            check(value, (*path, key))
        _complete(node, path, needed)

    return checked


def either(text: Check, other: Check) -> Check:
    """``text`` for a scalar, ``other`` for a list or mapping."""

    def checked(node: Any, path: Path) -> None:
        check = text if isinstance(node, Scalar) else other
        check(node, path)

    return checked


def _complete(node: Any, path: Path, needed: Collection[str]) -> None:
    lacking = [key for key in needed if key not in node]
    if lacking:
        refuse(node, path, f"没有写“{'、'.join(lacking)}”")


def _mapping(node: Any, path: Path) -> None:
    if not isinstance(node, Mapping):
        refuse(node, path, f"应写成“名称: 内容”的样子，写的是{shown(node)}")
