"""python -m generator.desk: what the starters of a kit start."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from generator.desk.libraries import library_problem

MENU = ("菜单", "menu")
"""The arguments that ask for the menu instead of the browser."""


def start(arguments: Sequence[str]) -> int:
    """Run what was asked for: the workbench in the browser without arguments, the menu (菜单),
    ``--verify``, or a command of juesuan.

    Returns the exit code. What cannot run on this machine is said in Chinese first.
    """
    from generator.cli.console import say, speak_anywhere
    from generator.pipeline.exit_codes import DISK, FINDINGS, OK

    speak_anywhere()
    if list(arguments) == ["--verify"]:
        from generator.desk.checksums import verify

        if verify():
            return OK
        return FINDINGS
    if problem := library_problem():
        say(problem)
        return DISK
    from generator.desk.menu import open_workbench, serve

    if len(arguments) == 1 and arguments[0] in MENU:
        return serve()
    if arguments:
        from generator.cli import main

        return main(arguments)
    return open_workbench()


if __name__ == "__main__":
    sys.exit(start(sys.argv[1:]))
