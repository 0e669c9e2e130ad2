"""Small pieces of WordprocessingML as text.

Building text and parsing it once is many times faster than element by element.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from generator.document.tree import Changed, Inline, LineBreak, Mark

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:a="{A}" xmlns:c="{C}"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_MARK = '<w:b/><w:color w:val="B00000"/><w:highlight w:val="yellow"/>'
_STRONG = "<w:b/>"
# Signs that Latin typefaces have, too: Word takes them from there unless it is told otherwise.
_SHARED = re.compile("[“”‘’…—·×÷°±①-⑳Ⅰ-Ⅻ]")
_CHINESE = '<w:rFonts w:hint="eastAsia"/>'


def given(condition: object, text: str) -> str:
    """A text where a condition holds, else nothing."""
    if condition:
        return text
    return ""


def run(text: str, properties: str = "") -> str:
    """A run of text; ``properties`` are the properties of its characters, in schema order."""
    return (
        f'<w:r>{_properties(text, properties)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def _properties(text: str, properties: str) -> str:
    """The properties of a run; quotation marks and dashes in it are Chinese ones."""
    if _SHARED.search(text):
        properties = _CHINESE + properties
    return given(properties, f"<w:rPr>{properties}</w:rPr>")


def runs(inlines: tuple[Inline, ...], *, strong: bool = False, half_points: int = 0) -> str:
    """Inlines as runs; ``half_points`` is a size other than that of the style.

    Neighbouring texts and numbers become one run, as a person would have typed them.
    """
    parts: list[str] = []
    text = ""
    plain = given(strong, _STRONG)
    if half_points:
        plain += f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    for part in inlines:
        if isinstance(part, (Mark, LineBreak, Changed)):
            parts.append(given(text, run(text, plain)))
            text = ""
            parts.append(_special(part, plain))
        else:
            text += part.text
    parts.append(given(text, run(text, plain)))
    return "".join(parts)


REVISION = 'w:id="0" w:author="决算公开"'
"""What a tracked change carries; write_docx gives each its own number.

No time: the same two files make the same document.
"""


def _special(part: Mark | LineBreak | Changed, plain: str) -> str:
    if isinstance(part, Mark):
        return run(part.text, _MARK)
    if isinstance(part, LineBreak):
        return "<w:r><w:br/></w:r>"
    if part.new:
        return f"<w:ins {REVISION}>{run(part.text, plain)}</w:ins>"
    return (
        f"<w:del {REVISION}><w:r>{_properties(part.text, plain)}"
        f'<w:delText xml:space="preserve">{escape(part.text)}</w:delText></w:r></w:del>'
    )


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A paragraph in a named style; ``properties`` are further children of pPr, in schema order."""
    return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>{properties}</w:pPr>{content}</w:p>"


def field(instruction: str, shown: str) -> str:
    """A complex field with the text that it shows until it is updated."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{instruction_run(instruction)}'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{given(shown, run(shown))}<w:r>'
        '<w:fldChar w:fldCharType="end"/></w:r>'
    )


def instruction_run(instruction: str) -> str:
    """The run that holds the instruction of a field."""
    text = escape(instruction)
    return f'<w:r><w:instrText xml:space="preserve"> {text} </w:instrText></w:r>'
