"""What the public reads in a browser: a document as a web page, and the pages of the site."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec.structs import replace
from playwright.sync_api import Browser, Locator, Page

from generator.document.compare.documents import compare
from generator.document.compare.showing import shown
from generator.document.tree import Section
from generator.pipeline.checking import check
from generator.site.pages import main_lines
from generator.writers.html import write_html
from tests.helpers import document_of
from tests.sites import make_site
from tests.workbench_pages import browser, needs_browser
from tests.writers.small import document, table

__all__ = ["browser"]
DATA = Path(__file__).parents[1] / "data"
FULL = DATA / "云汀区文旅局（虚构）-2023.yaml"
EXAMPLES = (
    FULL,
    DATA / "上海市云间区文旅局（虚构）-2024.yaml",
    # A draft, with the remarks before it and a line above each page.
    DATA / "泸州驻蓉办-2023.yaml",
)
INCOME = "收入决算表"
PHONE, DESK = 390, 1280


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the examples as web pages, and one page that compares two of them."""
    folder = tmp_path_factory.mktemp("pages")
    for example in EXAMPLES:
        (folder / f"{example.stem}.html").write_bytes(write_html(document_of(example)))
    text = FULL.read_text(encoding="utf-8").replace("1208600", "1208700")
    other = folder / FULL.name
    other.write_text(text, encoding="utf-8")
    shutil.copytree(DATA / "上年", folder / "上年")
    changed = check(other).document
    assert changed is not None
    comparison = compare(document_of(FULL), changed)
    page = write_html(shown(comparison, changed, ("旧稿", "新稿")))
    (folder / "对照.html").write_bytes(page)
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a 部门 with its units, and of a unit on its own."""
    folder = tmp_path_factory.mktemp("site")
    data = folder / "数据"
    shutil.copytree(DATA / "汇总示例", data)
    shutil.copy(FULL, data)
    shutil.copytree(DATA / "上年", data / "上年", dirs_exist_ok=True)
    assert make_site(data, folder / "专栏", "--title", "某市决算公开") == 0
    return folder / "专栏"


def opened(browser: Browser, path: Path, width: int) -> Page:
    """A page in a window of that width; its own policy holds."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.goto(path.as_uri())
    return page


@pytest.fixture
def page(browser: Browser, pages: Path) -> Iterator[Page]:
    page = opened(browser, pages / f"{FULL.stem}.html", PHONE)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text))
    yield page
    page.context.close()
    assert complaints == []


