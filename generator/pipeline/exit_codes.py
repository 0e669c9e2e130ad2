"""The exit codes of the program: what a run says to whoever started it."""

OK, FINDINGS, USAGE, DISK, CRASH = 0, 1, 2, 3, 70
"""All is well; findings forbid publication; the command is wrong; a file cannot be read or
written; the program itself is wrong."""
