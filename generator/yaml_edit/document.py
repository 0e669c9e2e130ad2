"""The editor of data files: what is asked for is collected and done at once, and every other
character stays as it was typed.

    document = Document(text)
    document.set_value(document.at("收入", "事业收入"), "5")
    document.written()
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from generator.yaml_edit.comments import typed_comments
from generator.yaml_edit.edits import Edit, line_starts, replaced
from generator.yaml_edit.entries import Entry, Style, key_text, read_entries

_NOTHING = re.compile(r"([ \t]*)(?:#|\r?$)", re.MULTILINE)
_LITERAL = re.compile(r"(?m)[|>][-+\d]*$")


class Document:
    """A data file that is being edited.

    ``root`` is the whole file; what is changed is named by its entry. ``comments`` are those
    typed, by line, counted from 0. Raises yaml.YAMLError for a text that is no YAML.

    Values are YAML as it is to stand in the file; their further lines are given as if the entry
    stood at the left edge. Of what is asked for inside a part that goes, nothing is done.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = read_entries(text)
        first, *others = line_starts(text)
        self._starts = (first + text.startswith("\ufeff"), *others)
        self._line_end = "\r\n" if "\r\n" in text else "\n"
        self._edits: list[Edit] = []
        self._bodies: list[Edit] = []
        self._insertions: list[Edit] = []
        self._gone: dict[Entry, str] = {}
        self._comments: dict[int, str] = {}
        self.comments = typed_comments(text, self.root)

    def at(self, *path: str) -> Entry:
        """The entry at a path (an item of a list by its number). Raises KeyError."""
        entry = self.root.at(*path)
        if entry is None:
            raise KeyError("/".join(path))
        return entry

    def line(self, offset: int) -> int:
        """The line, counted from 0, in which an offset lies."""
        return bisect_right(self._starts, offset) - 1

    def lines(self, entry: Entry) -> range:
        """The lines of an entry, from its key to the end of its value."""
        return range(self.line(entry.begin), self.line(entry.end) + 1)

    def typed(self, entry: Entry) -> str:
        """A value as it stands in the text, on one line; a single one without its quotes."""
        text = entry.text if entry.single else self.text[entry.start : entry.end]
        return re.sub(r"\s+", " ", text).strip()

    # --- values and entries ---

    def set_value(self, entry: Entry, value: str, keep: str = "") -> None:
        """Put a value in the place of the old one, which may be missing.

        With ``keep``, the lines of a literal text stay below, as comments that begin with it.
        """
        start, end = entry.start, entry.end
        if entry.style is Style.LINES:
            start, end = entry.behind, self._stop(end)
            if self._stop(start) < entry.start:
                # The comment behind the key stays.
                self._edits.append(Edit(self._stop(start), end, ""))
                end = start
        elif keep and entry.style is Style.LITERAL:
            below = range(self.line(start) + 1, self.line(end) + 1)
            end = self._stop(start)
            self._edits.append(Edit(end, self._stop(entry.end), self._marked(below, keep)))
        elif not value and not entry.in_braces and start < self._stop(entry.behind):
            start = entry.behind
        head, *body = self._indented(value, entry.parent, self._stop(end)).split("\n", 1)
        if value and start == entry.behind > entry.begin and not value[0].isspace():
            head = f" {head}"
        if value and entry.blank and entry.behind == entry.key_end:
            # A key in braces that has no colon yet.
            head = f":{head}"
        if value or not entry.blank:
            self._edits.append(Edit(start, end, head.removesuffix("\r")))
        # The comment in the line stays there, before the lines below.
        stop = self._stop(end)
        self._bodies += [Edit(stop, stop, self._line_end + lines) for lines in body]

    def rename(self, entry: Entry, key: str) -> None:
        """Put a key, as it is to be typed, in the place of the old one."""
        self._edits.append(Edit(entry.begin, entry.key_end, key))

    def insert_entry(self, parent: Entry, key: str, value: str, after: Entry | None = None) -> None:
        """Add an entry to a part, behind another or as the first; in a list without ``key``.

        ``value`` is what stands behind the colon, which may be a comment and lines below. Raises
        ValueError where ``parent`` is a single value.
        """
        if parent.single:
            raise ValueError(f"{parent.name}: no part")
        braces, first = parent.style is Style.BRACES, next(iter(parent.entries), None)
        head = ("" if braces else "-") if parent.listed else f"{key_text(key)}:"
        put = head + " " * bool(head and value and not value[0].isspace()) + value
        between = ", " if braces else self._line_end + " " * parent.column
        if after:
            at = after.end if braces else self._stop(after.end)
            put = between + self._indented(put, parent, at)
        elif first:
            at, put = first.begin, self._indented(put, parent, first.begin) + between
        else:
            at, put = parent.start + braces, put if braces else put + self._line_end
        self._insertions.append(Edit(at, at, put))

    def remove_entry(self, entry: Entry) -> None:
        """Take an entry out, with its lines where it has its own; what loses all is {} or [].

        Comments below stay: one that is typed deeper goes to a literal text that stands above.
        """
        self._gone[entry] = ""

    def replace_entry(self, entry: Entry, lines: str) -> None:
        """Put lines in the place of an entry that has lines of its own."""
        self._gone[entry] = lines

    def comment_out(self, entry: Entry, mark: str, head: str) -> None:
        """Make the lines of an entry comments that begin with ``mark``, below one that says why.

        A part that loses all in this way is left as a key without a value.
        """
        margin = " " * (entry.parent.column if entry.parent else 0)
        self._gone[entry] = f"{margin}{head}{self._marked(self.lines(entry), mark)}"

    # --- lines and comments ---

    def insert_line(self, line: int, text: str) -> None:
        """Put lines above a line."""
        at = self._starts[line]
        self._edits.append(Edit(at, at, text.replace("\n", self._line_end) + self._line_end))

    def remove_line(self, line: int) -> None:
        """Take a line out."""
        self._edits.append(Edit(self._starts[line], self._next(line), ""))

    def set_comment(self, line: int, text: str) -> None:
        """Put a comment in the place of the one in a line, or behind the line; "" for none.

        Where a comment stood alone an empty line is left, which a text with |+ above it takes.
        """
        there = self._comment(line)
        blanks = there.removesuffix(there.lstrip()) if there else "  "
        self._comments[line] = f"{blanks}{text}" if text else ""

    def add_note(self, line: int, text: str) -> None:
        """Say something behind a line, or behind the comment that it has."""
        there = self._comment(line).strip()
        self.set_comment(line, f"{there}；{text}" if there else f"# {text}")

    def _comment(self, line: int) -> str:
        """The comment of a line as it is to be, with the blanks before it; "" without one."""
        typed = self.comments.get(line)
        return self._comments.get(line, f"{typed.blanks}{typed.text}" if typed else "")

    def written(self) -> str:
        """The text, edited."""
        for parent in dict.fromkeys(entry.parent for entry in self._gone):
            if parent:
                self._without(parent)
        self._gone.clear()
        edits = [*self._edits, *self._comment_edits(), *self._bodies, *self._insertions]
        # At one place: first what is put there, in the order asked for, then what goes with most.
        edits.sort(key=lambda edit: (edit.start, edit.end > edit.start, -edit.end))
        return replaced(self.text, edits)

    # --- how it is done ---

    def _stop(self, offset: int) -> int:
        """Where the line ends in which an offset lies."""
        end = self.text.find("\n", offset)
        end = len(self.text) if end < 0 else end
        return end - (self.text[max(offset, end - 1) : end] == "\r")

    def _next(self, line: int) -> int:
        """Where the line after a line begins."""
        return self._starts[line + 1] if line + 1 < len(self._starts) else len(self.text)

    def _indented(self, value: str, parent: Entry | None, at: int) -> str:
        """A value put at an offset, whose further lines stand as deep as the entries of its part.

        Those of a literal text stand deeper than comments below, which it would take in.
        """
        deep = parent.column if parent and parent.style is Style.LINES else 0
        literal = bool(_LITERAL.search(value))
        for below in range(self.line(at) + 1, len(self._starts) * literal):
            margin = _NOTHING.match(self.text, self._starts[below])
            if not margin:
                break
            deep = max(deep, len(margin[1]))
        # Its last line needs a line end.
        last = literal and at == len(self.text)
        return value.replace("\n", self._line_end + " " * deep) + self._line_end * last

    def _marked(self, lines: range, mark: str) -> str:
        """Lines as comments, each after a line end."""
        stops = ((self._starts[line], self._stop(self._starts[line])) for line in lines)
        return "".join(f"{self._line_end}{mark}{self.text[start:end]}" for start, end in stops)

    def _without(self, parent: Entry) -> None:
        """Note the edits for the entries of a part that go."""
        stay = [entry for entry in parent.entries if entry not in self._gone]
        gone = [entry for entry in parent.entries if entry in self._gone]
        if parent.style is Style.BRACES:
            self._edits += [self._out_of_braces(entry, stay) for entry in gone]
            return
        if not stay and not any(self._gone[entry] for entry in gone):
            self.set_value(parent, "[]" if parent.listed else "{}")
            return
        for entry in gone:
            put, lines = self._gone[entry], self.lines(entry)
            start, end = self._starts[lines[0]], self._stop(entry.end)
            before = self.text[start : entry.begin]
            if before.strip() and stay:
                # The dash before the first of several passes to the next.
                heir = self._starts[self.line(stay[0].begin)]
                self._edits.append(Edit(heir, stay[0].begin, before))
            self._edits.append(Edit(start, end if put else self._next(lines[-1]), put))

    def _out_of_braces(self, entry: Entry, stay: list[Entry]) -> Edit:
        """Take out an entry with one comma; the comments of those that stay stay too."""
        assert entry.parent is not None
        siblings = entry.parent.entries
        number = siblings.index(entry)
        if any(one in stay for one in siblings[:number]):
            between = self.text[siblings[number - 1].end : entry.begin]
            put = between.replace(",", "", 1) if "#" in between else ""
            return Edit(siblings[number - 1].end, entry.end, put)
        last = number + 1 == len(siblings)
        return Edit(entry.begin, entry.end if last else siblings[number + 1].begin, "")

    def _comment_edits(self) -> Iterator[Edit]:
        for line, put in self._comments.items():
            start, typed = self._starts[line], self.comments.get(line)
            end = self._stop(start)
            start = typed.start if typed else start + len(self.text[start:end].rstrip(" \t"))
            yield Edit(start, end, put)
