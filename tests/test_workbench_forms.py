"""A form that is mended by hand while the workbench is open."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from starlette.testclient import TestClient

from generator.forms.folders import OWN
from generator.forms.form import form_names, load_form
from generator.web.app import application
from generator.web.asked import unprinted_paths
from generator.web.guard import TOKEN
from generator.web.workspace import Workspace
from tests.forms.making import MAIN, make_form
from tests.workbench import HOST, SECRET, UNIT, folder_with

SENTENCE = "本年度收入合计如下"
PREVIEW = f"/file/{quote(UNIT)}/preview"


def client_with_form(folder: Path, forms: Path, files: dict[str, str]) -> TestClient:
    """A browser before a folder whose file is of a form of the clerk's own."""
    roots = make_form(forms, files)
    path = folder_with(folder, UNIT) / UNIT
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("版式: 四川\n", "版式: 试\n", 1), encoding="utf-8")
    app = application(Workspace(folder, roots), frozenset((HOST,)), SECRET)
    client = TestClient(app, base_url=f"http://{HOST}", headers={"origin": f"http://{HOST}"})
    client.get("/", params={TOKEN: SECRET})
    return client


def test_a_form_mended_by_hand_is_read_again(tmp_path: Path) -> None:
    forms = tmp_path / "版式"
    client = client_with_form(tmp_path / "数据", forms, {})
    assert SENTENCE not in client.get(PREVIEW).text
    # A file that comes, then one that changes, then one that goes.
    (forms / "试" / "句子.yaml").write_text(f"二.首句: {SENTENCE}。\n", encoding="utf-8")
    assert f"{SENTENCE}。" in client.get(PREVIEW).text
    (forms / "试" / "句子.yaml").write_text(f"二.首句: {SENTENCE}：略。\n", encoding="utf-8")
    assert f"{SENTENCE}：略。" in client.get(PREVIEW).text
    (forms / "试" / "句子.yaml").unlink()
    assert SENTENCE not in client.get(PREVIEW).text


def test_a_setting_of_the_form_above_is_read_again(tmp_path: Path) -> None:
    roots = make_form(tmp_path, {})
    make_form(tmp_path, {"版式.yaml": "名称: 县\n继承: 试\n"}, "县")
    assert load_form("县", roots).settings["图题"].default == "有"
    changed = f"{MAIN}设置:\n  图题: {{默认: 无}}\n"
    (tmp_path / "试" / "版式.yaml").write_text(changed, encoding="utf-8")
    assert load_form("县", roots).settings["图题"].default == "无"


def test_a_form_of_a_nearer_folder_takes_the_place_of_another(tmp_path: Path) -> None:
    roots = (tmp_path, *OWN)
    assert load_form("上海", roots).settings["图题"].default == "无"
    own = f"{MAIN.replace('试', '上海')}"
    make_form(tmp_path, {"版式.yaml": own}, "上海")
    assert load_form("上海", roots).settings["图题"].default == "有"


def test_a_folder_that_becomes_a_form_is_offered(tmp_path: Path) -> None:
    roots = make_form(tmp_path, {"版式.yaml": "名称: 试\n"})
    assert "试" not in form_names(roots)
    (tmp_path / "试" / "版式.yaml").write_text(MAIN, encoding="utf-8")
    assert "试" in form_names(roots)


def test_a_form_is_read_once_while_nothing_changes(tmp_path: Path) -> None:
    roots = make_form(tmp_path, {})
    assert load_form("试", roots) is load_form("试", roots)


def test_reasons_are_asked_of_the_changes_that_a_form_tells(tmp_path: Path) -> None:
    """Of thirteen changes beside the usual three a form tells few; the others stand apart."""
    sentence = "二.首句: \"{{ 措辞.与上年相比(比较.本年收入合计, '本年收入合计') }}\"\n"
    roots = make_form(tmp_path, {"句子.yaml": sentence})
    usual = unprinted_paths("四川", OWN)
    own = unprinted_paths("试", roots)
    assert ("变动原因", "本年支出合计") in usual & own
    assert usual - own == {("变动原因", "本年收入合计")}
    assert ("变动原因", "收支总计") not in usual
