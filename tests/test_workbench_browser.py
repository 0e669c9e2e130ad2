"""The workbench in a real browser: whole tasks, as a clerk does them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import esprima
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from generator.web.form_pages import PAGES
from tests.workbench import UNIT, folder, served
from tests.workbench_pages import (
    PASTE,
    browser,
    field,
    needs_browser,
    opened,
    watched_page,
)

__all__ = ["browser", "folder"]
STATIC = Path(__file__).parents[1] / "generator" / "web" / "static"
VISITS = ["三公经费", "公务接待费", "国内", "人次"]


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with watched_page(browser, address, console=True) as page:
        yield page


@needs_browser
def test_a_mistyped_field_is_told_at_its_place_and_mended(page: Page, folder: Path) -> None:
    opened(page, "three-public")
    box = page.locator(field(VISITS))
    good = box.input_value()
    box.fill("很多")
    remark = page.locator(".field", has=box).locator(".remark")
    expect(remark.first).to_contain_text("人次")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#state")).to_contain_text("错误")
    box.fill(good)
    expect(page.locator("#state")).to_contain_text("可以公开")
    assert (folder / UNIT).read_bytes() == (Path(__file__).parents[1] / "data" / UNIT).read_bytes()


@needs_browser
def test_the_document_follows_what_is_typed(page: Page) -> None:
    opened(page, "outlay")
    row = page.locator('table[data-grid="支出明细"] tbody tr').nth(1)
    cell = row.locator("input").last
    document = page.frame_locator("#preview").locator("main")
    expect(document).to_contain_text("基本支出589.09万元")
    cell.fill("1308600")
    expect(document).to_contain_text("基本支出599.09万元")
    page.click("#undo")
    expect(document).to_contain_text("基本支出589.09万元")
    expect(page.locator('table[data-grid="支出明细"] tfoot')).to_contain_text("10168900.55")


@needs_browser
def test_beside_a_reason_stands_by_how_much_its_figure_differs(page: Page) -> None:
    opened(page, "office")
    expect(page.locator("#form .change")).to_have_text("比上年增加 2.39 万元（57.12 → 59.51）")
    page.click('.pages a[data-page="outlay"]')
    cell = page.locator('tr[data-row="一般公共预算 2070104 图书馆"] td.text').first
    expect(cell.locator(".change")).to_have_text("比全年预算少 2.57 万元（162.00 → 159.43）")
    page.locator('table[data-grid="支出"] tr[data-row*="图书馆"] input').nth(1).fill("1600000")
    expect(cell.locator(".change")).to_have_text("比全年预算少 0.57 万元（160.00 → 159.43）")


@needs_browser
def test_sixty_rows_are_pasted(page: Page, folder: Path) -> None:
    opened(page, "outlay")
    lines = "\n".join(
        f"一般公共预算\t2070104\t项目支出\t项目{number}\t办公费\t1,{number:03}.50"
        for number in range(60)
    )
    new = 'table[data-grid="支出明细"] tr.new select'
    page.evaluate(PASTE, [new, lines])
    expect(page.locator('tr[data-row*="项目支出 项目"]')).to_have_count(60)
    text = (folder / UNIT).read_text(encoding="utf-8")
    assert len(re.findall(r"项目\d+:\n", text)) == 60


@needs_browser
def test_a_block_is_pasted_over_cells(page: Page, folder: Path) -> None:
    opened(page, "outlay")
    first = 'table[data-grid="支出"] tbody tr:nth-child(2) td:nth-child(4) input'
    page.evaluate(PASTE, [first, "3,150,001\t3,300,002\n1,500,003\t1,620,004\n"])
    expect(page.locator("#notices")).to_contain_text("改了 4 格")
    text = (folder / UNIT).read_text(encoding="utf-8")
    for value in ("年初: 3150001", "全年: 3300002", "年初: 1500003", "全年: 1620004"):
        assert value in text


@needs_browser
def test_a_block_pasted_at_the_head_of_a_row_finds_its_rows(page: Page, folder: Path) -> None:
    opened(page, "outlay")
    head = 'table[data-grid="支出"] tbody tr:nth-child(1) textarea.key'
    block = "2070104 图书馆\t\t1,500,003\t1,620,004\n"
    page.evaluate(PASTE, [head, block])
    expect(page.locator("#notices")).to_contain_text("改了 2 格")
    text = (folder / UNIT).read_text(encoding="utf-8")
    for value in ("年初: 1500003", "全年: 1620004"):
        assert value in text
    page.evaluate(PASTE, [head, "2130101 行政运行\t\t1\t2\n"])
    expect(page.locator("#notices")).to_contain_text("这一行和下面没有“2130101 行政运行”")


@needs_browser
def test_a_row_is_added_by_keyboard_alone(page: Page, folder: Path) -> None:
    opened(page, "outlay")
    row = page.locator('table[data-grid="支出明细"] tr.new')
    row.locator("select").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.type("whhd")
    expect(page.locator(".options li").first).to_contain_text("2070108 文化活动")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("30211")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.type("12.5")
    page.keyboard.press("Enter")
    expect(page.locator('tr[data-row*="文化活动 基本支出 30211 差旅费"]')).to_have_count(1)
    assert "30211 差旅费: 12.5" in (folder / UNIT).read_text(encoding="utf-8")


@needs_browser
def test_a_number_of_the_document_leads_to_its_field(page: Page) -> None:
    opened(page, "unit")
    frame = page.frame_locator("#preview")
    frame.locator("data", has_text=re.compile(r"^120\.86$")).first.click()
    link = page.locator("#origin a").first
    expect(page.locator("#origin")).to_contain_text("120.86 万元")
    link.click()
    expect(page.locator("table.grid input:focus")).to_have_value("1208600")


IN_VIEW = """place => {
  const box = place.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= place.ownerDocument.defaultView.innerHeight;
}"""


@needs_browser
@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ("unit", "云汀区文化和旅游局（虚构）"),
        ("income", "902.63"),
        ("three-public", "12.86"),
    ],
)
def test_the_document_begins_where_the_page_s_first_field_is_printed(
    page: Page, shown: str, words: str
) -> None:
    opened(page, shown)
    place = page.frame_locator("#preview").locator("main").get_by_text(words)
    inside = "places => places.some(" + IN_VIEW + ")"
    deadline = time.monotonic() + 10
    while not place.evaluate_all(inside) and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    assert place.evaluate_all(inside)
    assert page.evaluate("document.activeElement === document.body && !window.scrollY")


@needs_browser
def test_a_reader_who_is_in_the_document_stays_there(page: Page) -> None:
    opened(page, "three-public")
    frame = page.frame_locator("#preview").locator("html")
    page.wait_for_timeout(1500)
    frame.evaluate("html => html.ownerDocument.defaultView.scrollTo(0, 77)")
    box = page.locator("#form input[inputmode]").first
    box.evaluate("box => box.dispatchEvent(new Event('input', { bubbles: true }))")
    page.wait_for_timeout(1500)
    assert frame.evaluate("html => html.ownerDocument.defaultView.scrollY") == 77


@needs_browser
def test_two_windows_see_each_other(page: Page, browser: Browser, address: str) -> None:
    opened(page, "unit")
    context = browser.new_context(locale="zh-CN")
    other = context.new_page()
    other.goto(address)
    opened(other, "unit")
    name = field(["单位", "简称"])
    page.fill(name, "甲局")
    expect(other.locator(name)).to_have_value("甲局")
    expect(other.locator("#notices")).to_contain_text("别处改过")
    context.close()


@needs_browser
def test_an_editor_and_the_form_lose_nothing(page: Page, folder: Path) -> None:
    opened(page, "unit")
    place = folder / UNIT
    place.write_text(
        place.read_text(encoding="utf-8").replace("（虚构）\n", "（虚构）   # 手改\n", 1),
        encoding="utf-8",
    )
    page.fill(field(["单位", "简称"]), "乙局")
    expect(page.locator("#state")).to_contain_text("可以公开")
    deadline = time.monotonic() + 10
    while "简称: 乙局" not in place.read_text(encoding="utf-8") and time.monotonic() < deadline:
        time.sleep(0.05)
    text = place.read_text(encoding="utf-8")
    assert "# 手改" in text
    assert "简称: 乙局" in text


@needs_browser
def test_documents_are_made_by_button(page: Page, folder: Path) -> None:
    opened(page, "unit")
    page.click("#make")
    page.check('[value="html"]')
    page.click("#start")
    expect(page.locator("#progress a")).to_have_count(3, timeout=60_000)
    expect(page.locator("#progress")).to_contain_text("可以公开")
    names = sorted(place.suffix for place in (folder / "公开文档").iterdir())
    assert names == [".docx", ".html", ".pdf"]


@needs_browser
def test_a_new_file_is_made_from_the_first_page(page: Page, folder: Path) -> None:
    page.fill("#new-unit", "某市某某局")
    page.fill("#new-year", "2025")
    page.click("#new button")
    expect(page.locator("#state")).to_contain_text("待填")
    page.select_option(field(["单位", "性质"]), "行政单位")
    page.click('a[data-page="income"]')
    expect(page.locator("table.grid")).to_have_count(2)
    deadline = time.monotonic() + 10
    place = folder / "某市某某局-2025.yaml"
    while "性质: 行政单位" not in place.read_text(encoding="utf-8"):
        assert time.monotonic() < deadline
        time.sleep(0.05)


@needs_browser
@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.long)])
def test_everybody_can_use_it(browser: Browser, address: str, width: int) -> None:
    """No violation of the rules of axe, on any page; nothing wider than the window."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale="zh-CN", bypass_csp=True
    )
    page = context.new_page()
    page.goto(address)
    seen = 0
    violations = [rule["id"] for rule in Axe().run(page).response["violations"]]
    page.get_by_role("link", name="去审核").click()
    expect(page.locator("#documents")).to_be_visible()
    violations += [f"audit: {rule['id']}" for rule in Axe().run(page).response["violations"]]
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="回到数据文件列表").click()
    expect(page.locator("#files-title")).to_be_visible()
    addresses = [f"page/{each.address}" for each in PAGES] + ["text"]
    base = page.url.rstrip("/")
    for each in addresses:
        page.goto(f"{base}/file/{quote(UNIT)}/{each}")
        expect(page.locator("#state .chip").first).to_be_visible()
        result = Axe().run(page, options={"iframes": False}).response
        seen += len(result["passes"])
        violations += [
            f"{each}: {rule['id']} {rule['nodes'][0]['html'][:120]}"
            for rule in result["violations"]
        ]
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, each
    context.close()
    assert seen > 100
    assert violations == []


