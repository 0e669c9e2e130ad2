"""The folder that a site goes to: whether it may be replaced, and how.

Nobody meets half a site, and nothing of anybody's is lost.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field

from generator.interface.fields import VERSION
from generator.pipeline.exit_codes import CommandError
from generator.reading.stamps import Stamp, is_same, stamp_of
from generator.site.addresses import MANIFEST
from generator.site.hashing import FileHash, FileHashes, hash_of

_MAKER = "juesuan site"
# What file managers leave behind in any folder that somebody looks at.
_DROPPINGS = frozenset([".DS_Store", "Thumbs.db", "desktop.ini"])
_MOST_NAMED = 5


class ForeignFolderError(CommandError):
    """The folder holds something that this program did not put there.

    The text says what, in Chinese.
    """


Stamps = Mapping[str, Stamp]
"""Of files by path: one that has the same as before is the same, without reading it."""


class FormerSite(Struct, frozen=True):
    """What a folder was before.

    ``files`` are those of a former site that stand there, as they were made; ``complete``: every
    one does, and none was changed since. ``listed`` are the paths that its manifest names;
    ``stamps`` are those of now.
    """

    files: FileHashes = field(default_factory=dict)
    complete: bool = False
    listed: frozenset[str] = frozenset()
    stamps: Stamps = field(default_factory=dict)

    @property
    def stems(self) -> frozenset[str]:
        """The units' names that stood there."""
        return frozenset(path.split("/")[1] for path in self.listed if path.startswith("units/"))


def manifest_text(files: FileHashes, version: int = VERSION) -> bytes:
    """The manifest: every file with size and hash. It also marks the folder as ours."""
    lines = ",\n".join(
        json.dumps(
            {"path": path, "size": file_hash.size, "sha256": file_hash.sha256}, ensure_ascii=False
        )
        for path, file_hash in sorted(files.items())
    )
    return f'{{"maker": "{_MAKER}", "version": {version},\n"files": [\n{lines}\n]}}\n'.encode()


def former_site(target: Path, stamps: Stamps) -> FormerSite:
    """What stands in the folder now; ``stamps`` as the last run left it.

    Raises ForeignFolderError when it may not be replaced: not a site, or something else in it.
    """
    if not target.exists():
        return FormerSite()
    if not target.is_dir():
        raise ForeignFolderError(f"“{target}”是一个文件，不是文件夹；用 -o 换一个文件夹")
    there = {path.relative_to(target).as_posix(): path for path in _files(target)}
    if not there and not any(path.is_dir() for path in target.iterdir()):
        return FormerSite()
    listed = _listed(target / MANIFEST)
    if listed is None:
        raise ForeignFolderError(
            f"文件夹“{target}”里有别的东西，又不是以前生成的公开专栏；没有动它。"
            "用 -o 换一个空的或新的文件夹"
        )
    strange = sorted(path for path in there if path not in listed and path != MANIFEST)
    if strange:
        raise ForeignFolderError(
            f"文件夹“{target}”里有不是本程序放的文件：{_shortened(strange)}；没有动它。"
            "先把它们移走，或用 -o 换一个文件夹"
        )
    now = {path: stamp_of(file) for path, file in there.items()}
    touched = [path for path in there if not is_same(stamps.get(path), now[path])]
    if MANIFEST in touched and not _is_as_written(there[MANIFEST]):
        raise ForeignFolderError(
            f"文件夹“{target}”里的 {MANIFEST} 被人改过，认不出哪些文件是本程序放的；没有动它。"
            "恢复它，或用 -o 换一个新的文件夹"
        )
    changed = sorted(
        path for path in touched if path != MANIFEST and _changed(there[path], listed[path])
    )
    if changed:
        raise ForeignFolderError(
            f"文件夹“{target}”里的文件生成以后被人改过：{_shortened(changed)}；没有动它。"
            "要留就移走，不要就删去这些文件，再运行"
        )
    files = {path: file_hash for path, file_hash in listed.items() if path in there}
    return FormerSite(
        files, complete=len(files) == len(listed), listed=frozenset(listed), stamps=now
    )


