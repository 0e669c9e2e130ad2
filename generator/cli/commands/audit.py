"""juesuan audit: finished documents, whoever made them, held against themselves."""

from __future__ import annotations

import argparse
import sys

from generator.audit.audited_file import AuditedFile, AuditJob
from generator.audit.comments import with_comments
from generator.audit.report import as_json, text_of, total
from generator.audit.run import audit_files, documents_of
from generator.audit.workbook import write_workbook
from generator.cli.console import print_json
from generator.pipeline.exit_codes import CommandError, exit_code
from generator.pipeline.inputs import not_one_file


def run(options: argparse.Namespace) -> int:
    """Audit documents. Raises CommandError, OSError."""
    data = ""
    if options.against is not None:
        wrong = not_one_file(options.against)
        if wrong:
            raise CommandError(wrong)
        data = str(options.against)
    paths = documents_of(options.files)
    jobs = [AuditJob(str(path), data) for path in paths]
    files: list[AuditedFile] = []
    for file in audit_files(jobs, options.jobs, force=options.force):
        files.append(file)
        if not options.json:
            for line in text_of(file):
                print(line, flush=True)
    if options.json:
        print_json(as_json(files))
    elif len(files) > 1:
        print(total(files))
    if options.xlsx is not None:
        write_workbook(options.xlsx, files, options.units)
        print(f"清单写在 {options.xlsx}", file=sys.stderr)
    if options.comments is not None:
        for written in with_comments(files, options.comments):
            if written.error:
                message = f"没有加批注 {written.source}：{written.error}；{written.fix}"
                print(message, file=sys.stderr)
            else:
                print(f"加了批注：{written.target}", file=sys.stderr)
    return exit_code(failed=any(file.failed for file in files))
