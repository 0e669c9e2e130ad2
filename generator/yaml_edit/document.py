"""The editor of data files: what is asked for is collected and done at once, and every other
character stays as it was typed.

    document = Document(text)
    document.set_value(document.at("收入", "事业收入"), "5")
    document.edited_text()
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from generator.yaml_edit import marks
from generator.yaml_edit.comments import blank_lines, comment_edits, typed_comments
from generator.yaml_edit.edits import Edit, line_starts, line_stop, replaced
from generator.yaml_edit.entries import EntryStyle, YamlEntry, key_text, read_entries
from generator.yaml_edit.removing import out_of_braces

_BAR = re.compile(r"[|>][-+\d]*")
_DEEPER = 9
"""A part's entries stand at most so much farther in than its key."""
_LITERAL = re.compile(r"(?m)[|>][-+\d]*$")


class YamlDocument:
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
        self._line_end = "\n"
        if "\r\n" in text:
            self._line_end = "\r\n"
        self._edits: list[Edit] = []
        self._bodies: list[Edit] = []
        self._insertions: list[Edit] = []
        self._gone: dict[YamlEntry, str] = {}
        self._comments: dict[int, str] = {}
        self.comments = typed_comments(text, self.root)

    def at(self, *path: str) -> YamlEntry:
        """The entry at a path (an item of a list by its number). Raises KeyError."""
        entry = self.root.at(*path)
        if entry is None:
            raise KeyError("/".join(path))
        return entry

    def line(self, offset: int) -> int:
        """The line, counted from 0, in which an offset lies."""
        return bisect_right(self._starts, offset) - 1

    def lines(self, entry: YamlEntry) -> range:
        """The lines of an entry, from its key to the end of its value."""
        return range(self.line(entry.begin), self.line(entry.end) + 1)

    def typed(self, entry: YamlEntry) -> str:
        """A value as it stands in the text, on one line; a single one without its quotes."""
        text = self.text[entry.start : entry.end]
        if entry.single:
            text = entry.text
        return re.sub(r"\s+", " ", text).strip()

    # --- values and entries ---

    def set_value(self, entry: YamlEntry, value: str, keep: str = "") -> None:
        """Put a value in the place of the old one, which may be missing.

        With ``keep``, the lines of a literal text stay below, as comments that begin with it.
        """
        start, end = entry.start, entry.end
        if entry.style is EntryStyle.LINES:
            start, end = entry.behind, self._stop(end)
            if self._stop(start) < entry.start:
                # The comment behind the key stays.
                self._edits.append(Edit(self._stop(start), end, ""))
                end = start
        elif keep and entry.style is EntryStyle.LITERAL:
            below = range(self.line(start) + 1, self.line(end) + 1)
            end = self._stop(start)
            self._edits.append(Edit(end, self._stop(entry.end), self._marked(below, keep)))
        elif entry.style is EntryStyle.LITERAL and self._mark_end(entry) < self._stop(start):
            # So does the comment behind the bar.
            self._edits.append(Edit(self._stop(start), end, ""))
            end = self._mark_end(entry)
        elif value[:1] in ("", "\n") and not entry.in_braces and start < self._stop(entry.behind):
            # Nothing stands behind the colon: no blank either.
            start = entry.behind
        old = self._stop(end)
        if entry.style is EntryStyle.LINES:
            old = self._stop(entry.end)
        head, *body = self._indented(value, entry.parent, old).split("\n", 1)
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

    def rename(self, entry: YamlEntry, key: str) -> None:
        """Put a key, as it is to be typed, in the place of the old one."""
        self._edits.append(Edit(entry.begin, entry.key_end, key))

    def insert_entry(
        self, parent: YamlEntry, key: str, value: str, after: YamlEntry | None = None
    ) -> None:
        """Add an entry to a part, behind another or as the first; in a list without ``key``.

        ``value`` is what stands behind the colon, which may be a comment and lines below. Raises
        ValueError where ``parent`` is a single value.
        """
        if parent.single:
            raise ValueError(f"{parent.name}: no part")
        head = self._head(parent, key)
        if head and value and not value[0].isspace():
            head = f"{head} "
        if parent.style is EntryStyle.BRACES:
            insertion = self._into_braces(parent, head + value, after)
        else:
            insertion = self._into_lines(parent, head + value, after)
        self._insertions.append(insertion)

    def _head(self, parent: YamlEntry, key: str) -> str:
        """What stands before the value of a new entry: a key, a dash, nothing in brackets."""
        if not parent.listed:
            return f"{key_text(key)}:"
        if parent.style is EntryStyle.BRACES:
            return ""
        return "-"

    def _into_braces(self, parent: YamlEntry, put: str, after: YamlEntry | None) -> Edit:
        """The edit that adds an entry to a part in braces, with one comma."""
        if after:
            at = after.end
            put = f", {self._indented(put, parent, at)}"
        elif parent.entries:
            at = parent.entries[0].begin
            put = f"{self._indented(put, parent, at)}, "
        else:
            at = parent.start + 1
            if any(edit.start == at for edit in self._insertions):
                put = f", {put}"
        return Edit(at, at, put)

    def _into_lines(self, parent: YamlEntry, put: str, after: YamlEntry | None) -> Edit:
        """The edit that adds an entry to a part with lines of its own."""
        between = self._line_end + " " * parent.column
        if after:
            at = self._stop(after.end)
            put = between + self._indented(put, parent, at)
        elif parent.entries:
            at = parent.entries[0].begin
            put = self._indented(put, parent, at) + between
        else:
            at = parent.start
            put += self._line_end
        return Edit(at, at, put)

    def remove_entry(self, entry: YamlEntry) -> None:
        """Take an entry out, with its lines where it has its own; what loses all is {} or [].

        Comments below stay. Below a literal text they are put as far left as the entry stood: the
        text would take in what is typed deeper, and it would be printed.
        """
        self._gone[entry] = ""

    def replace_entry(self, entry: YamlEntry, lines: str) -> None:
        """Put lines in the place of an entry that has lines of its own."""
        self._gone[entry] = lines

    def comment_out(self, entry: YamlEntry, mark: str, head: str) -> None:
        """Make the lines of an entry comments that begin with ``mark``, below one that says why.

        A part that loses all so is a key (a dash) without a value; a dash in the same line stays.
        """
        margin = ""
        if entry.parent:
            margin = " " * entry.parent.column
        marked = self._marked(self.lines(entry), mark)
        before = self._before(entry)
        if before.strip():
            marked = marked.replace(f"{mark}{before}", f"{mark}{' ' * len(before)}", 1)
        self._gone[entry] = f"{margin}{head}{marked}"

    # --- lines and comments ---

    def insert_line(self, line: int, text: str) -> None:
        """Put lines above a line."""
        at = self._starts[line]
        self._edits.append(Edit(at, at, text.replace("\n", self._line_end) + self._line_end))

    def remove_line(self, line: int) -> None:
        """Take a line of the file out, by its number."""
        self._edits.append(Edit(self._starts[line], self._next(line), ""))

    def remove_notes(self, part: YamlEntry, name: str, mark: str) -> None:
        """Take the lines out of a part, and below it, that ask for an entry which it gets now; what
        a person has written into them stays."""
        last = self.line(part.end)
        below = [line for line, _ in blank_lines(self.text, last + 1)]
        lines, margins = [*range(self.line(part.begin), last + 1), *below], {part.column}
        if part.style is not EntryStyle.LINES:
            # A part without lines of its own yet: they stand below it, somewhat farther in.
            own = part.begin - self._starts[self.line(part.begin)]
            lines, margins = below, set(range(own + 1, own + _DEEPER))
        asking = False
        for line in lines:
            comment = self.comments.get(line)
            if comment is None or not comment.alone or len(comment.blanks) not in margins:
                asking = False
                continue
            goes_on = asking and marks.goes_on(comment.text, name)
            asking = goes_on or marks.asks_for(comment.text, name, mark)
            remaining = ""
            if not goes_on:
                remaining = marks.without_request(comment.text, name, mark)
            if remaining:
                self.set_comment(line, remaining)
            elif asking:
                self.remove_line(line)

    def set_comment(self, line: int, text: str) -> None:
        """Put a comment in the place of the one in a line, or behind the line; "" for none.

        Where a comment stood alone an empty line is left, which a text with |+ above it takes.
        """
        there = self._comment(line) or "  "
        blanks = there.removesuffix(there.lstrip())
        self._comments[line] = f"{blanks}{text}" if text else ""

    def add_note(self, line: int, text: str) -> None:
        """Say something behind a line, or behind the comment that it has."""
        there = self._comment(line).strip()
        if there:
            self.set_comment(line, f"{there}；{text}")
        else:
            self.set_comment(line, f"# {text}")

    def comment(self, line: int) -> str:
        """The comment of a line as it is to be; "" without one."""
        return self._comment(line).strip()

    def _comment(self, line: int) -> str:
        """The comment of a line as it is to be, with the blanks before it; "" without one."""
        if line in self._comments:
            return self._comments[line]
        if line not in self.comments:
            return ""
        typed = self.comments[line]
        return f"{typed.blanks}{typed.text}"

    def edited_text(self) -> str:
        """The text with everything done that was asked for."""
        for parent in dict.fromkeys(entry.parent for entry in self._gone):
            if parent:
                self._without(parent)
        self._gone.clear()
        edits = [
            *self._edits,
            *comment_edits(self.text, self.comments, self._comments),
            *self._bodies,
            *self._insertions,
        ]
        # At one place: first what is put there, in the order asked for, then what goes with most.
        edits.sort(key=lambda edit: (edit.start, edit.end > edit.start, -edit.end))
        return replaced(self.text, edits)

    # --- how it is done ---

    @cached_property
    def _literals(self) -> list[int]:
        """Where the literal texts end, in order."""
        return [entry.end for entry in self.root.below() if entry.style is EntryStyle.LITERAL]

    def _mark_end(self, entry: YamlEntry) -> int:
        """Where the bar of a literal text ends, with its signs."""
        mark = _BAR.match(self.text, entry.start)
        return mark.end() if mark else entry.start

    def _stop(self, offset: int) -> int:
        """Where the line ends in which an offset lies."""
        return line_stop(self.text, offset)

    def _next(self, line: int) -> int:
        """Where the line after a line begins."""
        if line + 1 < len(self._starts):
            return self._starts[line + 1]
        return len(self.text)

    def _indented(self, value: str, parent: YamlEntry | None, at: int) -> str:
        """A value put at an offset, whose further lines stand as deep as the entries of its part.

        Those of a literal text stand deeper than comments below, which it would take in.
        """
        deep = 0
        if parent and parent.style is EntryStyle.LINES:
            deep = parent.column
        literal = bool(_LITERAL.search(value))
        if literal:
            below = blank_lines(self.text, self.line(at) + 1)
            deep = max(deep, *(margin for _, margin in below), 0)
        # Its last line needs a line end.
        last = literal and at == len(self.text)
        return value.replace("\n", self._line_end + " " * deep) + self._line_end * last

    def _marked(self, lines: range, mark: str) -> str:
        """Lines as comments, each after a line end."""
        stops = ((self._starts[line], self._stop(self._starts[line])) for line in lines)
        return "".join(f"{self._line_end}{mark}{self.text[start:end]}" for start, end in stops)

    def _without(self, parent: YamlEntry) -> None:
        """Note the edits for the entries of a part that go."""
        stay = [entry for entry in parent.entries if entry not in self._gone]
        gone = [entry for entry in parent.entries if entry in self._gone]
        if parent.style is EntryStyle.BRACES:
            self._edits += [out_of_braces(self.text, entry, stay) for entry in gone]
            return
        if not stay and not any(self._gone[entry] for entry in gone):
            self.set_value(parent, parent.nothing)
            return
        for entry in gone:
            put, lines = self._gone[entry], self.lines(entry)
            before = self._before(entry)
            dash = ""
            if before.strip():
                dash = before.rstrip() + self._line_end
            if dash and stay and not put:
                # The dash before the first of several passes to the next.
                heir = self._starts[self.line(stay[0].begin)]
                self._edits.append(Edit(heir, stay[0].begin, before))
                dash = ""
            end = self._next(lines[-1])
            if put:
                end = self._stop(entry.end)
            self._edits.append(Edit(self._starts[lines[0]], end, dash + put))
            if not put and self._below_literal(entry):
                self._outdent(lines[-1] + 1, parent.column)

    def _before(self, entry: YamlEntry) -> str:
        """What stands before an entry in its line: blanks, and dashes of parts that begin there."""
        return self.text[self._starts[self.line(entry.begin)] : entry.begin]

    def _below_literal(self, entry: YamlEntry) -> bool:
        """Whether a literal text stands in the entries before this one in its part."""
        before = bisect_left(self._literals, entry.begin)
        return bool(before and entry.parent and self._literals[before - 1] > entry.parent.start)

    def _outdent(self, first: int, column: int) -> None:
        """Put the comments that begin in a line, up to the next entry, no deeper than a column."""
        for line, margin in blank_lines(self.text, first):
            if margin > column and line in self.comments:
                self._comments[line] = " " * column + self._comment(line).lstrip()
