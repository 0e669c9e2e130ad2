"""What the documents of one data file depend on: the files that it names, and those that they name; the forms. The rest is in program.py."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from generator.forms.contents import MAIN
from generator.pipeline.batch.program import digest_of, file_digest
from generator.reading.files import is_file
from generator.reading.named_files import named_files

if TYPE_CHECKING:
    from generator.model.accounts import Accounts

# What reads data files and forms is loaded where it is used: a run in which nothing changed only
# compares digests, and starts in half the time without.
Read = Callable[[Path], "Accounts | None"]
Source = tuple[str, str, str]
"""A kind (文件, 文件夹, 清单), a path, and the digest of what stands there; "" where there is nothing."""


def read_accounts(path: Path) -> Accounts | None:
    """The accounts of a data file, as far as they can be read."""
    from generator.model.load import load

    loaded = load(path)
    return loaded.accounts or loaded.rest


def data_files(path: Path, read: Read = read_accounts) -> list[Path]:
    """The file, last year's files, the units' files, Word files of 附件, and what these name in turn. Those that are not there are named, too."""
    from generator.ledger.last_year import last_files

    found: dict[tuple[Path, bool], Path] = {}
    waiting = [(path, False)]
    while waiting:
        one, attached = waiting.pop()
        there = is_file(one)
        # One file may be called by several names, by way of a folder that is a link.
        same = Path(os.path.realpath(one.parent), one.name) if there else one, attached
        if same in found:
            continue
        found[same] = one
        if not there or attached:
            continue
        accounts = read(one)
        if accounts is not None:
            named = [*map(str, last_files(accounts)), *map(str, accounts.汇总)]
            waiting += [(other, False) for other in named_files(one, named)]
            words = [str(part.文件) for part in accounts.附件 if part.文件]
            waiting += [(other, True) for other in named_files(one, words)]
    return list(dict.fromkeys(found.values()))


def form_folders(path: Path, roots: Sequence[Path], read: Read = read_accounts) -> list[Path]:
    """The folders of the form that a data file uses; none when it names no form that exists."""
    from generator.forms.form import FormError, load_form

    accounts = read(path)
    try:
        return list(load_form(str(accounts.版式), tuple(roots)).chain) if accounts else []
    except FormError:
        return []


def forms_of(
    files: Sequence[Path], roots: Sequence[Path], read: Read = read_accounts
) -> list[Path]:
    """The folders of the forms of all these files."""
    typed = [path for path in files if path.suffix.lower() != ".docx" and is_file(path)]
    return list(
        dict.fromkeys(folder for path in typed for folder in form_folders(path, roots, read))
    )


def sources(path: Path, roots: Sequence[Path]) -> list[Source]:
    """All sources of a data file with their digests, as they are now."""
    read = cache(read_accounts)  # three look at each file
    files = data_files(path, read)
    found = [("文件", str(one.absolute())) for one in files]
    found += _form_sources(forms_of(files, roots, read), roots)
    if not form_folders(path, roots, read):
        # What forms there are is told, and any of them may become the one that is missing.
        found += [("清单", str(root.absolute())) for root in roots]
    return [(kind, where, digest(kind, where)) for kind, where in found]


def _form_sources(folders: Sequence[Path], roots: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """The folders of forms; and where a form of the same name would come first."""
    for folder in folders:
        yield "文件夹", str(folder.absolute())
        for root in roots:
            if root == folder.parent:
                break
            yield "文件", str((root / folder.name / MAIN).absolute())


def digest(kind: str, where: str) -> str:
    """The digest of a source as it is now."""
    path = Path(where)
    if kind == "文件":
        return file_digest(path)
    if not path.is_dir():
        return ""
    if kind == "清单":
        return digest_of(
            f"{one.name} {file_digest(one / MAIN)}"
            for one in sorted(path.iterdir())
            if one.is_dir()
        )
    return digest_of(
        f"{one.name} {file_digest(one)}" for one in sorted(path.iterdir()) if one.is_file()
    )
