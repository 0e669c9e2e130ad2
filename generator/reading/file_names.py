"""Names of files that every desk can have: Windows allows fewer than Linux.

A data file made here is sent there: so one rule for all systems.
"""

from __future__ import annotations

import re

_UNFIT = r'<>:"/\|?*'
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices, also with an ending: ``nul``, ``con.甲-2023.yaml``."""


def problem(name: str) -> str:
    """Why no file may have this name, in Chinese; "" where it may. ``name`` has no folder."""
    signs = [sign for sign in dict.fromkeys(name) if sign in _UNFIT]
    if signs:
        return f"里有 {' '.join(signs)}，不能作文件名"
    if any(ord(sign) < ord(" ") for sign in name):
        return "里有看不见的字符，不能作文件名"
    if not name.strip(" .") or name[0] in " ." or name[-1] in " .":
        return "空着，或开头、末尾是句点或空格，不能作文件名"
    if _DEVICE.match(name):
        return "是 Windows 留给设备的名称，不能作文件名"
    return ""


def file_name(text: str) -> str:
    """A text as the name of a file: without what a name cannot have; "" where nothing is left."""
    name = "".join(sign for sign in text if sign not in _UNFIT and ord(sign) >= ord(" ")).strip(
        " ."
    )
    if not _DEVICE.match(name):
        return name
    return f"_{name}"
