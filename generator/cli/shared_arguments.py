"""Arguments that several commands have."""

from __future__ import annotations

import argparse
from pathlib import Path


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


def add_data_files(parser: argparse.ArgumentParser) -> None:
    """Add the data files that a command works on."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="数据文件",
        type=Path,
        help="数据文件，或文件夹（取其中全部 .yaml，不含下级文件夹）",
    )


def add_output(parser: argparse.ArgumentParser, default: str, text: str) -> None:
    """Give a command the option -o, the folder that it writes to."""
    parser.add_argument(
        "-o", "--output", type=Path, default=Path(default), metavar="文件夹", help=text
    )


def add_templates(parser: argparse.ArgumentParser) -> None:
    """Add the option that names another folder of forms."""
    # SUPPRESS: the option may stand before or after the inner command, and an inner default would
    # hide it.
    parser.add_argument(
        "--templates",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="文件夹",
        help="另外到这个文件夹里找版式",
    )


def add_allow_folder(parser: argparse.ArgumentParser) -> None:
    """Add the option that lets a data file name files elsewhere."""
    parser.add_argument(
        "--allow-folder",
        type=_folder,
        action="append",
        metavar="文件夹",
        help=(
            "数据文件里写的上年、汇总、附件文件，链接指到的数据文件，"
            "也可以在这个文件夹里（可写几次）"
        ),
    )


def add_fonts(parser: argparse.ArgumentParser, usual: str) -> None:
    """Add the option that says whose typefaces print; ``usual`` says what is taken without it."""
    parser.add_argument(
        "--fonts",
        choices=("own", "system"),
        default="",
        metavar="字体",
        help=f"PDF 用谁的字体：own 程序自带的，system 这台电脑的；{usual}",
    )


def _folder(text: str) -> Path:
    """The folder that an option names. Raises ArgumentTypeError when it is not there."""
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"没有这个文件夹“{text}”")
    return Path(text)
