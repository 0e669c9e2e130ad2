"""Last year's text as this year's: the walk that carries out the policy and accounts for it."""

from __future__ import annotations

import re

from msgspec import Struct, field

from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys
from generator.model.rules import MARK
from generator.model.subjects import Problem, catalogue, parse_subject
from generator.repair.key_schema import Slot
from generator.rolling.policy import DATED, Fate, fate
from generator.yaml_edit.document import Document
from generator.yaml_edit.entries import Entry, Style

HEAD = "滚动而来（juesuan roll）"
_OWN = re.compile(r"(?:^|；)\s*(?:上年 |待填：|填：|取自上年|科目已改：|科目停用：|上年是新设).*$")
_WAITS = re.compile(rf"#\s*{MARK}")
# Where an import found a number: of this year's numbers it says nothing.
_SOURCE = re.compile(r"(?:^|；)\s*来源[:：][^；]*")
_IMPORTED = ("导入；每个数后面注明", "只有您知道的，标着“待填”")
# Ways to tell 上年, of which rolling has taken one; an example below a line that asked for something.
_OTHER_WAY = re.compile(r"#\s*上年\s*[:：]")
_EXAMPLE = re.compile(r"#\s{2,}\S")
_PUT_AWAY = "｜"
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?\s*(?:万元|亿元|元|%|％)|\d+\.\d+")
_NAMES_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d\s*年")


