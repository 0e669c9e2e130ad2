"""Lines → the text of a data file, in the order of 新建.yaml, each number with its cell, and marked places for what only the clerk knows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct, field

from generator.importing.cover import Answer
from generator.importing.grid import plain_number
from generator.importing.lines import IN_YUAN, Figures, Line
from generator.importing.waiting import Waiting
from generator.model.accounts import Accounts
from generator.model.rules import MARK
from generator.yaml_edit.extents import code_of

_BEFORE = ("版式", "年度", "金额单位", "单位", "设置")
# Before a whole line that is waiting; behind a value that waits to be confirmed.
TO_FILL = "# 待填："
# Behind a name without a value: filled in, it needs no second look, and the note may stay.
HINT = "# 填："


class Origin(Struct, frozen=True):
    """What heads a new file: the unit's name and the files that were imported."""

    unit: str
    year: int
    files: tuple[str, ...]
    answers: Mapping[str, Answer] = field(default_factory=dict)

    def line(self, key: str, choice: str) -> str:
        """A choice that a cover has answered, with its cell; or 待填 with the words to choose from."""
        told = self.answers.get(key)
        if told is None:
            return f"{key}: {MARK}  # 换成 {choice}"
        return f"{key}: {told.word}  # 来源: {told.spot}"


def quoted(key: str) -> str:
    """A key or text that YAML would misread stands in quotes."""
    if not key or re.search(r"[#&*!|>'%@`{}\[\],\"]|: |:$|^[-?\s]|\s$", key):
        return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return key


def new_text(figures: Figures, unit: str, origin: Origin, waiting: Sequence[Waiting] = ()) -> str:
    """A whole new data file; places whose cells could not be read stand in it as 待填."""
    parts = [_head(unit, origin)]
    trees = _grouped(figures.lines)
    for one in waiting:
        _wait(trees, one)
    for name in Accounts.model_fields:
        if name in _BEFORE:
            continue
        if name in trees:
            parts.append(
                "\n".join([f"{name}:", *_SPECIAL.get(name, _plain)(trees[name], unit, 1)]) if isinstance(trees[name], dict) else _one(name, trees[name], unit)
            )
        elif name in _MISSING:
            parts.append(_MISSING[name].format(上年=origin.year - 1))
    return "\n".join(_closed("\n\n".join(parts).split("\n"))) + "\n"


def _closed(lines: Sequence[str]) -> list[str]:
    """A key that has only marks below it stands for an empty part."""
    found = []
    for number, line in enumerate(lines):
        below = next((other for other in lines[number + 1 :] if other.strip() and not other.lstrip().startswith("#")), "")
        empty = re.fullmatch(r"\s*[^\s#].*:", line) and len(below) - len(below.lstrip()) <= len(line) - len(line.lstrip())
        found.append(f"{line} {{}}" if empty else line)
    return found


def _one(name: str, line: object, unit: str) -> str:
    assert isinstance(line, Line)
    return f"{name}: {line.text(unit)}  {line.source}".rstrip()


Tree = dict[str, object]


def _grouped(lines: Sequence[Line]) -> Tree:
    tree: Tree = {}
    for line in lines:
        here = tree
        for step in line.path[:-1]:
            inner = here.setdefault(step, {})
            assert isinstance(inner, dict), line.path
            here = inner
        here[line.path[-1]] = line
    return tree


def _wait(trees: Tree, one: Waiting) -> None:
    """Put 待填 in a place that has no number."""
    here = trees
    for step in one.path[:-1]:
        inner = here.setdefault(step, {})
        assert isinstance(inner, dict), one.path
        here = inner
    here.setdefault(one.path[-1], one.text)


def _waits(tree: object) -> bool:
    """Whether some number of a part is not known."""
    return isinstance(tree, str) or (isinstance(tree, dict) and any(map(_waits, tree.values())))


def tree_lines(tree: Mapping[str, object], unit: str, depth: int) -> list[str]:
    """Block lines of a tree, two blanks for each level, each number with its source."""
    found = []
    for key, value in tree.items():
        start = "  " * depth + quoted(key) + ":"
        if isinstance(value, Line):
            found.append(f"{start} {value.text(unit)}  {value.source}".rstrip())
        elif isinstance(value, dict):
            asked = f"  # 把左边的“{MARK}”换成项目名称；有几个项目就分成几段" if key == MARK else ""
            found += [start + asked, *tree_lines(with_project(key, value), unit, depth + 1)]
        else:
            found.append(f"{start} {value}".rstrip())
    return found


def with_project(name: str, value: object) -> Tree:
    """项目支出 of which a workbook tells the 经济科目 and not the projects: a place for the project's name over them."""
    assert isinstance(value, dict)
    loose = {key: inner for key, inner in value.items() if code_of(key)} if name == "项目支出" else {}
    return {MARK: loose, **{key: inner for key, inner in value.items() if key not in loose}} if loose else value


def _plain(tree: object, unit: str, depth: int) -> list[str]:
    assert isinstance(tree, dict)
    return tree_lines(tree, unit, depth)


