"""juesuan diff: two data files, the documents they make, and what differs."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from generator.document.compare.documents import Comparison, compare
from generator.document.compare.showing import shown, signed, summary
from generator.document.tree import Document
from generator.forms.folders import OWN, Roots
from generator.pipeline.checking import check
from generator.pipeline.exit_codes import CommandError
from generator.pipeline.formats import FORMATS, Layout
from generator.pipeline.inputs import not_one_file
from generator.pipeline.lock import locked
from generator.pipeline.outputs import Aside, sweep, write_documents
from generator.writers.seal import sealed


class DiffResult(Struct, frozen=True):
    """What differs, the files written that show it, and those that were put aside for them."""

    found: Comparison
    files: tuple[Path, ...] = ()
    aside: tuple[Aside, ...] = ()


def diff(old: Path, new: Path, output: Path, roots: Roots = OWN) -> DiffResult:
    """Compare the documents of two files, and write the comparison as a page and as a Word file with tracked changes. Raises CommandError, OSError."""
    before, after = _document(old, roots), _document(new, roots)
    found = compare(before, after)
    if found.same:
        return DiffResult(found)
    document = shown(found, after, (old.name, new.name))
    stem = f"{new.stem}（与{old.stem}对照）" if old.stem != new.stem else f"{new.stem}（两稿对照）"
    # Without pages set: what is compared has no list of contents.
    forms = [FORMATS[name] for name in ("html", "docx")]
    contents = {form.ending: form.write(document, Layout()) for form in forms}
    files = {output / f"{stem}{ending}": sealed(data, ending) for ending, data in contents.items()}
    with locked(output):
        sweep(files)
        aside = write_documents(files)
    return DiffResult(found, tuple(files), aside)


def _document(path: Path, roots: Roots) -> Document:
    if wrong := not_one_file(path):
        raise CommandError(wrong)
    checked = check(path, roots, sheets=True)
    if checked.document is None:
        raise CommandError(
            f"{path} 还生成不了文档，不能对照：先运行 juesuan check {path}，把错误改好"
        )
    return checked.document


def show(compared: DiffResult) -> None:
    """Print what differs: figures in a table, sentences by section, tables by rows."""
    from rich.console import Console
    from rich.table import Table

    found, files = compared.found, compared.files
    if found.figures:
        table = Table(title="变动的数")
        for head in ("位置", "旧", "新", "相差"):
            table.add_column(head, justify="left" if head == "位置" else "right", overflow="fold")
        for one in found.figures:
            table.add_row(one.where, one.old, one.new, signed(one.difference))
        Console().print(table)
    for text in found.texts:
        print(f"【{text.where}】")
        print(
            "\n".join(
                f"  {mark} {words}" for mark, words in (("-", text.old), ("+", text.new)) if words
            )
        )
    for change in found.tables:
        rows = (
            f"变动的行：{'、'.join(change.rows)}"
            if change.rows
            else "变动的数见上"
            if change.keys
            else "表头变动"
        )
        told = "新增的表" if change.old is None else "删去的表" if change.new is None else rows
        print(f"【{change.name}】{told}")
    print(summary(found))
    for doubt in found.doubts:
        print(f"注意：{doubt}。")
    if files:
        print(f"带修订标记的对照：{'、'.join(str(file) for file in files)}")
    for put in compared.aside:
        print(put.line)
