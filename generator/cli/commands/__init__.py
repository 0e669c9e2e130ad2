"""The commands: each is a module with ``run(options)``, loaded when it is asked for."""

from __future__ import annotations

import argparse
from importlib import import_module

_MODULES = {"import": "import_workbooks"}
"""Commands whose module is called otherwise: ``import`` is a word of Python's own."""


def run(options: argparse.Namespace) -> int:
    """Carry out the parsed command; returns its exit code.

    Raises CommandError, FormError, OSError.
    """
    name = _MODULES.get(options.command, options.command)
    code: int = import_module(f"generator.cli.commands.{name}").run(options)
    return code
