"""The one document: frozen nodes that every writer reads, and nothing else.

A writer needs this module and the form's styles only; it knows nothing of accounts. Whatever is
printed stands here as text already: numbering, rounding and wording are done. All coordinates are
logical (roles, spans, relative widths).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum

from msgspec import Struct

from generator.forms.styles import FormStyles


class Text(Struct, frozen=True):
    """A run of plain text."""

    text: str


class Number(Struct, frozen=True):
    """A printed number; ``figure`` is the key of its origin in ``Document.origins``."""

    text: str
    figure: str


class Mark(Struct, frozen=True):
    """A visible 〔待填〕 in a draft: what the clerk still has to fill in (``〔待填：…〕``)."""

    text: str


class LineBreak(Struct, frozen=True):
    """A line break inside a paragraph or a cell."""


class Changed(Struct, frozen=True):
    """Words that a comparison of two documents marks: put in (``new``) or taken out."""

    text: str
    new: bool


Inline = Text | Number | Mark | LineBreak | Changed
_FEW_ROWS, _FEW_WORDS = 12, 60


class Heading(Struct, frozen=True):
    """A real heading.

    Its number is in the text already.

    ``level`` 1 is a part (第二部分 …), 2 is 一、, 3 is （一）, 4 is 1. ``role`` names its look.
    ``toc`` is the text of its line in the 目录, or None when it does not stand there.
    ``break_before`` starts a new page.
    """

    level: int
    inlines: tuple[Inline, ...]
    id: str
    role: str
    toc: str | None = None
    break_before: bool = False


class Paragraph(Struct, frozen=True):
    """A paragraph; ``role`` names its look (正文, 图题, 封面标题, 附件标题, 提示 …)."""

    role: str
    inlines: tuple[Inline, ...]


class Toc(Struct, frozen=True):
    """Where the list of contents stands; its lines are ``Document.toc``."""


class TocEntry(Struct, frozen=True):
    """One line of the 目录: ``level`` 1 or 2, text, and the id of the heading it leads to."""

    level: int
    text: str
    target: str


class ChartKind(Enum):
    """The two kinds of chart that the form uses."""

    COLUMN = "柱状图"
    PIE = "饼状图"


class Series(Struct, frozen=True):
    """One series of a chart: a name, and a value for each category as the text prints it.

    ``values`` are such as ``"1,845.83"``; ``amounts`` are the same as numbers.
    """

    name: str
    values: tuple[str, ...]

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """The values as numbers."""
        return tuple(Decimal(value.replace(",", "")) for value in self.values)


class Chart(Struct, frozen=True):
    """A chart: drawn natively by each writer from the same printed values.

    ``alt`` is the alternative text (a sentence with the values). ``unit`` is the unit of the values
    (万元). A pie has one series, no zero values in it, and the ``shares`` of its slices as the text
    prints them (``"30.1%"``). ``caption`` is None when the form prints no captions.
    """

    id: str
    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    alt: str
    caption: str | None = None
    shares: tuple[str, ...] = ()


class Cell(Struct, frozen=True):
    """One table cell.

    ``align`` is 左, 中 or 右; ``indent`` counts characters; ``header`` makes it a th.

    ``scope`` of a header cell is ``col`` or ``row``. An amount of a statutory table has its exact
    ``value``, and in ``sums`` the places (row of the body, column, both from 0) of the amounts of
    the same table that it adds up, where it does so exactly.
    """

    inlines: tuple[Inline, ...]
    colspan: int = 1
    rowspan: int = 1
    align: str = "左"
    indent: int = 0
    header: bool = False
    scope: str = "col"
    strong: bool = False
    value: Decimal | None = None
    sums: tuple[tuple[int, int], ...] = ()


class Row(Struct, frozen=True):
    """One table row. Cells covered by a rowspan from above are absent, as in HTML."""

    cells: tuple[Cell, ...]


class Table(Struct, frozen=True):
    """A table.

    Its visible title is a Heading or Paragraph before it.

    ``name`` is for assistive technology and search. ``corner`` stands right above (公开01表),
    ``left`` and ``right`` on the next line (部门：…, 单位：万元); each may be "". ``widths`` are
    relative, one for each column. ``head`` rows repeat on every page. ``notes`` stand below.
    ``role`` is the look of its text: 表格 (the statutory tables) or 自评表 (a form with long text,
    whose rows may break over pages).
    """

    id: str
    name: str
    widths: tuple[int, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    corner: str = ""
    left: str = ""
    right: str = ""
    notes: tuple[tuple[Inline, ...], ...] = ()
    role: str = "表格"

    @property
    def compact(self) -> bool:
        """Whether a table stands on one page: a few rows of a few words, not a statutory one."""
        cells = [cell for row in self.body for cell in row.cells]
        return (
            self.role != "表格"
            and len(self.body) <= _FEW_ROWS
            and all(len(plain(cell.inlines)) <= _FEW_WORDS for cell in cells)
        )


class PageBreak(Struct, frozen=True):
    """The next block starts a new page."""


Block = Heading | Paragraph | Toc | Chart | Table | PageBreak
UNNUMBERED = ("审核", "封面", "目录")


class Section(Struct, frozen=True):
    """Pages of one orientation, which start on a new page.

    ``kind`` is 审核 (a draft's findings), 封面, 目录, 正文 or 附表. The kinds of ``UNNUMBERED``
    carry no page number; the count starts at 1 with the first section of kind 正文 and goes on to
    the end.
    """

    kind: str
    landscape: bool
    blocks: tuple[Block, ...]


class Origin(Struct, frozen=True):
    """Where a printed number comes from, for people.

    ``explanation`` is a plain sentence, such as ``= 基本支出 554.97 ÷ 本年支出合计 1845.83``.
    """

    label: str
    explanation: str


class Sheet(Struct, frozen=True):
    """A statutory table as one sheet of a workbook: not cut into pages, whatever its width."""

    title: str
    landscape: bool
    table: Table


Token = str | Decimal | tuple[int, int, int]
"""A piece of a review formula: an operator or bracket, a typed amount, or a cell.

A cell is (sheet, row of the body, column), all from 0.
"""


UP = ("增加", "增长", "上升", "提高", "增", "升", "多", "高于", "超出", "超过")
DOWN = ("减少", "下降", "降低", "减", "降", "少", "低于", "节约", "压减", "下浮")
"""The words before a number that say that it is added, or taken off."""


class Way(Struct, frozen=True):
    """The word that says the direction of a change (减少), by its place in the sentence.

    ``down``: it says that the number is taken off.
    """

    at: int
    word: str
    down: bool


class ReviewLine(Struct, frozen=True):
    """A printed number of a sentence with what it is computed from, for a reviewer's workbook.

    ``note`` says in words where it comes from. ``at`` is where the number stands in the sentence,
    ``way`` the word before it that says its direction. ``negative``: the number is below zero, and
    printed without a sign.
    """

    section: str
    sentence: str
    label: str
    printed: str
    tokens: tuple[Token, ...]
    note: str
    at: int
    way: Way | None
    negative: bool


class Document(Struct, frozen=True):
    """The whole document.

    ``draft`` is the words that every page of a draft carries (审核稿（未通过校验）), else None.
    ``date`` is an ISO date (公开日期, or 31 December of the year): the only date that writers may
    put into metadata. ``continued`` stands behind the title of a table that goes on.
    """

    title: str
    unit_name: str
    year: int
    date: str
    sections: tuple[Section, ...]
    toc: tuple[TocEntry, ...]
    origins: Mapping[str, Origin]
    styles: FormStyles
    draft: str | None = None
    sheets: tuple[Sheet, ...] = ()
    review: tuple[ReviewLine, ...] = ()
    language: str = "zh-CN"
    continued: str = "（续）"


def plain(inlines: tuple[Inline, ...]) -> str:
    """The text of inlines, line breaks as newlines."""
    return "".join("\n" if isinstance(part, LineBreak) else part.text for part in inlines)


def lines_of(block: Block) -> Iterator[tuple[Inline, ...]]:
    """What a block says in words and numbers: a heading, a paragraph, the cells and notes of a
    table."""
    if isinstance(block, Heading | Paragraph):
        yield block.inlines
    elif isinstance(block, Table):
        yield from (cell.inlines for row in (*block.head, *block.body) for cell in row.cells)
        yield from block.notes


def tables_of(document: Document) -> list[Table]:
    """The tables of a document, in order."""
    tables: list[Table] = []
    for section in document.sections:
        tables += (block for block in section.blocks if isinstance(block, Table))
    return tables


def texts_of(document: Document) -> Iterator[str]:
    """Everything that a reader of the document can see or hear, piece by piece."""
    yield document.title
    for section in document.sections:
        for block in section.blocks:
            yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Heading | Paragraph):
        yield plain(block.inlines)
    elif isinstance(block, Chart):
        yield from (block.title, block.alt, block.caption or "", *block.categories)
    elif isinstance(block, Table):
        yield from (block.name, block.corner, block.left, block.right)
        yield from (plain(note) for note in block.notes)
        yield from (plain(cell.inlines) for row in (*block.head, *block.body) for cell in row.cells)
    if isinstance(block, Heading) and block.toc:
        yield block.toc
