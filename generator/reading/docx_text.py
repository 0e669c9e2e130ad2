"""The text of a .docx that a clerk attaches: paragraphs only."""

from __future__ import annotations

from pathlib import Path

from generator.reading.files import is_file
from generator.reading.place import Finding, Level, Place
from generator.reading.rule import Group, declare

FILE = declare("附件文件", Group.READING, Level.ERROR, "附件的 Word 文件要能读", "附件读不出来，第四部分就缺一块。", "四川公开件的写法")
TABLES = declare("附件里的表", Group.READING, Level.WARNING, "附件的 Word 文件只有文字", "表不会自动搬过来，要另行处理。", "四川公开件的写法")


def read_docx_text(path: Path, place: Place) -> tuple[str | None, list[Finding]]:
    """The paragraphs of a Word file, a line each; None with a finding when it cannot be read. Tables are reported, not taken over."""
    from docx import Document  # heavy: only when a file has a .docx
    from docx.opc.exceptions import PackageNotFoundError

    if not is_file(path):
        return None, [FILE.at(place, f"没有这个文件：{path.name}", "把文件放在数据文件旁边，或改用“正文: |”直接写文字")]
    try:
        word = Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError):
        return None, [FILE.at(place, f"{path.name} 不是能读的 Word 文件（.docx）", "用 Word 另存为 .docx 格式")]
    findings = []
    if word.tables:
        findings.append(TABLES.at(place, f"{path.name} 里有 {len(word.tables)} 张表，只取文字，表没有取", "把表的内容写成文字，或另附"))
    return "\n".join(paragraph.text for paragraph in word.paragraphs), findings
