"""Where forms are looked for. Apart from form.py, so that a command can name the folders without loading what reads them."""

from __future__ import annotations

from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

Roots = tuple[Path, ...]
"""Folders of forms, the most special one first."""

OWN: Roots = (TEMPLATES,)