def violations(browser: Browser, paths: list[Path], width: int) -> list[str]:
    """What axe says of pages, and those that are wider than the window."""
    result = []
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale="zh-CN", bypass_csp=True
    )
    page = context.new_page()
    for path in paths:
        page.goto(path.as_uri())
        told = Axe().run(page).response
        assert len(told["passes"]) > 10
        result += [
            f"{path.name}: {rule['id']} {rule['nodes'][0]['html'][:120]}"
            for rule in told["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            result.append(f"{path.name}: wider than the window")
    context.close()
    return result


@needs_browser
@pytest.mark.parametrize("width", [PHONE, pytest.param(DESK, marks=pytest.mark.long)])
def test_everybody_can_read_a_document(browser: Browser, pages: Path, width: int) -> None:
    made = sorted(pages.glob("*.html"))
    assert len(made) == 4
    assert violations(browser, made, width) == []


@needs_browser
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_everybody_can_read_the_site(browser: Browser, site: Path, width: int) -> None:
    # One page of each kind: all units, a 部门, one that adds up its units, a unit.
    made = [
        site / "index.html",
        next(site.glob("departments/**/*.html")),
        site / "units" / "水务局-2023" / "index.html",
        site / "units" / FULL.stem / "index.html",
    ]
    assert violations(browser, made, width) == []


def edges(cells: Locator) -> list[tuple[float, float]]:
    """Left and right edge of each cell."""
    boxes = cells.evaluate_all(
        """cells => cells.map(cell => cell.getBoundingClientRect()).map(box => [box.left, box.right])"""
    )
    return [(left, right) for left, right in boxes]


@needs_browser
@pytest.mark.parametrize("width", [PHONE, 800])
def test_codes_and_names_stay_while_a_table_scrolls(
    browser: Browser, pages: Path, width: int
) -> None:
    page = opened(browser, pages / f"{FULL.stem}.html", width)
    box = page.locator(f'.scroll[aria-label="{INCOME}"]')
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    box.scroll_into_view_if_needed()
    codes, names = box.locator("tbody tr td.k"), box.locator("tbody tr td.n")
    amounts = box.locator("tbody tr td.r:nth-child(3)")
    assert codes.count() == names.count() > 20
    before = edges(amounts)
    box.evaluate("box => { box.scrollLeft = 100 }")
    left = box.bounding_box()
    assert left is not None
    after = edges(amounts)
    assert [round(old[0] - new[0]) for old, new in zip(before, after, strict=True)] == [100] * len(
        after
    )
    for code, name in zip(edges(codes), edges(names), strict=True):
        assert abs(code[0] - left["x"]) < 1
        # Nothing shows through between the two, and neither lies on the other.
        assert abs(name[0] - code[1]) < 1
    # The total and the heads over them stay, too.
    for stays in (box.locator("tbody th.k"), box.locator("thead .k")):
        assert all(abs(edge[0] - left["x"]) < 1 for edge in edges(stays))
    # Room for two amounts beside them.
    assert left["x"] + left["width"] - edges(names)[0][1] > 150
    page.context.close()


@needs_browser
def test_the_first_column_of_every_wide_table_stays(page: Page) -> None:
    scrolled = page.evaluate(
        """() => Array.from(document.querySelectorAll('.scroll')).map(box => {
             box.scrollLeft = 60;
             const edge = box.getBoundingClientRect().left;
             const cells = Array.from(box.querySelectorAll('tbody .k'));
             return [box.scrollLeft, cells.map(cell => cell.getBoundingClientRect().left - edge)];
           })"""
    )
    moved = [places for far, places in scrolled if far]
    assert len(moved) > 10
    # Where a table has two sides, each with names of its own, no column stays.
    staying = [places for places in moved if places]
    assert len(moved) - len(staying) <= 4
    assert all(max(map(abs, places)) < 1 for places in staying)


@needs_browser
def test_where_a_number_comes_from_opens_by_keyboard(page: Page) -> None:
    number = page.locator("p data[title]").first
    origin = page.get_by_role("dialog")
    # The link of the contents leads there; the next stop is the number.
    number.evaluate(
        """number => {
             const before = document.createElement('span');
             before.tabIndex = -1;
             number.before(before);
             before.focus();
           }"""
    )
    page.keyboard.press("Tab")
    assert number.evaluate("number => number === document.activeElement")
    assert number.get_attribute("role") == "button"
    for key in ("Enter", "Space"):
        page.keyboard.press(key)
        assert origin.is_visible()
        assert number.get_attribute("aria-expanded") == "true"
        assert str(number.get_attribute("title")) in origin.inner_text()
        assert str(number.text_content()) in origin.inner_text()
        assert origin.evaluate("panel => panel.contains(document.activeElement)")
        page.keyboard.press("Escape")
        assert origin.count() == 0
        assert number.get_attribute("aria-expanded") == "false"
        assert number.evaluate("number => number === document.activeElement")
    # A click elsewhere closes it, and takes the focus along.
    number.click()
    assert origin.is_visible()
    page.get_by_role("button", name="关闭").click()
    assert origin.count() == 0
    assert number.evaluate("number => number === document.activeElement")


@needs_browser
def test_a_table_is_one_stop_of_the_tab_key_and_arrows_go_through_it(page: Page) -> None:
    table = page.locator(f'table[aria-label="{INCOME}"]')
    numbers = table.locator("data[title]")
    assert table.locator('data[tabindex="0"]').count() == 1
    numbers.first.focus()
    total = str(numbers.first.text_content())
    seen = [total]
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
        seen.append(str(page.evaluate("document.activeElement.textContent")))
    assert seen == [total, "973.07", "5.00", "5.00", "5.00", "973.07", total]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('table') === null")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.textContent") == total


@needs_browser
def test_what_has_the_focus_is_not_under_the_columns_that_stay(page: Page) -> None:
    box = page.locator(f'.scroll[aria-label="{INCOME}"]')
    numbers = box.locator("tbody tr:first-child data")
    numbers.last.focus()
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    place = numbers.first.bounding_box()
    names = box.locator("tbody td.n").first.bounding_box()
    assert place is not None
    assert names is not None
    assert numbers.first.evaluate("number => number === document.activeElement")
    assert place["x"] >= names["x"] + names["width"]


@needs_browser
def test_without_script_the_focus_shows_the_origin(browser: Browser, pages: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((pages / f"{FULL.stem}.html").as_uri())
    number = page.locator("p data[title]").first
    assert number.get_attribute("tabindex") == "0"
    number.focus()
    content = "number => getComputedStyle(number, '::after').content"
    assert number.evaluate(content) == f'"{number.get_attribute("title")}"'
    context.close()


@needs_browser
def test_a_page_prints_clean(browser: Browser, pages: Path, tmp_path: Path) -> None:
    """Titles stand over their tables, heads on every page, nothing is cut off at the right.

    Each page of a table says whose it is; a form that fits on a page stands on one.
    """
    page = opened(browser, pages / f"{FULL.stem}.html", DESK)
    page.locator("p data[title]").first.click()
    page.emulate_media(media="print")
    assert page.locator(".origin").evaluate("panel => getComputedStyle(panel).display") == "none"
    for selector, wanted in ((".scroll", ["visible"]), (".scroll td", ["static"])):
        name = "overflow" if wanted == ["visible"] else "position"
        styles = page.locator(selector).evaluate_all(
            f"nodes => Array.from(new Set(nodes.map(node => getComputedStyle(node).{name})))"
        )
        assert styles == wanted
    target = tmp_path / "page.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    page.context.close()
    texts = []
    # The margin of 26 mm at the outer side, 36 mm where the page lies across, and a little.
    with pypdfium2.PdfDocument(target) as printed:
        for sheet in printed:
            texts.append("".join(sheet.get_textpage().get_text_bounded().split()))
            margin = (36 if sheet.get_width() > 700 else 26) * 72 / 25.4
            ends = [part.get_bounds()[2] for part in sheet.get_objects(max_depth=1)]
            assert max(ends) <= sheet.get_width() - margin + 1, texts[-1][:80]
    line = f"{INCOME}公开02表部门：云汀区文化和旅游局（虚构）单位：万元"
    first = next(number for number, text in enumerate(texts) if text.startswith(INCOME + line))
    assert "栏次" in texts[first]
    assert texts[first].count("公开02表") == 1
    assert texts[first + 1].startswith(f"{line}项目")
    assert "栏次" in texts[first + 1]
    forms = [text for text in texts if "项目支出绩效自评表" in text and "评价结论" in text]
    assert len(forms) == 2
    for text in forms:
        assert text.count("项目支出绩效自评表") == text.count("改进措施") == 1
    assert not any(text.startswith("注：") for text in texts)
    assert not any(text.endswith("单位：万元") for text in texts)


def test_changes_are_told_in_per_cent_of_the_printed_amounts() -> None:
    figures = {
        ("收入总计", "决算数"): "1035.14",
        ("收入总计", "上年决算数"): "733.83",
        ("支出总计", "决算数"): "10.00",
        ("支出总计", "上年决算数"): "0.00",
        ("基本支出", "决算数"): "7.00",
        ("基本支出", "上年决算数"): "7.00",
        ("项目支出", "决算数"): "1.00",
        ("项目支出", "上年决算数"): "3.00",
        ("机关运行经费", "决算数"): "5.00",
    }
    lines = {line.name: (line.change, line.rate) for line in main_lines(figures, {})}
    assert lines == {
        "收入总计": ("+301.31", "+41.06%"),
        "支出总计": ("+10.00", ""),
        "基本支出": ("0.00", "0.00%"),
        "项目支出": ("−2.00", "−66.67%"),
        "机关运行经费": ("", ""),
    }


@needs_browser
def test_the_unit_page_tells_the_change_in_per_cent(browser: Browser, site: Path) -> None:
    page = opened(browser, site / "units" / FULL.stem / "index.html", PHONE)
    row = page.locator("tbody tr", has=page.get_by_role("rowheader", name="收入总计"))
    assert row.locator("td").all_text_contents() == ["—", "1035.14", "733.83", "+301.31", "+41.06%"]
    page.context.close()


@needs_browser
def test_the_unit_of_amounts_stays_whole_beside_a_long_name(
    browser: Browser, tmp_path: Path
) -> None:
    named = replace(table(3), left="部门：某某省" + "某" * 34 + "办公室")
    path = tmp_path / "page.html"
    path.write_bytes(write_html(document(Section("附表", False, (named,)))))
    for width in (PHONE, DESK):
        page = opened(browser, path, width)
        unit = page.locator(".两头 span")
        name = page.locator(".两头")
        assert unit.inner_text() == "单位：万元"
        height = "node => getComputedStyle(node).lineHeight"
        box, around = unit.bounding_box(), name.bounding_box()
        assert box is not None
        assert around is not None
        assert box["height"] < float(unit.evaluate(height).removesuffix("px")) * 1.5
        assert abs(box["x"] + box["width"] - around["x"] - around["width"]) < 1
        page.context.close()
