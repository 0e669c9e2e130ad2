"""docs/数据接口.md, from the fields."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.site.fields import DETAIL, FILE, KINDS, LISTED, MAIN, PLACE, VERSION, InterfaceField

_ABOUT = Path(__file__).with_name("interface.md")
"""What the figures are and how they are used, before the tables of their fields."""
_TYPES = {"integer": "整数", "array": "清单"}


def page() -> str:
    """The whole page."""
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
