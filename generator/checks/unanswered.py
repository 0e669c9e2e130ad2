"""Values that a program, or somebody, marked “# 待填” and that nobody has confirmed since."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from msgspec import Struct
from msgspec.structs import replace

from generator.checks.rule import Problem, RuleContext, check
from generator.findings.bounded import beginning
from generator.findings.place import Level, Place
from generator.findings.rules import Group
from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys, schema_of
from generator.model.rules import MARK
from generator.reading.nodes import MappingNode, Node, Scalar, SequenceNode
from generator.repair.reader import understood
from generator.yaml_edit.marks import asks_for

# 待填, 待填写, 待填：……; neither “没有待填的” nor a word that only begins so.
_MARKED = re.compile(
    rf"(?:^|[；;，,。（(【\s#＃]){MARK}(?:写|报|列|入)?(?=$|[\s：:，,。、！!？?）)】；;…—-])"
)
_MAY_BE = re.compile(rf"[#＃].*{MARK}")
_TYPED = re.compile(rf"[#＃]\s*{MARK}")
_COUNTED_AS_ZERO = (("三公经费", "公务接待费", "外事"),)
"""What counts as 0 where a file has none of it, although the document prints it: nothing asks for
it but the line that an import has written in its place."""
_OPENS = (yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken)
_CLOSES = (yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)


_Schema = dict[str, Any]
"""A part of a JSON Schema."""


class _Marked(Struct, frozen=True):
    """A comment with the mark, and the sign of the file that it follows (line, column from 0).

    ``below``: it stands behind a name whose value is on the next lines.
    """

    comment: str
    line: int
    column: int
    below: bool


@check(
    "未确认",
    Group.FILLING,
    Level.ERROR,
    "写着“# 待填”的地方要有人确认",
    "导入和新建时先写上的内容没有人确认过；没有确认就公开，单位的性质、口径都可能是错的。",
    "《预算法》第七十五条",
    since="0.2",
)
def unanswered(context: RuleContext) -> Iterator[Problem]:
    """Every value with a comment behind it that says 待填, and what counts as 0 while a line of the
    file still asks for it."""
    if not any(_MAY_BE.search(line) for line in context.lines):
        return
    text = "\n".join(context.lines)
    starts = {
        (place.line - 1, place.column - 1): (path, node, place)
        for path, node, place in _nodes(context.root, ())
    }
    for marked in _marked(text):
        entry = starts.get((marked.line, marked.column))
        if entry is None:
            continue
        path, node, place = entry
        if not _is_empty(node):
            yield _problem(path, node, place)
    by_path = {path: (path, node, place) for path, node, place in starts.values()}
    for path, node, place in by_path.values():
        if isinstance(node, Scalar) and "\n" not in node and _TYPED.search(node):
            yield _problem(path, node, place)
    yield from _uncounted(context)


def _uncounted(context: RuleContext) -> Iterator[Problem]:
    """What is not there, would count as 0, and is asked for by a line of its own in its part."""
    for *owner, name in _COUNTED_AS_ZERO:
        part = context.node(*owner)
        if not isinstance(part, MappingNode) or name in part or not part:
            continue
        column = min(key.place.column for key in part)
        for number in _lines_of(part, context.lines):
            line = context.lines[number - 1]
            comment = line.lstrip()
            alone = comment.startswith("#") and len(line) - len(comment) == column - 1
            if alone and asks_for(comment, name, MARK):
                place = replace(part.place, line=number, column=column)
                message = f"{name}：还没有填，这一行写着“# {MARK}”；不填会当作 0 印出"
                fix = f"有就填上，没有就填 0，并删去“# {MARK}：{name}”这一行"
                yield Problem(place, message, fix, path=(*owner, name))


def _lines_of(part: MappingNode, lines: tuple[str, ...]) -> Iterator[int]:
    """The lines of a part and the comments below it, by their numbers."""
    first = min(key.place.line for key in part)
    column = min(key.place.column for key in part)
    for number in range(first, len(lines) + 1):
        line = lines[number - 1]
        content = line.lstrip()
        if content and not content.startswith("#") and len(line) - len(content) < column - 1:
            return
        yield number


def _problem(path: tuple[str | int, ...], node: Node, place: Place) -> Problem:
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    shown = "这一段"
    if isinstance(node, Scalar):
        shown = f"“{_short(node)}”"
    options = _options(path)
    if options:
        choice = f"{'、'.join(options[:-1])} 或 {options[-1]}"
        fix = f"填 {choice}（写着的对就留着），并删去后面的“# {MARK}”"
    else:
        fix = f"核对或填好，并删去后面的“# {MARK}”和它的说明"
    return Problem(place, f"{name}：{shown}后面还写着“# {MARK}”，没有人确认过", fix)


def _short(node: Scalar) -> str:
    return beginning(_TYPED.split(" ".join(node.split()))[0].strip(), 20)


def _is_empty(node: Node) -> bool:
    """A value that is asked for anyway, where it is needed."""
    return isinstance(node, Scalar) and node.strip().partition("：")[0] in ("", MARK)


def _options(path: tuple[str | int, ...]) -> list[str]:
    """The words that may stand at a place; none where it takes anything."""
    schema = schema_of(Accounts)
    here: list[_Schema] = [schema]
    for step in path:
        below = [_step(part, step) for part in here]
        here = [inner for part in below for inner in _alternatives(part, schema)]
    return [str(word) for part in here for word in part.get("enum", ())]


def _step(part: _Schema, step: str | int) -> _Schema | None:
    """What a schema says of an entry of a list, or of a key."""
    name = "items"
    if isinstance(step, str):
        part, name = part.get("properties", {}), step
    below = part.get(name)
    if not isinstance(below, dict):
        return None
    return below


def _alternatives(part: _Schema | None, schema: _Schema) -> Iterator[_Schema]:
    """A part of a schema, looked up where it is a reference, and all that it allows instead."""
    if part is None:
        return
    if "$ref" in part:
        part = schema.get("$defs", {}).get(part["$ref"].rsplit("/", 1)[-1], {})
    yield part
    for key in ("anyOf", "oneOf", "allOf"):
        for below in part.get(key, ()):
            yield from _alternatives(below, schema)


def _nodes(
    node: Node, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Node, Place]]:
    """Every value under the place where it begins, and under that of its name."""
    if isinstance(node, MappingNode):
        for key, value in node.items():
            yield (*path, str(key)), value, key.place
            yield (*path, str(key)), value, value.place
            yield from _nodes(value, (*path, str(key)))
    elif isinstance(node, SequenceNode):
        for number, value in enumerate(node):
            yield (*path, number), value, value.place
            yield from _nodes(value, (*path, number))


def _marked(text: str) -> Iterator[_Marked]:
    """The comments behind values that carry the mark."""
    try:
        tokens = list(yaml.scan(text, Loader=yaml.SafeLoader))
    except yaml.YAMLError:
        try:
            intended = understood(text, "", known_keys(Accounts)).text
            tokens, text = list(yaml.scan(intended, Loader=yaml.SafeLoader)), intended
        except yaml.YAMLError:
            return
    inside = [(token.start_mark.index, token.end_mark.index) for token in tokens if _is_text(token)]
    ends = _ends(tokens)
    offset = 0
    for number, line in enumerate(text.split("\n")):
        start, offset = offset, offset + len(line) + 1
        if number not in ends or not _MAY_BE.search(line):
            continue
        for match in re.finditer(r"(?:^|(?<=\s))#", line):
            at = start + match.start()
            if any(begin <= at < end for begin, end in inside):
                continue
            comment = line[match.end() :].strip()
            if _MARKED.search(comment):
                yield _Marked(comment, *ends[number])
            break


def _is_text(token: yaml.Token) -> bool:
    """A text in quotes, in which # is a sign like any other."""
    return isinstance(token, yaml.ScalarToken) and token.style in ("'", '"')


def _ends(tokens: list[yaml.Token]) -> dict[int, tuple[int, int, bool]]:
    """For each line the value that ends it (the place where that begins), or the name that does."""
    ends: dict[int, tuple[int, int, bool]] = {}
    opened: list[tuple[int, int]] = []
    last = (0, 0)
    for token in tokens:
        mark = token.start_mark
        if isinstance(token, yaml.ScalarToken):
            last = mark.line, mark.column
            line = mark.line if token.style in ("|", ">") else token.end_mark.line
            ends[line] = (*last, False)
        elif isinstance(token, _OPENS):
            opened.append((mark.line, mark.column))
        elif isinstance(token, _CLOSES) and opened:
            ends[mark.line] = (*opened.pop(), False)
        elif isinstance(token, yaml.ValueToken):
            ends[mark.line] = (*last, True)
    return ends
