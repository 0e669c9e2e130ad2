"""What stands before the first sign of a line: YAML takes blanks there for spaces only, editors show all of them alike."""

from __future__ import annotations

import re

from generator.findings.place import Place
from generator.reading.yaml_errors import FORMAT
from generator.repair.rules import COLON, DASH, INDENT, TAB
from generator.yaml_edit.edits import Edit, Slip

# Blanks besides space and tab that keyboards and web pages put into a text.
BLANKS = "\u3000\u00a0\u2002\u2003\u2009"
LEAD = re.compile(rf"[ \t{BLANKS}]*")
DASHES = re.compile(r"(?:-(?:\s+|$))+")
_WIDTHS = {"\t": 2, "\u3000": 2}


def width_of(lead: str) -> int:
    """How many spaces stand for the blanks of a lead."""
    return sum(_WIDTHS.get(char, 1) for char in lead)


def lead_slip(place: Place, start: int, lead: str) -> Slip | None:
    """Blanks that are no spaces in the lead of a line; None when there are none. ``place`` is the first column, ``start`` its offset."""
    edits = _spaced(start, lead)
    if not edits:
        return None
    wide = re.search(rf"[{BLANKS}]", lead)
    column = (wide.start() if wide else lead.find("\t")) + 1
    there = Place(place.file, place.line, column)
    if wide:
        return Slip(
            INDENT.at(
                there, "行首用了全角空格缩进", "改成英文（半角）空格，一个全角空格换两个英文空格"
            ),
            edits,
        )
    return Slip(TAB.at(there, _TABBED, "把行首的制表符改成空格，一般两个"), edits)


def hash_slip(place: Place, start: int, lead: str, body: str) -> Slip:
    """A remark that begins with a full-width ＃; the blanks before it are mended with it."""
    there = Place(place.file, place.line, len(lead) + 1)
    at = start + len(lead)
    told = COLON.at(there, "说明开头的 ＃ 是全角的", f"改成：#{body[1:]}")
    return Slip(told, (*_spaced(start, lead), Edit(at, at + 1, "#")))


def text_slip(place: Place, start: int, lead: str, wanted: int) -> Slip:
    """A line of a text in a block, to be moved to ``wanted`` spaces, in whose lead are blanks that are no spaces."""
    tab = "\t" in lead
    fix = f"行首应为 {wanted} 个英文空格，与上一行左边对齐"
    told = TAB.at(place, _TABBED, fix) if tab else INDENT.at(place, "行首用了全角空格缩进", fix)
    return Slip(told, (Edit(start, start + len(lead), " " * wanted),))


def astray_slip(place: Place, start: int, lead: str, wanted: int, *, remark: bool) -> Slip:
    """A line between those of a text in a block that stands too far out. A ``remark`` may be text or none: only the clerk knows."""
    edit = Edit(start, start + len(lead), " " * wanted)
    if remark:
        fix = f"若是文字，行首应为 {wanted} 个英文空格；若是说明，移到这段文字的前面"
        return Slip(FORMAT.at(place, "# 开头的这一行在一段文字中间", fix), guesses=(edit,))
    fix = f"行首应为 {wanted} 个英文空格，与上一行左边对齐"
    return Slip(FORMAT.at(place, "这一行是上面那段文字里的，却没有缩进", fix), (edit,))


def blank_slip(start: int, line: str) -> Slip | None:
    """A line of blanks of which some are no spaces: nobody sees them, they say nothing, and YAML stumbles over them."""
    if not line.strip(" "):
        return None
    return Slip(None, (Edit(start, start + len(line), ""),))


def dash_slip(place: Place, start: int, marks: str, rest: str) -> Slip | None:
    """The dashes of a list with a tab or a wide blank behind them; None when all are followed by spaces. ``start`` is the offset of the first dash."""
    edits = _spaced(start, marks, width=1)
    if not edits:
        return None
    kind = "制表符" if "\t" in marks else "全角空格"
    return Slip(DASH.at(place, f"列表开头的减号后面是{kind}", f"改成：- {rest}"), edits)


_TABBED = "这一行用了制表符（Tab 键）缩进"


def _spaced(start: int, blanks: str, width: int = 0) -> tuple[Edit, ...]:
    """Spaces for all blanks that are none: as many as they are wide, or ``width``."""
    return tuple(
        Edit(start + at, start + at + 1, " " * (width or _WIDTHS.get(char, 1)))
        for at, char in enumerate(blanks)
        if char not in " -"
    )
