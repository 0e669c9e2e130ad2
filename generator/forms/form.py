"""A form is a folder: 版式.yaml, styles, table and chart declarations, templates.

A form that extends another holds only what differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import cast

from msgspec import Struct

from generator.findings.place import Level, Place
from generator.findings.rules import Group, declare
from generator.forms.contents import (
    CHARTS,
    CSS,
    EVERY,
    FILES,
    GLOSSARY,
    MAIN,
    SENTENCES,
    STYLE_FILE,
    STYLES,
    TABLES,
    UNDRAWN,
)
from generator.forms.css import refuse_foreign
from generator.forms.declarations import (
    ChartDeclaration,
    FormDeclaration,
    GlossaryDeclaration,
    ListedTable,
    StylesDeclaration,
    TableDeclaration,
)
from generator.forms.fields import Field, fields_of
from generator.forms.files import FormError, label, own_file, read_text, read_yaml
from generator.forms.folders import OWN, Roots
from generator.forms.form_cache import FormCache
from generator.forms.glossary import selected
from generator.forms.numbering import Numbering, numbering_of
from generator.forms.schema import perhaps, text
from generator.forms.settings import Setting, settings_of
from generator.forms.styles import FormStyles, StylesError, parse_styles
from generator.forms.table_contents import check_table
from generator.forms.word_styles import styles_of
from generator.reading.nodes import MappingNode, Scalar

FORM = declare(
    "版式",
    Group.FORM,
    Level.ERROR,
    "版式要是现有的",
    "版式决定各节怎样写、有哪些表。",
    "数据文件的写法",
)
YEARS = declare(
    "版式年度",
    Group.FORM,
    Level.WARNING,
    "年度在版式适用的年度之内",
    "各省的版式逐年有改动。",
    "四川部门决算公开的格式：逐年变化",
)
NAME_SIGNS = "()（）-_"


class Form(Struct, frozen=True, eq=False):
    """A form as read from its folder and from those that it extends.

    ``chain`` are these folders, the form's own first; ``marks`` (认出) are its own alone. Read anew it is another form: what was found
    out about one belongs to that reading.
    """

    name: str
    note: str
    chain: tuple[Path, ...]
    front: tuple[str, ...]
    parts: tuple[str, ...]
    settings: Mapping[str, Setting]
    fields: Mapping[str, Field]
    styles: FormStyles
    listed: Sequence[ListedTable]
    table_number: str
    numbering: Numbering
    declarations: Mapping[str, TableDeclaration]
    charts: Sequence[ChartDeclaration]
    glossary: GlossaryDeclaration
    sentences: Mapping[str, str]
    years: tuple[int, int]
    marks: Mapping[str, Sequence[str]]

    @property
    def offered(self) -> tuple[Setting, ...]:
        """The settings that a data file can choose.

        A setting with a single option is the form's own decision.
        """
        return tuple(setting for setting in self.settings.values() if len(setting.options) > 1)

    def tables(self, year: int) -> list[TableDeclaration]:
        """The declarations of the tables of a year, in order.

        Each has its number (编号) and title (标题).
        """
        names = []
        for table in self.listed:
            first, last = _years_of(table)
            if first <= year <= last:
                names.append(table["表"])
        return [self._table(name, index) for index, name in enumerate(names, 1)]

    def _table(self, name: str, index: int) -> TableDeclaration:
        number = self.table_number.replace("{序号}", str(index))
        number = number.replace("{两位序号}", f"{index:02d}")
        for_every: Mapping[str, object] = self.declarations.get(EVERY, {})
        table = {"标题": name, **for_every, **self.declarations[name], "编号": number}
        return cast("TableDeclaration", table)


def form_names(roots: Roots = OWN) -> tuple[str, ...]:
    """The names of the forms in ``roots`` that a data file can use.

    A folder without 部分 is only there to be extended.
    """
    return tuple(name for name in _folders(roots) if _usable(name, roots))


def is_form(name: str, roots: Roots = OWN) -> bool:
    """Whether a data file can use a form of that name.

    The same as being among form_names, without reading every form.
    """
    return (
        fit_name(name)
        and any(own_file(root / name, MAIN) for root in roots)
        and _usable(name, roots)
    )


def _folders(roots: Roots) -> list[str]:
    return sorted(
        {
            path.parent.name
            for root in roots
            for path in root.glob(f"*/{MAIN}")
            if own_file(path.parent, MAIN)
        }
    )


def _is_usable(name: str, roots: Roots) -> tuple[bool, Sequence[Path]]:
    """Whether a data file can use a form, and the folders that tell."""
    try:
        folders = _chain(name, roots)
    except FormError:
        # A broken form is listed, so that using it says what is wrong.
        return True, [root / name for root in roots]
    return "部分" in _laid(folders.values()), tuple(folders)


_usable = FormCache(_is_usable)


def _read_form(name: str, roots: Roots) -> tuple[Form, Sequence[Path]]:
    """A form and what it extends, and the folders of all of them.

    Raises FormError when it does not exist or one of its files is wrong.
    """
    folders = _chain(name, roots)
    chain, main_node = tuple(folders), _laid(folders.values())
    FILES[MAIN](main_node, ())
    main = cast("FormDeclaration", main_node)
    tables = _merged(chain, TABLES)
    front = [part for part in (main.get("封面", "无"), main.get("目录", "无")) if part != "无"]
    styles = _styles(name, chain)
    glossary = cast("GlossaryDeclaration", _merged(chain, GLOSSARY))
    form = Form(
        name=name,
        note=str(main.get("说明", "")),
        chain=chain,
        front=tuple(front),
        parts=tuple(main["部分"]),
        settings=settings_of(main["设置"]),
        fields=fields_of(main.get("自填", {})),
        styles=styles,
        listed=_listed(name, main["附表"], tables),
        table_number=str(main.get("表号", "")),
        numbering=numbering_of(main),
        declarations=cast("Mapping[str, TableDeclaration]", tables),
        charts=[_chart(key, chart) for key, chart in _merged(chain, CHARTS).items()],
        glossary=selected(glossary),
        sentences=_merged(chain, SENTENCES),
        years=(int(main["适用年度"]["起"]), int(main["适用年度"]["止"])),
        marks=cast("FormDeclaration", next(iter(folders.values()))).get("认出", {}),
    )
    return form, chain


load_form = FormCache(_read_form)
"""Read a form and what it extends; anew where one of their files has changed.

