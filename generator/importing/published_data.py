"""The figures that a published PDF carries (juesuan.json), typed: docs/数据接口.md has the
fields."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from generator.extracting.pdf_files import PdfError, attached_file
from generator.importing.grid import WorkbookError

NAME = "juesuan.json"
VERSION = 2
_Text = Annotated[str, Meta(max_length=2_000)]
_Decimal = Annotated[str, Meta(pattern=r"^-?\d{1,18}(\.\d{1,18})?$")]
_Span = Annotated[int, Meta(ge=1, le=600)]


class Publisher(Struct, frozen=True):
    """Who published."""

    年度: Annotated[int, Meta(ge=2000, le=2200)]
    单位: _Text
    简称: _Text
    口径: _Text
    性质: _Text
    公开日期: _Text
    版式: _Text


class PublishedFigure(Struct, frozen=True):
    """A figure under a name that all units share."""

    名称: _Text
    数别: _Text
    数: _Decimal
    计量单位: _Text

    @property
    def value(self) -> Decimal:
        """The exact number."""
        return Decimal(self.数)


class PublishedNumber(Struct, frozen=True):
    """A printed number."""

    名称: _Text
    数: _Decimal
    计量单位: _Text


class Printed(Struct, frozen=True):
    """The numbers that are printed in one place."""

    位置: _Text
    数: Annotated[list[PublishedNumber], Meta(max_length=100_000)]


class PublishedCell(Struct, frozen=True):
    """A cell with an amount, or one that spans others."""

    文字: _Text = ""
    数: _Decimal = ""
    跨列: _Span = 1
    跨行: _Span = 1


_Rows = Annotated[
    list[Annotated[list[_Text | PublishedCell], Meta(max_length=600)]], Meta(max_length=4_000)
]


class PublishedTable(Struct, frozen=True):
    """A table of the document."""

    名称: _Text
    编号: _Text
    左上: _Text
    右上: _Text
    列数: _Span
    表头: _Rows
    表体: _Rows


class Published(Struct, frozen=True):
    """The whole file."""

    单位: Publisher
    指标: Annotated[list[PublishedFigure], Meta(max_length=20_000)]
    明细: Annotated[list[Printed], Meta(max_length=20_000)]
    附表: Annotated[list[PublishedTable], Meta(max_length=100)]


class _Version(Struct, frozen=True):
    版本: int


def is_pdf(path: Path) -> bool:
    """Whether a file is a PDF, by its first bytes; one that cannot be opened is none."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return file.read(5) == b"%PDF-"
    except OSError:
        return False


def read_published(path: Path) -> Published | None:
    """The figures inside a published PDF; None of one that carries none, as most do.

    Raises WorkbookError with words for the clerk.
    """
    try:
        content = attached_file(path, NAME)
    except PdfError as error:
        raise WorkbookError(f"{path.name} {error}") from error
    if content is None:
        return None
    damaged = f"{path.name} 里附带的数据（{NAME}）"
    try:
        version = msgspec.json.decode(content, type=_Version).版本
        if version != VERSION:
            raise WorkbookError(
                f"{damaged}是第 {version} 版，这个程序读第 {VERSION} 版", "请换用新的程序"
            )
        return msgspec.json.decode(content, type=Published)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise WorkbookError(
            f"{damaged}不完整，读不出来", "请从单位的网站重新下载，或向发布的单位要原文件"
        ) from error
