"""Last year's text as this year's: the walk that carries out the policy and accounts for it."""

from __future__ import annotations

import re

from msgspec import Struct, field

from generator.model.accounts import Accounts
from generator.model.control import CONTROL, PUBLISHED
from generator.model.key_schema import known_keys
from generator.model.rules import MARK
from generator.model.subject_problems import SubjectProblem
from generator.model.subjects import catalogue
from generator.model.typed_subjects import parse_subject
from generator.repair.key_schema import Slot
from generator.rolling.policy import DATED, Fate, fate
from generator.yaml_edit.document import YamlDocument
from generator.yaml_edit.entries import EntryStyle, YamlEntry

HEAD = "滚动而来（juesuan roll）"
_OWN = re.compile(
    r"(?:^|；)\s*"
    r"(?:上年 |待填：|填：|取自上年|表里只有合计，|科目已改：|科目停用：|上年是新设).*$"
)
_WAITS = re.compile(rf"#\s*{MARK}")
# Where an import found a number: of this year's numbers it says nothing.
_SOURCE = re.compile(r"(?:^|；)\s*来源[:：][^；]*")
_IMPORTED = ("导入；每个数后面注明", "只有您知道的，标着“待填”")
# Ways to tell 上年, of which rolling has taken one; an example below a line that asked for
# something.
_OTHER_WAY = re.compile(r"#\s*上年\s*[:：]")
_EXAMPLE = re.compile(r"#\s{2,}\S")
_PUT_AWAY = "｜"
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?\s*(?:万元|亿元|元|%|％)|\d+\.\d+")
_NAMES_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d\s*年")


class Account(Struct):
    """What was done.

    ``numbers`` and ``texts`` count those left open, ``carried`` values taken over; ``confirmed``
    are places to be confirmed, ``renamed`` and ``marked`` 科目, ``away`` lists that were put away,
    ``dropped`` comments that were left out.
    """

    numbers: int = 0
    texts: int = 0
    carried: int = 0
    confirmed: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    away: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


