"""juesuan explain: one rule in full, or the list of all."""

from __future__ import annotations

import argparse
import sys

from generator.manual.explain import explanation, listing
from generator.pipeline.exit_codes import OK, USAGE


def run(options: argparse.Namespace) -> int:
    """Print what there is to say of a rule."""
    if not options.rule:
        print(listing())
        return OK
    text, is_rule = explanation(options.rule)
    if not is_rule:
        print(text, file=sys.stderr)
        return USAGE
    print(text)
    return OK
