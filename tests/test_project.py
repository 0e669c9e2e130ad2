"""The shape of the project itself. Each test first makes sure that it looked at something."""

import ast
import os
import re
import runpy
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.helpers import ROOT, published_files

ROOMS = runpy.run_path(str(ROOT / "tools" / "rooms.py"))["ORDER"]
LONGEST_MODULE = 400
# Writers see only the finished document and its styles, never accounts; of money.py only how a
# number drops its last zeros; of bounds.py how a process is held within them.
SEEN_BY_WRITERS = {
    "generator.bounds",
    "generator.money",
    "generator.document.tree",
    "generator.fonts",
    "generator.forms.styles",
    "generator.reading.folders",
    "generator.writers",
}
# Names that XML and JSON files have to carry; nothing is ever loaded from them.
NAMESPACES = {
    "www.w3.org",
    "schemas.openxmlformats.org",
    "schemas.microsoft.com",
    "purl.org",
    "purl.oclc.org",
    "json-schema.org",
    "openoffice.org",
    "ns.adobe.com",
    "127.0.0.1",
    "evil.example",
}


@cache
def modules() -> dict[str, tuple[Path, ast.Module]]:
    """Dotted name → file and syntax tree of every module of the generator."""
    found = {}
    for path in sorted((ROOT / "generator").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = (path, ast.parse(path.read_text(encoding="utf-8")))
    return found


def imports(name: str, path: Path, tree: ast.Module) -> Iterator[str]:
    """The modules of the generator that a module imports, wherever in it: `from generator.document import tree` is generator.document.tree."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (
                alias.name for alias in node.names if alias.name.split(".")[0] == "generator"
            )
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*up, *base.split(".")] if base else up)
            if base.split(".")[0] == "generator":
                for alias in node.names:
                    inner = f"{base}.{alias.name}"
                    yield inner if _is_module(inner) else base


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").exists()


def text_of(path: Path) -> str:
    """The text of a file; empty for one that is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


# Rooms


def test_imports_run_one_way() -> None:
    seen, wrong = 0, []
    for name, (path, tree) in modules().items():
        if name in ("generator", "generator.__main__"):
            continue
        room = name.split(".")[1]
        assert room in ROOMS, f"{name} stands in no room"
        for target in imports(name, path, tree):
            if target == "generator":
                continue
            seen += 1
            if ROOMS.index(target.split(".")[1]) > ROOMS.index(room):
                wrong.append(f"{name} imports {target}")
    assert seen > 50
    assert not wrong


def test_writers_know_nothing_of_accounts() -> None:
    seen, wrong = 0, []
    for name, (path, tree) in modules().items():
        if not name.startswith("generator.writers"):
            continue
        for target in imports(name, path, tree):
            seen += 1
            if not any(target == one or target.startswith(f"{one}.") for one in SEEN_BY_WRITERS):
                wrong.append(f"{name} imports {target}")
    assert seen > 20
    assert not wrong


def test_every_room_is_there() -> None:
    rooms = {
        name.split(".")[1] for name in modules() if name not in ("generator", "generator.__main__")
    }
    assert rooms == set(ROOMS)


# Modules


def test_no_module_is_long() -> None:
    lengths = {
        path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines())
        for path, _ in modules().values()
    }
    lengths |= {
        path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "tools").glob("*.py")
    }
    assert len(lengths) > 40
    assert {str(path): length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_binary_fractions() -> None:
    """An amount is a Decimal from the moment it is read; nowhere in the generator does it become a float, not even for drawing."""
    seen, wrong, names = 0, [], modules()
    for name, (_, tree) in names.items():
        for node in ast.walk(tree):
            seen += 1
            is_name = isinstance(node, ast.Name) and node.id in ("float", "complex")
            is_literal = isinstance(node, ast.Constant) and isinstance(node.value, float | complex)
            if is_name or is_literal:
                wrong.append(f"{name}:{getattr(node, 'lineno', '?')}")
    assert seen > 10_000
    assert not wrong


def test_public_things_are_described() -> None:
    seen, wrong = 0, []
    for name, (_, tree) in modules().items():
        for inner, node in _public(tree, name):
            seen += 1
            if not ast.get_docstring(node):
                wrong.append(inner)
    assert seen > 200
    assert not wrong


def _public(
    tree: ast.Module | ast.ClassDef, name: str
) -> Iterator[tuple[str, ast.Module | ast.ClassDef | ast.FunctionDef]]:
    if isinstance(tree, ast.Module):
        yield name, tree
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield f"{name}.{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from _public(node, f"{name}.{node.name}")


# Tests


def test_no_test_module_takes_from_another() -> None:
    """What several use stands in a module of tests/ that holds no tests; pytest would run those twice."""
    seen, wrong = 0, []
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for line in path.read_text(encoding="utf-8").splitlines():
            taken = re.match(r"\s*(?:from|import)\s+(tests|\.)(\S*)(?:\s+import\s+(.+))?", line)
            if taken:
                seen += 1
                names = [*taken[2].split("."), *re.split(r"[\s,()]+", taken[3] or "")]
                wrong += [
                    f"{path.relative_to(ROOT)}: {name}"
                    for name in names
                    if name.startswith("test_")
                ]
    assert seen > 50
    assert not wrong


# Files


def test_files_name_no_place_of_one_machine() -> None:
    files = published_files()
    assert len(files) > 50
    pattern = re.compile(r"(?<![\w.~$}<-])/(?:work|root|home|Users|mnt|opt)/\w|[A-Z]:\\Users")
    wrong = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in files
        for found in pattern.finditer(text_of(path))
    ]
    assert not wrong


