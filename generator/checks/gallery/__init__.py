"""The gallery: for each rule the smallest bad file, the exact message, the smallest mended file.

An entry is a Markdown file of three fenced blocks, named after its rule; `explain`, the clerks'
page and the tests read it. The blocks show only the part that matters: the rest of a complete file
(其余.yaml) follows it. A fence may say more: ``全部`` (nothing follows), ``汇总`` (a 部门 that adds
up the units beside it follows: 其余汇总.yaml), ``编码=gbk``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

FOLDER = Path(__file__).parent
FILE = "某局-2023.yaml"
REST, WHOLE = "其余.yaml", "其余汇总.yaml"
_BLOCK = re.compile(r"^```(\S*)[ ]?(.*)\n([\s\S]*?)^```$", re.MULTILINE)


class Example(Struct, frozen=True):
    """An entry: the parts shown, and the words behind the fence of the bad one."""

    rule: str
    bad: str
    message: str
    good: str
    notes: str

    @property
    def encoding(self) -> str:
        """The encoding of the bad file."""
        match = re.search(r"编码=(\S+)", self.notes)
        if not match:
            return "utf-8"
        return match[1]

    def files(self) -> tuple[str, str]:
        """The bad and the mended file, whole."""
        if "全部" in self.notes:
            return self.bad, self.good
        shown = set(re.findall(r"(?m)^([^\s#:]+):", self.good))
        following = _without(_rest(WHOLE if "汇总" in self.notes else REST), shown)
        return self.bad + following, self.good + following


@lru_cache(maxsize=2)
def _rest(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _without(text: str, keys: set[str]) -> str:
    """A file without some of its top-level parts."""
    parts = re.split(r"(?m)^(?=[^\s#])", text)
    return "".join(part for part in parts if part.split(":", 1)[0] not in keys)


def example(rule: str) -> Example | None:
    """The entry of a rule; None when it has none."""
    path = FOLDER / f"{rule}.md"
    if not path.is_file():
        return None
    blocks = _BLOCK.findall(path.read_text(encoding="utf-8"))
    if len(blocks) != 3:
        raise ValueError(f"{path.name}: an entry has three blocks")
    (_, notes, bad), (_, _, message), (_, _, good) = blocks
    return Example(rule, bad, message.rstrip("\n"), good, notes)


def entry(bad: str, message: str, good: str, notes: str = "") -> str:
    """The text of an entry's file."""
    fence = f"```yaml {notes}".rstrip()
    return f"{fence}\n{bad}```\n\n```text\n{message}\n```\n\n```yaml\n{good}```\n"
