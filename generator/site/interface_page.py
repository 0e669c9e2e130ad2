"""docs/数据接口.md, from the fields."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.interface.fields import (
    CELL,
    DETAIL,
    FILE,
    KINDS,
    LISTED,
    MAIN,
    PLACE,
    TABLE,
    VERSION,
    InterfaceField,
)

_IN_PDF = """定稿的 PDF 里附着一个文件 `juesuan.json`（PDF/A-3 的关联文件，`AFRelationship` 是 `Data`，
与电子发票 Factur-X 的做法相同）：发布出去的 PDF 自己带着数，不用抄，也不用另找。审核稿没有。
里面有：“版本”；“单位”（清单前 8 个字段）；“指标”“明细”，与 figures.json、details.json 的相同；“附表”，每张表一个对象：

- 读回成数据文件：`juesuan import 某某局-2023.pdf`，会说明公布的指标有多少个由新文件算出来相同；
- 别的程序：用 PDF 库取附件，如 Python 的 `pypdf.PdfReader("某某局-2023.pdf").attachments["juesuan.json"][0]`。
- 用别的软件另存、打印成 PDF，附件可能会丢；PDF 签章一般不影响。
"""

_ABOUT = Path(__file__).with_name("interface.md")
"""What the figures are and how they are used, before the tables of their fields."""
_TYPES = {"integer": "整数", "array": "清单"}


def page() -> str:
    """docs/数据接口.md as Markdown."""
    lines = [_ABOUT.read_text(encoding="utf-8")]
    for title, about, fields in (
        (
            "清单（units.csv 的一行，units.json 的“单位”）",
            "地址都相对于清单所在的文件夹，已按百分号编码。",
            LISTED,
        ),
        ("指标（figures.csv 的一行，figures.json 的“指标”）", "CSV 前面另有“标识”。", MAIN),
        (
            "明细（details.csv 的一行，details.json 的“明细”）",
            (
                f"CSV 前面另有“标识”，末尾另有“位置”：{PLACE.meaning}。"
                "JSON 按位置归在一起，一个位置只写一次。"
            ),
            DETAIL,
        ),
        (
            "公开的文件（一个单位 figures.json 的“单位”里的“文件”）",
            "“单位”的其余字段与清单相同。",
            FILE,
        ),
        ("附表（juesuan.json 的“附表”）", _IN_PDF, TABLE),
        (
            "格（附表里的一格）",
            "只有文字、只占一格的，就是这段文字；别的是一个对象，有下面几项里的几项。",
            CELL,
        ),
    ):
        lines += [
            f"## {title}",
            "",
            about,
            "",
            "| 字段 | 类型 | 说明 |",
            "|---|---|---|",
            *_rows(fields),
            "",
        ]
    last = (
        f"每个 JSON 最外层有“版本”，现在是 {VERSION}；"
        "字段改了意思或取消，版本加一，在末尾加字段不变。"
    )
    return "\n".join([*lines, f"“数别”有：{'、'.join(KINDS)}。", "", last, ""])


def _rows(fields: tuple[InterfaceField, ...]) -> Iterator[str]:
    for field in fields:
        choices = field.schema.get("enum")
        if isinstance(choices, list):
            kind = "、".join(f"`{value}`" for value in choices)
        elif "pattern" in field.schema and field.name == "数":
            kind = "十进制文字"
        else:
            kind = _TYPES.get(str(field.schema["type"]), "文字")
        yield f"| {field.name} | {kind} | {field.meaning} |"
