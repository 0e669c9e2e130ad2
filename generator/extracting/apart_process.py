"""Run as a program of its own: a Word file or a web page → what it says as JSON on standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from generator.extracting.apart import ReaderResult
from generator.extracting.limits import WHOLE_DOCUMENT, UnreadableError
from generator.extracting.size import refuse_too_much
from generator.extracting.web import read_web
from generator.extracting.word import read_word


def main() -> None:
    """Read the file that the command line names."""
    path = Path(sys.argv[1])
    try:
        if path.suffix.lower() == ".docx":
            extract = read_word(path, WHOLE_DOCUMENT)
        else:
            extract = read_web(path)
        reading = ReaderResult(extract=refuse_too_much(extract))
    except UnreadableError as error:
        reading = ReaderResult(error.message, error.fix, error.since)
    sys.stdout.buffer.write(msgspec.json.encode(reading))


if __name__ == "__main__":
    main()
