"""Styles of a form → styles.xml. Headings are Word's own Heading 1–4, so that navigation and 目录
know them."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from decimal import ROUND_CEILING, Decimal
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree
from msgspec.structs import replace

from generator.forms.styles import FormStyles, Role
from generator.writers.css import POINTS_PER_MM, tightening
from generator.writers.docx.xml import DECLARATION, NAMESPACES, W, given
from generator.writers.pdf.styles import USUAL, scaled

HEADINGS: Mapping[str, tuple[str, str, int]] = {
    "部分标题": ("Heading1", "heading 1", 0),
    "一级标题": ("Heading2", "heading 2", 1),
    "二级标题": ("Heading3", "heading 3", 2),
    "三级标题": ("Heading4", "heading 4", 3),
    "目录一级": ("TOC1", "toc 1", 9),
    "目录二级": ("TOC2", "toc 2", 9),
}
TABLE = "决算表"
"""The id of the style of all tables."""
FORM_HEAD = "决算自评表头"
"""The id of the style of heads in a form: the type of heads, in the size of the form."""
LATIN = "Times New Roman"
_NO_LEVEL = 9
_HEADING_PRIORITY, _CONTENTS_PRIORITY = 9, 39
# Roles whose paragraphs belong to what follows.
_KEPT = {"表题", "表角", "附件标题", "图"}
_ALIGN = {"左": "left", "中": "center", "右": "right", "两端": "both"}
_LINE = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
# A row is as high as in the PDF: its line, three points, and half a point for the rule.
_ABOVE, _BESIDE = 25, 40
_CELL = {"top": _ABOVE, "left": _BESIDE, "bottom": _ABOVE, "right": _BESIDE}


def style_id(role: str) -> str:
    """The id of the style of a role. Roles that are no Word heading get a style of their own
    name."""
    return HEADINGS[role][0] if role in HEADINGS else f"决算{role}"


def styles_xml(styles: FormStyles) -> bytes:
    """The part styles.xml: the defaults, a style for each role, and what these rest on.

    Where the form has a 样式.docx, its styles replace ours; a role that it lacks gets its style
    from 版面.yaml as ever.
    """
    text = f"<w:styles {NAMESPACES}>{_defaults(styles)}{_LATENT}{_basic(styles)}</w:styles>"
    part: Any = etree.fromstring(text)
    adopted = _adopt(part, styles.word_styles, tuple(styles.roles)) if styles.word_styles else set()
    for role in styles.roles.values():
        if role.name not in adopted:
            part.append(etree.fromstring(_style(role, styles)))
    form, head = styles.roles["自评表"], styles.roles["表头"]
    heads = replace(form, name="自评表头", face=head.face, bold=head.bold)
    part.append(etree.fromstring(_style(heads, styles)))
    etree.cleanup_namespaces(part)
    return DECLARATION.encode() + etree.tostring(part, encoding="utf-8")


# Word has some hundreds of styles of its own: it offers those that the document has.
_LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"'
    ' w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="267"/>'
)


def _defaults(styles: FormStyles) -> str:
    body = styles.roles["正文"]
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(body.face.word)}{_size(body.size)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )


def _basic(styles: FormStyles) -> str:
    """The styles that Word has in every document, that of links, and that of tables."""
    cell = "".join(f'<w:{side} w:w="{room}" w:type="dxa"/>' for side, room in _CELL.items())
    nothing = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in _CELL)
    rules = "".join(f"<w:{side} {_LINE}/>" for side in _SIDES)
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/><w:pPr><w:widowControl/><w:jc w:val='both'/></w:pPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
        "<w:unhideWhenUsed/></w:style>"
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/><w:unhideWhenUsed/>'
        '<w:rPr><w:color w:val="000000"/></w:rPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblCellMar>{nothing}</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{TABLE}">'
        f'<w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>'
        f"<w:qFormat/><w:rPr>{_size(styles.roles['表格'].size)}</w:rPr><w:tblPr>"
        f"<w:tblBorders>{rules}</w:tblBorders><w:tblCellMar>{cell}</w:tblCellMar></w:tblPr>"
        "</w:style>"
    )


def cell_margins(share: Decimal) -> str:
    """What a table says of its cells' margins where its rows are lower than usual."""
    if share == USUAL:
        return ""
    room = int(_ABOVE * share)
    sides = "".join(f'<w:{side} w:w="{room}" w:type="dxa"/>' for side in ("top", "bottom"))
    return f"<w:tblCellMar>{sides}</w:tblCellMar>"


