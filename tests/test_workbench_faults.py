"""Faults that clerks found in the workbench, in a real browser: each stays mended."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from tests.workbench import UNIT, Server, folder, place
from tests.workbench_pages import (
    PASTE,
    SECONDS,
    browser,
    field,
    needs_browser,
    opened,
    watched_page,
)

__all__ = ["browser", "folder", "place"]
pytestmark = needs_browser
NAME = field(["单位", "简称"])
OUTLAY = 'table[data-grid="支出"]'
DETAIL = 'table[data-grid="支出明细"]'


@pytest.fixture
def server(place: Path) -> Iterator[Server]:
    server = Server(place.parent)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    with watched_page(browser, server.address) as page:
        yield page


def written(place: Path, old: str, new: str) -> None:
    """Somebody else changes the file."""
    text = place.read_text(encoding="utf-8")
    assert old in text
    place.write_text(text.replace(old, new, 1), encoding="utf-8")


def wait_for(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS / 1000
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def unseen(page: Page) -> None:
    """The page does not ask by itself what others have changed."""

    def answer(route: Route) -> None:
        route.fulfill(json=1)

    page.route("**/revision", answer)


def test_what_others_write_into_a_focused_field_is_not_written_over(
    page: Page, place: Path
) -> None:
    unseen(page)
    opened(page, "unit")
    page.focus(NAME)
    page.keyboard.press("Control+A")
    page.keyboard.type("甲")
    wait_for(lambda: "简称: 甲\n" in place.read_text(encoding="utf-8"))
    expect(page.locator("#state")).to_contain_text("可以公开")
    written(place, "简称: 甲\n", "简称: 别人的\n")
    page.keyboard.type("乙")
    expect(page.locator("#notices")).to_contain_text("别处写的：别人的；您写的：甲乙")
    expect(page.locator(NAME)).to_have_value("别人的")
    # What is typed on is not mixed with it.
    page.keyboard.type("丙")
    page.wait_for_timeout(500)
    assert "简称: 别人的\n" in place.read_text(encoding="utf-8")


def test_what_others_write_before_a_save_is_on_the_page_after_it(page: Page, place: Path) -> None:
    unseen(page)
    opened(page, "unit")
    written(place, "简称: 区文旅局\n", "简称: 别人的\n")
    page.fill(field(["单位", "批复日期"]), "2024-09-07")
    expect(page.locator(NAME)).to_have_value("别人的")


def test_the_cursor_stays_where_others_write_elsewhere(page: Page, place: Path) -> None:
    opened(page, "unit")
    page.focus(NAME)
    page.keyboard.press("End")
    written(place, "批复日期: 2024-09-06", "批复日期: 2024-09-07")
    expect(page.locator("#notices")).to_contain_text("别处改过")
    expect(page.locator(field(["单位", "批复日期"]))).to_have_value("2024-09-07")
    page.keyboard.type("甲")
    wait_for(lambda: "简称: 区文旅局甲\n" in place.read_text(encoding="utf-8"))


def test_the_unit_of_pasted_amounts_stays(page: Page, place: Path) -> None:
    opened(page, "outlay")
    unit = page.locator('.typed-unit[data-for="支出"]')
    unit.select_option("万元")
    first = f"{OUTLAY} tbody tr:nth-child(2) td:nth-child(4) input"
    page.evaluate(PASTE, [first, "315.01\t330.02\n"])
    expect(page.locator("#notices")).to_contain_text("改了 2 格")
    expect(page.locator(first)).to_have_value("3150100")
    expect(unit).to_have_value("万元")
    third = f"{OUTLAY} tbody tr:nth-child(3) td:nth-child(4) input"
    page.evaluate(PASTE, [third, "150.03\t162.04\n"])
    expect(page.locator(third)).to_have_value("1500300")
    text = place.read_text(encoding="utf-8")
    assert "{年初: 3150100, 全年: 3300200}" in text
    assert "{年初: 1500300, 全年: 1620400}" in text


def test_a_conflict_keeps_the_unit_of_what_was_pasted(page: Page, place: Path) -> None:
    unseen(page)
    opened(page, "outlay")
    page.locator('.typed-unit[data-for="支出"]').select_option("万元")
    written(place, "年初: 3150000,", "年初: 3150001,")
    first = f"{OUTLAY} tbody tr:nth-child(2) td:nth-child(4) input"
    page.evaluate(PASTE, [first, "315.01\t330.02\n"])
    page.get_by_role("button", name="用我的").click()
    wait_for(lambda: "{年初: 3150100, 全年: 3300200}" in place.read_text(encoding="utf-8"))


def test_a_row_deleted_here_and_changed_elsewhere_goes_when_agreed(page: Page, place: Path) -> None:
    unseen(page)
    opened(page, "outlay")
    written(place, "30211 差旅费: 85330", "30211 差旅费: 85331")
    row = page.locator(f'{DETAIL} tr[data-row*="2070101 行政运行 基本支出 30211 差旅费"]')
    row.locator(".remove").click()
    expect(page.locator("#notices")).to_contain_text("别处写的：85331；您写的：（删去）")
    assert "30211 差旅费: 85331" in place.read_text(encoding="utf-8")
    page.get_by_role("button", name="用我的").click()
    expect(row).to_have_count(0)
    assert "30211 差旅费: 85331" not in place.read_text(encoding="utf-8")


def test_what_could_not_be_saved_is_told_and_saved_again(
    page: Page, server: Server, place: Path
) -> None:
    opened(page, "unit")
    server.stop()
    page.fill(NAME, "甲局")
    expect(page.locator("#state")).to_contain_text("没有保存 1 处")
    page.fill(field(["单位", "批复日期"]), "2024-09-07")
    expect(page.locator("#state")).to_contain_text("没有保存 2 处")
    # The page has looked for others meanwhile, and tells the same.
    page.wait_for_timeout(2000)
    expect(page.locator("#state")).to_contain_text("没有保存 2 处")
    again = page.get_by_role("button", name="再存一次")
    expect(again).to_have_count(1)
    server.start()
    again.click()
    wait_for(lambda: "简称: 甲局\n" in place.read_text(encoding="utf-8"))
    wait_for(lambda: "批复日期: 2024-09-07\n" in place.read_text(encoding="utf-8"))
    expect(page.locator("#state")).not_to_contain_text("没有保存")


def test_what_was_not_saved_does_not_come_over_what_is_newer(
    page: Page, server: Server, place: Path
) -> None:
    opened(page, "unit")
    server.stop()
    page.fill(NAME, "旧的")
    expect(page.locator("#state")).to_contain_text("没有保存 1 处")
    server.start()
    page.fill(NAME, "新的")
    wait_for(lambda: "简称: 新的\n" in place.read_text(encoding="utf-8"))
    page.get_by_role("button", name="再存一次").click()
    page.wait_for_timeout(500)
    assert "简称: 新的\n" in place.read_text(encoding="utf-8")


def test_typed_text_is_asked_about_and_mended_as_it_stands(page: Page, place: Path) -> None:
    opened(page, "unit")
    page.goto(page.url.replace("/page/unit", "/text"))
    expect(page.locator("#state .chip").first).to_be_visible()
    area = page.locator("#text")
    text = area.input_value()
    area.fill(text.replace("简称: 区文旅局", "简称： 甲局"))
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.click(".pages a[data-page=income]", no_wait_after=True)
    wait_for(lambda: page.wait_for_timeout(50) is None and bool(asked))
    assert asked == ["beforeunload"]
    expect(area).to_have_value(re.compile("甲局"))
    page.click("#mend")
    wait_for(lambda: "简称: 甲局\n" in place.read_text(encoding="utf-8"))


def test_another_target_of_an_import_is_looked_at_first(page: Page) -> None:
    answer = {"name": "新.yaml", "notes": ["读到 3 个数"], "written": False, "changes": 3}
    answer |= {"error": "", "exists": False}
    page.route("**/import?*", lambda route: route.fulfill(json=answer))
    page.set_input_files("#book", {"name": "报表.xls", "mimeType": "", "buffer": b"1"})
    page.click("#look")
    expect(page.locator("#write")).to_be_visible()
    page.select_option("#into", UNIT)
    expect(page.locator("#write")).to_be_hidden()


def test_a_pasted_heading_is_dropped_and_text_is_no_amount(page: Page, place: Path) -> None:
    opened(page, "outlay")
    first = f"{OUTLAY} tbody tr:nth-child(2) td:nth-child(4) input"
    before = place.read_bytes()
    page.evaluate(PASTE, [first, "3150001\t行政运行\n"])
    expect(page.locator("#notices")).to_contain_text("“行政运行”不是数")
    page.wait_for_timeout(500)
    assert place.read_bytes() == before
    page.evaluate(PASTE, [first, "年初预算数\t全年预算数\n3150001\t3300002\n"])
    expect(page.locator("#notices")).to_contain_text("改了 2 格")
    text = place.read_text(encoding="utf-8")
    assert "{年初: 3150001, 全年: 3300002}" in text
    assert "{年初: 1500000, 全年: 1620000}" in text


def test_a_project_is_renamed_and_goes_with_its_last_row(page: Page, place: Path) -> None:
    opened(page, "outlay")
    row = page.locator(f'{DETAIL} tr[data-row*="干部培训"]')
    name = row.locator("textarea.key").first
    name.fill("干部进修")
    name.press("Tab")
    renamed = page.locator(f'{DETAIL} tr[data-row*="干部进修"]')
    expect(renamed).to_have_count(1)
    text = place.read_text(encoding="utf-8")
    assert "干部进修: {30216 培训费: 26800}" in text
    assert "干部培训" not in text
    renamed.locator(".remove").click()
    expect(renamed).to_have_count(0)
    text = place.read_text(encoding="utf-8")
    assert "干部进修" not in text
    part = text[text.index("2050803 培训支出:\n") :].split("2070101")[0]
    assert "项目支出" not in part
    assert "预算数: {年初: 0, 全年: 0}" in part
