"""The site of a city, read back with readers that are not ours: links, hashes, figures, what may not stand on it, and what may not be lost.

What of it is made again, and when, is in test_site_again.py.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import posixpath
import re
import shutil
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import jsonschema
import lxml.html
import pytest

from generator.cli import main
from generator.forms.folders import TEMPLATES
from generator.interface.fields import CSV, names
from generator.money import trimmed
from generator.pipeline.checking import check
from generator.site.folder import open_work_folder
from generator.site.hashing import FileHash
from generator.site.numbers import csv_text
from tests import department
from tests.sites import BAD, BEFORE, LONE, Links, everything, lone, make_site, read_csv

ODD_NAME, ODD_STEM = "=某市<script>alert(\"戊\")</script>&amp;'馆'", "戊 馆#1%20?&-2022"
ODD = (
    department.HALL.replace("名称: 某市丙馆", f"名称: {json.dumps(ODD_NAME, ensure_ascii=False)}")
    .replace("年度: 2023", "年度: 2022")
    .replace("2024-", "2023-")
)
QUICK = ("html", "xlsx")


def city(folder: Path) -> Path:
    """A 部门 of three units, a unit on its own, one with a name full of traps, one of the year before, and one that is wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    department.write(folder)
    for name, text in {
        "丁所-2023": LONE,
        ODD_STEM: ODD,
        "丙馆-2022": BEFORE,
        "坏所-2023": BAD,
    }.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDF and Word take seconds each; the site treats all formats alike."""
    monkeypatch.setattr("generator.site.publish.PUBLISHED", QUICK)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The site of the city, and the exit code."""
    folder = tmp_path_factory.mktemp("city")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.site.publish.PUBLISHED", QUICK)
        code = make_site(city(folder / "数据"), folder / "专栏", "--title", "某市<决算>公开")
    return folder / "专栏", code


@pytest.fixture
def site(made: tuple[Path, int]) -> Path:
    return made[0]


def pages(folder: Path) -> dict[Path, lxml.html.HtmlElement]:
    """Our own pages, not the documents."""
    places = [
        folder / "index.html",
        *sorted(folder.glob("units/*/index.html")),
        *sorted(folder.glob("departments/*.html")),
        *sorted(folder.glob("years/*.html")),
    ]
    found = {path: lxml.html.fromstring(path.read_bytes().decode()) for path in places}
    assert len(found) > 1
    return found


# What stands on it


def test_all_good_units_stand_on_the_shelf(made: tuple[Path, int]) -> None:
    site, code = made
    assert code == 1
    stems = {
        "某局-2023",
        "局本级-2023",
        "乙中心-2023",
        "丙馆-2023",
        "丙馆-2022",
        "丁所-2023",
        ODD_STEM,
    }
    assert {path.name for path in (site / "units").iterdir()} == stems
    assert {path.name for path in (site / "files").iterdir()} == {
        f"{stem}.{suffix}" for stem in stems for suffix in QUICK
    }
    assert not any("审核稿" in name for name in everything(site))


