"""Figures into a data file that exists: numbers replaced, missing lines added where they belong, every other character as it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from generator.importing.closing_balances import follows
from generator.importing.evidence import money
from generator.importing.grid import plain_number
from generator.importing.line_trees import flow, keys_of, lines_of, order_of, pairs_of, range_of, tree_of, waits
from generator.importing.lines import IN_YUAN, Figures, Line
from generator.importing.waiting import Waiting
from generator.importing.writing import Tree, item_lines, quoted, tree_lines, with_project
from generator.model.money import FUNDS, NATURES
from generator.model.rules import MARK
from generator.yaml_edit.edits import Edit
from generator.yaml_edit.extents import Node, code_of, last_line, places_of

# Sections that the workbook tells in full: what stands there and not in the workbook is told to the clerk.
_WHOLE = ("收入", "支出", "年初结转和结余")


class Change(Struct, frozen=True):
    """One difference: the line of the file (0 for a new one), its place, the old and the new number."""

    line: int
    path: tuple[str, ...]
    old: str
    new: str
    source: str


class Update(Struct):
    """The text after all changes, the changes, what was left for the clerk, and parts that a
    data file need not have."""

    text: str
    changes: list[Change] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def update_text(text: str, figures: Figures, unit: str, unread: int = 0, waiting: Sequence[Waiting] = ()) -> Update:
    """The text with the figures in it. ``unit`` is that of the file.

    ``unread``: how many cells of the workbook could not be read; ``waiting``: the places of some.
    """
    return _Updater(text, figures, unit, unread, waiting).run()


class _Updater:
    def __init__(self, text: str, figures: Figures, unit: str, unread: int, waiting: Sequence[Waiting]) -> None:
        self.unread, self.waiting = unread, waiting
        self.left_out: list[str] = []
        self.text, self.figures, self.unit = text, figures, unit
        self.root = places_of(text)
        self.edits: list[Edit] = []
        self.update = Update(text)
        self.touched: set[int] = set()
        self.added: dict[int, list[str]] = {}
        self.needless = follows(figures.lines)
        self.end = "\r\n" if "\r\n" in text else "\n"

    def run(self) -> Update:
        self._mapping(self.root, tree_of([self._own_part(line) for line in self.figures.lines if not self._split(line)]), ())
        self._unseen()
        self._unwritten()
        for at, blocks in self.added.items():
            self.edits.append(Edit(at, at, "".join(blocks)))
        parts, done = [], 0
        for edit in sorted(self.edits):
            parts += [self.text[done : edit.start], edit.put]
            done = edit.end
        self.update.text = "".join([*parts, self.text[done:]])
        self.update.changes.sort(key=lambda one: (one.line or 10**9, one.path))
        return self.update

    def _own_part(self, line: Line) -> Line:
        """A number that holds another place's: without it, where the file tells that one."""
        node: Node | None = self.root
        for step in line.less:
            found = node.find(step) if node else None
            node = found[1] if found else None
        if not line.less or node is None or node.number is None:
            return line
        return replace(line, amount=line.amount - node.number * (1 if line.counted else IN_YUAN[self.unit]))

    def _split(self, line: Line) -> bool:
        """Whether 人员 or 公用 is told by the 经济科目 of the file, with which it is then compared; the file needs no second number."""
        found = self.root.find("支出")
        fund = found[1].find(FUNDS[0]) if found else None
        if line.path[0] != "基本支出构成" or fund is None or self.root.find("基本支出构成"):
            return False
        basic = [part for _, item in fund[1].keys if (part := item.find(NATURES[0]))]
        pairs = [pair for _, value in basic for pair in pairs_of(value) if code_of(pair[0].text)]
        if pairs:
            person = line.path[1] == "人员经费"
            some = [value for key, value in pairs if code_of(key.text).startswith(("301", "303")) == person]
            self._compare(basic[0][0], (*line.path[:1], line.path[1]), some, line)
        return bool(pairs)

    def _mapping(self, node: Node, tree: Tree, path: tuple[str, ...]) -> None:
        """Go down both trees together."""
        missing: Tree = {}
        for name, value in tree.items():
            here = (*path, name)
            found = node.find(name)
            if found is None:
                missing[name] = value
                continue
            key, old = found
            self.touched.add(key.start)
            if isinstance(value, Line):
                self._number(key, old, value)
            else:
                assert isinstance(value, dict)
                self._part(key, old, value, here)
        if missing:
            self._missing(node, missing, path)

    def _part(self, key: Node, old: Node, tree: Tree, path: tuple[str, ...]) -> None:
        """A part of the workbook's tree at a key of the file: the file may be coarser, as fine, or finer."""
        if old.scalar:
            if path in (("上年",),):
                return
            self._unfold(key, old, tree, path)
        elif path[-1] == "项目支出" and not self._same_kind(old, tree):
            self._across(key, old, tree, path)
        else:
            self._mapping(old, tree, path)

    def _same_kind(self, old: Node, tree: Tree) -> bool:
        """Whether both sides have projects, or both 经济科目. A project without a name yet (待填) is not one of those that the workbook names."""
        mine = {bool(code_of(key.text)) for key, _ in old.keys}
        if any(key.text.strip() == MARK for key, _ in old.keys):
            return set(tree) <= {key.text.strip() for key, _ in old.keys}
        theirs = {bool(code_of(name)) for name in tree}
        return not mine or mine == theirs

    def _across(self, key: Node, old: Node, tree: Tree, path: tuple[str, ...]) -> None:
        """The file has projects and the workbook only 经济科目 (or the other way round)."""
        if len(old.keys) == 1 and not code_of(old.keys[0][0].text) and all(map(code_of, tree)):
            inner_key, inner = old.keys[0]
            self.touched.add(inner_key.start)
            self._part(inner_key, inner, tree, (*path, inner_key.text))
            return
        codes = {code_of(name) for name in tree} - {""}
        pairs = pairs_of(old)
        self.touched.update(one.start for one in keys_of(old) if not code_of(one.text) or not codes or code_of(one.text) in codes)
        if not codes or not all(code_of(one.text) for one, _ in pairs):
            # One side has no 经济科目 for some project: only the whole can be compared.
            self._compare(key, path, old.leaves(), tree)
            return
        for name, value in tree.items():
            mine = [(one, inner) for one, inner in pairs if code_of(one.text) == code_of(name)]
            self._compare(mine[0][0] if mine else key, (*path, name), [inner for _, inner in mine], value)

    def _compare(self, key: Node, path: tuple[str, ...], leaves: Sequence[Node], value: object) -> None:
        """A number of the workbook against the sum of several of the file."""
        lines = list(lines_of(value))
        wanted = sum((line.amount for line in lines), Decimal(0))
        amounts = [leaf.number for leaf in leaves]
        spots = "、".join(str(spot) for line in lines[:2] for spot in line.spots[:1])
        counted = any(line.counted for line in lines)
        there = f"工作簿是 {self._told(wanted, counted=counted)}（{spots}）"
        place = f"第 {key.line + 1} 行 {'/'.join(path)}"
        if any(number is None for number in amounts):
            if any(waits(leaf) for leaf in leaves):
                self.update.left.append(f"{place}：文件里分得更细，还写着“{MARK}”，{there}；请您自己分开填")
            return
        found = sum((number for number in amounts if number is not None), Decimal(0)) * (1 if counted else IN_YUAN[self.unit])
        if abs(found - wanted) > sum((line.slack for line in lines), Decimal(0)):
            do = f"{self._unread()}，可能不全，请先补齐再比较" if self.unread else "请您自己改"
            mine = f"文件里分得更细，相加是 {self._told(found, counted=counted)}"
            self.update.left.append(f"{place}：{mine}，{there}；{do}")

    def _told(self, amount: Decimal, *, counted: bool = False) -> str:
        """A number of the workbook in the unit of the file, for messages."""
        return plain_number(amount) if counted else money(amount / IN_YUAN[self.unit])

    def _number(self, key: Node, old: Node, line: Line) -> None:
        if not old.scalar:
            if line.path[-1] == "预算数":
                if not any(leaf.number is not None and self._equal(leaf.number, line) for leaf in old.leaves()):
                    told = f"第 {key.line + 1} 行 {'/'.join(line.path)}：工作簿只有一个预算数 {self._told(line.amount)}（{line.spots[0]}），文件里分年初、全年；请您自己改"
                    self.update.left.append(told)
                return
            self._compare(key, line.path, old.leaves(), line)
            self.touched.update(one.start for one in keys_of(old))
            return
        number = old.number
        if number is not None and self._equal(number, line):
            return
        place = f"第 {key.line + 1} 行 {'/'.join(line.path)}"
        if not waits(old) and number is None:
            self.update.left.append(f"{place}：写的是“{old.text[:20]}”，不是数，没有改（工作簿是 {self._told(line.amount, counted=line.counted)}）")
            return
        if line.blank and number is not None:
            self.update.left.append(f"{place}：文件里是 {old.text}，工作簿的 {line.spots[0]} 空着，没有改；确实没有就改成 0")
            return
        self._put(key, old, line.text(self.unit), line.path, line.source)

    def _equal(self, number: Decimal, line: Line) -> bool:
        factor = 1 if line.counted else IN_YUAN[self.unit]
        return abs(number * factor - line.amount) <= line.slack

    def _put(self, key: Node, old: Node, new: str, path: tuple[str, ...], source: str) -> None:
        """The new value in the place of the old one; a comment that tells our source follows it, others stay."""
        blank = old.blank
        colon = self.text.index(":", key.end) + 1 if blank else 0
        # In braces the blank before a comma goes; before a comment it stays.
        loose = re.compile(r"[ \t]+(?=[,}])").match(self.text, colon) if blank else None
        start, end = (colon, loose.end() if loose else colon) if blank else (old.start, old.end)
        self.edits.append(Edit(start, end, f" {new}" if blank else new))
        # What the clerk, or juesuan roll, wrote behind our source stays.
        tail = re.compile(r"[ \t]*# 来源: [^\r\n；]*").match(self.text, end)
        if tail and source:
            self.edits.append(Edit(tail.start(), tail.end(), f"  {source}"))
        self.update.changes.append(Change(key.line + 1, path, "（空）" if blank else old.text, new, source))

    def _unfold(self, key: Node, old: Node, tree: Tree, path: tuple[str, ...]) -> None:
        """One number of the file, several of the workbook: the number becomes a part in braces."""
        if old.number is None and not waits(old):
            self.update.left.append(f"第 {key.line + 1} 行 {'/'.join(path)}：写的是“{old.text[:20]}”，工作簿有下一级的数，没有改")
            return
        lines = list(lines_of(tree))
        new = self._braces(with_project(path[-1], tree))
        spots = [spot for line in lines for spot in line.spots if spot.cell]
        self._put(key, old, new, path, f"# 来源: {range_of(spots)}" if spots else "")

    def _braces(self, tree: Tree) -> str:
        parts = [
            f"{flow(name)}: {value.text(self.unit) if isinstance(value, Line) else self._braces(value)}"
            for name, value in tree.items()
            if isinstance(value, (Line, dict))
        ]
        return "{" + ", ".join(parts) + "}"

    def _missing(self, node: Node, tree: Tree, path: tuple[str, ...]) -> None:
        """Keys that the file lacks: zeros are not added, nor 保有量 beside 车型; the others stand behind the key that comes before them."""
        for name, value in tree.items():
            value = value if isinstance(value, Line) else with_project(name, value)
            lines = list(lines_of(value))
            if not any(line.amount for line in lines) or (name == "保有量" and node.find("车型")):
                continue
            section = (*path, name)[0]
            if section == "报表数" or all(line.path in self.needless for line in lines):
                self.left_out += [section] if section not in self.left_out else []
                continue
            before = self._before(node, name, path)
            for line in lines:
                self.update.changes.append(Change(0, line.path, "（没有）", line.text(self.unit), line.source))
            if node.flow:
                self._into_braces(node, before, name, value)
            else:
                self._into_block(node, before, name, value, path)

    def _before(self, node: Node, name: str, path: tuple[str, ...]) -> tuple[Node, Node] | None:
        """The key behind which a new one belongs: codes by their order, names in the order of the data file; None for the front."""
        code = code_of(name)
        if code:
            ahead = [pair for pair in node.keys if code_of(pair[0].text) and code_of(pair[0].text) < code]
            return ahead[-1] if ahead else None
        order = order_of(path)
        if name in order:
            ahead = [pair for pair in node.keys if pair[0].text in order and order.index(pair[0].text) < order.index(name)]
            return ahead[-1] if ahead else None
        return node.keys[-1] if node.keys else None

    def _into_braces(self, node: Node, before: tuple[Node, Node] | None, name: str, value: object) -> None:
        put = f"{flow(name)}: {value.text(self.unit) if isinstance(value, Line) else self._braces(value)}"  # type: ignore[arg-type]
        if before:
            end = before[1].end if not before[1].blank else self.text.index(":", before[0].end) + 1
            self.added.setdefault(end, []).append(f", {put}")
        else:
            self.added.setdefault(node.start + 1, []).append(f"{put}, " if node.keys else put)

    def _into_block(self, node: Node, before: tuple[Node, Node] | None, name: str, value: object, path: tuple[str, ...]) -> None:
        column = node.keys[0][0].column if node.keys else 0
        if isinstance(value, Line):
            lines = tree_lines({name: value}, self.unit, 0)
        elif len(path) == 2 and path[0] == "支出":
            assert isinstance(value, dict)
            lines = item_lines(name, value, self.unit, 0, asks=path[1] != "其他资金")
        else:
            assert isinstance(value, dict)
            lines = [f"{quoted(name)}:", *tree_lines(value, self.unit, 1)]
        put = self.end.join(" " * column + line for line in lines)
        if before:
            at = last_line(before[1] if not before[1].blank else before[0], self.text)
            at -= self.text[at - 1] == "\r"
            self.added.setdefault(at, []).append(self.end + put)
        else:
            at = self.text.rfind("\n", 0, node.keys[0][0].start) + 1
            self.added.setdefault(at, []).append(put + self.end)

    def _unseen(self) -> None:
        """Numbers of the file that the workbook does not have, in the parts that it tells in full."""
        told = {line.path[:2] for line in self.figures.lines}
        for key, section in self.root.keys:
            if key.text not in _WHOLE or section.scalar:
                continue
            for first, value in section.keys:
                if (key.text, first.text) not in told and key.text != "支出":
                    continue
                for item, inner in value.keys if not value.scalar else ():
                    self._lost((key.text, first.text), item, inner)

    def _unwritten(self) -> None:
        """What a new file would have and this one does not get."""
        if "年末结转和结余" in self.left_out:
            told = "没有写 年末结转和结余：与 年初＋收入－支出 一致，由程序算出，不用填"
            self.update.left_out.append(told)
        if "报表数" in self.left_out:
            lines = [line for line in self.figures.lines if line.path[0] == "报表数"]
            totals = "、".join(f"{line.path[-1]} {line.text(self.unit)}" for line in lines[:3])
            more = "等" if len(lines) > 3 else ""
            told = f"没有写 报表数（{totals}{more}）：只用来核对；要核对的自己填"
            self.update.left_out.append(told)
        for one in self.waiting:
            node: Node | None = self.root
            for step in one.path:
                found = node.find(step) if node else None
                node = found[1] if found else None
            if node is None:
                place = "/".join(one.path)
                told = f"{place}：文件里没有，{one.cells} 没有读出数，没有写；请补齐再导入或自己填"
                self.update.left.append(told)

    def _unread(self) -> str:
        return f"工作簿有 {self.unread} 格没有读出"

    def _lost(self, path: tuple[str, ...], key: Node, node: Node) -> None:
        parts = [inner for name, inner in node.keys if name.text in NATURES] if path[0] == "支出" and len(path) == 2 else [node]
        numbers = [leaf.number for part in parts for leaf in part.leaves()]
        if key.start not in self.touched:
            place = f"第 {key.line + 1} 行 {'/'.join((*path, key.text))}"
            if self.unread:
                waiting = any(waits(leaf) for part in parts for leaf in part.leaves())
                if any(numbers) or waiting:
                    told = f"{place}：{self._unread()}，这一行没有比较，没有动"
                    self.update.left.append(told)
            elif any(waits(leaf) for part in parts for leaf in part.leaves()):
                told = f"{place}：工作簿里没有，还写着“{MARK}”；没有发生就填 0 或删去"
                self.update.left.append(told)
            elif any(numbers):
                told = f"{place}：工作簿里没有，留着没有删；确实没有就请删去"
                self.update.left.append(told)
            return
        for inner_key, inner in node.keys:
            if inner_key.text in NATURES or (path and path[0] != "支出") or code_of(inner_key.text) or len(path) > 2:
                self._lost((*path, key.text), inner_key, inner)
