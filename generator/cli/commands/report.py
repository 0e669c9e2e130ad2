"""juesuan report: the documents of data files, in the formats asked for."""

from __future__ import annotations

import argparse
from functools import partial

from generator.cli.options import roots_of
from generator.fonts.setting import MACHINE_FONTS, SHIPPED_FONTS
from generator.pipeline.batch.job import Job
from generator.pipeline.batch.pool import cores
from generator.pipeline.batch.record import records
from generator.pipeline.batch.run import RunOptions, run_all
from generator.pipeline.batch.summary import print_result, summary_table
from generator.pipeline.exit_codes import CommandError, exit_code
from generator.pipeline.formats import FORMATS
from generator.pipeline.inputs import data_files_of, each_once, refuse_collisions
from generator.pipeline.units import units_in

_FONTS = {"": "", "own": SHIPPED_FONTS, "system": MACHINE_FONTS}
"""What --fonts answers to the setting 字体."""


def run(options: argparse.Namespace) -> int:
    """Make and write the documents. Raises CommandError, FormError, OSError."""
    formats = _formats(options.format)
    files = data_files_of(options.files)
    if options.with_units:
        # A 部门 comes before its units, so that its findings are read first.
        files = each_once(file for path in files for file in (path, *units_in(path)))
    refuse_collisions(files, "，或分别用 -o 放到不同文件夹")
    roots, folder = roots_of(options), records()
    jobs = [
        Job(
            number,
            path,
            options.output,
            formats,
            roots,
            folder,
            engine=options.engine,
            fonts=_FONTS[options.fonts],
        )
        for number, path in enumerate(files)
    ]
    results = run_all(
        jobs, _run_options(options, len(jobs)), partial(print_result, count=len(jobs))
    )
    summary_table(results)
    failed = any(result.failed for result in results)
    return max(exit_code(failed=failed), *(result.code for result in results))


def _formats(text: str) -> tuple[str, ...]:
    """The formats named in a list with commas. Raises CommandError for one that is unknown."""
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        listed = "、".join(unknown) or "（空）"
        raise CommandError(f"不认识的格式：{listed}；可用：{','.join(FORMATS)}")
    return names


def _run_options(options: argparse.Namespace, count: int) -> RunOptions:
    """How the run is made: on how many processes, or on which cluster."""
    elsewhere = None
    if options.cluster:
        # Dask is an extra that few have.
        from generator.pipeline.batch.cluster import on_cluster

        elsewhere = partial(on_cluster, options.cluster)
    return RunOptions(options.jobs or (cores() if count > 1 else 1), options.force, elsewhere)
