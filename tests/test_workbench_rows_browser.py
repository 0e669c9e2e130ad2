"""New rows of tables in a real browser: what is typed into them is never lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from tests.workbench import folder, place, served
from tests.workbench_pages import PASTE, browser, needs_browser, opened, watched_page

__all__ = ["browser", "folder", "place"]
OFFICES, BELOW = "单位/内设机构", "单位/下属单位"
CARS = "三公经费/公务用车购置及运行维护费/购置费/更新购置"


@pytest.fixture
def page(browser: Browser, place: Path) -> Iterator[Page]:
    with served(place.parent) as address, watched_page(browser, address) as page:
        yield page


def new_row(page: Page, grid: str) -> Locator:
    return page.locator(f'table[data-grid="{grid}"] tr.new')


def type_into(row: Locator, *values: str) -> None:
    """Type values into the cells of a row; the last one is not left."""
    for cell, value in enumerate(values):
        box = row.locator("input, select, textarea").nth(cell)
        if box.evaluate("node => node.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)


@needs_browser
@pytest.mark.parametrize("link", ["a.home", ".pages a >> nth=3"])
@pytest.mark.parametrize(
    ("address", "grid", "values", "written"),
    [
        ("unit", OFFICES, ["艺术股"], "市场管理股, 艺术股]"),
        ("unit", BELOW, ["区美术馆", "其他事业单位"], "区美术馆"),
        ("three-public", CARS, ["轿车", "2", "30000"], "轿车: {数量: 2, 金额: 30000}"),
        (
            "outlay",
            "支出明细",
            ["一般公共预算", "2070104 图书馆", "项目支出", "读书节", "30201 办公费", "12.5"],
            "30201 办公费: 12.5",
        ),
    ],
    ids=("a list", "records", "named entries", "amounts"),
)
def test_a_row_that_is_typed_is_added_when_the_page_is_left(
    page: Page, place: Path, link: str, address: str, grid: str, values: list[str], written: str
) -> None:
    opened(page, address)
    here = page.url
    type_into(new_row(page, grid), *values)
    page.click(link)
    page.wait_for_url(lambda url: url != here)
    assert written in place.read_text(encoding="utf-8")


@needs_browser
def test_where_a_row_cannot_be_taken_the_page_stays_and_says_why(page: Page, place: Path) -> None:
    opened(page, "outlay")
    here = page.url
    before = place.read_bytes()
    row = new_row(page, "支出明细")
    type_into(row, "一般公共预算", "2070104 图书馆", "项目支出", "读书节", "30201 办公费", "很多")
    page.click("a.home")
    expect(page.locator("#notices")).to_contain_text(
        "“支出明细”最后一行打的还没有写入：“金额”写着“很多”，不是数"
    )
    expect(row.locator("input").last).to_have_value("很多")
    assert page.url == here
    assert place.read_bytes() == before


@needs_browser
def test_a_list_of_single_items_takes_a_new_one_when_its_field_is_left(
    page: Page, place: Path
) -> None:
    opened(page, "unit")
    box = new_row(page, OFFICES).locator("input")
    box.fill("艺术股")
    box.press("Tab")
    rows = page.locator(f'table[data-grid="{OFFICES}"] tbody tr:not(.new) input')
    expect(rows).to_have_count(6)
    expect(rows.last).to_have_value("艺术股")
    box.type("财务股")
    new_row(page, OFFICES).locator("button").click()
    expect(rows).to_have_count(7)
    page.wait_for_timeout(500)
    assert place.read_text(encoding="utf-8").count("财务股") == 1


@needs_browser
@pytest.mark.parametrize("leaving", ["back", "close"])
def test_a_row_that_is_typed_is_added_when_the_browser_leaves_the_page(
    page: Page, place: Path, leaving: str
) -> None:
    opened(page, "unit")
    row = new_row(page, BELOW)
    row.locator("input").first.click()
    page.keyboard.type("区美术馆")
    row.locator("select").select_option("其他事业单位")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    if leaving == "back":
        page.evaluate("setTimeout(function () { history.back(); }, 0)")
        page.wait_for_url("**/")
    else:
        with page.expect_event("close"):
            page.close(run_before_unload=True)
    deadline = time.monotonic() + 10
    while "区美术馆" not in place.read_text(encoding="utf-8") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert asked == ["beforeunload"]
    assert place.read_text(encoding="utf-8").count("区美术馆") == 1


@needs_browser
@pytest.mark.parametrize(
    ("address", "selector", "typed", "written"),
    [
        ("unit", f'table[data-grid="{OFFICES}"] tr.new input', "文艺创作股", "文艺创作股"),
        ("unit", f'table[data-grid="{BELOW}"] tr.new input', "区美术馆", ""),
        ("outlay", 'table[data-grid="支出明细"] tr.new td:nth-child(4) input', "读书节活动", ""),
        ("outlay", 'textarea[data-key*="群众文化活动"]', "甲乙丙丁", "甲乙丙丁"),
        ("performance", '[id="f-预算绩效/自评表-new"]', "图书馆修缮", "图书馆修缮"),
    ],
    ids=("a list", "the first cell", "a later cell", "a name", "a new item"),
)
def test_who_types_goes_on_typing_when_another_window_saves(
    page: Page, place: Path, address: str, selector: str, typed: str, written: str
) -> None:
    opened(page, address)
    box = page.locator(selector).first
    box.click()
    page.keyboard.press("Home")
    before = box.input_value()
    begin = box.evaluate("node => node.selectionStart")
    for number, sign in enumerate(typed):
        page.keyboard.type(sign)
        if number == 1:
            text = place.read_text(encoding="utf-8")
            place.write_text(text + "# 别人写的\n", encoding="utf-8")
            expect(page.locator("#notices")).to_contain_text("文件在别处改过")
            expect(page.locator("#state")).not_to_contain_text("校验中")
    wanted = before[:begin] + typed + before[begin:]
    expect(box).to_be_focused()
    expect(box).to_have_value(wanted)
    text = place.read_text(encoding="utf-8")
    place.write_text(text + "# 又写的\n", encoding="utf-8")
    expect(page.locator("#notices")).to_contain_text("文件在别处改过")
    page.wait_for_timeout(2500)
    expect(page.locator(selector).first).to_have_value(wanted)
    if written:
        page.click("a.home")
        page.wait_for_url("**/")
        assert wanted in place.read_text(encoding="utf-8")


@needs_browser
def test_the_empty_cell_of_a_row_is_marked_where_its_part_lacks(page: Page, place: Path) -> None:
    typed = "{名称: 区图书馆, 性质: 其他事业单位}"
    text = place.read_text(encoding="utf-8")
    assert typed in text
    place.write_text(text.replace(typed, "{名称: 区图书馆}", 1), encoding="utf-8")
    opened(page, "unit")
    row = page.locator(f'table[data-grid="{BELOW}"] tr', has=page.locator('[data-path*="性质"]'))
    cells = row.nth(2).locator("input, select")
    expect(cells.nth(1)).to_have_attribute("aria-invalid", "true")
    expect(cells.nth(0)).not_to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="到下一格").click()
    expect(cells.nth(1)).to_be_focused()


BLOCK = "\n".join(
    f"一般公共预算\t2070104\t项目支出\t项目{number}\t办公费\t1,{number:03}.50"
    for number in range(20)
)
WITHOUT_FUND = BLOCK.replace("一般公共预算\t2070104", "2070104\t图书馆")


@needs_browser
@pytest.mark.parametrize(
    ("cell", "block"),
    [(0, BLOCK), (1, BLOCK), (3, BLOCK), (1, WITHOUT_FUND)],
    ids=("the drop-down", "the next cell", "a later cell", "without the first column"),
)
def test_rows_are_taken_wherever_in_the_new_row_they_are_pasted(
    page: Page, place: Path, cell: int, block: str
) -> None:
    opened(page, "outlay")
    box = f'table[data-grid="支出明细"] tr.new td:nth-child({cell + 1}) '
    page.evaluate(PASTE, [f"{box} input, {box} select", block])
    expect(page.locator('tr[data-row*="项目支出 项目"]')).to_have_count(20)
    assert "项目19:" in place.read_text(encoding="utf-8")


@needs_browser
def test_rows_that_are_too_wide_name_the_cell_to_paste_into_once(page: Page) -> None:
    opened(page, "outlay")
    group = page.locator(".group", has=page.locator('table[data-grid="支出明细"]'))
    wide = BLOCK.replace("一般公共预算", "\t一般公共预算")
    page.evaluate(PASTE, ['table[data-grid="支出明细"] tr.new input', wide])
    problems = group.locator(".row-problems p")
    expect(problems).to_have_count(2)
    expect(problems.first).to_contain_text("第 1 行等 20 行：多出 2 格")
    expect(problems.first).to_contain_text("粘贴到最后一行的“科目”格")
    group.locator(".how summary").last.click()
    expect(group.locator(".how .help").last).to_contain_text("粘贴到最后一行的“科目”格")


@needs_browser
@pytest.mark.parametrize("way", ["Enter", "button", "leaving"])
def test_a_new_item_is_added_by_its_name(page: Page, place: Path, way: str) -> None:
    opened(page, "performance")
    here = page.url
    box = page.locator('[id="f-预算绩效/自评表-new"]')
    box.click()
    page.keyboard.type("图书馆修缮")
    if way == "Enter":
        page.keyboard.press("Enter")
    elif way == "button":
        page.locator(".add-card", has=box).get_by_role("button", name="加上").click()
    else:
        page.click("a.home")
        page.wait_for_url(lambda url: url != here)
    if way != "leaving":
        expect(page.locator(".card summary", has_text="3. 图书馆修缮")).to_have_count(1)
        expect(box).to_have_value("")
    assert place.read_text(encoding="utf-8").count("项目名称: 图书馆修缮") == 1


@needs_browser
def test_a_name_that_cannot_be_keeps_the_page(page: Page) -> None:
    opened(page, "outlay")
    here = page.url
    page.locator('textarea[data-key*="群众文化活动"]').first.fill(" ")
    page.click("a.home")
    expect(page.locator("#notices")).to_contain_text("名称不能空着")
    page.wait_for_timeout(500)
    assert page.url == here
