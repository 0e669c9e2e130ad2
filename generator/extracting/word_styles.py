"""The styles of a Word file: names, levels as headings, what is hidden, what is numbered."""

from __future__ import annotations

from msgspec import Struct

from generator.extracting.xml_part import Element, child, children, is_on, name_of, value_of

_DEEPEST = 40
"""How long a chain of styles may be, each based on the next; Word allows eleven."""


class NumberedAs(Struct, frozen=True):
    """Which list a paragraph belongs to and on which level; None where it is not said."""

    number: str | None = None
    level: int | None = None


class WordStyle(Struct, frozen=True):
    """A style as it stands, without what it takes from the one that it is based on."""

    name: str
    based_on: str
    outline: int
    hidden: bool | None
    numbered: NumberedAs


class Styles:
    """The styles by their ids; ``default`` is the one of paragraphs that name none."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, WordStyle] = {}
        self.default = ""
        self._hidden: dict[str, bool] = {}
        for element in children(root):
            if name_of(element) == "w:style":
                self._add(element)

    def _add(self, element: Element) -> None:
        identifier = value_of(element, "styleId") or ""
        self._styles[identifier] = WordStyle(
            value_of_child(element, "w:name") or identifier,
            value_of_child(element, "w:basedOn") or "",
            outline_of(child(element, "w:pPr")),
            is_on(child(element, "w:rPr", "w:vanish")),
            numbered_as(child(element, "w:pPr")),
        )
        paragraphs = value_of(element, "type") == "paragraph"
        if paragraphs and value_of(element, "default") in ("1", "true", "on"):
            self.default = identifier

    def chain(self, identifier: str) -> list[WordStyle]:
        """A style and those that it is based on."""
        styles: dict[str, WordStyle] = {}
        while identifier in self._styles and identifier not in styles and len(styles) < _DEEPEST:
            styles[identifier] = self._styles[identifier]
            identifier = styles[identifier].based_on
        return list(styles.values())

    def name(self, identifier: str) -> str:
        """What Word calls a style."""
        style = self._styles.get(identifier)
        if style:
            return style.name
        return identifier

    def outline(self, identifier: str) -> int:
        """The level as a heading, 1 to 9; 0 for none."""
        return next((style.outline for style in self.chain(identifier) if style.outline), 0)

    def hidden(self, identifier: str) -> bool:
        """Whether text in this style is hidden."""
        if identifier not in self._hidden:
            switches = (style.hidden for style in self.chain(identifier))
            self._hidden[identifier] = next(
                (switch for switch in switches if switch is not None), False
            )
        return self._hidden[identifier]

    def numbered(self, identifier: str) -> NumberedAs:
        """The list of a style, and its level."""
        chain = self.chain(identifier)
        numbers = (style.numbered.number for style in chain)
        levels = (style.numbered.level for style in chain)
        return NumberedAs(
            next((number for number in numbers if number is not None), None),
            next((level for level in levels if level is not None), None),
        )


def value_of_child(element: Element | None, *names: str) -> str | None:
    """The value of the element that lies below along ``names``."""
    inner = child(element, *names)
    if inner is None:
        return None
    return value_of(inner)


def outline_of(properties: Element | None) -> int:
    """The level as a heading that the properties of a paragraph give; 0 for none."""
    level = integer_in(value_of_child(properties, "w:outlineLvl"))
    if level is None or not 0 <= level < 9:
        return 0
    return level + 1


def numbered_as(properties: Element | None) -> NumberedAs:
    """The list and level that the properties of a paragraph give."""
    numbering = child(properties, "w:numPr")
    if numbering is None:
        return NumberedAs()
    level = integer_in(value_of_child(numbering, "w:ilvl"))
    return NumberedAs(value_of_child(numbering, "w:numId"), level)


def integer_in(text: str | None) -> int | None:
    """A whole number of few digits; None for anything else."""
    if text is None or len(text) > 9 or not text.removeprefix("-").isdecimal():
        return None
    return int(text)
