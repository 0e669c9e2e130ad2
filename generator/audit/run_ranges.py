"""A piece of a Word paragraph as runs of its own: the runs at its ends are parted in two, each half
looks as before."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.run import CT_R, CT_Text
from lxml import etree

_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


def source_of(paragraph: CT_P) -> str:
    """The words of a paragraph, those of text boxes in it not among them."""
    return "".join(words.text or "" for words in _words(paragraph))


def cut_out(paragraph: CT_P, start: int, end: int) -> tuple[CT_R, CT_R]:
    """The first and the last run of a piece of a paragraph, in signs of its words; the runs hold
    the piece and nothing else. Raises ValueError for a piece that the paragraph does not have."""
    first: CT_R | None = None
    offset = 0
    for words in list(_words(paragraph)):
        length = len(words.text or "")
        here, offset = offset, offset + length
        if not length or offset <= start:
            continue
        if first is None:
            words = _begun(words, start - here)
            first = _run_of(words)
            here = start
        if offset >= end:
            _ended(words, end - here)
            return first, _run_of(words)
    raise ValueError("no such piece")


def _words(paragraph: CT_P) -> Iterator[CT_Text]:
    for element in paragraph.iter(qn("w:t")):
        words = cast("CT_Text", element)
        owner = next(words.iterancestors(qn("w:p")), None)
        if owner is paragraph and _run_of(words).tag == qn("w:r"):
            yield words


def _run_of(words: CT_Text) -> CT_R:
    return cast("CT_R", words.getparent())


def _begun(words: CT_Text, at: int) -> CT_Text:
    """Words parted so that a run begins at a sign of them; the words from there on."""
    run = _run_of(words)
    before = [each for each in words.itersiblings(preceding=True) if each.tag != qn("w:rPr")]
    if not at and not before:
        return words
    second = words
    if at:
        second = _halved(words, at)
    _moved(run, second)
    return second


def _ended(words: CT_Text, at: int) -> None:
    """Part words so that their run ends at a sign of them."""
    text = words.text or ""
    run = _run_of(words)
    after: etree._Element | None = next(words.itersiblings(), None)
    if at < len(text):
        after = _halved(words, at)
    if after is not None:
        _moved(run, after)


def _halved(words: CT_Text, at: int) -> CT_Text:
    """Words parted in two elements beside one another; the second."""
    text = words.text or ""
    second = deepcopy(words)
    words.text, second.text = text[:at], text[at:]
    for half in (words, second):
        half.set(_PRESERVE, "preserve")
    words.addnext(second)
    return second


def _moved(run: CT_R, first: etree._Element) -> None:
    """Move what a run holds from an element on into a run after it that looks alike."""
    next_run = OxmlElement("w:r")
    if run.rPr is not None:
        next_run.append(deepcopy(run.rPr))
    for element in [first, *first.itersiblings()]:
        next_run.append(element)
    run.addnext(next_run)
