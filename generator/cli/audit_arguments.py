"""What the command line understands of an audit, in Chinese."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.cli.shared_arguments import add_jobs

AUDIT = "审核做好的公开文件（Word、PDF、网页、文本、Excel）"
AUDITS = "审核做好的公开文件，不论是用什么做的：各处的数对不对得上，有没有残留、缺项。不改动文件。"
"""What the command does, in the list of commands and in its own help."""


def add_audit_options(audit: argparse.ArgumentParser) -> None:
    """Add what the command audit understands to its parser."""
    audit.add_argument(
        "files",
        nargs="+",
        metavar="文件",
        type=Path,
        help="公开文件，或文件夹（取其中全部 Word、PDF、网页、文本、Excel，含下级文件夹）",
    )
    audit.add_argument("--json", action="store_true", help="输出 JSON，给别的程序用")
    audit.add_argument(
        "--against", type=Path, metavar="数据文件", help="同时与这个数据文件算出的数核对"
    )
    audit.add_argument(
        "--xlsx", type=Path, metavar="清单.xlsx", help="把各份文件的问题写成一个 Excel 清单"
    )
    audit.add_argument(
        "--units",
        type=Path,
        metavar="名单.txt",
        help="应公开的单位名单（一行一个），清单里列出还没有文件的",
    )
    audit.add_argument(
        "--comments",
        type=Path,
        metavar="文件夹",
        help="给每个 .docx 另存一份，问题写成批注，放在这个文件夹",
    )
    add_jobs(audit, "没有变动的也重新审核")
