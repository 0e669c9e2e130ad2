"""Figures into a data file that exists: numbers replaced, missing lines added where they belong,
every other character as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from generator.importing.closing_balances import OPENING, follows, implied_openings
from generator.importing.evidence import money
from generator.importing.line_trees import (
    Tree,
    answers_by_zero,
    before,
    find,
    leaves,
    lines_of,
    number_of,
    number_of_place,
    range_of,
    same_kind,
    sum_of,
    tree_of,
    waits,
    with_project,
)
from generator.importing.lines import DataLine, Figures, code_of
from generator.importing.tree_text import braces, item_lines, tree_lines
from generator.importing.unmatched import unread_cells, unseen, unwritten
from generator.importing.update import ImportedChange, Update
from generator.importing.waiting import Waiting
from generator.model.control import CONTROL, PUBLISHED, UNIT_OF_REPORT
from generator.model.money import FUNDS, NATURES
from generator.model.rules import MARK
from generator.money import IN_YUAN, trimmed
from generator.yaml_edit.document import YamlDocument
from generator.yaml_edit.entries import EntryStyle, YamlEntry, key_text


def update_text(
    text: str, figures: Figures, money_unit: str, unread: int = 0, waiting: Sequence[Waiting] = ()
) -> Update:  # fmt: skip
    """The text with the figures in it. ``money_unit`` is that of the file.

    ``unread``: how many cells of the workbook could not be read; ``waiting``: the places of some.
    Raises yaml.YAMLError for a text that is no YAML.
    """
    return _Updater(text, figures, money_unit, unread).run(waiting)


_PART = 4
"""How long the path of a part of 支出 is: 支出, 资金, 科目, 支出性质."""


class _Updater:
    def __init__(self, text: str, figures: Figures, money_unit: str, unread: int) -> None:
        self.figures, self.money_unit, self.unread = figures, money_unit, unread
        self.document = YamlDocument(text)
        self.root = self.document.root
        self.update = Update(text)
        self.touched: set[YamlEntry] = set()
        self.left_out: set[str] = set()
        self.needless = follows(figures.lines)

    def run(self, waiting: Sequence[Waiting]) -> Update:
        """Put all figures in; ``waiting`` are places whose cells could not be read."""
        wanted = filter(self._is_wanted, self.figures.lines)
        lines = [self._own_part(line) for line in wanted if not self._split(line)]
        self._mapping(self.root, tree_of(lines), ())
        update, figures = self.update, self.figures
        update.left += unseen(self.root, figures, self.touched, self.unread)
        update.left += self._openings()
        totals, places = unwritten(self.root, figures, self.money_unit, self.left_out, waiting)
        update.left_out, update.left = totals, update.left + places
        update.text = self.document.edited_text()
        update.changes.sort(key=lambda change: (change.line or 10**9, change.path))
        return update

    def _openings(self) -> Iterator[str]:
        """Opening balances that the workbook does not have, and that do not fit its other numbers;
        nothing where cells could not be read."""
        for fund, opening, slack in implied_openings(self.figures.lines):
            entry = find(self.root, OPENING, fund)
            numbers = [number_of(leaf) for leaf in leaves(entry)] if entry else []
            if None in numbers or self.unread:
                continue
            typed = sum(filter(None, numbers), Decimal(0)) * self._factor(counted=False)
            if abs(typed - opening) > slack:
                yield (
                    f"{OPENING}/{fund}：{self._from}没有单列，照它的收入、支出和年末推算是 "
                    f"{self._shown(opening)}，文件里是 {self._shown(typed)}；请核对，该改的自己改"
                )

    @property
    def _from(self) -> str:
        return self.figures.source

    def _is_wanted(self, line: DataLine) -> bool:
        """Whether a number belongs into this file: of new control totals those that were published,
        and those of which the file does not tell every part yet."""
        if line.path[0] != CONTROL or find(self.root, *line.path):
            return True
        waiting = (
            total.less and number_of_place(self.root, total.less) is None
            for total in self.figures.lines
            if total.path[1:2] == line.path[1:2]
        )
        has_unit = find(self.root, CONTROL, UNIT_OF_REPORT) is not None
        if not has_unit and (line.path[-1] == PUBLISHED or any(waiting)):
            return True
        self.left_out.add("/".join(line.path))
        return False

    def _own_part(self, line: DataLine) -> DataLine:
        """A number that holds another place's: without it, where the file tells that one."""
        if not line.less:
            return line
        number = number_of_place(self.root, line.less)
        if number is None:
            return line
        return replace(line, amount=line.amount - number * self._factor(counted=line.counted))

    def _split(self, line: DataLine) -> bool:
        """Whether 人员 or 公用 follows from the 经济科目 of the file, and is compared with it.

        The file needs no second number.
        """
        fund = find(self.root, "支出", FUNDS[0])
        if line.path[0] != "基本支出构成" or not fund or find(self.root, "基本支出构成"):
            return False
        basic = [part for item in fund.entries if (part := find(item, NATURES[0]))]
        coded = [leaf for part in basic for leaf in leaves(part) if code_of(leaf.name)]
        if coded:
            person = line.path[1] == "人员经费"
            wanted = [
                entry_below
                for entry_below in coded
                if (code_of(entry_below.name)[:3] in ("301", "303")) == person
            ]
            self._compare(basic[0], line.path[:2], wanted, line)
        return bool(coded)

    def _mapping(self, part: YamlEntry, tree: Tree, path: tuple[str, ...]) -> None:
        """Compare a mapping of the file with that of the workbook, name by name."""
        if path[-1:] == ("项目支出",):
            tree = self._as_called_here(part, tree, path)
        missing: Tree = {}
        for name, value in tree.items():
            entry = find(part, name)
            if entry is None:
                missing[name] = value
                continue
            self.touched.add(entry)
            if isinstance(value, DataLine):
                self._number(entry, value)
            elif isinstance(value, dict):
                self._part(entry, value, (*path, name))
        self._missing(part, missing, path)
        if path[0:1] == ("支出",) and path[1:_PART] in self.figures.complete:
            self._nothing_spent(part, path)

    def _as_called_here(self, part: YamlEntry, tree: Tree, path: tuple[str, ...]) -> Tree:
        """The projects of the workbook, those that the file calls otherwise by its names: they have
        the same amounts of the same 经济科目, and no other has."""
        called: Tree = {}
        here = [each for each in part.entries if each.name.strip() not in tree]
        for name, value in tree.items():
            alike = []
            if find(part, name) is None and not code_of(name):
                alike = [each for each in here if self._has_amounts_of(each, value)]
            if len(alike) == 1:
                own = alike[0].name.strip()
                words = f"{self._from}里的“{name}”金额都一样，当作同一个项目，没有另加"
                self._leave(alike[0], (*path, own), f"{words}；不是的请自己加上")
                name = own
            called[name] = value
        return called

    def _has_amounts_of(self, entry: YamlEntry, value: DataLine | str | Tree) -> bool:
        """Whether an entry of the file has the amounts of a part of the workbook, by 经济科目."""
        lines = {code_of(line.path[-1]): line for line in lines_of(value)}
        numbers = {code_of(leaf.name): number_of(leaf) for leaf in leaves(entry) or [entry]}
        if not sum_of(value) or lines.keys() != numbers.keys():
            return False
        return all(
            number is not None and self._equal(number, lines[code])
            for code, number in numbers.items()
        )

    def _nothing_spent(self, part: YamlEntry, path: tuple[str, ...]) -> None:
        """0 for each 经济科目 that waits and that the workbook does not have: those that it has of
        this part are all on which something was spent."""
        for entry in part.entries:
            if waits(entry) and code_of(entry.name) and entry not in self.touched:
                self.touched.add(entry)
                self._put(entry, "0", (*path, entry.name.strip()), f"# {self._from}里没有，是 0")

    def _part(self, entry: YamlEntry, tree: Tree, path: tuple[str, ...]) -> None:
        """A part of the workbook's tree at an entry of the file: the file may be coarser, as fine,
        or finer."""
        if path[-1] == "项目支出" and self._name_project(entry, tree, path):
            return
        if not entry.single and path[-1] == "项目支出" and not same_kind(entry, tree):
            self._across(entry, tree, path)
        elif not entry.single:
            self._mapping(entry, tree, path)
        elif path != ("上年",):
            self._unfold(entry, tree, path)

    def _name_project(self, entry: YamlEntry, tree: Tree, path: tuple[str, ...]) -> bool:
        """Give the only project of the file, which waits for its name, that of the only one of the
        workbook. Returns whether it was given."""
        if len(entry.entries) != 1 or entry.entries[0].name.strip() != MARK or len(tree) != 1:
            return False
        ((name, value),) = tree.items()
        if code_of(name) or name == MARK:
            return False
        project = entry.entries[0]
        self.document.rename(project, key_text(name))
        if self.document.comment(project.line).startswith("# 把左边的"):
            self.document.set_comment(project.line, "")
        place = (*path, "项目名称")
        self.update.changes.append(ImportedChange(project.line + 1, place, MARK, name, ""))
        self.touched.add(project)
        if isinstance(value, DataLine):
            self._number(project, value)
        elif isinstance(value, dict):
            self._part(project, value, (*path, name))
        return True

    def _across(self, entry: YamlEntry, tree: Tree, path: tuple[str, ...]) -> None:
        """The file has projects and the workbook only 经济科目 (or the other way round)."""
        is_coded = all(map(code_of, tree))
        if is_coded and len(entry.entries) == 1 and not code_of(entry.entries[0].name):
            only_project = entry.entries[0]
            self.touched.add(only_project)
            self._part(only_project, tree, (*path, only_project.name))
            return
        codes = {code_of(name) for name in tree} - {""}
        below = list(entry.below())
        self.touched.update(
            inner for inner in below if not codes or code_of(inner.name) in codes | {""}
        )
        leaves_below = [leaf for leaf in below if leaf.single]
        if not codes or not all(code_of(leaf.name) for leaf in leaves_below):
            # One side has no 经济科目 for some project: only the whole can be compared.
            self._compare(entry, path, leaves_below, tree)
            return
        for name, value in tree.items():
            same = [leaf for leaf in leaves_below if code_of(leaf.name) == code_of(name)]
            self._compare(next(iter(same), entry), (*path, name), same, value)

    def _compare(
        self,
        entry: YamlEntry,
        path: tuple[str, ...],
        leaves_below: Sequence[YamlEntry],
        value: DataLine | str | Tree,
    ) -> None:
        """A number of the workbook against the sum of several of the file."""
        lines = lines_of(value)
        wanted, slack = sum_of(value), sum((line.slack for line in lines), Decimal(0))
        spots = "、".join(str(spot) for line in lines[:2] for spot in line.spots[:1])
        counted = any(line.counted for line in lines)
        there = f"{self._from}是 {self._shown(wanted, counted=counted)}（{spots}）"
        numbers = [number for leaf in leaves_below if (number := number_of(leaf)) is not None]
        if any(number_of(leaf) is None for leaf in leaves_below):
            if any(map(waits, leaves_below)):
                open_ = f"文件里分得更细，还写着“{MARK}”，{there}；请您自己分开填"
                self._leave(entry, path, open_)
            return
        total = sum(numbers, Decimal(0)) * self._factor(counted=counted)
        if abs(total - wanted) > slack:
            do = "请您自己改"
            if self.unread:
                do = f"{unread_cells(self.figures, self.unread)}，可能不全，请先补齐再比较"
            added = f"文件里分得更细，相加是 {self._shown(total, counted=counted)}"
            self._leave(entry, path, f"{added}，{there}；{do}")

    def _leave(self, entry: YamlEntry, path: tuple[str, ...], message: str) -> None:
        """Something that the clerk has to look at."""
        self.update.left.append(f"第 {entry.line + 1} 行 {'/'.join(path)}：{message}")

    def _factor(self, *, counted: bool) -> int:
        """What a number of the file is multiplied with to be one of the workbook."""
        if counted:
            return 1
        return IN_YUAN[self.money_unit]

    def _shown(self, amount: Decimal, *, counted: bool = False) -> str:
        """A number of the workbook in the unit of the file, for messages."""
        if counted:
            return trimmed(amount)
        return money(amount / IN_YUAN[self.money_unit])

    def _number(self, entry: YamlEntry, line: DataLine) -> None:
        """One number of the workbook at an entry of the file."""
        if not entry.single:
            self._finer(entry, line)
            return
        number = number_of(entry)
        if number is not None and self._equal(number, line):
            return
        if number is None and not waits(entry):
            there = self._shown(line.amount, counted=line.counted)
            typed = entry.text[:20]
            self._leave(
                entry, line.path, f"写的是“{typed}”，不是数，没有改（{self._from}是 {there}）"
            )
        elif line.blank and number is not None:
            empty = f"文件里是 {entry.text}，{self._from}的 {line.spots[0]} 空着"
            self._leave(entry, line.path, f"{empty}，没有改；确实没有就改成 0")
        else:
            self._put(entry, line.text(self.money_unit), line.path, line.source)

    def _finer(self, entry: YamlEntry, line: DataLine) -> None:
        """One number of the workbook, several of the file."""
        if line.path[-1] != "预算数":
            self.touched.update(entry.below())
            only, *others = leaves(entry) or [entry]
            if only.single and not others:
                # A part of one number is that number, whatever it is called.
                self._number(only, line)
                return
            self._compare(entry, line.path, leaves(entry), line)
            return
        numbers = [number for leaf in leaves(entry) if (number := number_of(leaf)) is not None]
        if not any(self._equal(number, line) for number in numbers):
            there = f"{self._from}只有一个预算数 {self._shown(line.amount)}（{line.spots[0]}）"
            self._leave(entry, line.path, f"{there}，文件里分年初、全年；请您自己改")

    def _equal(self, number: Decimal, line: DataLine) -> bool:
        """Whether a number of the file is that of the workbook, as far as rounding tells."""
        return abs(number * self._factor(counted=line.counted) - line.amount) <= line.slack

    def _put(self, entry: YamlEntry, new: str, path: tuple[str, ...], source: str) -> None:
        """The new value in the place of the old one; a comment that tells our source follows it,
        others stay."""
        self.document.set_value(entry, new)
        line = self.document.line(entry.end)
        typed = self.document.comments.get(line)
        if source and typed and typed.start == entry.end and typed.text.startswith("# 来源: "):
            # What the clerk, or juesuan roll, wrote behind our source stays.
            _, mark, note = typed.text.partition("；")
            self.document.set_comment(line, f"{source}{mark}{note}")
        old = entry.text
        if entry.blank:
            old = "（空）"
        self.update.changes.append(ImportedChange(entry.line + 1, path, old, new, source))

    def _unfold(self, entry: YamlEntry, tree: Tree, path: tuple[str, ...]) -> None:
        """One number of the file, several of the workbook: the number becomes a part in braces."""
        if number_of(entry) is None and not waits(entry):
            message = f"写的是“{entry.text[:20]}”，{self._from}有下一级的数，没有改"
            self._leave(entry, path, message)
            return
        spots = [spot for line in lines_of(tree) for spot in line.spots if spot.cell]
        source = f"# 来源: {range_of(spots)}" if spots else ""
        self._put(entry, braces(with_project(path[-1], tree), self.money_unit), path, source)

    def _missing(self, part: YamlEntry, tree: Tree, path: tuple[str, ...]) -> None:
        """Keys that the file lacks: zeros are added only where the file is asked for them, 保有量
        not beside 车型; the others stand behind the key that comes before them."""
        for name, value in tree.items():
            if isinstance(value, dict):
                value = with_project(name, value)
            lines = lines_of(value)
            zero = not any(line.amount for line in lines)
            needless = zero and not answers_by_zero((*path, name), lines)
            if needless or (name == "保有量" and find(part, "车型")):
                continue
            section = (*path, name)[0]
            if all(line.path in self.needless for line in lines):
                self.left_out.add(section)
                continue
            self.update.changes += [
                ImportedChange(0, line.path, "（没有）", line.text(self.money_unit), line.source)
                for line in lines
            ]
            text = self._text(part, name, value, path)
            self.document.remove_notes(part, name, MARK)
            self.document.insert_entry(part, name, text, before(part, name, path))

    def _text(
        self, part: YamlEntry, name: str, value: DataLine | str | Tree, path: tuple[str, ...]
    ) -> str:
        """What stands behind the colon of a new key."""
        if part.style is EntryStyle.BRACES:
            return braces(value, self.money_unit)
        if isinstance(value, dict) and len(path) == 2 and path[0] == "支出":
            projects = self.figures.names_offered(path[1], name)
            asks = path[1] != "其他资金"
            lines = item_lines(name, value, self.money_unit, 0, asks=asks, projects=projects)
        else:
            lines = tree_lines({name: value}, self.money_unit, 0)
        return "\n".join(lines).removeprefix(f"{key_text(name)}:").removeprefix(" ")
