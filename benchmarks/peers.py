"""The same content by other ways: docxtpl, LibreOffice, Chromium, Typst, and WeasyPrint with its default settings. One that is not installed is left out."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from generator.document.tree import Document, Heading, Paragraph, Table, plain

Lines = list[tuple[str, object]]


def content(document: Document) -> Lines:
    """A document as plain content: ("h", text), ("p", text), ("t", rows of texts)."""
    found: Lines = []
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Heading):
                found.append(("h", plain(block.inlines)))
            elif isinstance(block, Paragraph):
                found.append(("p", plain(block.inlines)))
            elif isinstance(block, Table):
                width = max(sum(cell.colspan for cell in row.cells) for row in block.body) if block.body else 1
                rows = [[text for cell in row.cells for text in (plain(cell.inlines), *[""] * (cell.colspan - 1))] for row in block.body]
                found.append(("t", [(row + [""] * width)[:width] for row in rows]))
    return found


def docxtpl(lines: Lines, folder: Path) -> Callable[[], object] | None:
    """Filling a Word template with a loop for each table; None without docxtpl."""
    if importlib.util.find_spec("docxtpl") is None:
        return None
    from docx import Document as Word
    from docxtpl import DocxTemplate

    word = Word()
    for number, (kind, value) in enumerate(lines):
        if kind == "t" and isinstance(value, list) and value:
            table = word.add_table(rows=3, cols=len(value[0]))
            table.rows[0].cells[0].text = "{%tr for row in c[" + str(number) + "][1] %}"
            for column, cell in enumerate(table.rows[1].cells):
                cell.text = "{{ row[" + str(column) + "] }}"
            table.rows[2].cells[0].text = "{%tr endfor %}"
        elif kind != "t":
            word.add_paragraph("{{ c[" + str(number) + "][1] }}", style="Heading 2" if kind == "h" else None)
    word.save(str(folder / "template.docx"))

    def fill() -> None:
        template = DocxTemplate(str(folder / "template.docx"))
        template.render({"c": lines})
        template.save(str(folder / "filled.docx"))

    return fill


def libreoffice(docx: Path, folder: Path) -> list[str] | None:
    """DOCX → PDF."""
    program = shutil.which("soffice")
    return (
        [program, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf", "--outdir", str(folder), str(docx)]
        if program
        else None
    )


def chromium(page: Path, folder: Path) -> list[str] | None:
    """HTML → PDF."""
    program = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if program is None:
        return None
    return [
        program,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder}/chrome",
        f"--print-to-pdf={folder}/chromium.pdf",
        f"file://{page}",
    ]


def bare_weasyprint(page: Path, folder: Path) -> list[str]:
    """The finished page of the web, printed by WeasyPrint as it comes."""
    script = folder / "bare.py"
    script.write_text(f"from weasyprint import HTML\nHTML({str(page)!r}).write_pdf({str(folder / 'bare.pdf')!r})\n", encoding="utf-8")
    return [sys.executable, str(script)]


def typst(lines: Lines, folder: Path) -> list[str] | None:
    """The same in Typst's markup; None without the package."""
    if importlib.util.find_spec("typst") is None:
        return None
    parts = ['#set page("a4")\n#set text(font: ("FandolFang R", "FandolSong"), size: 12pt)\n']
    for kind, value in lines:
        if kind == "t" and isinstance(value, list) and value:
            cells = ", ".join(_quoted(cell) for row in value for cell in row)
            parts.append(f"#table(columns: {len(value[0])}, {cells})\n")
        elif kind != "t":
            parts.append(f"#{'heading' if kind == 'h' else 'par'}({_quoted(str(value))})\n")
    (folder / "content.typ").write_text("".join(parts), encoding="utf-8")
    script = folder / "typst_run.py"
    script.write_text(f"import typst\ntypst.compile({str(folder / 'content.typ')!r}, output={str(folder / 'typst.pdf')!r})\n", encoding="utf-8")
    return [sys.executable, str(script)]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def present(commands: dict[str, Sequence[str] | None]) -> dict[str, Sequence[str]]:
    """The commands that there are; the others are said to be missing."""
    for name, command in commands.items():
        if command is None:
            print(f"  没有装：{name}", file=sys.stderr)
    return {name: command for name, command in commands.items() if command is not None}
