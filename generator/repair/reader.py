"""A data file → nodes: slips of the keyboard are told, and what was meant is read on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec.structs import replace

from generator.findings.bounded import beginning
from generator.findings.place import Finding, Level, Place, has_errors
from generator.findings.rules import Group, Rule, declare
from generator.reading.composer import ComposeError, Fault, Limits, Twice, compose
from generator.reading.files import READING, read_bytes
from generator.reading.nodes import Node, Scalar
from generator.reading.yaml_errors import FORMAT
from generator.repair.characters import broken, hidden
from generator.repair.flow import MAX_DEPTH
from generator.repair.indentation import find_layout
from generator.repair.key_schema import Keys
from generator.repair.rules import INDENT, TAB
from generator.repair.typos import find_slips
from generator.yaml_edit.edits import Columns, apply

# The largest real file has some thousands of names and values.
MAX_NODES = 20_000
Typed = Callable[[int, int], tuple[int, int]]

EMPTY = declare(
    "空文件", Group.READING, Level.ERROR, "文件里要有内容", "空文件生成不了文档。", "数据文件的写法"
)
TWICE = declare(
    "重复",
    Group.READING,
    Level.ERROR,
    "同一个项目只写一次",
    "写两次时，只有一个数会被用到，另一个被悄悄丢掉。",
    "数据文件的写法",
)
ALIAS = declare(
    "引用",
    Group.READING,
    Level.ERROR,
    "不用 & 和 * 引用",
    "引用使一个数出现在看不见的地方，还会使文件膨胀。",
    "YAML 与中文键盘",
)
MANY = declare(
    "多份文档",
    Group.READING,
    Level.ERROR,
    "一个文件只写一个单位",
    "分隔线 --- 以下的内容会被漏掉。",
    "数据文件的写法",
)
DEEP = declare(
    "层级",
    Group.READING,
    Level.ERROR,
    "缩进不太深",
    "层级太深，一定是缩进或括号写错了。",
    "YAML 与中文键盘",
)
KEY = declare(
    "项目名",
    Group.READING,
    Level.ERROR,
    "冒号前面是一个名称",
    "没有名称就不知道内容属于哪一项。",
    "数据文件的写法",
)

_NEW = "用 juesuan new 单位名称 年度 生成一个可以填写的文件"


_LIMITS = Limits(MAX_NODES, MAX_DEPTH)
_STOPS: Mapping[Fault, tuple[Rule, str, str]] = {
    Fault.SIZE: (
        READING,
        f"文件里的内容太多（超过 {MAX_NODES} 项）",
        "检查是否选错了文件，或同一段粘贴了多遍",
    ),
    Fault.DEPTH: (DEEP, f"缩进层级太深（超过 {MAX_DEPTH} 层）", "对照示例文件检查缩进"),
    Fault.DOCUMENTS: (MANY, "一个文件里有两份内容（出现了 --- 分隔线）", "每个单位一个文件"),
    Fault.ALIAS: (
        ALIAS,
        "不支持 YAML 的 & 和 * 引用",
        "把内容照写一遍；若它是文字，请加英文单引号",
    ),
    Fault.KEY: (KEY, "冒号前面应是一个名称，这里却是一组内容", "对照示例文件检查缩进和冒号"),
}


def read_file(
    path: Path, name: str | None = None, known: frozenset[str] = frozenset()
) -> tuple[Node | None, list[Finding], str]:
    """Read one YAML file. Returns the root node (None when it cannot be read), the findings, and the text.

    ``name`` is how the file is called in messages (default: the path as given); ``known`` are the keys of the data file.
    """
    label = name or str(path)
    read = read_bytes(path, label)
    if read.text is None:
        return None, list(read.findings), ""
    node, findings = read_text(read.text, label, known)
    return node, [*read.findings, *findings], read.text


def read_text(
    text: str, name: str, known: frozenset[str] = frozenset()
) -> tuple[Node | None, list[Finding]]:
    """Parse YAML text; ``name`` is the file's name in places. Never raises on bad input.

    Slips of the keyboard are findings, and what they were meant to be is read on, so that one run finds everything.
    """
    lines = broken(text, name)
    seen = hidden(lines.text, name)
    strange, clean = [*lines.findings, *seen.findings], seen.text
    if not clean.strip():
        return None, [*strange, EMPTY.at(Place(name, 1, 1), "文件是空的", _NEW)]
    findings, meant, typed = understood(clean, name, known)
    first = Columns(lines.text, seen.edits)
    findings = [
        replace(one, place=Place(name, *first.typed(one.place.line, one.place.column)))
        for one in findings
    ]
    node, more = _compose(meant, name, lambda line, column: first.typed(*typed(line, column)))
    if node is None and has_errors(findings):
        # What YAML says of a line that has a slip adds nothing.
        told = {finding.place.line for finding in findings}
        more = [
            finding
            for finding in more
            if finding.rule != FORMAT.id or not {finding.place.line, finding.place.line - 1} & told
        ]
    return node, [*strange, *findings, *more]


def understood(text: str, name: str, known: frozenset[str]) -> tuple[list[Finding], str, Typed]:
    """What is said of the slips in a text, the text as it was meant, and where its places lie in the typed one."""
    slips = find_slips(text, name, known)
    edits = [edit for slip in slips for edit in (*slip.edits, *slip.guesses)]
    first, columns = apply(text, edits), Columns(text, edits)
    told = [slip.finding for slip in slips if slip.finding]
    if not isinstance(known, Keys):
        return told, first, columns.typed
    laid = find_layout(first, name, known)
    edits = [edit for slip in laid for edit in (*slip.edits, *slip.guesses)]
    second = Columns(first, edits)
    for slip in laid:
        if slip.finding:
            line, column = columns.typed(slip.finding.place.line, slip.finding.place.column)
            told = _joined(told, replace(slip.finding, place=Place(name, line, column)))
    return (
        told,
        apply(first, edits),
        lambda line, column: columns.typed(*second.typed(line, column)),
    )


def _joined(told: list[Finding], layout: Finding) -> list[Finding]:
    """A line with a wrong blank in front that stands in the wrong place as well is told once, with the number of blanks."""
    for at, one in enumerate(told):
        if (
            one.place.line == layout.place.line
            and one.rule in (TAB.id, INDENT.id)
            and layout.fix.startswith("行首应为")
        ):
            return [
                *told[:at],
                replace(one, fix=layout.fix.replace("个空格", "个英文空格")),
                *told[at + 1 :],
            ]
    return [*told, layout]


def _compose(text: str, name: str, typed: Typed) -> tuple[Node | None, list[Finding]]:
    findings: list[Finding] = []
    try:
        node = compose(text, name, _LIMITS, lambda key: findings.append(_twice(key)), typed)
    except ComposeError as error:
        if error.finding is None:
            rule, message, fix = _STOPS[error.fault]
            return None, [*findings, rule.at(error.place, message, fix)]
        return None, [*findings, error.finding]
    if node is None:
        findings.append(EMPTY.at(Place(name, 1, 1), "文件里只有注释，没有内容", _NEW))
    return node, findings


def _twice(key: Twice) -> Finding:
    also = "" if key.first == key.again else f"（“{key.first}”，只差空格）"
    first = f"第 {key.first.place.line} 行{_short(key.first_value)}"
    again = f"第 {key.again.place.line} 行{_short(key.value)}"
    message = f"“{key.again}”写了两次{also}：{first}和{again}"
    fix = "留下正确的一行，删去另一行"
    below = key.again.place.line - key.first.place.line > 1
    if below and key.again.place.column > 1:
        # The name of a 科目 or 项目 that was deleted leaves its lines to the one before.
        fix = (
            "两处本来属于不同的科目或项目的，是第二处上面少了一行名称，把它补上；"
            "不是的，留下正确的一行，删去另一行"
        )
    return TWICE.at(key.again.place, message, fix)


def _short(node: Node) -> str:
    """A value in a few characters, for a message."""
    if not isinstance(node, Scalar):
        return "（有下级项目）"
    return f"（{beginning(node.strip(), 13)}）" if node.strip() else "（空着）"
