"""Options that several commands share, made into what the rooms below take."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from generator.forms.files import FormError
from generator.forms.folders import OWN, Roots


def roots_of(options: argparse.Namespace) -> Roots:
    """Where forms are looked for: the folder of --templates first, then our own.

    Raises FormError when there is no such folder.
    """
    folder = getattr(options, "templates", None)
    if not folder:
        return OWN
    from generator.forms.form import MAIN

    if not folder.is_dir() and getattr(options, "action", None) != "new":
        raise FormError(f"--templates {folder}：没有这个文件夹")
    if (folder / MAIN).is_file():
        above = folder.resolve().parent
        raise FormError(f"--templates {folder}：这是一个版式自己的文件夹，要写它的上一级 {above}")
    return (folder.resolve(), *OWN)


def allowed_folders_of(options: argparse.Namespace) -> tuple[Path, ...]:
    """The folders besides its own from which a data file may name files."""
    folders: list[Path] = getattr(options, "allow_folder", None) or []
    return tuple(Path(os.path.abspath(folder)) for folder in folders)
