"""Finished documents audited in the workbench: what is said of them, and what can be had of it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from generator.writers.docx import write_docx
from tests.helpers import document_of
from tests.workbench import EXAMPLES, UNIT, client, folder, served
from tests.workbench_pages import browser, needs_browser, watched_page

__all__ = ["browser", "client", "folder"]
FULL = EXAMPLES / UNIT
TEXT = """三、支出决算情况说明
2023年度本年支出合计1000.00万元，其中：基本支出600.00万元，占60.00%；项目支出400.00万元，占45.00%。
"""


@pytest.fixture(scope="module")
def word() -> bytes:
    """The Word file of the example, in which one number was typed otherwise."""
    document = Document(BytesIO(write_docx(document_of(FULL), {})))
    run = next(r for p in document.paragraphs for r in p.runs if "914.97" in r.text)
    run.text = run.text.replace("914.97", "941.97")
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def sent(client: TestClient, name: str, content: bytes, **query: str) -> dict[str, object]:
    answer = client.post("/audit", params={"name": name, **query}, content=content)
    assert answer.status_code == 200, answer.text
    said: dict[str, object] = answer.json()
    return said


def test_what_is_wrong_in_a_text_is_told(client: TestClient) -> None:
    answer = sent(client, "某局.txt", TEXT.encode())
    (line,) = answer["lines"]  # type: ignore[misc]
    assert (line["level"], line["place"]) == ("错误", "第 2 行")
    assert "40.00%" in line["message"]
    assert str(answer["summary"]).startswith("错误 1；")
    assert answer["copies"] == ["list"]
    right = sent(client, "某局.txt", TEXT.replace("45.00%", "40.00%").encode())
    assert (right["lines"], right["copies"]) == ([], [])
    assert str(right["summary"]).startswith("没有发现问题；")


def test_a_document_is_held_against_a_data_file(client: TestClient) -> None:
    text = "一、收入支出决算总体情况说明\n2023年度收、支总计均为1234.56万元。\n"
    assert sent(client, "某局.txt", text.encode())["lines"] == []
    (line,) = sent(client, "某局.txt", text.encode(), against=UNIT)["lines"]  # type: ignore[misc]
    assert "1035.14" in line["message"]


def test_a_data_file_without_figures_is_not_held_against_anything(
    client: TestClient, folder: Path
) -> None:
    place = folder / UNIT
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace("口径: 部门", "口径: 待填"), encoding="utf-8")
    answer = client.post("/audit", params={"name": "某局.txt", "against": UNIT}, content=b"a")
    assert answer.status_code == 409
    assert answer.json()["error"] == f"{UNIT} 里还有错误或待填的，算不出数，不能用来核对"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("某局.doc", "另存为"),
        ("某局.docx", "不是"),
        ("某局.pdf", "不是"),
        ("某局.xlsx", "不是"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_way_out(
    client: TestClient, name: str, said: str
) -> None:
    answer = sent(client, name, b"no document")
    assert said in str(answer["error"])
    assert answer["copies"] == answer["lines"] == []
    assert "juesuan" not in str(answer["error"])


@pytest.mark.parametrize("name", ["某局.exe", "", "../../某局", "a/b\\c.jar"])
def test_no_other_file_is_taken(client: TestClient, name: str) -> None:
    answer = client.post("/audit", params={"name": name}, content=b"x")
    assert answer.status_code == 409
    assert "可以审核 .docx、" in answer.json()["error"]


def test_the_copies_are_files_with_names(client: TestClient, word: bytes) -> None:
    answer = sent(client, "某局2023.docx", word)
    assert answer["copies"] == ["comments", "list"]
    copies = {}
    for copy in ("comments", "list"):
        query = {"name": "某局2023.docx", "as": copy}
        made = client.post("/audit", params=query, content=word)
        assert made.status_code == 200
        name = unquote(made.headers["content-disposition"].partition("''")[2])
        copies[name] = made.content
        assert client.post("/audit", params=query, content=word).content == made.content
    assert list(copies) == ["某局2023（批注）.docx", "某局2023（审核清单）.xlsx"]
    commented = Document(BytesIO(copies["某局2023（批注）.docx"]))
    assert any("914.97" in comment.text for comment in commented.comments)
    book = load_workbook(BytesIO(copies["某局2023（审核清单）.xlsx"]))
    rows = [tuple(row) for row in book["全部问题"].iter_rows(values_only=True)]
    assert any(row[1] == "某局2023.docx" and row[2] == "错误" for row in rows)


def test_copies_that_there_are_not_are_not_made(client: TestClient) -> None:
    for copy in ("comments", "pdf"):
        query = {"name": "某局.txt", "as": copy}
        assert client.post("/audit", params=query, content=TEXT.encode()).status_code == 409


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    with served(folder) as address, watched_page(browser, address, width=390) as page:
        yield page


@needs_browser
def test_a_clerk_audits_two_documents_and_keeps_the_list(
    page: Page, word: bytes, tmp_path: Path
) -> None:
    (tmp_path / "某局2023.docx").write_bytes(word)
    (tmp_path / "某局.txt").write_text(TEXT, encoding="utf-8")
    page.get_by_role("link", name="去审核").click()
    page.set_input_files("#documents", [tmp_path / "某局2023.docx", tmp_path / "某局.txt"])
    page.get_by_role("button", name="审核", exact=True).click()
    sections = page.locator("#audited section")
    expect(sections).to_have_count(2)
    expect(sections.nth(1).locator(".remark.错误")).to_contain_text("第 2 行")
    expect(sections.nth(0).locator(".remark.错误")).to_contain_text("941.97")
    with page.expect_download() as download:
        sections.nth(1).get_by_role("button", name="存成 Excel 清单").click()
    assert download.value.suggested_filename == "某局（审核清单）.xlsx"
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    assert "全部问题" in book.sheetnames
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
