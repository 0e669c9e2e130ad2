"""A new, commented data file to fill in."""

from __future__ import annotations

import re
from pathlib import Path

from generator.forms.folders import TEMPLATES
from generator.pipeline.exit_codes import CommandError
from generator.reading.amounts import narrow
from generator.reading.file_names import problem


def create(unit: str, year: str, folder: Path) -> Path:
    """Write ``单位名称-年度.yaml`` into ``folder`` and return its path.

    Never overwrites a file. Raises CommandError.
    """
    digits = narrow(year).removesuffix("年度").removesuffix("年")
    if not re.fullmatch(r"20\d\d", digits):
        raise CommandError(f"年度应是四位数字，如 2023，写的是“{year}”")
    name = unit.strip()
    if reason := problem(name):
        raise CommandError(f"单位名称“{unit}”{reason}；请写单位的全称")
    target = folder / f"{name}-{digits}.yaml"
    text = (TEMPLATES / "新建.yaml").read_text(encoding="utf-8")
    values = {
        "@名称@": _quoted(name),
        "@年度@": digits,
        "@上年@": str(int(digits) - 1),
        "@次年@": str(int(digits) + 1),
    }
    for mark, value in values.items():
        text = text.replace(mark, value)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError as error:
        raise CommandError(f"已经有这个文件了：{target}") from error
    return target


def _quoted(name: str) -> str:
    """A name that YAML would misread stands in quotes."""
    return f'"{name}"' if re.search(r"[#&*!|>'%@`{}\[\],]|^[-?\d]", name) else name
