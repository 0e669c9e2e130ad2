"""Whether this user's fonts are those that ``make setup`` found: with others, the same data give
other pages."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.forms.folders import TEMPLATES
from generator.pipeline.batch.program import font_folders, home_font_folders

_PROJECT = TEMPLATES.parent
_READY = _PROJECT / ".venv" / ".ready"
"""Where the set-up notes the font files that serve (tools/bootstrap.py)."""
_SUFFIXES = (".otf", ".ttf", ".ttc", ".otc")
_STACK = re.compile(r"依次\s*:\s*\[([^\]]*)\]")
_NAMED = 3
_AGAIN = "版面会与别人生成的不同。→ 先运行 make setup，再重新生成"


def font_warning() -> str:
    """One line when pages are set in other fonts than those that the set-up found; else "".

    Where no set-up was made in this folder there is nothing to compare with.
    """
    try:
        noted = [Path(file) for file in json.loads(_READY.read_text(encoding="utf-8"))["fonts"]]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    folders = font_folders()
    lost = [file.name for file in noted if not _is_seen(file, folders)]
    if lost:
        return f"注意：准备环境时用的字体，现在的用户用不到：{_listed(lost)}；{_AGAIN}"
    added = list(_added(noted))
    if added:
        return f"注意：现在的用户另装了字体，代替了准备环境时用的：{_listed(added)}；{_AGAIN}"
    return ""


def _is_seen(file: Path, folders: Sequence[Path]) -> bool:
    """Whether a font file lies where fontconfig looks for this user."""
    return file.is_file() and any(folder in file.parents for folder in folders)


def _added(noted: Sequence[Path]) -> Iterator[str]:
    """Font files of this user alone that some form asks for, and that the set-up did not find."""
    homes = {file.parent for file in noted}
    own = [
        path
        for folder in home_font_folders()
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in _SUFFIXES and path.parent not in homes
    ]
    if own:
        wanted = _wanted()
        for path in own:
            if wanted.intersection(_families(path)):
                yield path.name


def _wanted() -> set[str]:
    """The typefaces that our forms ask for, by all their names."""
    looks = [path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*/版面.yaml")]
    stacks = [names for text in looks for names in _STACK.findall(text)]
    return {name.strip() for names in stacks for name in names.split(",")}


def _families(path: Path) -> list[str]:
    """The names of a font file, as fontconfig knows them; none where it cannot be asked."""
    asked = ["fc-scan", "--format", "%{family},", str(path)]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=10)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return []
    return [name.strip() for name in done.stdout.split(",")]


def _listed(names: Sequence[str]) -> str:
    rest = f" 等 {len(names)} 个" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + rest
