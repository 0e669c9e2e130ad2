"""The files of a form.

It may come from elsewhere: only files of its own folder are read, none too large, only UTF-8, and
YAML as texts that know their line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from generator.findings.place import Place
from generator.reading.composer import ComposeError, Fault, Limits, Twice, compose
from generator.reading.files import is_file
from generator.reading.nodes import MappingNode, SequenceNode

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What neither Word nor a page can hold (XML 1.0, 2.2)."""
MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_NODES = 50_000
"""How many names and values a file may have, those of an alias (``*名``) counted each time that it
stands for them.
"""

_LIMITS = Limits(MAX_NODES, MAX_DEPTH, aliases=True)
_STOPS: Mapping[Fault, str] = {
    Fault.SIZE: f"内容太多，超过了 {MAX_NODES} 项（& 和 * 引用的，每引用一次算一次）",
    Fault.DEPTH: f"括号或缩进一层套一层，超过了 {MAX_DEPTH} 层",
    Fault.DOCUMENTS: "一个文件里有两份内容（出现了 --- 分隔线）",
    Fault.ALIAS: "*{name} 引用的是它自己，或者前面没有 &{name}；以 * 开头的文字要加引号",
    Fault.KEY: "冒号前面应是一个名称，这里却是一组内容（含有 {{ }} 的文字要加引号）",
}


class FormError(Exception):
    """A form is wrong; the text names the file and what is wrong, in Chinese."""


def own_file(folder: Path, name: str) -> Path | None:
    """The file ``name`` of a form's folder.

    None when there is none, or when it is a link to somewhere else.
    """
    path = folder / name
    if not name or name.startswith(".") or not is_file(path):
        return None
    if path.resolve().parent == folder.resolve():
        return path
    return None


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
        raise FormError(
            f"版式文件 {label(path)} 第 {line} 行："
            f"有看不见的控制字符（U+{ord(wrong[0]):04X}），删掉这一行重新输入"
        )
    return text


def read_yaml(path: Path) -> MappingNode:
    """A YAML file of a form: mappings, lists, and every scalar a text, each with its place.

    Raises FormError.
    """
    text, name = read_text(path), label(path)

    def wrong(place: Place, message: str) -> FormError:
        return FormError(f"版式文件 {name} 第 {place.line} 行：{message}")

    def twice(key: Twice) -> None:
        line = key.first.place.line
        raise wrong(key.again.place, f"“{key.again}”写了两次，前面第 {line} 行已经有了；留下一处")

    try:
        root = compose(text, name, _LIMITS, twice)
    except ComposeError as error:
        finding = error.finding
        message = f"{finding.message}；{finding.fix}" if finding else _STOPS[error.fault]
        raise wrong(error.place, message.replace("{name}", error.name)) from error
    if not root and not isinstance(root, SequenceNode):
        root = MappingNode()
        root.place = Place(name, 1, 1)
    if not isinstance(root, MappingNode):
        raise FormError(f"版式文件 {name} 应写成“名称: 内容”的样子")
    return root
