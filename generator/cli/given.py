"""What a command is given: files, or folders whose data files are meant."""

from __future__ import annotations

from pathlib import Path


def data_files_in(path: Path) -> list[Path]:
    """The file itself, or the data files of a folder in order (not those of folders in it)."""
    if not path.is_dir():
        return [path]
    return sorted(one for one in path.iterdir() if one.suffix.lower() in (".yaml", ".yml") and not one.name.startswith("."))
