"""The text of a Word file, element by element: as Word prints it with all changes accepted.

Everything else that is met is put down as left out, with the words before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from msgspec import Struct, field
from msgspec.structs import replace

from generator.extracting.content import (
    BODY,
    BOX,
    NOTE,
    ExtractedCell,
    ExtractedParagraph,
    ExtractedTable,
    Omission,
    Spot,
)
from generator.extracting.limits import (
    ATTACHMENT,
    MAX_NESTING,
    Most,
    damaged,
    too_large,
)
from generator.extracting.word_graphics import EQUATION, INK, alternative, contents, symbol
from generator.extracting.word_numbers import Numbers
from generator.extracting.word_styles import Styles, integer_in, outline_of, value_of_child
from generator.extracting.word_tables import is_layout, pieces_of, with_open_labels, within
from generator.extracting.xml_part import Element, child, is_on, name_of, value_of
from generator.repair.characters import without_hidden

HIDDEN, CONTENTS, COMMENT, FIELD = "隐藏文字", "目录", "批注", "没有结果的域"
SYMBOL, EMPTY_CONTROL, EMBEDDED, LOST_NOTE = "特殊符号", "没有填的控件", "嵌入的文件", "脚注"
_ONCE = {HIDDEN, CONTENTS}
"""What is cut into many pieces, and put down once for a paragraph."""

_DELETED = {"w:del", "w:moveFrom"}
_INSERTED = {"w:ins", "w:moveTo"}
_GRAPHICS = {"w:drawing", "w:pict", "w:object"}
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-"}
_SILENT = {"w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:delText", "w:delInstrText", "w:rt"}
_CONTENTS_STYLE = re.compile(r"(?i:toc \d|table of figures|目录 ?\d)")
_BLANKS = re.compile(r"[\r\n\t\x85\u2028\u2029]")
_UNSEEN_FIELDS = {"TC", "XE", "TA", "RD", "SET", "ASK", "PRIVATE", "ADVANCE", "HYPERLINK", "REF"}
_TAIL = 16
_MOST_COLUMNS = 1000


class _Field(Struct):
    """A field that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    result: bool = False


class _Line(Struct):
    """The paragraph that is being read; ``after`` is what follows it: notes and text boxes."""

    hidden: bool
    parts: list[str] = field(default_factory=list)
    after: list[tuple[str, Element, str]] = field(default_factory=list)


Blocks = list[ExtractedParagraph | ExtractedTable]
Notes = Mapping[tuple[str, str], Element]
"""The notes of a document by kind and number."""


