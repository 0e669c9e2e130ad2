"""juesuan new: a new data file to fill in."""

from __future__ import annotations

import argparse

from generator.pipeline.exit_codes import OK
from generator.pipeline.new_file import create


def run(options: argparse.Namespace) -> int:
    """Write the file. Raises CommandError where it cannot be made, OSError."""
    print(f"已生成 {create(options.unit, options.year, options.output)}，请打开填写。")
    return OK
