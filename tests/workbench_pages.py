"""The workbench in a real browser: what its test modules share."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.workbench import UNIT

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
SECONDS = 20_000
expect.set_options(timeout=SECONDS)

PASTE = """([selector, text]) => {
  const node = document.querySelector(selector);
  node.focus();
  const data = new DataTransfer();
  data.setData('text/plain', text);
  node.dispatchEvent(new ClipboardEvent('paste',
    { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # The sandbox of Chromium does not start for root.
        extra = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=extra)
        yield browser
        browser.close()


@contextmanager
def watched_page(
    browser: Browser, address: str, *, width: int = 1280, console: bool = False
) -> Iterator[Page]:
    """A page at an address: its scripts may not fail, nor ask another host for anything; with
    ``console`` the browser may not report any error, either, such as an answer that it refuses.
    """
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(SECONDS)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    if console:
        page.on(
            "console", lambda line: problems.append(line.text) if line.type == "error" else None
        )
    host = address.split("/")[2]
    page.on(
        "request",
        lambda asked: problems.append(asked.url) if asked.url.split("/")[2] != host else None,
    )
    page.goto(address)
    yield page
    context.close()
    assert problems == []


def opened(page: Page, address: str) -> Page:
    page.goto(f"{page.url.split('/?')[0].rstrip('/')}/file/{quote(UNIT)}/page/{address}")
    expect(page.locator("#state .chip").first).to_be_visible()
    return page


def field(path: list[str]) -> str:
    text = json.dumps(path, ensure_ascii=False).replace("'", "\\'")
    return f"input[data-path='{text}'], textarea[data-path='{text}'], select[data-path='{text}']"
