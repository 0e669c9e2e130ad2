"""The package of a Word file, part by part: what is in it was put there by us."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from generator.document.tree import Document
from generator.forms.styles import FormStyles, Typeface
from generator.writers.docx.package import rezip
from generator.writers.docx.styles import LATIN
from generator.writers.docx.theme import theme_xml
from generator.writers.docx.xml import DECLARATION, NAMESPACES, W, given

_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_APP = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_CORE_NAMESPACES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_APP_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_COLOURS = (
    'w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1"'
    ' w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5"'
    ' w:accent6="accent6" w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"'
)
_WORD = "http://schemas.microsoft.com/office/word"
# Typefaces that every Windows, or every Word, has: what Word takes where a name is not known.
_USUAL = ("仿宋", "楷体", "华文中宋", "黑体", "宋体")
_CHINESE_SET = "86"
"""The character set of GB 2312, as Windows numbers it."""


class WordPackage:
    """The parts of a Word file. The main part's text comes last: what it refers to is added
    first."""

    def __init__(self, document: Document, styles_part: bytes) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE as RT
        from docx.opc.package import OpcPackage
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        self._make, self._name = Part, PackURI
        self._package: Any = OpcPackage()
        self._main: Any = self.add("/word/document.xml", f"{_WML}.document.main+xml", b"")
        self._package.relate_to(self._main, RT.OFFICE_DOCUMENT)
        core = self.add("/docProps/core.xml", _CORE, _core_xml(document))
        self._package.relate_to(core, RT.CORE_PROPERTIES)
        app = self.add("/docProps/app.xml", _APP, _app_xml(document))
        self._package.relate_to(app, RT.EXTENDED_PROPERTIES)
        styles = document.styles
        for name, kind, relation, content in (
            ("styles", f"{_WML}.styles+xml", RT.STYLES, styles_part),
            ("settings", f"{_WML}.settings+xml", RT.SETTINGS, _settings_xml()),
            ("fontTable", f"{_WML}.fontTable+xml", RT.FONT_TABLE, _fonts_xml(styles)),
            ("theme/theme1", _THEME, RT.THEME, theme_xml(styles.roles["正文"].face.word, LATIN)),
        ):
            self.refer(relation, self.add(f"/word/{name}.xml", kind, content))

    def add(self, name: str, kind: str, content: bytes) -> Any:
        """A new part of that name and content type."""
        return self._make(self._name(name), kind, content, self._package)

    def refer(self, relation: str, part: Any) -> str:
        """Let the main part refer to another one; the id by which it does."""
        return str(self._main.relate_to(part, relation))

    def footing(self, name: str, tag: str, content: str) -> str:
        """A header or footer (``tag`` is hdr or ftr) with a paragraph; the id by which it is
        known."""
        from docx.opc.constants import RELATIONSHIP_TYPE as RT

        word, relation = {"hdr": ("header", RT.HEADER), "ftr": ("footer", RT.FOOTER)}[tag]
        text = f"{DECLARATION}<w:{tag} {NAMESPACES}>{content}</w:{tag}>"
        part = self.add(f"/word/{name}.xml", f"{_WML}.{word}+xml", text.encode())
        return self.refer(relation, part)

    def finished(self, text: str) -> bytes:
        """The file, with the text of its main part."""
        self._main._blob = text.encode("utf-8", "replace")
        buffer = BytesIO()
        self._package.save(buffer)
        return rezip(buffer.getvalue(), seal=True)


def _core_xml(document: Document) -> bytes:
    """Title, author, language, and the one date that the document has."""
    unit, title = escape(document.unit_name), escape(document.title)
    moment = f'xsi:type="dcterms:W3CDTF">{document.date}T00:00:00Z</dcterms:'
    return (
        f"{DECLARATION}<cp:coreProperties {_CORE_NAMESPACES}><dc:title>{title}</dc:title>"
        f"<dc:creator>{unit}</dc:creator><cp:lastModifiedBy>{unit}</cp:lastModifiedBy>"
        f"<cp:revision>1</cp:revision><dcterms:created {moment}created>"
        f"<dcterms:modified {moment}modified><dc:language>{document.language}</dc:language>"
        "</cp:coreProperties>"
    ).encode()


def _app_xml(document: Document) -> bytes:
    return (
        f'{DECLARATION}<Properties xmlns="{_APP_NAMESPACE}"><Application>决算公开</Application>'
        f"<Company>{escape(document.unit_name)}</Company></Properties>"
    ).encode()


def _settings_xml() -> bytes:
    """Pages that face each other, Chinese typography, the layout of Word 2013 and later."""
    compatibility = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{_WORD}" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
        )
    )
    return (
        f'{DECLARATION}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:mirrorMargins/>'
        '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:drawingGridVerticalSpacing w:val="156"/>'
        '<w:displayHorizontalDrawingGridEvery w:val="0"/>'
        '<w:displayVerticalDrawingGridEvery w:val="2"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f"<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>{compatibility}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        f'<w:clrSchemeMapping {_COLOURS}/><w:decimalSymbol w:val="."/>'
        '<w:listSeparator w:val=","/></w:settings>'
    ).encode()


def _fonts_xml(styles: FormStyles) -> bytes:
    """The typefaces of the roles, each with the name under which another machine may have it."""
    faces = {role.face.word: role.face for role in styles.roles.values()}
    fonts = "".join(_font(face) for name, face in sorted(faces.items()))
    return (
        f'{DECLARATION}<w:fonts xmlns:w="{W}">'
        f'<w:font w:name="{LATIN}"><w:panose1 w:val="02020603050405020304"/>'
        '<w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
        f"{fonts}</w:fonts>"
    ).encode()


def _font(face: Typeface) -> str:
    names = [name for name in face.stack if name != face.word]
    usual = next((name for name in names if name in _USUAL), next(iter(names), ""))
    other = given(usual, f"<w:altName w:val={quoteattr(usual)}/>")
    return (
        f"<w:font w:name={quoteattr(face.word)}>{other}"
        f'<w:charset w:val="{_CHINESE_SET}"/><w:family w:val="auto"/>'
        '<w:pitch w:val="default"/></w:font>'
    )
