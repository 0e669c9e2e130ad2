"""Automatic numbers of a Word file as text: what Word shows before a paragraph and no run holds."""

from __future__ import annotations

import re

from msgspec import Struct

from generator.extracting.counting import counted
from generator.extracting.limits import MAX_LABEL
from generator.extracting.word_styles import Styles, integer_in, numbered_as, value_of_child
from generator.extracting.xml_part import Element, child, children, is_on, name_of, value_of

LEVELS = 9
_BULLETS = "●○■□◆◇★☆▲△▪▫•·—–"
_PART = re.compile(r"%([1-9])")


class NumberingLevel(Struct, frozen=True):
    """One level of a list. ``restart`` is the level whose number makes this one begin anew (1 is
    the highest), 0 when none does, None for the usual: any higher one."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    plain: bool = False


class _List(Struct, frozen=True):
    """A list as a paragraph names it: the counters that it shares, its levels and starts anew."""

    counters: str
    levels: dict[int, NumberingLevel]
    starts: dict[int, int]


class Numbers:
    """The automatic numbers of a document; ``label`` counts on, so each paragraph asks once."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._abstract: dict[str, Element] = {}
        self._by_style: dict[str, Element] = {}
        self._elements: dict[str, Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._levels: dict[str, dict[int, NumberingLevel]] = {}
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        for element in children(root):
            if name_of(element) == "w:abstractNum":
                self._abstract[value_of(element, "abstractNumId") or ""] = element
                linked = value_of_child(element, "w:styleLink")
                if linked:
                    self._by_style[linked] = element
            elif name_of(element) == "w:num":
                self._elements[value_of(element, "numId") or ""] = element

    def label(self, properties: Element | None, style: str) -> str:
        """The automatic number of the next paragraph, from its properties and its style."""
        direct, inherited = numbered_as(properties), self._styles.numbered(style)
        number, level = direct.number, direct.level
        if number is None:
            number = inherited.number
        if level is None:
            level = inherited.level
        if number is None or number == "0":
            return ""
        numbering = self._list(number)
        if numbering is None:
            return ""
        level = min(max(level or 0, 0), LEVELS - 1)
        return self._written(numbering, level, self._advance(number, numbering, level))

    def _list(self, number: str) -> _List | None:
        if number not in self._lists:
            self._lists[number] = self._read(number)
        return self._lists[number]

    def _read(self, number: str) -> _List | None:
        element = self._elements.get(number)
        name = value_of_child(element, "w:abstractNumId") or ""
        abstract = self._abstract.get(name)
        if element is None or abstract is None:
            return None
        link = value_of_child(abstract, "w:numStyleLink") or ""
        abstract = self._by_style.get(link, abstract)
        name = value_of(abstract, "abstractNumId") or name
        if name not in self._levels:
            # Thousands of lists may share one description.
            self._levels[name] = _levels(abstract)
        levels = dict(self._levels[name])
        starts: dict[int, int] = {}
        for override in element:
            if name_of(override) != "w:lvlOverride":
                continue
            levels |= _levels(override)
            index = integer_in(value_of(override, "ilvl"))
            start = integer_in(value_of_child(override, "w:startOverride"))
            if index is not None and index < LEVELS and start is not None:
                starts[index] = start
        return _List(name, levels, starts)

    def _advance(self, number: str, numbering: _List, level: int) -> list[int | None]:
        """The counters after one more paragraph on ``level``."""
        counts = self._counts.setdefault(numbering.counters, [None] * LEVELS)
        first = (number, level) not in self._begun
        self._begun.add((number, level))
        before = counts[level]
        start = numbering.levels.get(level, NumberingLevel()).start
        if first and level in numbering.starts:
            counts[level] = numbering.starts[level]
        elif before is None:
            counts[level] = numbering.starts.get(level, start)
        else:
            counts[level] = before + 1
        for deeper in range(level + 1, LEVELS):
            restart = numbering.levels.get(deeper, NumberingLevel()).restart
            if restart is None or level < restart:
                counts[deeper] = None
        return counts

    def _written(self, numbering: _List, level: int, counts: list[int | None]) -> str:
        shape = numbering.levels.get(level)
        if shape is None or shape.form == "none":
            return ""
        if shape.form == "bullet":
            # Word takes bullets from fonts of pictures: their characters are nothing elsewhere.
            if shape.text and shape.text in _BULLETS:
                return shape.text
            return "●"

        def part(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            above = numbering.levels.get(index, NumberingLevel())
            count = counts[index]
            if count is None:
                count = above.start
            form = "decimal" if shape.plain else above.form
            return counted(count, form)

        return _PART.sub(part, shape.text[:MAX_LABEL]).strip()


def _levels(owner: Element) -> dict[int, NumberingLevel]:
    """The levels that a list declares, by their index."""
    levels = {}
    for element in owner:
        if name_of(element) != "w:lvl":
            continue
        index = integer_in(value_of(element, "ilvl"))
        if index is not None and 0 <= index < LEVELS:
            levels[index] = _level(element)
    return levels


def _level(element: Element) -> NumberingLevel:
    start = integer_in(value_of_child(element, "w:start"))
    form = child(element, "w:numFmt")
    if form is None:
        # Formats that are newer than Word 2007 stand beside one that it knows.
        form = child(element, "mc:AlternateContent", "mc:Fallback", "w:numFmt")
    return NumberingLevel(
        value_of_child(form) or "decimal",
        value_of_child(element, "w:lvlText") or "",
        1 if start is None else start,
        integer_in(value_of_child(element, "w:lvlRestart")),
        bool(is_on(child(element, "w:isLgl"))),
    )
