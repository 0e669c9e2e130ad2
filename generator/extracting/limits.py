"""How much of a foreign file is read. It may come from anybody: nothing in it decides how long we
read, nor how much memory that takes."""

from __future__ import annotations

from msgspec import Struct

MAX_FILE = 100_000_000
"""Bytes of the file: photographs make Word files large, and are not read."""
MAX_DIRECTORY = 1_000_000
"""Bytes of the list of what is in the file; a Word file has some thousand."""
MAX_MEMBERS = 5_000
MAX_PART = 16_000_000
"""Bytes of one part, unpacked; the text of two hundred pages has some five million."""
MAX_UNPACKED = 200_000_000
"""Bytes of all parts together, unpacked, where all are read: a copy holds the photographs too."""
MAX_MARKS = 600_000
"""Tags and attributes of all parts read: each takes some two hundred bytes of memory."""
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
"""Bytes of a text or a web page."""
MAX_TEXT_LINES = 60_000
"""Lines of a plain text."""


class Most(Struct, frozen=True):
    """How much text is read of a Word file."""

    characters: int = MAX_CHARACTERS
    paragraphs: int = MAX_PARAGRAPHS


ATTACHMENT = Most()
WHOLE_DOCUMENT = Most(2_000_000, 60_000)
"""Of a finished document with all its tables."""


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
    return UnreadableError(what, "删去不用公开的部分，或分成几件附件", "0.2")
