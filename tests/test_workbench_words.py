"""The words of pages: fields and buttons, never lines and signs of the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from generator.checks import gallery
from generator.findings.rules import RULES, Group
from generator.pipeline.produce import make
from generator.web.field_address import field_address
from generator.web.form_pages import PAGES
from generator.web.plain_words import FieldNames, page_advice, plain_advice, plain_help
from generator.web.text_at_path import entries_of
from tests.workbench import BASE, UNIT, client, folder, place

__all__ = ["client", "folder", "place"]

GALLERY = sorted(Path(gallery.__file__).parent.glob("*.md"))
JARGON = re.compile(
    r"\w: |\{[^}]*:|\[|#|这一行|第 \d+ 行|冒号|缩进|花括号|方括号|juesuan|make |顶格"
    r"|写一行|下面加一行|加一行：“|口径为“|\w\.第\d+个"
)
ITEMS = entries_of("预算绩效:\n  自评表:\n    - 项目名称: 免费开放\n")
NAMES = FieldNames(lambda _line: "收入›事业收入", lambda path: field_address(ITEMS, path))


def advice_of(gallery: Path) -> list[str]:
    """The remedies of an entry of the gallery, as a terminal tells them."""
    text = gallery.read_text(encoding="utf-8")
    blocks = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.split("\n")]
    return [line[1:].strip() for line in lines if line.startswith("→")]


def test_advice_on_a_page_speaks_of_fields_and_buttons() -> None:
    rules = [path for path in GALLERY if not is_of_reading(path.stem)]
    typed = [advice for path in rules for advice in advice_of(path) if plain_advice(advice)]
    assert len(typed) > 100
    told = [page_advice(each, NAMES, answerable=True) for each in typed]
    assert [each for each in told if JARGON.search(each)] == []


def is_of_reading(rule: str) -> bool:
    """Whether a rule is told where the file is seen as text."""
    return rule in RULES and RULES[rule].group is Group.READING


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            "核对正负号；确是冲减的，在 核对说明 里写明",
            "核对正负号；确是冲减的，按“核对过，写说明”写明",
        ),
        (
            "核对各项；没有列全的，在国内下面写 列全: 否",
            "核对各项；没有列全的，“国内›列全”填 否",
        ),
        (
            "含下属单位的数，改成：口径: 部门；只含本单位的数，删去 下属单位",
            "含下属单位的数，“口径”填 部门；只含本单位的数，删去 下属单位",
        ),
        ("核对这一行，以及算出它的数（第 13—14 行）", "核对这个数，以及算出它的数"),
        ("第 2 行的 12 万元可能应为 21 万元", "“收入›事业收入”的 12 万元可能应为 21 万元"),
        ("填写 单位.公开日期，如 2024-09-24", "填写 单位›公开日期，如 2024-09-24"),
        ("见 预算绩效.自评表.第1个.预算执行", "见 预算绩效›自评表›免费开放›预算执行"),
        (
            "在 报表数 下面加一行 金额单位: 万元，再核对",
            "“报表数›金额单位”填 万元，再核对",
        ),
    ],
)
def test_advice_says_the_same_on_a_page(typed: str, told: str) -> None:
    assert page_advice(typed, NAMES, answerable=True) == told


def test_advice_to_add_a_line_is_none_on_a_page() -> None:
    assert plain_advice("在“变动原因”下面加一行：“  收支总计: ……”（变动原因.收支总计）") == ""


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("一辆也没有就写 其他用车: 0。", "一辆也没有就“其他用车”填 0。"),
        (
            "不印出；单位不同的先写一行 金额单位: 万元（或 元）。",
            "不印出；单位不同的先加一行：名称写“金额单位”，数写“万元”或“元”。",
        ),
        ("要补充的名词和解释，写成 名词: 解释。不用填。", "要补充的名词和解释。不用填。"),
    ],
)
def test_help_on_a_page_speaks_of_fields(typed: str, told: str) -> None:
    assert plain_help(typed) == told


def new_file(client: TestClient, _folder: Path, form: str = "四川") -> str:
    asked = {"unit": "某区某局", "year": "2024", "form": form}
    name: str = client.post("/new", json=asked).json()["name"]
    return name


def new_file_of_the_nation(client: TestClient, folder: Path) -> str:
    return new_file(client, folder, "全国九表")


def rolled_file(client: TestClient, _folder: Path) -> str:
    name: str = client.post(f"{BASE}/roll", json={}).json()["name"]
    return name


def imported_file(client: TestClient, folder: Path) -> str:
    document = make(folder / UNIT, ("docx",), lambda _step: None).files["docx"]
    asked = {"name": "去年.docx", "into": "", "write": "1"}
    name: str = client.post("/import", params=asked, content=document).json()["name"]
    return name


def file_without_reasons(client: TestClient, folder: Path) -> str:
    """A file of which reasons lack behind a text in quotes, and items have names."""
    place = folder / UNIT
    text = place.read_text(encoding="utf-8")
    parts = re.sub(r"(?m)^变动原因:\n(?:  .*\n)+", '变动原因:\n  其他: "文物修缮"\n', text)
    place.write_text(re.sub(r"(?m)^    原因: .*\n", "", parts), encoding="utf-8")
    return UNIT


@pytest.mark.parametrize(
    "made",
    [new_file, new_file_of_the_nation, rolled_file, imported_file, file_without_reasons],
)
def test_the_pages_of_a_file_name_what_they_have(
    client: TestClient, folder: Path, made: Callable[[TestClient, Path], str]
) -> None:
    base = f"/file/{quote(made(client, folder))}"
    remarks = client.get(f"{base}/status?page=unit").json()["remarks"]
    assert remarks
    told = [f"{remark['message']}→{remark['fix']}" for remark in remarks]
    told += [line for remark in remarks for line in remark["following"]]
    assert [each for each in told if JARGON.search(each)] == []
    assert [each for each in told if each.endswith("→")] == []
    lost = [each for each in remarks if "按“不填这一项”" in each["fix"] and not each["dispensable"]]
    assert lost == []
    shown = [text for page in PAGES for text in texts_of(client, f"{base}/page/{page.address}")]
    assert len(shown) > 100
    assert [each for each in shown if JARGON.search(each)] == []


_SAMPLE_OF_TABLE = "表里这一行空着"
"""A line of a printed table."""


def texts_of(client: TestClient, address: str) -> Iterator[str]:
    """What the program writes on a page; not what is typed."""
    form = BeautifulSoup(client.get(address).content, "html.parser").find(id="form")
    assert form is not None
    for typed in form.find_all("textarea"):
        typed.clear()
    for text in form.find_all(string=True):
        yield str(text).strip().replace(_SAMPLE_OF_TABLE, "")
