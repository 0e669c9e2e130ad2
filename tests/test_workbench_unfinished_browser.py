"""An unfinished file in a real browser: the document with its marks, and what is typed and not
written yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.workbench import folder, place, served
from tests.workbench_pages import browser, field, needs_browser, opened, watched_page

__all__ = ["browser", "folder", "place"]
SALARIES = ["支出", "一般公共预算", "2070101 行政运行", "基本支出", "30101 基本工资"]
RUNNING = ["机关运行经费", "决算数"]
NOTE = "本年只列本级，已核对"


@pytest.fixture
def page(browser: Browser, place: Path) -> Iterator[Page]:
    with served(place.parent) as address, watched_page(browser, address) as page:
        yield page


@needs_browser
def test_an_emptied_amount_is_marked_in_the_document_and_found_from_there(page: Page) -> None:
    opened(page, "outlay")
    document = page.frame_locator("#preview")
    page.locator(field(SALARIES)).fill("")
    outlay = document.locator("p", has_text="本年支出合计").first
    expect(outlay).to_contain_text("本年支出合计〔待填〕万元")
    outlay.locator("mark data").first.click()
    expect(page.locator("#origin-body")).to_contain_text("等这里填好：基本支出›30101 基本工资")
    page.locator("#close-origin").click()
    links = page.locator("#preview-state a")
    expect(links.first).to_have_text("基本支出›30101 基本工资")
    page.get_by_role("link", name="单位").first.click()
    # It leads on when what was typed before is saved.
    page.wait_for_url("**/page/unit")
    expect(links.first).to_be_visible()
    links.first.click()
    expect(page.locator(field(SALARIES))).to_be_focused()
    page.locator(field(SALARIES)).fill("1208600")
    expect(outlay).not_to_contain_text("〔待填〕")
    expect(links).to_have_count(0)


@needs_browser
def test_a_typed_note_is_written_when_the_page_is_left(page: Page, place: Path) -> None:
    noted(page).type(NOTE)
    page.get_by_role("link", name="单位").first.click()
    page.wait_for_url("**/page/unit")
    expect(page.locator("#state .chip").first).to_be_visible()
    assert NOTE in place.read_text(encoding="utf-8")


@needs_browser
def test_a_typed_note_stays_when_the_findings_come_anew(page: Page) -> None:
    note = noted(page)
    note.type(NOTE[:4])
    page.evaluate("window.workbench.look()")
    expect(note).to_be_focused()
    page.keyboard.type(NOTE[4:])
    expect(note).to_have_value(NOTE)
    page.wait_for_timeout(300)
    expect(note).to_have_value(NOTE)


def noted(page: Page) -> Locator:
    """The field for a note at a finding of 机关运行经费."""
    opened(page, "office")
    page.locator(field(RUNNING)).fill("5")
    page.get_by_role("button", name="核对过，写说明").first.click()
    return page.locator("#form textarea.note").first


@needs_browser
def test_a_part_that_is_folded_away_opens_where_something_lacks(page: Page, place: Path) -> None:
    text = place.read_text(encoding="utf-8")
    without, count = re.subn(r"(?m)^  车辆:.*\n", "", text)
    assert count == 1
    place.write_text(without, encoding="utf-8")
    opened(page, "assets")
    part = page.locator("details.optional", has_text="车辆")
    expect(part.locator(".remark.错误")).to_contain_text("缺车辆数")
    expect(part.locator("input").first).to_be_visible()


@needs_browser
@pytest.mark.parametrize(
    ("address", "typed", "emptied", "message"),
    [
        ("unit", "{名称: 区图书馆, 性质: 其他事业单位}", "{名称: 区图书馆, 性质: 待填}", "。"),
        ("outlay", "30101 基本工资: 1208600", "30101 基本工资: 待填", "；没有发生额填 0。"),
    ],
    ids=("a choice", "an amount"),
)
def test_empty_cells_are_told_of_amounts_where_they_are_amounts(
    page: Page, place: Path, address: str, typed: str, emptied: str, message: str
) -> None:
    text = place.read_text(encoding="utf-8")
    assert typed in text
    place.write_text(text.replace(typed, emptied, 1), encoding="utf-8")
    opened(page, address)
    cells = page.locator("#form .remark.missing", has_text="表里标红的")
    expect(cells.locator("p").first).to_have_text(f"待填 表里标红的 1 格还没有填{message}")
