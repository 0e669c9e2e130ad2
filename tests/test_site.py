"""The shelf of a city, read back with readers that are not ours: links, hashes, figures, what may not stand on it, and what may not be lost."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import jsonschema
import lxml.html
import pytest

from generator.cli import main
from generator.cli.checking import check
from generator.document.form import FormError
from generator.site.entry import exact
from generator.site.fields import FIGURE
from generator.site.folder import workshop
from generator.site.hashing import Fact
from tests import department

LONE = department.HALL.replace("某市丙馆", "某市丁所")
ODD_NAME, ODD_STEM = "=某市<script>alert(\"戊\")</script>&amp;'馆'", "戊 馆#1%20?&-2022"
ODD = (
    department.HALL.replace("名称: 某市丙馆", f"名称: {json.dumps(ODD_NAME, ensure_ascii=False)}").replace("年度: 2023", "年度: 2022").replace("2024-", "2023-")
)
BEFORE = department.HALL.replace("年度: 2023", "年度: 2022").replace("2024-", "2023-")
BAD = department.HALL.replace("某市丙馆", "某市坏所").replace(", 原因: 厉行节约", "")
QUICK = ("html", "xlsx")


def city(folder: Path) -> Path:
    """A 部门 of three units, a unit on its own, one with a name full of traps, one of the year before, and one that is wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    department.write(folder)
    for name, text in {"丁所-2023": LONE, ODD_STEM: ODD, "丙馆-2022": BEFORE, "坏所-2023": BAD}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDF and Word take seconds each; the shelf treats all formats alike."""
    monkeypatch.setattr("generator.cli.shelving.FORMATS", QUICK)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The shelf of the city, and the exit code."""
    folder = tmp_path_factory.mktemp("city")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.cli.shelving.FORMATS", QUICK)
        code = main(["site", str(city(folder / "数据")), "-o", str(folder / "专栏"), "--title", "某市<决算>公开"])
    return folder / "专栏", code


@pytest.fixture
def shelf(made: tuple[Path, int]) -> Path:
    return made[0]


def one(folder: Path, text: str = LONE, name: str = "丁所-2023") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def pages(folder: Path) -> dict[Path, lxml.html.HtmlElement]:
    """Our own pages, not the documents."""
    found = {path: lxml.html.fromstring(path.read_bytes().decode()) for path in [folder / "index.html", *sorted(folder.glob("units/*/index.html"))]}
    assert len(found) > 1
    return found


