"""The files of a form. It may come from elsewhere: only files of its own folder are read, none too large, only UTF-8, and YAML as texts that know their line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct, field

from generator.findings.place import Place
from generator.reading.files import is_file
from generator.reading.nodes import Mapping, Node, Scalar, Sequence
from generator.reading.yaml_errors import explain

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What neither Word nor a page can hold (XML 1.0, 2.2)."""
MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_NODES = 50_000
"""How many names and values a file may have, those of an alias (``*名``) counted each time that it stands for them."""


class FormError(Exception):
    """A form is wrong; the text names the file and what is wrong, in Chinese."""


def own_file(folder: Path, name: str) -> Path | None:
    """The file ``name`` of a form's folder; None when there is none, or when it is a link to somewhere else."""
    path = folder / name
    if not name or name.startswith(".") or not is_file(path):
        return None
    return path if path.resolve().parent == folder.resolve() else None


def label(path: Path) -> str:
    """What messages call a file of a form: 四川/版式.yaml."""
    return f"{path.parent.name}/{path.name}"


def read_text(path: Path) -> str:
    """The text of a file of a form. Raises FormError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FormError(f"版式文件 {label(path)} 太大，不能超过 {MAX_BYTES // 1000} KB")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormError(f"版式文件 {label(path)} 不是 UTF-8 编码，请另存为 UTF-8") from error
    except OSError as error:
        raise FormError(f"版式文件 {label(path)} 读不了（{error.strerror}）") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if wrong := _CONTROLS.search(text):
        line = text.count("\n", 0, wrong.start()) + 1
        raise FormError(f"版式文件 {label(path)} 第 {line} 行：有看不见的控制字符（U+{ord(wrong[0]):04X}），删掉这一行重新输入")
    return text


def read_yaml(path: Path) -> Mapping:
    """A YAML file of a form: mappings, lists, and every scalar a text, each with its place. Raises FormError."""
    text = read_text(path)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        events = loader(text)
        try:
            return _Composer(label(path)).document(events)
        finally:
            events.dispose()
    except yaml.MarkedYAMLError as error:
        told = explain(error, path.name, text)
        raise FormError(f"版式文件 {label(path)} 第 {told.place.line} 行：{told.message}；{told.fix}") from error
    except yaml.YAMLError as error:
        raise FormError(f"版式文件 {label(path)}：有看不见的特殊字符；用记事本另存为 UTF-8") from error


class _Open(Struct):
    """A mapping or list that is being read; ``size`` counts what is in it."""

    node: Mapping | Sequence
    anchor: str | None
    size: int = 1
    key: Scalar | None = None
    keys: dict[str, Scalar] = field(default_factory=dict)


class _Composer:
    """Nodes from events: no recursion, so no depth of a file is too much for it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int] | None] = {}

    def document(self, events: Any) -> Mapping:
        root: Node | None = None
        for event in iter(events.get_event, None):
            place = self._place(event)
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise self._wrong(place, "一个文件里有两份内容（出现了 --- 分隔线）")
            found = self._node(event, place)
            if found and not self._open:
                root = found[0]
            elif found:
                self._attach(*found)
            if found and isinstance(event, yaml.CollectionStartEvent):
                assert isinstance(found[0], Mapping | Sequence)
                if len(self._open) >= MAX_DEPTH:
                    raise self._wrong(place, f"括号或缩进一层套一层，超过了 {MAX_DEPTH} 层")
                self._open.append(_Open(found[0], event.anchor))
        if root is None or (isinstance(root, Scalar) and not root):
            root = Mapping()
            root.place = Place(self.name, 1, 1)
        if not isinstance(root, Mapping):
            raise FormError(f"版式文件 {self.name} 应写成“名称: 内容”的样子")
        return root

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.name, mark.line + 1, mark.column + 1) if mark else Place(self.name, 1, 1)

    def _wrong(self, place: Place, what: str) -> FormError:
        return FormError(f"版式文件 {self.name} 第 {place.line} 行：{what}")

    def _node(self, event: Any, place: Place) -> tuple[Node, int] | None:
        """The node that an event begins, and its size; a list or mapping that ends tells its own to what it is in."""
        node: Node
        if isinstance(event, yaml.CollectionEndEvent):
            closed = self._open.pop()
            if closed.anchor:
                self._anchors[closed.anchor] = (closed.node, closed.size)
            if self._open:
                self._grow(closed.size - 1, place)
            return None
        if isinstance(event, yaml.AliasEvent):
            known = self._anchors.get(str(event.anchor))
            if known is None:
                raise self._wrong(place, f"*{event.anchor} 引用的是它自己，或者前面没有 &{event.anchor}；以 * 开头的文字要加引号")
            return known
        if isinstance(event, yaml.ScalarEvent):
            node = Scalar.at(event.value, place, plain=event.style in (None, ""))
        elif isinstance(event, yaml.MappingStartEvent):
            node = Mapping()
            node.place = place
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Sequence()
            node.place = place
        else:
            return None
        if event.anchor:
            self._anchors[event.anchor] = (node, 1) if isinstance(node, Scalar) else None
        return node, 1

    def _grow(self, size: int, place: Place) -> None:
        self._open[-1].size += size
        if self._open[-1].size > MAX_NODES:
            raise self._wrong(place, f"内容太多，超过了 {MAX_NODES} 项（& 和 * 引用的，每引用一次算一次）")

    def _attach(self, node: Node, size: int) -> None:
        parent = self._open[-1]
        self._grow(size, node.place)
        if isinstance(parent.node, Sequence):
            parent.node.append(node)
        elif parent.key is None:
            if not isinstance(node, Scalar):
                raise self._wrong(node.place, "冒号前面应是一个名称，这里却是一组内容（含有 {{ }} 的文字要加引号）")
            first = parent.keys.setdefault(node, node)
            if first is not node:
                raise self._wrong(node.place, f"“{node}”写了两次，前面第 {first.place.line} 行已经有了；留下一处")
            parent.key = node
        else:
            parent.node[parent.key] = node
            parent.key = None
