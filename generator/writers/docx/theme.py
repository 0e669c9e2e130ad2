"""The theme of a Word file: colours and typefaces that Word offers whoever goes on writing in
it."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from generator.writers.docx.xml import DECLARATION, A

_COLOURS = {
    "dk2": "1F4E79",
    "lt2": "E7E6E6",
    "accent1": "1F4E79",
    "accent2": "C55A11",
    "accent3": "595959",
    "accent4": "F4B183",
    "accent5": "9DC3E6",
    "accent6": "375623",
    "hlink": "000000",
    "folHlink": "000000",
}
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme_xml(chinese: str, latin: str) -> bytes:
    """A plain theme with these two typefaces."""
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items()
    )
    fonts = (
        f'<a:latin typeface={quoteattr(latin)}/><a:ea typeface=""/><a:cs typeface=""/>'
        f'<a:font script="Hans" typeface={quoteattr(chinese)}/>'
    )
    return (
        f'{DECLARATION}<a:theme xmlns:a="{A}" name="决算公开"><a:themeElements>'
        '<a:clrScheme name="决算公开"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
        f'<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>{colours}</a:clrScheme>'
        f'<a:fontScheme name="决算公开"><a:majorFont>{fonts}</a:majorFont>'
        f"<a:minorFont>{fonts}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="决算公开"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements>"
        "<a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    ).encode()
