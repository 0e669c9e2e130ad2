"""A Word file or a web page, read in a process of its own, which may neither take long nor much memory:
a small file may be laid out so that a library takes minutes, or gigabytes, for it."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from generator.extracting.content import Extract
from generator.extracting.limits import MAX_FILE, READING_MEMORY, READING_SECONDS, UnreadableError
from generator.extracting.reader_process import run_reader, wanted_memory
from generator.extracting.text_bytes import start_of

_PAGE = "用浏览器打开，把正文复制到 Word 里，保存后再审核"
_WAYS_OUT: Mapping[str, str] = {
    ".docx": "用 Word 打开，另存一份再审核；还是不行，分成几个文件",
    ".html": _PAGE,
    ".htm": _PAGE,
}
"""What to do about a file on which the process gave up, by the ending of its name."""


class ReaderResult(Struct, frozen=True):
    """What the process hands over: what a file says, or why it cannot be read, and what to do."""

    message: str = ""
    fix: str = ""
    since: str = ""
    extract: Extract = Extract(())


def read_apart(path: Path) -> Extract:
    """What a Word file or a web page says. Raises UnreadableError."""
    way_out = _WAYS_OUT[path.suffix.lower()]
    start_of(path, 1, MAX_FILE)  # what cannot be opened needs no process
    try:
        done = run_reader(
            "generator.extracting.apart_process",
            str(path.absolute()),
            seconds=READING_SECONDS,
            memory=READING_MEMORY,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(f"太复杂，{READING_SECONDS} 秒还没有读完", way_out) from error
    if wanted_memory(done):
        most = READING_MEMORY // 1_000_000
        raise UnreadableError(f"太复杂，读它要的内存太多（超过 {most} MB）", way_out)
    try:
        reading = msgspec.json.decode(done.stdout, type=ReaderResult)
    except msgspec.DecodeError as error:
        raise UnreadableError("读不出来", way_out) from error
    if reading.message:
        raise UnreadableError(reading.message, reading.fix, reading.since)
    return reading.extract
