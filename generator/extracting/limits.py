"""How much of a foreign file is read. It may come from anybody: nothing in it decides how long we
read, nor how much memory that takes."""

from __future__ import annotations

from msgspec import Struct

MAX_FILE = 100_000_000
"""Bytes of the file: photographs make Word files large, and are not read."""
MAX_DIRECTORY = 1_000_000
"""Bytes of the list of what is in the file; a Word file has some thousand."""
MAX_MEMBERS = 5_000
MAX_UNPACKED = 200_000_000
"""Bytes of all parts together, unpacked, where all are read: a copy holds the photographs too."""
MAX_NESTING = 60
"""Tables in tables, text boxes in controls …"""
MAX_CHARACTERS = 100_000
"""Characters of text of one file: some 150 pages, half a minute's work for the PDF."""
MAX_PARAGRAPHS = 5_000
MAX_ALL, MAX_ALL_PARAGRAPHS = 200_000, 10_000
"""The same of all files that one data file attaches."""
MAX_LABEL = 40
"""Characters of one automatic number."""
MAX_TEXT = 20_000_000
"""Bytes of a text or a web page; the page of a document of fifty pages has half a million."""
MAX_TEXT_LINES = 60_000
"""Lines of a plain text."""
MAX_TAGS_DEEP = 2048
"""Elements in elements of a web page: the limit of the library. Tags that nobody closed lie in one
another, some hundred in a page that was made by hand."""
READING_SECONDS, READING_MEMORY = 30, 1_000_000_000
"""Time and bytes for reading a finished Word file or a web page: 500 pages take three seconds and 150
million bytes."""

MAX_PDF = 200_000_000
"""Bytes of a PDF: photographs make it large, and are not read."""
PDF_SECONDS, PDF_MEMORY = 90, 600_000_000
"""Time and bytes for reading a PDF: 800 pages of tables take 8 seconds and less than 300 million bytes
(with the library itself); a form that names itself fills all there is."""
MAX_PAGES = 800
MAX_PAGE_SIGNS = 100_000
"""Signs of one page; a workbook that was printed onto one page has fifty thousand."""
MAX_PAGE_SHAPES, MAX_PAGE_RULES = 50_000, 10_000
"""Shapes of one page that are looked at, and ruled lines among them: a full page of cells, each with
four lines of its own, has four thousand. What has more is a map or a drawing."""
MAX_PAGE_CELLS = 100_000
"""Cells that the ruled lines of one page make; what has more is a drawing."""

MAX_TABLE_CELLS = 200_000
"""Cells of one table, each as often as it covers rows and columns: the longest list of a unit has
some thousand rows of thirty columns."""
MAX_CELLS = 500_000
"""Cells of all tables of a document; 800 pages of tables have eighty thousand."""
MAX_COLUMNS = 600
"""Columns of a table; nothing that is printed has more than sixty."""
MAX_PARAGRAPH = 50_000
"""Characters of one paragraph or cell: whoever reads it looks through it many times."""


class Most(Struct, frozen=True):
    """How much text is read of a Word file."""

    characters: int
    paragraphs: int
    """Those in cells count."""
    marks: int
    """Tags and attributes of all parts read: each takes some two hundred bytes of memory."""
    part: int
    """Bytes of one part, unpacked."""


ATTACHMENT = Most(MAX_CHARACTERS, MAX_PARAGRAPHS, 600_000, 16_000_000)
"""Text alone: that of two hundred pages has some five million bytes."""
WHOLE_DOCUMENT = Most(2_000_000, 100_000, 4_000_000, 64_000_000)
"""Of a finished document with all its tables: 500 pages have 41,000 paragraphs, and, where Word has
saved them, 2,200,000 marks."""


class UnreadableError(Exception):
    """A file is not read; ``message`` says why (without the file's name), ``fix`` what to do,
    ``since`` the version from which it is so, where an earlier one would have read it."""

    def __init__(self, message: str, fix: str, since: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.since = since


def damaged(what: str = "已经损坏，读不出来") -> UnreadableError:
    """What to say of a file that should be a Word file, and cannot be read."""
    return UnreadableError(what, "用 Word 打开看是不是完整，再另存为“Word 文档（*.docx）”")


def too_large(what: str) -> UnreadableError:
    """What to say of a file that has more than we read."""
    return UnreadableError(what, "删去不用公开的部分，或分成几个文件", "0.2")