def test_files_name_no_download_address() -> None:
    """Where packages come from is the machine's own setting (apt's and pip's), so no file names a host, nor an index."""
    # A licence is as its author wrote it.
    licences = ROOT / "generator" / "fonts" / "files"
    files = [path for path in published_files() if path.suffix != ".md" and path.parent != licences]
    assert len(files) > 50
    wrong = []
    for path in files:
        hosts = re.findall(r"(?:https?|ftp)://([\w.-]+)", text_of(path))
        wrong += [f"{path.relative_to(ROOT)}: {host}" for host in hosts if host not in NAMESPACES]
    assert not wrong
    for path in (
        ROOT / "Makefile",
        ROOT / ".ci" / "run",
        *ROOT.glob("requirements*.lock"),
        *(ROOT / "tools").glob("*.py"),
    ):
        text = path.read_text(encoding="utf-8")
        assert text
        assert not re.search(r"index-url|find-links|trusted-host", text), path


# Locked versions


def locked(*names: str) -> dict[str, str]:
    """Package → version of the lock files."""
    lines = [
        line
        for name in names
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    pairs = [line.split("==") for line in lines]
    assert all(len(pair) == 2 for pair in pairs), "a lock file holds name==version only"
    return {canonicalize_name(name): version for name, version in pairs}


def test_everything_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime, both = (
        locked("requirements.lock"),
        locked("requirements.lock", "requirements-build.lock", "requirements-dev.lock"),
    )
    assert len(project["dependencies"]) >= 8
    for wanted, versions in (
        (project["dependencies"], runtime),
        (project["optional-dependencies"]["dev"], both),
    ):
        for one in map(Requirement, wanted):
            assert canonicalize_name(one.name) in versions, f"{one.name} is not locked"
            assert one.specifier.contains(versions[canonicalize_name(one.name)])


@pytest.mark.parametrize(
    "names",
    [
        ("requirements.lock",),
        ("requirements.lock", "requirements-build.lock", "requirements-dev.lock"),
    ],
    ids=["runtime", "development"],
)
def test_lock_is_complete(names: tuple[str, ...]) -> None:
    """Packages are installed without their dependencies, so the list has to hold these too."""
    versions = locked(*names)
    assert len(versions) > 20
    missing, seen = [], 0
    for name in versions:
        for text in metadata.distribution(name).requires or ():
            needed = Requirement(text)
            if needed.marker and not any(
                needed.marker.evaluate({"extra": extra}) for extra in _extras(name)
            ):
                continue
            seen += 1
            found = versions.get(canonicalize_name(needed.name))
            if found is None or not needed.specifier.contains(found, prereleases=True):
                missing.append(f"{name} needs {text}")
    assert seen > 10
    assert not missing


def _extras(name: str) -> tuple[str, ...]:
    """The extras that others want of a package: WeasyPrint wants fonttools[woff]."""
    return ("", "woff") if name == "fonttools" else ("",)


# Make


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as from a terminal, knowing nothing of the `make test` that may have started us."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "GNUMAKEFLAGS")
    }
    return subprocess.run(
        ["make", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("code", "strict", "expected"),
    [
        (0, "", 0),
        (1, "", 0),
        (1, "1", 2),
        (2, "", 0),
        (2, "1", 2),
        (3, "", 0),
        (3, "1", 2),
        (70, "", 2),
    ],
)
def test_drafts_are_no_failure_of_make(
    tmp_path: Path, code: int, strict: str, expected: int
) -> None:
    """juesuan's 1 (findings), 2 and 3 (what a clerk can mend) are told in a sentence; with STRICT=1 they fail, and a crash always does."""
    data = tmp_path / "某 单位（公开）.yaml"
    data.touch()
    program = tmp_path / "juesuan"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@"\nexit {code}\n', encoding="utf-8")
    program.chmod(0o755)
    command = [
        "-o",
        "ready",
        "report",
        f"DATA={data}",
        f"OUT={tmp_path}",
        "FORMAT=html",
        f"STRICT={strict}",
        f"JUESUAN={program}",
    ]
    done = make(*command)
    assert done.stdout.startswith(f"report|{data}|-o|{tmp_path}|--format|html|")
    assert done.returncode == expected
    assert ("审核稿" in done.stdout) == (code == 1 and not strict)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["report", "DATA={}/没有.yaml"], "没有这个数据文件："),
        (["fix"], "要写明改哪个文件："),
        (["new"], "要写明单位名称和年度："),
        (["import"], "要写明报表文件："),
        (["roll"], "要写明由哪个文件生成："),
        (["diff", "OLD={}/没有.yaml"], "要写明两个数据文件："),
        (["diff", "OLD={}/没有.yaml", "NEW={}/没有.yaml"], "没有这个文件："),
        (["import", "FILE={}/没有.xlsx"], "没有"),
    ],
)
def test_a_clerks_mistake_is_told_in_chinese_alone(
    tmp_path: Path, arguments: list[str], told: str
) -> None:
    """No `make: *** Error 2`; with STRICT=1 it fails all the same."""
    given = [one.format(tmp_path) for one in arguments]
    done = make("-o", "ready", *given, f"JUESUAN={Path(sys.executable).with_name('juesuan')}")
    assert done.returncode == 0
    assert told in done.stderr
    assert "make:" not in done.stderr
    assert "Error" not in done.stderr
    assert "审核稿" not in done.stdout
    assert (
        make(
            "-o",
            "ready",
            *given,
            "STRICT=1",
            f"JUESUAN={Path(sys.executable).with_name('juesuan')}",
        ).returncode
        == 2
    )


