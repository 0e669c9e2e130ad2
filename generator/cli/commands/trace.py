"""juesuan trace: where a printed number comes from."""

from __future__ import annotations

import argparse
import sys

from generator.cli.options import roots_of
from generator.pipeline.checking import check
from generator.pipeline.exit_codes import OK, USAGE, CommandError
from generator.pipeline.inputs import not_one_file
from generator.pipeline.tracing import trace


def run(options: argparse.Namespace) -> int:
    """Print the way of a number down to the lines on which it was typed. Raises CommandError."""
    refusal = not_one_file(options.file)
    if refusal:
        raise CommandError(refusal)
    checked = check(options.file, roots_of(options))
    if checked.document is None:
        raise CommandError(f"{options.file} 还有读不懂的地方，先用 juesuan check 看提示")
    text, is_printed = trace(checked, options.what)
    if not is_printed:
        print(text, file=sys.stderr)
        return USAGE
    print(text)
    return OK
