"""How often each rule fires on real and on invented files, and how often rightly: generator/checks/noise.csv.

``python tools/noise.py`` counts anew and writes the table; what nobody has judged yet is listed.
A judgement is a line of tests/cases/判断.csv; * stands for anything. `juesuan explain` and
docs/校验规则.md show the table; a test keeps it fresh.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.made_up import SIZES, data_file  # noqa: E402 - the path is set first
from generator.checks.binding import value_of  # noqa: E402
from generator.checks.file_parts import Parts, dotted  # noqa: E402
from generator.checks.gallery import FILE, FOLDER, example  # noqa: E402
from generator.findings.rules import RULES, Group  # noqa: E402
from generator.pipeline.checking import check  # noqa: E402

CASES = ROOT / "tests" / "cases"
JUDGED = CASES / "判断.csv"
TABLE = ROOT / "generator" / "checks" / "noise.csv"
HEAD = ("规则", "公开件份数", "公开件出现", "公开件对", "例子份数", "例子出现", "例子对", "未判")
_PUBLISHED, _INVENTED = "公开件", "例子"
_RIGHT = "对"
_EXTRACTED = re.compile(r"\[(?:image|bookmark)[^\]]*\]|×××")
_PROSE = re.compile(
    r"[。；：，]|^第.部分|^[一二三四五六七八九十]+、|^[（(][一二三四五六七八九十]+[)）]|^\d+[.．]\D"
)
"""Lines of a text that are no cells of its tables."""
_PART = re.compile(r"^第.部分|^附件|.{0,20}自评表$")
_START = ["  - 标题: 公开件的一部分", "    正文: |"]
_EMPTY = re.compile(r"  - 标题: 公开件的一部分\n    正文: \|\n(?=  - |\Z)")


class Fired(NamedTuple):
    """A finding as it is judged: in which file, by which rule, where and about what."""

    kind: str
    file: str
    rule: str
    part: str
    value: str
    message: str


class Judgement(NamedTuple):
    """A line of 判断.csv."""

    file: str
    rule: str
    part: str
    value: str
    verdict: str
    reason: str

    def of(self, fired: Fired) -> bool:
        """Whether it judges this finding."""
        pairs = zip(self[:4], (fired.file, fired.rule, fired.part, fired.value), strict=True)
        return all(fnmatchcase(value, pattern) for pattern, value in pairs)


def published() -> Iterator[tuple[str, str, bool]]:
    """Published documents: their figures as data files, and their texts as attachments (True)."""
    for path in sorted([*(ROOT / "data").glob("*.yaml"), *CASES.glob("*.yaml")]):
        if "虚构" not in path.name and "（虚构）" not in path.read_text(encoding="utf-8"):
            yield path.name, path.read_text(encoding="utf-8"), False
    rest = (FOLDER / "其余.yaml").read_text(encoding="utf-8")
    for path in sorted(CASES.glob("*.txt")):
        text = _EXTRACTED.sub("", path.read_text(encoding="utf-8"))
        lines = [line.strip() for line in text.splitlines()]
        yield path.name, rest + _as_attachments(lines), True


def _as_attachments(lines: list[str]) -> str:
    """The prose of a document, each of its parts as an 附件."""
    written = ["附件:", *_START]
    for line in lines:
        if _PART.match(line):
            written += _START
        if _PROSE.search(line):
            written.append(f"      {line}")
    # A part that had nothing but a table has no text.
    return _EMPTY.sub("", "\n".join(written) + "\n")


def invented() -> Iterator[tuple[str, str, bool]]:
    """Right files: the examples, the mended files of the gallery, seeded files of three sizes."""
    for path in sorted((ROOT / "data").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if "（虚构）" in text or "虚构" in path.name:
            yield path.name, text, False
    for path in sorted(FOLDER.glob("*.md")):
        shown = example(path.stem)
        if shown is not None and "全部" not in shown.notes and "汇总" not in shown.notes:
            yield f"改好的 {path.stem}", shown.files()[1], False
    for size in SIZES:
        yield f"编的 {size.name}", data_file(size), False


def all_fired() -> tuple[list[Fired], Counter[str]]:
    """Every finding of every file, and how many files there are of each kind."""
    fired: list[Fired] = []
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for beside in FOLDER.glob("*.yaml"):
            shutil.copy(beside, folder)
        shutil.copytree(ROOT / "data" / "上年", folder / "上年")
        for kind, files in ((_PUBLISHED, published()), (_INVENTED, invented())):
            for file, text, is_text in files:
                counts[kind] += 1
                fired += _fired(folder, kind, (file, text), is_text=is_text)
    return fired, counts


def _fired(folder: Path, kind: str, source: tuple[str, str], *, is_text: bool) -> Iterator[Fired]:
    file, text = source
    path = folder / (file if file.endswith(".yaml") else FILE)
    path.write_text(text, encoding="utf-8")
    checked = check(path)
    root = checked.loaded.root
    parts = Parts(root) if root is not None else None
    findings = [*checked.findings, *(silent.finding for silent in checked.silenced)]
    for finding in findings:
        part = dotted(parts.at(finding.place)) if parts else ""
        wanted = RULES[finding.rule].group is Group.TEXT and part.startswith("附件")
        if not is_text or wanted:
            value = value_of(finding)
            yield Fired(kind, file, finding.rule, part, value, finding.message)


def judgements() -> list[Judgement]:
    """What was judged, by hand."""
    with JUDGED.open(encoding="utf-8", newline="") as lines:
        return [Judgement(*row) for row in list(csv.reader(lines))[1:]]


def judged(fired: list[Fired]) -> Iterator[tuple[Fired, Judgement | None]]:
    """Each finding with its judgement; None where there is none."""
    known = judgements()
    for finding in fired:
        yield finding, next((line for line in known if line.of(finding)), None)


def table(fired: list[Fired], counts: Counter[str]) -> str:
    """The table as CSV: a line a rule."""
    tally: Counter[tuple[str, str, str]] = Counter()
    for finding, judgement in judged(fired):
        tally[finding.rule, finding.kind, ""] += 1
        tally[finding.rule, finding.kind, judgement.verdict if judgement else "未判"] += 1
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for rule in sorted(RULES):
        row: list[object] = [rule]
        for kind in (_PUBLISHED, _INVENTED):
            row += [counts[kind], tally[rule, kind, ""], tally[rule, kind, _RIGHT]]
        row.append(sum(tally[rule, kind, "未判"] for kind in (_PUBLISHED, _INVENTED)))
        writer.writerow(row)
    return out.getvalue()


def main() -> int:
    """Write the table and list what is not judged. Returns 0."""
    fired, counts = all_fired()
    TABLE.write_text(table(fired, counts), encoding="utf-8")
    open_ones = [finding for finding, judgement in judged(fired) if judgement is None]
    for finding in open_ones:
        print("未判：", *finding[1:], sep="\t")
    print(f"{len(fired)} 处，其中 {len(open_ones)} 处没有判断；写进了 {TABLE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
