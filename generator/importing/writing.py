"""Lines → the text of a data file, in the order of 新建.yaml, each number with its cell, and marked
places for what only the clerk knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from generator.importing.cover import Answer
from generator.importing.document_texts import DocumentTexts
from generator.importing.line_trees import Tree, part_of, put_in, sum_of, tree_of
from generator.importing.lines import DataLine, Figures
from generator.importing.published_data import Publisher
from generator.importing.tree_text import HINT, TO_FILL, item_lines, tree_lines
from generator.importing.waiting import Waiting
from generator.model.accounts import Accounts
from generator.model.rules import MARK
from generator.yaml_edit.entries import key_text
from generator.yaml_edit.scalars import scalar_text

_HOW_TO_FILL = (
    "# 只有您知道的，标着“待填”，换成您的答案；行首是“# 待填：”的，去掉它填上；"
    "冒号后面空着的，照旁边“# 填：”的说明填。填完运行 make check。"
)
_DEPARTMENTS = (
    "如 [办公室, 财务科]；单位没有内设机构的，把这一行改成 机构设置: 本单位没有内设机构。"
)
USUAL_FORM = "四川"
_BEFORE = ("版式", "年度", "金额单位", "单位", "设置")


class FileOrigin(Struct, frozen=True):
    """What heads a new file: the unit's name and the files that were imported.

    ``identity`` is what a published PDF tells of the unit, ``texts`` what another document says.
    ``form`` is that of the new file, with a comment behind it, and ``settings`` of it; ``terms``
    are the unit's own 名词解释.
    """

    owner: str
    year: int
    files: tuple[str, ...]
    answers: Mapping[str, Answer] = field(default_factory=dict)
    identity: Publisher | None = None
    texts: DocumentTexts = DocumentTexts()
    form: str = USUAL_FORM
    form_comment: str = ""
    settings: Mapping[str, str] = {}
    terms: Mapping[str, str] = {}

    def known(self, key: str, hint: str) -> str:
        """A line that only a published document answers, or the place for the clerk's answer."""
        text = getattr(self.identity, key, "") or getattr(self.texts, key, "")
        return f"{key}: {key_text(text)}" if text else f"# 待填：{key}: {hint}"

    def line(self, key: str, choice: str) -> str:
        """A choice that a cover has answered, with its cell; else 待填 and the words to choose."""
        text = getattr(self.identity, key, "") or getattr(self.texts, key, "")
        if text:
            return f"{key}: {key_text(text)}"
        answer = self.answers.get(key)
        if answer is None:
            return f"{key}: {MARK}  # 换成 {choice}"
        return f"{key}: {answer.word}  # 来源: {answer.spot}"


def new_text(
    figures: Figures, money_unit: str, origin: FileOrigin, waiting: Sequence[Waiting] = ()
) -> str:
    """A whole new data file; places whose cells could not be read stand in it as 待填."""
    lines = [_head(money_unit, origin)]
    tree = tree_of(figures.lines)
    for place in waiting:
        put_in(tree, place.path, place.text)
    texts = origin.texts.sentences.texts.items()
    for path, text in (
        *texts,
        *((("名词解释", term), text) for term, text in origin.terms.items()),
    ):
        put_in(tree, path, scalar_text(text, in_braces=False))
    for name in Accounts.model_fields:
        if name in _BEFORE:
            continue
        special = _SPECIAL.get(name)
        if name in tree and name == "支出":
            lines += ["", *_outlay(part_of(tree, name), money_unit, figures)]
        elif name in tree and special:
            lines += ["", *special(name, part_of(tree, name), money_unit)]
        elif name in tree:
            lines += ["", *tree_lines({name: tree[name]}, money_unit, 0)]
        elif name in _MISSING:
            lines += ["", _MISSING[name].format(上年=origin.year - 1, 来源=figures.source)]
    return "\n".join(lines) + "\n"


def _section(
    depth: int,
    name: str,
    tree: Tree,
    money_unit: str,
    marks: Sequence[str] = (),
    asked: Sequence[str] = (),
) -> list[str]:
    """A part, places for the numbers that it lacks, and the texts that are wanted where money was
    spent. One of which nothing is known waits as a whole: below {} nothing could be typed."""
    pad = "  " * (depth + 1)
    if marks and not tree:
        numbers = ", ".join(f"{mark}: 数" for mark in marks)
        return [f"{'  ' * depth}{TO_FILL}{name}: {{{numbers}}}  # 没有填 0"]
    wanted = asked if sum_of(tree.get("决算数")) else ()
    return [
        f"{'  ' * depth}{name}:",
        *tree_lines(tree, money_unit, depth + 1),
        *(f"{pad}{TO_FILL}{mark}: 数（没有填 0）" for mark in marks if mark not in tree),
        *(f"{pad}{text}:  {HINT}{_WANTED[text]}" for text in wanted if text not in tree),
    ]


