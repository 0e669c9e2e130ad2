"""juesuan serve: the workbench in the browser, over a folder of data files."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.cli.options import roots_of
from generator.pipeline.exit_codes import OK, CommandError


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C. Raises CommandError where it cannot be."""
    try:
        from generator.web.serve import serve
    except ModuleNotFoundError as error:
        raise CommandError("工作台要用的组件没有装上：pip install juesuan[web]") from error
    folder: Path = options.folder
    serve(
        folder,
        roots_of(options),
        port=options.port,
        browser=not options.no_browser,
        examples=options.examples,
    )
    return OK
