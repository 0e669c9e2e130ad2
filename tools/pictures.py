"""The pictures in README and docs/工作台.md: ``python tools/pictures.py``.

A browser is driven over an example, as a clerk would use it; needs the system's Chromium and the
developers' packages. Run it after a change of the pages.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import sample_page
from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
UNIT = "云汀区文旅局（虚构）-2023.yaml"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>{fonts}</dir>
<cachedir>{cache}</cachedir>
<match target="pattern">
<edit name="family" mode="append" binding="strong"><string>Juesuan Hei</string></edit>
</match>
</fontconfig>
"""
"""The project's own typefaces, whatever the machine has: the pictures are the same everywhere."""
COLOURS = 64
"""Enough for pages of text, and a third of the bytes."""


def main() -> int:
    """Take every picture. Returns 0, or 1 where there is no browser."""
    sample_page.write()
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print("没有 Chromium。", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "决算数据"
        shutil.copytree(ROOT / "data" / "上年", folder / "上年")
        shutil.copy(ROOT / "data" / UNIT, folder)
        command = [sys.executable, "-m", "generator.cli", "serve", str(folder), "--no-browser"]
        server = subprocess.Popen(
            [*command, "--examples", str(ROOT / "data")],
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        try:
            assert server.stdout is not None  # noqa: S101
            address = re.findall(r"http\S+", server.stdout.readline())[0]
            _take(browser, address, Path(place))
        finally:
            server.kill()
            server.wait()
    return 0


def _take(browser: str, address: str, place: Path) -> None:
    config = place / "fonts.conf"
    fonts = FONTS.format(fonts=ROOT / "generator" / "fonts" / "files", cache=place / "cache")
    config.write_text(fonts, encoding="utf-8")
    environment: dict[str, str | float | bool] = {
        **os.environ,
        "FONTCONFIG_FILE": str(config),
        "LANGUAGE": "zh_CN",
    }
    with sync_playwright() as playwright:
        extra = ["--lang=zh-CN", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        chromium = playwright.chromium.launch(executable_path=browser, args=extra, env=environment)
        for name, (width, height, show) in PICTURES.items():
            context = chromium.new_context(
                viewport={"width": width, "height": height}, locale="zh-CN"
            )
            page = context.new_page()
            page.goto(address)
            page.wait_for_load_state("networkidle")
            show(page)
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(500)
            page.evaluate(_PLACE, [f"{place}/", "D:/"])
            picture = Image.open(io.BytesIO(page.screenshot()))
            small = picture.convert("RGB").quantize(COLOURS)
            small.save(ROOT / "docs" / f"{name}.png", optimize=True)
            context.close()
        chromium.close()


_PLACE = """([typed, shown]) => {
    const help = document.querySelector('main.plain > .help');
    if (help) { help.textContent = help.textContent.replace(typed, shown); }
}"""
"""The folder of a clerk, not one of this run, so that the picture stays the same."""


def _home(page: Page) -> None:
    page.wait_for_selector(".files .chip")


def _open(page: Page, address: str) -> None:
    page.click(".file-link")
    page.click(f'a[data-page="{address}"]')
    page.wait_for_selector("#state .chip")


def _outlay(page: Page) -> None:
    """A mistyped amount, with what is said of it, and the document beside."""
    _open(page, "outlay")
    page.locator('table[data-grid="支出"] tbody tr').nth(1).locator("input").first.fill("315O000")
    page.wait_for_selector("#form .remark.错误")
    page.locator("#form .remark.错误").first.scroll_into_view_if_needed()


def _origin(page: Page) -> None:
    """Where a number of the document comes from."""
    _open(page, "three-public")
    number = page.frame_locator("#preview").locator("data").nth(12)
    number.scroll_into_view_if_needed()
    number.click()
    page.wait_for_selector("#origin-body strong")


def _narrow(page: Page) -> None:
    _open(page, "three-public")


PICTURES: Mapping[str, tuple[int, int, Callable[[Page], None]]] = {
    "工作台-列表": (1000, 700, _home),
    "工作台-来历": (1280, 820, _origin),
    "工作台-窄屏": (390, 760, _narrow),
    # Its mistake would be on the others.
    "工作台-支出": (1280, 820, _outlay),
}

if __name__ == "__main__":
    sys.exit(main())
