"""How many changed lines the tests notice: ``python tools/mutants.py --count 30 --seed 1``.

Lines of generator/ are changed at random, one at a time, in a copy of the project: a comparison is
turned round, ``and`` becomes ``or``, a number or truth value another one, a returned value None. The
tests that belong to the module run against each; a run that fails, or hangs, has noticed. Those that
pass everything are listed with file and line: each wants a test, or is a change that makes no
difference. The same seed gives the same changes. Exit code 0 whatever is found.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple

from rooms import ORDER

ROOT = Path(__file__).resolve().parents[1]
ROOM_TESTS: Mapping[str, tuple[str, ...]] = {
    "fonts": ("fonts/*.py",),
    "money": ("test_magnitude.py", "test_amounts_in_braces.py"),
    "bounds": ("test_bounds.py", "writers/test_pdf_process.py"),
    "findings": ("test_causes.py", "test_explained.py", "test_sources.py", "test_clerk.py"),
    "reading": ("test_reading.py", "test_slips.py", "test_given.py"),
    "yaml_edit": ("test_editing.py", "test_importing_into.py", "test_roll.py"),
    "repair": ("test_reading.py", "test_slips.py", "test_large_and_deep.py"),
    "extracting": ("test_attachments.py", "test_importing_stored.py", "test_importing_hostile.py"),
    "model": ("test_schema.py", "test_given.py", "test_mutations.py"),
    "ledger": (
        "test_figures.py",
        "test_rollup.py",
        "test_control_names.py",
        "document/test_tables.py",
    ),
    "importing": ("test_importing*.py",),
    "statements": ("test_statements.py", "test_said.py", "test_audit_wordings.py"),
    "checks": (
        "test_published_mistakes.py",
        "test_magnitude.py",
        "test_unseen.py",
        "test_clerk.py",
    ),
    "forms": ("forms/test_broken_files.py", "forms/test_extending.py", "forms/test_province.py"),
    "templating": ("forms/test_sandbox.py", "forms/test_template_errors.py"),
    "document": ("document/*.py", "forms/test_whole.py", "test_names_printed.py", "test_diff.py"),
    "interface": ("test_site.py", "test_importing_pdf.py"),
    "writers": (
        "writers/test_html.py",
        "writers/test_svg.py",
        "writers/test_xlsx.py",
        "test_formats.py",
    ),
    "pipeline": ("test_batch.py", "test_disk.py", "test_edited.py", "test_cli.py"),
    "audit": ("test_audit*.py",),
    "rolling": ("test_roll.py",),
    "site": ("test_site.py", "test_site_again.py"),
    "workshop": ("forms/test_duties.py", "forms/test_useless.py", "forms/test_guide.py"),
    "manual": ("test_pages.py", "test_schema.py", "test_explained.py"),
    "web": ("test_workbench.py", "test_workbench_unfinished.py", "test_yaml_by_path.py"),
    "desk": ("test_start.py", "test_kit.py"),
    "cli": ("test_cli.py", "test_console.py", "test_given.py"),
}
"""The tests of each room beside those that name a module of it."""
_TURNED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_RULE = re.compile(r'(?:@check|declare)\(\s*"([^"]+)"')


class Mutant(NamedTuple):
    """A change of one expression: ``before`` stood at these bytes of a file, ``after`` takes its place."""

    path: Path
    line: int
    begin: int
    end: int
    before: str
    after: str


def changed(node: ast.expr) -> ast.expr | None:
    """The expression changed in one thing; None where there is nothing of these kinds to change."""
    other = copy.deepcopy(node)
    if isinstance(other, ast.Compare) and type(other.ops[0]) in _TURNED:
        other.ops[0] = _TURNED[type(other.ops[0])]()
        return other
    if isinstance(other, ast.BoolOp):
        other.op = ast.Or() if isinstance(other.op, ast.And) else ast.And()
        return other
    if isinstance(other, ast.Constant) and isinstance(other.value, bool):
        other.value = not other.value
        return other
    if isinstance(other, ast.Constant) and isinstance(other.value, int):
        other.value += 1
        return other
    return None


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every change that can be made in a module."""
    data = path.read_bytes()
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    tree = ast.parse(data)
    apart = _apart(tree)
    for node in ast.walk(tree):
        if node in apart:
            continue
        target: ast.AST = node
        other: ast.expr | None = None
        if isinstance(node, ast.Return) and node.value is not None:
            target, other = node.value, ast.Constant(None)
        elif isinstance(node, ast.expr):
            other = changed(node)
        if (
            other is None
            or not isinstance(target, ast.expr)
            or target.end_lineno is None
            or target.end_col_offset is None
        ):
            continue
        begin = starts[target.lineno - 1] + target.col_offset
        end = starts[target.end_lineno - 1] + target.end_col_offset
        before, after = data[begin:end].decode(), f"({ast.unparse(other)})"
        if after != f"({before})":
            yield Mutant(path, target.lineno, begin, end, before, after)


