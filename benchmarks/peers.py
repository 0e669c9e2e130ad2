"""Other programs on the same content. One that is not installed is said to be missing; nothing fails for that."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.measure import Task, process, python

MISSING = "没有装"


def found(*names: str) -> str | None:
    """The first of these programs that is installed."""
    return next((path for name in names if (path := shutil.which(name))), None)


def peers(folder: Path, cache: Path) -> dict[str, Task | None]:
    """What others make of the files of benchmarks.content in ``folder``: name → how to measure it, or None."""
    office, browser = (
        found("soffice", "libreoffice"),
        found("chromium", "chromium-browser", "google-chrome"),
    )
    out = str(folder / "out")
    tasks: dict[str, Task | None] = {
        "WeasyPrint 默认设置": partial(
            process,
            python("benchmarks.pdf", str(folder / "naive.html"), f"{out}-bare.pdf", "bare"),
            cache,
        ),
        "LibreOffice": None,
        "Chromium": None,
        "Typst": None,
        "docxtpl": None,
    }
    if office:
        profile = f"-env:UserInstallation=file://{cache / 'office'}"
        tasks["LibreOffice"] = partial(
            process,
            [
                office,
                profile,
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                out,
                str(folder / "unit.docx"),
            ],
            cache,
        )
    if browser:
        asked = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={cache / 'browser'}",
            f"--print-to-pdf={out}-chromium.pdf",
        ]
        tasks["Chromium"] = partial(
            process, [browser, *asked, (folder / "naive.html").as_uri()], cache
        )
    if find_spec("typst"):
        tasks["Typst"] = partial(process, python("benchmarks.peers", "typst", str(folder)), cache)
    if find_spec("docxtpl"):
        tasks["docxtpl"] = partial(
            process, python("benchmarks.peers", "docxtpl", str(folder)), cache
        )
    return tasks


def typst(folder: Path) -> None:
    """The Typst markup as PDF."""
    import typst as library

    from generator.writers.pdf.fonts import PROJECT_FONTS

    fonts = [str(one) for one in PROJECT_FONTS.folders if one.is_dir()]
    library.compile(
        str(folder / "unit.typ"), output=str(folder / "out-typst.pdf"), font_paths=fonts
    )


def docxtpl(folder: Path) -> None:
    """The docxtpl template with the blocks, several times in one process."""
    from docxtpl import DocxTemplate

    content = json.loads((folder / "filled.json").read_text(encoding="utf-8"))

    def once() -> None:
        template = DocxTemplate(str(folder / "template.docx"))
        template.render(content, autoescape=True)
        template.save(str(folder / "out-docxtpl.docx"))

    print(json.dumps(_timed(once)))


def _timed(work: Callable[[], None], repeats: int = 4) -> dict[str, float]:
    taken = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return {"冷": taken[0], "热": median(taken[1:])}


if __name__ == "__main__":
    {"typst": typst, "docxtpl": docxtpl}[sys.argv[1]](Path(sys.argv[2]))
