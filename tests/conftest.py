"""The one flag that writes golden files anew: ``pytest --update``; and records of runs that no other test sees."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from generator.pipeline.batch import pool
from generator.pipeline.garbage_collection import collect_rarely
from generator.templating import compiled

# Started in the background (nohup, &) a process ignores Ctrl-C, and so do all that it starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


HERE = Path(__file__).parent
LONGEST = (
    "writers/test_docx.py",
    "test_workbench_browser.py",
    "test_unsettled.py",
    "test_workbench_faults.py",
    "test_published_pages.py",
    "test_batch.py",
    "test_importing_pdf.py",
    "writers/test_pdf_process.py",
    "test_names_printed.py",
    "test_site_again.py",
    "fonts/test_machine.py",
    "test_workbench_unfinished.py",
    "test_published_mistakes.py",
    "test_workbench_unfinished_browser.py",
    "test_noise.py",
    "test_importing_documents.py",
)
"""The files that take ten seconds and more, the longest first."""
LONGEST_NAME = 100
"""Signs of a value in the name of a test."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="write golden files anew instead of comparing them"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; the rest as they are."""
    places = {HERE / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


def pytest_collection_finish() -> None:
    """Python's own rule would look through all that the tests have loaded, several times a document."""
    collect_rarely()


def pytest_make_parametrize_id(val: object) -> str | None:
    """Names of tests keep their Chinese; what no terminal shows stands in them as its code."""
    if isinstance(val, bytes):
        return ascii(val[:LONGEST_NAME])[2:-1]
    if isinstance(val, str):
        return "".join(
            sign if sign.isprintable() else ascii(sign)[1:-1] for sign in val[:LONGEST_NAME]
        )
    return None


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def templates_kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of compiled templates for all tests: what they are depends on their text alone."""
    return tmp_path_factory.mktemp("templates")


@pytest.fixture(scope="session")
def records_kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders for records, one for each test. (pytest's own way to number them reads all names each time.)"""
    home = tmp_path_factory.mktemp("records")
    return (home / str(number) for number in count())


@pytest.fixture(autouse=True)
def records_of_its_own(
    monkeypatch: pytest.MonkeyPatch, templates_kept: Path, records_kept: Iterator[Path]
) -> Path:
    """No test finds what an earlier run left behind, nor speaks as under make because make runs
    the tests. But to compile the templates takes longer than most tests: a test and the programs
    that it starts get those of the tests before.
    """
    folder = next(records_kept)
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("JUESUAN_CACHE", str(folder))
    monkeypatch.delenv("JUESUAN_MAKE", raising=False)
    monkeypatch.setattr(compiled, "cache_folder", lambda: templates_kept)
    monkeypatch.setattr(
        pool, "cores", lambda: 1
    )  # workers take seconds to start: a test that is about them says -j
    for path in templates_kept.glob("templates.bin"):
        os.link(path, folder / path.name)  # the program replaces the file, and never writes into it
    return folder
