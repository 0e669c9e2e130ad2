"""What a command loads: only what it uses. And the shortcuts that save time say what the long way says."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys
from generator.model.messages import keys_by_place

HEAVY = (
    "pydantic",
    "jinja2",
    "yaml",
    "lxml",
    "typst",
    "weasyprint",
    "docx",
    "xlsxwriter",
    "distributed",
    "rich",
    "python_calamine",
)


def _loaded(*arguments: str) -> set[str]:
    program = "import sys; from generator.cli import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    return {name.partition(".")[0] for name in done.stderr.splitlines()[-1].split()} & set(HEAVY)


def test_help_loads_no_library() -> None:
    assert _loaded("--help") == set()


def test_check_loads_no_writer() -> None:
    data = next(Path("data").glob("*.yaml"))
    assert not _loaded("check", str(data)) & {
        "typst",
        "weasyprint",
        "docx",
        "xlsxwriter",
        "distributed",
        "python_calamine",
    }


def test_web_page_loads_no_layout() -> None:
    data = next(Path("data").glob("*.yaml"))
    assert not _loaded("report", str(data), "--format", "html", "-o", "/dev/null/none") & {
        "typst",
        "weasyprint",
        "docx",
        "xlsxwriter",
        "distributed",
    }


def test_pdf_loads_the_layout_in_another_process_alone(tmp_path: Path) -> None:
    data = next(Path("data").glob("国家*.yaml"))
    loaded = _loaded("report", str(data), "--force", "--format", "pdf", "-o", str(tmp_path))
    assert list(tmp_path.glob("*.pdf"))
    assert not loaded & {"typst", "weasyprint", "docx", "distributed"}


def parts(
    schema: Any, definitions: dict[str, Any], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The keys of every part that pydantic's JSON Schema tells of, by the path to the part."""
    if "$ref" in schema:
        yield from parts(definitions[schema["$ref"].rsplit("/", 1)[-1]], definitions, path)
    if "properties" in schema:
        yield path, tuple(schema["properties"])
    for name, inner in schema.get("properties", {}).items():
        yield from parts(inner, definitions, (*path, name))
    for one in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from parts(one, definitions, path)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from parts(schema[key], definitions, (*path, "*"))


def test_keys_as_in_the_json_schema() -> None:
    schema = Accounts.model_json_schema()
    wanted = dict(parts(schema, schema["$defs"]))
    assert len(wanted) > 50
    assert list(wanted.items()) == list(keys_by_place(Accounts).items())
    assert known_keys(Accounts) == {key for keys in wanted.values() for key in keys}


@pytest.mark.parametrize("kind", ["四川", "全国九表"])
def test_templates_compiled_before_make_the_same_document(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.pipeline.checking import check
    from generator.templating import compiled

    path = next(
        path
        for path in Path("data").glob("*.yaml")
        if f"版式: {kind}\n" in path.read_text(encoding="utf-8")
    )
    monkeypatch.setattr(compiled, "cache_folder", lambda: tmp_path)
    compiled._compiled.cache_clear()
    first = check(path).document
    assert (tmp_path / "templates.bin").is_file()
    compiled._compiled.cache_clear()
    assert check(path).document == first


def test_templates_that_others_could_have_written_or_a_disk_has_spoilt_are_not_run(
    records_of_its_own: Path,
) -> None:
    from generator.templating.compiled import Compiled, read

    path = records_of_its_own / "folder" / "templates.bin"
    kept = Compiled(path)
    kept.put(compile("1", "a", "eval"), "甲", "a")
    kept.save()
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["templates.bin"]
    assert Compiled(path).get("甲", "a") == compile("1", "a", "eval")
    assert Compiled(path).get("甲") is None
    path.chmod(0o666)
    assert read(path) == {}
    path.chmod(0o600)
    whole = path.read_bytes()
    for spoilt in (b"", b"{0", whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1]), bytes(len(whole))):
        path.write_bytes(spoilt)
        assert read(path) == {}


def test_templates_of_another_program_are_not_run(
    records_of_its_own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.templating import compiled

    path = records_of_its_own / "templates.bin"
    kept = compiled.Compiled(path)
    kept.put(compile("1", "a", "eval"), "a")
    kept.save()
    monkeypatch.setattr(compiled, "_program", lambda: b"another")
    assert compiled.read(path) == {}


def test_templates_are_not_written_through_the_link_of_another(
    records_of_its_own: Path, tmp_path: Path
) -> None:
    from generator.templating.compiled import Compiled, read

    precious = tmp_path / "precious"
    precious.write_text("mine", encoding="utf-8")
    path = records_of_its_own / "templates.bin"
    path.unlink(missing_ok=True)
    path.symlink_to(precious)
    kept = Compiled(path)
    kept.put(compile("1", "a", "eval"), "a")
    kept.save()
    assert precious.read_text(encoding="utf-8") == "mine"
    assert len(read(path)) == 1
    assert not path.is_symlink()


def test_a_process_ends_with_all_that_it_said(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It ends without taking itself apart; what it wrote into a pipe or a file is whole all the same, and so is its exit code."""
    from generator.cli import main

    arguments = ["check", "--json", "data/泸县政府办-2023.yaml"]
    code = main(arguments)
    told = capfd.readouterr().out
    assert (code, len(told) > 2000) == (1, True)
    command = [sys.executable, "-m", "generator.cli", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stdout) == (1, told)
    with (tmp_path / "结果").open("w", encoding="utf-8") as file:
        assert subprocess.run(command, stdout=file, check=False).returncode == 1
    assert (tmp_path / "结果").read_text(encoding="utf-8") == told
