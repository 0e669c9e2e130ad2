"""Fields of pages in a real browser: many filled in at once, names offered, what is shown of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.workbench import client_of, folder, place, served
from tests.workbench_pages import browser, field, needs_browser, opened, watched_page

__all__ = ["browser", "folder", "place"]
NEW = "某区某局-2024.yaml"


@pytest.fixture
def page(browser: Browser, place: Path) -> Iterator[Page]:
    with served(place.parent) as address, watched_page(browser, address) as page:
        yield page


def opened_new(page: Page, folder: Path, address: str) -> Path:
    """A page of a file that is not filled in yet."""
    asked = {"unit": "某区某局", "year": "2024", "form": "四川"}
    assert client_of(folder).post("/new", json=asked).status_code == 200
    page.goto(f"{page.url.split('/?')[0].rstrip('/')}/file/{quote(NEW)}/page/{address}")
    expect(page.locator("#state .chip").first).to_be_visible()
    return folder / NEW


@needs_browser
@pytest.mark.parametrize("address", ["three-public", "procurement", "assets", "performance"])
def test_what_a_unit_has_none_of_is_filled_in_at_once(
    page: Page, folder: Path, address: str
) -> None:
    file = opened_new(page, folder, address)
    before = file.read_text(encoding="utf-8")
    button = page.get_by_role("button", name="没有发生的全部填 0")
    expect(button).to_be_visible()
    empty = page.locator("#form input[inputmode][aria-invalid]:not([data-path*='上年'])")
    count = empty.count()
    assert count
    button.click()
    expect(button).to_be_hidden()
    expect(empty).to_have_count(0)
    zeros = file.read_text(encoding="utf-8").count(": 0") - before.count(": 0")
    assert zeros == count
    last = page.locator("#form input[data-path*='上年']")
    assert [box for box in last.all() if box.input_value()] == []
    page.click("#undo")
    expect(button).to_be_visible()
    assert file.read_text(encoding="utf-8") == before


@needs_browser
def test_where_all_is_filled_in_nothing_is_offered(page: Page) -> None:
    opened(page, "three-public")
    expect(page.get_by_role("button", name="没有发生的全部填 0")).to_be_hidden()


WIDER = """() => Array.from(document.querySelectorAll('#form .scroll'))
  .filter((table) => table.clientWidth)
  .map((table) => [table.scrollWidth > table.clientWidth + 1,
    table.previousElementSibling.offsetHeight > 0])"""


@needs_browser
@pytest.mark.parametrize("address", ["income", "outlay", "performance", "unit"])
def test_a_table_that_is_wider_than_its_place_says_so(page: Page, address: str) -> None:
    opened(page, address)
    for part in page.locator("#form details.card > summary").all():
        part.click()
    page.wait_for_timeout(200)
    tables = page.evaluate(WIDER)
    assert [pair for pair in tables if pair[0] != pair[1]] == []
    # The columns of 支出, of which 原因 is typed most, fit beside the document.
    assert ([True, True] in tables) is (address in ("income", "performance"))
    page.set_viewport_size({"width": 2600, "height": 900})
    page.wait_for_timeout(200)
    wide = page.evaluate(WIDER)
    assert [pair for pair in wide if pair[0] != pair[1]] == []


@needs_browser
@pytest.mark.parametrize("address", ["income", "outlay"])
def test_an_amount_of_eleven_signs_is_seen_whole(page: Page, address: str) -> None:
    opened(page, address)
    clipped = page.evaluate(
        """() => Array.from(document.querySelectorAll('#form .grid input[inputmode=decimal]'))
          .filter(function (input) {
            input.value = '3754.606459';
            return input.scrollWidth > input.clientWidth;
          }).length"""
    )
    assert clipped == 0


@needs_browser
def test_the_head_of_a_page_follows_what_it_says(page: Page) -> None:
    opened(page, "unit")
    head = page.locator("#form h2")
    expect(head).to_contain_text("金额单位：元")
    page.select_option(field(["金额单位"]), "万元")
    expect(head).to_contain_text("金额单位：万元")
    year = page.locator(field(["年度"]))
    year.click()
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    page.keyboard.type("4", delay=60)
    expect(page.locator(".bar h1")).to_contain_text("2024年度")
    expect(year).to_be_focused()
    expect(year).to_have_value("2024")
    page.click("#undo")
    expect(page.locator(".bar h1")).to_contain_text("2023年度")
