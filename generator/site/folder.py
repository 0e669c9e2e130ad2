"""The folder that a shelf goes to: whether it may be replaced, and how, so that nobody meets half a shelf and nothing of anybody's is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.site.addresses import MANIFEST
from generator.site.fields import VERSION
from generator.site.hashing import Facts, fact_of

_MAKER = "juesuan site"
# What file managers leave behind in any folder that somebody looks at.
_DROPPINGS = frozenset([".DS_Store", "Thumbs.db", "desktop.ini"])
_MOST_NAMED = 5


class Foreign(Exception):
    """The folder holds something that this program did not put there; the text says what, in Chinese."""


@dataclass(frozen=True, slots=True)
class Former:
    """What a folder was before: the paths of a former shelf, or none."""

    paths: frozenset[str] = frozenset()

    @property
    def stems(self) -> frozenset[str]:
        """The units' names that stood there."""
        return frozenset(path.split("/")[1] for path in self.paths if path.startswith("units/"))


def manifest_text(files: Facts) -> bytes:
    """The manifest: every file with size and hash. It also marks the folder as ours."""
    lines = ",\n".join(json.dumps({"path": path, "size": fact.size, "sha256": fact.sha256}, ensure_ascii=False) for path, fact in sorted(files.items()))
    return f'{{"maker": "{_MAKER}", "version": {VERSION},\n"files": [\n{lines}\n]}}\n'.encode()


def former(target: Path) -> Former:
    """What stands in the folder now. Raises Foreign when it may not be replaced: not a shelf, or something else in it."""
    if not target.exists():
        return Former()
    if not target.is_dir():
        raise Foreign(f"“{target}”是一个文件，不是文件夹；用 -o 换一个文件夹")
    there = {path.relative_to(target).as_posix(): path for path in _files(target)}
    if not there and not any(path.is_dir() for path in target.iterdir()):
        return Former()
    known = _known(target / MANIFEST)
    if known is None:
        raise Foreign(f"文件夹“{target}”里有别的东西，又不是以前生成的公开专栏；没有动它。用 -o 换一个空的或新的文件夹")
    strange = sorted(path for path in there if path not in known and path != MANIFEST)
    if strange:
        raise Foreign(f"文件夹“{target}”里有不是本程序放的文件：{_named(strange)}；没有动它。先把它们移走，或用 -o 换一个文件夹")
    changed = sorted(path for path, file in there.items() if path != MANIFEST and fact_of(file).sha256 != known[path])
    if changed:
        raise Foreign(f"文件夹“{target}”里的文件生成以后被人改过：{_named(changed)}；没有动它。要留就移走，不要就删去这些文件，再运行")
    return Former(frozenset(known))


def _files(target: Path) -> Iterator[Path]:
    for path in target.rglob("*"):
        if (not path.is_dir() or path.is_symlink()) and path.name not in _DROPPINGS:
            yield path


def _known(manifest: Path) -> Mapping[str, str] | None:
    """Paths and hashes of a former shelf; None when this is no manifest of ours."""
    try:
        found = json.loads(manifest.read_text(encoding="utf-8"))
        if found["maker"] != _MAKER:
            return None
        return {str(one["path"]): str(one["sha256"]) for one in found["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _named(paths: list[str]) -> str:
    more = f" 等 {len(paths)} 个" if len(paths) > _MOST_NAMED else ""
    return "、".join(paths[:_MOST_NAMED]) + more


def workshop(target: Path) -> Path:
    """A fresh folder beside the target, on the same disk, for making the new shelf in; what a killed run left of it goes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if _old(target).exists() and not target.exists():
        _old(target).rename(target)  # killed between its two renames: the former shelf is whole, and gets its place back
    beside = target.with_name(f".{target.name}.juesuan-new")
    if beside.exists():
        shutil.rmtree(beside)
    beside.mkdir()
    return beside


def install(made: Path, target: Path) -> None:
    """Put a finished folder in the target's place, by two renames. When the second fails the former shelf gets its place back. Raises OSError."""
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
