"""What a clerk typed and nobody will read, and what a text refers to and is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.findings.place import Level
from generator.pipeline.checking import check
from tests.bureau import GOOD, replaced, write
from tests.forms.making import checked, make_form


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("详见附件9。", "附件9"),
        ("见附件九。", "附件九"),
        ("详见第四部分附件３。", "附件3"),
        ("明细见附件3-1。", "附件3"),
        ("详见附件（三）。", "附件三"),
        ("详见附件1、附件2。", ""),
        ("明细见附件2-1。", ""),
        ("见附件二。", ""),
        ("共有附件9个。", ""),
        ("按照附件要求报送。", ""),
    ],
)
def test_references_to_attachments(tmp_path: Path, text: str, told: str) -> None:
    data = f'附件: [{{标题: 甲, 正文: "资金明细{text}"}}, {{标题: 乙, 正文: 按期完成。}}]\n'
    found = checked(tmp_path, make_form(tmp_path, {}), data)
    messages = [one.message for one in found.findings if one.rule == "附件编号"]
    assert messages == ([f"文中说“{told}”，文档里只有附件1、附件2"] if told else [])


def test_a_reason_that_the_form_does_not_print(tmp_path: Path) -> None:
    form = {"句子.yaml": "七.总体: '“三公”经费{{ 三公.合计.决算 | 万元 }}。'\n"}
    reason = '  原因: "厉行节约压缩开支"\n  因公出国境费:'
    base = checked(tmp_path, make_form(tmp_path, form))
    assert not [one for one in base.findings if one.rule == "没有印出"]
    text = (tmp_path / "某局-2023.yaml").read_text(encoding="utf-8")
    changed = text[text.index("三公经费:") : text.index("机关运行经费:")].replace(
        "  因公出国境费:", reason
    )
    found = checked(tmp_path, make_form(tmp_path, form), changed, without=("三公经费",))
    (told,) = [one for one in found.findings if one.rule == "没有印出"]
    assert told.level is Level.WARNING
    assert told.message == "“三公经费”里“原因”写的文字，文档里没有印出"


def test_what_is_printed_with_a_figure_in_it_is_silent(tmp_path: Path) -> None:
    data = '附件: [{标题: 甲, 正文: 完成。}]\n机关运行经费: {上年决算数: 15, 原因: "办公设备更新{机关运行经费}万元，其中差旅增加"}\n'
    found = checked(tmp_path, make_form(tmp_path, {}), data, without=("机关运行经费",))
    assert not [one.message for one in found.findings if one.rule == "没有印出"]


@pytest.mark.parametrize("name", ["没有.yaml", "/etc/某局-2022.yaml", "../某局-2022.yaml"])
def test_reasons_are_not_blamed_for_the_lost_file_of_last_year(tmp_path: Path, name: str) -> None:
    text = replaced(
        GOOD,
        (
            (
                "上年: {收支总计: 150, 财政拨款收支总计: 150, 一般公共预算财政拨款支出: 150}",
                f"上年: {name}\n变动原因: {{收支总计: 免费开放补助增加较多}}",
            ),
            ("机关运行经费: {上年决算数: 21}", "机关运行经费: {原因: 办公设备更新增加}"),
        ),
        1,
    )
    found = check(write(tmp_path, text)).findings
    assert [item.rule for item in found if item.rule in ("没有印出", "上年文件")] == ["上年文件"]
