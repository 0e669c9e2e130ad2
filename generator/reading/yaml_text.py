"""YAML text → nodes. Own small composer over PyYAML's events, because safe_load guesses types, drops duplicate keys and loses places."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from generator.reading.nodes import Mapping, Node, Scalar, Sequence
from generator.reading.place import Finding, Level, Place

MAX_BYTES = 10_000_000
MAX_DEPTH = 60

# What YAML says in English, as a clerk can use it. The first pattern that matches wins.
_MESSAGES: tuple[tuple[str, str, str], ...] = (
    (
        r"mapping values are not allowed",
        "冒号用得不对：一行里有第二个冒号，或上一行少了冒号后的空格",
        "给冒号后的文字加上英文双引号，或检查上一行的冒号是不是英文冒号加一个空格",
    ),
    (r"could not find expected ':'", "这一行像是一个项目，却没有英文冒号", "写成“名称: 内容”，冒号用英文的，后面空一格"),
    (r"found undefined alias|found unknown escape|while scanning an alias|while scanning an anchor", "内容以 * 或 & 开头，有特殊含义", "给内容加上英文双引号"),
    (r"cannot start any token", "内容以特殊符号（% @ ` 等）开头", "给内容加上英文双引号"),
    (r"expected <block end>", "缩进不齐：这一行与同级的行没有对齐", "让同一级的行左边对齐，用空格缩进"),
    (r"found unexpected end of stream", "引号没有成对", "检查前面的引号是否成对"),
    (r"special characters are not allowed|control characters", "有看不见的特殊字符", "删掉这一行重新输入"),
)


class _Stop(Exception):
    """Reading cannot go on; carries the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def read_file(path: Path, name: str | None = None) -> tuple[Node | None, list[Finding], str]:
    """Read one YAML file. Returns the root node (None when it cannot be read), the findings, and the text.

    ``name`` is how the file is called in messages (default: the path as given).
    """
    label = name or str(path)
    start = Place(label, 1, 1)
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = "没有这个文件" if isinstance(error, FileNotFoundError) else "这个文件打不开"
        return None, [Finding("读取", Level.ERROR, start, f"{reason}：{path}", "检查文件名和所在文件夹")], ""
    if len(raw) > MAX_BYTES:
        return None, [Finding("读取", Level.ERROR, start, f"文件太大（{len(raw) // 1_000_000} MB），数据文件不应超过 10 MB", "检查是否选错了文件")], ""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, [Finding("编码", Level.ERROR, start, "文件不是 UTF-8 编码", "用记事本打开，另存为，编码选“UTF-8”")], ""
    node, findings = read_text(text, label)
    return node, findings, text


def read_text(text: str, name: str) -> tuple[Node | None, list[Finding]]:
    """Parse YAML text; ``name`` is the file's name in places. Never raises on bad input."""
    findings: list[Finding] = []
    start = Place(name, 1, 1)
    if not text.strip():
        return None, [Finding("空文件", Level.ERROR, start, "文件是空的", "用 juesuan new 单位名称 年度 生成一个可以填写的文件")]
    for number, line in enumerate(text.split("\n"), 1):
        wide = re.match(r"[ ]*([\u3000\u00a0]+)\S", line)
        if wide:
            place = Place(name, number, wide.start(1) + 1)
            findings.append(Finding("全角空格缩进", Level.ERROR, place, "行首用了全角空格缩进", "改成英文（半角）空格"))
    if findings:
        return None, findings
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        return _document(loader, name, findings), findings
    except _Stop as stop:
        return None, [*findings, stop.finding]
    except yaml.MarkedYAMLError as error:
        return None, [*findings, _explain(error, name, text)]
    except (yaml.YAMLError, ValueError) as error:
        return None, [*findings, Finding("格式", Level.ERROR, start, f"文件里有不能识别的字符（{error.__class__.__name__}）", "用记事本另存为 UTF-8 编码")]
    finally:
        loader.dispose()