_CHANGE = "比上年增减的原因；与上年相等就删去这一行"
_WANTED = {"开支内容": "出国（境）做了什么", "用途": "主要用于什么", "原因": _CHANGE}
_BUDGET, _AMOUNTS = ("预算数", "上年决算数"), ("预算数", "决算数", "上年决算数")
_VISITS = ("决算数", "批次", "人次")


def _outlay(tree: Tree, money_unit: str, figures: Figures) -> list[str]:
    """支出 with the places of what is known only to the clerk."""
    lines = ["支出:"]
    for fund in tree:
        lines.append(f"  {fund}:")
        items = part_of(tree, fund)
        for key in items:
            item, asks = part_of(items, key), fund != "其他资金"
            projects = figures.names_offered(fund, key)
            lines += item_lines(key, item, money_unit, 2, asks=asks, projects=projects)
    return lines


def _three_public(name: str, tree: Tree, money_unit: str) -> list[str]:
    """三公经费: numbers as far as they are known, the rest as places to fill."""
    abroad, reception = part_of(tree, "因公出国境费"), part_of(tree, "公务接待费")
    cars = part_of(tree, "公务用车购置及运行维护费")
    bought, running = part_of(cars, "购置费"), part_of(cars, "运行维护费")
    home, foreign = part_of(reception, "国内"), part_of(reception, "外事")
    of_cars: Tree = {key: value for key, value in cars.items() if isinstance(value, DataLine)}
    received: Tree = {key: value for key, value in reception.items() if key not in ("国内", "外事")}
    lines = [
        f"{name}:",
        f"  原因:  {HINT}“三公”经费合计与预算数不等的原因；相等就删去这一行",
        *_section(
            1,
            "因公出国境费",
            abroad,
            money_unit,
            (*_AMOUNTS, "团组数", "人次"),
            ("开支内容", "原因"),
        ),
        *_section(1, "公务用车购置及运行维护费", of_cars, money_unit),
        *_section(2, "购置费", bought, money_unit, _AMOUNTS),
    ]
    if sum_of(bought.get("决算数")) and "更新购置" not in bought:
        lines.append(f"      {TO_FILL}更新购置: {{轿车: {{数量: 1, 金额: 数}}}}")
    kinds = [f"    {TO_FILL}车型: {{轿车: 辆数, 越野车: 辆数}}，相加等于保有量"]
    if "车型" in cars:
        kinds = tree_lines({"车型": cars["车型"]}, money_unit, 2)
    lines += [
        *_section(2, "运行维护费", running, money_unit, _AMOUNTS, ("用途",)),
        *kinds,
        f"    原因:  {HINT}{_CHANGE}",
        *_section(1, "公务接待费", received, money_unit, _BUDGET),
        f"    原因:  {HINT}{_CHANGE}",
        *_section(2, "国内", home, money_unit, _VISITS, ("用途",)),
    ]
    if foreign:
        lines += _section(2, "外事", foreign, money_unit, _VISITS)
    elif sum_of(home.get("决算数")):
        moved = "表里只有合计，已填在国内；有外事接待的，从国内的数里减出来"
        waiting = ", ".join(f"{name}: {MARK}" for name in _VISITS)
        # What is not there counts as 0: the clerk has to say so.
        lines.append(f"    外事: {{{waiting}}}  # {moved}，没有就填 0")
    return lines


def _bought(name: str, tree: Tree, money_unit: str) -> list[str]:
    lines = _section(0, name, tree, money_unit, ("授予中小企业合同金额", "授予小微企业合同金额"))
    spent = sum(sum_of(tree.get(kind)) for kind in ("货物", "工程", "服务"))
    if spent and "用途" not in tree:
        lines.append(f"  用途:  {HINT}采购了什么")
    return lines


def _running(name: str, tree: Tree, money_unit: str) -> list[str]:
    return [*_section(0, name, tree, money_unit, ("上年决算数",)), f"  原因:  {HINT}{_CHANGE}"]


def _assets(name: str, tree: Tree, money_unit: str) -> list[str]:
    lines = _section(0, name, tree, money_unit)
    if "车辆" not in tree:
        lines.append(f"  {TO_FILL}车辆: {{机要通信用车: 辆数}}（一辆也没有就写 其他用车: 0）")
    if sum_of(part_of(tree, "车辆").get("其他用车")) and "其他用车说明" not in tree:
        lines.append(f"  其他用车说明:  {HINT}其他用车主要是什么车")
    if "设备" not in tree:
        lines.append(f"  {TO_FILL}设备: {{单价100万元以上设备: 台数}}")
    return lines


def _performance(name: str, tree: Tree, money_unit: str) -> list[str]:
    lines = [f"{name}:", f"  项目: []  {HINT}开展绩效管理的项目名称；没有就留着 []"]
    return [*lines, *tree_lines(tree, money_unit, 1)]


