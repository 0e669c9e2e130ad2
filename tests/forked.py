"""The command line in a process of its own that need not start: a copy of the process of the tests.

To start Python and load the program takes a second, ten times as long as most commands.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from subprocess import CompletedProcess
from typing import IO, NoReturn

from generator.cli import process


def run(*arguments: str, encoding: str = "utf-8") -> CompletedProcess[bytes]:
    """Run a command on a console of an encoding (``gbk``, ``cp936:strict``); what it said, and its exit code."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as warned:
        child = os.fork()
        if child == 0:
            _be_the_command(arguments, encoding, said, warned)
        _, status = os.waitpid(child, 0)
        said.seek(0)
        warned.seek(0)
        return CompletedProcess(
            arguments, os.waitstatus_to_exitcode(status), said.read(), warned.read()
        )


def _be_the_command(
    arguments: tuple[str, ...], encoding: str, said: IO[bytes], warned: IO[bytes]
) -> NoReturn:
    """In the child, which never comes back: pytest must not run on in it."""
    code = 1
    try:
        for number, file in ((1, said), (2, warned)):
            os.dup2(file.fileno(), number)
        name, _, errors = encoding.partition(":")
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - it ends with the process
        sys.stdout = open(1, "w", encoding=name, errors=errors or "strict", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", 1, encoding=name, errors="backslashreplace", closefd=False)  # noqa: SIM115
        sys.argv = ["juesuan", *arguments]
        process()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