def _explain(error: yaml.MarkedYAMLError, name: str, text: str) -> Finding:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = " ".join(part for part in (error.context, error.problem) if part)
    lines = text.split("\n")
    # A full-width colon makes YAML stumble one line later: the line that holds it is the one to show.
    for back in (line - 1, line - 2):
        if 0 <= back < len(lines):
            wide = re.match(r"\s*[^\s:#\"']+(：)", lines[back])
            if wide:
                place = Place(name, back + 1, wide.start(1) + 1)
                fixed = lines[back].strip().replace("：", ": ", 1)
                return Finding("全角冒号", Level.ERROR, place, "冒号是中文（全角）的", f"改成英文冒号加一个空格：{fixed}")
            tight = re.match(r"\s*([^\s:#\"']+):(\S.*)$", lines[back])
            if tight and back + 1 < line:
                place = Place(name, back + 1, lines[back].index(":") + 1)
                return Finding("冒号后缺空格", Level.ERROR, place, "冒号后面少了一个空格", f"改成：{tight[1]}: {tight[2]}")
    if 0 < line <= len(lines) and re.match(r" *\t", lines[line - 1]):
        return Finding("制表符缩进", Level.ERROR, Place(name, line, 1), "这一行用了制表符（Tab 键）缩进", "把行首的制表符改成空格")
    for pattern, message, fix in _MESSAGES:
        if re.search(pattern, said):
            return Finding("格式", Level.ERROR, Place(name, line, column), message, fix)
    return Finding("格式", Level.ERROR, Place(name, line, column), "这里的写法不合 YAML 格式", "对照示例文件检查缩进、冒号和引号")


def _document(loader: Any, name: str, findings: list[Finding]) -> Node:
    events = iter(loader.get_event, None)
    stack: list[tuple[Node, list[Scalar]]] = []
    root: Node | None = None
    for event in events:
        place = Place(name, event.start_mark.line + 1, event.start_mark.column + 1) if event.start_mark else Place(name, 1, 1)
        node: Node
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Stop(Finding("引用", Level.ERROR, place, "不支持 YAML 的 & 和 * 引用", "把内容照写一遍；若它是文字，请加英文双引号"))
        if isinstance(event, yaml.DocumentStartEvent) and root is not None:
            raise _Stop(Finding("多份文档", Level.ERROR, place, "一个文件里有两份内容（出现了 --- 分隔线）", "每个单位一个文件"))
        if isinstance(event, yaml.ScalarEvent):
            node = Scalar.at(event.value, place, plain=event.style in (None, ""))
        elif isinstance(event, yaml.MappingStartEvent):
            node = Mapping()
            node.place = place
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Sequence()
            node.place = place
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            stack.pop()
            continue
        else:
            continue
        if stack:
            _attach(stack[-1], node, findings)
        else:
            root = node
        if not isinstance(node, Scalar):
            if len(stack) >= MAX_DEPTH:
                raise _Stop(Finding("层级", Level.ERROR, place, f"缩进层级太深（超过 {MAX_DEPTH} 层）", "对照示例文件检查缩进"))
            stack.append((node, []))
    if root is None:
        raise _Stop(Finding("空文件", Level.ERROR, Place(name, 1, 1), "文件里只有注释，没有内容", "用 juesuan new 单位名称 年度 生成一个可以填写的文件"))
    return root


def _attach(frame: tuple[Node, list[Scalar]], node: Node, findings: list[Finding]) -> None:
    parent, pending = frame
    if isinstance(parent, Sequence):
        parent.append(node)
        return
    assert isinstance(parent, Mapping)
    if not pending:
        if not isinstance(node, Scalar):
            raise _Stop(Finding("项目名", Level.ERROR, node.place, "冒号前面应是一个名称，这里却是一组内容", "对照示例文件检查缩进和冒号"))
        pending.append(node)
        return
    key = pending.pop()
    first = parent.key(key)
    if first is not None:
        message = f"“{key}”写了两次：第 {first.place.line} 行和第 {key.place.line} 行"
        findings.append(Finding("重复", Level.ERROR, key.place, message, "留下正确的一行，删去另一行"))
        return
    parent[key] = node
