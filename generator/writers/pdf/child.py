"""The process in which Typst runs: it reads jobs from its input and writes results to its output.

It is started with the folder of the fonts. A job is two frames: its settings as JSON (template,
folders of fonts, date, whether a report on the pages is wanted, whether a PDF is, what is attached
to it), and the data of the document, empty where it is that of the job before. A result is two
frames: the report as JSON, and the PDF.
"""

from __future__ import annotations

import json
import os
import re
import struct
import sys
from pathlib import Path
from typing import IO, Any

from generator.bounds import bound_process

_LENGTH = struct.Struct(">Q")
STANDARDS = ["ua-1", "a-3a"]


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next frame, or None where the stream ends."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = stream.read(length)
    return content if len(content) == length else None


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """One frame: its length, and what it holds."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)


def main() -> None:
    """Serve jobs until the input ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    # Nothing else may write where the results go.
    sys.stdout = sys.stderr
    engine = _Engine()
    for folder in sys.argv[1:]:
        engine.faces([folder])
    while (settings := read_frame(source)) is not None:
        data = read_frame(source)
        if data is None:
            return
        reply, pdf = engine.run(json.loads(settings), data)
        write_frame(sink, json.dumps(reply).encode())
        write_frame(sink, pdf)
        sink.flush()


class _Engine:
    """Typst with its fonts, which are read once."""

    def __init__(self) -> None:
        self._fonts: dict[str, Any] = {}
        self._data = b""

    def run(self, settings: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
        """One job: (pages or error, warnings, memory), and the PDF; both where they are wanted."""
        # Layout runs on all cores at once.
        bound_process(settings["memory"], settings["seconds"] * (os.cpu_count() or 1))
        template = Path(settings["template"])
        self._data = data or self._data
        files = {
            "main.typ": template.read_bytes(),
            "document.json": self._data,
            "juesuan.json": settings["attached"].encode(),
        }
        pages: dict[str, Any] = {}
        pdf = b""
        warnings: list[str] = []
        try:
            # What is in memory serves a compiler once; what it worked out serves the next one.
            if settings["report"]:
                pages = json.loads(
                    self._compiler(settings, files).query("<pages>", field="value", one=True)
                )
            if settings["pdf"]:
                pdf, warned = self._compiler(settings, files).compile_with_warnings(
                    format="pdf", pdf_standards=STANDARDS, timestamp=settings["timestamp"]
                )
                warnings = [str(warning) for warning in warned]
        except RuntimeError as error:
            reason = getattr(error, "diagnostic", "") or str(error)
            return {"error": reason, "memory": _memory()}, b""
        return {"pages": pages, "warnings": warnings, "memory": _memory()}, pdf

    def _compiler(self, settings: dict[str, Any], files: dict[str, bytes]) -> Any:
        import typst

        return typst.Compiler(
            files,
            root=str(Path(settings["template"]).parent),
            font_paths=self.faces(settings["fonts"]),
        )

    def faces(self, folders: list[str]) -> Any:
        """The fonts of some folders. Ours are read before the first job comes."""
        import typst

        key = "\n".join(folders)
        if key not in self._fonts:
            self._fonts[key] = typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=False, font_paths=folders
            )
        return self._fonts[key]


def _memory() -> int:
    """The most memory that this process has held, in bytes; 0 where the system does not say.

    Not getrusage: there a new process begins with what the one that started it has held.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    match = re.search(r"^VmHWM:\s*(\d+) kB$", status, re.MULTILINE)
    return int(match[1]) * 1024 if match else 0


if __name__ == "__main__":
    main()
