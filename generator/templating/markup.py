"""Rendered markup → elements, and where in the templates each was written.

A page is rendered once without a trace. Only when its markup proves wrong is it rendered again with marks (``<?在 四川/概况.html 12?>`` before each tag),
so that the message can name the template's line and not a line of the output.
"""

from __future__ import annotations

import re
from typing import Any

from jinja2 import nodes
from lxml import etree

PLACE = "在"
"""The attribute by which an element of a marked page tells where it was written."""
TEXT, TAIL = f"{PLACE}-text", f"{PLACE}-tail"
"""The same for the text that an element begins with, and for the text behind it."""
PLACES = (PLACE, TEXT, TAIL)
_MARK = re.compile(rf"<\?{PLACE} (?P<where>[^?]*)\?>")
# A tag, and words that stand right behind one.
_TAG = re.compile(r"<(?=[A-Za-z/\u4e00-\u9fff])|(?<=[\w\"'/]>)(?P<space>\s*)(?=[^\s<])")
_BRACE = re.compile(r"[{}｛｝]")
_NAMED = re.compile(r"[{｛]+\s*(.*?)\s*[}｝]+")


class MarkupError(Exception):
    """Markup is not well-formed; the text says what and where, in Chinese."""


def mark_tags(tree: nodes.Template, template: str) -> None:
    """Put a mark before each tag of a template's own text, and before the words behind a tag."""
    for data in tree.find_all(nodes.TemplateData):
        text, first = data.data, data.lineno

        def marked(found: re.Match[str], text: str = text, first: int = first) -> str:
            return f"{found['space'] or ''}<?{PLACE} {template} 第 {first + text.count(chr(10), 0, found.end())} 行?>{'' if found['space'] is not None else '<'}"

        data.data = _TAG.sub(marked, text)


def stray_brace(tree: nodes.Template) -> tuple[str, int] | None:
    """What to say of a brace that would be printed as it stands, and its line; None when there is none."""
    for data in tree.find_all(nodes.TemplateData):
        found = _BRACE.search(data.data)
        if found:
            line = data.lineno + data.data.count("\n", 0, found.start())
            named = _NAMED.match(data.data, found.start())
            told = (
                f"“{named[0]}”会照样印出来；名称要写成 {{{{ {named[1]} }}}}"
                if named
                else f"“{found[0]}”会照样印出来；名称要写成 {{{{ 年度 }}}}"
            )
            return f"{told}，花括号用半角，两个一对", line
    return None


def elements(markup: str) -> Any:
    """The root of rendered markup; of a marked page, each element with its place. Raises MarkupError when it is not well-formed."""
    text = f"<document>{markup}</document>"
    try:
        root = etree.fromstring(
            text.encode(),
            etree.XMLParser(remove_comments=True, resolve_entities=False, no_network=True),
        )
    except etree.XMLSyntaxError as error:
        raise MarkupError(_told(error.msg or "") + _place(text, error)) from error
    _settle(root)
    return root


def _settle(root: Any) -> None:
    """Turn marks into attributes of the elements that follow them."""
    where = ""
    for node in list(root.iter()):
        if node.tag is etree.PI and node.target == PLACE:
            where = node.text or ""
            parent, before = node.getparent(), node.getprevious()
            tail = node.tail or ""
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
            if tail.strip():
                (parent if before is None else before).set(TEXT if before is None else TAIL, where)
            parent.remove(node)
        elif where and isinstance(node.tag, str):
            node.set(PLACE, where)


_OPENED = re.compile(r"(?:mismatch: |in tag )(\S+) line (\d+)")


def _place(text: str, error: etree.XMLSyntaxError) -> str:
    """Where marked markup is wrong: at the element that was not closed, or at the last mark before; "" when nothing is marked."""
    lines = text.split("\n")
    opened = _OPENED.search(error.msg or "")
    if opened and int(opened[2]) <= len(lines):
        found = re.findall(
            rf"{_MARK.pattern}<{re.escape(opened[1])}(?=[\s>/])", lines[int(opened[2]) - 1]
        )
        if found:
            return f"（{found[-1]}）"
    line, column = error.position
    before = "\n".join([*lines[: line - 1], lines[line - 1][:column] if line <= len(lines) else ""])
    marks = _MARK.findall(before)
    return f"（{marks[-1]}）" if marks else ""


# Compiled when something is wrong: a start has no use for them.
_SYNTAX = (
    (
        r"Opening and ending tag mismatch: ([^\s,]+) line \d+ and ([^\s,]+)",
        "<{0}> 没有写结束，就遇到了 </{1}>",
    ),
    (r"Premature end of data in tag (\S+)", "<{0}> 没有写结束"),
    (r"EndTag: '</' not found", "到末尾还有标记没有写结束"),
    (r"Extra content at the end", "多了一个结束标记"),
    (r"Entity '(.+?)' not defined", "不能写 &{0};，直接写这个字"),
    (r"xmlParseEntityRef|EntityRef", "文字里的 & 要写成 &amp;"),
    (r"Unescaped '<' not allowed", "属性的值里不能有 <，前面的引号可能没有成对"),
    (r"AttValue", "属性的值要放在英文引号里"),
    (r"Specification mandates value for attribute (\S+)", "“{0}”后面要有等号和引号里的值"),
    (r"Attribute (\S+) redefined", "“{0}”写了两次"),
    (r"attributes construct error", "属性之间要有空格"),
    (r"Couldn't find end of Start Tag (\S+)", "<{0} 的尖括号没有写完"),
    (r"invalid (?:xml)?Char|Invalid bytes", "有看不见的特殊字符"),
    (r"[Cc]omment|Double hyphen", "注释要写成 <!-- …… -->，里面不能有 --"),
    (r"StartTag: invalid element name", "“<”后面不是标记；文字里的小于号写 &lt;"),
)


def _told(message: str) -> str:
    for pattern, told in _SYNTAX:
        found = re.search(pattern, message)
        if found:
            return f"标记写得不对：{told.format(*found.groups())}"
    return f"标记写得不对（{message}）"
