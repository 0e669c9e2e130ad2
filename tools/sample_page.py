"""The picture of two finished pages in README: ``python tools/sample_page.py``.

It is made of the PDF of an example, and keeps in itself a digest of the words that it shows: a test
holds that against what the example says now. ``tools/pictures.py`` makes it with all others.
"""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from generator.pipeline.checking import check  # noqa: E402
from generator.writers.pdf import write_pdf  # noqa: E402

UNIT = ROOT / "data" / "云汀区文旅局（虚构）-2023.yaml"
PICTURE = ROOT / "docs" / "样页.png"
DIGEST = "words"
"""The name under which the picture keeps the digest of its words."""
_SHOWN = ("第二部分", "收入决算表")
"""Words with which the pages begin that are shown."""
_SCALE = 1.5
_HEIGHT = 900
_GAP = 24
_COLOURS = 48
_BACKGROUND, _EDGE = "#e7ebee", "#9aa5ad"


def shown_pages() -> tuple[list[Image.Image], str]:
    """The pages that are shown, and the digest of their words.

    Raises AssertionError when the example has no document.
    """
    document = check(UNIT, sheets=True).document
    assert document is not None  # noqa: S101
    pictures: list[Image.Image] = []
    words = hashlib.sha256()
    with pypdfium2.PdfDocument(io.BytesIO(write_pdf(document).data)) as pdf:
        wanted = list(_SHOWN)
        for page in pdf:
            text = "".join(page.get_textpage().get_text_bounded().split())
            if wanted and text.startswith(wanted[0]):
                wanted.pop(0)
                words.update(text.encode())
                pictures.append(page.render(scale=_SCALE).to_pil())
    assert not wanted, wanted  # noqa: S101
    return pictures, words.hexdigest()


def write() -> None:
    """Make the picture."""
    pages, words = shown_pages()
    sheets = [_sheet(page, _HEIGHT / pages[0].height) for page in pages]
    width = sum(sheet.width for sheet in sheets) + _GAP * (len(sheets) + 1)
    height = max(sheet.height for sheet in sheets) + 2 * _GAP
    picture = Image.new("RGB", (width, height), _BACKGROUND)
    left = _GAP
    for sheet in sheets:
        picture.paste(sheet, (left, (height - sheet.height) // 2))
        left += sheet.width + _GAP
    kept = PngInfo()
    kept.add_text(DIGEST, words)
    picture.quantize(_COLOURS).save(PICTURE, optimize=True, pnginfo=kept)


def _sheet(page: Image.Image, scale: float) -> Image.Image:
    """A page in the size in which it is shown, with an edge."""
    size = (round(page.width * scale), round(page.height * scale))
    return ImageOps.expand(page.convert("RGB").resize(size, Image.Resampling.LANCZOS), 1, _EDGE)


if __name__ == "__main__":
    write()
    sys.exit()
