"""Arguments that several commands have."""

from __future__ import annotations

import argparse


def positive(text: str) -> int:
    """A number of one or more. Raises ArgumentTypeError."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"应是 1 或更大的整数，写的是“{text}”")
    return int(text)


def add_jobs(parser: argparse.ArgumentParser, again: str) -> None:
    """Add the options of commands that work on several files at once and pass over what has not
    changed; ``again`` is the help of the option that does everything again."""
    parser.add_argument(
        "-j",
        "--jobs",
        type=positive,
        default=0,
        metavar="个数",
        help="同时用几个进程，默认按机器的核数和内存",
    )
    parser.add_argument("--force", action="store_true", help=again)