def test_a_unit_with_errors_is_told_and_left_out(
    made: tuple[Path, int], tmp_path: Path, quick: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not any(
        "坏所" in name or "坏所".encode() in data for name, data in everything(made[0]).items()
    )
    data = lone(lone(tmp_path / "数据"), BAD, "坏所-2023")
    (data / "空.yaml").write_text("名称：甲\n", encoding="utf-8")
    assert make_site(data, tmp_path / "专栏") == 1
    said = capsys.readouterr().out
    assert "未上架 2 份" in said
    assert f"{data / '坏所-2023.yaml'}：有 1 处错误" in said
    assert "[待填]" in said
    assert f"{data / '空.yaml'}：" in said
    assert "已上架 1 份" in said
    assert (tmp_path / "专栏" / "files" / "丁所-2023.html").exists()


def test_a_department_lists_its_units(site: Path) -> None:
    index = pages(site)[site / "index.html"]
    heads = [" ".join(head.text_content().split()) for head in index.iter("h2", "h3")]
    assert heads == [
        "2023 年度 5 份",
        "某市某局 所属 3 个单位",
        "其他部门、单位",
        "2022 年度 2 份",
        "数据下载",
    ]
    group = next(section for section in index.iter("section") if section.get("class") == "group")
    names = [link.text_content() for link in group.iter("a") if link.get("class") == "name"]
    assert names == ["某市某局", "某市丙馆", "某市乙中心", "某市某局本级"]
    assert [tag.text for tag in group.iter("span") if tag.get("class") == "kind"] == ["部门汇总"]
    whole = pages(site)[site / "units" / "某局-2023" / "index.html"]
    inside = [
        section for section in whole.iter("section") if section.get("aria-labelledby") == "units"
    ]
    assert [link.text for link in inside[0].iter("a")] == ["某市丙馆", "某市乙中心", "某市某局本级"]
    crumbs = pages(site)[site / "units" / "乙中心-2023" / "index.html"].xpath("//nav//a")
    assert [link.text for link in crumbs] == ["全部单位", "某市某局"]
    page = pages(site)[(site / "units" / "乙中心-2023" / crumbs[1].get("href")).resolve()]
    assert [link.text_content() for link in page.iter("a") if link.get("class") == "name"] == names
    older = pages(site)[site / "units" / "丙馆-2022" / "index.html"].xpath("//nav//a")
    assert [(link.text, link.get("href")) for link in older] == [
        ("全部单位", "../../index.html"),
        ("2022 年度", "../../years/2022.html"),
    ]


def test_units_of_a_department_are_fetched_from_where_they_lie(tmp_path: Path, quick: None) -> None:
    whole = department.write(tmp_path)
    assert make_site(whole, tmp_path / "专栏") == 0
    assert len(list((tmp_path / "专栏" / "units").iterdir())) == 4


def test_figures_of_last_year_come_from_the_file_or_from_the_shelf(site: Path) -> None:
    def lines(stem: str) -> dict[str, list[str]]:
        rows = pages(site)[site / "units" / stem / "index.html"].xpath("//tbody/tr")
        return {row[0].text_content(): [cell.text_content() for cell in row[1:]] for row in rows}

    centre = lines("乙中心-2023")
    assert centre["支出总计"] == ["—", "69.50", "69.50", "0.00", "0.00%"]
    assert centre["“三公”经费"][1:3] == ["0.00", "0.00"]
    assert lines("局本级-2023")["收入总计"] == ["—", "161.00", "160.00", "+1.00", "+0.63%"]
    assert lines("丙馆-2023")["本年支出合计"] == [
        "—",
        "30.75",
        "30.75",
        "0.00",
        "0.00%",
    ]  # 2022 is on the site
    assert lines("丁所-2023")["本年支出合计"] == ["—", "30.75", "—", "—", "—"]


# Links


def test_links_lead_to_files_and_nowhere_else(site: Path) -> None:
    seen = 0
    for path in pages(site):
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
                assert target.is_relative_to(site.resolve())
                seen += 1
            else:
                assert f'id="{parts.fragment}"' in text
    assert seen > 50


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for name in ("site.css", "search.js"):
        assert not re.search(
            r"url\(|@import|https?:|//[\w.]+\.\w|fetch|XMLHttp",
            (site / name).read_text(encoding="utf-8").replace("// ", ""),
        )
    for path in pages(site):
        assert not re.search(r"https?:|<style|<iframe|<img|\son\w+=", path.read_bytes().decode())


def test_sizes_and_hashes_are_true(site: Path) -> None:
    files = everything(site)
    manifest = json.loads(files.pop("manifest.json"))
    assert {line["path"]: (line["size"], line["sha256"]) for line in manifest["files"]} == {
        name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items()
    }
    for unit in json.loads(files["units.json"])["单位"]:
        page = files[unquote(unit["页面"])].decode()
        own = unquote(unit["指标"])
        assert unit["SHA-256"] == hashlib.sha256(files[own]).hexdigest()
        listed = json.loads(files[own])["单位"]["文件"]
        assert len(listed) == len(QUICK)
        for file in listed:
            data = files[
                posixpath.normpath(posixpath.join(posixpath.dirname(own), unquote(file["地址"])))
            ]
            assert (file["字节"], file["SHA-256"]) == (len(data), hashlib.sha256(data).hexdigest())
            assert file["SHA-256"] in page


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (999, "999 字节"),
        (1500, "2 KB"),
        (594_000, "594 KB"),
        (1_250_000, "1.3 MB"),
        (2_000_000, "2 MB"),
    ],
)
def test_sizes_are_told_in_round_numbers(size: int, told: str) -> None:
    assert FileHash(size, "").size_text == told


# Pages


