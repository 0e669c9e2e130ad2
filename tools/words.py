"""Counts what makes the text of the program hard to read: ``python tools/words.py [--files]``.

- wide lines: lines over 100 columns as ruff's E501 counts them (a Chinese character takes two);
- conditional expressions (``a if b else c``) per 1,000 statements, and chained ones, in which one
  stands in a branch of another;
- empty names: the share of assignments (also of loops and comprehensions) to names that say nothing
  of what they hold, such as ``found`` or ``more``;
- doubled classes: names of public classes that stand for several things;
- Any: functions with ``Any`` in their signature;
- unlisted: modules that ARCHITECTURE.md does not name.

LIMITS holds what has been reached; a test fails when a figure grows. Whoever lowers a figure lowers
its limit. With ``--files`` the files with most of each are listed.
"""

from __future__ import annotations

import argparse
import ast
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST_COLUMNS = 100
EMPTY_NAMES = frozenset(
    (
        *("one", "found", "told", "more", "kept", "mine", "own", "seen"),
        *("known", "said", "some", "whole", "rest", "other"),
    )
)
LIMITS: Mapping[str, Decimal] = {
    "wide lines, %": Decimal("0.2"),
    "conditional expressions per 1,000 statements": Decimal("10.3"),
    "chained conditional expressions": Decimal(0),
    "empty names, %": Decimal("0.3"),
    "doubled classes": Decimal(0),
    "functions with Any": Decimal(49),
    "unlisted modules": Decimal(0),
}
_MOST_FILES = 12


@dataclass
class Words:
    """The counts of one file, or of all."""

    lines: int = 0
    statements: int = 0
    assignments: int = 0
    classes: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, other: Words) -> None:
        """Add the counts of another file."""
        self.lines += other.lines
        self.statements += other.statements
        self.assignments += other.assignments
        self.classes += other.classes
        self.counts += other.counts


def modules() -> list[Path]:
    """The modules of the program."""
    return sorted((ROOT / "generator").rglob("*.py"))


def count(path: Path) -> Words:
    """The counts of one module."""
    text = path.read_text(encoding="utf-8")
    words = Words()
    for line in text.splitlines():
        words.lines += 1
        words.counts["wide"] += _width(line) > MOST_COLUMNS
    for node in ast.walk(ast.parse(text)):
        _count_node(node, words)
    return words


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)


def _count_node(node: ast.AST, words: Words) -> None:
    """Count what a node is, without what stands in it."""
    words.statements += isinstance(node, ast.stmt)
    if isinstance(node, ast.IfExp):
        words.counts["conditional"] += 1
        branches = (node.body, node.orelse)
        words.counts["chained"] += any(isinstance(branch, ast.IfExp) for branch in branches)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        words.assignments += 1
        words.counts["empty"] += node.id in EMPTY_NAMES
    elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
        words.classes.append(node.name)
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        words.counts["any"] += any(_names_any(part) for part in _annotations(node))


def _annotations(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.expr]:
    """The annotations of a function's parameters and of what it returns."""
    given = function.args
    parameters = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    for parameter in parameters:
        if parameter is not None and parameter.annotation is not None:
            yield parameter.annotation
    if function.returns is not None:
        yield function.returns


def _names_any(annotation: ast.expr) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(annotation))


def figures() -> dict[str, Decimal]:
    """The figures of the whole program, by the names that LIMITS uses."""
    words = Words()
    for path in modules():
        words.add(count(path))
    counts = words.counts
    doubled = sum(times > 1 for times in Counter(words.classes).values())
    return {
        "wide lines, %": _share(counts["wide"], words.lines, 100),
        "conditional expressions per 1,000 statements": _share(
            counts["conditional"], words.statements, 1000
        ),
        "chained conditional expressions": Decimal(counts["chained"]),
        "empty names, %": _share(counts["empty"], words.assignments, 100),
        "doubled classes": Decimal(doubled),
        "functions with Any": Decimal(counts["any"]),
        "unlisted modules": Decimal(len(_unlisted())),
    }


def _share(part: int, whole: int, of: int) -> Decimal:
    return (Decimal(part) * of / max(whole, 1)).quantize(Decimal("0.1"))


def _unlisted() -> list[str]:
    """The modules that ARCHITECTURE.md does not name."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    names = [path.name for path in modules() if path.name != "__init__.py"]
    return [name for name in names if name not in page]


def main() -> None:
    """Print the figures, and with --files where most of each stands."""
    parser = argparse.ArgumentParser(description="What makes the program hard to read, counted.")
    parser.add_argument("--files", action="store_true", help="list the files with most of each")
    parser.add_argument("paths", nargs="*", type=Path, help="only these folders or files")
    options = parser.parse_args()
    for name, figure in figures().items():
        print(f"{figure:>8}  {name}")
    if options.files or options.paths:
        _print_files(options.paths)


def _print_files(below: list[Path]) -> None:
    """The files with most of each count, of those below the given paths."""
    roots = [path.resolve() for path in below] or [ROOT]
    chosen = [path for path in modules() if any(path.is_relative_to(root) for root in roots)]
    by_file = {str(path.relative_to(ROOT)): count(path).counts for path in chosen}
    for kind in ("wide", "conditional", "chained", "empty", "any"):
        total = sum(counts[kind] for counts in by_file.values())
        print(f"\n{kind}: {total}")
        ranked = sorted(by_file.items(), key=lambda item: -item[1][kind])
        for name, counts in ranked[:_MOST_FILES]:
            if counts[kind]:
                print(f"  {counts[kind]:>4}  {name}")


if __name__ == "__main__":
    main()
