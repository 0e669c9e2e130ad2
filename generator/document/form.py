"""A form is a folder: 版式.yaml, looks, table and chart declarations, templates. A form that extends another holds only what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from generator.document.fields import Field, FieldError, parse_field
from generator.document.fixed import KEYS as FIXED_KEYS
from generator.document.fixed import Fixed, FixedError, parse_fixed
from generator.document.glossary import GlossaryError, selected
from generator.document.looks import Looks, LooksError, parse_looks
from generator.document.roots import OWN, Roots
from generator.reading.advice import explain
from generator.reading.nearest import nearest
from generator.reading.nodes import Scalar
from generator.reading.place import Finding, Level, Place
from generator.reading.rule import Group, declare

FORM = declare("版式", Group.FORM, Level.ERROR, "版式要是现有的", "版式决定各节怎样写、有哪些表。", "数据文件的写法")
YEARS = declare("版式年度", Group.FORM, Level.WARNING, "年度在版式适用的年度之内", "各省的版式逐年有改动。", "单位会计的难处第 17 条")
SETTING = declare("设置", Group.FORM, Level.ERROR, "设置的名称和取值是版式里有的", "写错的设置不起作用，文档就不是您要的样子。", "数据文件的写法")

MAIN = "版式.yaml"
KEYS = ("名称", "说明", "继承", "适用年度", "封面", "目录", "部分", "附表", "表号", "设置", "自填", *FIXED_KEYS)
UNDRAWN = "不要"
"""What 图.yaml says of a chart of the form above that is left out; it becomes the chart's 类型."""
EVERY = "各表"
"""The entry of 附表.yaml that holds for every table unless the table says otherwise."""
FORBIDDEN_CSS = ("url(", "@import", "expression(", "</")


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
    """A form as read from its folder and from those that it extends (``chain``: its own folder first)."""

    name: str
    note: str
    chain: tuple[Path, ...]
    front: tuple[str, ...]
    parts: tuple[str, ...]
    settings: Mapping[str, Setting]
    fields: Mapping[str, Field]
    looks: Looks
    listed: Sequence[Mapping[str, str]]
    numbering: str
    fixed: Fixed
    declarations: Mapping[str, Mapping[str, Any]]
    charts: Sequence[Mapping[str, Any]]
    glossary: Mapping[str, Any]
    sentences: Mapping[str, str]
    years: tuple[int, int]

    @property
    def offered(self) -> tuple[Setting, ...]:
        """The settings that a data file can choose; one with a single option is the form's own decision."""
        return tuple(one for one in self.settings.values() if len(one.options) > 1)

    def tables(self, year: int) -> list[Mapping[str, Any]]:
        """The declarations of the tables of a year, in order, each with its number (编号) and title (标题)."""
        mine = [one for one in self.listed if int(one.get("起", 0)) <= year <= int(one.get("止", 9999))]
        return [self._table(one["表"], index) for index, one in enumerate(mine, 1)]

    def _table(self, name: str, index: int) -> Mapping[str, Any]:
        number = self.numbering.replace("{序号}", str(index)).replace("{两位序号}", f"{index:02d}")
        return {"标题": name, **self.declarations.get(EVERY, {}), **self.declarations[name], "编号": number}


def form_names(roots: Roots = OWN) -> tuple[str, ...]:
    """The names of the forms in ``roots`` that a data file can use. A folder without 部分 is only there to be extended."""
    return tuple(name for name in _folders(roots) if _usable(name, roots))


def _folders(roots: Roots) -> list[str]:
    return sorted({path.parent.name for root in roots for path in root.glob(f"*/{MAIN}")})


def _usable(name: str, roots: Roots) -> bool:
    try:
        return "部分" in _merged(_chain(name, roots), MAIN)
    except FormError:
        return True  # a broken form is listed, so that using it says what is wrong