def _head(money_unit: str, origin: FileOrigin) -> str:
    name = f"{MARK}  # 换成单位全称"
    if origin.owner:
        name = key_text(origin.owner)
    form = f"版式: {key_text(origin.form)}  {origin.form_comment}".rstrip()
    settings = ""
    if origin.settings:
        lines = (f"\n  {key}: {value}  # 照文件" for key, value in origin.settings.items())
        settings = f"\n\n设置:{''.join(lines)}"
    return f"""# yaml-language-server: $schema=../schema.json
# 由 {"、".join(origin.files)} 导入；每个数后面注明它在哪张表、哪个格子。
{_HOW_TO_FILL}
{form}
年度: {origin.year}
金额单位: {money_unit}

单位:
  名称: {name}
  {origin.known("简称", "正文里的自称")}
  {origin.line("口径", "单位（只含本单位） 或 部门（含下属单位）")}
  {origin.line("性质", "行政单位、参公事业单位 或 事业单位")}
  # 待填：批复日期: 日期（如 {origin.year + 1}-09-05）
  {origin.known("公开日期", f"日期（如 {origin.year + 1}-09-20）")}
{_duties(origin.texts)}
{_organisation(origin.texts)}
{_units(origin.texts)}{settings}"""


def _text_line(key: str, text: str) -> str:
    """A text of one or several lines below 单位."""
    return f"  {key}: {scalar_text(text, in_braces=False)}".replace("\n", "\n  ")


def _duties(texts: DocumentTexts) -> str:
    """主要职责, or a place for them."""
    if not texts.主要职责:
        return "  主要职责: |\n    （一）……"
    return _text_line("主要职责", texts.主要职责)


def _units(texts: DocumentTexts) -> str:
    """下属单位, or a place for them; a nature that the document does not tell is asked for."""
    if not texts.下属单位:
        return (
            f"  {TO_FILL}下属单位（口径为部门时填）\n  #   - {{名称: 某某中心, 性质: 其他事业单位}}"
        )
    listed = (
        f"    - {{名称: {scalar_text(unit.name, in_braces=True)}, 性质: {unit.nature or MARK}}}"
        for unit in texts.下属单位
    )
    return "\n".join(("  下属单位:", *listed))


def _organisation(texts: DocumentTexts) -> str:
    """机构设置 as a whole text, or a place for the departments."""
    if not texts.机构设置:
        return f"  内设机构: []  {HINT}{_DEPARTMENTS}"
    return _text_line("机构设置", texts.机构设置)


_SPECIAL = {
    "预算绩效": _performance,
    "三公经费": _three_public,
    "政府采购": _bought,
    "机关运行经费": _running,
    "国有资产": _assets,
}
_MISSING = {
    "上年": """# 待填：上年的数，三种写法选一种，去掉行首的 #
# 上年: 某某单位-{上年}.yaml          # 上年的数据文件，最省事
# 上年: {{收支总计: 数, 财政拨款收支总计: 数, 一般公共预算财政拨款支出: 数}}
# 上年: 无                          # 新设单位""",
    "变动原因": """变动原因:
  收支总计:  # 填：比上年增减的原因；三个数变动相同就只填这一个""",
    "三公经费": """# {来源}里没有“三公”经费的表：把“待填”换成数，没有就填 0
三公经费:
  原因:  # 填：“三公”经费合计与预算数不等的原因；相等就删去这一行
  因公出国境费: {{预算数: 待填, 决算数: 待填, 上年决算数: 待填, 团组数: 待填, 人次: 待填}}
  公务用车购置及运行维护费:
    购置费: {{预算数: 待填, 决算数: 待填, 上年决算数: 待填}}
    运行维护费: {{预算数: 待填, 决算数: 待填, 上年决算数: 待填, 用途: }}  # 填：用途
    车型: {{轿车: 待填}}  # 年末公务用车保有量，按车型
    原因:  # 填：比上年增减的原因；与上年相等就删去这一行
  公务接待费:
    预算数: 待填
    上年决算数: 待填
    国内: {{决算数: 待填, 批次: 待填, 人次: 待填}}
    外事: {{决算数: 待填, 批次: 待填, 人次: 待填}}
    原因:  # 填：比上年增减的原因；与上年相等就删去这一行""",
    "机关运行经费": """# 待填：机关运行经费: {{上年决算数: 数, 原因: 文字}}""",
    "政府采购": (
        "# 待填：政府采购: {{货物: 数, 工程: 数, 服务: 数, 用途: 文字, "
        "授予中小企业合同金额: 数, 授予小微企业合同金额: 数}}"
    ),
    "国有资产": (
        "# 待填：国有资产: {{车辆: {{机要通信用车: 辆数, 其他用车: 辆数}}, "
        "设备: {{单价100万元以上设备: 台数}}}}"
    ),
    "预算绩效": """预算绩效:
  项目: []                    # 填：开展绩效管理的项目名称；没有就留着 []
  # 待填：事前绩效评估: 个数
  # 待填：绩效目标: 个数
  # 待填：绩效监控: 个数
  # 待填：绩效自评: 个数（自评表、整体自评见 docs/填写指南.md）""",
}
