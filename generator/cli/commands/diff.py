"""juesuan diff: what differs between the documents of two data files."""

from __future__ import annotations

import argparse

from generator.cli.options import roots_of
from generator.pipeline.comparison import diff, show
from generator.pipeline.exit_codes import OK


def run(options: argparse.Namespace) -> int:
    """Show what differs, and write it. Raises CommandError, OSError."""
    show(diff(options.old, options.new, options.output, roots_of(options)))
    return OK
