"""juesuan roll: next year's data file of each file."""

from __future__ import annotations

import argparse
import sys

from generator.cli.options import roots_of
from generator.pipeline.exit_codes import OK, USAGE, CommandError
from generator.pipeline.inputs import data_files_of
from generator.rolling.create import roll


def run(options: argparse.Namespace) -> int:
    """Write the files; one that cannot be rolled keeps no other from it."""
    code = OK
    for path in data_files_of(options.files):
        try:
            print(roll(path, roots_of(options))[1])
        except CommandError as error:
            print(error, file=sys.stderr)
            code = USAGE
    return code
