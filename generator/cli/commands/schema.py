"""juesuan schema: the JSON Schema of data files, for editors."""

from __future__ import annotations

import argparse

from generator.cli.console import print_json
from generator.manual.schema import schema_text
from generator.pipeline.exit_codes import OK


def run(_options: argparse.Namespace) -> int:
    """Print the JSON Schema of data files."""
    print_json(schema_text().rstrip("\n"))
    return OK