def _outlay(tree: object, unit: str, depth: int) -> list[str]:
    """支出 with the places of what is known only to the clerk."""
    assert isinstance(tree, dict)
    found = []
    for fund, items in tree.items():
        found.append("  " * depth + f"{fund}:")
        for key, item in items.items():
            found += item_lines(key, item, unit, depth + 1, asks=fund != "其他资金")
    return found


def item_lines(key: str, item: Tree, unit: str, depth: int, *, asks: bool) -> list[str]:
    """One item of 支出, and its marks: 预算数 where the workbook has none, 原因 with the difference where it is known."""
    found = ["  " * depth + quoted(key) + ":", *tree_lines(item, unit, depth + 1)]
    start = "  " * (depth + 1)
    if not asks:
        return found
    budget = item.get("预算数")
    if budget is None:
        found.append(f"{start}{TO_FILL}预算数: {{年初: 数, 全年: 数}}（没有安排填 0）")
    spent = {name: part for name, part in item.items() if name != "预算数"}
    told = None if _waits(spent) else difference(_sum(spent), budget, unit)
    if told is None:
        found.append(f"{start}{TO_FILL}原因: 文字（决算数与预算数不等时填）")
    elif told:
        found.append(f"{start}原因:  {HINT}{told}")
    return found


def difference(spent: Decimal, budget: object, unit: str) -> str | None:
    """“决算比全年预算少 12.3 元”; "" where they agree, None where no budget is known."""
    if isinstance(budget, dict):
        kind = "全年" if "全年" in budget else "年初"
        line = budget[kind]
    else:
        kind, line = "", budget
    if not isinstance(line, Line):
        return None
    change = spent - line.amount
    if not change:
        return ""
    return f"决算比{kind}预算{'多' if change > 0 else '少'} {plain_number(abs(change) / IN_YUAN[unit])} {unit}的原因"


def _sum(tree: object) -> Decimal:
    if isinstance(tree, Line):
        return tree.amount
    return sum((_sum(inner) for inner in tree.values()), Decimal(0)) if isinstance(tree, dict) else Decimal(0)


def _three_public(tree: object, unit: str, depth: int) -> list[str]:
    """三公经费: numbers as far as they are known, the rest as places to fill."""
    assert isinstance(tree, dict)
    whole = dict(tree)
    abroad = _part(whole, "因公出国境费")
    cars = _part(whole, "公务用车购置及运行维护费")
    reception = _part(whole, "公务接待费")
    found = ["  " * depth + f"原因:  {HINT}“三公”经费合计与预算数不等的原因；相等就删去这一行"]
    pad, deeper = "  " * (depth + 1), "  " * (depth + 2)
    found += ["  " * depth + "因公出国境费:", *tree_lines(abroad, unit, depth + 1), *_marks(pad, abroad, ("预算数", "决算数", "上年决算数", "团组数", "人次"))]
    found += _asked(pad, abroad, "开支内容", "原因")
    buying, running = _part(cars, "购置费"), _part(cars, "运行维护费")
    found += ["  " * depth + "公务用车购置及运行维护费:", *tree_lines({key: value for key, value in cars.items() if isinstance(value, Line)}, unit, depth + 1)]
    found += [f"{pad}购置费:", *tree_lines(buying, unit, depth + 2), *_marks(deeper, buying, ("预算数", "决算数", "上年决算数"))]
    if _sum(buying.get("决算数")):
        found.append(f"{deeper}{TO_FILL}更新购置: {{轿车: {{数量: 1, 金额: 数}}}}")
    found += [f"{pad}运行维护费:", *tree_lines(running, unit, depth + 2), *_marks(deeper, running, ("预算数", "决算数", "上年决算数"))]
    found += _asked(deeper, running, "用途")
    found.append(f"{pad}{TO_FILL}车型: {{轿车: 辆数, 越野车: 辆数}}，相加等于保有量")
    found.append(f"{pad}原因:  {HINT}比上年增减的原因；与上年相等就删去这一行")
    home, foreign = _part(reception, "国内"), _part(reception, "外事")
    found += ["  " * depth + "公务接待费:", *tree_lines({key: value for key, value in reception.items() if key not in ("国内", "外事")}, unit, depth + 1)]
    found += [*_marks(pad, reception, ("预算数", "上年决算数")), f"{pad}原因:  {HINT}比上年增减的原因；与上年相等就删去这一行"]
    found += [f"{pad}国内:", *tree_lines(home, unit, depth + 2), *_marks(deeper, home, ("决算数", "批次", "人次")), *_asked(deeper, home, "用途")]
    if foreign:
        found += [f"{pad}外事:", *tree_lines(foreign, unit, depth + 2), *_marks(deeper, foreign, ("决算数", "批次", "人次"))]
    elif _sum(home.get("决算数")):
        found.append(f"{pad}{TO_FILL}外事: {{决算数: 数, 批次: 数, 人次: 数}}（表里只有合计，已填在国内；有外事接待的从国内移出来）")
    return found


