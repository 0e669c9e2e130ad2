"""Changes of a data file by path: values put, entries added and taken out, all at once, every other
character as it was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from generator.yaml_edit.document import YamlDocument
from generator.yaml_edit.entries import EntryStyle, YamlEntry, key_text
from generator.yaml_edit.marks import without_mark
from generator.yaml_edit.scalars import scalar_text

Path = tuple[str, ...]
"""The keys from the top to an entry; an item of a list by its number, counted from 0."""
Tree = dict[str, "Tree | str"]
"""Values below a key, by their names."""
KeyOrder = Callable[[Path], Sequence[str]]
"""The keys that the part at a path may have, in their order; none where any key may stand."""

ListTest = Callable[[Path], bool]
"""Whether what may stand at a path is a list."""


class Change(Struct, frozen=True):
    """What is asked for at a path: a value ("" leaves the key without one), another key for the
    entry, or, with ``value`` None, that the entry goes; with ``noted`` its key stays as a comment
    where a comment stands in its line. ``confirmed``: what stands there is right, and the mark in
    its comment that asks for that goes; as it does with every value that is put."""

    path: Path
    value: str | None = None
    key: str | None = None
    noted: bool = False
    confirmed: bool = False


class ChangeError(Exception):
    """A change that cannot be made, in Chinese."""


def changed(
    text: str,
    changes: Iterable[Change],
    order: KeyOrder,
    lists: ListTest,
    waiting: str = "",
) -> str:
    """The text with all changes made. Of two for one path the last counts.

    Parts that are missing are made, each at its place in the order of keys; ``lists`` says which
    are lists, whose items are named by their numbers; ``waiting`` is the mark
    of a value that is still to be typed, in whose place a part may stand. Raises ChangeError, and
    yaml.YAMLError for a text that is no YAML.
    """
    listed = list({(each.path, each.key is not None): each for each in changes}.values())
    put = [each for each in listed if _puts(each)]
    if put and any(_removes(each) for each in listed):
        # A part whose only entry goes has another one by then.
        text = _made(text, put, order, lists, waiting)
        listed = [each for each in listed if not _puts(each)]
    return _made(text, listed, order, lists, waiting)


def _puts(change: Change) -> bool:
    return change.value is not None and change.key is None and not change.confirmed


def _removes(change: Change) -> bool:
    return change.value is None and change.key is None and not change.confirmed


def _made(
    text: str, changes: Iterable[Change], order: KeyOrder, lists: ListTest, waiting: str
) -> str:
    """The text with changes made, all at once."""
    document = YamlDocument(text)
    put: Tree = {}
    for change in changes:
        if change.confirmed:
            entry = document.root.at(*change.path)
            if entry is not None:
                _without_mark(document, entry, waiting)
        elif change.key is not None:
            _rename(document, change.path, change.key)
        elif change.value is None:
            _remove(document, change.path, noted=change.noted)
        else:
            _plant(put, change.path, change.value)
    _Writer(document, order, lists, waiting).put_below(document.root, put, ())
    return document.edited_text()


def _plant(tree: Tree, path: Path, value: str) -> None:
    """Note a value in a tree of values."""
    for step in path[:-1]:
        below = tree.setdefault(step, {})
        if isinstance(below, str):
            raise ChangeError(f"“{step}”不能又是一个值，又有下级项目")
        tree = below
    tree[path[-1]] = value


def _rename(document: YamlDocument, path: Path, key: str) -> None:
    entry = document.root.at(*path)
    if entry is None or entry.parent is None or entry.parent.listed:
        raise ChangeError(f"没有“{path[-1]}”这一项")
    if entry.name.strip() == key:
        return
    if entry.parent.find(key) is not None:
        raise ChangeError(f"已经有“{key}”这一项了")
    document.rename(entry, key_text(key))


def _remove(document: YamlDocument, path: Path, *, noted: bool) -> None:
    entry = document.root.at(*path)
    if entry is None:
        return
    comment = document.comments.get(document.line(entry.end)) if noted else None
    parent = entry.parent
    if parent is None or entry.in_braces:
        document.remove_entry(entry)
        return
    last = len(parent.entries) == 1
    if last and document.line(parent.begin) == document.line(entry.begin):
        if comment is None:
            document.remove_entry(entry)
        else:
            document.set_value(entry, "")
        return
    if last:
        # Nothing is left below the key of the part: the comments go up to it.
        notes = _comments_above(document, parent, entry)
        if comment is not None:
            notes.append(f"{entry.name.strip()}：{comment.text.lstrip('# ')}")
        document.remove_entry(entry)
        for note in notes:
            document.add_note(document.line(parent.begin), note)
        return
    if comment is None:
        document.remove_entry(entry)
        return
    head = f"{' ' * parent.column}# {entry.name.strip()}:"
    document.replace_entry(entry, f"{head}  {comment.text}")


def _comments_above(document: YamlDocument, parent: YamlEntry, entry: YamlEntry) -> list[str]:
    """The comments in lines of their own between the key of a part and its only entry."""
    lines = range(document.line(parent.begin) + 1, document.line(entry.begin))
    comments = (document.comments.get(line) for line in lines)
    return [comment.text.lstrip("# ") for comment in comments if comment is not None]


def _without_mark(document: YamlDocument, entry: YamlEntry, mark: str) -> None:
    """Take the words out of an entry's comment that ask for it to be filled in or confirmed; of
    several entries in a line only where they name it."""
    empty = not entry.entries and entry.text.strip() in ("", mark)
    name = entry.name.strip() if entry.in_braces else ""
    lines = {document.line(entry.begin)}
    if entry.style is not EntryStyle.LINES:
        # The last line of a part in lines is that of its last entry.
        lines.add(document.line(entry.end))
    for line in lines:
        comment = document.comments.get(line)
        if not mark or comment is None or comment.alone:
            continue
        text = document.comment(line)
        remaining = without_mark(text, mark, name, hints=empty)
        if remaining != text:
            document.set_comment(line, remaining)


class _Writer:
    """Puts a tree of values into a document."""

    def __init__(
        self, document: YamlDocument, order: KeyOrder, lists: ListTest, waiting: str
    ) -> None:
        self._document = document
        self._order = order
        self._lists = lists
        self._waiting = waiting

    def put_below(self, part: YamlEntry, tree: Mapping[str, Tree | str], path: Path) -> None:
        """Put values below an entry that has entries."""
        last_added: dict[YamlEntry | None, list[str]] = {}
        for name in self._sorted(tree, path):
            value, entry = tree[name], part.find(name)
            if entry is None:
                after = self._before(part, name, path)
                last_added.setdefault(after, []).append(name)
            elif isinstance(value, str):
                self._document.set_value(entry, self._single(value, part, entry))
                if value:
                    _without_mark(self._document, entry, self._waiting)
            elif entry.single or not entry.entries:
                for below in value:
                    self._document.remove_notes(entry, below, self._waiting)
                self._document.set_value(entry, self._part(value, entry, (*path, name)))
            else:
                self.put_below(entry, value, (*path, name))
        for after, names in last_added.items():
            # Insertions at one place stand in the order in which they are asked for.
            for name in names:
                self._insert(part, name, tree[name], after, (*path, name))

    def _insert(
        self, part: YamlEntry, name: str, value: Tree | str, after: YamlEntry | None, path: Path
    ) -> None:
        in_braces = part.style is EntryStyle.BRACES
        if value:
            self._document.remove_notes(part, name, self._waiting)
        if isinstance(value, str):
            text = _typed_value(value, part)
        elif in_braces or _like_its_neighbours(part, value):
            text = self._in_braces(value, path)
        else:
            text = self._as_lines(value, part, path)
        self._document.insert_entry(part, name, text, after)

    def _single(self, value: str, part: YamlEntry, entry: YamlEntry) -> str:
        """A value in the place of another: one that had quotes keeps them."""
        in_braces = part.style is EntryStyle.BRACES
        text = _typed_value(value, part)
        typed = self._document.text[entry.start : entry.end]
        if entry.style is EntryStyle.QUOTED and text == value and value:
            quote = typed[:1]
            if quote not in value and "\\" not in value:
                return f"{quote}{value}{quote}"
        if entry.style is EntryStyle.LITERAL and value and not in_braces and "\n" not in text:
            if text != value:
                return text
            return f"|\n  {value}"
        return text

    def _part(self, tree: Tree, entry: YamlEntry, path: Path) -> str:
        """A part in the place of one without entries, or of a value that is still to be typed.

        Raises ChangeError where another value would go.
        """
        typed = entry.text.strip()
        if entry.single and typed not in ("", self._waiting):
            raise ChangeError(f"“{path[-1]}”现在写着一个值（{typed[:30]}）；先清空它，再分开填")
        part = entry.parent
        assert part is not None
        if part.style is EntryStyle.BRACES:
            return self._in_braces(tree, path)
        return self._as_lines(tree, part, path)

    def _as_lines(self, tree: Tree, part: YamlEntry, path: Path) -> str:
        """A part as lines below its key; that of a list's item begins behind its dash."""
        lines = self._lines(tree, path, 1)
        if part.listed and not self._is_list(tree, path):
            return "\n".join([lines[0].strip(), *lines[1:]])
        return "\n" + "\n".join(lines)

    def _lines(self, tree: Mapping[str, Tree | str], path: Path, depth: int) -> list[str]:
        """A part as lines; those of lists begin with dashes."""
        pad = "  " * depth
        lines: list[str] = []
        for name in self._sorted(tree, path):
            value = tree[name]
            head = f"{pad}{key_text(name)}:"
            if self._is_list(tree, path):
                head = f"{pad}-"
            if isinstance(value, str):
                first, *body = scalar_text(value, in_braces=False).split("\n")
                lines.append(f"{head} {first}".rstrip())
                lines += [f"{pad}{line}" if line else "" for line in body]
            elif self._is_list(tree, path):
                first, *body = self._lines(value, (*path, name), depth + 1)
                lines += [f"{pad}- {first.strip()}", *body]
            else:
                lines += [head, *self._lines(value, (*path, name), depth + 1)]
        return lines

    def _in_braces(self, tree: Mapping[str, Tree | str], path: Path) -> str:
        parts: list[str] = []
        for name in self._sorted(tree, path):
            value = tree[name]
            if isinstance(value, str):
                inner = scalar_text(value, in_braces=True)
            else:
                inner = self._in_braces(value, (*path, name))
            if self._is_list(tree, path):
                parts.append(inner or _NOTHING)
            else:
                parts.append(f"{key_text(name)}: {inner}".rstrip())
        inside = ", ".join(parts)
        if self._is_list(tree, path):
            return f"[{inside}]"
        return f"{{{inside}}}"

    def _sorted(self, tree: Mapping[str, Tree | str], path: Path) -> list[str]:
        """The names of a tree in the order of keys; others as they came."""
        if self._is_list(tree, path):
            return sorted(tree, key=int)
        order = list(self._order(path))
        rank = {name: number for number, name in enumerate(order)}
        return sorted(tree, key=lambda name: rank.get(name, len(order)))

    def _is_list(self, tree: Mapping[str, object], path: Path) -> bool:
        """Whether the names of a tree are the numbers of a list's items: at some places a list may
        stand, or a part."""
        return bool(tree) and self._lists(path) and all(name.isdecimal() for name in tree)

    def _before(self, part: YamlEntry, name: str, path: Path) -> YamlEntry | None:
        """The entry behind which a new one goes: that of the nearest key before it in the order;
        among 科目, of the nearest smaller code; else the last. None: it goes first."""
        order = list(self._order(path))
        if part.listed or not part.entries:
            return next(reversed(part.entries), None)
        if name in order:
            earlier = set(order[: order.index(name)])
            before = [entry for entry in part.entries if entry.name.strip() in earlier]
            return next(reversed(before), None)
        code = code_of(name)
        if code:
            smaller = [e for e in part.entries if "" < code_of(e.name) < code]
            if smaller:
                return max(smaller, key=lambda entry: code_of(entry.name))
            if all(code_of(entry.name) for entry in part.entries):
                return None
        return part.entries[-1]


_SHORTEST_CODE = 3
_NOTHING = "''"
"""An empty item of a list in brackets: between two commas YAML wants something."""


def _typed_value(value: str, part: YamlEntry) -> str:
    """A single value as it is typed in a part."""
    in_braces = part.style is EntryStyle.BRACES
    text = scalar_text(value, in_braces=in_braces)
    if not text and in_braces and part.listed:
        return _NOTHING
    return text


def _like_its_neighbours(part: YamlEntry, tree: Tree) -> bool:
    """Whether a new item stands in braces as the one before it does, and fits on its line."""
    if not part.listed or not part.entries or part.entries[-1].style is not EntryStyle.BRACES:
        return False
    return all(isinstance(value, str) and "\n" not in value for value in tree.values())


def code_of(name: str) -> str:
    """The code with which a 科目 begins; "" without one."""
    digits = name.strip().partition(" ")[0]
    if digits.isdecimal() and len(digits) >= _SHORTEST_CODE:
        return digits
    return ""
