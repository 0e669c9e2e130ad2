"""The settings of a form, and those that the program itself asks for whatever the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from generator.forms.contents import MAIN
from generator.forms.files import FormError

_YES_NO = ("是", "否")
NEEDED: Mapping[str, tuple[str, ...]] = {
    "百分比小数位": ("0", "1", "2", "3", "4"),
    "百分比去末位零": ("是", "否", "整数"),
    "金额去末位零": _YES_NO,
    "金额千分位": _YES_NO,
    "附表去末位零": _YES_NO,
    "附表千分位": _YES_NO,
    "附表零值": ("空", "0.00", "0"),
    "图题": ("有", "带类型", "无"),
    "完成预算口径": ("全年", "年初"),
    "原因门槛": tuple(str(number) for number in range(101)),
}
"""What the program asks, and the answers that it understands: every form has to offer some of them (the form 基础 offers all)."""


class Setting(Struct, frozen=True):
    """A habit of the form: default, allowed values, meaning."""

    name: str
    default: str
    options: tuple[str, ...]
    meaning: str


def parse_settings(form: str, raw: Mapping[str, Mapping[str, Any]]) -> dict[str, Setting]:
    """The settings of a form from 版式.yaml, over those of the forms that it extends. Raises FormError."""
    lacking = [name for name in NEEDED if name not in raw]
    if lacking:
        raise FormError(f"版式“{form}”的 {MAIN}：“设置”里缺少程序要用的“{'、'.join(lacking)}”；继承“基础”就都有了")
    return {name: _setting(form, name, one) for name, one in raw.items()}


def _setting(form: str, name: str, raw: Mapping[str, Any]) -> Setting:
    what = f"版式“{form}”的 {MAIN}：设置“{name}”"
    for key in ("默认", "可选", "说明"):
        if key not in raw:
            raise FormError(f"{what}没有写“{key}”")
    if raw["默认"] not in raw["可选"]:
        raise FormError(f"{what}的默认“{raw['默认']}”不在可选（{'、'.join(raw['可选'])}）里")
    strange = [one for one in raw["可选"] if one not in NEEDED.get(name, (one,))]
    if strange:
        allowed = "0 到 100 的整数" if name == "原因门槛" else "、".join(NEEDED[name])
        raise FormError(f"{what}的可选“{'、'.join(strange)}”程序不认识；只能是 {allowed}")
    return Setting(str(name), str(raw["默认"]), tuple(str(one) for one in raw["可选"]), str(raw["说明"]))
