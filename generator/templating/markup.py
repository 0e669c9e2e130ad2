"""Rendered markup → elements, and where in the templates each was written.

A page is rendered once without a trace. Only when its markup proves wrong is it rendered again with
marks (``<?在 四川/概况.html 12?>`` before each tag), so that the message can name the template's
line and not a line of the output.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from jinja2 import nodes
from lxml import etree

Element: TypeAlias = etree._Element

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

        def marked(match: re.Match[str], text: str = text, first: int = first) -> str:
            line = first + text.count("\n", 0, match.end())
            mark = f"<?{PLACE} {template} 第 {line} 行?>"
            space = match["space"]
            if space is None:
                return f"{mark}<"
            return f"{space}{mark}"

        data.data = _TAG.sub(marked, text)


def stray_brace(tree: nodes.Template) -> tuple[str, int] | None:
    """What to say of a brace that would be printed as it stands, and its line.

    None when there is none.
    """
    for data in tree.find_all(nodes.TemplateData):
        brace = _BRACE.search(data.data)
        if brace:
            line = data.lineno + data.data.count("\n", 0, brace.start())
            named = _NAMED.match(data.data, brace.start())
            typed, name = brace[0], "年度"
            if named:
                typed, name = named[0], named[1]
            message = f"“{typed}”会照样印出来；名称要写成 {{{{ {name} }}}}"
            return f"{message}，花括号用半角，两个一对", line
    return None


def elements(markup: str) -> Element:
    """The root of rendered markup; of a marked page, each element with its place.

    Raises MarkupError when it is not well-formed.
    """
    text = f"<document>{markup}</document>"
    try:
        root = etree.fromstring(
            text.encode(),
            etree.XMLParser(remove_comments=True, resolve_entities=False, no_network=True),
        )
    except etree.XMLSyntaxError as error:
        raise MarkupError(_in_chinese(error.msg or "") + _place(text, error)) from error
    if _MARK.search(text):
        _settle(root)
    return root


def _settle(root: Element) -> None:
    """Turn marks into attributes of the elements that follow them."""
    where = ""
    for node in list(root.iter()):
        if isinstance(node, etree._ProcessingInstruction) and node.target == PLACE:
            where = node.text or ""
            _take_out(node, where)
        elif where and isinstance(node.tag, str):
            node.set(PLACE, where)


def _take_out(mark: Element, where: str) -> None:
    """Take a mark out of its element; the words behind it remember ``where`` they were written."""
    parent, before = mark.getparent(), mark.getprevious()
    assert parent is not None
    words = mark.tail or ""
    if before is None:
        parent.text = (parent.text or "") + words
        owner, attribute = parent, TEXT
    else:
        before.tail = (before.tail or "") + words
        owner, attribute = before, TAIL
    if words.strip():
        owner.set(attribute, where)
    parent.remove(mark)


_OPENED = re.compile(r"(?:mismatch: |in tag )(\S+) line (\d+)")


def _place(text: str, error: etree.XMLSyntaxError) -> str:
    """Where marked markup is wrong; "" when nothing is marked.

    At the element that was not closed, or at the last mark before.
    """
    lines = text.split("\n")
    opened = _OPENED.search(error.msg or "")
    if opened and int(opened[2]) <= len(lines):
        marked_tag = rf"{_MARK.pattern}<{re.escape(opened[1])}(?=[\s>/])"
        places = re.findall(marked_tag, lines[int(opened[2]) - 1])
        if places:
            return f"（{places[-1]}）"
    line, column = error.position
    before = lines[: line - 1]
    if line <= len(lines):
        before.append(lines[line - 1][:column])
    marks = _MARK.findall("\n".join(before))
    if not marks:
        return ""
    return f"（{marks[-1]}）"


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


def _in_chinese(message: str) -> str:
    """What the XML parser says, in Chinese as far as it says the usual."""
    for pattern, chinese in _SYNTAX:
        match = re.search(pattern, message)
        if match:
            return f"标记写得不对：{chinese.format(*match.groups())}"
    return f"标记写得不对（{message}）"
