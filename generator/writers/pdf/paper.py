"""What WeasyPrint lays out: our markup, read as the XML that it is, under a base style of only the elements that it uses."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

BASE = """
head, meta, style, title { display: none }
html, body, section, nav, div, p, h1, h2, h3, h4, h5, h6 { display: block }
p { margin-top: 1em; margin-bottom: 1em }
body { margin: 8px }
h1 { font-size: 2em; margin-top: .67em; margin-bottom: .67em; bookmark-level: 1 }
h2 { font-size: 1.5em; margin-top: .83em; margin-bottom: .83em; bookmark-level: 2 }
h3 { font-size: 1.17em; margin-top: 1em; margin-bottom: 1em; bookmark-level: 3 }
h4 { margin-top: 1.33em; margin-bottom: 1.33em; bookmark-level: 4 }
h5 { font-size: .83em; margin-top: 1.67em; margin-bottom: 1.67em; bookmark-level: 5 }
h6 { font-size: .67em; margin-top: 2.33em; margin-bottom: 2.33em; bookmark-level: 6 }
h1, h2, h3, h4, h5, h6 { font-weight: bold; bookmark-label: content(text); hyphens: manual; break-after: avoid; break-inside: avoid }
a[href] { color: blue; text-decoration: underline }
ins { text-decoration: underline }
del { text-decoration: line-through }
mark { background: yellow; color: black }
br::before { content: "\\A"; white-space: pre-line }
img { overflow: hidden }
table { display: table; border-spacing: 2px; border-color: gray; text-indent: initial; box-sizing: border-box }
colgroup { display: table-column-group }
col { display: table-column }
thead { display: table-header-group; vertical-align: middle; border-color: inherit }
tbody { display: table-row-group; vertical-align: middle; border-color: inherit }
tr { display: table-row; vertical-align: inherit; border-color: inherit }
td, th { display: table-cell; padding: 1px; vertical-align: inherit; border-color: gray }
th { font-weight: bold }
"""
"""What browsers, and WeasyPrint, do with these elements by themselves. WeasyPrint's own sheet knows all of HTML, and asks it of every element."""


_MARGIN = re.compile(r"@((?:top|bottom|left|right)-[a-z-]+)", re.IGNORECASE)
_CENTRE, _ENDS = (
    "text-align: center; vertical-align: ",
    {"left": "left", "center": "center", "right": "right"},
)
MARGINS = {
    **{
        f"{edge}-{place}": f"text-align: {align}; vertical-align: middle"
        for edge in ("top", "bottom")
        for place, align in _ENDS.items()
    },
    **{
        f"{edge}-left-corner": "text-align: right; vertical-align: middle"
        for edge in ("top", "bottom")
    },
    **{
        f"{edge}-right-corner": "text-align: left; vertical-align: middle"
        for edge in ("top", "bottom")
    },
    **{
        f"{edge}-{place}": f"{_CENTRE}{place}"
        for edge in ("left", "right")
        for place in ("top", "middle", "bottom")
    },
}
"""How text stands in the margin boxes of a page (CSS Paged Media 3, 6). Each that is styled is made anew for every page, so only those in use are."""


class Paper(HTML):  # type: ignore[misc]
    """A page for WeasyPrint. ``tree`` reads the markup as XML, otherwise as HTML; ``lean`` takes BASE, otherwise WeasyPrint's own sheet."""

    def __init__(self, markup: str, *, tree: bool = True, lean: bool = True) -> None:
        fetcher = URLFetcher(allowed_protocols=("data",))
        self._margins = frozenset(name.lower() for name in _MARGIN.findall(markup)).intersection(
            MARGINS
        )
        self._lean = lean
        if not tree:
            super().__init__(string=markup, url_fetcher=fetcher)
            return
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(
            ElementTree.fromstring(markup), content_language=None
        )
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [_base(self._margins)] if self._lean else list(super()._ua_stylesheets(forms))


@lru_cache(maxsize=8)
def _base(margins: frozenset[str]) -> Any:
    boxes = "".join(f"@{name} {{ {MARGINS[name]} }}" for name in sorted(margins))
    return CSS(string=f"{BASE}@page {{ margin: 75px; {boxes} }}")