Raises FormError when it does not exist or one of its files is wrong.
"""


def _styles(name: str, chain: Sequence[Path]) -> FormStyles:
    """The styles of a form. Raises FormError when a file of them is wrong."""
    word_files = (own_file(folder, STYLES) for folder in chain)
    word_file = next(filter(None, word_files), None)
    word_styles = None
    if word_file:
        word_styles = styles_of(word_file)
    declared = cast("StylesDeclaration", _merged(chain, STYLE_FILE))
    try:
        return parse_styles(declared, css=_css(chain), word_styles=word_styles)
    except StylesError as error:
        raise FormError(f"版式“{name}”：{error}") from error


def _chart(name: str, node: Scalar | MappingNode) -> ChartDeclaration:
    """The declaration of a chart with its name; one that is left out has UNDRAWN as its 类型."""
    if isinstance(node, Scalar):
        return {"名称": name, "类型": UNDRAWN}
    return cast("ChartDeclaration", {"名称": name, **node})


def _listed(
    form: str, entries: Iterable[str | ListedTable], tables: MappingNode
) -> list[ListedTable]:
    """The tables of a form in order; each is declared, and no year has one twice."""
    declared = [name for name in tables if name != EVERY]
    for_every = tables.get(EVERY, MappingNode())
    listed: list[ListedTable] = []
    for entry in entries:
        table: ListedTable = {"表": entry} if isinstance(entry, str) else entry
        name = table["表"]
        if name not in declared:
            raise FormError(
                f"版式“{form}”的 {MAIN}：{TABLES} 里没有“{name}”{perhaps(name, declared)}"
            )
        if any(before["表"] == name and _share_a_year(before, table) for before in listed):
            raise FormError(f"版式“{form}”的 {MAIN}：“附表”里“{name}”写了两次")
        check_table(_over(for_every, tables[name]), (name,))
        listed.append(table)
    return listed


def _years_of(table: ListedTable) -> tuple[int, int]:
    """The first and the last year in which a form has a table."""
    return int(table.get("起", 0)), int(table.get("止", 9999))


def _share_a_year(left: ListedTable, right: ListedTable) -> bool:
    """Whether there is a year in which a form has both tables."""
    (left_first, left_last), (right_first, right_last) = _years_of(left), _years_of(right)
    return left_first <= right_last and right_first <= left_last


def fit_name(name: str) -> bool:
    """Whether a form can have this name.

    It is that of a folder, and stands in YAML files as it is.
    """
    return (
        bool(name)
        and not name.startswith("-")
        and all(char.isalnum() or char in NAME_SIGNS for char in name)
    )


def _chain(name: str, roots: Roots) -> dict[Path, MappingNode]:
    """The folder of a form, and those of the forms that it extends, each with its 版式.yaml.

    The form's own comes first. Raises FormError for a form that there is not, or a circle.
    """
    folders: dict[Path, MappingNode] = {}
    wanted = name
    origin = ""
    while wanted or not folders:
        if not fit_name(wanted):
            raise FormError(
                f"“{wanted}”不能作版式的名称{origin}：只能用汉字、字母、数字、括号、- 和 _"
            )
        home = next((root / wanted for root in roots if own_file(root / wanted, MAIN)), None)
        if home is None:
            raise FormError(
                f"没有名为“{wanted}”的版式{origin}；现有：{'、'.join(_folders(roots)) or '无'}"
            )
        if home in folders:
            circle = " → ".join(path.name for path in [*folders, home])
            raise FormError(f"版式“{name}”的继承绕成了圈：{circle}")
        raw = folders[home] = _plain(home, MAIN)
        for key in ("名称", "继承"):
            text(raw.get(key, Scalar()), (key,))
        if raw.get("名称", home.name) != home.name:
            raise FormError(
                f"版式文件 {home.name}/{MAIN}：名称“{raw['名称']}”"
                f"与文件夹“{home.name}”不同；两处要一样"
            )
        wanted = str(raw.get("继承", "")).strip()
        origin = f"（{home.name}/{MAIN} 的“继承”）"
    return folders


def _merged(chain: Sequence[Path], file: str) -> MappingNode:
    """A YAML file of the form over the same file of what it extends.

    Raises FormError for what may not stand in it.
    """
    merged = _laid([_plain(folder, file) for folder in chain])
    FILES[file](merged, ())
    return merged


def _laid(raws: Iterable[MappingNode]) -> MappingNode:
    """Mappings of which each lies over the next."""
    first, *above = raws
    if not above:
        return first
    return _over(_laid(above), first)


def _over(base: MappingNode, upper: MappingNode) -> MappingNode:
    """A mapping over another: key by key where both are mappings, anything else as a whole."""
    merged = MappingNode(base)
    merged.place = upper.place
    for key, value in upper.items():
        before = merged.get(key)
        if isinstance(before, MappingNode) and isinstance(value, MappingNode):
            value = _over(before, value)
        merged[key] = value
    return merged


def _plain(folder: Path, file: str) -> MappingNode:
    """A YAML file of one folder; empty when there is none. Raises FormError."""
    path = own_file(folder, file)
    if path:
        return read_yaml(path)
    empty = MappingNode()
    empty.place = Place(label(folder / file), 1, 1)
    return empty


def _css(chain: Sequence[Path]) -> str:
    """The structural CSS of a form (样式.css), that of what it extends first.

    Raises FormError when it names any other file.
    """
    texts = []
    for folder in reversed(chain):
        path = own_file(folder, CSS)
        if path:
            texts.append(read_text(path))
            refuse_foreign(texts[-1], path)
    return "\n".join(texts)


__all__ = [
    "EVERY",
    "FORM",
    "MAIN",
    "YEARS",
    "Form",
    "FormError",
    "Setting",
    "fit_name",
    "form_names",
    "load_form",
]
