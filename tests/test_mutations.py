"""Good files with one line damaged: never a traceback, and never a quiet change of what was meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.checks.gallery import FOLDER
from generator.findings.place import has_errors
from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys
from generator.pipeline.checking import check
from generator.reading.amounts import narrow
from generator.reading.nodes import MappingNode, Scalar, SequenceNode
from generator.repair.reader import read_text
from tests.helpers import ROOT, examples

FILES = {"其余": FOLDER / "其余.yaml", "虚构": next((ROOT / "data").glob("云汀*.yaml"))}
WIDE = {
    ":": "：",
    ",": "，",
    "{": "｛",
    "}": "｝",
    "[": "［",
    "]": "］",
    "-": "－",
    " ": "\u3000",
    ".": "．",
    "#": "＃",
}
KNOWN = known_keys(Accounts)
Damage = Callable[[str, int], str]


def wide(line: str, at: int) -> str:
    """One character as a Chinese keyboard types it."""
    spots = [place for place, char in enumerate(line) if char in WIDE or char.isdecimal()]
    if not spots:
        return line
    place = spots[at % len(spots)]
    return (
        line[:place] + (WIDE.get(line[place]) or chr(ord(line[place]) + 0xFEE0)) + line[place + 1 :]
    )


def indented(line: str, at: int) -> str:
    return [
        f" {line}",
        f"  {line}",
        line.removeprefix(" "),
        line.removeprefix("  "),
        f"\t{line.lstrip()}",
        f"\u3000{line.lstrip()}",
    ][at % 6]


def doubled(line: str, at: int) -> str:
    return f"{line}\n{line}"


def dropped(line: str, at: int) -> str:
    return "\0"


def cut(line: str, at: int) -> str:
    return line[: at % len(line)] + line[at % len(line) + 1 :]


def put(line: str, at: int) -> str:
    marks = "：，:'\"{}[]#&*%@!|>-\u3000\t万元0x。（"
    mark = marks[at % len(marks)]
    place = at % (len(line) + 1)
    return line[:place] + mark + line[place:]


def emptied(line: str, at: int) -> str:
    return re.sub(r": .*$", ":", line)


DAMAGES: list[Damage] = [wide, indented, doubled, dropped, cut, put, emptied]


def damaged(text: str, number: int, at: int, damage: Damage) -> tuple[str, int]:
    lines = text.split("\n")
    content = [
        index
        for index, line in enumerate(lines)
        if line.strip() and not line.strip().startswith("#")
    ]
    index = content[number % len(content)]
    lines[index] = damage(lines[index], at)
    return "\n".join(lines).replace("\0\n", "").replace("\0", ""), index + 1


def plain(node: object) -> object:
    """A tree whose texts are compared as the program understands them: half-width, without blanks."""
    if isinstance(node, Scalar):
        return re.sub(r"\s", "", narrow(node))
    if isinstance(node, MappingNode):
        return {plain(key): plain(value) for key, value in node.items()}
    return [plain(value) for value in node] if isinstance(node, SequenceNode) else node


@pytest.mark.parametrize("name", FILES)
@given(number=st.integers(0, 400), at=st.integers(0, 200), damage=st.sampled_from(DAMAGES))
@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_traceback(name: str, number: int, at: int, damage: Damage, tmp_path: Path) -> None:
    text = FILES[name].read_text(encoding="utf-8")
    path = tmp_path / "某局-2023.yaml"
    path.write_text(damaged(text, number, at, damage)[0], encoding="utf-8")
    checked = check(path)
    if checked.document is None or checked.document.draft:
        assert has_errors(list(checked.findings))
    else:
        assert not has_errors(list(checked.findings))


@pytest.mark.parametrize("name", FILES)
@given(
    number=st.integers(0, 400),
    at=st.integers(0, 200),
    damage=st.sampled_from([wide, indented, doubled]),
)
@settings(max_examples=examples(100), deadline=None)
def test_a_slip_of_typing_never_changes_the_meaning_quietly(
    name: str, number: int, at: int, damage: Damage
) -> None:
    """Full-width characters, another indentation, a line twice: the tree is the same, or there is a finding on that line or the next."""
    text = FILES[name].read_text(encoding="utf-8")
    broken, line = damaged(text, number, at, damage)
    good, _ = read_text(text, "好.yaml", KNOWN)
    node, findings = read_text(broken, "坏.yaml", KNOWN)
    if plain(node) == plain(good) or findings:
        return
    # What is left: a word of a text differs by the character itself, which rules about texts see, or a list has an item twice.
    typed = broken.split("\n")[line - 1]
    assert damage is doubled or typed.strip(), typed
    if damage is wide and set(leaves(node)) - set(leaves(good)) == {
        ",".join(one for one in leaves(good) if f"{one}，" in typed or f"，{one}" in typed)
    }:
        return  # two names of a list have become one: the rule 列表未分开 sees that
    changed = [pair for pair in zip(leaves(good), leaves(node), strict=False) if pair[0] != pair[1]]
    assert damage is doubled or damage is indented or len(changed) <= 1, changed


@pytest.mark.parametrize("colon", ["：", "： "])
def test_a_wide_colon_before_braces_is_told(colon: str) -> None:
    """Also behind the first name of a part, where a text might go on."""
    typed = "        销售网点维护: {"
    text = FILES["虚构"].read_text(encoding="utf-8")
    assert text.count(typed) == 1
    broken = text.replace(typed, typed.replace(": ", colon))
    good, _ = read_text(text, "好.yaml", KNOWN)
    node, findings = read_text(broken, "坏.yaml", KNOWN)
    assert plain(node) == plain(good)
    assert [finding.message for finding in findings] == ["冒号是中文（全角）的"]


def leaves(node: object) -> list[str]:
    if isinstance(node, MappingNode):
        return [leaf for key, value in node.items() for leaf in (str(plain(key)), *leaves(value))]
    if isinstance(node, SequenceNode):
        return [leaf for value in node for leaf in leaves(value)]
    return [str(plain(node))]