def test_text_from_data_is_never_markup(site: Path) -> None:
    for path, page in pages(site).items():
        assert [script.get("src") for script in page.iter("script")] == (
            []
            if path.parent.parent.name == "units"
            else [f"{'' if path.parent == site else '../'}search.js"]
        )
        assert not list(page.iter("决算"))
    odd = pages(site)[site / "units" / ODD_STEM / "index.html"]
    assert next(odd.iter("h1")).text == ODD_NAME
    assert ODD_NAME in odd.findtext(".//title")
    index = pages(site)[site / "index.html"]
    assert next(index.iter("h1")).text == "某市<决算>公开"
    assert any(link.text == ODD_NAME for link in index.iter("a"))
    assert ODD_NAME in [unit[0] for unit in search_names(site)["单位"]]


def test_pages_can_be_used_by_everybody(site: Path) -> None:
    for page in pages(site).values():
        assert page.getroottree().getroot().get("lang") == "zh-CN"
        assert len(list(page.iter("h1"))) == len(list(page.iter("main"))) == 1
        levels = [int(head.tag[1]) for head in page.iter("h1", "h2", "h3", "h4")]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        ids = [element.get("id") for element in page.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        pointed = [
            name
            for element in page.iter()
            for key in ("aria-labelledby", "aria-describedby", "aria-controls", "for")
            for name in [element.get(key)]
            if name
        ]
        assert set(pointed) <= set(ids)
        assert all(link.text_content().strip() for link in page.iter("a"))
        for table in page.iter("table"):
            assert all(cell.get("scope") for cell in table.iter("th"))
            assert table.find("caption") is not None


def test_pages_are_sound(site: Path) -> None:
    for path in pages(site):
        html5lib.HTMLParser(strict=True).parse(
            path.read_bytes().decode()
        )  # raises at the first slip


def search_names(site: Path) -> dict:
    """What the script of names hands over."""
    text = (site / "search-index.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("juesuanNames(").removesuffix(");\n"))


def test_search_needs_a_script_and_the_index_does_not(site: Path) -> None:
    index = pages(site)[site / "index.html"]
    form = index.find(".//form")
    assert "hidden" in form.attrib
    assert not [
        element
        for element in index.find(".//main").iter()
        if element.tag not in ("form",) and "hidden" in element.attrib
    ]
    assert index.find(".//label").get("for") == index.find(".//input").get("id")
    assert "form.hidden = false" in (site / "search.js").read_text(encoding="utf-8")


def test_search_finds_every_page_from_every_page(site: Path) -> None:
    """The names are read when they are wanted, by a page's own way to them."""
    found = search_names(site)
    leads = {stem for *_, years in found["单位"] for _, stem in years}
    assert leads == {path.name for path in (site / "units").iterdir()}
    assert [
        (unit[0], found["部门"][unit[2]], [year for year, _ in unit[4]])
        for unit in found["单位"]
        if unit[0] == "某市乙中心"
    ] == [("某市乙中心", "某市某局", [2023])]
    assert [[year for year, _ in unit[4]] for unit in found["单位"] if unit[0] == "某市丙馆"] == [
        [2023, 2022]
    ]
    for path, page in pages(site).items():
        for script in page.iter("script"):
            assert (path.parent / script.get("data-names")).resolve() == site / "search-index.js"
            assert (path.parent / script.get("data-root") / "units").resolve() == site / "units"
        assert "search-index.js" not in [script.get("src") for script in page.iter("script")]


# Figures


def no_floats(text: str) -> float:
    raise AssertionError(f"a binary fraction: {text}")


def read_json(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"), parse_float=no_floats)


def unit_folders(site: Path) -> list[Path]:
    """In the order of the list of units."""
    return [
        (site / unquote(unit["指标"])).parent for unit in read_json(site / "units.json")["单位"]
    ]


def figures(site: Path) -> list[dict[str, str]]:
    """All main figures, each with what units.csv says of its unit."""
    units = {unit["标识"]: unit for unit in read_csv(site / "units.csv")}
    return [{**units[line["标识"]], **line} for line in read_csv(site / "figures.csv")]


def test_figures_fit_their_schema(site: Path) -> None:
    schema = read_json(site / "figures.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    valid = jsonschema.Draft202012Validator(schema)
    files = [
        path
        for path in site.rglob("*.json")
        if path.name not in ("manifest.json", "figures.schema.json")
    ]
    assert len(files) == 2 * 7 + 1
    for path in files:
        assert not list(valid.iter_errors(read_json(path))), path
    wrong = read_json(site / "units" / "丁所-2023" / "figures.json")
    wrong["指标"][0]["数"] = 1.5
    assert not valid.is_valid(wrong)
    for path in [path for path in site.rglob("*.csv*") if path.is_file()]:
        line = valid.evolve(
            schema={
                "$ref": f"#/$defs/{path.name.removesuffix('.gz')} 的一行",
                "$defs": schema["$defs"],
            }
        )
        lines = read_csv(path)
        assert len(lines) > 5
        for one in lines:
            line.validate(
                {name: int(value) if name == "年度" else value for name, value in one.items()}
            )


def test_csv_and_json_say_the_same(site: Path) -> None:
    for folder in unit_folders(site):
        unit = read_json(folder / "figures.json")
        assert read_csv(folder / "figures.csv") == [
            {"标识": marked(unit["单位"]["标识"]), **row} for row in unit["指标"]
        ]
        details = read_json(folder / "details.json")
        rows = [
            {"标识": marked(details["标识"]), **row, "位置": place["位置"]}
            for place in details["明细"]
            for row in place["数"]
        ]
        assert read_csv(folder / "details.csv") == rows
        assert len(rows) > 50
    units = read_json(site / "units.json")["单位"]
    assert read_csv(site / "units.csv") == [
        {name: marked(str(value)) for name, value in unit.items()} for unit in units
    ]
    assert {
        line["单位"] for line in read_csv(site / "units.csv") if line["单位"].startswith("'")
    } == {f"'{ODD_NAME}"}  # Excel would compute it


def marked(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def test_the_figures_of_all_are_those_of_each(site: Path) -> None:
    for whole, part in (("figures.csv", "figures.csv"), ("details.csv.gz", "details.csv")):
        lines = read_csv(site / whole)
        assert len(lines) > 300
        assert lines == [line for folder in unit_folders(site) for line in read_csv(folder / part)]


def test_nothing_of_a_unit_is_said_with_every_figure(site: Path) -> None:
    """What the list of units tells is not repeated: figures of hundreds of units are small."""
    for folder in unit_folders(site):
        name = read_json(folder / "figures.json")["单位"]["单位"]
        for file in ("figures.json", "details.json"):
            text = (folder / file).read_text(encoding="utf-8")
            assert text.count(json.dumps(name, ensure_ascii=False)) == 1
            assert max(map(len, text.splitlines()[1:])) < 400


def test_figures_are_those_of_the_accounts(site: Path) -> None:
    found = figures(site)
    value = {(row["单位"], row["年度"], row["名称"], row["数别"]): row["数"] for row in found}
    assert value["某市某局", "2023", "支出总计", "决算数"] == "252.5"
    assert value["某市乙中心", "2023", "事业收入", "决算数"] == "4"
    assert value["某市某局本级", "2023", "收支总计", "上年决算数"] == "160"
    assert value["某市某局本级", "2023", "公务接待费", "预算数"] == "1"
    assert {row["部门"] for row in found if row["单位"] == "某市乙中心"} == {"某市某局"}
    assert {row["部门"] for row in found if row["单位"] == "某市丁所"} == {""}
    whole = [row for row in found if row["单位"] == "某市某局"]
    assert {(row["部门"], row["口径"]) for row in whole} == {("某市某局", "部门")}
    coded = next(row for row in whole if row["名称"].startswith("一般公共预算 2010350"))
    assert coded["科目编码"] == "2010350"


def test_figures_are_the_printed_ones(site: Path) -> None:
    """Every 明细 stands in the web page under its 编号; every 决算数 of the 指标 is one of them. Budgets and last years need only be compared with."""
    for folder in unit_folders(site):
        page = lxml.html.fromstring((site / "files" / f"{folder.name}.html").read_bytes().decode())
        printed: dict[str, set[str]] = {}
        for element in page.iter("data"):
            printed.setdefault(element.get("value"), set()).add(element.text_content())
        details = read_csv(folder / "details.csv")
        assert {row["编号"] for row in details} == set(printed)
        assert all(row["印出"] in printed[row["编号"]] and row["位置"] for row in details)
        amounts = {(abs(Decimal(row["印出"].replace(",", ""))), row["计量单位"]) for row in details}
        for row in read_csv(folder / "figures.csv"):
            if row["数别"] == "决算数":
                assert (abs(Decimal(row["印出"])), row["计量单位"]) in amounts, row


def test_figures_agree_with_what_was_computed(tmp_path: Path, quick: None) -> None:
    data = lone(tmp_path)
    assert make_site(data, tmp_path / "专栏") == 0
    computed = check(data / "丁所-2023.yaml").rendered.figures
    details = {
        row["编号"]: row
        for row in read_csv(tmp_path / "专栏" / "units" / "丁所-2023" / "details.csv")
    }
    assert len(details) > 50
    for key, row in details.items():
        if row["计量单位"] != "%":
            assert Decimal(row["数"]) == computed[key].value


def test_what_the_document_does_not_speak_of_is_not_given_out(tmp_path: Path, quick: None) -> None:
    """A budget of the beginning of the year, where the form compares with that of the whole year, is in the data file only."""
    text = LONE.replace("预算数: 30, 原因", "预算数: {全年: 30, 年初: 23.4567}, 原因")
    assert text != LONE
    data = lone(tmp_path, text)
    assert make_site(data, tmp_path / "专栏") == 0
    assert b"23.4567" not in b"".join(everything(tmp_path / "专栏").values())
    kinds = {
        row["数别"]: row["数"]
        for row in figures(tmp_path / "专栏")
        if row["名称"] == "一般公共预算 2010301 行政运行"
    }
    assert kinds == {"决算数": "28.75", "全年预算数": "30"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("80.0000", "80"),
        ("5939.546286", "5939.546286"),
        ("-0.00", "0"),
        ("1E+3", "1000"),
        ("100", "100"),
        ("-2.10", "-2.1"),
    ],
)
def test_decimals_are_plain(value: str, text: str) -> None:
    assert trimmed(Decimal(value)) == text


# Again and again


def test_same_data_same_bytes(site: Path, tmp_path: Path, quick: None) -> None:
    data = city(tmp_path / "别处" / "数据")
    files = [str(path) for path in sorted(data.glob("*.yaml"), reverse=True)]
    assert (
        main(["site", *files, "-o", str(tmp_path / "x"), "--title", "某市<决算>公开", "-j", "2"])
        == 1
    )
    assert everything(tmp_path / "x") == everything(site)


def test_all_four_formats(tmp_path: Path) -> None:
    data = lone(tmp_path)
    assert make_site(data, tmp_path / "专栏") == 0
    assert sorted(path.suffix for path in (tmp_path / "专栏" / "files").iterdir()) == [
        ".docx",
        ".html",
        ".pdf",
        ".xlsx",
    ]
    assert main(["report", str(data / "丁所-2023.yaml"), "-o", str(tmp_path / "out")]) == 0
    for path in (tmp_path / "out").iterdir():
        assert (
            path.read_bytes() == (tmp_path / "专栏" / "files" / path.name).read_bytes()
        )  # what the unit published itself
    links = [
        link.text_content().split()[0]
        for link in pages(tmp_path / "专栏")[
            tmp_path / "专栏" / "units" / "丁所-2023" / "index.html"
        ].xpath("//li[span]/a")
    ]
    assert links == ["PDF", "Word", "Excel", "网页"]


def test_a_new_run_replaces_the_shelf_and_tells_who_is_gone(
    tmp_path: Path, quick: None, capsys: pytest.CaptureFixture[str]
) -> None:
    data = lone(lone(tmp_path / "数据"), department.HALL, "丙馆-2023")
    assert make_site(data, tmp_path / "专栏") == 0
    (tmp_path / "专栏" / ".DS_Store").write_bytes(b"")
    lone(data, BAD, "丙馆-2023")
    capsys.readouterr()
    assert make_site(data, tmp_path / "专栏") == 1
    assert "注意：有 1 份原来在架上，这次撤下了：丙馆-2023" in capsys.readouterr().out
    assert [path.name for path in (tmp_path / "专栏" / "units").iterdir()] == ["丁所-2023"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["专栏", "数据"]
    before = everything(tmp_path / "专栏")
    lone(data, BAD)
    assert make_site(data, tmp_path / "专栏") == 1
    assert "没有一份可以上架" in capsys.readouterr().out
    assert everything(tmp_path / "专栏") == before


def test_one_folder_of_somebody_else(
    tmp_path: Path, quick: None, capsys: pytest.CaptureFixture[str]
) -> None:
    data, target = lone(tmp_path / "数据"), tmp_path / "专栏"

    def rejected(words: str) -> None:
        before = everything(target) if target.is_dir() else {}
        assert make_site(data, target) == 2
        assert words in capsys.readouterr().err
        assert (everything(target) if target.is_dir() else {}) == before

    target.write_text("", encoding="utf-8")
    rejected("是一个文件，不是文件夹")
    target.unlink()
    target.mkdir()
    (target / "照片.jpg").write_bytes(b"x")
    rejected("不是以前生成的公开专栏")
    (target / "manifest.json").write_text('{"files": []}', encoding="utf-8")
    rejected("不是以前生成的公开专栏")
    shutil.rmtree(target)
    target.mkdir()
    assert make_site(data, target) == 0
    (target / "通知.txt").write_text("x", encoding="utf-8")
    rejected("不是本程序放的文件：通知.txt")
    (target / "通知.txt").unlink()
    (target / "files" / "丁所-2023.html").write_text("签过字的", encoding="utf-8")
    rejected("被人改过：files/丁所-2023.html")


def test_the_former_shelf_gets_its_place_back(
    tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, target = lone(tmp_path / "数据"), tmp_path / "专栏"
    assert make_site(data, target) == 0
    before, real = everything(target), Path.rename

    def refuse(self: Path, other: Path) -> Path:
        if self.name == "site":
            raise PermissionError(13, "busy", str(other))
        return real(self, other)

    monkeypatch.setattr(Path, "rename", refuse)
    assert make_site(data, target, "--title", "新") == 3
    monkeypatch.undo()
    assert everything(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["专栏", "数据"]
    # Killed between the two renames.
    target.rename(tmp_path / ".专栏.juesuan-old")
    open_work_folder(target)
    assert everything(target) == before


def test_two_files_of_one_unit_and_year_are_for_people_to_choose(
    tmp_path: Path, quick: None, capsys: pytest.CaptureFixture[str]
) -> None:
    data = lone(lone(lone(tmp_path / "数据"), LONE, "丁所-2023改"), department.HALL, "丙馆-2023")
    assert make_site(data, tmp_path / "专栏") == 1
    said = capsys.readouterr().out
    assert "与“丁所-2023改”都是“某市丁所”2023 年度的" in said
    assert "已上架 1 份（这次生成 1 份，0 份未变）" in said
    assert [path.name for path in (tmp_path / "专栏" / "units").iterdir()] == ["丙馆-2023"]


def test_a_wrong_form_stops_nobody_else(
    tmp_path: Path, quick: None, capsys: pytest.CaptureFixture[str]
) -> None:
    forms = tmp_path / "forms"
    shutil.copytree(TEMPLATES / "四川", forms / "坏版式")
    (forms / "坏版式" / "版式.yaml").write_text("附表: [\n", encoding="utf-8")
    data = lone(
        lone(tmp_path / "数据"), department.HALL.replace("版式: 四川", "版式: 坏版式"), "丙馆-2023"
    )
    assert make_site(data, tmp_path / "专栏", "--templates", str(forms)) == 1
    assert "丙馆-2023.yaml：版式有误：" in capsys.readouterr().out
    assert [path.name for path in (tmp_path / "专栏" / "units").iterdir()] == ["丁所-2023"]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["没有"], "没有这个文件或文件夹"),
        (["空"], "没有数据文件"),
        (["甲", "乙"], "同名的数据文件"),
    ],
)
def test_wrong_commands(
    tmp_path: Path, names: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "空").mkdir()
    lone(tmp_path / "甲", name="丁A-2023")
    lone(tmp_path / "乙", name="丁a-2023")
    assert (
        main(["site", *(str(tmp_path / name) for name in names), "-o", str(tmp_path / "专栏")]) == 2
    )
    assert words in capsys.readouterr().err
    assert not (tmp_path / "专栏").exists()


@pytest.mark.parametrize("name", ["=1+1", "＝1+1", "@SUM(1)", "＋1", "-1局"])
def test_a_name_that_a_spreadsheet_would_compute_is_text(name: str) -> None:
    line = dict.fromkeys(names(CSV["units.csv"]), "甲") | {"年度": 2023, "单位": name}
    [read] = csv.DictReader(
        io.StringIO(csv_text("units.csv", [line]).decode("utf-8-sig"), newline="")
    )
    assert (read["单位"], read["年度"], read["简称"]) == (f"'{name}", "2023", "甲")
