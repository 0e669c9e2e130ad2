"""The list of contents: a live TOC field, with its lines as the layout of the PDF has them.

What a line says is not always what its heading says (“三、支出决算表” leads to the table 支出决算表),
and headings inside attachments have no line. So each line comes from a TC field at its heading:
an update of the fields gives the same lines, with the page numbers of Word's own layout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

from generator.document.tree import Document, TocEntry
from generator.forms.styles import CONTENTS_ROLES
from generator.writers.css import style_of
from generator.writers.docx.styles import spacing_of, style_id
from generator.writers.docx.xml import field, instruction_run, paragraph, run
from generator.writers.pdf.contents import Contents

_BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
_SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
# \f takes TC fields of type C, \l those of these levels, \h makes links, \z hides numbers on the
# web.
_INSTRUCTION = r'TOC \f C \l "1-2" \h \z'


def bookmark(heading: str) -> str:
    """The name of the bookmark at a heading, by its id."""
    return f"_Toc_{heading}"


def contents_lines(document: Document, pages: Mapping[str, str]) -> list[str]:
    """The paragraphs of the list; ``pages`` are the printed page numbers by id of the heading."""
    entries = document.toc
    if not entries:
        return [paragraph(style_id("正文"), "")]
    scale = Contents(document).scale
    contents = [_line(entry, pages.get(entry.target, "")) for entry in entries]
    contents[0] = f"{_BEGIN}{instruction_run(_INSTRUCTION)}{_SEPARATE}{contents[0]}"
    contents[-1] += _END
    return [
        paragraph(style_id(role), content, spacing_of(style_of(document.styles, role), scale))
        for role, content in zip(map(_role, entries), contents, strict=True)
    ]


def _role(entry: TocEntry) -> str:
    return CONTENTS_ROLES[entry.level]


def _line(entry: TocEntry, number: str) -> str:
    target = bookmark(entry.target)
    reference = field(f"PAGEREF {target} \\h", number)
    return (
        f'<w:hyperlink w:anchor={quoteattr(target)} w:history="1">{run(entry.text)}'
        f"<w:r><w:tab/></w:r>{reference}</w:hyperlink>"
    )


def entry_fields(entries: Sequence[TocEntry]) -> str:
    """The TC fields of a heading, which nobody sees: one for each line of the list that leads to
    it."""
    return "".join(_entry_field(entry) for entry in entries)


def _entry_field(entry: TocEntry) -> str:
    text = entry.text.replace("\\", "\\\\").replace('"', '\\"')
    instruction = f'TC "{text}" \\f C \\l "{entry.level}"'
    return f"{_BEGIN}{instruction_run(instruction)}{_END}"