def test_make_tells_its_own_way_to_say_yes(tmp_path: Path) -> None:
    """`make import INTO=…` without a terminal to ask on: what to add is said as make takes it."""
    book, target = ROOT / "tests" / "books" / "财决小样.xls", tmp_path / "某局-2023.yaml"
    program = Path(sys.executable).with_name("juesuan")
    subprocess.run(
        [str(program), "import", str(book), "-o", str(target)], capture_output=True, check=False
    )
    target.write_text(target.read_text(encoding="utf-8").replace("2800", "2801"), encoding="utf-8")
    done = make("-o", "ready", "import", f"FILE={book}", f"INTO={target}", f"JUESUAN={program}")
    assert "要写入请加 YES=1。" in done.stdout
    assert "--yes" not in done.stdout
    assert "YES=1" in make().stdout
    environment = {name: value for name, value in os.environ.items() if name != "JUESUAN_MAKE"}
    done = subprocess.run(
        [str(program), "import", str(book), "--into", str(target)],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "要写入请加 --yes。" in done.stdout


def test_make_help_names_every_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    assert targets
    help_text = make().stdout
    for target in set(targets.group(1).split()) - {"help", "ready", "ready-for-tests"}:
        assert f"make {target}" in help_text


def test_mutants_know_the_tests_of_every_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    tests = runpy.run_path(str(ROOT / "tools" / "mutants.py"))["ROOM_TESTS"]
    assert len(tests) > 20
    assert set(tests) == set(ROOMS)
    for room, patterns in tests.items():
        for pattern in patterns:
            assert list((ROOT / "tests").glob(pattern)), (room, pattern)