def _part(tree: Tree, name: str) -> Tree:
    found = tree.get(name)
    return found if isinstance(found, dict) else {}


def _marks(pad: str, tree: Tree, names: Sequence[str]) -> list[str]:
    return [f"{pad}{TO_FILL}{name}: 数（没有填 0）" for name in names if name not in tree]


def _asked(pad: str, tree: Tree, *names: str) -> list[str]:
    """Texts that are wanted where money was spent."""
    words = {"开支内容": "出国（境）做了什么", "用途": "主要用于什么", "原因": "比上年增减的原因；与上年相等就删去这一行"}
    return [f"{pad}{name}:  {HINT}{words[name]}" for name in names] if _sum(tree.get("决算数")) else []


def _bought(tree: object, unit: str, depth: int) -> list[str]:
    assert isinstance(tree, dict)
    pad = "  " * depth
    asked = [f"{pad}用途:  {HINT}采购了什么"] if _sum({key: tree.get(key) for key in ("货物", "工程", "服务")}) else []
    return [*tree_lines(tree, unit, depth), *_marks(pad, tree, ("授予中小企业合同金额", "授予小微企业合同金额")), *asked]


def _running(tree: object, unit: str, depth: int) -> list[str]:
    assert isinstance(tree, dict)
    pad = "  " * depth
    return [*tree_lines(tree, unit, depth), *_marks(pad, tree, ("上年决算数",)), f"{pad}原因:  {HINT}比上年增减的原因；与上年相等就删去这一行"]


def _assets(tree: object, unit: str, depth: int) -> list[str]:
    assert isinstance(tree, dict)
    found, pad = tree_lines(tree, unit, depth), "  " * depth
    if "车辆" not in tree:
        found.append(f"{pad}{TO_FILL}车辆: {{机要通信用车: 辆数}}（一辆也没有就写 其他用车: 0）")
    if _sum(_part(tree, "车辆").get("其他用车")):
        found.append(f"{pad}其他用车说明:  {HINT}其他用车主要是什么车")
    return found if "设备" in tree else [*found, f"{pad}{TO_FILL}设备: {{单价100万元以上设备: 台数}}"]


def _head(unit: str, origin: Origin) -> str:
    name = quoted(origin.unit) if origin.unit else f"{MARK}  # 换成单位全称"
    return f"""# yaml-language-server: $schema=../schema.json
# 由 {"、".join(origin.files)} 导入；每个数后面注明它在哪张表、哪个格子。
# 只有您知道的，标着“待填”，换成您的答案；行首是“# 待填：”的，去掉它填上；冒号后面空着的，照旁边“# 填：”的说明填。填完运行 make check。
版式: 四川
年度: {origin.year}
金额单位: {unit}

单位:
  名称: {name}
  # 待填：简称: 正文里的自称
  {origin.line("口径", "单位（只含本单位） 或 部门（含下属单位）")}
  {origin.line("性质", "行政单位、参公事业单位 或 事业单位")}
  # 待填：批复日期: 日期（如 {origin.year + 1}-09-05）
  # 待填：公开日期: 日期（如 {origin.year + 1}-09-20）
  主要职责: |
    （一）……
  内设机构: []  {HINT}如 [办公室, 财务科]；单位没有内设机构的，把这一行改成 机构设置: 本单位没有内设机构。
  # 待填：下属单位（口径为部门时填）
  #   - {{名称: 某某中心, 性质: 其他事业单位}}"""


_SPECIAL = {"支出": _outlay, "三公经费": _three_public, "政府采购": _bought, "机关运行经费": _running, "国有资产": _assets}
_MISSING = {
    "上年": """# 待填：上年的数，三种写法选一种，去掉行首的 #
# 上年: 某某单位-{上年}.yaml          # 上年的数据文件，最省事
# 上年: {{收支总计: 数, 财政拨款收支总计: 数, 一般公共预算财政拨款支出: 数}}
# 上年: 无                          # 新设单位""",
    "变动原因": """变动原因:
  收支总计:  # 填：比上年增减的原因；三个数变动相同就只填这一个""",
    "三公经费": """# 待填：三公经费（工作簿里没有“三公”经费的表），写法见 make new 生成的文件""",
    "机关运行经费": """# 待填：机关运行经费: {{上年决算数: 数, 原因: 文字}}""",
    "政府采购": """# 待填：政府采购: {{货物: 数, 工程: 数, 服务: 数, 用途: 文字, 授予中小企业合同金额: 数, 授予小微企业合同金额: 数}}""",
    "国有资产": """# 待填：国有资产: {{车辆: {{机要通信用车: 辆数, 其他用车: 辆数}}, 设备: {{单价100万元以上设备: 台数}}}}""",
    "预算绩效": """预算绩效:
  项目: []                    # 填：开展绩效管理的项目名称；没有就留着 []
  # 待填：事前绩效评估: 个数
  # 待填：绩效目标: 个数
  # 待填：绩效监控: 个数
  # 待填：绩效自评: 个数（自评表、整体自评见 docs/填写指南.md）""",
}