class Rewriter:
    """Rewrites one file for ``year``.

    ``last`` is the old file's name, ``opening`` the new part 年初结转和结余 ("" for none).
    """

    def __init__(self, text: str, year: int, last: str, opening: str) -> None:
        self.document = YamlDocument(text)
        self.year, self.last, self.opening = year, last, opening
        self.subjects = catalogue(year)
        self.account = Account()
        self.before: dict[int, list[str]] = {}

    def text(self) -> str:
        """The new file."""
        document, root = self.document, self.document.root
        self._comments_of_last_year()
        self._part(root, known_keys(Accounts).root, ())
        if self.opening and not root.find("年初结转和结余"):
            follows = [entry.line for entry in root.entries if entry.name in ("支出", "上年")]
            document.insert_line(next(iter(follows), 0), self.opening)
        for line, values in self.before.items():
            document.add_note(line, f"上年 {'、'.join(values)}")
        lines = document.edited_text().split("\n")
        written = "\n".join(line.rstrip() for line in lines).strip("\n")
        if not root.find("上年"):
            written += f"\n\n上年: {self.last}"
        head = (
            f"# 由 {self.last} {HEAD}：写着“{MARK}”的地方填本年的数和话，没有发生额填 0；"
            "“# 待填”处要用到时写。“# 上年”是上年的数，只供参考，不印出。"
        )
        first, _, body = written.partition("\n")
        if first.startswith("# yaml-language-server"):
            return f"{first}\n{head}\n{body}\n"
        return f"{head}\n{written}\n"

    # --- comments ---

    def _comments_of_last_year(self) -> None:
        """Our own notes of the year before go, what is said of its 上年, and comments that tell
        amounts."""
        # What nobody confirmed of the unit itself is not confirmed by being taken over.
        unit, last = self._lines_of("单位"), self._lines_of("上年")
        removed: set[int] = set()
        for line, comment in self.document.comments.items():
            example = line - 1 in removed and _EXAMPLE.match(comment.text)
            if comment.alone and (example or _of_no_use(comment.text)):
                removed.add(line)
                continue
            if line in unit and not comment.alone and _WAITS.match(comment.text):
                continue
            typed = comment.text.lstrip("#").strip()
            text = self._lasting(typed, line, stale=line in last)
            if comment.alone and typed and not text:
                removed.add(line)
            elif not text and typed:
                self.document.set_comment(line, "")
            elif text != typed:
                self.document.set_comment(line, f"# {text}")
        for line in removed:
            self.document.remove_line(line)

    def _lines_of(self, name: str) -> range:
        """The lines of a part; none where there is no such part."""
        entry = self.document.root.find(name)
        if entry is None:
            return range(0)
        return self.document.lines(entry)

    def _lasting(self, typed: str, line: int, *, stale: bool) -> str:
        """What a comment says that holds for another year, too."""
        text = _SOURCE.sub("", _OWN.sub("", typed)).lstrip("；").strip()
        if text and (stale or _AMOUNT.search(text)):
            self.account.dropped.append(f"第 {line + 1} 行“{text}”")
            return ""
        return text

    # --- values ---

    def _part(self, part: YamlEntry, slot: Slot | None, path: tuple[str, ...]) -> None:
        """Every entry of a part; ``slot`` tells what it may hold."""
        for entry in part.entries:
            key = entry.name.strip()
            if slot is None:
                self._value(entry, None, (*path, key))
                continue
            is_subject = slot.code and key not in slot.fields
            if not is_subject or not self._merged(entry, slot.code):
                self._value(entry, slot.below(key), (*path, key))

    def _value(self, entry: YamlEntry, slot: Slot | None, path: tuple[str, ...]) -> None:
        document, what = self.document, fate(path, slot)
        if path[0] == CONTROL and _published(entry, len(path)):
            # What last year's document has printed is taken from its own file.
            document.remove_entry(entry)
            return
        if path in DATED and self._names_year(entry):
            what = Fate.CONFIRM
        if what is Fate.AWAY:
            self._away(entry, path)
        elif what is Fate.CUT:
            self._cut(entry, path)
        elif what is Fate.CONFIRM:
            self._confirm(entry, path)
        elif what is Fate.YEAR:
            document.set_value(entry, str(self.year))
        elif what is Fate.LAST:
            document.set_value(entry, self.last)
        elif what is Fate.OPENING and self.opening:
            document.replace_entry(entry, self.opening)
        elif entry.single and what in (Fate.SAY, Fate.TEXT):
            self._say(entry, path, conditional=what is Fate.SAY)
        elif entry.single and (
            what is Fate.FILL or (slot and slot.number and what is not Fate.KEEP)
        ):
            self._fill(entry)
        elif entry.listed:
            self._items(entry, slot, path)
        elif entry.single:
            self.account.carried += 1
        else:
            self._part(entry, slot, path)

    def _items(self, part: YamlEntry, slot: Slot | None, path: tuple[str, ...]) -> None:
        below = slot.item if slot else None
        for item in part.entries:
            if item.entries and not item.listed:
                self._part(item, below, (*path, "*"))
            elif path == ("汇总",):
                name = item.text.replace(str(self.year - 1), str(self.year))
                self.document.set_value(item, name)
            else:
                self.account.carried += 1

    def _fill(self, entry: YamlEntry) -> None:
        """A number to be typed anew; the old one stands beside it as a comment."""
        old = self.document.typed(entry)
        self.document.set_value(entry, MARK)
        self.account.numbers += 1
        if old not in ("", MARK):
            self._note_before(entry, entry.name.split()[0], old)

    def _note_before(self, entry: YamlEntry, name: str, old: str) -> None:
        """Note the old value behind the line of a new one; alone on its line it needs no name."""
        note = old
        if entry.in_braces:
            note = f"{name} {old}"
        self.before.setdefault(self._last_line(entry), []).append(note)

    def _last_line(self, entry: YamlEntry) -> int:
        """The line that is left of an entry when its value is short."""
        if entry.style is EntryStyle.LITERAL:
            return entry.line
        return self.document.line(entry.end)

    def _names_year(self, entry: YamlEntry) -> bool:
        """Whether a text names a year, which may be that of last year's accounts."""
        return bool(_NAMES_YEAR.search(self.document.text[entry.start : entry.end]))

    def _confirm(self, entry: YamlEntry, path: tuple[str, ...]) -> None:
        """A value taken over as it is, which counts only when somebody has looked at it."""
        self.account.carried += 1
        if entry.entries or (entry.single and not entry.blank):
            self.account.confirmed.append(".".join(path))
            line = entry.line
            if entry.in_braces:
                line = self._last_line(entry)
            asked = f"核对{entry.name}是不是本年的，改好后删去这几个字"
            self.document.add_note(line, f"{MARK}：{asked}")

    def _say(self, entry: YamlEntry, path: tuple[str, ...], *, conditional: bool) -> None:
        """A text to be written anew.

        The old one stands beside it as a comment, a long one below. What is ``conditional`` is
        asked for only when a figure differs.
        """
        old = self.document.typed(entry)
        self.account.texts += 1
        shown = ""
        if entry.style is EntryStyle.LITERAL:
            shown = "写的在下面各行"
        elif old not in ("", MARK):
            shown = f"“{old}”"
        value = "" if conditional else MARK
        self.document.set_value(entry, value, keep=f"#{_PUT_AWAY}")
        if conditional:
            self._ask(entry, path, shown)
        elif shown:
            self._note_before(entry, entry.name, shown)

    def _ask(self, entry: YamlEntry, path: tuple[str, ...], shown: str) -> None:
        """Ask for a text that is wanted only when a figure differs; ``shown`` is the old one."""
        wanted = entry.name
        if path[0] == "变动原因":
            wanted = f"{wanted}比上年变动的原因"
        was = ""
        if shown.startswith("“"):
            was = f"（上年写的是{shown}）"
        elif shown:
            was = f"（上年{shown}）"
        self.document.add_note(self._last_line(entry), f"填：{wanted}，要用到时写{was}")

    def _away(self, entry: YamlEntry, path: tuple[str, ...]) -> None:
        """A list of what happened: put away as comments, as an example for another year's."""
        self.account.away.append(".".join(path))
        if entry.in_braces:
            self.document.set_value(entry, entry.nothing)
            was = f"上年是 {self.document.typed(entry)}"
            self.document.add_note(self._last_line(entry), f"填：{entry.name}，有就写（{was}）")
            return
        head = f"# 待填：{entry.name}，有就照下面的样子写（上年的，已不用）"
        self.document.comment_out(entry, f"#{_PUT_AWAY}", head)

    def _cut(self, entry: YamlEntry, path: tuple[str, ...]) -> None:
        """A number of the year before, which its own file tells."""
        if entry.in_braces or (entry.parent and len(entry.parent.entries) > 1):
            self.document.remove_entry(entry)
            return
        # The part must not become empty: a name with nothing below is no mapping.
        name, value = "决算数", MARK
        if path[0] == "机关运行经费":
            # Its amount is computed.
            name, value = "原因", ""
        self.document.rename(entry, name)
        self.document.set_value(entry, value)

    # --- 科目 ---

    def _merged(self, entry: YamlEntry, kind: str) -> bool:
        """Write the year's own 科目 in the place of another year's.

        Returns whether the entry is put away because its successor stands beside it.
        """
        subject = parse_subject(entry.name, self.subjects, kind)
        if not isinstance(subject, SubjectProblem) or subject.kind != "年度":
            return False
        account, document = self.account, self.document
        if not subject.suggestion or " 或 " in subject.suggestion:
            account.marked.append(subject.message)
            document.add_note(entry.line, f"科目停用：{subject.message}")
            return False
        successor = subject.suggestion
        if successor.split()[0] in _codes_beside(entry):
            self._merge(entry, successor)
            return True
        document.rename(entry, successor)
        account.renamed.append(f"{entry.name} → {successor}")
        document.add_note(entry.line, f"科目已改：原为 {entry.name}")
        return False

    def _merge(self, entry: YamlEntry, successor: str) -> None:
        """Put an entry away whose successor stands beside it."""
        merged = f"{entry.name} 并入 {successor}"
        self.account.marked.append(f"{merged}（这一科目已有，两项合成一项）")
        note = f"科目停用：{merged}"
        if entry.in_braces:
            self.document.remove_entry(entry)
            self.document.add_note(entry.line, note)
        else:
            head = f"# {note}，两项合成一项填"
            self.document.comment_out(entry, f"#{_PUT_AWAY}", head)


def _published(control: YamlEntry, depth: int) -> bool:
    """Whether control totals (one of them, at depth 2) are nothing but what a document printed."""
    if depth == 1:
        return bool(control.entries) and all(_published(entry, 2) for entry in control.entries)
    return bool(control.entries) and all(entry.name == PUBLISHED for entry in control.entries)


def _codes_beside(entry: YamlEntry) -> set[str]:
    """The codes of the entries of a part, of which this is one."""
    if entry.parent is None:
        return set()
    return {re.sub(r"\D", "", sibling.name.split()[0]) for sibling in entry.parent.entries}


def _of_no_use(comment: str) -> bool:
    """Whether a line of its own is nothing but help for filling in what is filled in now."""
    head = any(words in comment for words in (HEAD, *_IMPORTED))
    return head or comment.startswith(f"#{_PUT_AWAY}") or bool(_OTHER_WAY.match(comment))


def rolled(text: str, year: int, last: str, opening: str) -> tuple[str, Account]:
    """The text of next year's file, and the account of what was done; see ``Rewriter``."""
    rewriter = Rewriter(text.replace("\r\n", "\n"), year, last, opening)
    return rewriter.text(), rewriter.account
