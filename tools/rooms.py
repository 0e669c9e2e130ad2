"""The list of rooms and files in ARCHITECTURE.md, from the first sentences of the modules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "ARCHITECTURE.md"
BEGIN = "<!-- rooms: written by tools/pages.py from the first sentence of each module -->\n"
END = "<!-- /rooms -->\n"
ORDER = (
    "money",
    "bounds",
    "fonts",
    "findings",
    "reading",
    "yaml_edit",
    "repair",
    "extracting",
    "model",
    "ledger",
    "importing",
    "statements",
    "checks",
    "forms",
    "templating",
    "document",
    "interface",
    "writers",
    "pipeline",
    "audit",
    "rolling",
    "site",
    "workshop",
    "manual",
    "web",
    "cli",
    "desk",
)
"""The rooms; each imports only from itself and from those before it."""


def architecture() -> str:
    """ARCHITECTURE.md with the list of files as it is now. Raises ValueError without its marks."""
    page = PAGE.read_text(encoding="utf-8")
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not (begin and end):
        raise ValueError("ARCHITECTURE.md has no marks for the list of rooms")
    lines = "\n".join(_rooms()).strip()
    return f"{head}{begin}\n{lines}\n\n{end}{tail}"


def first_sentence(path: Path) -> str:
    """The first sentence of a module's docstring, on one line; "" without a docstring."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    paragraph = " ".join(text.split("\n\n")[0].split())
    return re.split(r"(?<=[.。])\s", paragraph, maxsplit=1)[0]


def _rooms() -> Iterator[str]:
    generator = ROOT / "generator"
    for room in ORDER:
        folder = generator / room
        if not folder.is_dir():
            yield f"\n**`{room}.py`** — {first_sentence(folder.with_suffix('.py'))}"
            continue
        yield f"\n### {room}\n\n{first_sentence(folder / '__init__.py')}\n"
        yield from _files(folder, folder)


def _files(folder: Path, room: Path) -> Iterator[str]:
    """A line for each module of a folder, then those of the folders in it."""
    for path in sorted(folder.glob("*.py")):
        if path.name != "__init__.py":
            yield f"- `{path.relative_to(room)}` — {first_sentence(path)}"
    for inner in sorted(path for path in folder.iterdir() if (path / "__init__.py").is_file()):
        yield f"- **`{inner.relative_to(room)}/`** — {first_sentence(inner / '__init__.py')}"
        yield from _files(inner, room)
