"""Where forms are looked for, and the file that `juesuan new` begins with.

Apart from form.py, so that a command can name the folders without loading what reads them.
"""

from __future__ import annotations

from pathlib import Path

_PROGRAM = Path(__file__).resolve().parents[1]
_PLACES = (_PROGRAM / "templates", _PROGRAM.parent / "templates")
"""In an installed program (setup.py puts them there), and in a checkout."""

TEMPLATES = next((folder for folder in _PLACES if folder.is_dir()), _PLACES[-1])
"""The forms that travel with the program. Nothing else in the code says where they are."""

INSTALLED = _PLACES[0].is_dir()
"""Whether they lie within the program, where a new version replaces them: nothing is put there."""

Roots = tuple[Path, ...]
"""Folders of forms, the most special one first."""

OWN: Roots = (TEMPLATES,)
