"""Units for the tests of the site, and the command that makes it."""

from __future__ import annotations

import csv
import gzip
import io
from html.parser import HTMLParser
from pathlib import Path

from generator.cli import main
from generator.interface.fields import CSV, names
from tests import department

LONE = department.HALL.replace("某市丙馆", "某市丁所")


BEFORE = department.HALL.replace("年度: 2023", "年度: 2022").replace("2024-", "2023-")


BAD = department.HALL.replace("某市丙馆", "某市坏所").replace(", 原因: 厉行节约", "")


def lone(folder: Path, text: str = LONE, name: str = "丁所-2023") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def make_site(data: Path, target: Path, *more: str) -> int:
    """Run the command in this process."""
    return main(["site", str(data), "-o", str(target), "-j", "1", *more])


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Links(HTMLParser):
    """Every address in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            value or ""
            for name, value in attrs
            if name in ("href", "src", "action", "data", "poster", "srcset")
        ]


def read_csv(path: Path) -> list[dict[str, str]]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(next(csv.reader(io.StringIO(data.decode("utf-8-sig"))))) == list(
        names(CSV[path.name.removesuffix(".gz")])
    )
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
