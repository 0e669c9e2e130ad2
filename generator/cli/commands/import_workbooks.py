"""juesuan import: workbooks → a new data file, or into one that exists."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generator.pipeline.exit_codes import CommandError, exit_code
from generator.pipeline.import_workbooks import ImportRefusedError, plan_new, plan_update
from generator.pipeline.typed_commands import under_make


def run(options: argparse.Namespace) -> int:
    """Import: tell what was read, ask before a file is changed, write.

    Raises CommandError where nothing is written, OSError.
    """
    into, output = options.into, options.output
    if into is not None and output is not None:
        raise CommandError("--into 和 -o 只能写一个：--into 更新已有的数据文件，-o 生成新的")
    try:
        if into is not None:
            plan = plan_update(options.files, into, options.map, options.year)
        elif output is None or output.is_dir():
            folder = output or Path("data")
            plan = plan_new(options.files, folder, None, options.map, options.year)
        else:
            plan = plan_new(options.files, output.parent, output, options.map, options.year)
    except ImportRefusedError as refused:
        for note in refused.notes:
            print(note)
        raise
    for note in plan.notes:
        print(note)
    left = exit_code(failed=plan.left)
    if plan.changes == 0:
        return left
    if plan.changes is not None and not options.yes and not _agreed(into):
        print("没有改。")
        return left
    plan.write()
    print(plan.done)
    return left


def _agreed(into: Path) -> bool:
    if not sys.stdin.isatty():
        print(f"要写入请加 {'YES=1' if under_make() else '--yes'}。")
        return False
    return input(f"写入 {into} 吗？[y/N] ").strip().lower() in ("y", "yes", "是")
