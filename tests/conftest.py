"""The one flag that writes golden files anew: ``pytest --update``; and records of runs that no other test sees."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write golden files anew instead of comparing them")


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture(autouse=True)
def records_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test finds what an earlier run left behind, nor speaks as under make because make runs the tests."""
    folder = tmp_path_factory.mktemp("records")
    monkeypatch.setenv("JUESUAN_CACHE", str(folder))
    monkeypatch.delenv("JUESUAN_MAKE", raising=False)
    return folder
