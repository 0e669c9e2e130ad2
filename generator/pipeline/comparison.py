"""juesuan diff: two data files, the documents they make, and what differs."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from generator.document.compare.documents import Comparison, TableChange, TextChange, compare
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


class WrittenComparison(Struct, frozen=True):
    """What differs, the files written that show it, and those that were put aside for them."""

    comparison: Comparison
    files: tuple[Path, ...] = ()
    aside: tuple[Aside, ...] = ()


def diff(old: Path, new: Path, output: Path, roots: Roots = OWN) -> WrittenComparison:
    """Compare the documents of two data files, and write into ``output`` what differs.

    It is written as a page and as a Word file with tracked changes; nothing is written where
    nothing differs. Raises CommandError for a file that makes no document, OSError.
    """
    before, after = _document(old, roots), _document(new, roots)
    comparison = compare(before, after)
    if comparison.same:
        return WrittenComparison(comparison)
    document = shown(comparison, after, (old.name, new.name))
    counterpart = "两稿"
    if old.stem != new.stem:
        counterpart = f"与{old.stem}"
    stem = f"{new.stem}（{counterpart}对照）"
    # Without pages set: what is compared has no list of contents.
    forms = [FORMATS[name] for name in ("html", "docx")]
    contents = {form.ending: form.write(document, Layout()) for form in forms}
    files = {output / f"{stem}{ending}": sealed(data, ending) for ending, data in contents.items()}
    with locked(output):
        sweep(files)
        aside = write_documents(files)
    return WrittenComparison(comparison, tuple(files), aside)


def _document(path: Path, roots: Roots) -> Document:
    """The document of a data file. Raises CommandError where none can be made."""
    refusal = not_one_file(path)
    if refusal:
        raise CommandError(refusal)
    checked = check(path, roots, sheets=True)
    if checked.document is None:
        raise CommandError(
            f"{path} 还生成不了文档，不能对照：先运行 juesuan check {path}，把错误改好"
        )
    return checked.document


def show(written: WrittenComparison) -> None:
    """Print what differs: figures in a table, sentences by section, tables by rows."""
    comparison = written.comparison
    if comparison.figures:
        _show_figures(comparison)
    for text in comparison.texts:
        _show_text(text)
    for table in comparison.tables:
        print(f"【{table.name}】{_table_change(table)}")
    print(summary(comparison))
    for doubt in comparison.doubts:
        print(f"注意：{doubt}。")
    if written.files:
        print(f"带修订标记的对照：{'、'.join(map(str, written.files))}")
    for put in written.aside:
        print(put.line)


def _show_figures(comparison: Comparison) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="变动的数")
    table.add_column("位置", justify="left", overflow="fold")
    for head in ("旧", "新", "相差"):
        table.add_column(head, justify="right", overflow="fold")
    for change in comparison.figures:
        table.add_row(change.where, change.old, change.new, signed(change.difference))
    Console().print(table)


def _show_text(text: TextChange) -> None:
    lines = [f"【{text.where}】"]
    if text.old:
        lines.append(f"  - {text.old}")
    if text.new:
        lines.append(f"  + {text.new}")
    print("\n".join(lines))


def _table_change(change: TableChange) -> str:
    """What became of a table, in a few words."""
    if change.old is None:
        return "新增的表"
    if change.new is None:
        return "删去的表"
    if change.rows:
        return f"变动的行：{'、'.join(change.rows)}"
    if change.keys:
        return "变动的数见上"
    return "表头变动"
