"""A PDF → a file that is attached to it, by name, within bounds of size, memory and time.

The library that reads PDF runs in a process of its own (this module, run as a program): a PDF may
come from anywhere, and nothing in it decides how long we read, nor how much memory that takes.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MAX_PDF = 60_000_000
"""Bytes of the PDF: those of the program have one or two million."""
MAX_ATTACHED = 20_000_000
"""Bytes of the attached file, unpacked."""
SECONDS = 30
MEMORY = 1_500_000_000
_FOUND, _MISSING, _LOCKED, _TOO_LARGE, _DAMAGED = 0, 11, 12, 13, 14
"""The exit codes of the program; 1 and 2 are Python's own."""


class PdfError(Exception):
    """A PDF cannot be read; the text says why and what to do, in Chinese, without its name."""


def attached_file(path: Path, name: str) -> bytes | None:
    """The file of that name inside a PDF; None where there is none.

    Raises PdfError, with words for the clerk, and OSError.
    """
    if path.stat().st_size > MAX_PDF:
        raise PdfError(f"太大（{path.stat().st_size // 1_000_000} MB），请检查是否选错了文件")
    # What runs in the process imports nothing of the program but this module.
    from generator.extracting.reader_process import run_reader, wanted_memory
    from generator.reading.files import cannot_open

    try:
        path.open("rb").close()
    except PermissionError as error:
        raise PdfError("；".join(cannot_open(error))) from error
    try:
        done = run_reader(
            "generator.extracting.pdf_files", str(path), name, seconds=SECONDS, memory=MEMORY
        )
    except subprocess.TimeoutExpired:
        raise PdfError(f"读了 {SECONDS} 秒还没有读完；{_AGAIN}") from None
    if b"ModuleNotFoundError" in done.stderr:
        raise PdfError("要用读 PDF 的组件 pypdf，这台机器没有；请运行 make setup")
    if done.returncode == _FOUND:
        return done.stdout
    if done.returncode == _MISSING:
        return None
    if wanted_memory(done):
        raise PdfError(_REASONS[_TOO_LARGE])
    raise PdfError(_REASONS.get(done.returncode, _REASONS[_DAMAGED]))


_AGAIN = "请从单位的网站重新下载，或向发布的单位要原文件"
_REASONS = {
    _LOCKED: "加了密码，打不开；请先去掉密码，或向发布的单位要原文件",
    _TOO_LARGE: f"里面附的数据太大，不像是一份决算公开；{_AGAIN}",
    _DAMAGED: f"读不出来，可能没有下载完整；{_AGAIN}",
}


def main() -> int:
    """Write the file of a name in a PDF to standard output; the exit code says what was found."""
    _, path, name = sys.argv
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return _LOCKED
        files = [file for file in reader.attachment_list if file.name == name]
        if not files:
            return _MISSING
        size = files[0].size
        if size is not None and size > MAX_ATTACHED:
            return _TOO_LARGE
        content = files[0].content
    except FileNotDecryptedError:
        return _LOCKED
    except MemoryError:
        return _TOO_LARGE
    except Exception:  # whatever a damaged file makes the library do
        return _DAMAGED
    if len(content) > MAX_ATTACHED:
        return _TOO_LARGE
    sys.stdout.buffer.write(content)
    return _FOUND


if __name__ == "__main__":
    sys.exit(main())
