"""A form is a folder: 版式.yaml, looks, table and chart declarations, templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from generator.document.looks import Looks, parse_looks
from generator.reading.nodes import Scalar
from generator.reading.place import Finding, Level, Place
from generator.reading.rule import Group, declare

FORM = declare("版式", Group.FORM, Level.ERROR, "版式要是现有的", "版式决定各节怎样写、有哪些表。", "数据文件的写法")
YEARS = declare("版式年度", Group.FORM, Level.WARNING, "年度在版式适用的年度之内", "各省的版式逐年有改动。", "单位会计的难处第 17 条")
SETTING = declare("设置", Group.FORM, Level.ERROR, "设置的名称和取值是版式里有的", "写错的设置不起作用，文档就不是您要的样子。", "数据文件的写法")

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


class FormError(Exception):
    """A form is wrong; the text names the file and what is wrong, in Chinese."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A habit of the form: default, allowed values, meaning."""

    name: str
    default: str
    options: tuple[str, ...]
    meaning: str


@dataclass(frozen=True)
class Form:
    """A form as read from its folder."""

    name: str
    folder: Path
    cover: str
    contents: str
    parts: tuple[str, ...]
    settings: Mapping[str, Setting]
    looks: Looks
    tables: Sequence[Mapping[str, Any]]
    charts: Sequence[Mapping[str, Any]]
    glossary: Mapping[str, Any]
    years: tuple[int, int]


def form_names(folder: Path = TEMPLATES) -> tuple[str, ...]:
    """The names of the forms in ``folder``."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/版式.yaml")))


@lru_cache(maxsize=8)
def load_form(name: str, folder: Path = TEMPLATES) -> Form:
    """Read a form. Raises FormError when it does not exist or its files cannot be read."""
    home = folder / name
    if not (home / "版式.yaml").is_file():
        raise FormError(f"没有名为“{name}”的版式；现有：{'、'.join(form_names(folder)) or '无'}")
    main = _plain(home / "版式.yaml")
    settings = {key: Setting(key, raw["默认"], tuple(raw["可选"]), raw["说明"]) for key, raw in main["设置"].items()}
    years = main["适用年度"]
    return Form(
        name=main["名称"],
        folder=home,
        cover=main["封面"],
        contents=main["目录"],
        parts=tuple(main["部分"]),
        settings=settings,
        looks=parse_looks(_plain(home / "版面.yaml")),
        tables=tuple(_plain(home / "附表.yaml")),
        charts=tuple(_plain(home / "图.yaml")),
        glossary=_plain(home / "名词.yaml"),
        years=(int(years["起"]), int(years["止"])),
    )


def _plain(path: Path) -> Any:
    """A YAML file of the form, every scalar a text."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except OSError as error:
        raise FormError(f"版式缺少文件：{path.name}") from error
    except yaml.YAMLError as error:
        raise FormError(f"版式文件 {path.name} 读不了：{error}") from error


def settle(form: Form, chosen: Mapping[Scalar, Scalar]) -> tuple[dict[str, str], list[Finding]]:
    """The form's settings with the data file's choices; unknown names and values are findings."""
    values = {name: setting.default for name, setting in form.settings.items()}
    findings = []
    for key, value in chosen.items():
        setting = form.settings.get(str(key))
        place: Place = key.place
        if setting is None:
            findings.append(SETTING.at(place, f"版式“{form.name}”没有“{key}”这项设置", f"可用的设置：{'、'.join(form.settings)}"))
        elif str(value) not in setting.options:
            findings.append(SETTING.at(place, f"“{key}”不能是“{value}”", f"可填：{'、'.join(setting.options)}（{setting.meaning}）"))
        else:
            values[str(key)] = str(value)
    return values, findings
