"""juesuan fix: mend one file and tell what was done."""

from __future__ import annotations

import argparse
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from generator.findings.place import has_errors
from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys
from generator.pipeline.exit_codes import exit_code
from generator.pipeline.inputs import data_files_of
from generator.pipeline.text_files import write_back
from generator.reading.files import read_bytes
from generator.reading.nodes import Node, leaves
from generator.repair.characters import visible, with_plain_breaks
from generator.repair.fix import fix_text
from generator.repair.reader import read_text


def run(options: argparse.Namespace) -> int:
    """Mend files, showing each line before and after. Raises OSError."""
    failed = False
    for path in data_files_of(options.files):
        text, left = fix_file(path, write=not options.dry_run)
        print(text)
        failed = failed or left
    return exit_code(failed=failed)


def fix_file(path: Path, *, write: bool) -> tuple[str, bool]:
    """Mend a file (or only tell how).

    Returns what to print, and whether something is left that keeps the file from being read.
    """
    read = read_bytes(path, str(path))
    if read.text is None:
        return f"{path}：{read.findings[0].message}\n    → {read.findings[0].fix}", True
    keys = known_keys(Accounts)
    fixed = fix_text(read.text, str(path), keys)
    recoded = read.encoding not in ("utf-8", "utf-8-sig")
    before, _ = read_text(read.text, str(path), keys)
    after, findings = read_text(fixed.text, str(path), keys)
    lossy = recoded and not _same_bytes(read.text, read.encoding, path)
    if lossy or _size(after) < _size(before):
        return (
            f"{path}：改了会丢内容，所以一个字也没有改。\n"
            "    → 照 juesuan check 的提示自己改，改好后另存为 UTF-8 编码",
            True,
        )
    lines = _difference(read.text, fixed.text)
    if recoded:
        lines.append("编码：改存为 UTF-8")
    if (fixed.done or recoded) and write:
        write_back(path, fixed.text, read.encoding)
    if fixed.done or recoded:
        verb = "改了" if write else "可以改"
        encoding_changed = "，并改了编码" * recoded
        lines.append(f"{path}：{verb} {fixed.done} 处{encoding_changed}。")
    else:
        lines.append(f"{path}：没有可以自动改的地方。")
    next_step = f"下一步：用 juesuan check {path}（或 make check）看金额、文字方面的问题。"
    left = has_errors(findings)
    if left:
        lines.append("还有要您自己改的：")
        for finding in findings:
            lines.append(f"    第 {finding.place.line} 行 {finding.message} → {finding.fix}")
        next_step = f"改好这几处以后，{next_step}"
    lines.append(next_step)
    return "\n".join(lines), left


def _size(node: Node | None) -> int:
    """How many values a file was read as."""
    if node is None:
        return 0
    return sum(1 for _ in leaves(node))


def _same_bytes(text: str, encoding: str, path: Path) -> bool:
    """Whether the text, in the encoding that was taken for the file's, is the file again.

    Then nothing was read that is not there.
    """
    raw = path.read_bytes()
    return text.encode(encoding, "surrogatepass") == raw or raw[:2] in (BOM_UTF16_LE, BOM_UTF16_BE)


def _difference(before: str, after: str) -> list[str]:
    """Each changed line before and after; line numbers are those that `check` has for the file."""
    broken_lines = with_plain_breaks(before)
    report = [
        f"第 {finding.place.line} 行：换掉第 {finding.place.column} 列看不见的换行"
        for finding in broken_lines.findings
    ]
    pairs = zip(broken_lines.text.split("\n"), after.split("\n"), strict=True)
    for number, (old, new) in enumerate(pairs, 1):
        if old != new:
            report += [f"第 {number} 行", f"  - {visible(old).rstrip()}", f"  + {new.rstrip()}"]
    return report