def _apart(tree: ast.Module) -> set[ast.AST]:
    """What says nothing at a run: annotations, and the inside of f-strings, which have no places of their own."""
    tops: list[ast.AST] = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    for node in ast.walk(tree):
        tops += [
            part
            for name in ("annotation", "returns")
            if isinstance(part := getattr(node, name, None), ast.AST)
        ]
    return {inner for top in tops for inner in ast.walk(top)}


def tests_of(root: Path, module: Path) -> list[list[str]]:
    """The runs of pytest, as arguments, that belong to a module: the nearest first."""
    dotted = ".".join(module.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
    room = dotted.split(".")[1]
    named = rf"\b{re.escape(dotted)}\b(?!\.)|from {re.escape(dotted.rpartition('.')[0])} import .*\b{dotted.rpartition('.')[2]}\b"
    files = [
        path
        for path in sorted((root / "tests").rglob("test_*.py"))
        if re.search(named, path.read_text(encoding="utf-8"))
    ]
    files += [
        path
        for pattern in ROOM_TESTS[room]
        for path in sorted((root / "tests").glob(pattern))
        if path.name.startswith("test_")
    ]
    runs = [[str(path)] for path in dict.fromkeys(files)]
    rules = _RULE.findall(module.read_text(encoding="utf-8"))
    if rules:
        runs.insert(0, [str(root / "tests" / "test_gallery.py"), "-k", " or ".join(rules)])
    return runs


def notices(root: Path, mutant: Mutant, seconds: float) -> str:
    """What the tests say of a mutant: 已发现, 未发现, or 未跑完 when none had failed when time was up."""
    data = mutant.path.read_bytes()
    runs = tests_of(root, mutant.path)
    mutant.path.write_bytes(data[: mutant.begin] + mutant.after.encode() + data[mutant.end :])
    command = [sys.executable, "-m", "pytest", "-n", "0", "-x", "-q", "-p", "no:cacheprovider"]
    files = [run for run in runs if len(run) == 1]
    narrowed = [run for run in runs if len(run) > 1]
    try:
        left = seconds
        for run in [*narrowed, [name for (name,) in files]]:
            begun = os.times().elapsed
            code = _run([*command, *run], root, left)
            left -= os.times().elapsed - begun
            if code is None:
                return "未跑完"
            if code not in (0, 5):  # 5: no test was selected
                return "已发现"
        return "未发现"
    finally:
        mutant.path.write_bytes(data)


def _run(command: list[str], root: Path, seconds: float) -> int | None:
    """The exit code of a command; None when time was up and it was stopped with all that it had started."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            return process.wait(max(seconds, 1))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return None


def copied(folder: Path) -> Path:
    """A copy of the project's files, without what tools have made."""
    root = folder / "mutant"
    apart = shutil.ignore_patterns(
        ".git",
        ".venv",
        ".hypothesis",
        ".pytest_cache",
        ".mypy_cache",
        "__pycache__",
        "output",
        "*.egg-info",
    )
    shutil.copytree(ROOT, root, ignore=apart)
    return root


def main() -> None:
    """Try the mutants, tell of each as it comes, and sum up."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=30, help="how many lines are changed")
    parser.add_argument(
        "--seed", type=int, default=1, help="which ones: the same number, the same lines"
    )
    parser.add_argument(
        "--seconds", type=float, default=120, help="how long the tests of one mutant may take"
    )
    parser.add_argument("--room", choices=ORDER, help="only lines of this room")
    options = parser.parse_args()
    random = Random(options.seed)  # noqa: S311 - which lines are tried is no secret
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        root = copied(Path(folder))
        home = root / "generator" / (options.room or "")
        every = [
            mutant
            for path in sorted(home.rglob("*.py"))
            if len(path.relative_to(root).parts) > 2
            for mutant in mutants_of(path)
        ]
        for mutant in random.sample(every, min(options.count, len(every))):
            said = notices(root, mutant, options.seconds)
            counts[said] += 1
            print(
                f"{said} {mutant.path.relative_to(root)}:{mutant.line}  {mutant.before!r} → {mutant.after!r}",
                flush=True,
            )
    print("，".join(f"{said} {number}" for said, number in counts.items()))


if __name__ == "__main__":
    main()