def test_the_scripts_are_of_the_level_of_old_browsers() -> None:
    """ECMAScript 2017, which Chromium 61 (2017) knows: esprima reads no later one."""
    scripts = sorted(STATIC.glob("*.js"))
    assert len(scripts) == 13
    for script in scripts:
        assert len(script.read_text(encoding="utf-8").splitlines()) <= 300, script.name
    for script in scripts:
        esprima.parseScript(script.read_text(encoding="utf-8"))
    styles = (STATIC / "workbench.css").read_text(encoding="utf-8")
    assert not re.search(r":has\(|:is\(|:where\(|inset:|@layer|@container|clamp\(", styles)


@needs_browser
def test_a_phone_keeps_the_buttons_and_finds_back_from_the_document(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="zh-CN")
    page = context.new_page()
    page.goto(address)
    page.goto(f"{page.url.rstrip('/')}/file/{quote(UNIT)}/page/unit")
    expect(page.locator("#state .chip").first).to_be_visible()
    page.evaluate("window.scrollTo(0, 1500)")
    assert page.evaluate("window.scrollY") == 1500
    for name in ("make", "undo", "show-preview"):
        expect(page.locator(f"#{name}")).to_be_in_viewport()
    page.locator("#show-preview").click()
    expect(page.locator("#preview")).to_be_in_viewport()
    page.get_by_role("button", name="回填写").click()
    expect(page.locator("#preview")).to_be_hidden()
    assert page.evaluate("window.scrollY") == 1500
    context.close()


