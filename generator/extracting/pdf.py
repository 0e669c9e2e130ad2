"""A PDF (.pdf) → its paragraphs and tables with their pages. The library reads it in a process of
its own, which may neither take long nor much memory."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TypedDict

from generator.extracting.content import (
    Extract,
    ExtractedCell,
    ExtractedParagraph,
    ExtractedTable,
    Omission,
)
from generator.extracting.content import Spot as At
from generator.extracting.limits import (
    MAX_CELLS,
    MAX_PAGE_SIGNS,
    MAX_PAGES,
    MAX_PDF,
    PDF_MEMORY,
    PDF_SECONDS,
    WHOLE_DOCUMENT,
    UnreadableError,
)
from generator.extracting.reader_process import run_reader, wanted_memory
from generator.extracting.text_bytes import start_of

_GIVES_UP = (-6, 0xE0000008)
"""How the library ends a process that gets no more memory: by SIGABRT, on Windows by this code."""
SCANNED, DRAWN = "扫描页", "图形页"
"""Pages of which something is not read: without text, and with lines that are no tables."""
_WITH_TEXT = "找到生成它的 Word 文件，或用能识别文字的软件转成有文字的 PDF，再审核"
_SIMPLER = "把文件另存为 Word，或用打印的办法重新生成 PDF，再审核"
_REASONS = {
    "missing": (
        "要读 PDF，还缺一个组件（pypdfium2）",
        "运行 pip install pypdfium2；或把文件另存为 Word 再审核",
    ),
    "password": ("加了打开密码，打不开", "用阅读器打开，另存为不带密码的 PDF，再审核"),
    "damaged": ("已经损坏，读不出来", "用阅读器打开看是不是完整，再另存"),
    "pages": (f"页数太多，超过 {MAX_PAGES} 页", "分成几个文件"),
    "signs": (f"有一页的字太多，超过 {MAX_PAGE_SIGNS // 10_000} 万字", _SIMPLER),
    "characters": (f"太长：超过 {WHOLE_DOCUMENT.characters // 10_000} 万字", "分成几个文件"),
    "cells": (f"里的表太多：合计超过 {MAX_CELLS // 10_000} 万格", "分成几个文件"),
    "memory": (f"太复杂，读它要的内存太多（超过 {PDF_MEMORY // 1_000_000} MB）", _SIMPLER),
}


class RawBlock(TypedDict):
    """A paragraph (``text``) or a table (``rows`` of text, columns and rows covered)."""

    page: int
    text: str
    rows: list[list[tuple[str, int, int]]]


class RawPdf(TypedDict):
    """What the process hands over."""

    error: str
    pages: int
    scanned: list[int]
    drawn: list[int]
    blocks: list[RawBlock]


def read_pdf(path: Path) -> Extract:
    """What a PDF says. Raises UnreadableError, for scanned pages alone too."""
    if not start_of(path, 1024, MAX_PDF).lstrip().startswith(b"%PDF"):
        raise UnreadableError("不是 PDF 文件", "检查文件有没有拷贝完")
    raw = _extracted(path)
    if raw["error"]:
        raise UnreadableError(*_REASONS.get(raw["error"], _REASONS["damaged"]))
    if raw["scanned"] and len(raw["scanned"]) == raw["pages"]:
        raise UnreadableError("是扫描件，只有图片，没有文字", _WITH_TEXT)
    blocks: list[ExtractedParagraph | ExtractedTable] = []
    tables = 0
    for number, block in enumerate(raw["blocks"], 1):
        if block["rows"]:
            tables += 1
            blocks.append(_table(block, number, tables))
        else:
            blocks.append(ExtractedParagraph(block["text"], At(number, page=block["page"])))
    omissions = [Omission(SCANNED, At(0, page=page)) for page in raw["scanned"]]
    omissions += [Omission(DRAWN, At(0, page=page)) for page in raw["drawn"]]
    return Extract(tuple(blocks), tuple(omissions))


def _table(block: RawBlock, number: int, table: int) -> ExtractedTable:
    page = block["page"]
    rows = tuple(
        tuple(
            ExtractedCell(text, At(number, table, row, column, page), columns, height)
            for column, (text, columns, height) in enumerate(cells, 1)
        )
        for row, cells in enumerate(block["rows"], 1)
    )
    return ExtractedTable(rows, At(number, table, 1, 1, page))


def _extracted(path: Path) -> RawPdf:
    """What the process says of a file."""
    place = str(path.absolute())
    try:
        done = run_reader(
            "generator.extracting.pdf_process", place, seconds=PDF_SECONDS, memory=PDF_MEMORY
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(f"太复杂，{PDF_SECONDS} 秒还没有读完", _SIMPLER) from error
    if wanted_memory(done) or done.returncode in _GIVES_UP:
        raise UnreadableError(*_REASONS["memory"])
    if done.returncode:
        raise UnreadableError(*_REASONS["damaged"])
    raw: RawPdf = json.loads(done.stdout)
    return raw