class TextReader:
    """Reads elements of a document one after the other into ``blocks`` and ``omissions``."""

    def __init__(
        self, styles: Styles, numbers: Numbers, notes: Notes, most: Most = ATTACHMENT
    ) -> None:
        self._most = most
        self.blocks: Blocks = []
        self.omissions: list[Omission] = []
        self.revisions = 0
        self.places: list[tuple[Spot, Element]] = []
        """The elements of the paragraphs, and where each stands."""
        self._styles = styles
        self._numbers = numbers
        self._notes = notes
        self._noted: dict[tuple[str, str], int] = {}
        self._spot = Spot(0)
        self._tables = 0
        self._count = 0
        self._characters = 0
        self._depth = 0
        self._tail = ""
        self._fields: list[_Field] = []
        self._line = _Line(hidden=False)
        self._carried_after: list[tuple[str, Element, str]] = []
        """Notes and text boxes of paragraphs whose end is deleted: they follow the next one."""

    def read(self, body: Element) -> None:
        """Read the body of a document. Raises UnreadableError beyond the limits."""
        self._blocks(body, self.blocks, BODY)

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise damaged("读不了：里面的表、文本框一层套一层，太深了")
        yield
        self._depth -= 1

    def _blocks(self, parent: Element, out: Blocks, kind: str, carried: str = "") -> None:
        """Paragraphs and tables below ``parent``. ``carried`` stands before the first paragraph."""
        joined: set[Element] = set()
        with self._deeper():
            for element in parent:
                name = name_of(element)
                if element in joined:
                    continue
                if name == "w:p":
                    carried = self._paragraph(element, out, kind, carried)
                elif name == "w:tbl" and is_layout(element):
                    for _, row in self._rows([element]):
                        for cell in within(row, "w:tc"):
                            self._blocks(cell, out, kind)
                elif name == "w:tbl":
                    pieces = pieces_of(element)
                    joined.update(pieces)
                    out.append(self._table([piece for piece in pieces if name_of(piece) == name]))
                elif name in _DELETED:
                    self.revisions += 1
                elif name == "w:altChunk":
                    self._omit(EMBEDDED)
                elif name in ("m:oMath", "m:oMathPara"):
                    self._omit(EQUATION)
                elif name == "w:sdt" and self._left_out(element):
                    continue
                elif name not in _SILENT:
                    inner = self._opened(element, name)
                    if inner is not None and len(inner):
                        self._blocks(inner, out, kind)
        if carried:
            out.append(ExtractedParagraph(carried, self._spot, kind=kind))

    def _opened(self, element: Element, name: str) -> Element | None:
        """What to read in an element that only wraps others."""
        if name in _INSERTED:
            self.revisions += 1
        if name == "mc:AlternateContent":
            return alternative(element)
        return element

    def _left_out(self, control: Element) -> bool:
        """Whether a content control holds a 目录, or a prompt that nobody has answered."""
        properties = child(control, "w:sdtPr")
        gallery = value_of_child(properties, "w:docPartObj", "w:docPartGallery")
        if gallery == "Table of Contents":
            self._omit(CONTENTS)
            return True
        if is_on(child(properties, "w:showingPlcHdr")):
            self._omit(EMPTY_CONTROL)
            return True
        return False

    def _paragraph(self, element: Element, out: Blocks, kind: str, carried: str) -> str:
        """Read a paragraph. Gives its text where its end is deleted: the next one continues it."""
        self._count += 1
        if self._count > self._most.paragraphs:
            raise too_large(f"太大：超过 {self._most.paragraphs} 段")
        if kind == BODY and not self._spot.table:
            self._spot = Spot(self._spot.paragraph + 1)
        self.places.append((self._spot, element))
        properties = child(element, "w:pPr")
        style = value_of_child(properties, "w:pStyle") or self._styles.default
        name = self._styles.name(style)
        outer, self._line = self._line, _Line(self._styles.hidden(style))
        goes_on = child(properties, "w:rPr", "w:del") is not None
        label = ""
        if not goes_on:
            # A paragraph with a deleted end has the number of the one that it becomes part of.
            label = self._numbers.label(properties, style)
        self._count_characters(label)
        self._inline(element)
        line, self._line = self._line, outer
        # An instruction ends with its paragraph; what is left open there was never closed.
        self._fields = [field for field in self._fields if field.result]
        self._tail += "\n"
        text = carried + without_hidden("".join(line.parts)).text
        if _CONTENTS_STYLE.fullmatch(name):
            if text.strip():
                self._omit(CONTENTS)
            return ""
        after = [*self._carried_after, *line.after]
        self._carried_after = []
        if goes_on:
            self.revisions += 1
            self._carried_after = after
            return text
        outline = outline_of(properties) or self._styles.outline(style)
        out.append(ExtractedParagraph(text, self._spot, label if text else "", name, outline, kind))
        for inner_kind, inner, prefix in after:
            self._blocks(inner, out, inner_kind, prefix)
        return ""

    def _inline(self, parent: Element) -> None:
        """The runs of a paragraph, and what wraps them."""
        with self._deeper():
            for element in parent:
                name = name_of(element)
                if name == "w:r":
                    self._run(element)
                elif name in _DELETED:
                    self.revisions += 1
                elif name in ("m:oMath", "m:oMathPara"):
                    self._omit(EQUATION)
                elif name == "w:subDoc":
                    self._omit(EMBEDDED)
                elif name == "w:sdt" and self._left_out(element):
                    continue
                elif name not in _SILENT:
                    inner = self._opened(element, name)
                    if inner is not None and len(inner):
                        self._inline(inner)

    def _run(self, run: Element) -> None:
        properties = child(run, "w:rPr")
        switch = is_on(child(properties, "w:vanish"))
        if switch is None:
            style = value_of_child(properties, "w:rStyle")
            switch = self._line.hidden or (style is not None and self._styles.hidden(style))
        self._run_content(run, hidden=switch)

    def _run_content(self, run: Element, *, hidden: bool) -> None:
        with self._deeper():
            for element in run:
                name = name_of(element)
                if name == "w:fldChar":
                    self._field(value_of(element, "fldCharType") or "")
                elif name == "w:instrText":
                    if self._fields and len(self._fields[-1].instruction) < _TAIL:
                        self._fields[-1].instruction += element.text or ""
                elif name == "mc:AlternateContent":
                    inner = alternative(element)
                    if inner is not None:
                        self._run_content(inner, hidden=hidden)
                elif hidden:
                    if name == "w:t" and (element.text or "").strip():
                        self._omit(HIDDEN)
                elif not any(not field.result for field in self._fields[:-1]):
                    # Not the result of a field that stands within the instruction of another.
                    self._shown(element, name)

    def _shown(self, element: Element, name: str) -> None:
        """Take over one element of a run: its words, a sign, a line break."""
        if name == "w:t":
            self._say(_BLANKS.sub(" ", element.text or ""))
        elif name in _SIGNS:
            self._say(_SIGNS[name])
        elif name == "w:br":
            if value_of(element, "type") not in ("page", "column"):
                self._say("\n")
        elif name == "w:sym":
            sign = symbol(element)
            self._say(sign or "")
            if sign is None:
                self._omit(SYMBOL)
        elif name in _GRAPHICS:
            boxes, kinds = contents(element)
            for kind in kinds:
                self._omit(kind)
            self._line.after += [(BOX, box, "") for box in boxes]
        elif name in ("w:footnoteReference", "w:endnoteReference"):
            self._note((name.removesuffix("Reference"), value_of(element, "id") or ""))
        elif name == "w:commentReference":
            self._omit(COMMENT)
        elif name == "w:ruby":
            base = child(element, "w:rubyBase")
            if base is not None:
                self._inline(base)
        elif name.endswith(":contentPart") or str(element.tag).endswith("}contentPart"):
            self._omit(INK)

    def _count_characters(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > self._most.characters:
            raise too_large(f"太大：文字超过 {self._most.characters // 10_000} 万字")

    def _say(self, text: str) -> None:
        self._count_characters(text)
        self._line.parts.append(text)
        self._tail = (self._tail + text[-_TAIL:])[-_TAIL:]

    def _omit(self, kind: str) -> None:
        last = next(reversed(self.omissions), None)
        if kind in _ONCE and last and (last.kind, last.spot) == (kind, self._spot):
            return
        before = self._tail.strip().rpartition("\n")[2].strip()
        self.omissions.append(Omission(kind, self._spot, before))

    def _field(self, what: str) -> None:
        if what == "begin":
            self._fields.append(_Field())
        elif what == "separate" and self._fields:
            self._fields[-1].result = True
        elif what == "end" and self._fields:
            closed = self._fields.pop()
            words = closed.instruction.split()
            if not closed.result and words and words[0].upper() not in _UNSEEN_FIELDS:
                self._omit(FIELD)

    def _note(self, key: tuple[str, str]) -> None:
        """A mark where a note belongs; the note itself follows the paragraph."""
        element = self._notes.get(key)
        if element is None:
            self._omit(LOST_NOTE)
            return
        is_noted = key in self._noted
        number = self._noted.setdefault(key, len(self._noted) + 1)
        self._say(f"（注{number}）")
        if not is_noted:
            self._line.after.append((NOTE, element, f"注{number}："))

    def _table(self, pieces: list[Element]) -> ExtractedTable:
        """A table in one or several pieces; one within a cell has no place of its own."""
        outer = self._spot
        if not outer.table:
            self._tables += 1
        number = outer.table or self._tables
        rows: list[list[ExtractedCell]] = []
        above: dict[int, tuple[int, int]] = {}
        begins: dict[int, Element] = {}
        """The number of the first row of each later piece, and the row."""
        begun = pieces[0]
        for piece, row in self._rows(pieces):
            properties = child(row, "w:trPr")
            if piece is not begun:
                begins[len(rows)], begun = row, piece
            cells: list[ExtractedCell] = []
            column = 1 + _columns(value_of_child(properties, "w:gridBefore"), 0)
            for cell in within(row, "w:tc"):
                if not outer.table:
                    self._spot = Spot(outer.paragraph, number, len(rows) + 1, column)
                span = _columns(value_of_child(cell, "w:tcPr", "w:gridSpan"), 1)
                text = self._cell(cell)
                merged = child(cell, "w:tcPr", "w:vMerge")
                continues = merged is not None and value_of(merged) != "restart"
                if continues and column in above:
                    line, index = above[column]
                    first = rows[line][index]
                    rows[line][index] = replace(first, rows=first.rows + 1)
                else:
                    above[column] = len(rows), len(cells)
                    cells.append(ExtractedCell(text, self._spot, span))
                column += span
            rows.append(cells)
        self._spot = outer
        joined = with_open_labels(rows, begins)
        return ExtractedTable(tuple(map(tuple, joined)), Spot(outer.paragraph, number))

    def _rows(self, pieces: list[Element]) -> Iterator[tuple[Element, Element]]:
        """The rows of a table, each behind the piece that it is in, without deleted ones."""
        for piece in pieces:
            for row in within(piece, "w:tr"):
                if child(row, "w:trPr", "w:del") is not None:
                    self.revisions += 1
                else:
                    yield piece, row

    def _cell(self, cell: Element) -> str:
        inside: Blocks = []
        self._blocks(cell, inside, BODY)
        return "\n".join(_text_of(block) for block in inside)


def _text_of(block: ExtractedParagraph | ExtractedTable) -> str:
    if isinstance(block, ExtractedParagraph):
        return block.full
    return "\n".join("\t".join(cell.text for cell in row) for row in block.rows)


def _columns(text: str | None, usual: int) -> int:
    number = integer_in(text)
    if number is None:
        return usual
    return min(max(number, usual), _MOST_COLUMNS)