@needs_browser
@pytest.mark.parametrize("link", ["a.home", ".pages a >> nth=3"])
def test_nothing_is_lost_when_the_page_is_left_at_once(page: Page, folder: Path, link: str) -> None:
    opened(page, "procurement")
    place = page.url
    values = [str(200000 + 11 * number) for number in range(4)]
    for number, value in enumerate(values):
        field = page.locator("#fields input[data-path]:visible").nth(number)
        field.fill(value)
        field.press("Tab")
    page.click(link)
    page.wait_for_url(lambda url: url != place)
    text = (folder / UNIT).read_text(encoding="utf-8")
    assert [value for value in values if value not in text] == []


def delayed(page: Page, pattern: str, seconds: float) -> None:
    """Answers of some addresses come later than the program gives them."""

    def late(route: Route) -> None:
        answer = route.fetch()
        time.sleep(seconds)
        route.fulfill(response=answer)

    page.route(re.compile(pattern), late)


@needs_browser
def test_what_the_page_itself_changes_is_not_told_as_news(page: Page, folder: Path) -> None:
    """A row goes, and the answer is late: meanwhile the page sees that the file is newer."""
    opened(page, "three-public")
    told: list[str] = []

    def note(text: str) -> None:
        told.append(text)

    page.expose_function("noteNews", note)
    page.evaluate(
        """() => new MutationObserver(function () {
          window.noteNews(document.getElementById('notices').textContent);
        }).observe(document.getElementById('notices'), { childList: true })"""
    )
    # The page asks for the revision while the program has made the change and not answered yet.
    page.evaluate(
        """() => {
          const usual = window.fetch;
          window.fetch = async function (address, request) {
            const answer = await usual(address, request);
            if (String(address).endsWith('/set')) {
              await new Promise((done) => setTimeout(done, 4000));
            }
            return answer;
          };
        }"""
    )
    rows = page.locator('table[data-grid$="/车型"] tbody tr:not(.new)')
    before = rows.count()
    rows.first.locator("button.remove").click()
    expect(rows).to_have_count(before - 1, timeout=15000)
    page.wait_for_timeout(2000)
    assert not [text for text in told if "别处" in text]
    # What somebody else writes is told as before.
    path = folder / UNIT
    path.write_text(path.read_text(encoding="utf-8") + "# 别人写的\n", encoding="utf-8")
    expect(page.locator("#notices")).to_contain_text("文件在别处改过")


