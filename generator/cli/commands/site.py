"""juesuan site: the published files of all units as a folder for a web site."""

from __future__ import annotations

import argparse

from generator.cli.options import roots_of
from generator.pipeline.batch.pool import cores
from generator.pipeline.batch.run import RunOptions
from generator.site.publish import publish_site


def run(options: argparse.Namespace) -> int:
    """Make the site. Raises CommandError, OSError."""
    run_options = RunOptions(options.jobs or cores(), options.force)
    roots = roots_of(options)
    result = publish_site(options.files, options.output, options.title, run_options, roots)
    print(result.message)
    return result.code
