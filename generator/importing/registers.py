"""Long lists, as 预算管理一体化 exports them: each line one amount with its 科目, fund, nature and project in columns; equal lines are added up."""

from __future__ import annotations

from decimal import Decimal

from generator.importing.columns import target_of
from generator.importing.declared import Table, Target
from generator.importing.evidence import ZERO, Evidence, Seen, Spot, joined, measure_of
from generator.importing.heads import FOOT, find_head, is_numbering
from generator.importing.lost import Taken
from generator.importing.recognise import Recognised
from generator.importing.words import Lost, NoAmount, amount_of, code_and_name, squeezed
from generator.model.money import FUNDS, NATURES

# What the words of the systems mean; a mapping file adds its own under 值.
_MEANT = {
    "资金": {
        **{fund[:4]: fund for fund in FUNDS[:3]},
        "政府性基金": FUNDS[1],
        "国有资本": FUNDS[2],
        "单位资金": FUNDS[3],
        "财政专户": FUNDS[3],
        "事业": FUNDS[3],
    },
    "支出性质": {
        "基本": NATURES[0],
        "人员类": NATURES[0],
        "公用经费": NATURES[0],
        "项目支出": NATURES[1],
        "特定目标": NATURES[1],
        "其他运转": NATURES[1],
    },
}
_DIGITS = {"功能科目": 7, "经济科目": 5}
# An amount is told three times, each time finer: the first finds the whole of an item, the others its parts.
_LEVELS = (
    ("资金", "功能科目", "支出性质"),
    ("资金", "功能科目", "支出性质", "经济科目"),
    ("资金", "功能科目", "支出性质", "项目", "经济科目"),
)

Line = dict[str, tuple[str, ...]]


def read_register(one: Recognised, table: Table, into: Evidence) -> None:
    """Read a list."""
    head = find_head(one.sheet)
    targets = (
        {
            column: target
            for column, path in head.paths.items()
            if (target := target_of(table.columns, path))
        }
        if head
        else {}
    )
    if head is None or not any(target.read == "功能科目" for target in targets.values()):
        into.remark(
            Spot(one.sheet.name, ""),
            f"认出是“{table.name}”，但找不到 读作 功能科目 的一列",
            "检查表头，或对照文件里列的写法（docs/导入对照.md）",
        )
        return
    sums: dict[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], tuple[Decimal, Spot]] = {}
    rows = 0
    taken = Taken(one, head)
    taken.columns |= set(targets)
    for row in one.sheet.rows(head.data):
        cells = one.sheet.row(row)
        if is_numbering(one.sheet, row):
            continue
        if FOOT.match(cells[0].text):
            break
        taken.rows.add(row)
        keys = _keys(one, table, targets, row, into)
        if keys is None:
            continue
        rows += 1
        for column, target in targets.items():
            if not target.read and not target.ignored:
                _add(one, table, keys, target, row, column, sums, into)
    taken.tell_rest(table.name, into)
    before = len(into.seen)
    for (measure, levels), (amount, spot) in sums.items():
        into.seen.append(Seen(dict(levels), amount, spot, measure))
    into.read.append((one.sheet.name, table.name, rows, len(into.seen) - before))


def _keys(
    one: Recognised, table: Table, targets: dict[int, Target], row: int, into: Evidence
) -> Line | None:
    """What a line says of itself; None for a sum (no code) and for what is not understood (told)."""
    found: dict[str, tuple[str, ...]] = {}
    for column, target in targets.items():
        cell = one.sheet.shown(row, column)
        if not target.read or cell is None:
            continue
        if target.read in _DIGITS:
            code, name = code_and_name(cell.text)
            if len(code) != _DIGITS[target.read]:
                if target.read == "功能科目":
                    return None
                continue
            found[target.read] = (code,)
            if name:
                into.names.setdefault(code, name)
        elif target.read == "项目":
            found["项目"] = (cell.text.strip(),)
        else:
            meant = _meant(table, target.read, cell.text)
            if not meant:
                spot = Spot(one.sheet.name, cell.name)
                into.unread += 1
                into.remark(
                    spot,
                    f"不知道“{cell.text}”是哪种{target.read}，这一行没有导入",
                    f"在对照文件里写 值: {{{cell.text}: …}}（docs/导入对照.md）",
                )
                return None
            found[target.read] = (meant,)
    return found if "功能科目" in found else None


def _meant(table: Table, key: str, text: str) -> str:
    word = squeezed(text)
    own = table.values.get(word)
    if own and key in own.keys:
        return own.keys[key][0]
    return next((meaning for begin, meaning in _MEANT[key].items() if begin in word), "")


def _add(
    one: Recognised,
    table: Table,
    line: Line,
    target: Target,
    row: int,
    column: int,
    sums: dict[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], tuple[Decimal, Spot]],
    into: Evidence,
) -> None:
    cell = one.sheet.at(row, column)
    try:
        amount = amount_of(cell, one.factor)
    except Lost:
        return
    except NoAmount as error:
        into.unread += 1
        into.remark(
            Spot(one.sheet.name, cell.name if cell else ""),
            f"应是金额，写的是“{error}”",
            "在表里改成数字再导入，或自己填进数据文件",
        )
        return
    if amount is None or cell is None:
        return
    measure = measure_of(table.book, target.keys)
    keys = joined(table.book, target.keys, line)
    nature = keys.get("支出性质", ("",))[0]
    project = keys.get("项目", ("",))[0]
    if nature == NATURES[1] and project and measure == "决算":
        known = into.projects.setdefault(keys["功能科目"][0], [])
        known += [project] if project not in known else []
    levels = _LEVELS[:1] if measure != "决算" else _LEVELS
    done: set[tuple[tuple[str, tuple[str, ...]], ...]] = set()
    for names in levels:
        wanted = names if measure == "决算" else ("资金", "功能科目")
        kept = tuple(
            (key, keys[key])
            for key in ("类型", *wanted)
            if key in keys and not (key == "项目" and nature != NATURES[1])
        )
        if kept in done:
            continue
        done.add(kept)
        before, spot = sums.get((measure, kept), (ZERO, Spot(one.sheet.name, cell.name)))
        sums[measure, kept] = (before + amount, spot)