def _adopt(styles: Any, xml: bytes, roles: tuple[str, ...]) -> set[str]:
    """Take over the styles of a Word file (its part styles.xml), and nothing else of it.

    Returns the roles that it has a style for (by the style's name in Word).
    """
    adopted: set[str] = set()
    source: Any = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    copies = [deepcopy(element) for element in source.findall(f"{{{W}}}style")]
    renamed: dict[str, str] = {}
    for element in copies:
        name = element.find(f"{{{W}}}name").get(f"{{{W}}}val")
        role = next((role for role in roles if name in _names(role)), None)
        if role:
            adopted.add(role)
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
    return adopted


def _names(role: str) -> tuple[str, ...]:
    """The names under which a Word file may have the style of a role."""
    own = (role, f"决算{role}")
    if role in HEADINGS:
        return (*own, HEADINGS[role][1])
    return own


def _style(role: Role, styles: FormStyles) -> str:
    identifier = style_id(role.name)
    name, level, kind = f"决算{role.name}", _NO_LEVEL, ' w:customStyle="1"'
    priority = ""
    if role.name in HEADINGS:
        _, name, level = HEADINGS[role.name]
        kind = ""
        number = _CONTENTS_PRIORITY if level == _NO_LEVEL else _HEADING_PRIORITY
        priority = f'<w:uiPriority w:val="{number}"/>'
    keep, follows, outline = "", "", ""
    if level < _NO_LEVEL or role.name in _KEPT:
        keep = "<w:keepNext/><w:keepLines/>"
    if level < _NO_LEVEL:
        follows = f'<w:next w:val="{style_id("正文")}"/>'
        outline = f'<w:outlineLvl w:val="{level}"/>'
    bold = given(role.bold, "<w:b/><w:bCs/>") or '<w:b w:val="0"/>'
    return (
        f'<w:style {NAMESPACES} w:type="paragraph"{kind} w:styleId={quoteattr(identifier)}>'
        f'<w:name w:val={quoteattr(name)}/><w:basedOn w:val="Normal"/>'
        f"{follows}{priority}<w:qFormat/>"
        f"<w:pPr>{keep}<w:widowControl/>{_tabs(role, styles)}{_TYPOGRAPHY}{_grid(role, styles)}"
        f"{_spacing(role)}{_indent(role, styles)}<w:jc w:val='{_ALIGN[role.align]}'/>{outline}</w:pPr>"
        f"<w:rPr>{_fonts(role.face.word)}{bold}"
        f'<w:color w:val="000000"/>{_tracking(role, styles)}{_size(role.size)}</w:rPr></w:style>'
    )


# No sign hangs over the edge, and no gaps between Chinese and digits: lines break as in the PDF.
_TYPOGRAPHY = (
    '<w:kinsoku/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
)


def _tabs(role: Role, styles: FormStyles) -> str:
    """Page numbers of the contents stand at the right edge of the type area, after dots."""
    if not (role.name.startswith("目录") and role.name in HEADINGS):
        return ""
    page = styles.page
    edge = int((page.width - page.inner - page.outer) * 20 * POINTS_PER_MM)
    return f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{edge}"/></w:tabs>'


def _grid(role: Role, styles: FormStyles) -> str:
    """Only text of the pitch and size of 正文 keeps to the document's grid."""
    body = styles.roles["正文"]
    if (role.pitch, role.size) == (body.pitch, body.size):
        return ""
    return '<w:snapToGrid w:val="0"/>'


def _tracking(role: Role, styles: FormStyles) -> str:
    """Characters stand closer, as in the PDF, so that as many fit into a line."""
    tight = (tightening(role, styles.page) * 20).to_integral_value(ROUND_CEILING)
    return given(tight, f'<w:spacing w:val="-{tight}"/>')


def _size(size: Decimal) -> str:
    return f'<w:sz w:val="{int(size * 2)}"/><w:szCs w:val="{int(size * 2)}"/>'


def spacing_of(role: Role, scale: Decimal) -> str:
    """What a paragraph says of its spacing where its lines stand closer than those of its style."""
    return given(scale != USUAL, _spacing(scaled(role, scale)))


def _spacing(role: Role) -> str:
    line = 'w:line="240" w:lineRule="auto"'
    if role.pitch:
        line = f'w:line="{int(role.pitch * 20)}" w:lineRule="exact"'
    return (
        f'<w:spacing w:before="{int(role.before * 20)}" w:after="{int(role.after * 20)}" {line}/>'
    )


def _indent(role: Role, styles: FormStyles) -> str:
    if not role.indent:
        return '<w:ind w:left="0" w:firstLine="0"/>'
    characters = int(role.indent * 100)
    room = int(role.indent * (role.size - tightening(role, styles.page)) * 20)
    return f'<w:ind w:firstLineChars="{characters}" w:firstLine="{room}"/>'


def _fonts(name: str) -> str:
    latin = f'w:ascii="{LATIN}" w:hAnsi="{LATIN}"'
    return f'<w:rFonts {latin} w:eastAsia={quoteattr(name)} w:cs="{LATIN}"/>'
