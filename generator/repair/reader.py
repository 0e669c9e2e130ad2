"""A data file → nodes: slips of the keyboard are told, and what was meant is read on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.findings.bounded import beginning
from generator.findings.place import Finding, Level, Place, has_errors
from generator.findings.rules import Group, Rule, declare
from generator.reading.composer import ComposeError, Fault, Limits, Twice, compose
from generator.reading.files import READING, read_bytes
from generator.reading.nodes import Node, Scalar
from generator.reading.yaml_errors import FORMAT
from generator.repair.characters import with_plain_breaks, without_hidden
from generator.repair.indentation import find_layout
from generator.repair.key_schema import Keys
from generator.repair.rules import INDENT, TAB
from generator.repair.typos import find_typos
from generator.yaml_edit.edits import Columns, apply
from generator.yaml_edit.entries import MAX_DEPTH

# The largest real file has some thousands of names and values.
MAX_NODES = 20_000
Typed = Callable[[int, int], tuple[int, int]]
"""Line and column in a text as it was meant → line and column in the typed one."""

_MOST_SHOWN = 13
_MOST_KEPT = 6
"""Texts that are remembered as they were read: this year's and last year's, of a unit or two."""

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
    path: Path, name: str | None = None, key_names: frozenset[str] = frozenset()
) -> tuple[Node | None, list[Finding], str]:
    """Read one YAML file. Returns the root node (None when it cannot be read), the findings, and
    the text.

    ``name`` is how the file is called in messages (default: the path as given); ``key_names`` are the
    keys of the data file.
    """
    label = name or str(path)
    read = read_bytes(path, label)
    if read.text is None:
        return None, list(read.findings), ""
    node, findings = read_text(read.text, label, key_names)
    return node, [*read.findings, *findings], read.text


def read_text(
    text: str, name: str, key_names: frozenset[str] = frozenset()
) -> tuple[Node | None, list[Finding]]:
    """Parse YAML text; ``name`` is the file's name in places. Never raises on bad input.

    Typos of the keyboard are findings, and what they were meant to be is read on, so that one run
    finds everything. The node is shared with others who read the same text: none may change it.
    """
    node, findings = _read_text(text, name, key_names)
    return node, list(findings)


@lru_cache(maxsize=_MOST_KEPT)
def _read_text(
    text: str, name: str, key_names: frozenset[str]
) -> tuple[Node | None, tuple[Finding, ...]]:
    """A text read once: a form that is being filled in asks for the same one after each key, and
    for that of last year."""
    lines = with_plain_breaks(text, name)
    clean = without_hidden(lines.text, name)
    invisible = [*lines.findings, *clean.findings]
    if not clean.text.strip():
        return None, (*invisible, EMPTY.at(Place(name, 1, 1), "文件是空的", _NEW))
    columns = Columns(lines.text, clean.edits)
    understood_text = understood(clean.text, name, key_names)
    typos = [
        _moved(finding, columns.typed(finding.place.line, finding.place.column))
        for finding in understood_text.findings
    ]
    node, problems = _compose(
        understood_text.text,
        name,
        lambda line, column: columns.typed(*understood_text.typed(line, column)),
    )
    if node is None and has_errors(typos):
        problems = _not_of_typos(problems, typos)
    return node, (*invisible, *typos, *problems)


def _moved(finding: Finding, position: tuple[int, int]) -> Finding:
    """A finding at another line and column of the same file."""
    return replace(finding, place=Place(finding.place.file, *position))


def _not_of_typos(problems: list[Finding], typos: list[Finding]) -> list[Finding]:
    """What YAML says, but not of a line that has a typo, or of the next: it adds nothing."""
    lines = {finding.place.line for finding in typos}
    lines |= {line + 1 for line in lines}
    return [
        finding
        for finding in problems
        if finding.rule != FORMAT.id or finding.place.line not in lines
    ]


class Understood(Struct, frozen=True):
    """A text as it was meant: what is said of its typos, and where its places lie in the typed
    one.
    """

    findings: list[Finding]
    text: str
    typed: Typed


def understood(text: str, name: str, key_names: frozenset[str]) -> Understood:
    """The text without the typos that can be read on."""
    typos = find_typos(text, name, key_names)
    edits = [edit for typo in typos for edit in (*typo.edits, *typo.guesses)]
    corrected, columns = apply(text, edits), Columns(text, edits)
    findings = [typo.finding for typo in typos if typo.finding]
    if not isinstance(key_names, Keys):
        return Understood(findings, corrected, columns.typed)
    typos = find_layout(corrected, name, key_names)
    edits = [edit for typo in typos for edit in (*typo.edits, *typo.guesses)]
    layout_columns = Columns(corrected, edits)
    for typo in typos:
        if typo.finding:
            place = typo.finding.place
            layout = _moved(typo.finding, columns.typed(place.line, place.column))
            findings = _joined(findings, layout)
    return Understood(
        findings,
        apply(corrected, edits),
        lambda line, column: columns.typed(*layout_columns.typed(line, column)),
    )


def _joined(findings: list[Finding], layout: Finding) -> list[Finding]:
    """A line with a wrong blank in front that stands in the wrong place as well is told once, with
    the number of blanks.
    """
    if not layout.fix.startswith("行首应为"):
        return [*findings, layout]
    for index, finding in enumerate(findings):
        is_same_line = finding.place.line == layout.place.line
        if is_same_line and finding.rule in (TAB.id, INDENT.id):
            fix = layout.fix.replace("个空格", "个英文空格")
            return [*findings[:index], replace(finding, fix=fix), *findings[index + 1 :]]
    return [*findings, layout]


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
    """A name that stands twice in the same part."""
    also = ""
    if key.first != key.again:
        also = f"（“{key.first}”，只差空格）"
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
    if not node.strip():
        return "（空着）"
    return f"（{beginning(node.strip(), _MOST_SHOWN)}）"
