"""What stands in a drawing of a Word file: text boxes, whose text is read, and what has none."""

from __future__ import annotations

from collections.abc import Iterator

from generator.extracting.xml_part import Element, name_of, value_of

PICTURE, CHART, DIAGRAM, SHAPE = "图片", "图表", "图示", "图形"
OBJECT, EQUATION, WORD_ART, CONTROL, INK = "嵌入的对象", "公式", "艺术字", "表单控件", "手写的字"

_KINDS = {
    "a:blip": PICTURE,
    "v:imagedata": PICTURE,
    "c:chart": CHART,
    "c:chartex": CHART,
    "dgm:relIds": DIAGRAM,
    "v:textpath": WORD_ART,
    "w:control": CONTROL,
    "m:oMath": EQUATION,
}
_LINES = ("line", "straightConnector1")

# Characters of Wingdings that stand for a sign which every font has.
_WINGDINGS = {
    **dict.fromkeys(("6C", "9F"), "●"),
    **dict.fromkeys(("6E", "A7"), "■"),
    **dict.fromkeys(("6F", "A8", "71"), "□"),
    "FC": "✓",
    "FB": "✗",
    "FE": "☑",
    "FD": "☒",
    "D8": "➢",
    "75": "◆",
    "E8": "→",
}
_WINGDINGS_2 = {"50": "✓", "4F": "✗", "52": "☑", "53": "☒", "A3": "□", "97": "●", "A2": "■"}


def alternative(element: Element) -> Element | None:
    """Of one thing that is written several ways, the first way; None when there is none."""
    ways = {name_of(inner): inner for inner in reversed(element)}
    return ways.get("mc:Choice", ways.get("mc:Fallback"))


def contents(graphic: Element) -> tuple[list[Element], list[str]]:
    """The text boxes of a drawing, and the kinds of what it holds besides."""
    boxes: list[Element] = []
    kinds: list[str] = []
    objects: list[str] = []
    decorative = False
    for element in _inside(graphic):
        name = name_of(element)
        if name == "w:txbxContent":
            boxes.append(element)
        elif name in _KINDS:
            kinds.append(_KINDS[name])
        elif name == "o:OLEObject":
            objects.append(_object(element))
        elif name == "v:line" or element.get("prst") in _LINES or _is_rule(element):
            decorative = True
    if objects:
        return boxes, objects  # the picture beside an object only shows it
    if not boxes and not kinds and not decorative:
        kinds.append(SHAPE)
    return boxes, kinds


def symbol(element: Element) -> str | None:
    """The sign that <w:sym> shows, as a character of every font; None where there is none."""
    font, code = value_of(element, "font") or "", (value_of(element, "char") or "").upper()
    if len(code) != 4 or any(digit not in "0123456789ABCDEF" for digit in code):
        return None
    if code.startswith("F0"):
        signs = {"Wingdings": _WINGDINGS, "Wingdings 2": _WINGDINGS_2}.get(font, {})
        return signs.get(code[2:])
    character = chr(int(code, 16))
    # Fonts show what they like in the private area.
    if not character.isprintable() or "\ue000" <= character <= "\uf8ff":
        return None
    return character


def _inside(graphic: Element) -> Iterator[Element]:
    """All elements of a drawing in order; not those in text boxes, and of alternatives only one."""
    waiting = [graphic]
    while waiting:
        element = waiting.pop()
        name = name_of(element)
        yield element
        if name == "mc:AlternateContent":
            chosen = alternative(element)
            if chosen is not None:
                waiting.append(chosen)
        elif name != "w:txbxContent":
            waiting += reversed(element)


def _object(element: Element) -> str:
    """The kind of an embedded object."""
    program = element.get("ProgID") or ""
    if program.startswith("Equation"):
        return EQUATION
    return OBJECT


def _is_rule(element: Element) -> bool:
    """Whether a shape is a line across the page."""
    return element.get("{urn:schemas-microsoft-com:office:office}hr") in ("t", "true", "1")
