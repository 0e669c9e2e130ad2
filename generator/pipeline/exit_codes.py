"""The exit codes of the program: what a run says to whoever started it."""

OK, FINDINGS, USAGE, DISK, CRASH = 0, 1, 2, 3, 70
"""All is well; findings forbid publication; the command is wrong; a file cannot be read or
written; the program itself is wrong."""


def exit_code(*, failed: bool) -> int:
    """The code of a command that was carried out: whether findings are left, or not."""
    if failed:
        return FINDINGS
    return OK


class CommandError(Exception):
    """A command cannot be carried out; the text says why and what to do, in Chinese."""

    def __init__(self, why: str, code: int = USAGE) -> None:
        super().__init__(why)
        self.code = code
