"""The workbench in a real browser: what its test modules share."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
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


def opened(page: Page, address: str) -> Page:
    page.goto(f"{page.url.split('/?')[0].rstrip('/')}/file/{quote(UNIT)}/page/{address}")
    expect(page.locator("#state .chip").first).to_be_visible()
    return page


def field(path: list[str]) -> str:
    text = json.dumps(path, ensure_ascii=False).replace("'", "\\'")
    return f"input[data-path='{text}'], textarea[data-path='{text}'], select[data-path='{text}']"
