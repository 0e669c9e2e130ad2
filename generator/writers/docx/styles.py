"""Looks → named Word styles. Headings are Word's own Heading 1–4, so that navigation and 目录 know them."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from generator.forms.styles import Looks, Role
from generator.writers.docx.xml import NAMESPACES, W

HEADINGS: Mapping[str, tuple[str, str, int]] = {
    "部分标题": ("Heading1", "heading 1", 0),
    "一级标题": ("Heading2", "heading 2", 1),
    "二级标题": ("Heading3", "heading 3", 2),
    "三级标题": ("Heading4", "heading 4", 3),
    "目录一级": ("TOC1", "toc 1", 9),
    "目录二级": ("TOC2", "toc 2", 9),
}
# Roles whose paragraphs belong to what follows.
_KEPT = {"表题", "表角", "附件标题", "图"}
_ALIGN = {"左": "left", "中": "center", "右": "right", "两端": "both"}
LATIN = "Times New Roman"


def style_id(role: str) -> str:
    """The id of the style of a role. Roles that are no Word heading get a style of their own name."""
    return HEADINGS[role][0] if role in HEADINGS else f"决算{role}"


def install(styles: Any, looks: Looks) -> None:
    """Put a style for each role into styles.xml (an lxml element), and the document's defaults.

    Where the form has a 样式.docx, its styles replace ours; a role that it lacks gets its look from 版面.yaml as ever.
    """
    wanted = {HEADINGS[name][0] for name in HEADINGS}
    for element in list(styles.findall(f"{{{W}}}style")):
        if element.get(f"{{{W}}}styleId") in wanted:
            styles.remove(element)
    _defaults(styles, looks)
    theirs = _adopt(styles, looks.styles, tuple(looks.roles)) if looks.styles else set()
    for role in looks.roles.values():
        if role.name not in theirs:
            styles.append(etree.fromstring(_style(role, looks)))


def _adopt(styles: Any, xml: bytes, roles: tuple[str, ...]) -> set[str]:
    """Take over the styles of a Word file (its part styles.xml), and nothing else of it; returns the roles that it has a style for (by the style's name in Word)."""
    found: set[str] = set()
    source: Any = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    copies = [deepcopy(element) for element in source.findall(f"{{{W}}}style")]
    renamed: dict[str, str] = {}
    for element in copies:
        name = element.find(f"{{{W}}}name").get(f"{{{W}}}val")
        role = next(
            (
                role
                for role in roles
                if name in (role, f"决算{role}", HEADINGS.get(role, ("", "", 0))[1])
            ),
            None,
        )
        if role:
            found.add(role)
            renamed[element.get(f"{{{W}}}styleId")] = style_id(role)
    taken = {
        renamed.get(element.get(f"{{{W}}}styleId"), element.get(f"{{{W}}}styleId"))
        for element in copies
    }
    for element in list(styles.findall(f"{{{W}}}style")):
        if element.get(f"{{{W}}}styleId") in taken:
            styles.remove(element)
    for element in copies:
        # A list of the other file is not in ours; its numbering would be nobody's.
        for numbering in list(element.iter(f"{{{W}}}numPr")):
            numbering.getparent().remove(numbering)
        identifier = element.get(f"{{{W}}}styleId")
        element.set(f"{{{W}}}styleId", renamed.get(identifier, identifier))
        for tag in ("basedOn", "next", "link"):
            for reference in element.findall(f"{{{W}}}{tag}"):
                target = reference.get(f"{{{W}}}val")
                reference.set(f"{{{W}}}val", renamed.get(target, target))
        styles.append(element)
    return found


def _style(role: Role, looks: Looks) -> str:
    identifier = style_id(role.name)
    name = HEADINGS[role.name][1] if role.name in HEADINGS else f"决算{role.name}"
    level = HEADINGS[role.name][2] if role.name in HEADINGS else 9
    custom = "" if role.name in HEADINGS else ' w:customStyle="1"'
    keep = "<w:keepNext/><w:keepLines/>" if level < 9 or role.name in _KEPT else ""
    tabs = ""
    if role.name.startswith("目录") and role.name in HEADINGS:
        # Page numbers stand at the right edge of the type area, after dots.
        edge = int(
            (looks.page.width - looks.page.inner - looks.page.outer) * 1440 / Decimal("25.4")
        )
        tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{edge}"/></w:tabs>'
    follows = f'<w:next w:val="{style_id("正文")}"/>' if level < 9 else ""
    bold = "<w:b/><w:bCs/>" if role.bold else '<w:b w:val="0"/>'
    outline = f'<w:outlineLvl w:val="{level}"/>' if level < 9 else ""
    return (
        f'<w:style {NAMESPACES} w:type="paragraph" w:styleId={quoteattr(identifier)}{custom}>'
        f'<w:name w:val={quoteattr(name)}/><w:basedOn w:val="Normal"/>'
        f"{follows}<w:qFormat/>"
        f"<w:pPr>{keep}<w:widowControl/>{tabs}{_spacing(role)}{_indent(role)}<w:jc w:val='{_ALIGN[role.align]}'/>{outline}</w:pPr>"
        f"<w:rPr>{_fonts(role.face.word)}{bold}"
        f'<w:color w:val="000000"/><w:sz w:val="{int(role.size * 2)}"/>'
        f'<w:szCs w:val="{int(role.size * 2)}"/></w:rPr></w:style>'
    )


def _spacing(role: Role) -> str:
    line = (
        f' w:line="{int(role.pitch * 20)}" w:lineRule="exact"'
        if role.pitch
        else ' w:line="240" w:lineRule="auto"'
    )
    return f'<w:spacing w:before="{int(role.before * 20)}" w:after="{int(role.after * 20)}"{line}/>'


def _indent(role: Role) -> str:
    if not role.indent:
        return '<w:ind w:left="0" w:firstLine="0"/>'
    return f'<w:ind w:firstLineChars="{int(role.indent * 100)}" w:firstLine="{int(role.indent * role.size * 20)}"/>'


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia={quoteattr(name)} w:cs="{LATIN}"/>'


def _defaults(styles: Any, looks: Looks) -> None:
    """Defaults without theme fonts: python-docx's own template names a Japanese one there."""
    old = styles.find(f"{{{W}}}docDefaults")
    body = looks.roles["正文"]
    new = etree.fromstring(
        f"<w:docDefaults {NAMESPACES}><w:rPrDefault><w:rPr>{_fonts(body.face.word)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    styles.replace(old, new)