@lru_cache(maxsize=16)
def load_form(name: str, roots: Roots = OWN) -> Form:
    """Read a form and what it extends. Raises FormError when it does not exist or one of its files is wrong."""
    chain = _chain(name, roots)
    main = _merged(chain, MAIN)
    _known(main, KEYS, f"{name}/{MAIN}")
    for key in ("适用年度", "部分", "附表", "设置"):
        if key not in main:
            raise FormError(f"版式“{name}”的 {MAIN} 没有“{key}”")
    declarations = _merged(chain, "附表.yaml")
    listed = [one if isinstance(one, dict) else {"表": one} for one in main["附表"]]
    for one in listed:
        if one.get("表") not in declarations:
            raise FormError(f"版式“{name}”的 {MAIN}：附表.yaml 里没有“{one.get('表')}”{_perhaps(str(one.get('表')), declarations)}")
    try:
        looks = parse_looks(_merged(chain, "版面.yaml"), css=_css(chain), styles=_nearest_file(chain, "样式.docx"))
    except (LooksError, KeyError) as error:
        raise FormError(f"版式“{name}”：{error if isinstance(error, LooksError) else f'版面.yaml 缺少“{error.args[0]}”'}") from error
    try:
        fields = {key: parse_field(key, raw) for key, raw in main.get("自填", {}).items()}
        fixed = parse_fixed(main)
    except (FieldError, FixedError) as error:
        raise FormError(f"版式“{name}”的 {MAIN}：{error}") from error
    try:
        glossary = selected(_merged(chain, "名词.yaml"))
    except GlossaryError as error:
        raise FormError(f"版式“{name}”：{error}") from error
    years = main["适用年度"]
    return Form(
        name=name,
        note=str(main.get("说明", "")),
        chain=chain,
        front=tuple(main[key] for key in ("封面", "目录") if main.get(key, "无") != "无"),
        parts=tuple(main["部分"]),
        settings={key: _setting(name, key, raw) for key, raw in main["设置"].items()},
        fields=fields,
        looks=looks,
        listed=listed,
        numbering=str(main.get("表号", "")),
        fixed=fixed,
        declarations=declarations,
        charts=[_chart(name, key, raw) for key, raw in _merged(chain, "图.yaml").items()],
        glossary=glossary,
        sentences=_sentences(name, chain),
        years=(int(years["起"]), int(years["止"])),
    )


def _sentences(form: str, chain: Sequence[Path]) -> dict[str, str]:
    found = _merged(chain, "句子.yaml")
    for key, text in found.items():
        if not isinstance(text, str) or not text.strip():
            raise FormError(f"版式“{form}”的句子.yaml：“{key}”{'是空的' if not text else '应是一句话'}；不要这一句，写 不写")
    return found


def _chart(form: str, name: str, raw: Any) -> dict[str, Any]:
    """The declaration of a chart."""
    if raw == UNDRAWN:
        return {"名称": name, "类型": UNDRAWN}
    if not isinstance(raw, dict):
        raise FormError(f"版式“{form}”的图.yaml：“{name}”要写成 {{题: …, 类型: …}}；不要这幅图，写 不要")
    return {"名称": name, **raw}


def _setting(form: str, name: str, raw: Mapping[str, Any]) -> Setting:
    for key in ("默认", "可选", "说明"):
        if key not in raw:
            raise FormError(f"版式“{form}”的 {MAIN}：设置“{name}”没有写“{key}”")
    if raw["默认"] not in raw["可选"]:
        raise FormError(f"版式“{form}”的 {MAIN}：设置“{name}”的默认“{raw['默认']}”不在可选（{'、'.join(raw['可选'])}）里")
    return Setting(name, raw["默认"], tuple(raw["可选"]), raw["说明"])


def _chain(name: str, roots: Roots) -> tuple[Path, ...]:
    """The folder of a form, and those of the forms that it extends, in order."""
    found: list[Path] = []
    wanted = name
    while wanted:
        home = next((root / wanted for root in roots if (root / wanted / MAIN).is_file()), None)
        if home is None or "/" in wanted or wanted.startswith("."):
            told = f"（{found[-1].name}/{MAIN} 的“继承”）" if found else ""
            raise FormError(f"没有名为“{wanted}”的版式{told}；现有：{'、'.join(_folders(roots)) or '无'}")
        if home in found:
            raise FormError(f"版式“{name}”的继承绕成了圈：{' → '.join(path.name for path in [*found, home])}")
        found.append(home)
        wanted = str(_plain(home / MAIN).get("继承", ""))
    return tuple(found)


