"""What an import says in the browser: tables by their titles, fields by their names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.importing.report import SheetTitle
from generator.pipeline.produce import make
from generator.web.import_words import page_note
from tests.workbench import UNIT, client_of, folder_with

DETAIL = "一般公共预算财政拨款支出决算明细表"
SHEETS = {"表11": SheetTitle(DETAIL, 11), "01": SheetTitle("收入支出决算总表")}


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (
            "  表11!G12  2070108 的项目是按金额对上的",
            f"  “{DETAIL}”（文档的第 11 张表）第 12 行第 7 列  2070108 的项目是按金额对上的",
        ),
        ("  表20!F10  项目的名称", "  文档的第 20 张表第 10 行第 6 列  项目的名称"),
        (
            "  第 59 行 年初结转和结余/其他资金：6.8 → 6.9（＋0.1）  # 来源: 01!C35、01!AA3",
            "  年初结转和结余›其他资金：6.8 → 6.9（＋0.1）；"
            "来自 “收入支出决算总表”的 C35 格、“收入支出决算总表”的 AA3 格",
        ),
        ("  第 3 行 结余分配：1 → 2", "  结余分配：1 → 2"),
        (
            "  新增 支出/其他资金/2070104 图书馆：（没有） → 9  # 来源: 去年.docx!正文",
            "  新增 支出›其他资金›2070104 图书馆：（没有） → 9；来自 文档的正文",
        ),
        ("  表11  没有写金额单位", f"  “{DETAIL}”（文档的第 11 张表）  没有写金额单位"),
        ("/数据/某局-2024.yaml 里的数与工作簿一致", "某局-2024.yaml 里的数与工作簿一致"),
        ("读了 去年.docx：某局，2023 年度", "读了 去年.docx：某局，2023 年度"),
    ],
)
def test_a_note_names_tables_and_fields(note: str, words: str) -> None:
    assert page_note(note, SHEETS, [Path("/数据/某局-2024.yaml")]) == words


_JARGON = re.compile(r"!\$?[A-Z]{1,2}\d|第 \d+ 行 \S+[/：]|# 来源|工作簿|juesuan|--into")


@pytest.mark.parametrize("into", ["", UNIT])
def test_the_plan_of_a_document_has_no_jargon(into: str, tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "数据", UNIT)
    document = make(folder / UNIT, ("docx",), lambda _step: None).files["docx"]
    if into:
        text = (
            (folder / UNIT)
            .read_text(encoding="utf-8")
            .replace("30201 办公费: 120530", "30201 办公费: 9")
        )
        (folder / UNIT).write_text(text.replace("结余分配: 12500", "结余分配: 1"), encoding="utf-8")
    asked = {"name": "去年公开的.docx", "into": into}
    answer = client_of(folder).post("/import", params=asked, content=document).json()
    notes = "\n".join(answer["notes"])
    assert not _JARGON.findall(notes)
    assert str(tmp_path) not in notes
    if into:
        assert (
            "  结余分配：1 → 12500（＋12499）；来自 “收入支出决算总表”（文档的第 4 张表）第 "
            in notes
        )
    else:
        assert f"“{DETAIL}”（文档的第 11 张表）第 12 行第 7 列  2070108 的项目" in notes
