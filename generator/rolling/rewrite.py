"""Last year's text, value by value, as this year's: the walk that carries out the policy and keeps account of what it did."""

from __future__ import annotations

import re
from typing import Any

import yaml
from msgspec import Struct, field

from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys
from generator.model.rules import MARK
from generator.model.subjects import Problem, catalogue, parse_subject
from generator.repair.key_schema import Slot
from generator.rolling.policy import Fate, fate
from generator.yaml_edit.edits import Edit
from generator.yaml_edit.spans import Entry, Sheet, entries

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
    """Rewrites one file for ``year``; ``last`` is the old file's name, ``opening`` the new part 年初结转和结余 ("" for none)."""

    def __init__(self, text: str, year: int, last: str, opening: str) -> None:
        self.sheet = Sheet(text)
        self.year, self.last, self.opening = year, last, opening
        self.subjects = catalogue(year)
        self.account = Account()
        self.before: dict[int, list[str]] = {}

    def text(self) -> str:
        """The new file."""
        self._comments()
        root = self.sheet.root
        found = {entry.name for entry in entries(root)}
        self._mapping(root, known_keys(Accounts).root, ())
        if "年初结转和结余" not in found and self.opening:
            where = next((entry for entry in entries(root) if entry.name in ("支出", "上年")), None)
            self.sheet.above.setdefault(where.key.start_mark.line if where else 0, []).append(self.opening)
        for line, told in self.before.items():
            self.sheet.note(line, f"上年 {'、'.join(told)}")
        written = self.sheet.written().strip("\n")
        if "上年" not in found:
            written += f"\n\n上年: {self.last}"
        first, _, rest = written.partition("\n")
        head = f"# 由 {self.last} {HEAD}：写着“{MARK}”的地方填本年的数和话，没有发生额填 0；“# 待填”处要用到时写。“# 上年”是上年的数，只供参考，不印出。"
        return f"{first}\n{head}\n{rest}\n" if first.startswith("# yaml-language-server") else f"{head}\n{written}\n"

    # --- comments ---

    def _comments(self) -> None:
        """Our own notes of the year before go, what is said of its 上年, and comments that tell amounts."""
        offset = 0
        begins = self.sheet.comments()
        # What nobody confirmed of the unit itself is not confirmed by being taken over.
        unit = {line for entry in entries(self.sheet.root) if entry.name == "单位" for line in self.sheet.lines_of(entry)}
        last = {line for entry in entries(self.sheet.root) if entry.name == "上年" for line in self.sheet.lines_of(entry)}
        for number, line in enumerate(self.sheet.text.split("\n")):
            if number in begins:
                start = begins[number]
                comment, alone = line[start:], not line[:start].strip()
                if alone and self._of_no_use(number, comment):
                    self.sheet.taken.add(number)
                else:
                    waits = number in unit and not alone and _WAITS.match(comment)
                    if not waits:
                        self._comment(number, offset + start, comment, alone=alone, stale=number in last)
            offset += len(line) + 1

    def _of_no_use(self, number: int, comment: str) -> bool:
        """Whether a line of its own is nothing but help for filling in what is filled in now."""
        head = HEAD in comment or any(words in comment for words in _IMPORTED)
        return (
            head or comment.startswith(f"#{_PUT_AWAY}") or bool(_OTHER_WAY.match(comment)) or (number - 1 in self.sheet.taken and bool(_EXAMPLE.match(comment)))
        )

    def _comment(self, number: int, at: int, comment: str, *, alone: bool, stale: bool) -> None:
        said = comment.lstrip("#").strip()
        kept = _SOURCE.sub("", _OWN.sub("", said)).lstrip("；").strip()
        if kept and (stale or _AMOUNT.search(kept)):
            self.account.dropped.append(f"第 {number + 1} 行“{kept}”")
            kept = ""
        if kept == said:
            return
        if alone and not kept:
            self.sheet.taken.add(number)
        else:
            self.sheet.edits.append(Edit(at, at + len(comment), f"# {kept}" if kept else ""))

    # --- values ---

    def _mapping(self, node: Any, slot: Slot | None, path: tuple[str, ...]) -> None:
        siblings = entries(node)
        for entry in siblings:
            key = entry.name.strip()
            inner = slot.below(key) if slot else None
            if slot and slot.code and key not in slot.fields and self._renamed_away(entry, siblings, slot.code):
                continue
            self._value(entry, siblings, inner, (*path, key))

    def _value(self, entry: Entry, siblings: tuple[Entry, ...], slot: Slot | None, path: tuple[str, ...]) -> None:
        value, what = entry.value, fate(path, slot)
        single = isinstance(value, yaml.ScalarNode)
        if what is Fate.AWAY:
            self._away(entry, path)
        elif what is Fate.CUT:
            self._cut(entry, siblings, path)
        elif what is Fate.CONFIRM:
            self._confirm(entry, path)
        elif what is Fate.YEAR:
            self.sheet.put(value, str(self.year))
        elif what is Fate.LAST:
            self.sheet.put(value, self.last)
            self._nothing_below(entry, self.last)
        elif what is Fate.OPENING and self.opening:
            self.sheet.taken |= set(self.sheet.lines_of(entry))
            self.sheet.above.setdefault(entry.key.start_mark.line, []).append(self.opening)
        elif what in (Fate.SAY, Fate.TEXT) and single:
            self._say(entry, path, conditional=what is Fate.SAY)
        elif single and (what is Fate.FILL or (slot and slot.number and what is not Fate.KEEP)):
            self._fill(entry)
        elif isinstance(value, yaml.MappingNode):
            self._mapping(value, slot, path)
        elif isinstance(value, yaml.SequenceNode):
            self._sequence(value, slot, path)
        else:
            self.account.kept += 1

    def _sequence(self, node: Any, slot: Slot | None, path: tuple[str, ...]) -> None:
        for value in node.value:
            if isinstance(value, yaml.MappingNode):
                self._mapping(value, slot.item if slot else None, (*path, "*"))
            elif path == ("汇总",):
                self.sheet.put(value, str(value.value).replace(str(self.year - 1), str(self.year)))
            else:
                self.account.kept += 1

    def _fill(self, entry: Entry) -> None:
        old = self.sheet.typed(entry.value)
        self.sheet.put(entry.value, MARK)
        self.account.filled += 1
        line = entry.value.start_mark.line
        if old and old != MARK:
            # One number alone on its line needs no name.
            name = entry.name.split()[0] if entry.flow else ""
            self.before.setdefault(line, []).append(f"{name} {old}".strip())

    def _confirm(self, entry: Entry, path: tuple[str, ...]) -> None:
        """A value taken over as it is, which counts only when somebody has looked at it."""
        self.account.kept += 1
        if entries(entry.value) or getattr(entry.value, "value", None):
            self.account.confirmed.append(".".join(path))
            line = self.sheet.last_line(entry.value) if entry.flow else entry.key.start_mark.line
            self.sheet.note(line, f"{MARK}：核对{entry.name}是不是本年的，改好后删去这几个字")

    def _say(self, entry: Entry, path: tuple[str, ...], *, conditional: bool) -> None:
        """A text to be written anew; the old one stands beside it as a comment, a long one below."""
        value = entry.value
        old = re.sub(r"\s+", " ", str(value.value)).strip()
        self.account.said += 1
        line = entry.key.start_mark.line
        name = entry.name if path[0] != "变动原因" else f"{entry.name}比上年变动的原因"
        told = "" if not old or old == MARK else f"（上年写的是“{old}”）"
        if value.style in ("|", ">"):
            told = "（上年写的在下面各行）"
            for below in range(line + 1, self.sheet.last_line(value) + 1):
                self.sheet.away[below] = f"#{_PUT_AWAY}{{}}"
        self.sheet.put(value, "" if conditional else MARK)
        if value.style in ("|", ">"):
            self.sheet.edits[-1] = Edit(self.sheet.edits[-1].start, self.sheet.text.index("\n", value.start_mark.index), self.sheet.edits[-1].put)
        if conditional:
            self.sheet.note(line, f"填：{name}，要用到时写{told}")
        elif told:
            shown = "写的在下面各行" if value.style in ("|", ">") else f"“{old}”"
            self.before.setdefault(line, []).append(f"{entry.name if entry.flow else ''} {shown}".strip())

    def _away(self, entry: Entry, path: tuple[str, ...]) -> None:
        self.account.away.append(".".join(path))
        if entry.flow:
            self.sheet.put(entry.value, "[]" if isinstance(entry.value, yaml.SequenceNode) else "{}")
            self.sheet.note(entry.key.start_mark.line, f"填：{entry.name}，有就写（上年是 {self.sheet.typed(entry.value)}）")
            return
        head = f"# 待填：{entry.name}，有就照下面的样子写（上年的，已不用）"
        self.sheet.put_away(self.sheet.lines_of(entry), f"#{_PUT_AWAY}{{}}", head, entry.key.start_mark.column)

    def _cut(self, entry: Entry, siblings: tuple[Entry, ...], path: tuple[str, ...]) -> None:
        if entry.flow:
            self.sheet.cut(siblings, entry)
        elif len(siblings) > 1:
            self.sheet.taken |= set(self.sheet.lines_of(entry))
        else:
            # The part must not become empty: a name with nothing below is no mapping. The amount of 机关运行经费 is computed.
            computed = path[0] == "机关运行经费"
            self.sheet.edits.append(Edit(entry.key.start_mark.index, entry.key.end_mark.index, "原因" if computed else "决算数"))
            self.sheet.put(entry.value, "" if computed else MARK)

    def _nothing_below(self, entry: Entry, text: str) -> None:
        """A part in lines becomes one value behind its name."""
        if isinstance(entry.value, yaml.ScalarNode) or entry.value.flow_style:
            return
        self.sheet.edits.pop()
        lines = self.sheet.lines_of(entry)
        self.sheet.taken |= set(lines)
        self.sheet.above.setdefault(lines.start, []).append(f"{entry.name}: {text}")

    # --- 科目 ---

    def _renamed_away(self, entry: Entry, siblings: tuple[Entry, ...], kind: str) -> bool:
        """Write the year's own 科目 in the place of another year's. Returns whether the entry is put away because its successor stands beside it."""
        found = parse_subject(entry.name, self.subjects, kind)
        if not isinstance(found, Problem) or found.kind != "年度":
            return False
        line = entry.key.start_mark.line
        options = found.suggestion.split(" 或 ") if found.suggestion else []
        if len(options) != 1:
            self.account.marked.append(found.message)
            self.sheet.note(line, f"科目停用：{found.message}")
            return False
        codes = {re.sub(r"\D", "", one.name.split()[0]) for one in siblings if one is not entry}
        if options[0].split()[0] in codes:
            self.account.marked.append(f"{entry.name} 并入 {options[0]}（这一科目已有，两项合成一项）")
            if entry.flow:
                self.sheet.cut(siblings, entry)
                self.sheet.note(line, f"科目停用：{entry.name} 并入 {options[0]}")
            else:
                head = f"# 科目停用：{entry.name} 并入 {options[0]}，两项合成一项填"
                self.sheet.put_away(self.sheet.lines_of(entry), f"#{_PUT_AWAY}{{}}", head, entry.key.start_mark.column)
            return True
        self.sheet.edits.append(Edit(entry.key.start_mark.index, entry.key.end_mark.index, options[0]))
        self.account.renamed.append(f"{entry.name} → {options[0]}")
        self.sheet.note(line, f"科目已改：原为 {entry.name}")
        return False


def rolled(text: str, year: int, last: str, opening: str) -> tuple[str, Account]:
    """The text of next year's file, and the account of what was done."""
    writer = Rewriter(text.replace("\r\n", "\n"), year, last, opening)
    return writer.text(), writer.account
