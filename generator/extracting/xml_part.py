"""One part of a package: bytes → elements. No entities, no network, no more than a limit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from lxml import etree

from generator.extracting.limits import damaged, too_large

_ENCODING = re.compile(rb"""^<\?xml[^>]{0,80}encoding=["']([\w.-]+)""")
_ENCODINGS = (b"utf-8", b"utf8", b"utf-16", b"us-ascii")
_BROKEN = "已经损坏：里面的内容不完整"
_BEYOND = "太大：里面一层套一层，超过 255 层，或有一处文字超过 1000 万字"
"""The limits of the library."""

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.microsoft.com/office/drawing/2014/chartex": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}
"""The namespaces that are known, also in the strict form of the format, by their usual prefix."""


Element: TypeAlias = etree._Element
"""An element of a part."""


def marks_in(data: bytes) -> int:
    """How many tags and attributes XML has at most: that is what takes memory."""
    return data.count(b"<") + data.count(b"=")


def parse_xml(data: bytes) -> Element:
    """The root of an XML part. Raises UnreadableError for what is no XML."""
    # In UTF-16 every other byte is zero.
    plain = data.replace(b"\0", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise damaged(_BROKEN)
    declared = _ENCODING.match(plain.lstrip(b"\xef\xbb\xbf\xff\xfe"))
    if declared and declared[1].lower() not in _ENCODINGS:
        raise damaged(_BROKEN)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        kinds = {entry.type for entry in parser.error_log}
        if etree.ErrorTypes.ERR_NO_MEMORY in kinds:
            raise MemoryError from error
        if etree.ErrorTypes.ERR_RESOURCE_LIMIT in kinds:
            raise too_large(_BEYOND) from error
        raise damaged(_BROKEN) from error
    if root is None:
        raise damaged(_BROKEN)
    return root


def name_of(element: Element) -> str:
    """The name of an element as it is usually written (w:p); "" of one in a namespace unknown."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return _usual_name(tag)


@lru_cache(maxsize=2_000)
def _usual_name(tag: str) -> str:
    """The usual name of a tag; a document has some hundred tags, each of them thousands of
    times."""
    space, _, local = tag[1:].rpartition("}")
    if space not in _PREFIXES:
        return ""
    return f"{_PREFIXES[space]}:{local}"


def value_of(element: Element, attribute: str = "val") -> str | None:
    """An attribute of an element of Word, in whichever form of the format; None for none."""
    for key, value in element.attrib.items():
        space, _, local = str(key)[1:].rpartition("}")
        if local == attribute and _PREFIXES.get(space) == "w":
            return str(value)
    return None


def child(element: Element | None, *names: str) -> Element | None:
    """The element that lies below along ``names`` (w:pPr, w:pStyle); None where there is none."""
    for name in names:
        if element is None:
            return None
        element = next((inner for inner in element if name_of(inner) == name), None)
    return element


def children(element: Element | None) -> Iterator[Element]:
    """What lies in an element; nothing where there is no element."""
    if element is not None:
        yield from element


def is_on(element: Element | None) -> bool | None:
    """Whether a switch is on (<w:vanish/>, w:val="0"); None where it does not stand."""
    if element is None:
        return None
    return value_of(element) not in ("0", "false", "off")