class Account(Struct):
    """What was done: numbers left open, texts left open, 科目 renamed and marked, lists put away, comments left out."""

    filled: int = 0
    said: int = 0
    kept: int = 0
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
        self.document = Document(text)
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
        lines = document.written().split("\n")
        written = "\n".join(line.rstrip() for line in lines).strip("\n")
        if not root.find("上年"):
            written += f"\n\n上年: {self.last}"
        head = f"# 由 {self.last} {HEAD}：写着“{MARK}”的地方填本年的数和话，没有发生额填 0；“# 待填”处要用到时写。“# 上年”是上年的数，只供参考，不印出。"
        first, _, rest = written.partition("\n")
        if first.startswith("# yaml-language-server"):
            return f"{first}\n{head}\n{rest}\n"
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
            elif text != typed:
                self.document.set_comment(line, f"# {text}" if text else "")
        for line in removed:
            self.document.remove_line(line)

    def _lines_of(self, name: str) -> range:
        entry = self.document.root.find(name)
        return self.document.lines(entry) if entry else range(0)

    def _lasting(self, typed: str, line: int, *, stale: bool) -> str:
        """What a comment says that holds for another year, too."""
        text = _SOURCE.sub("", _OWN.sub("", typed)).lstrip("；").strip()
        if text and (stale or _AMOUNT.search(text)):
            self.account.dropped.append(f"第 {line + 1} 行“{text}”")
            return ""
        return text

    # --- values ---

    def _part(self, part: Entry, slot: Slot | None, path: tuple[str, ...]) -> None:
        """Every entry of a part; ``slot`` tells what it may hold."""
        for entry in part.entries:
            key = entry.name.strip()
            coded = slot.code if slot and key not in slot.fields else ""
            if not coded or not self._merged(entry, coded):
                self._value(entry, slot.below(key) if slot else None, (*path, key))

    def _value(self, entry: Entry, slot: Slot | None, path: tuple[str, ...]) -> None:
        document, what = self.document, fate(path, slot)
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
            self.account.kept += 1
        else:
            self._part(entry, slot, path)

    def _items(self, part: Entry, slot: Slot | None, path: tuple[str, ...]) -> None:
        for item in part.entries:
            if item.entries and not item.listed:
                self._part(item, slot.item if slot else None, (*path, "*"))
            elif path == ("汇总",):
                name = item.text.replace(str(self.year - 1), str(self.year))
                self.document.set_value(item, name)
            else:
                self.account.kept += 1

    def _fill(self, entry: Entry) -> None:
        """A number to be typed anew; the old one stands beside it as a comment."""
        old = self.document.typed(entry)
        self.document.set_value(entry, MARK)
        self.account.filled += 1
        if old not in ("", MARK):
            # One number alone on its line needs no name.
            self._note_before(entry, f"{entry.name.split()[0]} {old}" if entry.in_braces else old)

    def _note_before(self, entry: Entry, text: str) -> None:
        self.before.setdefault(self._last_line(entry), []).append(text)

    def _last_line(self, entry: Entry) -> int:
        """The line that is left of an entry when its value is short."""
        literal = entry.style is Style.LITERAL
        return entry.line if literal else self.document.line(entry.end)

    def _names_year(self, entry: Entry) -> bool:
        """Whether a text names a year, which may be that of last year's accounts."""
        return bool(_NAMES_YEAR.search(self.document.text[entry.start : entry.end]))

    def _confirm(self, entry: Entry, path: tuple[str, ...]) -> None:
        """A value taken over as it is, which counts only when somebody has looked at it."""
        self.account.kept += 1
        if entry.entries or (entry.single and not entry.blank):
            self.account.confirmed.append(".".join(path))
            line = self._last_line(entry) if entry.in_braces else entry.line
            asked = f"核对{entry.name}是不是本年的，改好后删去这几个字"
            self.document.add_note(line, f"{MARK}：{asked}")

    def _say(self, entry: Entry, path: tuple[str, ...], *, conditional: bool) -> None:
        """A text to be written anew; the old one stands beside it as a comment, a long one
        below."""
        old, name = self.document.typed(entry), entry.name
        self.account.said += 1
        literal = entry.style is Style.LITERAL
        shown = "写的在下面各行" if literal else f"“{old}”"
        told = literal or old not in ("", MARK)
        self.document.set_value(entry, "" if conditional else MARK, keep=f"#{_PUT_AWAY}")
        if conditional:
            wanted = f"{name}比上年变动的原因" if path[0] == "变动原因" else name
            was = f"（上年{'' if literal else '写的是'}{shown}）" if told else ""
            self.document.add_note(self._last_line(entry), f"填：{wanted}，要用到时写{was}")
        elif told:
            self._note_before(entry, f"{name} {shown}" if entry.in_braces else shown)

    def _away(self, entry: Entry, path: tuple[str, ...]) -> None:
        """A list of what happened: put away as comments, as an example for another year's."""
        self.account.away.append(".".join(path))
        if entry.in_braces:
            self.document.set_value(entry, "[]" if entry.listed else "{}")
            was = f"上年是 {self.document.typed(entry)}"
            self.document.add_note(self._last_line(entry), f"填：{entry.name}，有就写（{was}）")
            return
        head = f"# 待填：{entry.name}，有就照下面的样子写（上年的，已不用）"
        self.document.comment_out(entry, f"#{_PUT_AWAY}", head)

    def _cut(self, entry: Entry, path: tuple[str, ...]) -> None:
        """A number of the year before, which its own file tells."""
        if entry.in_braces or (entry.parent and len(entry.parent.entries) > 1):
            self.document.remove_entry(entry)
            return
        # The part must not become empty: a name with nothing below is no mapping. The amount of
        # 机关运行经费 is computed.
        computed = path[0] == "机关运行经费"
        self.document.rename(entry, "原因" if computed else "决算数")
        self.document.set_value(entry, "" if computed else MARK)

    # --- 科目 ---

    def _merged(self, entry: Entry, kind: str) -> bool:
        """Write the year's own 科目 in the place of another year's. Returns whether the entry is
        put away because its successor stands beside it."""
        found = parse_subject(entry.name, self.subjects, kind)
        if not isinstance(found, Problem) or found.kind != "年度":
            return False
        account, document = self.account, self.document
        name, successors = entry.name, found.suggestion.split(" 或 ") if found.suggestion else []
        if len(successors) != 1:
            account.marked.append(found.message)
            document.add_note(entry.line, f"科目停用：{found.message}")
            return False
        successor = successors[0]
        others = [other.name for other in (entry.parent.entries if entry.parent else ())]
        if successor.split()[0] in {re.sub(r"\D", "", other.split()[0]) for other in others}:
            account.marked.append(f"{name} 并入 {successor}（这一科目已有，两项合成一项）")
            note = f"科目停用：{name} 并入 {successor}"
            if entry.in_braces:
                document.remove_entry(entry)
                document.add_note(entry.line, note)
            else:
                document.comment_out(entry, f"#{_PUT_AWAY}", f"# {note}，两项合成一项填")
            return True
        document.rename(entry, successor)
        account.renamed.append(f"{name} → {successor}")
        document.add_note(entry.line, f"科目已改：原为 {name}")
        return False


def _of_no_use(comment: str) -> bool:
    """Whether a line of its own is nothing but help for filling in what is filled in now."""
    head = any(words in comment for words in (HEAD, *_IMPORTED))
    return head or comment.startswith(f"#{_PUT_AWAY}") or bool(_OTHER_WAY.match(comment))


def rolled(text: str, year: int, last: str, opening: str) -> tuple[str, Account]:
    """The text of next year's file, and the account of what was done; see ``Rewriter``."""
    rewriter = Rewriter(text.replace("\r\n", "\n"), year, last, opening)
    return rewriter.text(), rewriter.account
