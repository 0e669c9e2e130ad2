"""Small pieces of WordprocessingML as text. Building text and parsing it once is many times faster than element by element."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from generator.document.tree import Changed, Inline, LineBreak, Mark

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:a="{A}" xmlns:c="{C}"'

_MARK = '<w:rPr><w:b/><w:color w:val="B00000"/><w:highlight w:val="yellow"/></w:rPr>'
_STRONG = "<w:rPr><w:b/></w:rPr>"


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def runs(inlines: tuple[Inline, ...], *, strong: bool = False) -> str:
    """Inlines as runs; neighbouring texts and numbers become one run, as a person would have typed them."""
    parts: list[str] = []
    text = ""
    plain = _STRONG if strong else ""
    for part in inlines:
        if isinstance(part, (Mark, LineBreak, Changed)):
            parts.append(run(text, plain) if text else "")
            text = ""
            parts.append(_special(part, plain))
        else:
            text += part.text
    parts.append(run(text, plain) if text else "")
    return "".join(parts)


REVISION = 'w:id="0" w:author="决算公开"'
"""What a tracked change carries; write_docx gives each its own number. No time: the same two files make the same document."""


def _special(part: Mark | LineBreak | Changed, plain: str) -> str:
    if isinstance(part, Mark):
        return run(part.text, _MARK)
    if isinstance(part, LineBreak):
        return "<w:r><w:br/></w:r>"
    if part.new:
        return f"<w:ins {REVISION}>{run(part.text, plain)}</w:ins>"
    return (
        f"<w:del {REVISION}>"
        f'<w:r>{plain}<w:delText xml:space="preserve">{escape(part.text)}</w:delText></w:r></w:del>'
    )


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A paragraph in a named style; ``properties`` are further children of pPr, in schema order."""
    return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>{properties}</w:pPr>{content}</w:p>"


def field(instruction: str, shown: str) -> str:
    """A complex field with the text that it shows until it is updated."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown) if shown else ""}<w:r>'
        '<w:fldChar w:fldCharType="end"/></w:r>'
    )
