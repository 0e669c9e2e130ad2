"""juesuan site: the published files of all units as a folder for a web site."""

from __future__ import annotations

import argparse

from generator.cli.options import roots_of
from generator.pipeline.batch.pool import cores
from generator.pipeline.batch.run import Manner
from generator.site.publish import shelve


def run(options: argparse.Namespace) -> int:
    """Make the site. Raises CommandError, OSError."""
    manner = Manner(options.jobs or cores(), options.force)
    shelved = shelve(options.files, options.output, options.title, manner, roots_of(options))
    print(shelved.told)
    return shelved.code