def _changed(file: Path, as_made: FileHash) -> bool:
    """Whether a file of a site is not as it was made."""
    return file.is_symlink() or hash_of(file) != as_made


def _is_as_written(manifest: Path) -> bool:
    """Whether a manifest has the form in which the program writes it."""
    data = manifest.read_bytes()
    raw = json.loads(data)
    hashes = {str(line["path"]): FileHash(line["size"], line["sha256"]) for line in raw["files"]}
    return not manifest.is_symlink() and data == manifest_text(hashes, raw.get("version"))


def refuse_late_changes(target: Path, before: FormerSite) -> None:
    """Make sure that nobody has worked in the folder since ``before``: a site takes a while.

    Raises ForeignFolderError.
    """
    changed = []
    # A target that was not there yet has no files.
    for file in _files(target):
        path = file.relative_to(target).as_posix()
        # The last time of a file changes when the new site links it.
        if before.stamps.get(path, (-1,))[:2] != stamp_of(file)[:2]:
            changed.append(path)
    if changed:
        raise ForeignFolderError(
            f"生成期间有人动了文件夹“{target}”里的文件：{_shortened(sorted(changed))}；没有动它。"
            "先看看这些文件，再运行一次"
        )


def stamps_of(folder: Path, paths: Iterable[str]) -> Stamps:
    """The stamps of files of a site, and of its manifest."""
    return {path: stamp_of(folder / path) for path in (*paths, MANIFEST)}


def _files(target: Path) -> Iterator[Path]:
    for path in target.rglob("*"):
        if (not path.is_dir() or path.is_symlink()) and path.name not in _DROPPINGS:
            yield path


def _listed(manifest: Path) -> FileHashes | None:
    """Paths, sizes and hashes of a former site; None when this is no manifest of ours."""
    try:
        raw = json.loads(manifest.read_text(encoding="utf-8"))
        if raw["maker"] != _MAKER:
            return None
        return {
            str(file["path"]): FileHash(int(file["size"]), str(file["sha256"]))
            for file in raw["files"]
        }
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _shortened(paths: list[str]) -> str:
    text = "、".join(paths[:_MOST_NAMED])
    if len(paths) > _MOST_NAMED:
        text += f" 等 {len(paths)} 个"
    return text


class WorkFolder(Struct, frozen=True):
    """A folder beside the target, on the same disk.

    ``made`` keeps the documents of a run that was stopped, ``site`` is empty and takes the new
    site.
    """

    home: Path

    @property
    def made(self) -> Path:
        """The folder in which the documents of a run are made."""
        return self.home / "made"

    @property
    def site(self) -> Path:
        """Where the new site is put together."""
        return self.home / "site"

    def close(self) -> None:
        """Take it away with all that is in it."""
        shutil.rmtree(self.home, ignore_errors=True)

    def leave(self) -> None:
        """Keep the documents for the next run, if there are any, and nothing else."""
        shutil.rmtree(self.site, ignore_errors=True)
        with suppress(OSError):
            self.home.rmdir()


def open_work_folder(target: Path) -> WorkFolder:
    """The folder in which the new site of a target is made.

    Half a site that a killed run left goes; its documents stay, for the records know them.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if _old(target).exists() and not target.exists():
        # Killed between its two renames: the former site is whole, and gets its place back.
        _old(target).rename(target)
    work_folder = WorkFolder(target.with_name(f".{target.name}.juesuan-new"))
    if work_folder.site.exists():
        shutil.rmtree(work_folder.site)
    work_folder.site.mkdir(parents=True)
    return work_folder


def install(made: Path, target: Path) -> None:
    """Put a finished folder in the target's place, by two renames. Raises OSError.

    When the second fails the former site gets its place back.
    """
    old = _old(target)
    if old.exists():
        shutil.rmtree(old)
    if target.exists():
        made.chmod(target.stat().st_mode)
        target.rename(old)
    try:
        made.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.juesuan-old")
