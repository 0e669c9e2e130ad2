"""A folder as an archive whose bytes depend on its content only: .zip for Windows, else .tar.gz."""

from __future__ import annotations

import gzip
import tarfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_LEVEL = 6


def files_of(folder: Path) -> list[Path]:
    """All files below a folder, in an order that is the same on every system."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(files, key=lambda path: path.relative_to(folder).as_posix())


def write_zip(folder: Path, target: Path) -> None:
    """``folder`` with its name in a zip archive. Names beyond ASCII are UTF-8."""
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for file in files_of(folder):
            info = ZipInfo(file.relative_to(folder.parent).as_posix(), _EPOCH)
            info.create_system = _UNIX
            info.external_attr = (0o100000 | _mode(file)) << 16
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, file.read_bytes(), compresslevel=_LEVEL)


def write_tar(folder: Path, target: Path) -> None:
    """``folder`` with its name in a compressed tar archive, owned by nobody in particular."""
    with (
        target.open("wb") as stream,
        gzip.GzipFile("", "wb", _LEVEL, stream, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for file in files_of(folder):
            info = tarfile.TarInfo(file.relative_to(folder.parent).as_posix())
            info.size = file.stat().st_size
            info.mode = _mode(file)
            with file.open("rb") as content:
                archive.addfile(info, content)


def _mode(file: Path) -> int:
    return 0o755 if file.suffix == ".sh" else 0o644