@needs_browser
def test_what_was_said_of_another_value_is_being_checked_again(page: Page) -> None:
    opened(page, "three-public")
    box = page.locator(field(VISITS))
    good = box.input_value()
    box.fill("很多")
    remark = page.locator(".field", has=box).locator(".remark").first
    expect(remark).to_contain_text("人次")
    expect(remark).not_to_have_class(re.compile("rechecking"))
    before = remark.bounding_box()
    delayed(page, "/status", 3)
    box.fill(good)
    expect(remark).to_have_class(re.compile("rechecking"))
    expect(remark).to_have_attribute("aria-busy", "true")
    expect(remark).to_contain_text("正在核对")
    assert remark.bounding_box() == before
    expect(page.locator(".field", has=box).locator(".remark")).to_have_count(0)


@needs_browser
def test_a_table_of_cars_asks_for_number_and_amount(page: Page, folder: Path) -> None:
    opened(page, "three-public")
    new = page.locator('table[data-grid$="/更新购置"] tr.new')
    new.locator("input").nth(0).fill("轿车")
    new.locator("input").nth(1).fill("2")
    new.locator("input").nth(2).fill("30000")
    new.locator("button").click()
    place = ["三公经费", "公务用车购置及运行维护费", "购置费", "更新购置", "轿车"]
    expect(page.locator(field([*place, "数量"]))).to_have_value("2")
    page.locator(field([*place, "数量"])).fill("3")
    expect(page.locator("#state")).not_to_contain_text("校验中")
    assert "轿车: {数量: 3, 金额: 30000}" in (folder / UNIT).read_text(encoding="utf-8")
