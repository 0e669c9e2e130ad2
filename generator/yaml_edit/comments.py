"""The comments of a data file, told apart from signs that look like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.yaml_edit.edits import Edit, line_starts, line_stop, position
from generator.yaml_edit.entries import YamlEntry

_NOTHING = re.compile(r"([ \t]*)(?:#|\r?$)", re.MULTILINE)
_BLOCK = re.compile(r"[|>][-+\d]{0,2}(?=[ \t\r\n])")
_COMMENT = re.compile(r"#[^\r\n]*")


class Comment(Struct, frozen=True):
    """A comment as typed, the blanks before it, which begin at ``start``, and whether there is
    nothing else in its line."""

    start: int
    blanks: str
    text: str
    alone: bool


def typed_comments(text: str, root: YamlEntry) -> dict[int, Comment]:
    """The comments by line, counted from 0: # begins one outside keys and single values."""
    entries = list(root.below())
    spans = [(entry.begin, entry.key_end) for entry in entries]
    for entry in entries:
        if entry.single:
            # Behind the mark of a block (|, >-, |2) a comment may stand before its text.
            start = entry.start
            mark = _BLOCK.match(text, start, entry.end)
            if mark is not None:
                spans.append(mark.span())
                start = line_stop(text, mark.end())
            spans.append((start, entry.end))
    comments: dict[int, Comment] = {}
    done = 0
    for start, end in [*sorted(spans), (len(text), len(text))]:
        for match in _COMMENT.finditer(text, done, start):
            line, column = position(text, match.start())
            before = text[match.start() - column + 1 : match.start()].removeprefix("\ufeff")
            content = before.rstrip(" \t")
            blanks = before[len(content) :]
            begin = match.start() - len(blanks)
            comments[line - 1] = Comment(begin, blanks, match[0], not content)
        done = max(done, end)
    return comments


def comment_edits(
    text: str, typed: Mapping[int, Comment], put: Mapping[int, str]
) -> Iterator[Edit]:
    """The edits for comments with the blanks before them, by line, in the place of those typed."""
    starts = line_starts(text)
    for line, comment in put.items():
        start, stop = starts[line], line_stop(text, starts[line])
        if line in typed:
            start = typed[line].start
        else:
            start += len(text[start:stop].rstrip(" \t"))
        yield Edit(start, stop, comment)


def blank_lines(text: str, first: int) -> Iterator[tuple[int, int]]:
    """The lines from one on, as far as they hold nothing but comments: each with its margin."""
    starts = line_starts(text)
    for line in range(first, len(starts)):
        margin = _NOTHING.match(text, starts[line])
        if not margin:
            return
        yield line, len(margin[1])
