"""Texts that a clerk typed and the document does not print: the form has no place for them, or what
they speak of is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from generator.document.tree import Document, texts_of
from generator.findings.place import Finding, Level
from generator.findings.rules import Group, declare
from generator.reading.nodes import Node, Scalar, leaves

UNPRINTED = declare(
    "没有印出",
    Group.FORM,
    Level.WARNING,
    "填写的文字都印出来",
    "填了而没有印的，不是填错了地方，就是以为公开了的话没有公开。",
    "《地方预决算公开操作规程》第三条",
    since="0.2",
)

# What has rules of its own, is never meant for print, or is printed in part (the names of projects
# go on with 等).
_APART = frozenset(
    (
        *("版式", "年度", "金额单位", "设置", "汇总", "内部往来", "上年", "报表数", "自填"),
        *("改写", "核对说明", "名词解释", "附件", "文件", "口径", "性质", "名称", "简称"),
        *("公开日期", "批复日期", "项目", "项目名称", "项目编码", "内设机构", "下属单位"),
        *("资金范围", "付", "收", "种类", "其他资金"),
    )
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SIGNS = re.compile(r"[^\w\u4e00-\u9fff]+")
_APART_IN_TEXT = re.compile(r"\{[^{}]*\}|【[^】]*】|[\n。；;，,：:、]")
_FEWEST, _ENOUGH, _SHOWN = 4, 16, 5


def unprinted(
    document: Document, root: Node, reported: frozenset[int], *, no_last: bool = False
) -> Iterator[Finding]:
    """A finding for each text of the file of which no piece is printed.

    ``reported`` are the lines of texts that something else is said of; ``no_last`` is True when the
    file of last year could not be read: then no reason for a change is printed, and none is to
    blame for it.
    """
    pieces = [
        (path, text, piece)
        for path, text in leaves(root)
        if not _APART.intersection(path)
        and text.place.line not in reported
        and not (no_last and _is_reason(path))
        and (piece := _piece(text))
    ]
    if not pieces:
        return
    page = _SIGNS.sub("", "".join(texts_of(document)))
    lost: dict[tuple[str, str], list[Scalar]] = {}
    for path, text, piece in pieces:
        if piece not in page:
            key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
            lost.setdefault((str(path[0]), key), []).append(text)
    for (part, key), texts in lost.items():
        yield _finding(part, key, texts)


def _is_reason(path: Sequence[str | int]) -> bool:
    """Whether a text says why a number is another one than last year's."""
    return path[0] == "变动原因" or path[-1] == "原因"


def _finding(part: str, key: str, texts: list[Scalar]) -> Finding:
    lines = "、".join(str(text.place.line) for text in texts[:_SHOWN])
    several = f" {len(texts)} 处（第 {lines} 行{' 等' if len(texts) > _SHOWN else ''}）"
    message = f"“{part}”里“{key}”写的文字{several if len(texts) > 1 else ''}，文档里没有印出"
    fix = "核对是不是填错了地方；这个版式、这种情形不印的，可以删去"
    finding = UNPRINTED.at(texts[0].place, message, fix, found=str(texts[0])[:40])
    # Forms differ in what they print of each 项: a file may well hold it for another one.
    if part != "支出":
        return finding
    return replace(finding, level=Level.HINT)


def _piece(text: Scalar) -> str:
    """The longest piece of a text that is printed as it stands.

    "" when there is none to look for.
    """
    parts = [_SIGNS.sub("", part) for part in _APART_IN_TEXT.split(text)]
    longest = max(parts, key=len)
    if len(_HAN.findall(longest)) < _FEWEST:
        return ""
    return longest[:_ENOUGH]
