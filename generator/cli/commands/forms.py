"""juesuan forms: list the forms; show, make or check one."""

from __future__ import annotations

import argparse

from generator.cli.options import roots_of
from generator.forms.folders import Roots
from generator.pipeline.exit_codes import OK, CommandError, exit_code
from generator.workshop.duties import report_of
from generator.workshop.forms import listing, new_form, shown
from generator.workshop.probe import ProbeError


def run(options: argparse.Namespace) -> int:
    """Carry out one of the four. Raises CommandError, FormError, OSError."""
    roots = roots_of(options)
    if options.action == "check":
        return _check(options, roots)
    if options.action == "show":
        print(shown(options.name, roots))
    elif options.action == "new":
        print(new_form(options.name, options.extends, roots))
    else:
        print(listing(roots))
    return OK


def _check(options: argparse.Namespace, roots: Roots) -> int:
    try:
        text, met = report_of(options.name, options.file, roots)
    except ProbeError as error:
        raise CommandError(f"不能用 {options.file} 试印：{error}") from error
    print(text)
    return exit_code(failed=not met)