def _merged(chain: Sequence[Path], file: str) -> dict[str, Any]:
    """A YAML file of the form over the same file of what it extends: mappings key by key, anything else as a whole."""
    found: dict[str, Any] = {}
    for folder in reversed(chain):
        if (folder / file).is_file():
            found = _over(found, _plain(folder / file))
    return found


def _over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        before = merged.get(key)
        merged[key] = _over(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return merged


def _plain(path: Path) -> dict[str, Any]:
    """A YAML file of the form, every scalar a text."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        text = path.read_text(encoding="utf-8")
        found = yaml.load(text, Loader=loader)
    except UnicodeDecodeError as error:
        raise FormError(f"版式文件 {path.parent.name}/{path.name} 的编码不是 UTF-8；用记事本另存为 UTF-8") from error
    except OSError as error:
        raise FormError(f"版式文件 {path.parent.name}/{path.name} 读不了（{error.strerror}）") from error
    except yaml.YAMLError as error:
        told = explain(error, path.name, text) if isinstance(error, yaml.MarkedYAMLError) else None
        line = f" 第 {told.place.line} 行" if told else ""
        raise FormError(f"版式文件 {path.parent.name}/{path.name}{line}：{f'{told.message}；{told.fix}' if told else '有看不见的特殊字符'}") from error
    if not isinstance(found, dict | None):
        raise FormError(f"版式文件 {path.parent.name}/{path.name} 应写成“名称: 内容”的样子")
    return found or {}


def _css(chain: Sequence[Path]) -> str:
    """The structural CSS of a form (样式.css), that of what it extends first. It may not name any other file."""
    texts = []
    for folder in reversed(chain):
        path = folder / "样式.css"
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            wrong = next((word for word in FORBIDDEN_CSS if word in text.lower()), None)
            if wrong or "\\" in text:
                raise LooksError(f"样式.css 里不能用“{wrong or chr(92)}”：版式不能引用别的文件")
            texts.append(text)
    return "\n".join(texts)


def _nearest_file(chain: Sequence[Path], name: str) -> Path | None:
    return next((folder / name for folder in chain if (folder / name).is_file()), None)


def _known(raw: Mapping[str, Any], allowed: Sequence[str], where: str) -> None:
    for key in raw:
        if key not in allowed:
            raise FormError(f"{where} 里有不认识的项“{key}”{_perhaps(key, allowed)}；可用：{'、'.join(allowed)}")


def _perhaps(name: str, known: Sequence[str] | Mapping[str, Any]) -> str:
    near = nearest(name, known)
    return f"，您是不是想写“{near[0]}”？" if near else ""


def settle(form: Form, chosen: Mapping[Scalar, Scalar]) -> tuple[dict[str, str], list[Finding]]:
    """The form's settings with the data file's choices; unknown names and values are findings."""
    values = {name: setting.default for name, setting in form.settings.items()}
    findings = []
    for key, value in chosen.items():
        setting = form.settings.get(str(key))
        place: Place = key.place
        if setting is None:
            findings.append(SETTING.at(place, f"版式“{form.name}”没有“{key}”这项设置", f"可用的设置：{'、'.join(one.name for one in form.offered)}"))
        elif len(setting.options) == 1 and str(value) != setting.default:
            findings.append(SETTING.at(place, f"版式“{form.name}”的“{key}”一律是“{setting.default}”，不能改", "删去这一行"))
        elif str(value) not in setting.options:
            findings.append(SETTING.at(place, f"“{key}”不能是“{value}”", f"可填：{'、'.join(setting.options)}（{setting.meaning}）"))
        else:
            values[str(key)] = str(value)
    return values, findings