class Links(HTMLParser):
    """Every address in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src", "action", "data", "poster", "srcset")]


# What stands on it


def test_all_good_units_stand_on_the_shelf(made: tuple[Path, int]) -> None:
    shelf, code = made
    assert code == 1
    stems = {"某局-2023", "局本级-2023", "乙中心-2023", "丙馆-2023", "丙馆-2022", "丁所-2023", ODD_STEM}
    assert {path.name for path in (shelf / "units").iterdir()} == stems
    assert {path.name for path in (shelf / "files").iterdir()} == {f"{stem}.{suffix}" for stem in stems for suffix in QUICK}
    assert not any("审核稿" in name for name in everything(shelf))


def test_a_unit_with_errors_is_told_and_left_out(made: tuple[Path, int], tmp_path: Path, quick: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert not any("坏所" in name or "坏所".encode() in data for name, data in everything(made[0]).items())
    data = one(one(tmp_path / "数据"), BAD, "坏所-2023")
    (data / "空.yaml").write_text("名称：甲\n", encoding="utf-8")
    assert main(["site", str(data), "-o", str(tmp_path / "专栏")]) == 1
    said = capsys.readouterr().out
    assert "未上架 2 份" in said
    assert f"{data / '坏所-2023.yaml'}：有 1 处错误" in said
    assert "[待填]" in said
    assert f"{data / '空.yaml'}：" in said
    assert "已上架 1 份" in said
    assert (tmp_path / "专栏" / "files" / "丁所-2023.html").exists()


def test_a_department_lists_its_units(shelf: Path) -> None:
    index = pages(shelf)[shelf / "index.html"]
    heads = [" ".join(head.text_content().split()) for head in index.iter("h2", "h3")]
    assert heads == ["2023 年度 5 份", "某市某局 所属 3 个单位", "其他部门、单位", "2022 年度 2 份", "数据下载"]
    group = next(section for section in index.iter("section") if section.get("class") == "group")
    names = [link.text_content() for link in group.iter("a") if link.get("class") == "name"]
    assert names == ["某市某局部门汇总", "某市丙馆", "某市乙中心", "某市某局本级"]
    whole = pages(shelf)[shelf / "units" / "某局-2023" / "index.html"]
    inside = [section for section in whole.iter("section") if section.get("aria-labelledby") == "units"]
    assert [link.text for link in inside[0].iter("a")] == ["某市丙馆", "某市乙中心", "某市某局本级"]
    crumbs = pages(shelf)[shelf / "units" / "乙中心-2023" / "index.html"].xpath("//nav//a")
    assert [(link.text, unquote(link.get("href"))) for link in crumbs] == [("全部单位", "../../index.html"), ("某市某局", "../某局-2023/index.html")]


def test_units_of_a_department_are_fetched_from_where_they_lie(tmp_path: Path, quick: None) -> None:
    whole = department.write(tmp_path)
    assert main(["site", str(whole), "-o", str(tmp_path / "专栏")]) == 0
    assert len(list((tmp_path / "专栏" / "units").iterdir())) == 4


def test_figures_of_last_year_come_from_the_file_or_from_the_shelf(shelf: Path) -> None:
    def lines(stem: str) -> dict[str, list[str]]:
        rows = pages(shelf)[shelf / "units" / stem / "index.html"].xpath("//tbody/tr")
        return {row[0].text_content(): [cell.text_content() for cell in row[1:]] for row in rows}

    centre = lines("乙中心-2023")
    assert centre["支出总计"] == ["—", "69.50", "69.50", "0.00"]
    assert centre["“三公”经费"][1:3] == ["0.00", "0.00"]
    assert lines("局本级-2023")["收入总计"] == ["—", "161.00", "160.00", "+1.00"]
    assert lines("丙馆-2023")["本年支出合计"] == ["—", "30.75", "30.75", "0.00"]  # 2022 is on the shelf
    assert lines("丁所-2023")["本年支出合计"] == ["—", "30.75", "—", "—"]


# Links


def test_links_lead_to_files_and_nowhere_else(shelf: Path) -> None:
    seen = 0
    for path in pages(shelf):
        text = path.read_bytes().decode()
        for address in Links(text).found:
            parts = urlsplit(address)
            assert not parts.scheme, address
            assert not parts.netloc, address
            assert not parts.query, address
            assert address.isascii(), address
            if parts.path:
                target = (path.parent / unquote(parts.path)).resolve()
                assert target.is_file(), address
                assert target.is_relative_to(shelf.resolve())
                seen += 1
            else:
                assert f'id="{parts.fragment}"' in text
    assert seen > 50


def test_nothing_is_fetched_from_elsewhere(shelf: Path) -> None:
    for name in ("site.css", "search.js"):
        assert not re.search(r"url\(|@import|https?:|//[\w.]+\.\w|fetch|XMLHttp", (shelf / name).read_text(encoding="utf-8").replace("// ", ""))
    for path in pages(shelf):
        assert not re.search(r"https?:|<style|<iframe|<img|\son\w+=", path.read_bytes().decode())


def test_sizes_and_hashes_are_true(shelf: Path) -> None:
    files = everything(shelf)
    manifest = json.loads(files.pop("manifest.json"))
    assert {line["path"]: (line["size"], line["sha256"]) for line in manifest["files"]} == {
        name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items()
    }
    for unit in json.loads(files["figures.json"])["单位"]:
        page = files[unquote(unit["页面"])].decode()
        assert len(unit["文件"]) == len(QUICK)
        for file in unit["文件"]:
            data = files[unquote(file["地址"])]
            assert (file["字节"], file["SHA-256"]) == (len(data), hashlib.sha256(data).hexdigest())
            assert file["SHA-256"] in page


@pytest.mark.parametrize(("size", "told"), [(999, "999 字节"), (1500, "2 KB"), (594_000, "594 KB"), (1_250_000, "1.3 MB"), (2_000_000, "2 MB")])
def test_sizes_are_told_in_round_numbers(size: int, told: str) -> None:
    assert Fact(size, "").told == told


# Pages


def test_text_from_data_is_never_markup(shelf: Path) -> None:
    for path, page in pages(shelf).items():
        assert [script.get("src") for script in page.iter("script")] == (["search.js"] if path.parent == shelf else [])
        assert not list(page.iter("决算"))
    odd = pages(shelf)[shelf / "units" / ODD_STEM / "index.html"]
    assert next(odd.iter("h1")).text == ODD_NAME
    assert ODD_NAME in odd.findtext(".//title")
    index = pages(shelf)[shelf / "index.html"]
    assert next(index.iter("h1")).text == "某市<决算>公开"
    assert any(ODD_NAME in (item.get("data-words") or "") for item in index.iter("li"))


def test_pages_can_be_used_by_everybody(shelf: Path) -> None:
    for page in pages(shelf).values():
        assert page.getroottree().getroot().get("lang") == "zh-CN"
        assert len(list(page.iter("h1"))) == len(list(page.iter("main"))) == 1
        levels = [int(head.tag[1]) for head in page.iter("h1", "h2", "h3", "h4")]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        ids = [element.get("id") for element in page.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        pointed = [
            name for element in page.iter() for key in ("aria-labelledby", "aria-describedby", "aria-controls", "for") for name in [element.get(key)] if name
        ]
        assert set(pointed) <= set(ids)
        assert all(link.text_content().strip() for link in page.iter("a"))
        for table in page.iter("table"):
            assert all(cell.get("scope") for cell in table.iter("th"))
            assert table.find("caption") is not None


def test_pages_are_sound(shelf: Path) -> None:
    for path in pages(shelf):
        html5lib.HTMLParser(strict=True).parse(path.read_bytes().decode())  # raises at the first slip


def test_search_needs_a_script_and_the_index_does_not(shelf: Path) -> None:
    index = pages(shelf)[shelf / "index.html"]
    form = index.find(".//form")
    assert "hidden" in form.attrib
    assert not [element for element in index.find(".//main").iter() if element.tag not in ("form",) and "hidden" in element.attrib]
    assert index.find(".//label").get("for") == index.find(".//input").get("id")
    assert "form.hidden = false" in (shelf / "search.js").read_text(encoding="utf-8")


# Figures


def no_floats(text: str) -> float:
    raise AssertionError(f"a binary fraction: {text}")


def figures(folder: Path, name: str = "figures") -> tuple[dict, list[dict[str, str]]]:
    found = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"), parse_float=no_floats)
    data = (folder / f"{name}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return found, list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_figures_fit_their_schema(shelf: Path) -> None:
    schema = json.loads((shelf / "figures.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in [shelf, *(shelf / "units").iterdir()]:
        found, _ = figures(path)
        jsonschema.validate(found, schema)
        assert found["数"]
    wrong, _ = figures(shelf / "units" / "丁所-2023")
    wrong["数"][0]["数"] = 1.5
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema)


def test_csv_and_json_say_the_same(shelf: Path) -> None:
    found, lines = figures(shelf)
    assert list(lines[0]) == [field.name for field in FIGURE]
    assert len(lines) == len(found["数"]) > 500
    for row, line in zip(found["数"], lines, strict=True):
        assert {name: str(value) for name, value in row.items()} == {name: value.removeprefix("'") for name, value in line.items()}
    assert {line["单位"] for line in lines if line["单位"].startswith("'")} == {f"'{ODD_NAME}"}  # Excel would compute it
    parts = [row for unit in found["单位"] for row in figures((shelf / unquote(unit["页面"])).parent)[0]["数"]]
    assert parts == found["数"]


def test_figures_are_those_of_the_accounts(shelf: Path) -> None:
    found, _ = figures(shelf)
    value = {(row["单位"], row["年度"], row["名称"], row["数别"]): row["数"] for row in found["数"] if row["类别"] == "指标"}
    assert value["某市某局", 2023, "支出总计", "决算数"] == "252.5"
    assert value["某市乙中心", 2023, "事业收入", "决算数"] == "4"
    assert value["某市某局本级", 2023, "收支总计", "上年决算数"] == "160"
    assert value["某市某局本级", 2023, "公务接待费", "预算数"] == "1"
    assert {row["部门"] for row in found["数"] if row["单位"] == "某市乙中心"} == {"某市某局"}
    assert {row["部门"] for row in found["数"] if row["单位"] == "某市丁所"} == {""}
    whole = [row for row in found["数"] if row["单位"] == "某市某局"]
    assert {(row["部门"], row["口径"]) for row in whole} == {("某市某局", "部门")}
    coded = next(row for row in whole if row["名称"].startswith("一般公共预算 2010350"))
    assert coded["科目编码"] == "2010350"


def test_figures_are_the_printed_ones(shelf: Path) -> None:
    """Every 明细 stands in the web page under its 编号; every 决算数 of the 指标 is one of them. Budgets and last years need only be compared with."""
    found, _ = figures(shelf)
    for unit in found["单位"]:
        page = lxml.html.fromstring((shelf / "files" / (unquote(unit["页面"]).split("/")[1] + ".html")).read_bytes().decode())
        printed: dict[str, set[str]] = {}
        for element in page.iter("data"):
            printed.setdefault(element.get("value"), set()).add(element.text_content())
        mine = [row for row in found["数"] if (row["单位"], row["年度"]) == (unit["单位"], unit["年度"])]
        details = [row for row in mine if row["类别"] == "明细"]
        assert {row["编号"] for row in details} == set(printed)
        assert all(row["印出"] in printed[row["编号"]] and row["位置"] for row in details)
        amounts = {(abs(Decimal(row["印出"].replace(",", ""))), row["计量单位"]) for row in details}
        for row in mine:
            if row["类别"] == "指标" and row["数别"] == "决算数":
                assert (abs(Decimal(row["印出"])), row["计量单位"]) in amounts, row


def test_figures_agree_with_what_was_computed(tmp_path: Path, quick: None) -> None:
    data = one(tmp_path)
    assert main(["site", str(data), "-o", str(tmp_path / "专栏")]) == 0
    found, _ = figures(tmp_path / "专栏")
    computed = check(data / "丁所-2023.yaml").rendered.figures
    details = {row["编号"]: row for row in found["数"] if row["类别"] == "明细"}
    assert len(details) > 50
    for key, row in details.items():
        if row["计量单位"] != "%":
            assert Decimal(row["数"]) == computed[key].value


def test_what_the_document_does_not_speak_of_is_not_given_out(tmp_path: Path, quick: None) -> None:
    """A budget of the beginning of the year, where the form compares with that of the whole year, is in the data file only."""
    text = LONE.replace("预算数: 30, 原因", "预算数: {全年: 30, 年初: 23.4567}, 原因")
    assert text != LONE
    data = one(tmp_path, text)
    assert main(["site", str(data), "-o", str(tmp_path / "专栏")]) == 0
    assert b"23.4567" not in b"".join(everything(tmp_path / "专栏").values())
    found, _ = figures(tmp_path / "专栏")
    kinds = {row["数别"]: row["数"] for row in found["数"] if row["名称"] == "一般公共预算 2010301 行政运行"}
    assert kinds == {"决算数": "28.75", "全年预算数": "30"}


@pytest.mark.parametrize(
    ("value", "text"), [("80.0000", "80"), ("5939.546286", "5939.546286"), ("-0.00", "0"), ("1E+3", "1000"), ("100", "100"), ("-2.10", "-2.1")]
)
def test_decimals_are_plain(value: str, text: str) -> None:
    assert exact(Decimal(value)) == text


# Again and again


def test_same_data_same_bytes(shelf: Path, tmp_path: Path, quick: None) -> None:
    data = city(tmp_path / "别处" / "数据")
    files = [str(path) for path in sorted(data.glob("*.yaml"), reverse=True)]
    assert main(["site", *files, "-o", str(tmp_path / "x"), "--title", "某市<决算>公开"]) == 1
    assert everything(tmp_path / "x") == everything(shelf)


def test_all_four_formats(tmp_path: Path) -> None:
    data = one(tmp_path)
    assert main(["site", str(data), "-o", str(tmp_path / "专栏")]) == 0
    assert sorted(path.suffix for path in (tmp_path / "专栏" / "files").iterdir()) == [".docx", ".html", ".pdf", ".xlsx"]
    assert main(["report", str(data / "丁所-2023.yaml"), "-o", str(tmp_path / "out")]) == 0
    for path in (tmp_path / "out").iterdir():
        assert path.read_bytes() == (tmp_path / "专栏" / "files" / path.name).read_bytes()  # what the unit published itself
    links = [
        link.text_content().split()[0] for link in pages(tmp_path / "专栏")[tmp_path / "专栏" / "units" / "丁所-2023" / "index.html"].xpath("//li[span]/a")
    ]
    assert links == ["PDF", "Word", "Excel", "网页"]


def test_a_new_run_replaces_the_shelf_and_tells_who_is_gone(tmp_path: Path, quick: None, capsys: pytest.CaptureFixture[str]) -> None:
    data = one(one(tmp_path / "数据"), department.HALL, "丙馆-2023")
    assert main(["site", str(data), "-o", str(tmp_path / "专栏")]) == 0
    (tmp_path / "专栏" / ".DS_Store").write_bytes(b"")
    one(data, BAD, "丙馆-2023")
    capsys.readouterr()
    assert main(["site", str(data), "-o", str(tmp_path / "专栏")]) == 1
    assert "撤下的 1 份：丙馆-2023" in capsys.readouterr().out
    assert [path.name for path in (tmp_path / "专栏" / "units").iterdir()] == ["丁所-2023"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["专栏", "数据"]
    before = everything(tmp_path / "专栏")
    one(data, BAD)
    assert main(["site", str(data), "-o", str(tmp_path / "专栏")]) == 1
    assert "没有一份可以上架" in capsys.readouterr().out
    assert everything(tmp_path / "专栏") == before


def test_one_folder_of_somebody_else(tmp_path: Path, quick: None, capsys: pytest.CaptureFixture[str]) -> None:
    data, target = one(tmp_path / "数据"), tmp_path / "专栏"

    def refused(words: str) -> None:
        before = everything(target) if target.is_dir() else {}
        assert main(["site", str(data), "-o", str(target)]) == 2
        assert words in capsys.readouterr().err
        assert (everything(target) if target.is_dir() else {}) == before

    target.write_text("", encoding="utf-8")
    refused("是一个文件，不是文件夹")
    target.unlink()
    target.mkdir()
    (target / "照片.jpg").write_bytes(b"x")
    refused("不是以前生成的公开专栏")
    (target / "manifest.json").write_text('{"files": []}', encoding="utf-8")
    refused("不是以前生成的公开专栏")
    shutil.rmtree(target)
    target.mkdir()
    assert main(["site", str(data), "-o", str(target)]) == 0
    (target / "通知.txt").write_text("x", encoding="utf-8")
    refused("不是本程序放的文件：通知.txt")
    (target / "通知.txt").unlink()
    (target / "files" / "丁所-2023.html").write_text("签过字的", encoding="utf-8")
    refused("被人改过：files/丁所-2023.html")


def test_the_former_shelf_gets_its_place_back(tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    data, target = one(tmp_path / "数据"), tmp_path / "专栏"
    assert main(["site", str(data), "-o", str(target)]) == 0
    before, real = everything(target), Path.rename

    def refuse(self: Path, other: Path) -> Path:
        if self.name == "shelf":
            raise PermissionError(13, "busy", str(other))
        return real(self, other)

    monkeypatch.setattr(Path, "rename", refuse)
    assert main(["site", str(data), "-o", str(target), "--title", "新"]) == 3
    monkeypatch.undo()
    assert everything(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["专栏", "数据"]
    # Killed between the two renames.
    target.rename(tmp_path / ".专栏.juesuan-old")
    workshop(target)
    assert everything(target) == before


def test_two_files_of_one_unit_and_year_are_for_people_to_choose(tmp_path: Path, quick: None, capsys: pytest.CaptureFixture[str]) -> None:
    data = one(one(one(tmp_path / "数据"), LONE, "丁所-2023改"), department.HALL, "丙馆-2023")
    assert main(["site", str(data), "-o", str(tmp_path / "专栏")]) == 1
    said = capsys.readouterr().out
    assert "与“丁所-2023改”都是“某市丁所”2023 年度的" in said
    assert [path.name for path in (tmp_path / "专栏" / "units").iterdir()] == ["丙馆-2023"]


def test_a_wrong_form_stops_nobody_else(tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from generator.cli import shelving

    data = one(one(tmp_path / "数据"), department.HALL, "丙馆-2023")
    real = shelving.produce

    def produce(path: Path, *rest: object, **more: object) -> object:
        if path.stem == "丙馆-2023":
            raise FormError("模板有误")
        return real(path, *rest, **more)

    monkeypatch.setattr(shelving, "produce", produce)
    assert main(["site", str(data), "-o", str(tmp_path / "专栏")]) == 1
    assert "版式有误：模板有误" in capsys.readouterr().out


@pytest.mark.parametrize(("names", "words"), [(["没有"], "没有这个文件或文件夹"), (["空"], "没有数据文件"), (["甲", "乙"], "同名的数据文件")])
def test_wrong_commands(tmp_path: Path, names: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "空").mkdir()
    one(tmp_path / "甲", name="丁A-2023")
    one(tmp_path / "乙", name="丁a-2023")
    assert main(["site", *(str(tmp_path / name) for name in names), "-o", str(tmp_path / "专栏")]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "专栏").exists()
