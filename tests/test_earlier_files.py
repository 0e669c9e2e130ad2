"""Data files of earlier versions: every name that a file could have is read today as it was then.

Nobody fills in a file twice: a name that gets another one, or goes, is still read, or a finding says
what it is called now and ``juesuan fix`` writes that. Until now none did; ``cases/早先`` has files
from the first days of the program, and the names that version 0.1 knew (``名称.txt``).
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator.cli import main
from generator.findings.rules import RULES, Group
from generator.pipeline.checking import check
from tests.helpers import ROOT

FILES = ROOT / "tests" / "cases" / "早先"
NAMES = ["云汀区文旅局（虚构）-2023", "泸州市委办-2023", "汇总/水务局-2023"]
TOTALS = {
    "云汀区文旅局（虚构）-2023": "1033.64",
    "泸州市委办-2023": "2246.12",
    "汇总/水务局-2023": "252.50",
}
"""支出总计, added up from what stands in the files (the second is also that of the published document)."""


def keys_of(schema: dict) -> set[str]:
    """The names of a JSON Schema of data files, each with the names above it."""
    definitions = schema.get("$defs", {})
    names: set[str] = set()

    def visit(part: object, path: tuple[str, ...]) -> None:
        if not isinstance(part, dict) or len(path) > 6:
            return
        reference = part.get("$ref")
        if reference:
            visit(definitions[reference.rsplit("/", 1)[-1]], path)
        for key, inner in part.get("properties", {}).items():
            names.add(".".join((*path, key)))
            visit(inner, (*path, key))
        for inner in (part.get("items"), part.get("additionalProperties")):
            visit(inner, (*path, "*"))
        for variants in ("anyOf", "oneOf", "allOf"):
            for inner in part.get(variants, ()):
                visit(inner, path)

    visit(schema, ())
    return names


def test_every_name_of_the_first_version_is_read() -> None:
    first = set((FILES / "名称.txt").read_text(encoding="utf-8").split("\n")) - {""}
    assert len(first) > 300
    schema = json.loads((ROOT / "schema.json").read_text(encoding="utf-8"))
    assert first - keys_of(schema) == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_the_first_days_is_read_whole(name: str) -> None:
    checked = check(FILES / f"{name}.yaml")
    misread = [
        finding
        for finding in checked.findings
        if RULES[finding.rule].group in (Group.READING, Group.SUBJECTS)
        and finding.level.value == "错误"
    ]
    assert misread == []
    assert checked.statement is not None
    total = checked.statement.totals.支出总计
    assert f"{total.printed:f}" == TOTALS[name]


@pytest.mark.parametrize("name", NAMES)
def test_fix_finds_nothing_to_do_in_it(name: str, tmp_path: Path) -> None:
    shutil.copytree(FILES, tmp_path / "早先")
    path = tmp_path / "早先" / f"{name}.yaml"
    before = path.read_bytes()
    assert main(["fix", str(path)]) == 0
    assert path.read_bytes() == before
