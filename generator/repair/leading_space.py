"""What stands before the first sign of a line: YAML takes blanks there for spaces only, editors
show all of them alike.
"""

from __future__ import annotations

import re

from generator.reading.yaml_errors import FORMAT
from generator.repair.rules import COLON, DASH, INDENT, TAB
from generator.repair.source_line import BLANKS, SourceLine, width_of_blank
from generator.repair.typo import Typo
from generator.yaml_edit.edits import Edit

DASHES = re.compile(r"(?:-(?:\s+|$))+")
_TABBED = "这一行用了制表符（Tab 键）缩进"


def lead_typo(line: SourceLine) -> Typo | None:
    """Blanks that are no spaces in the lead of a line; None when there are none."""
    edits = _spaced(line.start, line.lead)
    if not edits:
        return None
    wide = re.search(rf"[{BLANKS}]", line.lead)
    if wide is None:
        place = line.place(line.lead.find("\t"))
        return Typo(TAB.at(place, _TABBED, "把行首的制表符改成空格，一般两个"), edits)
    fix = "改成英文（半角）空格，一个全角空格换两个英文空格"
    return Typo(INDENT.at(line.place(wide.start()), "行首用了全角空格缩进", fix), edits)


def hash_typo(line: SourceLine) -> Typo:
    """A remark that begins with a full-width ＃; the blanks before it are mended with it."""
    column = len(line.lead)
    fix = f"改成：#{line.body[1:]}"
    finding = COLON.at(line.place(column), "说明开头的 ＃ 是全角的", fix)
    return Typo(finding, (*_spaced(line.start, line.lead), line.edit(column, column + 1, "#")))


def block_lead_typo(line: SourceLine, wanted: int) -> Typo:
    """A line of a text in a block, to be moved to ``wanted`` spaces, in whose lead are blanks that
    are no spaces.
    """
    fix = f"行首应为 {wanted} 个英文空格，与上一行左边对齐"
    finding = INDENT.at(line.place(0), "行首用了全角空格缩进", fix)
    if "\t" in line.lead:
        finding = TAB.at(line.place(0), _TABBED, fix)
    return Typo(finding, (_indented(line, wanted),))


def astray_typo(line: SourceLine, wanted: int) -> Typo:
    """A line between those of a text in a block that stands too far out.

    One that begins with # may be text or a remark: only the clerk knows.
    """
    place = line.place(len(line.lead))
    edit = _indented(line, wanted)
    if line.body[0] == "#":
        fix = f"若是文字，行首应为 {wanted} 个英文空格；若是说明，移到这段文字的前面"
        return Typo(FORMAT.at(place, "# 开头的这一行在一段文字中间", fix), guesses=(edit,))
    fix = f"行首应为 {wanted} 个英文空格，与上一行左边对齐"
    return Typo(FORMAT.at(place, "这一行是上面那段文字里的，却没有缩进", fix), (edit,))


def blank_typo(line: SourceLine) -> Typo | None:
    """A line of blanks of which some are no spaces: nobody sees them, they say nothing, and YAML
    stumbles over them. None when all are spaces.
    """
    if not line.text.strip(" "):
        return None
    return Typo(None, (line.edit(0, len(line.text), ""),))


def dash_typo(line: SourceLine, marks: str) -> Typo | None:
    """The dashes of a list with a tab or a wide blank behind them; None when spaces follow all."""
    column = len(line.lead)
    edits = _spaced(line.start + column, marks, width=1)
    if not edits:
        return None
    kind = "制表符" if "\t" in marks else "全角空格"
    fix = f"改成：- {line.body[len(marks) :]}"
    return Typo(DASH.at(line.place(column), f"列表开头的减号后面是{kind}", fix), edits)


def _indented(line: SourceLine, spaces: int) -> Edit:
    return line.edit(0, len(line.lead), " " * spaces)


def _spaced(start: int, blanks: str, width: int = 0) -> tuple[Edit, ...]:
    """Spaces for all blanks that are none: as many as they are wide, or ``width``."""
    return tuple(
        Edit(start + at, start + at + 1, " " * (width or width_of_blank(blank)))
        for at, blank in enumerate(blanks)
        if blank not in " -"
    )
